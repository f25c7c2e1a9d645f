/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/faults.h"

#include <string.h>

void
sim_fault_rule_free (SimFaultRule *self)
{
  g_free (self->verb);
  g_free (self->argument);
  g_free (self->reply);
  g_free (self);
}

static gboolean
matches (const SimFaultRule *rule, const char *line, gsize len)
{
  if (rule->verb != NULL)
    {
      gsize n = strlen (rule->verb);

      if (len < n || g_ascii_strncasecmp (line, rule->verb, n) != 0 || (len > n && g_ascii_isalnum (line[n])))
        return FALSE;
    }
  if (rule->argument != NULL)
    {
      gsize n = strlen (rule->argument);
      gboolean found = FALSE;

      for (gsize i = 0; i + n <= len && !found; i++)
        found = g_ascii_strncasecmp (line + i, rule->argument, n) == 0;
      if (!found)
        return FALSE;
    }
  return TRUE;
}

SimFaultRule *
sim_faults_judge (GPtrArray *rules, guint *counts, const char *line, gsize len)
{
  SimFaultRule *found = NULL;

  for (guint i = 0; i < rules->len; i++)
    {
      SimFaultRule *rule = g_ptr_array_index (rules, i);

      if (!matches (rule, line, len))
        continue;
      counts[i]++;
      if (found == NULL
          && (rule->nth == 0 || counts[i] == rule->nth)
          && (rule->first == 0 || rule->times < rule->first))
        found = rule;
    }
  if (found != NULL)
    found->times++;
  return found;
}
