/* transport-view.h - the bar below: step, play, scrub, how far and how fast
 *
 * Its buttons activate actions of the window: win.first, win.back, win.play ...
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_TRANSPORT_VIEW (ehlo_transport_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloTransportView, ehlo_transport_view, EHLO, TRANSPORT_VIEW, EhloView)

GtkWidget *ehlo_transport_view_new       (EhloPlayer *player);
GtkWidget *ehlo_transport_view_get_scale (EhloTransportView *self);
GtkWidget *ehlo_transport_view_get_play  (EhloTransportView *self);

G_END_DECLS
