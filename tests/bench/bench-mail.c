/* bench-mail.c - SMTP connections and whole letters a second
 *
 * A connection: handshake, greeting, EHLO, MAIL, RCPT, DATA, a short letter,
 * QUIT, FIN, through simulated TCP with the trace on; beside it, taking turns,
 * the same two sessions joined without net and trace. A letter: the first
 * lesson from its start to its end, which is submission, MX look-up, relay and
 * local delivery in a world built for it. Times are processor time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/net/peer.h"
#include "sim/net/pump.h"
#include "sim/proto/smtp/client.h"
#include "sim/proto/smtp/server.h"
#include "sim/world/world.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BLOCKS      11
#define CONNECTIONS 1000
#define LETTERS     200
#define TARGET      10000

static double
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e9 + (double) now.tv_nsec;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
middle (double *values)
{
  qsort (values, BLOCKS, sizeof *values, compare);
  return values[BLOCKS / 2];
}

/* ---- the two ends ----------------------------------------------------------- */

static SimSession *
new_server (void)
{
  const SmtpServerConfig config = { .host = "server.example", .dialect = SMTP_DIALECT_SMTP, .max_size = 1000000,
                                    .extensions = SMTP_EXT_SIZE | SMTP_EXT_ENHANCED | SMTP_EXT_8BITMIME };

  return smtp_server_new (&config);
}

static SimSession *
new_client (void)
{
  const SmtpClientConfig config = { .host = "client.example", .dialect = SMTP_DIALECT_SMTP };

  return smtp_client_new (&config);
}

static void
answer (SimSession *session, gboolean client, gboolean *submitted, SimTime now)
{
  static const SmtpReply fine = { 250, "2.0.0", "Fine" };
  static const char text[] = "Subject: hello\r\n\r\nHow are you?\r\nI am fine.\r\n";
  MailAddress from = { (char *) "anna", (char *) "client.example" };
  MailAddress to = { (char *) "ivan", (char *) "server.example" };

  if (!client)
    smtp_server_answer (session, now, &fine);
  else if (*submitted)
    smtp_client_quit (session, now);
  else
    {
      g_autoptr (GPtrArray) recipients = g_ptr_array_new ();
      g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
      g_autoptr (MailMessage) message = mail_message_new (bytes);

      *submitted = TRUE;
      g_ptr_array_add (recipients, &to);
      smtp_client_submit (session, now, &from, recipients, message);
    }
}

/* ---- through the net -------------------------------------------------------- */

typedef struct
{
  SimEngine *engine;
  SimTrace  *trace;
  SimNet    *net;
  gboolean   submitted;
  guint      left;
  guint      done;
} Shop;

static void connect_next (Shop *self);

static void
peer_ask (gpointer owner, SimPeer *peer, SimTime now, const SimOutput *question)
{
  Shop *self = owner;

  answer (sim_peer_get_session (peer), sim_stream_get_side (sim_peer_get_stream (peer)) == SIM_SIDE_CLIENT,
          &self->submitted, now);
}

static void
peer_gone (gpointer owner, SimPeer *peer, SimTime now, SimCloseReason why)
{
  Shop *self = owner;

  g_assert_cmpint (why, ==, SIM_CLOSE_DONE);
  if (++self->done % 2 == 0 && self->left > 0)
    connect_next (self);
}

static const SimPeerFuncs peer_funcs = { peer_ask, peer_gone };

static void
connect_next (Shop *self)
{
  self->left--;
  self->submitted = FALSE;
  sim_peer_new (self->net, sim_stream_connect (self->net, 0, 0xc0000202, 25, "smtp"), new_client (), &peer_funcs, self);
}

static void
on_accept (gpointer owner, SimStream *stream)
{
  Shop *self = owner;

  sim_peer_new (self->net, stream, new_server (), &peer_funcs, self);
}

