/* The commands that an owner may give
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/client-private.h"

#include <string.h>

/* NULL: the session has ended, or does not wait for a command. */
static ImapClient *
ready (SimSession *session)
{
  if (!session->open)
    return NULL;
  g_return_val_if_fail (session->state == IMAP_CLIENT_READY, NULL);
  imap_client_forget ((ImapClient *) session);
  return (ImapClient *) session;
}

/* Takes @command. */
static void
send (ImapClient *self, SimTime now, const char *verb, GString *command)
{
  imap_client_command (self, verb, command, 0);
  imap_client_set_deadline (self, now);
  imap_client_digest (self, now);
}

static void
put_mailbox (ImapClient *self, GString *command, const char *mailbox)
{
  g_string_append_c (command, ' ');
  imap_write_mailbox (command, mailbox, self->rev2);
}

/* "(\Seen \Deleted)" */
static void
put_flags (GString *command, guint flags)
{
  static const struct { MailFlags flag; const char *name; } names[] =
  {
    { MAIL_FLAG_SEEN, "\\Seen" },
    { MAIL_FLAG_ANSWERED, "\\Answered" },
    { MAIL_FLAG_FLAGGED, "\\Flagged" },
    { MAIL_FLAG_DELETED, "\\Deleted" },
    { MAIL_FLAG_DRAFT, "\\Draft" },
  };
  const char *blank = "";

  g_string_append (command, " (");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (flags & names[i].flag)
      {
        g_string_append_printf (command, "%s%s", blank, names[i].name);
        blank = " ";
      }
  g_string_append_c (command, ')');
}

static void
send_simple (SimSession *session, SimTime now, const char *verb)
{
  ImapClient *self = ready (session);

  if (self != NULL)
    send (self, now, verb, g_string_new (verb));
}

static void
send_mailbox (SimSession *session, SimTime now, const char *verb, const char *mailbox)
{
  ImapClient *self = ready (session);
  GString *command;

  if (self == NULL)
    return;
  command = g_string_new (verb);
  put_mailbox (self, command, mailbox);
  send (self, now, verb, command);
}

/* [UID] VERB set rest */
static void
send_on_set (SimSession *session, SimTime now, gboolean uid, const char *verb, const char *set, const char *rest)
{
  ImapClient *self = ready (session);
  GString *command;

  if (self == NULL)
    return;
  command = g_string_new (uid ? "UID " : "");
  g_string_append_printf (command, "%s %s %s", verb, set, rest);
  send (self, now, verb, command);
}

static void
send_to_mailbox (SimSession *session, SimTime now, gboolean uid, const char *verb, const char *set, const char *mailbox)
{
  ImapClient *self = ready (session);
  GString *command;

  if (self == NULL)
    return;
  command = g_string_new (uid ? "UID " : "");
  g_string_append_printf (command, "%s %s", verb, set);
  put_mailbox (self, command, mailbox);
  send (self, now, verb, command);
}

/* ---- mailboxes ----------------------------------------------------------------- */

void
imap_client_list (SimSession *session, SimTime now, const char *reference, const char *pattern)
{
  ImapClient *self = ready (session);
  GString *command;

  if (self == NULL)
    return;
  command = g_string_new ("LIST");
  put_mailbox (self, command, reference);
  put_mailbox (self, command, pattern);
  send (self, now, "LIST", command);
}

void
imap_client_select (SimSession *session, SimTime now, const char *mailbox, gboolean read_only)
{
  send_mailbox (session, now, read_only ? "EXAMINE" : "SELECT", mailbox);
}

void
imap_client_status (SimSession *session, SimTime now, const char *mailbox, const char *items)
{
  ImapClient *self = ready (session);
  GString *command;

  if (self == NULL)
    return;
  command = g_string_new ("STATUS");
  put_mailbox (self, command, mailbox);
  g_string_append_printf (command, " %s", items);
  send (self, now, "STATUS", command);
}

void
imap_client_create (SimSession *session, SimTime now, const char *mailbox)
{
  send_mailbox (session, now, "CREATE", mailbox);
}

void
imap_client_delete (SimSession *session, SimTime now, const char *mailbox)
{
  send_mailbox (session, now, "DELETE", mailbox);
}

