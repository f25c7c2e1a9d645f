/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/pop3/client.h"

#include "sim/core/lines.h"
#include "sim/proto/sasl/exchange.h"

#include <string.h>

#define ANSWER_LINE_MAX  4096                    /* RFC 1939, 3 says 512; servers say more */
#define MESSAGE_MAX      ((gsize) 64 * 1024 * 1024)
#define PATIENCE         (5 * SIM_TIME_MINUTE)   /* the RFC names none */

#define IN(state)   SIM_STATE (POP3_CLIENT_##state)
#define LOGIN       (IN (START) | IN (CAPA))
#define OPEN        (LOGIN | IN (USER) | IN (PASS) | IN (APOP) | IN (AUTH) | IN (READY) | IN (WAITING) | IN (LINES) | IN (QUIT))

/* A state is the command whose answer is waited for. Verbs are commands that are sent
 * and, in angle brackets, what comes in. */
static const SimRule rules[] =
{
  { "CAPA",      IN (START),                   0, POP3_CLIENT_CAPA, NULL, "rfc2449:5" },
  { "USER",      LOGIN,                        0, POP3_CLIENT_USER, NULL, "rfc1939:7-user" },
  { "PASS",      IN (USER),                    0, POP3_CLIENT_PASS, NULL, "rfc1939:7-pass" },
  { "APOP",      LOGIN,                        0, POP3_CLIENT_APOP, NULL, "rfc1939:7-apop" },
  { "AUTH",      LOGIN,                        0, POP3_CLIENT_AUTH, NULL, "rfc5034:4" },
  { "<+>",       IN (AUTH),                    0, SIM_STATE_SAME, NULL, "rfc5034:4-challenge" },
  { "<+OK>",     IN (PASS) | IN (APOP) | IN (AUTH) | IN (WAITING), 0, POP3_CLIENT_READY, NULL, "rfc1939:3-ok" },
  { "STAT",      IN (READY),                   0, POP3_CLIENT_WAITING, NULL, "rfc1939:5-stat" },
  { "LIST",      IN (READY),                   0, POP3_CLIENT_WAITING, NULL, "rfc1939:5-list" },
  { "UIDL",      IN (READY),                   0, POP3_CLIENT_WAITING, NULL, "rfc1939:7-uidl" },
  { "RETR",      IN (READY),                   0, POP3_CLIENT_WAITING, NULL, "rfc1939:5-retr" },
  { "TOP",       IN (READY),                   0, POP3_CLIENT_WAITING, NULL, "rfc1939:7-top" },
  { "DELE",      IN (READY),                   0, POP3_CLIENT_WAITING, NULL, "rfc1939:5-dele" },
  { "RSET",      IN (READY),                   0, POP3_CLIENT_WAITING, NULL, "rfc1939:5-rset" },
  { "NOOP",      IN (READY),                   0, POP3_CLIENT_WAITING, NULL, "rfc1939:5-noop" },
  { "<-ERR>",    IN (WAITING),                 0, POP3_CLIENT_READY, NULL, "rfc1939:3-err" },
  { "<lines>",   IN (WAITING),                 0, POP3_CLIENT_LINES, NULL, "rfc1939:3-lines" },
  { "<.>",       IN (LINES),                   0, POP3_CLIENT_READY, NULL, "rfc1939:3-dot" },
  { "QUIT",      OPEN & ~IN (QUIT),            0, POP3_CLIENT_QUIT, NULL, "rfc1939:6" },
  { "<closing>", IN (QUIT),                    0, POP3_CLIENT_CLOSED, NULL, "rfc1939:6-updated" },
  { "<eof>",     OPEN,                         0, POP3_CLIENT_CLOSED, NULL, "rfc1939:6-lost" },
  { "<timeout>", OPEN & ~IN (READY),           0, POP3_CLIENT_CLOSED, NULL, "rfc1939:3-idle" },
  { "<bad>",     OPEN,                         0, POP3_CLIENT_CLOSED, NULL, "rfc1939:3-bad" },
};

static const char * const state_names[] =
{
  "start", "capa", "user", "pass", "apop", "auth", "ready", "waiting", "lines", "quit", "closed", NULL
};

