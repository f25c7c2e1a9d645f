/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/smtp/client-private.h"

#include <string.h>

#define REPLY_LINE_MAX 4096       /* RFC 5321, 4.5.3.1.5 says 512; servers say more */

#define IN(state)   SIM_STATE (SMTP_CLIENT_##state)
#define OPEN        (IN (START) | IN (EHLO) | IN (HELO) | IN (AUTH) | IN (READY) | IN (MAIL) | IN (RCPT) \
                     | IN (DATA) | IN (MESSAGE) | IN (RSET) | IN (QUIT) | IN (CHUNK))

/* A state is the command whose reply is waited for. Verbs are commands that are
 * sent (in a group: whose turn to be answered has come) and, in angle brackets,
 * what comes in. */
static const SimRule rules[] =
{
  { "EHLO",      IN (START),                 0, SMTP_CLIENT_EHLO, NULL, "rfc5321:4.1.1.1" },
  { "LHLO",      IN (START),                 0, SMTP_CLIENT_EHLO, NULL, "rfc2033:4.1" },
  { "HELO",      IN (START) | IN (EHLO),     0, SMTP_CLIENT_HELO, NULL, "rfc5321:4.1.1.1-helo" },
  { "AUTH",      IN (EHLO),      SMTP_EXT_AUTH, SMTP_CLIENT_AUTH, NULL, "rfc4954:4" },
  { "<334>",     IN (AUTH),                  0, SIM_STATE_SAME, NULL, "rfc4954:4-challenge" },
  { "MAIL",      IN (READY),                 0, SMTP_CLIENT_MAIL, NULL, "rfc5321:4.1.1.2" },
  { "RCPT",      IN (MAIL),                  0, SMTP_CLIENT_RCPT, NULL, "rfc5321:4.1.1.3" },
  { "RCPT",      IN (RCPT),                  0, SIM_STATE_SAME, NULL, "rfc5321:4.1.1.3" },
  { "DATA",      IN (RCPT),                  0, SMTP_CLIENT_DATA, NULL, "rfc5321:4.1.1.4" },
  { "<354>",     IN (DATA),                  0, SMTP_CLIENT_MESSAGE, NULL, "rfc5321:4.1.1.4-354" },
  { "BDAT",      IN (RCPT), SMTP_EXT_CHUNKING, SMTP_CLIENT_CHUNK, NULL, "rfc3030:2" },
  { "BDAT",      IN (CHUNK), SMTP_EXT_CHUNKING, SIM_STATE_SAME, NULL, "rfc3030:2" },
  { "BDAT LAST", IN (RCPT) | IN (CHUNK), SMTP_EXT_CHUNKING, SMTP_CLIENT_MESSAGE, NULL, "rfc3030:2-last" },
  { "RSET",      IN (RCPT) | IN (DATA) | IN (CHUNK),
                                             0, SMTP_CLIENT_RSET, NULL, "rfc5321:4.1.1.5" },
  { "<2yz>",     IN (EHLO) | IN (HELO) | IN (AUTH) | IN (MESSAGE) | IN (RSET),
                                             0, SMTP_CLIENT_READY, NULL, "rfc5321:4.2.1-2yz" },
  { "<4yz>",     IN (MAIL) | IN (DATA) | IN (MESSAGE) | IN (RSET),
                                             0, SMTP_CLIENT_READY, NULL, "rfc5321:4.2.1-4yz" },
  { "<5yz>",     IN (MAIL) | IN (DATA) | IN (MESSAGE) | IN (RSET),
                                             0, SMTP_CLIENT_READY, NULL, "rfc5321:4.2.1-5yz" },
  { "QUIT",      IN (START) | IN (EHLO) | IN (HELO) | IN (AUTH) | IN (READY),
                                             0, SMTP_CLIENT_QUIT, NULL, "rfc5321:4.1.1.10" },
  { "<221>",     IN (QUIT),                  0, SMTP_CLIENT_CLOSED, NULL, "rfc5321:4.1.1.10-221" },
  { "<421>",     OPEN,                       0, SMTP_CLIENT_CLOSED, NULL, "rfc5321:3.8" },
  { "<eof>",     OPEN,                       0, SMTP_CLIENT_CLOSED, NULL, "rfc5321:3.8-lost" },
  { "<timeout>", OPEN & ~IN (READY),         0, SMTP_CLIENT_CLOSED, NULL, "rfc5321:4.5.3.2" },
  { "<bad>",     OPEN,                       0, SMTP_CLIENT_CLOSED, NULL, "rfc5321:4.2" },
};

