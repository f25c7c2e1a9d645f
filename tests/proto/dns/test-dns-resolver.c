/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/resolver.h"
#include "sim/proto/dns/server.h"

#include <string.h>

#define SECOND SIM_TIME_SECOND

/* name, type, value, ...; all with TTL 3600. */
static DnsZone *
zone_of (const char * const *rows)
{
  DnsZone *zone = dns_zone_new ();

  for (; rows[0] != NULL; rows += 3)
    g_assert_true (dns_zone_add (zone, rows[0], dns_type_from_name (rows[1]), 3600, rows[2], NULL));
  return zone;
}

static GBytes *
answer (const DnsZone *zone, GBytes *query)
{
  return dns_zone_answer (zone, g_bytes_get_data (query, NULL), g_bytes_get_size (query), DNS_UDP_MAX);
}

static gboolean
feed (DnsResolver *resolver, SimTime now, GBytes *bytes)
{
  return dns_resolver_feed (resolver, now, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Asks until there is a result. Returns the questions, comma-separated. */
static char *
run (DnsResolver *resolver, const DnsZone *zone)
{
  GString *log = g_string_new (NULL);
  SimTime now = 0;
  GBytes *query;

  dns_resolver_start (resolver, now);
  while ((query = dns_resolver_next (resolver)) != NULL)
    {
      g_autoptr (GBytes) bytes = answer (zone, query);
      g_autofree char *text = dns_wire_to_text (g_bytes_get_data (query, NULL), g_bytes_get_size (query));

      g_string_append_printf (log, "%s%s", log->len > 0 ? ", " : "", text);
      now += SECOND;
      g_assert_true (feed (resolver, now, bytes));
      g_bytes_unref (query);
    }
  g_assert_true (dns_resolver_is_done (resolver));
  g_assert_cmpint (dns_resolver_deadline (resolver), ==, SIM_TIME_NEVER);
  return g_string_free (log, FALSE);
}

static char *
describe (const DnsResult *result)
{
  GString *out = g_string_new (dns_outcome_name (result->outcome));

  if (result->implicit)
    g_string_append (out, " implicit");
  for (guint i = 0; i < result->exchanges->len; i++)
    {
      const DnsExchange *exchange = g_ptr_array_index (result->exchanges, i);

      g_string_append_printf (out, " %u:%s", exchange->preference, exchange->name);
      if (exchange->outcome != DNS_FOUND)
        g_string_append_printf (out, "=%s", dns_outcome_name (exchange->outcome));
      for (guint j = 0; j < exchange->addresses->len; j++)
        g_string_append_printf (out, "=%u", g_array_index (exchange->addresses, guint32, j) & 255);
    }
  return g_string_free (out, FALSE);
}

static void
test_mail (void)
{
  static const struct { const char *zone[22]; const char *questions; const char *result; } rows[] =
  {
    { { "d.example", "MX", "20 b.example", "d.example", "MX", "10 a.example", "a.example", "A", "192.0.2.1",
        "b.example", "A", "192.0.2.2" },
      "MX? d.example", "found 10:a.example=1 20:b.example=2" },
    { { "d.example", "A", "192.0.2.9" }, "MX? d.example, A? d.example", "found implicit 0:d.example=9" },
    { { "d.example", "TXT", "x" }, "MX? d.example, A? d.example", "no-data implicit 0:d.example=no-data" },
    { { "other.example", "A", "192.0.2.9" }, "MX? d.example", "no-name" },
    { { "d.example", "MX", "0 ." }, "MX? d.example", "null-mx" },
    { { "d.example", "MX", "0 .", "d.example", "MX", "5 a.example", "a.example", "A", "192.0.2.1" },
      "MX? d.example", "found 5:a.example=1" },
    { { "d.example", "MX", "10 a.example", "d.example", "MX", "20 b.example", "b.example", "A", "192.0.2.2" },
      "MX? d.example, A? a.example", "found 10:a.example=no-name 20:b.example=2" },
    { { "d.example", "MX", "10 a.example" }, "MX? d.example, A? a.example", "no-address 10:a.example=no-name" },
    { { "d.example", "MX", "10 a.example", "a.example", "CNAME", "c.example", "c.example", "A", "192.0.2.3" },
      "MX? d.example, A? a.example", "found 10:a.example=3" },
    { { "d.example", "CNAME", "e.example", "e.example", "MX", "10 a.example", "a.example", "A", "192.0.2.1" },
      "MX? d.example", "found 10:a.example=1" },
    { { "d.example", "CNAME", "e.example", "e.example", "A", "192.0.2.5" },
      "MX? d.example, A? e.example", "found implicit 0:e.example=5" },
    { { "d.example", "CNAME", "d.example" }, "MX? d.example", "temporary" },
    { { "d.example", "MX", "10 a.example", "a.example", "CNAME", "a.example" },
      "MX? d.example, A? a.example", "temporary 10:a.example=temporary" },
    { { "d.example", "MX", "10 a.example", "a.example", "A", "192.0.2.1", "a.example", "A", "192.0.2.2" },
      "MX? d.example", "found 10:a.example=1=2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DnsZone) zone = zone_of (rows[i].zone);
      g_autoptr (DnsResolver) resolver = dns_resolver_new_mail ("d.example", 100, NULL);
      g_autofree char *questions = run (resolver, zone);
      g_autofree char *result = describe (dns_resolver_get_result (resolver));

      g_assert_cmpstr (questions, ==, rows[i].questions);
      g_assert_cmpstr (result, ==, rows[i].result);
    }
}

static void
test_lookup (void)
{
  static const char * const records[] =
  {
    "d.example", "MX", "20 b.example", "d.example", "MX", "10 a.example", "w.example", "CNAME", "a.example",
    "a.example", "A", "192.0.2.1", NULL
  };
  static const struct { const char *name; DnsType type; DnsOutcome outcome; guint n; const char *first; } rows[] =
  {
    { "a.example", DNS_TYPE_A, DNS_FOUND, 1, "a.example. 3600 A 192.0.2.1" },
    { "w.example", DNS_TYPE_A, DNS_FOUND, 1, "a.example. 3600 A 192.0.2.1" },
    { "W.Example.", DNS_TYPE_CNAME, DNS_FOUND, 1, "w.example. 3600 CNAME a.example." },
    { "d.example", DNS_TYPE_MX, DNS_FOUND, 2, "d.example. 3600 MX 10 a.example." },
    { "d.example", DNS_TYPE_A, DNS_NO_DATA, 0, NULL },
    { "x.example", DNS_TYPE_A, DNS_NO_NAME, 0, NULL },
  };
  g_autoptr (DnsZone) zone = zone_of (records);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DnsResolver) resolver = dns_resolver_new_lookup (rows[i].name, rows[i].type, 1);
      const DnsResult *result;

      g_free (run (resolver, zone));
      result = dns_resolver_get_result (resolver);

      g_assert_cmpint (result->outcome, ==, rows[i].outcome);
      g_assert_cmpuint (result->records->len, ==, rows[i].n);
      if (rows[i].first != NULL)
        {
          g_autofree char *text = dns_record_to_text (g_ptr_array_index (result->records, 0));

          g_assert_cmpstr (text, ==, rows[i].first);
        }
    }
}

static void
test_silence (void)
{
  static const int seconds[] = { 5, 15, 35 };
  g_autoptr (DnsResolver) resolver = dns_resolver_new_lookup ("a.example", DNS_TYPE_A, 5);
  g_autoptr (GBytes) first = NULL;

  dns_resolver_start (resolver, 0);
  first = dns_resolver_next (resolver);
  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      g_autoptr (GBytes) again = NULL;

      g_assert_null (dns_resolver_next (resolver));
      g_assert_false (dns_resolver_is_done (resolver));
      g_assert_null (dns_resolver_get_result (resolver));
      g_assert_cmpint (dns_resolver_deadline (resolver), ==, seconds[i] * SECOND);
      dns_resolver_expire (resolver, seconds[i] * SECOND - 1);      /* too early: nothing */
      g_assert_null (dns_resolver_next (resolver));
      dns_resolver_expire (resolver, seconds[i] * SECOND);
      again = dns_resolver_next (resolver);
      if (i < 2)
        g_assert_true (g_bytes_equal (first, again));
      else
        g_assert_null (again);
    }
  g_assert_true (dns_resolver_is_done (resolver));
  g_assert_cmpint (dns_resolver_get_result (resolver)->outcome, ==, DNS_TEMPORARY);
  g_assert_cmpint (dns_resolver_deadline (resolver), ==, SIM_TIME_NEVER);
}

