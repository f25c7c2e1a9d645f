/* peer.h - a session at one end of a simulated stream
 *
 * Writes what the session says and does into the trace, sends its bytes, wakes it
 * at its deadline, and hands its questions to its owner, who may answer at once or
 * later; then it calls sim_peer_pump().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/net/stream.h"
#include "sim/proto/session.h"

G_BEGIN_DECLS

typedef struct _SimPeer SimPeer;

typedef struct
{
  void (*ask)  (gpointer owner, SimPeer *peer, SimTime now, const SimOutput *question);
  /* The connection is over; the peer and its session are freed after it. */
  void (*gone) (gpointer owner, SimPeer *peer, SimTime now, SimCloseReason why);
} SimPeerFuncs;

/* Takes @session. With a server's stream, call it inside the accept function. */
SimPeer    *sim_peer_new         (SimNet *net, SimStream *stream, SimSession *session,
                                  const SimPeerFuncs *funcs, gpointer owner);
/* Without telling the owner; for the end of the world. */
void        sim_peer_free        (SimPeer *self);

SimSession *sim_peer_get_session (SimPeer *self);
SimStream  *sim_peer_get_stream  (SimPeer *self);      /* NULL once it is gone */

void        sim_peer_pump        (SimPeer *self, SimTime now);
void        sim_peer_abort       (SimPeer *self);      /* RST; gone() is called */

G_END_DECLS
