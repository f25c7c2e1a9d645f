/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/server-private.h"

#define IN(state)  SIM_STATE (IMAP_SERVER_##state)
#define LOGGED_IN  (IN (AUTHENTICATED) | IN (SELECTED))
#define COMMANDS   (IN (NOT_AUTHENTICATED) | LOGGED_IN)
#define OPEN       (COMMANDS | IN (AUTHENTICATE) | IN (IDLE))

/* In a reply, HOST is the own name, CAPABILITIES what CAPABILITY tells. */
static const SimRule rules[] =
{
  { "<connect>",    IN (START),             0, IMAP_SERVER_NOT_AUTHENTICATED, "OK [CAPABILITY CAPABILITIES] HOST IMAP ready", "rfc9051:7.1.1" },
  { "CAPABILITY",   COMMANDS,               0, SIM_STATE_SAME, "OK CAPABILITY completed", "rfc9051:6.1.1" },
  { "NOOP",         COMMANDS,               0, SIM_STATE_SAME, "OK NOOP completed", "rfc9051:6.1.2" },
  { "LOGOUT",       COMMANDS,               0, IMAP_SERVER_LOGOUT, "OK LOGOUT completed", "rfc9051:6.1.3" },
  { "ID",           COMMANDS,               0, SIM_STATE_SAME, "OK ID completed", "rfc2971:3.1" },
  { "STARTTLS",     IN (NOT_AUTHENTICATED), IMAP_HAS_TLS, SIM_STATE_SAME, "OK Begin TLS negotiation now", "rfc9051:6.2.1" },
  { "AUTHENTICATE", IN (NOT_AUTHENTICATED), 0, IMAP_SERVER_AUTHENTICATED, "OK [CAPABILITY CAPABILITIES] Logged in", "rfc9051:6.2.2" },
  { "<challenge>",  IN (NOT_AUTHENTICATED), 0, IMAP_SERVER_AUTHENTICATE, "+ ", "rfc9051:6.2.2-challenge" },
  { "<challenge>",  IN (AUTHENTICATE),      0, SIM_STATE_SAME, "+ ", "rfc9051:6.2.2-challenge" },
  { "<response>",   IN (AUTHENTICATE),      0, IMAP_SERVER_AUTHENTICATED, "OK [CAPABILITY CAPABILITIES] Logged in", "rfc9051:6.2.2-response" },
  { "<denied>",     IN (AUTHENTICATE),      0, IMAP_SERVER_NOT_AUTHENTICATED, NULL, "rfc9051:6.2.2-denied" },
  { "LOGIN",        IN (NOT_AUTHENTICATED), 0, IMAP_SERVER_AUTHENTICATED, "OK [CAPABILITY CAPABILITIES] Logged in", "rfc9051:6.2.3" },
  { "ENABLE",       IN (AUTHENTICATED),     0, SIM_STATE_SAME, "OK ENABLE completed", "rfc9051:6.3.1" },
  { "SELECT",       LOGGED_IN,              0, IMAP_SERVER_SELECTED, "OK [READ-WRITE] SELECT completed", "rfc9051:6.3.2" },
  { "EXAMINE",      LOGGED_IN,              0, IMAP_SERVER_SELECTED, "OK [READ-ONLY] EXAMINE completed", "rfc9051:6.3.3" },
  { "<unselected>", IN (SELECTED),          0, IMAP_SERVER_AUTHENTICATED, NULL, "rfc9051:6.3.2-failed" },
  { "CREATE",       LOGGED_IN,              0, SIM_STATE_SAME, "OK CREATE completed", "rfc9051:6.3.4" },
  { "DELETE",       LOGGED_IN,              0, SIM_STATE_SAME, "OK DELETE completed", "rfc9051:6.3.5" },
  { "RENAME",       LOGGED_IN,              0, SIM_STATE_SAME, "OK RENAME completed", "rfc9051:6.3.6" },
  { "SUBSCRIBE",    LOGGED_IN,              0, SIM_STATE_SAME, "OK SUBSCRIBE completed", "rfc9051:6.3.7" },
  { "UNSUBSCRIBE",  LOGGED_IN,              0, SIM_STATE_SAME, "OK UNSUBSCRIBE completed", "rfc9051:6.3.8" },
  { "LIST",         LOGGED_IN,              0, SIM_STATE_SAME, "OK LIST completed", "rfc9051:6.3.9" },
  { "LSUB",         LOGGED_IN,              0, SIM_STATE_SAME, "OK LSUB completed", "rfc3501:6.3.9" },
  { "NAMESPACE",    LOGGED_IN,              0, SIM_STATE_SAME, "OK NAMESPACE completed", "rfc9051:6.3.10" },
  { "STATUS",       LOGGED_IN,              0, SIM_STATE_SAME, "OK STATUS completed", "rfc9051:6.3.11" },
  { "APPEND",       LOGGED_IN,              0, SIM_STATE_SAME, "OK APPEND completed", "rfc9051:6.3.12" },
  { "IDLE",         LOGGED_IN,  IMAP_HAS_IDLE, IMAP_SERVER_IDLE, "+ idling", "rfc9051:6.3.13" },
  { "DONE",         IN (IDLE),              0, IMAP_SERVER_AUTHENTICATED, "OK IDLE terminated", "rfc9051:6.3.13-done" },
  { "DONE",         IN (IDLE),              0, IMAP_SERVER_SELECTED, "OK IDLE terminated", "rfc9051:6.3.13-done" },
  { "GETQUOTA",     LOGGED_IN,              0, SIM_STATE_SAME, "OK GETQUOTA completed", "rfc9208:4.1.1" },
  { "GETQUOTAROOT", LOGGED_IN,              0, SIM_STATE_SAME, "OK GETQUOTAROOT completed", "rfc9208:4.1.2" },
  { "CHECK",        IN (SELECTED),          0, SIM_STATE_SAME, "OK CHECK completed", "rfc3501:6.4.1" },
  { "CLOSE",        IN (SELECTED),          0, IMAP_SERVER_AUTHENTICATED, "OK CLOSE completed", "rfc9051:6.4.1" },
  { "UNSELECT",     IN (SELECTED),          0, IMAP_SERVER_AUTHENTICATED, "OK UNSELECT completed", "rfc9051:6.4.2" },
  { "EXPUNGE",      IN (SELECTED),          0, SIM_STATE_SAME, "OK EXPUNGE completed", "rfc9051:6.4.3" },
  { "SEARCH",       IN (SELECTED),          0, SIM_STATE_SAME, "OK SEARCH completed", "rfc9051:6.4.4" },
  { "FETCH",        IN (SELECTED),          0, SIM_STATE_SAME, "OK FETCH completed", "rfc9051:6.4.5" },
  { "STORE",        IN (SELECTED),          0, SIM_STATE_SAME, "OK STORE completed", "rfc9051:6.4.6" },
  { "COPY",         IN (SELECTED),          0, SIM_STATE_SAME, "OK COPY completed", "rfc9051:6.4.7" },
  { "MOVE",         IN (SELECTED),          0, SIM_STATE_SAME, "OK MOVE completed", "rfc9051:6.4.8" },
  { "UID EXPUNGE",  IN (SELECTED),          0, SIM_STATE_SAME, "OK UID EXPUNGE completed", "rfc9051:6.4.9-expunge" },
  { "UID SEARCH",   IN (SELECTED),          0, SIM_STATE_SAME, "OK UID SEARCH completed", "rfc9051:6.4.9-search" },
  { "UID FETCH",    IN (SELECTED),          0, SIM_STATE_SAME, "OK UID FETCH completed", "rfc9051:6.4.9-fetch" },
  { "UID STORE",    IN (SELECTED),          0, SIM_STATE_SAME, "OK UID STORE completed", "rfc9051:6.4.9-store" },
  { "UID COPY",     IN (SELECTED),          0, SIM_STATE_SAME, "OK UID COPY completed", "rfc9051:6.4.9-copy" },
  { "UID MOVE",     IN (SELECTED),          0, SIM_STATE_SAME, "OK UID MOVE completed", "rfc9051:6.4.9-move" },
  { "<idle>",       OPEN,                   0, IMAP_SERVER_LOGOUT, "BYE HOST closing connection: waited too long", "rfc9051:5.4" },
  { "<errors>",     OPEN,                   0, IMAP_SERVER_LOGOUT, "BYE HOST closing connection: too many bad commands", "rfc9051:7.1.5" },
  { "<eof>",        OPEN,                   0, IMAP_SERVER_LOGOUT, NULL, "rfc9051:3.4-lost" },
};

