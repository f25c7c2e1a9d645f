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

#include "app/draw/document.h"
#include "app/draw/ladder-rows.h"

G_BEGIN_DECLS

typedef enum
{
  EHLO_PAGE_LADDER,
  EHLO_PAGE_TOPOLOGY,
  EHLO_PAGE_TRANSCRIPT,
  EHLO_PAGE_WORKSHEET     /* the transcript with blanks for the replies, and the answers */
} EhloPageView;

typedef struct
{
  EhloPageFormat format;
  EhloPageView   view;
  const char    *title;   /* of the lesson */
  gint64         epoch;   /* Unix seconds: the date of the document */
  guint          from;    /* steps, from 1: 1 <= from <= to; TOPOLOGY: not used */
  guint          to;      /* TOPOLOGY: the map after this one; 0: before anything happened */
  PangoContext  *fonts;   /* from ehlo_page_make_fonts(); NULL: such a one is made */
} EhloPageSpec;

typedef struct _EhloPages EhloPages;

/* For a printer: pages whose inside is @width by @height points. Trace, lines and the title are borrowed. */
EhloPages *ehlo_pages_new     (SimTrace *trace, const SimSteps *lines, const EhloPageSpec *spec, double width, double height);
void       ehlo_pages_free    (EhloPages *self);
guint      ehlo_pages_length  (const EhloPages *self);
/* In points, from the corner of the inside; @page from 0. */
void       ehlo_pages_paint   (const EhloPages *self, cairo_t *cr, guint page);

/* @lines: of SIM_STEP_LINE. NULL: @error says why. */
GBytes *ehlo_page_new         (SimTrace *trace, const SimSteps *lines, const EhloPageSpec *spec, GError **error);

/* The last row of a page that begins with row @first and has @room for rows; at most @last. No header and no gap ends a
 * page: it belongs to what follows. At least one row is taken, however small the room is. */
guint   ehlo_page_break       (const LadderRows *rows, guint first, guint last, double room);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloPages, ehlo_pages_free)

G_END_DECLS