static void
test_strangers_are_passed_over (void)
{
  static const char * const records[] = { "a.example", "A", "192.0.2.1", "b.example", "A", "192.0.2.2", NULL };
  g_autoptr (DnsZone) zone = zone_of (records);
  g_autoptr (DnsResolver) resolver = dns_resolver_new_lookup ("a.example", DNS_TYPE_A, 5);
  g_autoptr (DnsMessage) other_id = dns_message_new_query (6, "a.example", DNS_TYPE_A);
  g_autoptr (DnsMessage) other_name = dns_message_new_query (5, "b.example", DNS_TYPE_A);
  g_autoptr (DnsMessage) other_type = dns_message_new_query (5, "a.example", DNS_TYPE_MX);
  const DnsMessage *strangers[] = { other_id, other_name, other_type };
  g_autoptr (GBytes) query = NULL;
  g_autoptr (GBytes) right = NULL;

  dns_resolver_start (resolver, 0);
  query = dns_resolver_next (resolver);
  g_assert_false (feed (resolver, 1, query));         /* a question is no answer */
  g_assert_false (dns_resolver_feed (resolver, 1, (const guint8 *) "junk", 4));
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autoptr (GBytes) bytes = dns_message_encode (strangers[i], DNS_UDP_MAX, NULL);
      g_autoptr (GBytes) reply = answer (zone, bytes);

      g_assert_false (feed (resolver, 1, reply));
      g_assert_cmpint (dns_resolver_deadline (resolver), ==, 5 * SECOND);
    }
  right = answer (zone, query);
  g_assert_true (feed (resolver, 2, right));
  g_assert_false (feed (resolver, 3, right));         /* it is done already */
  g_assert_cmpint (dns_resolver_get_result (resolver)->outcome, ==, DNS_FOUND);
}

