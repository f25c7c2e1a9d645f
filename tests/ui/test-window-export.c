/* test-window-export.c - what leaves the window, and what is compared in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/loader.h"
#include "app/views/compare-view.h"
#include "app/window/export-dialog.h"
#include "app/window/print.h"

#include "drive-window.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
clipboard_text (EhloWindow *window)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (window)));
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_nonnull (content);
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  return g_value_dup_string (&value);
}

static void
test_copy (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *player;
  GdkContentProvider *content;
  g_auto (GValue) picture = G_VALUE_INIT;
  g_autofree char *line = NULL, *phase = NULL;

  ehlo_window_open_lesson (window, "first-letter");
  player = ehlo_window_get_player (window);
  ehlo_player_go_to_line (player, 3);
  act (window, "win.copy");
  line = clipboard_text (window);
  g_assert_cmpstr (line, ==, "C: EHLO laptop.school.example\n");
  ehlo_player_set_granularity (player, SIM_STEP_PHASE);
  act (window, "win.copy");
  phase = clipboard_text (window);
  g_assert_true (g_str_has_suffix (phase, line));
  g_assert_nonnull (strstr (phase, "S: 220 mail.school.example"));
  ehlo_player_set_granularity (player, SIM_STEP_LINE);
  act (window, "win.copy-picture");
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (window)));
  g_value_init (&picture, GDK_TYPE_TEXTURE);
  g_assert_true (gdk_content_provider_get_value (content, &picture, NULL));
  g_assert_cmpint (gdk_texture_get_height (g_value_get_object (&picture)), >, 300);
  close_window (window);
}

static void
test_export (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *player = ehlo_window_get_player (window);
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL);

  ehlo_window_open_lesson (window, "first-letter");
  ehlo_player_go_to_line (player, 5);
  for (EhloPageView view = EHLO_PAGE_LADDER; view <= EHLO_PAGE_WORKSHEET; view++)
    for (EhloPageFormat format = EHLO_PAGE_PDF; format <= EHLO_PAGE_PNG; format++)
      {
        static const char * const magic[] = { "%PDF-", "<?xml", "\x89PNG" };
        const EhloExportChoice all = { view, EHLO_RANGE_ALL, format }, part = { view, EHLO_RANGE_SO_FAR, format };
        g_autofree char *name = ehlo_export_choice_name (&all, player, FALSE), *path = g_build_filename (folder, name, NULL);
        g_autoptr (GFile) file = g_file_new_for_path (path);
        g_autofree char *whole = NULL, *less = NULL;
        gsize len, less_len;

        g_assert_true (ehlo_export_write (player, &all, file, NULL));
        g_assert_true (g_file_get_contents (path, &whole, &len, NULL));
        g_assert_true (g_str_has_prefix (whole, magic[format]));
        g_assert_true (ehlo_export_write (player, &part, file, NULL));
        g_assert_true (g_file_get_contents (path, &less, &less_len, NULL));
        g_assert_true (view == EHLO_PAGE_TOPOLOGY || less_len < len);
        g_unlink (path);
      }
  g_rmdir (folder);
  close_window (window);
}

static void
test_export_fails (void)
{
  EhloWindow *window = open_window ();
  g_autoptr (GFile) file = g_file_new_for_path ("/no/such/folder/ladder.pdf");
  g_autoptr (GError) error = NULL;

  ehlo_window_open_lesson (window, "first-letter");
  g_assert_false (ehlo_export_write (ehlo_window_get_player (window), &(EhloExportChoice) { EHLO_PAGE_LADDER, EHLO_RANGE_ALL, EHLO_PAGE_PDF }, file,
                                     &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  /* Before the first step nothing is so far. */
  g_assert_false (ehlo_export_write (ehlo_window_get_player (window), &(EhloExportChoice) { EHLO_PAGE_LADDER, EHLO_RANGE_SO_FAR, EHLO_PAGE_PDF },
                                     file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  close_window (window);
}

static GtkWindow *
find_dialog (EhloWindow *window, const char *title)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (all, i);

      if (gtk_window_get_transient_for (other) == GTK_WINDOW (window) && g_strcmp0 (gtk_window_get_title (other), title) == 0)
        return other;
    }
  return NULL;
}

