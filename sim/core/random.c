/* random.c - SplitMix64, one state per name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/random.h"

void
sim_random_init (SimRandom *self, guint64 seed, const char *name)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);      /* FNV-1a of the name */

  for (const char *p = name; *p != '\0'; p++)
    hash = (hash ^ (guint8) *p) * G_GUINT64_CONSTANT (0x100000001b3);
  self->state = seed;
  self->state = sim_random_next (self) ^ hash;
}

guint64
sim_random_next (SimRandom *self)
{
  guint64 z = (self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

guint32
sim_random_below (SimRandom *self, guint32 n)
{
  g_return_val_if_fail (n > 0, 0);

  return (guint32) (((sim_random_next (self) >> 32) * (guint64) n) >> 32);
}

gboolean
sim_random_chance (SimRandom *self, guint32 per_million)
{
  return sim_random_below (self, 1000000) < per_million;
}