void
imap_client_rename (SimSession *session, SimTime now, const char *from, const char *to)
{
  ImapClient *self = ready (session);
  GString *command;

  if (self == NULL)
    return;
  command = g_string_new ("RENAME");
  put_mailbox (self, command, from);
  put_mailbox (self, command, to);
  send (self, now, "RENAME", command);
}

void
imap_client_subscribe (SimSession *session, SimTime now, const char *mailbox, gboolean subscribed)
{
  send_mailbox (session, now, subscribed ? "SUBSCRIBE" : "UNSUBSCRIBE", mailbox);
}

void
imap_client_append (SimSession *session, SimTime now, const char *mailbox, guint flags, GBytes *message)
{
  ImapClient *self = ready (session);
  GString *command;

  if (self == NULL)
    return;
  command = g_string_new ("APPEND");
  put_mailbox (self, command, mailbox);
  if (flags != 0)
    put_flags (command, flags);
  imap_client_command_with (self, "APPEND", command, message);
  imap_client_set_deadline (self, now);
  imap_client_digest (self, now);
}

void
imap_client_close_mailbox (SimSession *session, SimTime now, gboolean expunge)
{
  if (expunge)
    send_simple (session, now, "CLOSE");
  else if (imap_client_has (session, "UNSELECT") || imap_client_has (session, "IMAP4REV2"))
    send_simple (session, now, "UNSELECT");
  else
    send_mailbox (session, now, "EXAMINE", "");        /* RFC 3691, 1: fails, and none is selected then */
}

/* ---- messages ------------------------------------------------------------------ */

void
imap_client_fetch (SimSession *session, SimTime now, gboolean uid, const char *set, const char *items)
{
  send_on_set (session, now, uid, "FETCH", set, items);
}

void
imap_client_store (SimSession *session, SimTime now, gboolean uid, const char *set, const char *how, guint flags)
{
  g_autoptr (GString) rest = g_string_new (how);

  put_flags (rest, flags);
  send_on_set (session, now, uid, "STORE", set, rest->str);
}

void
imap_client_copy (SimSession *session, SimTime now, gboolean uid, const char *set, const char *mailbox)
{
  send_to_mailbox (session, now, uid, "COPY", set, mailbox);
}

void
imap_client_move (SimSession *session, SimTime now, gboolean uid, const char *set, const char *mailbox)
{
  send_to_mailbox (session, now, uid, "MOVE", set, mailbox);
}

void
imap_client_expunge (SimSession *session, SimTime now, const char *uids)
{
  ImapClient *self;
  GString *command;

  if (uids == NULL)
    {
      send_simple (session, now, "EXPUNGE");
      return;
    }
  self = ready (session);
  if (self == NULL)
    return;
  command = g_string_new ("UID EXPUNGE ");
  g_string_append (command, uids);
  send (self, now, "EXPUNGE", command);
}

void
imap_client_search (SimSession *session, SimTime now, gboolean uid, const char *keys)
{
  ImapClient *self = ready (session);
  GString *command;

  if (self == NULL)
    return;
  command = g_string_new (uid ? "UID SEARCH " : "SEARCH ");
  g_string_append (command, keys);
  send (self, now, "SEARCH", command);
}

/* ---- the session --------------------------------------------------------------- */

void
imap_client_noop (SimSession *session, SimTime now)
{
  send_simple (session, now, "NOOP");
}

void
imap_client_idle (SimSession *session, SimTime now)
{
  ImapClient *self = ready (session);

  if (self == NULL)
    return;
  self->idling = FALSE;
  self->wants_done = FALSE;
  send (self, now, "IDLE", g_string_new ("IDLE"));
}

void
imap_client_go_on (SimSession *session, SimTime now)
{
  ImapClient *self = (ImapClient *) session;

  if (!session->open)
    return;
  g_return_if_fail (self->asked);
  self->asked = FALSE;
  imap_client_digest (self, now);
}

void
imap_client_done (SimSession *session, SimTime now)
{
  ImapClient *self = (ImapClient *) session;

  if (!session->open || session->state != IMAP_CLIENT_IDLE)
    return;
  self->asked = FALSE;
  if (self->idling)
    imap_client_send_done (self);
  self->wants_done = TRUE;
  imap_client_set_deadline (self, now);
  imap_client_digest (self, now);
}

void
imap_client_logout (SimSession *session, SimTime now)
{
  send_simple (session, now, "LOGOUT");
}
