/* test-dialogue.c - which command a line is or answers, in SMTP, POP3 and IMAP
 *
 * A dialogue is written as it is said; "C# " and "S# " are literals. Beside each
 * line stands what a reader makes of it: kind, verb, and how many lines back the
 * command stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dialogue.h"

#include <string.h>

typedef struct
{
  const char *said;
  const char *read;
} Row;

static const char * const kinds[] = {
  "command", "response", "content", "dot", "greeting", "reply", "listing", "untagged", "continue", "rest",
};

static void
add_opened (SimTrace *trace, const char *protocol, guint32 conn)
{
  SimPacket packet = { 0x01020304, 0x01020305, 40000, 25, 0, 0, 0, 0, SIM_PROTOCOL_TCP };
  SimEntry entry = { .kind = SIM_ENTRY_OPENED, .cause = SIM_CAUSE_NONE, .conn = conn, .from = 0, .to = 1, .rule = protocol, .packet = &packet };

  sim_trace_add (trace, &entry);
}

static guint
add_said (SimTrace *trace, guint32 conn, const char *said)
{
  g_autofree char *line = g_strconcat (said + 3, "\r\n", NULL);
  SimEntry entry = { .kind = SIM_ENTRY_SAID, .cause = SIM_CAUSE_NONE, .conn = conn, .side = said[0] == 'C' ? SIM_SIDE_CLIENT : SIM_SIDE_SERVER,
                     .flags = said[1] == '#' ? SIM_ENTRY_LITERAL : 0, .bytes = (const guint8 *) line, .len = strlen (line) };

  return sim_trace_add (trace, &entry);
}

static char *
line_to_text (const ExplainLine *line, guint index)
{
  g_autofree char *back = line->command == EXPLAIN_NO_ENTRY ? g_strdup ("-") : g_strdup_printf ("%u", index - line->command);

  return g_strdup_printf ("%s %s %s", kinds[line->kind], line->verb[0] != '\0' ? line->verb : "-", back);
}

/* Read one by one, and read by a context from the end to the beginning: it is the same. */
static void
check (const char *protocol, const Row *rows, guint n)
{
  SimTrace *trace = sim_trace_new ();
  g_autoptr (ExplainContext) context = NULL;
  guint first;

  sim_trace_add_host (trace, "pc.example", NULL, 0x01020304, 1);
  sim_trace_add_host (trace, "mx.example", NULL, 0x01020305, 4);
  add_opened (trace, protocol, 1);
  first = sim_trace_length (trace);
  for (guint i = 0; i < n; i++)
    add_said (trace, 1, rows[i].said);
  context = explain_context_new (trace);
  for (guint i = n; i-- > 0;)
    {
      ExplainLine alone, together;

      explain_dialogue_line (trace, first + i, &alone);
      explain_context_line (context, first + i, &together);
      g_autofree char *text = line_to_text (&alone, first + i);
      g_autofree char *again = line_to_text (&together, first + i);

      if (strcmp (text, rows[i].read) != 0)
        g_error ("%s: read as \"%s\", not \"%s\"", rows[i].said, text, rows[i].read);
      g_assert_cmpstr (again, ==, text);
      g_assert_cmpint (alone.first, ==, together.first);
    }
  sim_trace_unref (trace);
}

static void
test_smtp (void)
{
  static const Row rows[] = {
    { "S: 220 mx", "greeting - -" },
    { "C: EHLO pc", "command EHLO 0" },
    { "S: 250-mx", "reply EHLO 1" },
    { "S: 250 PIPELINING", "reply EHLO 2" },
    { "C: mail from:<>", "command MAIL 0" },
    { "C: RCPT TO:<a@b>", "command RCPT 0" },
    { "C: DATA", "command DATA 0" },
    { "S: 250 ok", "reply MAIL 3" },
    { "S: 550 no", "reply RCPT 3" },
    { "S: 354 go", "reply DATA 3" },
    { "C# Subject: x", "content - -" },
    { "C: .", "dot . 0" },
    { "S: 250 ok", "reply . 1" },
    { "C: AUTH PLAIN", "command AUTH 0" },
    { "S: 334 ", "reply AUTH 1" },
    { "C: AGE=", "response AUTH 0" },
    { "S: 235 ok", "reply AUTH 1" },
  };

  check ("smtp", rows, G_N_ELEMENTS (rows));
}

