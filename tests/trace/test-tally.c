/* test-tally.c - what a run costs, and two runs row by row: counted by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/align.h"
#include "sim/trace/tally.h"

#include <stdio.h>
#include <string.h>

#define MS SIM_TIME_MILLISECOND

typedef struct
{
  SimTrace *trace;
  SimTime   now;
} Hand;

static void
add (Hand *hand, SimEntry entry)
{
  entry.time = hand->now += 10 * MS;
  entry.cause = SIM_CAUSE_NONE;
  sim_trace_add (hand->trace, &entry);
}

static void
open_connection (Hand *hand, guint32 conn, guint client, guint server, const char *protocol, guint8 transport)
{
  SimPacket packet = { 1, 2, (guint16) (40000 + conn), 25, .protocol = transport };

  add (hand, (SimEntry) { .kind = SIM_ENTRY_OPENED, .side = SIM_SIDE_CLIENT, .actor = client, .conn = conn, .from = (int) client,
                          .to = (int) server, .rule = protocol, .packet = &packet });
}

/* A line, the packet that carries it, and its arrival. */
static void
say (Hand *hand, guint32 conn, SimSide side, SimEntryFlags flags, const char *text)
{
  gsize len = strlen (text);
  SimPacket packet = { 1, 2, 3, 4, .protocol = SIM_PROTOCOL_TCP };
  guint segment;

  add (hand, (SimEntry) { .kind = SIM_ENTRY_SAID, .side = side, .flags = flags, .conn = conn, .bytes = (const guint8 *) text, .len = len });
  segment = sim_trace_length (hand->trace);
  add (hand, (SimEntry) { .kind = SIM_ENTRY_SEGMENT, .side = side, .conn = conn, .packet = &packet, .bytes = (const guint8 *) text, .len = len });
  hand->now += 10 * MS;
  sim_trace_add (hand->trace, &(SimEntry) { .kind = SIM_ENTRY_ARRIVED, .side = side, .conn = conn, .time = hand->now, .cause = segment });
}

#define C(text) say (&hand, 1, SIM_SIDE_CLIENT, 0, text)
#define S(text) say (&hand, 1, SIM_SIDE_SERVER, 0, text)
#define M(text) say (&hand, 1, SIM_SIDE_SERVER, SIM_ENTRY_MORE, text)
#define L(text) say (&hand, 1, SIM_SIDE_CLIENT, SIM_ENTRY_LITERAL, text)

static Hand
begin (void)
{
  Hand hand = { sim_trace_new (), 0 };

  sim_trace_add_host (hand.trace, "a.example", NULL, 1, 0);
  sim_trace_add_host (hand.trace, "b.example", NULL, 2, 0);
  sim_trace_add_host (hand.trace, "c.example", NULL, 3, 0);
  return hand;
}

/* One line at a time. */
static SimTrace *
slow (void)
{
  Hand hand = begin ();

  hand.now = 90 * MS;
  open_connection (&hand, 1, 0, 1, "smtp", SIM_PROTOCOL_TCP);   /* at 100 ms */
  S ("220 b\r\n");
  C ("EHLO a\r\n");
  M ("250-b\r\n");
  S ("250 SIZE\r\n");
  C ("MAIL FROM:<>\r\n");
  S ("250 ok\r\n");
  C ("RCPT TO:<x@b>\r\n");
  S ("250 ok\r\n");
  C ("DATA\r\n");
  S ("354 go\r\n");
  L ("Hi\r\n");
  C (".\r\n");
  S ("250 done\r\n");
  return hand.trace;
}

/* Three lines in one go. */
static SimTrace *
quick (void)
{
  Hand hand = begin ();

  open_connection (&hand, 1, 0, 1, "smtp", SIM_PROTOCOL_TCP);
  S ("220 b\r\n");
  C ("EHLO a\r\n");
  S ("250 PIPELINING\r\n");
  C ("MAIL FROM:<>\r\n");
  C ("RCPT TO:<x@b>\r\n");
  C ("DATA\r\n");
  S ("250 ok\r\n");
  S ("250 ok\r\n");
  S ("354 go\r\n");
  L ("Hi\r\n");
  C (".\r\n");
  S ("250 done\r\n");
  return hand.trace;
}