static void
test_export_dialog (void)
{
  EhloWindow *window = open_window ();

  ehlo_window_open_lesson (window, "first-letter");
  act (window, "win.export");
  wait_until (find_dialog (window, "Export") != NULL && gtk_widget_get_mapped (GTK_WIDGET (find_dialog (window, "Export"))));
  gtk_window_close (find_dialog (window, "Export"));
  wait_until (find_dialog (window, "Export") == NULL);
  close_window (window);
}

static void
test_print (void)
{
  EhloWindow *window = open_window ();
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL), *path = g_build_filename (folder, "printed.pdf", NULL), *pdf = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;

  ehlo_window_open_lesson (window, "many-recipients");
  operation = ehlo_print_new (ehlo_window_get_player (window), &(EhloExportChoice) { EHLO_PAGE_WORKSHEET, EHLO_RANGE_ALL, EHLO_PAGE_PDF });
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, GTK_WINDOW (window), &error), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_cmpint (gtk_print_operation_get_n_pages_to_print (operation), >, 3);
  g_assert_true (g_file_get_contents (path, &pdf, NULL, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_unlink (path);
  g_rmdir (folder);
  close_window (window);
}

/* The transport's actions step through both runs; a choice runs both anew. */
static void
test_compare (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *rows;

  ehlo_window_open_lesson (window, "dial-up");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.view", "i", 2);
  wait_until (ehlo_window_get_shown_player (window) != ehlo_window_get_player (window));
  wait_frame (GTK_WIDGET (window));
  rows = ehlo_window_get_shown_player (window);
  wait_until (ehlo_player_get_trace (rows) != NULL);
  g_assert_cmpuint (ehlo_player_get_n_steps (rows), >, 10);
  act (window, "win.forward");
  act (window, "win.forward");
  g_assert_cmpuint (ehlo_player_get_step (rows), ==, 2);
  g_assert_cmpuint (ehlo_player_get_step (ehlo_window_get_player (window)), ==, 0);
  act (window, "win.last");
  g_assert_cmpuint (ehlo_player_get_step (rows), ==, ehlo_player_get_n_steps (rows));
  wait_frame (GTK_WIDGET (window));
  for (EhloPageFormat format = EHLO_PAGE_PDF; format <= EHLO_PAGE_PNG; format++)
    {
      g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL), *path = g_build_filename (folder, "compare", NULL), *data = NULL;
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_assert_true (ehlo_export_comparison (ehlo_window_get_compare (window), format, file, NULL));
      g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
      g_assert_true (data[0] != '\0');
      g_unlink (path);
      g_rmdir (folder);
    }
  gtk_widget_activate_action (GTK_WIDGET (window), "win.view", "i", 1);
  g_assert_true (ehlo_window_get_shown_player (window) == ehlo_window_get_player (window));
  close_window (window);
}

/* A switch of the lesson runs it anew. */
static void
test_variants (void)
{
  EhloWindow *window = open_window ();
  EhloPlayer *player = ehlo_window_get_player (window);
  g_autoptr (GError) error = NULL;

  ehlo_window_open_lesson (window, "dial-up");
  g_assert_true (ehlo_load_variants (player, (const char *const []) { "imap", NULL }, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (ehlo_player_get_scenario (player)->applied[0], ==, "imap");
  wait_frame (GTK_WIDGET (window));
  g_assert_false (ehlo_load_variants (player, (const char *const []) { "no-such", NULL }, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (ehlo_player_get_scenario (player)->applied[0], ==, "imap");
  close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  begin (&argc, &argv);
  g_test_add_func ("/ui/copy/what-the-step-went-over", test_copy);
  g_test_add_func ("/ui/export/every-view-in-every-format", test_export);
  g_test_add_func ("/ui/export/failures-are-told", test_export_fails);
  g_test_add_func ("/ui/export/dialog", test_export_dialog);
  g_test_add_func ("/ui/print/all-pages", test_print);
  g_test_add_func ("/ui/compare/steps-through-both-runs", test_compare);
  g_test_add_func ("/ui/variants/run-the-lesson-anew", test_variants);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
