/* commands-folders.c - CREATE DELETE RENAME SUBSCRIBE UNSUBSCRIBE NAMESPACE STATUS GETQUOTA GETQUOTAROOT
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include <string.h>

/* OK, or NO with the reason. */
static void
tell_result (ImapServer *self, MailStoreResult result)
{
  switch (result)
    {
    case MAIL_STORE_OK:
      imap_server_ok (self, NULL);
      break;
    case MAIL_STORE_EXISTS:
      imap_server_no (self, "ALREADYEXISTS", "There is such a mailbox already");
      break;
    case MAIL_STORE_NONE:
      imap_server_no (self, "NONEXISTENT", "There is no such mailbox");
      break;
    case MAIL_STORE_BAD_NAME:
      imap_server_no (self, "CANNOT", "No mailbox can be called so");
      break;
    case MAIL_STORE_HAS_CHILDREN:
      imap_server_no (self, "HASCHILDREN", "There are mailboxes below it");
      break;
    case MAIL_STORE_INBOX:
      imap_server_no (self, "CANNOT", "INBOX stays");
      break;
    case MAIL_STORE_TOO_MANY:
      imap_server_no (self, "LIMIT", "There are too many mailboxes");
      break;
    default:
      g_assert_not_reached ();
    }
}

/* One mailbox as the only argument. FALSE: BAD was said. */
static gboolean
scan_one (ImapServer *self, ImapScanner *scan, char **name)
{
  if (imap_scan_space (scan) && imap_scan_mailbox (scan, name) && imap_scan_end (scan))
    return TRUE;
  imap_server_bad (self, scan->error);
  return FALSE;
}

/* RFC 9051, 5.1: LIST could not ask for it. */
static gboolean
has_wildcard (const char *name)
{
  return strpbrk (name, "%*") != NULL;
}

void
imap_server_create (ImapServer *self, ImapScanner *scan)
{
  g_autofree char *name = NULL;
  gsize len;

  if (!scan_one (self, scan, &name))
    return;
  len = strlen (name);
  if (len > 1 && name[len - 1] == MAIL_STORE_SEPARATOR)         /* RFC 9051, 6.3.4: others will be made below it */
    name[len - 1] = '\0';
  tell_result (self, has_wildcard (name) ? MAIL_STORE_BAD_NAME
                     : mail_store_create (self->store, name, MAIL_USE_NONE, NULL));
}

void
imap_server_delete (ImapServer *self, ImapScanner *scan)
{
  g_autofree char *name = NULL;

  if (scan_one (self, scan, &name))
    tell_result (self, mail_store_delete (self->store, name));
}

void
imap_server_rename (ImapServer *self, ImapScanner *scan)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (!imap_scan_space (scan) || !imap_scan_mailbox (scan, &from) || !imap_scan_space (scan)
      || !imap_scan_mailbox (scan, &to) || !imap_scan_end (scan))
    imap_server_bad (self, scan->error);
  else if (g_str_equal (from, "INBOX") && mail_box_is_locked (mail_store_get_inbox (self->store)))
    imap_server_no (self, "INUSE", "A POP3 session has locked it");
  else
    tell_result (self, has_wildcard (to) ? MAIL_STORE_BAD_NAME : mail_store_rename (self->store, from, to));
}

static void
subscribe (ImapServer *self, ImapScanner *scan, gboolean subscribed)
{
  g_autofree char *name = NULL;

  if (!scan_one (self, scan, &name))
    return;
  if (mail_store_subscribe (self->store, name, subscribed))
    imap_server_ok (self, NULL);
  else
    imap_server_no (self, "CANNOT", "No mailbox can be called so, or there are too many");
}

void
imap_server_subscribe (ImapServer *self, ImapScanner *scan)
{
  subscribe (self, scan, TRUE);
}

void
imap_server_unsubscribe (ImapServer *self, ImapScanner *scan)
{
  subscribe (self, scan, FALSE);
}

void
imap_server_namespace (ImapServer *self, ImapScanner *scan)
{
  if (!imap_server_end (self, scan))
    return;
  imap_server_untagged (self, "NAMESPACE ((\"\" \"/\")) NIL NIL");
  imap_server_ok (self, NULL);
}

/* ---- quota (RFC 9208): one root, "", for all ---- */

