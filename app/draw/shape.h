/* shape.h - texts as rows of glyphs, made once and remembered
 *
 * To find the glyphs of a text costs far more than to paint them, and a frame
 * shows nearly the same texts as the one before. What is remembered hangs on
 * the PangoContext, is bounded, and is forgotten when the context changes
 * (another font, another resolution). Not thread-safe, as Pango's contexts are not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/measure.h"

G_BEGIN_DECLS

typedef struct
{
  double   size;        /* pixels */
  gboolean mono;
  gboolean bold;
} EhloFontFace;

extern const EhloFontFace ehlo_fonts[EHLO_N_FONTS];

typedef struct _EhloShape EhloShape;

struct _EhloShape
{
  EhloFont  font;
  char     *text;
  GSList   *runs;       /* PangoGlyphItem, left to right */
  double    width;      /* pixels */
  int       pixel_width, pixel_height;
  double    baseline;   /* below the top */
};

/* One line of @text. Borrowed: good until the next call with the same context. */
const EhloShape *ehlo_shape_get   (PangoContext *context, EhloFont font, const char *text);

/* How wide it is in one line, in pixels; cheaper where all letters are equally wide. */
double           ehlo_shape_width (PangoContext *context, EhloFont font, const char *text);

/* Paints it with its top left corner at @x, @y in the current colour. */
void             ehlo_shape_paint (const EhloShape *self, cairo_t *cr, double x, double y);

/* How many texts may be remembered for @context; 0: each is laid out anew. */
void             ehlo_shape_limit (PangoContext *context, guint limit);

/* How many are. */
guint            ehlo_shape_count (PangoContext *context);

G_END_DECLS
