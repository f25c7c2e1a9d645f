/* bench-engine.c - the agenda beside a plain binary heap
 *
 * The hold model: n events wait; again and again the next one runs and
 * schedules one more at a later time drawn from a stream. Both agendas get the
 * same times, in blocks that take turns, so that whatever else the machine does
 * meets both alike. Printed: nanoseconds of processor time for one hold, the
 * middle of all blocks, and their ratio.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/engine.h"
#include "sim/core/random.h"

#include <stdlib.h>
#include <time.h>

#define BLOCKS 21

typedef struct
{
  SimTime      when;
  guint64      sequence;
  SimEventFunc func;
  gpointer     target;
} Event;

/* What one would write first: whole events in a binary heap; it cannot cancel. */
typedef struct
{
  Event  *heap;
  guint   n;
  guint64 sequence;
} Plain;

typedef struct
{
  SimEngine *engine; /* NULL: it is plain's turn */
  Plain     *plain;
  SimRandom  random;
} Hold;

static double
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e9 + (double) now.tv_nsec;
}

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
  first.func (first.target, first.when);
}

static SimTime
draw (Hold *self)
{
  return 1 + sim_random_below (&self->random, 1000000000);
}

static void
hold (gpointer target, SimTime now)
{
  Hold *self = target;

  if (self->engine != NULL)
    sim_engine_at (self->engine, now + draw (self), hold, self);
  else
    plain_at (self->plain, now + draw (self), hold, self);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
measure (guint n, guint holds)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();
  Plain plain = { g_new (Event, n + 1), 0, 0 };
  Hold ours = { engine, NULL, { 0 } };
  Hold theirs = { NULL, &plain, { 0 } };
  double a[BLOCKS], b[BLOCKS], ratio[BLOCKS];

  sim_random_init (&ours.random, 1, "hold");
  sim_random_init (&theirs.random, 1, "hold");
  for (guint i = 0; i < n; i++)
    {
      sim_engine_at (engine, draw (&ours), hold, &ours);
      plain_at (&plain, draw (&theirs), hold, &theirs);
    }

  for (guint block = 0; block < BLOCKS; block++)
    {
      double t0 = processor_time (), t1, t2;

      for (guint i = 0; i < holds; i++)
        sim_engine_step (engine);
      t1 = processor_time ();
      for (guint i = 0; i < holds; i++)
        plain_step (&plain);
      t2 = processor_time ();
      a[block] = (t1 - t0) / holds;
      b[block] = (t2 - t1) / holds;
      ratio[block] = a[block] / b[block];
      /* Both did the same. */
      g_assert_cmpint (sim_engine_next (engine), ==, plain.heap[0].when);
    }
  qsort (a, BLOCKS, sizeof *a, compare);
  qsort (b, BLOCKS, sizeof *b, compare);
  qsort (ratio, BLOCKS, sizeof *ratio, compare);
  g_print ("%8u waiting: engine %6.1f ns, plain heap %6.1f ns, ratio %.2f (%.2f to %.2f)\n", n,
           a[BLOCKS / 2], b[BLOCKS / 2], ratio[BLOCKS / 2], ratio[BLOCKS / 10], ratio[BLOCKS - 1 - BLOCKS / 10]);
  g_free (plain.heap);
}

int
main (void)
{
  measure (100, 200000);
  measure (10000, 200000);
  measure (1000000, 200000);
  return 0;
}
