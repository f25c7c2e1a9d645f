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

gboolean
ehlo_source_load (const char *name, const guint64 *seed, SimTime until, EhloSource *out, GError **error)
{
  *out = (EhloSource) { NULL, NULL };
  if (g_file_test (name, G_FILE_TEST_EXISTS))
    {
      if (is_trace_file (name))
        {
          out->trace = sim_trace_load (name, error);
          if (out->trace == NULL)
            return FALSE;
          out->scenario = scenario_of (out->trace);
          return TRUE;
        }
      out->scenario = sim_scenario_load (name, error);
    }
  else if (strchr (name, '/') != NULL || g_str_has_suffix (name, ".scenario") || g_str_has_suffix (name, ".trace"))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _("%s: there is no such file"), name);
      return FALSE;
    }
  else
    out->scenario = sim_scenario_lesson (name, error);
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
