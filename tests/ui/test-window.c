/* test-window.c - the window and its views, on a display of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/trace-model.h"
#include "app/views/ladder-view.h"
#include "app/views/map-view.h"
#include "app/views/note-view.h"
#include "app/views/style.h"
#include "app/views/transcript-view.h"
#include "app/views/transport-view.h"
#include "app/window/side-tabs.h"
#include "sim/trace/trace-file.h"

#include "drive-window.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

static void
test_accessible (void)
{
  EhloWindow *window = open_window ();
  GtkWidget *ladder = ehlo_window_get_view (window, EHLO_PANE_LADDER);
  GtkWidget *scale = ehlo_transport_view_get_scale (EHLO_TRANSPORT_VIEW (ehlo_window_get_view (window, EHLO_PANE_TRANSPORT)));
  GtkWidget *row;

  ehlo_window_open_lesson (window, "first-letter");
  wait_frame (ladder);
  gtk_test_accessible_assert_role (ladder, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (ladder, GTK_ACCESSIBLE_PROPERTY_LABEL, "Ladder diagram");
  gtk_test_accessible_assert_property (ladder, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Nothing has happened yet");
  gtk_test_accessible_assert_role (scale, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_LABEL, "Timeline");
  row = gtk_widget_get_first_child (ladder);
  gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_state (row, GTK_ACCESSIBLE_STATE_SELECTED, FALSE);
  act (window, "win.forward");
  wait_frame (ladder);
  gtk_test_accessible_assert_state (row, GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
  act (window, "win.forward");
  wait_frame (ladder);
  gtk_test_accessible_assert_state (row, GTK_ACCESSIBLE_STATE_SELECTED, FALSE);
  close_window (window);
}

/* Play stops at a question; an answer is judged by what happens then; a wrong one may be followed by another. */
static void
test_questions (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *player = ehlo_window_get_player (window);
  EhloNoteView *note = EHLO_NOTE_VIEW (ehlo_window_get_view (window, EHLO_PANE_NOTE));
  GtkWidget *ladder = ehlo_window_get_view (window, EHLO_PANE_LADDER);
  GdkRectangle row;
  graphene_rect_t card;
  guint right = 0, wrong = 0;
  double middle;

  ehlo_window_open_lesson (window, "first-letter");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (note)));
  g_assert_cmpuint (ehlo_note_view_n_choices (note), ==, 0);
  ehlo_player_set_speed (player, 16);
  act (window, "win.play");
  wait_until (!ehlo_player_get_playing (player));
  g_assert_true (ehlo_player_is_asked (player));
  wait_frame (GTK_WIDGET (window));
  g_assert_cmpuint (ehlo_note_view_n_choices (note), ==, 3);

  /* The card does not lie over the row that it speaks of. */
  g_assert_true (ehlo_ladder_view_get_place (EHLO_LADDER_VIEW (ladder), &row, &middle));
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (note), ladder, &card));
  g_assert_true (card.origin.y + card.size.height <= row.y + 1 || card.origin.y >= row.y + row.height - 1);

  while (!ehlo_note_view_is_right (note, right))
    right++;
  wrong = right == 0 ? 1 : 0;
  ehlo_note_view_choose (note, wrong);
  g_assert_true (g_str_has_prefix (ehlo_note_view_get_feedback (note), "Not "));
  ehlo_note_view_choose (note, right);
  g_assert_true (g_str_has_prefix (ehlo_note_view_get_feedback (note), "Right: "));
  /* It is settled. */
  ehlo_note_view_choose (note, wrong);
  g_assert_true (g_str_has_prefix (ehlo_note_view_get_feedback (note), "Right: "));
  act (window, "win.forward");
  act (window, "win.back");
  g_assert_true (g_str_has_prefix (ehlo_note_view_get_feedback (note), "Right: "));

  g_action_group_change_action_state (G_ACTION_GROUP (window), "notes", g_variant_new_boolean (FALSE));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "notes", g_variant_new_boolean (TRUE));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (note)));
  close_window (window);
}

