/* page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/page.h"

#include "app/draw/ink.h"
#include "app/draw/ladder-layout.h"
#include "app/draw/handout.h"
#include "app/draw/topology-layout.h"
#include "app/draw/words.h"
#include "sim/trace/replay.h"

#include <glib/gi18n-lib.h>

#define MARGIN       (13 / 25.4 * 72)
#define ROW_HEIGHT   33.0                /* from here on in units of the drawings: pixels at zoom 1 */
#define LEAST_WIDTH  780.0
#define HOST_WIDTH   165.0
#define CLOUD_WIDTH  90.0
#define MOST_WIDTH   1600.0
#define MOST_ON_PAGE 1250.0              /* with more, the letters were too small to read */
#define HEAD         38.0                /* title */
#define FOOT         24.0                /* page number */
#define EDGE         16.0                /* around a handout that is a picture */

struct _EhloPages
{
  SimTrace       *trace;
  const SimSteps *lines;
  EhloPageSpec    spec;        /* its title is borrowed */
  SimReplay      *replay;
  LadderRows     *rows;
  Handout          *handout;       /* TRANSCRIPT, WORKSHEET */
  guint           first, last; /* rows of ladder or handout */
  EhloTheme       theme;
  double          width;       /* pixels */
  double          map_height;
  double          scale;       /* points for a pixel */
  double          height;      /* of a page's inside, pixels */
  GArray         *starts;      /* by page: its first row */
};

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
prepare_handout (EhloPages *self)
{
  self->width = LEAST_WIDTH;
  self->handout = handout_new (self->trace, self->lines, self->spec.from, self->spec.to, self->spec.view == EHLO_PAGE_WORKSHEET, self->width,
                           ehlo_measure_pango, self->theme.fonts);
  self->last = self->handout->rows->len - 1;
}

static void
prepare_diagram (EhloPages *self)
{
  self->replay = sim_replay_new (self->trace);
  self->rows = ladder_rows_new (self->trace, self->lines, ROW_HEIGHT, NULL);
  self->width = width_for (self->trace, self->spec.format);
  self->map_height = topology_height (self->trace, self->lines, self->width, ehlo_measure_pango, self->theme.fonts);
  if (self->spec.view == EHLO_PAGE_TOPOLOGY)
    return;
  self->first = ladder_rows_of (self->rows, self->spec.from);
  self->last = ladder_rows_of (self->rows, self->spec.to);
  /* With the header that stands over the first step. */
  if (self->first > 0 && ladder_rows_get (self->rows, self->first - 1)->kind == LADDER_ROW_HEADER)
    self->first--;
}

static double
rows_height (const EhloPages *self, guint first, guint last)
{
  const LadderRow *end = ladder_rows_get (self->rows, last);

  return end->y + end->height - ladder_rows_get (self->rows, first)->y;
}

static double
picture_width (const EhloPages *self)
{
  return self->handout != NULL ? self->width + 2 * EDGE : self->width;
}

static double
picture_height (const EhloPages *self)
{
  if (self->handout != NULL)
    return self->handout->height + HEAD + 2 * EDGE;
  return self->map_height + (self->spec.view == EHLO_PAGE_LADDER ? rows_height (self, self->first, self->last) : 0);
}

/* The map after @step. @still: as the head of a ladder; nothing flies and no host is singled out. */
static void
paint_map (const EhloPages *self, cairo_t *cr, guint step, gboolean still)
{
  guint cursor = step > 0 ? sim_steps_get (self->lines, step)->cursor : 0;
  g_autoptr (TopologyLayout) map = topology_layout_new (self->trace, sim_replay_seek (self->replay, cursor), self->lines, cursor, 1,
                                                        self->width, ehlo_measure_pango, self->theme.fonts);

  if (still)
    {
      map->slip.shown = FALSE;
      for (guint i = 0; i < map->hosts->len; i++)
        {
          g_array_index (map->hosts, TopologyHost, i).active = FALSE;
          g_array_index (map->hosts, TopologyHost, i).hidden = FALSE;
        }
      for (guint i = 0; i < map->links->len; i++)
        g_array_index (map->links, TopologyLink, i).busy = FALSE;
    }
  topology_paint (map, cr, &self->theme);
}

