/* Two ends that say what they are told, over a link that loses what it likes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/net/stream.h"

#include "sim/core/random.h"
#include "sim/trace/trace-text.h"

#include <string.h>

#define CLIENT_ADDRESS 0xc0000201
#define SERVER_ADDRESS 0xc0000202

typedef struct _Party Party;

typedef struct
{
  SimEngine *engine;
  SimTrace  *trace;
  SimNet    *net;
  Party     *client;
  Party     *server;
} World;

struct _Party
{
  World      *world;
  SimStream  *stream;
  GByteArray *got;
  gsize       to_send;         /* octets, sent when the connection is open */
  gboolean    closes_first;
  gboolean    eof;
  int         closed;          /* -1: not yet; SimCloseReason */
  gsize       abort_after;     /* octets received; 0: never */
  gsize       pause_after;     /* octets received, then no more for a time; 0: never */
  SimTime     pause;
  gboolean    pausing;
};

/* As a session does it: what is said stands in the trace, then goes to the stream. */
static void
say (Party *self, gsize len)
{
  g_autofree guint8 *bytes = g_malloc (len);
  SimEntry entry = { .time = sim_engine_now (self->world->engine), .kind = SIM_ENTRY_SAID,
                     .side = sim_stream_get_side (self->stream), .cause = SIM_CAUSE_CURRENT,
                     .actor = sim_stream_get_host (self->stream), .conn = sim_stream_get_conn (self->stream),
                     .bytes = bytes, .len = len };
  SimEntry kept;
  guint said;

  for (gsize i = 0; i < len; i++)
    bytes[i] = (i * 7 + i / 251) & 0xff;
  said = sim_trace_add (self->world->trace, &entry);
  sim_trace_get (self->world->trace, said, &kept);
  sim_stream_write (self->stream, kept.bytes, kept.len, said);
  sim_stream_flush (self->stream);
}

static void
on_opened (gpointer data, SimTime now)
{
  Party *self = data;

  if (self->to_send > 0)
    say (self, self->to_send);
  if (self->closes_first)
    sim_stream_close (self->stream);
}

static void
on_data (gpointer data, SimTime now, const guint8 *bytes, gsize len)
{
  Party *self = data;

  g_byte_array_append (self->got, bytes, len);
  if (self->abort_after > 0 && self->got->len >= self->abort_after)
    sim_stream_abort (self->stream);
}

static void
on_eof (gpointer data, SimTime now)
{
  Party *self = data;

  self->eof = TRUE;
  if (!self->closes_first)
    sim_stream_close (self->stream);
}

static void
on_closed (gpointer data, SimTime now, SimCloseReason why)
{
  Party *self = data;

  g_assert_cmpint (self->closed, ==, -1);
  self->closed = why;
  self->stream = NULL;
}

static void
on_pause_over (gpointer data, SimTime now)
{
  Party *self = data;

  self->pausing = FALSE;
  self->pause_after = 0;
  sim_stream_resume (self->stream);
}

static gboolean
on_wants (gpointer data)
{
  Party *self = data;

  if (!self->pausing && self->pause_after > 0 && self->got->len >= self->pause_after)
    {
      self->pausing = TRUE;
      sim_engine_at (self->world->engine, sim_engine_now (self->world->engine) + self->pause, on_pause_over, self);
    }
  return !self->pausing;
}

static const SimStreamFuncs funcs = { on_opened, on_data, on_eof, on_closed, NULL, on_wants };

static Party *
party_new (World *world)
{
  Party *self = g_new0 (Party, 1);

  self->world = world;
  self->got = g_byte_array_new ();
  self->closed = -1;
  return self;
}

static void
on_accept (gpointer owner, SimStream *stream)
{
  World *world = owner;

  world->server->stream = stream;
  sim_stream_set_owner (stream, &funcs, world->server);
}

