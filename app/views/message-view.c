/* message-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/message-view.h"

#include "app/model/letter.h"

#include <glib/gi18n-lib.h>

struct _EhloMessageView
{
  EhloSheetView  parent;
  GtkWidget     *chooser;
  GtkStringList *names;
  GtkWidget     *decode;
  EhloLedger    *ledger;      /* NULL: to be made */
  GArray        *choices;     /* guint: entries of the chooser's rows behind the first; NULL: none yet */
  guint          chosen;      /* EHLO_LETTER_NONE: the steps are followed */
  guint          shown;       /* the letter of the sheet */
  gboolean       decoded;
  gboolean       unfolded;
  gboolean       syncing;
};

G_DEFINE_FINAL_TYPE (EhloMessageView, ehlo_message_view, EHLO_TYPE_SHEET_VIEW)

static EhloPlayer *
player_of (EhloMessageView *self)
{
  return ehlo_view_get_player (EHLO_VIEW (self));
}

static gboolean
same_choices (const GArray *a, const GArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (g_array_index (a, guint, i) != g_array_index (b, guint, i))
      return FALSE;
  return TRUE;
}

static void
fill_chooser (EhloMessageView *self)
{
  const SimScene *scene = ehlo_player_get_scene (player_of (self));
  g_autoptr (GArray) choices = ehlo_letter_choices (scene);
  g_autoptr (GPtrArray) names = NULL;
  guint row = 0;

  self->syncing = TRUE;
  if (!same_choices (self->choices, choices))
    {
      names = g_ptr_array_new_with_free_func (g_free);
      /* TRANSLATORS: of a chooser of letters: always the one that the current step is about */
      g_ptr_array_add (names, g_strdup (_("The letter of this step")));
      for (guint i = 0; i < choices->len; i++)
        g_ptr_array_add (names, ehlo_letter_name (ehlo_player_get_trace (player_of (self)), scene, g_array_index (choices, guint, i)));
      g_ptr_array_add (names, NULL);
      gtk_string_list_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)), (const char * const *) names->pdata);
      g_clear_pointer (&self->choices, g_array_unref);
      self->choices = g_steal_pointer (&choices);
    }
  for (guint i = 0; i < self->choices->len; i++)
    if (g_array_index (self->choices, guint, i) == self->chosen)
      row = i + 1;
  /* A copy that is gone cannot be stayed with. */
  if (row == 0)
    self->chosen = EHLO_LETTER_NONE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->chooser), row);
  gtk_widget_set_sensitive (self->chooser, self->choices->len > 0);
  self->syncing = FALSE;
}

static void
ehlo_message_view_sync (EhloSheetView *view)
{
  EhloMessageView *self = EHLO_MESSAGE_VIEW (view);
  EhloPlayer *player = player_of (self);
  guint shown;

  if (self->ledger == NULL)
    self->ledger = ehlo_ledger_new (ehlo_player_get_trace (player));
  fill_chooser (self);
  shown = self->chosen != EHLO_LETTER_NONE ? self->chosen
    : ehlo_letter_current (ehlo_player_get_trace (player), ehlo_player_get_scene (player), ehlo_player_get_lines (player),
                           ehlo_player_get_cursor (player));
  if (shown != self->shown)
    {
      self->unfolded = FALSE;
      ehlo_sheet_canvas_follow (ehlo_sheet_view_get_canvas (view));
    }
  self->shown = shown;
}

static EhloSheet *
ehlo_message_view_make_sheet (EhloSheetView *view, double width, double height, EhloMeasure measure, gpointer measure_data)
{
  EhloMessageView *self = EHLO_MESSAGE_VIEW (view);
  EhloPlayer *player = player_of (self);
  g_autoptr (Letter) letter = NULL;

  if (self->shown != EHLO_LETTER_NONE)
    letter = ehlo_letter_new (ehlo_player_get_trace (player), self->ledger, ehlo_player_get_scene (player), self->shown,
                              ehlo_player_get_cursor (player));
  if (letter == NULL)
    {
      EhloSheet *sheet = ehlo_sheet_new (width, measure, measure_data);

      ehlo_sheet_empty (sheet, height, _("No letter yet"), _("Step on until somebody has written one."));
      return sheet;
    }
  return message_layout_new (letter, self->decoded, self->unfolded, width, measure, measure_data);
}

static void
ehlo_message_view_activate (EhloSheetView *view, guint id)
{
  if (id != MESSAGE_ITEM_FOLD)
    return;
  EHLO_MESSAGE_VIEW (view)->unfolded = !EHLO_MESSAGE_VIEW (view)->unfolded;
  ehlo_sheet_canvas_renew (ehlo_sheet_view_get_canvas (view), FALSE);
}