static void
check_end (SimTrace *owned, guint round_trips, guint commands, guint64 sent, guint64 received)
{
  g_autoptr (SimTrace) trace = owned;
  g_autoptr (SimTally) tally = sim_tally_new (trace, 0);
  const SimTallyPoint *end = sim_tally_at (tally, sim_trace_length (trace));

  g_assert_cmpuint (end->round_trips, ==, round_trips);
  g_assert_cmpuint (end->commands, ==, commands);
  g_assert_cmpuint (end->sent, ==, sent);
  g_assert_cmpuint (end->received, ==, received);
}

static void
test_totals (void)
{
  /* Handshake, greeting, EHLO, MAIL, RCPT, DATA, letter. */
  check_end (slow (), 7, 4, 8 + 14 + 15 + 6 + 4 + 3, 7 + 7 + 10 + 8 + 8 + 8 + 10);
  /* Handshake, greeting, EHLO, all three, letter. */
  check_end (quick (), 5, 4, 8 + 14 + 15 + 6 + 4 + 3, 7 + 16 + 8 + 8 + 8 + 10);
}

static void
test_moments (void)
{
  g_autoptr (SimTrace) trace = slow ();
  g_autoptr (SimTally) tally = sim_tally_new (trace, 0);

  g_assert_cmpuint (sim_tally_at (tally, 0)->round_trips, ==, 0);
  g_assert_cmpuint (sim_tally_at (tally, 1)->round_trips, ==, 1);
  g_assert_cmpuint (sim_tally_at (tally, 2)->round_trips, ==, 2);   /* 220 is said, */
  g_assert_cmpuint (sim_tally_at (tally, 2)->received, ==, 0);
  g_assert_cmpuint (sim_tally_at (tally, 4)->received, ==, 7);      /* and has arrived */
  for (guint i = 1; i < tally->points->len; i++)
    g_assert_cmpuint (g_array_index (tally->points, SimTallyPoint, i).received, >=, g_array_index (tally->points, SimTallyPoint, i - 1).received);
  g_assert_cmpint (tally->start, ==, 100 * MS);
  g_assert_cmpint (sim_tally_wait (tally), ==, 13 * 30 * MS);
}

/* What others open is not the host's: here it is the server. */
static void
test_other_host (void)
{
  g_autoptr (SimTrace) trace = slow ();
  g_autoptr (SimTally) tally = sim_tally_new (trace, 1);

  g_assert_cmpuint (tally->points->len, ==, 1);
  g_assert_cmpint (tally->start, ==, SIM_TIME_NEVER);
  g_assert_cmpint (sim_tally_wait (tally), ==, 0);
  g_assert_cmpuint (sim_tally_host (trace), ==, 0);
}

static void
test_opened (void)
{
  Hand hand = { slow (), 2000 * MS };
  g_autoptr (SimTrace) trace = hand.trace;
  g_autoptr (SimTally) tally = NULL;

  add (&hand, (SimEntry) { .kind = SIM_ENTRY_NOTE, .actor = 1, .from = -1, .rule = "mail:opened" });
  add (&hand, (SimEntry) { .kind = SIM_ENTRY_NOTE, .actor = 0, .from = -1, .rule = "mail:opened" });
  add (&hand, (SimEntry) { .kind = SIM_ENTRY_NOTE, .actor = 0, .from = -1, .rule = "mail:opened" });
  tally = sim_tally_new (trace, 0);
  g_assert_cmpint (tally->opened, ==, 2020 * MS);
  g_assert_cmpint (sim_tally_wait (tally), ==, 1920 * MS);
}

