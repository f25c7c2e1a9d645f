/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/smtp/server-private.h"

#include <string.h>

#define IN(state)   SIM_STATE (SMTP_SERVER_##state)
#define COMMANDS    (IN (CONNECTED) | IN (GREETED) | IN (MAIL) | IN (RCPT) | IN (BDAT))
#define OPEN        (COMMANDS | IN (DATA) | IN (AUTH) | IN (TLS) | IN (CHUNK))

/* In a reply, HOST is the own name, PEER the name that EHLO gave, PROTOCOL SMTP, ESMTP or LMTP. */
static const SimRule rules[] =
{
  { "<connect>",   IN (START),                    0, SMTP_SERVER_CONNECTED, "220 HOST PROTOCOL ready", "rfc5321:3.1" },
  { "EHLO",        COMMANDS,                      0, SMTP_SERVER_GREETED, "250 HOST greets PEER", "rfc5321:4.1.1.1" },
  { "HELO",        COMMANDS,                      0, SMTP_SERVER_GREETED, "250 HOST greets PEER", "rfc5321:4.1.1.1-helo" },
  { "LHLO",        COMMANDS,                      0, SMTP_SERVER_GREETED, "250 HOST greets PEER", "rfc2033:4.1" },
  { "MAIL",        IN (GREETED),                  0, SMTP_SERVER_MAIL, NULL, "rfc5321:4.1.1.2" },
  { "RCPT",        IN (MAIL) | IN (RCPT),         0, SMTP_SERVER_RCPT, NULL, "rfc5321:4.1.1.3" },
  { "DATA",        IN (RCPT),                     0, SMTP_SERVER_DATA, "354 End data with <CR><LF>.<CR><LF>", "rfc5321:4.1.1.4" },
  { "<dot>",       IN (DATA),                     0, SMTP_SERVER_GREETED, NULL, "rfc5321:4.1.1.4-dot" },
  { "BDAT",        IN (RCPT) | IN (BDAT), SMTP_EXT_CHUNKING, SMTP_SERVER_CHUNK, NULL, "rfc3030:2" },
  { "<chunk>",     IN (CHUNK),                    0, SMTP_SERVER_BDAT, "250 2.0.0 Octets received: ", "rfc3030:2-chunk" },
  { "<last>",      IN (CHUNK),                    0, SMTP_SERVER_GREETED, NULL, "rfc3030:2-last" },
  { "<failed>",    IN (CHUNK),                    0, SMTP_SERVER_GREETED, NULL, "rfc3030:2-failed" },
  { "RSET",        IN (MAIL) | IN (RCPT) | IN (BDAT), 0, SMTP_SERVER_GREETED, "250 2.0.0 Reset ok", "rfc5321:4.1.1.5" },
  { "RSET",        IN (CONNECTED) | IN (GREETED), 0, SIM_STATE_SAME, "250 2.0.0 Reset ok", "rfc5321:4.1.1.5" },
  { "NOOP",        COMMANDS,                      0, SIM_STATE_SAME, "250 2.0.0 Ok", "rfc5321:4.1.1.9" },
  { "VRFY",        COMMANDS,                      0, SIM_STATE_SAME, NULL, "rfc5321:4.1.1.6" },
  { "HELP",        COMMANDS,                      0, SIM_STATE_SAME, "214 2.0.0 Commands: COMMANDS", "rfc5321:4.1.1.8" },
  { "QUIT",        COMMANDS,                      0, SMTP_SERVER_CLOSED, "221 2.0.0 HOST closing connection", "rfc5321:4.1.1.10" },
  { "AUTH",        IN (GREETED),      SMTP_EXT_AUTH, SIM_STATE_SAME, NULL, "rfc4954:4" },
  { "<challenge>", IN (GREETED),      SMTP_EXT_AUTH, SMTP_SERVER_AUTH, "334 ", "rfc4954:4-challenge" },
  { "<challenge>", IN (AUTH),         SMTP_EXT_AUTH, SIM_STATE_SAME, "334 ", "rfc4954:4-challenge" },
  { "<response>",  IN (AUTH),                     0, SMTP_SERVER_GREETED, NULL, "rfc4954:4-response" },
  { "<cancel>",    IN (AUTH),                     0, SMTP_SERVER_GREETED, "501 5.7.0 Login cancelled", "rfc4954:4-cancel" },
  { "STARTTLS",    IN (GREETED),  SMTP_EXT_STARTTLS, SMTP_SERVER_TLS, "220 2.0.0 Ready to start TLS", "rfc3207:4" },
  { "<secured>",   IN (TLS),                      0, SMTP_SERVER_CONNECTED, NULL, "rfc3207:4.2" },
  { "EXPN",        COMMANDS,          SMTP_EXT_EXPN, SIM_STATE_SAME, NULL, "rfc5321:4.1.1.7" },
  { "ETRN",        IN (GREETED),      SMTP_EXT_ETRN, SIM_STATE_SAME, NULL, "rfc1985:5" },
  { "TURN",        COMMANDS,                      0, SIM_STATE_SAME, "502 5.5.1 TURN is not implemented here", "rfc821:4.1.1-turn" },
  { "<idle>",      OPEN,                          0, SMTP_SERVER_CLOSED, "421 4.4.2 HOST closing connection: waited too long", "rfc5321:4.5.3.2.7" },
  { "<errors>",    OPEN,                          0, SMTP_SERVER_CLOSED, "421 4.7.0 HOST closing connection: too many bad commands", "rfc5321:7.8" },
  { "<421>",       OPEN,                          0, SMTP_SERVER_CLOSED, NULL, "rfc5321:3.8" },
  { "<eof>",       OPEN,                          0, SMTP_SERVER_CLOSED, NULL, "rfc5321:3.8-lost" },
};

