/* Any bytes as a lesson file: a scenario or faults, never both, each fault with a line of the file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/text.h"
#include "sim/world/scenario.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_faults (const GPtrArray *faults, guint n_lines)
{
  guint before = 1;

  for (guint i = 0; i < faults->len; i++)
    {
      const SimFault *fault = g_ptr_array_index (faults, i);

      g_assert_cmpuint (fault->line, >=, before);
      g_assert_cmpuint (fault->line, <=, n_lines);
      g_assert_true (fault->message[0] != '\0');
      g_assert_true (sim_text_is_clean ((const guint8 *) fault->message, strlen (fault->message)));
      before = fault->line;
    }
}

/* What the world relies on. */
static void
check_scenario (const SimScenario *scenario)
{
  int n_hosts = (int) scenario->hosts->len;

  g_assert_nonnull (scenario->title);
  g_assert_nonnull (scenario->protocols);
  g_assert_cmpint (n_hosts, >, 0);
  for (int i = 0; i < n_hosts; i++)
    {
      const SimHostSpec *host = g_ptr_array_index (scenario->hosts, (guint) i);

      g_assert_cmpint (sim_scenario_find_host (scenario, host->name), ==, i);
      g_assert_true (host->label != NULL && host->domains != NULL && host->address != 0);
      g_assert_true (host->roles != 0 && host->roles < 1u << 31);
      g_assert_cmpint (host->retry, >, 0);
      for (int k = 0; k < i; k++)
        g_assert_cmpuint (host->address, !=, ((const SimHostSpec *) g_ptr_array_index (scenario->hosts, (guint) k))->address);
    }
  for (guint i = 0; i < scenario->links->len; i++)
    {
      const SimLinkSpec *link = g_ptr_array_index (scenario->links, i);

      g_assert_true (link->a != link->b && (int) link->a < n_hosts && (int) link->b < n_hosts);
    }
  for (guint i = 0; i < scenario->users->len; i++)
    {
      const SimUserSpec *user = g_ptr_array_index (scenario->users, i);

      g_assert_true (user->name != NULL && user->aliases != NULL);
      g_assert_true (user->host >= -1 && user->host < n_hosts && user->submission >= -1 && user->submission < n_hosts);
    }
  for (guint i = 0; i < scenario->messages->len; i++)
    g_assert_nonnull (((const SimMessageSpec *) g_ptr_array_index (scenario->messages, i))->message);
  for (guint i = 0; i < scenario->acts->len; i++)
    {
      const SimActSpec *act = g_ptr_array_index (scenario->acts, i);

      g_assert_true (act->host >= 0 && act->host < n_hosts && act->server >= 0 && act->server < n_hosts);
      g_assert_true (act->after >= -1 && act->after < (int) scenario->acts->len && act->after != (int) i);
      g_assert_true (act->kind != SIM_ACT_SEND || (act->message >= 0 && act->user >= 0));
      g_assert_true (act->kind != SIM_ACT_TYPE || act->lines[0] != NULL);
      g_assert_true (act->kind != SIM_ACT_MUA || (act->user >= 0 && act->account >= 0));
      g_assert_true (act->account >= -1 && act->account < (int) scenario->accounts->len);
    }
  for (guint i = 0; i < scenario->accounts->len; i++)
    {
      const SimAccountSpec *account = g_ptr_array_index (scenario->accounts, i);

      g_assert_true (account->user >= 0 && account->host >= 0 && account->host < n_hosts);
      g_assert_true (account->server >= 0 && account->server < n_hosts && account->incoming != SIM_INCOMING_NONE);
    }
  for (guint i = 0; i < scenario->mailboxes->len; i++)
    {
      const SimMailboxSpec *mailbox = g_ptr_array_index (scenario->mailboxes, i);

      g_assert_true (mailbox->user >= 0 && mailbox->letters->len == mailbox->times->len);
    }
  for (guint i = 0; i < scenario->notes->len; i++)
    {
      const SimNoteSpec *note = g_ptr_array_index (scenario->notes, i);

      g_assert_true (note->text != NULL && note->choices != NULL && note->nth > 0);
      g_assert_true (note->ask == SIM_ASK_NOTHING || note->question != NULL);
      g_assert_true (note->claim == NULL || (note->standard != NULL && note->rfc != NULL));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autoptr (SimScenario) scenario = sim_scenario_parse ("fuzz", NULL, bytes, faults);
  guint n_lines = 2;

  for (gsize i = 0; i < size; i++)
    n_lines += data[i] == '\n';
  g_assert_cmpint (scenario != NULL, ==, faults->len == 0);
  if (scenario != NULL)
    check_scenario (scenario);
  check_faults (faults, n_lines);
  return 0;
}
