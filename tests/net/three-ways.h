/* three-ways.h - the same two sessions in memory, over a socket pair and over the simulated net: one transcript
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/session.h"

G_BEGIN_DECLS

typedef struct
{
  gconstpointer data;                          /* what the two say to each other is decided by this alone */
  guint16       port;
  const char   *service;
  gpointer    (*start)         (gconstpointer data);
  void        (*stop)          (gpointer state);
  SimSession *(*new_server)    (gpointer state);
  SimSession *(*new_client)    (gpointer state);
  void        (*answer_server) (gpointer state, SimSession *server, SimTime now, const SimOutput *question);
  void        (*answer_client) (gpointer state, SimSession *client, SimTime now, const SimOutput *question);
} ThreeWays;

/* Asserts that all are the same. "S: ...": a line for each that was said. (transfer full) */
char *three_ways_check (const ThreeWays *what);

G_END_DECLS
