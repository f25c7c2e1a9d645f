/* page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/page.h"

#include "app/draw/ladder-layout.h"
#include "app/draw/svg.h"
#include "app/draw/topology-layout.h"
#include "app/draw/words.h"
#include "sim/core/locale.h"
#include "sim/trace/replay.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define A4_WIDTH     (210 / 25.4 * 72)   /* points */
#define A4_HEIGHT    (297 / 25.4 * 72)
#define MARGIN       (13 / 25.4 * 72)
#define ROW_HEIGHT   33.0                /* from here on in units of the drawings: pixels at zoom 1 */
#define LEAST_WIDTH  780.0
#define HOST_WIDTH   165.0
#define CLOUD_WIDTH  90.0
#define MOST_WIDTH   1600.0
#define MOST_ON_PAGE 1250.0              /* with more, the letters were too small to read */
#define HEAD         38.0                /* title */
#define FOOT         24.0                /* page number */
#define PNG_SCALE    2.0
#define SVG_MAX      4000000.0           /* Cairo counts in 24.8 bits */

G_DEFINE_QUARK (ehlo-page-error-quark, ehlo_page_error)

typedef struct
{
  SimTrace           *trace;
  const SimSteps     *lines;
  const EhloPageSpec *spec;
  SimReplay          *replay;
  LadderRows         *rows;
  guint               first, last;   /* rows */
  EhloTheme           theme;
  double              width;
  double              map_height;
} Maker;

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

/* Wide enough for the hosts; on a page, the less the larger the letters. */
static double
width_for (const SimTrace *trace, EhloPageFormat format)
{
  double width = 120;

  for (guint i = 0; i < sim_trace_n_hosts (trace); i++)
    width += ehlo_lanes_is_cloud (trace, i) ? CLOUD_WIDTH : HOST_WIDTH;
  return CLAMP (width, LEAST_WIDTH, format == EHLO_PAGE_PDF ? MOST_ON_PAGE : MOST_WIDTH);
}

static void
maker_init (Maker *self, SimTrace *trace, const SimSteps *lines, const EhloPageSpec *spec)
{
  *self = (Maker) { trace, lines, spec };
  self->theme = *ehlo_theme_light ();
  self->theme.colors[EHLO_COLOR_WINDOW] = self->theme.colors[EHLO_COLOR_BASE];   /* ink costs */
  self->theme.fonts = spec->fonts != NULL ? g_object_ref (spec->fonts) : ehlo_page_make_fonts ();
  self->replay = sim_replay_new (trace);
  self->rows = ladder_rows_new (trace, lines, ROW_HEIGHT, NULL);
  self->width = width_for (trace, spec->format);
  self->map_height = topology_height (trace, lines, self->width, ehlo_measure_pango, self->theme.fonts);
  if (spec->view == EHLO_PAGE_TOPOLOGY)
    return;
  self->first = ladder_rows_of (self->rows, spec->from);
  self->last = ladder_rows_of (self->rows, spec->to);
  /* With the header that stands over the first step. */
  if (self->first > 0 && ladder_rows_get (self->rows, self->first - 1)->kind == LADDER_ROW_HEADER)
    self->first--;
}

static void
maker_clear (Maker *self)
{
  ladder_rows_free (self->rows);
  sim_replay_free (self->replay);
  g_object_unref (self->theme.fonts);
}

static double
rows_height (const Maker *self, guint first, guint last)
{
  const LadderRow *end = ladder_rows_get (self->rows, last);

  return end->y + end->height - ladder_rows_get (self->rows, first)->y;
}

/* The map after @step. @still: as the head of a ladder; nothing flies and no host is singled out. */
static void
paint_map (const Maker *self, cairo_t *cr, guint step, gboolean still)
{
  guint cursor = step > 0 ? sim_steps_get (self->lines, step)->cursor : 0;
  g_autoptr (TopologyLayout) map = topology_layout_new (self->trace, sim_replay_seek (self->replay, cursor), self->lines, cursor, 1,
                                                        self->width, ehlo_measure_pango, self->theme.fonts);

  if (still)
    {
      map->slip.shown = FALSE;
      for (guint i = 0; i < map->hosts->len; i++)
        g_array_index (map->hosts, TopologyHost, i).active = FALSE;
    }
  topology_paint (map, cr, &self->theme);
}

