/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/tokens.h"

#include <string.h>

static ImapScanner
scanner (const char *text, gboolean utf8)
{
  ImapScanner self;

  imap_scanner_init (&self, (const guint8 *) text, strlen (text), utf8);
  return self;
}

static void
test_words (void)
{
  ImapScanner s = scanner ("a01 uid FETCH]", FALSE);
  g_autofree char *tag = NULL;
  g_autofree char *atom = NULL;

  g_assert_true (imap_scan_tag (&s, &tag));
  g_assert_cmpstr (tag, ==, "a01");
  g_assert_true (imap_scan_space (&s));
  g_assert_false (imap_scan_word (&s, "UI"));
  g_assert_true (imap_scan_word (&s, "UID"));
  g_assert_false (imap_scan_char (&s, '('));
  g_assert_nonnull (s.error);
  g_assert_true (imap_scan_space (&s));
  g_assert_true (imap_scan_atom (&s, &atom));
  g_assert_cmpstr (atom, ==, "FETCH");
  g_assert_true (imap_scan_peek (&s, ']'));
  g_assert_false (imap_scan_end (&s));
  g_assert_true (imap_scan_char (&s, ']'));
  g_assert_true (imap_scan_end (&s));
  g_assert_false (imap_scan_space (&s));
}

static void
test_tags (void)
{
  static const char * const bad[] = { "", "+", "*", " a", "(", "\"a\"", "{1}", "\x80", "\\a" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      ImapScanner s = scanner (bad[i], FALSE);
      char *tag = NULL;

      g_assert_false (imap_scan_tag (&s, &tag));
    }
}

static const struct
{
  const char *text;
  gboolean    utf8;
  const char *value;     /* NULL: it is no astring */
  const char *rest;
} strings[] =
{
  { "atom rest", FALSE, "atom", " rest" },
  { "a]b)", FALSE, "a]b", ")" },
  { "\"\"", FALSE, "", "" },
  { "\"a b\" c", FALSE, "a b", " c" },
  { "\"a\\\"b\\\\\"", FALSE, "a\"b\\", "" },
  { "{0}\r\n", FALSE, "", "" },
  { "{5}\r\nhe\r\no)", FALSE, "he\r\no", ")" },
  { "{3+}\r\nabc", FALSE, "abc", "" },
  { "{6}\r\n\xce\xb1\xce\xb2\xce\xb3", FALSE, "\xce\xb1\xce\xb2\xce\xb3", "" },
  { "\"\xce\xb1\"", TRUE, "\xce\xb1", "" },
  { "\"\xce\xb1\"", FALSE, NULL, NULL },
  { "\"\xce\"", TRUE, NULL, NULL },
  { "\"a\\b\"", FALSE, NULL, NULL },
  { "\"a\r\n\"", FALSE, NULL, NULL },
  { "\"open", FALSE, NULL, NULL },
  { "\"open\\", FALSE, NULL, NULL },
  { "\"", FALSE, NULL, NULL },
  { "{4}\r\nabc", FALSE, NULL, NULL },
  { "{}\r\nabc", FALSE, NULL, NULL },
  { "{3}abc", FALSE, NULL, NULL },
  { "{3", FALSE, NULL, NULL },
  { "{99999999999999999999}\r\n", FALSE, NULL, NULL },
  { "(", FALSE, NULL, NULL },
  { "", FALSE, NULL, NULL },
  { "a%", FALSE, "a", "%" },
};

static void
test_strings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      ImapScanner s = scanner (strings[i].text, strings[i].utf8);
      g_autoptr (GBytes) bytes = NULL;
      gboolean good = imap_scan_astring (&s, &bytes);

      g_test_message ("%s", strings[i].text);
      g_assert_cmpint (good, ==, strings[i].value != NULL);
      if (!good)
        {
          g_assert_nonnull (s.error);
          continue;
        }
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), strings[i].value, strlen (strings[i].value));
      g_assert_cmpmem (s.p, s.end - s.p, strings[i].rest, strlen (strings[i].rest));
    }
}

static void
test_nil (void)
{
  ImapScanner s = scanner ("nil \"NIL\" NILS", FALSE);
  g_autoptr (GBytes) text = NULL;
  GBytes *none = (GBytes *) 1;

  g_assert_true (imap_scan_nstring (&s, &none));
  g_assert_null (none);
  g_assert_true (imap_scan_space (&s));
  g_assert_true (imap_scan_nstring (&s, &text));
  g_assert_cmpuint (g_bytes_get_size (text), ==, 3);
  g_assert_true (imap_scan_space (&s));
  g_assert_false (imap_scan_nstring (&s, &none));
}