static void
test_all_lessons_to_the_end_and_back (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *player = ehlo_window_get_player (window);
  g_auto (GStrv) ids = sim_scenario_list ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      guint n;

      ehlo_window_open_lesson (window, ids[i]);
      g_assert_false (ehlo_window_shows_faults (window));
      n = ehlo_player_get_n_steps (player);
      g_assert_cmpuint (n, >, 10);
      for (guint step = 1; step <= n; step++)
        {
          act (window, "win.forward");
          g_assert_cmpuint (ehlo_player_get_step (player), ==, step);
          if (step % 7 == 0)
            wait_frame (GTK_WIDGET (window));
        }
      act (window, "win.forward");
      g_assert_cmpuint (ehlo_player_get_step (player), ==, n);
      for (guint step = n; step > 0; step--)
        {
          act (window, "win.back");
          g_assert_cmpuint (ehlo_player_get_step (player), ==, step - 1);
        }
      act (window, "win.last");
      g_assert_cmpuint (ehlo_player_get_step (player), ==, n);
      wait_frame (GTK_WIDGET (window));
      g_assert_cmpuint (count_children (ehlo_window_get_view (window, EHLO_PANE_LADDER)), <, 60);
      act (window, "win.first");
      g_assert_cmpuint (ehlo_player_get_cursor (player), ==, 0);
    }
  close_window (window);
}

static GtkSelectionModel *
selection_of (EhloWindow *window)
{
  EhloSideTabs *tabs = EHLO_SIDE_TABS (ehlo_window_get_view (window, EHLO_PANE_TABS));
  GtkWidget *list = ehlo_transcript_view_get_list (EHLO_TRANSCRIPT_VIEW (ehlo_side_tabs_get_view (tabs, "transcript")));

  return gtk_list_view_get_model (GTK_LIST_VIEW (list));
}

static void
test_views_follow_one_player (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *player = ehlo_window_get_player (window);
  GtkSelectionModel *selection = selection_of (window);
  GtkRange *scale = GTK_RANGE (ehlo_transport_view_get_scale (EHLO_TRANSPORT_VIEW (ehlo_window_get_view (window, EHLO_PANE_TRANSPORT))));

  ehlo_window_open_lesson (window, "first-letter");
  /* Scrubbing moves the list ... */
  gtk_range_set_value (scale, 9);
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 9);
  g_autoptr (EhloLine) line = gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (selection));
  g_object_ref (line);
  g_assert_cmpuint (line->step, ==, 9);
  /* ... and the list moves the scale. */
  gtk_selection_model_select_item (selection, gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (selection)) + 2, TRUE);
  g_assert_cmpuint (ehlo_player_get_line (player), >, 9);
  g_assert_cmpfloat (gtk_range_get_value (scale), ==, ehlo_player_get_line (player));
  close_window (window);
}

/* What is to be predicted stands nowhere. */
static void
test_hide_what_comes (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *player = ehlo_window_get_player (window);
  GListModel *rows;
  guint all;

  ehlo_window_open_lesson (window, "first-letter");
  rows = G_LIST_MODEL (selection_of (window));
  all = g_list_model_get_n_items (rows);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "hide-coming", g_variant_new_boolean (TRUE));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 0);
  for (guint line = 1; line <= 20; line++)
    {
      g_autoptr (EhloLine) last = NULL;

      ehlo_player_go_to_line (player, line);
      last = g_list_model_get_item (rows, g_list_model_get_n_items (rows) - 1);
      g_assert_cmpuint (last->step, ==, line);
    }
  wait_frame (GTK_WIDGET (window));
  ehlo_player_go_to_line (player, G_MAXUINT);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, all);
  ehlo_player_go_to_line (player, 3);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "hide-coming", g_variant_new_boolean (FALSE));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, all);
  close_window (window);
}

static void
test_steps_of_several_sizes (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *player = ehlo_window_get_player (window);
  guint lines, commands, phases;

  ehlo_window_open_lesson (window, "many-recipients");
  lines = ehlo_player_get_n_steps (player);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.granularity", "s", "command");
  commands = ehlo_player_get_n_steps (player);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.granularity", "s", "phase");
  phases = ehlo_player_get_n_steps (player);
  g_assert_cmpuint (lines, >, commands);
  g_assert_cmpuint (commands, >, phases);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.granularity", "s", "line");
  act (window, "win.next-failure");
  g_assert_cmpuint (ehlo_player_get_line (player), >, 10);
  lines = ehlo_player_get_line (player);
  act (window, "win.next-failure");
  g_assert_cmpuint (ehlo_player_get_line (player), >, lines);
  act (window, "win.previous-failure");
  g_assert_cmpuint (ehlo_player_get_line (player), ==, lines);
  act (window, "win.next-phase");
  g_assert_cmpuint (ehlo_player_get_line (player), >, lines);
  act (window, "win.previous-phase");
  act (window, "win.previous-phase");
  g_assert_cmpuint (ehlo_player_get_line (player), <, lines);
  close_window (window);
}

