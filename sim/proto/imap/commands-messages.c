/* commands-messages.c - FETCH STORE COPY MOVE SEARCH, by numbers and by UIDs (RFC 9051, 6.4)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include "sim/proto/imap/fetch.h"

#include <string.h>

guint
imap_server_flag_bit (MailBox *box, const char *name, gboolean add)
{
  static const struct { const char *name; guint flag; } names[] =
  {
    { "\\Seen", MAIL_FLAG_SEEN }, { "\\Answered", MAIL_FLAG_ANSWERED }, { "\\Flagged", MAIL_FLAG_FLAGGED },
    { "\\Deleted", MAIL_FLAG_DELETED }, { "\\Draft", MAIL_FLAG_DRAFT }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (names[i].name, name) == 0)
      return names[i].flag;
  return *name != '\\' ? mail_box_keyword (box, name, add) : 0;
}

/* The set and the blank around it. NULL: BAD was said. */
static GArray *
scan_set (ImapServer *self, ImapScanner *scan)
{
  g_autoptr (GArray) places = NULL;

  if (!imap_scan_space (scan))
    {
      imap_server_bad (self, scan->error);
      return NULL;
    }
  places = imap_server_scan_messages (self, scan);
  if (places != NULL && !imap_scan_space (scan))
    {
      imap_server_bad (self, scan->error);
      return NULL;
    }
  return g_steal_pointer (&places);
}

/* ---- FETCH ---- */

static void
fetch_one (ImapServer *self, const ImapFetch *fetch, guint place, const MailItem *item)
{
  g_autoptr (GString) flags = NULL;
  g_autoptr (GArray) pieces = NULL;
  ImapFetchContext context = { .epoch = self->config.epoch, .utf8 = self->utf8 };

  if (imap_fetch_wants_flags (fetch))
    {
      flags = g_string_new ("(");
      imap_view_write_flags (self, item, flags);
      g_string_append_c (flags, ')');
      context.flags = flags->str;
    }
  pieces = imap_fetch_write (fetch, place + 1, item, &context);
  for (guint i = 0; i < pieces->len; i++)
    {
      const ImapPiece *piece = &g_array_index (pieces, ImapPiece, i);

      if (piece->literal)
        imap_server_put_literal (self, piece->bytes);
      else
        g_byte_array_append (self->out, g_bytes_get_data (piece->bytes, NULL), g_bytes_get_size (piece->bytes));
    }
  if (self->out->len >= IMAP_SERVER_OUT_PART)
    imap_server_flush (self);
}

static gboolean
any_unseen (const ImapView *view, const GArray *places)
{
  for (guint i = 0; i < places->len; i++)
    {
      const MailItem *item = imap_view_item (view, g_array_index (places, guint, i));

      if (item != NULL && (item->flags & MAIL_FLAG_SEEN) == 0)
        return TRUE;
    }
  return FALSE;
}

void
imap_server_fetch (ImapServer *self, ImapScanner *scan)
{
  ImapView *view = &self->view;
  g_autoptr (GArray) places = scan_set (self, scan);
  g_autoptr (ImapFetch) fetch = NULL;
  gboolean sets_seen;

  if (places == NULL)
    return;
  fetch = imap_fetch_scan (scan);
  if (fetch == NULL || !imap_scan_end (scan))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  if (self->uid)
    imap_fetch_add_uid (fetch);
  imap_server_tell_keywords (self);
  sets_seen = imap_fetch_sets_seen (fetch) && !view->read_only && any_unseen (view, places);
  if (sets_seen)
    imap_fetch_add_flags (fetch);
  view->own_first = mail_box_get_change (view->box) + 1;
  for (guint i = 0; i < places->len; i++)
    {
      guint place = g_array_index (places, guint, i);

      if (sets_seen)
        mail_box_store_flags (view->box, imap_view_uid (view, place), MAIL_FLAG_SEEN, 0);
      fetch_one (self, fetch, place, imap_view_kept (view, place));
    }
  view->own_last = mail_box_get_change (view->box);
  imap_server_ok (self, NULL);
}

/* ---- STORE ---- */

typedef enum { STORE_REPLACE, STORE_ADD, STORE_REMOVE } StoreHow;

static gboolean
scan_how (ImapScanner *scan, StoreHow *how, gboolean *silent)
{
  *how = STORE_REPLACE;
  if (imap_scan_peek (scan, '+') || imap_scan_peek (scan, '-'))
    {
      *how = imap_scan_peek (scan, '+') ? STORE_ADD : STORE_REMOVE;
      scan->p++;
    }
  *silent = imap_scan_word (scan, "FLAGS.SILENT");
  if (*silent || imap_scan_word (scan, "FLAGS"))
    return TRUE;
  scan->error = "FLAGS, +FLAGS or -FLAGS is missing";
  return FALSE;
}

/* FALSE: it was refused. */
static gboolean
find_flags (ImapServer *self, const GPtrArray *flags, gboolean add, guint *mask)
{
  *mask = 0;
  for (guint i = 0; i < flags->len; i++)
    {
      const char *name = g_ptr_array_index (flags, i);
      guint bit = imap_server_flag_bit (self->view.box, name, add);

      if (bit == 0 && *name == '\\')
        imap_server_bad (self, "There is no such flag");
      else if (bit == 0 && add)
        imap_server_no (self, "LIMIT", "There is no room for another keyword");
      if (bit == 0 && (add || *name == '\\'))
        return FALSE;
      *mask |= bit;
    }
  return TRUE;
}

