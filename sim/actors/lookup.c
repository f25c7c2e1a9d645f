/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/lookup.h"

#include "sim/core/random.h"
#include "sim/net/stream.h"
#include "sim/proto/dns/frame.h"
#include "sim/proto/dns/resolver.h"

#include <string.h>

struct _SimLookup
{
  SimStage      *stage;
  guint          host;
  guint          server;
  DnsResolver   *resolver;
  SimRandom      random;
  gboolean       mail;
  SimLookupFunc  done;
  gpointer       owner;
  guint32        conn;        /* the exchange that is going on; 0: none */
  guint16        port;
  guint16        id;          /* of its query */
  SimEventId     timer;
  SimStream     *stream;      /* TCP: the one that is asked over; NULL: none */
  GByteArray    *input;
  GBytes        *query;       /* to be said when it is open */
};

static void pump (SimLookup *self, SimTime now);

static void
clear_exchange (gpointer data)
{
  g_free (((SimExchange *) data)->name);
}

static guint
say (SimLookup *self, SimTime now, SimEntryKind kind, guint32 conn, const char *text, const char *rule)
{
  SimEntry entry = { .time = now, .kind = kind, .side = SIM_SIDE_CLIENT, .cause = SIM_CAUSE_CURRENT,
                     .actor = self->host, .conn = conn, .rule = rule,
                     .bytes = (const guint8 *) text, .len = text != NULL ? strlen (text) : 0 };

  return sim_trace_add (self->stage->trace, &entry);
}

static void
end_exchange (SimLookup *self, SimTime now, const char *rule)
{
  if (self->conn == 0)
    return;
  say (self, now, SIM_ENTRY_CLOSED, self->conn, NULL, rule);
  sim_net_unbind (self->stage->net, self->host, self->port);
  self->conn = 0;
}

static void
on_datagram (gpointer owner, SimTime now, guint32 conn, const SimPacket *packet, const guint8 *bytes, gsize len)
{
  SimLookup *self = owner;

  if (conn == self->conn && dns_resolver_feed (self->resolver, now, bytes, len))
    {
      end_exchange (self, now, "udp:closed");
      pump (self, now);
    }
}

/* ---- over TCP --------------------------------------------------------------- */

static void
forget_stream (SimLookup *self)
{
  if (self->stream != NULL)
    sim_stream_set_owner (self->stream, NULL, NULL);
  self->stream = NULL;
  g_byte_array_set_size (self->input, 0);
  g_clear_pointer (&self->query, g_bytes_unref);
}

static void
on_opened (gpointer data, SimTime now)
{
  SimLookup *self = data;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (self->query, &len);
  g_autofree char *text = dns_wire_to_text (bytes, len);
  guint said = say (self, now, SIM_ENTRY_SAID, sim_stream_get_conn (self->stream), text, NULL);

  sim_stream_write_own (self->stream, dns_frame_new (bytes, len), said);
}

static void
on_data (gpointer data, SimTime now, const guint8 *bytes, gsize len)
{
  SimLookup *self = data;
  GBytes *answer;

  g_byte_array_append (self->input, bytes, len);
  while ((answer = dns_frame_take (self->input)) != NULL)
    {
      gboolean taken = dns_resolver_feed (self->resolver, now, g_bytes_get_data (answer, NULL),
                                          g_bytes_get_size (answer));

      g_bytes_unref (answer);
      if (taken)
        {
          sim_stream_close (self->stream);
          forget_stream (self);
          pump (self, now);
          return;
        }
    }
}

static void
on_eof (gpointer data, SimTime now)
{
  SimLookup *self = data;

  sim_stream_close (self->stream);
  forget_stream (self);
  dns_resolver_broken (self->resolver, now);
  pump (self, now);
}

static void
on_closed (gpointer data, SimTime now, SimCloseReason why)
{
  SimLookup *self = data;

  self->stream = NULL;
  dns_resolver_broken (self->resolver, now);
  pump (self, now);
}

static const SimStreamFuncs stream_funcs = { on_opened, on_data, on_eof, on_closed };

static void
send_by_stream (SimLookup *self, GBytes *query)
{
  self->query = g_bytes_ref (query);
  self->stream = sim_stream_connect (self->stage->net, self->host, sim_stage_address (self->stage, self->server),
                                     DNS_PORT, "dns");
  sim_stream_set_owner (self->stream, &stream_funcs, self);
}

/* ---- over UDP --------------------------------------------------------------- */

static void
on_timer (gpointer data, SimTime now)
{
  SimLookup *self = data;

  self->timer = 0;
  sim_trace_set_cause (self->stage->trace, SIM_CAUSE_NONE);
  dns_resolver_expire (self->resolver, now);
  if (self->stream != NULL)
    {
      SimStream *stream = self->stream;

      forget_stream (self);
      sim_stream_abort (stream);
    }
  pump (self, now);
}

/* A question asked again goes on in the same exchange. */
static void
send_query (SimLookup *self, SimTime now, GBytes *query)
{
  SimStage *stage = self->stage;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (query, &len);
  guint16 id = len >= 2 ? bytes[0] << 8 | bytes[1] : 0;
  gboolean again = self->conn != 0 && id == self->id;
  guint cause = SIM_CAUSE_CURRENT;
  SimPacket packet;

  if (!again)
    {
      g_autofree char *text = dns_wire_to_text (bytes, len);

      end_exchange (self, now, "udp:timeout");
      self->id = id;
      self->port = sim_net_new_port (stage->net, self->host);
      self->conn = sim_net_open (stage->net, self->host, self->server, self->port, DNS_PORT, SIM_PROTOCOL_UDP, "dns");
      sim_net_bind (stage->net, self->host, self->port, on_datagram, self);
      cause = say (self, now, SIM_ENTRY_SAID, self->conn, text, NULL);
    }
  packet = (SimPacket) { sim_stage_address (stage, self->host), sim_stage_address (stage, self->server),
                         self->port, DNS_PORT, 0, 0, 0, 0, SIM_PROTOCOL_UDP };
  sim_net_send (stage->net, self->conn, SIM_SIDE_CLIENT, &packet, bytes, len, cause, again, FALSE);
}

