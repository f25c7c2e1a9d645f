/* transcript-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/transcript-view.h"

#include "app/draw/words.h"
#include "app/model/trace-model.h"
#include "app/views/transcript-row.h"

#include <glib/gi18n-lib.h>

struct _EhloTranscriptView
{
  EhloView            parent;
  GtkWidget          *scrolled;
  GtkWidget          *list;
  GtkSingleSelection *selection;
  EhloTraceModel     *model;
  GtkSliceListModel  *slice;     /* of the model: what may be seen */
  GHashTable         *rows;      /* EhloTranscriptRow that are bound; set, borrowed */
  guint               row;       /* that was scrolled to last; G_MAXUINT: none */
  gboolean            syncing;
};

G_DEFINE_FINAL_TYPE (EhloTranscriptView, ehlo_transcript_view, EHLO_TYPE_VIEW)

static guint
current_line (EhloTranscriptView *self)
{
  return ehlo_player_get_line (ehlo_view_get_player (EHLO_VIEW (self)));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, EhloTranscriptView *self)
{
  gtk_list_item_set_child (item, ehlo_transcript_row_new ());
}

/* What a row says to who cannot see its badge: a full sentence. */
static char *
describe (EhloTranscriptView *self, EhloLine *line)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (self));

  if (line->kind == EHLO_LINE_SAID || line->kind == EHLO_LINE_EVENT)
    return ehlo_words_sentence (ehlo_player_get_trace (player), ehlo_player_get_lines (player), line->step);
  return g_strdup (line->text[0] != '\0' ? line->text : _("an empty line"));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, EhloTranscriptView *self)
{
  EhloTranscriptRow *row = EHLO_TRANSCRIPT_ROW (gtk_list_item_get_child (item));
  EhloLine *line = gtk_list_item_get_item (item);
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (row));

  ehlo_transcript_row_show (row, line);
  ehlo_transcript_row_set_coming (row, line->step > current_line (self));
  g_hash_table_add (self->rows, row);
  if (parent != NULL)
    {
      g_autofree char *label = describe (self, line);

      gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, EhloTranscriptView *self)
{
  g_hash_table_remove (self->rows, gtk_list_item_get_child (item));
  ehlo_transcript_row_show (EHLO_TRANSCRIPT_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
on_teardown (GtkSignalListItemFactory *factory, GtkListItem *item, EhloTranscriptView *self)
{
  g_hash_table_remove (self->rows, gtk_list_item_get_child (item));
}

static void
on_selected (EhloTranscriptView *self)
{
  guint row = gtk_single_selection_get_selected (self->selection);

  if (self->syncing || row == GTK_INVALID_LIST_POSITION || self->model == NULL)
    return;
  ehlo_player_go_to_line (ehlo_view_get_player (EHLO_VIEW (self)), ehlo_trace_model_step_of (self->model, row));
}

/* A fold opens and closes by Return and by a double click. */
static void
on_activate (GtkListView *list, guint row, EhloTranscriptView *self)
{
  self->syncing = TRUE;
  ehlo_trace_model_toggle (self->model, row);
  self->syncing = FALSE;
}

/* Up to the last row of the current line, where what comes is hidden. */
static void
sync_slice (EhloTranscriptView *self)
{
  guint n = G_MAXUINT;

  if (self->model == NULL)
    return;
  if (ehlo_player_get_hide_coming (ehlo_view_get_player (EHLO_VIEW (self))))
    {
      guint after = ehlo_trace_model_row_of (self->model, current_line (self) + 1);

      n = after == G_MAXUINT ? G_MAXUINT : after;
      /* A heading speaks of what comes below it. */
      if (after != G_MAXUINT && after > 0 && ehlo_trace_model_step_of (self->model, after - 1) > current_line (self))
        n--;
    }
  if (gtk_slice_list_model_get_size (self->slice) != n)
    gtk_slice_list_model_set_size (self->slice, n);
}

static void
ehlo_transcript_view_mode (EhloView *view)
{
  EhloTranscriptView *self = EHLO_TRANSCRIPT_VIEW (view);

  self->syncing = TRUE;
  sync_slice (self);
  self->syncing = FALSE;
}

static void
ehlo_transcript_view_loaded (EhloView *view)
{
  EhloTranscriptView *self = EHLO_TRANSCRIPT_VIEW (view);

  self->syncing = TRUE;
  g_clear_object (&self->model);
  self->model = ehlo_trace_model_new (ehlo_player_get_trace (ehlo_view_get_player (view)));
  gtk_slice_list_model_set_model (self->slice, G_LIST_MODEL (self->model));
  self->syncing = FALSE;
}

static void
ehlo_transcript_view_moved (EhloView *view)
{
  EhloTranscriptView *self = EHLO_TRANSCRIPT_VIEW (view);
  guint line = current_line (self);
  guint row = ehlo_trace_model_row_of (self->model, line), n;
  GHashTableIter iter;
  gpointer bound;

  self->syncing = TRUE;
  sync_slice (self);
  gtk_single_selection_set_selected (self->selection, row != G_MAXUINT ? row : GTK_INVALID_LIST_POSITION);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->slice));
  /* Downwards with two of the rows that follow, so that a reply of several lines is seen as one. */
  if (n > 0)
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u",
                                row == G_MAXUINT ? 0 : row > self->row || self->row == G_MAXUINT ? MIN (row + 2, n - 1) : row);
  self->row = row;
  /* The order does not matter: each row is told about itself alone. */
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &bound, NULL))
    ehlo_transcript_row_set_coming (bound, ehlo_transcript_row_get_step (bound) > line);
  self->syncing = FALSE;
}

