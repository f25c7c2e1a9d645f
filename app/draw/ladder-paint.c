/* ladder-paint.c - a ladder's layout in ink
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-layout.h"

#include "app/draw/glyphs.h"
#include "app/draw/words.h"

static void
paint_ground (const LadderLayout *self, cairo_t *cr, const EhloTheme *theme)
{
  static const double dots[] = { 3, 4 };

  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_BASE, 0, 0, self->width, self->height);
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_WINDOW, 0, 0, EHLO_GUTTER, self->height);
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_LINE, EHLO_GUTTER, 0, 1, self->height);
  for (guint i = 0; i < self->items->len; i++)
    {
      const LadderItem *item = &g_array_index (self->items, LadderItem, i);

      if (item->state == LADDER_CURRENT && item->kind <= LADDER_ITEM_NOTE)
        {
          ehlo_ink_rectangle (cr, theme, EHLO_COLOR_ROW, 0, item->y, self->width, item->height);
          ehlo_ink_rectangle (cr, theme, EHLO_COLOR_ACCENT, 0, item->y, 4, item->height);
        }
    }
  for (guint i = 0; i < self->n_lanes; i++)
    {
      ehlo_theme_set_source (theme, cr, self->busy[i] ? EHLO_COLOR_LANE : EHLO_COLOR_GHOST_LINE, 1);
      cairo_set_dash (cr, dots, self->busy[i] ? 0 : 2, 0);
      ehlo_path_line (cr, self->lanes[i], 0, self->lanes[i], self->height, 2);
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

static void
paint_bracket (const LadderBracket *bracket, cairo_t *cr, const EhloTheme *theme)
{
  EhloColor line = bracket->state == LADDER_CURRENT ? EHLO_COLOR_ACCENT
    : bracket->state == LADDER_DONE ? EHLO_COLOR_LANE : EHLO_COLOR_GHOST_LINE;
  EhloColor ink = bracket->state == LADDER_CURRENT ? EHLO_COLOR_ACCENT
    : bracket->state == LADDER_DONE ? EHLO_COLOR_DIM : EHLO_COLOR_GHOST;

  ehlo_theme_set_source (theme, cr, line, 1);
  ehlo_path_line (cr, bracket->x, bracket->y1, bracket->x, bracket->y2, bracket->state == LADDER_CURRENT ? 2.5 : 1.5);
  if (!bracket->named)
    return;
  ehlo_text_paint (cr, theme, ink, bracket->state == LADDER_CURRENT ? EHLO_FONT_SMALL_BOLD : EHLO_FONT_SMALL, bracket->x - 8, bracket->text_y,
        EHLO_ALIGN_RIGHT, ehlo_words_phase (bracket->phase));
}

static EhloColor
ground_of (const LadderItem *item)
{
  return item->state == LADDER_CURRENT ? EHLO_COLOR_ROW : EHLO_COLOR_BASE;
}

static void
paint_number (const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  char number[16];
  EhloColor ink = item->state == LADDER_CURRENT ? EHLO_COLOR_INK : item->state == LADDER_COMING ? EHLO_COLOR_GHOST : EHLO_COLOR_DIM;

  g_snprintf (number, sizeof number, "%u", item->step);
  ehlo_text_paint (cr, theme, ink, item->state == LADDER_CURRENT ? EHLO_FONT_SMALL_BOLD : EHLO_FONT_SMALL, EHLO_GUTTER - 10,
        item->y + item->height / 2, EHLO_ALIGN_RIGHT, number);
}

/* Whether a lifeline or a bracket runs between @left and @right. */
static gboolean
crosses_line (const LadderLayout *self, double left, double right)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i] > left - 6 && self->lanes[i] < right + 6)
      return TRUE;
  for (guint i = 0; i < self->brackets->len; i++)
    {
      const LadderBracket *bracket = &g_array_index (self->brackets, LadderBracket, i);

      if (bracket->x > left - 6 && bracket->x < right + 6)
        return TRUE;
    }
  return FALSE;
}

/* A text that is wider than its arrow crosses other lifelines: they make room for it. */
static void
clear_behind (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme, double before, double middle)
{
  double after = item->more != NULL ? item->more_width + 10 : 0;
  double left = (int) (item->text_x - before - 4), width = (int) (before + item->text_width + after + 8);

  if (crosses_line (self, left, left + width))
    ehlo_ink_rectangle (cr, theme, ground_of (item), left, (int) (middle - 9), width, 18);
}

static void
paint_more (const LadderItem *item, cairo_t *cr, const EhloTheme *theme, double middle)
{
  gboolean ghost = item->state == LADDER_COMING;

  if (item->more == NULL)
    return;
  ehlo_theme_set_source (theme, cr, ghost ? EHLO_COLOR_LINE : ehlo_theme_class_tint (item->klass), 1);
  ehlo_path_rounded (cr, item->more_x, middle - 8.5, item->more_width, 17, 8.5);
  ehlo_ink_fill (cr);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : ehlo_theme_class (item->klass), EHLO_FONT_AXIS, item->more_x + 8, middle, EHLO_ALIGN_LEFT,
        item->more);
}

static void
paint_arrow (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  gboolean ghost = item->state == LADDER_COMING, current = item->state == LADDER_CURRENT;
  EhloColor color = ehlo_theme_class (item->klass);
  double line = item->y + item->height - 8, middle = line - 12;
  gboolean glyph = item->klass > EXPLAIN_CLASS_CLIENT;

  clear_behind (self, item, cr, theme, glyph ? 18 : 0, middle);
  ehlo_glyph_arrow (cr, theme, item->x1, item->x2, line, current ? 2.4 : 2, ghost ? EHLO_COLOR_GHOST_LINE : color, item->dashed, item->crossed);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : color, item->font, item->text_x, middle, EHLO_ALIGN_LEFT, item->text);
  if (glyph)
    ehlo_glyph_class (cr, theme, item->klass, item->text_x - 11, middle, 6.4, ghost);
  paint_more (item, cr, theme, middle);
}

