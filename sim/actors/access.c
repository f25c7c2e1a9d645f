/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/access-private.h"

#include "sim/proto/sasl/sasl.h"

#include <string.h>

static gboolean
knows (gpointer question, const char *password)
{
  return sasl_matches (question, password);
}

MailStore *
sim_access_login (SimAccess *self, GBytes *question)
{
  int user = sim_directory_prove (self->users, sasl_get_user (question), knows, question);

  return user >= 0 ? sim_mailboxes_get_store (self->mailboxes, user) : NULL;
}

void
sim_access_split (const char *reply, char **code, char **text)
{
  const char *word = strchr (reply, ' ');
  const char *end;

  *code = NULL;
  word = word != NULL ? word + 1 : "";
  end = *word == '[' ? strchr (word, ']') : NULL;
  if (end != NULL)
    {
      *code = g_strndup (word + 1, (gsize) (end - word - 1));
      word = end + 1 + strspn (end + 1, " ");
    }
  *text = g_strdup (word);
}

/* It comes in the midst of a session's work: they are told when that is done. */
static void
on_changed (gpointer owner, guint user)
{
  SimAccess *self = owner;
  gboolean known = FALSE;

  self->cause = sim_trace_length (self->stage->trace) - 1;
  if (self->imap == NULL)
    return;
  for (guint i = 0; i < self->woken->len; i++)
    known = known || g_array_index (self->woken, guint, i) == user;
  if (!known)
    g_array_append_val (self->woken, user);
  if (self->wake == 0)
    self->wake = sim_engine_at (self->stage->engine, sim_stage_now (self->stage), sim_access_imap_wake, self);
}

SimAccess *
sim_access_new (SimStage *stage, const SimAccessConfig *config, const SimDirectory *users, SimMailboxes *mailboxes,
                GPtrArray *faults)
{
  SimAccess *self = g_new0 (SimAccess, 1);

  self->stage = stage;
  self->config = *config;
  self->users = users;
  self->mailboxes = mailboxes;
  self->ask_commands = sim_service_has_faults (faults);
  self->woken = g_array_new (FALSE, FALSE, sizeof (guint));
  if (config->pop3)
    self->pop3 = sim_service_new (stage, config->host, SIM_POP3_PORT, &sim_access_pop3_funcs, faults, self);
  if (config->imap)
    self->imap = sim_service_new (stage, config->host, SIM_IMAP_PORT, &sim_access_imap_funcs, faults, self);
  sim_mailboxes_listen (mailboxes, on_changed, self);
  return self;
}

void
sim_access_free (SimAccess *self)
{
  sim_mailboxes_listen (self->mailboxes, NULL, NULL);
  if (self->wake != 0)
    sim_engine_cancel (self->stage->engine, self->wake);
  g_clear_pointer (&self->pop3, sim_service_free);
  g_clear_pointer (&self->imap, sim_service_free);
  g_array_unref (self->woken);
  g_free (self);
}
