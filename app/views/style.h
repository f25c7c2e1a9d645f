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

void      ehlo_style_init    (void);                 /* once, with a display */
gboolean  ehlo_style_is_dark (void);
/* The colours and fonts for drawing in @widget. */
EhloTheme ehlo_style_theme   (GtkWidget *widget);
/* The size of texts and drawings, 1 normally: 0.8 to 2. Views are drawn anew. */
void      ehlo_style_set_zoom (double zoom);
double    ehlo_style_get_zoom (void);
/* "ok", "later" ...: a class's CSS class; "none" */
const char *ehlo_style_class (ExplainClass klass);
/* Fetches where keyboard focus is shown. */
void      ehlo_style_focus   (GtkWidget *widget, GtkSnapshot *snapshot);

G_END_DECLS
