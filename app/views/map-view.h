/* map-view.h - the map above the ladder; slips fly on the frame clock; it can be enlarged and moved
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/topology-layout.h"
#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_MAP_VIEW (ehlo_map_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloMapView, ehlo_map_view, EHLO, MAP_VIEW, EhloView)

/* A host that is clicked activates the action "session.show-host" with its number. */
GtkWidget *ehlo_map_view_new        (EhloPlayer *player);
gboolean   ehlo_map_view_is_flying  (EhloMapView *self);
/* What is shown; borrowed until it changes. NULL: nothing is loaded. */
const TopologyLayout *ehlo_map_view_get_layout (EhloMapView *self);
/* By how much somebody has enlarged it, with Ctrl and the wheel, two fingers, or + and -; 1: the whole map is seen. */
double     ehlo_map_view_get_scale  (EhloMapView *self);
void       ehlo_map_view_enlarge    (EhloMapView *self, double factor);   /* around its middle, up to 4 */

G_END_DECLS
