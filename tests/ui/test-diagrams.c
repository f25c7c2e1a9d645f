/* test-diagrams.c - the ladder and the map in their window: folds, selection, layers, times, zoom, and lists for screen readers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/ladder-view-private.h"
#include "app/views/map-view.h"
#include "app/window/ladder-actions.h"

#include "drive-window.h"

#include <string.h>

static EhloWindow *
open_lesson (const char *lesson)
{
  EhloWindow *window = open_window ();

  ehlo_window_open_lesson (window, lesson);
  wait_frame (ehlo_window_get_view (window, EHLO_PANE_LADDER));
  return window;
}

static EhloLadderView *
ladder_of (EhloWindow *window)
{
  return EHLO_LADDER_VIEW (ehlo_window_get_view (window, EHLO_PANE_LADDER));
}

static guint
count_rows (EhloLadderView *ladder, LadderRowKind kind)
{
  guint n = 0;

  for (guint i = 0; i < ladder_rows_length (ladder->rows); i++)
    n += ladder_rows_get (ladder->rows, i)->kind == kind;
  return n;
}

static void
test_folds (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloLadderView *ladder = ladder_of (window);
  EhloPlayer *player = ehlo_window_get_player (window);
  guint all = ladder_rows_length (ladder->rows);

  act (window, "win.fold-all");
  g_assert_cmpuint (count_rows (ladder, LADDER_ROW_PHASE), >, 3);
  g_assert_cmpuint (ladder_rows_length (ladder->rows), <, all);
  ehlo_player_go_to_line (player, 8);
  wait_frame (GTK_WIDGET (ladder));
  g_assert_cmpint (ladder_rows_get (ladder->rows, ladder_rows_of (ladder->rows, 8))->kind, ==, LADDER_ROW_PHASE);
  /* By key: the row of the current step is the folded phase. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ladder), "ladder.toggle", NULL));
  g_assert_cmpint (ladder_rows_get (ladder->rows, ladder_rows_of (ladder->rows, 8))->kind, ==, LADDER_ROW_STEP);
  act (window, "win.unfold-all");
  g_assert_cmpuint (ladder_rows_length (ladder->rows), ==, all);
  /* A reply of several lines. */
  ehlo_player_go_to_line (player, 4);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ladder), "ladder.toggle", NULL));
  g_assert_cmpuint (count_rows (ladder, LADDER_ROW_LINE), ==, sim_steps_get (ehlo_player_get_lines (player), 4)->n_lines - 1);
  wait_frame (GTK_WIDGET (ladder));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ladder), "ladder.toggle", NULL));
  g_assert_cmpuint (ladder_rows_length (ladder->rows), ==, all);
  close_window (window);
}

static void
test_selection (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloLadderView *ladder = ladder_of (window);
  EhloPlayer *player = ehlo_window_get_player (window);
  guint first, last;

  g_assert_false (ehlo_ladder_view_get_selection (ladder, &first, &last));
  ehlo_ladder_view_select (ladder, ladder_rows_of (ladder->rows, 5), FALSE);
  ehlo_ladder_view_select (ladder, ladder_rows_of (ladder->rows, 7), TRUE);
  g_assert_true (ehlo_ladder_view_get_selection (ladder, &first, &last));
  g_assert_cmpuint (first, ==, 5);
  g_assert_cmpuint (last, ==, 7);
  /* To select is not to step; Enter is. */
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ladder), "ladder.step", NULL));
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 7);
  g_assert_false (ehlo_ladder_view_get_selection (ladder, &first, &last));
  wait_frame (GTK_WIDGET (ladder));
  close_window (window);
}

static void
test_ways (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloLadderView *ladder = ladder_of (window);
  EhloPlayer *player = ehlo_window_get_player (window);

  ehlo_player_go_to_line (player, 8);
  act (window, "win.go-cause");
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 7);
  act (window, "win.go-effect");
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 8);
  act (window, "win.next-in-connection");
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 9);
  act (window, "win.previous-in-connection");
  g_assert_cmpuint (ehlo_player_get_line (player), ==, 8);
  act (window, "win.follow");
  g_assert_cmpuint (ehlo_ladder_view_get_follow (ladder), ==, 1);
  wait_frame (GTK_WIDGET (ladder));
  act (window, "win.follow");
  g_assert_cmpuint (ehlo_ladder_view_get_follow (ladder), ==, 0);
  close_window (window);
}

