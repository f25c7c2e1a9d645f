/* parts-view.h - a protocol line taken apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EHLO_TYPE_PARTS_VIEW (ehlo_parts_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloPartsView, ehlo_parts_view, EHLO, PARTS_VIEW, GtkWidget)

GtkWidget *ehlo_parts_view_new (void);

/* @parts: of explain_dissect(); a reference is taken. NULL: nothing is shown. */
void       ehlo_parts_view_set (EhloPartsView *self, const char *text, GArray *parts);

G_END_DECLS
