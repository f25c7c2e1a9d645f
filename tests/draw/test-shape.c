/* test-shape.c - remembered texts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/shape.h"

#include <string.h>

static PangoContext *
make_context (cairo_surface_t **surface, cairo_t **cr)
{
  *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 300, 30);
  *cr = cairo_create (*surface);
  return pango_cairo_create_context (*cr);
}

static void
end_context (PangoContext *context, cairo_surface_t *surface, cairo_t *cr)
{
  g_object_add_weak_pointer (G_OBJECT (context), (gpointer *) &context);
  g_object_unref (context);
  g_assert_null (context);   /* what is remembered must not keep it alive */
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_bounded (void)
{
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context = make_context (&surface, &cr);

  ehlo_shape_limit (context, 20);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strdup_printf ("step %u", i);

      g_assert_cmpstr (ehlo_shape_get (context, EHLO_FONT_MONO, text)->text, ==, text);
      g_assert_cmpuint (ehlo_shape_count (context), <=, 21);
    }
  g_assert_cmpuint (ehlo_shape_count (context), >, 0);
  ehlo_shape_limit (context, 0);
  ehlo_shape_get (context, EHLO_FONT_MONO, "250 Ok");
  g_assert_cmpuint (ehlo_shape_count (context), ==, 0);
  end_context (context, surface, cr);
}

static void
test_told_apart (void)
{
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context = make_context (&surface, &cr);
  double small = ehlo_shape_get (context, EHLO_FONT_MONO_AXIS, "250 Ok")->width;
  const EhloShape *large = ehlo_shape_get (context, EHLO_FONT_MONO_SLIP, "250 Ok");

  g_assert_cmpfloat (small, <, large->width);
  g_assert_true (ehlo_shape_get (context, EHLO_FONT_MONO_SLIP, "250 Ok") == large);
  end_context (context, surface, cr);
}

static void
test_forgets (void)
{
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context = make_context (&surface, &cr);

  ehlo_shape_get (context, EHLO_FONT_SMALL, "Greeting");
  g_assert_cmpuint (ehlo_shape_count (context), ==, 1);
  pango_context_changed (context);
  g_assert_cmpuint (ehlo_shape_count (context), ==, 0);
  end_context (context, surface, cr);
}

/* Remembered or not, Greek, Cyrillic and marks too: the same ink as Pango's own. */
static void
check_ink (EhloFont which, const char *family, double size_in_pixels, const char *text)
{
  cairo_surface_t *surface, *other_surface;
  cairo_t *cr, *other_cr;
  PangoContext *context = make_context (&surface, &cr), *other = make_context (&other_surface, &other_cr);
  g_autoptr (PangoLayout) layout = pango_layout_new (other);
  g_autoptr (PangoFontDescription) font = pango_font_description_copy (pango_context_get_font_description (other));
  const EhloShape *shape = ehlo_shape_get (context, which, text);
  gsize size = (gsize) cairo_image_surface_get_stride (surface) * 30;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_source_rgb (other_cr, 1, 1, 1);
  ehlo_shape_paint (shape, cr, 3, 2);
  if (family != NULL)
    pango_font_description_set_family (font, family);
  pango_font_description_set_absolute_size (font, size_in_pixels * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  cairo_move_to (other_cr, 3, 2);
  pango_cairo_show_layout (other_cr, layout);
  cairo_surface_flush (surface);
  cairo_surface_flush (other_surface);
  g_assert_cmpmem (cairo_image_surface_get_data (surface), size, cairo_image_surface_get_data (other_surface), size);
  g_object_unref (g_steal_pointer (&layout));
  end_context (context, surface, cr);
  end_context (other, other_surface, other_cr);
}

static void
test_same_ink (void)
{
  check_ink (EHLO_FONT_BODY, NULL, 13, "250 Γειά σου, привет e\xcc\x81 →");
  check_ink (EHLO_FONT_MONO, "monospace", 12.5, "250 Γειά σου");
  /* Put together from single letters. */
  check_ink (EHLO_FONT_MONO, "monospace", 12.5, "RCPT TO:<ivan@univ.example> ->");
  check_ink (EHLO_FONT_SMALL, NULL, 12, "1024");
}

/* What is put together is no wider and no higher than what Pango lays out. */
static void
test_put_together (void)
{
  static const char * const texts[] = { "250 2.1.5 Recipient ok", "~!@#$%^&*()_+`-={}|[]", " ", "\"", "1", "1234567890" };
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context = make_context (&surface, &cr);

  for (EhloFont font = 0; font < EHLO_N_FONTS; font++)
    for (guint i = ehlo_fonts[font].mono ? 0 : 4; i < G_N_ELEMENTS (texts); i++)
      {
        EhloShape quick, laid;
        double width;

        ehlo_shape_limit (context, 100);
        quick = *ehlo_shape_get (context, font, texts[i]);
        width = ehlo_shape_width (context, font, texts[i]);
        ehlo_shape_limit (context, 0);
        laid = *ehlo_shape_get (context, font, texts[i]);
        g_assert_cmpfloat (quick.width, ==, laid.width);
        g_assert_cmpfloat (width, ==, laid.width);
        g_assert_cmpint (quick.pixel_width, ==, laid.pixel_width);
        g_assert_cmpint (quick.pixel_height, ==, laid.pixel_height);
        g_assert_cmpfloat (quick.baseline, ==, laid.baseline);
      }
  end_context (context, surface, cr);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/shape/remembers-a-bounded-number", test_bounded);
  g_test_add_func ("/draw/shape/tells-fonts-apart", test_told_apart);
  g_test_add_func ("/draw/shape/forgets-when-the-context-changes", test_forgets);
  g_test_add_func ("/draw/shape/paints-as-pango-does", test_same_ink);
  g_test_add_func ("/draw/shape/put-together-as-laid-out", test_put_together);
  return g_test_run ();
}
