/* ladder-paint.c - a ladder's layout in ink
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-layout.h"

#include "app/draw/glyphs.h"
#include "app/draw/words.h"

#include <math.h>

/* Its letter and lines are pale: it has not happened, or is of another connection than the one that is followed. */
static gboolean
is_ghost (const LadderItem *item)
{
  return item->state == LADDER_COMING || item->dim;
}

static void
outline (cairo_t *cr, const EhloTheme *theme, EhloColor color, double x, double y, double width, double height, double radius, double line)
{
  ehlo_path_rounded (cr, x + line / 2, y + line / 2, width - line, height - line, radius);
  ehlo_theme_set_source (theme, cr, color, 1);
  cairo_set_line_width (cr, line);
  ehlo_ink_stroke (cr);
}

void
ladder_paint_band (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  if (item->state != LADDER_CURRENT || item->kind > LADDER_ITEM_LINE)
    return;
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_ROW, 0, item->y, self->width, item->height);
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_ACCENT, 0, item->y, 4, item->height);
  if (theme->outline > 0 && item->kind != LADDER_ITEM_LINE)
    outline (cr, theme, EHLO_COLOR_ACCENT, 0, item->y, self->width, item->height, 0, theme->outline);
}

void
ladder_paint_lanes (const LadderLayout *self, cairo_t *cr, const EhloTheme *theme)
{
  static const double dots[] = { 3, 4 };

  for (guint i = 0; i < self->n_lanes; i++)
    {
      ehlo_theme_set_source (theme, cr, self->busy[i] ? EHLO_COLOR_LANE : EHLO_COLOR_GHOST_LINE, 1);
      cairo_set_dash (cr, dots, self->busy[i] ? 0 : 2, 0);
      ehlo_path_line (cr, self->lanes[i], 0, self->lanes[i], self->height, 2);
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

void
ladder_paint_strip (const LadderStrip *strip, cairo_t *cr, const EhloTheme *theme)
{
  gboolean ghost = strip->state == LADDER_COMING;
  EhloColor line = ghost ? EHLO_COLOR_GHOST_LINE : EHLO_COLOR_LANE, ink = ghost ? EHLO_COLOR_GHOST : EHLO_COLOR_DIM;
  double half = strip->narrow ? 2.5 : 6.5;

  cairo_new_path (cr);
  if (strip->narrow)
    cairo_rectangle (cr, strip->x - half, strip->y1 + 0.5, 2 * half, MAX (strip->y2 - strip->y1 - 1, 2 * half));
  else
    ehlo_path_rounded (cr, strip->x - half, strip->y1 + 0.5, 2 * half, MAX (strip->y2 - strip->y1 - 1, 2 * half), 3);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_WINDOW, 1);
  ehlo_ink_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, line, 1);
  cairo_set_line_width (cr, 1);
  ehlo_ink_stroke (cr);
  if (!strip->named)
    return;
  if (strip->narrow)
    {
      ehlo_text_paint (cr, theme, ink, EHLO_FONT_MONO_AXIS, strip->left ? strip->x - 12 : strip->x + 6, strip->text_y + (strip->left ? 1 : 0),
                       strip->left ? EHLO_ALIGN_RIGHT : EHLO_ALIGN_LEFT, strip->name);
      return;
    }
  cairo_save (cr);
  cairo_translate (cr, (int) strip->x, (int) strip->text_y);
  cairo_rotate (cr, -G_PI / 2);
  ehlo_text_paint (cr, theme, ink, EHLO_FONT_MONO_AXIS, 0, 0, EHLO_ALIGN_CENTER, strip->name);
  cairo_restore (cr);
}

void
ladder_paint_bracket (const LadderBracket *bracket, cairo_t *cr, const EhloTheme *theme)
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

void
ladder_paint_ground (const LadderLayout *self, cairo_t *cr, const EhloTheme *theme)
{
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_BASE, 0, 0, self->width, self->height);
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_WINDOW, 0, 0, EHLO_GUTTER, self->height);
  ehlo_ink_rectangle (cr, theme, EHLO_COLOR_LINE, EHLO_GUTTER, 0, 1, self->height);
}

static EhloColor
ground_of (const LadderItem *item)
{
  return item->state == LADDER_CURRENT && item->kind <= LADDER_ITEM_LINE ? EHLO_COLOR_ROW : EHLO_COLOR_BASE;
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

/* A text that is wider than its arrow crosses other lifelines: they make room for it. What a search has found stands out. */
static void
paint_behind (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme, double before, double height)
{
  double x = (int) (item->text_x - before - 4), y = (int) (item->text_y - height / 2), width = (int) (before + item->text_width + 8);
  double after = item->more != NULL ? (int) item->more_width + 10 : 0;

  if (crosses_line (self, x, x + width + after))
    ehlo_ink_rectangle (cr, theme, ground_of (item), x, y, width + after, height);
  if (item->hit == LADDER_NO_HIT)
    return;
  ehlo_path_rounded (cr, x, y, width, height, 4);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_LATER_TINT, 1);
  ehlo_ink_fill (cr);
  outline (cr, theme, EHLO_COLOR_LATER, x, y, width, height, 4, item->hit == LADDER_HIT_HERE ? 2 : 1);
}

