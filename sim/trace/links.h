/* links.h - what led to what, and in which state a session was when
 *
 * Steps are those of SIM_STEP_LINE, from 1; 0: none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/steps.h"

G_BEGIN_DECLS

/* How far a search for an effect, or for a neighbour, goes: a key press must not take longer in a long run. */
#define SIM_LINKS_REACH 20000

/* The step that led to @step. Of the replies that one packet's commands had, each is led to by its own: by its tag
 * where it has one, else by its place. */
guint     sim_links_cause     (const SimTrace *trace, const SimSteps *lines, guint step);
/* The first step that @step led to. */
guint     sim_links_effect    (const SimTrace *trace, const SimSteps *lines, guint step);
/* The next (@direction 1) or previous (-1) step of the connection of @step. */
guint     sim_links_neighbour (const SimSteps *lines, guint step, int direction);

/* The states of all sessions of a trace, by when they were entered. */
typedef struct _SimStates SimStates;

SimStates *sim_states_new     (const SimTrace *trace);
void       sim_states_free    (SimStates *self);
void       sim_states_grow    (SimStates *self, const SimTrace *trace);   /* entries were added since */
/* By its machine's numbers, after the first @n_entries entries; -1: not known, or the connection is no more. O(log n). */
int        sim_states_at      (const SimStates *self, guint32 conn, SimSide side, guint n_entries);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimStates, sim_states_free)

G_END_DECLS