static const char * const state_names[] =
{
  "start", "ehlo", "helo", "auth", "ready", "mail", "rcpt", "data", "message", "rset", "quit", "closed", "chunk", NULL
};

const SimMachine smtp_client_machine = { "smtp-client", state_names, rules, G_N_ELEMENTS (rules) };

/* How long a state waits for its reply: RFC 5321, 4.5.3.2. The message is
 * handed over whole, so the time between its blocks (4.5.3.2.5) has no place. */
static const SimTime patience[] =
{
  [SMTP_CLIENT_START]   = 5 * SIM_TIME_MINUTE,    /* 4.5.3.2.1 */
  [SMTP_CLIENT_EHLO]    = 5 * SIM_TIME_MINUTE,
  [SMTP_CLIENT_HELO]    = 5 * SIM_TIME_MINUTE,
  [SMTP_CLIENT_AUTH]    = 5 * SIM_TIME_MINUTE,
  [SMTP_CLIENT_READY]   = 0,                      /* the owner's time */
  [SMTP_CLIENT_MAIL]    = 5 * SIM_TIME_MINUTE,    /* 4.5.3.2.2 */
  [SMTP_CLIENT_RCPT]    = 5 * SIM_TIME_MINUTE,    /* 4.5.3.2.3 */
  [SMTP_CLIENT_DATA]    = 2 * SIM_TIME_MINUTE,    /* 4.5.3.2.4 */
  [SMTP_CLIENT_MESSAGE] = 10 * SIM_TIME_MINUTE,   /* 4.5.3.2.6 */
  [SMTP_CLIENT_RSET]    = 5 * SIM_TIME_MINUTE,
  [SMTP_CLIENT_QUIT]    = 5 * SIM_TIME_MINUTE,
  [SMTP_CLIENT_CLOSED]  = 0,
  [SMTP_CLIENT_CHUNK]   = 3 * SIM_TIME_MINUTE,    /* 4.5.3.2.5: a block of data */
};

/* ---- outputs ---- */

static const SimRule *
row_for (SmtpClient *self, const char *verb)
{
  const SimRule *row = sim_machine_row (&smtp_client_machine, verb, self->base.state);

  g_assert (row != NULL && (row->legal & SIM_STATE (self->base.state)));
  return row;
}

void
smtp_client_go (SmtpClient *self, const char *verb)
{
  const SimRule *row = row_for (self, verb);

  self->reached |= G_GUINT64_CONSTANT (1) << (row - rules);
  if (row->next != SIM_STATE_SAME)
    sim_session_move (&self->base, row->rule, row->next);
  if (row->next == SMTP_CLIENT_CLOSED)
    sim_session_close (&self->base);
}

void
smtp_client_ask_next (SmtpClient *self)
{
  sim_session_ask (&self->base, "next", NULL);
}

static void
tell_failed (SmtpClient *self, const SmtpReply *reply)
{
  smtp_client_decide_all (self, reply);
  smtp_client_decide_rest (self, reply);
  sim_session_ask (&self->base, "failed", NULL);
}

/* The connection is of no more use. */
static void
break_off (SmtpClient *self, const char *verb, const SmtpReply *reply)
{
  if (self->base.state != SMTP_CLIENT_QUIT)
    tell_failed (self, reply);
  smtp_client_go (self, verb);
}

void
smtp_client_break_off_bad (SmtpClient *self, const char *text)
{
  break_off (self, "<bad>", &(SmtpReply) { 0, NULL, text });
}

/* The session cannot do its work. */
void
smtp_client_give_up (SmtpClient *self, const SmtpReply *reply)
{
  tell_failed (self, reply);
  sim_session_sendf (&self->base, 0, "QUIT\r\n");
  smtp_client_go (self, "QUIT");
}

/* ---- greeting, EHLO, AUTH ---- */

static void
send_hello (SmtpClient *self, const char *verb)
{
  sim_session_sendf (&self->base, 0, "%s %s\r\n", verb, self->host);
  smtp_client_go (self, verb);
}

static void
take_extensions (SmtpClient *self, const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", -1);
      guint extension = words[0] != NULL ? smtp_extension_from_name (words[0]) : 0;

      self->extensions |= extension;
      for (guint j = 1; extension == SMTP_EXT_AUTH && words[j] != NULL; j++)
        self->mechanisms |= sasl_from_name (words[j]);
    }
}

