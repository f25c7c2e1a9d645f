/* map-view.h - the map above the ladder; the slip flies on the frame clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_MAP_VIEW (ehlo_map_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloMapView, ehlo_map_view, EHLO, MAP_VIEW, EhloView)

GtkWidget *ehlo_map_view_new        (EhloPlayer *player);
gboolean   ehlo_map_view_is_flying  (EhloMapView *self);

G_END_DECLS
