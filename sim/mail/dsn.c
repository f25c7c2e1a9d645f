/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/dsn.h"

#include "sim/mail/encode.h"
#include "sim/mail/words.h"

#include <string.h>

/* Printable ASCII on one line; other characters as \x{HEX} (RFC 6533, 3). (transfer full) */
static char *
to_ascii (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 32 && c < 127)
        g_string_append_c (out, c);
      else if (c == '\r' || c == '\n' || c == '\t')
        g_string_append_c (out, ' ');
      else
        g_string_append_printf (out, "\\x{%X}", c);
    }
  g_strstrip (out->str);
  return g_string_free (out, FALSE);
}

static void
append_field (GString *out, const char *name, const char *value)
{
  MailFold fold;

  mail_fold_begin (&fold, out, name);
  mail_fold_text (&fold, value);
  mail_fold_end (&fold);
}

/* The three digits of a reply; 0: it has none, so no server said it. */
static int
reply_code (const char *reply)
{
  if (reply == NULL || reply[0] < '2' || reply[0] > '5' || !g_ascii_isdigit (reply[1])
      || !g_ascii_isdigit (reply[2]) || g_ascii_isalnum (reply[3]))
    return 0;
  return (reply[0] - '0') * 100 + g_ascii_digit_value (reply[1]) * 10 + g_ascii_digit_value (reply[2]);
}

/* How many digits, 1 to 3, @text begins with; 0: another number of them. */
static gsize
count_digits (const char *text)
{
  gsize n = strspn (text, "0123456789");

  return n <= 3 ? n : 0;
}

/* "5.1.1" if that stands behind the code and is of its class (RFC 2034, 4). (transfer full) */
static char *
enhanced_code (const char *reply)
{
  const char *text = reply + 4;
  gsize subject, detail;

  if (reply[3] == '\0' || text[0] != reply[0] || text[1] != '.')
    return NULL;
  subject = count_digits (text + 2);
  if (subject == 0 || text[2 + subject] != '.')
    return NULL;
  detail = count_digits (text + 3 + subject);
  if (detail == 0)
    return NULL;
  return g_strndup (text, 3 + subject + detail);
}

/* RFC 3463. (transfer full) */
static char *
status_of (const MailRecipient *recipient, gboolean delayed)
{
  int code = reply_code (recipient->reply);
  char *enhanced;

  if (code == 0)
    return g_strdup (delayed ? "4.4.1" : recipient->attempts > 0 ? "4.4.7" : "5.0.0");
  enhanced = enhanced_code (recipient->reply);
  return enhanced != NULL ? enhanced : g_strdup_printf ("%d.0.0", code / 100);
}

static gboolean
concerns (const MailRecipient *recipient, const MailDsnInfo *info)
{
  if (info->succeeded)
    return recipient->state == MAIL_RECIPIENT_SENT && !recipient->passed
           && mail_notify_wants (recipient->notify, MAIL_NOTIFY_SUCCESS);
  if (info->delayed)
    return (recipient->state == MAIL_RECIPIENT_WAITING || recipient->state == MAIL_RECIPIENT_TRYING)
           && mail_notify_wants (recipient->notify, MAIL_NOTIFY_DELAY);
  return recipient->state == MAIL_RECIPIENT_FAILED && mail_notify_wants (recipient->notify, MAIL_NOTIFY_FAILURE);
}

static const char *
action_of (const MailRecipient *recipient, const MailDsnInfo *info)
{
  if (info->succeeded)
    return recipient->local ? "delivered" : "relayed";
  return info->delayed ? "delayed" : "failed";
}

/* "rfc822;anna+2Bx@a.example" -> "rfc822; anna+x@a.example" (RFC 3464, 2.3.1) */
static void
append_original (GString *out, const char *orcpt)
{
  g_autofree char *decoded = mail_xtext_decode (orcpt);
  const char *semicolon = strchr (decoded, ';');
  g_autofree char *value = semicolon != NULL
                           ? g_strdup_printf ("%.*s; %s", (int) (semicolon - decoded), decoded, semicolon + 1)
                           : g_strconcat ("rfc822; ", decoded, NULL);

  append_field (out, "Original-Recipient", value);
}

