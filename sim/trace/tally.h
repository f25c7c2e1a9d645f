/* tally.h - what a run costs one host: octets, round trips, commands, time
 *
 * Counted are the connections that the host opens itself: it is the one who waits.
 * Octets are what TCP and UDP carry, each time it is carried. A round trip is TCP's
 * handshake, and each time the other side begins to speak: to its greeting, to one
 * command or to several that were sent together. A command is a line that asks for
 * an answer; the lines of a letter do not count. Made once for a trace; any moment
 * is then found in O(log n).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

typedef struct
{
  guint   entry;         /* after this entry */
  SimTime time;
  guint64 received;      /* octets */
  guint64 sent;
  guint   round_trips;
  guint   commands;
} SimTallyPoint;

typedef struct
{
  guint   host;
  SimTime start;         /* of its first connection; SIM_TIME_NEVER: it opens none */
  SimTime end;           /* when the last octet arrived, at either end of its connections */
  SimTime opened;        /* when somebody first reads a letter on it (mail:opened); SIM_TIME_NEVER: nobody does */
  GArray *points;        /* SimTallyPoint, in the order of the trace; the first is before anything happened */
} SimTally;

SimTally            *sim_tally_new  (const SimTrace *trace, guint host);
void                 sim_tally_free (SimTally *self);

/* After the first @n_entries of the trace. */
const SimTallyPoint *sim_tally_at   (const SimTally *self, guint n_entries);

/* How long it took: from its first connection until its letter was read or, if none was, until all was done. */
SimTime              sim_tally_wait (const SimTally *self);

/* The host with which a comparison begins if nobody names one: which opens the first connection. G_MAXUINT: nobody does. */
guint                sim_tally_host (const SimTrace *trace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimTally, sim_tally_free)

G_END_DECLS
