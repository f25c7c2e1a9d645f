/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/frame.h"

#include <string.h>

GBytes *
dns_frame_new (const guint8 *message, gsize len)
{
  guint8 *frame;

  g_return_val_if_fail (len <= G_MAXUINT16, NULL);

  frame = g_malloc (len + 2);
  frame[0] = len >> 8;
  frame[1] = len & 255;
  if (len > 0)
    memcpy (frame + 2, message, len);
  return g_bytes_new_take (frame, len + 2);
}

GBytes *
dns_frame_take (GByteArray *input)
{
  GBytes *message;
  gsize len;

  if (input->len < 2)
    return NULL;
  len = input->data[0] << 8 | input->data[1];
  if (input->len < len + 2)
    return NULL;
  message = g_bytes_new (input->data + 2, len);
  g_byte_array_remove_range (input, 0, len + 2);
  return message;
}
