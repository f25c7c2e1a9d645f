/* test-svg.c - pictures as SVG: well formed whatever the texts, and the same bytes each time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/glyphs.h"
#include "app/draw/page.h"
#include "app/draw/svg.h"

#include "hand.h"

#include <locale.h>
#include <string.h>

static char *
finish (EhloSvg *svg)
{
  g_autoptr (GBytes) bytes = ehlo_svg_finish (svg);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static EhloSvg *
make_svg (const char *title)
{
  PangoContext *fonts = ehlo_page_make_fonts ();
  EhloSvg *svg = ehlo_svg_new (200, 100, title, NULL, fonts);

  g_object_unref (fonts);
  return svg;
}

#define assert_has(text, part) g_assert_true (strstr (text, part) != NULL)
#define assert_lacks(text, part) g_assert_true (strstr (text, part) == NULL)

static void
check_text (const char *text, const char *written)
{
  g_autoptr (EhloSvg) svg = make_svg ("Title");
  g_autofree char *document = NULL, *element = g_strconcat (">", written, "</text>", NULL);

  ehlo_text_paint (ehlo_svg_get_cairo (svg), ehlo_theme_light (), EHLO_COLOR_INK, EHLO_FONT_MONO, 10, 20, EHLO_ALIGN_LEFT, text);
  document = finish (svg);
  assert_has (document, element);
}

static void
test_escapes (void)
{
  check_text ("MAIL FROM:<a&b@c.example>", "MAIL FROM:&lt;a&amp;b@c.example&gt;");
  check_text ("]]> \"'", "]]&gt; \"'");
  check_text ("a  b", "a  b");
  check_text ("Γειά", "Γειά");
  check_text ("a\x01\x1b\x7f" "b\nc", "a\357\277\275\357\277\275\357\277\275b\357\277\275c");
  check_text ("a\tb", "a\tb");
  check_text ("x\357\277\277y\357\277\276z\357\277\275", "x\357\277\275y\357\277\275z\357\277\275");   /* noncharacters */
}

static void
test_title (void)
{
  g_autoptr (EhloSvg) svg = make_svg ("<b> & \xff");
  g_autofree char *document = finish (svg);

  assert_has (document, "<title>&lt;b&gt; &amp; \357\277\275</title>");
}

static void
test_paths (void)
{
  static const double dashes[] = { 7, 4 };
  g_autoptr (EhloSvg) svg = make_svg ("Paths");
  cairo_t *cr = ehlo_svg_get_cairo (svg);
  g_autofree char *document = NULL;

  ehlo_theme_set_source (ehlo_theme_light (), cr, EHLO_COLOR_NO, 1);
  cairo_set_dash (cr, dashes, 2, 0);
  ehlo_path_line (cr, 1, 2.25, 30, -4.504, 2);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_translate (cr, 10, 20);
  cairo_scale (cr, 2, 2);
  cairo_set_source_rgba (cr, 0, 0, 1, 0.5);
  cairo_rectangle (cr, 0, 0, 5, 5);
  ehlo_ink_fill_preserve (cr);
  ehlo_ink_stroke (cr);
  ehlo_ink_fill (cr);                         /* no path is left */
  ehlo_ink_rectangle (cr, ehlo_theme_light (), EHLO_COLOR_ROW, 1, 1, 3, 4);
  document = finish (svg);
  assert_has (document, "<path d=\"M1 2.25L30 -4.5\" fill=\"none\" stroke-width=\"2\" stroke-dasharray=\"7 4\" stroke=\"#8f0f35\"/>\n"
              "<path d=\"M10 20L20 20L20 30L10 30Z\" fill=\"#0000ff\" fill-opacity=\"0.5\"/>\n"
              "<path d=\"M10 20L20 20L20 30L10 30Z\" fill=\"none\" stroke-width=\"4\" stroke=\"#0000ff\" stroke-opacity=\"0.5\"/>\n"
              "<rect x=\"12\" y=\"22\" width=\"6\" height=\"8\" fill=\"#dcebfb\"/>\n</svg>\n");
}

