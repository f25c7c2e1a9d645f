/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/person.h"

#include "sim/actors/mda.h"
#include "sim/actors/mta.h"
#include "sim/net/peer.h"
#include "sim/proto/smtp/typist.h"

typedef struct
{
  SimPerson *person;
  SimPeer   *peer;
  guint      tag;
} Call;

struct _SimPerson
{
  SimStage         *stage;
  guint             host;
  SimPersonDoneFunc done;
  gpointer          owner;
  GPtrArray        *calls;   /* Call */
};

static void
call_free (gpointer data)
{
  Call *self = data;

  if (self->peer != NULL)
    sim_peer_free (self->peer);
  g_free (self);
}

static void
on_ask (gpointer owner, SimPeer *peer, SimTime now, const SimOutput *question)
{
  /* A typist asks nothing. */
}

static void
on_gone (gpointer owner, SimPeer *peer, SimTime now, SimCloseReason why)
{
  Call *self = owner;
  SimPerson *person = self->person;
  guint tag = self->tag;

  self->peer = NULL;
  g_ptr_array_remove (person->calls, self);
  if (person->done != NULL)
    person->done (person->owner, tag, now);
}

static const SimPeerFuncs peer_funcs = { on_ask, on_gone };

void
sim_person_type (SimPerson *self, guint server, guint16 port, const char * const *lines, guint tag)
{
  const char *protocol = port == SIM_LMTP_PORT ? "lmtp" : port == SIM_SUBMISSION_PORT ? "submission" : "smtp";
  SimStream *stream = sim_stream_connect (self->stage->net, self->host, sim_stage_address (self->stage, server),
                                          port, protocol);
  Call *call = g_new0 (Call, 1);

  call->person = self;
  call->tag = tag;
  call->peer = sim_peer_new (self->stage->net, stream, smtp_typist_new (lines), &peer_funcs, call);
  g_ptr_array_add (self->calls, call);
}

SimPerson *
sim_person_new (SimStage *stage, guint host, SimPersonDoneFunc done, gpointer owner)
{
  SimPerson *self = g_new0 (SimPerson, 1);

  self->stage = stage;
  self->host = host;
  self->done = done;
  self->owner = owner;
  self->calls = g_ptr_array_new_with_free_func (call_free);
  return self;
}

void
sim_person_free (SimPerson *self)
{
  g_ptr_array_unref (self->calls);
  g_free (self);
}
