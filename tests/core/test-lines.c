/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/core/lines.h"

#include <string.h>

/* All lines of @text, fed in chunks: "W:abc B:x L " */
static char *
cut (const char *text, gsize len, gsize chunk, gsize limit)
{
  g_autoptr(GString) out = g_string_new (NULL);
  SimLines lines;

  sim_lines_init (&lines);
  for (gsize i = 0; i < len; i += chunk)
    {
      SimLineKind kind;
      const guint8 *line;
      gsize n;
      gsize rest;

      sim_lines_feed (&lines, (const guint8 *) text + i, chunk < len - i ? chunk : len - i);
      while ((kind = sim_lines_next (&lines, limit, &line, &n)) != SIM_LINE_NONE)
        {
          g_string_append (out, kind == SIM_LINE_WHOLE ? "W:" : kind == SIM_LINE_BARE ? "B:" : lines.bare ? "LB" : "L");
          for (gsize j = 0; j < n; j++)
            g_string_append_c (out, line[j] == '\0' ? '0' : line[j] == '\r' ? '^' : (char) line[j]);
          g_string_append_c (out, ' ');
        }
      sim_lines_peek (&lines, &rest);
      g_assert_cmpuint (rest, <, limit);
    }
  sim_lines_clear (&lines);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_any_chunking (void)
{
  static const struct { const char *text; gsize len; const char *lines; } rows[] =
  {
#define ROW(text, lines) { text, sizeof text - 1, lines }
    ROW ("a\r\nbc\r\n", "W:a W:bc "),
    ROW ("\r\n\r\n", "W: W: "),
    ROW ("a\nb\r\n", "B:a W:b "),
    ROW ("\n\r\n", "B: W: "),
    ROW ("a\rb\r\r\n", "W:a^b^ "),
    ROW ("a\0b\r\n", "W:a0b "),
    ROW ("12345678\r\n", "W:12345678 "),
    ROW ("123456789\r\nx\r\n", "L W:x "),
    ROW ("123456789\nx\r\n", "B:123456789 W:x "),
    ROW ("1234567890\nx\r\n", "LB W:x "),
    ROW ("123456789abcdefghijklmnopq\r\nx\r\n", "L W:x "),
    ROW ("123456789abcdefghijklmnopq\nx\r\n", "LB W:x "),
    ROW ("123456789abcdefghi\rklmnopq\nx\r\n", "LB W:x "),
    ROW ("no end", ""),
#undef ROW
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize chunk = 1; chunk < 30; chunk++)
      {
        g_autofree char *lines = cut (rows[i].text, rows[i].len, chunk, 10);

        g_assert_cmpstr (lines, ==, rows[i].lines);
      }
}

static void
test_rest_may_be_taken (void)
{
  SimLines lines;
  const guint8 *p;
  gsize len;

  sim_lines_init (&lines);
  g_assert_null (sim_lines_peek (&lines, &len));
  g_assert_cmpuint (len, ==, 0);
  sim_lines_feed (&lines, (const guint8 *) "a\r\nliteral\r\nb\r\n", 15);
  g_assert_cmpint (sim_lines_next (&lines, 100, &p, &len), ==, SIM_LINE_WHOLE);
  p = sim_lines_peek (&lines, &len);
  g_assert_cmpmem (p, len, "literal\r\nb\r\n", 12);
  sim_lines_take (&lines, 9);
  g_assert_cmpint (sim_lines_next (&lines, 100, &p, &len), ==, SIM_LINE_WHOLE);
  g_assert_cmpmem (p, len, "b", 1);
  g_assert_cmpint (sim_lines_next (&lines, 100, &p, &len), ==, SIM_LINE_NONE);
  sim_lines_clear (&lines);
}

/* Many lines in one chunk are cut in linear time and give their memory back. */
static void
test_many_lines (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  SimLines lines;
  const guint8 *p;
  gsize len;

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, "%u\r\n", i);
  sim_lines_init (&lines);
  sim_lines_feed (&lines, (const guint8 *) text->str, text->len);
  for (guint i = 0; i < 200000; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);

      g_assert_cmpint (sim_lines_next (&lines, 100, &p, &len), ==, SIM_LINE_WHOLE);
      g_assert_cmpmem (p, len, number, strlen (number));
    }
  g_assert_cmpint (sim_lines_next (&lines, 100, &p, &len), ==, SIM_LINE_NONE);
  g_assert_cmpuint (lines.bytes->len, ==, 0);
  sim_lines_clear (&lines);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/lines/any-chunking-gives-the-same", test_any_chunking);
  g_test_add_func ("/core/lines/rest-may-be-taken", test_rest_may_be_taken);
  g_test_add_func ("/core/lines/many-lines", test_many_lines);
  return g_test_run ();
}
