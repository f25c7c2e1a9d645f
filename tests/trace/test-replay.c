/* Views may jump anywhere: what they see must be what stepping there would have shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/replay.h"
#include "sim/trace/steps.h"
#include "sim/trace/trace-text.h"
#include "sim/world/world.h"

#include <string.h>

static SimTrace *
play (const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, &error);

  g_assert_no_error (error);
  return sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER);
}

/* The scene after each n, by one straight fold. */
static GPtrArray *
fold_all (const SimTrace *trace)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SimScene) scene = sim_scene_new ();

  g_ptr_array_add (texts, sim_scene_to_text (scene, trace));
  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      sim_scene_apply (scene, &entry, i);
      g_ptr_array_add (texts, sim_scene_to_text (scene, trace));
    }
  return texts;
}

static void
assert_at (SimReplay *replay, const SimTrace *trace, GPtrArray *expected, guint n)
{
  g_autofree char *text = sim_scene_to_text (sim_replay_seek (replay, n), trace);

  g_assert_cmpstr (text, ==, g_ptr_array_index (expected, n));
}

static void
test_seek (void)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (SimTrace) trace = play (ids[i]);
      g_autoptr (GPtrArray) expected = fold_all (trace);
      g_autoptr (SimReplay) replay = sim_replay_new (trace);
      guint length = sim_trace_length (trace);

      for (guint n = 0; n <= length; n++)
        assert_at (replay, trace, expected, n);
      for (guint n = length + 1; n > 0; n--)
        assert_at (replay, trace, expected, n - 1);
      for (guint k = 0; k < 500; k++)
        assert_at (replay, trace, expected, g_test_rand_int_range (0, length + 1));
      g_assert_cmpuint (sim_scene_n_entries (sim_replay_seek (replay, G_MAXUINT)), ==, length);
    }
}

/* Longer than several checkpoints. */
static void
test_long_trace (void)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  g_autoptr (GPtrArray) expected = NULL;
  g_autoptr (SimReplay) replay = NULL;
  SimPacket packet = { 1, 2, 3, 4, 5, 6, 7, 8, SIM_PROTOCOL_TCP };

  sim_trace_add_host (trace, "a.example", NULL, 1, 0);
  sim_trace_add_host (trace, "b.example", NULL, 2, 0);
  for (guint i = 0; i < 1500; i++)
    {
      SimEntry entry = { .time = i, .kind = SIM_ENTRY_OPENED, .conn = i + 1, .from = 0, .to = 1, .rule = "smtp",
                         .packet = &packet, .cause = SIM_CAUSE_NONE };

      sim_trace_add (trace, &entry);
      entry.kind = SIM_ENTRY_SEGMENT;
      sim_trace_add (trace, &entry);
      if (i % 3 != 0)
        {
          entry.kind = SIM_ENTRY_CLOSED;
          entry.rule = "tcp:closed";
          sim_trace_add (trace, &entry);
        }
    }
  expected = fold_all (trace);
  replay = sim_replay_new (trace);
  for (guint k = 0; k < 300; k++)
    assert_at (replay, trace, expected, g_test_rand_int_range (0, sim_trace_length (trace) + 1));
}

static void
test_steps (void)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (SimTrace) trace = play (ids[i]);
      guint last = G_MAXUINT;

      for (SimGranularity granularity = SIM_STEP_LINE; granularity <= SIM_STEP_MESSAGE; granularity++)
        {
          g_autoptr (SimSteps) steps = sim_steps_new (trace, granularity);
          guint n = sim_steps_length (steps);
          guint before = 0;

          g_assert_cmpuint (n, >, 0);
          g_assert_cmpuint (n, <=, last);               /* coarser: never more */
          last = n;
          g_assert_cmpuint (sim_steps_at (steps, 0), ==, 0);
          for (guint k = 1; k <= n; k++)
            {
              const SimStep *step = sim_steps_get (steps, k);

              g_assert_cmpuint (step->cursor, >, before);
              g_assert_cmpuint (step->entry, <, step->cursor);
              g_assert_cmpuint (sim_steps_at (steps, step->cursor), ==, k);
              g_assert_cmpuint (sim_steps_at (steps, step->cursor - 1), ==, k - 1);
              before = step->cursor;
            }
          g_assert_cmpuint (before, ==, sim_trace_length (trace));
        }
    }
}

