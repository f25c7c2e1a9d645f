/* measure.h - fonts of the drawings, and how wide a text is
 *
 * A layout asks an EhloMeasure and never a font, so that it is a pure function
 * and can be tested without fonts. Sizes are in pixels at zoom 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pangocairo.h>

#include "app/draw/theme.h"

G_BEGIN_DECLS

typedef enum
{
  EHLO_FONT_AXIS,        /* 11: sub-labels */
  EHLO_FONT_AXIS_BOLD,
  EHLO_FONT_SMALL,       /* 12: secondary */
  EHLO_FONT_SMALL_BOLD,
  EHLO_FONT_BODY,        /* 13 */
  EHLO_FONT_BODY_BOLD,
  EHLO_FONT_MONO_AXIS,   /* 11: addresses */
  EHLO_FONT_MONO,        /* 12.5: protocol lines */
  EHLO_FONT_MONO_BOLD,
  EHLO_FONT_MONO_SLIP,   /* 15, bold: on a slip */
  EHLO_N_FONTS
} EhloFont;

typedef enum { EHLO_ALIGN_LEFT, EHLO_ALIGN_CENTER, EHLO_ALIGN_RIGHT } EhloAlign;

/* The width of @text in one line, in pixels. */
typedef double (*EhloMeasure) (gpointer data, EhloFont font, const char *text);

/* With real fonts; @data is a PangoContext. */
double  ehlo_measure_pango (gpointer data, EhloFont font, const char *text);

/* For tests: a fixed width per character, whatever the fonts of the machine. @data is not used. */
double  ehlo_measure_fake  (gpointer data, EhloFont font, const char *text);

/* @text if it is no wider than @width, else its beginning and "…". (transfer full) */
char   *ehlo_measure_fit   (EhloMeasure measure, gpointer data, EhloFont font, const char *text, double width);

/* Where to break @text in two so that the wider half is as narrow as can be: behind one of the characters
 * @breaks (a blank is then left out). The byte at which the second line begins; 0: it has no such place. */
gsize   ehlo_measure_halve (EhloMeasure measure, gpointer data, EhloFont font, const char *text, const char *breaks, double *width);

/* Paints one line in @theme's fonts; what measures the layout must use the same. @x is its left end, middle or right end after @align; @middle is where the letters' middle lies. */
void    ehlo_text_paint    (cairo_t *cr, const EhloTheme *theme, EhloColor color, EhloFont font, double x, double middle, EhloAlign align,
                            const char *text);

G_END_DECLS