/* Rows with the map at their head. Returns their height. */
static double
paint_ladder (const Maker *self, cairo_t *cr, guint first, guint last)
{
  const LadderRow *top = ladder_rows_get (self->rows, first);
  LadderOptions options = { .top = top->y, .height = rows_height (self, first, last), .paper = TRUE };
  g_autoptr (LadderLayout) ladder = ladder_layout_new (self->trace, self->lines, self->rows, 0, self->width, &options,
                                                       ehlo_measure_pango, self->theme.fonts);

  paint_map (self, cr, top->step - 1, TRUE);
  cairo_save (cr);
  cairo_translate (cr, 0, self->map_height);
  cairo_rectangle (cr, 0, 0, self->width, options.height);
  cairo_clip (cr);
  ladder_paint (ladder, cr, &self->theme);
  cairo_restore (cr);
  return self->map_height + options.height;
}

static void
paint_rule (const Maker *self, cairo_t *cr, double y)
{
  ehlo_ink_rectangle (cr, &self->theme, EHLO_COLOR_LANE, 0, y, self->width, 1);
}

/* The lesson's title, and which of its steps are drawn if not all are. */
static void
paint_head (const Maker *self, cairo_t *cr)
{
  const double scale = 1.5;
  g_autofree char *range = NULL, *title = NULL;
  double room = self->width / scale;

  if (self->spec->view == EHLO_PAGE_LADDER && (self->spec->from > 1 || self->spec->to < sim_steps_length (self->lines)))
    {
      range = self->spec->from == self->spec->to
        /* TRANSLATORS: a step's number, and the numbers of the first and last of several steps */
        ? g_strdup_printf (_("step %u"), self->spec->to)
        : g_strdup_printf (_("steps %u–%u"), self->spec->from, self->spec->to);
      room -= ehlo_measure_pango (self->theme.fonts, EHLO_FONT_SMALL, range) / scale + 16;
    }
  title = ehlo_measure_fit (ehlo_measure_pango, self->theme.fonts, EHLO_FONT_BODY_BOLD, self->spec->title, room);
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  ehlo_text_paint (cr, &self->theme, EHLO_COLOR_INK, EHLO_FONT_BODY_BOLD, 0, 9, EHLO_ALIGN_LEFT, title);
  cairo_restore (cr);
  if (range != NULL)
    ehlo_text_paint (cr, &self->theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, self->width, 15, EHLO_ALIGN_RIGHT, range);
  paint_rule (self, cr, HEAD - 9);
}

static void
paint_foot (const Maker *self, cairo_t *cr, double height, guint page, guint n_pages)
{
  g_autofree char *number = g_strdup_printf ("%u / %u", page, n_pages);

  ehlo_text_paint (cr, &self->theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, self->width, height - 8, EHLO_ALIGN_RIGHT, number);
}

static guint
count_pages (const Maker *self, double room)
{
  guint n = 0;

  for (guint row = self->first; row <= self->last; n++)
    row = ehlo_page_break (self->rows, row, self->last, room) + 1;
  return n;
}

static void
paint_pages (const Maker *self, cairo_t *cr)
{
  double scale = (A4_WIDTH - 2 * MARGIN) / self->width, height = (A4_HEIGHT - 2 * MARGIN) / scale;
  double room = height - HEAD - FOOT - self->map_height;
  guint n_pages = self->spec->view == EHLO_PAGE_LADDER ? count_pages (self, room) : 1;
  guint row = self->first;

  cairo_translate (cr, MARGIN, MARGIN);
  cairo_scale (cr, scale, scale);
  for (guint page = 1; page <= n_pages; page++)
    {
      paint_head (self, cr);
      paint_foot (self, cr, height, page, n_pages);
      cairo_save (cr);
      cairo_translate (cr, 0, HEAD);
      if (self->spec->view == EHLO_PAGE_LADDER)
        {
          guint last = ehlo_page_break (self->rows, row, self->last, room);

          paint_ladder (self, cr, row, last);
          row = last + 1;
        }
      else
        {
          g_autofree char *sentence = ehlo_words_sentence (self->trace, self->lines, self->spec->to);
          g_autofree char *fitted = ehlo_measure_fit (ehlo_measure_pango, self->theme.fonts, EHLO_FONT_BODY, sentence, self->width);

          paint_map (self, cr, self->spec->to, FALSE);
          ehlo_text_paint (cr, &self->theme, EHLO_COLOR_INK, EHLO_FONT_BODY, self->width / 2, self->map_height + 18, EHLO_ALIGN_CENTER, fitted);
        }
      cairo_restore (cr);
      cairo_show_page (cr);
    }
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
describe (cairo_surface_t *pdf, const EhloPageSpec *spec)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (spec->epoch);
  g_autofree char *text = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("1970-01-01T00:00:00Z");

  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_TITLE, spec->title);
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_CREATOR, "Ehlo");
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_CREATE_DATE, text);
}