static World *
world_new (guint64 seed, const SimLinkConfig *link)
{
  World *self = g_new0 (World, 1);

  self->engine = sim_engine_new ();
  self->trace = sim_trace_new ();
  sim_trace_add_host (self->trace, "client.example", NULL, CLIENT_ADDRESS, 0);
  sim_trace_add_host (self->trace, "server.example", NULL, SERVER_ADDRESS, 0);
  self->net = sim_net_new (self->engine, self->trace, seed);
  sim_net_add_link (self->net, 0, 1, link);
  self->client = party_new (self);
  self->server = party_new (self);
  return self;
}

static void
world_free (World *self)
{
  g_byte_array_unref (self->client->got);
  g_byte_array_unref (self->server->got);
  g_free (self->client);
  g_free (self->server);
  sim_net_free (self->net);
  sim_trace_unref (self->trace);
  sim_engine_free (self->engine);
  g_free (self);
}

static void
world_run (World *self, guint16 port)
{
  guint events = 0;

  sim_net_listen (self->net, 1, 25, on_accept, self);
  self->client->stream = sim_stream_connect (self->net, 0, SERVER_ADDRESS, port, "smtp");
  sim_stream_set_owner (self->client->stream, &funcs, self->client);
  while (sim_engine_step (self->engine))
    g_assert_cmpuint (++events, <, 1000000);
}

static void
assert_pattern (const GByteArray *got, gsize len)
{
  g_assert_cmpuint (got->len, ==, len);
  for (gsize i = 0; i < len; i++)
    g_assert_cmpuint (got->data[i], ==, (i * 7 + i / 251) & 0xff);
}

static guint
count (const World *world, SimEntryKind kind, SimEntryFlags flags)
{
  guint n = 0;
  SimEntry entry;

  for (guint i = 0; i < sim_trace_length (world->trace); i++)
    {
      sim_trace_get (world->trace, i, &entry);
      n += entry.kind == kind && (flags == 0 || (entry.flags & flags) != 0);
    }
  return n;
}

static const SimLinkConfig lan = { 2 * SIM_TIME_MILLISECOND, { 0, 0 }, 0 };
static const SimLinkConfig modem = { 60 * SIM_TIME_MILLISECOND, { 33600, 56000 }, 0 };

static void
test_handshake (void)
{
  World *world = world_new (1, &lan);
  SimEntry entry;

  world->client->closes_first = TRUE;
  world_run (world, 25);
  g_assert_cmpint (world->client->closed, ==, SIM_CLOSE_DONE);
  g_assert_cmpint (world->server->closed, ==, SIM_CLOSE_DONE);
  sim_trace_get (world->trace, 1, &entry);
  g_assert_cmpuint (entry.packet->flags, ==, SIM_PACKET_SYN);
  sim_trace_get (world->trace, 3, &entry);
  g_assert_cmpuint (entry.packet->flags, ==, SIM_PACKET_SYN | SIM_PACKET_ACK);
  sim_trace_get (world->trace, 5, &entry);
  g_assert_cmpuint (entry.packet->flags, ==, SIM_PACKET_ACK);
  g_assert_cmpint (entry.time, ==, 4 * SIM_TIME_MILLISECOND);
  g_assert_cmpuint (count (world, SIM_ENTRY_CLOSED, 0), ==, 1);
  world_free (world);
}

static void
test_refused (void)
{
  World *world = world_new (1, &lan);

  world_run (world, 2525);
  g_assert_cmpint (world->client->closed, ==, SIM_CLOSE_REFUSED);
  g_assert_cmpint (sim_engine_now (world->engine), ==, 4 * SIM_TIME_MILLISECOND);
  world_free (world);
}

static void
test_nobody_there (void)
{
  SimLinkConfig dead = { SIM_TIME_MILLISECOND, { 0, 0 }, 1000000 };
  World *world = world_new (1, &dead);

  world_run (world, 25);
  g_assert_cmpint (world->client->closed, ==, SIM_CLOSE_TIMEOUT);
  g_assert_cmpint (sim_engine_now (world->engine), ==, 63 * SIM_TIME_SECOND);   /* 1 + 2 + 4 + 8 + 16 + 32 */
  world_free (world);
}

