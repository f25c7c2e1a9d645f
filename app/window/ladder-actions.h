/* ladder-actions.h - what can be chosen about the ladder and the map, and is remembered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/window/window.h"

G_BEGIN_DECLS

/* win.ladder-time ("steps", "compressed" or "scale"), win.layer-application, -transport and -names, win.ladder-states,
 * win.follow, win.go-cause, win.go-effect, win.next-in-connection, win.previous-in-connection, win.fold-all,
 * win.unfold-all. */
void        ehlo_ladder_actions_add  (EhloWindow *window);
/* What was chosen holds for the ladder that the window has now. */
void        ehlo_ladder_actions_sync (EhloWindow *window);
/* The ladder shows where @words stand; "": nowhere. */
void        ehlo_ladder_actions_mark (EhloWindow *window, const char *words);
/* A submenu with all of them. (transfer full) */
GMenuModel *ehlo_ladder_actions_menu (void);

G_END_DECLS
