/* random.h - named streams of numbers
 *
 * Every link and every actor draws from a stream of its own, made from the
 * world's seed and its name, so that adding one disturbs no other. Not for
 * secrets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 state;
} SimRandom;

void     sim_random_init   (SimRandom *self, guint64 seed, const char *name);
guint64  sim_random_next   (SimRandom *self);

/* A number from 0 to @n - 1; @n is not 0. */
guint32  sim_random_below  (SimRandom *self, guint32 n);

/* TRUE in @per_million of a million calls. */
gboolean sim_random_chance (SimRandom *self, guint32 per_million);

G_END_DECLS
