/* help.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/help.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#define FOLDER "/org/ehlo/Ehlo/help/"

const EhloHelpPage ehlo_help_pages[] = {
  { "looking", N_("What am I looking at?") },
  { "reading", N_("POP3 and IMAP") },
  { "teaching", N_("How to teach with it") },
  { "writing", N_("How to write a lesson") },
  { "glossary", N_("Glossary") },
  { NULL, NULL },
};

static void
section_free (gpointer data)
{
  EhloHelpSection *self = data;

  g_free (self->title);
  g_free (self->text);
  g_free (self);
}

static int
by_title (gconstpointer a, gconstpointer b)
{
  const EhloHelpSection *one = *(EhloHelpSection * const *) a, *other = *(EhloHelpSection * const *) b;
  g_autofree char *first = g_utf8_casefold (one->title, -1), *second = g_utf8_casefold (other->title, -1);

  return g_utf8_collate (first, second);
}

static GBytes *
load (const char *name, const char *suffix)
{
  g_autofree char *path = g_strconcat (FOLDER, name, suffix, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("%s", error->message);
  return bytes;
}

static char *
dup_translated (GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);

  return text != NULL ? g_strdup (g_dgettext (GETTEXT_PACKAGE, text)) : NULL;
}

GPtrArray *
ehlo_help_read (const char *name)
{
  GPtrArray *sections = g_ptr_array_new_with_free_func (section_free);
  g_autoptr (GBytes) bytes = load (name, ".ini");
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error))
    g_error ("%s: %s", name, error->message);
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      EhloHelpSection *section = g_new0 (EhloHelpSection, 1);

      section->title = dup_translated (file, groups[i], "Title");
      section->text = dup_translated (file, groups[i], "Text");
      g_ptr_array_add (sections, section);
    }
  if (g_str_equal (name, "glossary"))
    g_ptr_array_sort (sections, by_title);
  return sections;
}

char *
ehlo_help_example (void)
{
  g_autoptr (GBytes) bytes = load ("example", ".scenario");

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
