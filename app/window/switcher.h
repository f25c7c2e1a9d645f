/* switcher.h - chooses among the window's large views: Session, Compare ...
 *
 * The views are the pages of a stack; a page without a title is not offered. With
 * one view there is nothing to choose, and the switcher is hidden.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"

G_BEGIN_DECLS

#define EHLO_TYPE_SWITCHER (ehlo_switcher_get_type ())
G_DECLARE_FINAL_TYPE (EhloSwitcher, ehlo_switcher, EHLO, SWITCHER, GtkWidget)

GtkWidget *ehlo_switcher_new         (GtkStack *stack);

/* In a narrow window the views are a drop-down list. */
void       ehlo_switcher_set_narrow  (EhloSwitcher *self, gboolean narrow);

/* The view with this number, from 1; nothing if there are fewer. */
void       ehlo_switcher_show        (EhloSwitcher *self, guint number);

/* Adds every view but the session to @stack; which they are is the table in switcher.c. */
void       ehlo_switcher_add_views   (GtkStack *stack, EhloPlayer *player);

G_END_DECLS