/* At the step of a command the server has not moved yet: a prediction is not given away. */
static void
test_no_step_tells_the_next (void)
{
  g_autoptr (SimTrace) trace = play ("first-letter");
  g_autoptr (SimSteps) steps = sim_steps_new (trace, SIM_STEP_LINE);
  guint commands = 0;

  for (guint k = 1; k < sim_steps_length (steps); k++)
    {
      const SimStep *step = sim_steps_get (steps, k);
      SimEntry said, entry;

      sim_trace_get (trace, step->entry, &said);
      if (said.kind != SIM_ENTRY_SAID || said.side != SIM_SIDE_CLIENT)
        continue;
      commands++;
      for (guint i = step->entry; i < step->cursor; i++)
        {
          sim_trace_get (trace, i, &entry);
          g_assert_false (entry.kind == SIM_ENTRY_MOVE && entry.side == SIM_SIDE_SERVER && entry.conn == said.conn);
        }
    }
  g_assert_cmpuint (commands, >, 20);
}

static void
test_phases (void)
{
  g_autoptr (SimTrace) trace = play ("first-letter");
  g_autoptr (SimSteps) steps = sim_steps_new (trace, SIM_STEP_LINE);
  static const struct { const char *start; SimPhase phase; } rows[] =
  {
    { "220 ", SIM_PHASE_GREETING }, { "EHLO ", SIM_PHASE_GREETING }, { "AUTH ", SIM_PHASE_GREETING },
    { "235 ", SIM_PHASE_GREETING }, { "MAIL ", SIM_PHASE_ENVELOPE }, { "RCPT ", SIM_PHASE_ENVELOPE },
    { "DATA", SIM_PHASE_DATA }, { "354 ", SIM_PHASE_DATA }, { "QUIT", SIM_PHASE_QUIT },
    { "221 ", SIM_PHASE_QUIT }, { "250 2.1.0", SIM_PHASE_ENVELOPE }, { "250 2.1.5 Recipient", SIM_PHASE_ENVELOPE },
    { "250 2.0.0", SIM_PHASE_DATA }, { "MX? ", SIM_PHASE_LOOKUP }, { "+OK Now", SIM_PHASE_GREETING },
    { "PASS ", SIM_PHASE_GREETING }, { "STAT", SIM_PHASE_MAILBOX }, { "RETR ", SIM_PHASE_MAILBOX },
    { "+OK store.univ.example closing", SIM_PHASE_QUIT }
  };

  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      guint found = 0;

      for (guint k = 1; k <= sim_steps_length (steps); k++)
        {
          const SimStep *step = sim_steps_get (steps, k);
          SimEntry entry;

          sim_trace_get (trace, step->entry, &entry);
          if (entry.kind != SIM_ENTRY_SAID || entry.flags & SIM_ENTRY_LITERAL || entry.len < strlen (rows[r].start)
              || memcmp (entry.bytes, rows[r].start, strlen (rows[r].start)) != 0)
            continue;
          g_assert_cmpint (step->phase, ==, rows[r].phase);
          found++;
        }
      if (found == 0)
        g_error ("no line begins with %s", rows[r].start);
    }
}

/* A literal and what is behind it are one step; the tagged answer is another than the untagged ones before it. */
static void
test_imap_responses (void)
{
  g_autoptr (SimTrace) trace = play ("imap-folders");
  g_autoptr (SimSteps) steps = sim_steps_new (trace, SIM_STEP_LINE);
  guint literals = 0, tagged = 0;

  for (guint k = 1; k <= sim_steps_length (steps); k++)
    {
      const SimStep *step = sim_steps_get (steps, k);
      SimConnection connection;
      SimEntry entry;

      sim_trace_get (trace, step->entry, &entry);
      if (entry.kind != SIM_ENTRY_SAID || entry.side != SIM_SIDE_SERVER)
        continue;
      sim_trace_get_connection (trace, entry.conn, &connection);
      if (!g_str_equal (connection.protocol, "imap"))
        continue;
      if (entry.flags & SIM_ENTRY_LITERAL)
        literals++;
      else if (entry.bytes[0] == 'A')
        {
          g_assert_cmpuint (step->n_lines, ==, 1);
          tagged++;
        }
      else
        g_assert_cmpint (entry.bytes[0], ==, '*');
    }
  g_assert_cmpuint (literals, ==, 4);
  g_assert_cmpuint (tagged, >=, 15);
}

