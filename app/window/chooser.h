/* chooser.h - the lessons, in the order in which they are taught
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A popover whose rows activate win.lesson, and Open… below. Filled when it is first shown. */
GtkWidget *ehlo_chooser_new (void);

G_END_DECLS
