/* document.h - what is painted, as a file: PDF pages, or one picture
 *
 * The same paint, words and fonts give the same bytes: a document is dated by its
 * lesson, not by a clock. Needs no display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <pango/pango.h>

G_BEGIN_DECLS

#define EHLO_PAGE_MAX_PIXELS 30000                  /* a PNG's height */
#define EHLO_PAGE_A4_WIDTH   (210 / 25.4 * 72)      /* points */
#define EHLO_PAGE_A4_HEIGHT  (297 / 25.4 * 72)

typedef enum { EHLO_PAGE_PDF, EHLO_PAGE_SVG, EHLO_PAGE_PNG } EhloPageFormat;

typedef enum
{
  EHLO_PAGE_ERROR_TOO_HIGH,   /* more rows than one picture takes */
  EHLO_PAGE_ERROR_FAILED      /* Cairo's reason */
} EhloPageError;

#define EHLO_PAGE_ERROR (ehlo_page_error_quark ())

GQuark  ehlo_page_error_quark (void);

typedef struct
{
  const char   *title;
  gint64        epoch;                      /* Unix seconds: the date of the document */
  PangoContext *fonts;                      /* from ehlo_page_make_fonts() */
  double        page_width, page_height;    /* points */
  guint         n_pages;
  double        width, height;              /* pixels: of the picture */
  /* In points, from the corner of the paper; @page from 0. */
  void        (*paint_page)    (cairo_t *cr, guint page, gpointer data);
  /* In pixels. The ground is the painter's. */
  void        (*paint_picture) (cairo_t *cr, gpointer data);
  gpointer      data;
} EhloDocument;

/* For paper: texts are as wide on every surface, and no hinting moves a letter. (transfer full) */
PangoContext *ehlo_page_make_fonts (void);

/* NULL: @error says why. */
GBytes       *ehlo_document_write  (const EhloDocument *self, EhloPageFormat format, GError **error);

G_END_DECLS
