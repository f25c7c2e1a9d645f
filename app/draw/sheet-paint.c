/* sheet-paint.c - a sheet in ink
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/sheet.h"

#include <math.h>

/* Lines from the lower left to the upper right, cut off at the edges. */
static void
paint_hatching (const EhloMark *mark, cairo_t *cr)
{
  double height = mark->y2 - mark->y;

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  for (double x = mark->x - height + 3; x < mark->x2; x += 5)
    {
      double from = MAX (x, mark->x), to = MIN (x + height, mark->x2);

      cairo_move_to (cr, from, mark->y2 - (from - x));
      cairo_line_to (cr, to, mark->y2 - (to - x));
    }
  cairo_set_line_width (cr, 2);
  ehlo_ink_stroke (cr);
}

static void
paint_box (const EhloMark *mark, cairo_t *cr, const EhloTheme *theme, double flash)
{
  static const double dashes[] = { 5, 4 };
  double half = mark->line / 2;

  ehlo_path_rounded (cr, mark->x + half, mark->y + half, mark->x2 - mark->x - mark->line, mark->y2 - mark->y - mark->line,
                     MIN (mark->size, (mark->y2 - mark->y) / 2));
  if (mark->filled)
    {
      ehlo_theme_set_source (theme, cr, mark->fill, 1);
      ehlo_ink_fill_preserve (cr);
    }
  if (mark->hatched)
    {
      cairo_new_path (cr);
      ehlo_theme_set_source (theme, cr, mark->color, 1);
      paint_hatching (mark, cr);
      ehlo_path_rounded (cr, mark->x + half, mark->y + half, mark->x2 - mark->x - mark->line, mark->y2 - mark->y - mark->line,
                         MIN (mark->size, (mark->y2 - mark->y) / 2));
    }
  if (mark->fresh && flash > 0)
    {
      ehlo_theme_set_source (theme, cr, EHLO_COLOR_ACCENT, 0.45 * flash);
      ehlo_ink_fill_preserve (cr);
    }
  if (mark->line > 0)
    {
      ehlo_theme_set_source (theme, cr, mark->fresh ? EHLO_COLOR_ACCENT : mark->color, 1);
      cairo_set_line_width (cr, mark->fresh ? 2 : mark->line);
      if (mark->dashed)
        cairo_set_dash (cr, dashes, 2, 0);
      ehlo_ink_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  cairo_new_path (cr);
}

static void
paint_line (const EhloMark *mark, cairo_t *cr, const EhloTheme *theme)
{
  static const double dashes[] = { 4, 4 };
  double dx = mark->x2 - mark->x, dy = mark->y2 - mark->y, length = sqrt (dx * dx + dy * dy);
  double size = 4 + mark->line * 2, ux, uy;

  if (length <= 0)
    return;
  ux = dx / length;
  uy = dy / length;
  ehlo_theme_set_source (theme, cr, mark->color, 1);
  cairo_set_line_cap (cr, mark->dashed ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_SQUARE);
  if (mark->dashed)
    cairo_set_dash (cr, dashes, 2, 0);
  if (mark->arrow)
    ehlo_path_line (cr, mark->x, mark->y, mark->x2 - ux * size, mark->y2 - uy * size, mark->line);
  else
    ehlo_path_line (cr, mark->x, mark->y, mark->x2, mark->y2, mark->line);
  cairo_set_dash (cr, NULL, 0, 0);
  if (!mark->arrow)
    return;
  cairo_move_to (cr, mark->x2, mark->y2);
  cairo_line_to (cr, mark->x2 - ux * size - uy * size / 2, mark->y2 - uy * size + ux * size / 2);
  cairo_line_to (cr, mark->x2 - ux * size + uy * size / 2, mark->y2 - uy * size - ux * size / 2);
  cairo_close_path (cr);
  ehlo_ink_fill (cr);
}

static void
trace_curve (const EhloMark *mark, cairo_t *cr)
{
  for (guint i = 0; i + 1 < mark->points->len; i += 2)
    cairo_line_to (cr, g_array_index (mark->points, double, i), g_array_index (mark->points, double, i + 1));
}

static void
paint_curve (const EhloMark *mark, cairo_t *cr, const EhloTheme *theme)
{
  static const double dashes[] = { 6, 4 };

  if (mark->points->len < 4)
    return;
  cairo_new_path (cr);
  if (mark->filled)
    {
      trace_curve (mark, cr);
      cairo_line_to (cr, mark->x2, mark->y2);
      cairo_line_to (cr, mark->x, mark->y2);
      cairo_close_path (cr);
      ehlo_theme_set_source (theme, cr, mark->fill, 1);
      ehlo_ink_fill (cr);
    }
  trace_curve (mark, cr);
  ehlo_theme_set_source (theme, cr, mark->color, 1);
  cairo_set_line_width (cr, mark->line);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  if (mark->dashed)
    cairo_set_dash (cr, dashes, 2, 0);
  ehlo_ink_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* An envelope on its way back: a curved arrow to the left below it. */
static void
paint_returned (const EhloMark *mark, cairo_t *cr, const EhloTheme *theme)
{
  double r = mark->size * 0.26, x = mark->x + mark->size * 0.36, y = mark->y + mark->size * 0.3;

  ehlo_glyph_envelope (cr, theme, mark->x, mark->y, mark->size, 1, EXPLAIN_CLASS_NONE);
  cairo_new_path (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_WINDOW, 1);
  cairo_arc (cr, x, y, r * 1.5, 0, 2 * G_PI);
  ehlo_ink_fill (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_NO, 1);
  cairo_set_line_width (cr, 2);
  cairo_arc (cr, x, y, r, -0.6 * G_PI, 0.7 * G_PI);
  ehlo_ink_stroke (cr);
  cairo_move_to (cr, x - r * 1.4, y - r * 0.8);
  cairo_line_to (cr, x - r * 0.1, y - r * 1.5);
  cairo_line_to (cr, x - r * 0.1, y - r * 0.2);
  cairo_close_path (cr);
  ehlo_ink_fill (cr);
}

static void
paint_mark (const EhloMark *mark, cairo_t *cr, const EhloTheme *theme, double flash)
{
  switch (mark->kind)
    {
    case EHLO_MARK_TEXT:
      ehlo_text_paint (cr, theme, mark->color, mark->font, mark->x, mark->y, mark->align, mark->text);
      break;
    case EHLO_MARK_BOX:
      paint_box (mark, cr, theme, flash);
      break;
    case EHLO_MARK_LINE:
      paint_line (mark, cr, theme);
      break;
    case EHLO_MARK_CURVE:
      paint_curve (mark, cr, theme);
      break;
    case EHLO_MARK_CLASS:
      ehlo_glyph_class (cr, theme, mark->klass, mark->x, mark->y, mark->size, mark->color == EHLO_COLOR_GHOST_LINE);
      break;
    case EHLO_MARK_ENVELOPE:
      ehlo_glyph_envelope (cr, theme, mark->x, mark->y, mark->size, 1, mark->klass);
      break;
    case EHLO_MARK_RETURNED:
      paint_returned (mark, cr, theme);
      break;
    case EHLO_MARK_HOST:
      ehlo_glyph_host (cr, theme, mark->icon, mark->x, mark->y, mark->size, mark->active);
      break;
    }
}

static gboolean
is_between (const EhloMark *mark, double top, double bottom)
{
  double reach = mark->kind == EHLO_MARK_BOX || mark->kind == EHLO_MARK_LINE || mark->kind == EHLO_MARK_CURVE ? 4 : mark->kind == EHLO_MARK_TEXT ? 20 : 60;

  return MAX (mark->y, mark->y2) + reach >= top && MIN (mark->y, mark->y2) - reach <= bottom;
}

void
ehlo_sheet_paint (const EhloSheet *self, cairo_t *cr, const EhloTheme *theme, double top, double bottom, double flash)
{
  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_WINDOW, 0, top, self->width, bottom - top);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const EhloMark *mark = &g_array_index (self->marks, EhloMark, i);

      if (is_between (mark, top, bottom))
        paint_mark (mark, cr, theme, flash);
    }
  cairo_restore (cr);
}