static void
paint_note (const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  gboolean ghost = item->state == LADDER_COMING, current = item->state == LADDER_CURRENT;
  double middle = item->y + item->height / 2, x = item->text_x - 34, width = item->text_width + 46;

  ehlo_path_rounded (cr, x + 0.5, middle - 12.5, width, 25, 6);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_BASE, 1);
  ehlo_ink_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, ghost ? EHLO_COLOR_GHOST_LINE : current ? EHLO_COLOR_ACCENT : EHLO_COLOR_LANE, 1);
  cairo_set_line_width (cr, current ? 1.6 : 1);
  ehlo_ink_stroke (cr);
  if (item->klass > EXPLAIN_CLASS_CLIENT)
    ehlo_glyph_class (cr, theme, item->klass, x + 18, middle, 6.4, ghost);
  else
    {
      if (ghost)
        {
          /* No larger than the picture: a group is as large as what it is clipped to. */
          cairo_save (cr);
          cairo_rectangle (cr, (int) x + 4, (int) middle - 12, 28, 24);
          cairo_clip (cr);
          cairo_push_group (cr);
        }
      ehlo_glyph_envelope (cr, theme, x + 18, middle, 19, 1, EXPLAIN_CLASS_NONE);
      if (ghost)
        {
          cairo_pop_group_to_source (cr);
          cairo_paint_with_alpha (cr, 0.5);
          cairo_restore (cr);
        }
    }
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : EHLO_COLOR_INK, item->font, item->text_x, middle, EHLO_ALIGN_LEFT,
        item->text);
}

static void
paint_header (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  double middle = item->y + item->height / 2;
  gboolean ghost = item->state == LADDER_COMING;

  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_WINDOW, 0, item->y, self->width, item->height);
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_LINE, 0, item->y + item->height - 1, self->width, 1);
  if (item->y > 1)
    ehlo_ink_rectangle (cr, theme, EHLO_COLOR_LINE, 0, item->y, self->width, 1);
  if (!self->paper)
    ehlo_glyph_fold (cr, theme, 18, middle, !item->folded, EHLO_COLOR_DIM);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : EHLO_COLOR_INK, EHLO_FONT_SMALL_BOLD, item->text_x, middle, EHLO_ALIGN_LEFT, item->text);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : EHLO_COLOR_DIM, EHLO_FONT_SMALL, item->detail_x, middle, EHLO_ALIGN_LEFT, item->detail);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : EHLO_COLOR_DIM, EHLO_FONT_SMALL, item->more_x, middle, EHLO_ALIGN_LEFT, item->range);
  ehlo_glyph_class (cr, theme, item->klass, item->more_x - 14, middle, 7, FALSE);
}

static void
paint_gap (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  double middle = item->y + item->height / 2;

  ehlo_theme_set_source (theme, cr, EHLO_COLOR_BASE, 1);
  cairo_rectangle (cr, EHLO_GUTTER + 1, item->y + 2, self->width - EHLO_GUTTER - 1, item->height - 4);
  ehlo_ink_fill (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_GHOST_LINE, 1);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, EHLO_GUTTER + 1, middle);
  for (double x = EHLO_GUTTER + 1; x < self->width; x += 12)
    cairo_curve_to (cr, x + 4, middle - 6, x + 8, middle + 6, x + 12, middle);
  ehlo_ink_stroke (cr);
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_BASE, item->text_x - 10, item->y + 2, item->text_width + 20, item->height - 4);
  ehlo_text_paint (cr, theme, item->state == LADDER_COMING ? EHLO_COLOR_GHOST : EHLO_COLOR_DIM, EHLO_FONT_SMALL, item->text_x, middle,
        EHLO_ALIGN_LEFT, item->text);
}

static void
paint_time (const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  double middle = item->y + item->height / 2;

  if (item->time == NULL)
    return;
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_ROW, item->time_x - 4, item->y + 4, item->delta != NULL ? item->delta_x - item->time_x + 56 : 56, item->height - 8);
  ehlo_text_paint (cr, theme, EHLO_COLOR_INK, EHLO_FONT_SMALL_BOLD, item->time_x, middle, EHLO_ALIGN_LEFT, item->time);
  if (item->delta != NULL)
    ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, item->delta_x, middle, EHLO_ALIGN_LEFT, item->delta);
}

void
ladder_paint (const LadderLayout *self, cairo_t *cr, const EhloTheme *theme)
{
  paint_ground (self, cr, theme);
  for (guint i = 0; i < self->brackets->len; i++)
    paint_bracket (&g_array_index (self->brackets, LadderBracket, i), cr, theme);
  for (guint i = 0; i < self->items->len; i++)
    {
      const LadderItem *item = &g_array_index (self->items, LadderItem, i);

      if (item->kind <= LADDER_ITEM_NOTE)
        paint_number (item, cr, theme);
      switch (item->kind)
        {
        case LADDER_ITEM_ARROW: paint_arrow (self, item, cr, theme); break;
        case LADDER_ITEM_NOTE: paint_note (item, cr, theme); break;
        case LADDER_ITEM_HEADER: paint_header (self, item, cr, theme); break;
        case LADDER_ITEM_GAP: paint_gap (self, item, cr, theme); break;
        }
      paint_time (item, cr, theme);
    }
}
