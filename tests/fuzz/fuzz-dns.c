/* Any octets: as a message, as a query to a name server, as an answer to a resolver.
 *
 * What can be read can be written and reads the same again; a server's answer can be read; a resolver
 * that hears nothing more comes to an end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/dns/resolver.h"
#include "sim/proto/dns/server.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static DnsMessage *
decode (GBytes *bytes)
{
  return dns_message_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
}

static void
rewrite (const guint8 *data, gsize size)
{
  g_autoptr(DnsMessage) message = dns_message_decode (data, size, NULL);
  g_autofree char *text = dns_wire_to_text (data, size);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(DnsMessage) again = NULL;

  g_assert_true (g_str_is_ascii (text) && strchr (text, '\n') == NULL);
  if (message == NULL)
    return;
  bytes = dns_message_encode (message, DNS_TCP_MAX, NULL);
  g_assert_nonnull (bytes);
  again = decode (bytes);
  g_assert_nonnull (again);
  /* Octets that pointed into a record of unknown type may need more room now. */
  g_assert_true (dns_message_equal (message, again) || g_bytes_get_size (bytes) + 512 > DNS_TCP_MAX);
}

static void
serve (const guint8 *data, gsize size)
{
  g_autoptr(DnsZone) zone = dns_zone_new ();
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(DnsMessage) answer = NULL;

  dns_zone_add (zone, "d.example", DNS_TYPE_MX, 60, "10 mx.d.example", NULL);
  dns_zone_add (zone, "mx.d.example", DNS_TYPE_A, 60, "192.0.2.1", NULL);
  dns_zone_add (zone, "w.example", DNS_TYPE_CNAME, 60, "d.example", NULL);
  dns_zone_add (zone, "l.example", DNS_TYPE_CNAME, 60, "l.example", NULL);
  bytes = dns_zone_answer (zone, data, size, DNS_UDP_MAX);
  if (bytes == NULL)
    return;
  g_assert_cmpuint (g_bytes_get_size (bytes), <=, DNS_UDP_MAX);
  answer = decode (bytes);
  g_assert_true (answer != NULL && answer->response);
}

static void
resolve (const guint8 *data, gsize size)
{
  g_autoptr(DnsResolver) resolver = NULL;
  g_autofree guint8 *copy = g_memdup2 (data, size);
  SimRandom random;

  if (size < 12)
    return;
  sim_random_init (&random, size, "fuzz");
  resolver = dns_resolver_new_mail ("d.example", data[0] << 8 | data[1], &random);
  dns_resolver_start (resolver, 0);
  copy[2] |= 0x80;
  for (guint i = 0; i < 3; i++)
    {
      GBytes *query = dns_resolver_next (resolver);

      g_clear_pointer (&query, g_bytes_unref);
      dns_resolver_feed (resolver, i, copy, size);
      copy[1]++;
    }
  while (!dns_resolver_is_done (resolver))
    dns_resolver_expire (resolver, dns_resolver_deadline (resolver));
  g_assert_nonnull (dns_resolver_get_result (resolver));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  rewrite (data, size);
  serve (data, size);
  resolve (data, size);
  return 0;
}
