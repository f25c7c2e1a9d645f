/* test-tabs.c - the tabs at the side, on a display of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/letter.h"
#include "app/views/machine-view.h"
#include "app/views/message-view.h"
#include "app/views/sheet-view.h"
#include "app/views/style.h"
#include "app/window/side-tabs.h"

#include "drive-window.h"

#include <string.h>

static EhloWindow *
open_lesson (const char *id)
{
  EhloWindow *window = open_window ();

  ehlo_window_open_lesson (window, id);
  return window;
}

static EhloSideTabs *
tabs_of (EhloWindow *window)
{
  return EHLO_SIDE_TABS (ehlo_window_get_view (window, EHLO_PANE_TABS));
}

/* Shows the tab and gives its view. */
static EhloSheetView *
show (EhloWindow *window, const char *tab)
{
  EhloSideTabs *tabs = tabs_of (window);

  ehlo_side_tabs_set_current (tabs, tab);
  wait_frame (window);
  wait_frame (window);
  return EHLO_SHEET_VIEW (ehlo_side_tabs_get_view (tabs, tab));
}

static void
go_to (EhloWindow *window, guint line)
{
  ehlo_player_go_to_line (ehlo_window_get_player (window), line);
  wait_frame (window);
  wait_frame (window);
}

static const EhloSheet *
sheet_of (EhloSheetView *view)
{
  return ehlo_sheet_canvas_get (ehlo_sheet_view_get_canvas (view));
}

static gboolean
says (EhloSheetView *view, const char *text)
{
  g_autofree char *all = sheet_of (view) != NULL ? ehlo_sheet_to_text (sheet_of (view)) : g_strdup ("");

  return strstr (all, text) != NULL;
}

static guint
last_line (EhloWindow *window)
{
  return sim_steps_length (ehlo_player_get_lines (ehlo_window_get_player (window)));
}

/* Each tab at many steps of each lesson, forward and back: painted without a warning, and each item can be read. */
static void
test_all_lessons (void)
{
  static const char * const names[] = { "message", "mailboxes", "queue", "states" };
  g_auto (GStrv) ids = sim_scenario_list ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      EhloWindow *window = open_lesson (ids[i]);

      for (guint tab = 0; tab < G_N_ELEMENTS (names); tab++)
        {
          EhloSheetView *view = show (window, names[tab]);
          GtkWidget *canvas = GTK_WIDGET (ehlo_sheet_view_get_canvas (view)), *row = gtk_widget_get_first_child (canvas);

          for (guint step = 0; step <= last_line (window); step += 31)
            go_to (window, step);
          go_to (window, 0);
          gtk_test_accessible_assert_role (canvas, GTK_ACCESSIBLE_ROLE_LIST);
          gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
          g_assert_cmpuint (sheet_of (view)->items->len, >, 0);
          gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, g_array_index (sheet_of (view)->items, EhloItem, 0).sentence);
        }
      close_window (window);
    }
}

/* A tab that nobody sees makes no sheet. */
static void
test_hidden_tabs_are_idle (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloSheetView *mailboxes = show (window, "mailboxes");

  g_assert_true (says (mailboxes, "No mail yet."));
  show (window, "queue");
  go_to (window, 5);
  g_assert_true (says (mailboxes, "No mail yet."));
  go_to (window, last_line (window));
  g_assert_false (says (mailboxes, "INBOX"));
  show (window, "mailboxes");
  g_assert_true (says (mailboxes, "INBOX"));
  close_window (window);
}

static void
test_message (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloMessageView *message = EHLO_MESSAGE_VIEW (show (window, "message"));
  EhloSheetView *view = EHLO_SHEET_VIEW (message);
  guint stored;

  g_assert_true (says (view, "No letter yet"));
  go_to (window, 1);
  g_assert_true (says (view, "In the outbox on "));
  g_assert_true (says (view, "Envelope"));
  stored = ehlo_letter_current (ehlo_player_get_trace (ehlo_window_get_player (window)),
                                ehlo_player_get_scene (ehlo_window_get_player (window)),
                                ehlo_player_get_lines (ehlo_window_get_player (window)), ehlo_player_get_cursor (ehlo_window_get_player (window)));
  ehlo_message_view_set_decoded (message, TRUE);
  wait_frame (window);
  g_assert_true (ehlo_message_view_get_decoded (message));
  go_to (window, last_line (window));
  g_assert_true (says (view, "Received"));
  g_assert_false (says (view, "In the outbox on "));
  /* A copy is chosen by its entry: the outbox's is gone by now, so the steps are followed again. */
  gtk_widget_activate_action (GTK_WIDGET (view), "tabs.show-letter", "u", stored);
  wait_frame (window);
  g_assert_true (says (view, "Received"));
  go_to (window, 12);
  gtk_widget_activate_action (GTK_WIDGET (view), "tabs.show-letter", "u", stored);
  wait_frame (window);
  g_assert_true (says (view, "In the outbox on "));
  close_window (window);
}

