/* outgo.h - what a TCP sender has been given and nobody has acknowledged yet
 *
 * The counterpart of intake.h. Bytes are borrowed (the trace's) unless they are
 * given away. Positions are octets from the beginning of the stream.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64     written;   /* octets in all */
  GArray    *pieces;    /* those that are not acknowledged whole */
  GPtrArray *own;       /* GBytes that pieces are of; or NULL */
} SimOutgo;

void          sim_outgo_init   (SimOutgo *self);
void          sim_outgo_clear  (SimOutgo *self);

/* @said: the entry that they are of. */
void          sim_outgo_add    (SimOutgo *self, const guint8 *bytes, gsize len, guint said);
void          sim_outgo_add_own (SimOutgo *self, GBytes *bytes, guint said);      /* takes @bytes */

/* Up to @limit octets from @position in one run. @copy: NULL, or what keeps them if they did not stand
 * together (transfer full). @said: the entry of the first. */
const guint8 *sim_outgo_gather (const SimOutgo *self, gint64 position, gsize limit, gsize *len, guint *said,
                                guint8 **copy);

/* All before @position is acknowledged. */
void          sim_outgo_forget (SimOutgo *self, gint64 position);

G_END_DECLS
