/* check.c - ehlo check: what is wrong with a lesson file, and in which line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"
#include "sim/world/scenario.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* FALSE: it cannot be read, or it has faults. */
static gboolean
check_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = sim_scenario_read (path, &error);
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autoptr (SimScenario) scenario = NULL;

  if (bytes == NULL)
    {
      ehlo_cli_error ("%s", error->message);
      return FALSE;
    }
  scenario = sim_scenario_parse ("check", path, bytes, faults);
  for (guint i = 0; i < faults->len; i++)
    {
      const SimFault *fault = g_ptr_array_index (faults, i);

      /* The name's bytes as they were given, whatever the locale: editors and scripts jump to it. */
      printf ("%s:%u: %s\n", path, fault->line, fault->message);
    }
  return scenario != NULL;
}

int
ehlo_cli_check (int argc, char **argv)
{
  gboolean all_well = TRUE;
  int status;

  if (!ehlo_cli_options (&argc, &argv, NULL, "check FILE...",
                         _("Checks lesson files and writes every fault as FILE:LINE: message; nothing when all is well."), &status))
    return status;
  if (argc < 2)
    return ehlo_cli_usage ("check", "%s", _("which file? A lesson file ends in .scenario"));
  for (int i = 1; i < argc; i++)
    all_well = check_file (argv[i]) && all_well;
  return all_well ? EHLO_EXIT_OK : EHLO_EXIT_FAULT;
}
