/* measure.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/measure.h"

#include "app/draw/ink.h"
#include "app/draw/shape.h"
#include "app/draw/svg.h"

#include <math.h>
#include <string.h>

double
ehlo_measure_pango (gpointer data, EhloFont font, const char *text)
{
  return ehlo_shape_width (data, font, text);
}

double
ehlo_measure_fake (gpointer data, EhloFont font, const char *text)
{
  return g_utf8_strlen (text, -1) * ehlo_fonts[font].size * (ehlo_fonts[font].bold && !ehlo_fonts[font].mono ? 0.64 : 0.6);
}

char *
ehlo_measure_fit (EhloMeasure measure, gpointer data, EhloFont font, const char *text, double width)
{
  glong low = 0, high;

  if (measure (data, font, text) <= width)
    return g_strdup (text);
  for (high = g_utf8_strlen (text, -1); low < high;)
    {
      glong middle = (low + high + 1) / 2;
      g_autofree char *head = g_utf8_substring (text, 0, middle);
      g_autofree char *cut = g_strconcat (head, "…", NULL);

      if (measure (data, font, cut) <= width)
        low = middle;
      else
        high = middle - 1;
    }

  g_autofree char *head = g_utf8_substring (text, 0, low);
  return g_strconcat (g_strchomp (head), "…", NULL);
}

gsize
ehlo_measure_halve (EhloMeasure measure, gpointer data, EhloFont font, const char *text, const char *breaks, double *width)
{
  gsize best = 0;

  *width = measure (data, font, text);
  for (gsize at = 1; text[0] != '\0' && text[at] != '\0'; at++)
    {
      g_autofree char *first = NULL;
      double one, other;

      if (strchr (breaks, text[at - 1]) == NULL || text[at - 1] == '\0')
        continue;
      first = g_strndup (text, at);
      one = measure (data, font, g_strchomp (first));
      other = measure (data, font, text + at);
      if (MAX (one, other) >= *width)
        continue;
      *width = MAX (one, other);
      best = at;
    }
  return best;
}

void
ehlo_text_paint (cairo_t *cr, const EhloTheme *theme, EhloColor color, EhloFont font, double x, double middle, EhloAlign align,
                 const char *text)
{
  EhloSvg *svg = ehlo_svg_of (cr);

  if (svg != NULL)
    {
      ehlo_svg_text (svg, theme->colors[color], font, x, middle, align, text);
      return;
    }

  PangoContext *context = theme->fonts != NULL ? g_object_ref (theme->fonts) : pango_cairo_create_context (cr);
  const EhloShape *shape = ehlo_shape_get (context, font, text);

  if (align == EHLO_ALIGN_CENTER)
    x -= shape->pixel_width / 2.0;
  else if (align == EHLO_ALIGN_RIGHT)
    x -= shape->pixel_width;
  if (!ehlo_ink_shape (cr, theme->colors[color], shape, floor (x + 0.5), floor (middle - shape->pixel_height / 2.0 + 0.5)))
    {
      ehlo_theme_set_source (theme, cr, color, 1);
      ehlo_shape_paint (shape, cr, (int) (x + 0.5), (int) (middle - shape->pixel_height / 2.0 + 0.5));
    }
  g_object_unref (context);
}
