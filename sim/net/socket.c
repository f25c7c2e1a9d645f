/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE     /* accept4() */
#include "sim/net/socket.h"

#include "sim/net/pump.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_SIZE    (64 * 1024)
#define FEED_SIZE    (4 * 1024)     /* between two looks at what waits to be sent */
#define LINE_PART    (8 * 1024)     /* who watches hears a longer line in parts */
#define UNSENT_MAX   (32 * 1024)    /* nothing is read while more than this waits to be sent */
#define UNSENT_KEEP  (256 * 1024)   /* a buffer that grew larger is given back when it is empty */
#define LINGER       (5 * SIM_TIME_SECOND)
#define LINGER_READ  (1024 * 1024)  /* octets that are thrown away after the end */

typedef struct
{
  GSource    source;
  SimSocket *socket;
} SocketSource;

struct _SimSocket
{
  int         fd;
  SimSession *session;
  const SimSocketFuncs *funcs;
  gpointer    owner;
  GSource    *source;
  gpointer    tag;
  GIOCondition wanted;
  gint64      ready_time;    /* microseconds; -1: none */
  GByteArray *unsent;
  gsize       sent;          /* octets of it that are gone */
  GByteArray *unfed;         /* read, and waiting until the peer reads */
  gsize       fed;
  SimTime     linger_until;
  gsize       thrown_away;
  guint       busy;          /* inside a call that ends with settle() */
  guint       held : 1;
  guint       got_eof : 1;
  guint       closing : 1;   /* the session has said its last */
  guint       shut : 1;      /* and the peer has been told so */
  guint       over : 1;
  SimCloseReason why;
};

SimTime
sim_socket_now (void)
{
  return g_get_monotonic_time () * SIM_TIME_MICROSECOND;
}

/* ---- what the session puts out ---- */

static void
on_send (gpointer data, SimTime now, const SimOutput *output)
{
  SimSocket *self = data;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (output->bytes, &len);

  g_byte_array_append (self->unsent, bytes, len);
  if (self->funcs->said != NULL)
    self->funcs->said (self->owner, self, now, output);
}

static void
on_move (gpointer data, SimTime now, const SimOutput *output)
{
  SimSocket *self = data;

  if (self->funcs->moved != NULL)
    self->funcs->moved (self->owner, self, now, output);
}

static void
on_ask (gpointer data, SimTime now, const SimOutput *output)
{
  SimSocket *self = data;

  self->funcs->ask (self->owner, self, now, output);
}

static void
on_start_tls (gpointer data, SimTime now)
{
  /* No session offers it yet on a real socket. */
}

static void
on_close (gpointer data, SimTime now)
{
  SimSocket *self = data;

  self->closing = TRUE;
}

static const SimTransport transport = { on_send, on_move, on_ask, on_start_tls, on_close };

/* ---- input and output ---- */

static gsize
unsent (const SimSocket *self)
{
  return self->unsent->len - self->sent;
}

static void
finish (SimSocket *self, SimCloseReason why)
{
  if (self->over)
    return;
  self->over = TRUE;
  self->why = why;
}

/* How much of @bytes the session gets at once. */
static gsize
next_part (const SimSocket *self, const guint8 *bytes, gsize len)
{
  const guint8 *lf;

  if (self->funcs->heard == NULL)
    return MIN (len, FEED_SIZE);
  len = MIN (len, LINE_PART);
  lf = memchr (bytes, '\n', len);
  return lf != NULL ? (gsize) (lf - bytes) + 1 : len;
}

static void
feed_part (SimSocket *self, SimTime now, const guint8 *bytes, gsize len)
{
  if (self->funcs->heard != NULL)
    self->funcs->heard (self->owner, self, now, bytes, len);
  sim_session_feed (self->session, now, bytes, len);
  sim_pump (self->session, now, &transport, self);
  if (self->funcs->fed != NULL)
    self->funcs->fed (self->owner, self, now);
}

