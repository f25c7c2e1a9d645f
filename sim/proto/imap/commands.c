/* commands.c - a whole command: is it one, do we know it, is it its turn, who does it?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include <string.h>

static const struct
{
  const char *verb;
  ImapHandler handler;
} handlers[] =
{
  { "CAPABILITY", imap_server_capability },
  { "NOOP", imap_server_noop },
  { "LOGOUT", imap_server_logout },
  { "ID", imap_server_id },
  { "AUTHENTICATE", imap_server_authenticate },
  { "LOGIN", imap_server_login },
  { "ENABLE", imap_server_enable },
  { "SELECT", imap_server_select },
  { "EXAMINE", imap_server_examine },
  { "CREATE", imap_server_create },
  { "DELETE", imap_server_delete },
  { "RENAME", imap_server_rename },
  { "SUBSCRIBE", imap_server_subscribe },
  { "UNSUBSCRIBE", imap_server_unsubscribe },
  { "LIST", imap_server_list },
  { "LSUB", imap_server_lsub },
  { "NAMESPACE", imap_server_namespace },
  { "STATUS", imap_server_status },
  { "APPEND", imap_server_append },
  { "IDLE", imap_server_idle },
  { "GETQUOTA", imap_server_getquota },
  { "GETQUOTAROOT", imap_server_getquotaroot },
  { "CHECK", imap_server_check },
  { "CLOSE", imap_server_close },
  { "UNSELECT", imap_server_unselect },
  { "EXPUNGE", imap_server_expunge },
  { "SEARCH", imap_server_search },
  { "FETCH", imap_server_fetch },
  { "STORE", imap_server_store_flags },
  { "COPY", imap_server_copy },
  { "MOVE", imap_server_move },
  { "UID EXPUNGE", imap_server_uid_expunge },
  { "UID SEARCH", imap_server_search },
  { "UID FETCH", imap_server_fetch },
  { "UID STORE", imap_server_store_flags },
  { "UID COPY", imap_server_copy },
  { "UID MOVE", imap_server_move },
};

static ImapHandler
find_handler (const char *verb)
{
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    if (g_ascii_strcasecmp (handlers[i].verb, verb) == 0)
      return handlers[i].handler;
  return NULL;
}

/* "FETCH" or "UID FETCH"; (transfer full). NULL: there is none. */
static char *
scan_verb (ImapScanner *scan)
{
  g_autofree char *verb = NULL;
  g_autofree char *second = NULL;

  if (!imap_scan_atom (scan, &verb))
    return NULL;
  if (g_ascii_strcasecmp (verb, "UID") != 0)
    return g_steal_pointer (&verb);
  if (!imap_scan_space (scan) || !imap_scan_atom (scan, &second))
    return NULL;
  return g_strconcat ("UID ", second, NULL);
}

/* Why @verb cannot be done now; NULL: it can. Static. */
static const char *
why_not (ImapServer *self, const char *verb, const SimRule **out)
{
  const SimRule *row = verb != NULL ? imap_server_row (self, verb) : NULL;

  *out = row;
  if (verb == NULL)
    return "A command is missing";
  if (row == NULL || *verb == '<')
    return "Unknown command";
  if (!imap_server_has (self, row->needs))
    return "This is not offered here";
  if (find_handler (verb) == NULL)                      /* DONE, which is no command */
    return "Unknown command";
  if (row->legal & SIM_STATE (self->base.state))
    return NULL;
  if (self->base.state == IMAP_SERVER_NOT_AUTHENTICATED)
    return "Log in first";
  if (row->legal == SIM_STATE (IMAP_SERVER_NOT_AUTHENTICATED))
    return "You have logged in already";
  if (row->legal == SIM_STATE (IMAP_SERVER_SELECTED))
    return "Select a mailbox first";
  return "Not while a mailbox is selected";
}

/* Up to the arguments, whose blank is left. FALSE: it was refused. */
static gboolean
begin (ImapServer *self, ImapScanner *scan)
{
  g_autofree char *verb = NULL;
  const char *reason;

  imap_scanner_init (scan, self->command->data, self->command->len, self->utf8);
  g_clear_pointer (&self->tag, g_free);
  if (!imap_scan_tag (scan, &self->tag) || (scan->p < scan->end && !imap_scan_space (scan)))
    {
      g_clear_pointer (&self->tag, g_free);
      imap_server_bad (self, "A command begins with a tag and a blank");
      return FALSE;
    }
  verb = scan_verb (scan);
  reason = why_not (self, verb, &self->row);
  if (reason != NULL)
    {
      imap_server_bad (self, reason);
      return FALSE;
    }
  self->uid = g_str_has_prefix (self->row->verb, "UID ");
  return TRUE;
}

