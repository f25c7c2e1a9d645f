/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/server.h"

#include <string.h>

static DnsZone *
sample_zone (void)
{
  static const struct { const char *name; DnsType type; const char *value; } rows[] =
  {
    { "univ.example", DNS_TYPE_MX, "10 mx1.univ.example" },
    { "univ.example", DNS_TYPE_MX, "20 mx2.univ.example" },
    { "mx1.univ.example", DNS_TYPE_A, "192.0.2.1" },
    { "mx2.univ.example", DNS_TYPE_A, "192.0.2.2" },
    { "mx2.univ.example", DNS_TYPE_AAAA, "2001:db8::2" },
    { "www.univ.example", DNS_TYPE_CNAME, "web.univ.example" },
    { "web.univ.example", DNS_TYPE_CNAME, "a.b.host.example" },
    { "a.b.host.example", DNS_TYPE_A, "192.0.2.3" },
    { "dangling.example", DNS_TYPE_CNAME, "nowhere.example" },
    { "loop1.example", DNS_TYPE_CNAME, "loop2.example" },
    { "loop2.example", DNS_TYPE_CNAME, "loop1.example" },
    { "self.example", DNS_TYPE_CNAME, "self.example" },
    { "nomail.example", DNS_TYPE_MX, "0 ." },
    { "univ.example", DNS_TYPE_MX, "10 mx1.univ.example" },    /* twice is once */
  };
  DnsZone *zone = dns_zone_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (dns_zone_add (zone, rows[i].name, rows[i].type, 3600, rows[i].value, NULL));
  g_assert_cmpuint (dns_zone_length (zone), ==, G_N_ELEMENTS (rows) - 1);
  return zone;
}

static GBytes *
answer_bytes (const DnsZone *zone, const DnsMessage *query, gsize limit)
{
  g_autoptr (GBytes) bytes = dns_message_encode (query, DNS_UDP_MAX, NULL);

  return dns_zone_answer (zone, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), limit);
}

static DnsMessage *
ask (const DnsZone *zone, const char *name, DnsType type)
{
  g_autoptr (DnsMessage) query = dns_message_new_query (77, name, type);
  g_autoptr (GBytes) bytes = answer_bytes (zone, query, DNS_UDP_MAX);
  DnsMessage *answer = dns_message_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  g_assert_cmpuint (answer->id, ==, 77);
  g_assert_true (answer->response && answer->authoritative && answer->recursion_available);
  g_assert_true (answer->recursion_desired);
  g_assert_cmpstr (answer->name, ==, name);
  g_assert_cmpuint (answer->type, ==, type);
  return answer;
}

