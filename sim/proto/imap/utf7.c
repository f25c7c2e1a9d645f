/* utf7.c - modified UTF-7 (RFC 3501, 5.1.3): how old IMAP writes names of folders
 *
 *   "Отчёт & co"  is  "&BB4EQgRHBFEEQg- &- co"
 *
 * What is not printable ASCII is UTF-16 in a Base64 with "," for "/", between "&" and "-".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/tokens.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

static gboolean
is_plain (guint8 c)
{
  return c >= 0x20 && c <= 0x7e;
}

/* ---- encoding ---- */

typedef struct
{
  GString *out;
  guint32  bits;
  guint    n_bits;
} Encoder;

static void
put_unit (Encoder *self, guint16 unit)
{
  self->bits = self->bits << 16 | unit;
  for (self->n_bits += 16; self->n_bits >= 6; self->n_bits -= 6)
    g_string_append_c (self->out, alphabet[self->bits >> (self->n_bits - 6) & 63]);
  self->bits &= (1u << self->n_bits) - 1;
}

static void
put_char (Encoder *self, gunichar c)
{
  if (c >= 0x10000)
    put_unit (self, (guint16) (0xd800 + ((c - 0x10000) >> 10)));
  put_unit (self, (guint16) (c >= 0x10000 ? 0xdc00 + ((c - 0x10000) & 0x3ff) : c));
}

static void
end_run (Encoder *self)
{
  if (self->n_bits > 0)
    g_string_append_c (self->out, alphabet[self->bits << (6 - self->n_bits) & 63]);
  g_string_append_c (self->out, '-');
  self->bits = self->n_bits = 0;
}

char *
imap_utf7_encode (const char *utf8)
{
  Encoder encoder = { .out = g_string_new (NULL) };
  gboolean inside = FALSE;

  for (const char *p = utf8; *p != '\0'; p = g_utf8_next_char (p))
    {
      gboolean plain = is_plain ((guint8) *p);

      if (inside && plain)
        end_run (&encoder);
      else if (!inside && !plain)
        g_string_append_c (encoder.out, '&');
      inside = !plain;
      if (!plain)
        put_char (&encoder, g_utf8_get_char (p));
      else if (*p == '&')
        g_string_append (encoder.out, "&-");
      else
        g_string_append_c (encoder.out, *p);
    }
  if (inside)
    end_run (&encoder);
  return g_string_free (encoder.out, FALSE);
}

/* ---- decoding ---- */

/* The units between "&" and "-"; @p stands behind "&" and is moved behind "-". */
static gboolean
decode_run (const char **p, GString *out)
{
  guint32 bits = 0;
  guint n_bits = 0;
  gunichar high = 0;

  for (; **p != '-'; (*p)++)
    {
      const char *place = **p != '\0' ? strchr (alphabet, **p) : NULL;
      gunichar unit;

      if (place == NULL)
        return FALSE;
      bits = (bits << 6 | (guint32) (place - alphabet)) & 0x3fffff;
      n_bits += 6;
      if (n_bits < 16)
        continue;
      n_bits -= 16;
      unit = bits >> n_bits & 0xffff;
      if ((high != 0) != (unit >= 0xdc00 && unit <= 0xdfff) || unit == 0)
        return FALSE;
      if (unit >= 0xd800 && unit <= 0xdbff)
        high = unit;
      else
        {
          g_string_append_unichar (out, high != 0 ? 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00) : unit);
          high = 0;
        }
    }
  (*p)++;
  return high == 0;
}

char *
imap_utf7_decode (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *again = NULL;

  for (const char *p = text; *p != '\0';)
    {
      if (!is_plain ((guint8) *p))
        return NULL;
      if (*p != '&')
        g_string_append_c (out, *p++);
      else if (p[1] == '-')
        {
          g_string_append_c (out, '&');
          p += 2;
        }
      else
        {
          p++;
          if (!decode_run (&p, out))
            return NULL;
        }
    }
  /* A name has one form only: no printable ASCII in Base64, no run that was cut in two, no bits left over. */
  again = imap_utf7_encode (out->str);
  return g_str_equal (again, text) ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}