const SimMachine pop3_client_machine = { "pop3-client", state_names, rules, G_N_ELEMENTS (rules) };

typedef struct
{
  SimSession       base;
  char            *user;
  char            *password;
  Pop3ClientConfig config;        /* its strings are the above */
  SimLines         lines;
  guint64          reached;

  char            *timestamp;     /* of the greeting, or NULL */
  GPtrArray       *capabilities;  /* char *, lines of CAPA; NULL: not asked or not known */
  guint            mechanisms;    /* that CAPA's SASL names */
  SaslClient       login;

  gboolean         wants_lines;   /* the command that was sent is answered by lines */
  GByteArray      *content;       /* while they come */
  gboolean         updated;
  gboolean         gave_up;       /* QUIT follows a failure that was told */
  Pop3ClientResult result;
  char            *code;
  char            *text;
} Pop3Client;

/* ---- outputs ---- */

static void
go (Pop3Client *self, const char *verb)
{
  const SimRule *row = sim_machine_row (&pop3_client_machine, verb, self->base.state);

  g_assert (row != NULL && (row->legal & SIM_STATE (self->base.state)));
  self->reached |= G_GUINT64_CONSTANT (1) << (row - rules);
  if (row->next != SIM_STATE_SAME)
    sim_session_move (&self->base, row->rule, row->next);
  if (row->next == POP3_CLIENT_CLOSED)
    sim_session_close (&self->base);
}

static void
set_result (Pop3Client *self, gboolean ok, const char *text)
{
  const char *end = *text == '[' ? strchr (text, ']') : NULL;

  g_clear_pointer (&self->result.lines, g_bytes_unref);
  g_clear_pointer (&self->code, g_free);
  g_free (self->text);
  if (end != NULL)
    {
      self->code = g_ascii_strup (text + 1, end - text - 1);
      text = end[1] == ' ' ? end + 2 : end + 1;
    }
  self->text = g_strdup (text);
  self->result.ok = ok;
  self->result.code = self->code;
  self->result.text = self->text;
}

static void
ask_next (Pop3Client *self)
{
  sim_session_ask (&self->base, "next", NULL);
}

/* The connection is of no more use. */
static void
break_off (Pop3Client *self, const char *event, const char *text)
{
  if (self->base.state != POP3_CLIENT_QUIT)
    {
      set_result (self, FALSE, text);
      sim_session_ask (&self->base, "failed", NULL);
    }
  go (self, event);
}

/* The session cannot do its work, but the server is well. */
static void
give_up (Pop3Client *self)
{
  self->gave_up = TRUE;
  sim_session_ask (&self->base, "failed", NULL);
  sim_session_sendf (&self->base, 0, "QUIT\r\n");
  go (self, "QUIT");
}

static void
expect_lines (Pop3Client *self)
{
  self->wants_lines = TRUE;
  g_clear_pointer (&self->content, g_byte_array_unref);
}

/* ---- greeting and login ---- */

static void
send_login (Pop3Client *self)
{
  g_autofree char *digest = NULL;
  g_autofree char *initial = NULL;

  if (strpbrk (self->user, "\r\n") != NULL || strpbrk (self->password, "\r\n") != NULL)
    {
      break_off (self, "<bad>", "A line end stands in the user's name or password");
      return;
    }
  if (self->config.apop && self->timestamp != NULL)
    {
      digest = sasl_apop (self->timestamp, self->password);
      sim_session_sendf (&self->base, 0, "APOP %s %s\r\n", self->user, digest);
      go (self, "APOP");
      return;
    }
  self->login = (SaslClient) { sasl_best (self->mechanisms & self->config.mechanisms), self->user, self->password, 0 };
  if (self->login.mechanism == 0)
    {
      sim_session_sendf (&self->base, 0, "USER %s\r\n", self->user);
      go (self, "USER");
      return;
    }
  initial = sasl_client_initial (&self->login);
  if (initial != NULL && strlen (initial) + strlen ("AUTH CRAM-MD5 \r\n") <= 255)   /* RFC 5034, 4 */
    sim_session_sendf (&self->base, SIM_OUTPUT_SECRET, "AUTH %s %s\r\n", sasl_name (self->login.mechanism), initial);
  else
    sim_session_sendf (&self->base, 0, "AUTH %s\r\n", sasl_name (self->login.mechanism));
  go (self, "AUTH");
}

