/* test-ladder.c - folds, layers, times and states of the ladder, as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-layout.h"
#include "sim/world/world.h"

#include "hand.h"

#include <string.h>

#define WIDTH 806

typedef struct
{
  SimTrace  *trace;
  SimSteps  *lines;
  SimStates *states;
} Run;

static Run
make_run (SimTrace *trace)
{
  return (Run) { trace, sim_steps_new (trace, SIM_STEP_LINE), sim_states_new (trace) };
}

static Run
play (const char *id)
{
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, NULL);

  return make_run (sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER));
}

static void
clear_run (Run *run)
{
  sim_states_free (run->states);
  sim_steps_free (run->lines);
  sim_trace_unref (run->trace);
}

static LadderLayout *
lay_out (const Run *run, const LadderRows *rows, guint step, LadderOptions options)
{
  guint cursor = step > 0 ? sim_steps_get (run->lines, step)->cursor : 0;

  if (options.height == 0)
    options.height = ladder_rows_height (rows);
  return ladder_layout_new (run->trace, run->lines, rows, cursor, WIDTH, &options, ehlo_measure_fake, NULL);
}

static char *
text_of (const Run *run, const LadderRowsOptions *rows_options, guint step, LadderOptions options)
{
  g_autoptr (LadderRows) rows = ladder_rows_new (run->trace, run->lines, 33, rows_options);
  g_autoptr (LadderLayout) layout = lay_out (run, rows, step, options);

  return ladder_to_text (layout);
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *at = strstr (text, what); at != NULL; at = strstr (at + 1, what))
    n++;
  return n;
}

static GHashTable *
set_of (guint step)
{
  GHashTable *set = g_hash_table_new (NULL, NULL);

  g_hash_table_add (set, GUINT_TO_POINTER (step));
  return set;
}

/* Of the first reply with several lines. */
static guint
find_long_step (const Run *run)
{
  for (guint i = 1; i <= sim_steps_length (run->lines); i++)
    if (sim_steps_get (run->lines, i)->n_lines > 2)
      return i;
  g_assert_not_reached ();
}

static void
test_unfold (void)
{
  Run run = make_run (hand_trace ());
  guint step = find_long_step (&run);
  g_autoptr (GHashTable) unfolded = set_of (step);
  LadderRowsOptions options = { .unfolded = unfolded };
  g_autoptr (LadderRows) rows = ladder_rows_new (run.trace, run.lines, 33, &options);
  g_autofree char *folded_text = text_of (&run, NULL, 1, (LadderOptions) { 0 }), *text = text_of (&run, &options, 1, (LadderOptions) { 0 });

  g_assert_null (strstr (folded_text, "SIZE 20971520"));
  g_assert_nonnull (strstr (folded_text, "\"+2 lines\""));
  g_assert_nonnull (strstr (text, "\"250-SIZE 20971520\""));
  g_assert_nonnull (strstr (text, "\"250 ENHANCEDSTATUSCODES\""));
  g_assert_cmpuint (count (text, "\nline "), ==, 2);
  g_assert_cmpuint (ladder_rows_get (rows, ladder_rows_of (rows, step))->kind, ==, LADDER_ROW_STEP);
  g_assert_cmpuint (ladder_rows_get (rows, ladder_rows_of (rows, step + 1))->step, ==, step + 1);
  clear_run (&run);
}

/* A host that hands a letter to itself: its lines stand right of its lifeline, where the brackets are not. */
static void
test_self_talk (void)
{
  Run run = play ("imap-folders");
  g_autoptr (LadderRows) rows = ladder_rows_new (run.trace, run.lines, 33, NULL);
  g_autoptr (LadderLayout) layout = lay_out (&run, rows, 1, (LadderOptions) { 0 });
  guint lines = 0;

  for (guint i = 0; i < layout->items->len; i++)
    {
      const LadderItem *item = &g_array_index (layout->items, LadderItem, i);
      SimEntry entry;

      if (item->kind != LADDER_ITEM_NOTE)
        continue;
      sim_trace_get (run.trace, item->entry, &entry);
      if (entry.kind != SIM_ENTRY_SAID)
        continue;
      g_assert_cmpfloat (item->text_x - 34, >, item->x1);
      lines++;
    }
  g_assert_cmpuint (lines, >, 10);
  clear_run (&run);
}

