/* export-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/export-dialog.h"

#include "app/draw/compare-page.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkWindow        *window;    /* ours */
  EhloPlayer       *player;
  EhloCompareView  *compare;   /* or NULL */
  EhloExportChoice  choice;
  GtkFileChooserNative *chooser;   /* or NULL */
} Dialog;

static EhloExportChoice last_choice;

static void
drop_chooser (Dialog *self)
{
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
}

static void
dialog_free (gpointer data)
{
  Dialog *self = data;

  drop_chooser (self);
  g_object_unref (self->player);
  g_clear_object (&self->compare);
  g_free (self);
}

static gboolean
write_bytes (GBytes *bytes, GFile *file, GError **error)
{
  return bytes != NULL
         && g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                     NULL, error);
}

gboolean
ehlo_export_comparison (EhloCompareView *compare, EhloPageFormat format, GFile *file, GError **error)
{
  const SimComparison *comparison = ehlo_compare_view_get (compare);
  g_autoptr (GBytes) bytes = NULL;

  if (comparison == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("This lesson has only one run"));
      return FALSE;
    }
  bytes = ehlo_compare_page_new (comparison, format, error);
  return write_bytes (bytes, file, error);
}

gboolean
ehlo_export_write (EhloPlayer *player, const EhloExportChoice *choice, GFile *file, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  EhloPageSpec spec;

  if (!ehlo_export_choice_spec (choice, player, &spec))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("Nothing has happened yet, so there is nothing to export."));
      return FALSE;
    }
  bytes = ehlo_page_new (ehlo_player_get_trace (player), ehlo_player_get_lines (player), &spec, error);
  return write_bytes (bytes, file, error);
}

static void
show_error (GtkWindow *parent, const GError *error)
{
  GtkWidget *dialog = gtk_message_dialog_new (parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT, GTK_MESSAGE_ERROR, GTK_BUTTONS_CLOSE,
                                              "%s", _("The export failed"));

  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", error->message);
  g_signal_connect (dialog, "response", G_CALLBACK (gtk_window_destroy), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_file (GtkNativeDialog *chooser, int response, Dialog *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autoptr (GError) error = NULL;

  if (response != GTK_RESPONSE_ACCEPT || file == NULL)
    return;
  if (self->compare != NULL ? ehlo_export_comparison (self->compare, self->choice.format, file, &error)
                            : ehlo_export_write (self->player, &self->choice, file, &error))
    gtk_window_destroy (self->window);
  else
    show_error (self->window, error);
}

static GtkFileFilter *
make_filter (EhloPageFormat format)
{
  static const char * const patterns[] = { "*.pdf", "*.svg", "*.png" }, * const names[] = { "PDF", "SVG", "PNG" };
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, names[format]);
  gtk_file_filter_add_pattern (filter, patterns[format]);
  return filter;
}

static void
on_export (GtkButton *button, Dialog *self)
{
  g_autofree char *name = ehlo_export_choice_name (&self->choice, self->player, self->compare != NULL);
  g_autoptr (GtkFileFilter) filter = make_filter (self->choice.format);

  last_choice = self->choice;
  drop_chooser (self);
  self->chooser = gtk_file_chooser_native_new (_("Export"), self->window, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_file), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static GtkWidget *
make_button (const char *name, gboolean suggested)
{
  GtkWidget *button = gtk_button_new (), *label = gtk_label_new_with_mnemonic (name);

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), button);
  gtk_button_set_child (GTK_BUTTON (button), label);
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  return button;
}

GtkWindow *
ehlo_export_dialog_show (GtkWindow *parent, EhloPlayer *player, EhloCompareView *compare)
{
  Dialog *self = g_new0 (Dialog, 1);
  GtkWidget *window = gtk_window_new (), *header = gtk_header_bar_new (), *cancel = make_button (_("_Cancel"), FALSE);
  GtkWidget *button = make_button (_("_Export…"), TRUE), *grid;
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->window = GTK_WINDOW (window);
  self->player = g_object_ref (player);
  self->compare = compare != NULL ? g_object_ref (compare) : NULL;
  self->choice = last_choice;
  grid = ehlo_export_choice_grid (&self->choice, compare == NULL, TRUE);
  gtk_widget_set_margin_start (grid, 18);
  gtk_widget_set_margin_end (grid, 18);
  gtk_widget_set_margin_top (grid, 18);
  gtk_widget_set_margin_bottom (grid, 18);
  gtk_header_bar_set_show_title_buttons (GTK_HEADER_BAR (header), FALSE);
  gtk_header_bar_pack_start (GTK_HEADER_BAR (header), cancel);
  gtk_header_bar_pack_end (GTK_HEADER_BAR (header), button);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_destroy), window);
  g_signal_connect (button, "clicked", G_CALLBACK (on_export), self);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_titlebar (self->window, header);
  gtk_window_set_title (self->window, _("Export"));
  gtk_window_set_child (self->window, grid);
  gtk_window_set_transient_for (self->window, parent);
  gtk_window_set_modal (self->window, TRUE);
  gtk_window_set_destroy_with_parent (self->window, TRUE);
  gtk_window_set_resizable (self->window, FALSE);
  gtk_window_set_default_widget (self->window, button);
  gtk_widget_add_css_class (window, "ehlo");
  g_object_set_data_full (G_OBJECT (window), "ehlo-export", self, dialog_free);
  gtk_window_present (self->window);
  return self->window;
}
