/* A stream of octets cut into whole responses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/response.h"

#include <string.h>

void
imap_reader_init (ImapReader *self, gsize max_literals)
{
  *self = (ImapReader) { .bytes = g_byte_array_new (), .max_literals = max_literals };
}

void
imap_reader_clear (ImapReader *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

void
imap_reader_feed (ImapReader *self, const guint8 *data, gsize len)
{
  if (self->start > 0 && self->start >= self->bytes->len / 2)
    {
      g_byte_array_remove_range (self->bytes, 0, self->start);
      self->line -= self->start;
      self->at -= self->start;
      self->start = 0;
    }
  g_byte_array_append (self->bytes, data, len);
}

gsize
imap_reader_held (const ImapReader *self)
{
  return self->bytes->len - self->start;
}

/* Text for people may end with what looks like a literal: "+ ...", "* OK ...", "A1 NO ...". */
static gboolean
is_free_text (const guint8 *line, gsize len)
{
  static const char * const words[] = { "OK ", "NO ", "BAD ", "BYE ", "PREAUTH " };
  const guint8 *blank = memchr (line, ' ', len);

  if (len > 0 && line[0] == '+')
    return TRUE;
  if (blank == NULL)
    return FALSE;
  len -= blank + 1 - line;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (len >= strlen (words[i]) && g_ascii_strncasecmp ((const char *) blank + 1, words[i], strlen (words[i])) == 0)
      return TRUE;
  return FALSE;
}

/* "{310}" at the end of a line. FALSE: there is none. */
static gboolean
ends_with_literal (const guint8 *line, gsize len, guint64 *octets)
{
  gsize i = len;

  if (len < 3 || line[len - 1] != '}')
    return FALSE;
  i--;
  if (line[i - 1] == '+')
    i--;
  *octets = 0;
  for (guint64 unit = 1; i > 0 && g_ascii_isdigit (line[i - 1]); i--, unit *= 10)
    {
      if (unit > G_MAXUINT32)
        return FALSE;
      *octets += unit * (guint64) (line[i - 1] - '0');
    }
  return i > 0 && line[i - 1] == '{' && g_ascii_isdigit (line[i]);
}

ImapReadResult
imap_reader_next (ImapReader *self, GBytes **response, const char **why)
{
  for (;;)
    {
      const guint8 *data = self->bytes->data;
      const guint8 *lf = self->at < self->bytes->len ? memchr (data + self->at, '\n', self->bytes->len - self->at) : NULL;
      gsize end = lf != NULL ? (gsize) (lf - data) : MAX (self->at, self->bytes->len);
      guint64 octets;

      if (end - self->start - self->literals > IMAP_RESPONSE_LINE_MAX)
        {
          *why = "The server's line is too long";
          return IMAP_READ_BAD;
        }
      if (lf == NULL)
        {
          self->at = end;
          return IMAP_READ_MORE;
        }
      if (end == self->line || data[end - 1] != '\r')
        {
          *why = "The server ended a line with LF alone";
          return IMAP_READ_BAD;
        }
      end--;
      if (!ends_with_literal (data + self->line, end - self->line, &octets)
          || (self->line == self->start && is_free_text (data + self->line, end - self->line)))
        {
          *response = g_bytes_new (data + self->start, end - self->start);
          self->start = self->line = self->at = end + 2;
          self->literals = 0;
          return IMAP_READ_DONE;
        }
      if (octets > self->max_literals || self->literals > self->max_literals - octets)
        {
          *why = "The server sends more than can be taken";
          return IMAP_READ_BAD;
        }
      self->literals += octets;
      self->line = self->at = end + 2 + octets;
    }
}
