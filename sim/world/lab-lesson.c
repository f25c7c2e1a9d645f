/* Users, mailboxes and settings of a lesson's hosts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/lab-private.h"

#include "sim/world/fault-rule.h"

static const SimHostSpec *
host_at (SimScenario *scenario, guint i)
{
  return g_ptr_array_index (scenario->hosts, i);
}

static gboolean
offers (const SimHostSpec *host, SimLabService service)
{
  static const guint roles[SIM_LAB_N_SERVICES] = {
    [SIM_LAB_SMTP] = SIM_ROLE_MTA, [SIM_LAB_SUBMISSION] = SIM_ROLE_MSA, [SIM_LAB_LMTP] = SIM_ROLE_MDA,
    [SIM_LAB_POP3] = SIM_ROLE_MS, [SIM_LAB_IMAP] = SIM_ROLE_MS
  };

  if ((service == SIM_LAB_POP3 && !host->pop3) || (service == SIM_LAB_IMAP && !host->imap))
    return FALSE;
  return (host->roles & roles[service]) != 0;
}

/* Those whose mail the host takes: its own, and an MDA's of the hosts that deliver to it. */
static char **
dup_domains (SimScenario *scenario, guint number)
{
  const SimHostSpec *host = host_at (scenario, number);
  GPtrArray *domains = g_ptr_array_new ();

  for (guint i = 0; i < scenario->hosts->len; i++)
    {
      const SimHostSpec *other = host_at (scenario, i);
      gboolean ours = i == number || (other->deliver != NULL && g_ascii_strcasecmp (other->deliver, host->name) == 0);

      for (guint j = 0; ours && other->domains[j] != NULL; j++)
        g_ptr_array_add (domains, g_strdup (other->domains[j]));
    }
  /* The only MDA there is has everybody's mail. */
  if (domains->len == 0 && (host->roles & SIM_ROLE_MDA))
    for (guint i = 0; i < scenario->hosts->len; i++)
      for (guint j = 0; host_at (scenario, i)->domains[j] != NULL; j++)
        g_ptr_array_add (domains, g_strdup (host_at (scenario, i)->domains[j]));
  g_ptr_array_add (domains, NULL);
  return (char **) g_ptr_array_free (domains, FALSE);
}

static GPtrArray *
make_faults (SimScenario *scenario, guint host)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_fault_rule_free);

  for (guint i = 0; i < scenario->faults->len; i++)
    {
      const SimFaultSpec *spec = g_ptr_array_index (scenario->faults, i);

      if (spec->host == (int) host)
        g_ptr_array_add (faults, sim_fault_rule_new (spec));
    }
  return faults->len > 0 ? g_steal_pointer (&faults) : NULL;
}

static LabPart *
make_part (SimLab *self, SimScenario *scenario, guint number)
{
  const SimHostSpec *host = host_at (scenario, number);
  g_auto (GStrv) domains = dup_domains (scenario, number);
  LabPart *part = lab_part_new (host->name, domains);

  part->extensions = host->extensions;
  /* Even where a lesson has no limit, a lab has one. */
  part->max_size = host->max_size > 0 ? host->max_size : self->config.max_size;
  part->max_recipients = host->max_recipients;
  part->no_ehlo = host->helo_only;
  part->no_uidl = host->no_uidl;
  part->no_idle = host->no_idle;
  part->rev1_only = host->rev1_only;
  part->faults = make_faults (scenario, number);
  g_ptr_array_add (self->parts, part);
  return part;
}

void
sim_lab_set_scenario (SimLab *self, SimScenario *scenario, int host)
{
  g_autofree LabPart **made = g_new0 (LabPart *, scenario->hosts->len);
  gboolean named = FALSE;
  guint first_user = sim_directory_length (self->users);

  for (guint service = 0; service < SIM_LAB_N_SERVICES; service++)
    {
      self->by_service[service] = NULL;
      for (guint i = 0; i < scenario->hosts->len && self->by_service[service] == NULL; i++)
        {
          if ((host >= 0 && i != (guint) host) || !offers (host_at (scenario, i), service))
            continue;
          if (made[i] == NULL)
            made[i] = make_part (self, scenario, i);
          self->by_service[service] = made[i];
          if (made[i]->domains[0] != NULL && !named)
            {
              g_free (self->domain);
              self->config.domain = self->domain = g_strdup (made[i]->domains[0]);
              named = TRUE;
            }
        }
    }
  for (guint i = 0; i < scenario->users->len; i++)
    {
      const SimUserSpec *user = g_ptr_array_index (scenario->users, i);

      sim_directory_add (self->users, user->address, user->password,
                         self->config.quota > 0 ? self->config.quota : user->quota, user->aliases);
    }
  lab_add_accounts (self);
  for (guint i = 0; i < scenario->mailboxes->len; i++)
    {
      const SimMailboxSpec *spec = g_ptr_array_index (scenario->mailboxes, i);

      sim_mailbox_spec_fill (spec, lab_get_store (self, first_user + spec->user), self->start);
    }
}
