/* Any octets as a trace file, shown in every way that there is: nobody who sends a teacher a trace
 * may bring the program down.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/narrate.h"
#include "app/draw/ladder-layout.h"
#include "app/draw/machine-layout.h"
#include "app/draw/topology-layout.h"
#include "app/model/letter.h"
#include "app/model/mailboxes.h"
#include "app/model/queue.h"
#include "sim/explain/explain.h"
#include "sim/export/transcript.h"
#include "sim/trace/replay.h"
#include "sim/trace/trace-file-private.h"
#include "sim/trace/trace-file.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static SimTrace *
load (const guint8 *data, gsize size)
{
  guint8 *copy = g_memdup2 (data, size);
  guint64 sum = GUINT64_TO_LE (trace_file_sum (copy, size - TRACE_SUM_SIZE));
  g_autoptr (GBytes) bytes = NULL;

  memcpy (copy + size - TRACE_SUM_SIZE, &sum, sizeof sum);
  bytes = g_bytes_new_take (copy, size);
  return sim_trace_from_bytes (bytes, NULL);
}

static void
print (SimTrace *trace)
{
  g_autofree char *transcript = sim_transcript_new (trace, FALSE);
  g_autofree char *story = ehlo_narrate_trace (NULL, trace, SIM_LAYER_TCP, FALSE);

  g_assert_true (g_utf8_validate (transcript, -1, NULL));
  g_assert_true (g_utf8_validate (story, -1, NULL));
  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      g_autofree char *json = sim_entry_to_json (trace, i, FALSE);
      Explanation explanation = { EXPLAIN_CLASS_NONE, NULL, NULL, NULL, NULL };

      g_assert_true (g_utf8_validate (json, -1, NULL));
      explain_entry (trace, i, &explanation);
      explanation_clear (&explanation);
    }
}

static void
pin (SimTrace *trace)
{
  static SimScenario *scenario;
  g_autoptr (GArray) notes = NULL;

  if (scenario == NULL)
    scenario = sim_scenario_lesson ("first-letter", NULL);
  notes = sim_world_pin_notes (scenario, trace);
  g_assert_cmpuint (notes->len, <=, scenario->notes->len);
}

static void
draw (SimTrace *trace)
{
  g_autoptr (SimReplay) replay = sim_replay_new (trace);
  g_autoptr (SimSteps) steps = sim_steps_new (trace, SIM_STEP_LINE);
  g_autoptr (SimStates) states = sim_states_new (trace);
  guint n = sim_trace_length (trace);

  /* The last time with all that a ladder can show. */
  for (guint part = 0; part <= 4; part++)
    {
      guint cursor = n * part / 4;
      LadderRowsOptions kinds = { .time = (LadderTime) (part % 3), .layers = part < 4 ? 0 : LADDER_LAYER_APPLICATION | LADDER_LAYER_TRANSPORT };
      LadderOptions options = { .height = 2000, .states = part < 3 ? NULL : states, .follow = part == 3 ? 1 : 0 };
      g_autoptr (LadderRows) rows = ladder_rows_new (trace, steps, 33, &kinds);
      LadderLayout *ladder = ladder_layout_new (trace, steps, rows, cursor, 800, &options, ehlo_measure_fake, NULL);
      TopologyLayout *map = topology_layout_new (trace, sim_replay_seek (replay, cursor), steps, cursor, 0.5, 800,
                                                 ehlo_measure_fake, NULL);
      g_autofree char *said = ladder_to_text (ladder);

      g_assert_true (g_utf8_validate (said, -1, NULL));
      topology_layout_free (map);
      ladder_layout_free (ladder);
      for (guint step = 1; step <= sim_steps_length (steps) && step < 50; step++)
        g_assert_cmpuint (sim_links_cause (trace, steps, step), <, step);
    }
}

static void
check_sheet (EhloSheet *sheet)
{
  g_autofree char *said = ehlo_sheet_to_text (sheet);

  g_assert_true (g_utf8_validate (said, -1, NULL));
  ehlo_sheet_free (sheet);
}

/* The tabs at the side. */
static void
tell (SimTrace *trace, const SimScene *scene, const SimSteps *steps, EhloLedger *ledger, guint after, guint cursor)
{
  g_autoptr (GPtrArray) places = ehlo_mailboxes_at (trace, scene, after, cursor);
  g_autoptr (EhloQueue) queue = ehlo_queue_at (trace, ledger, NULL, after, cursor);
  g_autoptr (GArray) choices = ehlo_letter_choices (scene);
  guint32 conn = machine_connection (trace, cursor);
  guint current = ehlo_letter_current (trace, scene, steps, cursor);

  check_sheet (mailboxes_layout_new (places, 420, 300, ehlo_measure_fake, NULL));
  check_sheet (queue_layout_new (queue->cards, queue->n_passed, queue->n_more, 420, 300, ehlo_measure_fake, NULL));
  g_array_append_val (choices, current);
  for (guint i = 0; i < choices->len; i++)
    {
      g_autoptr (Letter) letter = ehlo_letter_new (trace, ledger, scene, g_array_index (choices, guint, i), cursor);

      for (guint decoded = 0; letter != NULL && decoded < 2; decoded++)
        check_sheet (message_layout_new (letter, decoded, TRUE, 420, ehlo_measure_fake, NULL));
    }
  for (SimSide side = SIM_SIDE_CLIENT; side <= SIM_SIDE_SERVER; side++)
    {
      MachinePlace place;

      if (machine_place_at (trace, conn, side, after, cursor, &place))
        check_sheet (machine_layout_new (&place, TRUE, 420, ehlo_measure_fake, NULL, NULL));
    }
}

static void
tell_all (SimTrace *trace)
{
  g_autoptr (SimReplay) replay = sim_replay_new (trace);
  g_autoptr (SimSteps) steps = sim_steps_new (trace, SIM_STEP_LINE);
  g_autoptr (EhloLedger) ledger = ehlo_ledger_new (trace);
  guint n = sim_trace_length (trace);

  for (guint part = 0; part <= 4; part++)
    tell (trace, sim_replay_seek (replay, n * part / 4), steps, ledger, n * part / 5, n * part / 4);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (SimTrace) trace = NULL;

  if (size < TRACE_SUM_SIZE)
    return 0;
  trace = load (data, size);
  if (trace == NULL)
    return 0;
  print (trace);
  pin (trace);
  draw (trace);
  tell_all (trace);
  return 0;
}
