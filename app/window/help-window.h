/* help-window.h - the help pages in a window of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the page @name of @application's help window, which is made if there is none. */
void ehlo_help_window_show    (GtkApplication *application, const char *name);

/* The language is another: the window, if there is one, says the same in that. */
void ehlo_help_window_rebuild (GtkApplication *application);

G_END_DECLS
