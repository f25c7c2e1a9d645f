/* test-engine.c - the agenda: order, cancelling, ids, memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/engine.h"
#include "sim/core/random.h"

#include <stdlib.h>

/* ASan brings a malloc of its own; anywhere else ours counts the calls. */
#if defined (__SANITIZE_ADDRESS__) || !defined (__GLIBC__)
#define COUNTS_ALLOCATIONS 0
#elif defined (__has_feature)
#if __has_feature (address_sanitizer)
#define COUNTS_ALLOCATIONS 0
#endif
#endif
#ifndef COUNTS_ALLOCATIONS
#define COUNTS_ALLOCATIONS 1
#endif

#if COUNTS_ALLOCATIONS
extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *old, size_t size);

static guint64 n_allocations;

void *
malloc (size_t size)
{
  n_allocations++;
  return __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  n_allocations++;
  return __libc_calloc (n, size);
}

void *
realloc (void *old, size_t size)
{
  n_allocations++;
  return __libc_realloc (old, size);
}
#endif

/* What has run, as one letter an event. */
typedef struct
{
  SimEngine *engine;
  GString   *log;
  char       letter;
} Letter;

static void
write_letter (gpointer target, SimTime now)
{
  Letter *self = target;

  g_assert_cmpint (now, ==, sim_engine_now (self->engine));
  g_string_append_c (self->log, self->letter);
}

static void
do_nothing (gpointer target, SimTime now)
{
}

static void
test_starts_empty (void)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();

  g_assert_cmpint (sim_engine_now (engine), ==, 0);
  g_assert_cmpint (sim_engine_next (engine), ==, SIM_TIME_NEVER);
  g_assert_cmpuint (sim_engine_pending (engine), ==, 0);
  g_assert_false (sim_engine_step (engine));
  g_assert_cmpint (sim_engine_now (engine), ==, 0);
}

static void
test_runs_in_order_of_time (void)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  Letter letters[] = { { engine, log, 'a' }, { engine, log, 'b' }, { engine, log, 'c' } };

  sim_engine_at (engine, 30, write_letter, &letters[2]);
  sim_engine_at (engine, 10, write_letter, &letters[0]);
  sim_engine_at (engine, 20, write_letter, &letters[1]);
  g_assert_cmpint (sim_engine_next (engine), ==, 10);
  g_assert_cmpuint (sim_engine_pending (engine), ==, 3);

  g_assert_true (sim_engine_step (engine));
  g_assert_cmpstr (log->str, ==, "a");
  g_assert_cmpint (sim_engine_now (engine), ==, 10);
  g_assert_cmpint (sim_engine_next (engine), ==, 20);
  g_assert_true (sim_engine_step (engine));
  g_assert_true (sim_engine_step (engine));
  g_assert_false (sim_engine_step (engine));
  g_assert_cmpstr (log->str, ==, "abc");
  g_assert_cmpint (sim_engine_now (engine), ==, 30);
}

static void
test_equal_times_run_as_scheduled (void)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  Letter letters[26];
  SimEventId ids[26];

  for (int i = 0; i < 26; i++)
    {
      letters[i] = (Letter) { engine, log, (char) ('a' + i) };
      ids[i] = sim_engine_at (engine, 5, write_letter, &letters[i]);
    }
  /* A slot that is used again must not bring its old place in the order with it. */
  g_assert_true (sim_engine_cancel (engine, ids[0]));
  g_assert_true (sim_engine_cancel (engine, ids[12]));
  sim_engine_at (engine, 5, write_letter, &letters[12]);
  sim_engine_at (engine, 5, write_letter, &letters[0]);
  while (sim_engine_step (engine))
    ;
  g_assert_cmpstr (log->str, ==, "bcdefghijklnopqrstuvwxyzma");
}

static void
schedule_now (gpointer target, SimTime now)
{
  Letter *self = target;

  sim_engine_at (self[0].engine, now, write_letter, &self[1]);
  write_letter (self, now);
}

static void
test_event_may_schedule_at_its_own_time (void)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  Letter letters[] = { { engine, log, 'a' }, { engine, log, 'c' }, { engine, log, 'b' }, { engine, log, 'd' } };

  sim_engine_at (engine, 7, schedule_now, letters);
  sim_engine_at (engine, 7, write_letter, &letters[2]);
  sim_engine_at (engine, 8, write_letter, &letters[3]);
  while (sim_engine_step (engine))
    ;
  g_assert_cmpstr (log->str, ==, "abcd");
}

