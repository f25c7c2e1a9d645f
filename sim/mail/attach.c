/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/attach.h"

#include <string.h>

#define BOUNDARY   "=_ehlo_part_=="     /* neither Base64 nor quoted-printable has it (RFC 2045, 6.7) */
#define LINE_BYTES 57                   /* 76 characters of Base64 */

static const struct { const char *end; const char *type; } types[] =
{
  { ".jpg", "image/jpeg" }, { ".png", "image/png" }, { ".pdf", "application/pdf" }, { ".zip", "application/zip" },
  { ".mp3", "audio/mpeg" }, { ".mp4", "video/mp4" }, { ".txt", "text/plain" }, { ".csv", "text/csv" }
};

static const char *
type_of (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_has_suffix (name, types[i].end))
      return types[i].type;
  return "application/octet-stream";
}

/* Octets that look like a compressed file: no two of them tell the third (xorshift). */
static void
append_content (GString *out, const MailAttachment *attachment)
{
  guint64 state = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) ^ g_str_hash (attachment->name);

  for (gsize done = 0; done < attachment->size; done += LINE_BYTES)
    {
      gsize left = attachment->size - done;
      guchar line[LINE_BYTES];
      g_autofree char *text = NULL;

      for (gsize i = 0; i < LINE_BYTES; i++)
        {
          state ^= state << 13;
          state ^= state >> 7;
          state ^= state << 17;
          line[i] = (guchar) (state >> 24);
        }
      text = g_base64_encode (line, left < LINE_BYTES ? left : LINE_BYTES);
      g_string_append_printf (out, "%s\r\n", text);
    }
}

static void
append_attachment (GString *out, const MailAttachment *attachment)
{
  g_string_append_printf (out, "\r\n--" BOUNDARY "\r\nContent-Type: %s; name=\"%s\"\r\n"
                          "Content-Disposition: attachment; filename=\"%s\"\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                          type_of (attachment->name), attachment->name, attachment->name);
  append_content (out, attachment);
}

MailMessage *
mail_message_attach (MailMessage *text, const MailAttachment *attachments, gsize n)
{
  static const char *const moved[] = { "Content-Type", "Content-Transfer-Encoding" };
  g_autoptr (MailMessage) bare = mail_message_without_header (text, "MIME-Version");
  gsize header = mail_message_header_size (text);
  gsize len, head;
  const char *bytes = g_bytes_get_data (mail_message_get_bytes (text), &len);
  GString *out = g_string_new (NULL);
  g_autoptr (GBytes) all = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (moved); i++)
    {
      MailMessage *without = mail_message_without_header (bare, moved[i]);

      mail_message_unref (bare);
      bare = without;
    }
  head = mail_message_header_size (bare);
  g_string_append_len (out, g_bytes_get_data (mail_message_get_bytes (bare), NULL), (gssize) head - 2);
  g_string_append (out, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" BOUNDARY "\"\r\n\r\n--" BOUNDARY "\r\n");
  for (gsize i = 0; i < G_N_ELEMENTS (moved); i++)
    {
      g_autofree char *value = mail_message_dup_header (text, moved[i]);

      if (value != NULL)
        g_string_append_printf (out, "%s: %s\r\n", moved[i], value);
    }
  g_string_append (out, "\r\n");
  g_string_append_len (out, bytes + header, (gssize) (len - header));
  for (gsize i = 0; i < n; i++)
    append_attachment (out, &attachments[i]);
  g_string_append (out, "\r\n--" BOUNDARY "--\r\n");
  all = g_string_free_to_bytes (out);
  return mail_message_new (all);
}
