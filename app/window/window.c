/* window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/window.h"

#include "app/model/loader.h"
#include "app/views/compare-view.h"
#include "app/views/ladder-view.h"
#include "app/views/style.h"
#include "app/views/transport-view.h"
#include "app/window/callout.h"
#include "app/window/export-actions.h"
#include "app/window/faults-page.h"
#include "app/window/finder.h"
#include "app/window/header.h"
#include "app/window/ladder-actions.h"
#include "app/window/lazy.h"
#include "app/window/memory.h"
#include "app/window/settings.h"
#include "app/window/switcher.h"
#include "app/window/window-actions.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _EhloWindow
{
  GtkApplicationWindow parent;
  EhloPlayer  *player;
  char        *lesson;       /* id; NULL: a file */
  GFile       *file;
  GtkWidget   *header;
  GtkWidget   *stack;        /* "session", the other views, "faults" */
  EhloSession *session;
  EhloFinder  *finder;
  GtkWidget   *cover;        /* the black screen */
  int          width;        /* for which everything was arranged last */
  guint        arrange;      /* idle source; 0: it is arranged */
  gboolean     opening;      /* what changes now was not done by anybody */
};

#define FIRST_LESSON "first-letter"

/* Below this, less what a border may take, the side panel lies over the ladder. */
#define SIDE_BY_SIDE (1024 - 24)

G_DEFINE_FINAL_TYPE (EhloWindow, ehlo_window, GTK_TYPE_APPLICATION_WINDOW)

/* By which the run is remembered; NULL: none is open. (transfer full) */
static char *
dup_name (EhloWindow *self)
{
  return self->lesson != NULL ? g_strdup (self->lesson) : self->file != NULL ? g_file_get_uri (self->file) : NULL;
}

/* The number of the lesson among all, from 1; 0: it is none of them. */
static guint
lesson_number (EhloWindow *self)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  for (guint i = 0; self->lesson != NULL && ids[i] != NULL; i++)
    if (g_str_equal (ids[i], self->lesson))
      return i + 1;
  return 0;
}

static void
sync_title (EhloWindow *self)
{
  SimScenario *scenario = ehlo_player_get_scenario (self->player);
  g_autofree char *basename = self->file != NULL ? g_file_get_basename (self->file) : NULL;
  const char *name = scenario != NULL && scenario->title != NULL ? scenario->title : basename;
  /* TRANSLATORS: the window's title: the lesson's title */
  g_autofree char *title = name != NULL ? g_strdup_printf (_("%s — Ehlo"), name) : NULL;

  guint number = lesson_number (self);
  /* TRANSLATORS: on a button: the number of the lesson, and its title */
  g_autofree char *lesson = number > 0 ? g_strdup_printf (_("Lesson %u · %s"), number, name) : NULL;

  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _("Ehlo"));
  ehlo_header_set_title (EHLO_HEADER (self->header), lesson != NULL ? lesson : name != NULL ? name : _("Choose a lesson"));
}

static void
set_side (EhloWindow *self, gboolean shown)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "side-panel");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (shown));
  ehlo_session_set_side (self->session, shown);
}

/* What stands where depends on how wide the window is; a projector's picture is never wide enough. */
static void
arrange (EhloWindow *self, int width)
{
  gboolean was_narrow = ehlo_session_get_narrow (self->session), narrow = width < SIDE_BY_SIDE || ehlo_style_is_projector ();

  ehlo_header_set_width (EHLO_HEADER (self->header), width);
  ehlo_header_set_narrow (EHLO_HEADER (self->header), narrow);
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
on_finder_closed (EhloWindow *self)
{
  ehlo_session_focus_pane (self->session, EHLO_PANE_LADDER);
}

/* For when everybody is to look at the teacher. */
static GtkWidget *
make_cover (EhloWindow *self)
{
  GtkWidget *cover = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *label = gtk_label_new (_("Press B to go on"));
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_valign (label, GTK_ALIGN_END);
  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (cover), label);
  gtk_widget_add_css_class (cover, "cover");
  gtk_widget_set_visible (cover, FALSE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (ehlo_window_uncover), self);
  gtk_widget_add_controller (cover, GTK_EVENT_CONTROLLER (click));
  return cover;
}

/* A pointer that is seen from the last row: a ring. */
static void
sync_pointer (EhloWindow *self)
{
  g_autoptr (GdkCursor) cursor = ehlo_style_is_projector () ? ehlo_style_ring_cursor () : NULL;

  gtk_widget_set_cursor (GTK_WIDGET (self), cursor);
}

/* How far and how fast is the same in all views. */
static void
on_shown (EhloWindow *self)
{
  static const char * const actions[] = { "granularity", "speed" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self), actions[i]);

      g_action_group_change_action_state (G_ACTION_GROUP (self), actions[i], state);
    }
}

static void
build (EhloWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *overlay = gtk_overlay_new ();
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
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (on_shown), self, G_CONNECT_SWAPPED);
  self->header = ehlo_header_new (GTK_STACK (self->stack));
  ehlo_header_set_fullscreen (EHLO_HEADER (self->header), gtk_window_is_fullscreen (GTK_WINDOW (self)));
  self->finder = EHLO_FINDER (ehlo_finder_new (self->player));
  g_signal_connect_swapped (self->finder, "searched", G_CALLBACK (ehlo_ladder_actions_mark), self);
  g_signal_connect_swapped (self->finder, "closed", G_CALLBACK (on_finder_closed), self);
  self->cover = make_cover (self);
  gtk_box_append (GTK_BOX (box), self->header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->finder));
  gtk_box_append (GTK_BOX (box), self->stack);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), box);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->cover);
  gtk_window_set_child (GTK_WINDOW (self), overlay);
  self->width = 0;
  arrange (self, width);
  sync_pointer (self);
  hide = g_action_group_get_action_state (G_ACTION_GROUP (self), "hide-coming");
  ehlo_ladder_view_set_hide_coming (EHLO_LADDER_VIEW (ehlo_session_get_view (self->session, EHLO_PANE_LADDER)), g_variant_get_boolean (hide));
  ehlo_ladder_actions_sync (self);
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
  ehlo_player_set_hide_coming (EHLO_WINDOW (window)->player, g_variant_get_boolean (value));
}