static GtkEventController *
make_shortcuts (void)
{
  static const struct { guint key; GdkModifierType modifiers; const char *action; } keys[] = {
    { GDK_KEY_space, 0, "win.play" },    { GDK_KEY_Left, 0, "win.back" }, { GDK_KEY_Right, 0, "win.forward" },
    { GDK_KEY_Up, 0, "win.back" },       { GDK_KEY_Down, 0, "win.forward" }, { GDK_KEY_Home, 0, "win.first" },
    { GDK_KEY_End, 0, "win.last" },      { GDK_KEY_Page_Up, 0, "win.back" }, { GDK_KEY_Page_Down, 0, "win.forward" },
    { GDK_KEY_Left, GDK_SHIFT_MASK, "win.previous-phase" }, { GDK_KEY_Right, GDK_SHIFT_MASK, "win.next-phase" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* A list takes these keys for itself unless somebody is quicker. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers), gtk_named_action_new (keys[i].action)));
  return controller;
}

static void
ehlo_transcript_view_finalize (GObject *object)
{
  EhloTranscriptView *self = EHLO_TRANSCRIPT_VIEW (object);

  g_clear_object (&self->model);
  g_clear_object (&self->slice);
  g_hash_table_unref (self->rows);
  G_OBJECT_CLASS (ehlo_transcript_view_parent_class)->finalize (object);
}

static void
ehlo_transcript_view_dispose (GObject *object)
{
  EhloTranscriptView *self = EHLO_TRANSCRIPT_VIEW (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_func (self->selection, on_selected, self);
  g_hash_table_remove_all (self->rows);
  self->selection = NULL;
  G_OBJECT_CLASS (ehlo_transcript_view_parent_class)->dispose (object);
}

static gboolean
ehlo_transcript_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (EHLO_TRANSCRIPT_VIEW (widget)->list);
}

static void
ehlo_transcript_view_class_init (EhloTranscriptViewClass *klass)
{
  EhloViewClass *view_class = EHLO_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ehlo_transcript_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = ehlo_transcript_view_finalize;
  view_class->loaded = ehlo_transcript_view_loaded;
  view_class->moved = ehlo_transcript_view_moved;
  view_class->mode = ehlo_transcript_view_mode;
  GTK_WIDGET_CLASS (klass)->grab_focus = ehlo_transcript_view_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_transcript_view_init (EhloTranscriptView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->rows = g_hash_table_new (NULL, NULL);
  self->row = G_MAXUINT;
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, 0);
  g_signal_connect_object (factory, "teardown", G_CALLBACK (on_teardown), self, 0);
  self->slice = gtk_slice_list_model_new (NULL, 0, G_MAXUINT);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->slice)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_activate), self, 0);
  gtk_widget_add_css_class (self->list, "transcript");
  gtk_widget_add_controller (self->list, make_shortcuts ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Transcript"), -1);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);
  gtk_widget_set_focusable (self->scrolled, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
ehlo_transcript_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_TRANSCRIPT_VIEW, "player", player, NULL);
}

GtkWidget *
ehlo_transcript_view_get_list (EhloTranscriptView *self)
{
  return self->list;
}
