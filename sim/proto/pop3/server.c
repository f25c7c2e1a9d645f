/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/pop3/server-private.h"

#include <string.h>

#define IN(state)   SIM_STATE (POP3_SERVER_##state)
#define LOGIN       (IN (AUTHORIZATION) | IN (USER))
#define OPEN        (LOGIN | IN (AUTH) | IN (TRANSACTION))

/* In an answer HOST is the own name. */
static const SimRule rules[] =
{
  { "<connect>",   IN (START),            0, POP3_SERVER_AUTHORIZATION, "+OK HOST POP3 server ready", "rfc1939:4" },
  { "CAPA",        LOGIN | IN (TRANSACTION), 0, SIM_STATE_SAME, "+OK Capability list follows", "rfc2449:5" },
  { "USER",        LOGIN,                 0, POP3_SERVER_USER, "+OK Now the password", "rfc1939:7-user" },
  { "PASS",        IN (USER),             0, POP3_SERVER_TRANSACTION, NULL, "rfc1939:7-pass" },
  { "APOP",        LOGIN,                 0, POP3_SERVER_TRANSACTION, NULL, "rfc1939:7-apop" },
  { "AUTH",        LOGIN,                 0, SIM_STATE_SAME, NULL, "rfc5034:4" },
  { "<challenge>", LOGIN,                 0, POP3_SERVER_AUTH, "+ ", "rfc5034:4-challenge" },
  { "<challenge>", IN (AUTH),             0, SIM_STATE_SAME, "+ ", "rfc5034:4-challenge" },
  { "<cancel>",    IN (AUTH),             0, POP3_SERVER_AUTHORIZATION, "-ERR Login cancelled", "rfc5034:4-cancel" },
  { "<accepted>",  LOGIN | IN (AUTH),     0, POP3_SERVER_TRANSACTION, NULL, "rfc1939:4-maildrop" },
  { "<refused>",   LOGIN | IN (AUTH),     0, POP3_SERVER_AUTHORIZATION, NULL, "rfc1939:4-refused" },
  { "STLS",        LOGIN,                 0, SIM_STATE_SAME, "-ERR TLS is not offered here", "rfc2595:4" },
  { "STAT",        IN (TRANSACTION),      0, SIM_STATE_SAME, NULL, "rfc1939:5-stat" },
  { "LIST",        IN (TRANSACTION),      0, SIM_STATE_SAME, NULL, "rfc1939:5-list" },
  { "UIDL",        IN (TRANSACTION),      0, SIM_STATE_SAME, NULL, "rfc1939:7-uidl" },
  { "RETR",        IN (TRANSACTION),      0, SIM_STATE_SAME, NULL, "rfc1939:5-retr" },
  { "TOP",         IN (TRANSACTION),      0, SIM_STATE_SAME, NULL, "rfc1939:7-top" },
  { "DELE",        IN (TRANSACTION),      0, SIM_STATE_SAME, NULL, "rfc1939:5-dele" },
  { "NOOP",        IN (TRANSACTION),      0, SIM_STATE_SAME, "+OK", "rfc1939:5-noop" },
  { "RSET",        IN (TRANSACTION),      0, SIM_STATE_SAME, NULL, "rfc1939:5-rset" },
  { "QUIT",        LOGIN,                 0, POP3_SERVER_CLOSED, "+OK HOST closing connection", "rfc1939:4-quit" },
  { "QUIT",        IN (TRANSACTION),      0, POP3_SERVER_UPDATE, NULL, "rfc1939:6" },
  { "<updated>",   IN (UPDATE),           0, POP3_SERVER_CLOSED, NULL, "rfc1939:6-updated" },
  { "<idle>",      OPEN,                  0, POP3_SERVER_CLOSED, NULL, "rfc1939:3-idle" },
  { "<errors>",    OPEN,                  0, POP3_SERVER_CLOSED, "-ERR HOST closing connection: too many bad commands", "rfc1939:3-errors" },
  { "<eof>",       OPEN,                  0, POP3_SERVER_CLOSED, NULL, "rfc1939:6-lost" },
};

static const char * const state_names[] =
{
  "start", "authorization", "user", "auth", "transaction", "update", "closed", NULL
};

const SimMachine pop3_server_machine = { "pop3-server", state_names, rules, G_N_ELEMENTS (rules) };

