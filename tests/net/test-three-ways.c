/* The same two sessions in memory, over a socket pair and over the simulated net: one transcript.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/engine.h"
#include "sim/net/peer.h"
#include "sim/net/pump.h"
#include "sim/proto/smtp/client.h"
#include "sim/proto/smtp/server.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One case: what the two say to each other is decided by this alone. */
typedef struct
{
  SmtpDialect dialect;
  guint       extensions;
  gboolean    no_ehlo;
  gboolean    helo_only;
  const char *body;
} Case;

static const Case cases[] =
{
  { SMTP_DIALECT_SMTP, SMTP_EXT_SIZE | SMTP_EXT_ENHANCED, FALSE, FALSE, "Hello\r\n" },
  { SMTP_DIALECT_SMTP, SMTP_EXT_SIZE | SMTP_EXT_ENHANCED | SMTP_EXT_PIPELINING, FALSE, FALSE, ".\r\n..\r\nend\r\n" },
  { SMTP_DIALECT_SMTP, 0, TRUE, FALSE, "an old server\r\n" },
  { SMTP_DIALECT_SMTP, SMTP_EXT_PIPELINING, FALSE, TRUE, "an old client\r\n" },
  { SMTP_DIALECT_SUBMISSION, SMTP_EXT_AUTH | SMTP_EXT_8BITMIME | SMTP_EXT_PIPELINING, FALSE, FALSE, "\xce\xb3\xce\xb5\xce\xb9\xce\xac\r\n" },
  { SMTP_DIALECT_LMTP, SMTP_EXT_PIPELINING | SMTP_EXT_ENHANCED, FALSE, FALSE, "local\r\n" },
  { SMTP_DIALECT_LMTP, SMTP_EXT_ENHANCED, FALSE, FALSE, "local, one by one\r\n" }
};

typedef struct
{
  const Case *what;
  GString    *log;
  gboolean    submitted;
} Talk;

static SimSession *
new_server (const Talk *talk)
{
  SmtpServerConfig config = { .host = "server.example", .dialect = talk->what->dialect, .max_size = 1000000,
                              .extensions = talk->what->extensions, .no_ehlo = talk->what->no_ehlo,
                              .require_auth = talk->what->dialect == SMTP_DIALECT_SUBMISSION };

  return smtp_server_new (&config);
}

