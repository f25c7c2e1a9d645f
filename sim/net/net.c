/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/net/net.h"

#include "sim/core/random.h"
#include "sim/net/stream.h"

#define LOOPBACK_LATENCY (20 * SIM_TIME_MICROSECOND)
#define HEADERS_TCP      40     /* IPv4 and TCP without options */
#define HEADERS_UDP      28
#define FIRST_PORT       49152  /* RFC 6335: ports for one conversation */

typedef struct
{
  guint         ends[2];
  SimLinkConfig config;
  SimTime       free_at[2];     /* by direction: when the last packet has left */
  SimTime       last_at[2];     /* when it is there */
  SimRandom     random;
  SimRandom     jitter;
  GArray       *down;           /* SimSpan */
} Link;

typedef struct
{
  guint         host;
  guint16       port;
  SimAcceptFunc accept;         /* TCP, or NULL */
  SimDatagramFunc datagram;     /* UDP, or NULL */
  gpointer      owner;
} Listener;

typedef struct
{
  SimStream *streams[2];
  SimPacket  last[2];           /* protocol 0: that end was not closed in good order */
} Ends;

typedef struct
{
  SimNet   *net;
  guint     segment;
  gboolean  lost;
} Flight;

struct _SimNet
{
  SimEngine *engine;
  SimTrace  *trace;
  guint64    seed;
  GPtrArray *links;             /* Link */
  GHashTable *ways;             /* two hosts -> GArray of links, for those that were asked for */
  GHashTable *hosts;            /* address -> number, of the first n_hosts */
  guint      n_hosts;
  GArray    *listeners;         /* Listener */
  GArray    *ends;              /* Ends, by connection number - 1 */
  GArray    *ports;             /* guint: next port, by host */
  GPtrArray *flights;           /* Flight, all that were ever made */
  GPtrArray *idle;              /* Flight, not in use */
};

static void
free_link (gpointer data)
{
  Link *link = data;

  g_array_unref (link->down);
  g_free (link);
}

static void
free_way (gpointer data)
{
  if (data != NULL)
    g_array_unref (data);
}

SimNet *
sim_net_new (SimEngine *engine, SimTrace *trace, guint64 seed)
{
  SimNet *self = g_new0 (SimNet, 1);

  self->engine = engine;
  self->trace = trace;
  self->seed = seed;
  self->links = g_ptr_array_new_with_free_func (free_link);
  self->ways = g_hash_table_new_full (NULL, NULL, NULL, free_way);
  self->hosts = g_hash_table_new (NULL, NULL);
  self->listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
  self->ends = g_array_new (FALSE, TRUE, sizeof (Ends));
  self->ports = g_array_new (FALSE, TRUE, sizeof (guint));
  self->flights = g_ptr_array_new_with_free_func (g_free);
  self->idle = g_ptr_array_new ();
  return self;
}

void
sim_net_free (SimNet *self)
{
  for (guint i = 0; i < self->ends->len; i++)
    for (guint side = 0; side < 2; side++)
      if (g_array_index (self->ends, Ends, i).streams[side] != NULL)
        sim_stream_free (g_array_index (self->ends, Ends, i).streams[side]);
  g_ptr_array_unref (self->links);
  g_hash_table_unref (self->ways);
  g_hash_table_unref (self->hosts);
  g_array_unref (self->listeners);
  g_array_unref (self->ends);
  g_array_unref (self->ports);
  g_ptr_array_unref (self->idle);
  g_ptr_array_unref (self->flights);
  g_free (self);
}

void
sim_net_add_link (SimNet *self, guint a, guint b, const SimLinkConfig *config)
{
  const char *name_a = sim_trace_get_host (self->trace, a)->name;
  const char *name_b = sim_trace_get_host (self->trace, b)->name;
  g_autofree char *name = g_strdup_printf ("link:%s:%s", name_a, name_b);
  g_autofree char *jitter = g_strdup_printf ("jitter:%s:%s", name_a, name_b);
  Link *link = g_new0 (Link, 1);

  link->ends[0] = a;
  link->ends[1] = b;
  link->config = *config;
  sim_random_init (&link->random, self->seed, name);
  sim_random_init (&link->jitter, self->seed, jitter);
  link->down = g_array_new (FALSE, FALSE, sizeof (SimSpan));
  if (config->n_down > 0)
    g_array_append_vals (link->down, config->down, config->n_down);
  link->config.down = NULL;             /* the caller's */
  g_ptr_array_add (self->links, link);
  g_hash_table_remove_all (self->ways);
}

