/* Sessions on real sockets: both ways bounded, in time, and to the last word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/net/socket.h"
#include "sim/proto/smtp/client.h"
#include "sim/proto/smtp/server.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- a session that says "N bytes" often ---- */

typedef struct
{
  SimSession base;
  GString   *got;
  guint      factor;      /* octets out for each octet in */
  gsize      goodbye_at;  /* octets in; 0: never */
  gboolean   eof;
  gboolean   expired;
} Echo;

static void
echo_open (SimSession *session, SimTime now)
{
  sim_session_sendf (session, 0, "hello\r\n");
}

static void
echo_feed (SimSession *session, SimTime now, const guint8 *data, gsize len)
{
  Echo *self = (Echo *) session;

  g_string_append_len (self->got, (const char *) data, len);
  for (gsize i = 0; i < len * self->factor; i += 1000)
    {
      gsize n = MIN (1000, len * self->factor - i);
      char *text = g_malloc (n);

      memset (text, 'x', n);
      sim_session_send (session, 0, g_bytes_new_take (text, n));
    }
  if (self->goodbye_at > 0 && self->got->len >= self->goodbye_at)
    {
      sim_session_sendf (session, 0, "goodbye\r\n");
      sim_session_close (session);
    }
}

static void
echo_eof (SimSession *session, SimTime now)
{
  ((Echo *) session)->eof = TRUE;
  sim_session_close (session);
}

static void
echo_expire (SimSession *session, SimTime now)
{
  ((Echo *) session)->expired = TRUE;
  sim_session_sendf (session, 0, "too slow\r\n");
  sim_session_close (session);
}

static void
echo_free (SimSession *session)
{
}

static const SimSessionClass echo_class = {
  .name = "echo", .open = echo_open, .feed = echo_feed, .eof = echo_eof, .expire = echo_expire, .free = echo_free
};

/* ---- a socket pair, the session at one end ---- */

typedef struct
{
  Echo           echo;
  SimSocket     *socket;
  int            peer;
  GString       *heard;
  guint          parts;
  gboolean       gone;
  SimCloseReason why;
} Case;

static void
on_ask (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *question)
{
  g_assert_not_reached ();
}

static void
on_heard (gpointer owner, SimSocket *socket, SimTime now, const guint8 *bytes, gsize len)
{
  Case *self = owner;

  g_string_append_len (self->heard, (const char *) bytes, len);
  self->parts++;
}

static void
on_gone (gpointer owner, SimSocket *socket, SimTime now, SimCloseReason why)
{
  Case *self = owner;

  self->gone = TRUE;
  self->why = why;
}

static const SimSocketFuncs plain = { .ask = on_ask, .gone = on_gone };
static const SimSocketFuncs watched = { .ask = on_ask, .heard = on_heard, .gone = on_gone };

static Case *
case_new (const SimSocketFuncs *funcs, guint factor)
{
  Case *self = g_new0 (Case, 1);
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  self->peer = fds[1];
  self->heard = g_string_new (NULL);
  sim_session_init (&self->echo.base, &echo_class);
  self->echo.got = g_string_new (NULL);
  self->echo.factor = factor;
  self->socket = sim_socket_new (fds[0], &self->echo.base, funcs, self);
  return self;
}

static void
case_free (Case *self)
{
  if (!self->gone)
    sim_socket_free (self->socket);
  if (self->peer >= 0)
    close (self->peer);
  g_string_free (self->heard, TRUE);
  g_string_free (self->echo.got, TRUE);
  g_free (self);
}

/* Whatever is ready now. */
static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
iterate_until (const gboolean *what)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!*what && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (*what);
}

static void
peer_send (Case *self, const char *text)
{
  g_assert_cmpint (send (self->peer, text, strlen (text), MSG_NOSIGNAL), ==, strlen (text));
}

