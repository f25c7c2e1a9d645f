/* comparison.h - two runs side by side, and what each of them costs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/align.h"
#include "sim/trace/scene.h"
#include "sim/trace/tally.h"
#include "sim/world/scenario.h"

G_BEGIN_DECLS

typedef struct
{
  SimScenario *scenario;   /* NULL: a trace whose lesson could not be read */
  SimTrace    *trace;
  SimSteps    *lines;      /* SIM_STEP_LINE */
  SimTally    *tally;
  char        *name;       /* of the variant, else of the lesson, in the reader's language */
  char        *detail;     /* or NULL */
} SimRun;

typedef struct
{
  SimRun  runs[2];
  GArray *rows;            /* SimAlignRow */
} SimComparison;

/* What was stored where when a run was over. */
typedef struct
{
  guint messages;          /* of which so many */
  guint read;              /* have been read */
  guint partly;            /* are only headers or a part */
} SimStock;

/* Takes a reference of all four; scenarios may be NULL. The host that is measured is the first run's [Compare] Host, or the
 * one that opens the first connection; the other run must have a host of the same name. NULL: @error says why it cannot be. */
SimComparison *sim_comparison_new    (SimScenario *a, SimTrace *trace_a, SimScenario *b, SimTrace *trace_b, GError **error);

/* Runs the lesson twice: with the variants that its [Compare] names, or that of @a and @b, each list ended by NULL; NULL: as
 * [Compare] says. */
SimComparison *sim_comparison_of     (SimScenario *scenario, const char *const *a, const char *const *b, guint64 seed, GError **error);
void           sim_comparison_free   (SimComparison *self);

/* The steps of a run (0 or 1) that have happened at a row from 1; 0: before anything did. */
guint          sim_comparison_step   (const SimComparison *self, guint run, guint row);
/* How many entries of the run that is. At the last row: all. */
guint          sim_comparison_cursor (const SimComparison *self, guint run, guint row);
/* Since the run's first connection. */
SimTime        sim_comparison_time   (const SimComparison *self, guint run, guint step);

/* TRUE if in either run somebody reads a letter: then sim_tally_wait() is until it can be read, else until all is done. */
gboolean       sim_comparison_reads  (const SimComparison *self);

/* Octets of messages in mailboxes and queues of all hosts but the measured one, at the end. */
guint64        sim_comparison_disk   (const SimComparison *self, guint run);

/* The hosts, by name, on which mail lies at the end of either run, and mail programs; NULL at the end. (transfer full) */
char         **sim_comparison_places (const SimComparison *self);
SimStock       sim_comparison_stock  (const SimComparison *self, guint run, const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimComparison, sim_comparison_free)

G_END_DECLS