static const char * const state_names[] =
{
  "start", "connected", "greeted", "mail", "rcpt", "data", "auth", "tls", "closed", "chunk", "bdat", NULL
};

const SimMachine smtp_server_machine = { "smtp-server", state_names, rules, G_N_ELEMENTS (rules) };

static const char *
protocol_name (SmtpServer *self)
{
  if (self->config.dialect == SMTP_DIALECT_LMTP)
    return "LMTP";
  return self->config.no_ehlo ? "SMTP" : "ESMTP";
}

/* Whether EHLO offers them, or would. */
gboolean
smtp_server_can (SmtpServer *self, guint extensions)
{
  guint offered = self->config.no_ehlo ? 0 : self->config.extensions;

  return (offered & extensions) == extensions;
}

gboolean
smtp_server_offers (SmtpServer *self, guint extensions)
{
  return self->esmtp && smtp_server_can (self, extensions);
}

void
smtp_server_reply_with (SmtpServer *self, const SmtpReply *reply)
{
  char *wire = smtp_reply_to_wire (reply, smtp_server_offers (self, SMTP_EXT_ENHANCED));

  self->bad_commands = 0;
  sim_session_send (&self->base, 0, g_bytes_new_take (wire, strlen (wire)));
}

void
smtp_server_reply (SmtpServer *self, int code, const char *enhanced, const char *text)
{
  smtp_server_reply_with (self, &(SmtpReply) { code, enhanced, text });
}

void
smtp_server_reply_row (SmtpServer *self, const SimRule *row, const char *more)
{
  static const char * const words[] = { "HOST", "PEER", "PROTOCOL", "COMMANDS" };
  g_autofree char *commands = strstr (row->reply, "COMMANDS") != NULL ? smtp_server_command_list (self) : NULL;
  const char *values[] = { self->host, self->peer, protocol_name (self), commands };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *storage = NULL;
  SmtpReply reply = { 0 };
  gboolean parsed = smtp_reply_parse (row->reply, &reply, &storage);

  g_assert (parsed);
  for (const char *p = reply.text; *p != '\0'; )
    {
      gsize taken = 0;

      for (gsize i = 0; i < G_N_ELEMENTS (words) && taken == 0; i++)
        if (g_str_has_prefix (p, words[i]))
          {
            g_string_append (text, values[i]);
            taken = strlen (words[i]);
          }
      if (taken == 0)
        g_string_append_c (text, *p++);
      p += taken;
    }
  g_string_append (text, more);
  reply.text = text->str;
  smtp_server_reply_with (self, &reply);
}

void
smtp_server_enter (SmtpServer *self, const SimRule *row)
{
  self->reached |= G_GUINT64_CONSTANT (1) << (row - rules);
  if (row->next != SIM_STATE_SAME)
    sim_session_move (&self->base, row->rule, row->next);
  if (row->next == SMTP_SERVER_CLOSED)
    sim_session_close (&self->base);
}

