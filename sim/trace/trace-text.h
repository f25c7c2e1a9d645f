/* trace-text.h - one line per entry: golden files, "copy as text", differences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

/* Keys, numbers and wire text only: the same in every language. No line end. (transfer full) */
char *sim_trace_entry_to_text (const SimTrace *trace, guint index);
char *sim_trace_to_text       (const SimTrace *trace);   /* all entries, a line each (transfer full) */

G_END_DECLS
