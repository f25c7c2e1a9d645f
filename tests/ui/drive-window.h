/* drive-window.h - a window to be tested, and waiting without sleeping
 *
 * Each test program that includes it has an application of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/application.h"
#include "app/window/window.h"
#include "sim/core/locale.h"

static EhloApplication *application;

static G_GNUC_UNUSED gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Never sleeps: waits for a condition, with a limit. */
#define wait_until(condition) \
  G_STMT_START { \
    gboolean out_ = FALSE; \
    guint id_ = g_timeout_add_seconds (20, on_timeout, &out_); \
    while (!(condition) && !out_) \
      g_main_context_iteration (NULL, TRUE); \
    if (out_) \
      g_error ("%s:%d: timed out waiting for " #condition, __FILE__, __LINE__); \
    g_source_remove (id_); \
  } G_STMT_END

static G_GNUC_UNUSED void
on_painted (GdkFrameClock *clock, gboolean *done)
{
  *done = TRUE;
}

static G_GNUC_UNUSED void
wait_frame (gpointer widget)
{
  gboolean done = FALSE;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &done);

  gtk_widget_queue_draw (widget);
  wait_until (done);
  g_signal_handler_disconnect (clock, id);
}

static G_GNUC_UNUSED EhloWindow *
open_window (void)
{
  EhloWindow *window = ehlo_window_new (GTK_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (window)) && gtk_widget_get_width (GTK_WIDGET (window)) > 1);
  return window;
}

static G_GNUC_UNUSED void
close_window (EhloWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static G_GNUC_UNUSED void
act (EhloWindow *window, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, NULL));
}

/* Before the first test. */
static G_GNUC_UNUSED void
begin (int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;

  gtk_disable_setlocale ();
  ehlo_locale_init (g_getenv ("EHLO_TEST_PROGRAM_FOLDER"));
  gtk_test_init (argc, argv, NULL);
  application = ehlo_application_new (G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
}