static void
test_fold_phase (void)
{
  Run run = make_run (hand_trace ());
  g_autoptr (LadderRows) open = ladder_rows_new (run.trace, run.lines, 33, NULL);
  g_autoptr (LadderLayout) layout = lay_out (&run, open, 1, (LadderOptions) { 0 });
  const LadderBracket *envelope = &g_array_index (layout->brackets, LadderBracket, 1);
  g_autoptr (GHashTable) phases = set_of (envelope->step);
  LadderRowsOptions options = { .phases = phases };
  g_autoptr (LadderRows) rows = ladder_rows_new (run.trace, run.lines, 33, &options);
  g_autofree char *text = text_of (&run, &options, 1, (LadderOptions) { 0 });
  const LadderRow *row = ladder_rows_get (rows, ladder_rows_of (rows, envelope->step + 2));

  g_assert_cmpint (envelope->phase, ==, SIM_PHASE_ENVELOPE);
  g_assert_true (ladder_pick_bracket (layout, envelope->x - 10, envelope->text_y) == envelope);
  g_assert_null (ladder_pick_bracket (layout, envelope->x + 50, envelope->text_y));
  g_assert_cmpuint (count (text, "\nphase "), ==, 1);
  g_assert_nonnull (strstr (text, "\"Envelope\" detail"));
  g_assert_cmpint (row->kind, ==, LADDER_ROW_PHASE);
  g_assert_cmpuint (row->step, ==, envelope->step);
  g_assert_cmpuint (row->last, ==, envelope->step + 3);
  g_assert_cmpuint (ladder_rows_length (rows), ==, ladder_rows_length (open) - 3);
  clear_run (&run);
}

static void
test_layers (void)
{
  Run run = play ("first-letter");
  g_autofree char *usual = text_of (&run, NULL, 1, (LadderOptions) { 0 });
  g_autofree char *no_names = text_of (&run, &(LadderRowsOptions) { .layers = LADDER_LAYER_APPLICATION }, 1, (LadderOptions) { 0 });
  g_autofree char *packets = text_of (&run, &(LadderRowsOptions) { .layers = LADDER_LAYER_TRANSPORT }, 1, (LadderOptions) { 0 });
  g_autofree char *both = text_of (&run, &(LadderRowsOptions) { .layers = LADDER_LAYER_APPLICATION | LADDER_LAYER_TRANSPORT }, 1, (LadderOptions) { 0 });

  g_assert_nonnull (strstr (usual, "MX?"));
  g_assert_null (strstr (no_names, "MX?"));
  g_assert_null (strstr (usual, "\npacket "));
  g_assert_cmpuint (count (packets, "\narrow "), ==, 0);
  g_assert_nonnull (strstr (packets, "\"SYN SEQ=0\""));
  g_assert_nonnull (strstr (packets, "\"SYN ACK SEQ=0 ACK=1\""));
  g_assert_nonnull (strstr (packets, "\"PSH ACK SEQ=1 ACK=1 LEN=37\""));
  g_assert_cmpuint (count (both, "\npacket "), ==, count (packets, "\npacket "));
  g_assert_cmpuint (count (both, "\narrow "), ==, count (no_names, "\narrow "));
  /* The handshake stands below the header of its connection, not above it. */
  g_assert_true (strstr (packets, "\"Submission\"") < strstr (packets, "\"SYN SEQ=0\""));
  clear_run (&run);
}

