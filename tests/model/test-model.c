/* test-model.c - player, list of lines, envelope: without a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/envelope.h"
#include "app/model/find.h"
#include "app/model/loader.h"
#include "app/model/player.h"
#include "app/model/trace-model.h"

#include "tests/draw/hand.h"

#include <glib/gstdio.h>
#include <string.h>

static EhloPlayer *
hand_player (void)
{
  EhloPlayer *player = ehlo_player_new ();
  g_autoptr (SimTrace) trace = hand_trace ();

  ehlo_player_load (player, NULL, trace);
  return player;
}

static void
on_signal (guint *count)
{
  (*count)++;
}

static void
test_moves (void)
{
  g_autoptr (EhloPlayer) player = hand_player ();
  guint n = ehlo_player_get_n_steps (player), moved = 0;

  g_signal_connect_swapped (player, "moved", G_CALLBACK (on_signal), &moved);
  g_assert_cmpuint (ehlo_player_get_step (player), ==, 0);
  ehlo_player_move (player, -1);
  g_assert_cmpuint (moved, ==, 0);
  ehlo_player_move (player, 1);
  g_assert_cmpuint (ehlo_player_get_step (player), ==, 1);
  g_assert_true (ehlo_player_came_forward (player));
  ehlo_player_move (player, 10);
  g_assert_cmpuint (ehlo_player_get_step (player), ==, 11);
  g_assert_false (ehlo_player_came_forward (player));
  ehlo_player_move (player, -3);
  g_assert_cmpuint (ehlo_player_get_step (player), ==, 8);
  ehlo_player_move (player, -100);
  g_assert_cmpuint (ehlo_player_get_cursor (player), ==, 0);
  ehlo_player_move (player, 1000);
  g_assert_cmpuint (ehlo_player_get_step (player), ==, n);
  g_assert_cmpuint (ehlo_player_get_cursor (player), ==, sim_trace_length (ehlo_player_get_trace (player)));
  g_assert_cmpuint (moved, ==, 5);
}

/* Between two stops, back goes to the nearer one behind. */
static void
test_back_from_between (void)
{
  g_autoptr (EhloPlayer) player = hand_player ();
  guint line, step;

  ehlo_player_go_to_line (player, 6);
  line = ehlo_player_get_line (player);
  ehlo_player_set_granularity (player, SIM_STEP_PHASE);
  step = ehlo_player_get_step (player);
  g_assert_cmpuint (step, >, 0);
  ehlo_player_move (player, -1);
  g_assert_cmpuint (ehlo_player_get_step (player), ==, step);
  g_assert_cmpuint (ehlo_player_get_line (player), <, line);
}

static void
test_failures (void)
{
  g_autoptr (EhloPlayer) player = hand_player ();
  guint first, second;

  ehlo_player_move_failure (player, 1);
  first = ehlo_player_get_line (player);
  g_assert_cmpuint (first, >, 0);
  ehlo_player_move_failure (player, 1);
  second = ehlo_player_get_line (player);
  g_assert_cmpuint (second, ==, first + 2);
  ehlo_player_move_failure (player, -1);
  g_assert_cmpuint (ehlo_player_get_line (player), ==, first);
  ehlo_player_move_failure (player, -1);
  g_assert_cmpuint (ehlo_player_get_line (player), ==, first);
}

static void
test_granularity_keeps_the_place (void)
{
  g_autoptr (EhloPlayer) player = hand_player ();
  guint cursor;

  ehlo_player_go_to_line (player, 9);
  cursor = ehlo_player_get_cursor (player);
  for (SimGranularity granularity = SIM_STEP_LINE; granularity <= SIM_STEP_MESSAGE; granularity++)
    {
      ehlo_player_set_granularity (player, granularity);
      g_assert_cmpuint (ehlo_player_get_cursor (player), ==, cursor);
      g_assert_cmpuint (ehlo_player_get_step (player), <=, ehlo_player_get_n_steps (player));
    }
}