const SimRule *
pop3_server_row (Pop3Server *self, const char *verb)
{
  return sim_machine_row (&pop3_server_machine, verb, self->base.state);
}

void
pop3_server_enter (Pop3Server *self, const SimRule *row)
{
  self->reached |= G_GUINT64_CONSTANT (1) << (row - rules);
  if (row->next != SIM_STATE_SAME)
    sim_session_move (&self->base, row->rule, row->next);
  if (row->next == POP3_SERVER_CLOSED)
    sim_session_close (&self->base);
}

/* ---- answers ---- */

void
pop3_server_ok (Pop3Server *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  self->bad_commands = 0;
  sim_session_sendf (&self->base, 0, "+OK%s%s\r\n", *text != '\0' ? " " : "", text);
}

static void
say_row (Pop3Server *self, const SimRule *row)
{
  const char *word = strstr (row->reply, "HOST");

  if (word == NULL)
    sim_session_sendf (&self->base, 0, "%s\r\n", row->reply);
  else
    sim_session_sendf (&self->base, 0, "%.*s%s%s\r\n", (int) (word - row->reply), row->reply, self->host, word + 4);
}

void
pop3_server_ok_row (Pop3Server *self, const SimRule *row)
{
  self->bad_commands = 0;
  say_row (self, row);
}

void
pop3_server_lines (Pop3Server *self, GString *answer)
{
  gsize len;
  char *text;

  self->bad_commands = 0;
  g_string_append (answer, ".\r\n");
  len = answer->len;
  text = g_string_free (answer, FALSE);
  sim_session_send (&self->base, 0, g_bytes_new_take (text, len));
}

void
pop3_server_shut (Pop3Server *self, const char *event)
{
  const SimRule *row = pop3_server_row (self, event);

  if (row->reply != NULL)
    say_row (self, row);
  pop3_server_enter (self, row);
}

void
pop3_server_err (Pop3Server *self, const char *code, const char *text)
{
  if (++self->bad_commands >= POP3_BAD_COMMANDS)
    pop3_server_shut (self, "<errors>");
  else if (code != NULL)
    sim_session_sendf (&self->base, 0, "-ERR [%s] %s\r\n", code, text);
  else
    sim_session_sendf (&self->base, 0, "-ERR %s\r\n", text);
}

void
pop3_server_ask (Pop3Server *self, const char *what, GBytes *bytes)
{
  self->asked = what;
  sim_session_ask (&self->base, what, bytes);
}

/* ---- the session ---- */

static void
digest (Pop3Server *self, SimTime now)
{
  gboolean idle = TRUE;

  while (self->base.open && self->asked == NULL)
    {
      gboolean response = self->base.state == POP3_SERVER_AUTH;
      const guint8 *line;
      gsize len;
      SimLineKind kind = sim_lines_next (&self->lines, response ? POP3_AUTH_LINE_MAX : POP3_COMMAND_MAX, &line, &len);

      if (kind == SIM_LINE_NONE)
        break;
      idle = FALSE;
      if (response)
        pop3_server_auth_line (self, kind, line, len);
      else
        pop3_server_line (self, kind, line, len);
    }
  if (!self->base.open)
    return;
  if (self->asked != NULL)                      /* the owner thinks: nobody is idle */
    self->base.deadline = SIM_TIME_NEVER;
  else if (self->got_eof)
    pop3_server_shut (self, "<eof>");
  else if (!idle || self->base.deadline == SIM_TIME_NEVER)
    self->base.deadline = now + POP3_IDLE;
}

static void
server_open (SimSession *session, SimTime now)
{
  Pop3Server *self = (Pop3Server *) session;
  const SimRule *row = pop3_server_row (self, "<connect>");

  g_return_if_fail (session->state == POP3_SERVER_START);
  if (self->config.apop)
    {
      self->timestamp = g_strdup_printf ("<%u.%" G_GUINT64_FORMAT "@%s>", ++self->n_challenges, self->config.challenge, self->host);
      sim_session_sendf (session, 0, "+OK %s POP3 server ready %s\r\n", self->host, self->timestamp);
    }
  else
    say_row (self, row);
  pop3_server_enter (self, row);
  digest (self, now);
}

static void
server_feed (SimSession *session, SimTime now, const guint8 *data, gsize len)
{
  Pop3Server *self = (Pop3Server *) session;

  g_return_if_fail (session->state != POP3_SERVER_START);
  if (self->got_eof)
    return;
  sim_lines_feed (&self->lines, data, len);
  digest (self, now);
}