static void
test_times (void)
{
  Run run = play ("first-letter");
  g_autoptr (LadderRows) steps = ladder_rows_new (run.trace, run.lines, 33, NULL);
  g_autoptr (LadderRows) compressed = ladder_rows_new (run.trace, run.lines, 33, &(LadderRowsOptions) { .time = LADDER_TIME_COMPRESSED });
  g_autoptr (LadderRows) scale = ladder_rows_new (run.trace, run.lines, 33, &(LadderRowsOptions) { .time = LADDER_TIME_SCALE });
  g_autoptr (LadderLayout) layout = lay_out (&run, scale, 2, (LadderOptions) { 0 });
  guint checked = 0;

  g_assert_cmpfloat (ladder_rows_height (steps), <, ladder_rows_height (compressed));
  g_assert_cmpfloat (ladder_rows_scale (steps), ==, 0);
  /* Between two lines lies as much as time has passed, or a row. */
  for (guint i = 1; i < sim_steps_length (run.lines); i++)
    {
      const LadderRow *a = ladder_rows_get (scale, ladder_rows_of (scale, i)), *b = ladder_rows_get (scale, ladder_rows_of (scale, i + 1));
      SimEntry one, other;

      if (b != a + 1)
        continue;
      sim_trace_get (run.trace, sim_steps_get (run.lines, i)->entry, &one);
      sim_trace_get (run.trace, sim_steps_get (run.lines, i + 1)->entry, &other);
      g_assert_cmpfloat_with_epsilon (b->y + b->height - a->y - a->height, MAX (33, (other.time - one.time) * ladder_rows_scale (scale)), 0.01);
      checked++;
    }
  g_assert_cmpuint (checked, >, 30);
  /* What is said arrives where the answer begins. */
  for (guint i = 0; i + 1 < layout->items->len; i++)
    {
      const LadderItem *a = &g_array_index (layout->items, LadderItem, i), *b = a + 1;

      if (a->kind == LADDER_ITEM_ARROW && b->kind == LADDER_ITEM_ARROW && a->x1 < a->x2 && b->x1 > b->x2 && a->conn == b->conn && a->band == 0)
        g_assert_cmpfloat (a->line_y + a->drop, <=, b->line_y + 1);
    }
  ladder_rows_set_row_height (scale, 66);
  ladder_rows_set_row_height (steps, 66);
  g_assert_cmpfloat (ladder_rows_get (steps, 5)->height, ==, 66);
  g_assert_cmpfloat (ladder_rows_get (steps, ladder_rows_length (steps) - 1)->y + 66, ==, ladder_rows_height (steps));
  clear_run (&run);
}

static void
test_strips (void)
{
  Run run = play ("first-letter");
  g_autofree char *text = text_of (&run, NULL, 1, (LadderOptions) { .states = run.states, .paper = TRUE });
  g_autofree char *without = text_of (&run, NULL, 3, (LadderOptions) { 0 });

  g_assert_null (strstr (without, "\nstrip "));
  g_assert_nonnull (strstr (text, "strip 1 greeted done"));
  g_assert_nonnull (strstr (text, "strip 1 rcpt done"));
  g_assert_nonnull (strstr (text, "strip 0 message done"));
  clear_run (&run);
}

/* On one line states follow one another and never overlap. */
static void
test_strips_keep_apart (void)
{
  Run run = play ("many-recipients");
  g_autoptr (LadderRows) rows = ladder_rows_new (run.trace, run.lines, 33, NULL);

  for (guint step = 1; step <= sim_steps_length (run.lines); step += 7)
    {
      g_autoptr (LadderLayout) layout = lay_out (&run, rows, step, (LadderOptions) { .states = run.states });

      g_assert_cmpuint (layout->strips->len, >, 4);
      for (guint i = 0; i < layout->strips->len; i++)
        for (guint k = i + 1; k < layout->strips->len; k++)
          {
            const LadderStrip *a = &g_array_index (layout->strips, LadderStrip, i), *b = &g_array_index (layout->strips, LadderStrip, k);

            g_assert_true (a->lane != b->lane || a->y2 <= b->y1 + 0.01 || b->y2 <= a->y1 + 0.01);
          }
    }
  clear_run (&run);
}

static void
test_follow_and_find (void)
{
  Run run = make_run (hand_trace ());
  const guint hits[] = { 3, 5 };
  g_autofree char *text = text_of (&run, NULL, 1, (LadderOptions) { .follow = 3, .hits = hits, .n_hits = 2, .hit = 5 });
  g_autofree char *all = text_of (&run, NULL, 1, (LadderOptions) { 0 });

  g_assert_null (strstr (all, " dim"));
  g_assert_null (strstr (all, " hit"));
  g_assert_cmpuint (count (text, " hit-here"), ==, 1);
  g_assert_cmpuint (count (text, " hit"), ==, 2);
  g_assert_cmpuint (count (text, " dim"), >, 10);
  g_assert_cmpuint (count (text, " dim"), <, count (text, " step="));
  clear_run (&run);
}

static void
test_message_is_a_band (void)
{
  Run run = make_run (hand_trace ());
  g_autofree char *text = text_of (&run, NULL, 1, (LadderOptions) { 0 });

  g_assert_nonnull (strstr (text, "\"the message, 47 bytes\" band=17.0 more="));
  clear_run (&run);
}

