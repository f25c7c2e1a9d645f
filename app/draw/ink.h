/* ink.h - how paint reaches its surface
 *
 * Paint code builds its paths with Cairo and hands them over here. They go on to
 * Cairo, or become elements of a picture if the context belongs to an EhloSvg.
 * Nothing in app/draw fills or strokes in another way: it would be missing there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/theme.h"

G_BEGIN_DECLS

/* As cairo_fill() and its kin: the current path, in the current source. */
void ehlo_ink_fill            (cairo_t *cr);
void ehlo_ink_fill_preserve   (cairo_t *cr);
void ehlo_ink_stroke          (cairo_t *cr);

/* A filled rectangle; the current path is lost. */
void ehlo_ink_rectangle       (cairo_t *cr, const EhloTheme *theme, EhloColor color, double x, double y, double width, double height);

G_END_DECLS