typedef struct
{
  SimEngine *engine;
  SimEventId self;
  SimEventId other;
  gboolean   could_cancel_self;
  gboolean   could_cancel_other;
} Canceller;

static void
cancel_both (gpointer target, SimTime now)
{
  Canceller *self = target;

  self->could_cancel_self = sim_engine_cancel (self->engine, self->self);
  self->could_cancel_other = sim_engine_cancel (self->engine, self->other);
}

static void
test_event_may_cancel_another_but_not_itself (void)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  Letter letter = { engine, log, 'x' };
  Canceller canceller = { engine, 0, 0, TRUE, FALSE };

  canceller.self = sim_engine_at (engine, 1, cancel_both, &canceller);
  canceller.other = sim_engine_at (engine, 1, write_letter, &letter);
  while (sim_engine_step (engine))
    ;
  g_assert_false (canceller.could_cancel_self);
  g_assert_true (canceller.could_cancel_other);
  g_assert_cmpstr (log->str, ==, "");
}

static void
test_cancel_only_what_waits (void)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  Letter letter = { engine, log, 'x' };
  SimEventId id;

  for (SimEventId never = 0; never < 100; never++)
    g_assert_false (sim_engine_cancel (engine, never));
  g_assert_false (sim_engine_cancel (engine, G_MAXUINT64));

  id = sim_engine_at (engine, 1, write_letter, &letter);
  g_assert_cmpuint (id, !=, 0);
  g_assert_true (sim_engine_cancel (engine, id));
  g_assert_false (sim_engine_cancel (engine, id));
  g_assert_cmpuint (sim_engine_pending (engine), ==, 0);
  g_assert_false (sim_engine_step (engine));

  id = sim_engine_at (engine, 1, write_letter, &letter);
  g_assert_true (sim_engine_step (engine));
  g_assert_false (sim_engine_cancel (engine, id));

  /* Many places that are free again: none of them is an event, whatever the number. */
  for (int i = 0; i < 100; i++)
    sim_engine_at (engine, 2, do_nothing, NULL);
  while (sim_engine_step (engine))
    ;
  for (SimEventId never = 0; never < 100; never++)
    g_assert_false (sim_engine_cancel (engine, never));
  g_assert_cmpstr (log->str, ==, "x");
}

static void
test_ids_are_never_used_again (void)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (int i = 0; i < 10000; i++)
    {
      SimEventId id = sim_engine_at (engine, i, do_nothing, NULL);

      g_assert_cmpuint (id, !=, 0);
      g_assert_true (g_hash_table_add (seen, g_memdup2 (&id, sizeof id)));
      if (i % 2 == 0)
        g_assert_true (sim_engine_cancel (engine, id));
      else
        g_assert_true (sim_engine_step (engine));
    }
}

/* The plainest agenda: a list without order, searched for its least. */
typedef struct
{
  SimTime    when;
  guint      number; /* counts up */
  SimEventId id;
} Planned;

typedef struct
{
  guint   ran;       /* the number of the event that ran last */
  SimTime ran_at;
} Seen;

static Seen seen;

static void
see (gpointer target, SimTime now)
{
  seen.ran = GPOINTER_TO_UINT (target);
  seen.ran_at = now;
}

static guint
least (const GArray *plan)
{
  guint best = 0;

  for (guint i = 1; i < plan->len; i++)
    {
      const Planned *a = &g_array_index (plan, Planned, i);
      const Planned *b = &g_array_index (plan, Planned, best);

      if (a->when < b->when || (a->when == b->when && a->number < b->number))
        best = i;
    }
  return best;
}

