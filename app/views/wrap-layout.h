/* wrap-layout.h - children side by side like words, each as wide as it wants to be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EHLO_TYPE_WRAP_LAYOUT (ehlo_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (EhloWrapLayout, ehlo_wrap_layout, EHLO, WRAP_LAYOUT, GtkLayoutManager)

/* A box with that layout; children are put into it by gtk_box_append(). */
GtkWidget *ehlo_wrap_box_new (int spacing, int row_spacing);

G_END_DECLS
