/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/name-server.h"

#include <string.h>

struct _SimNameServer
{
  SimStage      *stage;
  guint          host;
  const DnsZone *zone;
  GHashTable    *answers;    /* connection -> index of the SAID entry; looked up only */
};

static void
on_datagram (gpointer owner, SimTime now, guint32 conn, const SimPacket *packet, const guint8 *bytes, gsize len)
{
  SimNameServer *self = owner;
  g_autoptr (GBytes) answer = dns_zone_answer (self->zone, bytes, len, DNS_UDP_MAX);
  g_autofree char *text = NULL;
  gboolean again = g_hash_table_contains (self->answers, GUINT_TO_POINTER (conn));
  const guint8 *data;
  gsize size;
  guint said;
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
  if (again)                    /* asked again because an answer was lost: the same answer, said once */
    said = GPOINTER_TO_UINT (g_hash_table_lookup (self->answers, GUINT_TO_POINTER (conn)));
  else
    said = sim_trace_add (self->stage->trace, &entry);
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
  sim_net_bind (stage->net, host, DNS_PORT, on_datagram, self);
  return self;
}

void
sim_name_server_free (SimNameServer *self)
{
  sim_net_unbind (self->stage->net, self->host, DNS_PORT);
  g_hash_table_unref (self->answers);
  g_free (self);
}
