/* scenario-check.c - what only the whole lesson file shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  SimScenario     *scenario;
  const SimSource *source;
  GPtrArray       *faults;
  guint           *island;   /* by host: hosts of the same number reach one another */
  gboolean         bad_link;
} Check;

static const SimHostSpec *
host_at (const Check *self, guint i)
{
  return g_ptr_array_index (self->scenario->hosts, i);
}

/* The line of @key in the group that begins in @line. */
static guint
line_of (const Check *self, guint line, const char *key)
{
  for (guint i = 0; i < self->source->groups->len; i++)
    {
      const SimSourceGroup *group = g_ptr_array_index (self->source->groups, i);

      if (group->line == line)
        return sim_source_key_line (group, key);
    }
  return line;
}

/* "Olga@UNIV.example" -> "Olga@univ.example"; NULL: no address. */
static char *
canonical (const char *address)
{
  MailAddress parsed = { NULL, NULL };
  g_autofree char *domain = NULL;
  char *text;

  if (!mail_address_parse (address, &parsed))
    return NULL;
  domain = g_ascii_strdown (parsed.domain, -1);
  text = g_strconcat (parsed.local, "@", domain, NULL);
  mail_address_clear (&parsed);
  return text;
}

/* ---- addresses ---- */

/* Those without an Address get the next free ones of 192.0.2.0/24, which is for examples (RFC 5737). */
static void
give_addresses (Check *self)
{
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);
  guint32 next = 0xc0000201;

  for (guint i = 0; i < self->scenario->hosts->len; i++)
    {
      const SimHostSpec *host = host_at (self, i);
      gpointer before;

      if (host->address == 0)
        continue;
      before = g_hash_table_lookup (used, GUINT_TO_POINTER (host->address));
      if (before != NULL)
        sim_fault_add (self->faults, line_of (self, host->line, "Address"),
                       /* TRANSLATORS: a number and a host's name. */
                       _("%u.%u.%u.%u is already the address of '%s'"), host->address >> 24,
                       host->address >> 16 & 255, host->address >> 8 & 255, host->address & 255,
                       ((const SimHostSpec *) before)->name);
      else
        g_hash_table_insert (used, GUINT_TO_POINTER (host->address), (gpointer) host);
    }
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    {
      SimHostSpec *host = g_ptr_array_index (self->scenario->hosts, i);

      if (host->address != 0)
        continue;
      while (g_hash_table_contains (used, GUINT_TO_POINTER (next)))
        next++;
      host->address = next++;
    }
}

/* ---- users ---- */

static gboolean
is_final (const Check *self, const char *domain)
{
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    for (char **own = host_at (self, i)->domains; *own != NULL; own++)
      if (g_ascii_strcasecmp (*own, domain) == 0)
        return TRUE;
  return FALSE;
}

static void
claim_address (Check *self, GHashTable *known, const char *address, guint line)
{
  g_autofree char *key = canonical (address);
  gpointer before;

  if (key == NULL)
    return;
  before = g_hash_table_lookup (known, key);
  if (before != NULL)
    sim_fault_add (self->faults, line,
                   /* TRANSLATORS: a mail address and a line number. */
                   _("'%s' is already a user's address in line %u"), address, GPOINTER_TO_UINT (before));
  else
    g_hash_table_insert (known, g_steal_pointer (&key), GUINT_TO_POINTER (line));
}

static void
check_users (Check *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->scenario->users->len; i++)
    {
      const SimUserSpec *user = g_ptr_array_index (self->scenario->users, i);
      const char *domain = strrchr (user->address, '@') + 1;

      claim_address (self, known, user->address, user->line);
      for (char **alias = user->aliases; *alias != NULL; alias++)
        {
          g_autofree char *whole = strchr (*alias, '@') != NULL ? g_strdup (*alias) : g_strconcat (*alias, "@", domain, NULL);

          claim_address (self, known, whole, line_of (self, user->line, "Aliases"));
        }
      if (!is_final (self, domain))
        sim_fault_add (self->faults, user->line,
                       /* TRANSLATORS: a domain, twice. */
                       _("no host takes mail for '%s'; a host with the role mta needs Domains=%s"), domain, domain);
    }
  for (guint i = 0; i < self->scenario->lists->len; i++)
    {
      const SimListSpec *list = g_ptr_array_index (self->scenario->lists, i);
      const char *domain = strrchr (list->address, '@') + 1;

      claim_address (self, known, list->address, list->line);
      if (!is_final (self, domain))
        sim_fault_add (self->faults, list->line,
                       _("no host takes mail for '%s'; a host with the role mta needs Domains=%s"), domain, domain);
    }
}

/* ---- name service ---- */

