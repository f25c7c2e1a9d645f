/* finder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/finder.h"

#include "app/model/find.h"

#include <glib/gi18n-lib.h>

/* In a longer run it is only said that there is a line, not which of how many. */
#define COUNTED_LINES 20000

struct _EhloFinder
{
  GtkWidget   parent;
  EhloPlayer *player;
  GtkWidget  *bar;
  GtkWidget  *entry;
  GtkWidget  *result;
};

enum { SEARCHED, CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EhloFinder, ehlo_finder, GTK_TYPE_WIDGET)

static void
show_result (EhloFinder *self, const char *words, gboolean found)
{
  const SimSteps *lines = ehlo_player_get_lines (self->player);
  g_autofree char *text = NULL;
  guint n, rank;

  if (words[0] == '\0')
    text = g_strdup ("");
  else if (!found)
    /* TRANSLATORS: what was searched for */
    text = g_strdup_printf (_("No line has “%s”."), words);
  else if (sim_steps_length (lines) > COUNTED_LINES)
    text = g_strdup ("");
  else
    {
      n = ehlo_find_count (ehlo_player_get_trace (self->player), lines, words, ehlo_player_get_line (self->player), COUNTED_LINES, &rank);
      /* TRANSLATORS: the number of a line that was found, and how many were */
      text = g_strdup_printf (_("%u of %u"), rank, n);
    }
  gtk_label_set_text (GTK_LABEL (self->result), text);
  gtk_widget_set_visible (self->result, text[0] != '\0');
  if (words[0] != '\0' && !found)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
}

static void
search (EhloFinder *self, guint from, int direction)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  guint line = 0;

  if (ehlo_player_get_trace (self->player) == NULL)
    return;
  if (words[0] != '\0')
    line = ehlo_find (ehlo_player_get_trace (self->player), ehlo_player_get_lines (self->player), words, from, direction);
  if (line > 0)
    ehlo_player_go_to_line (self->player, line);
  show_result (self, words, line > 0);
  g_signal_emit (self, signals[SEARCHED], 0, words);
}

/* While somebody types, the line that is shown stays as long as it has the words. */
static void
on_changed (EhloFinder *self)
{
  guint line = ehlo_player_get_line (self->player);

  search (self, line > 0 ? line - 1 : 0, 1);
}

static void
on_next (EhloFinder *self)
{
  ehlo_finder_move (self, 1);
}

static void
on_previous (EhloFinder *self)
{
  ehlo_finder_move (self, -1);
}

static void
on_stop (EhloFinder *self)
{
  ehlo_finder_close (self);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, EhloFinder *self)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !(state & GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  on_previous (self);
  return GDK_EVENT_STOP;
}

static void
ehlo_finder_dispose (GObject *object)
{
  EhloFinder *self = EHLO_FINDER (object);

  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ehlo_finder_parent_class)->dispose (object);
}

static void
ehlo_finder_class_init (EhloFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ehlo_finder_dispose;
  signals[SEARCHED] = g_signal_new ("searched", EHLO_TYPE_FINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CLOSED] = g_signal_new ("closed", EHLO_TYPE_FINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_SEARCH);
}

static GtkWidget *
make_button (EhloFinder *self, const char *icon, const char *name, const char *tip, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static void
ehlo_finder_init (EhloFinder *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->bar = gtk_search_bar_new ();
  self->entry = gtk_search_entry_new ();
  self->result = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "ellipsize", PANGO_ELLIPSIZE_END,
                               "width-chars", 16, "xalign", 0.0, "visible", FALSE, NULL);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 28);
  g_object_set (self->entry, "placeholder-text", _("Find in the lines"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Find in the lines"), -1);
  gtk_widget_add_css_class (self->result, "dim");
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), make_button (self, "ehlo-up-symbolic", _("Find previous"), _("Find previous (Shift+F3)"),
                                              G_CALLBACK (on_previous)));
  gtk_box_append (GTK_BOX (box), make_button (self, "ehlo-down-symbolic", _("Find next"), _("Find next (F3)"), G_CALLBACK (on_next)));
  gtk_box_append (GTK_BOX (box), self->result);
  gtk_search_bar_set_child (GTK_SEARCH_BAR (self->bar), box);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->bar), GTK_EDITABLE (self->entry));
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_next), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (on_stop), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->entry, keys);
  gtk_widget_set_parent (self->bar, GTK_WIDGET (self));
}

GtkWidget *
ehlo_finder_new (EhloPlayer *player)
{
  EhloFinder *self = g_object_new (EHLO_TYPE_FINDER, NULL);

  self->player = g_object_ref (player);
  return GTK_WIDGET (self);
}

void
ehlo_finder_open (EhloFinder *self)
{
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->bar), TRUE);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

gboolean
ehlo_finder_close (EhloFinder *self)
{
  if (!ehlo_finder_is_open (self))
    return FALSE;
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->bar), FALSE);
  g_signal_emit (self, signals[SEARCHED], 0, "");
  g_signal_emit (self, signals[CLOSED], 0);
  return TRUE;
}

gboolean
ehlo_finder_is_open (EhloFinder *self)
{
  return gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (self->bar));
}

void
ehlo_finder_move (EhloFinder *self, int direction)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->entry))[0] == '\0')
    ehlo_finder_open (self);
  else
    search (self, ehlo_player_get_line (self->player), direction);
}
