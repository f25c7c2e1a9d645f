/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/encode.h"

#include <string.h>

#define TEXT_LINE_MAX 998   /* RFC 5322, 2.1.1 */
#define CODE_LINE_MAX 76    /* RFC 2045, 6.7 and 6.8 */
#define CODE_LINE_IN  57    /* octets that make a line of base64 */

const char *
mail_encoding_name (MailEncoding encoding)
{
  static const char * const names[] = { "7bit", "8bit", "quoted-printable", "base64" };

  return names[encoding];
}

char *
mail_encode_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *out = g_string_sized_new (strlen (valid) + 64);

  for (const char *p = valid; *p != '\0'; p++)
    {
      if (*p != '\r' && *p != '\n')
        {
          g_string_append_c (out, *p);
          continue;
        }
      g_string_append (out, "\r\n");
      if (p[0] == '\r' && p[1] == '\n')
        p++;
    }
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append (out, "\r\n");
  return g_string_free (out, FALSE);
}

/* A line of quoted-printable, without its CR LF; appended to @out, or only counted if that is NULL. */
static gsize
quote_line (GString *out, const char *line, gsize len)
{
  gsize column = 0;
  gsize sum = 0;

  for (gsize i = 0; i < len; i++)
    {
      guint8 c = line[i];
      gboolean plain = (c > 32 && c < 127 && c != '=') || ((c == ' ' || c == '\t') && i + 1 < len);
      gsize size = plain ? 1 : 3;

      /* The last octet of a line may fill the column that else is kept for "=". */
      if (column + size + (i + 1 < len ? 1 : 0) > CODE_LINE_MAX)
        {
          if (out != NULL)
            g_string_append (out, "=\r\n");
          sum += 3;
          column = 0;
        }
      if (out != NULL && plain)
        g_string_append_c (out, c);
      else if (out != NULL)
        g_string_append_printf (out, "=%02X", c);
      column += size;
      sum += size;
    }
  return sum;
}

static gsize
quote (GString *out, const char *text)
{
  gsize sum = 0;

  for (const char *end; *text != '\0'; text = end + 2)
    {
      end = strstr (text, "\r\n");
      sum += quote_line (out, text, end - text) + 2;
      if (out != NULL)
        g_string_append (out, "\r\n");
    }
  return sum;
}

MailEncoding
mail_encode_choose (const char *text, gboolean allow_8bit)
{
  gsize len = strlen (text);
  gsize base64 = (len + 2) / 3 * 4 + (len + CODE_LINE_IN - 1) / CODE_LINE_IN * 2;
  gsize longest = 0;
  gboolean high = FALSE;
  gsize line = 0;

  for (gsize i = 0; i < len; i++)
    {
      high = high || (guint8) text[i] > 127;
      line = text[i] == '\n' ? 0 : line + 1;    /* with its CR, which the limit leaves out */
      longest = MAX (longest, line);
    }
  if (longest <= TEXT_LINE_MAX + 1 && (!high || allow_8bit))
    return high ? MAIL_ENCODING_8BIT : MAIL_ENCODING_7BIT;
  return quote (NULL, text) <= base64 ? MAIL_ENCODING_QUOTED_PRINTABLE : MAIL_ENCODING_BASE64;
}

void
mail_encode_body (GString *out, const char *text, MailEncoding encoding)
{
  gsize len = strlen (text);

  switch (encoding)
    {
    case MAIL_ENCODING_QUOTED_PRINTABLE:
      quote (out, text);
      break;
    case MAIL_ENCODING_BASE64:
      for (gsize at = 0; at < len; at += CODE_LINE_IN)
        {
          g_autofree char *code = g_base64_encode ((const guint8 *) text + at, MIN (CODE_LINE_IN, len - at));

          g_string_append (out, code);
          g_string_append (out, "\r\n");
        }
      break;
    default:
      g_string_append_len (out, text, len);
    }
}
