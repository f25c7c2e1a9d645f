/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/source.h"

#include "sim/trace/trace-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The lesson that a trace was made of, from the text it carries. */
static SimScenario *
scenario_of (const SimTrace *trace)
{
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autoptr (SimScenario) shipped = NULL;
  GBytes *text = sim_trace_get_scenario (trace);
  const char *id = sim_trace_get_id (trace);

  if (id != NULL)
    shipped = sim_scenario_lesson (id, NULL);
  if (shipped != NULL && (text == NULL || g_bytes_equal (shipped->source, text)))
    return g_steal_pointer (&shipped);
  return text != NULL ? sim_scenario_parse (id != NULL ? id : "trace", NULL, text, faults) : NULL;
}

static gboolean
is_trace_file (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  guint8 start[32];
  gsize len = 0;

  return stream != NULL
         && g_input_stream_read_all (G_INPUT_STREAM (stream), start, sizeof start, &len, NULL, NULL)
         && sim_trace_is_trace (start, len);
}

/* A lesson or a lesson file by its name. */
static SimScenario *
load_lesson (const char *name, GError **error)
{
  if (g_file_test (name, G_FILE_TEST_EXISTS))
    return sim_scenario_load (name, error);
  if (strchr (name, '/') != NULL || g_str_has_suffix (name, ".scenario") || g_str_has_suffix (name, ".trace"))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _("%s: there is no such file"), name);
      return NULL;
    }
  return sim_scenario_lesson (name, error);
}

/* LESSON:VARIANT+VARIANT */
static SimScenario *
load_variant (const char *name, GError **error)
{
  const char *colon = strrchr (name, ':');
  g_autofree char *lesson = colon != NULL && !g_file_test (name, G_FILE_TEST_EXISTS) ? g_strndup (name, (gsize) (colon - name)) : g_strdup (name);
  g_autoptr (SimScenario) scenario = load_lesson (lesson, error);
  g_auto (GStrv) ids = NULL;

  if (scenario == NULL || strlen (lesson) == strlen (name))
    return g_steal_pointer (&scenario);
  ids = g_strsplit (colon + 1, "+", -1);
  return sim_scenario_vary (scenario, (const char *const *) ids, error);
}

gboolean
ehlo_source_load (const char *name, const guint64 *seed, SimTime until, EhloSource *out, GError **error)
{
  *out = (EhloSource) { NULL, NULL };
  if (g_file_test (name, G_FILE_TEST_EXISTS) && is_trace_file (name))
    {
      out->trace = sim_trace_load (name, error);
      if (out->trace == NULL)
        return FALSE;
      out->scenario = scenario_of (out->trace);
      return TRUE;
    }
  out->scenario = load_variant (name, error);
  if (out->scenario == NULL)
    return FALSE;
  out->trace = sim_world_play (out->scenario, seed != NULL ? *seed : out->scenario->seed, until);
  return TRUE;
}

void
ehlo_source_clear (EhloSource *self)
{
  g_clear_pointer (&self->scenario, sim_scenario_unref);
  g_clear_pointer (&self->trace, sim_trace_unref);
}