static void
server_eof (SimSession *session, SimTime now)
{
  Pop3Server *self = (Pop3Server *) session;

  /* A peer that has said all it wanted is still answered. */
  self->got_eof = TRUE;
  if (session->state != POP3_SERVER_START)
    digest (self, now);
}

/* RFC 1939, 3: closed without a word, and nothing is removed. */
static void
server_expire (SimSession *session, SimTime now)
{
  pop3_server_shut ((Pop3Server *) session, "<idle>");
}

/* Who still reads a long message is not idle. */
static void
server_progress (SimSession *session, SimTime now)
{
  session->deadline = now + POP3_IDLE;
}

static gsize
server_backlog (const SimSession *session)
{
  const Pop3Server *self = (const Pop3Server *) session;
  gsize len = 0;

  if (self->asked != NULL)
    sim_lines_peek (&self->lines, &len);
  return len;
}

static void
server_free (SimSession *session)
{
  Pop3Server *self = (Pop3Server *) session;

  sim_lines_clear (&self->lines);
  sasl_server_clear (&self->login);
  if (self->command != NULL)
    g_string_free (self->command, TRUE);
  g_array_unref (self->items);
  g_free (self->timestamp);
  g_free (self->claimed_user);
  g_free (self->host);
  g_free (self);
}

static const SimSessionClass server_class =
{
  .name = "pop3-server",
  .state_names = state_names,
  .open = server_open,
  .feed = server_feed,
  .eof = server_eof,
  .expire = server_expire,
  .progress = server_progress,
  .backlog = server_backlog,
  .free = server_free,
};

static void
item_clear (gpointer data)
{
  mail_message_unref (((Pop3Item *) data)->message);
}

SimSession *
pop3_server_new (const Pop3ServerConfig *config)
{
  Pop3Server *self = g_new0 (Pop3Server, 1);

  G_STATIC_ASSERT (G_N_ELEMENTS (rules) <= 64);
  sim_session_init (&self->base, &server_class);
  self->config = *config;
  self->config.host = self->host = g_strdup (config->host);
  if (self->config.mechanisms == 0)
    self->config.mechanisms = SASL_PLAIN;
  sim_lines_init (&self->lines);
  self->items = g_array_new (FALSE, FALSE, sizeof (Pop3Item));
  g_array_set_clear_func (self->items, item_clear);
  return &self->base;
}

/* ---- the owner's answers ---- */

void
pop3_server_accept (SimSession *session, SimTime now, MailBox *maildrop)
{
  Pop3Server *self = (Pop3Server *) session;
  guint n;
  gsize octets;

  if (!session->open)
    return;
  g_return_if_fail (g_strcmp0 (self->asked, "auth") == 0);
  self->asked = NULL;
  pop3_server_take_maildrop (self, maildrop);
  pop3_server_count (self, &n, &octets);
  pop3_server_ok (self, "Maildrop has %u message%s (%" G_GSIZE_FORMAT " octets)", n, n == 1 ? "" : "s", octets);
  pop3_server_enter (self, self->row->next == POP3_SERVER_TRANSACTION ? self->row : pop3_server_row (self, "<accepted>"));
  digest (self, now);
}

void
pop3_server_refuse (SimSession *session, SimTime now, const char *code, const char *text)
{
  Pop3Server *self = (Pop3Server *) session;
  gboolean login = g_strcmp0 (self->asked, "auth") == 0;

  if (!session->open)
    return;
  g_return_if_fail (self->asked != NULL);
  self->asked = NULL;
  pop3_server_err (self, code, text);
  if (login && session->open)
    {
      g_clear_pointer (&self->claimed_user, g_free);
      pop3_server_enter (self, pop3_server_row (self, "<refused>"));
    }
  digest (self, now);
}

void
pop3_server_go_on (SimSession *session, SimTime now)
{
  Pop3Server *self = (Pop3Server *) session;

  if (!session->open)
    return;
  g_return_if_fail (g_strcmp0 (self->asked, "command") == 0);
  self->asked = NULL;
  pop3_server_dispatch (self);
  digest (self, now);
}

guint64
pop3_server_get_reached (SimSession *session)
{
  return ((Pop3Server *) session)->reached;
}