/* @reach: times may lie up to so many bits further than the seed's spread. */
static void
check_against_model (guint64 seed, guint reach)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();
  g_autoptr (GArray) plan = g_array_new (FALSE, FALSE, sizeof (Planned));
  SimRandom random;
  guint number = 0;
  guint spread, busy;

  sim_random_init (&random, seed, "model");
  spread = 1 + sim_random_below (&random, 1000); /* small: many equal times */
  busy = 20 + sim_random_below (&random, 60);    /* of a hundred acts, so many schedule */

  for (guint act = 0; act < 3000; act++)
    {
      guint dice = sim_random_below (&random, 100);

      if (dice < busy)
        {
          Planned planned = { sim_engine_now (engine) + sim_random_below (&random, spread), ++number, 0 };

          if (reach > 0)
            planned.when += (SimTime) sim_random_below (&random, 4) << sim_random_below (&random, reach);
          planned.id = sim_engine_at (engine, planned.when, see, GUINT_TO_POINTER (number));
          g_array_append_val (plan, planned);
        }
      else if (dice % 3 == 0 && plan->len > 0)
        {
          guint index = sim_random_below (&random, plan->len);

          g_assert_true (sim_engine_cancel (engine, g_array_index (plan, Planned, index).id));
          g_assert_false (sim_engine_cancel (engine, g_array_index (plan, Planned, index).id));
          g_array_remove_index_fast (plan, index);
        }
      else if (plan->len > 0)
        {
          guint index = least (plan);
          Planned expected = g_array_index (plan, Planned, index);

          g_assert_cmpint (sim_engine_next (engine), ==, expected.when);
          g_assert_true (sim_engine_step (engine));
          g_assert_cmpuint (seen.ran, ==, expected.number);
          g_assert_cmpint (seen.ran_at, ==, expected.when);
          g_array_remove_index_fast (plan, index);
        }
      else
        g_assert_false (sim_engine_step (engine));
      g_assert_cmpuint (sim_engine_pending (engine), ==, plan->len);
    }
}

static void
test_same_as_a_plain_list (void)
{
  for (guint64 seed = 0; seed < 40; seed++)
    check_against_model (seed, 0);
}

static void
test_same_as_a_plain_list_however_far (void)
{
  for (guint64 seed = 0; seed < 40; seed++)
    check_against_model (seed, 12 + seed);
}

static void
test_many_at_one_time_run_as_scheduled (void)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();

  /* Far from the base, so they are moved often before they run; others are before, between and behind. */
  for (guint i = 1; i <= 5000; i++)
    {
      sim_engine_at (engine, SIM_TIME_DAY, see, GUINT_TO_POINTER (i));
      sim_engine_at (engine, SIM_TIME_DAY - (SimTime) i * SIM_TIME_SECOND, do_nothing, NULL);
      sim_engine_at (engine, SIM_TIME_DAY + i, do_nothing, NULL);
    }
  while (sim_engine_next (engine) < SIM_TIME_DAY)
    sim_engine_step (engine);
  for (guint i = 1; i <= 5000; i++)
    {
      g_assert_true (sim_engine_step (engine));
      g_assert_cmpint (seen.ran_at, ==, SIM_TIME_DAY);
      g_assert_cmpuint (seen.ran, ==, i);
    }
  g_assert_cmpuint (sim_engine_pending (engine), ==, 5000);
}

static void
test_a_look_ahead_changes_nothing (void)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();

  sim_engine_at (engine, SIM_TIME_HOUR, see, GUINT_TO_POINTER (3));
  g_assert_cmpint (sim_engine_next (engine), ==, SIM_TIME_HOUR);
  sim_engine_at (engine, 5, see, GUINT_TO_POINTER (1));
  g_assert_cmpint (sim_engine_next (engine), ==, 5);
  sim_engine_at (engine, SIM_TIME_MINUTE, see, GUINT_TO_POINTER (2));
  for (guint i = 1; i <= 3; i++)
    {
      g_assert_true (sim_engine_step (engine));
      g_assert_cmpuint (seen.ran, ==, i);
    }
}

/* Nearly all timers are cancelled: what they leave behind must not pile up. */
static void
test_cancelled_timers_leave_no_memory (void)
{
#if COUNTS_ALLOCATIONS
  g_autoptr (SimEngine) engine = sim_engine_new ();
  SimEventId timers[50] = { 0 };
  guint64 before = 0;

  for (guint i = 0; i < 200000; i++)
    {
      if (i == 1000)
        before = n_allocations;
      sim_engine_cancel (engine, timers[i % 50]);
      timers[i % 50] = sim_engine_at (engine, sim_engine_now (engine) + SIM_TIME_MINUTE + i % 7, do_nothing, NULL);
      sim_engine_at (engine, sim_engine_now (engine) + SIM_TIME_MILLISECOND, do_nothing, NULL);
      g_assert_true (sim_engine_step (engine));
      g_assert_cmpuint (sim_engine_pending (engine), ==, MIN (i + 1, 50));
    }
  g_assert_cmpuint (n_allocations - before, ==, 0);
#else
  g_test_skip ("this build has no malloc that counts");
#endif
}

