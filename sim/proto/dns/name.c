/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/name.h"

#include <string.h>

/* One octet of a label as text, with its escapes. The characters used; 0: a faulty escape. */
static gsize
read_octet (const char *text, guint8 *out)
{
  guint value = 0;

  if (text[0] != '\\')
    {
      *out = text[0];
      return 1;
    }
  if (!g_ascii_isdigit (text[1]))
    {
      *out = text[1];
      return text[1] == '\0' ? 0 : 2;
    }
  for (guint i = 1; i <= 3; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return 0;
      value = value * 10 + (guint) g_ascii_digit_value (text[i]);
    }
  *out = value;
  return value > 255 ? 0 : 4;
}

gsize
dns_name_to_wire (const char *text, guint8 out[DNS_NAME_MAX])
{
  guint8 wire[DNS_NAME_MAX];
  gsize length_at = 0;
  gsize n = 1;

  if (strcmp (text, ".") == 0)
    text = "";
  else if (text[0] == '\0')
    return 0;
  while (*text != '\0')
    {
      guint8 octet;
      gsize used;

      if (*text == '.')
        {
          wire[length_at] = n - length_at - 1;
          if (wire[length_at] == 0 || n == DNS_NAME_MAX)
            return 0;
          length_at = n++;
          text++;
          continue;
        }
      used = read_octet (text, &octet);
      if (used == 0 || n == DNS_NAME_MAX || n - length_at > DNS_LABEL_MAX)
        return 0;
      wire[n++] = octet;
      text += used;
    }
  wire[length_at] = n - length_at - 1;
  if (wire[length_at] != 0)        /* no dot at the end: the root's zero is still to come */
    {
      if (n == DNS_NAME_MAX)
        return 0;
      wire[n++] = 0;
    }
  if (out != NULL)
    memcpy (out, wire, n);
  return n;
}

static void
append_label (GString *out, const guint8 *label, gsize len)
{
  if (out->len > 0)
    g_string_append_c (out, '.');
  for (gsize i = 0; i < len; i++)
    {
      if (label[i] == '.' || label[i] == '\\')
        g_string_append_printf (out, "\\%c", label[i]);
      else if (label[i] > 32 && label[i] < 127)
        g_string_append_c (out, label[i]);
      else
        g_string_append_printf (out, "\\%03u", label[i]);
    }
}

char *
dns_name_read (const guint8 *message, gsize len, gsize at, gsize *end)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize before = at;      /* a pointer must lead to somewhere before this */
  gsize sum = 1;
  gboolean jumped = FALSE;

  while (at < len)
    {
      guint8 size = message[at];

      if (size >= 0xC0)
        {
          gsize target;

          if (at + 1 >= len)
            return NULL;
          target = (gsize) (size & 0x3F) << 8 | message[at + 1];
          if (target >= before)
            return NULL;
          if (!jumped)
            *end = at + 2;
          jumped = TRUE;
          before = target;
          at = target;
          continue;
        }
      if (size > DNS_LABEL_MAX || size >= len - at)
        return NULL;
      if (size == 0)
        {
          if (!jumped)
            *end = at + 1;
          if (out->len == 0)
            g_string_append_c (out, '.');
          return g_string_free (g_steal_pointer (&out), FALSE);
        }
      sum += size + 1;
      if (sum > DNS_NAME_MAX)
        return NULL;
      append_label (out, message + at + 1, size);
      at += size + 1;
    }
  return NULL;
}

char *
dns_name_tidy (const char *text)
{
  guint8 wire[DNS_NAME_MAX];
  gsize len = dns_name_to_wire (text, wire);
  gsize end;

  return len > 0 ? dns_name_read (wire, len, 0, &end) : NULL;
}

gboolean
dns_name_equal (const char *a, const char *b)
{
  return g_ascii_strcasecmp (a, b) == 0;
}

gboolean
dns_name_is_below (const char *name, const char *ancestor)
{
  if (strcmp (ancestor, ".") == 0)
    return strcmp (name, ".") != 0;
  for (; *name != '\0'; name++)
    {
      if (name[0] == '\\' && name[1] != '\0')
        name++;
      else if (name[0] == '.' && dns_name_equal (name + 1, ancestor))
        return TRUE;
    }
  return FALSE;
}
