/* application.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/application.h"

#include "app/views/style.h"
#include "app/window/about.h"
#include "app/window/help-window.h"
#include "app/window/settings.h"
#include "app/window/window.h"
#include "config.h"
#include "sim/core/locale.h"

#include <glib/gi18n-lib.h>

struct _EhloApplication
{
  GtkApplication parent;
};

G_DEFINE_FINAL_TYPE (EhloApplication, ehlo_application, GTK_TYPE_APPLICATION)

/* Switches of the look; each is an action app.NAME, and all but the projector are remembered. */
static const struct { const char *name; EhloLook look; gboolean is_remembered; } looks[] = {
  { "dark", EHLO_LOOK_DARK, TRUE },
  { "contrast", EHLO_LOOK_CONTRAST, TRUE },
  { "reduced-motion", EHLO_LOOK_STILL, TRUE },
  { "projector", EHLO_LOOK_PROJECTOR, FALSE },
};

static void
on_look (GSimpleAction *action, GVariant *value, gpointer application)
{
  gboolean on = g_variant_get_boolean (value);

  g_simple_action_set_state (action, value);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_str_equal (g_action_get_name (G_ACTION (action)), looks[i].name))
      {
        ehlo_style_set_look (looks[i].look, on);
        if (looks[i].is_remembered)
          ehlo_settings_set_flag (looks[i].name, on);
        if (looks[i].look != EHLO_LOOK_PROJECTOR)
          return;
      }
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL; l = l->next)
    if (EHLO_IS_WINDOW (l->data))
      ehlo_window_sync_look (l->data);
}

/* What GTK itself shows (its dialogs) follows at once too, since it asks for its words anew. */
static void
on_language (GSimpleAction *action, GVariant *value, gpointer application)
{
  const char *language = g_variant_get_string (value, NULL);

  g_simple_action_set_state (action, value);
  ehlo_settings_set_text ("language", language);
  ehlo_locale_set_language (language[0] != '\0' ? language : NULL);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL; l = l->next)
    if (EHLO_IS_WINDOW (l->data))
      ehlo_window_rebuild (l->data);
  ehlo_help_window_rebuild (GTK_APPLICATION (application));
}

static void
on_help (GSimpleAction *action, GVariant *value, gpointer application)
{
  ehlo_help_window_show (GTK_APPLICATION (application), g_variant_get_string (value, NULL));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  ehlo_about_show (gtk_application_get_active_window (GTK_APPLICATION (application)));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (application)));

  /* Asked to close, as by their own buttons: they remember how they stood. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  g_list_free (windows);
}

static void
add_actions (EhloApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "language", .parameter_type = "s", .state = "''", .change_state = on_language },
    { .name = "help", .parameter_type = "s", .activate = on_help },
    { .name = "about", .activate = on_about },
    { .name = "quit", .activate = on_quit },
  };
  static const struct { const char *action; const char *keys[4]; } accelerators[] = {
    { "app.quit", { "<Control>q" } },
    { "win.open", { "<Control>o" } },
    { "win.export", { "<Control>e" } },
    { "win.print", { "<Control>p" } },
    { "win.copy-picture", { "<Control><Shift>c" } },
    { "win.next-pane", { "F6" } },
    { "win.previous-pane", { "<Shift>F6" } },
    { "win.side-panel", { "F9" } },
    { "win.fullscreen", { "F11" } },
    { "win.menu", { "F10" } },
    { "win.find", { "<Control>f" } },
    { "win.find-next", { "F3", "<Control>g" } },
    { "win.find-previous", { "<Shift>F3", "<Shift><Control>g" } },
    { "win.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
    { "win.zoom-out", { "<Control>minus", "<Control>KP_Subtract" } },
    { "win.zoom-normal", { "<Control>0", "<Control>KP_0" } },
    { "win.restart", { "F5" } },
    { "win.stop", { "<Shift>F5" } },
    { "win.view(1)", { "<Control>1" } },
    { "win.view(2)", { "<Control>2" } },
    { "win.view(3)", { "<Control>3" } },
    { "win.view(4)", { "<Control>4" } },
    { "win.view(5)", { "<Control>5" } },
    { "win.bookmark", { "<Control>d" } },
    { "win.show-help-overlay", { "<Control>question" } },
    { "app.help::looking", { "F1" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      GActionEntry entry = { .name = looks[i].name, .state = "false", .change_state = on_look };

      g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
      if (looks[i].is_remembered && ehlo_settings_get_flag (looks[i].name, FALSE))
        g_action_group_change_action_state (G_ACTION_GROUP (self), looks[i].name, g_variant_new_boolean (TRUE));
    }
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, accelerators[i].keys);
}

static void
ehlo_application_startup (GApplication *application)
{
  g_autofree char *language = ehlo_settings_dup_text ("language", "");
  GAction *action;

  G_APPLICATION_CLASS (ehlo_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (EHLO_APP_ID);
  ehlo_style_init ();
  ehlo_style_set_size (ehlo_settings_get_number ("zoom", 1));
  add_actions (EHLO_APPLICATION (application));
  action = g_action_map_lookup_action (G_ACTION_MAP (application), "language");
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (language));
}

static EhloWindow *
make_window (GApplication *application)
{
  EhloWindow *window = ehlo_window_new (GTK_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
ehlo_application_activate (GApplication *application)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (active != NULL)
    gtk_window_present (active);
  else
    ehlo_window_open_last (make_window (application));
}

static void
ehlo_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    ehlo_window_open_file (make_window (application), files[i]);
}

static void
ehlo_application_class_init (EhloApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = ehlo_application_startup;
  application_class->activate = ehlo_application_activate;
  application_class->open = ehlo_application_open;
}

static void
ehlo_application_init (EhloApplication *self)
{
}

EhloApplication *
ehlo_application_new (GApplicationFlags flags)
{
  return g_object_new (EHLO_TYPE_APPLICATION, "application-id", EHLO_APP_ID, "flags", flags | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/org/ehlo/Ehlo", NULL);
}

int
ehlo_application_run (int argc, char **argv)
{
  g_autofree char *language = ehlo_settings_dup_text ("language", "");
  g_autoptr (EhloApplication) application = NULL;

  /* The drawings are Cairo's: OpenGL would only cost start-up time and, without a GPU, warnings. */
  g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  gtk_disable_setlocale ();
  if (language[0] != '\0')
    ehlo_locale_set_language (language);
  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", _("ehlo: no display can be opened; `ehlo --help` tells what works without one."));
      return 1;
    }
  application = ehlo_application_new (G_APPLICATION_DEFAULT_FLAGS);
  g_set_prgname (EHLO_APP_ID);
  g_set_application_name ("Ehlo");
  return g_application_run (G_APPLICATION (application), argc, argv);
}