static void
paint_more (const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  gboolean ghost = is_ghost (item);
  EhloColor color = ghost ? EHLO_COLOR_GHOST : ehlo_theme_class (item->klass);
  EhloColor ground = ghost ? EHLO_COLOR_LINE : ehlo_theme_class_tint (item->klass);

  if (item->more == NULL)
    return;
  ehlo_theme_set_source (theme, cr, theme->outline > 0 && ground == EHLO_COLOR_LINE ? EHLO_COLOR_BASE : ground, 1);
  ehlo_path_rounded (cr, item->more_x, item->text_y - 8.5, item->more_width, 17, 8.5);
  ehlo_ink_fill (cr);
  if (theme->outline > 0)
    outline (cr, theme, color, item->more_x, item->text_y - 8.5, item->more_width, 17, 8, 1);
  ehlo_text_paint (cr, theme, color, EHLO_FONT_AXIS, item->more_x + 8, item->text_y, EHLO_ALIGN_LEFT, item->more);
}

/* Lower where it arrives than where it began, if times are drawn to scale. */
static double
slope_of (const LadderItem *item, double *length)
{
  double across = item->x2 - item->x1, angle;

  *length = sqrt (across * across + item->drop * item->drop);
  angle = asin (item->drop / *length);
  return across > 0 ? angle : -angle;
}

static void
turn (const LadderItem *item, cairo_t *cr, double angle)
{
  cairo_translate (cr, item->x1, item->line_y);
  cairo_rotate (cr, angle);
  cairo_translate (cr, -item->x1, -item->line_y);
}

/* @share of it: what is lost does not arrive. */
static void
paint_line (const LadderItem *item, cairo_t *cr, const EhloTheme *theme, double share, double width, EhloColor color)
{
  double length, angle;

  if (item->drop < 0.5)
    {
      ehlo_glyph_arrow (cr, theme, item->x1, item->x1 + share * (item->x2 - item->x1), item->line_y, width, color, item->dashed, item->crossed);
      return;
    }
  angle = slope_of (item, &length);
  cairo_save (cr);
  turn (item, cr, angle);
  ehlo_glyph_arrow (cr, theme, item->x1, item->x1 + (item->x2 > item->x1 ? share : -share) * length, item->line_y, width, color, item->dashed,
                    item->crossed);
  cairo_restore (cr);
}

static void
paint_band (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  double d = item->x2 > item->x1 ? 1 : -1, half = item->band / 2, neck = item->x2 - LADDER_BAND_TIP * d;
  double y1 = item->line_y, y2 = y1 + item->drop, y_neck = y1 + item->drop * (neck - item->x1) / (item->x2 - item->x1);
  gboolean ghost = is_ghost (item), hollow = ghost && theme->outline > 0;

  cairo_new_path (cr);
  cairo_move_to (cr, item->x1, y1 - half);
  cairo_line_to (cr, neck, y_neck - half);
  cairo_line_to (cr, item->x2, y2);
  cairo_line_to (cr, neck, y_neck + half);
  cairo_line_to (cr, item->x1, y1 + half);
  cairo_close_path (cr);
  ehlo_theme_set_source (theme, cr, hollow ? EHLO_COLOR_BASE : ghost ? EHLO_COLOR_LINE : ehlo_theme_class (item->klass), 1);
  ehlo_ink_fill_preserve (cr);
  if (hollow)
    {
      ehlo_theme_set_source (theme, cr, EHLO_COLOR_GHOST_LINE, 1);
      cairo_set_line_width (cr, 1);
      ehlo_ink_stroke (cr);
    }
  cairo_new_path (cr);
  if (item->hit != LADDER_NO_HIT)
    outline (cr, theme, EHLO_COLOR_LATER, MIN (item->x1, item->x2), y1 - half - 1, ABS (item->x2 - item->x1), item->band + 2, 3,
             item->hit == LADDER_HIT_HERE ? 2.5 : 1.5);
  if (item->beside)
    paint_behind (self, item, cr, theme, 0, 18);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : item->beside ? ehlo_theme_class (item->klass) : EHLO_COLOR_BASE, item->font, item->text_x, item->text_y, EHLO_ALIGN_LEFT, item->text);
  paint_more (item, cr, theme);
}

