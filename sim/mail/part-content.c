/* What is in a part, its encodings undone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/mail/part-private.h"

#include "sim/mail/words.h"

#include <gmime/gmime.h>
#include <string.h>

#define FILE_NAME_MAX 200   /* octets */

/* ---- names ------------------------------------------------------------------ */

/* charset'language'text with %XX (RFC 2231, 4) */
static char *
decode_extended (const char *value)
{
  const char *language = strchr (value, '\'');
  const char *text = language != NULL ? strchr (language + 1, '\'') : NULL;
  g_autofree char *charset = text != NULL ? g_strndup (value, language - value) : NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (text = text != NULL ? text + 1 : value; *text != '\0'; text++)
    {
      guint8 c = *text;

      if (c == '%' && g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2]))
        {
          c = g_ascii_xdigit_value (text[1]) * 16 + g_ascii_xdigit_value (text[2]);
          text += 2;
        }
      g_byte_array_append (bytes, &c, 1);
    }
  return mail_charset_to_utf8 (bytes->data, bytes->len, charset);
}

char *
mail_parameters_dup_text (const GArray *self, const char *name)
{
  g_autofree char *starred = g_strconcat (name, "*", NULL);
  const char *value = mail_parameters_get (self, starred);

  if (value != NULL)
    return decode_extended (value);
  value = mail_parameters_get (self, name);
  return value != NULL ? mail_words_decode (value) : NULL;
}

/* The last level of a path, without what no file's name holds. */
static char *
clean_file_name (const char *name)
{
  GString *out = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      g_string_truncate (out, 0);
    else if (!g_ascii_iscntrl (*p))
      g_string_append_c (out, *p);
  if (out->len > FILE_NAME_MAX)
    g_string_truncate (out, g_utf8_find_prev_char (out->str, out->str + FILE_NAME_MAX + 1) - out->str);
  return g_strstrip (g_string_free (out, FALSE));
}

char *
mail_part_dup_file_name (const MailPart *self)
{
  g_autofree char *name = mail_parameters_dup_text (self->disposition_parameters, "filename");
  char *clean;

  if (name == NULL)
    name = mail_parameters_dup_text (self->parameters, "name");
  if (name == NULL)
    return NULL;
  clean = clean_file_name (name);
  if (*clean == '\0' || g_str_equal (clean, ".") || g_str_equal (clean, ".."))
    g_clear_pointer (&clean, g_free);
  return clean;
}

/* ---- content ---------------------------------------------------------------- */

static GMimeContentEncoding
encoding_of (const MailPart *self)
{
  if (g_str_equal (self->encoding, "base64"))
    return GMIME_CONTENT_ENCODING_BASE64;
  if (g_str_equal (self->encoding, "quoted-printable"))
    return GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
  return GMIME_CONTENT_ENCODING_DEFAULT;
}

GBytes *
mail_part_decode (const MailPart *self, MailMessage *message)
{
  GBytes *bytes = mail_message_get_bytes (message);
  const char *data = g_bytes_get_data (bytes, NULL);
  gsize len = self->end - self->body;
  GMimeContentEncoding encoding = encoding_of (self);
  GMimeEncoding decoder;
  char *out;

  if (self->kind != MAIL_PART_LEAF || len == 0 || encoding == GMIME_CONTENT_ENCODING_DEFAULT)
    return g_bytes_new_from_bytes (bytes, self->body, len);
  g_mime_encoding_init_decode (&decoder, encoding);
  out = g_malloc (g_mime_encoding_outlen (&decoder, len));
  len = g_mime_encoding_flush (&decoder, data + self->body, len, out);
  return g_bytes_new_take (out, len);
}

char *
mail_part_dup_text (const MailPart *self, MailMessage *message)
{
  g_autoptr (GBytes) bytes = mail_part_decode (self, message);
  g_autofree char *text = NULL;
  const guint8 *data;
  GString *out;
  gsize len;

  data = g_bytes_get_data (bytes, &len);
  text = mail_charset_to_utf8 (data, len, mail_part_get_parameter (self, "charset"));
  out = g_string_sized_new (len);
  for (const char *p = text; *p != '\0'; p++)
    if (p[0] != '\r' || p[1] != '\n')
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}
