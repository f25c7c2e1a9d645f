/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/core/dots.h"

#include <string.h>

/* Octets before the next CR or LF. */
static gsize
line_length (const guint8 *p, gsize len)
{
  const guint8 *lf = memchr (p, '\n', len);
  gsize n = lf != NULL ? (gsize) (lf - p) : len;
  const guint8 *cr = memchr (p, '\r', n);

  return cr != NULL ? (gsize) (cr - p) : n;
}

GBytes *
sim_dots_stuff (const guint8 *data, gsize len, gboolean dots, gsize *n_dots)
{
  GByteArray *wire = g_byte_array_sized_new (len + len / 32 + 2);
  gsize added = 0;

  for (gsize i = 0; i < len; )
    {
      gsize n = line_length (data + i, len - i);

      if (dots && data[i] == '.')
        {
          g_byte_array_append (wire, (const guint8 *) ".", 1);
          added++;
        }
      g_byte_array_append (wire, data + i, n);
      g_byte_array_append (wire, (const guint8 *) "\r\n", 2);
      i += n;
      i += i + 1 < len && data[i] == '\r' && data[i + 1] == '\n' ? 2 : 1;
    }
  if (n_dots != NULL)
    *n_dots = added;
  return g_byte_array_free_to_bytes (wire);
}