static SimLookupResult
judge (const SimLookup *self, const DnsResult *result)
{
  switch (result->outcome)
    {
    case DNS_FOUND:
      return SIM_LOOKUP_FOUND;
    case DNS_NO_NAME:
    case DNS_NO_DATA:
    case DNS_NO_ADDRESS:
      return SIM_LOOKUP_NO_DOMAIN;
    case DNS_NULL_MX:
      return SIM_LOOKUP_NULL_MX;
    case DNS_TEMPORARY:
      break;
    }
  return SIM_LOOKUP_FAILED;
}

static void
add (GArray *exchanges, const char *name, guint32 address, guint preference)
{
  SimExchange exchange = { g_strdup (name), address, preference };

  g_array_append_val (exchanges, exchange);
}

static void
finish (SimLookup *self, SimTime now)
{
  const DnsResult *result = dns_resolver_get_result (self->resolver);
  SimLookupResult verdict = judge (self, result);
  g_autoptr (GArray) exchanges = g_array_new (FALSE, FALSE, sizeof (SimExchange));

  g_array_set_clear_func (exchanges, clear_exchange);
  for (guint i = 0; self->mail && result->exchanges != NULL && i < result->exchanges->len; i++)
    {
      const DnsExchange *exchange = g_ptr_array_index (result->exchanges, i);

      for (guint j = 0; j < exchange->addresses->len; j++)
        add (exchanges, exchange->name, g_array_index (exchange->addresses, guint32, j), exchange->preference);
    }
  for (guint i = 0; !self->mail && result->records != NULL && i < result->records->len; i++)
    {
      const DnsRecord *record = g_ptr_array_index (result->records, i);

      if (record->type == DNS_TYPE_A)
        add (exchanges, record->name, record->address, 0);
    }
  if (verdict == SIM_LOOKUP_FOUND && exchanges->len == 0)
    verdict = SIM_LOOKUP_NO_DOMAIN;
  self->done (self->owner, self, now, verdict, exchanges);
  sim_lookup_free (self);
}

static void
on_done (gpointer data, SimTime now)
{
  SimLookup *self = data;

  self->timer = 0;
  finish (self, now);
}

static void
pump (SimLookup *self, SimTime now)
{
  GBytes *query;
  SimTime deadline;

  while ((query = dns_resolver_next (self->resolver)) != NULL)
    {
      if (dns_resolver_wants_tcp (self->resolver))
        send_by_stream (self, query);
      else
        send_query (self, now, query);
      g_bytes_unref (query);
    }
  if (self->timer != 0)
    sim_engine_cancel (self->stage->engine, self->timer);
  self->timer = 0;
  if (dns_resolver_is_done (self->resolver))
    {
      end_exchange (self, now, "udp:timeout");
      /* Not from inside the call that began the lookup: the owner has not got it yet. */
      self->timer = sim_engine_at (self->stage->engine, now, on_done, self);
      return;
    }
  deadline = dns_resolver_deadline (self->resolver);
  if (deadline != SIM_TIME_NEVER)
    self->timer = sim_engine_at (self->stage->engine, deadline, on_timer, self);
}

static SimLookup *
start (SimStage *stage, guint host, guint resolver, const char *name, gboolean mail, SimLookupFunc done,
       gpointer owner)
{
  SimLookup *self = g_new0 (SimLookup, 1);
  g_autofree char *stream = g_strdup_printf ("dns:%s:%u", sim_stage_host_name (stage, host),
                                             sim_trace_n_connections (stage->trace));
  guint16 id;

  self->stage = stage;
  self->host = host;
  self->server = resolver;
  self->mail = mail;
  self->done = done;
  self->owner = owner;
  sim_random_init (&self->random, stage->seed, stream);
  id = sim_random_below (&self->random, 65000) + 1;
  self->resolver = mail ? dns_resolver_new_mail (name, id, &self->random)
                        : dns_resolver_new_lookup (name, DNS_TYPE_A, id);
  self->input = g_byte_array_new ();
  dns_resolver_set_cache (self->resolver, sim_stage_get_cache (stage, host));
  dns_resolver_start (self->resolver, sim_stage_now (stage));
  pump (self, sim_stage_now (stage));
  return self;
}

SimLookup *
sim_lookup_mail (SimStage *stage, guint host, guint resolver, const char *domain, SimLookupFunc done,
                 gpointer owner)
{
  return start (stage, host, resolver, domain, TRUE, done, owner);
}

SimLookup *
sim_lookup_host (SimStage *stage, guint host, guint resolver, const char *name, SimLookupFunc done,
                 gpointer owner)
{
  return start (stage, host, resolver, name, FALSE, done, owner);
}

void
sim_lookup_free (SimLookup *self)
{
  if (self->timer != 0)
    sim_engine_cancel (self->stage->engine, self->timer);
  if (self->conn != 0)
    sim_net_unbind (self->stage->net, self->host, self->port);
  forget_stream (self);
  g_byte_array_unref (self->input);
  dns_resolver_free (self->resolver);
  g_free (self);
}
