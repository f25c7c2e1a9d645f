/* header.h - the bar at the top: lessons, views, side panel, projector, menu
 *
 * In full screen it is away, and comes when the pointer goes to the upper edge or
 * the menu is asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EHLO_TYPE_HEADER (ehlo_header_get_type ())
G_DECLARE_FINAL_TYPE (EhloHeader, ehlo_header, EHLO, HEADER, GtkWidget)

/* @views: the stack to switch. */
GtkWidget *ehlo_header_new            (GtkStack *views);

void       ehlo_header_set_title      (EhloHeader *self, const char *title);
/* Below 900 px the views are a list. */
void       ehlo_header_set_width      (EhloHeader *self, int width);
/* Where the side panel is not beside the ladder, it has a button. */
void       ehlo_header_set_narrow     (EhloHeader *self, gboolean narrow);
void       ehlo_header_set_fullscreen (EhloHeader *self, gboolean fullscreen);
/* Where the pointer is, in pixels from the window's upper edge: in full screen the bar comes and goes. */
void       ehlo_header_pointer_at     (EhloHeader *self, double y);
/* The view with this number, from 1, as the switcher has them; nothing if there are fewer. */
void       ehlo_header_show_view      (EhloHeader *self, guint number);
void       ehlo_header_open_menu      (EhloHeader *self);

G_END_DECLS
