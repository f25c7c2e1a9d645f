/* net.h - hosts, links, routes, and the packets between them
 *
 * A packet is put into the trace once, when its sender puts it on the wire; then
 * it arrives or is lost. Its way is the one with the fewest links. A link serves
 * each direction in turn: packets wait until those before them are through.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/engine.h"
#include "sim/trace/trace.h"

G_BEGIN_DECLS

typedef struct _SimNet    SimNet;
typedef struct _SimStream SimStream;   /* stream.h */

/* From @since to before @until. */
typedef struct
{
  SimTime since;
  SimTime until;
} SimSpan;

typedef struct
{
  SimTime latency;        /* one way */
  guint64 bandwidth[2];   /* bit/s from the first host to the second, and back; 0: no limit */
  guint32 loss;           /* packets lost of a million, each way */
  SimTime jitter;         /* at most so much later, by chance, up to an hour; packets do not overtake each other */
  gsize   queue;          /* octets that may wait at either end, up to 1 GB; what comes then is lost; 0: no limit */
  const SimSpan *down;    /* when the link is cut: whatever is on it is lost; copied */
  guint   n_down;
} SimLinkConfig;

/* Hosts of the net are hosts of the trace: the same numbers. All are borrowed and outlive the net. */
SimNet    *sim_net_new        (SimEngine *engine, SimTrace *trace, guint64 seed);
void       sim_net_free       (SimNet *self);

void       sim_net_add_link   (SimNet *self, guint a, guint b, const SimLinkConfig *config);
int        sim_net_find_host  (SimNet *self, guint32 address);            /* -1: none */
SimEngine *sim_net_get_engine (SimNet *self);
SimTrace  *sim_net_get_trace  (SimNet *self);
guint64    sim_net_get_seed   (const SimNet *self);

/* A client's port that no other conversation of the run has had. */
guint16    sim_net_new_port   (SimNet *self, guint host);

/* Writes an OPENED entry. Returns the connection's number. */
guint32    sim_net_open       (SimNet *self, guint client, guint server, guint16 client_port, guint16 port,
                               guint8 transport, const char *protocol);

/* Puts a packet on the wire: a SEGMENT entry. @bytes may be got from the trace. If there is no way to the
 * host, or @vanish, it is lost at once. Returns the entry's index. */
guint      sim_net_send       (SimNet *self, guint32 conn, SimSide side, const SimPacket *packet,
                               const guint8 *bytes, gsize len, guint cause, gboolean again, gboolean vanish);

/* Somebody who takes TCP connections. @accept is called with a stream that has no owner yet. */
typedef void (*SimAcceptFunc) (gpointer owner, SimStream *stream);
void       sim_net_listen     (SimNet *self, guint host, guint16 port, SimAcceptFunc accept, gpointer owner);

/* Somebody who takes datagrams sent to a port. @packet and @bytes are valid during the call. */
typedef void (*SimDatagramFunc) (gpointer owner, SimTime now, guint32 conn, const SimPacket *packet,
                                 const guint8 *bytes, gsize len);
void       sim_net_bind       (SimNet *self, guint host, guint16 port, SimDatagramFunc func, gpointer owner);
void       sim_net_unbind     (SimNet *self, guint host, guint16 port);

/* For streams only: who gets the packets of a connection; NULL: nobody any more. */
void       sim_net_set_stream (SimNet *self, guint32 conn, SimSide side, SimStream *stream);

/* For streams only: the acknowledgement that a closed end repeats when the peer's FIN comes again
 * (TIME-WAIT of RFC 9293, 3.3.2). */
void       sim_net_set_last   (SimNet *self, guint32 conn, SimSide side, const SimPacket *packet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimNet, sim_net_free)

G_END_DECLS
