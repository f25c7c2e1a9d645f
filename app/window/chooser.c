/* chooser.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/chooser.h"

#include "app/window/memory.h"
#include "sim/world/scenario.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  GtkWidget *popover;
  GtkWidget *search;
  GtkWidget *list;
} Chooser;

static GtkWidget *
make_label (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css);
  return label;
}

static GtkWidget *
make_row (const char *id, guint number)
{
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, NULL);
  const char *name = scenario != NULL ? scenario->title : id, *about = scenario != NULL ? scenario->summary : "";
  GtkWidget *row = gtk_list_box_row_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *summary = make_label (about, "dim");
  GtkWidget *tick = gtk_image_new_from_icon_name ("ehlo-tick-symbolic");
  g_autofree char *text = g_strdup_printf ("%u", number), *both = g_strconcat (name, " ", about, NULL);
  GtkWidget *place = make_label (text, "number");

  gtk_label_set_width_chars (GTK_LABEL (place), 2);
  gtk_label_set_xalign (GTK_LABEL (place), 1);
  gtk_label_set_yalign (GTK_LABEL (place), 0);
  gtk_label_set_wrap (GTK_LABEL (summary), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (summary), 52);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_add_css_class (tick, "ok-text");
  gtk_box_append (GTK_BOX (box), make_label (name, "strong"));
  gtk_box_append (GTK_BOX (box), summary);
  gtk_box_append (GTK_BOX (line), place);
  gtk_box_append (GTK_BOX (line), box);
  gtk_box_append (GTK_BOX (line), tick);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data_full (G_OBJECT (row), "lesson", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (name), g_free);
  g_object_set_data_full (G_OBJECT (row), "words", g_utf8_casefold (both, -1), g_free);
  g_object_set_data (G_OBJECT (row), "tick", tick);
  return row;
}

/* A tick at those that were seen to their end. */
static void
sync_ticks (Chooser *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      const char *id = g_object_get_data (G_OBJECT (row), "lesson"), *name = g_object_get_data (G_OBJECT (row), "name");
      g_autofree char *done = NULL;

      if (id == NULL)
        continue;
      /* TRANSLATORS: the name of a lesson that was seen to its end */
      done = ehlo_memory_is_finished (id) ? g_strdup_printf (_("%s, finished"), name) : NULL;
      gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "tick"), done != NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, done != NULL ? done : name, -1);
    }
}

static gboolean
is_wanted (GtkListBoxRow *row, gpointer data)
{
  const Chooser *self = data;
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  return strstr (g_object_get_data (G_OBJECT (row), "words"), g_strstrip (wanted)) != NULL;
}

static void
choose (Chooser *self, GtkListBoxRow *row)
{
  const char *id = g_object_get_data (G_OBJECT (row), "lesson");

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_widget_activate_action (self->popover, "win.lesson", "s", id);
}

static void
on_activated (GtkListBox *list, GtkListBoxRow *row, Chooser *self)
{
  choose (self, row);
}

/* Return in the search takes the first lesson that is left. */
static void
on_search_activated (Chooser *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_LIST_BOX_ROW (row) && gtk_widget_get_child_visible (row))
      {
        choose (self, GTK_LIST_BOX_ROW (row));
        return;
      }
}

static void
on_map (Chooser *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  if (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0) == NULL)
    {
      g_auto (GStrv) ids = sim_scenario_list ();

      for (guint i = 0; ids[i] != NULL; i++)
        gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (ids[i], i + 1));
    }
  sync_ticks (self);
}

static void
on_open (Chooser *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_widget_activate_action (self->popover, "win.open", NULL);
}

static GtkWidget *
make_list (Chooser *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *nothing = make_label (_("No lesson has these words."), "dim");

  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "lesson-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Lessons"), -1);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), is_wanted, self, NULL);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (self->list), nothing);
  gtk_widget_set_margin_top (nothing, 12);
  gtk_widget_set_margin_bottom (nothing, 12);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 460);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_activated), self);
  return scrolled;
}

GtkWidget *
ehlo_chooser_new (void)
{
  Chooser *self = g_new0 (Chooser, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *open = gtk_button_new_with_label (_("Open…"));

  self->popover = gtk_popover_new ();
  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _("Search the lessons"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search the lessons"), -1);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), make_list (self));
  gtk_box_append (GTK_BOX (box), open);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (gtk_list_box_invalidate_filter), self->list);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (on_search_activated), self);
  g_signal_connect_swapped (self->popover, "map", G_CALLBACK (on_map), self);
  g_signal_connect_swapped (open, "clicked", G_CALLBACK (on_open), self);
  g_object_set_data_full (G_OBJECT (self->popover), "chooser", self, g_free);
  return self->popover;
}