static void
test_play_stops_at_a_question (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *player = ehlo_window_get_player (window);

  ehlo_window_open_lesson (window, "first-letter");
  ehlo_player_set_speed (player, 16);
  act (window, "win.play");
  g_assert_true (ehlo_player_get_playing (player));
  wait_until (!ehlo_player_get_playing (player));
  g_assert_cmpuint (ehlo_player_get_line (player), <, sim_steps_length (ehlo_player_get_lines (player)));
  g_assert_true (ehlo_player_is_asked (player));
  /* On to the end. */
  while (ehlo_player_get_cursor (player) < sim_trace_length (ehlo_player_get_trace (player)))
    {
      ehlo_player_set_playing (player, TRUE);
      wait_until (!ehlo_player_get_playing (player));
    }
  close_window (window);
}

static void
test_faulty_file (void)
{
  EhloWindow *window = open_window ();
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bad.scenario", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ehlo_window_open_lesson (window, "first-letter");
  g_assert_true (g_file_set_contents (path, "[Scenario]\nTitle=Bad\n\n[Link a b]\nProfile=nonsense\n\n[Nonsense]\n", -1, NULL));
  ehlo_window_open_file (window, file);
  g_assert_true (ehlo_window_shows_faults (window));
  wait_frame (GTK_WIDGET (window));
  /* The lesson that was open is still there. */
  g_assert_nonnull (ehlo_player_get_trace (ehlo_window_get_player (window)));
  act (window, "win.close-faults");
  g_assert_false (ehlo_window_shows_faults (window));
  g_remove (path);
  ehlo_window_open_file (window, file);
  g_assert_true (ehlo_window_shows_faults (window));
  g_rmdir (folder);
  close_window (window);
}

static void
test_saved_run (void)
{
  EhloWindow *window = open_window ();
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "run.trace", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  guint64 fingerprint;

  ehlo_window_open_lesson (window, "unknown-user");
  fingerprint = sim_trace_fingerprint (ehlo_player_get_trace (ehlo_window_get_player (window)));
  g_assert_true (sim_trace_save (ehlo_player_get_trace (ehlo_window_get_player (window)), path, NULL));
  ehlo_window_open_lesson (window, "first-letter");
  ehlo_window_open_file (window, file);
  g_assert_false (ehlo_window_shows_faults (window));
  g_assert_cmpuint (sim_trace_fingerprint (ehlo_player_get_trace (ehlo_window_get_player (window))), ==, fingerprint);
  g_remove (path);
  g_rmdir (folder);
  close_window (window);
}

static void
test_dark (void)
{
  EhloWindow *window = open_window ();
  EhloTheme light, dark;

  ehlo_window_open_lesson (window, "first-letter");
  light = ehlo_style_theme (GTK_WIDGET (window));
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", TRUE, NULL);
  g_assert_true (ehlo_style_is_dark ());
  dark = ehlo_style_theme (GTK_WIDGET (window));
  g_assert_cmpuint (light.colors[EHLO_COLOR_BASE], !=, dark.colors[EHLO_COLOR_BASE]);
  wait_frame (GTK_WIDGET (window));
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", FALSE, NULL);
  g_assert_false (ehlo_style_is_dark ());
  close_window (window);
}

static void
test_flight (void)
{
  EhloWindow *window = open_window ();
  EhloMapView *map = EHLO_MAP_VIEW (ehlo_window_get_view (window, EHLO_PANE_MAP));

  ehlo_window_open_lesson (window, "smtp-by-hand");
  wait_frame (GTK_WIDGET (map));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  act (window, "win.forward");
  act (window, "win.forward");
  g_assert_true (ehlo_map_view_is_flying (map));
  wait_until (!ehlo_map_view_is_flying (map));
  act (window, "win.back");
  g_assert_false (ehlo_map_view_is_flying (map));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  act (window, "win.forward");
  g_assert_false (ehlo_map_view_is_flying (map));
  close_window (window);
}

