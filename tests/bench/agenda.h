/* agenda.h - what bench-engine asks of each agenda that it measures
 *
 * Hold: n events wait; again and again the next one runs and schedules one more.
 * Timers: a tick every TICK_GAP sets a timer, and cancels the one that was set
 * TIMER_LIFE ticks before, but each twentieth of them runs out instead; like the
 * timers of TCP, which are nearly all cancelled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/engine.h"

G_BEGIN_DECLS

#define N_DELAYS   65536                       /* drawn beforehand: what is measured is the agenda */
#define TICK_GAP   (10 * SIM_TIME_MICROSECOND)
#define TIMER_TIME SIM_TIME_SECOND
#define TIMER_LIFE 2048

typedef struct
{
  const char *name;
  gpointer  (*make)        (void);
  void      (*destroy)     (gpointer self);
  void      (*start_hold)  (gpointer self, guint n);
  void      (*start_ticks) (gpointer self);
  void      (*run)         (gpointer self, guint n);   /* so many holds or ticks */
  SimTime   (*now)         (gpointer self);
  guint     (*n_expired)   (gpointer self);            /* timers that ran out */
} Agenda;

extern const guint32 *bench_delays;            /* nanoseconds, up to a second */
extern const Agenda   bench_ns3;

static inline SimTime
bench_delay (guint turn)
{
  return bench_delays[turn % N_DELAYS];
}

static inline gboolean
bench_is_cancelled (guint tick)
{
  return tick % 20 != 0;
}

G_END_DECLS
