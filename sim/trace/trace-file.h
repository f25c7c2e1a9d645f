/* trace-file.h - traces kept on disk
 *
 * The file begins with "EHLOTRACE 1" and a line feed; numbers are variable-length
 * and texts are stored once. A file is written beside its name and then moved
 * over it: a reader never sees half of one. Reading trusts nothing: every length,
 * index and count is checked, and a fault is reported with its byte offset.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes   *sim_trace_to_bytes   (const SimTrace *trace);                  /* (transfer full) */
SimTrace *sim_trace_from_bytes (GBytes *bytes, GError **error);          /* (transfer full) */
gboolean  sim_trace_save       (const SimTrace *trace, const char *path, GError **error);
SimTrace *sim_trace_load       (const char *path, GError **error);

/* TRUE if @bytes begin as a trace file does. */
gboolean  sim_trace_is_trace   (const guint8 *bytes, gsize len);

G_END_DECLS
