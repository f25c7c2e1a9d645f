/* Every shipped lesson, run from its start to its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/world.h"

#include "sim/export/transcript.h"
#include "sim/proto/smtp/client.h"
#include "sim/proto/smtp/server.h"
#include "sim/trace/replay.h"
#include "sim/trace/trace-text.h"

#include <locale.h>
#include <string.h>

typedef void (*LessonFunc) (SimScenario *scenario, const char *id);

static void
for_each_lesson (LessonFunc func)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  g_assert_cmpuint (g_strv_length (ids), >=, 5);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SimScenario) scenario = sim_scenario_lesson (ids[i], &error);

      g_assert_no_error (error);
      func (scenario, ids[i]);
    }
}

static SimTrace *
play (SimScenario *scenario)
{
  return sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER);
}

/* A file under tests/golden; with EHLO_UPDATE_GOLDEN set it is written anew instead of compared. */
static void
assert_golden (const char *id, const char *suffix, const char *text)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", name, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("EHLO_UPDATE_GOLDEN") != NULL)
    {
      g_file_set_contents (path, text, -1, &error);
      g_assert_no_error (error);
      return;
    }
  g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

/* What fills an attachment is counted, not kept: the fingerprint covers it. */
static char *
without_filling (const char *transcript)
{
  g_auto (GStrv) lines = g_strsplit (transcript, "\n", -1);
  GString *out = g_string_new (NULL);
  guint filling = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean fills = strlen (lines[i]) >= 70 && strchr (lines[i] + 3, ' ') == NULL;

      if (fills && ++filling > 2)
        continue;
      if (!fills && filling > 2)
        g_string_append_printf (out, "(%u more lines of this kind)\n", filling - 2);
      filling = fills ? filling : 0;
      g_string_append_printf (out, "%s%s", lines[i], lines[i + 1] != NULL ? "\n" : "");
    }
  return g_string_free (out, FALSE);
}

static void
check_golden (SimScenario *scenario, const char *id)
{
  g_autoptr (SimTrace) trace = play (scenario);
  g_autofree char *print = g_strdup_printf ("%016" G_GINT64_MODIFIER "x %u entries\n", sim_trace_fingerprint (trace),
                                            sim_trace_length (trace));
  g_autofree char *whole = sim_transcript_new (trace, FALSE);
  g_autofree char *transcript = without_filling (whole);

  assert_golden (id, ".transcript", transcript);
  assert_golden (id, ".fingerprint", print);
}

static void
test_golden (void)
{
  for_each_lesson (check_golden);
}

static void
check_surroundings (SimScenario *scenario, const char *id)
{
  static const char * const zones[] = { "UTC", "Pacific/Auckland" };
  g_autoptr (SimTrace) first = play (scenario);
  guint64 print = sim_trace_fingerprint (first);

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SimScenario) again = NULL;
      g_autoptr (SimTrace) trace = NULL;

      g_setenv ("TZ", zones[i], TRUE);
      g_setenv ("LANGUAGE", i == 0 ? "el" : "ru", TRUE);
      again = sim_scenario_lesson (id, &error);
      g_assert_no_error (error);
      trace = play (again);
      g_assert_cmpuint (sim_trace_fingerprint (trace), ==, print);
    }
  g_unsetenv ("TZ");
  g_unsetenv ("LANGUAGE");
}

static void
test_surroundings (void)
{
  for_each_lesson (check_surroundings);
}

/* Submission and LMTP are dialects of SMTP. */
static const SimMachine *
machine_of (const SimTrace *trace, const SimEntry *entry)
{
  SimConnection conn;
  g_autofree char *name = NULL;
  const SimMachine *machine;

  sim_trace_get_connection (trace, entry->conn, &conn);
  name = g_strconcat (conn.protocol, entry->side == SIM_SIDE_CLIENT ? "-client" : "-server", NULL);
  machine = sim_machine_find (name);
  if (machine != NULL)
    return machine;
  return entry->side == SIM_SIDE_CLIENT ? &smtp_client_machine : &smtp_server_machine;
}

static void
check_moves (SimScenario *scenario, const char *id)
{
  g_autoptr (SimTrace) trace = play (scenario);
  guint moves = 0;

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;
      const SimMachine *machine;

      sim_trace_get (trace, i, &entry);
      if (entry.kind != SIM_ENTRY_MOVE)
        continue;
      machine = machine_of (trace, &entry);
      if (sim_machine_find_move (machine, entry.rule, entry.from, entry.to) == NULL)
        g_error ("%s: entry %u: %s, %s to %s, is no row of %s", id, i, entry.rule,
                 machine->state_names[entry.from], machine->state_names[entry.to], machine->name);
      moves++;
    }
  g_assert_cmpuint (moves, >, 10);
}