static void
append_status (GString *out, const MailDsnInfo *info, const MailRecipient *recipient)
{
  g_autofree char *raw = mail_address_to_text (&recipient->address);
  g_autofree char *address = to_ascii (raw);
  g_autofree char *kind = g_strconcat (g_str_is_ascii (raw) ? "rfc822; " : "utf-8; ", address, NULL);
  g_autofree char *status = status_of (recipient, info->delayed);
  g_autofree char *date = mail_date_to_text (info->date);

  g_string_append (out, "\r\n");
  if (recipient->orcpt != NULL)
    append_original (out, recipient->orcpt);
  append_field (out, "Final-Recipient", kind);
  append_field (out, "Action", action_of (recipient, info));
  append_field (out, "Status", status);
  if (recipient->host != NULL)
    {
      g_autofree char *host = to_ascii (recipient->host);
      g_autofree char *value = g_strconcat ("dns; ", host, NULL);

      append_field (out, "Remote-MTA", value);
    }
  if (recipient->reply != NULL)
    {
      g_autofree char *reply = to_ascii (recipient->reply);
      /* RFC 3464, 2.3.6: the type tells whose words these are. */
      g_autofree char *value = g_strconcat (reply_code (reply) != 0 ? "smtp; " : "x-unix; ", reply, NULL);

      append_field (out, "Diagnostic-Code", value);
    }
  append_field (out, "Last-Attempt-Date", date);
}

static void
append_prose (GString *out, const MailDsnInfo *info, const MailRecipient *recipient)
{
  g_autofree char *raw = mail_address_to_text (&recipient->address);
  g_autofree char *address = to_ascii (raw);

  g_string_append_printf (out, "\n  %s\n", address);
  if (recipient->reply != NULL)
    {
      g_autofree char *reply = to_ascii (recipient->reply);
      g_autofree char *host = recipient->host != NULL ? to_ascii (recipient->host) : NULL;

      if (host != NULL)
        g_string_append_printf (out, "    %s said: %s\n", host, reply);
      else
        g_string_append_printf (out, "    %s\n", reply);
    }
}

/* The part for people. */
static char *
make_prose (const MailDsnInfo *info, const MailQueueItem *item)
{
  GString *out = g_string_new (NULL);
  g_autofree char *arrived = mail_date_to_text (info->arrived);
  g_autofree char *subject = mail_message_dup_header (item->message, "Subject");
  g_autofree char *shown = to_ascii (subject != NULL ? subject : "");

  g_string_append_printf (out, "This is the mail server %s.\n\n", info->host);
  if (info->succeeded)
    g_string_append (out, "You asked to be told: your message has reached the recipients below,\n"
                          "or the last server on the way that can tell.\n");
  else if (info->delayed)
    g_string_append (out, "This is only a warning. You need not send your message again.\n"
                          "It has not yet reached the recipients below, and I am still trying.\n");
  else
    g_string_append (out, "Your message did not reach the recipients below, and I have stopped trying.\n"
                          "Nobody will send it again unless you do.\n");
  g_string_append_printf (out, "\nIt came to me on %s.\n", arrived);
  if (shown[0] != '\0' && g_str_is_ascii (subject))
    g_string_append_printf (out, "Its subject was: %s\n", shown);
  for (guint i = 0; i < item->recipients->len; i++)
    {
      const MailRecipient *recipient = g_ptr_array_index (item->recipients, i);

      if (concerns (recipient, info))
        append_prose (out, info, recipient);
    }
  return g_string_free (out, FALSE);
}

static void
append_part (GString *out, const char *boundary, const char *type, const char *text)
{
  g_autofree char *body = mail_encode_text (text);
  MailEncoding encoding = mail_encode_choose (body, FALSE);

  g_string_append_printf (out, "--%s\r\nContent-Type: %s\r\n", boundary, type);
  if (encoding != MAIL_ENCODING_7BIT)
    g_string_append_printf (out, "Content-Transfer-Encoding: %s\r\n", mail_encoding_name (encoding));
  g_string_append (out, "\r\n");
  mail_encode_body (out, body, encoding);
  g_string_append (out, "\r\n");
}

/* The header section of the returned message, without the empty line. (transfer full) */
static char *
returned_header (MailMessage *message)
{
  const char *data = g_bytes_get_data (mail_message_get_bytes (message), NULL);
  gsize size = mail_message_header_size (message);

  if (size >= 2 && memcmp (data + size - 2, "\r\n", 2) == 0 && (size == 2 || data[size - 3] == '\n'))
    size -= 2;
  return g_utf8_make_valid (size > 0 ? data : "", size);
}