/* EHLO or HELO was accepted. */
static void
introduced (SmtpClient *self)
{
  if (self->user == NULL)
    {
      smtp_client_go (self, "<2yz>");
      smtp_client_ask_next (self);
    }
  else
    smtp_client_send_auth (self);
}

static void
take_greeting (SmtpClient *self, const SmtpReply *reply)
{
  if (reply->code / 100 != 2)
    smtp_client_give_up (self, reply);                        /* RFC 5321, 3.1: QUIT is still said */
  else if (self->config.dialect == SMTP_DIALECT_LMTP)
    send_hello (self, "LHLO");
  else
    send_hello (self, self->config.helo_only ? "HELO" : "EHLO");
}

static void
take_hello_reply (SmtpClient *self, const SmtpReply *reply)
{
  gboolean ehlo = self->base.state == SMTP_CLIENT_EHLO;

  if (reply->code / 100 == 2)
    {
      if (ehlo)
        take_extensions (self, reply->text);
      introduced (self);
    }
  else if (reply->code / 100 == 5 && ehlo && self->config.dialect != SMTP_DIALECT_LMTP)
    send_hello (self, "HELO");                    /* RFC 5321, 3.2 */
  else
    smtp_client_give_up (self, reply);
}

/* ---- replies ---- */

/* May a reply of that first digit come in that state? */
static gboolean
is_expected (SmtpClient *self, const SmtpReply *reply)
{
  guint digit = reply->code / 100;

  switch ((SmtpClientState) self->base.state)
    {
    case SMTP_CLIENT_AUTH:
      return TRUE;
    case SMTP_CLIENT_DATA:
      return digit != 2;
    case SMTP_CLIENT_READY:
    case SMTP_CLIENT_CLOSED:
      return FALSE;
    case SMTP_CLIENT_START:
    case SMTP_CLIENT_EHLO:
    case SMTP_CLIENT_HELO:
    case SMTP_CLIENT_MAIL:
    case SMTP_CLIENT_RCPT:
    case SMTP_CLIENT_MESSAGE:
    case SMTP_CLIENT_RSET:
    case SMTP_CLIENT_QUIT:
    case SMTP_CLIENT_CHUNK:
    default:
      return digit != 3;
    }
}

static void
take_reply (SmtpClient *self, const SmtpReply *reply)
{
  static void (* const take[]) (SmtpClient *self, const SmtpReply *reply) =
  {
    [SMTP_CLIENT_START]   = take_greeting,
    [SMTP_CLIENT_EHLO]    = take_hello_reply,
    [SMTP_CLIENT_HELO]    = take_hello_reply,
    [SMTP_CLIENT_AUTH]    = smtp_client_take_auth_reply,
    [SMTP_CLIENT_MAIL]    = smtp_client_take_mail_reply,
    [SMTP_CLIENT_RCPT]    = smtp_client_take_rcpt_reply,
    [SMTP_CLIENT_DATA]    = smtp_client_take_data_reply,
    [SMTP_CLIENT_MESSAGE] = smtp_client_take_message_reply,
    [SMTP_CLIENT_RSET]    = smtp_client_take_rset_reply,
    [SMTP_CLIENT_CHUNK]   = smtp_client_take_chunk_reply,
  };

  if (reply->code == 421)
    break_off (self, "<421>", reply);             /* RFC 5321, 3.8: at any time */
  else if (!is_expected (self, reply))
    smtp_client_break_off_bad (self, "The server gave a reply that has no place here");
  else if (self->base.state == SMTP_CLIENT_QUIT)
    smtp_client_go (self, "<221>");
  else
    take[self->base.state] (self, reply);
}

void
smtp_client_set_deadline (SmtpClient *self, SimTime now)
{
  SimTime wait = patience[self->base.state];

  self->base.deadline = self->base.open && wait > 0 ? now + wait : SIM_TIME_NEVER;
}

