/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/message.h"

#include "sim/core/text.h"
#include "sim/mail/encode.h"
#include "sim/mail/field.h"
#include "sim/mail/part.h"
#include "sim/mail/words.h"

#include <glib/gi18n-lib.h>
#include <gmime/gmime.h>
#include <string.h>

#define LINE_MAX_TEXT 998   /* RFC 5322, 2.1.1 */

struct _MailMessage
{
  gatomicrefcount ref_count;
  GBytes *bytes;
  gsize   header_size;
  gboolean is_8bit;
  MailPart *root;           /* NULL: nobody has asked yet */
};

G_DEFINE_QUARK (mail-error-quark, mail_error)

static gboolean
is_blank (guint8 c)
{
  return c == ' ' || c == '\t';
}

/* ---- made and freed ------------------------------------------------------- */

static MailMessage *
message_take (GBytes *bytes)
{
  MailMessage *self = g_new0 (MailMessage, 1);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = bytes;
  self->header_size = mail_header_end (data, size, 0);
  self->is_8bit = sim_text_is_8bit (data, size);
  return self;
}

static MailMessage *
message_from_string (GString *text)
{
  return message_take (g_string_free_to_bytes (text));
}

MailMessage *
mail_message_new (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  return message_take (g_bytes_ref (bytes));
}

/* What line @number of the header section may be: a field, or the rest of one. */
static gboolean
check_header_line (const guint8 *data, gsize end, gsize at, guint number, GError **error)
{
  gsize colon;

  if (number > 1 && is_blank (data[at]))
    return TRUE;
  if (mail_field_name (data, end, at, &colon) > 0)
    return TRUE;
  if (number == 1)
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_NO_HEADER,
                 _("line 1: a letter begins with header fields like \"Subject: Hello\""));
  else
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_BAD_HEADER,
                 /* TRANSLATORS: %u is a line number */
                 _("line %u: no header field; an empty line ends the header"), number);
  return FALSE;
}

MailMessage *
mail_message_parse (GBytes *bytes, GError **error)
{
  g_autoptr (GString) out = NULL;
  gboolean in_header = TRUE;
  guint number = 0;
  const guint8 *data;
  gsize size;
  gsize at = 0;

  g_return_val_if_fail (bytes != NULL, NULL);
  data = g_bytes_get_data (bytes, &size);
  if (size >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0)
    at = 3;                                 /* the mark some editors put in front of UTF-8 */
  out = g_string_sized_new (size + size / 32 + 2);
  while (at < size)
    {
      gsize end = at;

      number++;
      while (end < size && data[end] != '\n' && data[end] != '\r')
        end++;
      if (memchr (data + at, '\0', end - at) != NULL)
        {
          /* TRANSLATORS: %u is a line number */
          g_set_error (error, MAIL_ERROR, MAIL_ERROR_NUL, _("line %u: a NUL octet cannot be mailed"), number);
          return NULL;
        }
      if (end - at > LINE_MAX_TEXT)
        {
          /* TRANSLATORS: %u is a line number */
          g_set_error (error, MAIL_ERROR, MAIL_ERROR_LINE_TOO_LONG,
                       _("line %u: longer than the 998 octets that can be mailed"), number);
          return NULL;
        }
      if (in_header && end == at && number > 1)
        in_header = FALSE;
      else if (in_header && !check_header_line (data, end, at, number, error))
        return NULL;
      g_string_append_len (out, (const char *) data + at, end - at);
      g_string_append (out, "\r\n");
      at = end + 1;
      if (end + 1 < size && data[end] == '\r' && data[end + 1] == '\n')
        at++;
    }
  if (number == 0)
    {
      g_set_error (error, MAIL_ERROR, MAIL_ERROR_NO_HEADER,
                   _("line 1: a letter begins with header fields like \"Subject: Hello\""));
      return NULL;
    }
  return message_from_string (g_steal_pointer (&out));
}

MailMessage *
mail_message_ref (MailMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mail_message_unref (MailMessage *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->root, mail_part_free);
  g_free (self);
}

/* ---- asked ---------------------------------------------------------------- */

GBytes *
mail_message_get_bytes (MailMessage *self)
{
  return self->bytes;
}

gsize
mail_message_get_size (MailMessage *self)
{
  return g_bytes_get_size (self->bytes);
}

gboolean
mail_message_is_8bit (MailMessage *self)
{
  return self->is_8bit;
}

gsize
mail_message_header_size (MailMessage *self)
{
  return self->header_size;
}

const MailPart *
mail_message_get_root (MailMessage *self)
{
  MailPart *root = g_atomic_pointer_get (&self->root);
  const guint8 *data;
  gsize size;

  if (root != NULL)
    return root;
  data = g_bytes_get_data (self->bytes, &size);
  root = mail_part_new (data, size);
  if (!g_atomic_pointer_compare_and_exchange (&self->root, NULL, root))   /* messages are shared by threads */
    {
      mail_part_free (root);
      root = g_atomic_pointer_get (&self->root);
    }
  return root;
}

/* GMime's tables, made once. It only reads here: what it would write depends on its version and the locale. */
static void
init_gmime (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  g_mime_init ();
  g_once_init_leave (&done, 1);
}

