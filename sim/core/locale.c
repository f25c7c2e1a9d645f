/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim/core/locale.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

/* Makes gettext forget what it has looked up; libintl's own way to tell it. */
extern int _nl_msg_cat_cntr;

/* What LANGUAGE is when nobody has chosen a language in the program; NULL: unset. */
static char *system_language;

/* ---- Catalogs ----------------------------------------------------------- */

static gboolean
has_catalogs (const char *folder)
{
  g_autofree char *catalog = g_build_filename (folder, "el", "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);

  return g_file_test (catalog, G_FILE_TEST_EXISTS);
}

/* Meson puts programs and catalogs into sibling folders of the build folder. (transfer full) */
static char *
find_catalogs (const char *executable_dir)
{
  if (executable_dir != NULL)
    {
      g_autofree char *inside = g_build_filename (executable_dir, "po", NULL);
      g_autofree char *beside = g_build_filename (executable_dir, "..", "po", NULL);

      if (has_catalogs (inside))
        return g_canonicalize_filename (inside, NULL);
      if (has_catalogs (beside))
        return g_canonicalize_filename (beside, NULL);
    }
  return g_strdup (EHLO_LOCALEDIR);
}

/* ---- Locale ------------------------------------------------------------- */

/* gettext ignores LANGUAGE in the locale "C", and newer C libraries also in "C.UTF-8" (glibc bug 16621). */
static gboolean
is_c (const char *locale)
{
  return locale == NULL || strcmp (locale, "C") == 0 || strcmp (locale, "POSIX") == 0 || g_str_has_prefix (locale, "C.");
}

/* Any real locale will do for messages: LANGUAGE then says which. */
static void
find_message_locale (void)
{
  static const char * const candidates[] = { "en_US.UTF-8", "el_GR.UTF-8", "ru_RU.UTF-8", "en_GB.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8" };

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (setlocale (LC_MESSAGES, candidates[i]) != NULL)
      return;
}

/* The language of a locale that was asked for and is not there: "el" of "el_GR.UTF-8". (transfer full) or NULL */
static char *
language_of_environment (void)
{
  static const char * const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      const char *value = g_getenv (variables[i]);

      if (value != NULL && value[0] != '\0')
        return is_c (value) ? NULL : g_strndup (value, strcspn (value, ".@"));
    }
  return NULL;
}

static void
apply_language (const char *language)
{
  if (language != NULL)
    g_setenv ("LANGUAGE", language, TRUE);
  else
    g_unsetenv ("LANGUAGE");
  ++_nl_msg_cat_cntr;
}

void
ehlo_locale_init (const char *executable_dir)
{
  g_autofree char *folder = find_catalogs (executable_dir);
  const char *language = g_getenv ("LANGUAGE");
  gboolean known = setlocale (LC_ALL, "") != NULL;

  g_free (system_language);
  system_language = g_strdup (language != NULL && language[0] != '\0' ? language : NULL);
  if (!known && system_language == NULL)
    system_language = language_of_environment ();

  /* Text is UTF-8 everywhere, whatever the environment says. */
  if (!known || strcmp (setlocale (LC_CTYPE, NULL), "C") == 0 || strcmp (setlocale (LC_MESSAGES, NULL), "C") == 0)
    setlocale (LC_ALL, "C.UTF-8");
  if (is_c (setlocale (LC_MESSAGES, NULL)))
    find_message_locale ();

  /* The environment wants no language in particular and none was there: English, whatever locale was found above. */
  if (system_language == NULL && is_c (setlocale (LC_CTYPE, NULL)))
    system_language = g_strdup ("en");

  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  apply_language (system_language);
}

void
ehlo_locale_set_language (const char *code)
{
  apply_language (code != NULL ? code : system_language);
}

char *
ehlo_locale_dup_language (void)
{
  const char *first = g_get_language_names ()[0];

  return is_c (first) ? g_strdup ("en") : g_strndup (first, strcspn (first, "_.@"));
}
