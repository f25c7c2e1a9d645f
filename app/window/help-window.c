/* help-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/help-window.h"

#include "app/model/help.h"

#include <glib/gi18n-lib.h>

/* No line is longer than can be read with ease. */
#define LINE_CHARS 72

static GtkWidget *
make_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_CHARS);
  return label;
}

static GtkWidget *
make_heading (const char *text, const char *css)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label", text, "xalign", 0.0,
                                   "wrap", TRUE, "max-width-chars", LINE_CHARS, NULL);

  gtk_widget_add_css_class (label, css);
  return label;
}

static void
on_copy (GtkWidget *button)
{
  g_autofree char *example = ehlo_help_example ();

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), example);
}

static void
add_example (GtkBox *box)
{
  g_autofree char *example = ehlo_help_example ();
  GtkWidget *label = gtk_label_new (example), *scrolled = gtk_scrolled_window_new (), *copy = gtk_button_new_with_mnemonic (_("_Copy"));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "example");
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Example"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), label);
  gtk_widget_set_halign (copy, GTK_ALIGN_START);
  g_signal_connect (copy, "clicked", G_CALLBACK (on_copy), NULL);
  gtk_box_append (box, make_heading (_("Example"), "title"));
  gtk_box_append (box, scrolled);
  gtk_box_append (box, copy);
}

static GtkWidget *
make_page (const EhloHelpPage *page)
{
  g_autoptr (GPtrArray) sections = ehlo_help_read (page->name);
  GtkWidget *scrolled = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "help-page");
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), make_heading (_(page->title), "page-title"));
  for (guint i = 0; i < sections->len; i++)
    {
      const EhloHelpSection *section = g_ptr_array_index (sections, i);

      if (section->title != NULL)
        gtk_box_append (GTK_BOX (box), make_heading (section->title, "title"));
      gtk_box_append (GTK_BOX (box), make_text (section->text));
    }
  if (g_str_equal (page->name, "writing"))
    add_example (GTK_BOX (box));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_focusable (scrolled, TRUE);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL, _(page->title), -1);
  return scrolled;
}

static GtkWidget *
find_window (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (g_object_get_data (l->data, "help-pages") != NULL)
      return l->data;
  return NULL;
}

static void
build (GtkWindow *window)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *sidebar = gtk_stack_sidebar_new (), *stack = gtk_stack_new ();

  gtk_window_set_title (window, _("Help"));
  for (guint i = 0; ehlo_help_pages[i].name != NULL; i++)
    gtk_stack_add_titled (GTK_STACK (stack), make_page (&ehlo_help_pages[i]), ehlo_help_pages[i].name, _(ehlo_help_pages[i].title));
  gtk_stack_sidebar_set_stack (GTK_STACK_SIDEBAR (sidebar), GTK_STACK (stack));
  gtk_accessible_update_property (GTK_ACCESSIBLE (sidebar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Help"), -1);
  gtk_widget_add_css_class (stack, "content");
  gtk_box_append (GTK_BOX (box), sidebar);
  gtk_box_append (GTK_BOX (box), stack);
  gtk_window_set_child (window, box);
  g_object_set_data (G_OBJECT (window), "help-pages", stack);
}

static GtkWidget *
make_window (GtkApplication *application)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 820, 640);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_titlebar (GTK_WINDOW (window), gtk_header_bar_new ());
  gtk_widget_add_css_class (window, "ehlo");
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  build (GTK_WINDOW (window));
  return window;
}

void
ehlo_help_window_show (GtkApplication *application, const char *name)
{
  GtkWindow *parent = gtk_application_get_active_window (application);
  GtkWidget *window = find_window (application);

  if (window == NULL)
    {
      window = make_window (application);
      gtk_window_set_transient_for (GTK_WINDOW (window), parent);
    }
  gtk_stack_set_visible_child_name (g_object_get_data (G_OBJECT (window), "help-pages"), name);
  gtk_window_present (GTK_WINDOW (window));
}

void
ehlo_help_window_rebuild (GtkApplication *application)
{
  GtkWidget *window = find_window (application);
  g_autofree char *name = NULL;

  if (window == NULL)
    return;
  name = g_strdup (gtk_stack_get_visible_child_name (g_object_get_data (G_OBJECT (window), "help-pages")));
  build (GTK_WINDOW (window));
  gtk_stack_set_visible_child_name (g_object_get_data (G_OBJECT (window), "help-pages"), name);
}
