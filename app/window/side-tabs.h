/* side-tabs.h - the upper part of the right side: views of the run, one at a time
 *
 * Which tabs there are is the table in side-tabs.c. A view is made when its tab
 * is first shown. A tab may carry a counter, which follows the player.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"

G_BEGIN_DECLS

#define EHLO_TYPE_SIDE_TABS (ehlo_side_tabs_get_type ())
G_DECLARE_FINAL_TYPE (EhloSideTabs, ehlo_side_tabs, EHLO, SIDE_TABS, GtkWidget)

GtkWidget  *ehlo_side_tabs_new         (EhloPlayer *player);

/* The name of the tab that is shown: "transcript" ... An unknown name changes nothing. */
const char *ehlo_side_tabs_get_current (EhloSideTabs *self);
void        ehlo_side_tabs_set_current (EhloSideTabs *self, const char *name);

/* The view of a tab, which is made now at the latest; NULL: no tab has this name. (transfer none) */
GtkWidget  *ehlo_side_tabs_get_view    (EhloSideTabs *self, const char *name);

/* Shows the tab in which most is to be seen of a host: its queue, its mailboxes, or what it says. */
void        ehlo_side_tabs_show_host   (EhloSideTabs *self, guint host);

G_END_DECLS
