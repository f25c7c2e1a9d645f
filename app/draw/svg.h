/* svg.h - a picture as SVG whose texts are texts
 *
 * Cairo's own SVG draws letters as outlines, which nobody can search, copy or
 * translate. Here a line of text is one <text> element, and what recurs (a glyph,
 * an arrow between two lanes) is described once and then used.
 *
 * Paint code need not know: it paints into the context of the picture, and
 * ink.h and ehlo_text_paint() bring it here. The same calls give the same bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/measure.h"

G_BEGIN_DECLS

typedef struct _EhloSvg EhloSvg;

/* Pixels. @title: what the picture shows, for those who do not see it; @language: of its texts, "el"; NULL: unknown. @fonts: in which texts are
 * measured, held. */
EhloSvg *ehlo_svg_new       (double width, double height, const char *title, const char *language, PangoContext *fonts);
cairo_t *ehlo_svg_get_cairo (EhloSvg *self);                                   /* borrowed; paints into the picture */

/* The whole document. Nothing can be added afterwards. */
GBytes  *ehlo_svg_finish    (EhloSvg *self);
void     ehlo_svg_free      (EhloSvg *self);

/* ---- for ink.c, glyphs.c and measure.c ---- */

EhloSvg *ehlo_svg_of        (cairo_t *cr);                                     /* NULL: an ordinary context */

/* The current path of the context with its matrix, source, line and dashes; filled, or stroked. */
void     ehlo_svg_path      (EhloSvg *self, gboolean stroke);
void     ehlo_svg_rectangle (EhloSvg *self, guint32 rgb, double x, double y, double width, double height);
/* @x: left end, middle or right end after @align; @middle: where the letters' middle lies. */
void     ehlo_svg_text      (EhloSvg *self, guint32 rgb, EhloFont font, double x, double middle, EhloAlign align, const char *text);

/* What recurs. TRUE: @key is new; the caller paints it around 0, 0 and ends it, and only then uses it.
 * Definitions do not nest. */
gboolean ehlo_svg_define    (EhloSvg *self, guint64 key);
void     ehlo_svg_defined   (EhloSvg *self);
void     ehlo_svg_use       (EhloSvg *self, guint64 key, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloSvg, ehlo_svg_free)

G_END_DECLS
