/* ink.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ink.h"

#include "app/draw/svg.h"

static const cairo_user_data_key_t sink_key, data_key;

static const EhloInkSink *
sink_of (cairo_t *cr)
{
  return cairo_get_user_data (cr, &sink_key);
}

void
ehlo_ink_set_sink (cairo_t *cr, const EhloInkSink *sink, gpointer data)
{
  cairo_set_user_data (cr, &sink_key, (gpointer) sink, NULL);
  cairo_set_user_data (cr, &data_key, data, NULL);
}

gboolean
ehlo_ink_shape (cairo_t *cr, guint32 rgb, const struct _EhloShape *shape, double x, double y)
{
  if (sink_of (cr) == NULL)
    return FALSE;
  sink_of (cr)->shape (cairo_get_user_data (cr, &data_key), cr, rgb, shape, x, y);
  return TRUE;
}

cairo_t *
ehlo_ink_picture (cairo_t *cr, double x, double y, double width, double height)
{
  if (sink_of (cr) == NULL)
    return cairo_reference (cr);
  return sink_of (cr)->picture (cairo_get_user_data (cr, &data_key), cr, x, y, width, height);
}

void
ehlo_ink_fill (cairo_t *cr)
{
  ehlo_ink_fill_preserve (cr);
  cairo_new_path (cr);
}

void
ehlo_ink_fill_preserve (cairo_t *cr)
{
  EhloSvg *svg = ehlo_svg_of (cr);

  if (svg != NULL)
    ehlo_svg_path (svg, FALSE);
  else if (sink_of (cr) != NULL)
    sink_of (cr)->path (cairo_get_user_data (cr, &data_key), cr, FALSE);
  else
    cairo_fill_preserve (cr);
}

void
ehlo_ink_stroke (cairo_t *cr)
{
  EhloSvg *svg = ehlo_svg_of (cr);

  if (svg != NULL)
    ehlo_svg_path (svg, TRUE);
  else if (sink_of (cr) != NULL)
    sink_of (cr)->path (cairo_get_user_data (cr, &data_key), cr, TRUE);
  else
    {
      cairo_stroke (cr);
      return;
    }
  cairo_new_path (cr);
}

void
ehlo_ink_rectangle (cairo_t *cr, const EhloTheme *theme, EhloColor color, double x, double y, double width, double height)
{
  EhloSvg *svg = ehlo_svg_of (cr);

  if (svg != NULL)
    {
      ehlo_svg_rectangle (svg, theme->colors[color], x, y, width, height);
      return;
    }
  if (sink_of (cr) != NULL)
    {
      sink_of (cr)->rectangle (cairo_get_user_data (cr, &data_key), cr, theme->colors[color], x, y, width, height);
      return;
    }
  ehlo_theme_set_source (theme, cr, color, 1);
  cairo_new_path (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
}
