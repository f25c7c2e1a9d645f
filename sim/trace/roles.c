/* roles.c - what a host is, in RFC 5598's words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/roles.h"

#include <string.h>

static const struct
{
  SimRole     role;
  const char *name;
} roles[] = {
  { SIM_ROLE_MUA, "mua" },
  { SIM_ROLE_MSA, "msa" },
  { SIM_ROLE_MTA, "mta" },
  { SIM_ROLE_MDA, "mda" },
  { SIM_ROLE_DNS, "dns" },
  { SIM_ROLE_PERSON, "person" },
  { SIM_ROLE_MS, "ms" },
};

guint
sim_role_from_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (strcmp (roles[i].name, name) == 0)
      return roles[i].role;
  return 0;
}

const char *
sim_role_name (SimRole role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].role == role)
      return roles[i].name;
  return NULL;
}