/* Header text for people: valid UTF-8 on one line without control characters. */
static char *
one_line (const char *text)
{
  char *copy = g_utf8_make_valid (text, -1);

  for (char *p = copy; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  return g_strstrip (copy);
}

char *
mail_message_dup_header (MailMessage *self, const char *name)
{
  const guint8 *data = g_bytes_get_data (self->bytes, NULL);
  MailField field;

  for (gsize at = 0; at < self->header_size && mail_field_next (data, self->header_size, at, &field);
       at = field.end)
    {
      g_autofree char *raw = NULL;
      g_autofree char *decoded = NULL;

      if (!mail_field_is (&field, data, name))
        continue;
      raw = mail_field_unfold (data + field.value, field.end - field.value);
      decoded = mail_words_decode (raw);
      return one_line (decoded);
    }
  return NULL;
}

guint
mail_message_count_headers (MailMessage *self, const char *name)
{
  const guint8 *data = g_bytes_get_data (self->bytes, NULL);
  guint n = 0;
  MailField field;

  for (gsize at = 0; at < self->header_size && mail_field_next (data, self->header_size, at, &field);
       at = field.end)
    if (mail_field_is (&field, data, name))
      n++;
  return n;
}

static GMimeMessage *
parse_gmime (MailMessage *self)
{
  GMimeStream *stream;
  GMimeParser *parser;
  GMimeMessage *message;
  const void *data;
  gsize size;

  init_gmime ();
  data = g_bytes_get_data (self->bytes, &size);
  stream = g_mime_stream_mem_new_with_buffer (size > 0 ? data : "", size);
  parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_format (parser, GMIME_FORMAT_MESSAGE);
  message = g_mime_parser_construct_message (parser, NULL);
  g_object_unref (parser);
  g_object_unref (stream);
  return message;
}

/* The content of @part with its transfer encoding undone. */
static GByteArray *
decode_content (GMimePart *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  GMimeStream *stream = g_mime_stream_mem_new ();
  GByteArray *bytes;

  if (content != NULL)
    g_mime_data_wrapper_write_to_stream (content, stream);
  bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);   /* the array is ours now */
  g_object_unref (stream);
  return bytes;
}

/* UTF-8 with LF. What is no text in the charset that it claims is shown as well as can be. */
static char *
to_utf8 (const GByteArray *bytes, const char *charset)
{
  g_autofree char *text = mail_charset_to_utf8 (bytes->data, bytes->len, charset);
  GString *out;

  out = g_string_sized_new (bytes->len);
  for (const char *p = text; *p != '\0'; p++)
    if (p[0] != '\r' || p[1] != '\n')
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

/* The first text/plain; without one the first part that is text. (transfer none) */
static GMimePart *
find_text (GMimeMessage *message)
{
  GMimePartIter *iter = g_mime_part_iter_new (GMIME_OBJECT (message));
  GMimePart *found = NULL;

  while (g_mime_part_iter_is_valid (iter))
    {
      GMimeObject *object = g_mime_part_iter_get_current (iter);
      GMimeContentType *type = g_mime_object_get_content_type (object);

      if (GMIME_IS_PART (object) && g_mime_content_type_is_type (type, "text", "plain"))
        {
          found = GMIME_PART (object);
          break;
        }
      if (found == NULL && GMIME_IS_PART (object) && g_mime_content_type_is_type (type, "text", "*"))
        found = GMIME_PART (object);
      if (!g_mime_part_iter_next (iter))
        break;
    }
  g_mime_part_iter_free (iter);
  return found;
}

char *
mail_message_dup_text (MailMessage *self)
{
  GMimeMessage *message = parse_gmime (self);
  char *text = NULL;
  GMimePart *part;

  if (message == NULL)
    return NULL;
  part = find_text (message);
  if (part != NULL)
    {
      GByteArray *bytes = decode_content (part);

      text = to_utf8 (bytes, g_mime_object_get_content_type_parameter (GMIME_OBJECT (part), "charset"));
      g_byte_array_unref (bytes);
    }
  g_object_unref (message);
  return text;
}

/* ---- made from others ----------------------------------------------------- */

gboolean
mail_field_name_is_valid (const char *name)
{
  if (name[0] == '\0')
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (*p < 33 || *p > 126 || *p == ':')
      return FALSE;
  return TRUE;
}

/* Whether the header section of @header octets was ended by an empty line. */
static gboolean
ends_with_empty_line (const char *data, gsize header)
{
  if (header == 0 || data[header - 1] != '\n')
    return FALSE;
  if (header > 1 && data[header - 2] == '\r')
    header--;
  return header == 1 || data[header - 2] == '\n';
}

MailMessage *
mail_message_with_header (MailMessage *self, const char *name, const char *value)
{
  gsize size;
  const char *data = g_bytes_get_data (self->bytes, &size);
  gsize header = self->header_size;
  GString *out;

  g_return_val_if_fail (mail_field_name_is_valid (name), NULL);
  out = g_string_sized_new (size + strlen (name) + strlen (value) + 6);
  g_string_append_printf (out, "%s: %s\r\n", name, value);
  if (header > 0)
    g_string_append_len (out, data, header);
  if (header < size && !ends_with_empty_line (data, header))
    g_string_append (out, "\r\n");             /* or the text would become part of the header */
  if (header < size)
    g_string_append_len (out, data + header, size - header);
  return message_from_string (out);
}

MailMessage *
mail_message_without_header (MailMessage *self, const char *name)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (self->bytes, &size);
  GString *out;
  gsize at = 0;
  MailField field;

  if (mail_message_count_headers (self, name) == 0)
    return mail_message_ref (self);
  out = g_string_sized_new (size);
  for (; at < self->header_size && mail_field_next (data, self->header_size, at, &field); at = field.end)
    if (!mail_field_is (&field, data, name))
      g_string_append_len (out, (const char *) data + field.start, field.end - field.start);
  g_string_append_len (out, (const char *) data + at, size - at);
  return message_from_string (out);
}

