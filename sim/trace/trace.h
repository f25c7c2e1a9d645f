/* trace.h - the only record of what happened
 *
 * An append-only list of entries, each with its cause. Everything that is shown,
 * printed, exported or compared is made from it. Storage is packed; an entry is
 * unpacked on demand and borrows its bytes from the trace: they stay where they
 * are as long as the trace lives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/engine.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_ENTRY_OPENED,   /* a connection or a DNS exchange: packet, rule (the protocol), from and to (hosts) */
  SIM_ENTRY_SAID,     /* one protocol line or literal, in clear: what the endpoints know */
  SIM_ENTRY_SEGMENT,  /* bytes put on a wire: what an eavesdropper sees */
  SIM_ENTRY_ARRIVED,  /* its cause is the SEGMENT */
  SIM_ENTRY_LOST,     /* its cause is the SEGMENT */
  SIM_ENTRY_MOVE,     /* a session went from state to state, by a rule */
  SIM_ENTRY_STORED,   /* a message came into a mailbox, a queue or an outbox: see scene.h */
  SIM_ENTRY_NOTE,     /* a verdict: retry in 30 min, flags changed: see scene.h */
  SIM_ENTRY_CLOSED    /* a connection; rule: tcp:closed, tcp:refused, tcp:reset, tcp:timeout, udp:closed, udp:timeout */
} SimEntryKind;

typedef enum
{
  SIM_SIDE_NONE,
  SIM_SIDE_CLIENT,
  SIM_SIDE_SERVER
} SimSide;

typedef enum
{
  SIM_ENTRY_LITERAL = 1 << 0,  /* SAID: message content, its lines still dot-stuffed */
  SIM_ENTRY_SECRET  = 1 << 1,  /* SAID: holds a password */
  SIM_ENTRY_MORE    = 1 << 2,  /* SAID: further lines of the same reply follow */
  SIM_ENTRY_AGAIN   = 1 << 3   /* SEGMENT: sent before and not acknowledged */
} SimEntryFlags;

enum { SIM_PACKET_FIN = 1, SIM_PACKET_SYN = 2, SIM_PACKET_RST = 4, SIM_PACKET_PSH = 8, SIM_PACKET_ACK = 16 };
enum { SIM_PROTOCOL_TCP = 6, SIM_PROTOCOL_UDP = 17 };

typedef struct
{
  guint32 from_address;  /* IPv4, host byte order */
  guint32 to_address;
  guint16 from_port;
  guint16 to_port;
  guint32 seq;           /* TCP, as on the wire */
  guint32 ack;
  guint16 window;
  guint8  flags;         /* SIM_PACKET_FIN ... */
  guint8  protocol;      /* SIM_PROTOCOL_TCP or _UDP */
} SimPacket;

typedef struct
{
  SimTime          time;
  SimTime          until;  /* SEGMENT: when it arrives; NOTE: the next try; else 0 */
  SimEntryKind     kind;
  SimSide          side;   /* SAID, SEGMENT, ARRIVED, LOST, MOVE, CLOSED: whose line, packet, session */
  SimEntryFlags    flags;
  guint            cause;  /* index of the entry that led here; its own index: a root */
  guint            actor;  /* index of the host that acts */
  guint32          conn;   /* from 1 in order of opening; 0: none */
  int              from;   /* MOVE: states. OPENED: hosts. NOTE: index of the STORED entry it speaks of, or -1 */
  int              to;
  const char      *rule;   /* key of the rule and of its explanation; lives as long as the trace; or NULL */
  const guint8    *bytes;  /* borrowed from the trace, never NULL there */
  gsize            len;
  const SimPacket *packet; /* OPENED, SEGMENT, ARRIVED, LOST; else NULL; of an entry that was got: its own @store */
  SimPacket        store;
} SimEntry;

#define SIM_CAUSE_CURRENT  G_MAXUINT32         /* what sim_trace_set_cause() said */
#define SIM_CAUSE_NONE     (G_MAXUINT32 - 1)   /* a root */

typedef struct
{
  char   *name;      /* the [Host] name, which is its DNS name */
  char   *label;     /* what people call it, untranslated; or NULL */
  guint32 address;
  guint   roles;     /* mask of SimRole (sim/trace/roles.h) */
} SimTraceHost;

typedef struct
{
  guint       opened;    /* index of the OPENED entry */
  guint       client;    /* host */
  guint       server;
  guint16     client_port;
  guint16     port;
  guint8      transport; /* SIM_PROTOCOL_TCP or _UDP */
  const char *protocol;  /* "smtp", "submission", "lmtp", "dns" */
} SimConnection;

typedef struct _SimTrace SimTrace;   /* append-only */

SimTrace   *sim_trace_new          (void);
SimTrace   *sim_trace_ref          (SimTrace *self);
void        sim_trace_unref        (SimTrace *self);

/* The text of the scenario that was run and its id, kept beside the entries; NULL where there is none. */
void        sim_trace_set_scenario (SimTrace *self, const char *id, GBytes *text);
const char *sim_trace_get_id       (const SimTrace *self);
GBytes     *sim_trace_get_scenario (const SimTrace *self);
void        sim_trace_set_seed     (SimTrace *self, guint64 seed);
guint64     sim_trace_get_seed     (const SimTrace *self);

/* Hosts in the order of their lanes; the index is the entries' actor. */
guint               sim_trace_add_host  (SimTrace *self, const char *name, const char *label, guint32 address, guint roles);
guint               sim_trace_n_hosts   (const SimTrace *self);
const SimTraceHost *sim_trace_get_host  (const SimTrace *self, guint host);

/* Appends a copy and returns its index. @entry->cause may be SIM_CAUSE_CURRENT or SIM_CAUSE_NONE.
 * Bytes that were got from this trace are not copied again. An ARRIVED or LOST entry takes
 * packet and bytes from its cause, the SEGMENT. */
guint       sim_trace_add          (SimTrace *self, const SimEntry *entry);
guint       sim_trace_length       (const SimTrace *self);
void        sim_trace_get          (const SimTrace *self, guint index, SimEntry *out);

/* What the next entries are caused by, until it is said anew; SIM_CAUSE_NONE at first. */
void        sim_trace_set_cause    (SimTrace *self, guint cause);
guint       sim_trace_get_cause    (const SimTrace *self);

guint       sim_trace_n_connections (const SimTrace *self);
void        sim_trace_get_connection (const SimTrace *self, guint32 conn, SimConnection *out);

/* The number of entries whose time is not after @when. */
guint       sim_trace_at           (const SimTrace *self, SimTime when);

/* Equal traces have equal fingerprints; it covers hosts, seed and every field of every entry. */
guint64     sim_trace_fingerprint  (const SimTrace *self);

/* Bytes of memory: beside the payload, and the payload itself. */
void        sim_trace_memory       (const SimTrace *self, gsize *entries, gsize *payload);

/* The line of a SAID entry without its CR LF, as people may see it: bytes that are
 * no printable UTF-8 as \xNN, a secret as ******** unless @secrets. (transfer full) */
char       *sim_trace_dup_said     (const SimEntry *entry, gboolean secrets);

/* The same as lines: a literal's, or the only one. NULL-terminated. (transfer full) */
char      **sim_trace_dup_lines    (const SimEntry *entry, gboolean secrets);

const char *sim_entry_kind_name    (SimEntryKind kind);   /* "opened" ... */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimTrace, sim_trace_unref)

G_END_DECLS
