/* trace.c - entries of 24 bytes; what does not fit into one stands in tables beside them
 *
 * The host that acts is nearly always an end of the connection, a packet's addresses and ports are
 * the connection's, and its bytes lie where they were said: such an entry says only what differs.
 * An entry that is not so is ODD and has a row with everything in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/trace.h"

#include "sim/trace/payload.h"

#include <string.h>

#define NONE G_MAXUINT32

enum
{
  BITS_KIND   = 0x000f,
  BITS_SIDE   = 0x0030,   /* shifted by 4 */
  BITS_SERVER = 0x0040,   /* the connection's server acts, not its client */
  BITS_ODD    = 0x0080,
  BITS_FLAGS  = 0xff00    /* shifted by 8 */
};

typedef struct
{
  guint32 time_low;
  guint32 time_high;
  guint32 cause;
  guint32 conn;
  guint32 ref;         /* ODD: index in odd. SAID: place. MOVE: from and to. SEGMENT, ARRIVED, LOST: index in segments */
  guint16 number;      /* SAID, SEGMENT, ARRIVED, LOST: length. MOVE, CLOSED: index in rules */
  guint16 bits;
} Packed;

G_STATIC_ASSERT (sizeof (Packed) == 24);

typedef struct
{
  guint32 place;       /* in the payload */
  guint32 seq;
  guint32 ack;
  guint32 delay;       /* nanoseconds on its way */
  guint16 window;
  guint8  flags;
  guint8  unused;
} Segment;

typedef struct
{
  const guint8 *bytes;
  SimTime       until;
  gint32        from;
  gint32        to;
  guint32       len;
  guint32       packet;   /* index in packets; NONE */
  guint16       rule;
  guint16       actor;
} Odd;

typedef struct
{
  SimPacket packet;
  guint32   opened;
  guint32   client;
  guint32   server;
  guint16   rule;
} Connection;

struct _SimTrace
{
  grefcount   ref_count;
  char       *id;
  GBytes     *scenario;
  guint64     seed;
  GPtrArray  *hosts;        /* SimTraceHost */
  GArray     *entries;      /* Packed */
  GArray     *segments;     /* Segment */
  GArray     *odd;          /* Odd */
  GArray     *packets;      /* SimPacket, of odd entries */
  GArray     *connections;  /* Connection */
  SimPayload  payload;
  GPtrArray  *rules;        /* owned strings; [0] is NULL */
  GHashTable *rule_numbers; /* looked up only, never walked */
  guint       cause;
};

static void
free_host (gpointer data)
{
  SimTraceHost *host = data;

  g_free (host->name);
  g_free (host->label);
  g_free (host);
}

SimTrace *
sim_trace_new (void)
{
  SimTrace *self = g_new0 (SimTrace, 1);

  g_ref_count_init (&self->ref_count);
  self->hosts = g_ptr_array_new_with_free_func (free_host);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Packed));
  self->segments = g_array_new (FALSE, FALSE, sizeof (Segment));
  self->odd = g_array_new (FALSE, FALSE, sizeof (Odd));
  self->packets = g_array_new (FALSE, FALSE, sizeof (SimPacket));
  self->connections = g_array_new (FALSE, FALSE, sizeof (Connection));
  sim_payload_init (&self->payload);
  self->rules = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->rules, NULL);
  self->rule_numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->cause = SIM_CAUSE_NONE;
  return self;
}

