/* ladder-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/ladder-actions.h"

#include "app/model/find.h"
#include "app/views/ladder-view.h"
#include "app/window/settings.h"

#include <glib/gi18n-lib.h>

/* In a longer run only the line that was gone to is marked: to find them all would keep somebody waiting who types. */
#define SEARCHED_LINES 20000

static const char * const times[] = { "steps", "compressed", "scale" };
static const struct { const char *name; guint layer; } layers[] = {
  { "layer-application", LADDER_LAYER_APPLICATION },
  { "layer-transport", LADDER_LAYER_TRANSPORT },
  { "layer-names", LADDER_LAYER_NAMES },
};

static EhloLadderView *
ladder_of (gpointer window)
{
  return EHLO_LADDER_VIEW (ehlo_window_get_view (EHLO_WINDOW (window), EHLO_PANE_LADDER));
}

static gboolean
is_on (gpointer window, const char *name)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), name);

  return g_variant_get_boolean (state);
}

static void
sync_time (gpointer window)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), "ladder-time");

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    if (g_str_equal (g_variant_get_string (state, NULL), times[i]))
      ehlo_ladder_view_set_time (ladder_of (window), (LadderTime) i);
}

static guint
chosen_layers (gpointer window)
{
  guint mask = 0;

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    if (is_on (window, layers[i].name))
      mask |= layers[i].layer;
  return mask;
}

static void
set_time (GSimpleAction *action, GVariant *value, gpointer window)
{
  const char *name = g_variant_get_string (value, NULL);

  if (!g_strv_contains ((const char *[]) { times[0], times[1], times[2], NULL }, name))
    return;
  g_simple_action_set_state (action, value);
  ehlo_settings_set_text ("ladder-time", name);
  sync_time (window);
}

/* Without any layer there would be nothing to see: the last one stays. */
static void
set_layer (GSimpleAction *action, GVariant *value, gpointer window)
{
  g_autoptr (GVariant) before = g_action_get_state (G_ACTION (action));

  g_simple_action_set_state (action, value);
  if (chosen_layers (window) == 0)
    {
      g_simple_action_set_state (action, before);
      return;
    }
  ehlo_settings_set_flag (g_action_get_name (G_ACTION (action)), g_variant_get_boolean (value));
  ehlo_ladder_view_set_layers (ladder_of (window), chosen_layers (window));
}

static void
set_states (GSimpleAction *action, GVariant *value, gpointer window)
{
  g_simple_action_set_state (action, value);
  ehlo_settings_set_flag ("ladder-states", g_variant_get_boolean (value));
  ehlo_ladder_view_set_states (ladder_of (window), g_variant_get_boolean (value));
}

static void
follow (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_ladder_view_toggle_follow (ladder_of (window));
}

static void
go_cause (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_ladder_view_go (ladder_of (window), EHLO_LADDER_CAUSE);
}

static void
go_effect (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_ladder_view_go (ladder_of (window), EHLO_LADDER_EFFECT);
}

static void
go_next (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_ladder_view_go (ladder_of (window), EHLO_LADDER_NEXT);
}

static void
go_previous (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_ladder_view_go (ladder_of (window), EHLO_LADDER_PREVIOUS);
}

static void
fold_all (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_ladder_view_fold_all (ladder_of (window), TRUE);
}

static void
unfold_all (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ehlo_ladder_view_fold_all (ladder_of (window), FALSE);
}

static const GActionEntry entries[] = {
  { .name = "ladder-time", .parameter_type = "s", .state = "'steps'", .change_state = set_time },
  { .name = "layer-application", .state = "true", .change_state = set_layer },
  { .name = "layer-transport", .state = "false", .change_state = set_layer },
  { .name = "layer-names", .state = "true", .change_state = set_layer },
  { .name = "ladder-states", .state = "true", .change_state = set_states },
  { .name = "follow", .activate = follow },
  { .name = "go-cause", .activate = go_cause },
  { .name = "go-effect", .activate = go_effect },
  { .name = "next-in-connection", .activate = go_next },
  { .name = "previous-in-connection", .activate = go_previous },
  { .name = "fold-all", .activate = fold_all },
  { .name = "unfold-all", .activate = unfold_all },
};

static void
set_state (EhloWindow *window, const char *name, GVariant *value)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);

  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (window), name)), sunk);
}

void
ehlo_ladder_actions_add (EhloWindow *window)
{
  g_autofree char *time = ehlo_settings_dup_text ("ladder-time", "steps");

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  set_state (window, "ladder-time", g_variant_new_string (time));
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    set_state (window, layers[i].name, g_variant_new_boolean (ehlo_settings_get_flag (layers[i].name, layers[i].layer != LADDER_LAYER_TRANSPORT)));
  if (chosen_layers (window) == 0)
    set_state (window, "layer-application", g_variant_new_boolean (TRUE));
  set_state (window, "ladder-states", g_variant_new_boolean (ehlo_settings_get_flag ("ladder-states", TRUE)));
}

void
ehlo_ladder_actions_sync (EhloWindow *window)
{
  sync_time (window);
  ehlo_ladder_view_set_layers (ladder_of (window), chosen_layers (window));
  ehlo_ladder_view_set_states (ladder_of (window), is_on (window, "ladder-states"));
}

void
ehlo_ladder_actions_mark (EhloWindow *window, const char *words)
{
  EhloPlayer *player = ehlo_window_get_player (window);
  const SimSteps *lines = ehlo_player_get_lines (player);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (guint));
  guint here = ehlo_player_get_line (player), line = 0;

  if (lines == NULL)
    return;
  if (words[0] != '\0' && sim_steps_length (lines) > SEARCHED_LINES && here > 0)
    g_array_append_val (hits, here);
  else if (words[0] != '\0')
    for (guint next = 0; (next = ehlo_find (ehlo_player_get_trace (player), lines, words, line, 1)) > line; line = next)
      g_array_append_val (hits, next);
  ehlo_ladder_view_set_hits (ladder_of (window), (const guint *) (void *) hits->data, hits->len, hits->len > 0 ? here : 0);
}

GMenuModel *
ehlo_ladder_actions_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) time = g_menu_new (), layer = g_menu_new (), go = g_menu_new (), fold = g_menu_new ();

  g_menu_append (time, _("By _step"), "win.ladder-time::steps");
  g_menu_append (time, _("_Compressed time"), "win.ladder-time::compressed");
  g_menu_append (time, _("_True to scale"), "win.ladder-time::scale");
  g_menu_append (layer, _("_Application"), "win.layer-application");
  g_menu_append (layer, _("TCP _segments"), "win.layer-transport");
  g_menu_append (layer, _("_DNS"), "win.layer-names");
  g_menu_append (layer, _("States along the _lifelines"), "win.ladder-states");
  g_menu_append (go, _("_Follow this connection, or all"), "win.follow");
  g_menu_append (go, _("Go to what led to t_his"), "win.go-cause");
  g_menu_append (go, _("Go to what this led t_o"), "win.go-effect");
  g_menu_append (fold, _("Fold all _phases"), "win.fold-all");
  g_menu_append (fold, _("_Unfold all"), "win.unfold-all");
  g_menu_append_section (menu, _("Time"), G_MENU_MODEL (time));
  g_menu_append_section (menu, _("Layers"), G_MENU_MODEL (layer));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (go));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (fold));
  return G_MENU_MODEL (menu);
}
