/* ink.h - how paint reaches its surface
 *
 * Paint code builds its paths with Cairo and hands them over here. They go on to
 * Cairo, or become elements of a picture if the context belongs to an EhloSvg, or
 * go to a sink that somebody has set.
 * Nothing in app/draw fills or strokes in another way: it would be missing there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/theme.h"

G_BEGIN_DECLS

struct _EhloShape;

/* Somebody else who takes what is painted into a context. The context keeps the matrix, the source and the line. */
typedef struct
{
  void (*path)      (gpointer data, cairo_t *cr, gboolean stroke);   /* the current path */
  void (*rectangle) (gpointer data, cairo_t *cr, guint32 rgb, double x, double y, double width, double height);
  void (*shape)     (gpointer data, cairo_t *cr, guint32 rgb, const struct _EhloShape *shape, double x, double y);
  cairo_t *(*picture) (gpointer data, cairo_t *cr, double x, double y, double width, double height);   /* (transfer full) */
} EhloInkSink;

/* From now on @sink takes all that is painted into @cr; both must outlive it. */
void     ehlo_ink_set_sink       (cairo_t *cr, const EhloInkSink *sink, gpointer data);
/* For ehlo_text_paint(); FALSE: nobody takes it. */
gboolean ehlo_ink_shape          (cairo_t *cr, guint32 rgb, const struct _EhloShape *shape, double x, double y);

/* For a small picture of several paths, which is painted within these bounds: the context to paint it into, with Cairo's own
 * matrix of @cr. To be destroyed; of an ordinary context, the context itself. (transfer full) */
cairo_t *ehlo_ink_picture        (cairo_t *cr, double x, double y, double width, double height);

/* As cairo_fill() and its kin: the current path, in the current source. */
void ehlo_ink_fill            (cairo_t *cr);
void ehlo_ink_fill_preserve   (cairo_t *cr);
void ehlo_ink_stroke          (cairo_t *cr);

/* A filled rectangle; the current path is lost. */
void ehlo_ink_rectangle       (cairo_t *cr, const EhloTheme *theme, EhloColor color, double x, double y, double width, double height);

G_END_DECLS
