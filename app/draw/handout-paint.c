/* handout-paint.c - a handout's layout in ink
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/handout.h"

#include "app/draw/glyphs.h"

#define NUMBER_X 30.0   /* right end */
#define BADGE_X  40.0
#define BADGE    22.0   /* width */
#define GLYPH_X  79.0
#define CODE     64.0   /* width of the place for a reply's first word */

static void
paint_rule (cairo_t *cr, const EhloTheme *theme, double x, double y, double width)
{
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_LANE, x, y, width, 1);
}

static void
paint_number (const HandoutRow *row, cairo_t *cr, const EhloTheme *theme, double middle)
{
  char number[16];

  if (row->step == 0)
    return;
  g_snprintf (number, sizeof number, "%u", row->step);
  ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, NUMBER_X, middle, EHLO_ALIGN_RIGHT, number);
}

static void
paint_badge (const HandoutRow *row, cairo_t *cr, const EhloTheme *theme, double middle)
{
  gboolean client = row->side == SIM_SIDE_CLIENT;
  ExplainClass klass = client ? EXPLAIN_CLASS_CLIENT : row->klass;

  ehlo_theme_set_source (theme, cr, ehlo_theme_class_tint (klass), 1);
  ehlo_path_rounded (cr, BADGE_X, middle - 8, BADGE, 16, 4);
  ehlo_ink_fill (cr);
  ehlo_text_paint (cr, theme, ehlo_theme_class (klass), EHLO_FONT_MONO_BOLD, BADGE_X + BADGE / 2, middle, EHLO_ALIGN_CENTER, client ? "C" : "S");
}

static void
paint_said (const Handout *self, const HandoutRow *row, cairo_t *cr, const EhloTheme *theme, double y)
{
  double middle = y + row->height / 2;

  if (row->letter)
    ehlo_ink_rectangle (cr, theme, EHLO_COLOR_CLIENT_TINT, HANDOUT_TEXT_X - 6, y, self->width - HANDOUT_TEXT_X + 6, row->height);
  if (row->kind == HANDOUT_SAID)
    {
      paint_number (row, cr, theme, middle);
      paint_badge (row, cr, theme, middle);
      ehlo_glyph_class (cr, theme, row->klass, GLYPH_X, middle, 6.4, FALSE);
    }
  ehlo_text_paint (cr, theme, row->letter ? EHLO_COLOR_INK : ehlo_theme_class (row->klass), EHLO_FONT_MONO, HANDOUT_TEXT_X, middle, EHLO_ALIGN_LEFT,
                   row->text);
}

static void
paint_blank (const Handout *self, const HandoutRow *row, cairo_t *cr, const EhloTheme *theme, double y)
{
  double middle = y + row->height / 2;

  paint_number (row, cr, theme, middle);
  paint_badge (row, cr, theme, middle);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_LANE, 1);
  cairo_set_line_width (cr, 1);
  ehlo_path_rounded (cr, HANDOUT_TEXT_X, middle - 13, CODE, 26, 4);
  ehlo_ink_stroke (cr);
  paint_rule (cr, theme, HANDOUT_TEXT_X + CODE + 12, middle + 12, self->width - HANDOUT_TEXT_X - CODE - 18);
}

static void
paint_name (const Handout *self, const HandoutRow *row, cairo_t *cr, const EhloTheme *theme, double y)
{
  double middle = y + 20, name, date;

  name = ehlo_measure_pango (theme->fonts, EHLO_FONT_BODY, row->text) + 8;
  date = ehlo_measure_pango (theme->fonts, EHLO_FONT_BODY, row->detail) + 8;
  ehlo_text_paint (cr, theme, EHLO_COLOR_INK, EHLO_FONT_BODY, 0, middle, EHLO_ALIGN_LEFT, row->text);
  paint_rule (cr, theme, name, middle + 9, row->detail_x - name - 18);
  ehlo_text_paint (cr, theme, EHLO_COLOR_INK, EHLO_FONT_BODY, row->detail_x, middle, EHLO_ALIGN_LEFT, row->detail);
  paint_rule (cr, theme, row->detail_x + date, middle + 9, self->width - row->detail_x - date);
}

static void
paint_heading (const Handout *self, const HandoutRow *row, cairo_t *cr, const EhloTheme *theme, double y)
{
  double middle = y + row->height - 12;

  ehlo_text_paint (cr, theme, EHLO_COLOR_INK, EHLO_FONT_SMALL_BOLD, 0, middle, EHLO_ALIGN_LEFT, row->text);
  ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, row->detail_x, middle, EHLO_ALIGN_LEFT, row->detail);
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_LINE, 0, y + row->height - 2, self->width, 1);
}

void
handout_paint (const Handout *self, cairo_t *cr, const EhloTheme *theme, guint first, guint last)
{
  double top = g_array_index (self->rows, HandoutRow, first).y;

  for (guint i = first; i <= last; i++)
    {
      const HandoutRow *row = &g_array_index (self->rows, HandoutRow, i);
      double y = row->y - top, middle = y + row->height / 2;

      switch (row->kind)
        {
        case HANDOUT_HEADING: paint_heading (self, row, cr, theme, y); break;
        case HANDOUT_SAID:
        case HANDOUT_MORE: paint_said (self, row, cr, theme, y); break;
        case HANDOUT_EVENT:
          paint_number (row, cr, theme, middle);
          ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, HANDOUT_TEXT_X, middle, EHLO_ALIGN_LEFT, row->text);
          break;
        case HANDOUT_BLANK: paint_blank (self, row, cr, theme, y); break;
        case HANDOUT_NAME: paint_name (self, row, cr, theme, y); break;
        case HANDOUT_TASK: ehlo_text_paint (cr, theme, EHLO_COLOR_INK, EHLO_FONT_BODY_BOLD, 0, y + 12, EHLO_ALIGN_LEFT, row->text); break;
        case HANDOUT_MEANING: ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, HANDOUT_TEXT_X, y + 7, EHLO_ALIGN_LEFT, row->text); break;
        }
    }
}
