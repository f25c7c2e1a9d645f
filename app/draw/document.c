/* document.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/document.h"

#include "app/draw/svg.h"
#include "sim/core/locale.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define PNG_SCALE 2.0
#define SVG_MAX   4000000.0   /* Cairo, which keeps the paths, counts in 24.8 bits */

G_DEFINE_QUARK (ehlo-page-error-quark, ehlo_page_error)

PangoContext *
ehlo_page_make_fonts (void)
{
  PangoContext *fonts = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *description = pango_font_description_from_string ("sans");
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (fonts, options);
  pango_context_set_font_description (fonts, description);
  pango_context_set_round_glyph_positions (fonts, FALSE);
  cairo_font_options_destroy (options);
  pango_font_description_free (description);
  return fonts;
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
describe (cairo_surface_t *pdf, const EhloDocument *self)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (self->epoch);
  g_autofree char *text = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("1970-01-01T00:00:00Z");

  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_CREATOR, "Ehlo");
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_CREATE_DATE, text);
}


static cairo_surface_t *
make_surface (const EhloDocument *self, EhloPageFormat format, GByteArray *out)
{
  cairo_surface_t *surface;

  if (format == EHLO_PAGE_PNG)
    return cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (self->width * PNG_SCALE), (int) ceil (self->height * PNG_SCALE));
  surface = cairo_pdf_surface_create_for_stream (append, out, self->page_width, self->page_height);
  describe (surface, self);
  return surface;
}

static void
paint (const EhloDocument *self, EhloPageFormat format, cairo_t *cr)
{
  if (format == EHLO_PAGE_PNG)
    {
      cairo_scale (cr, PNG_SCALE, PNG_SCALE);
      self->paint_picture (cr, self->data);
      return;
    }
  for (guint page = 0; page < self->n_pages; page++)
    {
      cairo_save (cr);
      self->paint_page (cr, page, self->data);
      cairo_restore (cr);
      cairo_show_page (cr);
    }
}

static GBytes *
draw (const EhloDocument *self, EhloPageFormat format, GError **error)
{
  GByteArray *out = g_byte_array_new ();
  cairo_surface_t *surface = make_surface (self, format, out);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  paint (self, format, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && format == EHLO_PAGE_PNG)
    status = cairo_surface_write_to_png_stream (surface, append, out);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (out);
  g_byte_array_unref (out);
  g_set_error_literal (error, EHLO_PAGE_ERROR, EHLO_PAGE_ERROR_FAILED, cairo_status_to_string (status));
  return NULL;
}

static GBytes *
draw_svg (const EhloDocument *self)
{
  g_autofree char *language = ehlo_locale_dup_language ();
  g_autoptr (EhloSvg) svg = ehlo_svg_new (self->width, self->height, self->title, language, self->fonts);

  self->paint_picture (ehlo_svg_get_cairo (svg), self->data);
  return ehlo_svg_finish (svg);
}

GBytes *
ehlo_document_write (const EhloDocument *self, EhloPageFormat format, GError **error)
{
  double height = format == EHLO_PAGE_PNG ? self->height * PNG_SCALE : self->height;

  if (format != EHLO_PAGE_PDF && height > (format == EHLO_PAGE_PNG ? EHLO_PAGE_MAX_PIXELS : SVG_MAX))
    {
      g_set_error (error, EHLO_PAGE_ERROR, EHLO_PAGE_ERROR_TOO_HIGH, _("The picture would be too high: %.0f pixels."), height);
      return NULL;
    }
  return format == EHLO_PAGE_SVG ? draw_svg (self) : draw (self, format, error);
}
