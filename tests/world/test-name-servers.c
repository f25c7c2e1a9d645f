/* Relays and name servers in lessons made for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/world.h"

#include "sim/export/transcript.h"

#include <string.h>

static const char base[] =
  "[Scenario]\nTitle=t\nSummary=s\nLevel=1\nSeed=1\nProtocols=SMTP;LMTP;DNS\n"
  "[Host pc.a.example]\nRoles=mua\n"
  "[Host mail.a.example]\nRoles=msa;mta;mda\nDomains=a.example\n"
  "[Host ns.example]\nRoles=dns\n"
  "[Host mx.b.example]\nRoles=mta;mda\nDomains=b.example\n"
  "[Link pc.a.example mail.a.example]\n"
  "[Link mail.a.example ns.example]\n"
  "[Link mail.a.example mx.b.example]\n"
  "[User ann@a.example]\nPassword=x-1-y\nHost=pc.a.example\nSubmission=mail.a.example:587\n"
  "[User bob@b.example]\n"
  "[Message m]\nFrom=ann@a.example\nTo=bob@b.example\nSubject=s\nBody=b\n"
  "[Act 1]\nAt=0s\nWho=ann@a.example\nDo=send\nMessage=m\n";

static SimScenario *
parse (const char *more)
{
  g_autofree char *text = g_strconcat (base, more, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  SimScenario *scenario = sim_scenario_parse ("x", NULL, bytes, faults);

  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", ((SimFault *) g_ptr_array_index (faults, i))->message);
  g_assert_nonnull (scenario);
  return scenario;
}

/* The transcript of the world with @more in its file. */
static char *
run (const char *more)
{
  g_autoptr (SimScenario) scenario = parse (more);
  g_autoptr (SimTrace) trace = sim_world_play (scenario, 1, SIM_TIME_NEVER);

  return sim_transcript_new (trace, FALSE);
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *at = strstr (text, what); at != NULL; at = strstr (at + 1, what))
    n++;
  return n;
}

#define SECOND_LETTER "[Act 2]\nAt=10m\nWho=ann@a.example\nDo=send\nMessage=m\n"

static void
test_second_letter (void)
{
  g_autofree char *remembered = run ("[Record b.example MX]\nValue=10 mx.b.example\n" SECOND_LETTER);
  g_autofree char *forgotten = run ("[Record b.example MX]\nValue=10 mx.b.example\nTTL=5m\n" SECOND_LETTER);

  g_assert_cmpuint (count (remembered, "-> mx.b.example:25\n"), ==, 2);
  g_assert_cmpuint (count (remembered, "C: MX? b.example\n"), ==, 1);
  g_assert_cmpuint (count (forgotten, "-> mx.b.example:25\n"), ==, 2);
  g_assert_cmpuint (count (forgotten, "C: MX? b.example\n"), ==, 2);
}

static char *
forty_exchanges (void)
{
  GString *more = g_string_new ("[Record b.example MX]\nValue=10 mx.b.example");

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (more, ";20 a-host-that-is-never-needed-%u.b.example", i);
  g_string_append (more, "\n");
  for (guint i = 0; i < 40; i++)
    g_string_append_printf (more, "[Record a-host-that-is-never-needed-%u.b.example A]\nValue=192.0.2.200\n", i);
  return g_string_free (more, FALSE);
}

/* An answer that is too long for a datagram is asked for anew over TCP. */
static void
test_long_answer (void)
{
  g_autofree char *more = forty_exchanges ();
  g_autofree char *text = run (more);

  g_assert_nonnull (strstr (text, "# 2 mail.a.example -> ns.example:53/udp\nC: MX? b.example\nS: b.example. 3600 MX 10 mx.b.example.;"));
  g_assert_nonnull (strstr (text, "# 3 mail.a.example -> ns.example:53\nC: MX? b.example\nS: b.example. 3600 MX 10 mx.b.example.;"));
  g_assert_nonnull (strstr (text, "a-host-that-is-never-needed-39.b.example. 3600 A 192.0.2.200\n"));
  g_assert_cmpuint (count (text, "-> mx.b.example:25\n"), ==, 1);
}

