/* Servers that misbehave on purpose: which line, how often, in which connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/actors/faults.h"

#include <string.h>

static SimFaultRule *
judge (SimFaultRule *rule, guint *counts, const char *line)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();

  g_ptr_array_add (rules, rule);
  return sim_faults_judge (rules, counts, line, strlen (line));
}

static void
test_verb_and_argument (void)
{
  static const struct { const char *verb; const char *argument; const char *line; gboolean meant; } rows[] =
  {
    { "RCPT", NULL, "rcpt TO:<a@b>", TRUE }, { "RCPT", NULL, "RCPTX", FALSE }, { "RCPT", NULL, "RCP", FALSE },
    { "RCPT", "OLGA@", "RCPT TO:<olga@b>", TRUE }, { "RCPT", "olga@", "RCPT TO:<bob@b>", FALSE },
    { NULL, NULL, "", TRUE }, { NULL, "a", "", FALSE }, { "DATA", NULL, "DATA", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SimFaultRule rule = { .verb = (char *) rows[i].verb, .argument = (char *) rows[i].argument };
      guint count = 0;

      g_assert_cmpint (judge (&rule, &count, rows[i].line) != NULL, ==, rows[i].meant);
      g_assert_cmpuint (count, ==, rows[i].meant ? 1 : 0);
    }
}

static void
test_nth_of_a_connection (void)
{
  SimFaultRule rule = { .verb = (char *) "RCPT", .nth = 2 };
  guint first[] = { 0 };
  guint second[] = { 0 };

  g_assert_null (judge (&rule, first, "RCPT TO:<a@b>"));
  g_assert_null (judge (&rule, second, "RCPT TO:<a@b>"));
  g_assert_null (judge (&rule, first, "NOOP"));
  g_assert_nonnull (judge (&rule, first, "RCPT TO:<c@b>"));
  g_assert_null (judge (&rule, first, "RCPT TO:<d@b>"));
  g_assert_nonnull (judge (&rule, second, "RCPT TO:<c@b>"));
}

static void
test_first_of_the_run (void)
{
  SimFaultRule rule = { .verb = (char *) "DATA", .first = 2 };
  guint count[] = { 0 };

  g_assert_nonnull (judge (&rule, count, "DATA"));
  g_assert_nonnull (judge (&rule, count, "DATA"));
  g_assert_null (judge (&rule, count, "DATA"));
  g_assert_cmpuint (rule.times, ==, 2);
}

static void
test_one_rule_counts (void)
{
  SimFaultRule one = { .verb = (char *) "RCPT", .nth = 2 };
  SimFaultRule two = { .verb = (char *) "RCPT" };
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();
  guint counts[] = { 0, 0 };

  g_ptr_array_add (rules, &one);
  g_ptr_array_add (rules, &two);
  g_assert_true (sim_faults_judge (rules, counts, "RCPT", 4) == &two);
  g_assert_true (sim_faults_judge (rules, counts, "RCPT", 4) == &one);
  g_assert_cmpuint (counts[1], ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/actors/faults/verb-and-argument", test_verb_and_argument);
  g_test_add_func ("/actors/faults/nth-of-a-connection", test_nth_of_a_connection);
  g_test_add_func ("/actors/faults/first-of-the-run", test_first_of_the_run);
  g_test_add_func ("/actors/faults/the-first-rule-that-fits", test_one_rule_counts);
  return g_test_run ();
}
