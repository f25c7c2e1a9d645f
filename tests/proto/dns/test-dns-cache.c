/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/cache.h"
#include "sim/proto/dns/frame.h"
#include "sim/proto/dns/resolver.h"
#include "sim/proto/dns/server.h"

#define SECOND SIM_TIME_SECOND

static DnsMessage *
ask (const DnsZone *zone, const char *name, DnsType type)
{
  g_autoptr (DnsMessage) query = dns_message_new_query (7, name, type);
  g_autoptr (GBytes) question = dns_message_encode (query, DNS_UDP_MAX, NULL);
  g_autoptr (GBytes) answer = dns_zone_answer (zone, g_bytes_get_data (question, NULL), g_bytes_get_size (question),
                                               DNS_UDP_MAX);

  return dns_message_decode (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), NULL);
}

static DnsZone *
new_zone (void)
{
  DnsZone *zone = dns_zone_new ();

  dns_zone_add (zone, "univ.example", DNS_TYPE_MX, 3600, "10 mx.univ.example", NULL);
  dns_zone_add (zone, "mx.univ.example", DNS_TYPE_A, 60, "192.0.2.1", NULL);
  dns_zone_add (zone, "brief.example", DNS_TYPE_A, 0, "192.0.2.2", NULL);
  dns_zone_add_name (zone, "empty.example");
  return zone;
}

/* The MX lives for an hour, the address in the same answer for a minute only. */
static void
test_shortest_life_counts (void)
{
  g_autoptr (DnsZone) zone = new_zone ();
  g_autoptr (DnsCache) cache = dns_cache_new ();
  g_autoptr (DnsMessage) answer = ask (zone, "univ.example", DNS_TYPE_MX);

  dns_cache_put (cache, 5 * SECOND, answer);
  g_assert_nonnull (dns_cache_get (cache, 5 * SECOND, "univ.example", DNS_TYPE_MX));
  g_assert_nonnull (dns_cache_get (cache, 65 * SECOND - 1, "UNIV.example", DNS_TYPE_MX));
  g_assert_null (dns_cache_get (cache, 65 * SECOND, "univ.example", DNS_TYPE_MX));
  g_assert_null (dns_cache_get (cache, 5 * SECOND, "univ.example", DNS_TYPE_A));
  g_assert_null (dns_cache_get (cache, 5 * SECOND, "mx.univ.example", DNS_TYPE_MX));
}

static void
test_not_remembered (void)
{
  static const char * const names[] = { "brief.example", "empty.example", "nobody.example" };
  static const guint rcodes[] = { DNS_RCODE_NOERROR, DNS_RCODE_NOERROR, DNS_RCODE_NXDOMAIN };
  g_autoptr (DnsZone) zone = new_zone ();
  g_autoptr (DnsCache) cache = dns_cache_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (DnsMessage) answer = ask (zone, names[i], DNS_TYPE_A);

      g_assert_cmpuint (answer->rcode, ==, rcodes[i]);
      dns_cache_put (cache, 0, answer);
      g_assert_cmpuint (dns_cache_length (cache), ==, 0);
    }
}

static void
test_bounded (void)
{
  g_autoptr (DnsZone) zone = dns_zone_new ();
  g_autoptr (DnsCache) cache = dns_cache_new ();

  for (guint i = 0; i < 3 * DNS_CACHE_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("h%u.example", i);
      g_autoptr (DnsMessage) answer = NULL;

      dns_zone_add (zone, name, DNS_TYPE_A, 3600, "192.0.2.9", NULL);
      answer = ask (zone, name, DNS_TYPE_A);
      dns_cache_put (cache, i, answer);
      dns_cache_put (cache, i, answer);
    }
  g_assert_cmpuint (dns_cache_length (cache), ==, DNS_CACHE_MAX);
  g_assert_null (dns_cache_get (cache, 0, "h0.example", DNS_TYPE_A));
  g_assert_nonnull (dns_cache_get (cache, 0, "h299.example", DNS_TYPE_A));
}

