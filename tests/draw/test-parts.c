/* test-parts.c - a line taken apart, as a layout, with letters of one width
 *
 * Each cell is written as x,y:text(name).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/parts-layout.h"

#include <string.h>

static GArray *
dissect (const char *text, const char *verb)
{
  ExplainLine line = { EXPLAIN_LINE_COMMAND };

  g_strlcpy (line.verb, verb, sizeof line.verb);
  return explain_dissect ("smtp", SIM_SIDE_CLIENT, &line, text, strlen (text));
}

static char *
layout_to_text (const PartsLayout *layout)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < layout->cells->len; i++)
    {
      const PartsCell *cell = &g_array_index (layout->cells, PartsCell, i);

      g_string_append_printf (out, "%.0f,%.0f:%s(%s) ", cell->x, cell->y, cell->text, cell->name != NULL ? cell->name : "");
    }
  return g_string_free (out, FALSE);
}

static void
test_one_row (void)
{
  const char *text = "MAIL FROM:<a@b.example> SIZE=18";
  g_autoptr (GArray) parts = dissect (text, "MAIL");
  g_autoptr (PartsLayout) layout = parts_layout_new (text, parts, 1000, ehlo_measure_fake, NULL);
  g_autofree char *got = layout_to_text (layout);
  g_autofree char *sentence = parts_layout_sentence (layout);

  g_assert_cmpstr (got, ==, "0,0:MAIL(command) 59,0:FROM:(fixed word) 131,0:<() 139,0:a(local part) 211,0:@() 218,0:b.example(domain) "
                   "286,0:>() 300,0:SIZE(parameter) 366,0:=() 373,0:18(value) ");
  g_assert_cmpstr (sentence, ==, "MAIL: command; FROM:: fixed word; a: local part; b.example: domain; SIZE: parameter; 18: value");
  g_assert_cmpfloat (layout->height, ==, 33);
}

static void
test_narrow (void)
{
  static const char *text = "RCPT TO:<a-rather-long-name@a-rather-long-domain.example>";
  g_autoptr (GArray) parts = dissect (text, "RCPT");

  for (double width = 40; width < 700; width += 7)
    {
      g_autoptr (PartsLayout) layout = parts_layout_new (text, parts, width, ehlo_measure_fake, NULL);
      double x = 0, y = 0;

      for (guint i = 0; i < layout->cells->len; i++)
        {
          const PartsCell *cell = &g_array_index (layout->cells, PartsCell, i);

          /* In order, and what is written lies within its row. */
          g_assert_true (cell->y > y || (cell->y == y && cell->x >= x));
          g_assert_cmpfloat (cell->width, <=, width + 0.01);
          x = cell->x + cell->width;
          y = cell->y;
          g_assert_cmpfloat (cell->y + 33, <=, layout->height + 0.01);
        }
    }
}

static void
test_nothing (void)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (ExplainPart));
  g_autoptr (PartsLayout) layout = parts_layout_new ("", parts, 300, ehlo_measure_fake, NULL);

  g_assert_cmpuint (layout->cells->len, ==, 0);
  g_assert_cmpfloat (layout->height, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/parts/one-row", test_one_row);
  g_test_add_func ("/draw/parts/narrow", test_narrow);
  g_test_add_func ("/draw/parts/nothing", test_nothing);
  return g_test_run ();
}
