/* view.c - what one session knows of its mailbox
 *
 * Message numbers belong to a session: they change only when it is told (RFC 9051, 5.5 and 7.5.1).
 * So the view keeps the UIDs that the client knows, whatever others do to the mailbox, and takes in
 * the mailbox's journal when something may be said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include <string.h>

static const struct { guint flag; const char *name; } flag_names[] =
{
  { MAIL_FLAG_ANSWERED, "\\Answered" },
  { MAIL_FLAG_FLAGGED, "\\Flagged" },
  { MAIL_FLAG_DELETED, "\\Deleted" },
  { MAIL_FLAG_SEEN, "\\Seen" },
  { MAIL_FLAG_DRAFT, "\\Draft" },
};

static void
add_uid (ImapView *view, guint32 uid, guint32 recent)
{
  g_array_append_val (view->uids, uid);
  if (uid >= recent)
    imap_set_add (view->recent, uid);
}

static void
item_clear (gpointer data)
{
  mail_message_unref (((MailItem *) data)->message);
}

/* Where @uid stands, or would stand, among those that are gone. */
static guint
gone_position (const ImapView *view, guint32 uid)
{
  guint low = 0;
  guint high = view->gone->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (view->gone, MailItem, middle).uid < uid)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
knows (const ImapView *view, guint32 uid)
{
  guint i = imap_view_position (view, uid);

  return i < view->uids->len && imap_view_uid (view, i) == uid;
}

/* A message is about to go. */
static void
keep (gpointer data, const MailItem *item)
{
  ImapView *view = data;
  MailItem copy = *item;

  if (!knows (view, item->uid))
    return;
  mail_message_ref (copy.message);
  g_array_insert_val (view->gone, gone_position (view, item->uid), copy);
}

void
imap_view_open (ImapView *view, MailBox *box, gboolean read_only)
{
  guint32 recent = mail_box_recent (box, !read_only);

  *view = (ImapView) { .box = mail_box_ref (box), .read_only = read_only, .seen = mail_box_get_change (box) };
  view->uids = g_array_sized_new (FALSE, FALSE, sizeof (guint32), mail_box_length (box));
  view->gone = g_array_new (FALSE, FALSE, sizeof (MailItem));
  g_array_set_clear_func (view->gone, item_clear);
  mail_box_add_keeper (box, keep, view);
  view->recent = imap_set_new ();
  for (guint i = 0; i < mail_box_length (box); i++)
    add_uid (view, mail_box_get (box, i)->uid, recent);
  while (mail_box_get_keyword (box, view->n_keywords) != NULL)
    view->n_keywords++;
}

void
imap_view_close (ImapView *view)
{
  if (view->box == NULL)
    return;
  mail_box_remove_keeper (view->box, view);
  mail_box_unref (view->box);
  g_array_unref (view->uids);
  g_array_unref (view->gone);
  g_array_unref (view->recent);
  *view = (ImapView) { 0 };
}

guint32
imap_view_uid (const ImapView *view, guint i)
{
  return g_array_index (view->uids, guint32, i);
}

const MailItem *
imap_view_item (const ImapView *view, guint i)
{
  guint32 uid = imap_view_uid (view, i);

  /* Mostly the message stands where the client believes. */
  if (i < mail_box_length (view->box) && mail_box_get (view->box, i)->uid == uid)
    return mail_box_get (view->box, i);
  return mail_box_find (view->box, uid);
}

const MailItem *
imap_view_kept (const ImapView *view, guint i)
{
  guint at = gone_position (view, imap_view_uid (view, i));

  if (at < view->gone->len && g_array_index (view->gone, MailItem, at).uid == imap_view_uid (view, i))
    return &g_array_index (view->gone, MailItem, at);
  return imap_view_item (view, i);
}