void
imap_server_store_flags (ImapServer *self, ImapScanner *scan)
{
  ImapView *view = &self->view;
  g_autoptr (GArray) places = scan_set (self, scan);
  g_autoptr (GPtrArray) flags = NULL;
  gboolean missing = FALSE;
  gboolean silent;
  StoreHow how;
  guint mask;

  if (places == NULL)
    return;
  if (!scan_how (scan, &how, &silent) || !imap_scan_space (scan) || !imap_scan_flags (scan, &flags) || !imap_scan_end (scan))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  if (!imap_server_may_change (self, FALSE) || !find_flags (self, flags, how != STORE_REMOVE, &mask))
    return;
  imap_server_tell_keywords (self);
  view->own_first = mail_box_get_change (view->box) + 1;
  for (guint i = 0; i < places->len; i++)
    {
      guint place = g_array_index (places, guint, i);
      const MailItem *item = imap_view_item (view, place);

      missing = missing || item == NULL;
      if (item == NULL)
        continue;
      mail_box_store_flags (view->box, item->uid, how == STORE_REMOVE ? 0 : mask,
                            how == STORE_ADD ? 0 : how == STORE_REMOVE ? mask : ~mask);
      if (!silent)
        imap_server_tell_flags (self, place, imap_view_item (view, place));
    }
  view->own_last = mail_box_get_change (view->box);
  if (missing && !self->uid)                    /* RFC 2180, 4.2.3; RFC 5530 */
    imap_server_no (self, "EXPUNGEISSUED", "Some of the messages are no longer there");
  else
    imap_server_ok (self, NULL);
}

/* ---- COPY and MOVE ---- */

/* The keywords of one mailbox in another; what there is no room for is left out. */
static guint
carry_flags (const MailBox *from, MailBox *to, guint flags)
{
  guint carried = flags & MAIL_FLAGS_SYSTEM;

  for (guint i = 0; i < MAIL_KEYWORDS_MAX; i++)
    if (flags & MAIL_KEYWORD (i))
      carried |= mail_box_keyword (to, mail_box_get_keyword (from, i), TRUE);
  return carried;
}

/* The UIDs at these places, if all are there and fit into @to. NULL: NO was said. */
static GArray *
check_copy (ImapServer *self, const GArray *places, MailBox *to, gboolean move)
{
  g_autoptr (GArray) uids = g_array_sized_new (FALSE, FALSE, sizeof (guint32), places->len);
  gsize size = 0;

  for (guint i = 0; i < places->len; i++)
    {
      const MailItem *item = imap_view_item (&self->view, g_array_index (places, guint, i));

      if (item == NULL && self->uid)
        continue;
      if (item == NULL)
        {
          imap_server_no (self, "EXPUNGEISSUED", "Some of the messages are no longer there");
          return NULL;
        }
      size += mail_message_get_size (item->message);
      g_array_append_val (uids, item->uid);
    }
  if (!move && !mail_store_has_room (self->store, size))
    {
      imap_server_no (self, "OVERQUOTA", "There is not enough room");
      return NULL;
    }
  if (!move && !mail_store_has_places (self->store, uids->len))
    {
      imap_server_no (self, "LIMIT", "There would be too many messages");
      return NULL;
    }
  if (uids->len >= G_MAXUINT32 - mail_box_get_uid_next (to))
    {
      imap_server_no (self, "LIMIT", "There are no more UIDs");
      return NULL;
    }
  return g_steal_pointer (&uids);
}

/* "COPYUID 7 1:2 5:6" (RFC 4315, 3); NULL: nothing was copied. (transfer full) */
static char *
copy_all (ImapServer *self, const GArray *uids, MailBox *to)
{
  g_autoptr (GArray) from_set = imap_set_new ();
  g_autoptr (GArray) to_set = imap_set_new ();
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;

  for (guint i = 0; i < uids->len; i++)
    {
      MailItem item = *mail_box_find (self->view.box, g_array_index (uids, guint32, i));
      guint32 uid = mail_box_append (to, item.message, carry_flags (self->view.box, to, item.flags), item.when);

      imap_set_add (from_set, item.uid);
      imap_set_add (to_set, uid);
    }
  if (uids->len == 0)
    return NULL;
  from_text = imap_set_to_text (from_set);
  to_text = imap_set_to_text (to_set);
  return g_strdup_printf ("COPYUID %u %s %s", mail_box_get_uid_validity (to), from_text, to_text);
}

static void
copy (ImapServer *self, ImapScanner *scan, gboolean move)
{
  g_autoptr (GArray) places = scan_set (self, scan);
  g_autoptr (GArray) uids = NULL;
  g_autofree char *name = NULL;
  g_autofree char *code = NULL;
  MailBox *to;

  if (places == NULL)
    return;
  if (!imap_scan_mailbox (scan, &name) || !imap_scan_end (scan))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  if (move && !imap_server_may_change (self, TRUE))
    return;
  to = imap_server_find_box (self, name, TRUE);
  uids = to != NULL ? check_copy (self, places, to, move) : NULL;
  if (uids == NULL)
    return;
  code = copy_all (self, uids, to);
  if (!move)
    {
      imap_server_ok (self, code);
      return;
    }
  if (code != NULL)                             /* RFC 6851, 4.3: before the EXPUNGEs */
    imap_server_untagged (self, "OK [%s] Moved", code);
  mail_box_remove (self->view.box, uids);
  imap_server_ok (self, NULL);
}

void
imap_server_copy (ImapServer *self, ImapScanner *scan)
{
  copy (self, scan, FALSE);
}

void
imap_server_move (ImapServer *self, ImapScanner *scan)
{
  copy (self, scan, TRUE);
}
