/* resolver.h - a stub resolver, and what a mail relay asks it (RFC 1035, 7; RFC 5321, 5.1; RFC 7505)
 *
 * No input, no output: the owner sends the datagrams that dns_resolver_next() gives to port 53 of its name
 * server, hands over those that arrive, and calls dns_resolver_expire() at the deadline. A question is asked
 * three times, after 5 and 10 seconds again, and given up 20 seconds after the third. One question is out
 * at any time. If an answer did not fit into a datagram, the question is asked anew over TCP (RFC 7766).
 *
 *   dns_resolver_start (r, now);
 *   while ((bytes = dns_resolver_next (r)) != NULL) send it;      after every call that takes the time
 *   dns_resolver_feed (r, now, data, len);                        a datagram has come
 *   dns_resolver_expire (r, now);                                 dns_resolver_deadline() has come
 *   if (dns_resolver_is_done (r)) look at dns_resolver_get_result (r)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/engine.h"
#include "sim/core/random.h"
#include "sim/proto/dns/cache.h"
#include "sim/proto/dns/message.h"

G_BEGIN_DECLS

typedef enum
{
  DNS_FOUND,
  DNS_NO_NAME,      /* NXDOMAIN */
  DNS_NO_DATA,      /* the name exists, but has no record of the type; for mail: neither MX nor A */
  DNS_NULL_MX,      /* "0 .": the domain takes no mail (RFC 7505): 556 5.1.10 */
  DNS_NO_ADDRESS,   /* there are exchanges, but none has an address */
  DNS_TEMPORARY     /* no answer in time, SERVFAIL, REFUSED ...: try again later */
} DnsOutcome;

const char *dns_outcome_name (DnsOutcome outcome);   /* "found" ...; never translated */

/* A host that takes the domain's mail. */
typedef struct
{
  char      *name;
  guint      preference;
  DnsOutcome outcome;     /* of the look-up of its addresses */
  GArray    *addresses;   /* guint32, host byte order; empty unless FOUND */
} DnsExchange;

typedef struct
{
  DnsOutcome outcome;
  guint      rcode;       /* of the answer that decided; NOERROR if none came */
  GPtrArray *records;     /* DnsRecord: of the type asked for, in the order of the answer, MX by preference */
  GPtrArray *exchanges;   /* DnsExchange, the one to try first in front; only for mail */
  gboolean   implicit;    /* mail: no MX, so the domain itself is the exchange */
} DnsResult;

typedef struct _DnsResolver DnsResolver;

/* One question. @name: valid. @id: of the query. */
DnsResolver     *dns_resolver_new_lookup (const char *name, DnsType type, guint16 id);

/* Whither mail for @domain goes: its MX, or itself if it has none; then the addresses, from the additional
 * section or by questions of their own, which have the ids after @id. Equal preferences are shuffled by
 * @random, which is borrowed; NULL: they stay as they came. */
DnsResolver     *dns_resolver_new_mail   (const char *domain, guint16 id, SimRandom *random);
void             dns_resolver_free       (DnsResolver *self);

void             dns_resolver_start      (DnsResolver *self, SimTime now);

/* Answers that were got before need not be asked for, and new ones go there. Borrowed. Before the start. */
void             dns_resolver_set_cache  (DnsResolver *self, DnsCache *cache);

/* A message to send now; NULL: none. (transfer full) */
GBytes          *dns_resolver_next       (DnsResolver *self);

/* Is the question that is out one for TCP? */
gboolean         dns_resolver_wants_tcp  (const DnsResolver *self);

/* FALSE: it is no answer to the question that is out, and nothing has changed. */
gboolean         dns_resolver_feed       (DnsResolver *self, SimTime now, const guint8 *data, gsize len);
SimTime          dns_resolver_deadline   (const DnsResolver *self);    /* SIM_TIME_NEVER: none */
void             dns_resolver_expire     (DnsResolver *self, SimTime now);
/* The TCP connection ended before the answer came: the question is given up. */
void             dns_resolver_broken     (DnsResolver *self, SimTime now);

gboolean         dns_resolver_is_done    (const DnsResolver *self);
/* NULL until it is done; valid as long as the resolver. */
const DnsResult *dns_resolver_get_result (const DnsResolver *self);
/* How many query ids were used so far. */
guint            dns_resolver_n_ids      (const DnsResolver *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DnsResolver, dns_resolver_free)

G_END_DECLS
