/* style.h - style sheets, and which colours the drawings take
 *
 * Follows the desktop's theme: whether it is dark is measured, so that any theme
 * works. What is deprecated in newer GTK about styles is only in this file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/draw/theme.h"

G_BEGIN_DECLS

/* What can be switched on while the program runs. Views notice by their css_changed. */
typedef enum
{
  EHLO_LOOK_DARK,         /* off: as the desktop has it */
  EHLO_LOOK_CONTRAST,     /* off: as the desktop has it */
  EHLO_LOOK_STILL,        /* nothing moves on its way; off: as the desktop has it */
  EHLO_LOOK_PROJECTOR,    /* for the last row of a classroom: everything larger, ink on white */
  EHLO_N_LOOKS
} EhloLook;

void      ehlo_style_init         (void);                 /* once, with a display */
void      ehlo_style_set_look     (EhloLook look, gboolean on);

/* What holds now, whoever has chosen it. */
gboolean  ehlo_style_is_dark      (void);
gboolean  ehlo_style_is_contrast  (void);
gboolean  ehlo_style_is_projector (void);
gboolean  ehlo_style_is_still     (void);

/* The colours and fonts for drawing in @widget. */
EhloTheme ehlo_style_theme        (GtkWidget *widget);

/* The size of texts and drawings that was chosen, 1 normally: 0.8 to 2. */
void      ehlo_style_set_size     (double size);
double    ehlo_style_get_size     (void);
/* By how much every drawing is to be scaled: that size, and more for a projector. Layouts are made at scale 1. */
double    ehlo_style_get_zoom     (void);
/* A ring of 28 px, for who points at something on a projected picture. (transfer full) */
GdkCursor *ehlo_style_ring_cursor (void);
/* "ok", "later" ...: a class's CSS class; "none" */
const char *ehlo_style_class (ExplainClass klass);
/* Fetches where keyboard focus is shown. */
void      ehlo_style_focus   (GtkWidget *widget, GtkSnapshot *snapshot);

G_END_DECLS