int
sim_net_find_host (SimNet *self, guint32 address)
{
  gpointer host;

  for (; self->n_hosts < sim_trace_n_hosts (self->trace); self->n_hosts++)
    {
      gpointer key = GUINT_TO_POINTER (sim_trace_get_host (self->trace, self->n_hosts)->address);

      if (!g_hash_table_contains (self->hosts, key))
        g_hash_table_insert (self->hosts, key, GUINT_TO_POINTER (self->n_hosts));
    }
  return g_hash_table_lookup_extended (self->hosts, GUINT_TO_POINTER (address), NULL, &host)
         ? (int) GPOINTER_TO_UINT (host) : -1;
}

SimEngine *
sim_net_get_engine (SimNet *self)
{
  return self->engine;
}

SimTrace *
sim_net_get_trace (SimNet *self)
{
  return self->trace;
}

guint64
sim_net_get_seed (const SimNet *self)
{
  return self->seed;
}

guint16
sim_net_new_port (SimNet *self, guint host)
{
  guint *next;

  if (self->ports->len <= host)
    g_array_set_size (self->ports, host + 1);
  next = &g_array_index (self->ports, guint, host);
  /* After 16384 conversations the numbers go on below: still never the same one twice in 60000. */
  return (FIRST_PORT + (*next)++ - 1024) % (65536 - 1024) + 1024;
}

guint32
sim_net_open (SimNet *self, guint client, guint server, guint16 client_port, guint16 port,
              guint8 transport, const char *protocol)
{
  SimPacket packet = { sim_trace_get_host (self->trace, client)->address,
                       sim_trace_get_host (self->trace, server)->address,
                       client_port, port, 0, 0, 0, 0, transport };
  SimEntry entry = { .time = sim_engine_now (self->engine), .kind = SIM_ENTRY_OPENED,
                     .side = SIM_SIDE_CLIENT, .cause = SIM_CAUSE_CURRENT, .actor = client,
                     .from = client, .to = server, .rule = protocol, .packet = &packet };

  entry.conn = sim_trace_n_connections (self->trace) + 1;
  sim_trace_add (self->trace, &entry);
  g_array_set_size (self->ends, entry.conn);
  return entry.conn;
}

/* The links of the shortest way, first link first, by breadth; FALSE: there is none. */
static gboolean
find_way (SimNet *self, guint from, guint to, GArray *way)
{
  guint n = sim_trace_n_hosts (self->trace);
  g_autofree int *came_by = g_new (int, n);
  g_autofree guint *queue = g_new (guint, n);
  guint head = 0, tail = 0;

  for (guint i = 0; i < n; i++)
    came_by[i] = -1;
  queue[tail++] = from;
  while (head < tail && (to == from || came_by[to] < 0))
    {
      guint here = queue[head++];

      for (guint i = 0; i < self->links->len; i++)
        {
          const Link *link = g_ptr_array_index (self->links, i);
          guint end = link->ends[0] == here ? 1 : 0;

          if ((link->ends[0] != here && link->ends[1] != here)
              || link->ends[end] == from || came_by[link->ends[end]] >= 0)
            continue;
          came_by[link->ends[end]] = i;
          queue[tail++] = link->ends[end];
        }
    }
  if (came_by[to] < 0)
    return FALSE;
  for (guint here = to; here != from;)
    {
      const Link *link = g_ptr_array_index (self->links, came_by[here]);

      g_array_prepend_val (way, came_by[here]);
      here = link->ends[0] == here ? link->ends[1] : link->ends[0];
    }
  return TRUE;
}

/* The links between two hosts, in order; borrowed; NULL: there is no way. */
static const GArray *
get_way (SimNet *self, guint from, guint to)
{
  gpointer key = GUINT_TO_POINTER (from << 16 | to);
  gpointer known;
  GArray *way;

  if (g_hash_table_lookup_extended (self->ways, key, NULL, &known))
    return known;
  way = g_array_new (FALSE, FALSE, sizeof (int));
  if (!find_way (self, from, to, way))
    g_clear_pointer (&way, g_array_unref);
  g_hash_table_insert (self->ways, key, way);
  return way;
}

/* Is it cut at any time from @since to @until? */
static gboolean
is_down (const Link *link, SimTime since, SimTime until)
{
  for (guint i = 0; i < link->down->len; i++)
    {
      const SimSpan *span = &g_array_index (link->down, SimSpan, i);

      if (since < span->until && until >= span->since)
        return TRUE;
    }
  return FALSE;
}

