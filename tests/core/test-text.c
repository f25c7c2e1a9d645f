/* test-text.c - bytes made readable, and words compared
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/text.h"

#include <string.h>

static void
test_escape (void)
{
  static const struct
  {
    const char *in;
    gsize len;
    const char *out;
    gboolean clean;
  } rows[] = {
    { "", 0, "", TRUE },
    { "250 OK", 6, "250 OK", TRUE },
    { "a\0b", 3, "a\\x00b", FALSE },
    { "a\r\n", 3, "a\\x0D\\x0A", FALSE },
    { "a\tb", 3, "a\\x09b", FALSE },
    { "\x7f", 1, "\\x7F", FALSE },
    { "C:\\x41", 6, "C:\\x41", TRUE },
    { "γειά", 8, "γειά", TRUE },
    { "\xce", 1, "\\xCE", FALSE },              /* cut in the middle */
    { "\xce" "a", 2, "\\xCEa", FALSE },
    { "\xff\xfe", 2, "\\xFF\\xFE", FALSE },
    { "\xc0\x80", 2, "\\xC0\\x80", FALSE },     /* overlong */
    { "\xed\xa0\x80", 3, "\\xED\\xA0\\x80", FALSE }, /* a surrogate */
    { "\xc2\x85", 2, "\\xC2\\x85", FALSE },     /* C1 NEL */
    { "\xe2\x80\xae" "x", 4, "\\xE2\\x80\\xAEx", FALSE }, /* right-to-left override */
    { "\xf0\x9f\x93\xa7", 4, "\xf0\x9f\x93\xa7", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      /* A copy of exactly that length: a read past the end is then seen. */
      g_autofree guint8 *bytes = g_memdup2 (rows[i].in, rows[i].len);
      g_autofree char *out = sim_text_escape (bytes, rows[i].len);

      g_assert_cmpstr (out, ==, rows[i].out);
      g_assert_cmpint (sim_text_is_clean (bytes, rows[i].len), ==, rows[i].clean);
    }
}

static void
test_escape_any_bytes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 2000; round++)
    {
      guint8 bytes[24];
      gsize len = (gsize) g_rand_int_range (rand, 0, sizeof bytes);
      g_autofree char *out = NULL;

      for (gsize i = 0; i < len; i++)
        bytes[i] = (guint8) g_rand_int_range (rand, 0, 256);
      out = sim_text_escape (bytes, len);
      g_assert_true (g_utf8_validate (out, -1, NULL));
      g_assert_true (sim_text_is_clean ((const guint8 *) out, strlen (out)));
      g_assert_cmpint (sim_text_is_clean (bytes, len), ==, strlen (out) == len && memcmp (out, bytes, len) == 0);
    }
}

static void
test_8bit (void)
{
  guint8 bytes[40] = { 0 };

  for (gsize len = 0; len <= sizeof bytes; len++)
    {
      memset (bytes, 127, sizeof bytes);
      g_assert_false (sim_text_is_8bit (bytes, len));
      for (gsize i = 0; i < sizeof bytes; i++)
        {
          bytes[i] = 128;
          g_assert_cmpint (sim_text_is_8bit (bytes, len), ==, i < len);
          bytes[i] = 127;
        }
    }
}

static void
test_suggest (void)
{
  static const char *const words[] = { "mx1", "ns", "Title", "Summary", "first-letter", "smtp-by-hand", "Τίτλος" };
  static const struct
  {
    const char *word;
    const char *meant;
  } rows[] = {
    { "mx2", "mx1" },
    { "titel", "Title" },
    { "TITLE", "Title" },
    { "Sumary", "Summary" },
    { "frist-letter", "first-letter" },
    { "firstletter", "first-letter" },
    { "smtp-by-hnad", "smtp-by-hand" },
    { "ΤΙΤΛΟΣ", "Τίτλος" },
    { "n", "ns" },
    { "dn", NULL },
    { "banana", NULL },
    { "", NULL },
    { "\xff", NULL },
  };
  g_autofree char *long_word = g_strnfill (100000, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (sim_text_suggest (rows[i].word, words, G_N_ELEMENTS (words)), ==, rows[i].meant);
  g_assert_null (sim_text_suggest (long_word, words, G_N_ELEMENTS (words)));
  g_assert_null (sim_text_suggest ("mx1", words, 0));
}

static void
test_suggest_takes_the_nearest (void)
{
  static const char *const words[] = { "mail.school.example", "mail.univ.example", "mx.univ.example" };

  g_assert_cmpstr (sim_text_suggest ("mail.uni.example", words, 3), ==, "mail.univ.example");
  g_assert_cmpstr (sim_text_suggest ("mx.univ.exampel", words, 3), ==, "mx.univ.example");
}

static void
test_time (void)
{
  static const struct
  {
    gint64 ns;
    const char *text;
  } rows[] = {
    { 0, "0 s" },
    { 1, "1 ns" },
    { 350000, "350 µs" },
    { 42000000, "42 ms" },
    { 42500000, "42.5 ms" },
    { 42012345, "42.012 ms" },
    { 999999999, "999.999 ms" },
    { 1000000000, "1 s" },
    { 1284000000, "1.284 s" },
    { G_GINT64_CONSTANT (1800000000000), "1800 s" },
    { -42000000, "-42 ms" },
    { G_MAXINT64, "9223372036.854 s" },
    { G_MININT64, "-9223372036.854 s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = sim_text_time (rows[i].ns);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_field (void)
{
  static const char fields[] = "id=1a from=<> to=<a@x.example>,<b@x.example> uid= reply=250 ok";
  static const struct
  {
    const char *key;
    const char *value;
  } rows[] = {
    { "id", "1a" },
    { "from", "<>" },
    { "to", "<a@x.example>,<b@x.example>" },
    { "uid", "" },
    { "reply", "250" },
    { "i", NULL },
    { "d", NULL },
    { "ok", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *value = sim_text_field (fields, strlen (fields), rows[i].key);
      g_assert_cmpstr (value, ==, rows[i].value);
    }
}

static void
test_field_reads_one_line (void)
{
  static const char stored[] = "id=7\r\nSubject: to=me\r\n";
  g_autofree char *id = sim_text_field (stored, strlen (stored), "id");
  g_autofree char *to = sim_text_field (stored, strlen (stored), "to");
  g_autofree char *cut = sim_text_field (stored, 2, "id");

  g_assert_cmpstr (id, ==, "7");
  g_assert_null (to);
  g_assert_null (cut);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/text/escape-shows-what-is-not-text", test_escape);
  g_test_add_func ("/core/text/escape-of-any-bytes-is-clean-utf8", test_escape_any_bytes);
  g_test_add_func ("/core/text/any-octet-above-127-is-seen", test_8bit);
  g_test_add_func ("/core/text/suggest-forgives-small-mistakes", test_suggest);
  g_test_add_func ("/core/text/suggest-takes-the-nearest", test_suggest_takes_the_nearest);
  g_test_add_func ("/core/text/time-has-a-fitting-unit", test_time);
  g_test_add_func ("/core/text/field-is-found-by-its-whole-key", test_field);
  g_test_add_func ("/core/text/field-reads-one-line-only", test_field_reads_one_line);
  return g_test_run ();
}
