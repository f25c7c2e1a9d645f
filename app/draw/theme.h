/* theme.h - the colours of the drawings
 *
 * The chrome of the window takes the desktop theme's colours; diagrams use these,
 * light, dark, or for paper. The contrasts were measured; no text is drawn in
 * EHLO_COLOR_GHOST_LINE or EHLO_COLOR_LANE, which are for lines only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include "sim/explain/explain.h"

G_BEGIN_DECLS

typedef enum
{
  EHLO_COLOR_WINDOW,       /* ground of the map and of headers */
  EHLO_COLOR_BASE,         /* ground of the data */
  EHLO_COLOR_BORDER,
  EHLO_COLOR_LINE,         /* hair lines between rows */
  EHLO_COLOR_ROW,          /* band of the current row */
  EHLO_COLOR_INK,
  EHLO_COLOR_DIM,
  EHLO_COLOR_GHOST,        /* text of what has not happened yet */
  EHLO_COLOR_GHOST_LINE,
  EHLO_COLOR_ACCENT,
  EHLO_COLOR_ON_ACCENT,
  EHLO_COLOR_OK,
  EHLO_COLOR_MORE,
  EHLO_COLOR_LATER,
  EHLO_COLOR_NO,
  EHLO_COLOR_CLIENT,
  EHLO_COLOR_OK_TINT,
  EHLO_COLOR_MORE_TINT,
  EHLO_COLOR_LATER_TINT,
  EHLO_COLOR_NO_TINT,
  EHLO_COLOR_CLIENT_TINT,
  EHLO_COLOR_PAPER,
  EHLO_COLOR_PAPER_LINE,
  EHLO_COLOR_HOST,
  EHLO_COLOR_LANE,
  EHLO_COLOR_FIRST,        /* of two runs that are compared */
  EHLO_COLOR_SECOND,
  EHLO_COLOR_FIRST_TINT,
  EHLO_COLOR_SECOND_TINT,
  EHLO_N_COLORS
} EhloColor;

typedef struct _EhloTheme EhloTheme;

struct _EhloTheme
{
  guint32       colors[EHLO_N_COLORS];   /* 0xRRGGBB */
  double        outline;                 /* px: of the current row and of chips, where colour alone is too weak; 0: none */
  PangoContext *fonts;                   /* the desktop's; NULL: a sans serif font for any cairo context */
};

const EhloTheme *ehlo_theme_light      (void);   /* also for paper */
const EhloTheme *ehlo_theme_dark       (void);
/* High contrast: no tints, outlines instead. Projector: ink on white, a thick outline; never dark. */
const EhloTheme *ehlo_theme_get        (gboolean dark, gboolean contrast, gboolean projector);

void             ehlo_theme_set_source (const EhloTheme *self, cairo_t *cr, EhloColor color, double alpha);

/* The text and line colour of a class, and its tint; INK and LINE for EXPLAIN_CLASS_NONE. */
EhloColor        ehlo_theme_class      (ExplainClass klass);
EhloColor        ehlo_theme_class_tint (ExplainClass klass);

G_END_DECLS