/* On bad lines it takes longer, and comes to the same. */
static void
test_long_answer_on_bad_lines (void)
{
  g_autofree char *more = forty_exchanges ();
  g_autoptr (SimScenario) scenario = parse (more);
  guint lost = 0;

  for (guint i = 0; i < scenario->links->len; i++)
    {
      SimLinkSpec *link = g_ptr_array_index (scenario->links, i);

      link->loss = 50000;
      link->jitter = 20 * SIM_TIME_MILLISECOND;
    }
  for (guint64 seed = 1; seed <= 100; seed++)
    {
      g_autoptr (SimTrace) trace = sim_world_play (scenario, seed, SIM_TIME_NEVER);
      g_autofree char *text = sim_transcript_new (trace, FALSE);

      g_assert_cmpuint (count (text, "-> ns.example:53/udp\n"), ==, 1);
      g_assert_cmpuint (count (text, "-> ns.example:53\n"), ==, 1);
      g_assert_cmpuint (count (text, "-> mx.b.example:25\n"), ==, 1);
      g_assert_nonnull (strstr (text, "a-host-that-is-never-needed-39.b.example. 3600 A 192.0.2.200\n"));
      for (guint i = 0; i < sim_trace_length (trace); i++)
        {
          SimEntry entry;

          sim_trace_get (trace, i, &entry);
          lost += entry.kind == SIM_ENTRY_LOST;
        }
    }
  g_assert_cmpuint (lost, >, 100);
}

/* SERVFAIL is no verdict: the letter waits, and goes when the name server is well again. */
static void
test_servfail (void)
{
  g_autofree char *text = run ("[Record b.example MX]\nValue=10 mx.b.example\nFails=20m\n");

  g_assert_cmpuint (count (text, "S: SERVFAIL b.example\n"), ==, 1);
  g_assert_cmpuint (count (text, "C: MX? b.example\n"), ==, 2);
  g_assert_cmpuint (count (text, "-> mx.b.example:25\n"), ==, 1);
}

/* Without MX the domain's own address takes the mail; a name without any of them takes none. */
static void
test_no_data (void)
{
  g_autofree char *text = run ("[Record b.example A]\nValue=\n[Record b.example TXT]\nValue=no mail here\n");

  g_assert_nonnull (strstr (text, "C: MX? b.example\nS: NODATA b.example\n"));
  g_assert_nonnull (strstr (text, "C: A? b.example\nS: NODATA b.example\n"));
  g_assert_cmpuint (count (text, "-> mx.b.example:25\n"), ==, 0);
}

static void
test_null_mx (void)
{
  g_autofree char *text = run ("[Record b.example MX]\nValue=0 .\n");

  g_assert_nonnull (strstr (text, "S: b.example. 3600 MX 0 .\n"));
  g_assert_cmpuint (count (text, "-> mx.b.example:25\n"), ==, 0);
  g_assert_nonnull (strstr (text, "556 5.1.10"));
}

static void
test_alias (void)
{
  g_autofree char *text = run ("[Record b.example CNAME]\nValue=real.b.example\n"
                               "[Record real.b.example MX]\nValue=10 mx.b.example\n");

  g_assert_nonnull (strstr (text, "S: b.example. 3600 CNAME real.b.example.; real.b.example. 3600 MX 10 mx.b.example."));
  g_assert_cmpuint (count (text, "-> mx.b.example:25\n"), ==, 1);
}

/* Hosts of one preference take turns, by the seed. */
static void
test_ties (void)
{
  static const char tie[] = "[Host mx2.b.example]\nRoles=mta;mda\nDomains=b.example\n"
                            "[Link mail.a.example mx2.b.example]\n"
                            "[Record b.example MX]\nValue=10 mx.b.example;10 mx2.b.example\n";
  g_autofree char *text = g_strconcat (base, tie, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autoptr (SimScenario) scenario = sim_scenario_parse ("x", NULL, bytes, faults);
  guint first = 0;

  g_assert_nonnull (scenario);
  for (guint64 seed = 1; seed <= 40; seed++)
    {
      g_autoptr (SimTrace) trace = sim_world_play (scenario, seed, SIM_TIME_NEVER);
      g_autofree char *said = sim_transcript_new (trace, FALSE);

      first += strstr (said, "-> mx.b.example:25\n") != NULL;
    }
  g_assert_cmpuint (first, >, 8);
  g_assert_cmpuint (first, <, 32);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/dns/second-letter-asks-nothing-until-the-answer-is-old", test_second_letter);
  g_test_add_func ("/world/dns/long-answer-comes-over-tcp", test_long_answer);
  g_test_add_func ("/world/dns/bad-lines-change-no-answer", test_long_answer_on_bad_lines);
  g_test_add_func ("/world/dns/servfail-makes-the-letter-wait", test_servfail);
  g_test_add_func ("/world/dns/no-data-returns-it", test_no_data);
  g_test_add_func ("/world/dns/null-mx-returns-it", test_null_mx);
  g_test_add_func ("/world/dns/alias-is-followed", test_alias);
  g_test_add_func ("/world/dns/equal-exchanges-take-turns", test_ties);
  return g_test_run ();
}
