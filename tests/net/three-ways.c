/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/net/three-ways.h"

#include "sim/core/engine.h"
#include "sim/net/peer.h"
#include "sim/net/pump.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One talk. */
typedef struct
{
  const ThreeWays *what;
  GString         *log;
  gpointer         state;
} Talk;

static void
talk_start (Talk *talk, const ThreeWays *what)
{
  *talk = (Talk) { what, g_string_new (NULL), what->start (what->data) };
}

static char *
talk_end (Talk *talk)
{
  talk->what->stop (talk->state);
  return g_string_free (talk->log, FALSE);
}

static void
log_lines (Talk *talk, char side, const SimOutput *output)
{
  gsize len;
  const char *bytes = g_bytes_get_data (output->bytes, &len);

  while (len > 0)
    {
      const char *lf = memchr (bytes, '\n', len);
      gsize part = lf != NULL ? (gsize) (lf - bytes) + 1 : len;

      g_string_append_printf (talk->log, "%c: %.*s", side, (int) part, bytes);
      bytes += part;
      len -= part;
    }
}

/* ---- in memory -------------------------------------------------------- */

typedef struct _End End;
struct _End
{
  Talk       *talk;
  SimSession *session;
  char        side;
  GByteArray *out;        /* sent, not yet with the other */
  int         fd;         /* socket pair only */
};

static void
end_send (gpointer data, SimTime now, const SimOutput *output)
{
  End *self = data;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (output->bytes, &len);

  log_lines (self->talk, self->side, output);
  if (self->fd >= 0)
    g_assert_cmpint (write (self->fd, bytes, len), ==, len);
  else
    g_byte_array_append (self->out, bytes, len);
}

static void
end_move (gpointer data, SimTime now, const SimOutput *output)
{
}

static void
end_ask (gpointer data, SimTime now, const SimOutput *output)
{
  End *self = data;

  if (self->side == 'C')
    self->talk->what->answer_client (self->talk->state, self->session, now, output);
  else
    self->talk->what->answer_server (self->talk->state, self->session, now, output);
}

static void
end_start_tls (gpointer data, SimTime now)
{
  g_assert_not_reached ();
}

static void
end_close (gpointer data, SimTime now)
{
  End *self = data;

  if (self->fd >= 0)
    shutdown (self->fd, SHUT_WR);
}

static const SimTransport end_transport = { end_send, end_move, end_ask, end_start_tls, end_close };

static char *
talk_in_memory (const ThreeWays *what)
{
  Talk talk;
  End client, server;
  SimTime now = 0;

  talk_start (&talk, what);
  client = (End) { &talk, what->new_client (talk.state), 'C', g_byte_array_new (), -1 };
  server = (End) { &talk, what->new_server (talk.state), 'S', g_byte_array_new (), -1 };
  sim_session_open (client.session, now);
  sim_session_open (server.session, now);
  sim_pump (client.session, now, &end_transport, &client);
  sim_pump (server.session, now, &end_transport, &server);
  while (client.out->len > 0 || server.out->len > 0)
    {
      End *from = server.out->len > 0 ? &server : &client;
      End *to = from == &server ? &client : &server;
      g_autoptr (GByteArray) bytes = g_steal_pointer (&from->out);

      from->out = g_byte_array_new ();
      sim_session_feed (to->session, ++now, bytes->data, bytes->len);
      sim_pump (to->session, now, &end_transport, to);
    }
  sim_session_free (client.session);
  sim_session_free (server.session);
  g_byte_array_unref (client.out);
  g_byte_array_unref (server.out);
  return talk_end (&talk);
}

/* ---- over a socket pair ------------------------------------------------ */

static gboolean
end_read (End *self, SimTime now)
{
  guint8 bytes[7];        /* small on purpose: lines come in pieces */
  gssize n = recv (self->fd, bytes, sizeof bytes, MSG_DONTWAIT);

  if (n <= 0)
    return FALSE;
  sim_session_feed (self->session, now, bytes, n);
  sim_pump (self->session, now, &end_transport, self);
  return TRUE;
}

