/* window-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/window-actions.h"

#include "app/views/style.h"
#include "app/window/settings.h"

#include <glib/gi18n-lib.h>

static EhloPlayer *
player_of (gpointer window)
{
  return ehlo_window_get_shown_player (EHLO_WINDOW (window));
}

static void
first (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_set_cursor (player_of (window), 0);
}

static void
last (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_set_cursor (player_of (window), G_MAXUINT);
}

static void
forward (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_move (player_of (window), 1);
}

static void
back (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_move (player_of (window), -1);
}

static void
forward_ten (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_move (player_of (window), 10);
}

static void
back_ten (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_move (player_of (window), -10);
}

static void
next_phase (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_move_phase (player_of (window), 1);
}

static void
previous_phase (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_move_phase (player_of (window), -1);
}

static void
next_failure (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_move_failure (player_of (window), 1);
}

static void
previous_failure (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_move_failure (player_of (window), -1);
}

static void
next_bookmark (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_move_bookmark (player_of (window), 1);
}

static void
previous_bookmark (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_move_bookmark (player_of (window), -1);
}

static void
bookmark (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_toggle_bookmark (player_of (window), ehlo_player_get_line (player_of (window)));
}

static void
show_notes (GSimpleAction *action, GVariant *value, gpointer window)
{
  g_simple_action_set_state (action, value);
  ehlo_player_set_show_notes (player_of (window), g_variant_get_boolean (value));
  ehlo_settings_set_flag ("notes", g_variant_get_boolean (value));
}

static void
pause_on_failures (GSimpleAction *action, GVariant *value, gpointer window)
{
  g_simple_action_set_state (action, value);
  ehlo_player_set_pause_on_failures (player_of (window), g_variant_get_boolean (value));
  ehlo_settings_set_flag ("pause-on-failures", g_variant_get_boolean (value));
}

static void
play (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_set_playing (player_of (window), !ehlo_player_get_playing (player_of (window)));
}

/* Presenter remotes send F5 to begin a show: in full screen the show has begun. */
static void
restart (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (window)))
    return;
  ehlo_player_set_cursor (player_of (window), 0);
  ehlo_player_set_playing (player_of (window), TRUE);
}

static void
stop (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_player_set_playing (player_of (window), FALSE);
}

static void
next_pane (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_session_move_pane (ehlo_window_get_session (window), 1);
}

static void
previous_pane (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_session_move_pane (ehlo_window_get_session (window), -1);
}

static void
set_size (double size)
{
  ehlo_style_set_size (size);
  ehlo_settings_set_number ("zoom", ehlo_style_get_size ());
}

static void
zoom_in (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  set_size (ehlo_style_get_size () * 1.1);
}

static void
zoom_out (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  set_size (ehlo_style_get_size () / 1.1);
}

static void
zoom_normal (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  set_size (1);
}

static void
fullscreen (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (window)))
    gtk_window_unfullscreen (GTK_WINDOW (window));
  else
    gtk_window_fullscreen (GTK_WINDOW (window));
}

/* One thing after the other: out of the entry, the side panel that lies over the ladder, full screen. */
static void
leave (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  if (ehlo_finder_close (ehlo_window_get_finder (window)))
    return;
  if (ehlo_session_get_side (ehlo_window_get_session (window)) && ehlo_session_get_narrow (ehlo_window_get_session (window)))
    ehlo_window_set_side (window, FALSE);
  else
    gtk_window_unfullscreen (GTK_WINDOW (window));
}

static void
blank (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_window_cover (window);
}

static void
find (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_finder_open (ehlo_window_get_finder (window));
}

static void
find_next (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_finder_move (ehlo_window_get_finder (window), 1);
}

static void
find_previous (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_finder_move (ehlo_window_get_finder (window), -1);
}

static void
view (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_header_show_view (ehlo_window_get_header (window), (guint) g_variant_get_int32 (parameter));
}

static void
menu (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_header_open_menu (ehlo_window_get_header (window));
}

static void
lesson (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_window_open_lesson (EHLO_WINDOW (window), g_variant_get_string (parameter, NULL));
}

