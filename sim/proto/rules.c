/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/rules.h"

static const SimMachine * const machines[] =
{
  NULL
};

const SimMachine * const *
sim_machines (void)
{
  return machines;
}

const SimMachine *
sim_machine_find (const char *name)
{
  for (guint i = 0; machines[i] != NULL; i++)
    if (g_str_equal (machines[i]->name, name))
      return machines[i];
  return NULL;
}