static void
take_greeting (Pop3Client *self, gboolean ok, const char *text)
{
  const char *open = strchr (text, '<');
  const char *at = open != NULL ? strchr (open, '@') : NULL;
  const char *close = at != NULL ? strchr (at, '>') : NULL;

  set_result (self, ok, text);
  if (!ok)
    {
      give_up (self);
      return;
    }
  if (close != NULL)
    self->timestamp = g_strndup (open, close - open + 1);
  if (self->config.no_capa)
    {
      send_login (self);
      return;
    }
  expect_lines (self);
  sim_session_sendf (&self->base, 0, "CAPA\r\n");
  go (self, "CAPA");
}

static void
take_capabilities (Pop3Client *self)
{
  const char *p = (const char *) self->content->data, *end = p + self->content->len;

  self->capabilities = g_ptr_array_new_with_free_func (g_free);
  while (p < end)
    {
      const char *lf = memchr (p, '\n', end - p);          /* each line has one */
      char *line = g_strndup (p, lf - 1 - p);               /* up to a NUL, which no capability has */
      g_auto (GStrv) words = g_strsplit (line, " ", -1);

      for (guint i = 1; words[0] != NULL && g_ascii_strcasecmp (words[0], "SASL") == 0 && words[i] != NULL; i++)
        self->mechanisms |= sasl_from_name (words[i]);
      g_ptr_array_add (self->capabilities, line);
      p = lf + 1;
    }
}

static void
take_login (Pop3Client *self, gboolean ok, const char *text)
{
  set_result (self, ok, text);
  if (!ok)
    give_up (self);
  else if (self->base.state == POP3_CLIENT_USER)
    {
      sim_session_sendf (&self->base, SIM_OUTPUT_SECRET, "PASS %s\r\n", self->password);
      go (self, "PASS");
    }
  else
    {
      go (self, "<+OK>");
      ask_next (self);
    }
}

static void
take_challenge (Pop3Client *self, const char *text)
{
  SaslStep step;

  sasl_client_take (&self->login, text, strlen (text), &step);
  if (step.kind == SASL_STEP_STUCK)
    break_off (self, "<bad>", "The server asks for more than the login has");
  else
    {
      sim_session_sendf (&self->base, SIM_OUTPUT_SECRET, "%s\r\n", step.text);
      go (self, "<+>");
    }
  sasl_step_clear (&step);
}

/* ---- answers ---- */

static void
take_command_answer (Pop3Client *self, gboolean ok, const char *text)
{
  set_result (self, ok, text);
  if (ok && self->wants_lines)
    {
      self->content = g_byte_array_new ();
      go (self, "<lines>");
      return;
    }
  go (self, ok ? "<+OK>" : "<-ERR>");
  ask_next (self);
}

static void
take_answer (Pop3Client *self, gboolean ok, const char *text)
{
  switch ((Pop3ClientState) self->base.state)
    {
    case POP3_CLIENT_START:
      take_greeting (self, ok, text);
      break;
    case POP3_CLIENT_CAPA:
      if (ok)
        self->content = g_byte_array_new ();       /* its lines are coming */
      else
        send_login (self);                         /* a server of RFC 1939 alone */
      break;
    case POP3_CLIENT_USER:
    case POP3_CLIENT_PASS:
    case POP3_CLIENT_APOP:
    case POP3_CLIENT_AUTH:
      take_login (self, ok, text);
      break;
    case POP3_CLIENT_WAITING:
      take_command_answer (self, ok, text);
      break;
    case POP3_CLIENT_QUIT:
      self->updated = ok && !self->gave_up;
      go (self, "<closing>");
      break;
    case POP3_CLIENT_READY:
    case POP3_CLIENT_LINES:
    case POP3_CLIENT_CLOSED:
    default:
      g_assert_not_reached ();
    }
}

