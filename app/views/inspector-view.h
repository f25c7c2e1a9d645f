/* inspector-view.h - what the current line means: consequence, digits, envelope, what comes next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_INSPECTOR_VIEW (ehlo_inspector_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloInspectorView, ehlo_inspector_view, EHLO, INSPECTOR_VIEW, EhloView)

GtkWidget *ehlo_inspector_view_new       (EhloPlayer *player);
/* What takes the keyboard's focus: the part that scrolls. */
GtkWidget *ehlo_inspector_view_get_focus (EhloInspectorView *self);

G_END_DECLS
