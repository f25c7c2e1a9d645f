/* pcapng.h - the packets of a trace as a capture file (pcapng, draft-ietf-opsawg-pcapng)
 *
 * Raw IPv4, nanoseconds, each packet once: when its sender puts it on the wire. A capture shows
 * what the wire carries, so passwords that were sent in clear stand in it in clear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

/* @epoch: Unix seconds at time 0. The same trace gives the same octets everywhere. (transfer full) */
GBytes *sim_pcapng_new (const SimTrace *trace, gint64 epoch);

G_END_DECLS