static SimTime
time_to_send (gsize octets, guint64 rate)
{
  return (SimTime) (octets * 8 * (guint64) SIM_TIME_SECOND / rate);
}

/* Sends @octets over one link. Returns when the last bit is there, or is lost. */
static SimTime
cross (Link *link, guint direction, SimTime when, gsize octets, gboolean *lost)
{
  guint64 rate = link->config.bandwidth[direction];
  SimTime start = when;

  if (start < link->free_at[direction])
    start = link->free_at[direction];
  if (rate > 0)
    start += time_to_send (octets, rate);
  if (rate > 0 && link->config.queue > 0 && start - when > time_to_send (link->config.queue, rate))
    {
      *lost = TRUE;                     /* no room to wait */
      return when;
    }
  link->free_at[direction] = start;
  start += link->config.latency;
  if (link->config.jitter > 0)
    {
      start += sim_random_below (&link->jitter, link->config.jitter / SIM_TIME_MICROSECOND + 1) * SIM_TIME_MICROSECOND;
      if (start < link->last_at[direction])
        start = link->last_at[direction];
      link->last_at[direction] = start;
    }
  *lost = link->config.loss > 0 && sim_random_chance (&link->random, link->config.loss);
  if (link->down->len > 0 && is_down (link, when, start))
    *lost = TRUE;
  return start;
}

/* Sends @octets over the links of a way. Returns when the last bit arrives, or is lost. */
static SimTime
travel (SimNet *self, guint from, const GArray *way, gsize octets, gboolean *lost)
{
  SimTime when = sim_engine_now (self->engine);

  for (guint i = 0; i < way->len && !*lost; i++)
    {
      Link *link = g_ptr_array_index (self->links, g_array_index (way, int, i));
      guint direction = link->ends[0] == from ? 0 : 1;

      when = cross (link, direction, when, octets, lost);
      from = link->ends[1 - direction];
    }
  return when;
}

static Listener *
find_listener (SimNet *self, guint host, guint16 port, gboolean datagram)
{
  for (guint i = 0; i < self->listeners->len; i++)
    {
      Listener *listener = &g_array_index (self->listeners, Listener, i);

      if (listener->host == host && listener->port == port && (listener->datagram != NULL) == datagram)
        return listener;
    }
  return NULL;
}

/* RFC 9293, 3.10.7.1: a segment for nobody is answered with RST, unless it is one. */
static void
refuse (SimNet *self, guint32 conn, SimSide side, const SimPacket *packet, gsize len)
{
  SimPacket reset = { packet->to_address, packet->from_address, packet->to_port, packet->from_port,
                      0, 0, 0, SIM_PACKET_RST, SIM_PROTOCOL_TCP };

  if (packet->flags & SIM_PACKET_RST)
    return;
  if (packet->flags & SIM_PACKET_ACK)
    reset.seq = packet->ack;
  else
    {
      reset.flags |= SIM_PACKET_ACK;
      reset.ack = packet->seq + len + ((packet->flags & SIM_PACKET_SYN) != 0)
                  + ((packet->flags & SIM_PACKET_FIN) != 0);
    }
  sim_net_send (self, conn, side, &reset, NULL, 0, SIM_CAUSE_CURRENT, FALSE, FALSE);
}

static void
deliver_segment (SimNet *self, SimTime now, const SimEntry *entry, const SimPacket *packet, guint host)
{
  guint receiver = entry->side == SIM_SIDE_CLIENT ? 1 : 0;
  SimSide side = receiver == 1 ? SIM_SIDE_SERVER : SIM_SIDE_CLIENT;
  SimStream *stream = g_array_index (self->ends, Ends, entry->conn - 1).streams[receiver];
  SimPacket last = g_array_index (self->ends, Ends, entry->conn - 1).last[receiver];

  if (stream == NULL && receiver == 1 && packet->flags == SIM_PACKET_SYN)
    {
      Listener *listener = find_listener (self, host, packet->to_port, FALSE);

      if (listener != NULL)
        {
          stream = sim_stream_accept (self, entry->conn, host, packet);
          listener->accept (listener->owner, stream);
          sim_stream_start (stream);
          return;
        }
    }
  if (stream != NULL)
    sim_stream_take (stream, now, packet, entry->bytes, entry->len);
  else if (last.protocol == 0)
    refuse (self, entry->conn, side, packet, entry->len);
  else if (entry->len > 0 || packet->flags & SIM_PACKET_FIN)
    sim_net_send (self, entry->conn, side, &last, NULL, 0, SIM_CAUSE_CURRENT, TRUE, FALSE);
}

