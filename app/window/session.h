/* session.h - the Session view: map and ladder, the side panel, the transport bar
 *
 * In a wide window the side panel stands beside the ladder; in a narrow one it
 * lies over it, and is shown when somebody asks for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"

G_BEGIN_DECLS

#define EHLO_TYPE_SESSION (ehlo_session_get_type ())
G_DECLARE_FINAL_TYPE (EhloSession, ehlo_session, EHLO, SESSION, GtkWidget)

/* In the order in which F6 goes through them. */
typedef enum
{
  EHLO_PANE_MAP,
  EHLO_PANE_LADDER,
  EHLO_PANE_NOTE,        /* the card over them, while there is one */
  EHLO_PANE_TABS,        /* EhloSideTabs: transcript ... */
  EHLO_PANE_INSPECTOR,
  EHLO_PANE_TRANSPORT,
  EHLO_N_PANES
} EhloPane;

/* Takes the places of the borders from the settings. @width: of the window. */
GtkWidget *ehlo_session_new           (EhloPlayer *player, int width);

/* The view of a pane. (transfer none) */
GtkWidget *ehlo_session_get_view      (EhloSession *self, EhloPane pane);
void       ehlo_session_focus_pane    (EhloSession *self, EhloPane pane);
/* Moves the focus to the next pane that is shown, or the one before. */
void       ehlo_session_move_pane     (EhloSession *self, int direction);

void       ehlo_session_set_side      (EhloSession *self, gboolean shown);
gboolean   ehlo_session_get_side      (EhloSession *self);
void       ehlo_session_set_narrow    (EhloSession *self, gboolean narrow);
gboolean   ehlo_session_get_narrow    (EhloSession *self);

/* For the last row of a classroom the current line is shown at a glance. Follows ehlo_style_is_projector(). */
void       ehlo_session_sync_look     (EhloSession *self);

/* Where somebody has drawn the borders, and the tab, are there again next time. */
void       ehlo_session_remember      (EhloSession *self);

G_END_DECLS