static void
test_plays_to_the_end (void)
{
  g_autoptr (EhloPlayer) player = hand_player ();
  guint stops = 0;

  ehlo_player_set_speed (player, 16);
  while (ehlo_player_get_cursor (player) < sim_trace_length (ehlo_player_get_trace (player)))
    {
      ehlo_player_set_playing (player, TRUE);
      while (ehlo_player_get_playing (player))
        g_main_context_iteration (NULL, TRUE);
      stops++;
    }
  /* At 452, at 550, where the queue puts off, and at the end. */
  g_assert_cmpuint (stops, ==, 4);
  ehlo_player_set_playing (player, TRUE);
  g_assert_cmpuint (ehlo_player_get_cursor (player), ==, 0);
}

/* A failure in the middle of a long step is not run over; and it may be, when that is wanted. */
static void
test_pause_inside_a_step (void)
{
  g_autoptr (EhloPlayer) player = hand_player ();
  guint first;

  ehlo_player_move_failure (player, 1);
  first = ehlo_player_get_line (player);
  ehlo_player_set_cursor (player, 0);
  ehlo_player_set_speed (player, 16);
  ehlo_player_set_granularity (player, SIM_STEP_PHASE);
  ehlo_player_set_playing (player, TRUE);
  while (ehlo_player_get_playing (player))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (ehlo_player_get_line (player), ==, first);
  ehlo_player_set_pause_on_failures (player, FALSE);
  ehlo_player_set_playing (player, TRUE);
  while (ehlo_player_get_playing (player))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (ehlo_player_get_cursor (player), ==, sim_trace_length (ehlo_player_get_trace (player)));
}

static void
test_bookmarks (void)
{
  g_autoptr (EhloPlayer) player = hand_player ();
  const guint *lines;
  guint n, notified = 0;

  g_signal_connect_swapped (player, "notify::n-bookmarks", G_CALLBACK (on_signal), &notified);
  ehlo_player_toggle_bookmark (player, 0);
  ehlo_player_toggle_bookmark (player, 100000);
  ehlo_player_toggle_bookmark (player, 9);
  ehlo_player_toggle_bookmark (player, 20);
  ehlo_player_toggle_bookmark (player, 4);
  lines = ehlo_player_get_bookmarks (player, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (lines[0], ==, 4);
  g_assert_cmpuint (lines[1], ==, 9);
  g_assert_cmpuint (lines[2], ==, 20);
  g_assert_cmpuint (notified, ==, 3);
  ehlo_player_go_to_line (player, 5);
  ehlo_player_move_bookmark (player, 1);
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 9);
  ehlo_player_move_bookmark (player, -1);
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 4);
  ehlo_player_move_bookmark (player, -1);
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 4);
  ehlo_player_toggle_bookmark (player, 9);
  ehlo_player_move_bookmark (player, 1);
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 20);
  ehlo_player_load (player, NULL, ehlo_player_get_trace (player));
  ehlo_player_get_bookmarks (player, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* A long letter is folded; what stands for its lines opens it, and another one at its end closes it again. */
static void
test_folded_letter (void)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  g_autoptr (GString) letter = g_string_new (NULL);
  g_autoptr (EhloTraceModel) model = NULL;
  SimPacket packet = { 1, 2, 40000, 25, .protocol = SIM_PROTOCOL_TCP };
  guint folded, n;

  for (guint i = 1; i <= 30; i++)
    g_string_append_printf (letter, "line %u\r\n", i);
  sim_trace_add_host (trace, "a.example", NULL, 1, 0);
  sim_trace_add_host (trace, "b.example", NULL, 2, 0);
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_OPENED, .conn = 1, .from = 0, .to = 1, .rule = "smtp", .packet = &packet,
                                      .cause = SIM_CAUSE_NONE });
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_CLIENT, .conn = 1, .flags = SIM_ENTRY_LITERAL,
                                      .bytes = (const guint8 *) letter->str, .len = letter->len, .cause = SIM_CAUSE_NONE });
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_SERVER, .conn = 1, .actor = 1,
                                      .bytes = (const guint8 *) "250 OK\r\n", .len = 8, .cause = SIM_CAUSE_NONE });
  model = ehlo_trace_model_new (trace);
  folded = n = g_list_model_get_n_items (G_LIST_MODEL (model));
  g_assert_cmpuint (folded, <, 20);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EhloLine) line = g_list_model_get_item (G_LIST_MODEL (model), i);

      if (line->kind != EHLO_LINE_FOLD)
        {
          g_assert_false (ehlo_trace_model_toggle (model, i));
          continue;
        }
      g_assert_nonnull (strstr (line->text, "22"));
      g_assert_true (ehlo_trace_model_toggle (model, i));
      n = g_list_model_get_n_items (G_LIST_MODEL (model));
      g_assert_cmpuint (n, ==, folded + 22);
      g_assert_true (ehlo_trace_model_toggle (model, i + 22));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, folded);
      n = folded;
    }
}

