/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/client-private.h"

#include <string.h>

#define MAX_LITERAL ((gsize) 64 * 1024 * 1024)
#define KEPT_MAX    ((gsize) 64 * 1024 * 1024) /* octets of one command's answers, besides four literals of the largest size */
#define PATIENCE    (10 * SIM_TIME_MINUTE)     /* without an octet from the server; the RFC names none */
#define IDLE_TIME   (29 * SIM_TIME_MINUTE)     /* RFC 2177, 3 */

#define IN(state)   SIM_STATE (IMAP_CLIENT_##state)
#define BEFORE      (IN (START) | IN (CAPABILITY) | IN (LOGIN) | IN (ENABLE))
#define OPEN        (BEFORE | IN (READY) | IN (WAITING) | IN (IDLE) | IN (LOGOUT))
#define COMMAND(verb, rule) { verb, IN (READY), 0, IMAP_CLIENT_WAITING, NULL, rule }

/* A state is the command whose tagged answer is waited for. Verbs are commands that
 * are sent and, in angle brackets, what comes in. */
static const SimRule rules[] =
{
  { "CAPABILITY",   IN (START) | IN (LOGIN),     0, IMAP_CLIENT_CAPABILITY, NULL, "rfc9051:6.1.1" },
  { "LOGIN",        IN (START) | IN (CAPABILITY), 0, IMAP_CLIENT_LOGIN, NULL, "rfc9051:6.2.3" },
  { "AUTHENTICATE", IN (START) | IN (CAPABILITY), 0, IMAP_CLIENT_LOGIN, NULL, "rfc9051:6.2.2" },
  { "<+>",          IN (LOGIN) | IN (WAITING),   0, SIM_STATE_SAME, NULL, "rfc9051:7.6" },
  { "ENABLE",       IN (START) | IN (CAPABILITY) | IN (LOGIN), 0, IMAP_CLIENT_ENABLE, NULL, "rfc9051:6.3.1" },
  { "<ready>",      BEFORE,                      0, IMAP_CLIENT_READY, NULL, "rfc9051:3.2" },
  COMMAND ("LIST",        "rfc9051:6.3.9"),
  COMMAND ("SELECT",      "rfc9051:6.3.2"),
  COMMAND ("EXAMINE",     "rfc9051:6.3.3"),
  COMMAND ("STATUS",      "rfc9051:6.3.11"),
  COMMAND ("CREATE",      "rfc9051:6.3.4"),
  COMMAND ("DELETE",      "rfc9051:6.3.5"),
  COMMAND ("RENAME",      "rfc9051:6.3.6"),
  COMMAND ("SUBSCRIBE",   "rfc9051:6.3.7"),
  COMMAND ("UNSUBSCRIBE", "rfc9051:6.3.8"),
  COMMAND ("APPEND",      "rfc9051:6.3.12"),
  COMMAND ("FETCH",       "rfc9051:6.4.5"),
  COMMAND ("STORE",       "rfc9051:6.4.6"),
  COMMAND ("COPY",        "rfc9051:6.4.7"),
  COMMAND ("MOVE",        "rfc9051:6.4.8"),
  COMMAND ("EXPUNGE",     "rfc9051:6.4.3"),
  COMMAND ("SEARCH",      "rfc9051:6.4.4"),
  COMMAND ("CLOSE",       "rfc9051:6.4.1"),
  COMMAND ("UNSELECT",    "rfc9051:6.4.2"),
  COMMAND ("NOOP",        "rfc9051:6.1.2"),
  { "IDLE",         IN (READY),                  0, IMAP_CLIENT_IDLE, NULL, "rfc9051:6.3.13" },
  { "<idling>",     IN (IDLE),                   0, SIM_STATE_SAME, NULL, "rfc9051:6.3.13-idling" },
  { "<update>",     IN (IDLE),                   0, SIM_STATE_SAME, NULL, "rfc9051:6.3.13-update" },
  { "DONE",         IN (IDLE),                   0, IMAP_CLIENT_WAITING, NULL, "rfc9051:6.3.13-done" },
  { "<OK>",         IN (WAITING) | IN (IDLE),    0, IMAP_CLIENT_READY, NULL, "rfc9051:7.1.1" },
  { "<NO>",         IN (WAITING) | IN (IDLE),    0, IMAP_CLIENT_READY, NULL, "rfc9051:7.1.2" },
  { "<BAD>",        IN (WAITING) | IN (IDLE),    0, IMAP_CLIENT_READY, NULL, "rfc9051:7.1.3" },
  { "LOGOUT",       OPEN & ~(IN (WAITING) | IN (IDLE) | IN (LOGOUT)), 0, IMAP_CLIENT_LOGOUT, NULL, "rfc9051:6.1.3" },
  { "<closing>",    IN (LOGOUT),                 0, IMAP_CLIENT_CLOSED, NULL, "rfc9051:6.1.3-ok" },
  { "<BYE>",        OPEN & ~IN (LOGOUT),         0, IMAP_CLIENT_CLOSED, NULL, "rfc9051:7.1.5" },
  { "<eof>",        OPEN,                        0, IMAP_CLIENT_CLOSED, NULL, "rfc9051:3.4-lost" },
  { "<timeout>",    OPEN & ~IN (READY),          0, IMAP_CLIENT_CLOSED, NULL, "rfc9051:5.4" },
  { "<nonsense>",   OPEN,                        0, IMAP_CLIENT_CLOSED, NULL, "rfc9051:7" },
};