static void
test_reset (void)
{
  World *world = world_new (1, &lan);

  world->client->to_send = 5000;
  world->server->abort_after = 100;
  world_run (world, 25);
  g_assert_cmpint (world->client->closed, ==, SIM_CLOSE_RESET);
  g_assert_cmpint (world->server->closed, ==, SIM_CLOSE_RESET);
  world_free (world);
}

static void
test_slow_link_sends_nothing_twice (void)
{
  World *world = world_new (1, &modem);

  world->client->to_send = 400000;
  world->client->closes_first = TRUE;
  world_run (world, 25);
  assert_pattern (world->server->got, 400000);
  g_assert_cmpuint (count (world, SIM_ENTRY_SEGMENT, SIM_ENTRY_AGAIN), ==, 0);
  /* 400000 octets at 33600 bit/s take 95 s; headers 3 % more */
  g_assert_cmpint (sim_engine_now (world->engine), >, 95 * SIM_TIME_SECOND);
  g_assert_cmpint (sim_engine_now (world->engine), <, 101 * SIM_TIME_SECOND);
  world_free (world);
}

/* Whatever is lost, both sides get every octet once and in order, and the connection ends well. */
static void
test_loss (void)
{
  guint lost = 0, again = 0;

  for (guint64 seed = 1; seed <= 300; seed++)
    {
      SimLinkConfig lossy = { 15 * SIM_TIME_MILLISECOND, { 2000000, 8000000 }, 50000 };
      World *world = world_new (seed, &lossy);

      world->client->to_send = 1 + seed * 173;
      world->server->to_send = 1 + seed * 31;
      world->client->closes_first = seed % 2;
      world->server->closes_first = !(seed % 2);
      world_run (world, 25);
      assert_pattern (world->server->got, world->client->to_send);
      assert_pattern (world->client->got, world->server->to_send);
      g_assert_true (world->client->eof && world->server->eof);
      g_assert_cmpint (world->client->closed, ==, SIM_CLOSE_DONE);
      g_assert_cmpint (world->server->closed, ==, SIM_CLOSE_DONE);
      lost += count (world, SIM_ENTRY_LOST, 0);
      again += count (world, SIM_ENTRY_SEGMENT, SIM_ENTRY_AGAIN);
      world_free (world);
    }
  g_test_message ("%u packets lost, %u sent again", lost, again);
  g_assert_cmpuint (lost, >, 500);
  g_assert_cmpuint (again, >, 300);
}

/* A reader who stops reading closes the window; nothing is lost, and nothing is sent that has no room. */
static void
check_pause (guint64 seed, guint32 loss)
{
  SimLinkConfig link = lan;
  World *world;
  gint64 most = 0;
  guint closed = 0;
  guint32 first = 0;

  link.loss = loss;
  world = world_new (seed, &link);
  world->client->to_send = 300000;
  world->client->closes_first = TRUE;
  world->server->pause_after = 20000;
  world->server->pause = 30 * SIM_TIME_SECOND;
  world_run (world, 25);
  assert_pattern (world->server->got, 300000);
  g_assert_cmpint (world->client->closed, ==, SIM_CLOSE_DONE);
  g_assert_cmpint (sim_engine_now (world->engine), >=, 30 * SIM_TIME_SECOND);
  for (guint i = 0; i < sim_trace_length (world->trace); i++)
    {
      SimEntry entry;

      sim_trace_get (world->trace, i, &entry);
      if (entry.kind != SIM_ENTRY_SEGMENT)
        continue;
      if (entry.side == SIM_SIDE_CLIENT && entry.packet->flags == SIM_PACKET_SYN)
        first = entry.packet->seq + 1;
      if (entry.side == SIM_SIDE_CLIENT && entry.len > 0 && entry.time < 30 * SIM_TIME_SECOND)
        most = MAX (most, (gint64) (guint32) (entry.packet->seq - first) + (gint64) entry.len);
      closed += entry.side == SIM_SIDE_SERVER && entry.packet->window == 0 && entry.packet->flags == SIM_PACKET_ACK;
    }
  g_assert_cmpint (most, <=, 22000 + 65535 + 1);        /* what was taken, a full window, and a probe */
  g_assert_cmpint (most, >, 60000);
  g_assert_cmpuint (closed, >, 1);                      /* and the probes were answered */
  world_free (world);
}