static void
test_panes (void)
{
  EhloWindow *window = open_window ();

  ehlo_window_open_lesson (window, "first-letter");
  wait_frame (GTK_WIDGET (window));
  for (guint i = 0; i < 2 * EHLO_N_PANES; i++)
    {
      GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (window));

      act (window, "win.next-pane");
      g_assert_nonnull (gtk_window_get_focus (GTK_WINDOW (window)));
      g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) != before);
    }
  g_action_group_change_action_state (G_ACTION_GROUP (window), "side-panel", g_variant_new_boolean (FALSE));
  g_assert_false (ehlo_window_get_side (window));
  wait_frame (GTK_WIDGET (window));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "side-panel", g_variant_new_boolean (TRUE));
  g_assert_true (ehlo_window_get_side (window));
  close_window (window);
}

/* The row that is marked is inside what is shown. */
static gboolean
current_row_is_seen (GtkWidget *ladder)
{
  for (GtkWidget *row = gtk_widget_get_first_child (ladder); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      g_autofree char *differs = gtk_test_accessible_check_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
      graphene_rect_t place;

      if (!gtk_widget_get_child_visible (row) || differs != NULL || !gtk_widget_compute_bounds (row, ladder, &place))
        continue;
      return place.origin.y >= 0 && place.origin.y + place.size.height <= gtk_widget_get_height (ladder);
    }
  return FALSE;
}

static void
test_zoom (void)
{
  EhloWindow *window = open_window ();
  EhloLadderView *ladder = EHLO_LADDER_VIEW (ehlo_window_get_view (window, EHLO_PANE_LADDER));
  double height = ehlo_ladder_view_get_row_height (ladder);

  ehlo_window_open_lesson (window, "first-letter");
  ehlo_ladder_view_zoom (ladder, 1.5);
  g_assert_cmpfloat_with_epsilon (ehlo_ladder_view_get_row_height (ladder), height * 1.5, 0.01);
  ehlo_ladder_view_zoom (ladder, 100);
  g_assert_cmpfloat (ehlo_ladder_view_get_row_height (ladder), ==, 72);
  wait_frame (GTK_WIDGET (window));
  ehlo_ladder_view_zoom (ladder, 33.0 / 72);
  /* Texts and drawings together, within limits. */
  for (guint i = 0; i < 20; i++)
    act (window, "win.zoom-in");
  g_assert_cmpfloat (ehlo_style_get_zoom (), ==, 2);
  act (window, "win.last");
  wait_frame (GTK_WIDGET (window));
  wait_frame (GTK_WIDGET (window));
  g_assert_true (current_row_is_seen (GTK_WIDGET (ladder)));
  act (window, "win.zoom-normal");
  g_assert_cmpfloat (ehlo_style_get_zoom (), ==, 1);
  wait_frame (GTK_WIDGET (window));
  close_window (window);
}

static void
set_look (const char *name, gboolean on)
{
  g_action_group_change_action_state (G_ACTION_GROUP (application), name, g_variant_new_boolean (on));
}

static void
test_looks (void)
{
  EhloWindow *window = open_window ();
  double zoom = ehlo_style_get_zoom ();
  EhloTheme normal;

  ehlo_window_open_lesson (window, "many-recipients");
  act (window, "win.last");
  normal = ehlo_style_theme (GTK_WIDGET (window));
  g_assert_cmpfloat (normal.outline, ==, 0);
  set_look ("contrast", TRUE);
  g_assert_true (ehlo_style_is_contrast ());
  g_assert_cmpfloat (ehlo_style_theme (GTK_WIDGET (window)).outline, >, 0);
  wait_frame (GTK_WIDGET (window));
  set_look ("dark", TRUE);
  g_assert_true (ehlo_style_is_dark ());
  g_assert_true (ehlo_style_is_contrast ());
  wait_frame (GTK_WIDGET (window));
  /* A projector shows nothing dark, and what is smallest can still be read. */
  set_look ("projector", TRUE);
  g_assert_false (ehlo_style_is_dark ());
  g_assert_cmpfloat (11 * ehlo_style_get_zoom (), >=, 18);
  wait_frame (GTK_WIDGET (window));
  set_look ("projector", FALSE);
  g_assert_true (ehlo_style_is_dark ());
  g_assert_cmpfloat (ehlo_style_get_zoom (), ==, zoom);
  set_look ("dark", FALSE);
  set_look ("contrast", FALSE);
  g_assert_false (ehlo_style_is_dark ());
  g_assert_false (ehlo_style_is_contrast ());
  g_assert_cmpuint (ehlo_style_theme (GTK_WIDGET (window)).colors[EHLO_COLOR_BASE], ==, normal.colors[EHLO_COLOR_BASE]);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  g_assert_false (ehlo_style_is_still ());
  set_look ("reduced-motion", TRUE);
  g_assert_true (ehlo_style_is_still ());
  set_look ("reduced-motion", FALSE);
  close_window (window);
}

