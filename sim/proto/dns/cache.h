/* cache.h - answers remembered until their time to live is over (RFC 1035, 7.4; RFC 2181, 5.2)
 *
 * An answer lives as long as the record of it that dies first. That there is no such name or
 * no such record is not remembered: it would need the SOA of the zone (RFC 2308).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/engine.h"
#include "sim/proto/dns/message.h"

G_BEGIN_DECLS

#define DNS_CACHE_MAX 100    /* answers; the oldest makes room */

typedef struct _DnsCache DnsCache;

DnsCache         *dns_cache_new    (void);
void              dns_cache_free   (DnsCache *self);

/* Remembers an answer to a question of its own, unless it has no answer records. It is copied. */
void              dns_cache_put    (DnsCache *self, SimTime now, const DnsMessage *answer);

/* Borrowed until the next dns_cache_put(); NULL: nothing is known, or no more. */
const DnsMessage *dns_cache_get    (const DnsCache *self, SimTime now, const char *name, guint type);

guint             dns_cache_length (const DnsCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DnsCache, dns_cache_free)

G_END_DECLS
