/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/service.h"

#include "sim/net/peer.h"

#include <string.h>

struct _SimService
{
  SimStage              *stage;
  const SimServiceFuncs *funcs;
  GPtrArray             *faults;
  gpointer               owner;
  GPtrArray             *visits;      /* SimVisit, going on */
};

struct _SimVisit
{
  SimService *service;
  SimPeer    *peer;
  guint32     address;
  guint      *counts;            /* one a fault */
  SimEventId  delayed;
  gpointer    data;              /* the owner's */
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
  self->service->funcs->go_on (sim_visit_get_session (self), now);
  sim_peer_pump (self->peer, now);
}

static SimFaultRule *
find_fault (SimVisit *self, GBytes *bytes)
{
  SimService *service = self->service;
  gsize len;
  const char *line = g_bytes_get_data (bytes, &len);
  const char *blank = service->funcs->tagged && len > 0 ? memchr (line, ' ', len) : NULL;

  if (blank != NULL)
    {
      len -= (gsize) (blank + 1 - line);
      line = blank + 1;
    }
  return sim_faults_judge (service->faults, self->counts, line, len);
}

static void
judge (SimVisit *self, SimTime now, GBytes *bytes)
{
  SimService *service = self->service;
  SimSession *session = sim_visit_get_session (self);
  SimFaultRule *rule = find_fault (self, bytes);

  if (rule == NULL)
    {
      service->funcs->go_on (session, now);
      return;
    }
  switch (rule->what)
    {
    case SIM_MISDEED_REPLY:
      service->funcs->refuse (session, now, rule->reply);
      break;
    case SIM_MISDEED_DELAY:
      self->delayed = sim_engine_at (service->stage->engine, now + rule->delay, on_delay_over, self);
      break;
    case SIM_MISDEED_DROP:
      sim_peer_abort (self->peer);
      break;
    case SIM_MISDEED_CUT:
      sim_stream_cut (sim_peer_get_stream (self->peer));
      service->funcs->go_on (session, now);
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
    self->service->funcs->ask (self->service->owner, self, now, question->what, question->bytes);
}

static void
on_gone (gpointer owner, SimPeer *peer, SimTime now, SimCloseReason why)
{
  SimVisit *self = owner;
  SimService *service = self->service;

  if (service->funcs->gone != NULL)
    service->funcs->gone (service->owner, self, now);
  self->peer = NULL;
  g_ptr_array_remove (service->visits, self);
}

static const SimPeerFuncs peer_funcs = { on_ask, on_gone };

static void
on_accept (gpointer owner, SimStream *stream)
{
  SimService *self = owner;
  SimVisit *visit = g_new0 (SimVisit, 1);
  /* No two sessions have the same challenge, and it is the same in each run. */
  guint64 challenge = (guint64) (self->stage->epoch + sim_stage_now (self->stage) / SIM_TIME_SECOND) * 1000
                      + sim_stream_get_conn (stream) % 1000;

  visit->service = self;
  visit->address = sim_stream_get_peer_address (stream);
  if (self->faults != NULL)
    visit->counts = g_new0 (guint, self->faults->len);
  visit->peer = sim_peer_new (self->stage->net, stream, self->funcs->open (self->owner, challenge), &peer_funcs, visit);
  g_ptr_array_add (self->visits, visit);
}

SimService *
sim_service_new (SimStage *stage, guint host, guint16 port, const SimServiceFuncs *funcs, GPtrArray *faults,
                 gpointer owner)
{
  SimService *self = g_new0 (SimService, 1);

  self->stage = stage;
  self->funcs = funcs;
  self->faults = faults;
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

gboolean
sim_service_has_faults (GPtrArray *faults)
{
  return faults != NULL && faults->len > 0;
}

guint
sim_service_n_visits (const SimService *self)
{
  return self->visits->len;
}

SimVisit *
sim_service_get_visit (const SimService *self, guint i)
{
  g_return_val_if_fail (i < self->visits->len, NULL);

  return g_ptr_array_index (self->visits, i);
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
sim_visit_set_data (SimVisit *self, gpointer data)
{
  self->data = data;
}

gpointer
sim_visit_get_data (SimVisit *self)
{
  return self->data;
}

void
sim_visit_pump (SimVisit *self, SimTime now)
{
  sim_peer_pump (self->peer, now);
}