static void
test_pop3 (void)
{
  static const Row rows[] = {
    { "S: +OK ready", "greeting - -" },
    { "C: CAPA", "command CAPA 0" },
    { "S: +OK list follows", "reply CAPA 1" },
    { "S: TOP", "listing CAPA 2" },
    { "S: .", "dot CAPA 3" },
    { "C: AUTH PLAIN", "command AUTH 0" },
    { "S: + ", "continue AUTH 1" },
    { "C: AGE=", "response AUTH 0" },
    { "S: +OK", "reply AUTH 3" },
    { "C: stat", "command STAT 0" },
    { "S: +OK 2 320", "reply STAT 1" },
    { "C: LIST", "command LIST 0" },
    { "S: +OK 2 messages", "reply LIST 1" },
    { "S: 1 120", "listing LIST 2" },
    { "S: .", "dot LIST 3" },
    { "C: LIST 2", "command LIST 0" },
    { "S: +OK 2 200", "reply LIST 1" },
    { "C: RETR 1", "command RETR 0" },
    { "C: RETR 9", "command RETR 0" },
    { "S: +OK 120 octets", "reply RETR 2" },
    { "S# Subject: x", "content RETR 3" },
    { "S: .", "dot RETR 4" },
    { "S: -ERR no such message", "reply RETR 4" },
    { "C: QUIT", "command QUIT 0" },
    { "S: +OK bye", "reply QUIT 1" },
  };

  check ("pop3", rows, G_N_ELEMENTS (rows));
}

static void
test_imap (void)
{
  static const Row rows[] = {
    { "S: * OK ready", "greeting - -" },
    { "C: A1 AUTHENTICATE PLAIN", "command AUTHENTICATE 0" },
    { "S: + ", "continue AUTHENTICATE 1" },
    { "C: AGE=", "response AUTHENTICATE 2" },
    { "S: A1 OK done", "reply AUTHENTICATE 3" },
    { "C: A2 NOOP", "command NOOP 0" },
    { "C: A3 uid fetch 1:* (FLAGS)", "command UID FETCH 0" },
    { "S: A3 OK done", "reply UID FETCH 1" },
    { "S: * 3 EXISTS", "untagged NOOP 3" },
    { "S: A2 OK done", "reply NOOP 4" },
    { "S: * 4 EXISTS", "untagged - -" },
    { "C: A4 APPEND Sent {310}", "command APPEND 0" },
    { "S: + go on", "continue APPEND 1" },
    { "C# Subject: x", "content APPEND 2" },
    { "C: ", "rest APPEND 3" },
    { "S: A4 NO [TRYCREATE] no such folder", "reply APPEND 4" },
    { "C: A5 FETCH 1 BODY[]", "command FETCH 0" },
    { "S: * 1 FETCH (BODY[] {12}", "untagged FETCH 1" },
    { "S# Subject: x", "content FETCH 2" },
    { "S: )", "rest FETCH 3" },
    { "S: A5 OK done", "reply FETCH 4" },
    { "C: A6 IDLE", "command IDLE 0" },
    { "S: + idling", "continue IDLE 1" },
    { "S: * 5 EXISTS", "untagged IDLE 2" },
    { "C: DONE", "command DONE 3" },
    { "S: A6 OK done", "reply IDLE 4" },
    { "S: A9 OK what?", "reply - -" },
  };

  check ("imap", rows, G_N_ELEMENTS (rows));
}

/* Connections in one trace do not disturb each other, and a trace may grow while it is read. */
static void
test_context_grows (void)
{
  SimTrace *trace = sim_trace_new ();
  g_autoptr (ExplainContext) context = NULL;
  ExplainLine line;
  guint at;

  sim_trace_add_host (trace, "pc.example", NULL, 0x01020304, 1);
  sim_trace_add_host (trace, "mx.example", NULL, 0x01020305, 4);
  add_opened (trace, "smtp", 1);
  add_said (trace, 1, "S: 220 mx");
  context = explain_context_new (trace);
  at = add_said (trace, 1, "C: NOOP");
  explain_context_line (context, at, &line);
  g_assert_cmpstr (line.verb, ==, "NOOP");
  add_opened (trace, "pop3", 2);
  add_said (trace, 2, "S: +OK");
  add_said (trace, 2, "C: STAT");
  at = add_said (trace, 1, "S: 250 ok");
  explain_context_line (context, at, &line);
  g_assert_cmpstr (line.verb, ==, "NOOP");
  at = add_said (trace, 2, "S: +OK 0 0");
  explain_context_line (context, at, &line);
  g_assert_cmpstr (line.verb, ==, "STAT");
  /* What is no line is none. */
  explain_context_line (context, 0, &line);
  g_assert_cmpstr (line.verb, ==, "");
  g_assert_cmpuint (line.command, ==, EXPLAIN_NO_ENTRY);
  sim_trace_unref (trace);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/dialogue/smtp", test_smtp);
  g_test_add_func ("/explain/dialogue/pop3", test_pop3);
  g_test_add_func ("/explain/dialogue/imap", test_imap);
  g_test_add_func ("/explain/dialogue/context-grows", test_context_grows);
  return g_test_run ();
}