static const char * const state_names[] =
{
  "start", "capability", "login", "enable", "ready", "waiting", "idle", "logout", "closed", NULL
};

const SimMachine imap_client_machine = { "imap-client", state_names, rules, G_N_ELEMENTS (rules) };

/* ---- outputs ---- */

void
imap_client_go (ImapClient *self, const char *verb)
{
  const SimRule *row = sim_machine_row (&imap_client_machine, verb, self->base.state);

  g_assert (row != NULL && (row->legal & SIM_STATE (self->base.state)));
  self->reached |= G_GUINT64_CONSTANT (1) << (row - rules);
  if (row->next != SIM_STATE_SAME)
    sim_session_move (&self->base, row->rule, row->next);
  if (row->next == IMAP_CLIENT_CLOSED)
    sim_session_close (&self->base);
}

void
imap_client_set_deadline (ImapClient *self, SimTime now)
{
  SimTime wait = self->base.state == IMAP_CLIENT_READY ? 0
                 : self->base.state == IMAP_CLIENT_IDLE && !self->wants_done ? IDLE_TIME : PATIENCE;

  self->base.deadline = self->base.open && wait > 0 ? now + wait : SIM_TIME_NEVER;
}

/* ---- the result ---- */

static void
set_result (ImapClient *self, ImapStatus status, const char *code, const char *text)
{
  self->result.status = status;
  self->result.code = code;
  self->result.text = text;
}

void
imap_client_forget (ImapClient *self)
{
  set_result (self, IMAP_STATUS_NONE, NULL, "");
  g_clear_pointer (&self->answer, imap_response_free);
  g_ptr_array_set_size (self->result.untagged, 0);
  self->kept = 0;
}

/* The session ends. @code and @text are static, or those of a response that is kept. */
static void
tell_failed (ImapClient *self, const char *code, const char *text)
{
  if (self->base.state == IMAP_CLIENT_LOGOUT)
    return;                                    /* the owner has had all he wanted */
  imap_client_drop_pieces (self);
  set_result (self, IMAP_STATUS_NONE, code, text);
  sim_session_ask (&self->base, "failed", NULL);
}

void
imap_client_break_off (ImapClient *self, const char *event, const char *code, const char *text)
{
  tell_failed (self, code, text);
  imap_client_go (self, event);
}

void
imap_client_give_up (ImapClient *self, const char *code, const char *text)
{
  tell_failed (self, code, text);
  imap_client_command (self, "LOGOUT", g_string_new ("LOGOUT"), 0);
}

void
imap_client_send_done (ImapClient *self)
{
  imap_client_forget (self);                   /* what was an update is none of the answer's */
  sim_session_sendf (&self->base, 0, "DONE\r\n");
  imap_client_go (self, "DONE");
}

/* ---- what comes in ---- */

static void
take_bad (ImapClient *self, const char *text)
{
  imap_client_break_off (self, "<nonsense>", NULL, text);
}

