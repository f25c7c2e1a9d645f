/* glance-view.h - the current line at a glance, for the last row of a classroom
 *
 * Its glyph, what it means in a few words, and the digits of the reply, large.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_GLANCE_VIEW (ehlo_glance_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloGlanceView, ehlo_glance_view, EHLO, GLANCE_VIEW, EhloView)

GtkWidget *ehlo_glance_view_new (EhloPlayer *player);

G_END_DECLS
