/* find.h - the lines of a run in which some words stand
 *
 * What is searched is what the transcript shows: all lines of a reply and of a
 * letter, secrets hidden as there. Capital and small letters are the same, in
 * every script.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/steps.h"

G_BEGIN_DECLS

/* The nearest line after @line (@direction 1) or before it (-1) with @words; behind the end it begins anew, and @line
 * itself is looked at last. 0: no line has them. @lines: of SIM_STEP_LINE. */
guint ehlo_find (const SimTrace *trace, const SimSteps *lines, const char *words, guint line, int direction);

/* How many lines have @words, and, in @rank, the place of @line among them; 0: it has them not. Counts no further than
 * @limit lines. */
guint ehlo_find_count (const SimTrace *trace, const SimSteps *lines, const char *words, guint line, guint limit, guint *rank);

G_END_DECLS
