/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/service.h"

#include "sim/net/peer.h"

#include <string.h>

struct _SimService
{
  SimStage         *stage;
  SmtpServerConfig  config;
  guint             host;
  const char       *protocol;
  GPtrArray        *faults;
  SimServiceAskFunc ask;
  gpointer          owner;
  GPtrArray        *visits;      /* SimVisit, going on */
};

struct _SimVisit
{
  SimService *service;
  SimPeer    *peer;
  guint32     address;
  guint      *counts;            /* one a fault */
  SimEventId  delayed;
};

static void
visit_free (SimVisit *self)
{
  if (self->delayed != 0)
    sim_engine_cancel (self->service->stage->engine, self->delayed);
  g_free (self->counts);
  g_free (self);
}

static void
on_delay_over (gpointer data, SimTime now)
{
  SimVisit *self = data;

  self->delayed = 0;
  sim_trace_set_cause (self->service->stage->trace, SIM_CAUSE_NONE);
  sim_visit_answer (self, now, 0, NULL, NULL);
  sim_peer_pump (self->peer, now);
}

static void
answer_by_reply (SimVisit *self, SimTime now, const char *text)
{
  g_autofree char *storage = NULL;
  SmtpReply reply;

  if (smtp_reply_parse (text, &reply, &storage))
    smtp_server_answer (sim_visit_get_session (self), now, &reply);
  else
    sim_visit_answer (self, now, 0, NULL, NULL);
}

static void
judge (SimVisit *self, SimTime now, GBytes *bytes)
{
  SimService *service = self->service;
  gsize len;
  const char *line = g_bytes_get_data (bytes, &len);
  SimFaultRule *rule = sim_faults_judge (service->faults, self->counts, line, len);

  if (rule == NULL)
    {
      sim_visit_answer (self, now, 0, NULL, NULL);
      return;
    }
  switch (rule->what)
    {
    case SIM_MISDEED_REPLY:
      answer_by_reply (self, now, rule->reply);
      break;
    case SIM_MISDEED_DELAY:
      self->delayed = sim_engine_at (service->stage->engine, now + rule->delay, on_delay_over, self);
      break;
    case SIM_MISDEED_DROP:
      sim_peer_abort (self->peer);
      break;
    case SIM_MISDEED_CUT:
      sim_stream_cut (sim_peer_get_stream (self->peer));
      sim_visit_answer (self, now, 0, NULL, NULL);
      break;
    }
}

static void
on_ask (gpointer owner, SimPeer *peer, SimTime now, const SimOutput *question)
{
  SimVisit *self = owner;

  if (g_str_equal (question->what, "command"))
    judge (self, now, question->bytes);
  else
    self->service->ask (self->service->owner, self, now, question->what, question->bytes);
}

static void
on_gone (gpointer owner, SimPeer *peer, SimTime now, SimCloseReason why)
{
  SimVisit *self = owner;

  self->peer = NULL;
  g_ptr_array_remove (self->service->visits, self);
}

static const SimPeerFuncs peer_funcs = { on_ask, on_gone };

static void
on_accept (gpointer owner, SimStream *stream)
{
  SimService *self = owner;
  SimVisit *visit = g_new0 (SimVisit, 1);

  /* No two sessions have the same challenge, and it is the same in each run. */
  self->config.challenge = (guint64) (self->stage->epoch + sim_stage_now (self->stage) / SIM_TIME_SECOND) * 1000
                           + sim_stream_get_conn (stream) % 1000;
  visit->service = self;
  visit->address = sim_stream_get_peer_address (stream);
  if (self->faults != NULL)
    visit->counts = g_new0 (guint, self->faults->len);
  visit->peer = sim_peer_new (self->stage->net, stream, smtp_server_new (&self->config), &peer_funcs, visit);
  g_ptr_array_add (self->visits, visit);
}

SimService *
sim_service_new (SimStage *stage, guint host, guint16 port, const SmtpServerConfig *config, GPtrArray *faults,
                 SimServiceAskFunc ask, gpointer owner)
{
  SimService *self = g_new0 (SimService, 1);

  self->stage = stage;
  self->host = host;
  self->config = *config;
  self->config.host = sim_stage_host_name (stage, host);      /* lives as long as the trace */
  self->config.ask_commands = faults != NULL && faults->len > 0;
  self->faults = faults;
  self->ask = ask;
  self->owner = owner;
  self->visits = g_ptr_array_new_with_free_func ((GDestroyNotify) visit_free);
  sim_net_listen (stage->net, host, port, on_accept, self);
  return self;
}

void
sim_service_free (SimService *self)
{
  for (guint i = 0; i < self->visits->len; i++)
    {
      SimVisit *visit = g_ptr_array_index (self->visits, i);

      sim_peer_free (visit->peer);
    }
  g_ptr_array_unref (self->visits);
  g_free (self);
}

SimSession *
sim_visit_get_session (SimVisit *self)
{
  return sim_peer_get_session (self->peer);
}

guint32
sim_visit_get_peer_address (SimVisit *self)
{
  return self->address;
}

void
sim_visit_answer (SimVisit *self, SimTime now, int code, const char *enhanced, const char *text)
{
  SmtpReply reply = { code, enhanced, text };

  smtp_server_answer (sim_visit_get_session (self), now, &reply);
}

static gboolean
knows (gpointer question, const char *password)
{
  return sasl_matches (question, password);
}

void
sim_visit_answer_login (SimVisit *self, SimTime now, const SimDirectory *users, GBytes *bytes)
{
  if (sim_directory_prove (users, sasl_get_user (bytes), knows, bytes) >= 0)
    sim_visit_answer (self, now, 235, "2.7.0", "Authentication successful");
  else
    sim_visit_answer (self, now, 535, "5.7.8", "Authentication credentials invalid");
}

const char *
sim_visit_get_with (SimVisit *self)
{
  SimSession *session = sim_visit_get_session (self);

  if (smtp_server_get_dialect (session) == SMTP_DIALECT_LMTP)
    return "LMTP";
  if (!smtp_server_used_ehlo (session))
    return "SMTP";
  return smtp_server_get_user (session) != NULL ? "ESMTPA" : "ESMTP";
}