static gboolean
enables_rev2 (const ImapResponse *response)
{
  g_auto (GStrv) words = g_strsplit (response->text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (words[i], "IMAP4rev2") == 0)
      return TRUE;
  return FALSE;
}

/* Takes @response. */
static void
take_untagged (ImapClient *self, ImapResponse *response)
{
  if (self->base.state == IMAP_CLIENT_LOGOUT)  /* the result is that of the command before, or of what has failed */
    {
      imap_response_free (response);
      return;
    }
  if (g_str_equal (response->name, "CAPABILITY"))
    imap_client_take_capabilities (self, response->text);
  else if (g_str_equal (response->name, "ENABLED") && enables_rev2 (response))
    self->rev2 = TRUE;
  if (self->base.state == IMAP_CLIENT_IDLE)    /* each is told by its own question */
    imap_client_forget (self);
  g_ptr_array_add (self->result.untagged, response);
  if (g_str_equal (response->name, "BYE"))
    {
      imap_client_break_off (self, "<BYE>", response->code, response->text);
      return;
    }
  if (self->base.state != IMAP_CLIENT_IDLE)
    return;
  imap_client_go (self, "<update>");
  self->asked = TRUE;
  sim_session_ask (&self->base, "update", NULL);
}

static void
take_continue (ImapClient *self, const char *text)
{
  switch ((ImapClientState) self->base.state)
    {
    case IMAP_CLIENT_LOGIN:
      if (self->pieces.length > 0 || self->login.mechanism == 0)
        break;
      imap_client_go (self, "<+>");
      if (!imap_client_respond (self, text))
        take_bad (self, "The server asks for more than the login has");
      return;
    case IMAP_CLIENT_IDLE:
      if (self->idling)
        break;
      self->idling = TRUE;
      imap_client_go (self, "<idling>");
      if (self->wants_done)
        imap_client_send_done (self);
      return;
    default:
      break;
    }
  if (self->pieces.length == 0)
    {
      take_bad (self, "The server asks for text that no command has");
      return;
    }
  imap_client_go (self, "<+>");
  imap_client_send_piece (self);
}

/* Takes @response: the answer to the command. */
static void
take_tagged (ImapClient *self, ImapResponse *response)
{
  ImapStatus status = imap_response_get_status (response);

  *self->tag = '\0';
  if (self->base.state == IMAP_CLIENT_LOGOUT)
    {
      imap_response_free (response);
      imap_client_go (self, "<closing>");
      return;
    }
  imap_client_drop_pieces (self);
  g_clear_pointer (&self->answer, imap_response_free);
  self->answer = response;
  set_result (self, status, response->code, response->text);
  if (response->code != NULL && g_ascii_strncasecmp (response->code, "CAPABILITY ", 11) == 0)
    imap_client_take_capabilities (self, response->code + 11);
  switch ((ImapClientState) self->base.state)
    {
    case IMAP_CLIENT_WAITING:
    case IMAP_CLIENT_IDLE:
      imap_client_go (self, status == IMAP_STATUS_OK ? "<OK>" : status == IMAP_STATUS_NO ? "<NO>" : "<BAD>");
      sim_session_ask (&self->base, "next", NULL);
      break;
    default:
      imap_client_take_login (self, response);
    }
}

static void
take_response (ImapClient *self, GBytes *bytes)
{
  g_autofree char *tag = NULL;
  ImapResponse *response = NULL;

  self->kept += g_bytes_get_size (bytes) + sizeof (ImapResponse);
  if (self->kept > 4 * self->reader.max_literals + KEPT_MAX || self->result.untagged->len >= IMAP_CLIENT_UNTAGGED_MAX)
    {
      take_bad (self, "The server sends more than can be taken");
      return;
    }
  switch (imap_response_parse (bytes, self->rev2, &tag, &response))
    {
    case IMAP_SAID_UNTAGGED:
      if (self->base.state == IMAP_CLIENT_START)
        {
          self->answer = response;
          imap_client_take_greeting (self, response);
        }
      else
        take_untagged (self, response);
      break;
    case IMAP_SAID_CONTINUE:
      take_continue (self, response->text);
      imap_response_free (response);
      break;
    case IMAP_SAID_TAGGED:
      if (*self->tag != '\0' && g_str_equal (tag, self->tag))
        {
          take_tagged (self, response);
          break;
        }
      imap_response_free (response);
      take_bad (self, "The server answers a command that was not given");
      break;
    case IMAP_SAID_NONSENSE:
    default:
      take_bad (self, "The server's line is no IMAP response");
    }
}