/* All of a message, to look for words in. (transfer full) */
static char *
dup_text (MailMessage *message)
{
  gsize len;
  const char *data = g_bytes_get_data (mail_message_get_bytes (message), &len);

  return g_utf8_make_valid (len > 0 ? data : "", len);
}

/* No line of the returned header may begin like it. (transfer full) */
static char *
make_boundary (const char *id, const char *header)
{
  char *boundary = g_strdup_printf ("=_%s", id);

  for (guint n = 1; strstr (header, boundary) != NULL; n++)
    {
      g_free (boundary);
      boundary = g_strdup_printf ("=_%s_%u_", id, n);
    }
  return boundary;
}

static void
append_header (GString *out, const MailDsnInfo *info, const MailQueueItem *item, const char *boundary,
               gboolean eight_bit)
{
  g_autofree char *date = mail_date_to_text (info->date);
  g_autofree char *to = mail_address_to_text (&item->from);

  g_string_append_printf (out, "From: Mail Delivery System <mailer-daemon@%s>\r\n", info->host);
  g_string_append_printf (out, "To: %s\r\n", to);
  g_string_append_printf (out, "Subject: %s\r\n", info->succeeded ? "Delivered mail" : info->delayed ? "Delayed mail" : "Undelivered mail");
  g_string_append_printf (out, "Date: %s\r\n", date);
  g_string_append_printf (out, "Message-ID: <%s@%s>\r\n", info->id, info->host);
  g_string_append (out, "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n");
  if (eight_bit)
    g_string_append (out, "Content-Transfer-Encoding: 8bit\r\n");
  g_string_append_printf (out, "Content-Type: multipart/report; report-type=delivery-status;\r\n"
                               "\tboundary=\"%s\"\r\n\r\n", boundary);
}

/* The whole message as it is: RFC 2046, 5.2.1 allows no encoding. */
static void
append_message (GString *out, const char *boundary, MailMessage *message)
{
  gsize len;
  const char *data = g_bytes_get_data (mail_message_get_bytes (message), &len);

  g_string_append_printf (out, "--%s\r\nContent-Type: message/rfc822\r\n", boundary);
  if (mail_message_is_8bit (message))
    g_string_append (out, "Content-Transfer-Encoding: 8bit\r\n");
  g_string_append (out, "\r\n");
  g_string_append_len (out, data, len);
  g_string_append (out, "\r\n");
}

gboolean
mail_dsn_is_wanted (const MailDsnInfo *info, const MailQueueItem *item)
{
  for (guint i = 0; i < item->recipients->len; i++)
    if (concerns (g_ptr_array_index (item->recipients, i), info))
      return TRUE;
  return FALSE;
}

MailMessage *
mail_dsn_new (const MailDsnInfo *info, const MailQueueItem *item)
{
  g_autofree char *prose = make_prose (info, item);
  g_autofree char *header = returned_header (item->message);
  gboolean full = item->ret == MAIL_RETURN_FULL && !info->delayed && !info->succeeded;
  g_autofree char *whole = full ? dup_text (item->message) : NULL;
  g_autofree char *boundary = make_boundary (info->id, full ? whole : header);
  g_autofree char *arrived = mail_date_to_text (info->arrived);
  g_autofree char *reporter = g_strconcat ("dns; ", info->host, NULL);
  g_autoptr (GString) status = g_string_new (NULL);
  GString *out = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (item->envid != NULL)
    {
      g_autofree char *envid = mail_xtext_decode (item->envid);

      append_field (status, "Original-Envelope-Id", envid);
    }
  append_field (status, "Reporting-MTA", reporter);
  append_field (status, "Arrival-Date", arrived);
  for (guint i = 0; i < item->recipients->len; i++)
    {
      const MailRecipient *recipient = g_ptr_array_index (item->recipients, i);

      if (concerns (recipient, info))
        append_status (status, info, recipient);
    }
  append_header (out, info, item, boundary, full && mail_message_is_8bit (item->message));
  append_part (out, boundary, "text/plain; charset=US-ASCII", prose);
  append_part (out, boundary, "message/delivery-status", status->str);
  if (full)
    append_message (out, boundary, item->message);
  else
    append_part (out, boundary, g_str_is_ascii (header) ? "text/rfc822-headers"
                                                      : "text/rfc822-headers; charset=UTF-8", header);
  g_string_append_printf (out, "--%s--\r\n", boundary);
  bytes = g_string_free_to_bytes (out);
  return mail_message_new (bytes);
}
