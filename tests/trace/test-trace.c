/* What is put into a trace comes out of it, however it is stored.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/trace.h"

#include "sim/core/random.h"

#include <string.h>

static const SimPacket packet = { 0xc0000201, 0xc0000202, 50000, 25, 7, 9, 65535, SIM_PACKET_ACK, SIM_PROTOCOL_TCP };

static SimTrace *
new_trace (void)
{
  SimTrace *trace = sim_trace_new ();

  for (guint i = 0; i < 3; i++)
    sim_trace_add_host (trace, "host.example", NULL, 0xc0000201 + i, 0);
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_OPENED, .side = SIM_SIDE_CLIENT, .cause = SIM_CAUSE_NONE,
                                      .conn = 1, .from = 0, .to = 1, .rule = "smtp", .packet = &packet });
  return trace;
}

static void
assert_same (const SimEntry *a, const SimEntry *b)
{
  g_assert_cmpint (a->time, ==, b->time);
  g_assert_cmpint (a->until, ==, b->until);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpint (a->side, ==, b->side);
  g_assert_cmpint (a->flags, ==, b->flags);
  g_assert_cmpuint (a->cause, ==, b->cause);
  g_assert_cmpuint (a->actor, ==, b->actor);
  g_assert_cmpuint (a->conn, ==, b->conn);
  g_assert_cmpint (a->from, ==, b->from);
  g_assert_cmpint (a->to, ==, b->to);
  g_assert_cmpstr (a->rule, ==, b->rule);
  g_assert_cmpmem (a->bytes, a->len, b->bytes, b->len);
  g_assert_true ((a->packet != NULL) == (b->packet != NULL));
  if (a->packet != NULL)
    g_assert_cmpmem (a->packet, sizeof *a->packet, b->packet, sizeof *b->packet);
}

static guint
memory_of (const SimTrace *trace)
{
  gsize entries, payload;

  sim_trace_memory (trace, &entries, &payload);
  return entries;
}

/* Adds @entry, and looks at it. How much memory it took beside its payload. */
static guint
put (SimTrace *trace, const SimEntry *entry)
{
  guint before = memory_of (trace);
  SimEntry got;
  guint index = sim_trace_add (trace, entry);

  sim_trace_get (trace, index, &got);
  assert_same (&got, entry);
  return memory_of (trace) - before;
}

static void
test_usual_entries_are_small (void)
{
  g_autoptr (SimTrace) trace = new_trace ();
  SimPacket back = { packet.to_address, packet.from_address, packet.to_port, packet.from_port, 1, 2, 3, 4, packet.protocol };
  SimEntry said = { .time = 5, .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_SERVER, .actor = 1, .conn = 1,
                    .flags = SIM_ENTRY_MORE, .bytes = (const guint8 *) "250 ok\r\n", .len = 8 };
  SimEntry segment = { .time = 5, .until = 900, .kind = SIM_ENTRY_SEGMENT, .side = SIM_SIDE_SERVER, .cause = 1,
                       .actor = 1, .conn = 1, .packet = &back };
  SimEntry arrived = { .time = 900, .until = 900, .kind = SIM_ENTRY_ARRIVED, .side = SIM_SIDE_SERVER, .cause = 2,
                       .conn = 1, .packet = &back };
  SimEntry move = { .time = 900, .kind = SIM_ENTRY_MOVE, .side = SIM_SIDE_CLIENT, .cause = 3, .conn = 1,
                    .from = 3, .to = 4, .rule = "rfc5321:4.1.1.3" };
  SimEntry kept;

  g_assert_cmpuint (put (trace, &said), ==, 24);
  sim_trace_get (trace, 1, &kept);
  segment.bytes = arrived.bytes = kept.bytes;
  segment.len = arrived.len = kept.len;
  g_assert_cmpuint (put (trace, &segment), ==, 44);
  g_assert_cmpuint (put (trace, &arrived), ==, 24);
  g_assert_cmpuint (put (trace, &move), ==, 24);
}

/* Each of them differs in one thing from what is usual. */
static void
test_unusual_entries_lose_nothing (void)
{
  g_autoptr (SimTrace) trace = new_trace ();
  g_autofree guint8 *many = g_malloc (200000);
  SimEntry said = { .time = 5, .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_CLIENT, .conn = 1, .bytes = many, .len = 10 };
  SimEntry segment = { .time = 6, .until = 900, .kind = SIM_ENTRY_SEGMENT, .side = SIM_SIDE_CLIENT, .conn = 1,
                       .packet = &packet };
  SimEntry entry;
  SimPacket other = packet;
  guint sent;

  for (guint i = 0; i < 200000; i++)
    many[i] = i % 251;
  entry = said;
  entry.rule = "rule";
  put (trace, &entry);
  entry = said;
  entry.actor = 2;
  put (trace, &entry);
  entry = said;
  entry.conn = 0;
  put (trace, &entry);
  entry = said;
  entry.len = 200000;
  put (trace, &entry);

  entry = segment;
  entry.until = 30 * SIM_TIME_SECOND;
  put (trace, &entry);
  sent = sim_trace_length (trace) - 1;
  entry.kind = SIM_ENTRY_LOST;
  entry.cause = sent;
  put (trace, &entry);
  entry = segment;
  other.from_port++;
  entry.packet = &other;
  put (trace, &entry);
  entry = segment;
  entry.side = SIM_SIDE_SERVER;
  put (trace, &entry);
  entry = segment;
  put (trace, &entry);
  sent = sim_trace_length (trace) - 1;
  entry.kind = SIM_ENTRY_ARRIVED;
  entry.cause = sent;
  entry.actor = 2;
  put (trace, &entry);
  put (trace, &(SimEntry) { .time = 6, .kind = SIM_ENTRY_CLOSED, .conn = 1, .rule = "r", .bytes = many, .len = 3 });
  put (trace, &(SimEntry) { .time = 6, .kind = SIM_ENTRY_NOTE, .until = SIM_TIME_DAY, .from = -1, .to = 0, .actor = 2,
                            .rule = "r", .bytes = many, .len = 3 });
}

/* A long letter is kept in one piece, and its segments are pieces of it. */
static void
test_segments_of_a_long_literal (void)
{
  g_autoptr (SimTrace) trace = new_trace ();
  g_autofree guint8 *many = g_malloc (1000000);
  SimEntry said = { .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_CLIENT, .conn = 1, .flags = SIM_ENTRY_LITERAL,
                    .bytes = many, .len = 1000000 };
  SimEntry kept;
  gsize before, after, entries;

  for (guint i = 0; i < 1000000; i++)
    many[i] = i % 251;
  put (trace, &said);
  sim_trace_get (trace, 1, &kept);
  sim_trace_memory (trace, &entries, &before);
  for (gsize at = 0; at < said.len; at += 1460)
    {
      SimEntry segment = { .kind = SIM_ENTRY_SEGMENT, .side = SIM_SIDE_CLIENT, .conn = 1, .packet = &packet,
                           .bytes = kept.bytes + at, .len = said.len - at < 1460 ? said.len - at : 1460 };

      g_assert_cmpuint (put (trace, &segment), ==, 44);
    }
  sim_trace_memory (trace, &entries, &after);
  g_assert_cmpuint (after, ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/usual-entries-are-small", test_usual_entries_are_small);
  g_test_add_func ("/trace/unusual-entries-lose-nothing", test_unusual_entries_lose_nothing);
  g_test_add_func ("/trace/segments-of-a-long-literal-share-its-octets", test_segments_of_a_long_literal);
  return g_test_run ();
}
