/* measure.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/measure.h"

#include <string.h>

static const struct { double size; gboolean mono; gboolean bold; } fonts[EHLO_N_FONTS] = {
  [EHLO_FONT_AXIS] = { 11, FALSE, FALSE },     [EHLO_FONT_AXIS_BOLD] = { 11, FALSE, TRUE },
  [EHLO_FONT_SMALL] = { 12, FALSE, FALSE },    [EHLO_FONT_SMALL_BOLD] = { 12, FALSE, TRUE },
  [EHLO_FONT_BODY] = { 13, FALSE, FALSE },     [EHLO_FONT_BODY_BOLD] = { 13, FALSE, TRUE },
  [EHLO_FONT_MONO_AXIS] = { 11, TRUE, FALSE }, [EHLO_FONT_MONO] = { 12.5, TRUE, FALSE },
  [EHLO_FONT_MONO_BOLD] = { 12.5, TRUE, TRUE }, [EHLO_FONT_MONO_SLIP] = { 15, TRUE, TRUE },
};

static PangoLayout *
make_layout (PangoContext *context, EhloFont font, const char *text)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *description = pango_font_description_copy (pango_context_get_font_description (context));

  if (fonts[font].mono)
    pango_font_description_set_family_static (description, "monospace");
  else if (pango_font_description_get_family (description) == NULL)
    pango_font_description_set_family_static (description, "sans");
  pango_font_description_set_absolute_size (description, fonts[font].size * PANGO_SCALE);
  pango_font_description_set_weight (description, fonts[font].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (description);
  return layout;
}

double
ehlo_measure_pango (gpointer data, EhloFont font, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (data, font, text);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

double
ehlo_measure_fake (gpointer data, EhloFont font, const char *text)
{
  return g_utf8_strlen (text, -1) * fonts[font].size * (fonts[font].bold && !fonts[font].mono ? 0.64 : 0.6);
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
  PangoContext *context = theme->fonts != NULL ? g_object_ref (theme->fonts) : pango_cairo_create_context (cr);
  g_autoptr (PangoLayout) layout = make_layout (context, font, text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (align == EHLO_ALIGN_CENTER)
    x -= width / 2.0;
  else if (align == EHLO_ALIGN_RIGHT)
    x -= width;
  ehlo_theme_set_source (theme, cr, color, 1);
  cairo_move_to (cr, (int) (x + 0.5), (int) (middle - height / 2.0 + 0.5));
  pango_cairo_show_layout (cr, layout);
  g_object_unref (context);
}