/* While a question is open, input waits. */
void
imap_client_digest (ImapClient *self, SimTime now)
{
  while (self->base.open && self->base.state != IMAP_CLIENT_READY && !self->asked)
    {
      g_autoptr (GBytes) bytes = NULL;
      const char *why;

      switch (imap_reader_next (&self->reader, &bytes, &why))
        {
        case IMAP_READ_MORE:
          return;
        case IMAP_READ_BAD:
          take_bad (self, why);
          return;
        case IMAP_READ_DONE:
        default:
          take_response (self, bytes);
          imap_client_set_deadline (self, now);
        }
    }
}

/* ---- the session ---- */

static void
client_open (SimSession *session, SimTime now)
{
  imap_client_set_deadline ((ImapClient *) session, now);
}

static void
client_feed (SimSession *session, SimTime now, const guint8 *data, gsize len)
{
  ImapClient *self = (ImapClient *) session;

  imap_reader_feed (&self->reader, data, len);
  if (session->state != IMAP_CLIENT_IDLE)
    imap_client_set_deadline (self, now);      /* a large letter on a slow line takes its time */
  imap_client_digest (self, now);
}

static void
client_eof (SimSession *session, SimTime now)
{
  imap_client_break_off ((ImapClient *) session, "<eof>", NULL, "The server closed the connection");
}

/* A large letter on a slow line takes its time. */
static void
client_progress (SimSession *session, SimTime now)
{
  imap_client_set_deadline ((ImapClient *) session, now);
}

static void
client_expire (SimSession *session, SimTime now)
{
  ImapClient *self = (ImapClient *) session;

  if (session->state == IMAP_CLIENT_IDLE && !self->wants_done)
    {
      imap_client_done (session, now);
      return;
    }
  imap_client_break_off (self, "<timeout>", NULL, "The server did not answer in time");
}

static gsize
client_backlog (const SimSession *session)
{
  const ImapClient *self = (const ImapClient *) session;

  return session->state == IMAP_CLIENT_READY || self->asked ? imap_reader_held (&self->reader) : 0;
}

static void
client_free (SimSession *session)
{
  ImapClient *self = (ImapClient *) session;

  imap_reader_clear (&self->reader);
  imap_client_drop_pieces (self);
  g_clear_pointer (&self->answer, imap_response_free);
  g_ptr_array_unref (self->result.untagged);
  g_hash_table_unref (self->capabilities);
  g_free (self->user);
  g_free (self->password);
  g_free (self);
}

static const SimSessionClass client_class =
{
  .name = "imap-client",
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
imap_client_new (const ImapClientConfig *config)
{
  ImapClient *self = g_new0 (ImapClient, 1);

  G_STATIC_ASSERT (G_N_ELEMENTS (rules) <= 64);
  sim_session_init (&self->base, &client_class);
  self->config = *config;
  self->config.user = self->user = g_strdup (config->user);
  self->config.password = self->password = g_strdup (config->password != NULL ? config->password : "");
  imap_reader_init (&self->reader, config->max_literal > 0 ? config->max_literal : MAX_LITERAL);
  self->capabilities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->result.untagged = g_ptr_array_new_with_free_func ((GDestroyNotify) imap_response_free);
  g_queue_init (&self->pieces);
  imap_client_forget (self);
  return &self->base;
}

const ImapClientResult *
imap_client_get_result (SimSession *session)
{
  return &((ImapClient *) session)->result;
}

gboolean
imap_client_has (SimSession *session, const char *capability)
{
  g_autofree char *upper = g_ascii_strup (capability, -1);

  return g_hash_table_contains (((ImapClient *) session)->capabilities, upper);
}

guint64
imap_client_get_reached (SimSession *session)
{
  return ((ImapClient *) session)->reached;
}
