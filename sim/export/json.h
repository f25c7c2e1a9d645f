/* json.h - a trace as JSON, one object a line
 *
 * Keys: n, time (ns), kind, cause, actor (host), conn; where they apply side (C or
 * S), rule, from and to (states, or hosts of a connection), until, port, and text or, for bytes that are
 * no text, base64.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_LAYER_APP,   /* dialogues, moves, messages, verdicts */
  SIM_LAYER_TLS,   /* the same with TLS records, once there are any */
  SIM_LAYER_TCP    /* every packet too */
} SimLayer;

/* "app", "tls", "tcp"; FALSE: no such layer. */
gboolean sim_layer_from_name (const char *name, SimLayer *layer);
gboolean sim_layer_has       (SimLayer layer, const SimEntry *entry);

/* One object, without line end. (transfer full) */
char    *sim_entry_to_json   (const SimTrace *trace, guint index, gboolean secrets);

G_END_DECLS
