/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/smtp/reply.h"

#include <string.h>

#define LINES_MAX 100

/* "250": RFC 5321, 4.2 allows 2 to 5, 0 to 5, 0 to 9. 0: no code. */
static int
read_code (const char *text, gsize len)
{
  if (len < 3 || text[0] < '2' || text[0] > '5' || text[1] < '0' || text[1] > '5' || !g_ascii_isdigit (text[2]))
    return 0;
  return (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
}

/* The length of an enhanced code of class @klass at the front of @text (RFC 3463, 2),
 * which a blank or the end follows; 0: none. */
static gsize
enhanced_length (const char *text, gsize len, char klass)
{
  gsize i = 0;

  if (len < 5 || text[0] != klass || !strchr ("245", klass))
    return 0;
  for (guint part = 0; part < 3; part++)
    {
      gsize digits = 0;

      if (part > 0 && (i == len || text[i++] != '.'))
        return 0;
      while (i < len && g_ascii_isdigit (text[i]))
        i++, digits++;
      if (digits == 0 || digits > 3)
        return 0;
    }
  return i == len || text[i] == ' ' ? i : 0;
}

char *
smtp_reply_to_wire (const SmtpReply *reply, gboolean enhanced)
{
  g_autoptr(GString) wire = g_string_new (NULL);
  const char *line = reply->text != NULL ? reply->text : "";

  for (;;)
    {
      const char *lf = strchr (line, '\n');

      g_string_append_printf (wire, "%03d%c", reply->code, lf != NULL ? '-' : ' ');
      if (enhanced && reply->enhanced != NULL)
        g_string_append_printf (wire, "%s ", reply->enhanced);
      g_string_append_len (wire, line, lf != NULL ? lf - line : (gssize) strlen (line));
      g_string_append (wire, "\r\n");
      if (lf == NULL)
        return g_string_free (g_steal_pointer (&wire), FALSE);
      line = lf + 1;
    }
}

char *
smtp_reply_to_text (const SmtpReply *reply)
{
  g_autofree char *line = g_strdup (reply->text != NULL ? reply->text : "");

  g_strdelimit (line, "\r\n", ' ');
  if (reply->code == 0)
    return g_steal_pointer (&line);
  return g_strdup_printf ("%d %s%s%s", reply->code, reply->enhanced != NULL ? reply->enhanced : "",
                          reply->enhanced != NULL ? " " : "", line);
}

gboolean
smtp_reply_parse (const char *text, SmtpReply *out, char **storage)
{
  int code = read_code (text, strlen (text));
  gsize len;
  char *copy;

  if (code == 0 || (text[3] != ' ' && text[3] != '\0'))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)     /* RFC 5321, 4.2: textstring */
    if (*p != '\n' && *p != '\t' && (*p < 32 || *p > 126))
      return FALSE;
  copy = g_strdup (text);
  *storage = copy;
  out->code = code;
  out->enhanced = NULL;
  out->text = copy + 3;
  if (*out->text == ' ')
    out->text++;
  len = enhanced_length (out->text, strlen (out->text), *copy);
  if (len > 0)
    {
      out->enhanced = out->text;
      out->text += len;
      if (*out->text != '\0')
        out->text++;
      copy[out->enhanced - copy + len] = '\0';
    }
  return TRUE;
}

void
smtp_reply_reader_init (SmtpReplyReader *self)
{
  self->code = 0;
  self->enhanced = NULL;
  self->text = g_string_new (NULL);
  self->n_lines = 0;
}

void
smtp_reply_reader_clear (SmtpReplyReader *self)
{
  g_clear_pointer (&self->enhanced, g_free);
  if (self->text != NULL)
    g_string_free (g_steal_pointer (&self->text), TRUE);
}

SmtpReadResult
smtp_reply_reader_line (SmtpReplyReader *self, const guint8 *line, gsize len)
{
  const char *text = (const char *) line;
  int code = read_code (text, len);
  gboolean last = len == 3 || (len > 3 && text[3] == ' ');
  gsize enhanced;

  if (code == 0 || (!last && text[3] != '-') || (self->n_lines > 0 && code != self->code))
    return SMTP_READ_BAD;
  if (++self->n_lines > LINES_MAX)
    return SMTP_READ_BAD;
  self->code = code;
  text += MIN (len, 4);
  len -= MIN (len, 4);
  enhanced = enhanced_length (text, len, (char) ('0' + code / 100));
  if (enhanced > 0)
    {
      if (self->n_lines == 1)
        self->enhanced = g_strndup (text, enhanced);
      enhanced += enhanced < len ? 1 : 0;
    }
  if (self->n_lines > 1)
    g_string_append_c (self->text, '\n');
  for (gsize i = enhanced; i < len; i++)          /* what is no text must not get further in */
    g_string_append_c (self->text, (text[i] >= 32 && text[i] <= 126) || text[i] == '\t' ? text[i] : '?');
  return last ? SMTP_READ_DONE : SMTP_READ_MORE;
}
