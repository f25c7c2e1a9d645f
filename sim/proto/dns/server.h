/* server.h - a name server: a list of records, and answers made from it
 *
 * A pure function from query to answer. The zone is the whole DNS of its world, so every answer is
 * authoritative, and the server is asked with recursion desired: it answers as a resolver would.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/dns/message.h"

G_BEGIN_DECLS

typedef struct _DnsZone DnsZone;

DnsZone         *dns_zone_new    (void);
void             dns_zone_free   (DnsZone *self);

/* @value: see dns_record_new(). FALSE and an error: name or value is none. A record that is there already
 * is not added again. */
gboolean         dns_zone_add    (DnsZone *self, const char *name, DnsType type, guint32 ttl, const char *value,
                                  GError **error);
/* @name exists, even if it has no record. */
void             dns_zone_add_name (DnsZone *self, const char *name);
/* Until it is said otherwise, questions for @name are answered with SERVFAIL. */
void             dns_zone_set_failing (DnsZone *self, const char *name, gboolean failing);
guint            dns_zone_length (const DnsZone *self);

/* The answer to @query, at most @limit octets (DNS_UDP_MAX, DNS_TCP_MAX). CNAMEs are followed; the addresses
 * of mail exchanges and name servers stand in the additional section. NULL: no answer is due, as @query is
 * an answer itself or too short to have a header. (transfer full) */
GBytes          *dns_zone_answer (const DnsZone *self, const guint8 *query, gsize len, gsize limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DnsZone, dns_zone_free)

G_END_DECLS