/* The length of a literal stays in sight, however long its line is. */
static void
test_literal_length (void)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  static const char said[] = "* 5 FETCH (UID 4711 FLAGS (\\Seen \\Answered \\Flagged) RFC822.SIZE 120400 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" BODY[] {120400}\r\n";
  SimPacket packet = { 1, 2, 40000, 143, .protocol = SIM_PROTOCOL_TCP };
  Run run;
  g_autofree char *text = NULL;

  sim_trace_add_host (trace, "laptop.example", NULL, 1, 0);
  sim_trace_add_host (trace, "mail.example", NULL, 2, 0);
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_OPENED, .cause = SIM_CAUSE_NONE, .side = SIM_SIDE_CLIENT, .conn = 1, .from = 0, .to = 1,
                                      .rule = "imap", .packet = &packet });
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_SAID, .cause = SIM_CAUSE_NONE, .side = SIM_SIDE_SERVER, .actor = 1, .conn = 1,
                                      .bytes = (const guint8 *) said, .len = strlen (said) });
  run = make_run (sim_trace_ref (trace));
  text = text_of (&run, NULL, 1, (LadderOptions) { 0 });
  g_assert_nonnull (strstr (text, "…{120400}\""));
  clear_run (&run);
}

/* Rows that come one by one are those that come at once. */
static void
test_grow (gconstpointer data)
{
  const LadderRowsOptions *options = data;
  Run run = play ("many-recipients");
  g_autoptr (SimTrace) live = sim_trace_new ();
  g_autoptr (SimSteps) lines = sim_steps_new (live, SIM_STEP_LINE);
  g_autoptr (LadderRows) rows = ladder_rows_new (live, lines, 33, options), all = ladder_rows_new (run.trace, run.lines, 33, options);

  for (guint i = 0; i < sim_trace_n_hosts (run.trace); i++)
    {
      const SimTraceHost *host = sim_trace_get_host (run.trace, i);

      sim_trace_add_host (live, host->name, host->label, host->address, host->roles);
    }
  for (guint i = 0; i < sim_trace_length (run.trace); i++)
    {
      SimEntry entry;

      sim_trace_get (run.trace, i, &entry);
      sim_trace_add (live, &entry);
      sim_steps_grow (lines, live);
      ladder_rows_grow (rows, live, lines);
    }
  g_assert_cmpuint (ladder_rows_length (rows), ==, ladder_rows_length (all));
  g_assert_cmpfloat (ladder_rows_height (rows), ==, ladder_rows_height (all));
  for (guint i = 0; i < ladder_rows_length (all); i++)
    {
      const LadderRow *a = ladder_rows_get (rows, i), *b = ladder_rows_get (all, i);

      g_assert_true (a->kind == b->kind && a->conn == b->conn && a->step == b->step && a->last == b->last && a->part == b->part && a->y == b->y);
    }
  clear_run (&run);
}

int
main (int argc, char **argv)
{
  static const LadderRowsOptions usual = { 0 }, packets = { .layers = LADDER_LAYER_APPLICATION | LADDER_LAYER_TRANSPORT },
                                 compressed = { .time = LADDER_TIME_COMPRESSED };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/ladder/a-reply-unfolds", test_unfold);
  g_test_add_func ("/draw/ladder/a-host-that-talks-to-itself", test_self_talk);
  g_test_add_func ("/draw/ladder/a-phase-folds", test_fold_phase);
  g_test_add_func ("/draw/ladder/layers", test_layers);
  g_test_add_func ("/draw/ladder/times-to-scale", test_times);
  g_test_add_func ("/draw/ladder/states-run-down-the-lines", test_strips);
  g_test_add_func ("/draw/ladder/states-keep-apart", test_strips_keep_apart);
  g_test_add_func ("/draw/ladder/followed-and-found", test_follow_and_find);
  g_test_add_func ("/draw/ladder/a-message-is-a-band", test_message_is_a_band);
  g_test_add_func ("/draw/ladder/the-length-of-a-literal-stays-in-sight", test_literal_length);
  g_test_add_data_func ("/draw/ladder/grows/by-step", &usual, test_grow);
  g_test_add_data_func ("/draw/ladder/grows/with-packets", &packets, test_grow);
  g_test_add_data_func ("/draw/ladder/grows/compressed", &compressed, test_grow);
  return g_test_run ();
}
