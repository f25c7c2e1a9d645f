/* ladder-view.h - the ladder in a scrolled window
 *
 * Only visible rows are laid out. Each has an invisible child widget of role
 * list item, so that assistive technology and tests can see what is drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_LADDER_VIEW (ehlo_ladder_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloLadderView, ehlo_ladder_view, EHLO, LADDER_VIEW, EhloView)

GtkWidget *ehlo_ladder_view_new            (EhloPlayer *player);
double     ehlo_ladder_view_get_row_height (EhloLadderView *self);
void       ehlo_ladder_view_zoom           (EhloLadderView *self, double factor);
gboolean   ehlo_ladder_view_get_hide_coming (EhloLadderView *self);
void       ehlo_ladder_view_set_hide_coming (EhloLadderView *self, gboolean hide);

G_END_DECLS
