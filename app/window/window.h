/* window.h - the main window: puts the views together around one player
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"

G_BEGIN_DECLS

#define EHLO_TYPE_WINDOW (ehlo_window_get_type ())
G_DECLARE_FINAL_TYPE (EhloWindow, ehlo_window, EHLO, WINDOW, GtkApplicationWindow)

typedef enum
{
  EHLO_PANE_MAP,
  EHLO_PANE_LADDER,
  EHLO_PANE_TABS,        /* EhloSideTabs: transcript ... */
  EHLO_PANE_INSPECTOR,
  EHLO_PANE_TRANSPORT,
  EHLO_N_PANES
} EhloPane;

EhloWindow *ehlo_window_new         (GtkApplication *application);
EhloPlayer *ehlo_window_get_player  (EhloWindow *self);

/* A shipped lesson, or a file. If it is faulty, the window shows all its faults instead. */
void        ehlo_window_open_lesson (EhloWindow *self, const char *id);
void        ehlo_window_open_file   (EhloWindow *self, GFile *file);

/* Builds the content anew, in the language that holds now; the step stays. */
void        ehlo_window_rebuild     (EhloWindow *self);

void        ehlo_window_set_side    (EhloWindow *self, gboolean shown);
gboolean    ehlo_window_get_side    (EhloWindow *self);
void        ehlo_window_move_pane   (EhloWindow *self, int direction);
/* For tests: the view of a pane. */
GtkWidget  *ehlo_window_get_view    (EhloWindow *self, EhloPane pane);
/* Whether the page with the faults of a file is shown. */
gboolean    ehlo_window_shows_faults (EhloWindow *self);

G_END_DECLS
