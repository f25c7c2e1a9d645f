/* commands-search.c - SEARCH (RFC 9051, 6.4.4; RFC 4731, 5182)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include "sim/proto/imap/search.h"

/* What is found: UIDs, and what is told of it. */
static void
find_all (ImapServer *self, const ImapSearch *search, GArray *uids, GArray *told)
{
  ImapView *view = &self->view;

  for (guint i = 0; i < view->uids->len; i++)
    {
      const MailItem *item = imap_view_item (view, i);
      guint32 number = i + 1;

      if (item == NULL || !imap_search_matches (search, view->box, item, number, imap_set_has (view->recent, item->uid),
                                                self->config.epoch))
        continue;
      g_array_append_val (uids, item->uid);
      if (!self->uid)
        g_array_append_val (told, number);
    }
}

static void
answer (ImapServer *self, ImapSearch *search)
{
  guint n = self->view.uids->len;
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GString) line = g_string_new (NULL);
  GArray *saved;

  imap_search_resolve (search, n, n > 0 ? imap_view_uid (&self->view, n - 1) : 0, self->saved);
  find_all (self, search, uids, numbers);
  saved = imap_search_to_save (search, uids);
  if (saved != NULL)
    {
      g_clear_pointer (&self->saved, g_array_unref);
      self->saved = saved;
    }
  imap_search_write (search, line, self->tag, self->uid, self->uid ? uids : numbers, self->rev2);
  g_byte_array_append (self->out, (const guint8 *) line->str, line->len);
  imap_server_ok (self, NULL);
}

void
imap_server_search (ImapServer *self, ImapScanner *scan)
{
  g_autoptr (ImapSearch) search = NULL;
  ImapSearchResult result;

  if (!imap_scan_space (scan))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  result = imap_search_scan (scan, &search);
  if (result == IMAP_SEARCH_BAD_CHARSET)
    imap_server_no (self, "BADCHARSET (US-ASCII UTF-8)", "This charset is not known here");
  else if (result == IMAP_SEARCH_BAD)
    imap_server_bad (self, scan->error);
  else
    answer (self, search);
}