static void
test_moves (void)
{
  for_each_lesson (check_moves);
}

static void
check_causes (SimScenario *scenario, const char *id)
{
  g_autoptr (SimTrace) trace = play (scenario);
  SimTime before = 0;
  gboolean by_clock = FALSE;

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry, cause;

      sim_trace_get (trace, i, &entry);
      sim_trace_get (trace, entry.cause, &cause);
      g_assert_cmpuint (entry.cause, <=, i);
      g_assert_cmpint (cause.time, <=, entry.time);
      g_assert_cmpint (before, <=, entry.time);
      if (entry.kind == SIM_ENTRY_ARRIVED || entry.kind == SIM_ENTRY_LOST)
        g_assert_cmpint (cause.kind, ==, SIM_ENTRY_SEGMENT);
      /* What lay in a mailbox before anything happened has no cause, nor has what a clock led to. */
      if (entry.kind == SIM_ENTRY_STORED ? entry.time > 0 : entry.kind == SIM_ENTRY_SAID || entry.kind == SIM_ENTRY_MOVE)
        g_assert_true (entry.cause != i || before < entry.time || by_clock);
      by_clock = entry.cause == i;
      before = entry.time;
    }
}

static void
test_causes (void)
{
  for_each_lesson (check_causes);
}

/* When a lesson is over, no message waits anywhere and no connection is open: mail is delivered or returned. */
static void
check_end (SimScenario *scenario, const char *id)
{
  g_autoptr (SimTrace) trace = play (scenario);
  g_autoptr (SimReplay) replay = sim_replay_new (trace);
  const SimScene *scene = sim_replay_seek (replay, sim_trace_length (trace));

  g_assert_cmpuint (sim_scene_n_connections (scene), ==, 0);
  g_assert_cmpuint (sim_scene_n_flying (scene), ==, 0);
  g_assert_cmpuint (sim_scene_n_copies (scene), >, 0);
  for (guint i = 0; i < sim_scene_n_copies (scene); i++)
    {
      SimPlace place = sim_scene_get_copy (scene, i)->place;

      g_assert_true (place == SIM_PLACE_MAILBOX || place == SIM_PLACE_LOCAL);
    }
}

static void
test_end (void)
{
  for_each_lesson (check_end);
}

