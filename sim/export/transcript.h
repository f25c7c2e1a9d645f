/* transcript.h - the dialogues of a trace, connection by connection
 *
 * "# N CLIENT -> SERVER:PORT", then "C: ..." and "S: ..." in their order. Wire text,
 * keys and numbers only: byte for byte the same in every language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

/* (transfer full) */
char *sim_transcript_new (const SimTrace *trace, gboolean secrets);

G_END_DECLS
