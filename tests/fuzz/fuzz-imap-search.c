/* Any search keys, asked of a mailbox with any message.
 *
 * The first octet: a length; so many octets are the keys, the rest is the message. What
 * NOT finds is what the keys do not find.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/search.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static ImapSearch *
scan (const guint8 *keys, gsize len, gboolean utf8)
{
  ImapScanner scanner;
  ImapSearch *search = NULL;
  ImapSearchResult result;

  imap_scanner_init (&scanner, keys, len, utf8);
  result = imap_search_scan (&scanner, &search);
  g_assert_cmpint (search != NULL, ==, result == IMAP_SEARCH_OK);
  g_assert_true (result != IMAP_SEARCH_BAD || scanner.error != NULL);
  return search;
}

static gboolean
matches (ImapSearch *search, MailBox *box)
{
  g_autoptr (GArray) saved = imap_set_new ();

  imap_set_add (saved, 1);
  imap_search_resolve (search, 1, 1, saved);
  return imap_search_matches (search, box, mail_box_get (box, 0), 1, TRUE, 1709632800);
}

static void
answer (ImapSearch *search, gboolean found)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 one = 1;

  if (found)
    g_array_append_val (hits, one);
  for (guint how = 0; how < 4; how++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GArray) saved = imap_search_to_save (search, hits);

      imap_search_write (search, out, "A1", how & 1, hits, (how & 2) != 0);
      g_assert_true (out->len == 0 || g_str_has_suffix (out->str, "\r\n"));
      g_assert_cmpint (saved != NULL, ==, (imap_search_get_return (search) & IMAP_RETURN_SAVE) != 0);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (MailBox) box = mail_box_new ("INBOX", 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MailMessage) message = NULL;
  gsize len;

  if (size < 1 || size - 1 < data[0])
    return 0;
  len = data[0];
  bytes = g_bytes_new (data + 1 + len, size - 1 - len);
  message = mail_message_new (bytes);
  mail_box_append (box, message, mail_box_keyword (box, "Work", TRUE) | MAIL_FLAG_SEEN, 0);
  for (gboolean utf8 = FALSE; utf8 <= TRUE; utf8++)
    {
      g_autoptr (ImapSearch) search = scan (data + 1, len, utf8);
      g_autoptr (ImapSearch) inverse = NULL;
      g_autoptr (GString) keys = g_string_new ("NOT (");
      gboolean found;

      if (search == NULL)
        continue;
      found = matches (search, box);
      answer (search, found);
      g_string_append_len (keys, (const char *) data + 1, len);
      g_string_append_c (keys, ')');
      inverse = scan ((const guint8 *) keys->str, keys->len, utf8);    /* none after RETURN or CHARSET, or too deep */
      if (inverse != NULL)
        g_assert_cmpint (matches (inverse, box), !=, found);
    }
  return 0;
}
