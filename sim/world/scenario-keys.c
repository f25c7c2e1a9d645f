/* scenario-keys.c - the groups and keys of a lesson file, as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario-keys.h"
#include "sim/core/text.h"

#include <string.h>

#define MAX_KEYS 40

static const SimKeyRow scenario_keys[] = {
  { "Title", SIM_KEY_REQUIRED | SIM_KEY_PEOPLE },
  { "Summary", SIM_KEY_PEOPLE },
  { "Level", 0 },
  { "Order", 0 },
  { "Seed", 0 },
  { "Epoch", 0 },
  { "Protocols", SIM_KEY_LIST },
  { "Variants", SIM_KEY_LIST },
};

static const SimKeyRow menu_keys[] = {
  { "Name", SIM_KEY_REQUIRED | SIM_KEY_PEOPLE },
  { "For", 0 },
};

static const SimKeyRow variant_keys[] = {
  { "Name", SIM_KEY_REQUIRED | SIM_KEY_PEOPLE },
  { "Detail", SIM_KEY_PEOPLE },
  { "Menu", 0 },
  { "Set", SIM_KEY_NUMBERED | SIM_KEY_RAW },
  { "Without", SIM_KEY_LIST },
};

static const SimKeyRow compare_keys[] = {
  { "Task", SIM_KEY_PEOPLE },
  { "A", SIM_KEY_REQUIRED | SIM_KEY_LIST },
  { "B", SIM_KEY_REQUIRED | SIM_KEY_LIST },
  { "Host", 0 },
};

static const SimKeyRow host_keys[] = {
  { "Label", SIM_KEY_PEOPLE },
  { "Roles", SIM_KEY_REQUIRED | SIM_KEY_LIST },
  { "Address", 0 },
  { "Icon", 0 },
  { "Domains", SIM_KEY_LIST },
  { "Extensions", SIM_KEY_LIST | SIM_KEY_EMPTY },
  { "MaxSize", 0 },
  { "MaxRecipients", 0 },
  { "Speaks", 0 },
  { "Relay", 0 },
  { "Cache", 0 },
  { "Resolver", 0 },
  { "Deliver", 0 },
  { "Smarthost", 0 },
  { "Retry", 0 },
  { "Expire", 0 },
  { "Delay", 0 },
  { "MaxHops", 0 },
  { "Auth", SIM_KEY_LIST },
  { "Chunks", 0 },
  { "Access", SIM_KEY_LIST },
  { "Lacks", SIM_KEY_LIST },
};

static const SimKeyRow link_keys[] = {
  { "Profile", 0 },
  { "Latency", 0 },
  { "Bandwidth", SIM_KEY_LIST },
  { "Loss", 0 },
  { "Jitter", 0 },
  { "Queue", 0 },
  { "Down", SIM_KEY_LIST },
};

static const SimKeyRow user_keys[] = {
  { "Name", SIM_KEY_PEOPLE },
  { "Password", 0 },
  { "Quota", 0 },
  { "Aliases", SIM_KEY_LIST },
  { "Host", 0 },
  { "Submission", 0 },
  { "Forward", 0 },
  { "Moved", 0 },
};

static const SimKeyRow account_keys[] = {
  { "Incoming", SIM_KEY_REQUIRED },
  { "Server", 0 },
  { "Policy", 0 },
  { "Days", 0 },
  { "Sent", 0 },
};

static const SimKeyRow mailbox_keys[] = {
  { "Messages", SIM_KEY_LIST },
  { "Count", 0 },
  { "Sizes", SIM_KEY_LIST },
  { "Period", 0 },
  { "From", 0 },
  { "Flags", SIM_KEY_LIST },
  { "Use", 0 },
};

static const SimKeyRow list_keys[] = {
  { "Members", SIM_KEY_REQUIRED | SIM_KEY_LIST },
  { "Owner", 0 },
};

static const SimKeyRow record_keys[] = {
  { "Value", SIM_KEY_REQUIRED | SIM_KEY_LIST | SIM_KEY_EMPTY },
  { "TTL", 0 },
  { "Fails", 0 },
};

static const SimKeyRow message_keys[] = {
  { "From", 0 },
  { "To", 0 },
  { "Cc", 0 },
  { "Bcc", 0 },
  { "Subject", SIM_KEY_EMPTY },
  { "Body", SIM_KEY_EMPTY },
  { "Attach", SIM_KEY_LIST },
  { "File", 0 },
};

static const SimKeyRow act_keys[] = {
  { "At", 0 },
  { "After", 0 },
  { "Who", SIM_KEY_REQUIRED },
  { "Do", SIM_KEY_REQUIRED },
  { "Device", 0 },
  { "Message", 0 },
  { "Folder", 0 },
  { "Target", 0 },
  { "Flags", SIM_KEY_LIST },
  { "Search", 0 },
  { "From", SIM_KEY_EMPTY },
  { "To", SIM_KEY_LIST },
  { "Server", 0 },
  { "Port", 0 },
  { "Notify", 0 },
  { "Return", 0 },
  { "Line", SIM_KEY_NUMBERED | SIM_KEY_EMPTY },
};

static const SimKeyRow fault_keys[] = {
  { "Host", SIM_KEY_REQUIRED },
  { "When", SIM_KEY_REQUIRED },
  { "What", SIM_KEY_REQUIRED },
};

static const SimKeyRow note_keys[] = {
  { "On", SIM_KEY_REQUIRED },
  { "Host", 0 },
  { "Text", SIM_KEY_REQUIRED | SIM_KEY_PEOPLE },
  { "Ask", 0 },
  { "Question", SIM_KEY_PEOPLE },
  { "Choices", SIM_KEY_LIST },
  { "Claim", SIM_KEY_PEOPLE },
  { "Standard", SIM_KEY_PEOPLE },
  { "Rfc", 0 },
};

#define KEYS(k) k, G_N_ELEMENTS (k)

static const SimGroupRow groups[] = {
  { "Scenario", 0, "[Scenario]", FALSE, KEYS (scenario_keys) },
  { "Host", 1, "[Host NAME]", FALSE, KEYS (host_keys) },
  { "Link", 2, "[Link A B]", FALSE, KEYS (link_keys) },
  { "User", 1, "[User ADDRESS]", FALSE, KEYS (user_keys) },
  { "Account", 2, "[Account ADDRESS HOST]", FALSE, KEYS (account_keys) },
  { "Mailbox", 1, "[Mailbox ADDRESS/FOLDER]", FALSE, KEYS (mailbox_keys) },
  { "List", 1, "[List ADDRESS]", FALSE, KEYS (list_keys) },
  { "Record", 2, "[Record NAME TYPE]", FALSE, KEYS (record_keys) },
  { "Message", 1, "[Message ID]", TRUE, KEYS (message_keys) },
  { "Act", 1, "[Act N]", FALSE, KEYS (act_keys) },
  { "Fault", 1, "[Fault N]", FALSE, KEYS (fault_keys) },
  { "Note", 1, "[Note N]", FALSE, KEYS (note_keys) },
  { "Menu", 1, "[Menu ID]", FALSE, KEYS (menu_keys) },
  { "Variant", 1, "[Variant ID]", FALSE, KEYS (variant_keys) },
  { "Compare", 0, "[Compare]", FALSE, KEYS (compare_keys) },
};

const SimGroupRow *
sim_scenario_groups (gsize *n_groups)
{
  *n_groups = G_N_ELEMENTS (groups);
  return groups;
}

const SimGroupRow *
sim_group_find (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    if (strcmp (groups[i].kind, kind) == 0)
      return &groups[i];
  return NULL;
}

const SimKeyRow *
sim_group_find_key (const SimGroupRow *row, const char *name)
{
  for (gsize i = 0; i < row->n_keys; i++)
    {
      const SimKeyRow *key = &row->keys[i];
      gsize len = strlen (key->name);

      if ((key->flags & SIM_KEY_NUMBERED) == 0)
        {
          if (strcmp (key->name, name) == 0)
            return key;
        }
      else if (strncmp (key->name, name, len) == 0 && name[len] >= '1' && name[len] <= '9'
               && strspn (name + len, "0123456789") == strlen (name + len) && strlen (name + len) <= 6)
        return key;
    }
  return NULL;
}

const char *
sim_group_suggest (const char *kind)
{
  const char *words[G_N_ELEMENTS (groups)];

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    words[i] = groups[i].kind;
  return sim_text_suggest (kind, words, G_N_ELEMENTS (groups));
}

const char *
sim_group_suggest_key (const SimGroupRow *row, const char *name)
{
  const char *words[MAX_KEYS];

  g_assert (row->n_keys <= MAX_KEYS);
  for (gsize i = 0; i < row->n_keys; i++)
    if ((row->keys[i].flags & SIM_KEY_NUMBERED) != 0)
      {
        g_autofree char *first = g_strconcat (row->keys[i].name, "1", NULL);
        words[i] = g_intern_string (first);
      }
    else
      words[i] = row->keys[i].name;
  return sim_text_suggest (name, words, row->n_keys);
}
