/* stream.h - one end of a simulated TCP connection (RFC 9293)
 *
 * Handshake, segments of at most the maximum segment size, cumulative
 * acknowledgements, retransmission with back-off (RFC 6298), slow start,
 * congestion avoidance and fast retransmit (RFC 5681), FIN and RST.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/net/net.h"

G_BEGIN_DECLS

#define SIM_STREAM_MSS 1460

typedef enum
{
  SIM_CLOSE_DONE,      /* both sides have said FIN */
  SIM_CLOSE_REFUSED,   /* RST in answer to SYN */
  SIM_CLOSE_RESET,     /* RST later */
  SIM_CLOSE_TIMEOUT    /* nobody answers any more */
} SimCloseReason;

/* "Connection refused": what a queue notes down in place of a reply; never translated. */
const char *sim_close_reason_text (SimCloseReason why);

typedef struct
{
  void (*opened) (gpointer owner, SimTime now);
  void (*data)   (gpointer owner, SimTime now, const guint8 *bytes, gsize len);  /* bytes stay: they are the trace's */
  void (*eof)    (gpointer owner, SimTime now);
  void (*closed) (gpointer owner, SimTime now, SimCloseReason why);   /* the stream is gone after it */
  /* The peer has acknowledged a part of what was written, and not yet all. NULL: nobody wants to know. */
  void (*progress) (gpointer owner, SimTime now);
  /* FALSE: no more data for now; the window closes as more comes, until sim_stream_resume(). NULL: always TRUE. */
  gboolean (*wants) (gpointer owner);
} SimStreamFuncs;

/* Begins a connection. Freed by itself after closed() was called. */
SimStream *sim_stream_connect   (SimNet *net, guint host, guint32 address, guint16 port, const char *protocol);
void       sim_stream_set_owner (SimStream *self, const SimStreamFuncs *funcs, gpointer owner);

guint32    sim_stream_get_conn  (const SimStream *self);
SimSide    sim_stream_get_side  (const SimStream *self);
guint      sim_stream_get_host  (const SimStream *self);
guint32    sim_stream_get_peer_address (const SimStream *self);

/* Queues bytes that were got from the trace; @said is their SAID entry. They go with the next flush. */
void       sim_stream_write     (SimStream *self, const guint8 *bytes, gsize len, guint said);
/* The same for bytes that are not in the trace: they are kept as long as the stream. (transfer full) */
void       sim_stream_write_own (SimStream *self, GBytes *bytes, guint said);
void       sim_stream_flush     (SimStream *self);
/* The owner may want data again. Not from inside its own functions, but for data(). */
void       sim_stream_resume    (SimStream *self);
void       sim_stream_close     (SimStream *self);    /* FIN when all is sent */
void       sim_stream_abort     (SimStream *self);    /* RST; closed() is called with SIM_CLOSE_RESET later on */
void       sim_stream_cut       (SimStream *self);    /* from now on every packet of the connection is lost */

/* For the net only. */
void       sim_stream_take      (SimStream *self, SimTime now, const SimPacket *packet, const guint8 *bytes, gsize len);
SimStream *sim_stream_accept    (SimNet *net, guint32 conn, guint host, const SimPacket *syn);
void       sim_stream_start     (SimStream *self);    /* sends SYN ACK, once the owner is set */
void       sim_stream_free      (SimStream *self);

G_END_DECLS
