/* loader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/loader.h"

#include "sim/trace/trace-file.h"

#include <glib/gi18n-lib.h>

/* No lesson is longer; a file that is not one should not fill the memory. */
#define MAX_FILE_SIZE (256 * 1024 * 1024)

static void
add_fault (EhloFaults *faults, const char *message)
{
  SimFault *fault = g_new0 (SimFault, 1);

  fault->message = g_strdup (message);
  g_ptr_array_add (faults->faults, fault);
}

static void
begin (EhloFaults *faults, const char *name)
{
  faults->name = g_strdup (name);
  faults->faults = sim_faults_new ();
}

static void
run (EhloPlayer *player, SimScenario *scenario)
{
  g_autoptr (SimTrace) trace = sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER);

  ehlo_player_load (player, scenario, trace);
}

static char *
id_of (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  if (g_str_has_suffix (name, ".scenario"))
    name[strlen (name) - strlen (".scenario")] = '\0';
  return g_steal_pointer (&name);
}

/* A trace keeps the text of its scenario: the notes are found again in it. */
static gboolean
load_trace (EhloPlayer *player, GBytes *bytes, EhloFaults *faults)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimTrace) trace = sim_trace_from_bytes (bytes, &error);
  g_autoptr (SimScenario) scenario = NULL;

  if (trace == NULL)
    {
      add_fault (faults, error->message);
      return FALSE;
    }
  if (sim_trace_get_scenario (trace) != NULL)
    {
      g_autoptr (GPtrArray) ignored = sim_faults_new ();
      const char *id = sim_trace_get_id (trace);

      scenario = sim_scenario_parse (id != NULL ? id : "trace", NULL, sim_trace_get_scenario (trace), ignored);
    }
  ehlo_player_load (player, scenario, trace);
  return TRUE;
}

gboolean
ehlo_load_lesson (EhloPlayer *player, const char *id, EhloFaults *faults)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, &error);

  begin (faults, id);
  if (scenario == NULL)
    {
      add_fault (faults, error->message);
      return FALSE;
    }
  run (player, scenario);
  return TRUE;
}

gboolean
ehlo_load_file (EhloPlayer *player, GFile *file, EhloFaults *faults)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *id = id_of (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, &error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SimScenario) scenario = NULL;

  begin (faults, name);
  if (info != NULL && g_file_info_get_size (info) > MAX_FILE_SIZE)
    {
      add_fault (faults, _("The file is too large to be a lesson or a saved run."));
      return FALSE;
    }
  if (info != NULL)
    bytes = g_file_load_bytes (file, NULL, NULL, &error);
  if (bytes == NULL)
    {
      add_fault (faults, error->message);
      return FALSE;
    }
  if (sim_trace_is_trace (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    return load_trace (player, bytes, faults);
  scenario = sim_scenario_parse (id, path != NULL ? path : name, bytes, faults->faults);
  if (scenario == NULL)
    return FALSE;
  run (player, scenario);
  return TRUE;
}

gboolean
ehlo_load_variants (EhloPlayer *player, const char *const *ids, GError **error)
{
  SimScenario *scenario = ehlo_player_get_scenario (player);
  g_autoptr (SimScenario) varied = NULL;

  g_return_val_if_fail (scenario != NULL, FALSE);
  varied = sim_scenario_vary (scenario, ids, error);
  if (varied == NULL)
    return FALSE;
  run (player, varied);
  return TRUE;
}

void
ehlo_faults_clear (EhloFaults *faults)
{
  g_clear_pointer (&faults->name, g_free);
  g_clear_pointer (&faults->faults, g_ptr_array_unref);
}
