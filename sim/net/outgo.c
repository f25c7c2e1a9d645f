/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/net/outgo.h"

#include <string.h>

typedef struct
{
  gint64        start;
  const guint8 *bytes;
  gsize         len;
  guint         said;
} Piece;

void
sim_outgo_init (SimOutgo *self)
{
  self->written = 0;
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->own = NULL;
}

void
sim_outgo_clear (SimOutgo *self)
{
  g_array_unref (self->pieces);
  g_clear_pointer (&self->own, g_ptr_array_unref);
}

void
sim_outgo_add (SimOutgo *self, const guint8 *bytes, gsize len, guint said)
{
  Piece piece = { self->written, bytes, len, said };

  g_array_append_val (self->pieces, piece);
  self->written += len;
}

void
sim_outgo_add_own (SimOutgo *self, GBytes *bytes, guint said)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  if (self->own == NULL)
    self->own = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (self->own, bytes);
  sim_outgo_add (self, data, len, said);
}

/* The piece that has @position, which is not acknowledged and was written. */
static guint
piece_at (const SimOutgo *self, gint64 position)
{
  guint i = 0;

  while (i + 1 < self->pieces->len && g_array_index (self->pieces, Piece, i + 1).start <= position)
    i++;
  return i;
}

const guint8 *
sim_outgo_gather (const SimOutgo *self, gint64 position, gsize limit, gsize *len, guint *said, guint8 **copy)
{
  guint i = piece_at (self, position);
  const Piece *piece = &g_array_index (self->pieces, Piece, i);
  gsize skip = position - piece->start;
  const guint8 *bytes = piece->bytes + skip;

  *copy = NULL;
  *said = piece->said;
  *len = 0;
  for (; i < self->pieces->len && *len < limit; i++, skip = 0)
    {
      gsize part;

      piece = &g_array_index (self->pieces, Piece, i);
      part = piece->len - skip < limit - *len ? piece->len - skip : limit - *len;
      if (*copy == NULL && piece->bytes + skip != bytes + *len)
        {
          *copy = g_malloc (limit);
          memcpy (*copy, bytes, *len);
        }
      if (*copy != NULL)
        memcpy (*copy + *len, piece->bytes + skip, part);
      *len += part;
    }
  return *copy != NULL ? *copy : bytes;
}

void
sim_outgo_forget (SimOutgo *self, gint64 position)
{
  guint n = 0;

  while (n < self->pieces->len
         && g_array_index (self->pieces, Piece, n).start + (gint64) g_array_index (self->pieces, Piece, n).len <= position)
    n++;
  if (n > 0)
    g_array_remove_range (self->pieces, 0, n);
}
