/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/rules.h"

#include "sim/proto/imap/client.h"
#include "sim/proto/imap/server.h"
#include "sim/proto/pop3/client.h"
#include "sim/proto/pop3/server.h"
#include "sim/proto/smtp/client.h"
#include "sim/proto/smtp/server.h"

static const SimMachine * const machines[] =
{
  &smtp_server_machine,
  &smtp_client_machine,
  &pop3_server_machine,
  &pop3_client_machine,
  &imap_server_machine,
  &imap_client_machine,
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

const SimRule *
sim_machine_row (const SimMachine *self, const char *verb, int state)
{
  const SimRule *found = NULL;

  for (gsize i = 0; i < self->n_rules; i++)
    {
      const SimRule *row = &self->rules[i];

      if (g_ascii_strcasecmp (row->verb, verb) != 0)
        continue;
      if (row->legal & SIM_STATE (state))
        return row;
      if (found == NULL)
        found = row;
    }
  return found;
}

const SimRule *
sim_machine_find_move (const SimMachine *self, const char *rule, int from, int to)
{
  for (gsize i = 0; i < self->n_rules; i++)
    {
      const SimRule *row = &self->rules[i];

      if (g_str_equal (row->rule, rule) && (row->legal & SIM_STATE (from)) && row->next == to)
        return row;
    }
  return NULL;
}

const char *
sim_machine_state_name (const SimMachine *self, int state)
{
  for (int i = 0; i <= state && self->state_names[i] != NULL; i++)
    if (i == state)
      return self->state_names[i];
  return NULL;
}
