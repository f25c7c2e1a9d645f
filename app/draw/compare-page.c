/* compare-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/compare-page.h"

#include <math.h>

#define WIDTH  1060.0
#define MARGIN (13 / 25.4 * 72)
#define HEAD   38.0
#define FOOT   24.0
#define EDGE   16.0     /* around a picture */

typedef struct
{
  const SimComparison *comparison;
  EhloTheme            theme;
  EhloSheet           *heads;
  EhloSheet           *rows;
  EhloSheet           *cards;
  double               scale;       /* points for a pixel */
  double               page;        /* height of a page's inside, pixels */
  guint                n_pages;
} Maker;

static const char *
title_of (const SimComparison *comparison)
{
  const SimScenario *scenario = comparison->runs[0].scenario;

  return scenario == NULL ? comparison->runs[0].name : scenario->task != NULL ? scenario->task : scenario->title;
}

static void
paint_title (const Maker *self, cairo_t *cr)
{
  const double scale = 1.5;
  g_autofree char *title = ehlo_measure_fit (ehlo_measure_pango, self->theme.fonts, EHLO_FONT_BODY_BOLD, title_of (self->comparison), WIDTH / scale);

  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  ehlo_text_paint (cr, &self->theme, EHLO_COLOR_INK, EHLO_FONT_BODY_BOLD, 0, 9, EHLO_ALIGN_LEFT, title);
  cairo_restore (cr);
  ehlo_ink_rectangle (cr, &self->theme, EHLO_COLOR_LANE, 0, HEAD - 9, WIDTH, 1);
}

/* @height of @sheet from @top on, moving the origin below it. */
static void
paint_part (const Maker *self, cairo_t *cr, const EhloSheet *sheet, double top, double height)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, WIDTH, height);
  cairo_clip (cr);
  cairo_translate (cr, 0, -top);
  ehlo_sheet_paint (sheet, cr, &self->theme, top, top + height, -1);
  cairo_restore (cr);
  cairo_translate (cr, 0, height);
}

/* How many rows the first page has room for, and any other. */
static guint
rows_on (const Maker *self, guint page)
{
  double room = self->page - HEAD - FOOT - self->heads->height - (page == 0 ? self->cards->height : 0);

  return (guint) MAX (floor (room / COMPARE_ROW_HEIGHT), 1);
}

static void
paint_page (cairo_t *cr, guint page, gpointer data)
{
  const Maker *self = data;
  guint first = page == 0 ? 0 : rows_on (self, 0) + (page - 1) * rows_on (self, 1);
  guint n = MIN (rows_on (self, page), self->comparison->rows->len - MIN (first, self->comparison->rows->len));
  g_autofree char *number = g_strdup_printf ("%u / %u", page + 1, self->n_pages);

  cairo_translate (cr, MARGIN, MARGIN);
  cairo_scale (cr, self->scale, self->scale);
  paint_title (self, cr);
  ehlo_text_paint (cr, &self->theme, EHLO_COLOR_DIM, EHLO_FONT_SMALL, WIDTH, self->page - 8, EHLO_ALIGN_RIGHT, number);
  cairo_translate (cr, 0, HEAD);
  if (page == 0)
    paint_part (self, cr, self->cards, 0, self->cards->height);
  paint_part (self, cr, self->heads, 0, self->heads->height);
  paint_part (self, cr, self->rows, first * COMPARE_ROW_HEIGHT, n * COMPARE_ROW_HEIGHT);
}

static void
paint_picture (cairo_t *cr, gpointer data)
{
  const Maker *self = data;
  double height = HEAD + self->cards->height + self->heads->height + self->rows->height + 2 * EDGE;

  ehlo_ink_rectangle (cr, &self->theme, EHLO_COLOR_BASE, 0, 0, WIDTH + 2 * EDGE, height + 1);
  cairo_translate (cr, EDGE, EDGE);
  paint_title (self, cr);
  cairo_translate (cr, 0, HEAD);
  paint_part (self, cr, self->cards, 0, self->cards->height);
  paint_part (self, cr, self->heads, 0, self->heads->height);
  paint_part (self, cr, self->rows, 0, self->rows->height);
}

GBytes *
ehlo_compare_page_new (const SimComparison *comparison, EhloPageFormat format, GError **error)
{
  const SimScenario *scenario = comparison->runs[0].scenario;
  guint all = comparison->rows->len + 1;   /* no row is the current one */
  Maker self = { .comparison = comparison, .theme = *ehlo_theme_light () };
  GBytes *bytes;

  self.theme.fonts = ehlo_page_make_fonts ();
  self.theme.colors[EHLO_COLOR_WINDOW] = self.theme.colors[EHLO_COLOR_BASE];
  self.heads = compare_heads_new (comparison, all, WIDTH, ehlo_measure_pango, self.theme.fonts);
  self.rows = compare_rows_new (comparison, all, WIDTH, ehlo_measure_pango, self.theme.fonts);
  self.cards = compare_cards_new (comparison, all, WIDTH, ehlo_measure_pango, self.theme.fonts);
  self.scale = (EHLO_PAGE_A4_WIDTH - 2 * MARGIN) / WIDTH;
  self.page = (EHLO_PAGE_A4_HEIGHT - 2 * MARGIN) / self.scale;
  self.n_pages = 1;
  if (comparison->rows->len > rows_on (&self, 0))
    self.n_pages += (comparison->rows->len - rows_on (&self, 0) + rows_on (&self, 1) - 1) / rows_on (&self, 1);
  bytes = ehlo_document_write (&(EhloDocument) { .title = title_of (comparison), .epoch = scenario != NULL ? scenario->epoch : 0,
                                                 .fonts = self.theme.fonts, .page_width = EHLO_PAGE_A4_WIDTH,
                                                 .page_height = EHLO_PAGE_A4_HEIGHT, .n_pages = self.n_pages, .width = WIDTH + 2 * EDGE,
                                                 .height = HEAD + self.cards->height + self.heads->height + self.rows->height + 2 * EDGE,
                                                 .paint_page = paint_page, .paint_picture = paint_picture, .data = &self }, format, error);
  ehlo_sheet_free (self.heads);
  ehlo_sheet_free (self.rows);
  ehlo_sheet_free (self.cards);
  g_object_unref (self.theme.fonts);
  return bytes;
}
