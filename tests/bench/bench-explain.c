/* bench-explain.c - explaining every line of one long connection
 *
 * Printed: the time of a line with a context, which reads the trace once, and
 * beside it that of the same lines one by one, each of which reads the connection
 * from its beginning. A connection ten times as long must not make a line dearer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/explain.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SAMPLES 200

static double
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e9 + (double) now.tv_nsec;
}

static void
add_said (SimTrace *trace, SimSide side, const char *text)
{
  SimEntry entry = { .kind = SIM_ENTRY_SAID, .cause = SIM_CAUSE_NONE, .conn = 1, .side = side,
                     .bytes = (const guint8 *) text, .len = strlen (text) };

  sim_trace_add (trace, &entry);
}

/* A client that names @n recipients. */
static SimTrace *
long_connection (guint n)
{
  SimTrace *trace = sim_trace_new ();
  SimPacket packet = { 1, 2, 40000, 25, 0, 0, 0, 0, SIM_PROTOCOL_TCP };
  SimEntry opened = { .kind = SIM_ENTRY_OPENED, .cause = SIM_CAUSE_NONE, .conn = 1, .to = 1, .rule = "smtp", .packet = &packet };

  sim_trace_add_host (trace, "pc.example", NULL, 1, 1);
  sim_trace_add_host (trace, "mx.example", NULL, 2, 4);
  sim_trace_add (trace, &opened);
  add_said (trace, SIM_SIDE_SERVER, "220 mx.example\r\n");
  for (guint i = 0; i < n; i++)
    {
      add_said (trace, SIM_SIDE_CLIENT, "RCPT TO:<anna@school.example>\r\n");
      add_said (trace, SIM_SIDE_SERVER, "250 2.1.5 Recipient ok\r\n");
    }
  return trace;
}

/* Nanoseconds a line. */
static double
with_context (SimTrace *trace)
{
  g_autoptr (ExplainContext) context = explain_context_new (trace);
  guint n = sim_trace_length (trace);
  double begin = processor_time ();

  for (guint i = 0; i < n; i++)
    {
      Explanation explanation;

      explain_context_entry (context, i, &explanation);
      explanation_clear (&explanation);
    }
  return (processor_time () - begin) / n;
}

static double
one_by_one (SimTrace *trace)
{
  guint n = sim_trace_length (trace);
  double begin = processor_time ();

  for (guint i = 0; i < SAMPLES; i++)
    {
      Explanation explanation;

      explain_entry (trace, 1 + (guint) ((guint64) (n - 2) * i / (SAMPLES - 1)), &explanation);
      explanation_clear (&explanation);
    }
  return (processor_time () - begin) / SAMPLES;
}

int
main (void)
{
  SimTrace *small = long_connection (5000), *large = long_connection (50000);
  double once, far, alone;

  with_context (small);
  once = with_context (small);
  far = with_context (large);
  alone = one_by_one (large);
  printf ("a line of a connection of %6u lines, with a context: %9.0f ns\n", sim_trace_length (small), once);
  printf ("a line of a connection of %6u lines, with a context: %9.0f ns, %.2f times as much\n", sim_trace_length (large), far, far / once);
  printf ("a line of a connection of %6u lines, one by one:     %9.0f ns, %.0f times as much\n", sim_trace_length (large), alone, alone / far);
  sim_trace_unref (small);
  sim_trace_unref (large);
  return 0;
}
