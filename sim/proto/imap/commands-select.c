/* commands-select.c - SELECT EXAMINE CLOSE UNSELECT EXPUNGE
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

static void
forget_mailbox (ImapServer *self)
{
  imap_view_close (&self->view);
  g_clear_pointer (&self->saved, g_array_unref);
}

/* What a client learns of the mailbox before OK (RFC 9051, 6.3.2; RFC 3501, 6.3.1). */
static void
tell_mailbox (ImapServer *self)
{
  ImapView *view = &self->view;
  g_autoptr (GString) flags = g_string_new (NULL);

  imap_view_write_all_flags (view, flags);
  imap_server_untagged (self, "FLAGS (%s)", flags->str);
  if (view->read_only)
    imap_server_untagged (self, "OK [PERMANENTFLAGS ()] No flags are kept");
  else
    imap_server_untagged (self, "OK [PERMANENTFLAGS (%s%s)] These flags are kept", flags->str, imap_view_new_keywords (view));
  imap_server_untagged (self, "%u EXISTS", view->uids->len);
  if (!self->rev2)
    {
      imap_server_untagged (self, "%u RECENT", imap_view_n_recent (view));
      for (guint i = 0; i < view->uids->len; i++)
        if ((imap_view_item (view, i)->flags & MAIL_FLAG_SEEN) == 0)
          {
            imap_server_untagged (self, "OK [UNSEEN %u] First unseen message", i + 1);
            break;
          }
    }
  imap_server_untagged (self, "OK [UIDVALIDITY %u] UIDs are valid", mail_box_get_uid_validity (view->box));
  imap_server_untagged (self, "OK [UIDNEXT %u] Next UID", mail_box_get_uid_next (view->box));
  if (self->rev2)
    {
      g_autoptr (GString) attributes = g_string_new (NULL);
      g_autoptr (GString) line = g_string_new (NULL);

      imap_server_list_attributes (self, view->box, attributes);
      g_string_printf (line, "LIST (%s) \"/\" ", attributes->str + 1);
      imap_write_mailbox (line, mail_box_get_name (view->box), self->utf8);
      imap_server_put (self, line);
    }
}

static void
open_mailbox (ImapServer *self, ImapScanner *scan, gboolean read_only)
{
  g_autofree char *name = NULL;
  MailBox *box;

  if (!imap_scan_space (scan) || !imap_scan_mailbox (scan, &name) || !imap_scan_end (scan))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  /* The old one is closed also if the new one cannot be opened. */
  if (self->view.box != NULL)
    {
      forget_mailbox (self);
      imap_server_untagged (self, "OK [CLOSED] The previous mailbox is closed");
    }
  box = imap_server_find_box (self, name, FALSE);
  if (box == NULL)
    {
      if (self->base.state == IMAP_SERVER_SELECTED)
        imap_server_enter (self, imap_server_row (self, "<unselected>"));
      return;
    }
  imap_view_open (&self->view, box, read_only);
  tell_mailbox (self);
  imap_server_ok (self, NULL);
}

void
imap_server_select (ImapServer *self, ImapScanner *scan)
{
  open_mailbox (self, scan, FALSE);
}

void
imap_server_examine (ImapServer *self, ImapScanner *scan)
{
  open_mailbox (self, scan, TRUE);
}

void
imap_server_close (ImapServer *self, ImapScanner *scan)
{
  if (!imap_server_end (self, scan))
    return;
  if (!self->view.read_only && !mail_box_is_locked (self->view.box))
    mail_box_expunge (self->view.box, NULL);
  forget_mailbox (self);
  imap_server_ok (self, NULL);
}

void
imap_server_unselect (ImapServer *self, ImapScanner *scan)
{
  if (!imap_server_end (self, scan))
    return;
  forget_mailbox (self);
  imap_server_ok (self, NULL);
}

gboolean
imap_server_may_change (ImapServer *self, gboolean remove)
{
  if (self->view.read_only)
    imap_server_no (self, "READ-ONLY", "The mailbox is selected for reading only");
  else if (remove && mail_box_is_locked (self->view.box))
    imap_server_no (self, "INUSE", "A POP3 session has locked the mailbox");
  else
    return TRUE;
  return FALSE;
}

void
imap_server_expunge (ImapServer *self, ImapScanner *scan)
{
  if (!imap_server_end (self, scan) || !imap_server_may_change (self, TRUE))
    return;
  mail_box_expunge (self->view.box, NULL);
  imap_server_ok (self, NULL);
}

void
imap_server_uid_expunge (ImapServer *self, ImapScanner *scan)
{
  g_autoptr (GArray) places = NULL;

  if (!imap_scan_space (scan))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  places = imap_server_scan_messages (self, scan);
  if (places == NULL || !imap_server_end (self, scan) || !imap_server_may_change (self, TRUE))
    return;
  for (guint i = 0; i < places->len; i++)      /* places become UIDs */
    g_array_index (places, guint32, i) = imap_view_uid (&self->view, g_array_index (places, guint, i));
  mail_box_expunge (self->view.box, places);
  imap_server_ok (self, NULL);
}
