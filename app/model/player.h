/* player.h - the one mutable thing that the views share: where in which run we are
 *
 * Holds a trace, its replay, the steps and the cursor. Views listen and paint;
 * whoever wants to move calls a function here. The cursor counts entries; a step
 * is its rank at the chosen granularity.
 *
 * Signals: "loaded" (another run), "grown" (more of the same run), "moved" (another cursor), and notify:: of
 * the properties granularity, speed, playing, pause-on-failures, hide-coming and n-bookmarks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "sim/explain/dialogue.h"
#include "sim/trace/replay.h"
#include "sim/trace/steps.h"
#include "sim/world/world.h"

G_BEGIN_DECLS

#define EHLO_TYPE_PLAYER (ehlo_player_get_type ())
G_DECLARE_FINAL_TYPE (EhloPlayer, ehlo_player, EHLO, PLAYER, GObject)

EhloPlayer     *ehlo_player_new             (void);

/* Another run, stood before its first step. @scenario may be NULL: then there are no notes. */
void            ehlo_player_load            (EhloPlayer *self, SimScenario *scenario, SimTrace *trace);

/* Entries were added to the trace that is loaded. The cursor stays. */
void            ehlo_player_grow            (EhloPlayer *self);

/* Borrowed; NULL before the first load. */
SimScenario    *ehlo_player_get_scenario    (EhloPlayer *self);
SimTrace       *ehlo_player_get_trace       (EhloPlayer *self);
ExplainContext *ehlo_player_get_context     (EhloPlayer *self);   /* for explanations of the trace's lines */
const SimSteps *ehlo_player_get_lines       (EhloPlayer *self);   /* the finest steps: rows of ladder and transcript */
const SimScene *ehlo_player_get_scene       (EhloPlayer *self);   /* at the cursor; valid until it moves */

guint           ehlo_player_get_cursor      (EhloPlayer *self);
guint           ehlo_player_get_line        (EhloPlayer *self);   /* the last line that has happened; 0: none */
guint           ehlo_player_get_step        (EhloPlayer *self);   /* at the granularity */
guint           ehlo_player_get_n_steps     (EhloPlayer *self);
SimTime         ehlo_player_get_time        (EhloPlayer *self);
/* TRUE if the last move was one line forward: then a slip flies. */
gboolean        ehlo_player_came_forward    (EhloPlayer *self);

/* The notes that are pinned to the current line, and how many; before the first step: those for the start. */
const SimPinned *ehlo_player_get_notes      (EhloPlayer *self, guint *n);
/* Whether there are notes and questions at all: a teacher may do without. Notified as "show-notes"; TRUE at first. */
void            ehlo_player_set_show_notes  (EhloPlayer *self, gboolean show);
gboolean        ehlo_player_get_show_notes  (EhloPlayer *self);
/* TRUE if one of them asks what will come next. */
gboolean        ehlo_player_is_asked        (EhloPlayer *self);

void            ehlo_player_set_cursor      (EhloPlayer *self, guint n_entries);
void            ehlo_player_go_to_step      (EhloPlayer *self, guint step);
void            ehlo_player_go_to_line      (EhloPlayer *self, guint line);
void            ehlo_player_move            (EhloPlayer *self, int steps);          /* forward, or back */
void            ehlo_player_move_phase      (EhloPlayer *self, int direction);
void            ehlo_player_move_failure    (EhloPlayer *self, int direction);      /* next or previous 4yz or 5yz */

SimGranularity  ehlo_player_get_granularity (EhloPlayer *self);
void            ehlo_player_set_granularity (EhloPlayer *self, SimGranularity granularity);
double          ehlo_player_get_speed       (EhloPlayer *self);
void            ehlo_player_set_speed       (EhloPlayer *self, double speed);
gboolean        ehlo_player_get_playing     (EhloPlayer *self);
/* Stops by itself at the end, at a question, and at a failure, also inside a long step. At the end it begins anew. */
void            ehlo_player_set_playing     (EhloPlayer *self, gboolean playing);
/* Whether a failure is a reason to stop; TRUE at first. */
gboolean        ehlo_player_get_pause_on_failures (EhloPlayer *self);
void            ehlo_player_set_pause_on_failures (EhloPlayer *self, gboolean pause);

/* Whether views keep to themselves what has not happened yet, so that it can be predicted. */
gboolean        ehlo_player_get_hide_coming (EhloPlayer *self);
void            ehlo_player_set_hide_coming (EhloPlayer *self, gboolean hide);

/* Lines that somebody has marked, in order; none after another run was loaded. */
const guint    *ehlo_player_get_bookmarks   (EhloPlayer *self, guint *n);
/* Marks a line, or takes the mark away. Line 0 and lines that do not exist are never marked. */
void            ehlo_player_toggle_bookmark (EhloPlayer *self, guint line);
void            ehlo_player_move_bookmark   (EhloPlayer *self, int direction);

G_END_DECLS