/* All that is there for the peer. */
static char *
peer_read (Case *self, gsize *len)
{
  GString *all = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = recv (self->peer, buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
    g_string_append_len (all, buffer, n);
  if (len != NULL)
    *len = all->len;
  return g_string_free (all, FALSE);
}

/* ---- tests ---- */

static void
test_eof (void)
{
  Case *self = case_new (&plain, 0);
  g_autofree char *text = NULL;

  sim_socket_open (self->socket);
  peer_send (self, "half a line");
  shutdown (self->peer, SHUT_WR);
  iterate_until (&self->gone);
  g_assert_cmpstr (self->echo.got->str, ==, "half a line");
  g_assert_true (self->echo.eof);
  g_assert_cmpint (self->why, ==, SIM_CLOSE_DONE);
  text = peer_read (self, NULL);
  g_assert_cmpstr (text, ==, "hello\r\n");
  case_free (self);
}

/* Who watches hears whole lines, each before the session has it. */
static void
test_lines (void)
{
  Case *self = case_new (&watched, 0);
  g_autofree char *long_line = g_strnfill (20000, 'l');

  sim_socket_open (self->socket);
  peer_send (self, "one\r\ntwo\r\nthr");
  iterate ();
  g_assert_cmpuint (self->parts, ==, 3);
  peer_send (self, "ee\r\n");
  iterate ();
  g_assert_cmpuint (self->parts, ==, 4);
  peer_send (self, long_line);
  iterate ();
  g_assert_cmpuint (self->parts, >, 5);
  g_assert_true (g_string_equal (self->heard, self->echo.got));
  case_free (self);
}

/* A peer that floods and does not read is not read either; what it sent is not lost. */
static void
test_back_pressure (void)
{
  Case *self = case_new (&plain, 10);
  g_autofree char *flood = g_strnfill (64 * 1024, 'f');
  gsize sent = 0, most = 0, read = 0;
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  sim_socket_open (self->socket);
  for (guint i = 0; i < 200; i++)
    {
      gssize n = send (self->peer, flood, 64 * 1024, MSG_DONTWAIT | MSG_NOSIGNAL);

      sent += MAX (n, 0);
      iterate ();
      most = MAX (most, sim_socket_get_unsent (self->socket));
    }
  g_test_message ("%" G_GSIZE_FORMAT " octets sent, %" G_GSIZE_FORMAT " at most unsent", sent, most);
  g_assert_cmpuint (most, >, 0);
  g_assert_cmpuint (most, <, 128 * 1024);
  g_assert_cmpuint (sent, <, 2 * 1024 * 1024);
  while (read < sent * 10 + strlen ("hello\r\n") && g_get_monotonic_time () < end)
    {
      gsize n;

      g_free (peer_read (self, &n));
      read += n;
      iterate ();
    }
  g_assert_cmpuint (self->echo.got->len, ==, sent);
  g_assert_cmpuint (read, ==, sent * 10 + strlen ("hello\r\n"));
  case_free (self);
}

/* The last words arrive though the peer has sent more than is ever read. */
static void
test_last_words (void)
{
  Case *self = case_new (&plain, 0);
  g_autofree char *flood = g_strnfill (100 * 1024, 'f');
  g_autofree char *text = NULL;

  self->echo.goodbye_at = 10;
  sim_socket_open (self->socket);
  peer_send (self, flood);
  iterate ();
  g_assert_cmpuint (self->echo.got->len, <, 10000);
  text = peer_read (self, NULL);
  g_assert_cmpstr (text, ==, "hello\r\ngoodbye\r\n");
  close (self->peer);
  self->peer = -1;
  iterate_until (&self->gone);
  g_assert_cmpint (self->why, ==, SIM_CLOSE_DONE);
  case_free (self);
}

static void
test_deadline (void)
{
  Case *self = case_new (&plain, 0);
  g_autofree char *text = NULL;

  self->echo.base.deadline = sim_socket_now () + 30 * SIM_TIME_MILLISECOND;
  sim_socket_open (self->socket);
  iterate_until (&self->echo.expired);
  iterate_until (&self->gone);
  text = peer_read (self, NULL);
  g_assert_cmpstr (text, ==, "hello\r\ntoo slow\r\n");
  case_free (self);
}

/* It is put off for as long as the session puts it off. */
static void
test_deadline_moves (void)
{
  Case *self = case_new (&plain, 0);
  SimTime start = sim_socket_now ();

  self->echo.base.deadline = start + 20 * SIM_TIME_MILLISECOND;
  sim_socket_open (self->socket);
  self->echo.base.deadline = start + 80 * SIM_TIME_MILLISECOND;
  iterate_until (&self->gone);
  g_assert_cmpint (sim_socket_now () - start, >=, 80 * SIM_TIME_MILLISECOND);
  case_free (self);
}

static void
test_hold (void)
{
  Case *self = case_new (&plain, 0);

  sim_socket_open (self->socket);
  sim_socket_hold (self->socket, TRUE);
  peer_send (self, "wait");
  iterate ();
  g_assert_cmpuint (self->echo.got->len, ==, 0);
  sim_socket_hold (self->socket, FALSE);
  iterate ();
  g_assert_cmpstr (self->echo.got->str, ==, "wait");
  case_free (self);
}

static void
test_lost_peer (void)
{
  Case *self = case_new (&plain, 1000);

  sim_socket_open (self->socket);
  peer_send (self, "give me a lot");
  peer_send (self, "give me a lot");
  iterate ();
  close (self->peer);
  self->peer = -1;
  for (guint i = 0; i < 100 && !self->gone; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (self->gone);
  g_assert_true (self->echo.eof);
  case_free (self);
}

/* ---- both ends over TCP ---- */

typedef struct
{
  SimListener *listener;
  guint        letters;
  guint        wanted;
  guint        gone;
  gboolean     done;
  MailMessage *message;
  guint        submitted;
} Post;

static void
post_ask (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *question)
{
  Post *self = owner;
  SimSession *session = sim_socket_get_session (socket);
  MailAddress anna = { (char *) "anna", (char *) "mail.example" };
  SmtpReply reply = { 250, "2.0.0", "Fine" };
  g_autoptr (GPtrArray) to = NULL;

  if (g_str_equal (question->what, "next"))
    {
      if (self->submitted++ == self->wanted)
        {
          smtp_client_quit (session, now);
          return;
        }
      to = g_ptr_array_new ();
      g_ptr_array_add (to, &anna);
      smtp_client_submit (session, now, &anna, to, self->message);
      return;
    }
  if (g_str_equal (question->what, "message"))
    {
      self->letters++;
      g_assert_true (g_bytes_equal (question->bytes, mail_message_get_bytes (self->message)));
    }
  smtp_server_answer (session, now, &reply);
}

static void
post_gone (gpointer owner, SimSocket *socket, SimTime now, SimCloseReason why)
{
  Post *self = owner;

  g_assert_cmpint (why, ==, SIM_CLOSE_DONE);
  self->done = ++self->gone == 2;
}

static const SimSocketFuncs post_funcs = { .ask = post_ask, .gone = post_gone };

static void
post_accept (gpointer owner, int fd, GInetSocketAddress *peer)
{
  SmtpServerConfig config = { .host = "mail.example", .extensions = SMTP_EXT_PIPELINING };

  g_assert_true (g_inet_address_get_is_loopback (g_inet_socket_address_get_address (peer)));
  sim_socket_open (sim_socket_new (fd, smtp_server_new (&config), &post_funcs, owner));
}

static void
test_tcp (void)
{
  Post self = { .wanted = 5 };
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) name = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new ("Subject: large\r\n\r\n");
  g_autoptr (GBytes) bytes = NULL;
  SmtpClientConfig config = { .host = "client.example" };

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, ".line %u of a large letter\r\n", i);
  bytes = g_bytes_new (text->str, text->len);
  self.message = mail_message_new (bytes);
  self.listener = sim_listener_new (loopback, 0, post_accept, &self, &error);
  g_assert_no_error (error);
  name = g_inet_socket_address_new (loopback, sim_listener_get_port (self.listener));
  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_true (g_socket_connect (socket, name, NULL, &error));
  sim_socket_open (sim_socket_new (dup (g_socket_get_fd (socket)), smtp_client_new (&config), &post_funcs, &self));
  g_clear_object (&socket);
  iterate_until (&self.done);
  g_assert_cmpuint (self.letters, ==, 5);
  sim_listener_free (self.listener);
  mail_message_unref (self.message);
}

static void
test_port_taken (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GError) error = NULL;
  g_autoptr (SimListener) first = sim_listener_new (loopback, 0, post_accept, NULL, &error);
  SimListener *second = sim_listener_new (loopback, sim_listener_get_port (first), post_accept, NULL, &error);

  g_assert_null (second);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/socket/end-of-input-reaches-the-session", test_eof);
  g_test_add_func ("/net/socket/who-watches-hears-lines", test_lines);
  g_test_add_func ("/net/socket/who-does-not-read-is-not-read", test_back_pressure);
  g_test_add_func ("/net/socket/last-words-arrive", test_last_words);
  g_test_add_func ("/net/socket/deadline-is-kept", test_deadline);
  g_test_add_func ("/net/socket/deadline-may-move", test_deadline_moves);
  g_test_add_func ("/net/socket/hold-stops-reading", test_hold);
  g_test_add_func ("/net/socket/lost-peer-ends-it", test_lost_peer);
  g_test_add_func ("/net/socket/letters-over-tcp", test_tcp);
  g_test_add_func ("/net/socket/port-that-is-taken-is-an-error", test_port_taken);
  return g_test_run ();
}
