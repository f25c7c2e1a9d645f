/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/name-server.h"

#include <string.h>

struct _SimNameServer
{
  SimStage      *stage;
  guint          host;
  const DnsZone *zone;
};

static void
on_datagram (gpointer owner, SimTime now, guint32 conn, const SimPacket *packet, const guint8 *bytes, gsize len)
{
  SimNameServer *self = owner;
  g_autoptr (GBytes) answer = dns_zone_answer (self->zone, bytes, len, DNS_UDP_MAX);
  g_autofree char *text = NULL;
  const guint8 *data;
  gsize size;
  SimPacket reply = { packet->to_address, packet->from_address, packet->to_port, packet->from_port,
                      0, 0, 0, 0, SIM_PROTOCOL_UDP };
  SimEntry entry = { .time = now, .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_SERVER, .cause = SIM_CAUSE_CURRENT,
                     .actor = self->host, .conn = conn };

  if (answer == NULL)
    return;
  data = g_bytes_get_data (answer, &size);
  text = dns_wire_to_text (data, size);
  entry.bytes = (const guint8 *) text;
  entry.len = strlen (text);
  sim_net_send (self->stage->net, conn, SIM_SIDE_SERVER, &reply, data, size,
                sim_trace_add (self->stage->trace, &entry), FALSE, FALSE);
}

SimNameServer *
sim_name_server_new (SimStage *stage, guint host, const DnsZone *zone)
{
  SimNameServer *self = g_new0 (SimNameServer, 1);

  self->stage = stage;
  self->host = host;
  self->zone = zone;
  sim_net_bind (stage->net, host, DNS_PORT, on_datagram, self);
  return self;
}

void
sim_name_server_free (SimNameServer *self)
{
  sim_net_unbind (self->stage->net, self->host, DNS_PORT);
  g_free (self);
}