static void
ehlo_message_view_loaded (EhloView *view)
{
  EhloMessageView *self = EHLO_MESSAGE_VIEW (view);

  g_clear_pointer (&self->ledger, ehlo_ledger_free);
  g_clear_pointer (&self->choices, g_array_unref);
  self->chosen = self->shown = EHLO_LETTER_NONE;
  self->unfolded = FALSE;
}

static void
on_chosen (EhloMessageView *self)
{
  guint row = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->chooser));

  if (self->syncing || self->choices == NULL || row == GTK_INVALID_LIST_POSITION)
    return;
  self->chosen = row > 0 && row <= self->choices->len ? g_array_index (self->choices, guint, row - 1) : EHLO_LETTER_NONE;
  ehlo_sheet_view_renew (EHLO_SHEET_VIEW (self));
}

static void
on_decode (EhloMessageView *self)
{
  ehlo_message_view_set_decoded (self, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->decode)));
}

static void
ehlo_message_view_finalize (GObject *object)
{
  EhloMessageView *self = EHLO_MESSAGE_VIEW (object);

  g_clear_pointer (&self->ledger, ehlo_ledger_free);
  g_clear_pointer (&self->choices, g_array_unref);
  G_OBJECT_CLASS (ehlo_message_view_parent_class)->finalize (object);
}

static void
ehlo_message_view_class_init (EhloMessageViewClass *klass)
{
  EhloSheetViewClass *sheet_class = EHLO_SHEET_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ehlo_message_view_finalize;
  EHLO_VIEW_CLASS (klass)->loaded = ehlo_message_view_loaded;
  sheet_class->sync = ehlo_message_view_sync;
  sheet_class->make_sheet = ehlo_message_view_make_sheet;
  sheet_class->activate = ehlo_message_view_activate;
}

/* Names are longer than the side is wide: cut in the button, whole in the list. */
static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (data));
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkStringObject *name = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (name));
}

static GtkListItemFactory *
make_factory (int chars)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GINT_TO_POINTER (chars));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  return factory;
}

static void
ehlo_message_view_init (EhloMessageView *self)
{
  GtkWidget *head = ehlo_sheet_view_get_head (EHLO_SHEET_VIEW (self));
  g_autoptr (GtkListItemFactory) button = make_factory (24), list = make_factory (80);

  self->chosen = self->shown = EHLO_LETTER_NONE;
  self->names = gtk_string_list_new (NULL);
  self->chooser = gtk_drop_down_new (G_LIST_MODEL (self->names), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (self->chooser), button);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (self->chooser), list);
  gtk_widget_set_hexpand (self->chooser, TRUE);
  gtk_widget_set_tooltip_text (self->chooser, _("Which copy is shown"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chooser), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Which copy is shown"), -1);
  g_signal_connect_object (self->chooser, "notify::selected", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  self->decode = gtk_toggle_button_new ();
  /* TRANSLATORS: a button: the letter's encodings are undone, as a mail program does it */
  gtk_button_set_child (GTK_BUTTON (self->decode), gtk_label_new (_("Decoded")));
  gtk_widget_set_focus_on_click (self->decode, FALSE);
  gtk_widget_set_tooltip_text (self->decode, _("Show it as a mail program does, not as its octets are"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->decode), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Decoded"), -1);
  g_signal_connect_object (self->decode, "toggled", G_CALLBACK (on_decode), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (head), self->chooser);
  gtk_box_append (GTK_BOX (head), self->decode);
  gtk_widget_set_visible (head, TRUE);
  ehlo_sheet_view_set_label (EHLO_SHEET_VIEW (self), _("Message"));
}

GtkWidget *
ehlo_message_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_MESSAGE_VIEW, "player", player, NULL);
}

void
ehlo_message_view_show_letter (EhloMessageView *self, guint stored)
{
  self->chosen = stored;
  ehlo_sheet_view_renew (EHLO_SHEET_VIEW (self));
}

gboolean
ehlo_message_view_get_decoded (EhloMessageView *self)
{
  return self->decoded;
}

void
ehlo_message_view_set_decoded (EhloMessageView *self, gboolean decoded)
{
  if (decoded == self->decoded)
    return;
  self->decoded = decoded;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->decode), decoded);
  ehlo_sheet_canvas_renew (ehlo_sheet_view_get_canvas (EHLO_SHEET_VIEW (self)), FALSE);
}
