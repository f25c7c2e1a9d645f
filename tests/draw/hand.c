/* hand.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "hand.h"

#include "sim/trace/roles.h"

#include <string.h>

#define MS SIM_TIME_MILLISECOND

static SimTime now;

static guint
add (SimTrace *trace, SimEntry entry)
{
  entry.time = now;
  entry.cause = SIM_CAUSE_NONE;
  now += 21 * MS;
  return sim_trace_add (trace, &entry);
}

static void
opened (SimTrace *trace, guint32 conn, const char *protocol, guint client, guint server, guint16 port, guint8 transport)
{
  SimPacket packet = { 1, 2, 40000 + conn, port, .protocol = transport };

  add (trace, (SimEntry) { .kind = SIM_ENTRY_OPENED, .side = SIM_SIDE_CLIENT, .actor = client, .conn = conn, .from = client, .to = server,
                           .rule = protocol, .packet = &packet });
}

static void
said (SimTrace *trace, guint32 conn, SimSide side, guint actor, SimEntryFlags flags, const char *text)
{
  add (trace, (SimEntry) { .kind = SIM_ENTRY_SAID, .side = side, .flags = flags, .actor = actor, .conn = conn,
                           .bytes = (const guint8 *) text, .len = strlen (text) });
}

#define C(conn, actor, text) said (trace, conn, SIM_SIDE_CLIENT, actor, 0, text "\r\n")
#define S(conn, actor, text) said (trace, conn, SIM_SIDE_SERVER, actor, 0, text "\r\n")
#define M(conn, actor, text) said (trace, conn, SIM_SIDE_SERVER, actor, SIM_ENTRY_MORE, text "\r\n")

static guint
stored (SimTrace *trace, const char *rule, guint actor, const char *text)
{
  return add (trace, (SimEntry) { .kind = SIM_ENTRY_STORED, .actor = actor, .rule = rule, .bytes = (const guint8 *) text, .len = strlen (text) });
}

static void
note (SimTrace *trace, const char *rule, guint actor, guint copy, SimTime until, const char *text)
{
  add (trace, (SimEntry) { .kind = SIM_ENTRY_NOTE, .actor = actor, .rule = rule, .from = (int) copy, .until = until,
                           .bytes = (const guint8 *) text, .len = strlen (text) });
}

static void
submit (SimTrace *trace)
{
  opened (trace, 1, "submission", 0, 1, 587, SIM_PROTOCOL_TCP);
  S (1, 1, "220 mail.school.example ESMTP");
  C (1, 0, "EHLO laptop.school.example");
  M (1, 1, "250-mail.school.example");
  M (1, 1, "250-SIZE 20971520");
  S (1, 1, "250 ENHANCEDSTATUSCODES");
  C (1, 0, "MAIL FROM:<anna@school.example>");
  S (1, 1, "250 2.1.0 Sender ok");
  C (1, 0, "RCPT TO:<ivan@univ.example>");
  S (1, 1, "250 2.1.5 Recipient ok");
  C (1, 0, "DATA");
  S (1, 1, "354 End with <CRLF>.<CRLF>");
  said (trace, 1, SIM_SIDE_CLIENT, 0, SIM_ENTRY_LITERAL, "Subject: Hello\r\nFrom: Anna\r\n\r\nHow are you?\r\n.\r\n");
  S (1, 1, "250 2.0.0 Queued");
}

static void
relay (SimTrace *trace)
{
  opened (trace, 3, "smtp", 1, 2, 25, SIM_PROTOCOL_TCP);
  S (3, 2, "220 mx.univ.example ESMTP");
  C (3, 1, "EHLO mail.school.example");
  M (3, 2, "250-mx.univ.example");
  S (3, 2, "250 8BITMIME");
  C (3, 1, "MAIL FROM:<anna@school.example>");
  S (3, 2, "250 2.1.0 Sender ok");
  C (3, 1, "RCPT TO:<ivan@univ.example>");
  S (3, 2, "250 2.1.5 Recipient ok");
  C (3, 1, "RCPT TO:<olga@univ.example>");
  S (3, 2, "452 4.2.2 Mailbox full");
  C (3, 1, "RCPT TO:<nobody@univ.example>");
  S (3, 2, "550 5.1.1 User unknown");
  C (3, 1, "DATA");
  S (3, 2, "354 End with <CRLF>.<CRLF>");
  said (trace, 3, SIM_SIDE_CLIENT, 1, SIM_ENTRY_LITERAL, "Received: by mail.school.example\r\nSubject: Hello\r\n\r\nHow are you?\r\n.\r\n");
  S (3, 2, "250 2.0.0 Taken");
  C (3, 1, "QUIT");
  S (3, 2, "221 2.0.0 Bye");
}

SimTrace *
hand_trace (void)
{
  SimTrace *trace = sim_trace_new ();
  guint copy;

  now = 0;
  sim_trace_add_host (trace, "laptop.school.example", "Anna’s laptop", 1, SIM_ROLE_MUA);
  sim_trace_add_host (trace, "mail.school.example", "School server", 2, SIM_ROLE_MSA | SIM_ROLE_MTA);
  sim_trace_add_host (trace, "mx.univ.example", "University server", 3, SIM_ROLE_MTA | SIM_ROLE_MDA);
  sim_trace_add_host (trace, "ns.example", "Name server", 4, SIM_ROLE_DNS);
  stored (trace, "store:outbox", 0, "id=1 from=<anna@school.example> to=<ivan@univ.example>\r\nSubject: Hello\r\n\r\n");
  submit (trace);
  copy = stored (trace, "store:queue", 1, "id=2 from=<anna@school.example> to=<ivan@univ.example>,<olga@univ.example>\r\nSubject: Hello\r\n\r\n");
  opened (trace, 2, "dns", 1, 3, 53, SIM_PROTOCOL_UDP);
  C (2, 1, "univ.example MX?");
  S (2, 3, "univ.example MX 10 mx.univ.example");
  relay (trace);
  stored (trace, "store:mailbox", 2, "id=3 from=<anna@school.example> to=<ivan@univ.example> mailbox=ivan@univ.example/INBOX uid=1\r\nSubject: Hello\r\n\r\n");
  note (trace, "queue:deferred", 1, copy, now + 30 * SIM_TIME_MINUTE, "to=<olga@univ.example> attempt=1 reply=452 4.2.2 Mailbox full");
  now += 30 * SIM_TIME_MINUTE;
  opened (trace, 4, "smtp", 1, 2, 25, SIM_PROTOCOL_TCP);
  S (4, 2, "220 mx.univ.example ESMTP");
  C (4, 1, "QUIT");
  S (4, 2, "221 2.0.0 Bye");
  return trace;
}
