/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/net/pace.h"

#include "sim/net/stream.h"

#define MSS             SIM_STREAM_MSS
#define INITIAL_WINDOW  (10 * MSS)                  /* RFC 6928 */
#define FIRST_TIMEOUT   SIM_TIME_SECOND             /* RFC 6298, 2.1 */
#define LEAST_TIMEOUT   SIM_TIME_SECOND             /* 2.4 */
#define LONGEST_TIMEOUT (60 * SIM_TIME_SECOND)      /* 2.5 */

void
sim_pace_init (SimPace *self)
{
  *self = (SimPace) { .window = INITIAL_WINDOW, .threshold = G_MAXINT64, .timeout = FIRST_TIMEOUT };
}

/* RFC 5681, equation 4 */
static gint64
half_of (gint64 flight)
{
  return flight / 2 > 2 * MSS ? flight / 2 : 2 * MSS;
}

gboolean
sim_pace_acked (SimPace *self, gint64 position, gint64 gained)
{
  self->duplicates = 0;
  if (self->recovering && position < self->recover)     /* RFC 6582, 3.2: a partial acknowledgement */
    {
      self->window -= gained;
      if (gained >= MSS)
        self->window += MSS;
      if (self->window < MSS)
        self->window = MSS;
      return TRUE;
    }
  if (self->recovering)
    {
      self->recovering = FALSE;
      self->window = self->threshold;
    }
  else if (self->window < self->threshold)              /* slow start */
    self->window += gained < MSS ? gained : MSS;
  else                                                  /* congestion avoidance, equation 3 */
    self->window += MSS * MSS / self->window + 1;
  return FALSE;
}

gboolean
sim_pace_duplicate (SimPace *self, gint64 position, gint64 sent)
{
  if (self->recovering)
    {
      self->window += MSS;                              /* another one has left the net */
      return FALSE;
    }
  if (++self->duplicates != 3 || position < self->recover)
    return FALSE;
  self->threshold = half_of (sent - position);
  self->window = self->threshold + 3 * MSS;
  self->recover = sent;
  self->recovering = TRUE;
  return TRUE;
}

void
sim_pace_timed_out (SimPace *self, gint64 acked, gint64 sent)
{
  self->timeout = self->timeout * 2 < LONGEST_TIMEOUT ? self->timeout * 2 : LONGEST_TIMEOUT;
  if (sent > acked)
    self->threshold = half_of (sent - acked);
  self->window = MSS;                                   /* after a lost SYN too: RFC 5681, 3.1 */
  self->recover = sent;
  self->recovering = FALSE;
  self->duplicates = 0;
}

/* RFC 6298, section 2 */
void
sim_pace_measured (SimPace *self, SimTime round_trip)
{
  if (self->smoothed == 0)
    {
      self->smoothed = round_trip;
      self->variation = round_trip / 2;
    }
  else
    {
      SimTime off = self->smoothed > round_trip ? self->smoothed - round_trip : round_trip - self->smoothed;

      self->variation = (3 * self->variation + off) / 4;
      self->smoothed = (7 * self->smoothed + round_trip) / 8;
    }
  self->timeout = self->smoothed + 4 * self->variation;
  if (self->timeout < LEAST_TIMEOUT)
    self->timeout = LEAST_TIMEOUT;
  if (self->timeout > LONGEST_TIMEOUT)
    self->timeout = LONGEST_TIMEOUT;
}
