/* excerpt.h - some steps as text, to be put into a letter or an exercise
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/steps.h"

G_BEGIN_DECLS

/* The steps @from to @to, from 1, of @lines (SIM_STEP_LINE): "C: " and "S: " before each line of a dialogue, a heading where
 * another connection begins if there are several, other events in brackets. Secrets are not shown. (transfer full) */
char *ehlo_excerpt_new (const SimTrace *trace, const SimSteps *lines, guint from, guint to);

G_END_DECLS
