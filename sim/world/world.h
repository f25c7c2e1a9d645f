/* world.h - a scenario brought to life
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/world/scenario.h"

G_BEGIN_DECLS

typedef struct _SimWorld SimWorld;

SimWorld *sim_world_new       (SimScenario *scenario, guint64 seed);   /* the seed to use, normally @scenario->seed */
void      sim_world_free      (SimWorld *self);

/* Runs until the trace has @n_entries, nothing is left to happen, or time has passed @until. FALSE: nothing is left. */
gboolean  sim_world_run       (SimWorld *self, guint n_entries, SimTime until);
SimTrace *sim_world_get_trace (SimWorld *self);   /* borrowed */

/* Runs a scenario to its end. (transfer full) */
SimTrace *sim_world_play      (SimScenario *scenario, guint64 seed, SimTime until);

/* A note and where in a trace it stands. */
typedef struct
{
  const SimNoteSpec *note;
  guint entry;      /* the note is shown with this entry; G_MAXUINT: before anything happened */
  guint answer;     /* predict points: the entry that answers; G_MAXUINT: none */
} SimPinned;

/* What really happens, in the words of a choice: "250", "+OK", "NO"; a state; a host; hosts with "+" between them. NULL:
 * nothing is asked, or nothing answers. (transfer full) */
char     *sim_pinned_dup_answer (const SimPinned *self, SimTrace *trace);

/* Where the scenario's notes stand in a trace of it; GArray of SimPinned, in the order of the trace.
 * A note whose event never happens is left out. (transfer full) */
GArray   *sim_world_pin_notes (const SimScenario *scenario, const SimTrace *trace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimWorld, sim_world_free)

G_END_DECLS
