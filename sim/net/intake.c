/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/net/intake.h"

typedef struct
{
  gint64        start;
  const guint8 *bytes;
  gsize         len;
} Part;

void
sim_intake_init (SimIntake *self)
{
  self->received = 0;
  self->taken = 0;
  self->early = g_array_new (FALSE, FALSE, sizeof (Part));
  self->held = g_array_new (FALSE, FALSE, sizeof (Part));
}

void
sim_intake_clear (SimIntake *self)
{
  g_array_unref (self->early);
  g_array_unref (self->held);
}

static void
keep_early (SimIntake *self, Part part)
{
  guint i = 0;

  while (i < self->early->len && g_array_index (self->early, Part, i).start < part.start)
    i++;
  if (i == self->early->len || g_array_index (self->early, Part, i).start != part.start)
    g_array_insert_val (self->early, i, part);
}

/* @part begins where the order ends, or before. */
static void
hold (SimIntake *self, Part part)
{
  gint64 known = self->received - part.start;

  if (known >= (gint64) part.len)
    return;
  part.start += known;
  part.bytes += known;
  part.len -= known;
  g_array_append_val (self->held, part);
  self->received += part.len;
}

void
sim_intake_add (SimIntake *self, gint64 start, const guint8 *bytes, gsize len)
{
  gint64 room = self->taken + SIM_INTAKE_SIZE - start;
  Part part = { start, bytes, len };

  if (room <= 0)
    return;
  if ((gint64) part.len > room)
    part.len = room;
  if (start > self->received)
    {
      keep_early (self, part);
      return;
    }
  hold (self, part);
  while (self->early->len > 0 && g_array_index (self->early, Part, 0).start <= self->received)
    {
      part = g_array_index (self->early, Part, 0);
      g_array_remove_index (self->early, 0);
      hold (self, part);
    }
}

gboolean
sim_intake_next (SimIntake *self, const guint8 **bytes, gsize *len)
{
  const Part *part;

  if (self->held->len == 0)
    return FALSE;
  part = &g_array_index (self->held, Part, 0);
  *bytes = part->bytes;
  *len = part->len;
  self->taken += part->len;
  g_array_remove_index (self->held, 0);
  return TRUE;
}

guint16
sim_intake_window (const SimIntake *self, guint mss)
{
  gint64 room = SIM_INTAKE_SIZE - (self->received - self->taken);

  return room < (gint64) mss ? 0 : room;
}
