/* name-server.h - a host that answers DNS queries at UDP port 53
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/stage.h"
#include "sim/proto/dns/server.h"

G_BEGIN_DECLS

typedef struct _SimNameServer SimNameServer;

/* @zone is borrowed: all name servers of a world know the same names. */
SimNameServer *sim_name_server_new  (SimStage *stage, guint host, const DnsZone *zone);
void           sim_name_server_free (SimNameServer *self);

G_END_DECLS