static void
test_late_answer_counts (void)
{
  static const char * const records[] = { "a.example", "A", "192.0.2.1", NULL };
  g_autoptr (DnsZone) zone = zone_of (records);
  g_autoptr (DnsResolver) resolver = dns_resolver_new_lookup ("a.example", DNS_TYPE_A, 5);
  g_autoptr (GBytes) query = NULL;
  g_autoptr (GBytes) reply = NULL;

  dns_resolver_start (resolver, 0);
  query = dns_resolver_next (resolver);
  reply = answer (zone, query);
  dns_resolver_expire (resolver, 5 * SECOND);
  g_assert_true (feed (resolver, 6 * SECOND, reply));
  g_assert_null (dns_resolver_next (resolver));       /* the second copy of the question is not sent any more */
  g_assert_true (dns_resolver_is_done (resolver));
}

static void
test_failures_are_temporary (void)
{
  static const guint rcodes[] = { DNS_RCODE_FORMERR, DNS_RCODE_SERVFAIL, DNS_RCODE_NOTIMP, DNS_RCODE_REFUSED };

  for (guint i = 0; i < G_N_ELEMENTS (rcodes); i++)
    {
      g_autoptr (DnsResolver) resolver = dns_resolver_new_mail ("a.example", 5, NULL);
      g_autoptr (DnsMessage) reply = dns_message_new_query (5, "a.example", DNS_TYPE_MX);
      g_autoptr (GBytes) bytes = NULL;

      reply->response = TRUE;
      reply->rcode = rcodes[i];
      bytes = dns_message_encode (reply, DNS_UDP_MAX, NULL);
      dns_resolver_start (resolver, 0);
      g_assert_true (feed (resolver, 1, bytes));
      g_assert_cmpint (dns_resolver_get_result (resolver)->outcome, ==, DNS_TEMPORARY);
      g_assert_cmpuint (dns_resolver_get_result (resolver)->rcode, ==, rcodes[i]);
    }
}

/* Each question about an exchange has an id of its own, and silence there costs the mail nothing. */
static void
test_exchange_questions (void)
{
  static const char * const records[] =
  {
    "d.example", "MX", "10 a.example", "d.example", "MX", "20 b.example", "b.example", "A", "192.0.2.2", NULL
  };
  g_autoptr (DnsZone) zone = zone_of (records);
  g_autoptr (DnsResolver) resolver = dns_resolver_new_mail ("d.example", 0xFFFF, NULL);
  g_autofree char *result = NULL;
  g_autoptr (GBytes) query = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GBytes) second = NULL;

  dns_resolver_start (resolver, 0);
  query = dns_resolver_next (resolver);
  reply = answer (zone, query);
  g_assert_true (feed (resolver, 1, reply));
  second = dns_resolver_next (resolver);
  g_assert_cmpuint (((const guint8 *) g_bytes_get_data (second, NULL))[1], ==, 0);    /* 0xFFFF and one more */
  g_assert_cmpuint (dns_resolver_n_ids (resolver), ==, 2);
  for (guint i = 0; i < 3; i++)
    dns_resolver_expire (resolver, dns_resolver_deadline (resolver));
  result = describe (dns_resolver_get_result (resolver));
  g_assert_cmpstr (result, ==, "found 10:a.example=temporary 20:b.example=2");
}

