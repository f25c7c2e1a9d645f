/* pace.h - how fast a TCP sender may send, and how long it waits for an answer
 *
 * Slow start, congestion avoidance, fast retransmit and fast recovery (RFC 5681,
 * with partial acknowledgements as in RFC 6582), and the retransmission time-out
 * (RFC 6298). Numbers in, numbers out: the stream does what they say. Positions
 * are octets from the beginning of the stream.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/engine.h"

G_BEGIN_DECLS

typedef struct
{
  gint64   window;       /* congestion window, octets */
  gint64   threshold;    /* slow start below it */
  guint    duplicates;   /* acknowledgements of the same position, in a row */
  gint64   recover;      /* what was sent when the last loss was seen */
  gboolean recovering;   /* a loss was seen by duplicates, and not all of that is acknowledged */

  SimTime  timeout;
  SimTime  smoothed;     /* round-trip time; 0: not measured */
  SimTime  variation;
} SimPace;

void     sim_pace_init      (SimPace *self);

/* All up to @position is acknowledged, @gained more than before. TRUE: the segment from @position on is
 * lost too, and is to be sent again. */
gboolean sim_pace_acked     (SimPace *self, gint64 position, gint64 gained);

/* The same @position is acknowledged once more; @sent is the highest one sent. TRUE: the segment from
 * @position on is to be sent again. */
gboolean sim_pace_duplicate (SimPace *self, gint64 position, gint64 sent);

/* Nothing came in time. */
void     sim_pace_timed_out (SimPace *self, gint64 acked, gint64 sent);

/* A segment that was sent once was acknowledged after so long. */
void     sim_pace_measured  (SimPace *self, SimTime round_trip);

G_END_DECLS
