/* callout.h - "Press Space to begin", beside the button; once, and never again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"

G_BEGIN_DECLS

/* Shows it at @play unless something was played or stepped before, now or in earlier sessions. It goes with the first step. */
void ehlo_callout_begin (GtkWidget *play, EhloPlayer *player);

G_END_DECLS
