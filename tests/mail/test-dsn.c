/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/dsn.h"

#include <gmime/gmime.h>
#include <string.h>

static const MailQueueConfig config = { SIM_TIME_HOUR, SIM_TIME_HOUR, SIM_TIME_DAY };

typedef struct
{
  const char        *local;
  MailRecipientState state;
  const char        *reply;
  const char        *host;
  guint              attempts;
} Row;

static MailQueueItem *
add (MailQueue *queue, const char *letter, const Row *rows, guint n)
{
  MailAddress from = { (char *) "ann", (char *) "one.example" };
  MailAddress to = { (char *) "x", (char *) "two.example" };
  g_autoptr (GPtrArray) recipients = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (letter, strlen (letter));
  g_autoptr (MailMessage) message = mail_message_new (bytes);
  MailQueueItem *item;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (recipients, &to);
  item = mail_queue_add (queue, 0, &from, recipients, message);
  for (guint i = 0; i < n; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (item->recipients, i);

      g_free (recipient->address.local);
      recipient->address.local = g_strdup (rows[i].local);
      recipient->state = rows[i].state;
      recipient->reply = g_strdup (rows[i].reply);
      recipient->host = g_strdup (rows[i].host);
      recipient->attempts = rows[i].attempts;
    }
  return item;
}

