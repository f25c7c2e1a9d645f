/* topology-paint.c - the map's layout in ink
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/topology-layout.h"

static void
paint_link (const TopologyLink *link, cairo_t *cr, const EhloTheme *theme)
{
  static const double dashes[] = { 9, 5 }, dots[] = { 3, 4 };
  EhloColor color = link->kind == TOPOLOGY_LINK_PLAIN ? EHLO_COLOR_NO : link->kind == TOPOLOGY_LINK_TLS ? EHLO_COLOR_OK
    : link->kind == TOPOLOGY_LINK_LOOKUP ? EHLO_COLOR_ACCENT : EHLO_COLOR_GHOST_LINE;
  /* The quadratic curve of the layout, as a cubic one. */
  double control = link->bend < link->y1 ? 2 * link->bend - link->y1 : (link->y1 + link->y2) / 2, third = (link->x2 - link->x1) / 3;

  cairo_save (cr);
  ehlo_theme_set_source (theme, cr, color, 1);
  cairo_set_line_width (cr, link->kind == TOPOLOGY_LINK_UNUSED || link->kind == TOPOLOGY_LINK_LOOKUP ? 2 : 3);
  if (link->kind == TOPOLOGY_LINK_PLAIN)
    cairo_set_dash (cr, dashes, 2, 0);
  else if (link->kind == TOPOLOGY_LINK_LOOKUP)
    cairo_set_dash (cr, dots, 2, 0);
  cairo_move_to (cr, link->x1, link->y1);
  cairo_curve_to (cr, link->x1 + third, link->y1 + (control - link->y1) * 2 / 3, link->x2 - third, link->y2 + (control - link->y2) * 2 / 3,
                  link->x2, link->y2);
  ehlo_ink_stroke (cr);
  cairo_restore (cr);
}

static void
paint_chip (const TopologyLink *link, cairo_t *cr, const EhloTheme *theme)
{
  gboolean tls = link->kind == TOPOLOGY_LINK_TLS;
  EhloColor color = tls ? EHLO_COLOR_OK : EHLO_COLOR_NO;
  double x = link->chip_x - link->chip_width / 2, y = link->chip_y;

  if (link->chip == NULL)
    return;
  ehlo_theme_set_source (theme, cr, tls ? EHLO_COLOR_OK_TINT : EHLO_COLOR_NO_TINT, 1);
  ehlo_path_rounded (cr, x, y, link->chip_width, 21, 10.5);
  ehlo_ink_fill (cr);
  ehlo_glyph_lock (cr, theme, link->chip[0] != '\0' ? x + 15 : link->chip_x, y + 8.5, 0.82, !tls, color);
  ehlo_text_paint (cr, theme, color, EHLO_FONT_AXIS_BOLD, x + 27, y + 10.5, EHLO_ALIGN_LEFT, link->chip);
}

static void
paint_host (const TopologyHost *host, cairo_t *cr, const EhloTheme *theme)
{
  guint letters = host->waiting + host->delivered;

  if (host->cloud)
    {
      ehlo_glyph_host (cr, theme, host->icon, host->x, host->y, 0.6, host->active);
      ehlo_text_paint (cr, theme, host->active ? EHLO_COLOR_INK : EHLO_COLOR_DIM, EHLO_FONT_AXIS,
                       host->below ? host->x : host->x + 19, host->below ? host->y + 20 : host->y,
                       host->below ? EHLO_ALIGN_CENTER : EHLO_ALIGN_LEFT, host->name);
      return;
    }
  ehlo_glyph_host (cr, theme, host->icon, host->x, host->y, 1, host->active);
  ehlo_text_paint (cr, theme, EHLO_COLOR_INK, EHLO_FONT_BODY_BOLD, host->x, host->name_y, EHLO_ALIGN_CENTER, host->name);
  if (host->name2 != NULL)
    ehlo_text_paint (cr, theme, EHLO_COLOR_INK, EHLO_FONT_BODY_BOLD, host->x, host->name_y + 16, EHLO_ALIGN_CENTER, host->name2);
  if (host->address != NULL)
    ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_MONO_AXIS, host->x, host->address_y, EHLO_ALIGN_CENTER, host->address);
  if (host->address2 != NULL)
    ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_MONO_AXIS, host->x, host->address_y + 14, EHLO_ALIGN_CENTER, host->address2);
  if (letters > 0)
    ehlo_glyph_envelope (cr, theme, host->x + 32, host->y - 27, 30, letters, host->waiting > 0 ? host->badge : EXPLAIN_CLASS_OK);
  if (host->counter != NULL)
    {
      ehlo_text_paint (cr, theme, host->badge == EXPLAIN_CLASS_NONE ? EHLO_COLOR_DIM : ehlo_theme_class (host->badge), EHLO_FONT_AXIS_BOLD, host->x, host->counter_y, EHLO_ALIGN_CENTER, host->counter);
    }
}

static void
paint_slip (const TopologySlip *slip, cairo_t *cr, const EhloTheme *theme)
{
  gboolean glyph = slip->klass > EXPLAIN_CLASS_CLIENT;
  double nose = slip->right ? -4 : 4;

  if (!slip->shown)
    return;
  if (slip->letter)
    {
      ehlo_glyph_envelope (cr, theme, slip->x, slip->y, slip->width, 1, EXPLAIN_CLASS_NONE);
      return;
    }
  ehlo_glyph_slip (cr, theme, slip->x, slip->y, slip->width, 30, slip->right, ehlo_theme_class (slip->klass));
  if (glyph)
    ehlo_glyph_class (cr, theme, slip->klass, slip->x - slip->width / 2 + (slip->right ? 15 : 24), slip->y, 7.5, FALSE);
  ehlo_text_paint (cr, theme, ehlo_theme_class (slip->klass), EHLO_FONT_MONO_SLIP, slip->x + nose + (glyph ? 9 : 0), slip->y, EHLO_ALIGN_CENTER, slip->text);
}

void
topology_paint (const TopologyLayout *self, cairo_t *cr, const EhloTheme *theme)
{
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_WINDOW, 1);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  ehlo_ink_fill (cr);
  for (guint i = 0; i < self->links->len; i++)
    paint_link (&g_array_index (self->links, TopologyLink, i), cr, theme);
  for (guint i = 0; i < self->hosts->len; i++)
    paint_host (&g_array_index (self->hosts, TopologyHost, i), cr, theme);
  for (guint i = 0; i < self->links->len; i++)
    paint_chip (&g_array_index (self->links, TopologyLink, i), cr, theme);
  paint_slip (&self->slip, cr, theme);
}
