/* window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/window.h"

#include "app/model/loader.h"
#include "app/views/inspector-view.h"
#include "app/views/ladder-view.h"
#include "app/views/map-view.h"
#include "app/views/note-view.h"
#include "app/views/transport-view.h"
#include "app/window/chooser.h"
#include "app/window/faults-page.h"
#include "app/window/settings.h"
#include "app/window/side-tabs.h"
#include "app/window/switcher.h"
#include "app/window/window-actions.h"
#include "app/window/window-menu.h"

#include <glib/gi18n-lib.h>

struct _EhloWindow
{
  GtkApplicationWindow parent;
  EhloPlayer *player;
  char       *lesson;       /* id; NULL: a file */
  GFile      *file;
  GtkWidget  *title;        /* on the lesson button */
  GtkWidget  *stack;        /* "session", the other views, "faults" */
  GtkWidget  *switcher;     /* among them */
  GtkWidget  *panes;        /* the ladder, and at its right: */
  GtkWidget  *side;         /* the tabs, and below them the inspector */
  GtkWidget  *views[EHLO_N_PANES];
  GtkWidget  *focus[EHLO_N_PANES];
};

#define WIDTH  1366
#define HEIGHT 768

G_DEFINE_FINAL_TYPE (EhloWindow, ehlo_window, GTK_TYPE_APPLICATION_WINDOW)

static void
sync_title (EhloWindow *self)
{
  SimScenario *scenario = ehlo_player_get_scenario (self->player);
  g_autofree char *basename = self->file != NULL ? g_file_get_basename (self->file) : NULL;
  const char *name = scenario != NULL && scenario->title != NULL ? scenario->title : basename;
  /* TRANSLATORS: the window's title: the lesson's title */
  g_autofree char *title = name != NULL ? g_strdup_printf (_("%s — Ehlo"), name) : NULL;

  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _("Ehlo"));
  gtk_label_set_text (GTK_LABEL (self->title), name != NULL ? name : _("Choose a lesson"));
}

static GtkWidget *
make_lesson_button (EhloWindow *self)
{
  GtkWidget *button = gtk_menu_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->title = gtk_label_new ("");
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (self->title), 40);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("ehlo-list-symbolic"));
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), box);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), ehlo_chooser_new ());
  gtk_widget_add_css_class (button, "lesson-button");
  gtk_widget_set_tooltip_text (button, _("Choose a lesson"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Lessons"), -1);
  return button;
}

static GtkWidget *
make_header (EhloWindow *self)
{
  GtkWidget *header = gtk_header_bar_new (), *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = ehlo_window_menu_new ();

  self->switcher = ehlo_switcher_new (GTK_STACK (self->stack));
  gtk_header_bar_set_title_widget (GTK_HEADER_BAR (header), self->switcher);
  gtk_header_bar_pack_start (GTK_HEADER_BAR (header), make_lesson_button (self));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "ehlo-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _("Menu"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Menu"), -1);
  gtk_header_bar_pack_end (GTK_HEADER_BAR (header), button);
  return header;
}

static GtkWidget *
make_left (EhloWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();

  self->views[EHLO_PANE_MAP] = self->focus[EHLO_PANE_MAP] = ehlo_map_view_new (self->player);
  self->views[EHLO_PANE_LADDER] = self->focus[EHLO_PANE_LADDER] = ehlo_ladder_view_new (self->player);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->views[EHLO_PANE_LADDER]);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), self->views[EHLO_PANE_MAP]);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_set_size_request (box, 300, -1);
  return box;
}

