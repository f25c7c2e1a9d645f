/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/explain/catalog.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define FOLDER "/org/ehlo/Ehlo/explanations/"

static const char * const files[] = {
  "replies.ini",
  "enhanced.ini",
  "digits.ini",
  "commands.ini",
  "keywords.ini",
  "dns.ini",
  "network.ini",
  "verdicts.ini",
  "states.ini",
  "pop3.ini",
  "imap-commands.ini",
  "imap-items.ini",
  "mailbox-states.ini",
  "standards.ini",
};

/* The untranslated texts of one group. */
typedef struct
{
  char *title;
  char *text;
  char *rfc;
  char *grammar;
  char *replies;
} Source;

static GHashTable *sources;   /* key -> Source */
static GPtrArray  *keys;

static void
read_file (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;

  if (bytes == NULL || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error))
    g_error ("%s: %s", path, error != NULL ? error->message : "is not built in");

  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      Source *source = g_new0 (Source, 1);
      char *key = g_strdup (groups[i]);

      source->title = g_key_file_get_string (file, key, "Title", NULL);
      source->text = g_key_file_get_string (file, key, "Text", NULL);
      source->rfc = g_key_file_get_string (file, key, "Rfc", NULL);
      source->grammar = g_key_file_get_string (file, key, "Grammar", NULL);
      source->replies = g_key_file_get_string (file, key, "Replies", NULL);
      if (!g_hash_table_insert (sources, key, source))
        g_error ("%s: a second [%s]", path, key);
      g_ptr_array_add (keys, key);
    }
}

static void
read_files (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      sources = g_hash_table_new (g_str_hash, g_str_equal);
      keys = g_ptr_array_new ();
      for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
        read_file (files[i]);
      g_ptr_array_add (keys, NULL);
      g_once_init_leave (&done, 1);
    }
}

/* "IMAP|Mailbox in use": what stands before the bar tells equal English texts apart for the translator. */
static const char *
translate (const char *text)
{
  return text != NULL ? g_strip_context (text, g_dgettext (GETTEXT_PACKAGE, text)) : NULL;
}

gboolean
explain_topic_find (const char *key, ExplainTopic *out)
{
  gpointer found_key, found;

  read_files ();
  *out = (ExplainTopic) { NULL };
  if (!g_hash_table_lookup_extended (sources, key, &found_key, &found))
    return FALSE;

  Source *source = found;
  out->key = found_key;
  out->title = translate (source->title);
  out->text = translate (source->text);
  out->rfc = source->rfc;
  out->grammar = source->grammar;
  out->replies = source->replies;
  return TRUE;
}

gboolean
explain_topic_findf (ExplainTopic *out, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *key = g_strdup_vprintf (format, args);
  va_end (args);
  return explain_topic_find (key, out);
}

gboolean
explain_standard_find (const char *place, ExplainTopic *out)
{
  g_autofree char *key = g_strdup (place);

  while (!explain_topic_find (key, out))
    {
      char *dot = strrchr (key, '.'), *comma = strrchr (key, ',');

      if (comma == NULL)
        return FALSE;
      *(dot != NULL && dot > comma ? dot : comma) = '\0';
    }
  return TRUE;
}

const char * const *
explain_topic_keys (gsize *n_keys)
{
  read_files ();
  if (n_keys != NULL)
    *n_keys = keys->len - 1;
  return (const char * const *) keys->pdata;
}
