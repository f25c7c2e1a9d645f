/* window.h - the main window: puts the views together around one player
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"
#include "app/views/compare-view.h"
#include "app/window/finder.h"
#include "app/window/header.h"
#include "app/window/session.h"

G_BEGIN_DECLS

#define EHLO_TYPE_WINDOW (ehlo_window_get_type ())
G_DECLARE_FINAL_TYPE (EhloWindow, ehlo_window, EHLO, WINDOW, GtkApplicationWindow)

EhloWindow *ehlo_window_new         (GtkApplication *application);
EhloPlayer *ehlo_window_get_player  (EhloWindow *self);
/* Of the view that is shown: Compare has one of its own. What steps and plays, steps and plays this one. */
EhloPlayer *ehlo_window_get_shown_player (EhloWindow *self);
/* NULL: another view is shown. */
EhloCompareView *ehlo_window_get_compare (EhloWindow *self);

/* A shipped lesson, or a file. If it is faulty, the window shows all its faults instead. */
void        ehlo_window_open_lesson (EhloWindow *self, const char *id);
void        ehlo_window_open_file   (EhloWindow *self, GFile *file);
/* Where somebody was last time; else the first lesson. */
void        ehlo_window_open_last   (EhloWindow *self);

/* Builds the content anew, in the language that holds now; the step stays. */
void        ehlo_window_rebuild     (EhloWindow *self);

/* Also what the action win.side-panel says of it. */
void        ehlo_window_set_side    (EhloWindow *self, gboolean shown);
gboolean    ehlo_window_get_side    (EhloWindow *self);

/* Its parts, for the actions; other ones after ehlo_window_rebuild(). (transfer none) */
EhloSession *ehlo_window_get_session (EhloWindow *self);
EhloHeader  *ehlo_window_get_header  (EhloWindow *self);
EhloFinder  *ehlo_window_get_finder  (EhloWindow *self);

/* A black screen over everything, and play pauses; until any key or a click. */
void        ehlo_window_cover       (EhloWindow *self);
/* FALSE: it was not covered. */
gboolean    ehlo_window_uncover     (EhloWindow *self);

/* One of the looks was switched that change what is shown, not only how. */
void        ehlo_window_sync_look   (EhloWindow *self);

/* For tests: the view of a pane. */
GtkWidget  *ehlo_window_get_view    (EhloWindow *self, EhloPane pane);
/* Whether the page with the faults of a file is shown. */
gboolean    ehlo_window_shows_faults (EhloWindow *self);

G_END_DECLS