static SimSession *
new_client (const Talk *talk)
{
  SmtpClientConfig config = { .host = "client.example", .dialect = talk->what->dialect,
                              .helo_only = talk->what->helo_only };

  if (talk->what->dialect == SMTP_DIALECT_SUBMISSION)
    {
      config.user = "anna";
      config.password = "secret";
    }
  return smtp_client_new (&config);
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

static void
answer_server (SimSession *server, SimTime now, const SimOutput *question)
{
  SmtpReply reply = { 250, "2.0.0", "Fine" };
  gsize len;
  const char *bytes = g_bytes_get_data (question->bytes, &len);
  guint n = 1;

  if (g_str_equal (question->what, "auth"))
    reply = (SmtpReply) { 235, "2.7.0", "Welcome" };
  else if (g_str_equal (question->what, "recipient") && g_strstr_len (bytes, len, "nobody") != NULL)
    reply = (SmtpReply) { 550, "5.1.1", "No such user" };
  else if (g_str_equal (question->what, "recipient") && g_strstr_len (bytes, len, "full") != NULL)
    reply = (SmtpReply) { 452, "4.2.2", "Mailbox full" };
  if (g_str_equal (question->what, "message") && smtp_server_get_dialect (server) == SMTP_DIALECT_LMTP)
    n = smtp_server_get_envelope (server)->recipients->len;
  for (; n > 0; n--)
    smtp_server_answer (server, now, &reply);
}

static void
answer_client (Talk *talk, SimSession *client, SimTime now, const SimOutput *question)
{
  static const char * const to[] = { "ivan", "nobody", "full", "olga" };
  MailAddress from = { (char *) "anna", (char *) "client.example" };
  MailAddress addresses[G_N_ELEMENTS (to)];
  g_autoptr (GPtrArray) recipients = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MailMessage) message = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpstr (question->what, ==, "next");
  if (talk->submitted)
    {
      smtp_client_quit (client, now);
      return;
    }
  talk->submitted = TRUE;
  recipients = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (to); i++)
    {
      addresses[i] = (MailAddress) { (char *) to[i], (char *) "server.example" };
      g_ptr_array_add (recipients, &addresses[i]);
    }
  text = g_strconcat ("Subject: three ways\r\n\r\n", talk->what->body, NULL);
  bytes = g_bytes_new (text, strlen (text));
  message = mail_message_new (bytes);
  smtp_client_submit (client, now, &from, recipients, message);
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
    answer_client (self->talk, self->session, now, output);
  else
    answer_server (self->session, now, output);
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
talk_in_memory (const Case *what)
{
  Talk talk = { what, g_string_new (NULL), FALSE };
  End client = { &talk, new_client (&talk), 'C', g_byte_array_new (), -1 };
  End server = { &talk, new_server (&talk), 'S', g_byte_array_new (), -1 };
  SimTime now = 0;

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
  return g_string_free (talk.log, FALSE);
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
talk_over_sockets (const Case *what)
{
  Talk talk = { what, g_string_new (NULL), FALSE };
  int fds[2];
  End client = { &talk, new_client (&talk), 'C', NULL, -1 };
  End server = { &talk, new_server (&talk), 'S', NULL, -1 };
  SimTime now = 0;

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
  return g_string_free (talk.log, FALSE);
}

/* ---- over the simulated net -------------------------------------------- */

static void
peer_ask (gpointer owner, SimPeer *peer, SimTime now, const SimOutput *question)
{
  if (sim_stream_get_side (sim_peer_get_stream (peer)) == SIM_SIDE_CLIENT)
    answer_client (owner, sim_peer_get_session (peer), now, question);
  else
    answer_server (sim_peer_get_session (peer), now, question);
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

  sim_peer_new (shop->net, stream, new_server (shop->talk), &peer_funcs, shop->talk);
}

static char *
talk_over_net (const Case *what, guint64 seed, guint32 loss)
{
  Talk talk = { what, g_string_new (NULL), FALSE };
  g_autoptr (SimEngine) engine = sim_engine_new ();
  g_autoptr (SimTrace) trace = sim_trace_new ();
  SimLinkConfig link = { 20 * SIM_TIME_MILLISECOND, { 1000000, 1000000 }, loss };
  SimNet *net;
  Shop shop;

  sim_trace_add_host (trace, "client.example", NULL, 0xc0000201, 0);
  sim_trace_add_host (trace, "server.example", NULL, 0xc0000202, 0);
  net = sim_net_new (engine, trace, seed);
  shop = (Shop) { net, &talk };
  sim_net_add_link (net, 0, 1, &link);
  sim_net_listen (net, 1, 25, on_accept, &shop);
  sim_peer_new (net, sim_stream_connect (net, 0, 0xc0000202, 25, "smtp"), new_client (&talk), &peer_funcs, &talk);
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
  return g_string_free (talk.log, FALSE);
}

static void
test_three_ways (gconstpointer data)
{
  const Case *what = data;
  g_autofree char *memory = talk_in_memory (what);
  g_autofree char *sockets = talk_over_sockets (what);

  g_assert_true (g_str_has_prefix (memory, "S: 220 server.example"));
  g_assert_nonnull (strstr (memory, "S: 221 "));
  g_assert_nonnull (strstr (memory, "C: .\r\n"));
  g_assert_cmpstr (sockets, ==, memory);
  for (guint64 seed = 1; seed <= 100; seed++)
    {
      g_autofree char *net = talk_over_net (what, seed, seed % 2 ? 0 : 100000);

      g_assert_cmpstr (net, ==, memory);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/three-ways/one-transcript/%u", i);

      g_test_add_data_func (path, &cases[i], test_three_ways);
    }
  return g_test_run ();
}