static void
test_hits (void)
{
  EhloWindow *window = open_lesson ("many-recipients");
  EhloLadderView *ladder = ladder_of (window);

  ehlo_ladder_actions_mark (window, "RCPT");
  g_assert_cmpuint (ladder->hits->len, >, 3);
  for (guint i = 1; i < ladder->hits->len; i++)
    g_assert_cmpuint (g_array_index (ladder->hits, guint, i), >, g_array_index (ladder->hits, guint, i - 1));
  wait_frame (GTK_WIDGET (ladder));
  ehlo_ladder_actions_mark (window, "no line has this");
  g_assert_cmpuint (ladder->hits->len, ==, 0);
  ehlo_ladder_actions_mark (window, "");
  g_assert_cmpuint (ladder->hits->len, ==, 0);
  close_window (window);
}

static void
test_layers_and_times (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloLadderView *ladder = ladder_of (window);
  static const char * const times[] = { "compressed", "scale", "steps" };
  double height = ladder_rows_height (ladder->rows);

  g_action_group_change_action_state (G_ACTION_GROUP (window), "layer-transport", g_variant_new_boolean (TRUE));
  g_assert_cmpuint (count_rows (ladder, LADDER_ROW_PACKET), >, 20);
  wait_frame (GTK_WIDGET (ladder));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "layer-transport", g_variant_new_boolean (FALSE));
  /* The last layer cannot be taken away. */
  g_action_group_change_action_state (G_ACTION_GROUP (window), "layer-names", g_variant_new_boolean (FALSE));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "layer-application", g_variant_new_boolean (FALSE));
  g_assert_cmpuint (count_rows (ladder, LADDER_ROW_STEP), >, 10);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "layer-names", g_variant_new_boolean (TRUE));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.ladder-time", "s", times[i]);
      g_assert_true ((ladder_rows_height (ladder->rows) > height) == (i < 2));
      act (window, "win.last");
      wait_frame (GTK_WIDGET (ladder));
      act (window, "win.first");
    }
  close_window (window);
}

/* What only moves is not painted again, nor are rows above one that is added. */
static void
test_rows_are_kept (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloLadderView *ladder = ladder_of (window);
  EhloPlayer *player = ehlo_window_get_player (window);
  SimTrace *trace = ehlo_player_get_trace (player);
  guint n = sim_steps_length (ehlo_player_get_lines (player)), all = ladder_rows_length (ladder->rows);
  SimEntry entry;

  gtk_adjustment_set_value (ladder->vadjustment, 330);
  wait_frame (GTK_WIDGET (ladder));
  ehlo_ladder_picture_count (ladder->picture);
  gtk_adjustment_set_value (ladder->vadjustment, 340);
  wait_frame (GTK_WIDGET (ladder));
  g_assert_cmpuint (ehlo_ladder_picture_count (ladder->picture), <=, 1);
  gtk_adjustment_set_value (ladder->vadjustment, 1e9);
  wait_frame (GTK_WIDGET (ladder));
  ehlo_ladder_picture_count (ladder->picture);
  for (guint i = 0; i < 5; i++)
    {
      /* A command: what a server says might be the next line of a reply. */
      sim_trace_get (trace, sim_steps_get (ehlo_player_get_lines (player), 3)->entry, &entry);
      sim_trace_add (trace, &entry);
      ehlo_player_grow (player);
      wait_frame (GTK_WIDGET (ladder));
      g_assert_cmpuint (ehlo_ladder_picture_count (ladder->picture), <=, 3);
    }
  g_assert_cmpuint (sim_steps_length (ehlo_player_get_lines (player)), ==, n + 5);
  g_assert_cmpuint (ladder_rows_length (ladder->rows), >=, all + 5);
  close_window (window);
}