static void
wait_width (EhloWindow *window, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, 600);
  /* Without a window manager the window draws its own border. */
  wait_until (ABS (width - gtk_widget_get_width (GTK_WIDGET (window))) <= 40);
  wait_frame (GTK_WIDGET (window));
  wait_frame (GTK_WIDGET (window));
}

/* In a narrow window the side panel lies over the ladder, and only when it is wanted. */
static void
test_narrow (void)
{
  EhloWindow *window = open_window ();
  GtkWidget *ladder = ehlo_window_get_view (window, EHLO_PANE_LADDER);
  GtkWidget *tabs = ehlo_window_get_view (window, EHLO_PANE_TABS);
  int beside;

  ehlo_window_open_lesson (window, "first-letter");
  wait_width (window, 1200);
  g_assert_false (ehlo_session_get_narrow (ehlo_window_get_session (window)));
  g_assert_true (ehlo_window_get_side (window));
  beside = gtk_widget_get_width (ladder);
  wait_width (window, 900);
  wait_width (window, 800);
  g_assert_true (ehlo_session_get_narrow (ehlo_window_get_session (window)));
  g_assert_false (ehlo_window_get_side (window));
  g_assert_cmpint (gtk_widget_get_width (ladder), >, beside);
  act (window, "win.side-panel");
  wait_frame (GTK_WIDGET (window));
  wait_frame (GTK_WIDGET (window));
  g_assert_true (gtk_widget_get_mapped (tabs));
  g_assert_cmpint (gtk_widget_get_width (ladder), >, beside);
  gtk_widget_grab_focus (tabs);
  act (window, "win.leave");
  g_assert_false (gtk_widget_get_mapped (tabs));
  g_assert_true (gtk_widget_has_focus (ladder));
  wait_width (window, 1200);
  g_assert_true (ehlo_window_get_side (window));
  g_assert_true (gtk_widget_get_mapped (tabs));
  close_window (window);
}

static void
test_find (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *player = ehlo_window_get_player (window);
  EhloFinder *finder = ehlo_window_get_finder (window);
  guint line;

  ehlo_window_open_lesson (window, "first-letter");
  act (window, "win.find");
  g_assert_true (ehlo_finder_is_open (finder));
  g_assert_true (GTK_IS_EDITABLE (gtk_window_get_focus (GTK_WINDOW (window))));
  gtk_editable_set_text (GTK_EDITABLE (gtk_window_get_focus (GTK_WINDOW (window))), "rcpt to");
  act (window, "win.find-next");
  line = ehlo_player_get_line (player);
  g_assert_cmpuint (line, >, 0);
  act (window, "win.find-next");
  g_assert_cmpuint (ehlo_player_get_line (player), >, line);
  act (window, "win.find-previous");
  g_assert_cmpuint (ehlo_player_get_line (player), ==, line);
  gtk_editable_set_text (GTK_EDITABLE (gtk_window_get_focus (GTK_WINDOW (window))), "no such words");
  act (window, "win.find-next");
  g_assert_cmpuint (ehlo_player_get_line (player), ==, line);
  act (window, "win.leave");
  g_assert_false (ehlo_finder_is_open (finder));
  g_assert_true (gtk_widget_has_focus (ehlo_window_get_view (window, EHLO_PANE_LADDER)));
  close_window (window);
}

/* What was marked, and where somebody was, is there again; so is the size. */
static void
test_memory (void)
{
  EhloWindow *window = open_window ();
  guint n;

  ehlo_window_open_lesson (window, "many-recipients");
  ehlo_player_go_to_line (ehlo_window_get_player (window), 12);
  act (window, "win.bookmark");
  ehlo_player_go_to_line (ehlo_window_get_player (window), 20);
  wait_width (window, 1111);
  gtk_window_close (GTK_WINDOW (window));
  wait_until (gtk_application_get_windows (GTK_APPLICATION (application)) == NULL);
  window = open_window ();
  ehlo_window_open_last (window);
  g_assert_cmpuint (ehlo_player_get_line (ehlo_window_get_player (window)), ==, 20);
  g_assert_cmpuint (*ehlo_player_get_bookmarks (ehlo_window_get_player (window), &n), ==, 12);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (ABS (1111 - gtk_widget_get_width (GTK_WIDGET (window))), <=, 40);
  act (window, "win.previous-bookmark");
  g_assert_cmpuint (ehlo_player_get_line (ehlo_window_get_player (window)), ==, 12);
  act (window, "win.bookmark");
  ehlo_player_get_bookmarks (ehlo_window_get_player (window), &n);
  g_assert_cmpuint (n, ==, 0);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_close (GTK_WINDOW (window));
  wait_until (gtk_application_get_windows (GTK_APPLICATION (application)) == NULL);
}

