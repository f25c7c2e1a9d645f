/* ladder-rows.h - the rows of the ladder and their heights, without any drawing
 *
 * Steps, their further lines, packets, headers of connections and of folded
 * phases, and gaps where time passes. Made once for a trace and a set of folds; a
 * row is then found in O(log n). A trace that goes on makes the rows go on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/steps.h"

G_BEGIN_DECLS

#define LADDER_MAX_LINES 400   /* of one reply or letter, unfolded */

typedef enum
{
  LADDER_ROW_STEP,
  LADDER_ROW_LINE,     /* a further line of an unfolded reply or letter */
  LADDER_ROW_PACKET,   /* a TCP segment */
  LADDER_ROW_HEADER,   /* of a connection */
  LADDER_ROW_PHASE,    /* of a phase that is folded */
  LADDER_ROW_GAP       /* waiting */
} LadderRowKind;

/* How far apart rows stand. Times are those of the record; waiting too long for that has a row of its own. */
typedef enum
{
  LADDER_TIME_STEPS,       /* all the same */
  LADDER_TIME_COMPRESSED,  /* further the longer it took, by its logarithm */
  LADDER_TIME_SCALE        /* as long as it took, but never less than a row */
} LadderTime;

typedef enum
{
  LADDER_LAYER_APPLICATION = 1 << 0,
  LADDER_LAYER_TRANSPORT   = 1 << 1,   /* TCP segments */
  LADDER_LAYER_NAMES       = 1 << 2    /* DNS */
} LadderLayers;

typedef struct
{
  LadderRowKind kind;
  guint32       conn;     /* HEADER, PHASE, PACKET */
  guint         step;     /* STEP, LINE; PACKET: during it; HEADER, PHASE: the first of its steps; GAP: the step after it */
  guint         last;     /* HEADER, PHASE: the last of its steps */
  guint         part;     /* LINE: which, from 1; PACKET: the entry */
  float         space;    /* of its height, empty at its top: time that passed */
  SimTime       wait;     /* GAP */
  double        y;
  double        height;
} LadderRow;

typedef struct
{
  LadderTime  time;
  guint       layers;     /* LadderLayers; 0: APPLICATION and NAMES */
  GHashTable *folded;     /* set of first steps (GUINT_TO_POINTER) of connections' headers; NULL: none. Borrowed by the rows */
  GHashTable *phases;     /* of first steps of folded phases */
  GHashTable *unfolded;   /* of steps whose further lines are shown */
} LadderRowsOptions;

typedef struct _LadderRows LadderRows;

/* @options: NULL: by step, nothing folded. */
LadderRows      *ladder_rows_new    (const SimTrace *trace, const SimSteps *lines, double row_height, const LadderRowsOptions *options);
void             ladder_rows_free   (LadderRows *self);
/* @trace and @lines have gone on: adds rows. The last row but a header that was there may now be another. */
void             ladder_rows_grow   (LadderRows *self, const SimTrace *trace, const SimSteps *lines);
void             ladder_rows_set_row_height (LadderRows *self, double row_height);
guint            ladder_rows_length (const LadderRows *self);
const LadderRow *ladder_rows_get    (const LadderRows *self, guint i);
double           ladder_rows_height (const LadderRows *self);
LadderTime       ladder_rows_time   (const LadderRows *self);
/* TIME_SCALE: how many pixels a nanosecond is high; else 0. */
double           ladder_rows_scale  (const LadderRows *self);
guint            ladder_rows_at     (const LadderRows *self, double y);       /* the row there, or the nearest */
/* The row that shows @step (from 1): its own, or the header under which it is folded, or where it would stand. */
guint            ladder_rows_of     (const LadderRows *self, guint step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LadderRows, ladder_rows_free)

G_END_DECLS
