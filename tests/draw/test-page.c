/* test-page.c - rows on pages: none is cut, none is lost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/page.h"
#include "sim/world/world.h"

#include "hand.h"

/* Whatever the size of a page: all rows in order, each page no fuller than it may be, no header or gap at its end. */
static void
check_pages (const LadderRows *rows)
{
  guint last = ladder_rows_length (rows) - 1;

  for (double room = 1; room < 1500; room = room * 1.2 + 7)
    for (guint first = 0; first <= last;)
      {
        guint end = ehlo_page_break (rows, first, last, room);
        const LadderRow *top = ladder_rows_get (rows, first), *bottom = ladder_rows_get (rows, end);

        g_assert_cmpuint (end, >=, first);
        g_assert_cmpuint (end, <=, last);
        if (end > first)
          g_assert_cmpfloat (bottom->y + bottom->height - top->y, <=, room);
        if (end < last && room > 100)                              /* a gap, a header and a row fit */
          g_assert_cmpint (bottom->kind, ==, LADDER_ROW_STEP);
        first = end + 1;
      }
}

static void
test_breaks (void)
{
  static const char * const lessons[] = { "first-letter", "unknown-user", "many-recipients" };
  g_autoptr (SimTrace) hand = hand_trace ();
  g_autoptr (SimSteps) lines = sim_steps_new (hand, SIM_STEP_LINE);
  g_autoptr (LadderRows) rows = ladder_rows_new (hand, lines, 33, NULL);

  check_pages (rows);
  for (guint i = 0; i < G_N_ELEMENTS (lessons); i++)
    {
      g_autoptr (SimScenario) scenario = sim_scenario_lesson (lessons[i], NULL);
      g_autoptr (SimTrace) trace = sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER);
      g_autoptr (SimSteps) steps = sim_steps_new (trace, SIM_STEP_LINE);
      g_autoptr (LadderRows) all = ladder_rows_new (trace, steps, 33, NULL);

      check_pages (all);
    }
}

/* The run by hand, and then RSET again and again. */
static SimTrace *
long_trace (guint n)
{
  SimTrace *trace = hand_trace ();
  SimEntry end;

  sim_trace_get (trace, sim_trace_length (trace) - 1, &end);
  for (guint i = 0; i < n; i++)
    sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_CLIENT, .conn = 1, .actor = 0, .time = end.time,
                                        .cause = SIM_CAUSE_NONE, .bytes = (const guint8 *) "RSET\r\n", .len = 6 });
  return trace;
}

static void
test_too_high (void)
{
  g_autoptr (SimTrace) trace = long_trace (1000);
  g_autoptr (SimSteps) lines = sim_steps_new (trace, SIM_STEP_LINE);
  EhloPageSpec spec = { EHLO_PAGE_PNG, EHLO_PAGE_LADDER, "Long", 0, 1, sim_steps_length (lines) };
  g_autoptr (GBytes) picture = NULL, part = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (sim_steps_length (lines), >, 500);
  picture = ehlo_page_new (trace, lines, &spec, &error);
  g_assert_error (error, EHLO_PAGE_ERROR, EHLO_PAGE_ERROR_TOO_HIGH);
  g_assert_null (picture);
  g_clear_error (&error);
  spec.to = 100;
  part = ehlo_page_new (trace, lines, &spec, &error);
  g_assert_no_error (error);
  g_assert_nonnull (part);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/page/rows-are-whole-and-headers-lead", test_breaks);
  g_test_add_func ("/draw/page/too-high-a-picture-is-refused", test_too_high);
  return g_test_run ();
}
