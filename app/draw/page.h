/* page.h - the drawings as documents: PDF pages, or one tall picture
 *
 * The map stands at the head of the ladder, as it was before the first row below
 * it: time runs downwards. On pages no row is cut in two. The same run, words and
 * fonts give the same bytes: a document is dated by its lesson, not by a clock.
 * Needs no display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pango.h>

#include "app/draw/ladder-rows.h"

G_BEGIN_DECLS

#define EHLO_PAGE_MAX_PIXELS 30000   /* a PNG's height */

typedef enum { EHLO_PAGE_PDF, EHLO_PAGE_SVG, EHLO_PAGE_PNG } EhloPageFormat;
typedef enum { EHLO_PAGE_LADDER, EHLO_PAGE_TOPOLOGY } EhloPageView;

typedef struct
{
  EhloPageFormat format;
  EhloPageView   view;
  const char    *title;   /* of the lesson */
  gint64         epoch;   /* Unix seconds: the date of the document */
  guint          from;    /* steps, from 1; LADDER: 1 <= from <= to */
  guint          to;      /* TOPOLOGY: the map after this one; 0: before anything happened */
  PangoContext  *fonts;   /* from ehlo_page_make_fonts(); NULL: such a one is made */
} EhloPageSpec;

typedef enum
{
  EHLO_PAGE_ERROR_TOO_HIGH,   /* more rows than one picture takes */
  EHLO_PAGE_ERROR_FAILED      /* Cairo's reason */
} EhloPageError;

#define EHLO_PAGE_ERROR (ehlo_page_error_quark ())

GQuark  ehlo_page_error_quark (void);

/* For paper: texts are as wide on every surface, and no hinting moves a letter. (transfer full) */
PangoContext *ehlo_page_make_fonts (void);

/* @lines: of SIM_STEP_LINE. NULL: @error says why. */
GBytes *ehlo_page_new         (SimTrace *trace, const SimSteps *lines, const EhloPageSpec *spec, GError **error);

/* The last row of a page that begins with row @first and has @room for rows; at most @last. No header and no gap ends a
 * page: it belongs to what follows. At least one row is taken, however small the room is. */
guint   ehlo_page_break       (const LadderRows *rows, guint first, guint last, double room);

G_END_DECLS
