/* access-pop3.c - POP3: one client at a time has the maildrop (RFC 1939, 4)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/actors/access-private.h"

#include "sim/proto/pop3/server.h"

static SimSession *
on_open (gpointer owner, guint64 challenge)
{
  SimAccess *self = owner;
  Pop3ServerConfig config = { .host = sim_stage_host_name (self->stage, self->config.host),
                              .mechanisms = self->config.mechanisms, .no_uidl = self->config.no_uidl,
                              .apop = self->config.apop, .challenge = challenge,
                              .ask_commands = self->ask_commands };

  return pop3_server_new (&config);
}

static void
on_refuse (SimSession *session, SimTime now, const char *reply)
{
  g_autofree char *code = NULL;
  g_autofree char *text = NULL;

  sim_access_split (reply, &code, &text);
  pop3_server_refuse (session, now, code, text);
}

static void
on_ask (gpointer owner, SimVisit *visit, SimTime now, const char *what, GBytes *bytes)
{
  SimAccess *self = owner;
  SimSession *session = sim_visit_get_session (visit);
  MailStore *store = sim_access_login (self, bytes);
  MailBox *inbox = store != NULL ? mail_store_get_inbox (store) : NULL;

  if (inbox == NULL)
    pop3_server_refuse (session, now, "AUTH", "Wrong name or password");
  else if (!mail_box_lock (inbox))
    pop3_server_refuse (session, now, "IN-USE", "Another session has this maildrop");
  else
    {
      sim_visit_set_data (visit, inbox);
      pop3_server_accept (session, now, inbox);
    }
}

static void
on_gone (gpointer owner, SimVisit *visit, SimTime now)
{
  MailBox *inbox = sim_visit_get_data (visit);

  if (inbox != NULL)
    mail_box_unlock (inbox);
}

const SimServiceFuncs sim_access_pop3_funcs = { on_open, pop3_server_go_on, on_refuse, on_ask, on_gone, FALSE };
