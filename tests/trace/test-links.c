/* test-links.c - causes, neighbours and states, on lessons and on a trace that grows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/links.h"
#include "sim/world/world.h"

#include <string.h>

static SimTrace *
play (const char *id)
{
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, NULL);

  return sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER);
}

/* The first step whose line begins with @text, after @after. */
static guint
find (const SimTrace *trace, const SimSteps *lines, const char *text, guint after)
{
  for (guint i = after + 1; i <= sim_steps_length (lines); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, sim_steps_get (lines, i)->entry, &entry);
      if (entry.kind == SIM_ENTRY_SAID && entry.len >= strlen (text) && memcmp (entry.bytes, text, strlen (text)) == 0)
        return i;
    }
  g_assert_not_reached ();
}

static void
test_command_and_reply (void)
{
  g_autoptr (SimTrace) trace = play ("first-letter");
  g_autoptr (SimSteps) lines = sim_steps_new (trace, SIM_STEP_LINE);
  guint mail = find (trace, lines, "MAIL", 0), reply = find (trace, lines, "250 2.1.0", mail);

  g_assert_cmpuint (sim_links_cause (trace, lines, reply), ==, mail);
  g_assert_cmpuint (sim_links_effect (trace, lines, mail), ==, reply);
  g_assert_cmpuint (sim_links_cause (trace, lines, 1), ==, 0);
  g_assert_cmpuint (sim_links_cause (trace, lines, 0), ==, 0);
  g_assert_cmpuint (sim_links_effect (trace, lines, sim_steps_length (lines)), ==, 0);
}

/* Several commands in one packet: each reply has its own. */
static void
test_pipelined (void)
{
  g_autoptr (SimTrace) trace = play ("pipelining");
  g_autoptr (SimSteps) lines = sim_steps_new (trace, SIM_STEP_LINE);
  guint n = 0;

  for (guint i = 2; i <= sim_steps_length (lines); i++)
    {
      SimEntry mine, other;
      guint cause = sim_links_cause (trace, lines, i);

      sim_trace_get (trace, sim_steps_get (lines, i)->entry, &mine);
      if (mine.kind != SIM_ENTRY_SAID || mine.side != SIM_SIDE_SERVER || memcmp (mine.bytes, "250 2.1.5", 9) != 0)
        continue;
      g_assert_cmpuint (cause, >, 0);
      sim_trace_get (trace, sim_steps_get (lines, cause)->entry, &other);
      if (memcmp (other.bytes, "RCPT", 4) == 0)
        n++;
      else   /* LMTP's answer after the dot */
        g_assert_cmpint (other.bytes[0], ==, '.');
    }
  g_assert_cmpuint (n, >=, 2);
}

static void
test_causes_come_before (gconstpointer id)
{
  g_autoptr (SimTrace) trace = play (id);
  g_autoptr (SimSteps) lines = sim_steps_new (trace, SIM_STEP_LINE);

  for (guint i = 1; i <= sim_steps_length (lines); i++)
    {
      guint effect = sim_links_effect (trace, lines, i), next = sim_links_neighbour (lines, i, 1);

      g_assert_cmpuint (sim_links_cause (trace, lines, i), <, i);
      g_assert_true (effect == 0 || sim_links_cause (trace, lines, effect) == i);
      g_assert_true (next == 0 || sim_links_neighbour (lines, next, -1) == i);
    }
}

static void
test_states (void)
{
  g_autoptr (SimTrace) trace = play ("first-letter");
  g_autoptr (SimStates) states = sim_states_new (trace);

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind != SIM_ENTRY_MOVE)
        continue;
      g_assert_cmpint (sim_states_at (states, entry.conn, entry.side, i + 1), ==, entry.to);
      g_assert_cmpint (sim_states_at (states, entry.conn, entry.side, i), !=, entry.to);
    }
  g_assert_cmpint (sim_states_at (states, 1, SIM_SIDE_SERVER, 0), ==, -1);
  g_assert_cmpint (sim_states_at (states, 1, SIM_SIDE_SERVER, G_MAXUINT), ==, -1);
  g_assert_cmpint (sim_states_at (states, 99, SIM_SIDE_CLIENT, 5), ==, -1);
  g_assert_cmpint (sim_states_at (states, 0, SIM_SIDE_CLIENT, 5), ==, -1);
}

/* What is counted entry by entry is what is counted at once. */
static void
test_steps_grow (gconstpointer id)
{
  g_autoptr (SimTrace) trace = play (id), live = sim_trace_new ();
  g_autoptr (SimSteps) lines = sim_steps_new (live, SIM_STEP_LINE), all = sim_steps_new (trace, SIM_STEP_LINE);
  g_autoptr (SimStates) states = sim_states_new (live);

  for (guint i = 0; i < sim_trace_n_hosts (trace); i++)
    {
      const SimTraceHost *host = sim_trace_get_host (trace, i);

      sim_trace_add_host (live, host->name, host->label, host->address, host->roles);
    }
  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      sim_trace_add (live, &entry);
      if (i % 3 == 0 || i + 1 == sim_trace_length (trace))
        {
          g_autoptr (SimSteps) anew = NULL;

          sim_steps_grow (lines, live);
          sim_states_grow (states, live);
          anew = sim_steps_new (live, SIM_STEP_LINE);
          g_assert_cmpuint (sim_steps_length (lines), ==, sim_steps_length (anew));
          for (guint step = MAX (sim_steps_length (anew), 3) - 2; step <= sim_steps_length (anew); step++)
            g_assert_cmpmem (sim_steps_get (lines, step), sizeof (SimStep), sim_steps_get (anew, step), sizeof (SimStep));
        }
    }
  g_assert_cmpuint (sim_steps_length (lines), ==, sim_steps_length (all));
  for (guint i = 1; i <= sim_steps_length (all); i++)
    {
      g_assert_cmpmem (sim_steps_get (lines, i), sizeof (SimStep), sim_steps_get (all, i), sizeof (SimStep));
      g_assert_cmpuint (sim_steps_of_entry (all, sim_steps_get (all, i)->entry), ==, i);
      if (sim_steps_get (all, i)->entry > 0)
        g_assert_cmpuint (sim_steps_of_entry (all, sim_steps_get (all, i)->entry - 1), ==, i - 1);
    }
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/links/a-reply-is-led-to-by-its-command", test_command_and_reply);
  g_test_add_func ("/trace/links/in-one-packet-too", test_pipelined);
  g_test_add_func ("/trace/states/are-those-of-the-moves", test_states);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *one = g_strdup_printf ("/trace/links/%s/causes-come-before", ids[i]);
      g_autofree char *other = g_strdup_printf ("/trace/steps/%s/grow-with-the-trace", ids[i]);

      g_test_add_data_func (one, ids[i], test_causes_come_before);
      g_test_add_data_func (other, ids[i], test_steps_grow);
    }
  return g_test_run ();
}