static void
test_stored (void)
{
  g_autoptr (SimTrace) trace = play ("first-letter");
  guint places = 0;

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;
      SimStored stored;

      sim_trace_get (trace, i, &entry);
      if (entry.kind != SIM_ENTRY_STORED)
        continue;
      places++;
      g_assert_true (sim_stored_parse (&entry, &stored));
      g_assert_cmpstr (stored.from, ==, "<anna@school.example>");
      g_assert_cmpuint (g_strv_length (stored.to), ==, 1);
      g_assert_cmpstr (stored.to[0], ==, "<ivan@univ.example>");
      g_assert_cmpuint (stored.len, >, 200);
      if (g_str_equal (entry.rule, "store:mailbox"))
        {
          g_assert_cmpstr (stored.mailbox, ==, "ivan@univ.example/INBOX");
          g_assert_cmpuint (stored.uid, ==, 1);
          g_assert_true (g_str_has_prefix ((const char *) stored.message, "Return-Path: <anna@school.example>\r\n"));
        }
      sim_stored_clear (&stored);
    }
  g_assert_cmpuint (places, ==, 5);       /* outbox, two queues, mailbox, a copy on Ivan's computer */
}

static void
test_secrets (void)
{
  static const struct { const char *line; SimEntryFlags flags; const char *shown; } rows[] =
  {
    { "AUTH PLAIN AGFubmEAcGFzcw==\r\n", SIM_ENTRY_SECRET, "AUTH PLAIN ********" },
    { "AUTH PLAIN\r\n", SIM_ENTRY_SECRET, "AUTH PLAIN" },
    { "AGFubmEAcGFzcw==\r\n", SIM_ENTRY_SECRET, "********" },
    { "PASS blue-door-7\r\n", SIM_ENTRY_SECRET, "PASS ********" },
    { "A001 LOGIN anna blue-door-7\r\n", SIM_ENTRY_SECRET, "A001 LOGIN ********" },
    { "a2 authenticate PLAIN AGFubmEAcGFzcw==\r\n", SIM_ENTRY_SECRET, "a2 authenticate PLAIN ********" },
    { "LOGIN anna\r\n", SIM_ENTRY_SECRET, "********" },
    { "EHLO a.example\r\n", 0, "EHLO a.example" },
    { "NOOP \xff\x01\r\n", 0, "NOOP \\xFF\\x01" },
    { "NOOP \xce\xb1", 0, "NOOP \xce\xb1" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SimEntry entry = { .kind = SIM_ENTRY_SAID, .flags = rows[i].flags, .bytes = (const guint8 *) rows[i].line,
                         .len = strlen (rows[i].line) };
      g_autofree char *shown = sim_trace_dup_said (&entry, FALSE);
      g_autofree char *open = sim_trace_dup_said (&entry, TRUE);

      g_assert_cmpstr (shown, ==, rows[i].shown);
      if (rows[i].flags & SIM_ENTRY_SECRET)
        g_assert_true (strncmp (open, rows[i].line, strlen (open)) == 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/replay/any-seek-equals-the-fold", test_seek);
  g_test_add_func ("/trace/replay/beyond-a-checkpoint", test_long_trace);
  g_test_add_func ("/trace/steps/rank-and-cursor-agree", test_steps);
  g_test_add_func ("/trace/steps/no-step-tells-the-next", test_no_step_tells_the_next);
  g_test_add_func ("/trace/steps/phases", test_phases);
  g_test_add_func ("/trace/steps/imap-responses", test_imap_responses);
  g_test_add_func ("/trace/stored/parts", test_stored);
  g_test_add_func ("/trace/said/secrets-are-masked", test_secrets);
  return g_test_run ();
}
