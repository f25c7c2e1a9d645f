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

GVariant *
ehlo_settings_get_value (const char *key)
{
  return has_key (key) ? g_settings_get_value (get_settings (), key) : NULL;
}

void
ehlo_settings_set_value (const char *key, GVariant *value)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);

  if (has_key (key))
    g_settings_set_value (get_settings (), key, sunk);
}

gboolean
ehlo_settings_get_flag (const char *key, gboolean otherwise)
{
  return has_key (key) ? g_settings_get_boolean (get_settings (), key) : otherwise;
}

void
ehlo_settings_set_flag (const char *key, gboolean flag)
{
  ehlo_settings_set_value (key, g_variant_new_boolean (flag));
}

int
ehlo_settings_get_size (const char *key, int otherwise)
{
  return has_key (key) ? g_settings_get_int (get_settings (), key) : otherwise;
}

void
ehlo_settings_set_size (const char *key, int size)
{
  ehlo_settings_set_value (key, g_variant_new_int32 (size));
}

double
ehlo_settings_get_number (const char *key, double otherwise)
{
  return has_key (key) ? g_settings_get_double (get_settings (), key) : otherwise;
}

void
ehlo_settings_set_number (const char *key, double number)
{
  ehlo_settings_set_value (key, g_variant_new_double (number));
}

char *
ehlo_settings_dup_text (const char *key, const char *otherwise)
{
  return has_key (key) ? g_settings_get_string (get_settings (), key) : g_strdup (otherwise);
}

void
ehlo_settings_set_text (const char *key, const char *text)
{
  ehlo_settings_set_value (key, g_variant_new_string (text));
}