guint
imap_view_position (const ImapView *view, guint32 uid)
{
  guint low = 0;
  guint high = view->uids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (imap_view_uid (view, middle) < uid)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
imap_view_n_recent (const ImapView *view)
{
  guint n = 0;

  for (guint i = 0; i < view->recent->len; i++)
    {
      const ImapRange *range = &g_array_index (view->recent, ImapRange, i);

      n += imap_view_position (view, range->last + 1) - imap_view_position (view, range->first);
    }
  return n;
}

/* ---- flags ---- */

void
imap_view_write_flags (ImapServer *self, const MailItem *item, GString *out)
{
  gsize start = out->len;

  for (gsize i = 0; i < G_N_ELEMENTS (flag_names); i++)
    if (item->flags & flag_names[i].flag)
      g_string_append_printf (out, "%s ", flag_names[i].name);
  if (item->flags & ~MAIL_FLAGS_SYSTEM)
    for (guint i = 0; i < MAIL_KEYWORDS_MAX; i++)
      if (item->flags & MAIL_KEYWORD (i))
        g_string_append_printf (out, "%s ", mail_box_get_keyword (self->view.box, i));
  if (!self->rev2 && imap_set_has (self->view.recent, item->uid))
    g_string_append (out, "\\Recent ");
  if (out->len > start)
    g_string_truncate (out, out->len - 1);
}

void
imap_view_write_all_flags (const ImapView *view, GString *out)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flag_names); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " " : "", flag_names[i].name);
  for (guint i = 0; mail_box_get_keyword (view->box, i) != NULL; i++)
    g_string_append_printf (out, " %s", mail_box_get_keyword (view->box, i));
}

const char *
imap_view_new_keywords (const ImapView *view)
{
  return view->n_keywords < MAIL_KEYWORDS_MAX ? " \\*" : "";
}

void
imap_server_tell_keywords (ImapServer *self)
{
  ImapView *view = &self->view;
  g_autoptr (GString) flags = NULL;

  if (mail_box_get_keyword (view->box, view->n_keywords) == NULL)
    return;
  while (mail_box_get_keyword (view->box, view->n_keywords) != NULL)
    view->n_keywords++;
  flags = g_string_new (NULL);
  imap_view_write_all_flags (view, flags);
  imap_server_untagged (self, "FLAGS (%s)", flags->str);
  if (!view->read_only)
    imap_server_untagged (self, "OK [PERMANENTFLAGS (%s%s)] These flags are kept", flags->str, imap_view_new_keywords (view));
}

void
imap_server_tell_flags (ImapServer *self, guint place, const MailItem *item)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_printf (line, "%u FETCH (", place + 1);
  if (self->uid)
    g_string_append_printf (line, "UID %u ", item->uid);
  g_string_append (line, "FLAGS (");
  imap_view_write_flags (self, item, line);
  g_string_append (line, "))");
  imap_server_put (self, line);
}

/* ---- changes ---- */