typedef struct
{
  SimEngine *engine;
  SimRandom  random;
  SimEventId victim;
} Busy;

static G_GNUC_UNUSED void
go_on (gpointer target, SimTime now)
{
  Busy *self = target;

  sim_engine_at (self->engine, now + sim_random_below (&self->random, 1000), go_on, self);
  sim_engine_cancel (self->engine, self->victim);
  self->victim = sim_engine_at (self->engine, now + sim_random_below (&self->random, 1000), do_nothing, self);
}

static void
test_nothing_is_allocated_once_warm (void)
{
#if COUNTS_ALLOCATIONS
  g_autoptr (SimEngine) engine = sim_engine_new ();
  Busy busy = { engine, { 0 }, 0 };
  guint64 before;

  sim_random_init (&busy.random, 1, "busy");
  before = n_allocations;
  for (int i = 0; i < 1000; i++)
    sim_engine_at (engine, sim_random_below (&busy.random, 1000), go_on, &busy);
  g_assert_cmpuint (n_allocations, >, before); /* so the counter works */

  for (int i = 0; i < 10000; i++)
    sim_engine_step (engine);
  before = n_allocations;
  for (int i = 0; i < 100000; i++)
    sim_engine_step (engine);
  g_assert_cmpuint (n_allocations - before, ==, 0);
#else
  g_test_skip ("this build has no malloc that counts");
#endif
}

static void
test_times_reach_far (void)
{
  g_autoptr (SimEngine) engine = sim_engine_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  Letter letters[] = { { engine, log, 'a' }, { engine, log, 'b' } };

  sim_engine_at (engine, SIM_TIME_NEVER - 1, write_letter, &letters[1]);
  sim_engine_at (engine, 200 * 365 * SIM_TIME_DAY, write_letter, &letters[0]);
  while (sim_engine_step (engine))
    ;
  g_assert_cmpstr (log->str, ==, "ab");
  g_assert_cmpint (sim_engine_now (engine), ==, SIM_TIME_NEVER - 1);
}

static void
test_the_past_is_refused (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (SimEngine) engine = sim_engine_new ();

      sim_engine_at (engine, 10, do_nothing, NULL);
      sim_engine_step (engine);
      sim_engine_at (engine, 9, do_nothing, NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*when >= self->now*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/starts-empty", test_starts_empty);
  g_test_add_func ("/engine/runs-in-order-of-time", test_runs_in_order_of_time);
  g_test_add_func ("/engine/equal-times-run-as-scheduled", test_equal_times_run_as_scheduled);
  g_test_add_func ("/engine/event-may-schedule-at-its-own-time", test_event_may_schedule_at_its_own_time);
  g_test_add_func ("/engine/event-may-cancel-another-but-not-itself", test_event_may_cancel_another_but_not_itself);
  g_test_add_func ("/engine/cancel-only-what-waits", test_cancel_only_what_waits);
  g_test_add_func ("/engine/ids-are-never-used-again", test_ids_are_never_used_again);
  g_test_add_func ("/engine/same-as-a-plain-list", test_same_as_a_plain_list);
  g_test_add_func ("/engine/same-as-a-plain-list-however-far", test_same_as_a_plain_list_however_far);
  g_test_add_func ("/engine/many-at-one-time-run-as-scheduled", test_many_at_one_time_run_as_scheduled);
  g_test_add_func ("/engine/a-look-ahead-changes-nothing", test_a_look_ahead_changes_nothing);
  g_test_add_func ("/engine/cancelled-timers-leave-no-memory", test_cancelled_timers_leave_no_memory);
  g_test_add_func ("/engine/nothing-is-allocated-once-warm", test_nothing_is_allocated_once_warm);
  g_test_add_func ("/engine/times-reach-far", test_times_reach_far);
  g_test_add_func ("/engine/the-past-is-refused", test_the_past_is_refused);
  return g_test_run ();
}
