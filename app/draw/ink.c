/* ink.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ink.h"

#include "app/draw/svg.h"

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
  else
    cairo_fill_preserve (cr);
}

void
ehlo_ink_stroke (cairo_t *cr)
{
  EhloSvg *svg = ehlo_svg_of (cr);

  if (svg == NULL)
    {
      cairo_stroke (cr);
      return;
    }
  ehlo_svg_path (svg, TRUE);
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
  ehlo_theme_set_source (theme, cr, color, 1);
  cairo_new_path (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
}