/* Rows with the map at their head. */
static void
paint_ladder (const EhloPages *self, cairo_t *cr, guint first, guint last)
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
}

static void
paint_rule (const EhloPages *self, cairo_t *cr, double y)
{
  ehlo_ink_rectangle (cr, &self->theme, EHLO_COLOR_LANE, 0, y, self->width, 1);
}

/* The lesson's title, and which of its steps are drawn if not all are. */
static void
paint_head (const EhloPages *self, cairo_t *cr)
{
  const double scale = 1.5;
  g_autofree char *range = NULL, *title = NULL;
  double room = self->width / scale;

  if (self->spec.view != EHLO_PAGE_TOPOLOGY && (self->spec.from > 1 || self->spec.to < sim_steps_length (self->lines)))
    {
      range = self->spec.from == self->spec.to
        /* TRANSLATORS: a step's number, and the numbers of the first and last of several steps */
        ? g_strdup_printf (_("step %u"), self->spec.to)
        : g_strdup_printf (_("steps %u–%u"), self->spec.from, self->spec.to);
      room -= ehlo_measure_pango (self->theme.fonts, EHLO_FONT_SMALL, range) / scale + 16;
    }
  title = ehlo_measure_fit (ehlo_measure_pango, self->theme.fonts, EHLO_FONT_BODY_BOLD, self->spec.title, room);
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  ehlo_text_paint (cr, &self->theme, EHLO_COLOR_INK, EHLO_FONT_BODY_BOLD, 0, 9, EHLO_ALIGN_LEFT, title);
  cairo_restore (cr);
  if (range != NULL)
    ehlo_text_paint (cr, &self->theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, self->width, 15, EHLO_ALIGN_RIGHT, range);
  paint_rule (self, cr, HEAD - 9);
}

static void
paint_foot (const EhloPages *self, cairo_t *cr, double height, guint page, guint n_pages)
{
  g_autofree char *number = g_strdup_printf ("%u / %u", page, n_pages);

  ehlo_text_paint (cr, &self->theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, self->width, height - 8, EHLO_ALIGN_RIGHT, number);
}

/* The last row of the page that begins with @row. */
static guint
break_page (const EhloPages *self, guint row, double room)
{
  return self->handout != NULL ? handout_break (self->handout, row, room) : ehlo_page_break (self->rows, row, self->last, room);
}

static void
find_pages (EhloPages *self)
{
  double room = self->height - HEAD - FOOT - self->map_height;

  for (guint row = self->first; row <= self->last;)
    {
      g_array_append_val (self->starts, row);
      row = self->spec.view == EHLO_PAGE_TOPOLOGY ? self->last + 1 : break_page (self, row, room) + 1;
    }
}

static void
paint_map_page (const EhloPages *self, cairo_t *cr)
{
  g_autofree char *sentence = ehlo_words_sentence (self->trace, self->lines, self->spec.to);
  g_autofree char *fitted = ehlo_measure_fit (ehlo_measure_pango, self->theme.fonts, EHLO_FONT_BODY, sentence, self->width);

  paint_map (self, cr, self->spec.to, FALSE);
  ehlo_text_paint (cr, &self->theme, EHLO_COLOR_INK, EHLO_FONT_BODY, self->width / 2, self->map_height + 18, EHLO_ALIGN_CENTER, fitted);
}