static void
test_lookup (void)
{
  Hand hand = begin ();
  g_autoptr (SimTrace) trace = hand.trace;
  g_autoptr (SimTally) tally = NULL;

  open_connection (&hand, 1, 0, 2, "dns", SIM_PROTOCOL_UDP);
  C ("b.example MX?\r\n");
  S ("b.example MX 10 b.example\r\n");
  tally = sim_tally_new (trace, 0);
  g_assert_cmpuint (sim_tally_at (tally, G_MAXUINT)->round_trips, ==, 1);
}

static char *
rows_to_text (SimTrace *a, SimTrace *b, SimTrace **merged)
{
  g_autoptr (SimSteps) lines_a = sim_steps_new (a, SIM_STEP_LINE), lines_b = sim_steps_new (b, SIM_STEP_LINE);
  SimAlignRun run_a = { a, lines_a, 0 }, run_b = { b, lines_b, 0 };
  g_autoptr (GArray) rows = sim_align_new (&run_a, &run_b);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const SimAlignRow *row = &g_array_index (rows, SimAlignRow, i);

      g_string_append_printf (text, "%u-%u ", row->a, row->b);
    }
  if (merged != NULL)
    *merged = sim_align_to_trace (&run_a, &run_b, rows);
  return g_string_free (text, FALSE);
}

static void
test_align_same (void)
{
  g_autoptr (SimTrace) a = slow (), b = slow ();
  g_autofree char *text = rows_to_text (a, b, NULL);

  g_assert_cmpstr (text, ==, "1-1 2-2 3-3 4-4 5-5 6-6 7-7 8-8 9-9 10-10 11-11 12-12 ");
}

/* 220, EHLO and its reply, MAIL; then RCPT and DATA of the quick one come before the first 250. */
static void
test_align_pipelined (void)
{
  g_autoptr (SimTrace) a = slow (), b = quick (), merged = NULL;
  g_autofree char *text = rows_to_text (a, b, &merged);
  g_auto (GStrv) rows = g_strsplit (text, " ", -1);
  g_autoptr (SimSteps) steps = sim_steps_new (merged, SIM_STEP_LINE);
  guint next_a = 1, next_b = 1;

  g_assert_true (g_str_has_prefix (text, "1-1 2-2 3-3 4-4 "));
  g_assert_true (g_str_has_suffix (text, "10-10 11-11 12-12 "));
  for (char **row = rows; **row != '\0'; row++)
    {
      guint one, other;

      g_assert_cmpint (sscanf (*row, "%u-%u", &one, &other), ==, 2);
      g_assert_true (one > 0 || other > 0);
      if (one > 0)
        g_assert_cmpuint (one, ==, next_a++);
      if (other > 0)
        g_assert_cmpuint (other, ==, next_b++);
    }
  g_assert_cmpuint (next_a, ==, 13);
  g_assert_cmpuint (next_b, ==, 13);
  /* One step a row. */
  g_assert_cmpuint (sim_steps_length (steps), ==, g_strv_length (rows) - 1);
}

static void
test_align_nothing (void)
{
  g_autoptr (SimTrace) a = slow (), b = sim_trace_new (), merged = NULL;
  g_autofree char *text = rows_to_text (a, b, &merged), *none = NULL;
  g_autoptr (SimTrace) empty = sim_trace_new ();

  g_assert_true (g_str_has_prefix (text, "1-0 2-0 3-0 "));
  none = rows_to_text (b, empty, NULL);
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/tally/totals-counted-by-hand", test_totals);
  g_test_add_func ("/trace/tally/any-moment", test_moments);
  g_test_add_func ("/trace/tally/only-own-connections", test_other_host);
  g_test_add_func ("/trace/tally/until-a-letter-is-read", test_opened);
  g_test_add_func ("/trace/tally/look-up-is-a-round-trip", test_lookup);
  g_test_add_func ("/trace/align/a-run-with-itself", test_align_same);
  g_test_add_func ("/trace/align/each-line-once-in-order", test_align_pipelined);
  g_test_add_func ("/trace/align/with-nothing", test_align_nothing);
  return g_test_run ();
}
