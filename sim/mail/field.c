/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/field.h"

#include <string.h>

gsize
mail_line_end (const guint8 *data, gsize size, gsize at)
{
  const guint8 *lf = at < size ? memchr (data + at, '\n', size - at) : NULL;

  return lf != NULL ? (gsize) (lf - data) + 1 : size;
}

static gboolean
is_blank (guint8 c)
{
  return c == ' ' || c == '\t';
}

gsize
mail_field_name (const guint8 *data, gsize end, gsize at, gsize *colon)
{
  gsize i = at;
  gsize len;

  while (i < end && data[i] > 32 && data[i] < 127 && data[i] != ':')
    i++;
  len = i - at;
  while (i < end && is_blank (data[i]))  /* obsolete syntax (RFC 5322, 4.5) */
    i++;
  if (len == 0 || i == end || data[i] != ':')
    return 0;
  *colon = i;
  return len;
}

gboolean
mail_field_next (const guint8 *data, gsize size, gsize at, MailField *out)
{
  gsize end = mail_line_end (data, size, at);
  gsize colon;

  out->start = at;
  out->name_len = mail_field_name (data, end, at, &colon);
  if (out->name_len == 0)
    return FALSE;
  out->value = colon + 1;
  while (end < size && is_blank (data[end]))
    end = mail_line_end (data, size, end);
  out->end = end;
  return TRUE;
}

gboolean
mail_field_is (const MailField *self, const guint8 *data, const char *name)
{
  return strlen (name) == self->name_len
         && g_ascii_strncasecmp ((const char *) data + self->start, name, self->name_len) == 0;
}

gboolean
mail_field_find (const guint8 *data, gsize size, gsize at, const char *name, MailField *out)
{
  for (; at < size && mail_field_next (data, size, at, out); at = out->end)
    if (mail_field_is (out, data, name))
      return TRUE;
  return FALSE;
}

char *
mail_field_unfold (const guint8 *value, gsize len)
{
  GString *text = g_string_sized_new (len);

  for (gsize i = 0; i < len; i++)
    if (value[i] != '\r' && value[i] != '\n')
      g_string_append_c (text, value[i] == '\0' ? '?' : (char) value[i]);
  return g_strstrip (g_string_free (text, FALSE));
}

gsize
mail_header_end (const guint8 *data, gsize size, gsize at)
{
  MailField field;

  while (at < size && mail_field_next (data, size, at, &field))
    at = field.end;
  if (at < size && data[at] == '\n')
    return at + 1;
  if (at + 1 < size && data[at] == '\r' && data[at + 1] == '\n')
    return at + 2;
  return at;
}