/* Processor time of @n connections, one after the other. */
static double
through_net (guint n, guint *entries)
{
  const SimLinkConfig link = { 20 * SIM_TIME_MILLISECOND, { 10000000, 10000000 }, 0 };
  Shop shop = { sim_engine_new (), sim_trace_new (), NULL, FALSE, n, 0 };
  double start;

  sim_trace_add_host (shop.trace, "client.example", NULL, 0xc0000201, 0);
  sim_trace_add_host (shop.trace, "server.example", NULL, 0xc0000202, 0);
  start = processor_time ();
  shop.net = sim_net_new (shop.engine, shop.trace, 1);
  sim_net_add_link (shop.net, 0, 1, &link);
  sim_net_listen (shop.net, 1, 25, on_accept, &shop);
  connect_next (&shop);
  while (sim_engine_step (shop.engine))
    ;
  g_assert_cmpuint (shop.done, ==, 2 * n);
  *entries = sim_trace_length (shop.trace);
  sim_net_free (shop.net);
  start = processor_time () - start;
  sim_trace_unref (shop.trace);
  sim_engine_free (shop.engine);
  return start;
}

/* ---- joined ----------------------------------------------------------------- */

typedef struct
{
  SimSession *session;
  gboolean    client;
  gboolean   *submitted;
  GByteArray *out;
} End;

static void
end_send (gpointer data, SimTime now, const SimOutput *output)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (output->bytes, &len);

  g_byte_array_append (((End *) data)->out, bytes, len);
}

static void
end_ask (gpointer data, SimTime now, const SimOutput *question)
{
  End *self = data;

  answer (self->session, self->client, self->submitted, now);
}

static void
end_move (gpointer data, SimTime now, const SimOutput *output)
{
}

static void
end_nothing (gpointer data, SimTime now)
{
}

static const SimTransport end_transport = { end_send, end_move, end_ask, end_nothing, end_nothing };

static void
join (void)
{
  gboolean submitted = FALSE;
  End ends[] = { { new_client (), TRUE, &submitted, g_byte_array_new () },
                 { new_server (), FALSE, &submitted, g_byte_array_new () } };
  g_autoptr (GByteArray) on_its_way = g_byte_array_new ();
  SimTime now = 0;

  for (guint i = 0; i < 2; i++)
    {
      sim_session_open (ends[i].session, now);
      sim_pump (ends[i].session, now, &end_transport, &ends[i]);
    }
  while (ends[0].out->len + ends[1].out->len > 0)
    {
      guint from = ends[1].out->len > 0 ? 1 : 0;
      GByteArray *bytes = ends[from].out;

      ends[from].out = g_steal_pointer (&on_its_way);
      sim_session_feed (ends[1 - from].session, ++now, bytes->data, bytes->len);
      sim_pump (ends[1 - from].session, now, &end_transport, &ends[1 - from]);
      g_byte_array_set_size (bytes, 0);
      on_its_way = bytes;
    }
  for (guint i = 0; i < 2; i++)
    {
      sim_session_free (ends[i].session);
      g_byte_array_unref (ends[i].out);
    }
}

static double
joined (guint n)
{
  double start = processor_time ();

  for (guint i = 0; i < n; i++)
    join ();
  return processor_time () - start;
}

static void
measure_connections (void)
{
  double net[BLOCKS], bare[BLOCKS];
  guint entries = 0;
  double rate;

  for (guint i = 0; i < BLOCKS; i++)
    {
      net[i] = through_net (CONNECTIONS, &entries) / CONNECTIONS;
      bare[i] = joined (CONNECTIONS) / CONNECTIONS;
    }
  rate = 1e9 / middle (net);
  g_print ("connections: %8.0f a second through net and trace (%.0f entries each, %.0f ns an entry); %.0f joined; ratio %.2f\n",
           rate, (double) entries / CONNECTIONS, middle (net) * CONNECTIONS / entries, 1e9 / middle (bare),
           middle (bare) / middle (net));
  g_print ("             target %d: %s\n", TARGET, rate >= TARGET ? "reached" : "missed");
}

static void
measure_letters (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) lesson = sim_scenario_lesson ("first-letter", &error);
  double times[BLOCKS];

  g_assert_no_error (error);
  for (guint i = 0; i < BLOCKS; i++)
    {
      double start = processor_time ();

      for (guint j = 0; j < LETTERS; j++)
        sim_trace_unref (sim_world_play (lesson, j, SIM_TIME_NEVER));
      times[i] = (processor_time () - start) / LETTERS;
    }
  g_print ("letters:     %8.0f a second, all hops, each in a world of its own\n", 1e9 / middle (times));
}

int
main (void)
{
  measure_connections ();
  measure_letters ();
  return 0;
}
