/* settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/settings.h"

#include "config.h"

static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (program != NULL ? program : ".");
  g_autofree char *beside = g_build_filename (folder, "..", "data", NULL);
  g_autofree char *compiled = g_build_filename (beside, "gschemas.compiled", NULL);
  GSettingsSchema *schema = NULL;
  GSettingsSchemaSource *source = NULL;

  if (g_file_test (compiled, G_FILE_TEST_EXISTS))
    source = g_settings_schema_source_new_from_directory (beside, installed, FALSE, NULL);
  if (source == NULL && g_file_test (EHLO_SCHEMADIR "/gschemas.compiled", G_FILE_TEST_EXISTS))
    source = g_settings_schema_source_new_from_directory (EHLO_SCHEMADIR, installed, FALSE, NULL);
  if (source == NULL && installed != NULL)
    source = g_settings_schema_source_ref (installed);
  if (source != NULL)
    {
      schema = g_settings_schema_source_lookup (source, EHLO_APP_ID, TRUE);
      g_settings_schema_source_unref (source);
    }
  return schema;
}

/* NULL: there is no schema. */
static GSettings *
get_settings (void)
{
  static GSettings *settings;
  static gboolean looked;

  if (!looked)
    {
      g_autoptr (GSettingsSchema) schema = find_schema ();

      looked = TRUE;
      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
    }
  return settings;
}

char *
ehlo_settings_dup_language (void)
{
  return get_settings () != NULL ? g_settings_get_string (get_settings (), "language") : g_strdup ("");
}

void
ehlo_settings_set_language (const char *language)
{
  if (get_settings () != NULL)
    g_settings_set_string (get_settings (), "language", language);
}

gboolean
ehlo_settings_get_dark (void)
{
  return get_settings () != NULL && g_settings_get_boolean (get_settings (), "dark");
}

void
ehlo_settings_set_dark (gboolean dark)
{
  if (get_settings () != NULL)
    g_settings_set_boolean (get_settings (), "dark", dark);
}

gboolean
ehlo_settings_get_side (void)
{
  return get_settings () == NULL || g_settings_get_boolean (get_settings (), "side-panel");
}

void
ehlo_settings_set_side (gboolean side)
{
  if (get_settings () != NULL)
    g_settings_set_boolean (get_settings (), "side-panel", side);
}

/* An older schema may be the one that is installed. */
static gboolean
has_key (const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  if (get_settings () == NULL)
    return FALSE;
  g_object_get (get_settings (), "settings-schema", &schema, NULL);
  return g_settings_schema_has_key (schema, key);
}

int
ehlo_settings_get_size (const char *key, int otherwise)
{
  return has_key (key) ? g_settings_get_int (get_settings (), key) : otherwise;
}

void
ehlo_settings_set_size (const char *key, int size)
{
  if (has_key (key))
    g_settings_set_int (get_settings (), key, size);
}