SimTrace *
sim_trace_ref (SimTrace *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
sim_trace_unref (SimTrace *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_clear_pointer (&self->scenario, g_bytes_unref);
  g_ptr_array_unref (self->hosts);
  g_array_unref (self->entries);
  g_array_unref (self->segments);
  g_array_unref (self->odd);
  g_array_unref (self->packets);
  g_array_unref (self->connections);
  sim_payload_clear (&self->payload);
  g_hash_table_unref (self->rule_numbers);
  g_ptr_array_unref (self->rules);
  g_free (self);
}

void
sim_trace_set_scenario (SimTrace *self, const char *id, GBytes *text)
{
  char *old_id = self->id;
  GBytes *old = self->scenario;

  self->id = g_strdup (id);
  self->scenario = text != NULL ? g_bytes_ref (text) : NULL;
  g_free (old_id);
  g_clear_pointer (&old, g_bytes_unref);
}

const char *
sim_trace_get_id (const SimTrace *self)
{
  return self->id;
}

GBytes *
sim_trace_get_scenario (const SimTrace *self)
{
  return self->scenario;
}

void
sim_trace_set_seed (SimTrace *self, guint64 seed)
{
  self->seed = seed;
}

guint64
sim_trace_get_seed (const SimTrace *self)
{
  return self->seed;
}

guint
sim_trace_add_host (SimTrace *self, const char *name, const char *label, guint32 address, guint roles)
{
  SimTraceHost *host = g_new0 (SimTraceHost, 1);

  g_return_val_if_fail (self->hosts->len < G_MAXUINT16, 0);

  host->name = g_strdup (name);
  host->label = g_strdup (label);
  host->address = address;
  host->roles = roles;
  g_ptr_array_add (self->hosts, host);
  return self->hosts->len - 1;
}

guint
sim_trace_n_hosts (const SimTrace *self)
{
  return self->hosts->len;
}

const SimTraceHost *
sim_trace_get_host (const SimTrace *self, guint host)
{
  g_return_val_if_fail (host < self->hosts->len, NULL);

  return g_ptr_array_index (self->hosts, host);
}

static guint16
rule_number (SimTrace *self, const char *rule)
{
  gpointer number;
  char *copy;

  if (rule == NULL)
    return 0;
  if (g_hash_table_lookup_extended (self->rule_numbers, rule, NULL, &number))
    return GPOINTER_TO_UINT (number);
  g_return_val_if_fail (self->rules->len < G_MAXUINT16, 0);
  copy = g_strdup (rule);
  g_ptr_array_add (self->rules, copy);
  g_hash_table_insert (self->rule_numbers, copy, GUINT_TO_POINTER (self->rules->len - 1));
  return self->rules->len - 1;
}

static Connection *
find_connection (const SimTrace *self, guint32 conn)
{
  return conn > 0 && conn <= self->connections->len ? &g_array_index (self->connections, Connection, conn - 1) : NULL;
}

static void
add_connection (SimTrace *self, const SimEntry *entry, guint index)
{
  Connection connection = { .opened = index, .client = entry->from, .server = entry->to,
                            .rule = rule_number (self, entry->rule) };

  g_return_if_fail (entry->conn == self->connections->len + 1);
  if (entry->packet != NULL)
    connection.packet = *entry->packet;
  g_array_append_val (self->connections, connection);
}

/* Addresses, ports and protocol of what @side sends. */
static void
guess_ends (const Connection *connection, SimSide side, SimPacket *out)
{
  const SimPacket *first = &connection->packet;

  *out = (SimPacket) { .protocol = first->protocol };
  out->from_address = side == SIM_SIDE_SERVER ? first->to_address : first->from_address;
  out->to_address = side == SIM_SIDE_SERVER ? first->from_address : first->to_address;
  out->from_port = side == SIM_SIDE_SERVER ? first->to_port : first->from_port;
  out->to_port = side == SIM_SIDE_SERVER ? first->from_port : first->to_port;
}

static gboolean
is_guessed (const Connection *connection, const SimEntry *entry)
{
  const SimPacket *packet = entry->packet;
  SimPacket guess;

  guess_ends (connection, entry->side, &guess);
  return packet != NULL && packet->from_address == guess.from_address && packet->to_address == guess.to_address
         && packet->from_port == guess.from_port && packet->to_port == guess.to_port
         && packet->protocol == guess.protocol
         && entry->until >= entry->time && (guint64) entry->until - (guint64) entry->time <= G_MAXUINT32;
}

static void
pack_segment (SimTrace *self, const SimEntry *entry, guint32 place, Packed *packed)
{
  Segment row = { place, entry->packet->seq, entry->packet->ack, entry->until - entry->time,
                  entry->packet->window, entry->packet->flags, 0 };

  packed->ref = self->segments->len;
  g_array_append_val (self->segments, row);
}

/* FALSE: it is odd. */
static gboolean
pack (SimTrace *self, const SimEntry *entry, guint16 rule, guint32 place, Packed *packed)
{
  const Connection *connection = find_connection (self, packed->conn);

  if (connection == NULL || (entry->actor != connection->client && entry->actor != connection->server))
    return FALSE;
  if (entry->actor != connection->client)
    packed->bits |= BITS_SERVER;
  switch (entry->kind)
    {
    case SIM_ENTRY_OPENED:
      return entry->until == 0 && connection->rule == rule;
    case SIM_ENTRY_SAID:
      packed->ref = place;
      packed->number = entry->len;
      return rule == 0 && place != SIM_PLACE_NONE && entry->len <= G_MAXUINT16;
    case SIM_ENTRY_SEGMENT:
      packed->number = entry->len;
      if (rule != 0 || place == SIM_PLACE_NONE || entry->len > G_MAXUINT16 || !is_guessed (connection, entry))
        return FALSE;
      pack_segment (self, entry, place, packed);
      return TRUE;
    case SIM_ENTRY_ARRIVED:
    case SIM_ENTRY_LOST:
      {
        const Packed *sent = &g_array_index (self->entries, Packed, packed->cause);

        packed->ref = sent->ref;
        packed->number = sent->number;
        return rule == 0 && (sent->bits & BITS_ODD) == 0 && sent->conn == packed->conn
               && (sent->bits & BITS_SIDE) == (packed->bits & BITS_SIDE);
      }
    case SIM_ENTRY_MOVE:
      packed->ref = (guint32) entry->from << 16 | (entry->to & 0xffff);
      packed->number = rule;
      return TRUE;
    case SIM_ENTRY_CLOSED:
      packed->number = rule;
      return entry->len == 0;
    case SIM_ENTRY_STORED:
    case SIM_ENTRY_NOTE:
      break;
    }
  return FALSE;
}

static void
pack_odd (SimTrace *self, const SimEntry *entry, guint16 rule, Packed *packed)
{
  Odd row = { .bytes = entry->bytes, .until = entry->until, .from = entry->from, .to = entry->to, .len = entry->len,
              .packet = NONE, .rule = rule, .actor = entry->actor };

  if (entry->packet != NULL)
    {
      row.packet = self->packets->len;
      g_array_append_val (self->packets, *entry->packet);
    }
  packed->ref = self->odd->len;
  packed->bits = (packed->bits & ~BITS_SERVER) | BITS_ODD;
  g_array_append_val (self->odd, row);
}

/* What an entry of its kind has; the rest is forgotten. */
static SimEntry
only_its_own (const SimEntry *entry)
{
  static const SimPacket empty;
  SimEntry own = *entry;
  gboolean packet = entry->kind == SIM_ENTRY_OPENED || entry->kind == SIM_ENTRY_SEGMENT;

  if (!packet)
    own.packet = NULL;
  else if (entry->packet == NULL)
    own.packet = &empty;
  if (!packet && entry->kind != SIM_ENTRY_NOTE)
    own.until = 0;
  if (entry->kind == SIM_ENTRY_OPENED || entry->kind == SIM_ENTRY_MOVE)
    own.len = 0;
  if (entry->kind != SIM_ENTRY_OPENED && entry->kind != SIM_ENTRY_MOVE)
    own.to = 0;
  if (entry->kind != SIM_ENTRY_OPENED && entry->kind != SIM_ENTRY_MOVE && entry->kind != SIM_ENTRY_NOTE)
    own.from = 0;
  return own;
}

guint
sim_trace_add (SimTrace *self, const SimEntry *entry)
{
  guint index = self->entries->len;
  guint cause = entry->cause == SIM_CAUSE_CURRENT ? self->cause : entry->cause;
  guint16 rule = rule_number (self, entry->rule);
  SimEntry own = only_its_own (entry);
  guint32 place = SIM_PLACE_NONE;
  Packed packed = { .time_low = (guint64) entry->time & G_MAXUINT32, .time_high = (guint64) entry->time >> 32,
                    .cause = cause < index ? cause : index, .conn = entry->conn };

  packed.bits = entry->kind | entry->side << 4 | entry->flags << 8;
  if (entry->kind == SIM_ENTRY_ARRIVED || entry->kind == SIM_ENTRY_LOST)
    {
      SimEntry sent;

      g_return_val_if_fail (packed.cause < index, 0);
      sim_trace_get (self, packed.cause, &sent);
      g_return_val_if_fail (sent.kind == SIM_ENTRY_SEGMENT, 0);
      own.bytes = sent.bytes;
      own.len = sent.len;
      own.until = sent.until;
      own.store = sent.store;
      own.packet = &own.store;
    }
  else
    own.bytes = sim_payload_keep (&self->payload, own.bytes, own.len, &place);
  if (entry->kind == SIM_ENTRY_OPENED)
    add_connection (self, &own, index);
  if (!pack (self, &own, rule, place, &packed))
    pack_odd (self, &own, rule, &packed);
  g_array_append_val (self->entries, packed);
  return index;
}

guint
sim_trace_length (const SimTrace *self)
{
  return self->entries->len;
}

static SimTime
time_of (const Packed *packed)
{
  return (SimTime) ((guint64) packed->time_high << 32 | packed->time_low);
}

static void
set_bytes (const SimTrace *self, guint32 place, guint16 len, SimEntry *out)
{
  if (len == 0)
    return;
  out->bytes = sim_payload_at (&self->payload, place);
  out->len = len;
}

static void
set_packet (SimEntry *out, const SimPacket *packet)
{
  out->store = *packet;
  out->packet = &out->store;
}

static void
unpack_segment (const SimTrace *self, const Packed *packed, const Connection *connection, SimEntry *out)
{
  const Segment *row = &g_array_index (self->segments, Segment, packed->ref);
  const Packed *sent = out->kind == SIM_ENTRY_SEGMENT ? packed : &g_array_index (self->entries, Packed, packed->cause);

  guess_ends (connection, out->side, &out->store);
  out->store.seq = row->seq;
  out->store.ack = row->ack;
  out->store.window = row->window;
  out->store.flags = row->flags;
  out->packet = &out->store;
  out->until = time_of (sent) + row->delay;
  set_bytes (self, row->place, packed->number, out);
}

static void
unpack_odd (const SimTrace *self, const Packed *packed, SimEntry *out)
{
  const Odd *row = &g_array_index (self->odd, Odd, packed->ref);

  out->actor = row->actor;
  out->until = row->until;
  out->from = row->from;
  out->to = row->to;
  out->rule = g_ptr_array_index (self->rules, row->rule);
  if (row->len > 0)
    out->bytes = row->bytes;
  out->len = row->len;
  if (row->packet != NONE)
    set_packet (out, &g_array_index (self->packets, SimPacket, row->packet));
}

static void
unpack (const SimTrace *self, const Packed *packed, SimEntry *out)
{
  const Connection *connection = &g_array_index (self->connections, Connection, packed->conn - 1);

  out->actor = packed->bits & BITS_SERVER ? connection->server : connection->client;
  switch (out->kind)
    {
    case SIM_ENTRY_OPENED:
      set_packet (out, &connection->packet);
      out->rule = g_ptr_array_index (self->rules, connection->rule);
      out->from = connection->client;
      out->to = connection->server;
      break;
    case SIM_ENTRY_SAID:
      set_bytes (self, packed->ref, packed->number, out);
      break;
    case SIM_ENTRY_SEGMENT:
    case SIM_ENTRY_ARRIVED:
    case SIM_ENTRY_LOST:
      unpack_segment (self, packed, connection, out);
      break;
    case SIM_ENTRY_MOVE:
      out->from = packed->ref >> 16;
      out->to = packed->ref & 0xffff;
      out->rule = g_ptr_array_index (self->rules, packed->number);
      break;
    case SIM_ENTRY_CLOSED:
      out->rule = g_ptr_array_index (self->rules, packed->number);
      break;
    case SIM_ENTRY_STORED:
    case SIM_ENTRY_NOTE:
      g_assert_not_reached ();
    }
}

void
sim_trace_get (const SimTrace *self, guint index, SimEntry *out)
{
  const Packed *packed;

  g_return_if_fail (index < self->entries->len);

  packed = &g_array_index (self->entries, Packed, index);
  *out = (SimEntry) { .time = time_of (packed), .kind = packed->bits & BITS_KIND,
                      .side = (packed->bits & BITS_SIDE) >> 4, .flags = packed->bits >> 8,
                      .cause = packed->cause, .conn = packed->conn, .bytes = (const guint8 *) "" };
  if (packed->bits & BITS_ODD)
    unpack_odd (self, packed, out);
  else
    unpack (self, packed, out);
}

void
sim_trace_set_cause (SimTrace *self, guint cause)
{
  self->cause = cause;
}

guint
sim_trace_get_cause (const SimTrace *self)
{
  return self->cause;
}

guint
sim_trace_n_connections (const SimTrace *self)
{
  return self->connections->len;
}

void
sim_trace_get_connection (const SimTrace *self, guint32 conn, SimConnection *out)
{
  const Connection *row = find_connection (self, conn);

  g_return_if_fail (row != NULL);

  *out = (SimConnection) { .opened = row->opened, .client = row->client, .server = row->server,
                           .client_port = row->packet.from_port, .port = row->packet.to_port,
                           .transport = row->packet.protocol };
  out->protocol = g_ptr_array_index (self->rules, row->rule);
}

guint
sim_trace_at (const SimTrace *self, SimTime when)
{
  guint low = 0, high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (time_of (&g_array_index (self->entries, Packed, middle)) <= when)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
sim_trace_memory (const SimTrace *self, gsize *entries, gsize *payload)
{
  *entries = self->entries->len * sizeof (Packed) + self->segments->len * sizeof (Segment)
             + self->odd->len * sizeof (Odd) + self->packets->len * sizeof (SimPacket)
             + self->connections->len * sizeof (Connection);
  *payload = self->payload.size;
}
