/* pump.h - carries a session's outputs to a transport; the only glue there is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/session.h"

G_BEGIN_DECLS

typedef struct
{
  void (*send)      (gpointer transport, SimTime now, const SimOutput *output);  /* bytes are borrowed */
  void (*move)      (gpointer transport, SimTime now, const SimOutput *output);
  void (*ask)       (gpointer transport, SimTime now, const SimOutput *output);
  void (*start_tls) (gpointer transport, SimTime now);
  void (*close)     (gpointer transport, SimTime now);
} SimTransport;

/* Until the session has nothing more to put out. What an owner answers inside ask() comes out too. */
void sim_pump (SimSession *session, SimTime now, const SimTransport *type, gpointer transport);

G_END_DECLS
