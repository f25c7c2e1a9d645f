/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/net/pace.h"
#include "sim/net/stream.h"

#define MSS SIM_STREAM_MSS

/* RFC 5681, 3.1 */
static void
test_slow_start (void)
{
  SimPace pace;
  gint64 position = 0;

  sim_pace_init (&pace);
  g_assert_cmpint (pace.window, ==, 10 * MSS);
  for (guint round = 0; round < 3; round++)     /* each window acknowledged doubles it */
    {
      gint64 window = pace.window;

      for (gint64 n = window / MSS; n > 0; n--)
        g_assert_false (sim_pace_acked (&pace, position += MSS, MSS));
      g_assert_cmpint (pace.window, ==, 2 * window);
    }
  sim_pace_acked (&pace, position += 10 * MSS, 10 * MSS);
  g_assert_cmpint (pace.window, ==, 81 * MSS);  /* one acknowledgement adds one segment at most */
}

static void
test_congestion_avoidance (void)
{
  SimPace pace;
  gint64 position = 0;

  sim_pace_init (&pace);
  pace.threshold = pace.window;
  for (guint n = 0; n < 10; n++)
    sim_pace_acked (&pace, position += MSS, MSS);
  g_assert_cmpint (pace.window, >, 10 * MSS + MSS * 9 / 10);
  g_assert_cmpint (pace.window, <=, 11 * MSS + 10);
}

/* 3.2 */
static void
test_fast_retransmit (void)
{
  SimPace pace;

  sim_pace_init (&pace);
  g_assert_false (sim_pace_duplicate (&pace, 0, 10 * MSS));
  g_assert_false (sim_pace_duplicate (&pace, 0, 10 * MSS));
  g_assert_true (sim_pace_duplicate (&pace, 0, 10 * MSS));
  g_assert_cmpint (pace.threshold, ==, 5 * MSS);
  g_assert_cmpint (pace.window, ==, 8 * MSS);
  g_assert_false (sim_pace_duplicate (&pace, 0, 10 * MSS));
  g_assert_cmpint (pace.window, ==, 9 * MSS);
  g_assert_false (sim_pace_acked (&pace, 10 * MSS, 10 * MSS));
  g_assert_cmpint (pace.window, ==, 5 * MSS);
  g_assert_false (pace.recovering);
}

/* RFC 6582: two segments of one window are lost. */
static void
test_partial_acknowledgement (void)
{
  SimPace pace;

  sim_pace_init (&pace);
  for (guint n = 0; n < 3; n++)
    sim_pace_duplicate (&pace, 0, 10 * MSS);
  g_assert_true (sim_pace_acked (&pace, 4 * MSS, 4 * MSS));
  g_assert_true (pace.recovering);
  g_assert_cmpint (pace.window, ==, 5 * MSS);
  g_assert_false (sim_pace_acked (&pace, 10 * MSS, 6 * MSS));
  g_assert_cmpint (pace.window, ==, 5 * MSS);
}

static void
test_duplicates_in_a_row (void)
{
  SimPace pace;

  sim_pace_init (&pace);
  for (guint n = 0; n < 5; n++)
    {
      g_assert_false (sim_pace_duplicate (&pace, n * MSS, 20 * MSS));
      g_assert_false (sim_pace_duplicate (&pace, n * MSS, 20 * MSS));
      g_assert_false (sim_pace_acked (&pace, (n + 1) * MSS, MSS));
    }
  g_assert_cmpint (pace.window, ==, 15 * MSS);
}

static void
test_timed_out (void)
{
  SimPace pace;

  sim_pace_init (&pace);
  sim_pace_timed_out (&pace, 0, 10 * MSS);
  g_assert_cmpint (pace.window, ==, MSS);
  g_assert_cmpint (pace.threshold, ==, 5 * MSS);
  g_assert_cmpint (pace.timeout, ==, 2 * SIM_TIME_SECOND);
  for (guint n = 0; n < 3; n++)
    g_assert_false (sim_pace_duplicate (&pace, 5 * MSS, 10 * MSS));   /* for what was sent before */
  for (guint n = 0; n < 10; n++)
    sim_pace_timed_out (&pace, 0, MSS);
  g_assert_cmpint (pace.threshold, ==, 2 * MSS);
  g_assert_cmpint (pace.timeout, ==, 60 * SIM_TIME_SECOND);
}

/* RFC 5681, 3.1: a lost SYN makes the first window one segment, and slow start goes on from there. */
static void
test_lost_syn (void)
{
  SimPace pace;

  sim_pace_init (&pace);
  sim_pace_timed_out (&pace, 0, 0);
  g_assert_cmpint (pace.window, ==, MSS);
  sim_pace_acked (&pace, MSS, MSS);
  g_assert_cmpint (pace.window, ==, 2 * MSS);
}

/* RFC 6298, 2 */
static void
test_timeout_follows_the_round_trip (void)
{
  SimPace pace;

  sim_pace_init (&pace);
  g_assert_cmpint (pace.timeout, ==, SIM_TIME_SECOND);
  sim_pace_measured (&pace, 2 * SIM_TIME_SECOND);
  g_assert_cmpint (pace.timeout, ==, 6 * SIM_TIME_SECOND);            /* 2 + 4 * 1 */
  sim_pace_measured (&pace, 2 * SIM_TIME_SECOND);
  g_assert_cmpint (pace.timeout, ==, 5 * SIM_TIME_SECOND);            /* 2 + 4 * 0.75 */
  for (guint n = 0; n < 100; n++)
    sim_pace_measured (&pace, SIM_TIME_MILLISECOND);
  g_assert_cmpint (pace.timeout, ==, SIM_TIME_SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/pace/slow-start-doubles-each-round-trip", test_slow_start);
  g_test_add_func ("/net/pace/then-one-segment-each-round-trip", test_congestion_avoidance);
  g_test_add_func ("/net/pace/third-duplicate-sends-again", test_fast_retransmit);
  g_test_add_func ("/net/pace/partial-acknowledgement-sends-the-next", test_partial_acknowledgement);
  g_test_add_func ("/net/pace/only-duplicates-in-a-row-count", test_duplicates_in_a_row);
  g_test_add_func ("/net/pace/time-out-starts-over-with-one-segment", test_timed_out);
  g_test_add_func ("/net/pace/lost-syn-keeps-the-threshold", test_lost_syn);
  g_test_add_func ("/net/pace/time-out-follows-the-round-trip", test_timeout_follows_the_round_trip);
  return g_test_run ();
}