static void
test_mailboxes (void)
{
  static const struct { const char *text; gboolean utf8; gboolean pattern; const char *name; } rows[] =
  {
    { "inBox", FALSE, FALSE, "INBOX" },
    { "\"&BB4EQgRHBFEEQg-\"", FALSE, FALSE, "Отчёт" },
    { "Drafts&-Notes", FALSE, FALSE, "Drafts&Notes" },
    { "&BB4EQgRHBFEEQg-", TRUE, FALSE, "&BB4EQgRHBFEEQg-" },
    { "\"Отчёт\"", TRUE, FALSE, "Отчёт" },
    { "\"a&b\"", FALSE, FALSE, NULL },
    { "{10}\r\nОтчёт", FALSE, FALSE, NULL },
    { "a*", FALSE, FALSE, "a" },
    { "a/*%", FALSE, TRUE, "a/*%" },
    { "\"%\"", FALSE, TRUE, "%" },
    { "\"\"", FALSE, TRUE, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ImapScanner s = scanner (rows[i].text, rows[i].utf8);
      g_autofree char *name = NULL;
      gboolean good = rows[i].pattern ? imap_scan_pattern (&s, &name) : imap_scan_mailbox (&s, &name);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (good, ==, rows[i].name != NULL);
      g_assert_cmpstr (name, ==, rows[i].name);
    }
}

static void
test_numbers (void)
{
  ImapScanner s = scanner ("4294967295 4294967296", FALSE);
  guint32 n = 0;
  guint64 big = 0;

  g_assert_true (imap_scan_number (&s, &n));
  g_assert_cmpuint (n, ==, 4294967295u);
  imap_scan_space (&s);
  g_assert_false (imap_scan_number (&s, &n));
  g_assert_true (imap_scan_number64 (&s, &big));
  g_assert_cmpuint (big, ==, G_GUINT64_CONSTANT (4294967296));
  s = scanner ("0", FALSE);
  g_assert_false (imap_scan_nz_number (&s, &n));
  g_assert_true (imap_scan_number (&s, &n));
  s = scanner ("9223372036854775807", FALSE);
  g_assert_true (imap_scan_number64 (&s, &big));
  s = scanner ("9223372036854775808", FALSE);
  g_assert_false (imap_scan_number64 (&s, &big));
  s = scanner ("-1", FALSE);
  g_assert_false (imap_scan_number (&s, &n));
}

static void
test_dates (void)
{
  static const struct { const char *text; gint64 days; } rows[] =
  {
    { "1-Jan-1970", 0 }, { "01-jan-1970", 0 }, { "\"5-Mar-2024\"", 19787 }, { "31-Dec-1969", -1 }, { "29-Feb-2024", 19782 },
    { "29-Feb-2023", G_MAXINT64 }, { "0-Jan-2024", G_MAXINT64 }, { "1-Jan-24", G_MAXINT64 }, { "\"1-Jan-2024", G_MAXINT64 },
    { "1-Foo-2024", G_MAXINT64 }, { "1 Jan 2024", G_MAXINT64 }, { "1-Jan-0000", G_MAXINT64 }, { "", G_MAXINT64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ImapScanner s = scanner (rows[i].text, FALSE);
      gint64 days = G_MAXINT64;
      gboolean good = imap_scan_date (&s, &days);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (good, ==, rows[i].days != G_MAXINT64);
      if (good)
        g_assert_cmpint (days, ==, rows[i].days);
    }
}

static void
test_date_times (void)
{
  static const struct { const char *text; gint64 seconds; } rows[] =
  {
    { "\" 5-Mar-2024 10:00:00 +0200\"", 1709625600 }, { "\"05-Mar-2024 10:00:00 -0130\"", 1709638200 },
    { "\" 1-Jan-1970 00:00:00 +0000\"", 0 }, { "\"31-Dec-1969 23:59:59 +0000\"", -1 },
    { "\"5-Mar-2024 10:00:00 +0200\"", G_MAXINT64 }, { "\" 5-Mar-2024 24:00:00 +0200\"", G_MAXINT64 },
    { "\" 5-Mar-2024 10:00:00\"", G_MAXINT64 }, { " 5-Mar-2024 10:00:00 +0200", G_MAXINT64 },
    { "\" 5-Mar-2024 10:00:00 +0260\"", G_MAXINT64 }, { "\"31-Apr-2024 10:00:00 +0000\"", G_MAXINT64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ImapScanner s = scanner (rows[i].text, FALSE);
      gint64 seconds = G_MAXINT64;
      gboolean good = imap_scan_date_time (&s, &seconds);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (good, ==, rows[i].seconds != G_MAXINT64);
      if (good)
        g_assert_cmpint (seconds, ==, rows[i].seconds);
    }
  for (gint64 t = -5000000000; t < 5000000000; t += 99999937)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      ImapScanner s;
      gint64 again = 0;

      imap_write_date_time (text, t);
      s = scanner (text->str, FALSE);
      g_assert_true (imap_scan_date_time (&s, &again));
      g_assert_true (imap_scan_end (&s));
      g_assert_cmpint (again, ==, t);
    }
}

static void
test_writing (void)
{
  static const struct { const char *text; gboolean utf8; const char *astring, *nstring; } rows[] =
  {
    { "abc", FALSE, "abc", "\"abc\"" }, { "", FALSE, "\"\"", "\"\"" }, { "a b", FALSE, "\"a b\"", "\"a b\"" },
    { "a\"\\", FALSE, "\"a\\\"\\\\\"", "\"a\\\"\\\\\"" }, { "nil", FALSE, "\"nil\"", "\"nil\"" },
    { "a\r\nb", FALSE, "{4}\r\na\r\nb", "{4}\r\na\r\nb" }, { "\xce\xb1", FALSE, "{2}\r\n\xce\xb1", "{2}\r\n\xce\xb1" },
    { "\xce\xb1", TRUE, "\"\xce\xb1\"", "\"\xce\xb1\"" }, { "\xce", TRUE, "{1}\r\n\xce", "{1}\r\n\xce" },
    { "a]", FALSE, "a]", "\"a]\"" }, { NULL, FALSE, NULL, "NIL" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      if (rows[i].text != NULL)
        imap_write_astring (out, rows[i].text, strlen (rows[i].text), rows[i].utf8);
      g_assert_cmpstr (out->str, ==, rows[i].astring != NULL ? rows[i].astring : "");
      g_string_truncate (out, 0);
      imap_write_nstring (out, rows[i].text, -1, rows[i].utf8);
      g_assert_cmpstr (out->str, ==, rows[i].nstring);
    }
}

/* ---- modified UTF-7 ---- */

static void
test_utf7 (void)
{
  static const char * const rows[][2] =      /* the first two are of RFC 3501 */
  {
    { "~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
    { "Hi Mom -☺-!", "Hi Mom -&Jjo--!" },
    { "INBOX", "INBOX" }, { "", "" }, { "a&b", "a&-b" }, { "&", "&-" }, { "😀", "&2D3eAA-" },
    { "Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-" }, { "Ελλάδα", "&A5UDuwO7A6wDtAOx-" }, { "é", "&AOk-" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *encoded = imap_utf7_encode (rows[i][0]);
      g_autofree char *decoded = imap_utf7_decode (rows[i][1]);

      g_assert_cmpstr (encoded, ==, rows[i][1]);
      g_assert_cmpstr (decoded, ==, rows[i][0]);
    }
}

static void
test_utf7_has_one_form (void)
{
  static const char * const bad[] =
  {
    "&", "a&b", "&AOk", "&AOk-&AOk-", "&AGE-", "&AOl-", "&AOkA-", "&2D0-", "&3gA-", "&2D0A6Q-", "&A/k-", "&*-",
    "\xc3\xa9", "a\tb", "&AAA-", "&AA-", "&A-", "\x7f"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_null (imap_utf7_decode (bad[i]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/tokens/words", test_words);
  g_test_add_func ("/imap/tokens/tags", test_tags);
  g_test_add_func ("/imap/tokens/strings", test_strings);
  g_test_add_func ("/imap/tokens/nil", test_nil);
  g_test_add_func ("/imap/tokens/mailboxes", test_mailboxes);
  g_test_add_func ("/imap/tokens/numbers", test_numbers);
  g_test_add_func ("/imap/tokens/dates", test_dates);
  g_test_add_func ("/imap/tokens/date-times", test_date_times);
  g_test_add_func ("/imap/tokens/writing", test_writing);
  g_test_add_func ("/imap/utf7/both-ways", test_utf7);
  g_test_add_func ("/imap/utf7/a-name-has-one-form", test_utf7_has_one_form);
  return g_test_run ();
}