static void
test_slow_reader (void)
{
  check_pause (1, 0);
  for (guint64 seed = 1; seed <= 20; seed++)
    check_pause (seed, 50000);
}

static void
test_same_seed_same_trace (void)
{
  guint64 first = 0, other = 0;

  for (guint run = 0; run < 3; run++)
    {
      SimLinkConfig lossy = { 15 * SIM_TIME_MILLISECOND, { 2000000, 8000000 }, 50000 };
      World *world = world_new (run < 2 ? 42 : 43, &lossy);
      guint64 print;

      world->client->to_send = 40000;
      world->client->closes_first = TRUE;
      world_run (world, 25);
      print = sim_trace_fingerprint (world->trace);
      if (run == 0)
        first = print;
      else if (run == 1)
        g_assert_cmpuint (print, ==, first);
      else
        other = print;
      world_free (world);
    }
  g_assert_cmpuint (first, !=, other);
}

static void
test_payload_is_kept_once (void)
{
  World *world = world_new (1, &lan);
  gsize entries, payload;

  world->client->to_send = 100000;
  world->client->closes_first = TRUE;
  world_run (world, 25);
  sim_trace_memory (world->trace, &entries, &payload);
  g_assert_cmpuint (payload, ==, 100000);
  world_free (world);
}

/* Arrivals of one direction in the order of sending, and not all after the same time. */
static void
test_jitter (void)
{
  SimLinkConfig link = { 20 * SIM_TIME_MILLISECOND, { 0, 0 }, 0, .jitter = 30 * SIM_TIME_MILLISECOND };
  World *world = world_new (1, &link);
  guint last[2] = { 0, 0 };
  SimTime least = SIM_TIME_NEVER, most = 0;

  world->client->to_send = 100000;
  world->client->closes_first = TRUE;
  world_run (world, 25);
  assert_pattern (world->server->got, 100000);
  for (guint i = 0; i < sim_trace_length (world->trace); i++)
    {
      SimEntry entry, sent;

      sim_trace_get (world->trace, i, &entry);
      if (entry.kind != SIM_ENTRY_ARRIVED)
        continue;
      sim_trace_get (world->trace, entry.cause, &sent);
      g_assert_cmpuint (entry.cause, >, last[entry.side == SIM_SIDE_CLIENT]);
      last[entry.side == SIM_SIDE_CLIENT] = entry.cause;
      least = entry.time - sent.time < least ? entry.time - sent.time : least;
      most = entry.time - sent.time > most ? entry.time - sent.time : most;
    }
  g_assert_cmpint (least, >=, 20 * SIM_TIME_MILLISECOND);
  g_assert_cmpint (most, <=, 50 * SIM_TIME_MILLISECOND);
  g_assert_cmpint (most - least, >, 10 * SIM_TIME_MILLISECOND);
  g_assert_cmpuint (count (world, SIM_ENTRY_LOST, 0), ==, 0);
  world_free (world);
}

/* The same transfer loses nothing where all may wait, and drops what finds no room. */
static void
test_queue (void)
{
  SimLinkConfig link = modem;
  World *world;

  link.queue = 16000;
  world = world_new (1, &link);
  world->client->to_send = 400000;
  world->client->closes_first = TRUE;
  world_run (world, 25);
  assert_pattern (world->server->got, 400000);
  g_assert_cmpuint (count (world, SIM_ENTRY_LOST, 0), >, 5);
  /* Loss costs little: the sender slows down instead of waiting for its timer. */
  g_assert_cmpint (sim_engine_now (world->engine), <, 115 * SIM_TIME_SECOND);
  for (guint i = 0; i < sim_trace_length (world->trace); i++)
    {
      SimEntry entry;

      sim_trace_get (world->trace, i, &entry);
      if (entry.kind == SIM_ENTRY_ARRIVED && entry.side == SIM_SIDE_CLIENT)
        {
          SimEntry sent;

          sim_trace_get (world->trace, entry.cause, &sent);
          /* 16000 octets at 33600 bit/s, and 60 ms */
          g_assert_cmpint (entry.time - sent.time, <=, 3870 * SIM_TIME_MILLISECOND);
        }
    }
  world_free (world);
}