static char *
text_of (MailMessage *message)
{
  GBytes *bytes = mail_message_get_bytes (message);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static MailMessage *
make (const char *letter, gboolean delayed, const Row *rows, guint n)
{
  g_autoptr (MailQueue) queue = mail_queue_new (&config);
  const MailDsnInfo info = { "mx.one.example", "D0007", 1709632860, 1709632800, delayed };

  return mail_dsn_new (&info, add (queue, letter, rows, n));
}

static void
test_octets (void)
{
  static const Row rows[] =
  {
    { "bob", MAIL_RECIPIENT_FAILED, "550 5.1.1 No such user here", "mx.two.example", 0 },
    { "sent", MAIL_RECIPIENT_SENT, "250 2.0.0 Ok", "mx.two.example", 0 },
  };
  g_autoptr (MailMessage) dsn = make ("Subject: Hi\r\nFrom: ann@one.example\r\n\r\nsecret body\r\n", FALSE, rows, 2);
  g_autofree char *text = text_of (dsn);

  g_assert_cmpstr (text, ==,
    "From: Mail Delivery System <mailer-daemon@mx.one.example>\r\n"
    "To: ann@one.example\r\n"
    "Subject: Undelivered mail\r\n"
    "Date: Tue, 05 Mar 2024 10:01:00 +0000\r\n"
    "Message-ID: <D0007@mx.one.example>\r\n"
    "Auto-Submitted: auto-replied\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/report; report-type=delivery-status;\r\n"
    "\tboundary=\"=_D0007\"\r\n"
    "\r\n"
    "--=_D0007\r\n"
    "Content-Type: text/plain; charset=US-ASCII\r\n"
    "\r\n"
    "This is the mail server mx.one.example.\r\n"
    "\r\n"
    "Your message did not reach the recipients below, and I have stopped trying.\r\n"
    "Nobody will send it again unless you do.\r\n"
    "\r\n"
    "It came to me on Tue, 05 Mar 2024 10:00:00 +0000.\r\n"
    "Its subject was: Hi\r\n"
    "\r\n"
    "  bob@two.example\r\n"
    "    mx.two.example said: 550 5.1.1 No such user here\r\n"
    "\r\n"
    "--=_D0007\r\n"
    "Content-Type: message/delivery-status\r\n"
    "\r\n"
    "Reporting-MTA: dns; mx.one.example\r\n"
    "Arrival-Date: Tue, 05 Mar 2024 10:00:00 +0000\r\n"
    "\r\n"
    "Final-Recipient: rfc822; bob@two.example\r\n"
    "Action: failed\r\n"
    "Status: 5.1.1\r\n"
    "Remote-MTA: dns; mx.two.example\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 No such user here\r\n"
    "Last-Attempt-Date: Tue, 05 Mar 2024 10:01:00 +0000\r\n"
    "\r\n"
    "--=_D0007\r\n"
    "Content-Type: text/rfc822-headers\r\n"
    "\r\n"
    "Subject: Hi\r\n"
    "From: ann@one.example\r\n"
    "\r\n"
    "--=_D0007--\r\n");
}

static void
test_status (void)
{
  static const struct { Row row; gboolean delayed; const char *fields; } rows[] =
  {
    { { "a", MAIL_RECIPIENT_FAILED, "550 5.1.1 no", NULL, 0 }, FALSE, "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no\r\n" },
    { { "a", MAIL_RECIPIENT_FAILED, "554 no", NULL, 0 }, FALSE, "Status: 5.0.0\r\nDiagnostic-Code: smtp; 554 no\r\n" },
    { { "a", MAIL_RECIPIENT_FAILED, "554", NULL, 0 }, FALSE, "Status: 5.0.0\r\nDiagnostic-Code: smtp; 554\r\n" },
    { { "a", MAIL_RECIPIENT_FAILED, "550 4.1.1 other class", NULL, 0 }, FALSE, "Status: 5.0.0\r\n" },
    { { "a", MAIL_RECIPIENT_FAILED, "550 5.1", NULL, 0 }, FALSE, "Status: 5.0.0\r\n" },
    { { "a", MAIL_RECIPIENT_FAILED, "550 5.1.1234", NULL, 0 }, FALSE, "Status: 5.0.0\r\n" },
    { { "a", MAIL_RECIPIENT_FAILED, "550 5.7.123", NULL, 0 }, FALSE, "Status: 5.7.123\r\n" },
    { { "a", MAIL_RECIPIENT_WAITING, "452 4.2.2 full", "h.example", 3 }, TRUE,
      "Action: delayed\r\nStatus: 4.2.2\r\nRemote-MTA: dns; h.example\r\n" },
    { { "a", MAIL_RECIPIENT_TRYING, "421 later", NULL, 3 }, TRUE, "Status: 4.0.0\r\n" },
    { { "a", MAIL_RECIPIENT_WAITING, NULL, NULL, 3 }, TRUE, "Status: 4.4.1\r\nLast-Attempt-Date:" },
    { { "a", MAIL_RECIPIENT_FAILED, "connection refused", NULL, 3 }, FALSE,
      "Status: 4.4.7\r\nDiagnostic-Code: x-unix; connection refused\r\n" },
    { { "a", MAIL_RECIPIENT_FAILED, NULL, NULL, 0 }, FALSE, "Status: 5.0.0\r\nLast-Attempt-Date:" },
    { { "a", MAIL_RECIPIENT_FAILED, "550-5.1.1 one\r\n550 5.1.1 two", NULL, 0 }, FALSE,
      "Diagnostic-Code: smtp; 550-5.1.1 one  550 5.1.1 two\r\n" },
    { { "a b", MAIL_RECIPIENT_FAILED, NULL, NULL, 0 }, FALSE, "Final-Recipient: rfc822; \"a b\"@two.example\r\n" },
    { { "ιω", MAIL_RECIPIENT_FAILED, "550 όχι", NULL, 0 }, FALSE, "smtp; 550 \\x{3CC}\\x{3C7}\\x{3B9}\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MailMessage) dsn = make ("A: b\r\n\r\n", rows[i].delayed, &rows[i].row, 1);
      g_autofree char *text = text_of (dsn);

      g_assert_false (mail_message_is_8bit (dsn));
      if (strstr (text, rows[i].fields) == NULL)
        g_error ("row %u: %s", i, text);
    }
}

static void
test_delayed (void)
{
  static const Row rows[] =
  {
    { "waits", MAIL_RECIPIENT_WAITING, "452 4.2.2 full", "h.example", 1 },
    { "failed", MAIL_RECIPIENT_FAILED, "550 no", "h.example", 0 },
  };
  g_autoptr (MailMessage) dsn = make ("A: b\r\n\r\n", TRUE, rows, 2);
  g_autofree char *text = text_of (dsn);
  g_autofree char *subject = mail_message_dup_header (dsn, "Subject");

  g_assert_cmpstr (subject, ==, "Delayed mail");
  g_assert_nonnull (strstr (text, "waits@"));
  g_assert_null (strstr (text, "failed@"));
}

/* What another reader of MIME makes of it. */
static void
test_mime_parts (void)
{
  static const char * const letters[] =
  {
    "Subject: Hi\r\n\r\nbody\r\n",
    "Subject: Καλημέρα\r\nX: \xFF\r\n\r\nbody\r\n",
    "--=_D0007: a field\r\nSubject: the boundary stands in the header\r\n\r\nbody\r\n",
    "--=_D0007--\r\n",
    "",
    "no header\r\n",
  };
  static const Row row = { "bob", MAIL_RECIPIENT_FAILED, "550 5.1.1 No", "h", 0 };

  g_mime_init ();
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autoptr (MailMessage) dsn = make (letters[i], FALSE, &row, 1);
      GBytes *bytes = mail_message_get_bytes (dsn);
      GMimeStream *stream = g_mime_stream_mem_new_with_buffer (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      GMimeParser *parser = g_mime_parser_new_with_stream (stream);
      GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);
      GMimeObject *body = g_mime_message_get_mime_part (message);
      static const char * const types[] = { "text/plain", "message/delivery-status", "text/rfc822-headers" };

      g_assert_false (mail_message_is_8bit (dsn));
      g_assert_true (GMIME_IS_MULTIPART (body));
      g_assert_cmpint (g_mime_multipart_get_count (GMIME_MULTIPART (body)), ==, 3);
      g_assert_cmpstr (g_mime_object_get_content_type_parameter (body, "report-type"), ==, "delivery-status");
      for (int part = 0; part < 3; part++)
        {
          GMimeObject *object = g_mime_multipart_get_part (GMIME_MULTIPART (body), part);
          g_autofree char *type = g_mime_content_type_get_mime_type (g_mime_object_get_content_type (object));

          g_assert_cmpstr (type, ==, types[part]);
        }
      g_object_unref (message);
      g_object_unref (parser);
      g_object_unref (stream);
    }
}

static void
test_lines_are_short (void)
{
  g_autofree char *long_reply = g_strnfill (3000, 'y');
  g_autofree char *reply = g_strconcat ("550 ", long_reply, NULL);
  const Row row = { "bob", MAIL_RECIPIENT_FAILED, reply, "h", 0 };
  g_autoptr (MailMessage) dsn = make ("A: b\r\n\r\n", FALSE, &row, 1);
  g_autofree char *text = text_of (dsn);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 998);
      g_assert_null (strchr (lines[i], '\n'));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dsn/failed-octet-by-octet", test_octets);
  g_test_add_func ("/dsn/status-comes-from-the-reply", test_status);
  g_test_add_func ("/dsn/delayed-names-who-waits", test_delayed);
  g_test_add_func ("/dsn/has-three-parts", test_mime_parts);
  g_test_add_func ("/dsn/lines-are-short", test_lines_are_short);
  return g_test_run ();
}