/* Ends the session by the row of that event, with the row's reply if it has one. */
static void
shut (SmtpServer *self, const char *event)
{
  const SimRule *row = smtp_server_row (self, event);

  if (row->reply != NULL)
    smtp_server_reply_row (self, row, "");
  smtp_server_enter (self, row);
}

void
smtp_server_refuse (SmtpServer *self, int code, const char *enhanced, const char *text)
{
  guint bad = self->bad_commands + 1;

  if (bad >= SMTP_BAD_COMMANDS)
    shut (self, "<errors>");
  else
    smtp_server_reply (self, code, enhanced, text);
  self->bad_commands = bad;
}

gboolean
smtp_server_closed_by (SmtpServer *self, const SmtpReply *reply)
{
  smtp_server_reply_with (self, reply);
  if (reply->code != 421)
    return FALSE;
  shut (self, "<421>");
  return TRUE;
}

const SimRule *
smtp_server_row (SmtpServer *self, const char *verb)
{
  return sim_machine_row (&smtp_server_machine, verb, self->base.state);
}

void
smtp_server_ask (SmtpServer *self, const char *what, GBytes *bytes, SmtpAnswerFunc func)
{
  self->pending = func;
  sim_session_ask (&self->base, what, bytes);
}

void
smtp_server_clear_asked (SmtpServer *self)
{
  mail_address_clear (&self->asked.address);
  g_clear_pointer (&self->asked.orcpt, g_free);
  self->asked.notify = 0;
}

void
smtp_server_reset (SmtpServer *self)
{
  smtp_envelope_free (self->envelope);
  self->envelope = smtp_envelope_new ();
  smtp_server_clear_asked (self);
  self->asked_any = FALSE;
  g_byte_array_set_size (self->message, 0);
  self->fault = NULL;
  self->n_answers = 0;
}

static void
digest (SmtpServer *self, SimTime now)
{
  gboolean idle = TRUE;

  while (self->base.open && self->pending == NULL && self->base.state != SMTP_SERVER_TLS)
    {
      gboolean data = self->base.state == SMTP_SERVER_DATA;
      gboolean octets = self->base.state == SMTP_SERVER_CHUNK || self->discard_reply != NULL;
      const guint8 *line;
      gsize len;
      /* The doubled dot does not count, so one octet more may come. */
      SimLineKind kind = octets ? SIM_LINE_NONE : sim_lines_next (&self->lines, data ? SMTP_TEXT_LINE_MAX + 1 : SMTP_AUTH_LINE_MAX,
                                         &line, &len);

      idle = idle && !octets && kind == SIM_LINE_NONE;
      if (octets ? !smtp_server_chunk (self) : kind == SIM_LINE_NONE)
        break;
      if (octets)
        continue;
      if (data)
        smtp_server_data_line (self, kind, line, len);
      else if (self->base.state == SMTP_SERVER_AUTH)
        smtp_server_auth_line (self, kind, line, len);
      else
        smtp_server_command_line (self, kind, line, len);
    }
  if (!self->base.open)
    return;
  if (self->pending != NULL)                    /* the owner thinks: nobody is idle */
    self->base.deadline = SIM_TIME_NEVER;
  else if (self->got_eof)
    shut (self, "<eof>");
  else if (!idle || self->base.deadline == SIM_TIME_NEVER)
    self->base.deadline = now + SMTP_IDLE;      /* who sends a line octet by octet has no more time for it */
}

static void
server_open (SimSession *session, SimTime now)
{
  SmtpServer *self = (SmtpServer *) session;

  g_return_if_fail (session->state == SMTP_SERVER_START);
  smtp_server_reply_row (self, smtp_server_row (self, "<connect>"), "");
  smtp_server_enter (self, smtp_server_row (self, "<connect>"));
  digest (self, now);
}

static void
server_feed (SimSession *session, SimTime now, const guint8 *data, gsize len)
{
  SmtpServer *self = (SmtpServer *) session;

  g_return_if_fail (session->state != SMTP_SERVER_START);
  if (session->state == SMTP_SERVER_TLS || self->got_eof)
    return;                                     /* plaintext after STARTTLS is thrown away: RFC 3207, 4.2 */
  sim_lines_feed (&self->lines, data, len);
  digest (self, now);
}