static void
test_ties_are_shuffled (void)
{
  static const char * const records[] =
  {
    "d.example", "MX", "20 z.example", "d.example", "MX", "10 a.example", "d.example", "MX", "10 b.example",
    "d.example", "MX", "10 c.example", "a.example", "A", "192.0.2.1", "b.example", "A", "192.0.2.2",
    "c.example", "A", "192.0.2.3", "z.example", "A", "192.0.2.4", NULL
  };
  g_autoptr (DnsZone) zone = zone_of (records);
  guint first[3] = { 0, 0, 0 };

  for (guint seed = 0; seed < 300; seed++)
    {
      char *texts[2];

      for (guint i = 0; i < 2; i++)
        {
          SimRandom random;
          g_autoptr (DnsResolver) resolver = NULL;
          g_autofree char *questions = NULL;
          const DnsResult *result;

          sim_random_init (&random, seed, "resolver");
          resolver = dns_resolver_new_mail ("d.example", 1, &random);
          questions = run (resolver, zone);
          result = dns_resolver_get_result (resolver);
          g_assert_cmpuint (result->exchanges->len, ==, 4);
          g_assert_cmpstr (((DnsExchange *) result->exchanges->pdata[3])->name, ==, "z.example");
          first[((DnsExchange *) result->exchanges->pdata[0])->name[0] - 'a']++;
          texts[i] = describe (result);
        }
      g_assert_cmpstr (texts[0], ==, texts[1]);     /* the same seed, the same order */
      g_free (texts[0]);
      g_free (texts[1]);
    }
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (first[i], >, 100);            /* of 600; a third each would be 200 */
}

static void
test_random_datagrams (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (DnsMessage) reply = dns_message_new_query (5, "d.example", DNS_TYPE_MX);
  g_autoptr (GBytes) bytes = NULL;
  gsize len;

  reply->response = TRUE;
  g_ptr_array_add (reply->answers, dns_record_new ("d.example", DNS_TYPE_MX, 1, "1 a.example", NULL));
  g_ptr_array_add (reply->additional, dns_record_new ("a.example", DNS_TYPE_A, 1, "192.0.2.1", NULL));
  bytes = dns_message_encode (reply, DNS_UDP_MAX, NULL);
  len = g_bytes_get_size (bytes);
  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (DnsResolver) resolver = dns_resolver_new_mail ("d.example", 5, NULL);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), len);

      dns_resolver_start (resolver, 0);
      for (guint i = g_rand_int_range (rand, 0, 4); i > 0; i--)
        copy[g_rand_int_range (rand, 0, len)] = g_rand_int_range (rand, 0, 256);
      dns_resolver_feed (resolver, 1, copy, len);
      while (!dns_resolver_is_done (resolver))
        dns_resolver_expire (resolver, dns_resolver_deadline (resolver));
      g_assert_nonnull (dns_resolver_get_result (resolver));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns/resolver/where-mail-goes", test_mail);
  g_test_add_func ("/dns/resolver/lookup", test_lookup);
  g_test_add_func ("/dns/resolver/silence-is-asked-thrice", test_silence);
  g_test_add_func ("/dns/resolver/strangers-are-passed-over", test_strangers_are_passed_over);
  g_test_add_func ("/dns/resolver/late-answer-counts", test_late_answer_counts);
  g_test_add_func ("/dns/resolver/failures-are-temporary", test_failures_are_temporary);
  g_test_add_func ("/dns/resolver/exchanges-have-questions-of-their-own", test_exchange_questions);
  g_test_add_func ("/dns/resolver/ties-are-shuffled-by-the-seed", test_ties_are_shuffled);
  g_test_add_func ("/dns/resolver/random-datagrams-do-no-harm", test_random_datagrams);
  return g_test_run ();
}