static void
test_find (void)
{
  g_autoptr (SimTrace) trace = hand_trace ();
  g_autoptr (SimSteps) lines = sim_steps_new (trace, SIM_STEP_LINE);
  guint n = sim_steps_length (lines), first, rank;

  first = ehlo_find (trace, lines, "mailbox FULL", 0, 1);
  g_assert_cmpuint (first, >, 0);
  g_assert_cmpuint (ehlo_find (trace, lines, "mailbox full", first - 1, 1), ==, first);
  g_assert_cmpuint (ehlo_find (trace, lines, "mailbox full", first + 1, -1), ==, first);
  /* The line itself comes last, when all others have been looked at. */
  g_assert_cmpuint (ehlo_find (trace, lines, "user unknown", n, 1), ==, ehlo_find (trace, lines, "user unknown", 0, 1));
  g_assert_cmpuint (ehlo_find (trace, lines, "How are YOU", 0, 1), >, 0);
  g_assert_cmpuint (ehlo_find (trace, lines, "ENHANCEDstatus", 0, 1), ==, 4);
  g_assert_cmpuint (ehlo_find (trace, lines, "no such words", 5, 1), ==, 0);
  g_assert_cmpuint (ehlo_find (trace, lines, "", 5, 1), ==, 0);
  g_assert_cmpuint (ehlo_find_count (trace, lines, "RCPT TO", 0, n, &rank), ==, 4);
  g_assert_cmpuint (rank, ==, 0);
  g_assert_cmpuint (ehlo_find_count (trace, lines, "RCPT TO", ehlo_find (trace, lines, "nobody", 0, 1), n, &rank), ==, 4);
  g_assert_cmpuint (rank, ==, 4);
}

static void
test_lines (void)
{
  g_autoptr (SimTrace) trace = hand_trace ();
  g_autoptr (EhloTraceModel) model = ehlo_trace_model_new (trace);
  guint headings = 0, more = 0, before = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (EhloLine) line = g_list_model_get_item (G_LIST_MODEL (model), i);

      g_assert_cmpuint (ehlo_trace_model_step_of (model, i), ==, line->step);
      g_assert_cmpuint (line->step, >=, before);
      before = line->step;
      headings += line->kind == EHLO_LINE_HEADING;
      more += line->kind == EHLO_LINE_MORE && !line->letter;
      if (line->kind == EHLO_LINE_SAID || line->kind == EHLO_LINE_EVENT)
        g_assert_cmpuint (ehlo_trace_model_row_of (model, line->step), ==, i);
      if (line->step == 4 && line->kind == EHLO_LINE_MORE)
        g_assert_true (g_str_equal (line->text, "250-SIZE 20971520") || g_str_equal (line->text, "250 ENHANCEDSTATUSCODES"));
    }
  g_assert_cmpuint (headings, ==, 4);
  g_assert_cmpuint (more, ==, 3);
  g_assert_cmpuint (ehlo_trace_model_row_of (model, 0), ==, G_MAXUINT);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), 100000));
}

static const EhloRecipient *
recipient (const EhloEnvelope *envelope, guint i)
{
  return g_ptr_array_index (envelope->recipients, i);
}

