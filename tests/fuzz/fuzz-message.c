/* Any octets as a message: looked into in every way there is, changed, and written anew.
 *
 * The first octet: a length; so many octets are a field's name and value, the rest is the message.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/mail/message.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char * const names[] = { "Subject", "From", "To", "Date", "Content-Type", "Received", "X", "" };

static void
assert_utf8 (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
look (MailMessage *message)
{
  const guint8 *data;
  gsize size;
  g_autofree char *text = mail_message_dup_text (message);
  gboolean high = FALSE;

  data = g_bytes_get_data (mail_message_get_bytes (message), &size);
  for (gsize i = 0; i < size; i++)
    high = high || data[i] > 127;
  g_assert_cmpint (mail_message_is_8bit (message), ==, high);
  g_assert_cmpuint (mail_message_get_size (message), ==, size);
  g_assert_cmpuint (mail_message_header_size (message), <=, size);
  assert_utf8 (text);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = mail_message_dup_header (message, names[i]);

      assert_utf8 (value);
      g_assert_cmpint (value != NULL, ==, mail_message_count_headers (message, names[i]) > 0);
    }
}

static void
change (MailMessage *message, const char *name, const char *value)
{
  guint n = mail_message_count_headers (message, name);
  gsize size = mail_message_get_size (message);
  g_autoptr (MailMessage) more = NULL;
  g_autoptr (MailMessage) less = mail_message_without_header (message, name);

  g_assert_cmpuint (mail_message_count_headers (less, name), ==, 0);
  g_assert_cmpuint (mail_message_get_size (less), <=, size);
  look (less);
  if (!mail_field_name_is_valid (name) || strpbrk (value, "\r\n") != NULL)
    return;
  more = mail_message_with_header (message, name, value);
  g_assert_cmpuint (mail_message_count_headers (more, name), ==, n + 1);
  /* An empty line may be added where there was none before the text. */
  g_assert_cmpuint (mail_message_get_size (more), >=, size + strlen (name) + strlen (value) + 4);
  g_assert_cmpuint (mail_message_get_size (more), <=, size + strlen (name) + strlen (value) + 6);
  look (more);
}

/* A text file becomes a message that can be sent: no line too long, every one ended by CR LF, no NUL. */
static void
parse (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MailMessage) message = mail_message_parse (bytes, &error);
  const guint8 *data;
  gsize size, line = 0;

  g_assert_cmpint (message != NULL, ==, error == NULL);
  if (message == NULL)
    return;
  data = g_bytes_get_data (mail_message_get_bytes (message), &size);
  for (gsize i = 0; i < size; i++, line++)
    {
      g_assert_cmpuint (data[i], !=, 0);
      if (data[i] == '\n')
        {
          g_assert_true (i > 0 && data[i - 1] == '\r');
          g_assert_cmpuint (line - 1, <=, 998);
          line = G_MAXSIZE;                    /* 0 after the loop's step */
        }
    }
  look (message);
}

/* An address may hold letters that have no form in ASCII (RFC 6532, 3.2). */
static gboolean
may_hold_addresses (const char *name)
{
  static const char * const fields[] = { "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Disposition-Notification-To", NULL };

  if (g_ascii_strncasecmp (name, "Resent-", 7) == 0)
    name += 7;
  for (guint i = 0; fields[i] != NULL; i++)
    if (g_ascii_strcasecmp (name, fields[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
compose (const char *name, const char *value, const guint8 *data, gsize size)
{
  const char *fields[] = { "Subject", value, name, value, NULL };
  g_autofree char *body = g_strndup ((const char *) data, size);

  if (!g_utf8_validate (value, -1, NULL) || !g_utf8_validate (body, -1, NULL))
    return;
  for (guint allow_8bit = 0; allow_8bit < 2; allow_8bit++)
    {
      g_autoptr (MailMessage) message = mail_message_compose (fields, body, allow_8bit);
      g_autoptr (MailMessage) again = mail_message_parse (mail_message_get_bytes (message), NULL);

      g_assert_true (allow_8bit || !mail_message_is_8bit (message) || may_hold_addresses (name));
      g_assert_nonnull (again);
      g_assert_true (g_bytes_equal (mail_message_get_bytes (message), mail_message_get_bytes (again)));
      look (message);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MailMessage) message = NULL;
  g_autofree char *field = NULL;
  gsize len;
  char *value;

  if (size < 1 || size - 1 < data[0])
    return 0;
  len = data[0];
  field = g_strndup ((const char *) data + 1, len);
  data += 1 + len;
  size -= 1 + len;
  value = strchr (field, ':');
  if (value != NULL)
    *value++ = '\0';
  else
    value = field + strlen (field);

  bytes = g_bytes_new (data, size);
  message = mail_message_new (bytes);
  g_assert_true (g_bytes_equal (mail_message_get_bytes (message), bytes));
  look (message);
  change (message, field, value);
  parse (bytes);
  compose (field, value, data, size);
  return 0;
}