static void
test_mailbox_opens_a_letter (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloSheetView *mailboxes = show (window, "mailboxes"), *message;

  go_to (window, 1);
  gtk_widget_activate_action (GTK_WIDGET (mailboxes), "tabs.show-letter", "u", 1);
  g_assert_cmpstr (ehlo_side_tabs_get_current (tabs_of (window)), ==, "message");
  message = show (window, "message");
  g_assert_true (says (message, "Subject"));
  close_window (window);
}

static void
test_states (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloMachineView *states = EHLO_MACHINE_VIEW (show (window, "states"));
  EhloSheetView *view = EHLO_SHEET_VIEW (states);

  g_assert_true (says (view, "No session yet"));
  g_assert_cmpint (ehlo_machine_view_get_side (states), ==, SIM_SIDE_SERVER);
  go_to (window, 10);
  g_assert_true (says (view, "503"));
  ehlo_machine_view_set_side (states, SIM_SIDE_CLIENT);
  wait_frame (window);
  wait_frame (window);
  g_assert_false (says (view, "503"));
  g_assert_true (says (view, "It may say now") || says (view, "Events"));
  close_window (window);
}

static void
test_queue_counter (void)
{
  EhloWindow *window = open_lesson ("many-recipients");
  EhloSheetView *queue = show (window, "queue");

  g_assert_true (says (queue, "Nothing is waiting yet."));
  go_to (window, last_line (window) / 2);
  g_assert_true (says (queue, "petros@univ.example"));
  go_to (window, last_line (window));
  g_assert_true (says (queue, "Not every message was delivered"));
  close_window (window);
}

/* What has changed flashes once; where motion is reduced it has an outline and nothing moves. */
static void
test_flash (void)
{
  EhloWindow *window = open_lesson ("first-letter");
  EhloSheetView *mailboxes = show (window, "mailboxes");
  EhloSheetCanvas *canvas = ehlo_sheet_view_get_canvas (mailboxes);

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  go_to (window, 1);
  g_assert_true (sheet_of (mailboxes)->fresh);
  g_assert_true (ehlo_sheet_canvas_is_flashing (canvas));
  wait_until (!ehlo_sheet_canvas_is_flashing (canvas));
  go_to (window, 0);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  go_to (window, 1);
  g_assert_true (sheet_of (mailboxes)->fresh);
  g_assert_false (ehlo_sheet_canvas_is_flashing (canvas));
  close_window (window);
}

static void
test_hosts (void)
{
  EhloWindow *window = open_lesson ("many-recipients");
  SimTrace *trace = ehlo_player_get_trace (ehlo_window_get_player (window));
  guint seen = 0;

  for (guint host = 0; host < sim_trace_n_hosts (trace); host++)
    {
      const char *name = sim_trace_get_host (trace, host)->name;

      gtk_widget_activate_action (GTK_WIDGET (tabs_of (window)), "session.show-host", "u", host);
      if (g_str_equal (name, "mail.school.example"))
        g_assert_cmpstr (ehlo_side_tabs_get_current (tabs_of (window)), ==, "queue");
      if (g_str_has_prefix (name, "store.") || g_str_has_prefix (name, "laptop."))
        g_assert_cmpstr (ehlo_side_tabs_get_current (tabs_of (window)), ==, "mailboxes");
      if (g_str_has_prefix (name, "ns."))
        g_assert_cmpstr (ehlo_side_tabs_get_current (tabs_of (window)), ==, "transcript");
      seen++;
    }
  g_assert_cmpuint (seen, >=, 4);
  close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  begin (&argc, &argv);
  g_test_add_func ("/ui/tabs/all-lessons", test_all_lessons);
  g_test_add_func ("/ui/tabs/hidden-ones-are-idle", test_hidden_tabs_are_idle);
  g_test_add_func ("/ui/tabs/message", test_message);
  g_test_add_func ("/ui/tabs/mailbox-opens-a-letter", test_mailbox_opens_a_letter);
  g_test_add_func ("/ui/tabs/states", test_states);
  g_test_add_func ("/ui/tabs/queue", test_queue_counter);
  g_test_add_func ("/ui/tabs/flash", test_flash);
  g_test_add_func ("/ui/tabs/hosts", test_hosts);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
