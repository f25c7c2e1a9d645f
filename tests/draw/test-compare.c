/* test-compare.c - two runs side by side: nothing overlaps, and every figure is the tally's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/compare-layout.h"
#include "app/draw/shape.h"

#include <string.h>

static SimComparison *
compare_lesson (const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, &error);
  SimComparison *comparison = sim_comparison_of (scenario, NULL, NULL, scenario->seed, &error);

  g_assert_no_error (error);
  return comparison;
}

static void
place (const EhloSheet *sheet, const EhloMark *mark, double *left, double *right)
{
  double width = sheet->measure (sheet->measure_data, mark->font, mark->text);

  *left = mark->align == EHLO_ALIGN_LEFT ? mark->x : mark->align == EHLO_ALIGN_RIGHT ? mark->x - width : mark->x - width / 2;
  *right = *left + width;
}

/* No text lies on another or is cut by the edge; every item can be read out. */
static void
check (EhloSheet *owned, const char *what)
{
  g_autoptr (EhloSheet) sheet = owned;

  for (guint i = 0; i < sheet->marks->len; i++)
    {
      const EhloMark *a = &g_array_index (sheet->marks, EhloMark, i);
      double left, right;

      if (a->kind != EHLO_MARK_TEXT)
        continue;
      place (sheet, a, &left, &right);
      if (left < 0 || right > sheet->width || a->y < 5 || a->y > sheet->height - 5)
        g_error ("%s at %.0f: \"%s\" is off the sheet: %.0f to %.0f, %.0f", what, sheet->width, a->text, left, right, a->y);
      for (guint k = 0; k < i; k++)
        {
          const EhloMark *b = &g_array_index (sheet->marks, EhloMark, k);
          double other_left, other_right;

          if (b->kind != EHLO_MARK_TEXT || ABS (a->y - b->y) >= (ehlo_fonts[a->font].size + ehlo_fonts[b->font].size) * 0.45)
            continue;
          place (sheet, b, &other_left, &other_right);
          if (left < other_right - 0.5 && other_left < right - 0.5)
            g_error ("%s at %.0f: \"%s\" is on \"%s\", %.0f", what, sheet->width, a->text, b->text, a->y);
        }
    }
  g_assert_cmpuint (sheet->items->len, >, 0);
  for (guint i = 0; i < sheet->items->len; i++)
    g_assert_true (g_utf8_validate (g_array_index (sheet->items, EhloItem, i).sentence, -1, NULL));
}

static void
test_nothing_overlaps (void)
{
  static const char * const lessons[] = { "pipelining", "ehlo" };
  static const double widths[] = { 600, 760, 1024, 1366, 1920 };

  for (guint i = 0; i < G_N_ELEMENTS (lessons); i++)
    {
      g_autoptr (SimComparison) comparison = compare_lesson (lessons[i]);

      for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
        for (guint row = 0; row <= comparison->rows->len + 1; row += 3)
          {
            check (compare_heads_new (comparison, row, widths[w], ehlo_measure_fake, NULL), lessons[i]);
            check (compare_rows_new (comparison, row, widths[w], ehlo_measure_fake, NULL), lessons[i]);
            check (compare_cards_new (comparison, row, widths[w], ehlo_measure_fake, NULL), lessons[i]);
          }
    }
}

static void
test_rows (void)
{
  g_autoptr (SimComparison) comparison = compare_lesson ("pipelining");
  g_autoptr (EhloSheet) sheet = compare_rows_new (comparison, 7, 1366, ehlo_measure_fake, NULL);
  const EhloItem *item = &g_array_index (sheet->items, EhloItem, 6);

  g_assert_cmpuint (sheet->items->len, ==, comparison->rows->len);
  g_assert_true (item->current);
  g_assert_cmpuint (item->id, ==, 7);
  g_assert_cmpstr (item->sentence, ==, "Row 7 of 24. No PIPELINING: after 1.9 s the server says 250 2.1.0 Sender ok. PIPELINING: nothing.");
}

