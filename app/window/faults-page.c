/* faults-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/faults-page.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
make_label (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  return label;
}

static GtkWidget *
make_row (const char *name, const SimFault *fault)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *place = fault->line > 0 ? g_strdup_printf ("%s:%u", name, fault->line) : g_strdup (name);
  g_autofree char *all = g_strdup_printf ("%s: %s", place, fault->message);

  gtk_box_append (GTK_BOX (box), make_label (place, "place"));
  gtk_box_append (GTK_BOX (box), make_label (fault->message, NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
  return row;
}

GtkWidget *
ehlo_faults_page_new (const EhloFaults *faults, gboolean can_go_back)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *list = gtk_list_box_new ();
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *icon = gtk_image_new_from_icon_name ("ehlo-warning-symbolic");
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *button;
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "One thing is wrong in this file:", "%u things are wrong in this file:", faults->faults->len),
                                            faults->faults->len);

  gtk_widget_add_css_class (page, "faults");
  gtk_image_set_pixel_size (GTK_IMAGE (icon), 32);
  gtk_box_append (GTK_BOX (head), icon);
  gtk_box_append (GTK_BOX (head), make_label (_("The file could not be opened"), "title"));
  gtk_box_append (GTK_BOX (page), head);
  gtk_box_append (GTK_BOX (page), make_label (faults->name, "dim"));
  gtk_box_append (GTK_BOX (page), make_label (count, NULL));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What is wrong"), -1);
  for (guint i = 0; i < faults->faults->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (faults->name, g_ptr_array_index (faults->faults, i)));
  gtk_box_append (GTK_BOX (page), list);
  if (can_go_back)
    {
      button = gtk_button_new_with_label (_("Back to the lesson"));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.close-faults");
      gtk_box_append (GTK_BOX (buttons), button);
    }
  button = gtk_button_new_with_label (_("Open another file…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open");
  gtk_box_append (GTK_BOX (buttons), button);
  gtk_box_append (GTK_BOX (page), buttons);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), page);
  return scrolled;
}
