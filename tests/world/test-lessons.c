/* test-lessons.c - the shipped lessons, played: every note finds its place, every question its answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/world.h"

#include <string.h>

/* Letter case does not count. */
static gboolean
is_offered (const SimNoteSpec *note, const char *answer)
{
  for (char **choice = note->choices; *choice != NULL; choice++)
    if (g_ascii_strcasecmp (*choice, answer) == 0)
      return TRUE;
  return FALSE;
}

static void
test_notes (gconstpointer data)
{
  const char *id = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) lesson = sim_scenario_lesson (id, &error);
  g_autoptr (SimTrace) trace = NULL;
  g_autoptr (GArray) pinned = NULL;
  guint before = 0;

  g_assert_no_error (error);
  trace = sim_world_play (lesson, lesson->seed, SIM_TIME_NEVER);
  pinned = sim_world_pin_notes (lesson, trace);

  for (guint i = 0; i < lesson->notes->len; i++)
    {
      const SimNoteSpec *note = g_ptr_array_index (lesson->notes, i);
      gboolean found = FALSE;

      for (guint k = 0; k < pinned->len; k++)
        found = found || g_array_index (pinned, SimPinned, k).note == note;
      if (!found)
        g_test_message ("%s:%u: [Note %u] happens nowhere", id, note->line, note->number);
      g_assert_true (found);
    }
  for (guint k = 0; k < pinned->len; k++)
    {
      const SimPinned *pin = &g_array_index (pinned, SimPinned, k);

      /* A reader meets them in the order of the file. */
      if (pin->note->number < before)
        g_test_message ("%s:%u: [Note %u] comes after [Note %u]", id, pin->note->line, pin->note->number, before);
      g_assert_cmpuint (pin->note->number, >, before);
      before = pin->note->number;
      if (pin->note->ask != SIM_ASK_NOTHING)
        {
          g_autofree char *answer = sim_pinned_dup_answer (pin, trace);

          g_assert_nonnull (answer);
          /* The shipped questions offer it among three; and the text around it tells what happens. */
          if (!is_offered (pin->note, answer))
            g_test_message ("%s:%u: [Note %u]: the answer is %s", id, pin->note->line, pin->note->number, answer);
          g_assert_true (is_offered (pin->note, answer));
        }
    }
}

/* What the notes of the lesson on pipelining count: from the connection to the verdict, in whole round trips. */
static void
test_round_trips (void)
{
  const SimTime round_trip = 2 * 270 * SIM_TIME_MILLISECOND;
  static const int counted[] = { 9, 5 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) lesson = sim_scenario_lesson ("pipelining", &error);
  g_autoptr (SimTrace) trace = NULL;
  SimTime opened = -1;
  guint n = 0;

  g_assert_no_error (error);
  trace = sim_world_play (lesson, lesson->seed, SIM_TIME_NEVER);
  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (!g_str_equal (sim_trace_get_host (trace, entry.actor)->name, "mail.island.example"))
        continue;
      if (entry.kind == SIM_ENTRY_OPENED && g_str_equal (entry.rule, "smtp"))
        opened = entry.time;
      else if (opened >= 0 && entry.kind == SIM_ENTRY_NOTE && g_str_equal (entry.rule, "queue:sent"))
        {
          g_assert_cmpuint (n, <, G_N_ELEMENTS (counted));
          g_assert_cmpint ((entry.time - opened) / round_trip, ==, counted[n]);
          n++;
          opened = -1;
        }
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (counted));
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  g_test_init (&argc, &argv, NULL);
  for (char **id = ids; *id != NULL; id++)
    {
      g_autofree char *name = g_strdup_printf ("/world/lessons/notes-find-their-places/%s", *id);
      g_test_add_data_func (name, *id, test_notes);
    }
  g_test_add_func ("/world/lessons/pipelining/nine-round-trips-become-five", test_round_trips);
  return g_test_run ();
}
