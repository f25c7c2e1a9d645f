/* socket.h - a session at one end of a real socket
 *
 * The same sessions as in the simulated world; here bytes and the time come from
 * the machine. Sockets belong to the main context of the thread that made them.
 * Times are nanoseconds of the monotonic clock (sim_socket_now()).
 *
 * Bounded both ways: while the peer does not read what it was sent, nothing more
 * is read from it; after the session's end it has some seconds to take the rest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/net/stream.h"
#include "sim/proto/session.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _SimSocket   SimSocket;
typedef struct _SimListener SimListener;

typedef struct
{
  /* Answer the session at once, or later; then call sim_socket_pump(). */
  void (*ask)   (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *question);

  /* For who watches; each may be NULL. heard() comes before the session gets the
   * bytes, which then are at most one line, or a part of one that is long. */
  void (*heard) (gpointer owner, SimSocket *socket, SimTime now, const guint8 *bytes, gsize len);
  void (*said)  (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *output);
  void (*moved) (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *output);

  /* The session has taken some bytes and said what it had to say; may be NULL. */
  void (*fed)   (gpointer owner, SimSocket *socket, SimTime now);

  /* The connection is over; the socket and its session are freed after it. */
  void (*gone)  (gpointer owner, SimSocket *socket, SimTime now, SimCloseReason why);
} SimSocketFuncs;

SimTime     sim_socket_now         (void);

/* Takes @fd, a connected socket, and @session. Nothing happens before sim_socket_open(). */
SimSocket  *sim_socket_new         (int fd, SimSession *session, const SimSocketFuncs *funcs, gpointer owner);
void        sim_socket_open        (SimSocket *self);
/* Without telling the owner. Not inside one of the functions above. */
void        sim_socket_free        (SimSocket *self);

SimSession *sim_socket_get_session (SimSocket *self);
gsize       sim_socket_get_unsent  (const SimSocket *self);   /* octets */

/* After an answer that came later, and whatever else made the session speak. */
void        sim_socket_pump        (SimSocket *self);
/* Nothing is read until it is let go on: the owner needs time for an answer. */
void        sim_socket_hold        (SimSocket *self, gboolean hold);
/* Sends @bytes, if they go at once, and closes, whatever the session thinks of it; gone() is called. */
void        sim_socket_dismiss     (SimSocket *self, const char *bytes);
/* At once and without a word; gone() is called. */
void        sim_socket_abort       (SimSocket *self);

/* A new connection: @fd is the owner's, does not block and dies with an exec. @peer is borrowed. */
typedef void (*SimSocketAcceptFunc) (gpointer owner, int fd, GInetSocketAddress *peer);

/* @address: an IP address; port 0: any free one. NULL and @error: somebody else has it. */
SimListener *sim_listener_new      (GInetAddress *address, guint16 port, SimSocketAcceptFunc func, gpointer owner, GError **error);
guint16      sim_listener_get_port (const SimListener *self);
void         sim_listener_free     (SimListener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimListener, sim_listener_free)

G_END_DECLS
