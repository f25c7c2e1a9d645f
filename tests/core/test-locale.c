/* test-locale.c - the language is found, and changes at run time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/locale.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

static const char text[] = "Mailbox full";
static const char greek[] = "Γεμάτο γραμματοκιβώτιο";
static const char russian[] = "Ящик переполнен";

static char *self;   /* this program */

static const char *
ask (void)
{
  return g_dgettext (GETTEXT_PACKAGE, text);
}

/* Runs in a process of its own: a locale is chosen once. */
static void
init (void)
{
  g_autofree char *folder = g_path_get_dirname (self);

  ehlo_locale_init (folder);
}

/* In a child, prints what the environment leads to. */
static int
child (void)
{
  g_autofree char *language = NULL;

  init ();
  language = ehlo_locale_dup_language ();
  g_print ("%s|%s\n", language, ask ());
  return 0;
}

static void
test_environment (void)
{
  static const struct { const char *lc_all; const char *lang; const char *language; const char *says; } rows[] = {
    { NULL, "C.UTF-8", "el", greek },
    { NULL, "C.UTF-8", "ru", russian },
    { NULL, "C.UTF-8", NULL, text },
    { NULL, "C", "el", greek },
    { NULL, NULL, "ru:en", russian },
    { NULL, NULL, NULL, text },
    { "C", "el_GR.UTF-8", NULL, text },
    { NULL, "no_SUCH.UTF-8", NULL, text },
    { NULL, "el_XX.UTF-8", NULL, greek },           /* surely not generated */
    { NULL, "ru_XX.UTF-8@x", NULL, russian },
    { NULL, "ru_XX.UTF-8", "el", greek },
    { "xx_YY", NULL, "", text },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) env = g_get_environ ();
      char *argv[] = { self, (char *) "--child", NULL };
      g_autofree char *out = NULL;
      g_autoptr (GError) error = NULL;
      const char *bar;

      env = g_environ_unsetenv (env, "LC_MESSAGES");
      env = rows[i].lc_all != NULL ? g_environ_setenv (env, "LC_ALL", rows[i].lc_all, TRUE) : g_environ_unsetenv (env, "LC_ALL");
      env = rows[i].lang != NULL ? g_environ_setenv (env, "LANG", rows[i].lang, TRUE) : g_environ_unsetenv (env, "LANG");
      env = rows[i].language != NULL ? g_environ_setenv (env, "LANGUAGE", rows[i].language, TRUE) : g_environ_unsetenv (env, "LANGUAGE");
      g_spawn_sync (NULL, argv, env, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, NULL, &error);
      g_assert_no_error (error);
      bar = strchr (out, '|');
      g_assert_nonnull (bar);
      g_strchomp (out);
      if (strcmp (bar + 1, rows[i].says) != 0)
        g_error ("row %u: LC_ALL=%s LANG=%s LANGUAGE=%s says %s", (guint) i, rows[i].lc_all, rows[i].lang, rows[i].language, out);
    }
}

static void
test_language_changes_at_run_time (void)
{
  static const struct { const char *code; const char *says; } rows[] = {
    { "el", greek }, { "ru", russian }, { "en", text }, { "ru", russian }, { "el", greek }, { NULL, text },
  };

  g_unsetenv ("LANGUAGE");
  init ();
  g_assert_cmpstr (ask (), ==, text);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *language = NULL;

      ehlo_locale_set_language (rows[i].code);
      g_assert_cmpstr (ask (), ==, rows[i].says);
      language = ehlo_locale_dup_language ();
      g_assert_cmpstr (language, ==, rows[i].code != NULL ? rows[i].code : "en");
    }
}

int
main (int argc, char **argv)
{
  self = g_canonicalize_filename (argv[0], NULL);
  if (argc > 1 && strcmp (argv[1], "--child") == 0)
    return child ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/locale/environment", test_environment);
  g_test_add_func ("/core/locale/language-changes-at-run-time", test_language_changes_at_run_time);
  return g_test_run ();
}