static gboolean
has_text (const EhloSheet *sheet, const char *text)
{
  for (guint i = 0; i < sheet->marks->len; i++)
    if (g_strcmp0 (g_array_index (sheet->marks, EhloMark, i).text, text) == 0)
      return TRUE;
  return FALSE;
}

static void
test_cards (void)
{
  g_autoptr (SimComparison) comparison = compare_lesson ("pipelining");
  g_autoptr (EhloSheet) sheet = compare_cards_new (comparison, 0, 1366, ehlo_measure_fake, NULL);
  guint curves = 0, hatched = 0;
  gboolean solid = FALSE, dashed = FALSE, trips = FALSE;

  for (guint i = 0; i < sheet->marks->len; i++)
    {
      const EhloMark *mark = &g_array_index (sheet->marks, EhloMark, i);

      curves += mark->kind == EHLO_MARK_CURVE;
      solid = solid || (mark->kind == EHLO_MARK_CURVE && !mark->dashed && mark->color == EHLO_COLOR_FIRST);
      dashed = dashed || (mark->kind == EHLO_MARK_CURVE && mark->dashed && mark->color == EHLO_COLOR_SECOND);
      hatched += mark->hatched;
    }
  g_assert_cmpuint (curves, ==, 2);
  g_assert_true (solid && dashed);
  g_assert_cmpuint (hatched, ==, 5);
  g_assert_true (has_text (sheet, "11") && has_text (sheet, "7"));
  for (guint i = 0; i < sheet->items->len; i++)
    trips = trips || g_str_equal (g_array_index (sheet->items, EhloItem, i).sentence, "Round trips. No PIPELINING: 11. PIPELINING: 7.");
  g_assert_true (trips);
}

/* Before the first row nothing has been sent; after the last all has. */
static void
test_heads (void)
{
  g_autoptr (SimComparison) comparison = compare_lesson ("pipelining");
  g_autoptr (EhloSheet) start = compare_heads_new (comparison, 0, 1366, ehlo_measure_fake, NULL);
  g_autoptr (EhloSheet) end = compare_heads_new (comparison, comparison->rows->len, 1366, ehlo_measure_fake, NULL);

  g_assert_nonnull (strstr (g_array_index (start->items, EhloItem, 0).sentence, "0 bytes  ·  0 ms"));
  g_assert_nonnull (strstr (g_array_index (end->items, EhloItem, 0).sentence, "782 bytes  ·  5.1 s"));
  g_assert_nonnull (strstr (g_array_index (end->items, EhloItem, 1).sentence, "782 bytes  ·  3.0 s"));
}

static void
test_cursor (void)
{
  g_autoptr (SimComparison) comparison = compare_lesson ("pipelining");

  for (guint run = 0; run < 2; run++)
    {
      guint before = 0;

      g_assert_cmpuint (sim_comparison_cursor (comparison, run, 0), ==, 0);
      for (guint row = 1; row <= comparison->rows->len; row++)
        {
          guint cursor = sim_comparison_cursor (comparison, run, row);

          g_assert_cmpuint (cursor, >=, before);
          before = cursor;
        }
      g_assert_cmpuint (before, ==, sim_trace_length (comparison->runs[run].trace));
    }
}

static void
test_stock (void)
{
  g_autofree char *none = compare_stock_text ((SimStock) { 0, 0, 0 }), *one = compare_stock_text ((SimStock) { 1, 0, 0 });
  g_autofree char *five = compare_stock_text ((SimStock) { 5, 1, 4 });

  g_assert_cmpstr (none, ==, "empty");
  g_assert_cmpstr (one, ==, "1 message");
  g_assert_cmpstr (five, ==, "5 messages, 1 read, 4 only in part");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/compare/nothing-overlaps-at-any-width", test_nothing_overlaps);
  g_test_add_func ("/draw/compare/rows-are-read-out", test_rows);
  g_test_add_func ("/draw/compare/cards", test_cards);
  g_test_add_func ("/draw/compare/heads-count-along", test_heads);
  g_test_add_func ("/draw/compare/cursor-reaches-both-ends", test_cursor);
  g_test_add_func ("/draw/compare/stock-in-words", test_stock);
  return g_test_run ();
}