static void
side (GSimpleAction *action, GVariant *value, gpointer window)
{
  ehlo_window_set_side (EHLO_WINDOW (window), g_variant_get_boolean (value));
}

static const char * const granularities[] = { "line", "command", "phase", "message" };

static void
granularity (GSimpleAction *action, GVariant *value, gpointer window)
{
  const char *name = g_variant_get_string (value, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (granularities); i++)
    if (g_str_equal (name, granularities[i]))
      {
        g_simple_action_set_state (action, value);
        ehlo_player_set_granularity (ehlo_window_get_player (EHLO_WINDOW (window)), i);
        ehlo_player_set_granularity (player_of (window), i);
      }
}

static void
speed (GSimpleAction *action, GVariant *value, gpointer window)
{
  double times = g_ascii_strtod (g_variant_get_string (value, NULL), NULL);

  if (times <= 0)
    return;
  g_simple_action_set_state (action, value);
  ehlo_player_set_speed (ehlo_window_get_player (EHLO_WINDOW (window)), times);
  ehlo_player_set_speed (player_of (window), times);
}

static void
on_file_chosen (GtkNativeDialog *dialog, int response, EhloWindow *window)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      ehlo_window_open_file (window, file);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
open_file (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Open a lesson or a saved run"), GTK_WINDOW (window),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_file_chosen), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static const GActionEntry entries[] = {
  { .name = "first", .activate = first },
  { .name = "last", .activate = last },
  { .name = "forward", .activate = forward },
  { .name = "back", .activate = back },
  { .name = "forward-ten", .activate = forward_ten },
  { .name = "back-ten", .activate = back_ten },
  { .name = "next-phase", .activate = next_phase },
  { .name = "previous-phase", .activate = previous_phase },
  { .name = "next-failure", .activate = next_failure },
  { .name = "previous-failure", .activate = previous_failure },
  { .name = "next-bookmark", .activate = next_bookmark },
  { .name = "previous-bookmark", .activate = previous_bookmark },
  { .name = "bookmark", .activate = bookmark },
  { .name = "pause-on-failures", .state = "true", .change_state = pause_on_failures },
  { .name = "notes", .state = "true", .change_state = show_notes },
  { .name = "play", .activate = play },
  { .name = "restart", .activate = restart },
  { .name = "stop", .activate = stop },
  { .name = "next-pane", .activate = next_pane },
  { .name = "previous-pane", .activate = previous_pane },
  { .name = "zoom-in", .activate = zoom_in },
  { .name = "zoom-out", .activate = zoom_out },
  { .name = "zoom-normal", .activate = zoom_normal },
  { .name = "fullscreen", .activate = fullscreen },
  { .name = "leave", .activate = leave },
  { .name = "blank", .activate = blank },
  { .name = "find", .activate = find },
  { .name = "find-next", .activate = find_next },
  { .name = "find-previous", .activate = find_previous },
  { .name = "menu", .activate = menu },
  { .name = "view", .activate = view, .parameter_type = "i" },
  { .name = "open", .activate = open_file },
  { .name = "lesson", .activate = lesson, .parameter_type = "s" },
  { .name = "side-panel", .state = "true", .change_state = side },
  { .name = "granularity", .parameter_type = "s", .state = "'line'", .change_state = granularity },
  { .name = "speed", .parameter_type = "s", .state = "'1'", .change_state = speed },
};

/* Plain keys work where nothing else wants them: after the focused widget has had its turn. */
typedef struct
{
  guint           key;
  GdkModifierType modifiers;
  const char     *action;
  const char     *parameter;   /* as text; NULL: none */
} PlainKey;