static GtkWidget *
make_right (EhloWindow *self)
{
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_VERTICAL), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *note = ehlo_note_view_new (self->player);

  gtk_widget_set_margin_start (note, 16);
  gtk_widget_set_margin_end (note, 16);
  gtk_widget_set_margin_top (note, 10);
  self->views[EHLO_PANE_INSPECTOR] = ehlo_inspector_view_new (self->player);
  self->focus[EHLO_PANE_INSPECTOR] = scrolled;
  gtk_box_append (GTK_BOX (box), note);
  gtk_box_append (GTK_BOX (box), self->views[EHLO_PANE_INSPECTOR]);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_focusable (scrolled, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Inspector"), -1);
  self->views[EHLO_PANE_TABS] = self->focus[EHLO_PANE_TABS] = ehlo_side_tabs_new (self->player);
  gtk_widget_set_size_request (self->views[EHLO_PANE_TABS], -1, 120);
  gtk_paned_set_start_child (GTK_PANED (paned), self->views[EHLO_PANE_TABS]);
  gtk_paned_set_end_child (GTK_PANED (paned), scrolled);
  gtk_paned_set_resize_end_child (GTK_PANED (paned), TRUE);
  gtk_paned_set_resize_start_child (GTK_PANED (paned), TRUE);
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_position (GTK_PANED (paned), ehlo_settings_get_size ("transcript-height", 208));
  gtk_widget_set_size_request (paned, 380, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (paned), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Side panel"), -1);
  return paned;
}

static GtkWidget *
make_session (EhloWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  int width = gtk_widget_get_width (GTK_WIDGET (self)) > 0 ? gtk_widget_get_width (GTK_WIDGET (self)) : WIDTH;

  self->side = make_right (self);
  gtk_paned_set_start_child (GTK_PANED (paned), make_left (self));
  gtk_paned_set_end_child (GTK_PANED (paned), self->side);
  gtk_paned_set_resize_start_child (GTK_PANED (paned), TRUE);
  gtk_paned_set_resize_end_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  self->panes = paned;
  gtk_paned_set_position (GTK_PANED (paned), MAX (width - ehlo_settings_get_size ("side-width", 560), 0));
  gtk_widget_set_vexpand (paned, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (paned), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Session"), -1);
  self->views[EHLO_PANE_TRANSPORT] = ehlo_transport_view_new (self->player);
  self->focus[EHLO_PANE_TRANSPORT] = ehlo_transport_view_get_scale (EHLO_TRANSPORT_VIEW (self->views[EHLO_PANE_TRANSPORT]));
  gtk_box_append (GTK_BOX (box), paned);
  gtk_box_append (GTK_BOX (box), self->views[EHLO_PANE_TRANSPORT]);
  return box;
}

/* Where somebody has drawn the borders between the panes is where they stand next time. */
static void
remember_panes (EhloWindow *self)
{
  int width = gtk_widget_get_width (self->panes), position = gtk_paned_get_position (GTK_PANED (self->panes));

  if (!gtk_widget_get_mapped (self->side) || width <= position)
    return;
  ehlo_settings_set_size ("side-width", width - position);
  ehlo_settings_set_size ("transcript-height", gtk_paned_get_position (GTK_PANED (self->side)));
}

static void
build (EhloWindow *self)
{
  g_autoptr (GVariant) hide = NULL;

  self->stack = gtk_stack_new ();
  gtk_widget_add_css_class (self->stack, "content");
  gtk_stack_add_titled (GTK_STACK (self->stack), make_session (self), "session", _("Session"));
  ehlo_switcher_add_views (GTK_STACK (self->stack), self->player);
  gtk_window_set_titlebar (GTK_WINDOW (self), make_header (self));
  gtk_window_set_child (GTK_WINDOW (self), self->stack);
  gtk_widget_set_visible (self->side, ehlo_settings_get_flag ("side-panel", TRUE));
  hide = g_action_group_get_action_state (G_ACTION_GROUP (self), "hide-coming");
  ehlo_ladder_view_set_hide_coming (EHLO_LADDER_VIEW (self->views[EHLO_PANE_LADDER]), g_variant_get_boolean (hide));
  sync_title (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->focus[EHLO_PANE_LADDER]);
}

static void
close_faults (EhloWindow *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (GTK_STACK (self->stack), "faults");

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "session");
  if (page != NULL)
    gtk_stack_remove (GTK_STACK (self->stack), page);
  gtk_widget_grab_focus (self->focus[EHLO_PANE_LADDER]);
}

static void
show_faults (EhloWindow *self, const EhloFaults *faults)
{
  close_faults (self);
  gtk_stack_add_named (GTK_STACK (self->stack), ehlo_faults_page_new (faults, ehlo_player_get_trace (self->player) != NULL), "faults");
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "faults");
}

static void
on_close_faults (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  close_faults (window);
}

static void
on_hide_coming (GSimpleAction *action, GVariant *value, gpointer window)
{
  g_simple_action_set_state (action, value);
  ehlo_ladder_view_set_hide_coming (EHLO_LADDER_VIEW (EHLO_WINDOW (window)->views[EHLO_PANE_LADDER]), g_variant_get_boolean (value));
}

