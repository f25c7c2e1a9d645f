/* random-capture.c - writes the capture of a run in which chance does everything
 *
 *   random-capture SEED >FILE
 *
 * Two hosts, connections that send what they like, some to closed ports, some
 * cut short by RST, over a link that loses packets, delays them and
 * drops what finds no room: food for other readers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/random.h"
#include "sim/export/pcapng.h"
#include "sim/net/stream.h"

#include <stdio.h>

#define OPEN_PORT   50025
#define CLOSED_PORT 50026

typedef struct
{
  SimEngine *engine;
  SimTrace  *trace;
  SimNet    *net;
  SimRandom  random;
  GPtrArray *parties;
} World;

typedef struct
{
  World     *world;
  SimStream *stream;
  gboolean   closed;
} Party;

static void
say (Party *self)
{
  World *world = self->world;
  guint8 bytes[5000];
  SimEntry entry = { .time = sim_engine_now (world->engine), .kind = SIM_ENTRY_SAID,
                     .side = sim_stream_get_side (self->stream), .cause = SIM_CAUSE_CURRENT,
                     .actor = sim_stream_get_host (self->stream), .conn = sim_stream_get_conn (self->stream),
                     .bytes = bytes, .len = 1 + sim_random_below (&world->random, sizeof bytes) };
  SimEntry kept;
  guint said;

  for (gsize i = 0; i < entry.len; i++)
    bytes[i] = sim_random_below (&world->random, 256);
  said = sim_trace_add (world->trace, &entry);
  sim_trace_get (world->trace, said, &kept);
  sim_stream_write (self->stream, kept.bytes, kept.len, said);
}

static void
act (Party *self)
{
  if (self->stream == NULL || self->closed)
    return;
  switch (sim_random_below (&self->world->random, 8))
    {
    case 0:
      sim_stream_abort (self->stream);
      return;
    case 1:
    case 2:
      self->closed = TRUE;
      sim_stream_close (self->stream);
      return;
    default:
      say (self);
      sim_stream_flush (self->stream);
    }
}

static void
on_opened (gpointer data, SimTime now)
{
  act (data);
}

static void
on_data (gpointer data, SimTime now, const guint8 *bytes, gsize len)
{
  act (data);
}

static void
on_eof (gpointer data, SimTime now)
{
  Party *self = data;

  if (!self->closed)
    {
      self->closed = TRUE;
      sim_stream_close (self->stream);
    }
}

static void
on_closed (gpointer data, SimTime now, SimCloseReason why)
{
  ((Party *) data)->stream = NULL;
}

static const SimStreamFuncs funcs = { on_opened, on_data, on_eof, on_closed };

static void
add_party (World *world, SimStream *stream)
{
  Party *self = g_new0 (Party, 1);

  self->world = world;
  self->stream = stream;
  g_ptr_array_add (world->parties, self);
  sim_stream_set_owner (stream, &funcs, self);
}

static void
on_accept (gpointer owner, SimStream *stream)
{
  add_party (owner, stream);
}

static void
begin (gpointer data, SimTime now)
{
  World *world = data;
  guint16 port = sim_random_below (&world->random, 5) == 0 ? CLOSED_PORT : OPEN_PORT;

  sim_trace_set_cause (world->trace, SIM_CAUSE_NONE);
  add_party (world, sim_stream_connect (world->net, 0, 0xc0000202, port, "smtp"));
}

int
main (int argc, char **argv)
{
  guint64 seed = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 1;
  World world = { sim_engine_new (), sim_trace_new () };
  SimLinkConfig link = { 30 * SIM_TIME_MILLISECOND, { 1000000, 2000000 }, 0 };
  g_autoptr (GBytes) capture = NULL;
  gsize len;
  const guint8 *data;

  sim_random_init (&world.random, seed, "random-capture");
  link.loss = sim_random_below (&world.random, 150000);
  link.jitter = sim_random_below (&world.random, 50) * SIM_TIME_MILLISECOND;
  link.queue = 3000 + sim_random_below (&world.random, 30000);
  world.parties = g_ptr_array_new_with_free_func (g_free);
  sim_trace_add_host (world.trace, "client.example", NULL, 0xc0000201, 0);
  sim_trace_add_host (world.trace, "server.example", NULL, 0xc0000202, 0);
  world.net = sim_net_new (world.engine, world.trace, seed);
  sim_net_add_link (world.net, 0, 1, &link);
  sim_net_listen (world.net, 1, OPEN_PORT, on_accept, &world);
  for (guint i = 0; i < 20; i++)
    sim_engine_at (world.engine, sim_random_below (&world.random, 2000) * SIM_TIME_MILLISECOND, begin, &world);
  for (guint i = 0; i < 20000 && sim_engine_step (world.engine); i++)
    ;
  capture = sim_pcapng_new (world.trace, 1700000000);
  data = g_bytes_get_data (capture, &len);
  fwrite (data, 1, len, stdout);
  sim_net_free (world.net);
  sim_trace_unref (world.trace);
  sim_engine_free (world.engine);
  g_ptr_array_unref (world.parties);
  return 0;
}