/* How many questions a resolver asks until it is done. */
static guint
questions (const DnsZone *zone, DnsCache *cache, SimTime now)
{
  g_autoptr (DnsResolver) resolver = dns_resolver_new_mail ("univ.example", 1, NULL);
  GBytes *query;
  guint n = 0;

  dns_resolver_set_cache (resolver, cache);
  dns_resolver_start (resolver, now);
  while ((query = dns_resolver_next (resolver)) != NULL)
    {
      g_autoptr (GBytes) answer = dns_zone_answer (zone, g_bytes_get_data (query, NULL), g_bytes_get_size (query),
                                                   dns_resolver_wants_tcp (resolver) ? DNS_TCP_MAX : DNS_UDP_MAX);

      g_assert_true (dns_resolver_feed (resolver, now, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer)));
      g_bytes_unref (query);
      n++;
    }
  g_assert_cmpint (dns_resolver_get_result (resolver)->outcome, ==, DNS_FOUND);
  g_assert_cmpuint (dns_resolver_get_result (resolver)->exchanges->len, >, 0);
  return n;
}

static void
test_second_look_up_asks_nothing (void)
{
  g_autoptr (DnsZone) zone = new_zone ();
  g_autoptr (DnsCache) cache = dns_cache_new ();

  g_assert_cmpuint (questions (zone, cache, 0), ==, 1);
  g_assert_cmpuint (questions (zone, cache, 59 * SECOND), ==, 0);
  g_assert_cmpuint (questions (zone, cache, 60 * SECOND), ==, 1);
}

/* Forty exchanges do not fit into a datagram: once more, over TCP. */
static void
test_long_answers_go_over_tcp (void)
{
  g_autoptr (DnsZone) zone = dns_zone_new ();

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("mail-exchange-%u.univ.example", i);
      g_autofree char *value = g_strdup_printf ("10 %s", name);

      dns_zone_add (zone, "univ.example", DNS_TYPE_MX, 3600, value, NULL);
      dns_zone_add (zone, name, DNS_TYPE_A, 3600, "192.0.2.1", NULL);
    }
  g_assert_cmpuint (questions (zone, NULL, 0), ==, 2);
}

static void
test_servfail (void)
{
  g_autoptr (DnsZone) zone = new_zone ();
  g_autoptr (DnsMessage) before = NULL, after = NULL;

  dns_zone_set_failing (zone, "UNIV.example", TRUE);
  before = ask (zone, "univ.example", DNS_TYPE_MX);
  dns_zone_set_failing (zone, "univ.example", FALSE);
  after = ask (zone, "univ.example", DNS_TYPE_MX);
  g_assert_cmpuint (before->rcode, ==, DNS_RCODE_SERVFAIL);
  g_assert_cmpuint (after->rcode, ==, DNS_RCODE_NOERROR);
}

/* Whatever the pieces, the messages come out whole. */
static void
test_frames (void)
{
  static const guint sizes[] = { 0, 1, 300, 65535 };

  for (guint step = 1; step < 1000; step = step * 3)
    {
      g_autoptr (GByteArray) wire = g_byte_array_new ();
      g_autoptr (GByteArray) input = g_byte_array_new ();
      g_autofree guint8 *data = g_malloc0 (65535);
      guint got = 0;

      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          g_autoptr (GBytes) frame = dns_frame_new (data, sizes[i]);

          g_byte_array_append (wire, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
        }
      for (guint at = 0; at < wire->len; at += step)
        {
          GBytes *message;

          g_byte_array_append (input, wire->data + at, wire->len - at < step ? wire->len - at : step);
          while ((message = dns_frame_take (input)) != NULL)
            {
              g_assert_cmpuint (g_bytes_get_size (message), ==, sizes[got++]);
              g_bytes_unref (message);
            }
        }
      g_assert_cmpuint (got, ==, G_N_ELEMENTS (sizes));
      g_assert_cmpuint (input->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns/cache/lives-as-long-as-the-first-record-to-die", test_shortest_life_counts);
  g_test_add_func ("/dns/cache/failures-are-not-remembered", test_not_remembered);
  g_test_add_func ("/dns/cache/is-bounded", test_bounded);
  g_test_add_func ("/dns/cache/second-look-up-asks-nothing", test_second_look_up_asks_nothing);
  g_test_add_func ("/dns/resolver/long-answers-go-over-tcp", test_long_answers_go_over_tcp);
  g_test_add_func ("/dns/server/fails-when-told-to", test_servfail);
  g_test_add_func ("/dns/frame/any-pieces-give-the-same-messages", test_frames);
  return g_test_run ();
}