static void
finish_open (EhloWindow *self, gboolean ok, EhloFaults *faults)
{
  if (ok)
    close_faults (self);
  else
    show_faults (self, faults);
  sync_title (self);
  ehlo_faults_clear (faults);
}

static void
ehlo_window_dispose (GObject *object)
{
  EhloWindow *self = EHLO_WINDOW (object);

  if (self->player != NULL)
    ehlo_player_set_playing (self->player, FALSE);
  g_clear_object (&self->player);
  g_clear_object (&self->file);
  g_clear_pointer (&self->lesson, g_free);
  G_OBJECT_CLASS (ehlo_window_parent_class)->dispose (object);
}

static gboolean
ehlo_window_close_request (GtkWindow *window)
{
  remember_panes (EHLO_WINDOW (window));
  return GTK_WINDOW_CLASS (ehlo_window_parent_class)->close_request (window);
}

static void
ehlo_window_class_init (EhloWindowClass *klass)
{
  GTK_WINDOW_CLASS (klass)->close_request = ehlo_window_close_request;
  G_OBJECT_CLASS (klass)->dispose = ehlo_window_dispose;
}

static void
ehlo_window_init (EhloWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "close-faults", .activate = on_close_faults },
    { .name = "hide-coming", .state = "false", .change_state = on_hide_coming },
  };
  g_autoptr (GVariant) side = g_variant_ref_sink (g_variant_new_boolean (ehlo_settings_get_flag ("side-panel", TRUE)));

  self->player = ehlo_player_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self), "ehlo");
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ehlo_window_actions_add (self);
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "side-panel")), side);
  build (self);
}

EhloWindow *
ehlo_window_new (GtkApplication *application)
{
  return g_object_new (EHLO_TYPE_WINDOW, "application", application, NULL);
}

EhloPlayer *
ehlo_window_get_player (EhloWindow *self)
{
  return self->player;
}

void
ehlo_window_open_lesson (EhloWindow *self, const char *id)
{
  EhloFaults faults = { 0 };
  gboolean ok = ehlo_load_lesson (self->player, id, &faults);

  if (ok)
    {
      g_clear_object (&self->file);
      g_free (self->lesson);
      self->lesson = g_strdup (id);
    }
  finish_open (self, ok, &faults);
}

void
ehlo_window_open_file (EhloWindow *self, GFile *file)
{
  EhloFaults faults = { 0 };
  gboolean ok = ehlo_load_file (self->player, file, &faults);

  if (ok)
    {
      g_set_object (&self->file, file);
      g_clear_pointer (&self->lesson, g_free);
    }
  finish_open (self, ok, &faults);
}

void
ehlo_window_rebuild (EhloWindow *self)
{
  guint cursor = ehlo_player_get_cursor (self->player);
  EhloFaults faults = { 0 };

  /* A lesson's own words were translated when it was read. */
  if (self->lesson != NULL)
    ehlo_load_lesson (self->player, self->lesson, &faults);
  else if (self->file != NULL)
    ehlo_load_file (self->player, self->file, &faults);
  ehlo_faults_clear (&faults);
  remember_panes (self);
  build (self);
  ehlo_player_set_cursor (self->player, cursor);
}

void
ehlo_window_set_side (EhloWindow *self, gboolean shown)
{
  gtk_widget_set_visible (self->side, shown);
}

gboolean
ehlo_window_get_side (EhloWindow *self)
{
  return gtk_widget_get_visible (self->side);
}

void
ehlo_window_move_pane (EhloWindow *self, int direction)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int at = direction > 0 ? -1 : EHLO_N_PANES;

  for (int i = 0; focus != NULL && i < EHLO_N_PANES; i++)
    if (focus == self->focus[i] || gtk_widget_is_ancestor (focus, self->focus[i]) || gtk_widget_is_ancestor (focus, self->views[i]))
      at = i;
  for (int tries = 0; tries < EHLO_N_PANES; tries++)
    {
      at = (at + direction + EHLO_N_PANES) % EHLO_N_PANES;
      if (gtk_widget_get_mapped (self->focus[at]) && gtk_widget_grab_focus (self->focus[at]))
        return;
    }
}

GtkWidget *
ehlo_window_get_view (EhloWindow *self, EhloPane pane)
{
  return self->views[pane];
}

gboolean
ehlo_window_shows_faults (EhloWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "faults") == 0;
}