static void
test_cut (void)
{
  static const SimSpan short_span = { 100 * SIM_TIME_MILLISECOND, 10 * SIM_TIME_SECOND };
  static const SimSpan long_span = { 100 * SIM_TIME_MILLISECOND, SIM_TIME_HOUR };

  for (guint i = 0; i < 2; i++)
    {
      SimLinkConfig link = { 20 * SIM_TIME_MILLISECOND, { 1000000, 1000000 }, 0,
                             .down = i == 0 ? &short_span : &long_span, .n_down = 1 };
      World *world = world_new (1, &link);

      world->client->to_send = 100000;
      world->client->closes_first = TRUE;
      world_run (world, 25);
      if (i == 0)
        {
          assert_pattern (world->server->got, 100000);
          g_assert_cmpint (world->client->closed, ==, SIM_CLOSE_DONE);
          g_assert_cmpint (sim_engine_now (world->engine), >, short_span.until);
        }
      else
        g_assert_cmpint (world->client->closed, ==, SIM_CLOSE_TIMEOUT);
      for (guint j = 0; j < sim_trace_length (world->trace); j++)
        {
          SimEntry entry;

          sim_trace_get (world->trace, j, &entry);
          if (entry.kind == SIM_ENTRY_ARRIVED)
            g_assert_true (entry.time < short_span.since || entry.time >= short_span.until);
        }
      world_free (world);
    }
}

/* On a long line the bursts of slow start stand apart: 10 segments, 20, 40, then what the peer's window takes. */
static void
test_bursts (void)
{
  SimLinkConfig link = { 250 * SIM_TIME_MILLISECOND, { 0, 0 }, 0 };
  World *world = world_new (1, &link);
  static const guint expected[] = { 10, 20, 40, 44 };
  guint burst[G_N_ELEMENTS (expected)] = { 0 };

  world->client->to_send = 300000;
  world->client->closes_first = TRUE;
  world_run (world, 25);
  for (guint i = 0; i < sim_trace_length (world->trace); i++)
    {
      SimEntry entry;
      guint round;

      sim_trace_get (world->trace, i, &entry);
      round = entry.time / (500 * SIM_TIME_MILLISECOND);      /* 0: the handshake */
      if (entry.kind == SIM_ENTRY_SEGMENT && entry.len > 0 && round >= 1 && round <= G_N_ELEMENTS (burst))
        burst[round - 1]++;
    }
  for (guint i = 0; i < G_N_ELEMENTS (burst); i++)
    g_assert_cmpuint (burst[i], ==, expected[i]);
  world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/stream/handshake-takes-three-packets", test_handshake);
  g_test_add_func ("/net/stream/nobody-at-the-port-is-refused", test_refused);
  g_test_add_func ("/net/stream/nobody-there-times-out", test_nobody_there);
  g_test_add_func ("/net/stream/abort-resets-both-ends", test_reset);
  g_test_add_func ("/net/stream/slow-link-sends-nothing-twice", test_slow_link_sends_nothing_twice);
  g_test_add_func ("/net/stream/loss-changes-no-octet", test_loss);
  g_test_add_func ("/net/link/jitter-keeps-the-order", test_jitter);
  g_test_add_func ("/net/link/a-full-queue-drops", test_queue);
  g_test_add_func ("/net/link/a-cut-link-loses-all", test_cut);
  g_test_add_func ("/net/stream/slow-start-sends-in-growing-bursts", test_bursts);
  g_test_add_func ("/net/stream/slow-reader-closes-the-window", test_slow_reader);
  g_test_add_func ("/net/stream/same-seed-same-trace", test_same_seed_same_trace);
  g_test_add_func ("/net/stream/payload-is-kept-once", test_payload_is_kept_once);
  return g_test_run ();
}