/* A tick and an arrow are described once, however often they are used. */
static void
test_once (void)
{
  g_autoptr (EhloSvg) svg = make_svg ("Ticks");
  cairo_t *cr = ehlo_svg_get_cairo (svg);
  g_autofree char *document = NULL;

  for (guint i = 0; i < 3; i++)
    {
      ehlo_glyph_class (cr, ehlo_theme_light (), EXPLAIN_CLASS_OK, 10 + i, 20, 6.4, FALSE);
      ehlo_glyph_arrow (cr, ehlo_theme_light (), 5, 105, 20 * i, 2, EHLO_COLOR_OK, FALSE, FALSE);
    }
  ehlo_glyph_arrow (cr, ehlo_theme_light (), 105, 5, 90, 2, EHLO_COLOR_OK, FALSE, FALSE);
  ehlo_glyph_arrow (cr, ehlo_theme_light (), 105, 5, 90, 2, EHLO_COLOR_NO, FALSE, TRUE);
  document = finish (svg);
  assert_has (document, "<g id=\"e4\">");
  assert_lacks (document, "<g id=\"e5\">");
  assert_has (document, "<use xlink:href=\"#e1\" x=\"12\" y=\"20\"/>\n<use xlink:href=\"#e2\" x=\"5\" y=\"40\"/>");
  assert_has (document, "<use xlink:href=\"#e3\" x=\"105\" y=\"90\"/>\n<use xlink:href=\"#e4\" x=\"105\" y=\"90\"/>");
}

typedef struct { guint texts; GString *words; } Seen;

static void
on_element (GMarkupParseContext *context, const char *name, const char **names, const char **values, gpointer data, GError **error)
{
  if (strcmp (name, "text") == 0)
    ((Seen *) data)->texts++;
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize len, gpointer data, GError **error)
{
  g_string_append_len (((Seen *) data)->words, text, len);
}

/* Whole pictures: well formed, all words in them, the same bytes twice. */
static void
test_whole (void)
{
  const GMarkupParser parser = { .start_element = on_element, .text = on_text };
  g_autoptr (SimTrace) trace = hand_trace ();
  g_autoptr (SimSteps) lines = sim_steps_new (trace, SIM_STEP_LINE);
  const EhloPageSpec specs[] = {
    { EHLO_PAGE_SVG, EHLO_PAGE_LADDER, "By <hand>", 0, 1, sim_steps_length (lines), NULL },
    { EHLO_PAGE_SVG, EHLO_PAGE_TOPOLOGY, "By <hand>", 0, 1, sim_steps_length (lines), NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (GBytes) one = ehlo_page_new (trace, lines, &specs[i], NULL), two = ehlo_page_new (trace, lines, &specs[i], NULL);
      Seen seen = { 0, g_string_new (NULL) };
      GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &seen, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_true (g_bytes_equal (one, two));
      g_markup_parse_context_parse (context, g_bytes_get_data (one, NULL), g_bytes_get_size (one), &error);
      g_markup_parse_context_end_parse (context, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (seen.texts, >, i == 0 ? sim_steps_length (lines) * 2 : 5);
      assert_has (seen.words->str, "By <hand>");
      assert_has (seen.words->str, "School server");
      if (i == 0)
        assert_has (seen.words->str, "RCPT TO:<nobody@univ.example>");
      g_markup_parse_context_free (context);
      g_string_free (seen.words, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "");
  g_test_add_func ("/draw/svg/texts-are-escaped", test_escapes);
  g_test_add_func ("/draw/svg/title-is-escaped", test_title);
  g_test_add_func ("/draw/svg/paths-keep-matrix-colour-and-dashes", test_paths);
  g_test_add_func ("/draw/svg/what-recurs-is-described-once", test_once);
  g_test_add_func ("/draw/svg/whole-pictures", test_whole);
  return g_test_run ();
}