static void
land (gpointer data, SimTime now)
{
  Flight *flight = data;
  SimNet *self = flight->net;
  guint segment = flight->segment;
  gboolean lost = flight->lost;
  SimEntry sent, landed;
  SimPacket packet;
  int host;

  g_ptr_array_add (self->idle, flight);
  sim_trace_get (self->trace, segment, &sent);
  packet = *sent.packet;                /* the trace may grow under it */
  host = sim_net_find_host (self, packet.to_address);
  landed = (SimEntry) { .time = now, .kind = lost ? SIM_ENTRY_LOST : SIM_ENTRY_ARRIVED, .side = sent.side,
                        .cause = segment, .actor = lost || host < 0 ? sent.actor : (guint) host, .conn = sent.conn };
  sim_trace_set_cause (self->trace, sim_trace_add (self->trace, &landed));
  if (lost)
    return;
  if (packet.protocol == SIM_PROTOCOL_TCP)
    deliver_segment (self, now, &sent, &packet, host);
  else
    {
      Listener *listener = find_listener (self, host, packet.to_port, TRUE);

      if (listener != NULL)
        listener->datagram (listener->owner, now, sent.conn, &packet, sent.bytes, sent.len);
    }
}

static Flight *
new_flight (SimNet *self)
{
  Flight *flight;

  if (self->idle->len > 0)
    return g_ptr_array_steal_index (self->idle, self->idle->len - 1);
  flight = g_new0 (Flight, 1);
  flight->net = self;
  g_ptr_array_add (self->flights, flight);
  return flight;
}

guint
sim_net_send (SimNet *self, guint32 conn, SimSide side, const SimPacket *packet,
              const guint8 *bytes, gsize len, guint cause, gboolean again, gboolean vanish)
{
  int from = sim_net_find_host (self, packet->from_address);
  int to = sim_net_find_host (self, packet->to_address);
  gsize octets = len + (packet->protocol == SIM_PROTOCOL_TCP ? HEADERS_TCP : HEADERS_UDP);
  const GArray *way = from >= 0 && to >= 0 && from != to ? get_way (self, from, to) : NULL;
  Flight *flight = new_flight (self);
  SimEntry entry = { .time = sim_engine_now (self->engine), .kind = SIM_ENTRY_SEGMENT, .side = side,
                     .flags = again ? SIM_ENTRY_AGAIN : 0, .cause = cause, .actor = from < 0 ? 0 : from, .conn = conn,
                     .bytes = bytes, .len = len, .packet = packet };

  flight->lost = vanish;
  if (from == to && from >= 0)
    entry.until = entry.time + LOOPBACK_LATENCY;
  else if (way == NULL)
    {
      entry.until = entry.time;
      flight->lost = TRUE;
    }
  else
    entry.until = travel (self, from, way, octets, &flight->lost);
  flight->segment = sim_trace_add (self->trace, &entry);
  sim_engine_at (self->engine, entry.until, land, flight);
  return flight->segment;
}

void
sim_net_listen (SimNet *self, guint host, guint16 port, SimAcceptFunc accept, gpointer owner)
{
  Listener listener = { host, port, accept, NULL, owner };

  g_return_if_fail (find_listener (self, host, port, FALSE) == NULL);

  g_array_append_val (self->listeners, listener);
}

void
sim_net_bind (SimNet *self, guint host, guint16 port, SimDatagramFunc func, gpointer owner)
{
  Listener listener = { host, port, NULL, func, owner };

  g_return_if_fail (find_listener (self, host, port, TRUE) == NULL);

  g_array_append_val (self->listeners, listener);
}

void
sim_net_unbind (SimNet *self, guint host, guint16 port)
{
  Listener *listener = find_listener (self, host, port, TRUE);

  if (listener != NULL)
    g_array_remove_index (self->listeners, listener - (Listener *) self->listeners->data);
}

void
sim_net_set_stream (SimNet *self, guint32 conn, SimSide side, SimStream *stream)
{
  g_array_index (self->ends, Ends, conn - 1).streams[side == SIM_SIDE_CLIENT ? 0 : 1] = stream;
}

void
sim_net_set_last (SimNet *self, guint32 conn, SimSide side, const SimPacket *packet)
{
  g_array_index (self->ends, Ends, conn - 1).last[side == SIM_SIDE_CLIENT ? 0 : 1] = *packet;
}
