/* align.h - two runs row by row: lines that do the same stand beside each other
 *
 * The rows hold every line of both runs once, in its order. Lines of one side and
 * one phase, best with the same verb or code, share a row; a line that has no
 * counterpart has a row of its own. Only connections that the one host opens count.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/steps.h"

G_BEGIN_DECLS

typedef struct
{
  const SimTrace *trace;
  const SimSteps *lines;   /* SIM_STEP_LINE */
  guint           host;
} SimAlignRun;

/* Steps of each run, from 1; 0: nothing in this row. */
typedef struct
{
  guint a, b;
} SimAlignRow;

/* GArray of SimAlignRow. (transfer full) */
GArray   *sim_align_new      (const SimAlignRun *a, const SimAlignRun *b);

/* A run whose steps are the rows, for stepping through both at once: its lines are those of @a or, where there is none, of @b,
 * without the text of letters. (transfer full) */
SimTrace *sim_align_to_trace (const SimAlignRun *a, const SimAlignRun *b, const GArray *rows);

G_END_DECLS
