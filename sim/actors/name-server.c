/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/name-server.h"

#include "sim/net/stream.h"
#include "sim/proto/dns/frame.h"

#include <string.h>

struct _SimNameServer
{
  SimStage      *stage;
  guint          host;
  const DnsZone *zone;
  GHashTable    *answers;    /* connection -> index of the SAID entry; looked up only */
  GPtrArray     *callers;    /* Caller */
};

/* Somebody who asks over TCP. */
typedef struct
{
  SimNameServer *server;
  SimStream     *stream;
  GByteArray    *input;
} Caller;

static guint
say (SimNameServer *self, SimTime now, guint32 conn, GBytes *answer)
{
  g_autofree char *text = dns_wire_to_text (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  SimEntry entry = { .time = now, .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_SERVER, .cause = SIM_CAUSE_CURRENT,
                     .actor = self->host, .conn = conn, .bytes = (const guint8 *) text, .len = strlen (text) };

  return sim_trace_add (self->stage->trace, &entry);
}

static void
free_caller (gpointer data)
{
  Caller *self = data;

  if (self->stream != NULL)
    sim_stream_set_owner (self->stream, NULL, NULL);
  g_byte_array_unref (self->input);
  g_free (self);
}

static void
on_opened (gpointer data, SimTime now)
{
}

static void
on_data (gpointer data, SimTime now, const guint8 *bytes, gsize len)
{
  Caller *self = data;
  SimNameServer *server = self->server;
  GBytes *query;

  g_byte_array_append (self->input, bytes, len);
  while ((query = dns_frame_take (self->input)) != NULL)
    {
      g_autoptr (GBytes) answer = dns_zone_answer (server->zone, g_bytes_get_data (query, NULL),
                                                   g_bytes_get_size (query), DNS_TCP_MAX);

      g_bytes_unref (query);
      if (answer != NULL)
        sim_stream_write_own (self->stream,
                              dns_frame_new (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer)),
                              say (server, now, sim_stream_get_conn (self->stream), answer));
    }
}

static void
on_eof (gpointer data, SimTime now)
{
  sim_stream_close (((Caller *) data)->stream);
}

static void
on_closed (gpointer data, SimTime now, SimCloseReason why)
{
  Caller *self = data;

  self->stream = NULL;
  g_ptr_array_remove (self->server->callers, self);
}

static const SimStreamFuncs stream_funcs = { on_opened, on_data, on_eof, on_closed };

static void
on_accept (gpointer owner, SimStream *stream)
{
  SimNameServer *self = owner;
  Caller *caller = g_new0 (Caller, 1);

  caller->server = self;
  caller->stream = stream;
  caller->input = g_byte_array_new ();
  g_ptr_array_add (self->callers, caller);
  sim_stream_set_owner (stream, &stream_funcs, caller);
}

static void
on_datagram (gpointer owner, SimTime now, guint32 conn, const SimPacket *packet, const guint8 *bytes, gsize len)
{
  SimNameServer *self = owner;
  g_autoptr (GBytes) answer = dns_zone_answer (self->zone, bytes, len, DNS_UDP_MAX);
  gboolean again = g_hash_table_contains (self->answers, GUINT_TO_POINTER (conn));
  const guint8 *data;
  gsize size;
  guint said;
  SimPacket reply = { packet->to_address, packet->from_address, packet->to_port, packet->from_port,
                      0, 0, 0, 0, SIM_PROTOCOL_UDP };

  if (answer == NULL)
    return;
  data = g_bytes_get_data (answer, &size);
  if (again)                    /* asked again because an answer was lost: the same answer, said once */
    said = GPOINTER_TO_UINT (g_hash_table_lookup (self->answers, GUINT_TO_POINTER (conn)));
  else
    said = say (self, now, conn, answer);
  g_hash_table_insert (self->answers, GUINT_TO_POINTER (conn), GUINT_TO_POINTER (said));
  sim_net_send (self->stage->net, conn, SIM_SIDE_SERVER, &reply, data, size, said, again, FALSE);
}

SimNameServer *
sim_name_server_new (SimStage *stage, guint host, const DnsZone *zone)
{
  SimNameServer *self = g_new0 (SimNameServer, 1);

  self->stage = stage;
  self->host = host;
  self->zone = zone;
  self->answers = g_hash_table_new (NULL, NULL);
  self->callers = g_ptr_array_new_with_free_func (free_caller);
  sim_net_bind (stage->net, host, DNS_PORT, on_datagram, self);
  sim_net_listen (stage->net, host, DNS_PORT, on_accept, self);
  return self;
}

void
sim_name_server_free (SimNameServer *self)
{
  sim_net_unbind (self->stage->net, self->host, DNS_PORT);
  g_hash_table_unref (self->answers);
  g_ptr_array_unref (self->callers);
  g_free (self);
}
