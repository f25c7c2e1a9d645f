/* print.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/print.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  EhloPlayer       *player;
  EhloExportChoice  choice;
  EhloPages        *pages;
} Job;

static GtkPrintSettings *last_settings;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_clear_pointer (&self->pages, ehlo_pages_free);
  g_object_unref (self->player);
  g_free (self);
}

static void
on_begin (GtkPrintOperation *operation, GtkPrintContext *context, Job *self)
{
  EhloPageSpec spec;

  g_clear_pointer (&self->pages, ehlo_pages_free);
  if (!ehlo_export_choice_spec (&self->choice, self->player, &spec))
    {
      gtk_print_operation_cancel (operation);
      return;
    }
  self->pages = ehlo_pages_new (ehlo_player_get_trace (self->player), ehlo_player_get_lines (self->player), &spec,
                                gtk_print_context_get_width (context), gtk_print_context_get_height (context));
  gtk_print_operation_set_n_pages (operation, (int) ehlo_pages_length (self->pages));
}

static void
on_draw (GtkPrintOperation *operation, GtkPrintContext *context, int page, Job *self)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  cairo_save (cr);
  ehlo_pages_paint (self->pages, cr, (guint) page);
  cairo_restore (cr);
}

static GtkWidget *
on_custom (GtkPrintOperation *operation, Job *self)
{
  GtkWidget *grid = ehlo_export_choice_grid (&self->choice, TRUE, FALSE);

  gtk_widget_set_margin_start (grid, 18);
  gtk_widget_set_margin_end (grid, 18);
  gtk_widget_set_margin_top (grid, 18);
  gtk_widget_set_margin_bottom (grid, 18);
  return grid;
}

GtkPrintOperation *
ehlo_print_new (EhloPlayer *player, const EhloExportChoice *choice)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  SimScenario *scenario = ehlo_player_get_scenario (player);
  Job *self = g_new0 (Job, 1);

  self->player = g_object_ref (player);
  self->choice = *choice;
  gtk_print_operation_set_job_name (operation, scenario != NULL ? scenario->title : _("A saved run"));
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_custom_tab_label (operation, _("What to print"));
  g_object_set_data_full (G_OBJECT (operation), "ehlo-print", self, job_free);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin), self);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw), self);
  g_signal_connect (operation, "create-custom-widget", G_CALLBACK (on_custom), self);
  return operation;
}

void
ehlo_print_run (GtkWindow *parent, EhloPlayer *player)
{
  g_autoptr (GtkPrintOperation) operation = ehlo_print_new (player, &(EhloExportChoice) { EHLO_PAGE_LADDER, EHLO_RANGE_ALL, EHLO_PAGE_PDF });
  g_autoptr (GError) error = NULL;

  if (last_settings != NULL)
    gtk_print_operation_set_print_settings (operation, last_settings);
  switch (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, &error))
    {
    case GTK_PRINT_OPERATION_RESULT_APPLY:
      g_set_object (&last_settings, gtk_print_operation_get_print_settings (operation));
      break;
    case GTK_PRINT_OPERATION_RESULT_ERROR:
      {
        GtkWidget *dialog = gtk_message_dialog_new (parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT, GTK_MESSAGE_ERROR,
                                                    GTK_BUTTONS_CLOSE, "%s", _("It could not be printed"));

        gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", error->message);
        g_signal_connect (dialog, "response", G_CALLBACK (gtk_window_destroy), NULL);
        gtk_window_present (GTK_WINDOW (dialog));
        break;
      }
    default:
      break;
    }
}