static void
take_answer_line (Pop3Client *self, const guint8 *line, gsize len)
{
  gboolean ok = len >= 3 && memcmp (line, "+OK", 3) == 0;
  gboolean err = len >= 4 && memcmp (line, "-ERR", 4) == 0;
  gsize head = ok ? 3 : 4;
  g_autofree char *text = NULL;

  if (memchr (line, '\0', len) != NULL)
    ok = err = FALSE;
  if (!ok && !err && self->base.state == POP3_CLIENT_AUTH && len >= 1 && line[0] == '+')
    {
      text = g_strndup ((const char *) line + 1, len - 1);
      take_challenge (self, *text == ' ' ? text + 1 : text);
      return;
    }
  if ((!ok && !err) || (len > head && line[head] != ' '))
    {
      break_off (self, "<bad>", "The server's line is no POP3 answer");
      return;
    }
  text = len > head ? g_strndup ((const char *) line + head + 1, len - head - 1) : g_strdup ("");
  take_answer (self, ok, text);
}

static void
end_lines (Pop3Client *self)
{
  self->wants_lines = FALSE;
  if (self->base.state == POP3_CLIENT_CAPA)
    {
      take_capabilities (self);
      g_clear_pointer (&self->content, g_byte_array_unref);
      send_login (self);
      return;
    }
  self->result.lines = g_byte_array_free_to_bytes (g_steal_pointer (&self->content));
  go (self, "<.>");
  ask_next (self);
}

static void
take_content_line (Pop3Client *self, const guint8 *line, gsize len)
{
  gboolean dot = len > 0 && line[0] == '.';
  gsize max = self->base.state == POP3_CLIENT_CAPA ? 64 * 1024 : self->config.max_message;

  if (dot && len == 1)
    {
      end_lines (self);
      return;
    }
  if (self->content->len + len > max)
    {
      break_off (self, "<bad>", "The server's answer is too large");
      return;
    }
  g_byte_array_append (self->content, line + dot, len - dot);
  g_byte_array_append (self->content, (const guint8 *) "\r\n", 2);
}

static void
set_deadline (Pop3Client *self, SimTime now)
{
  gboolean owner = self->base.state == POP3_CLIENT_READY;

  self->base.deadline = self->base.open && !owner ? now + PATIENCE : SIM_TIME_NEVER;
}

static void
take_line (Pop3Client *self, SimLineKind kind, const guint8 *line, gsize len)
{
  if (kind != SIM_LINE_WHOLE)
    break_off (self, "<bad>", kind == SIM_LINE_BARE ? "The server ended a line with LF alone" : "The server's line is too long");
  else if (self->content != NULL)
    take_content_line (self, line, len);
  else
    take_answer_line (self, line, len);
}

/* While "next" is open, input waits. */
static void
digest (Pop3Client *self, SimTime now)
{
  const guint8 *line;
  gsize len;

  while (self->base.open && self->base.state != POP3_CLIENT_READY)
    {
      SimLineKind kind = sim_lines_next (&self->lines, self->content != NULL ? self->config.max_message : ANSWER_LINE_MAX,
                                         &line, &len);

      if (kind == SIM_LINE_NONE)
        break;
      take_line (self, kind, line, len);
      set_deadline (self, now);
    }
}

/* ---- the session ---- */

static void
client_open (SimSession *session, SimTime now)
{
  set_deadline ((Pop3Client *) session, now);
}

static void
client_feed (SimSession *session, SimTime now, const guint8 *data, gsize len)
{
  Pop3Client *self = (Pop3Client *) session;

  sim_lines_feed (&self->lines, data, len);
  digest (self, now);
}

static void
client_eof (SimSession *session, SimTime now)
{
  break_off ((Pop3Client *) session, "<eof>", "The server closed the connection");
}

static void
client_expire (SimSession *session, SimTime now)
{
  break_off ((Pop3Client *) session, "<timeout>", "The server did not answer in time");
}

static gsize
client_backlog (const SimSession *session)
{
  gsize len = 0;

  if (session->state == POP3_CLIENT_READY)
    sim_lines_peek (&((const Pop3Client *) session)->lines, &len);
  return len;
}