static void
server_eof (SimSession *session, SimTime now)
{
  SmtpServer *self = (SmtpServer *) session;

  /* A peer that has said all it wanted is still answered. */
  self->got_eof = TRUE;
  if (session->state != SMTP_SERVER_START)
    digest (self, now);
}

static void
server_secured (SimSession *session, SimTime now)
{
  SmtpServer *self = (SmtpServer *) session;

  if (session->state != SMTP_SERVER_TLS)
    return;
  /* RFC 3207, 4.2: all that was learnt before is forgotten. */
  smtp_server_reset (self);
  g_clear_pointer (&self->peer, g_free);
  g_clear_pointer (&self->user, g_free);
  self->esmtp = FALSE;
  self->bad_commands = 0;
  self->config.extensions &= ~(guint) SMTP_EXT_STARTTLS;
  smtp_server_enter (self, smtp_server_row (self, "<secured>"));
  digest (self, now);
}

static void
server_expire (SimSession *session, SimTime now)
{
  shut ((SmtpServer *) session, "<idle>");
}

static gsize
server_backlog (const SimSession *session)
{
  const SmtpServer *self = (const SmtpServer *) session;
  gsize len = 0;

  if (self->pending != NULL)
    sim_lines_peek (&self->lines, &len);
  return len;
}

static void
server_free (SimSession *session)
{
  SmtpServer *self = (SmtpServer *) session;

  sim_lines_clear (&self->lines);
  if (self->command != NULL)
    g_string_free (self->command, TRUE);
  g_free (self->host);
  g_free (self->peer);
  g_free (self->user);
  sasl_server_clear (&self->login);
  smtp_envelope_free (self->envelope);
  smtp_server_clear_asked (self);
  g_byte_array_unref (self->message);
  g_free (self->discard_reply);
  g_free (self);
}

static const SimSessionClass server_class =
{
  .name = "smtp-server",
  .state_names = state_names,
  .open = server_open,
  .feed = server_feed,
  .eof = server_eof,
  .secured = server_secured,
  .expire = server_expire,
  .backlog = server_backlog,
  .free = server_free,
};

SimSession *
smtp_server_new (const SmtpServerConfig *config)
{
  SmtpServer *self = g_new0 (SmtpServer, 1);

  G_STATIC_ASSERT (G_N_ELEMENTS (rules) <= 64);
  sim_session_init (&self->base, &server_class);
  self->config = *config;
  self->host = g_strdup (config->host);
  self->config.host = self->host;
  if (self->config.mechanisms == 0)
    self->config.mechanisms = SASL_PLAIN;
  if (self->config.max_recipients == 0)
    self->config.max_recipients = SMTP_RECIPIENTS;
  sim_lines_init (&self->lines);
  self->envelope = smtp_envelope_new ();
  self->message = g_byte_array_new ();
  return &self->base;
}

void
smtp_server_answer (SimSession *session, SimTime now, const SmtpReply *reply)
{
  SmtpServer *self = (SmtpServer *) session;
  SmtpAnswerFunc func = g_steal_pointer (&self->pending);

  if (!session->open)             /* a 421 to one recipient of LMTP has ended the session for all */
    return;
  g_return_if_fail (func != NULL);
  func (self, reply);
  digest (self, now);
}

const SmtpEnvelope *
smtp_server_get_envelope (SimSession *session)
{
  return ((SmtpServer *) session)->envelope;
}

const char *
smtp_server_get_peer (SimSession *session)
{
  return ((SmtpServer *) session)->peer;
}

const char *
smtp_server_get_user (SimSession *session)
{
  return ((SmtpServer *) session)->user;
}

gboolean
smtp_server_used_ehlo (SimSession *session)
{
  return ((SmtpServer *) session)->esmtp;
}

SmtpDialect
smtp_server_get_dialect (SimSession *session)
{
  return ((SmtpServer *) session)->config.dialect;
}

gsize
smtp_server_get_held (SimSession *session)
{
  SmtpServer *self = (SmtpServer *) session;
  gsize waiting;

  sim_lines_peek (&self->lines, &waiting);
  return self->message->len + waiting;
}

guint64
smtp_server_get_expected (SimSession *session)
{
  SmtpServer *self = (SmtpServer *) session;

  if (self->discard_reply != NULL)
    return self->discard;
  return session->state == SMTP_SERVER_CHUNK ? self->chunk_left : 0;
}

guint64
smtp_server_get_reached (SimSession *session)
{
  return ((SmtpServer *) session)->reached;
}