static void
paint_arrow (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  gboolean ghost = is_ghost (item), current = item->state == LADDER_CURRENT;
  EhloColor color = ehlo_theme_class (item->klass);
  gboolean glyph = item->klass > EXPLAIN_CLASS_CLIENT;
  double length;

  if (item->band > 0)
    {
      paint_band (self, item, cr, theme);
      return;
    }
  cairo_save (cr);
  if (item->slanted)
    turn (item, cr, slope_of (item, &length));
  paint_behind (self, item, cr, theme, glyph ? 18 : 0, 18);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : color, item->font, item->text_x, item->text_y, EHLO_ALIGN_LEFT, item->text);
  if (glyph)
    ehlo_glyph_class (cr, theme, item->klass, item->text_x - 11, item->text_y, 6.4, ghost);
  paint_more (item, cr, theme);
  cairo_restore (cr);
  paint_line (item, cr, theme, 1, current ? 2.4 : 2, ghost ? EHLO_COLOR_GHOST_LINE : color);
}

static void
paint_further_line (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  gboolean ghost = is_ghost (item);
  double x = MIN (item->x1, item->x2) + 3, right = MAX (MAX (item->x1, item->x2) - 3, item->text_x + item->text_width + 6);

  ehlo_ink_rectangle (cr, theme, ghost ? EHLO_COLOR_WINDOW : ehlo_theme_class_tint (item->klass), x, item->y, right - x, item->height);
  if (item->hit != LADDER_NO_HIT)
    paint_behind (self, item, cr, theme, 0, 18);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : ehlo_theme_class (item->klass), item->font, item->text_x, item->text_y, EHLO_ALIGN_LEFT,
                   item->text);
}

static void
paint_packet (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  gboolean ghost = is_ghost (item);
  double length;

  cairo_save (cr);
  if (item->slanted)
    turn (item, cr, slope_of (item, &length));
  paint_behind (self, item, cr, theme, 0, 14);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : item->crossed ? EHLO_COLOR_NO : EHLO_COLOR_DIM, item->font, item->text_x, item->text_y,
                   EHLO_ALIGN_LEFT, item->text);
  cairo_restore (cr);
  paint_line (item, cr, theme, item->crossed ? 0.72 : 1, 1.2, ghost ? EHLO_COLOR_GHOST_LINE : item->crossed ? EHLO_COLOR_NO : EHLO_COLOR_LANE);
}

static void
paint_folder (const LadderItem *item, cairo_t *cr, const EhloTheme *theme, double x, double y)
{
  gboolean ghost = is_ghost (item);

  cairo_new_path (cr);
  cairo_move_to (cr, x - 9, y + 6);
  cairo_line_to (cr, x - 9, y - 7);
  cairo_line_to (cr, x - 2.5, y - 7);
  cairo_line_to (cr, x, y - 4);
  cairo_line_to (cr, x + 9, y - 4);
  cairo_line_to (cr, x + 9, y + 6);
  cairo_close_path (cr);
  ehlo_theme_set_source (theme, cr, ghost ? EHLO_COLOR_BASE : EHLO_COLOR_PAPER, 1);
  ehlo_ink_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, ghost ? EHLO_COLOR_DIM : EHLO_COLOR_PAPER_LINE, 1);
  cairo_set_line_width (cr, 1.4);
  ehlo_ink_stroke (cr);
}

static void
paint_note (const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  gboolean ghost = is_ghost (item), current = item->state == LADDER_CURRENT;
  double middle = item->text_y, x = item->text_x - 34, width = item->text_width + 46;

  ehlo_path_rounded (cr, x + 0.5, middle - 12.5, width, 25, 6);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_BASE, 1);
  ehlo_ink_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, ghost ? EHLO_COLOR_GHOST_LINE : current ? EHLO_COLOR_ACCENT : EHLO_COLOR_LANE, 1);
  cairo_set_line_width (cr, current ? 1.6 : 1);
  ehlo_ink_stroke (cr);
  if (item->klass > EXPLAIN_CLASS_CLIENT)
    ehlo_glyph_class (cr, theme, item->klass, x + 18, middle, 6.4, ghost);
  else if (item->klass == EXPLAIN_CLASS_CLIENT)
    ehlo_glyph_fold (cr, theme, x + 18, middle, FALSE, ghost ? EHLO_COLOR_GHOST_LINE : EHLO_COLOR_CLIENT);
  else if (item->folder)
    paint_folder (item, cr, theme, x + 18, middle);
  else if (ghost)
    ehlo_glyph_envelope_empty (cr, theme, x + 18, middle, 19);
  else
    ehlo_glyph_envelope (cr, theme, x + 18, middle, 19, 1, EXPLAIN_CLASS_NONE);
  if (item->hit != LADDER_NO_HIT)
    outline (cr, theme, EHLO_COLOR_LATER, x, middle - 13, width + 1, 26, 6, item->hit == LADDER_HIT_HERE ? 2.5 : 1.5);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : EHLO_COLOR_INK, item->font, item->text_x, middle, EHLO_ALIGN_LEFT,
        item->text);
}

