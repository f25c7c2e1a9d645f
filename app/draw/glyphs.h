/* glyphs.h - the small pictures: shape says what colour says
 *
 * All are drawn around a middle point; sizes are in pixels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/ink.h"

G_BEGIN_DECLS

typedef enum { EHLO_HOST_LAPTOP, EHLO_HOST_PHONE, EHLO_HOST_SERVER, EHLO_HOST_DNS, EHLO_HOST_PERSON, EHLO_HOST_MAILBOX } EhloHostIcon;

/* How a host with these roles (sim/trace/roles.h) is drawn. */
EhloHostIcon ehlo_glyph_icon (guint roles);

/* A circle with a tick, a diamond with dots, a triangle with !, an octagon with a cross; @radius about 6. Other
 * classes draw nothing. @ghost: of something that has not happened yet. */
void ehlo_glyph_class    (cairo_t *cr, const EhloTheme *theme, ExplainClass klass, double x, double y, double radius, gboolean ghost);
/* The letter in its envelope, cream in every theme; @count above 1 is written beside it by the caller, here a pile is drawn. */
void ehlo_glyph_envelope (cairo_t *cr, const EhloTheme *theme, double x, double y, double width, guint count, ExplainClass badge);
/* Its outline, dashed: a letter that is there, but for which nobody answers there yet. */
void ehlo_glyph_envelope_empty (cairo_t *cr, const EhloTheme *theme, double x, double y, double width);
void ehlo_glyph_lock     (cairo_t *cr, const EhloTheme *theme, double x, double y, double scale, gboolean open, EhloColor color);
void ehlo_glyph_host     (cairo_t *cr, const EhloTheme *theme, EhloHostIcon icon, double x, double y, double scale, gboolean active);
/* A tag of @width that points to the left or to the right; the caller writes on it. */
void ehlo_glyph_slip     (cairo_t *cr, const EhloTheme *theme, double x, double y, double width, double height, gboolean right, EhloColor color);
/* From @x1 to @x2 with a head at @x2; @dashed; @crossed: a small cross bar at the end instead of arriving well. */
void ehlo_glyph_arrow    (cairo_t *cr, const EhloTheme *theme, double x1, double x2, double y, double width, EhloColor color, gboolean dashed, gboolean crossed);
/* A triangle that points right or (@down) down: folds. */
void ehlo_glyph_fold     (cairo_t *cr, const EhloTheme *theme, double x, double y, gboolean down, EhloColor color);

void ehlo_path_rounded   (cairo_t *cr, double x, double y, double width, double height, double radius);
void ehlo_path_line      (cairo_t *cr, double x1, double y1, double x2, double y2, double width);   /* strokes in the current source */

G_END_DECLS