/* The connection is lost; the session hears what the peer said before, and of the end. */
static void
lose (SimSocket *self, SimTime now)
{
  guint8 last[FEED_SIZE];
  gssize n;

  while (!self->closing && !self->got_eof && self->unfed == NULL
         && (n = recv (self->fd, last, sizeof last, MSG_DONTWAIT)) > 0)
    for (gsize taken = 0, part; taken < (gsize) n && !self->closing; taken += part)
      {
        part = next_part (self, last + taken, n - taken);
        feed_part (self, now, last + taken, part);
      }
  if (!self->closing && !self->got_eof)
    {
      self->got_eof = TRUE;
      sim_session_eof (self->session, now);
      sim_pump (self->session, now, &transport, self);
    }
  finish (self, SIM_CLOSE_RESET);
}

static void
flush (SimSocket *self, SimTime now)
{
  gssize n;

  if (unsent (self) == 0 || self->over)
    return;
  do
    n = send (self->fd, self->unsent->data + self->sent, unsent (self), MSG_NOSIGNAL | MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    {
      if (errno != EAGAIN && errno != EWOULDBLOCK)
        lose (self, now);
      return;
    }
  self->sent += n;
  if (unsent (self) > 0)
    {
      sim_session_progress (self->session, now);
      if (self->sent > UNSENT_KEEP && self->sent > self->unsent->len / 2)
        {
          g_byte_array_remove_range (self->unsent, 0, self->sent);
          self->sent = 0;
        }
      return;
    }
  self->sent = 0;
  if (self->unsent->len > UNSENT_KEEP)
    {
      g_byte_array_unref (self->unsent);
      self->unsent = g_byte_array_new ();
    }
  else
    g_byte_array_set_size (self->unsent, 0);
}

/* Returns how many octets the session took. */
static gsize
feed (SimSocket *self, SimTime now, const guint8 *bytes, gsize len)
{
  gsize taken = 0;

  while (taken < len && !self->closing && !self->over && !self->held && unsent (self) <= UNSENT_MAX
         && sim_session_wants_input (self->session))
    {
      gsize part = next_part (self, bytes + taken, len - taken);

      feed_part (self, now, bytes + taken, part);
      taken += part;
    }
  return taken;
}

static void
feed_rest (SimSocket *self, SimTime now)
{
  if (self->unfed == NULL)
    return;
  self->fed += feed (self, now, self->unfed->data + self->fed, self->unfed->len - self->fed);
  if (self->fed == self->unfed->len || self->closing)
    g_clear_pointer (&self->unfed, g_byte_array_unref);
}

/* A peer that writes a command in two pieces, as many do after a literal, sends the second only when the first is
 * acknowledged (RFC 896); to be silent for 40 ms then would hold both up (RFC 1122, 4.2.3.2). */
static void
acknowledge (SimSocket *self)
{
#ifdef TCP_QUICKACK
  int one = 1;

  setsockopt (self->fd, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof one);
#endif
}

static void
receive (SimSocket *self, SimTime now)
{
  static guint8 buffer[READ_SIZE];      /* whatever is not taken at once is copied */
  gssize n;
  gsize taken;

  do
    n = recv (self->fd, buffer, sizeof buffer, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    {
      if (errno != EAGAIN && errno != EWOULDBLOCK)
        lose (self, now);
      return;
    }
  if (n == 0)
    {
      self->got_eof = TRUE;
      if (self->closing)
        return;
      sim_session_eof (self->session, now);
      sim_pump (self->session, now, &transport, self);
      return;
    }
  if (self->closing)
    {
      self->thrown_away += n;
      return;
    }
  acknowledge (self);
  taken = feed (self, now, buffer, n);
  if (taken < (gsize) n && !self->closing)
    {
      self->unfed = g_byte_array_new ();
      self->fed = 0;
      g_byte_array_append (self->unfed, buffer + taken, n - taken);
    }
}

/* ---- when to be called again ---- */

static gboolean
wants_input (const SimSocket *self)
{
  if (self->got_eof || self->over)
    return FALSE;
  if (self->closing)
    return self->shut;
  return !self->held && self->unfed == NULL && unsent (self) <= UNSENT_MAX;
}

/* The end: what was said last must arrive, so a peer that still talks is heard
 * out for a while. Closing on unread input would make the kernel send a RST,
 * and that may overtake our last words. */
static void
end (SimSocket *self, SimTime now)
{
  if (self->linger_until == 0)
    self->linger_until = now + LINGER;
  if (now >= self->linger_until)
    finish (self, SIM_CLOSE_TIMEOUT);
  if (unsent (self) > 0 || self->over)
    return;
  if (!self->shut && !self->got_eof)
    {
      guint8 byte;
      gssize n = recv (self->fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK);

      if (n == 0 || (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)))
        {
          finish (self, SIM_CLOSE_DONE);        /* nothing is unread */
          return;
        }
      self->shut = TRUE;
      shutdown (self->fd, SHUT_WR);
    }
  if (self->got_eof || self->thrown_away > LINGER_READ)
    finish (self, SIM_CLOSE_DONE);
}

/* Only a change is told to the main loop; inside its own dispatch that costs next to nothing. */
static void
set_wants (SimSocket *self)
{
  GIOCondition wanted = (wants_input (self) ? G_IO_IN : 0) | (unsent (self) > 0 ? G_IO_OUT : 0);
  SimTime deadline = self->closing ? self->linger_until : sim_session_deadline (self->session);
  gint64 ready = deadline == SIM_TIME_NEVER ? -1 : deadline / SIM_TIME_MICROSECOND + 1;

  if (wanted != self->wanted)
    {
      g_source_modify_unix_fd (self->source, self->tag, wanted);
      self->wanted = wanted;
    }
  /* A deadline that moved away is looked at when the old one comes. */
  if (ready >= 0 && (self->ready_time < 0 || ready < self->ready_time))
    {
      g_source_set_ready_time (self->source, ready);
      self->ready_time = ready;
    }
}

/* Every way in ends here: writes, ends, and frees what is over. FALSE: @self is no more. */
static gboolean
settle (SimSocket *self, SimTime now)
{
  if (self->busy > 1)
    {
      self->busy--;
      return TRUE;
    }
  flush (self, now);
  while (self->unfed != NULL && !self->over && !self->held && unsent (self) <= UNSENT_MAX)
    {
      feed_rest (self, now);
      flush (self, now);
    }
  if (self->closing)
    end (self, now);
  self->busy--;
  if (self->over)
    {
      self->funcs->gone (self->owner, self, now, self->why);
      sim_socket_free (self);
      return FALSE;
    }
  set_wants (self);
  return TRUE;
}

static gboolean
dispatch (GSource *source, GSourceFunc func, gpointer data)
{
  SimSocket *self = ((SocketSource *) source)->socket;
  GIOCondition condition = g_source_query_unix_fd (source, self->tag);
  SimTime now = sim_socket_now ();

  self->busy++;
  if (self->ready_time >= 0 && now / SIM_TIME_MICROSECOND >= self->ready_time)
    {
      g_source_set_ready_time (source, -1);
      self->ready_time = -1;
      sim_session_expire (self->session, now);
      sim_pump (self->session, now, &transport, self);
    }
  if (wants_input (self) && (condition & (G_IO_IN | G_IO_HUP | G_IO_ERR)))
    receive (self, now);
  else if (condition & (G_IO_HUP | G_IO_ERR))
    lose (self, now);                   /* nobody reads what waits to be sent */
  settle (self, now);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

/* ---- a connection ---- */

SimSocket *
sim_socket_new (int fd, SimSession *session, const SimSocketFuncs *funcs, gpointer owner)
{
  SimSocket *self = g_new0 (SimSocket, 1);

  self->fd = fd;
  self->session = session;
  self->funcs = funcs;
  self->owner = owner;
  self->unsent = g_byte_array_new ();
  self->ready_time = -1;
  self->source = g_source_new (&source_funcs, sizeof (SocketSource));
  g_source_set_static_name (self->source, "SimSocket");
  /* Else GLib takes the descriptor out of its list and puts it in again for each
   * dispatch, and wakes itself up both times: three system calls. */
  g_source_set_can_recurse (self->source, TRUE);
  ((SocketSource *) self->source)->socket = self;
  self->tag = g_source_add_unix_fd (self->source, fd, 0);
  return self;
}

void
sim_socket_open (SimSocket *self)
{
  SimTime now = sim_socket_now ();

  g_source_attach (self->source, g_main_context_get_thread_default ());
  self->busy++;
  sim_session_open (self->session, now);
  sim_pump (self->session, now, &transport, self);
  settle (self, now);
}

void
sim_socket_free (SimSocket *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->fd);
  sim_session_free (self->session);
  g_byte_array_unref (self->unsent);
  g_clear_pointer (&self->unfed, g_byte_array_unref);
  g_free (self);
}

SimSession *
sim_socket_get_session (SimSocket *self)
{
  return self->session;
}

gsize
sim_socket_get_unsent (const SimSocket *self)
{
  return unsent (self);
}

void
sim_socket_pump (SimSocket *self)
{
  SimTime now = sim_socket_now ();

  self->busy++;
  if (self->busy == 1)
    sim_pump (self->session, now, &transport, self);
  settle (self, now);
}

void
sim_socket_hold (SimSocket *self, gboolean hold)
{
  self->busy++;
  self->held = hold;
  settle (self, sim_socket_now ());
}

void
sim_socket_dismiss (SimSocket *self, const char *bytes)
{
  if (self->closing)
    return;
  self->busy++;
  self->closing = TRUE;
  g_byte_array_append (self->unsent, (const guint8 *) bytes, strlen (bytes));
  settle (self, sim_socket_now ());
}

void
sim_socket_abort (SimSocket *self)
{
  self->busy++;
  finish (self, SIM_CLOSE_RESET);
  settle (self, sim_socket_now ());
}

/* ---- a port ---- */

struct _SimListener
{
  GSocket      *socket;
  guint         source;
  guint16       port;
  int           spare;      /* given up for a moment when no descriptor is left */
  SimSocketAcceptFunc func;
  gpointer      owner;
};

static int
open_spare (void)
{
  return open ("/dev/null", O_RDONLY | O_CLOEXEC);
}

static gboolean
on_connection (int listening, GIOCondition condition, gpointer data)
{
  SimListener *self = data;

  for (guint i = 0; i < 16; i++)
    {
      struct sockaddr_storage name;
      socklen_t len = sizeof name;
      int one = 1;
      int fd = accept4 (listening, (struct sockaddr *) &name, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
      g_autoptr (GSocketAddress) peer = NULL;

      if (fd < 0 && (errno == EMFILE || errno == ENFILE) && self->spare >= 0)
        {
          /* Else it would stay in the queue and we would be called for ever. */
          close (self->spare);
          fd = accept4 (listening, NULL, NULL, SOCK_CLOEXEC);
          if (fd >= 0)
            close (fd);
          self->spare = open_spare ();
          break;
        }
      if (fd < 0)
        break;
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      peer = g_socket_address_new_from_native (&name, len);
      if (peer != NULL && G_IS_INET_SOCKET_ADDRESS (peer))
        self->func (self->owner, fd, G_INET_SOCKET_ADDRESS (peer));
      else
        close (fd);
    }
  return G_SOURCE_CONTINUE;
}

SimListener *
sim_listener_new (GInetAddress *address, guint16 port, SimSocketAcceptFunc func, gpointer owner, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_inet_address_get_family (address), G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, error);
  g_autoptr (GSocketAddress) name = g_inet_socket_address_new (address, port);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSource) source = NULL;
  SimListener *self;

  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, 1024);
  if (!g_socket_bind (socket, name, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  bound = g_socket_get_local_address (socket, error);
  if (bound == NULL)
    return NULL;
  self = g_new0 (SimListener, 1);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->func = func;
  self->owner = owner;
  self->spare = open_spare ();
  source = g_unix_fd_source_new (g_socket_get_fd (socket), G_IO_IN);
  g_source_set_callback (source, G_SOURCE_FUNC (on_connection), self, NULL);
  self->source = g_source_attach (source, g_main_context_get_thread_default ());
  self->socket = g_steal_pointer (&socket);
  return self;
}

guint16
sim_listener_get_port (const SimListener *self)
{
  return self->port;
}

void
sim_listener_free (SimListener *self)
{
  GSource *source = g_main_context_find_source_by_id (g_main_context_get_thread_default (), self->source);

  if (source != NULL)
    g_source_destroy (source);
  if (self->spare >= 0)
    close (self->spare);
  g_object_unref (self->socket);
  g_free (self);
}