static void
check_resolvers (Check *self)
{
  guint servers = 0;

  for (guint i = 0; i < self->scenario->hosts->len; i++)
    servers += (host_at (self, i)->roles & SIM_ROLE_DNS) != 0;
  for (guint i = 0; servers > 1 && i < self->scenario->hosts->len; i++)
    if ((host_at (self, i)->roles & (SIM_ROLE_MSA | SIM_ROLE_MTA)) != 0 && host_at (self, i)->resolver == NULL)
      sim_fault_add (self->faults, host_at (self, i)->line, _("there are several name servers; this host needs a Resolver="));
}

/* The host of an MX must have an address: a host, or a record that says so (even that there is none). */
static void
check_exchangers (Check *self)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();

  for (guint i = 0; i < self->scenario->hosts->len; i++)
    g_ptr_array_add (known, host_at (self, i)->name);
  for (guint i = 0; i < self->scenario->records->len; i++)
    g_ptr_array_add (known, ((const SimRecordSpec *) g_ptr_array_index (self->scenario->records, i))->name);
  for (guint i = 0; i < self->scenario->records->len; i++)
    {
      const SimRecordSpec *record = g_ptr_array_index (self->scenario->records, i);

      for (char **value = record->values; strcmp (record->type, "MX") == 0 && *value != NULL; value++)
        {
          const char *name = strrchr (*value, ' ');
          gboolean found = name == NULL || strcmp (name, " .") == 0;
          SimReader reader = { .scenario = self->scenario, .source = self->source, .faults = self->faults };

          for (guint k = 0; !found && k < known->len; k++)
            found = g_ascii_strcasecmp (g_ptr_array_index (known, k), name + 1) == 0;
          if (!found)
            sim_reader_host (&reader, line_of (self, record->line, "Value"), name + 1);
        }
    }
}

/* ---- ways ---- */

static void
find_islands (Check *self)
{
  guint n = self->scenario->hosts->len;
  gboolean changed = TRUE;

  self->island = g_new (guint, n + 1);
  for (guint i = 0; i < n; i++)
    self->island[i] = i;
  while (changed)
    {
      changed = FALSE;
      for (guint i = 0; i < self->scenario->links->len; i++)
        {
          const SimLinkSpec *link = g_ptr_array_index (self->scenario->links, i);
          guint low = self->island[link->a] < self->island[link->b] ? self->island[link->a] : self->island[link->b];

          changed = changed || self->island[link->a] != self->island[link->b];
          self->island[link->a] = self->island[link->b] = low;
        }
    }
}

static void
need_way (Check *self, guint line, int from, int to)
{
  if (self->bad_link || from < 0 || to < 0 || self->island[from] == self->island[to])
    return;
  sim_fault_add (self->faults, line,
                 /* TRANSLATORS: names of two hosts. */
                 _("no way leads from '%s' to '%s'; a [Link] is missing"), host_at (self, (guint) from)->name,
                 host_at (self, (guint) to)->name);
}

static void
check_host_ways (Check *self)
{
  int only_dns = -1;

  for (guint i = 0; i < self->scenario->hosts->len; i++)
    if ((host_at (self, i)->roles & SIM_ROLE_DNS) != 0)
      only_dns = only_dns == -1 ? (int) i : -2;
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    {
      const SimHostSpec *host = host_at (self, i);

      if (host->resolver != NULL)
        need_way (self, line_of (self, host->line, "Resolver"), (int) i, sim_scenario_find_host (self->scenario, host->resolver));
      else if ((host->roles & (SIM_ROLE_MSA | SIM_ROLE_MTA)) != 0 && host->smarthost == NULL)
        need_way (self, host->line, (int) i, only_dns);
      if (host->deliver != NULL)
        need_way (self, line_of (self, host->line, "Deliver"), (int) i, sim_scenario_find_host (self->scenario, host->deliver));
      if (host->smarthost != NULL)
        need_way (self, line_of (self, host->line, "Smarthost"), (int) i, sim_scenario_find_host (self->scenario, host->smarthost));
    }
}

/* From the submission server to those that take mail for the recipients. */
static void
check_recipient_ways (Check *self, const SimActSpec *act)
{
  char **to = act->to;

  if (to == NULL && act->message >= 0)
    to = ((const SimMessageSpec *) g_ptr_array_index (self->scenario->messages, (guint) act->message))->to;
  for (; act->server >= 0 && to != NULL && *to != NULL; to++)
    {
      const char *at = strrchr (*to, '@');

      for (guint i = 0; at != NULL && i < self->scenario->hosts->len; i++)
        for (char **own = host_at (self, i)->domains; *own != NULL; own++)
          if (g_ascii_strcasecmp (*own, at + 1) == 0)
            need_way (self, act->line, act->server, (int) i);
    }
}