/* ---- composed ------------------------------------------------------------- */

/* Who is meant by one of a list, without its display name. */
static void
fold_mailbox (MailFold *fold, InternetAddress *address, const char *end)
{
  const char *name = internet_address_get_name (address);
  const char *addr = internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address));
  gboolean named = name != NULL && name[0] != '\0';
  g_autofree char *token = g_strconcat (named ? "<" : "", addr, named ? ">" : "", end, NULL);

  if (named)
    mail_fold_phrase (fold, name);
  mail_fold_token (fold, token);
}

/* @end: what follows the last of them. */
static void
fold_addresses (MailFold *fold, InternetAddressList *list, const char *end)
{
  int n = internet_address_list_length (list);

  for (int i = 0; i < n; i++)
    {
      InternetAddress *address = internet_address_list_get_address (list, i);
      const char *after = i + 1 < n ? "," : end;
      g_autofree char *after_group = g_strconcat (";", after, NULL);

      if (INTERNET_ADDRESS_IS_MAILBOX (address))
        {
          fold_mailbox (fold, address, after);
          continue;
        }
      mail_fold_phrase (fold, internet_address_get_name (address));
      mail_fold_glue (fold, ":");
      fold_addresses (fold, internet_address_group_get_members (INTERNET_ADDRESS_GROUP (address)), "");
      mail_fold_glue (fold, after_group);
    }
}

static gboolean
is_one_of (const char *name, const char * const *names)
{
  for (; *names != NULL; names++)
    if (g_ascii_strcasecmp (name, *names) == 0)
      return TRUE;
  return FALSE;
}

/* Fields that hold addresses (RFC 5322, 3.6.2, 3.6.3, 3.6.6). */
static const char * const address_fields[] =
{
  "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc",
  "Resent-Bcc", "Disposition-Notification-To", NULL
};

static void
append_field (GString *out, const char *name, const char *value)
{
  g_autofree char *line = one_line (value);
  InternetAddressList *list = NULL;
  MailFold fold;

  mail_fold_begin (&fold, out, name);
  if (is_one_of (name, address_fields))
    list = internet_address_list_parse (NULL, line);
  if (list != NULL)
    fold_addresses (&fold, list, "");
  else
    mail_fold_text (&fold, line);
  mail_fold_end (&fold);
  g_clear_object (&list);
}

MailMessage *
mail_message_compose (const char * const *fields, const char *body, gboolean allow_8bit)
{
  static const char * const mime_fields[] =
  {
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding", NULL
  };
  g_autofree char *text = mail_encode_text (body);
  MailEncoding encoding = mail_encode_choose (text, allow_8bit);
  GString *out = g_string_sized_new (strlen (text) + 1024);

  init_gmime ();
  for (; fields != NULL && fields[0] != NULL; fields += 2)
    if (mail_field_name_is_valid (fields[0]) && !is_one_of (fields[0], mime_fields))
      append_field (out, fields[0], fields[1]);
  g_string_append (out, "MIME-Version: 1.0\r\n");
  g_string_append_printf (out, "Content-Type: text/plain; charset=%s\r\n",
                          sim_text_is_8bit ((const guint8 *) text, strlen (text)) ? "UTF-8" : "US-ASCII");
  g_string_append_printf (out, "Content-Transfer-Encoding: %s\r\n\r\n", mail_encoding_name (encoding));
  mail_encode_body (out, text, encoding);
  return message_from_string (out);
}

/* ---- dates ---------------------------------------------------------------- */

char *
mail_date_to_text (gint64 unix_seconds)
{
  static const char * const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char * const months[] =
  {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  /* The years 1900 to 9999, which is all that the field can hold. */
  gint64 seconds = CLAMP (unix_seconds, G_GINT64_CONSTANT (-2208988800), G_GINT64_CONSTANT (253402300799));
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);

  return g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d +0000",
                          days[g_date_time_get_day_of_week (date) - 1], g_date_time_get_day_of_month (date),
                          months[g_date_time_get_month (date) - 1], g_date_time_get_year (date),
                          g_date_time_get_hour (date), g_date_time_get_minute (date),
                          g_date_time_get_second (date));
}
