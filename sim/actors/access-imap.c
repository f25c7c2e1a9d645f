/* access-imap.c - IMAP: many sessions at a time have the store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/actors/access-private.h"

#include "sim/proto/imap/server.h"

static SimSession *
on_open (gpointer owner, guint64 challenge)
{
  SimAccess *self = owner;
  ImapServerConfig config = { .host = sim_stage_host_name (self->stage, self->config.host),
                              .mechanisms = self->config.mechanisms, .challenge = challenge,
                              .no_idle = self->config.no_idle, .rev1_only = self->config.rev1_only,
                              .epoch = self->stage->epoch, .ask_commands = self->ask_commands };

  return imap_server_new (&config);
}

static void
on_refuse (SimSession *session, SimTime now, const char *reply)
{
  g_autofree char *code = NULL;
  g_autofree char *text = NULL;

  sim_access_split (reply, &code, &text);
  imap_server_refuse (session, now, code, text);
}

static void
on_ask (gpointer owner, SimVisit *visit, SimTime now, const char *what, GBytes *bytes)
{
  SimAccess *self = owner;
  SimSession *session = sim_visit_get_session (visit);
  MailStore *store = sim_access_login (self, bytes);

  if (store != NULL)
    imap_server_accept (session, now, store);
  else
    imap_server_refuse (session, now, "AUTHENTICATIONFAILED", "Wrong name or password");
}

const SimServiceFuncs sim_access_imap_funcs = { on_open, imap_server_go_on, on_refuse, on_ask, NULL, TRUE };

/* ---- sessions hear of what others did ---- */

static gboolean
is_woken (const SimAccess *self, const SimVisit *visit)
{
  const MailStore *store = imap_server_get_store (sim_visit_get_session ((SimVisit *) visit));
  int user = store != NULL ? sim_mailboxes_find_store (self->mailboxes, store) : -1;

  for (guint i = 0; user >= 0 && i < self->woken->len; i++)
    if (g_array_index (self->woken, guint, i) == (guint) user)
      return TRUE;
  return FALSE;
}

void
sim_access_imap_wake (gpointer data, SimTime now)
{
  SimAccess *self = data;
  g_autoptr (GPtrArray) visits = g_ptr_array_new ();

  self->wake = 0;
  for (guint i = 0; i < sim_service_n_visits (self->imap); i++)
    {
      SimVisit *visit = sim_service_get_visit (self->imap, i);

      if (is_woken (self, visit))
        g_ptr_array_add (visits, visit);
    }
  g_array_set_size (self->woken, 0);
  for (guint i = 0; i < visits->len; i++)
    {
      SimVisit *visit = g_ptr_array_index (visits, i);

      sim_trace_set_cause (self->stage->trace, self->cause);
      imap_server_wake (sim_visit_get_session (visit), now);
      sim_visit_pump (visit, now);
    }
}