static char *
talk_over_sockets (const ThreeWays *what)
{
  Talk talk;
  int fds[2];
  End client, server;
  SimTime now = 0;

  talk_start (&talk, what);
  client = (End) { &talk, what->new_client (talk.state), 'C', NULL, -1 };
  server = (End) { &talk, what->new_server (talk.state), 'S', NULL, -1 };
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  client.fd = fds[0];
  server.fd = fds[1];
  sim_session_open (client.session, now);
  sim_session_open (server.session, now);
  sim_pump (client.session, now, &end_transport, &client);
  sim_pump (server.session, now, &end_transport, &server);
  for (gboolean busy = TRUE; busy;)
    {
      busy = FALSE;
      while (end_read (&client, ++now))
        busy = TRUE;
      while (end_read (&server, ++now))
        busy = TRUE;
    }
  close (fds[0]);
  close (fds[1]);
  sim_session_free (client.session);
  sim_session_free (server.session);
  return talk_end (&talk);
}

/* ---- over the simulated net -------------------------------------------- */

static void
peer_ask (gpointer owner, SimPeer *peer, SimTime now, const SimOutput *question)
{
  Talk *talk = owner;

  if (sim_stream_get_side (sim_peer_get_stream (peer)) == SIM_SIDE_CLIENT)
    talk->what->answer_client (talk->state, sim_peer_get_session (peer), now, question);
  else
    talk->what->answer_server (talk->state, sim_peer_get_session (peer), now, question);
}

static void
peer_gone (gpointer owner, SimPeer *peer, SimTime now, SimCloseReason why)
{
  g_assert_cmpint (why, ==, SIM_CLOSE_DONE);
}

static const SimPeerFuncs peer_funcs = { peer_ask, peer_gone };

typedef struct
{
  SimNet *net;
  Talk   *talk;
} Shop;

static void
on_accept (gpointer owner, SimStream *stream)
{
  Shop *shop = owner;

  sim_peer_new (shop->net, stream, shop->talk->what->new_server (shop->talk->state), &peer_funcs, shop->talk);
}

static char *
talk_over_net (const ThreeWays *what, guint64 seed, guint32 loss)
{
  Talk talk;
  g_autoptr (SimEngine) engine = sim_engine_new ();
  g_autoptr (SimTrace) trace = sim_trace_new ();
  SimLinkConfig link = { 20 * SIM_TIME_MILLISECOND, { 1000000, 1000000 }, loss };
  SimNet *net;
  Shop shop;

  talk_start (&talk, what);
  sim_trace_add_host (trace, "client.example", NULL, 0xc0000201, 0);
  sim_trace_add_host (trace, "server.example", NULL, 0xc0000202, 0);
  net = sim_net_new (engine, trace, seed);
  shop = (Shop) { net, &talk };
  sim_net_add_link (net, 0, 1, &link);
  sim_net_listen (net, 1, what->port, on_accept, &shop);
  sim_peer_new (net, sim_stream_connect (net, 0, 0xc0000202, what->port, what->service), what->new_client (talk.state), &peer_funcs, &talk);
  while (sim_engine_step (engine))
    ;
  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind == SIM_ENTRY_SAID)
        {
          g_autoptr (GBytes) bytes = g_bytes_new_static (entry.bytes, entry.len);
          SimOutput output = { .bytes = bytes };

          log_lines (&talk, entry.side == SIM_SIDE_CLIENT ? 'C' : 'S', &output);
        }
    }
  sim_net_free (net);
  return talk_end (&talk);
}

char *
three_ways_check (const ThreeWays *what)
{
  char *memory = talk_in_memory (what);
  g_autofree char *sockets = talk_over_sockets (what);

  g_assert_cmpstr (sockets, ==, memory);
  for (guint64 seed = 1; seed <= 100; seed++)
    {
      g_autofree char *net = talk_over_net (what, seed, seed % 2 ? 0 : 100000);

      g_assert_cmpstr (net, ==, memory);
    }
  return memory;
}
