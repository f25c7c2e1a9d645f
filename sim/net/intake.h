/* intake.h - what a TCP receiver has got and its owner has not yet taken
 *
 * Puts segments into order, and says how much more may come: the receive window
 * (RFC 9293, 3.8.6.2) shrinks while the owner does not take what is there. Bytes
 * are borrowed: they are the trace's. Positions are octets from the beginning of
 * the stream.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SIM_INTAKE_SIZE 65535      /* octets; the largest window without scaling */

typedef struct
{
  gint64  received;     /* all before this has come */
  gint64  taken;        /* all before this was taken */
  GArray *early;        /* came before what goes before it */
  GArray *held;         /* in order, not taken */
} SimIntake;

void     sim_intake_init   (SimIntake *self);
void     sim_intake_clear  (SimIntake *self);

/* A segment has come. What was there already, and what has no room, is dropped. */
void     sim_intake_add    (SimIntake *self, gint64 start, const guint8 *bytes, gsize len);

/* Takes the next bytes in order; FALSE: there are none. */
gboolean sim_intake_next   (SimIntake *self, const guint8 **bytes, gsize *len);

/* What to advertise; 0 rather than less than @mss, so that nobody is lured into small segments
 * (the silly window syndrome, 3.8.6.2.2). */
guint16  sim_intake_window (const SimIntake *self, guint mss);

G_END_DECLS