static void
test_black_screen (void)
{
  EhloWindow *window = open_window ();

  ehlo_window_open_lesson (window, "first-letter");
  act (window, "win.play");
  act (window, "win.blank");
  wait_frame (GTK_WIDGET (window));
  g_assert_false (ehlo_player_get_playing (ehlo_window_get_player (window)));
  g_assert_true (ehlo_window_uncover (window));
  g_assert_false (ehlo_window_uncover (window));
  close_window (window);
}

/* A run in which nothing happens can be looked at too. */
static void
test_empty_run (void)
{
  EhloWindow *window = open_window ();
  g_autoptr (SimTrace) trace = sim_trace_new ();

  sim_trace_add_host (trace, "lonely.example", NULL, 1, 0);
  ehlo_player_load (ehlo_window_get_player (window), NULL, trace);
  wait_frame (GTK_WIDGET (window));
  act (window, "win.forward");
  act (window, "win.next-phase");
  act (window, "win.next-failure");
  act (window, "win.last");
  act (window, "win.back");
  wait_frame (GTK_WIDGET (window));
  g_assert_cmpuint (ehlo_player_get_step (ehlo_window_get_player (window)), ==, 0);
  close_window (window);
}

static void
test_languages (void)
{
  EhloWindow *window = open_window ();
  GAction *language = g_action_map_lookup_action (G_ACTION_MAP (application), "language");
  g_autofree char *english = NULL;
  guint line;

  ehlo_window_open_lesson (window, "first-letter");
  ehlo_player_go_to_line (ehlo_window_get_player (window), 7);
  english = g_strdup (gtk_window_get_title (GTK_WINDOW (window)));
  for (guint i = 0; i < 2; i++)
    {
      g_action_change_state (language, g_variant_new_string (i == 0 ? "el" : "ru"));
      wait_frame (GTK_WIDGET (window));
      line = ehlo_player_get_line (ehlo_window_get_player (window));
      g_assert_cmpuint (line, ==, 7);
      g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), !=, english);
    }
  g_action_change_state (language, g_variant_new_string ("en"));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, english);
  close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  begin (&argc, &argv);
  g_test_add_func ("/ui/questions", test_questions);
  g_test_add_func ("/ui/accessible", test_accessible);
  g_test_add_func ("/ui/lessons/all-to-the-end-and-back", test_all_lessons_to_the_end_and_back);
  g_test_add_func ("/ui/views/follow-one-player", test_views_follow_one_player);
  g_test_add_func ("/ui/views/hide-what-comes", test_hide_what_comes);
  g_test_add_func ("/ui/steps/of-several-sizes", test_steps_of_several_sizes);
  g_test_add_func ("/ui/play/stops-at-a-question", test_play_stops_at_a_question);
  g_test_add_func ("/ui/file/faults-are-shown-in-the-window", test_faulty_file);
  g_test_add_func ("/ui/file/saved-run-opens", test_saved_run);
  g_test_add_func ("/ui/style/dark", test_dark);
  g_test_add_func ("/ui/style/every-look-while-it-runs", test_looks);
  g_test_add_func ("/ui/map/slip-flies-unless-motion-is-reduced", test_flight);
  g_test_add_func ("/ui/panes/f6-and-f9", test_panes);
  g_test_add_func ("/ui/panes/side-lies-over-the-ladder-where-it-is-narrow", test_narrow);
  g_test_add_func ("/ui/find/words-in-the-lines", test_find);
  g_test_add_func ("/ui/memory/last-place-bookmarks-and-size", test_memory);
  g_test_add_func ("/ui/blank", test_black_screen);
  g_test_add_func ("/ui/ladder/zoom", test_zoom);
  g_test_add_func ("/ui/file/empty-run", test_empty_run);
  g_test_add_func ("/ui/language/changes-at-run-time", test_languages);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