static void
test_answers (void)
{
  static const struct { const char *name; DnsType type; const char *text; } rows[] =
  {
    { "mx1.univ.example", DNS_TYPE_A, "mx1.univ.example. 3600 A 192.0.2.1" },
    { "MX1.Univ.EXAMPLE", DNS_TYPE_A, "mx1.univ.example. 3600 A 192.0.2.1" },
    { "univ.example", DNS_TYPE_MX,
      "univ.example. 3600 MX 10 mx1.univ.example.; univ.example. 3600 MX 20 mx2.univ.example.; "
      "mx1.univ.example. 3600 A 192.0.2.1; mx2.univ.example. 3600 A 192.0.2.2; "
      "mx2.univ.example. 3600 AAAA 2001:db8::2" },
    { "www.univ.example", DNS_TYPE_A,
      "www.univ.example. 3600 CNAME web.univ.example.; web.univ.example. 3600 CNAME a.b.host.example.; "
      "a.b.host.example. 3600 A 192.0.2.3" },
    { "www.univ.example", DNS_TYPE_CNAME, "www.univ.example. 3600 CNAME web.univ.example." },
    { "nomail.example", DNS_TYPE_MX, "nomail.example. 3600 MX 0 ." },
    { "univ.example", DNS_TYPE_A, "NODATA univ.example" },
    { "b.host.example", DNS_TYPE_A, "NODATA b.host.example" },      /* names below it exist */
    { "www.univ.example", DNS_TYPE_MX,
      "www.univ.example. 3600 CNAME web.univ.example.; web.univ.example. 3600 CNAME a.b.host.example." },
    { "no.example", DNS_TYPE_A, "NXDOMAIN no.example" },
    { "1.univ.example", DNS_TYPE_A, "NXDOMAIN 1.univ.example" },
    { "dangling.example", DNS_TYPE_A, "NXDOMAIN dangling.example" },
    { "loop1.example", DNS_TYPE_A, "SERVFAIL loop1.example" },
    { "self.example", DNS_TYPE_A, "SERVFAIL self.example" },
    { "mx2.univ.example", DNS_TYPE_ANY,
      "mx2.univ.example. 3600 A 192.0.2.2; mx2.univ.example. 3600 AAAA 2001:db8::2" },
  };
  g_autoptr (DnsZone) zone = sample_zone ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DnsMessage) answer = ask (zone, rows[i].name, rows[i].type);
      g_autofree char *text = dns_message_to_text (answer);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_odd_queries (void)
{
  g_autoptr (DnsZone) zone = sample_zone ();
  g_autoptr (DnsMessage) query = dns_message_new_query (9, "univ.example", DNS_TYPE_MX);
  const struct { guint opcode; guint klass; gboolean response; gboolean question; int rcode; } rows[] =
  {
    { 0, 1, FALSE, TRUE, DNS_RCODE_NOERROR },
    { 4, 1, FALSE, TRUE, DNS_RCODE_NOTIMP },
    { 0, 3, FALSE, TRUE, DNS_RCODE_REFUSED },
    { 0, 1, FALSE, FALSE, DNS_RCODE_FORMERR },
    { 0, 1, TRUE, TRUE, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (DnsMessage) answer = NULL;

      query->opcode = rows[i].opcode;
      query->klass = rows[i].klass;
      query->response = rows[i].response;
      g_clear_pointer (&query->name, g_free);
      if (rows[i].question)
        query->name = g_strdup ("univ.example");
      bytes = answer_bytes (zone, query, DNS_UDP_MAX);
      if (rows[i].rcode < 0)
        {
          g_assert_null (bytes);
          continue;
        }
      answer = dns_message_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
      g_assert_cmpuint (answer->rcode, ==, rows[i].rcode);
      g_assert_cmpuint (answer->id, ==, 9);
    }
}

static void
test_malformed_query_is_formerr (void)
{
  g_autoptr (DnsZone) zone = sample_zone ();
  const guint8 query[] = { 0, 5, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 0x0C, 0, 1, 0, 1 };
  g_autoptr (GBytes) bytes = dns_zone_answer (zone, query, sizeof query, DNS_UDP_MAX);
  g_autoptr (DnsMessage) answer =
    dns_message_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  g_assert_cmpuint (answer->rcode, ==, DNS_RCODE_FORMERR);
  g_assert_cmpuint (answer->id, ==, 5);
  g_assert_null (answer->name);
  g_assert_null (dns_zone_answer (zone, query, 11, DNS_UDP_MAX));
}

static void
test_long_answers_are_truncated (void)
{
  g_autoptr (DnsZone) zone = dns_zone_new ();
  g_autoptr (DnsMessage) query = dns_message_new_query (9, "big.example", DNS_TYPE_MX);
  g_autoptr (GBytes) udp = NULL;
  g_autoptr (GBytes) tcp = NULL;
  g_autoptr (DnsMessage) cut = NULL;
  g_autoptr (DnsMessage) whole = NULL;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *value = g_strdup_printf ("%u mx%u.elsewhere.example", i, i);

      dns_zone_add (zone, "big.example", DNS_TYPE_MX, 60, value, NULL);
    }
  udp = answer_bytes (zone, query, DNS_UDP_MAX);
  tcp = answer_bytes (zone, query, DNS_TCP_MAX);
  cut = dns_message_decode (g_bytes_get_data (udp, NULL), g_bytes_get_size (udp), NULL);
  whole = dns_message_decode (g_bytes_get_data (tcp, NULL), g_bytes_get_size (tcp), NULL);
  g_assert_true (cut->truncated);
  g_assert_cmpuint (cut->answers->len, <, 50);
  g_assert_false (whole->truncated);
  g_assert_cmpuint (whole->answers->len, ==, 50);
}

static void
test_random_queries (void)
{
  g_autoptr (DnsZone) zone = sample_zone ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint round = 0; round < 20000; round++)
    {
      guint8 query[64];
      gsize len = g_rand_int_range (rand, 0, sizeof query);
      g_autoptr (GBytes) bytes = NULL;

      for (gsize i = 0; i < len; i++)
        query[i] = g_rand_int_range (rand, 0, 2) == 0 ? 0 : g_rand_int_range (rand, 0, 256);
      bytes = dns_zone_answer (zone, query, len, DNS_UDP_MAX);
      if (bytes != NULL)
        {
          g_autoptr (DnsMessage) answer =
            dns_message_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

          g_assert_true (answer != NULL && answer->response);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns/server/answers", test_answers);
  g_test_add_func ("/dns/server/odd-queries", test_odd_queries);
  g_test_add_func ("/dns/server/malformed-query-is-formerr", test_malformed_query_is_formerr);
  g_test_add_func ("/dns/server/long-answers-are-truncated", test_long_answers_are_truncated);
  g_test_add_func ("/dns/server/random-queries-do-no-harm", test_random_queries);
  return g_test_run ();
}
