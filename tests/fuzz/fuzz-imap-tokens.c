/* Any bytes as IMAP's words, strings, sets, dates and folder names.
 *
 * The first octet chooses what is looked for and whether names are UTF-8. What was read is written and read again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/set.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_string (ImapScanner *scan, gboolean nil)
{
  GBytes *bytes = NULL;
  gboolean good = nil ? imap_scan_nstring (scan, &bytes) : imap_scan_astring (scan, &bytes);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) again = NULL;
  gsize len;
  const char *text;
  ImapScanner second;

  g_assert_true (good || scan->error != NULL);
  if (!good || bytes == NULL)
    return;
  text = g_bytes_get_data (bytes, &len);
  imap_write_astring (out, text != NULL ? text : "", len, scan->utf8);
  imap_scanner_init (&second, (const guint8 *) out->str, out->len, scan->utf8);
  g_assert_true (imap_scan_astring (&second, &again));
  g_assert_true (imap_scan_end (&second));
  g_assert_true (g_bytes_equal (bytes, again));
  g_bytes_unref (bytes);
}

static void
check_name (ImapScanner *scan, gboolean pattern)
{
  g_autofree char *name = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  ImapScanner second;

  if (!(pattern ? imap_scan_pattern (scan, &name) : imap_scan_mailbox (scan, &name)))
    {
      g_assert_nonnull (scan->error);
      return;
    }
  g_assert_true (g_utf8_validate (name, -1, NULL));
  imap_write_mailbox (out, name, scan->utf8);
  imap_scanner_init (&second, (const guint8 *) out->str, out->len, scan->utf8);
  g_assert_true (pattern ? imap_scan_pattern (&second, &again) : imap_scan_mailbox (&second, &again));
  g_assert_cmpstr (again, ==, name);
}

static void
check_set (ImapScanner *scan)
{
  g_autoptr (GArray) set = NULL;
  g_autoptr (GArray) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *twice = NULL;
  gboolean saved;
  ImapScanner second;

  if (!imap_scan_set (scan, &set, &saved))
    {
      g_assert_nonnull (scan->error);
      return;
    }
  imap_set_resolve (set, 77);
  for (guint i = 0; i < set->len; i++)
    {
      const ImapRange *range = &g_array_index (set, ImapRange, i);

      g_assert_cmpuint (range->first, <=, range->last);
      g_assert_true (i == 0 || range->first > (guint64) g_array_index (set, ImapRange, i - 1).last + 1);
      g_assert_true (imap_set_has (set, range->first) && imap_set_has (set, range->last));
      g_assert_true (range->last == G_MAXUINT32 || !imap_set_has (set, range->last + 1));
    }
  if (saved)
    return;
  text = imap_set_to_text (set);
  imap_scanner_init (&second, (const guint8 *) text, strlen (text), FALSE);
  g_assert_true (imap_scan_set (&second, &again, &saved));
  imap_set_resolve (again, 77);
  twice = imap_set_to_text (again);
  g_assert_cmpstr (text, ==, twice);
}

static void
check_date (ImapScanner *scan, gboolean with_time)
{
  gint64 value = 0;
  gint64 again = 0;
  g_autoptr (GString) out = g_string_new (NULL);
  ImapScanner second;

  if (!(with_time ? imap_scan_date_time (scan, &value) : imap_scan_date (scan, &value)) || !with_time)
    return;
  imap_write_date_time (out, value);
  imap_scanner_init (&second, (const guint8 *) out->str, out->len, FALSE);
  g_assert_true (imap_scan_date_time (&second, &again));
}

static void
check_numbers (ImapScanner *scan)
{
  guint32 n;
  guint64 large;
  g_autofree char *tag = NULL;
  g_autofree char *atom = NULL;

  if (!imap_scan_tag (scan, &tag) || !imap_scan_space (scan) || !imap_scan_atom (scan, &atom) || !imap_scan_space (scan))
    return;
  if (imap_scan_number (scan, &n) && imap_scan_space (scan) && imap_scan_nz_number (scan, &n))
    {
      g_assert_cmpuint (n, >, 0);
      if (imap_scan_space (scan) && imap_scan_number64 (scan, &large))
        g_assert_cmpuint (large, <=, G_MAXINT64);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  ImapScanner scan;

  if (size < 1)
    return 0;
  imap_scanner_init (&scan, data + 1, size - 1, (data[0] & 0x80) != 0);
  switch (data[0] & 0x7)
    {
    case 0: check_string (&scan, FALSE); break;
    case 1: check_string (&scan, TRUE); break;
    case 2: check_name (&scan, FALSE); break;
    case 3: check_name (&scan, TRUE); break;
    case 4: check_set (&scan); break;
    case 5: check_date (&scan, FALSE); break;
    case 6: check_date (&scan, TRUE); break;
    default: check_numbers (&scan); break;
    }
  g_assert_true (scan.p >= data + 1 && scan.p <= data + size);
  return 0;
}
