/* window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/window.h"

#include "app/model/loader.h"
#include "app/views/ladder-view.h"
#include "app/views/style.h"
#include "app/window/export-actions.h"
#include "app/window/faults-page.h"
#include "app/window/header.h"
#include "app/window/settings.h"
#include "app/window/switcher.h"
#include "app/window/window-actions.h"

#include <glib/gi18n-lib.h>

struct _EhloWindow
{
  GtkApplicationWindow parent;
  EhloPlayer  *player;
  char        *lesson;       /* id; NULL: a file */
  GFile       *file;
  GtkWidget   *header;
  GtkWidget   *stack;        /* "session", the other views, "faults" */
  EhloSession *session;
  int          width;        /* for which everything was arranged last */
  guint        arrange;      /* idle source; 0: it is arranged */
};

#define WIDTH  1366
#define HEIGHT 768

/* Below this the side panel lies over the ladder. */
#define SIDE_BY_SIDE 1024

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
  ehlo_header_set_title (EHLO_HEADER (self->header), name != NULL ? name : _("Choose a lesson"));
}

static void
set_side (EhloWindow *self, gboolean shown)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "side-panel");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (shown));
  ehlo_session_set_side (self->session, shown);
}

/* What stands where depends on how wide the window is. */
static void
arrange (EhloWindow *self, int width)
{
  gboolean was_narrow = self->width > 0 && self->width < SIDE_BY_SIDE, narrow = width < SIDE_BY_SIDE;

  ehlo_header_set_width (EHLO_HEADER (self->header), width);
  ehlo_session_set_narrow (self->session, narrow);
  if (narrow != was_narrow || self->width == 0)
    set_side (self, !narrow && ehlo_settings_get_flag ("side-panel", TRUE));
  self->width = width;
}

static gboolean
on_arrange (gpointer data)
{
  EhloWindow *self = data;

  self->arrange = 0;
  arrange (self, gtk_widget_get_width (GTK_WIDGET (self)));
  return G_SOURCE_REMOVE;
}

static void
ehlo_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EhloWindow *self = EHLO_WINDOW (widget);

  GTK_WIDGET_CLASS (ehlo_window_parent_class)->size_allocate (widget, width, height, baseline);
  /* Widgets are not moved to other parents while they are given their places. */
  if (width != self->width && self->arrange == 0)
    self->arrange = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_arrange, self, NULL);
}

static void
build (EhloWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height;
  g_autoptr (GVariant) hide = NULL;

  if (width == 0)
    gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  self->session = EHLO_SESSION (ehlo_session_new (self->player, width));
  self->stack = gtk_stack_new ();
  gtk_widget_add_css_class (self->stack, "content");
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_titled (GTK_STACK (self->stack), GTK_WIDGET (self->session), "session", _("Session"));
  ehlo_switcher_add_views (GTK_STACK (self->stack), self->player);
  self->header = ehlo_header_new (GTK_STACK (self->stack));
  ehlo_header_set_fullscreen (EHLO_HEADER (self->header), gtk_window_is_fullscreen (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (box), self->header);
  gtk_box_append (GTK_BOX (box), self->stack);
  gtk_window_set_child (GTK_WINDOW (self), box);
  self->width = 0;
  arrange (self, width);
  hide = g_action_group_get_action_state (G_ACTION_GROUP (self), "hide-coming");
  ehlo_ladder_view_set_hide_coming (EHLO_LADDER_VIEW (ehlo_session_get_view (self->session, EHLO_PANE_LADDER)), g_variant_get_boolean (hide));
  sync_title (self);
  ehlo_session_focus_pane (self->session, EHLO_PANE_LADDER);
}

static void
close_faults (EhloWindow *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (GTK_STACK (self->stack), "faults");

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "session");
  if (page != NULL)
    gtk_stack_remove (GTK_STACK (self->stack), page);
  ehlo_session_focus_pane (self->session, EHLO_PANE_LADDER);
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
  ehlo_ladder_view_set_hide_coming (EHLO_LADDER_VIEW (ehlo_window_get_view (window, EHLO_PANE_LADDER)), g_variant_get_boolean (value));
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
  g_clear_handle_id (&self->arrange, g_source_remove);
  g_clear_object (&self->player);
  g_clear_object (&self->file);
  g_clear_pointer (&self->lesson, g_free);
  G_OBJECT_CLASS (ehlo_window_parent_class)->dispose (object);
}

static gboolean
ehlo_window_close_request (GtkWindow *window)
{
  ehlo_session_remember (EHLO_WINDOW (window)->session);
  return GTK_WINDOW_CLASS (ehlo_window_parent_class)->close_request (window);
}

static void
ehlo_window_class_init (EhloWindowClass *klass)
{
  GTK_WINDOW_CLASS (klass)->close_request = ehlo_window_close_request;
  GTK_WIDGET_CLASS (klass)->size_allocate = ehlo_window_size_allocate;
  G_OBJECT_CLASS (klass)->dispose = ehlo_window_dispose;
}

static void
on_pointer (GtkEventControllerMotion *controller, double x, double y, EhloWindow *self)
{
  ehlo_header_pointer_at (EHLO_HEADER (self->header), y);
}

static void
on_fullscreen (EhloWindow *self)
{
  ehlo_header_set_fullscreen (EHLO_HEADER (self->header), gtk_window_is_fullscreen (GTK_WINDOW (self)));
}

static void
ehlo_window_init (EhloWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "close-faults", .activate = on_close_faults },
    { .name = "hide-coming", .state = "false", .change_state = on_hide_coming },
  };
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkWidget *no_title = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->player = ehlo_player_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self), "ehlo");
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  /* The header bar is part of the content, so that it can be shown in full screen. */
  gtk_widget_set_visible (no_title, FALSE);
  gtk_window_set_titlebar (GTK_WINDOW (self), no_title);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ehlo_window_actions_add (self);
  ehlo_export_actions_add (self);
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect (motion, "motion", G_CALLBACK (on_pointer), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (on_fullscreen), NULL);
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
  ehlo_session_remember (self->session);
  build (self);
  ehlo_player_set_cursor (self->player, cursor);
}

void
ehlo_window_set_side (EhloWindow *self, gboolean shown)
{
  set_side (self, shown);
  /* Over the ladder it lies only for now. */
  if (self->width >= SIDE_BY_SIDE)
    ehlo_settings_set_flag ("side-panel", shown);
}

gboolean
ehlo_window_get_side (EhloWindow *self)
{
  return ehlo_session_get_side (self->session);
}

EhloSession *
ehlo_window_get_session (EhloWindow *self)
{
  return self->session;
}

EhloHeader *
ehlo_window_get_header (EhloWindow *self)
{
  return EHLO_HEADER (self->header);
}

void
ehlo_window_sync_look (EhloWindow *self)
{
  ehlo_session_sync_look (self->session);
}

GtkWidget *
ehlo_window_get_view (EhloWindow *self, EhloPane pane)
{
  return ehlo_session_get_view (self->session, pane);
}

gboolean
ehlo_window_shows_faults (EhloWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "faults") == 0;
}
