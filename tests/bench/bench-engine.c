/* bench-engine.c - the agenda beside a plain binary heap and, where installed, ns-3
 *
 * What is done is told in agenda.h. All agendas get the same times, in blocks that
 * take turns, so that whatever else the machine does meets all alike. Printed:
 * nanoseconds of processor time for one hold or tick, the middle of all blocks, and
 * how many times the engine is as fast, the middle of the blocks' ratios.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/bench/agenda.h"
#include "sim/core/random.h"

#include <stdlib.h>
#include <time.h>

#define BLOCKS 21

const guint32 *bench_delays;

/* ---- the engine -------------------------------------------------------------- */

typedef struct
{
  SimEngine *engine;
  guint      turn;
  guint      left;
  guint      expired;
  SimEventId timers[TIMER_LIFE];
} Ours;

static void
ours_hold (gpointer target, SimTime now)
{
  Ours *self = target;

  self->left--;
  sim_engine_at (self->engine, now + bench_delay (self->turn++), ours_hold, self);
}

static void
ours_expire (gpointer target, SimTime now)
{
  ((Ours *) target)->expired++;
}

static void
ours_tick (gpointer target, SimTime now)
{
  Ours *self = target;
  guint turn = self->turn++;
  SimEventId *timer = &self->timers[turn % TIMER_LIFE];

  self->left--;
  if (turn >= TIMER_LIFE && bench_is_cancelled (turn - TIMER_LIFE))
    sim_engine_cancel (self->engine, *timer);
  *timer = sim_engine_at (self->engine, now + TIMER_TIME + bench_delay (turn), ours_expire, self);
  sim_engine_at (self->engine, now + TICK_GAP, ours_tick, self);
}

static gpointer
ours_make (void)
{
  Ours *self = g_new0 (Ours, 1);

  self->engine = sim_engine_new ();
  return self;
}

static void
ours_destroy (gpointer data)
{
  Ours *self = data;

  sim_engine_free (self->engine);
  g_free (self);
}

static void
ours_start_hold (gpointer data, guint n)
{
  Ours *self = data;

  while (n-- > 0)
    sim_engine_at (self->engine, bench_delay (self->turn++), ours_hold, self);
}

static void
ours_start_ticks (gpointer data)
{
  sim_engine_at (((Ours *) data)->engine, TICK_GAP, ours_tick, data);
}

static void
ours_run (gpointer data, guint n)
{
  Ours *self = data;

  self->left = n;
  while (self->left > 0)
    sim_engine_step (self->engine);
}

static SimTime
ours_now (gpointer data)
{
  return sim_engine_now (((Ours *) data)->engine);
}

static guint
ours_n_expired (gpointer data)
{
  return ((Ours *) data)->expired;
}

static const Agenda ours = { "engine", ours_make, ours_destroy, ours_start_hold, ours_start_ticks,
                             ours_run, ours_now, ours_n_expired };

/* ---- what one would write first ---------------------------------------------- */

typedef struct
{
  SimTime      when;
  guint64      sequence;
  SimEventFunc func;
  gpointer     target;
} Event;

typedef struct
{
  gpointer owner;
  gboolean cancelled;
} PlainTimer;

#define N_PLAIN_TIMERS (1 << 18)               /* more than there are ticks in two TIMER_TIME */

/* Whole events in a binary heap. It cannot cancel: a timer that runs looks whether it still should. */
typedef struct
{
  Event      *heap;
  guint       n;
  guint       size;
  guint64     sequence;
  SimTime     now;
  guint       turn;
  guint       left;
  guint       expired;
  PlainTimer *timers;
} Plain;

static inline gboolean
before (const Event *a, const Event *b)
{
  return a->when < b->when || (a->when == b->when && a->sequence < b->sequence);
}

static void
plain_at (Plain *self, SimTime when, SimEventFunc func, gpointer target)
{
  Event event = { when, ++self->sequence, func, target };
  guint i = self->n++;

  if (i == self->size)
    {
      self->size = self->size == 0 ? 64 : self->size * 2;
      self->heap = g_renew (Event, self->heap, self->size);
    }
  for (; i > 0 && before (&event, &self->heap[(i - 1) / 2]); i = (i - 1) / 2)
    self->heap[i] = self->heap[(i - 1) / 2];
  self->heap[i] = event;
}

static void
plain_step (Plain *self)
{
  Event first = self->heap[0];
  Event last = self->heap[--self->n];
  guint i = 0;

  for (;;)
    {
      guint child = 2 * i + 1;

      if (child >= self->n)
        break;
      if (child + 1 < self->n && before (&self->heap[child + 1], &self->heap[child]))
        child++;
      if (!before (&self->heap[child], &last))
        break;
      self->heap[i] = self->heap[child];
      i = child;
    }
  self->heap[i] = last;
  self->now = first.when;
  first.func (first.target, first.when);
}

static void
plain_hold (gpointer target, SimTime now)
{
  Plain *self = target;

  self->left--;
  plain_at (self, now + bench_delay (self->turn++), plain_hold, self);
}

static void
plain_expire (gpointer target, SimTime now)
{
  PlainTimer *timer = target;

  if (!timer->cancelled)
    ((Plain *) timer->owner)->expired++;
}

