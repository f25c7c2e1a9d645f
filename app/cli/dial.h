/* dial.h - one of our client sessions at a real server's door, its dialogue shown on stderr
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/net/socket.h"

G_BEGIN_DECLS

/* Answers the session's question at once. */
typedef void (*EhloDialAsk) (gpointer owner, SimTime now, const SimOutput *question);

/* What --server, --tls and --auth say; NULL where they were left out. */
typedef struct
{
  const char *server;
  const char *tls;
  const char *auth;
} EhloDialOptions;

/* FALSE: the program ends with *@status, and has said why. (server: transfer full) */
gboolean ehlo_dial_check   (const char *command, const EhloDialOptions *options, GSocketConnectable **server, int *status);

/* "anna:secret" in two. NULL, NULL: no login. (user: transfer full; password: borrowed from @auth) */
void     ehlo_dial_login   (const char *auth, char **user, const char **password);

/* The descriptor of a new connection; -1: there is none, and the reason has been told. @own: "[192.0.2.1]", how who has
 * no name calls himself (RFC 5321, 4.1.3); or NULL. */
int      ehlo_dial_connect (GSocketConnectable *server, const char *name, char **own);

/* Takes @fd and @session; returns when the connection is over. */
void     ehlo_dial_run     (int fd, SimSession *session, EhloDialAsk ask, gpointer owner);

G_END_DECLS