static void
test_envelope (void)
{
  g_autoptr (SimTrace) trace = hand_trace ();
  g_autoptr (EhloEnvelope) end = ehlo_envelope_at (trace, 3, G_MAXUINT);
  SimConnection connection;

  sim_trace_get_connection (trace, 3, &connection);

  g_autoptr (EhloEnvelope) start = ehlo_envelope_at (trace, 3, connection.opened + 1);
  g_autoptr (EhloEnvelope) asked = ehlo_envelope_at (trace, 3, connection.opened + 8);

  g_assert_null (start->from);
  g_assert_cmpstr (asked->from, ==, "anna@school.example");
  g_assert_cmpuint (asked->recipients->len, ==, 1);
  g_assert_cmpint (recipient (asked, 0)->klass, ==, EXPLAIN_CLASS_NONE);
  g_assert_cmpuint (end->recipients->len, ==, 3);
  g_assert_cmpstr (recipient (end, 1)->address, ==, "olga@univ.example");
  g_assert_cmpint (recipient (end, 0)->klass, ==, EXPLAIN_CLASS_OK);
  g_assert_cmpint (recipient (end, 1)->klass, ==, EXPLAIN_CLASS_LATER);
  g_assert_cmpint (recipient (end, 2)->klass, ==, EXPLAIN_CLASS_NO);
  g_assert_null (ehlo_envelope_at (trace, 2, G_MAXUINT));
  g_assert_null (ehlo_envelope_at (trace, 0, G_MAXUINT));
}

static void
test_faults (void)
{
  g_autoptr (EhloPlayer) player = hand_player ();
  SimTrace *before = ehlo_player_get_trace (player);
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bad.scenario", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  EhloFaults faults = { 0 };
  guint with_line = 0;

  g_assert_true (g_file_set_contents (path, "[Scenario]\nTitle=Bad\n\n[Link a b]\n\n[Nonsense]\n", -1, NULL));
  g_assert_false (ehlo_load_file (player, file, &faults));
  g_assert_cmpstr (faults.name, ==, path);
  g_assert_cmpuint (faults.faults->len, >=, 2);
  for (guint i = 0; i < faults.faults->len; i++)
    with_line += ((SimFault *) g_ptr_array_index (faults.faults, i))->line > 0;
  g_assert_cmpuint (with_line, >=, 2);
  ehlo_faults_clear (&faults);
  /* Half a saved run is no run. */
  g_assert_true (g_file_set_contents (path, "EHLOTRACE 1\n\x05", -1, NULL));
  g_assert_false (ehlo_load_file (player, file, &faults));
  g_assert_cmpuint (faults.faults->len, ==, 1);
  ehlo_faults_clear (&faults);
  g_assert_false (ehlo_load_lesson (player, "no-such-lesson", &faults));
  g_assert_cmpuint (faults.faults->len, ==, 1);
  ehlo_faults_clear (&faults);
  g_assert_true (ehlo_player_get_trace (player) == before);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/player/moves-within-the-run", test_moves);
  g_test_add_func ("/model/player/back-from-between-two-stops", test_back_from_between);
  g_test_add_func ("/model/player/failures-are-found-both-ways", test_failures);
  g_test_add_func ("/model/player/granularity-keeps-the-place", test_granularity_keeps_the_place);
  g_test_add_func ("/model/player/plays-to-the-end-with-stops-at-failures", test_plays_to_the_end);
  g_test_add_func ("/model/player/pauses-inside-a-step", test_pause_inside_a_step);
  g_test_add_func ("/model/player/bookmarks", test_bookmarks);
  g_test_add_func ("/model/lines/a-long-letter-is-folded", test_folded_letter);
  g_test_add_func ("/model/find/both-ways-and-around", test_find);
  g_test_add_func ("/model/lines/rows-and-steps-agree", test_lines);
  g_test_add_func ("/model/envelope/what-the-servers-have-seen", test_envelope);
  g_test_add_func ("/model/loader/faults-change-nothing", test_faults);
  return g_test_run ();
}
