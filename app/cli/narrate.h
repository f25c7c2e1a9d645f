/* narrate.h - a trace as a person reads it in a terminal, in their language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/export/json.h"
#include "sim/trace/steps.h"
#include "sim/world/world.h"

G_BEGIN_DECLS

/* One entry as a line without its end: time, who, what. NULL: nothing that people are told. (transfer full) */
char *ehlo_narrate_entry    (const SimTrace *trace, guint index, SimLayer layer, gboolean secrets);

/* The whole trace with its headings and, if @scenario is not NULL, its title. (transfer full) */
char *ehlo_narrate_trace    (const SimScenario *scenario, const SimTrace *trace, SimLayer layer, gboolean secrets);

/* Step @n with its explanation and the notes that are pinned to it. (transfer full) */
char *ehlo_narrate_step     (const SimTrace *trace, const SimSteps *steps, guint n, const GArray *notes,
                             gboolean secrets);

G_END_DECLS
