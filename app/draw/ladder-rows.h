/* ladder-rows.h - the rows of the ladder and their heights, without any drawing
 *
 * Steps, headers of connections, and gaps where time passes. Made once for a
 * trace and a set of folds; a row is then found in O(log n).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/steps.h"

G_BEGIN_DECLS

typedef enum
{
  LADDER_ROW_STEP,
  LADDER_ROW_HEADER,   /* of a connection */
  LADDER_ROW_GAP       /* waiting for more than a second */
} LadderRowKind;

typedef struct
{
  LadderRowKind kind;
  guint32       conn;     /* HEADER */
  guint         step;     /* STEP; HEADER: the first of its steps; GAP: the step after it */
  guint         last;     /* HEADER: the last of its steps */
  SimTime       wait;     /* GAP */
  double        y;
  double        height;
} LadderRow;

typedef struct _LadderRows LadderRows;

/* @folded: set of guint first steps of headers whose rows are hidden (GUINT_TO_POINTER), or NULL. */
LadderRows      *ladder_rows_new    (const SimTrace *trace, const SimSteps *lines, double row_height, GHashTable *folded);
void             ladder_rows_free   (LadderRows *self);
guint            ladder_rows_length (const LadderRows *self);
const LadderRow *ladder_rows_get    (const LadderRows *self, guint i);
double           ladder_rows_height (const LadderRows *self);
guint            ladder_rows_at     (const LadderRows *self, double y);       /* the row there, or the nearest */
/* The row that shows @step (from 1): its own, or the header under which it is folded. */
guint            ladder_rows_of     (const LadderRows *self, guint step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LadderRows, ladder_rows_free)

G_END_DECLS
