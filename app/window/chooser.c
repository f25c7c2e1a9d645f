/* chooser.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/chooser.h"

#include "sim/world/scenario.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
make_row (const char *id)
{
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, NULL);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *title, *summary;

  title = gtk_label_new (scenario != NULL ? scenario->title : id);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "strong");
  summary = gtk_label_new (scenario != NULL ? scenario->summary : "");
  gtk_label_set_xalign (GTK_LABEL (summary), 0);
  gtk_label_set_wrap (GTK_LABEL (summary), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (summary), 52);
  gtk_widget_add_css_class (summary, "dim");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), summary);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, scenario != NULL ? scenario->title : id, -1);
  g_object_set_data_full (G_OBJECT (row), "lesson", g_strdup (id), g_free);
  return row;
}

static void
on_activated (GtkListBox *list, GtkListBoxRow *row, GtkWidget *popover)
{
  const char *id = g_object_get_data (G_OBJECT (row), "lesson");

  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_widget_activate_action (popover, "win.lesson", "s", id);
}

static void
on_map (GtkWidget *popover, GtkWidget *list)
{
  g_auto (GStrv) ids = NULL;

  if (gtk_widget_get_first_child (list) != NULL)
    return;
  ids = sim_scenario_list ();
  for (guint i = 0; ids[i] != NULL; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (ids[i]));
}

static void
on_open (GtkWidget *popover)
{
  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_widget_activate_action (popover, "win.open", NULL);
}

GtkWidget *
ehlo_chooser_new (void)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new (), *list = gtk_list_box_new (), *open = gtk_button_new_with_label (_("Open…"));

  gtk_widget_add_css_class (list, "lesson-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Lessons"), -1);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 560);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), open);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect (list, "row-activated", G_CALLBACK (on_activated), popover);
  g_signal_connect (popover, "map", G_CALLBACK (on_map), list);
  g_signal_connect_swapped (open, "clicked", G_CALLBACK (on_open), popover);
  return popover;
}
