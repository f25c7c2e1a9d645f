/* test-excerpt.c - steps as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/excerpt.h"

#include "hand.h"

static void
check (guint from, guint to, const char *expected)
{
  g_autoptr (SimTrace) trace = hand_trace ();
  g_autoptr (SimSteps) lines = sim_steps_new (trace, SIM_STEP_LINE);
  g_autofree char *text = ehlo_excerpt_new (trace, lines, from, to);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_lines (void)
{
  check (3, 3, "C: EHLO laptop.school.example\n");
  check (4, 5, "S: 250-mail.school.example\nS: 250-SIZE 20971520\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<anna@school.example>\n");
}

static void
test_events (void)
{
  check (1, 2, "[In the outbox]\nS: 220 mail.school.example ESMTP\n");
}

static void
test_connections (void)
{
  check (12, 16,
         "# Anna’s laptop → School server, port 587\n"
         "S: 250 2.0.0 Queued\n"
         "[In the server’s queue]\n"
         "\n# School server → Name server, port 53\n"
         "C: univ.example MX?\n"
         "S: univ.example MX 10 mx.univ.example\n"
         "\n# School server → University server, port 25\n"
         "S: 220 mx.univ.example ESMTP\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/excerpt/lines", test_lines);
  g_test_add_func ("/draw/excerpt/events-in-brackets", test_events);
  g_test_add_func ("/draw/excerpt/several-connections-are-named", test_connections);
  return g_test_run ();
}