static cairo_surface_t *
make_surface (const Maker *self, double height, GByteArray *out)
{
  cairo_surface_t *surface;

  switch (self->spec->format)
    {
    case EHLO_PAGE_PDF:
      surface = cairo_pdf_surface_create_for_stream (append, out, A4_WIDTH, A4_HEIGHT);
      describe (surface, self->spec);
      return surface;
    case EHLO_PAGE_SVG:
    case EHLO_PAGE_PNG:
      break;
    }
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (self->width * PNG_SCALE), (int) ceil (height * PNG_SCALE));
}

static void
paint_picture (const Maker *self, cairo_t *cr, double height)
{
  if (self->spec->format == EHLO_PAGE_PNG)
    cairo_scale (cr, PNG_SCALE, PNG_SCALE);
  ehlo_ink_rectangle (cr, &self->theme, EHLO_COLOR_BASE, 0, 0, self->width, height + 1);
  if (self->spec->view == EHLO_PAGE_LADDER)
    paint_ladder (self, cr, self->first, self->last);
  else
    paint_map (self, cr, self->spec->to, FALSE);
}

static gboolean
is_too_high (const EhloPageSpec *spec, double height)
{
  return (spec->format == EHLO_PAGE_PNG && height * PNG_SCALE > EHLO_PAGE_MAX_PIXELS) || (spec->format == EHLO_PAGE_SVG && height > SVG_MAX);
}

static GBytes *
draw_svg (const Maker *self, double height)
{
  g_autofree char *language = ehlo_locale_dup_language ();
  g_autoptr (EhloSvg) svg = ehlo_svg_new (self->width, height, self->spec->title, language, self->theme.fonts);

  paint_picture (self, ehlo_svg_get_cairo (svg), height);
  return ehlo_svg_finish (svg);
}

static GBytes *
draw (const Maker *self, double height, GError **error)
{
  GByteArray *out = g_byte_array_new ();
  cairo_surface_t *surface = make_surface (self, height, out);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  if (self->spec->format == EHLO_PAGE_PDF)
    paint_pages (self, cr);
  else
    paint_picture (self, cr, height);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && self->spec->format == EHLO_PAGE_PNG)
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

GBytes *
ehlo_page_new (SimTrace *trace, const SimSteps *lines, const EhloPageSpec *spec, GError **error)
{
  GBytes *bytes = NULL;
  double height;
  Maker maker;

  g_return_val_if_fail (spec->to <= sim_steps_length (lines), NULL);
  g_return_val_if_fail (spec->view == EHLO_PAGE_TOPOLOGY || (spec->from >= 1 && spec->from <= spec->to), NULL);
  maker_init (&maker, trace, lines, spec);
  height = maker.map_height + (spec->view == EHLO_PAGE_LADDER ? rows_height (&maker, maker.first, maker.last) : 0);
  if (is_too_high (spec, height))
    g_set_error (error, EHLO_PAGE_ERROR, EHLO_PAGE_ERROR_TOO_HIGH, _("The picture would be too high: %.0f pixels."),
                 spec->format == EHLO_PAGE_PNG ? height * PNG_SCALE : height);
  else if (spec->format == EHLO_PAGE_SVG)
    bytes = draw_svg (&maker, height);
  else
    bytes = draw (&maker, height, error);
  maker_clear (&maker);
  return bytes;
}

guint
ehlo_page_break (const LadderRows *rows, guint first, guint last, double room)
{
  double top = ladder_rows_get (rows, first)->y;
  guint end = first;

  while (end < last && ladder_rows_get (rows, end + 1)->y + ladder_rows_get (rows, end + 1)->height - top <= room)
    end++;
  if (end == last)
    return last;
  for (guint row = end; row > first; row--)
    if (ladder_rows_get (rows, row)->kind == LADDER_ROW_STEP)
      return row;
  return end;
}