static gboolean
has_label (GtkWidget *widget, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *differs = gtk_test_accessible_check_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, label);

      if (gtk_widget_get_child_visible (child) && differs == NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_label_with (GtkWidget *widget, const char *part)
{
  EhloMapView *map = EHLO_MAP_VIEW (widget);
  const TopologyLayout *layout = ehlo_map_view_get_layout (map);
  SimTrace *trace = ehlo_player_get_trace (ehlo_view_get_player (EHLO_VIEW (map)));

  for (guint i = 0; i < layout->hosts->len; i++)
    {
      g_autofree char *label = topology_describe_host (layout, trace, i);

      if (strstr (label, part) != NULL)
        return has_label (widget, label);
    }
  return FALSE;
}

/* The first step that puts a letter into a mailbox. */
static guint
find_stored (const SimTrace *trace, const SimSteps *lines)
{
  for (guint i = 1; i <= sim_steps_length (lines); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, sim_steps_get (lines, i)->entry, &entry);
      if (entry.kind == SIM_ENTRY_STORED && g_strcmp0 (entry.rule, "store:mailbox") == 0)
        return i;
    }
  g_assert_not_reached ();
}

static void
test_lists (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloPlayer *player = ehlo_window_get_player (window);
  GtkWidget *map = ehlo_window_get_view (window, EHLO_PANE_MAP), *ladder = ehlo_window_get_view (window, EHLO_PANE_LADDER);

  gtk_test_accessible_assert_role (map, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_role (gtk_widget_get_first_child (map), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  ehlo_player_go_to_line (player, 3);
  wait_frame (map);
  g_assert_true (has_label (map, "Anna's laptop, laptop.school.example, MUA, 1 in the outbox"));
  g_assert_true (has_label (map, "School mail server, mail.school.example, MSA"));
  g_assert_true (has_label (map, "Between Anna's laptop and School mail server: plain text"));
  g_assert_true (has_label (map, "Between School mail server and University mail server: not used yet"));
  g_assert_true (has_label (ladder, "Submission, Anna's laptop → School mail server, port 587, steps 2–22"));
  /* What lies in a mailbox is told with the host that has it. */
  ehlo_player_go_to_line (player, find_stored (ehlo_player_get_trace (player), ehlo_player_get_lines (player)));
  wait_frame (map);
  g_assert_true (has_label_with (map, "MDA, 1 in the mailbox"));
  close_window (window);
}

/* Children stand in the order of their rows, also after scrolling. */
static gboolean
is_in_order (GtkWidget *ladder)
{
  int before = G_MININT;

  for (GtkWidget *child = gtk_widget_get_first_child (ladder); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t place;

      if (!gtk_widget_get_child_visible (child) || !gtk_widget_compute_bounds (child, ladder, &place))
        continue;
      if (place.origin.y < before)
        return FALSE;
      before = (int) place.origin.y;
    }
  return TRUE;
}

static void
test_order (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloLadderView *ladder = ladder_of (window);

  for (guint i = 1; i < 8; i++)
    {
      gtk_adjustment_set_value (ladder->vadjustment, i * 95);
      wait_frame (GTK_WIDGET (ladder));
    }
  wait_until (is_in_order (GTK_WIDGET (ladder)));
  close_window (window);
}

static void
test_map_enlarged (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloMapView *map = EHLO_MAP_VIEW (ehlo_window_get_view (window, EHLO_PANE_MAP));

  g_assert_cmpfloat (ehlo_map_view_get_scale (map), ==, 1);
  ehlo_map_view_enlarge (map, 2);
  g_assert_cmpfloat (ehlo_map_view_get_scale (map), ==, 2);
  wait_frame (GTK_WIDGET (map));
  ehlo_map_view_enlarge (map, 100);
  g_assert_cmpfloat (ehlo_map_view_get_scale (map), ==, 4);
  ehlo_map_view_enlarge (map, 0.001);
  g_assert_cmpfloat (ehlo_map_view_get_scale (map), ==, 1);
  close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  begin (&argc, &argv);
  g_test_add_func ("/ui/ladder/folds", test_folds);
  g_test_add_func ("/ui/ladder/selection", test_selection);
  g_test_add_func ("/ui/ladder/causes-effects-neighbours", test_ways);
  g_test_add_func ("/ui/ladder/search-marks", test_hits);
  g_test_add_func ("/ui/ladder/layers-and-times", test_layers_and_times);
  g_test_add_func ("/ui/ladder/rows-are-painted-once", test_rows_are_kept);
  g_test_add_func ("/ui/ladder/children-in-order", test_order);
  g_test_add_func ("/ui/lists-for-screen-readers", test_lists);
  g_test_add_func ("/ui/map/enlarged", test_map_enlarged);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