static void
plain_tick (gpointer target, SimTime now)
{
  Plain *self = target;
  guint turn = self->turn++;
  PlainTimer *timer = &self->timers[turn % N_PLAIN_TIMERS];

  self->left--;
  if (turn >= TIMER_LIFE && bench_is_cancelled (turn - TIMER_LIFE))
    self->timers[(turn - TIMER_LIFE) % N_PLAIN_TIMERS].cancelled = TRUE;
  *timer = (PlainTimer) { self, FALSE };
  plain_at (self, now + TIMER_TIME + bench_delay (turn), plain_expire, timer);
  plain_at (self, now + TICK_GAP, plain_tick, self);
}

static gpointer
plain_make (void)
{
  Plain *self = g_new0 (Plain, 1);

  self->timers = g_new0 (PlainTimer, N_PLAIN_TIMERS);
  return self;
}

static void
plain_destroy (gpointer data)
{
  Plain *self = data;

  g_free (self->heap);
  g_free (self->timers);
  g_free (self);
}

static void
plain_start_hold (gpointer data, guint n)
{
  Plain *self = data;

  while (n-- > 0)
    plain_at (self, bench_delay (self->turn++), plain_hold, self);
}

static void
plain_start_ticks (gpointer data)
{
  plain_at (data, TICK_GAP, plain_tick, data);
}

static void
plain_run (gpointer data, guint n)
{
  Plain *self = data;

  self->left = n;
  while (self->left > 0)
    plain_step (self);
}

static SimTime
plain_now (gpointer data)
{
  return ((Plain *) data)->now;
}

static guint
plain_n_expired (gpointer data)
{
  return ((Plain *) data)->expired;
}

static const Agenda plain = { "plain heap", plain_make, plain_destroy, plain_start_hold, plain_start_ticks,
                              plain_run, plain_now, plain_n_expired };

/* ---- measuring --------------------------------------------------------------- */

static const Agenda * const agendas[] =
{
  &ours, &plain,
#ifdef HAVE_NS3
  &bench_ns3,
#endif
};

/* Times and ratios are of each agenda; the engine is the first. Targets 0: none. */
static void
print (const char *what, double times[][BLOCKS], double ratios[][BLOCKS], const double *targets)
{
  g_print ("%-16s", what);
  for (guint i = 0; i < G_N_ELEMENTS (agendas); i++)
    {
      double *ratio = ratios[i];

      g_print ("%s%s %.1f ns", i > 0 ? "; " : "", agendas[i]->name, times[i][BLOCKS / 2]);
      if (i > 0)
        g_print (", x %.2f (%.2f to %.2f)", ratio[BLOCKS / 2], ratio[BLOCKS / 10], ratio[BLOCKS - 1 - BLOCKS / 10]);
      if (i > 0 && targets[i] > 0)
        g_print (", target %.0f %s", targets[i], ratio[BLOCKS / 2] >= targets[i] ? "reached" : "missed");
    }
  g_print ("\n");
}

static double
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e9 + (double) now.tv_nsec;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* @waiting: how many events are held; 0: ticks. @warm acts come before the clock runs. */
static void
measure (const char *what, guint waiting, guint warm, guint acts, double target)
{
  const double targets[] = { 0, waiting > 0 ? 1 : 0, target };
  gpointer data[G_N_ELEMENTS (agendas)];
  double times[G_N_ELEMENTS (agendas)][BLOCKS], ratios[G_N_ELEMENTS (agendas)][BLOCKS];

  for (guint i = 0; i < G_N_ELEMENTS (agendas); i++)
    {
      data[i] = agendas[i]->make ();
      if (waiting > 0)
        agendas[i]->start_hold (data[i], waiting);
      else
        agendas[i]->start_ticks (data[i]);
      agendas[i]->run (data[i], warm);
    }
  for (guint block = 0; block < BLOCKS; block++)
    for (guint i = 0; i < G_N_ELEMENTS (agendas); i++)
      {
        double start = processor_time ();

        agendas[i]->run (data[i], acts);
        times[i][block] = (processor_time () - start) / acts;
        ratios[i][block] = times[i][block] / times[0][block];
        /* All did the same. */
        g_assert_cmpint (agendas[i]->now (data[i]), ==, ours.now (data[0]));
        g_assert_cmpuint (agendas[i]->n_expired (data[i]), ==, ours.n_expired (data[0]));
      }
  for (guint i = 0; i < G_N_ELEMENTS (agendas); i++)
    {
      qsort (times[i], BLOCKS, sizeof *times[i], compare);
      qsort (ratios[i], BLOCKS, sizeof *ratios[i], compare);
      agendas[i]->destroy (data[i]);
    }
  print (what, times, ratios, targets);
}

int
main (void)
{
  static guint32 delays[N_DELAYS];
  SimRandom random;

  sim_random_init (&random, 1, "hold");
  for (guint i = 0; i < N_DELAYS; i++)
    delays[i] = 1 + (guint32) sim_random_below (&random, SIM_TIME_SECOND);
  bench_delays = delays;

  measure ("hold 100", 100, 1000, 200000, 3);
  measure ("hold 10000", 10000, 100000, 200000, 4);
  measure ("hold 1000000", 1000000, 2000000, 200000, 5);
  measure ("timers", 0, 300000, 100000, 7);
  return 0;
}