static void
paint_header (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  double middle = item->y + item->height / 2;
  gboolean ghost = is_ghost (item);

  gboolean here = item->folded && item->state == LADDER_CURRENT && !self->paper;

  ehlo_ink_rectangle (cr, theme, here ? EHLO_COLOR_ROW : EHLO_COLOR_WINDOW, 0, item->y, self->width, item->height);
  if (here)
    ehlo_ink_rectangle (cr, theme, EHLO_COLOR_ACCENT, 0, item->y, 4, item->height);
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
paint_phase (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  gboolean ghost = is_ghost (item);
  EhloColor ink = ghost ? EHLO_COLOR_GHOST : item->state == LADDER_CURRENT ? EHLO_COLOR_ACCENT : EHLO_COLOR_DIM;

  ehlo_path_rounded (cr, EHLO_GUTTER + 6.5, item->y + 2.5, self->width - EHLO_GUTTER - 13, item->height - 5, 5);
  ehlo_theme_set_source (theme, cr, item->state == LADDER_CURRENT ? EHLO_COLOR_ROW : EHLO_COLOR_WINDOW, 1);
  ehlo_ink_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, ink, ghost ? 0.5 : 1);
  cairo_set_line_width (cr, 1);
  ehlo_ink_stroke (cr);
  ehlo_glyph_fold (cr, theme, EHLO_GUTTER + 17, item->text_y, FALSE, ink);
  ehlo_text_paint (cr, theme, ink, EHLO_FONT_SMALL_BOLD, item->text_x, item->text_y, EHLO_ALIGN_LEFT, item->text);
  ehlo_text_paint (cr, theme, ghost ? EHLO_COLOR_GHOST : EHLO_COLOR_DIM, EHLO_FONT_SMALL, item->more_x, item->text_y, EHLO_ALIGN_LEFT, item->range);
  ehlo_glyph_class (cr, theme, item->klass, item->more_x - 14, item->text_y, 7, FALSE);
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
  gboolean current = item->state == LADDER_CURRENT;
  double middle = item->y + item->height / 2;

  if (item->time == NULL)
    return;
  ehlo_ink_rectangle (cr, theme, ground_of (item), (int) item->time_x - 4, (int) item->y + 4,
                      (int) (item->delta_x - item->time_x) + (item->delta != NULL ? 56 : 4), (int) item->height - 8);
  ehlo_text_paint (cr, theme, current ? EHLO_COLOR_INK : is_ghost (item) ? EHLO_COLOR_GHOST : EHLO_COLOR_DIM,
                   current ? EHLO_FONT_SMALL_BOLD : EHLO_FONT_AXIS, item->time_x, middle, EHLO_ALIGN_LEFT, item->time);
  if (item->delta != NULL)
    ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, item->delta_x, middle, EHLO_ALIGN_LEFT, item->delta);
}

void
ladder_paint_item (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme)
{
  if (item->kind <= LADDER_ITEM_NOTE)
    paint_number (item, cr, theme);
  switch (item->kind)
    {
    case LADDER_ITEM_ARROW: paint_arrow (self, item, cr, theme); break;
    case LADDER_ITEM_NOTE: paint_note (item, cr, theme); break;
    case LADDER_ITEM_LINE: paint_further_line (self, item, cr, theme); break;
    case LADDER_ITEM_PACKET: paint_packet (self, item, cr, theme); break;
    case LADDER_ITEM_HEADER: paint_header (self, item, cr, theme); break;
    case LADDER_ITEM_PHASE: paint_phase (self, item, cr, theme); break;
    case LADDER_ITEM_GAP: paint_gap (self, item, cr, theme); break;
    }
  paint_time (item, cr, theme);
}

void
ladder_paint (const LadderLayout *self, cairo_t *cr, const EhloTheme *theme)
{
  ladder_paint_ground (self, cr, theme);
  for (guint i = 0; i < self->items->len; i++)
    ladder_paint_band (self, &g_array_index (self->items, LadderItem, i), cr, theme);
  ladder_paint_lanes (self, cr, theme);
  for (guint i = 0; i < self->strips->len; i++)
    ladder_paint_strip (&g_array_index (self->strips, LadderStrip, i), cr, theme);
  for (guint i = 0; i < self->brackets->len; i++)
    ladder_paint_bracket (&g_array_index (self->brackets, LadderBracket, i), cr, theme);
  for (guint i = 0; i < self->items->len; i++)
    ladder_paint_item (self, &g_array_index (self->items, LadderItem, i), cr, theme);
}
