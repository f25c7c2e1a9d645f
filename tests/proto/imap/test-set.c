/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/set.h"

#include <string.h>

static GArray *
scan (const char *text, gboolean *saved)
{
  ImapScanner s;
  GArray *set = NULL;

  imap_scanner_init (&s, (const guint8 *) text, strlen (text), FALSE);
  if (!imap_scan_set (&s, &set, saved))
    return NULL;
  if (imap_scan_end (&s))
    return set;
  g_array_unref (set);
  return NULL;
}

static void
test_resolved (void)
{
  static const struct { const char *text; guint32 largest; const char *value; } rows[] =
  {
    { "1", 9, "1" }, { "*", 9, "9" }, { "1:*", 9, "1:9" }, { "*:1", 9, "1:9" }, { "7:3", 9, "3:7" }, { "20:*", 9, "9:20" },
    { "5,1,3", 9, "1,3,5" }, { "1:3,4", 9, "1:4" }, { "1:5,2:3", 9, "1:5" }, { "2,2,2", 9, "2" }, { "3:1,2:9", 9, "1:9" },
    { "1:4294967295", 9, "1:4294967295" }, { "4294967295,1", 9, "1,4294967295" }, { "4294967295:1,7", 9, "1:4294967295" },
    { "*", 0, "0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean saved = TRUE;
      g_autoptr (GArray) set = scan (rows[i].text, &saved);
      g_autofree char *text = NULL;

      g_assert_nonnull (set);
      g_assert_false (saved);
      imap_set_resolve (set, rows[i].largest);
      text = imap_set_to_text (set);
      g_assert_cmpstr (text, ==, rows[i].value);
    }
}

static void
test_malformed (void)
{
  static const char * const bad[] =
  {
    "", "0", "1:", ":1", "1,", ",1", "1:0", "1::2", "1:2:3", "a", "**", "1 ", "-1", "4294967296", "$,1", "1,$", "01"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gboolean saved = FALSE;
      g_autoptr (GArray) set = scan (bad[i], &saved);

      g_test_message ("%s", bad[i]);
      g_assert_null (set);
    }
}

static void
test_saved (void)
{
  gboolean saved = FALSE;
  g_autoptr (GArray) set = scan ("$", &saved);

  g_assert_nonnull (set);
  g_assert_true (saved);
  g_assert_cmpuint (set->len, ==, 0);
}

static void
test_too_many (void)
{
  g_autoptr (GString) text = g_string_new ("1");
  gboolean saved = FALSE;
  g_autoptr (GArray) set = NULL;

  for (guint i = 1; i < IMAP_SET_RANGES_MAX; i++)
    g_string_append (text, ",1");
  set = scan (text->str, &saved);
  g_assert_nonnull (set);
  g_string_append (text, ",1");
  g_assert_null (scan (text->str, &saved));
}

static void
test_has (void)
{
  gboolean saved;
  g_autoptr (GArray) set = scan ("2,5:7,4294967295", &saved);
  static const guint32 inside[] = { 2, 5, 6, 7, 4294967295u };
  static const guint32 outside[] = { 0, 1, 3, 4, 8, 4294967294u };

  imap_set_resolve (set, 9);
  for (gsize i = 0; i < G_N_ELEMENTS (inside); i++)
    g_assert_true (imap_set_has (set, inside[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (outside); i++)
    g_assert_false (imap_set_has (set, outside[i]));
  g_array_set_size (set, 0);
  g_assert_false (imap_set_has (set, 1));
}

static void
test_add (void)
{
  g_autoptr (GArray) set = imap_set_new ();
  g_autofree char *text = NULL;
  static const guint32 numbers[] = { 1, 2, 3, 7, 9, 10 };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    imap_set_add (set, numbers[i]);
  text = imap_set_to_text (set);
  g_assert_cmpstr (text, ==, "1:3,7,9:10");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/set/resolved", test_resolved);
  g_test_add_func ("/imap/set/malformed", test_malformed);
  g_test_add_func ("/imap/set/saved", test_saved);
  g_test_add_func ("/imap/set/too-many", test_too_many);
  g_test_add_func ("/imap/set/has", test_has);
  g_test_add_func ("/imap/set/add", test_add);
  return g_test_run ();
}
