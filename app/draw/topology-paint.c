/* topology-paint.c - the map's layout in ink
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/topology-layout.h"

static void
trace_link (const TopologyLink *link, cairo_t *cr)
{
  /* The quadratic curve of the layout, as a cubic one. */
  double control = link->bend < link->y1 ? 2 * link->bend - link->y1 : (link->y1 + link->y2) / 2, third = (link->x2 - link->x1) / 3;

  cairo_move_to (cr, link->x1, link->y1);
  cairo_curve_to (cr, link->x1 + third, link->y1 + (control - link->y1) * 2 / 3, link->x2 - third, link->y2 + (control - link->y2) * 2 / 3,
                  link->x2, link->y2);
}

static void
paint_link (const TopologyLink *link, cairo_t *cr, const EhloTheme *theme)
{
  static const double dashes[] = { 9, 5 }, dots[] = { 3, 4 };
  EhloColor color = link->kind == TOPOLOGY_LINK_PLAIN ? EHLO_COLOR_NO : link->kind == TOPOLOGY_LINK_TLS ? EHLO_COLOR_OK
    : link->kind == TOPOLOGY_LINK_LOOKUP ? EHLO_COLOR_ACCENT : EHLO_COLOR_GHOST_LINE;

  cairo_save (cr);
  if (link->busy)
    {
      /* Where the step is, also when nothing flies. */
      ehlo_theme_set_source (theme, cr, EHLO_COLOR_ACCENT, 0.22);
      cairo_set_line_width (cr, 11);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      trace_link (link, cr);
      ehlo_ink_stroke (cr);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
    }
  ehlo_theme_set_source (theme, cr, color, 1);
  cairo_set_line_width (cr, link->kind == TOPOLOGY_LINK_UNUSED || link->kind == TOPOLOGY_LINK_LOOKUP ? 2 : 3);
  if (link->kind == TOPOLOGY_LINK_PLAIN)
    cairo_set_dash (cr, dashes, 2, 0);
  else if (link->kind == TOPOLOGY_LINK_LOOKUP)
    cairo_set_dash (cr, dots, 2, 0);
  trace_link (link, cr);
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
paint_cloud (const TopologyHost *host, cairo_t *cr, const EhloTheme *theme)
{
  if (host->hidden)
    return;
  ehlo_glyph_host (cr, theme, host->icon, host->x, host->y, 0.6, host->active);
  ehlo_text_paint (cr, theme, host->active ? EHLO_COLOR_INK : EHLO_COLOR_DIM, EHLO_FONT_AXIS, host->below ? host->x : host->x + 19,
                   host->below ? host->name_y : host->y, host->below ? EHLO_ALIGN_CENTER : EHLO_ALIGN_LEFT, host->names[0]);
}

/* From a host to a name that stands deeper; names in between are painted over it. */
static void
paint_leader (const TopologyHost *host, cairo_t *cr, const EhloTheme *theme)
{
  if (!host->leader)
    return;
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_GHOST_LINE, 1);
  ehlo_path_line (cr, host->x, host->y + 24 * host->scale, host->x, host->name_y - 8, 1);
}

static void
paint_names (const TopologyHost *host, cairo_t *cr, const EhloTheme *theme)
{
  if (host->names_width > 0)
    ehlo_ink_rectangle (cr, theme, EHLO_COLOR_WINDOW, (int) (host->name_x - host->names_width / 2 - 3), (int) (host->name_y - 8),
                        (int) host->names_width + 6, host->names_height);
  for (guint line = 0; line < TOPOLOGY_NAME_LINES && host->names[line] != NULL; line++)
    ehlo_text_paint (cr, theme, host->active ? EHLO_COLOR_ACCENT : EHLO_COLOR_INK, EHLO_FONT_BODY_BOLD, host->name_x, host->name_y + line * 16,
                     EHLO_ALIGN_CENTER, host->names[line]);
  if (host->address != NULL)
    ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_MONO_AXIS, host->x, host->address_y, EHLO_ALIGN_CENTER, host->address);
  if (host->address2 != NULL)
    ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_MONO_AXIS, host->x, host->address_y + 14, EHLO_ALIGN_CENTER, host->address2);
}

static void
paint_role (const TopologyHost *host, cairo_t *cr, const EhloTheme *theme)
{
  double width = 36, x = host->x - 26 * host->scale - width / 2, y = host->y - 33 * host->scale;

  if (host->role == NULL)
    return;
  x = MAX (x, 2);
  ehlo_path_rounded (cr, x + 0.5, y + 0.5, width - 1, 16, 4);
  ehlo_theme_set_source (theme, cr, host->active ? EHLO_COLOR_ACCENT : EHLO_COLOR_WINDOW, 1);
  ehlo_ink_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, host->active ? EHLO_COLOR_ACCENT : EHLO_COLOR_LANE, 1);
  cairo_set_line_width (cr, 1);
  ehlo_ink_stroke (cr);
  ehlo_text_paint (cr, theme, host->active ? EHLO_COLOR_ON_ACCENT : EHLO_COLOR_DIM, EHLO_FONT_AXIS_BOLD, x + width / 2, y + 8.5, EHLO_ALIGN_CENTER,
                   host->role);
}

static void
paint_host (const TopologyHost *host, cairo_t *cr, const EhloTheme *theme)
{
  guint letters = host->waiting + host->delivered + host->fetched;
  EhloColor ink = host->badge == EXPLAIN_CLASS_NONE ? EHLO_COLOR_DIM : ehlo_theme_class (host->badge);

  ehlo_glyph_host (cr, theme, host->icon, host->x, host->y, host->scale, host->active);
  paint_names (host, cr, theme);
  /* What it has not answered for yet is not its own. */
  if (letters > host->pending)
    ehlo_glyph_envelope (cr, theme, host->letters_x, host->y - 27 * host->scale, 30 * host->scale, letters - host->pending,
                         host->waiting > 0 ? host->badge : EXPLAIN_CLASS_OK);
  else if (host->pending > 0)
    ehlo_glyph_envelope_empty (cr, theme, host->letters_x, host->y - 27 * host->scale, 30 * host->scale);
  paint_role (host, cr, theme);
  if (host->counter != NULL)
    ehlo_text_paint (cr, theme, ink, EHLO_FONT_AXIS_BOLD, host->counter_x, host->counter_y, EHLO_ALIGN_CENTER, host->counter);
}

static void
paint_slip (const TopologySlip *slip, cairo_t *cr, const EhloTheme *theme)
{
  gboolean glyph = slip->klass > EXPLAIN_CLASS_CLIENT;
  double nose = slip->right ? -4 : 4;

  if (!slip->shown)
    return;
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
    paint_leader (&g_array_index (self->hosts, TopologyHost, i), cr, theme);
  for (guint i = 0; i < self->hosts->len; i++)
    {
      const TopologyHost *host = &g_array_index (self->hosts, TopologyHost, i);

      if (host->cloud)
        paint_cloud (host, cr, theme);
      else
        paint_host (host, cr, theme);
    }
  if (self->letter.shown)
    ehlo_glyph_envelope (cr, theme, self->letter.x, self->letter.y, 30, 1, EXPLAIN_CLASS_NONE);
  paint_slip (&self->slip, cr, theme);
  /* Last: nothing that flies hides a lock. */
  for (guint i = 0; i < self->links->len; i++)
    paint_chip (&g_array_index (self->links, TopologyLink, i), cr, theme);
}