static int
compare_uid (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* The journal does not reach back so far. */
static void
compare_all (ImapView *view, GArray *flags)
{
  guint known = view->uids->len;
  guint32 last = known > 0 ? imap_view_uid (view, known - 1) : 0;
  guint32 recent = mail_box_recent (view->box, !view->read_only);

  for (guint i = 0; i < known; i++)
    {
      const MailItem *item = imap_view_item (view, i);

      if (item != NULL && item->change > view->seen)
        g_array_append_val (flags, item->uid);
    }
  for (guint i = mail_box_position (view->box, last + 1); i < mail_box_length (view->box); i++)
    add_uid (view, mail_box_get (view->box, i)->uid, recent);
}

static void
take_journal (ImapView *view, const MailChange *changes, guint n, GArray *flags)
{
  guint32 recent = mail_box_recent (view->box, FALSE);
  gboolean added = FALSE;

  for (guint i = 0; i < n; i++)
    {
      guint64 number = view->seen + 1 + i;
      guint32 uid = changes[i].uid;

      switch (changes[i].kind)
        {
        case MAIL_CHANGE_ADDED:
          if (mail_box_find (view->box, uid) != NULL)
            {
              add_uid (view, uid, recent);
              added = TRUE;
            }
          break;
        case MAIL_CHANGE_FLAGS:
          if ((number < view->own_first || number > view->own_last) && mail_box_find (view->box, uid) != NULL)
            g_array_append_val (flags, uid);
          break;
        default:                  /* those that are gone have been kept */
          break;
        }
    }
  if (added)
    mail_box_recent (view->box, !view->read_only);
}

static void
tell_gone (ImapServer *self)
{
  ImapView *view = &self->view;
  guint kept = 0;
  guint at = 0;

  for (guint i = 0; i < view->uids->len; i++)
    {
      guint32 uid = imap_view_uid (view, i);

      if (at < view->gone->len && g_array_index (view->gone, MailItem, at).uid == uid)
        {
          at++;
          imap_server_untagged (self, "%u EXPUNGE", kept + 1);
        }
      else
        g_array_index (view->uids, guint32, kept++) = uid;
    }
  g_array_set_size (view->uids, kept);
  g_array_set_size (view->gone, 0);
}

static void
tell_changed (ImapServer *self, GArray *uids)
{
  guint32 last = 0;

  g_array_sort (uids, compare_uid);
  for (guint i = 0; i < uids->len; i++)
    {
      guint32 uid = g_array_index (uids, guint32, i);
      const MailItem *item = mail_box_find (self->view.box, uid);

      if (uid == last || item == NULL)
        continue;
      last = uid;
      imap_server_tell_flags (self, imap_view_position (&self->view, uid), item);
    }
}

void
imap_server_updates (ImapServer *self, gboolean expunge)
{
  ImapView *view = &self->view;
  g_autoptr (GArray) flags = NULL;
  const MailChange *changes;
  guint known;
  guint n = 0;

  if (view->box == NULL)
    return;
  known = view->uids->len;
  if (view->seen != mail_box_get_change (view->box))
    {
      flags = g_array_new (FALSE, FALSE, sizeof (guint32));
      changes = mail_box_get_changes (view->box, view->seen, &n);
      if (changes != NULL)
        take_journal (view, changes, n, flags);
      else
        compare_all (view, flags);
      view->seen = mail_box_get_change (view->box);
    }
  if (mail_box_is_gone (view->box) && !view->told_gone)
    {
      view->told_gone = TRUE;
      imap_server_untagged (self, "NO The selected mailbox was deleted");
    }
  imap_server_tell_keywords (self);
  n = view->uids->len;
  if (expunge && view->gone->len > 0)
    tell_gone (self);
  if (n > known)
    {
      imap_server_untagged (self, "%u EXISTS", view->uids->len);
      if (!self->rev2)
        imap_server_untagged (self, "%u RECENT", imap_view_n_recent (view));
    }
  if (flags != NULL && flags->len > 0)
    tell_changed (self, flags);
}

/* ---- sets ---- */

/* Numbers first..last that are known, as places. */
static void
add_places (GArray *places, guint first, guint behind)
{
  for (guint i = first; i < behind; i++)
    g_array_append_val (places, i);
}

GArray *
imap_server_scan_messages (ImapServer *self, ImapScanner *scan)
{
  ImapView *view = &self->view;
  g_autoptr (GArray) set = NULL;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n = view->uids->len;
  gboolean saved;
  gboolean by_uid;

  if (!imap_scan_set (scan, &set, &saved))
    {
      imap_server_bad (self, scan->error);
      return NULL;
    }
  by_uid = self->uid || saved;
  if (saved && self->saved != NULL)
    g_array_append_vals (set, self->saved->data, self->saved->len);
  if (!saved)
    imap_set_resolve (set, by_uid ? (n > 0 ? imap_view_uid (view, n - 1) : 0) : n);
  for (guint i = 0; i < set->len; i++)
    {
      const ImapRange *range = &g_array_index (set, ImapRange, i);

      if (by_uid)
        add_places (places, imap_view_position (view, range->first),
                    range->last == G_MAXUINT32 ? n : imap_view_position (view, range->last + 1));
      else if (range->first < 1 || range->last > n)
        {
          imap_server_bad (self, "There is no message of that number");
          return NULL;
        }
      else
        add_places (places, range->first - 1, range->last);
    }
  return g_steal_pointer (&places);
}
