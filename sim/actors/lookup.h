/* lookup.h - asks a name server, in simulated time, over UDP or for long answers TCP, where mail goes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/stage.h"

G_BEGIN_DECLS

typedef struct
{
  char   *name;
  guint32 address;
  guint   preference;   /* of the MX record; 0 where there is none */
} SimExchange;

typedef enum
{
  SIM_LOOKUP_FOUND,
  SIM_LOOKUP_NO_DOMAIN,   /* NXDOMAIN, or no data that mail could use */
  SIM_LOOKUP_NULL_MX,     /* the domain takes no mail (RFC 7505) */
  SIM_LOOKUP_FAILED       /* no answer, SERVFAIL: try later */
} SimLookupResult;

typedef struct _SimLookup SimLookup;

/* @exchanges: GArray of SimExchange in the order in which they are to be tried; borrowed. The lookup is
 * freed after the call. */
typedef void (*SimLookupFunc) (gpointer owner, SimLookup *lookup, SimTime now, SimLookupResult result,
                               const GArray *exchanges);

/* The exchanges of a mail domain. */
SimLookup *sim_lookup_mail (SimStage *stage, guint host, guint resolver, const char *domain,
                            SimLookupFunc done, gpointer owner);
/* The address of a host. */
SimLookup *sim_lookup_host (SimStage *stage, guint host, guint resolver, const char *name,
                            SimLookupFunc done, gpointer owner);
void       sim_lookup_free (SimLookup *self);

G_END_DECLS