static const char * const state_names[] =
{
  "start", "not-authenticated", "authenticate", "authenticated", "selected", "idle", "logout", NULL
};

const SimMachine imap_server_machine = { "imap-server", state_names, rules, G_N_ELEMENTS (rules) };

const SimRule *
imap_server_row (ImapServer *self, const char *verb)
{
  return sim_machine_row (&imap_server_machine, verb, self->base.state);
}

gboolean
imap_server_has (ImapServer *self, guint needs)
{
  guint has = self->config.no_idle ? 0 : IMAP_HAS_IDLE;

  return (has & needs) == needs;
}

/* What a password that travels in clear would be said by. */
#define IN_CLEAR (SASL_PLAIN | SASL_LOGIN)

char *
imap_server_capabilities (ImapServer *self)
{
  static const SaslMechanism all[] = { SASL_PLAIN, SASL_LOGIN, SASL_CRAM_MD5 };
  g_autoptr (GString) text = g_string_new ("IMAP4rev1");
  guint mechanisms = self->config.mechanisms & ~(guint) (self->config.login_disabled ? IN_CLEAR : 0);

  if (!self->config.rev1_only)
    g_string_append (text, " IMAP4rev2");
  g_string_append (text, " LITERAL+ ENABLE ID");
  if (imap_server_has (self, IMAP_HAS_IDLE))
    g_string_append (text, " IDLE");
  g_string_append (text, " NAMESPACE UIDPLUS UNSELECT MOVE ESEARCH SEARCHRES LIST-EXTENDED LIST-STATUS"
                         " SPECIAL-USE CHILDREN STATUS=SIZE QUOTA QUOTA=RES-STORAGE UTF8=ACCEPT");
  if (self->store == NULL)
    {
      g_string_append (text, " SASL-IR");
      for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
        if (mechanisms & all[i])
          g_string_append_printf (text, " AUTH=%s", sasl_name (all[i]));
      if (self->config.login_disabled)
        g_string_append (text, " LOGINDISABLED");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
imap_server_enter (ImapServer *self, const SimRule *row)
{
  imap_server_flush (self);
  self->reached |= G_GUINT64_CONSTANT (1) << (row - rules);
  if (row->next != SIM_STATE_SAME)
    sim_session_move (&self->base, row->rule, row->next);
  if (row->next == IMAP_SERVER_LOGOUT)
    sim_session_close (&self->base);
}

void
imap_server_shut (ImapServer *self, const char *event)
{
  const SimRule *row = imap_server_row (self, event);

  if (row->reply != NULL)
    imap_server_tell_row (self, row);
  imap_server_enter (self, row);
}

void
imap_server_ask (ImapServer *self, ImapPending pending, const char *what, GBytes *bytes)
{
  imap_server_flush (self);
  self->pending = pending;
  sim_session_ask (&self->base, what, bytes);
}

/* ---- life ---- */

static void
digest (ImapServer *self, SimTime now)
{
  gboolean idle = TRUE;

  self->now = now;
  while (self->base.open && self->pending == IMAP_PENDING_NONE && imap_server_read (self))
    idle = FALSE;
  imap_server_flush (self);
  if (!self->base.open)
    return;
  if (self->pending != IMAP_PENDING_NONE)
    self->base.deadline = SIM_TIME_NEVER;       /* the owner thinks: nobody is idle */
  else if (self->got_eof)
    imap_server_shut (self, "<eof>");
  else if (!idle || self->base.deadline == SIM_TIME_NEVER)
    self->base.deadline = now + IMAP_SERVER_IDLE_TIME;
}

static void
server_open (SimSession *session, SimTime now)
{
  ImapServer *self = (ImapServer *) session;
  const SimRule *row = imap_server_row (self, "<connect>");

  g_return_if_fail (session->state == IMAP_SERVER_START);
  imap_server_tell_row (self, row);
  imap_server_enter (self, row);
  digest (self, now);
}

static void
server_feed (SimSession *session, SimTime now, const guint8 *data, gsize len)
{
  ImapServer *self = (ImapServer *) session;

  g_return_if_fail (session->state != IMAP_SERVER_START);
  if (self->got_eof)
    return;
  sim_lines_feed (&self->lines, data, len);
  digest (self, now);
}

static void
server_eof (SimSession *session, SimTime now)
{
  ImapServer *self = (ImapServer *) session;

  self->got_eof = TRUE;
  if (session->state != IMAP_SERVER_START)
    digest (self, now);
}

/* Who still reads a long answer is not idle. */
static void
server_progress (SimSession *session, SimTime now)
{
  session->deadline = now + IMAP_SERVER_IDLE_TIME;
}

static void
server_expire (SimSession *session, SimTime now)
{
  imap_server_shut ((ImapServer *) session, "<idle>");
}

static gsize
server_backlog (const SimSession *session)
{
  const ImapServer *self = (const ImapServer *) session;
  gsize len = 0;

  if (self->pending != IMAP_PENDING_NONE)
    sim_lines_peek (&self->lines, &len);
  return len;
}

static void
server_free (SimSession *session)
{
  ImapServer *self = (ImapServer *) session;

  imap_view_close (&self->view);
  sim_lines_clear (&self->lines);
  g_byte_array_unref (self->out);
  g_byte_array_unref (self->command);
  g_string_free (self->spoken, TRUE);
  g_free (self->refusal);
  g_free (self->tag);
  g_free (self->user);
  g_free (self->host);
  sasl_server_clear (&self->login);
  mail_store_unref (self->store);
  g_clear_pointer (&self->saved, g_array_unref);
  g_free (self);
}

static const SimSessionClass server_class =
{
  .name = "imap-server",
  .state_names = state_names,
  .open = server_open,
  .feed = server_feed,
  .eof = server_eof,
  .expire = server_expire,
  .progress = server_progress,
  .backlog = server_backlog,
  .free = server_free,
};

SimSession *
imap_server_new (const ImapServerConfig *config)
{
  ImapServer *self = g_new0 (ImapServer, 1);

  G_STATIC_ASSERT (G_N_ELEMENTS (rules) <= 64);
  sim_session_init (&self->base, &server_class);
  self->config = *config;
  self->host = g_strdup (config->host);
  self->config.host = self->host;
  if (self->config.mechanisms == 0)
    self->config.mechanisms = SASL_PLAIN;
  if (self->config.max_literal == 0)
    self->config.max_literal = IMAP_SERVER_MESSAGE_MAX;
  sim_lines_init (&self->lines);
  self->out = g_byte_array_new ();
  self->command = g_byte_array_new ();
  self->spoken = g_string_new (NULL);
  return &self->base;
}

/* ---- the owner ---- */

void
imap_server_accept (SimSession *session, SimTime now, MailStore *store)
{
  ImapServer *self = (ImapServer *) session;

  g_return_if_fail (self->pending == IMAP_PENDING_AUTH);
  self->now = now;
  self->pending = IMAP_PENDING_NONE;
  self->store = mail_store_ref (store);
  imap_server_auth_accepted (self);
  digest (self, now);
}

void
imap_server_refuse (SimSession *session, SimTime now, const char *code, const char *text)
{
  ImapServer *self = (ImapServer *) session;
  ImapPending pending = self->pending;

  g_return_if_fail (pending != IMAP_PENDING_NONE);
  self->now = now;
  self->pending = IMAP_PENDING_NONE;
  if (pending == IMAP_PENDING_AUTH)
    imap_server_auth_refused (self, code, text);
  else
    imap_server_no (self, code, text);
  if (pending == IMAP_PENDING_COMMAND)
    imap_server_forget_command (self);
  digest (self, now);
}

void
imap_server_go_on (SimSession *session, SimTime now)
{
  ImapServer *self = (ImapServer *) session;

  g_return_if_fail (self->pending == IMAP_PENDING_COMMAND);
  self->now = now;
  self->pending = IMAP_PENDING_NONE;
  imap_server_do_command (self);
  digest (self, now);
}

void
imap_server_wake (SimSession *session, SimTime now)
{
  ImapServer *self = (ImapServer *) session;

  if (!session->open || session->state != IMAP_SERVER_IDLE)
    return;
  self->now = now;
  imap_server_updates (self, TRUE);
  imap_server_flush (self);
}

const char *
imap_server_get_user (SimSession *session)
{
  return ((ImapServer *) session)->user;
}

MailStore *
imap_server_get_store (SimSession *session)
{
  return ((ImapServer *) session)->store;
}

MailBox *
imap_server_get_box (SimSession *session)
{
  return ((ImapServer *) session)->view.box;
}

gsize
imap_server_get_held (SimSession *session)
{
  ImapServer *self = (ImapServer *) session;
  gsize waiting;

  sim_lines_peek (&self->lines, &waiting);
  return self->command->len + waiting;
}

guint64
imap_server_get_expected (SimSession *session)
{
  return ((ImapServer *) session)->literal_left;
}

gboolean
imap_server_is_secret (SimSession *session)
{
  return session->state == IMAP_SERVER_AUTHENTICATE || ((ImapServer *) session)->secret;
}

guint64
imap_server_get_reached (SimSession *session)
{
  return ((ImapServer *) session)->reached;
}