static void
restore_bookmarks (EhloWindow *self)
{
  g_autofree char *name = dup_name (self);

  if (name == NULL)
    return;
  self->opening = TRUE;
  ehlo_memory_restore_bookmarks (name, self->player);
  self->opening = FALSE;
}

static void
on_bookmarks (EhloWindow *self)
{
  g_autofree char *name = dup_name (self);

  if (!self->opening && name != NULL)
    ehlo_memory_keep_bookmarks (name, self->player);
}

static void
on_moved (EhloWindow *self)
{
  if (self->lesson != NULL && ehlo_player_get_step (self->player) > 0
      && ehlo_player_get_cursor (self->player) == sim_trace_length (ehlo_player_get_trace (self->player)))
    ehlo_memory_keep_finished (self->lesson);
}

static void
finish_open (EhloWindow *self, gboolean ok, EhloFaults *faults)
{
  if (ok)
    {
      close_faults (self);
      restore_bookmarks (self);
    }
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
  EhloWindow *self = EHLO_WINDOW (window);
  g_autofree char *name = dup_name (self);

  ehlo_session_remember (self->session);
  ehlo_memory_keep_size (window);
  if (name != NULL)
    ehlo_memory_keep_place (name, ehlo_player_get_line (self->player));
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
  ehlo_player_set_pause_on_failures (self->player, ehlo_settings_get_flag ("pause-on-failures", TRUE));
  g_signal_connect_object (self->player, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::n-bookmarks", G_CALLBACK (on_bookmarks), self, G_CONNECT_SWAPPED);
  ehlo_memory_restore_size (GTK_WINDOW (self));
  /* The header bar is part of the content, so that it can be shown in full screen. */
  gtk_widget_set_visible (no_title, FALSE);
  gtk_window_set_titlebar (GTK_WINDOW (self), no_title);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ehlo_window_actions_add (self);
  ehlo_export_actions_add (self);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "pause-on-failures",
                                      g_variant_new_boolean (ehlo_player_get_pause_on_failures (self->player)));
  ehlo_ladder_actions_add (self);
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

EhloCompareView *
ehlo_window_get_compare (EhloWindow *self)
{
  GtkWidget *shown = self->stack != NULL ? gtk_stack_get_visible_child (GTK_STACK (self->stack)) : NULL;
  GtkWidget *view = shown != NULL && EHLO_IS_LAZY (shown) ? ehlo_lazy_peek (EHLO_LAZY (shown)) : NULL;

  return view != NULL && EHLO_IS_COMPARE_VIEW (view) ? EHLO_COMPARE_VIEW (view) : NULL;
}

EhloPlayer *
ehlo_window_get_shown_player (EhloWindow *self)
{
  EhloCompareView *compare = ehlo_window_get_compare (self);

  return compare != NULL ? ehlo_compare_view_get_rows (compare) : self->player;
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
ehlo_window_open_last (EhloWindow *self)
{
  guint line = 0;
  g_autofree char *name = ehlo_memory_dup_place (&line);
  g_autoptr (GFile) file = name != NULL && strstr (name, "://") != NULL ? g_file_new_for_uri (name) : NULL;
  g_auto (GStrv) ids = sim_scenario_list ();

  if (file != NULL && g_file_query_exists (file, NULL))
    ehlo_window_open_file (self, file);
  else if (name != NULL && g_strv_contains ((const char * const *) ids, name))
    ehlo_window_open_lesson (self, name);
  else
    {
      ehlo_window_open_lesson (self, FIRST_LESSON);
      line = 0;
    }
  ehlo_player_go_to_line (self->player, line);
  ehlo_callout_begin (ehlo_transport_view_get_play (EHLO_TRANSPORT_VIEW (ehlo_window_get_view (self, EHLO_PANE_TRANSPORT))), self->player);
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
  restore_bookmarks (self);
}

void
ehlo_window_set_side (EhloWindow *self, gboolean shown)
{
  set_side (self, shown);
  /* Over the ladder it lies only for now. */
  if (!ehlo_session_get_narrow (self->session))
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

EhloFinder *
ehlo_window_get_finder (EhloWindow *self)
{
  return self->finder;
}

void
ehlo_window_cover (EhloWindow *self)
{
  ehlo_player_set_playing (self->player, FALSE);
  gtk_widget_set_visible (self->cover, TRUE);
}

gboolean
ehlo_window_uncover (EhloWindow *self)
{
  gboolean was_covered = gtk_widget_get_visible (self->cover);

  gtk_widget_set_visible (self->cover, FALSE);
  return was_covered;
}

void
ehlo_window_sync_look (EhloWindow *self)
{
  g_autoptr (GVariant) speed = g_action_group_get_action_state (G_ACTION_GROUP (self), "speed");
  const char *usual = ehlo_style_is_projector () ? "1" : "0.5", *now = ehlo_style_is_projector () ? "0.5" : "1";

  ehlo_session_sync_look (self->session);
  arrange (self, self->width);
  sync_pointer (self);
  /* A class needs longer to look. */
  if (g_str_equal (g_variant_get_string (speed, NULL), usual))
    g_action_group_change_action_state (G_ACTION_GROUP (self), "speed", g_variant_new_string (now));
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
