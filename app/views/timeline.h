/* timeline.h - the scrubber: a scale with a segment for each phase, and marks where something failed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/model/player.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EHLO_TYPE_TIMELINE (ehlo_timeline_get_type ())
G_DECLARE_FINAL_TYPE (EhloTimeline, ehlo_timeline, EHLO, TIMELINE, GtkScale)

GtkWidget *ehlo_timeline_new  (EhloPlayer *player);
void       ehlo_timeline_sync (EhloTimeline *self);   /* after any change of the player */

G_END_DECLS