static void
paint_picture (cairo_t *cr, gpointer pages)
{
  const EhloPages *self = pages;

  ehlo_ink_rectangle (cr, &self->theme, EHLO_COLOR_BASE, 0, 0, picture_width (self), picture_height (self) + 1);
  if (self->spec.view == EHLO_PAGE_TOPOLOGY)
    paint_map (self, cr, self->spec.to, FALSE);
  else if (self->handout == NULL)
    paint_ladder (self, cr, self->first, self->last);
  else
    {
      cairo_translate (cr, EDGE, EDGE);
      paint_head (self, cr);
      cairo_translate (cr, 0, HEAD);
      handout_paint (self->handout, cr, &self->theme, self->first, self->last);
    }
}

static void
paint_page_of_file (cairo_t *cr, guint page, gpointer pages)
{
  cairo_translate (cr, MARGIN, MARGIN);
  ehlo_pages_paint (pages, cr, page);
}

EhloPages *
ehlo_pages_new (SimTrace *trace, const SimSteps *lines, const EhloPageSpec *spec, double width, double height)
{
  EhloPages *self = g_new0 (EhloPages, 1);

  g_return_val_if_fail (spec->to <= sim_steps_length (lines), NULL);
  g_return_val_if_fail (spec->view == EHLO_PAGE_TOPOLOGY || (spec->from >= 1 && spec->from <= spec->to), NULL);
  self->trace = trace;
  self->lines = lines;
  self->spec = *spec;
  self->theme = *ehlo_theme_light ();
  self->theme.colors[EHLO_COLOR_WINDOW] = self->theme.colors[EHLO_COLOR_BASE];   /* ink costs */
  self->theme.fonts = spec->fonts != NULL ? g_object_ref (spec->fonts) : ehlo_page_make_fonts ();
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  if (spec->view == EHLO_PAGE_TRANSCRIPT || spec->view == EHLO_PAGE_WORKSHEET)
    prepare_handout (self);
  else
    prepare_diagram (self);
  self->scale = width / self->width;
  self->height = height / self->scale;
  find_pages (self);
  return self;
}

void
ehlo_pages_free (EhloPages *self)
{
  g_clear_pointer (&self->rows, ladder_rows_free);
  g_clear_pointer (&self->replay, sim_replay_free);
  g_clear_pointer (&self->handout, handout_free);
  g_array_unref (self->starts);
  g_object_unref (self->theme.fonts);
  g_free (self);
}

guint
ehlo_pages_length (const EhloPages *self)
{
  return self->starts->len;
}

void
ehlo_pages_paint (const EhloPages *self, cairo_t *cr, guint page)
{
  guint first = g_array_index (self->starts, guint, page);
  guint last = page + 1 < self->starts->len ? g_array_index (self->starts, guint, page + 1) - 1 : self->last;

  cairo_scale (cr, self->scale, self->scale);
  paint_head (self, cr);
  paint_foot (self, cr, self->height, page + 1, self->starts->len);
  cairo_translate (cr, 0, HEAD);
  if (self->spec.view == EHLO_PAGE_TOPOLOGY)
    paint_map_page (self, cr);
  else if (self->handout != NULL)
    handout_paint (self->handout, cr, &self->theme, first, last);
  else
    paint_ladder (self, cr, first, last);
}

GBytes *
ehlo_page_new (SimTrace *trace, const SimSteps *lines, const EhloPageSpec *spec, GError **error)
{
  g_autoptr (EhloPages) pages = ehlo_pages_new (trace, lines, spec, EHLO_PAGE_A4_WIDTH - 2 * MARGIN, EHLO_PAGE_A4_HEIGHT - 2 * MARGIN);

  g_return_val_if_fail (pages != NULL, NULL);
  return ehlo_document_write (&(EhloDocument) { .title = spec->title, .epoch = spec->epoch, .fonts = pages->theme.fonts,
                                                .page_width = EHLO_PAGE_A4_WIDTH, .page_height = EHLO_PAGE_A4_HEIGHT,
                                                .n_pages = pages->starts->len, .width = picture_width (pages),
                                                .height = picture_height (pages), .paint_page = paint_page_of_file,
                                                .paint_picture = paint_picture, .data = pages }, spec->format, error);
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