/* A submission server can only file what is sent for somebody who logs in, and whose mailbox it has. */
static void
check_filing (Check *self, const SimAccountSpec *account)
{
  const SimUserSpec *user = account->user >= 0 ? g_ptr_array_index (self->scenario->users, (guint) account->user) : NULL;

  if (account->sent != SIM_SENT_SERVER || user == NULL)
    return;
  if (user->password == NULL)
    sim_fault_add (self->faults, line_of (self, account->line, "Sent"), _("%s has no meaning without %s"), "Sent=server",
                   "Password");
  else if (user->submission >= 0 && account->server >= 0 && user->submission != account->server)
    {
      g_autofree char *submission = g_strconcat ("Submission=", host_at (self, (guint) user->submission)->name, NULL);

      sim_fault_add (self->faults, line_of (self, account->line, "Sent"), _("%s has no meaning with %s"), "Sent=server",
                     submission);
    }
}

/* Mail programs reach their mailboxes, and one device has one account of a user. */
static void
check_accounts (Check *self)
{
  for (guint i = 0; i < self->scenario->accounts->len; i++)
    {
      const SimAccountSpec *account = g_ptr_array_index (self->scenario->accounts, i);

      need_way (self, account->line, account->host, account->server);
      check_filing (self, account);
    }
}

/* ---- acts ---- */

static SimActSpec *
act_at (const Check *self, guint i)
{
  return g_ptr_array_index (self->scenario->acts, i);
}

static int
compare_acts (gconstpointer a, gconstpointer b)
{
  guint first = (*(SimActSpec *const *) a)->number;
  guint second = (*(SimActSpec *const *) b)->number;

  return first < second ? -1 : first > second;
}

static int
compare_notes (gconstpointer a, gconstpointer b)
{
  guint first = (*(SimNoteSpec *const *) a)->number;
  guint second = (*(SimNoteSpec *const *) b)->number;

  return first < second ? -1 : first > second;
}

static const SimSourceGroup *
group_at_line (const Check *self, guint line)
{
  for (guint i = 0; i < self->source->groups->len; i++)
    {
      const SimSourceGroup *group = g_ptr_array_index (self->source->groups, i);

      if (group->line == line)
        return group;
    }
  return NULL;
}

/* After=N; an act with neither At nor After comes after the one before it. */
static void
order_acts (Check *self)
{
  for (guint i = 0; i < self->scenario->acts->len; i++)
    {
      SimActSpec *act = act_at (self, i);
      const SimSourceGroup *group = group_at_line (self, act->line);
      SimReader reader = { .scenario = self->scenario, .source = self->source, .faults = self->faults, .group = group };
      guint64 number;

      if (!sim_source_has_key (group, "After"))
        {
          if (i > 0 && !sim_source_has_key (group, "At"))
            act->after = (int) i - 1;
          continue;
        }
      if (!sim_read_number (&reader, "After", 1, 99999, &number))
        continue;
      for (guint k = 0; k < self->scenario->acts->len; k++)
        if (act_at (self, k)->number == number)
          act->after = (int) k;
      if (act->after < 0)
        {
          g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

          sim_fault_add (self->faults, sim_source_key_line (group, "After"), _("there is no [Act %s]"), text);
        }
    }
}

/* Follows After from each act; one that comes back to itself never begins. */
static void
check_order (Check *self)
{
  guint n = self->scenario->acts->len;

  for (guint i = 0; i < n; i++)
    {
      int at = act_at (self, i)->after;

      for (guint steps = 0; at >= 0 && at != (int) i && steps < n; steps++)
        at = act_at (self, (guint) at)->after;
      if (at == (int) i)
        sim_fault_add (self->faults, line_of (self, act_at (self, i)->line, "After"),
                       _("[Act %u] waits for itself and never begins"), act_at (self, i)->number);
    }
}

static void
check_acts (Check *self)
{
  if (self->scenario->acts->len == 0)
    sim_fault_add (self->faults, 1, _("nothing happens in this lesson; it needs an [Act 1]"));
  g_ptr_array_sort (self->scenario->acts, compare_acts);
  order_acts (self);
  check_order (self);
  for (guint i = 0; i < self->scenario->acts->len; i++)
    {
      need_way (self, act_at (self, i)->line, act_at (self, i)->host, act_at (self, i)->server);
      if (act_at (self, i)->kind == SIM_ACT_SEND)
        check_recipient_ways (self, act_at (self, i));
    }
}

void
sim_check_scenario (const SimReader *reader)
{
  Check check = {
    .scenario = reader->scenario,
    .source = reader->source,
    .faults = reader->faults,
    .bad_link = reader->bad_link,
  };

  if (check.scenario->hosts->len == 0)
    sim_fault_add (check.faults, 1, _("this lesson has no [Host]"));
  give_addresses (&check);
  check_users (&check);
  check_resolvers (&check);
  check_exchangers (&check);
  find_islands (&check);
  check_host_ways (&check);
  check_accounts (&check);
  check_acts (&check);
  g_ptr_array_sort (check.scenario->notes, compare_notes);
  g_free (check.island);
}