static void
client_free (SimSession *session)
{
  Pop3Client *self = (Pop3Client *) session;

  sim_lines_clear (&self->lines);
  g_clear_pointer (&self->content, g_byte_array_unref);
  g_clear_pointer (&self->result.lines, g_bytes_unref);
  g_clear_pointer (&self->capabilities, g_ptr_array_unref);
  g_free (self->timestamp);
  g_free (self->code);
  g_free (self->text);
  g_free (self->user);
  g_free (self->password);
  g_free (self);
}

static const SimSessionClass client_class =
{
  .name = "pop3-client",
  .state_names = state_names,
  .open = client_open,
  .feed = client_feed,
  .eof = client_eof,
  .expire = client_expire,
  .backlog = client_backlog,
  .free = client_free,
};

SimSession *
pop3_client_new (const Pop3ClientConfig *config)
{
  Pop3Client *self = g_new0 (Pop3Client, 1);

  G_STATIC_ASSERT (G_N_ELEMENTS (rules) <= 64);
  sim_session_init (&self->base, &client_class);
  self->config = *config;
  self->config.user = self->user = g_strdup (config->user);
  self->config.password = self->password = g_strdup (config->password != NULL ? config->password : "");
  if (self->config.max_message == 0)
    self->config.max_message = MESSAGE_MAX;
  sim_lines_init (&self->lines);
  self->result.text = self->text = g_strdup ("");
  return &self->base;
}

/* ---- commands ---- */

static void
command (SimSession *session, SimTime now, const char *verb, gboolean wants_lines, const char *args)
{
  Pop3Client *self = (Pop3Client *) session;

  if (!session->open)             /* the server went away between the question and this answer */
    return;
  g_return_if_fail (session->state == POP3_CLIENT_READY);
  self->wants_lines = wants_lines;
  sim_session_sendf (session, 0, "%s%s\r\n", verb, args);
  go (self, verb);
  set_deadline (self, now);
  digest (self, now);
}

static void
command_number (SimSession *session, SimTime now, const char *verb, gboolean wants_lines, guint number)
{
  g_autofree char *args = g_strdup_printf (" %u", number);

  command (session, now, verb, wants_lines, args);
}

void
pop3_client_stat (SimSession *session, SimTime now)
{
  command (session, now, "STAT", FALSE, "");
}

void
pop3_client_list (SimSession *session, SimTime now)
{
  command (session, now, "LIST", TRUE, "");
}

void
pop3_client_uidl (SimSession *session, SimTime now)
{
  command (session, now, "UIDL", TRUE, "");
}

void
pop3_client_retr (SimSession *session, SimTime now, guint number)
{
  command_number (session, now, "RETR", TRUE, number);
}

void
pop3_client_top (SimSession *session, SimTime now, guint number, guint n_lines)
{
  g_autofree char *args = g_strdup_printf (" %u %u", number, n_lines);

  command (session, now, "TOP", TRUE, args);
}

void
pop3_client_dele (SimSession *session, SimTime now, guint number)
{
  command_number (session, now, "DELE", FALSE, number);
}

void
pop3_client_rset (SimSession *session, SimTime now)
{
  command (session, now, "RSET", FALSE, "");
}

void
pop3_client_noop (SimSession *session, SimTime now)
{
  command (session, now, "NOOP", FALSE, "");
}

void
pop3_client_quit (SimSession *session, SimTime now)
{
  command (session, now, "QUIT", FALSE, "");
}

const Pop3ClientResult *
pop3_client_get_result (SimSession *session)
{
  return &((Pop3Client *) session)->result;
}

gboolean
pop3_client_has (SimSession *session, const char *capability)
{
  const Pop3Client *self = (const Pop3Client *) session;
  gsize len = strlen (capability);

  for (guint i = 0; self->capabilities != NULL && i < self->capabilities->len; i++)
    {
      const char *line = g_ptr_array_index (self->capabilities, i);

      if (g_ascii_strncasecmp (line, capability, len) == 0 && (line[len] == '\0' || line[len] == ' '))
        return TRUE;
    }
  return FALSE;
}

gboolean
pop3_client_has_updated (SimSession *session)
{
  return ((Pop3Client *) session)->updated;
}

guint64
pop3_client_get_reached (SimSession *session)
{
  return ((Pop3Client *) session)->reached;
}