static void
tell_quota (ImapServer *self)
{
  gsize quota = mail_store_get_quota (self->store);
  gsize size = mail_store_get_size (self->store);

  if (quota == 0)
    imap_server_untagged (self, "QUOTA \"\" ()");
  else
    imap_server_untagged (self, "QUOTA \"\" (STORAGE %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT ")",
                          size / 1024 + (size % 1024 != 0), quota / 1024);
}

void
imap_server_getquota (ImapServer *self, ImapScanner *scan)
{
  g_autofree char *root = NULL;

  if (!imap_scan_space (scan) || !imap_scan_text (scan, &root) || !imap_scan_end (scan))
    imap_server_bad (self, scan->error);
  else if (*root != '\0')
    imap_server_no (self, "NONEXISTENT", "There is no such quota root");
  else
    {
      tell_quota (self);
      imap_server_ok (self, NULL);
    }
}

void
imap_server_getquotaroot (ImapServer *self, ImapScanner *scan)
{
  g_autofree char *name = NULL;
  g_autoptr (GString) line = g_string_new ("QUOTAROOT ");
  MailBox *box;

  if (!scan_one (self, scan, &name))
    return;
  box = imap_server_find_box (self, name, FALSE);
  if (box == NULL)
    return;
  imap_write_mailbox (line, mail_box_get_name (box), self->utf8);
  g_string_append (line, " \"\"");
  imap_server_put (self, line);
  tell_quota (self);
  imap_server_ok (self, NULL);
}

/* ---- STATUS ---- */

static const char * const status_names[] =
{
  "MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "DELETED", "SIZE", "RECENT"
};

enum { STATUS_MESSAGES, STATUS_UIDNEXT, STATUS_UIDVALIDITY, STATUS_UNSEEN, STATUS_DELETED, STATUS_SIZE, STATUS_RECENT };

gboolean
imap_scan_status (ImapScanner *scan, guint *items)
{
  *items = 0;
  if (!imap_scan_char (scan, '('))
    return FALSE;
  do
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (status_names) && !imap_scan_word (scan, status_names[i]))
        i++;
      if (i == G_N_ELEMENTS (status_names))
        {
          scan->error = "No such item of STATUS";
          return FALSE;
        }
      *items |= 1u << i;
    }
  while (imap_scan_peek (scan, ' ') && imap_scan_space (scan));
  return imap_scan_char (scan, ')');
}

static guint64
status_value (MailBox *box, guint item)
{
  guint64 n = 0;
  guint32 recent = mail_box_recent (box, FALSE);

  switch (item)
    {
    case STATUS_MESSAGES:
      return mail_box_length (box);
    case STATUS_UIDNEXT:
      return mail_box_get_uid_next (box);
    case STATUS_UIDVALIDITY:
      return mail_box_get_uid_validity (box);
    case STATUS_SIZE:
      return mail_box_get_size (box);
    case STATUS_RECENT:
      return mail_box_length (box) - mail_box_position (box, recent);
    default:
      for (guint i = 0; i < mail_box_length (box); i++)
        n += item == STATUS_UNSEEN ? (mail_box_get (box, i)->flags & MAIL_FLAG_SEEN) == 0
             : (mail_box_get (box, i)->flags & MAIL_FLAG_DELETED) != 0;
      return n;
    }
}

void
imap_server_tell_status (ImapServer *self, MailBox *box, guint items)
{
  g_autoptr (GString) line = g_string_new ("STATUS ");
  const char *blank = "";

  imap_write_mailbox (line, mail_box_get_name (box), self->utf8);
  g_string_append (line, " (");
  for (guint i = 0; i < G_N_ELEMENTS (status_names); i++)
    if (items & 1u << i)
      {
        g_string_append_printf (line, "%s%s %" G_GUINT64_FORMAT, blank, status_names[i], status_value (box, i));
        blank = " ";
      }
  g_string_append_c (line, ')');
  imap_server_put (self, line);
}

void
imap_server_status (ImapServer *self, ImapScanner *scan)
{
  g_autofree char *name = NULL;
  MailBox *box;
  guint items;

  if (!imap_scan_space (scan) || !imap_scan_mailbox (scan, &name) || !imap_scan_space (scan)
      || !imap_scan_status (scan, &items) || !imap_scan_end (scan))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  box = imap_server_find_box (self, name, FALSE);
  if (box == NULL)
    return;
  imap_server_tell_status (self, box, items);
  imap_server_ok (self, NULL);
}