void
imap_server_do_command (ImapServer *self)
{
  ImapScanner scan;

  if (begin (self, &scan))
    find_handler (self->row->verb) (self, &scan);
  /* A login is answered later. */
  if (self->pending == IMAP_PENDING_NONE && self->base.state != IMAP_SERVER_AUTHENTICATE
      && self->base.state != IMAP_SERVER_IDLE)
    imap_server_forget_command (self);
}

void
imap_server_command (ImapServer *self)
{
  imap_server_read_tag (self);
  if (self->config.ask_commands)
    imap_server_ask (self, IMAP_PENDING_COMMAND, "command", g_bytes_new (self->spoken->str, self->spoken->len));
  else
    imap_server_do_command (self);
}

char *
imap_server_check_literal (ImapServer *self, guint64 size)
{
  ImapScanner scan;
  g_autofree char *tag = NULL;
  g_autofree char *verb = NULL;
  const SimRule *row;
  const char *reason;
  char *refusal = NULL;

  imap_scanner_init (&scan, self->command->data, self->command->len, self->utf8);
  if (!imap_scan_tag (&scan, &tag) || !imap_scan_space (&scan))
    return g_strdup ("BAD A command begins with a tag and a blank");
  verb = scan_verb (&scan);
  reason = why_not (self, verb, &row);
  if (reason != NULL)
    return g_strconcat ("BAD ", reason, NULL);
  if (g_str_equal (row->verb, "APPEND") && imap_server_check_append (self, &scan, size, &refusal))
    return refusal;
  if (size > IMAP_SERVER_LITERALS_MAX - MIN (self->literal_octets, IMAP_SERVER_LITERALS_MAX))
    return g_strdup ("BAD [TOOBIG] The command is too long");
  return NULL;
}

gboolean
imap_line_is_secret (const guint8 *line, gsize len)
{
  ImapScanner scan;
  g_autofree char *tag = NULL;

  imap_scanner_init (&scan, line, len, FALSE);
  return imap_scan_tag (&scan, &tag) && imap_scan_space (&scan)
         && (imap_scan_word (&scan, "LOGIN") || imap_scan_word (&scan, "AUTHENTICATE")) && imap_scan_space (&scan);
}

/* ---- what several handlers need ---- */

MailBox *
imap_server_find_box (ImapServer *self, const char *name, gboolean try_create)
{
  MailBox *box = mail_store_find (self->store, name);

  if (box == NULL)
    imap_server_no (self, try_create && mail_store_check_name (name) == MAIL_STORE_OK ? "TRYCREATE" : "NONEXISTENT",
                    "There is no such mailbox");
  return box;
}

gboolean
imap_server_end (ImapServer *self, ImapScanner *scan)
{
  if (imap_scan_end (scan))
    return TRUE;
  imap_server_bad (self, scan->error);
  return FALSE;
}

/* "\Seen" or "$Label" */
static gboolean
scan_flag (ImapScanner *scan, GPtrArray *flags)
{
  gboolean system = imap_scan_peek (scan, '\\');
  g_autofree char *name = NULL;

  if (system)
    imap_scan_char (scan, '\\');
  if (!imap_scan_atom (scan, &name))
    return FALSE;
  g_ptr_array_add (flags, g_strconcat (system ? "\\" : "", name, NULL));
  return TRUE;
}

gboolean
imap_scan_flags (ImapScanner *scan, GPtrArray **out)
{
  g_autoptr (GPtrArray) flags = g_ptr_array_new_with_free_func (g_free);
  gboolean list = imap_scan_peek (scan, '(');

  if (list)
    imap_scan_char (scan, '(');
  if (!list || !imap_scan_peek (scan, ')'))
    do
      if (!scan_flag (scan, flags))
        return FALSE;
    while (imap_scan_peek (scan, ' ') && imap_scan_space (scan));
  if (list && !imap_scan_char (scan, ')'))
    return FALSE;
  *out = g_steal_pointer (&flags);
  return TRUE;
}