static const PlainKey plain_keys[] = {
  { GDK_KEY_space, 0, "win.play", NULL },
  { GDK_KEY_k, 0, "win.play", NULL },
  { GDK_KEY_Right, 0, "win.forward", NULL },
  { GDK_KEY_Left, 0, "win.back", NULL },
  { GDK_KEY_Down, 0, "win.forward", NULL },
  { GDK_KEY_Up, 0, "win.back", NULL },
  { GDK_KEY_Right, GDK_SHIFT_MASK, "win.next-phase", NULL },
  { GDK_KEY_Left, GDK_SHIFT_MASK, "win.previous-phase", NULL },
  { GDK_KEY_Home, 0, "win.first", NULL },
  { GDK_KEY_End, 0, "win.last", NULL },
  { GDK_KEY_Page_Down, 0, "win.forward", NULL },
  { GDK_KEY_Page_Up, 0, "win.back", NULL },
  { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.forward-ten", NULL },
  { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.back-ten", NULL },
  { GDK_KEY_n, 0, "win.next-failure", NULL },
  { GDK_KEY_n, GDK_SHIFT_MASK, "win.previous-failure", NULL },
  { GDK_KEY_d, 0, "win.next-bookmark", NULL },
  { GDK_KEY_d, GDK_SHIFT_MASK, "win.previous-bookmark", NULL },
  { GDK_KEY_1, 0, "win.speed", "'0.5'" },
  { GDK_KEY_2, 0, "win.speed", "'1'" },
  { GDK_KEY_3, 0, "win.speed", "'2'" },
  { GDK_KEY_4, 0, "win.speed", "'4'" },
  { GDK_KEY_l, 0, "win.granularity", "'line'" },
  { GDK_KEY_c, 0, "win.granularity", "'command'" },
  { GDK_KEY_h, 0, "win.granularity", "'phase'" },
  { GDK_KEY_m, 0, "win.granularity", "'message'" },
  { GDK_KEY_p, 0, "app.projector", NULL },
  { GDK_KEY_b, 0, "win.blank", NULL },
  { GDK_KEY_period, 0, "win.blank", NULL },
  { GDK_KEY_c, GDK_CONTROL_MASK, "win.copy", NULL },
  { GDK_KEY_Escape, 0, "win.leave", NULL },
  { GDK_KEY_Left, GDK_CONTROL_MASK, "win.go-cause", NULL },
  { GDK_KEY_Right, GDK_CONTROL_MASK, "win.go-effect", NULL },
  { GDK_KEY_Down, GDK_SHIFT_MASK, "win.next-in-connection", NULL },
  { GDK_KEY_Up, GDK_SHIFT_MASK, "win.previous-in-connection", NULL },
  { GDK_KEY_f, 0, "win.follow", NULL },
};

/* What is typed into an entry, and what is chosen in a menu, is not meant for the run. */
static gboolean
is_taken (GtkWidget *focus)
{
  return focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus) || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL);
}

static gboolean
on_plain_key (GtkWidget *window, GVariant *arguments, gpointer data)
{
  const PlainKey *key = data;
  g_autoptr (GVariant) parameter = NULL;

  if (key->key != GDK_KEY_Escape && is_taken (gtk_window_get_focus (GTK_WINDOW (window))))
    return FALSE;
  if (key->parameter != NULL)
    parameter = g_variant_ref_sink (g_variant_new_parsed (key->parameter));
  return gtk_widget_activate_action_variant (window, key->action, parameter);
}

/* The first key takes the black screen away; those that only say "go on" do no more than that. */
static gboolean
on_covered_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, gpointer window)
{
  static const guint spent[] = { GDK_KEY_b, GDK_KEY_B, GDK_KEY_period, GDK_KEY_space, GDK_KEY_Return, GDK_KEY_Escape };

  if (!ehlo_window_uncover (window))
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (spent); i++)
    if (key == spent[i])
      return GDK_EVENT_STOP;
  return GDK_EVENT_PROPAGATE;
}

void
ehlo_window_actions_add (EhloWindow *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new (), *first = gtk_event_controller_key_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  for (guint i = 0; i < G_N_ELEMENTS (plain_keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (plain_keys[i].key, plain_keys[i].modifiers),
                        gtk_callback_action_new (on_plain_key, (gpointer) &plain_keys[i], NULL)));
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
  gtk_event_controller_set_propagation_phase (first, GTK_PHASE_CAPTURE);
  g_signal_connect (first, "key-pressed", G_CALLBACK (on_covered_key), window);
  gtk_widget_add_controller (GTK_WIDGET (window), first);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "notes", g_variant_new_boolean (ehlo_settings_get_flag ("notes", TRUE)));
}