static void
take_line (SmtpClient *self, SimTime now, SimLineKind kind, const guint8 *line, gsize len)
{
  SmtpReplyReader reader;

  if (kind != SIM_LINE_WHOLE)
    {
      smtp_client_break_off_bad (self, kind == SIM_LINE_BARE ? "The server ended a line with LF alone"
                                                 : "The server's line is too long");
      return;
    }
  switch (smtp_reply_reader_line (&self->reader, line, len))
    {
    case SMTP_READ_MORE:
      return;
    case SMTP_READ_BAD:
      smtp_client_break_off_bad (self, "The server's line is no SMTP reply");
      return;
    case SMTP_READ_DONE:
    default:
      break;
    }
  reader = self->reader;
  smtp_reply_reader_init (&self->reader);
  take_reply (self, &(SmtpReply) { reader.code, reader.enhanced, reader.text->str });
  smtp_reply_reader_clear (&reader);
  smtp_client_set_deadline (self, now);
}

/* ---- the session ---- */

static void
client_open (SimSession *session, SimTime now)
{
  smtp_client_set_deadline ((SmtpClient *) session, now);
}

/* While "next" is open, input waits. */
void
smtp_client_digest (SmtpClient *self, SimTime now)
{
  SimLineKind kind;
  const guint8 *line;
  gsize len;

  while (self->base.open && self->base.state != SMTP_CLIENT_READY
         && (kind = sim_lines_next (&self->lines, REPLY_LINE_MAX, &line, &len)) != SIM_LINE_NONE)
    take_line (self, now, kind, line, len);
}

static void
client_feed (SimSession *session, SimTime now, const guint8 *data, gsize len)
{
  SmtpClient *self = (SmtpClient *) session;

  sim_lines_feed (&self->lines, data, len);
  smtp_client_digest (self, now);
}

static void
client_eof (SimSession *session, SimTime now)
{
  break_off ((SmtpClient *) session, "<eof>", &(SmtpReply) { 0, NULL, "The server closed the connection" });
}

/* A large letter on a slow line takes its time. */
static void
client_progress (SimSession *session, SimTime now)
{
  smtp_client_set_deadline ((SmtpClient *) session, now);
}

static void
client_expire (SimSession *session, SimTime now)
{
  break_off ((SmtpClient *) session, "<timeout>", &(SmtpReply) { 0, NULL, "The server did not answer in time" });
}

static gsize
client_backlog (const SimSession *session)
{
  gsize len = 0;

  if (session->state == SMTP_CLIENT_READY)
    sim_lines_peek (&((const SmtpClient *) session)->lines, &len);
  return len;
}

static void
client_free (SimSession *session)
{
  SmtpClient *self = (SmtpClient *) session;

  sim_lines_clear (&self->lines);
  smtp_reply_reader_clear (&self->reader);
  g_ptr_array_unref (self->result.recipients);
  g_ptr_array_unref (self->tried);
  g_free (self->result_storage);
  if (self->envelope != NULL)
    smtp_envelope_free (self->envelope);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self->host);
  g_free (self->user);
  g_free (self->password);
  g_free (self);
}

static const SimSessionClass client_class =
{
  .name = "smtp-client",
  .state_names = state_names,
  .open = client_open,
  .feed = client_feed,
  .eof = client_eof,
  .expire = client_expire,
  .progress = client_progress,
  .backlog = client_backlog,
  .free = client_free,
};

SimSession *
smtp_client_new (const SmtpClientConfig *config)
{
  SmtpClient *self = g_new0 (SmtpClient, 1);

  G_STATIC_ASSERT (G_N_ELEMENTS (rules) <= 64);
  sim_session_init (&self->base, &client_class);
  self->config = *config;
  self->config.host = self->host = g_strdup (config->host);
  self->config.user = self->user = g_strdup (config->user);
  self->config.password = self->password = g_strdup (config->password != NULL ? config->password : "");
  sim_lines_init (&self->lines);
  smtp_reply_reader_init (&self->reader);
  self->result.recipients = g_ptr_array_new ();
  self->tried = g_ptr_array_new ();
  return &self->base;
}

void
smtp_client_quit (SimSession *session, SimTime now)
{
  SmtpClient *self = (SmtpClient *) session;

  if (!session->open)
    return;
  g_return_if_fail (session->state == SMTP_CLIENT_READY);
  sim_session_sendf (session, 0, "QUIT\r\n");
  smtp_client_go (self, "QUIT");
  smtp_client_set_deadline (self, now);
  smtp_client_digest (self, now);
}

const SmtpClientResult *
smtp_client_get_result (SimSession *session)
{
  return &((SmtpClient *) session)->result;
}

guint
smtp_client_get_extensions (SimSession *session)
{
  return ((SmtpClient *) session)->extensions;
}

guint64
smtp_client_get_reached (SimSession *session)
{
  return ((SmtpClient *) session)->reached;
}