/* Times of day and what is made of them differ when packets are lost; nothing else may. */
static char *
without_times (const char *transcript)
{
  g_autoptr (GRegex) clock = g_regex_new ("\\d\\d:\\d\\d:\\d\\d", 0, 0, NULL);
  g_autoptr (GRegex) stamp = g_regex_new ("<(\\d+)\\.\\d+@", 0, 0, NULL);
  g_autoptr (GRegex) number = g_regex_new ("^# \\d+ ", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *a = g_regex_replace_literal (clock, transcript, -1, 0, "HH:MM:SS", 0, NULL);
  g_autofree char *b = g_regex_replace (stamp, a, -1, 0, "<\\1.T@", 0, NULL);

  return g_regex_replace_literal (number, b, -1, 0, "# ", 0, NULL);
}

static int
compare_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* The dialogues of a trace in an order that does not depend on when they were begun. */
static char *
dialogues (const SimTrace *trace)
{
  g_autofree char *all = sim_transcript_new (trace, FALSE);
  g_autofree char *text = without_times (all);
  g_auto (GStrv) parts = NULL;

  g_strchomp (text);
  parts = g_strsplit (text, "\n\n", -1);
  qsort (parts, g_strv_length (parts), sizeof (char *), compare_text);
  return g_strjoinv ("\n\n", parts);
}

/* What lies where when all is over, a line each, in order. */
static char *
what_is_where (SimTrace *trace)
{
  g_autoptr (SimReplay) replay = sim_replay_new (trace);
  const SimScene *scene = sim_replay_seek (replay, sim_trace_length (trace));
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < sim_scene_n_copies (scene); i++)
    {
      const SimSceneCopy *copy = sim_scene_get_copy (scene, i);
      g_autofree char *flags = sim_flags_to_text (copy->flags);
      g_auto (SimStored) stored = { NULL };
      SimEntry entry;

      sim_trace_get (trace, copy->stored, &entry);
      g_assert_true (sim_stored_parse (&entry, &stored));
      g_ptr_array_add (lines, g_strdup_printf ("%u %d %s uid=%u have=%d %s", copy->host, copy->place, stored.mailbox,
                                               stored.uid, stored.have, flags));
    }
  g_ptr_array_sort (lines, compare_text);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* When it connects, and over which connection a mail program does its work, depends on the clock; what becomes of the
 * mail does not. */
static char *
outcome (SimScenario *scenario, SimTrace *trace)
{
  return scenario->accounts->len > 0 ? what_is_where (trace) : dialogues (trace);
}

static char *
play_with_loss (SimScenario *scenario, guint64 seed, guint32 loss, SimTrace **out)
{
  g_autoptr (SimTrace) trace = NULL;

  for (guint i = 0; i < scenario->links->len; i++)
    ((SimLinkSpec *) g_ptr_array_index (scenario->links, i))->loss = loss;
  trace = sim_world_play (scenario, seed, SIM_TIME_NEVER);
  if (out != NULL)
    *out = sim_trace_ref (trace);
  return outcome (scenario, trace);
}

static void
check_loss (SimScenario *scenario, const char *id)
{
  guint lost = 0, silent = 0;

  for (guint64 seed = 1; seed <= 40; seed++)
    {
      /* The seed also draws the lots among equal MX records: calm and stormy weather have the same one. */
      g_autofree char *expected = play_with_loss (scenario, seed, 0, NULL);
      g_autoptr (SimTrace) trace = NULL;
      g_autofree char *said = play_with_loss (scenario, seed, 50000, &trace);
      gboolean answered = TRUE;

      for (guint i = 0; i < sim_trace_length (trace); i++)
        {
          SimEntry entry;

          sim_trace_get (trace, i, &entry);
          lost += entry.kind == SIM_ENTRY_LOST;
          answered = answered && g_strcmp0 (entry.rule, "udp:timeout") != 0;
        }
      /* TCP gets everything through; a question to the name server may be lost three times, and then mail waits. */
      if (!answered)
        {
          silent++;
          continue;
        }
      if (strcmp (said, expected) != 0)
        {
          g_auto (GStrv) a = g_strsplit (said, "\n", -1);
          g_auto (GStrv) b = g_strsplit (expected, "\n", -1);
          guint line = 0;

          while (g_strcmp0 (a[line], b[line]) == 0)
            line++;
          g_error ("%s, seed %u: '%s' instead of '%s'", id, (guint) seed, a[line], b[line]);
        }
    }
  g_test_message ("%s: %u packets lost in 40 runs", id, lost);
  g_assert_cmpuint (lost, >, 20);
  g_assert_cmpuint (silent, <, 5);
}

static void
test_loss (void)
{
  for_each_lesson (check_loss);
}

static void
check_notes (SimScenario *scenario, const char *id)
{
  g_autoptr (SimTrace) trace = play (scenario);
  g_autoptr (GArray) notes = sim_world_pin_notes (scenario, trace);
  guint questions = 0;

  /* A note that waits for what never happens is a mistake of the lesson. */
  g_assert_cmpuint (notes->len, ==, scenario->notes->len);
  for (guint i = 0; i < notes->len; i++)
    {
      const SimPinned *pin = &g_array_index (notes, SimPinned, i);

      if (pin->note->ask == SIM_ASK_NOTHING)
        continue;
      questions++;
      if (pin->answer == G_MAXUINT)
        g_error ("%s: question %u is never answered", id, pin->note->number);
    }
  g_assert_cmpuint (questions, >=, 2);
}

static void
test_notes (void)
{
  for_each_lesson (check_notes);
}

static void
check_until (SimScenario *scenario, const char *id)
{
  g_autoptr (SimTrace) whole = play (scenario);
  g_autoptr (SimTrace) part = sim_world_play (scenario, scenario->seed, 100 * SIM_TIME_MILLISECOND);
  guint n = sim_trace_length (part);

  g_assert_cmpuint (n, <, sim_trace_length (whole));
  g_assert_cmpuint (n, ==, sim_trace_at (whole, 100 * SIM_TIME_MILLISECOND));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *a = sim_trace_entry_to_text (whole, i);
      g_autofree char *b = sim_trace_entry_to_text (part, i);

      g_assert_cmpstr (a, ==, b);
    }
}

static void
test_until (void)
{
  for_each_lesson (check_until);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/lessons/golden", test_golden);
  g_test_add_func ("/world/lessons/any-language-and-time-zone", test_surroundings);
  g_test_add_func ("/world/lessons/each-move-is-a-row", test_moves);
  g_test_add_func ("/world/lessons/causes-come-first", test_causes);
  g_test_add_func ("/world/lessons/all-mail-is-delivered-or-returned", test_end);
  g_test_add_func ("/world/lessons/loss-changes-no-line", test_loss);
  g_test_add_func ("/world/lessons/notes-find-their-place", test_notes);
  g_test_add_func ("/world/lessons/until-is-a-prefix", test_until);
  return g_test_run ();
}
