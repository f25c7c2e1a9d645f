/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/message.h"

#include <string.h>

static MailMessage *
raw_n (const char *text, gsize len)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len);

  return mail_message_new (bytes);
}

static MailMessage *
raw (const char *text)
{
  return raw_n (text, strlen (text));
}

static MailMessage *
parse (const char *text, gsize len, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len);

  return mail_message_parse (bytes, error);
}

static char *
text_of (MailMessage *message)
{
  gsize size;
  const char *data = g_bytes_get_data (mail_message_get_bytes (message), &size);

  return g_strndup (data, size);
}

static void
assert_bytes (MailMessage *message, const char *expected)
{
  g_autofree char *text = text_of (message);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_header (MailMessage *message, const char *name, const char *expected)
{
  g_autofree char *value = mail_message_dup_header (message, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_header_size (void)
{
  static const struct { const char *text; gsize size; } rows[] =
  {
    { "", 0 },
    { "\r\n", 2 },
    { "\r\nbody\r\n", 2 },
    { "A: b\r\n", 6 },
    { "A: b\r\n\r\n", 8 },
    { "A: b\r\n\r\nC: d\r\n\r\n", 8 },
    { "A: b\r\n folded\r\n\r\nx", 17 },
    { "A: b\n\nx", 6 },
    { "no header at all\r\n\r\n", 0 },
    { "A: b\r\nstray line\r\n\r\n", 6 },
    { "A : b\r\n\r\n", 9 },
    { ": b\r\n\r\n", 0 },
    { "A: b", 4 },
    { "A", 0 },
    { "A: b\r", 5 },
    { "A: b\r\n\r", 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MailMessage) message = raw (rows[i].text);

      g_assert_cmpuint (mail_message_header_size (message), ==, rows[i].size);
      g_assert_cmpuint (mail_message_get_size (message), ==, strlen (rows[i].text));
    }
}

static void
test_dup_header (void)
{
  static const struct { const char *field; const char *value; } rows[] =
  {
    { "Subject: Hello\r\n", "Hello" },
    { "SUBJECT:Hello\r\n", "Hello" },
    { "subject :  Hello  \r\n", "Hello" },
    { "Subject: one\r\n two\r\n\tthree\r\n", "one two three" },
    { "Subject: first\r\nSubject: second\r\n", "first" },
    { "Subject:\r\n", "" },
    { "Subject: =?UTF-8?B?zprOsc67zrfOvM6tz4HOsQ==?=\r\n", "Καλημέρα" },
    { "Subject: =?utf-8?q?=D0=9F=D1=80=D0=B8=D0=B2=D0=B5=D1=82?=\r\n", "Привет" },
    { "Subject: =?ISO-8859-7?Q?=CA=E1=EB=E7=EC=DD=F1=E1?=\r\n", "Καλημέρα" },
    { "Subject: =?KOI8-R?B?8NLJ18XU?=\r\n", "Привет" },
    { "Subject: =?UTF-8?Q?=CE=9A?=\r\n =?UTF-8?Q?=CE=B1?=\r\n", "Κα" },
    { "Subject: Re: =?UTF-8?Q?=CE=9A?= (2)\r\n", "Re: Κ (2)" },
    { "Subject: Καλημέρα\r\n", "Καλημέρα" },
    { "Subject: tab\there\r\n", "tab here" },
    { "Subject: =?UTF-8?Q?a=0D=0Ab?=\r\n", "a  b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strconcat ("X: y\r\n", rows[i].field, "\r\nSubject: body\r\n", NULL);
      g_autoptr (MailMessage) message = raw (text);

      assert_header (message, "Subject", rows[i].value);
    }
}

static void
test_dup_header_only_in_the_header (void)
{
  g_autoptr (MailMessage) message = raw ("A: b\r\n\r\nSubject: body\r\n");

  assert_header (message, "Subject", NULL);
  g_assert_cmpuint (mail_message_count_headers (message, "Subject"), ==, 0);
  assert_header (message, "", NULL);
}

static void
test_dup_header_survives_bad_input (void)
{
  static const char * const values[] =
  {
    "=?UTF-8?B?zprOsc67?", "=?UTF-8?B?!!!!?=", "=?UTF-8?Q?=C?=", "=?UTF-8?Q?=CE?=", "=?nonsense?Q?=CE=9A?=",
    "=?UTF-8?X?abc?=", "=????\?=", "=??Q?=CE?=", "=?UTF-8?B?\?=", "=?UTF-8?Q?\?=", "\xFF\xFE\x80", "\xCE",
    "=?UTF-8?Q?a=00b?=", "=?utf-7?q?+AD-?=", "=?UTF-16?B?AAAA?=", "=?UTF-8*en?Q?=CE=9A?=",
    "=?ISO-8859-1?Q?\xCE=CE?= \xCE"
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = g_strconcat ("Subject: ", values[i], "\r\n\r\n", NULL);
      g_autoptr (MailMessage) message = raw (text);
      g_autofree char *value = mail_message_dup_header (message, "Subject");

      g_assert_nonnull (value);
      g_assert_true (g_utf8_validate (value, -1, NULL));
      for (const char *p = value; *p != '\0'; p++)
        g_assert_false (g_ascii_iscntrl (*p));
    }
}

static void
test_header_with_nul (void)
{
  const char text[] = "Subject: a\0b\r\nX: y\r\n\r\n";
  g_autoptr (MailMessage) message = raw_n (text, sizeof text - 1);

  assert_header (message, "Subject", "a?b");
  assert_header (message, "X", "y");
}

static void
test_count_headers (void)
{
  g_autoptr (MailMessage) message = raw ("Received: a\r\n b\r\nRECEIVED: c\r\nReceived-SPF: d\r\n"
                                         "Received : e\r\n\r\nReceived: f\r\n");

  g_assert_cmpuint (mail_message_count_headers (message, "received"), ==, 3);
  g_assert_cmpuint (mail_message_count_headers (message, "Receive"), ==, 0);
}

static void
test_with_header (void)
{
  g_autoptr (MailMessage) message = raw ("A: b\r\n\r\nbody\r\n");
  g_autoptr (MailMessage) more = mail_message_with_header (message, "Received", "from x\r\n\tby y");
  g_autoptr (MailMessage) bare = raw ("");
  g_autoptr (MailMessage) first = mail_message_with_header (bare, "A", "b");

  assert_bytes (more, "Received: from x\r\n\tby y\r\nA: b\r\n\r\nbody\r\n");
  assert_bytes (message, "A: b\r\n\r\nbody\r\n");
  assert_bytes (first, "A: b\r\n");
  assert_header (more, "Received", "from x by y");
}

/* Text without a header section stays text: no line of it becomes a field or the rest of one. */
static void
test_with_header_keeps_text_apart (void)
{
  static const struct { const char *was, *becomes; } rows[] =
  {
    { "Hello\r\n", "A: b\r\n\r\nHello\r\n" },
    { " indented\r\n", "A: b\r\n\r\n indented\r\n" },
    { "\r\nHello\r\n", "A: b\r\n\r\nHello\r\n" },
    { "C: d\r\nHello\r\nE: f\r\n", "A: b\r\nC: d\r\n\r\nHello\r\nE: f\r\n" },
    { "C: d\r\n", "A: b\r\nC: d\r\n" },
    { "\nHello", "A: b\r\n\nHello" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MailMessage) message = raw (rows[i].was);
      g_autoptr (MailMessage) more = mail_message_with_header (message, "A", "b");

      assert_bytes (more, rows[i].becomes);
    }
}

static void
test_without_header (void)
{
  g_autoptr (MailMessage) message = raw ("Bcc: a,\r\n b\r\nTo: c\r\nBCC: d\r\n\r\nBcc: body\r\n");
  g_autoptr (MailMessage) less = mail_message_without_header (message, "Bcc");
  g_autoptr (MailMessage) same = mail_message_without_header (less, "Bcc");

  assert_bytes (less, "To: c\r\n\r\nBcc: body\r\n");
  g_assert_true (same == less);
}

static void
test_parse_line_ends (void)
{
  static const char * const rows[][2] =
  {
    { "A: b\n\nx\n", "A: b\r\n\r\nx\r\n" },
    { "A: b\r\n\r\nx\r\n", "A: b\r\n\r\nx\r\n" },
    { "A: b\r\rx\r", "A: b\r\n\r\nx\r\n" },
    { "A: b\n\nx", "A: b\r\n\r\nx\r\n" },
    { "A: b\n c\n\n\n", "A: b\r\n c\r\n\r\n\r\n" },
    { "\xEF\xBB\xBF" "A: b\n\n", "A: b\r\n\r\n" },
    { "A: b", "A: b\r\n" },
    { "A: b\n\nno: colon rule\n here\n.\n", "A: b\r\n\r\nno: colon rule\r\n here\r\n.\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MailMessage) message = parse (rows[i][0], strlen (rows[i][0]), &error);

      g_assert_no_error (error);
      assert_bytes (message, rows[i][1]);
    }
}

static void
test_parse_faults_name_the_line (void)
{
  g_autofree char *x998 = g_strnfill (998, 'x');
  g_autofree char *fits = g_strconcat ("A: b\n\n", x998, "\n", NULL);
  g_autofree char *too_long = g_strconcat ("A: b\n\n", x998, "x\n", NULL);
  const struct { const char *text; gsize len; int code; const char *prefix; } rows[] =
  {
    { "", 0, MAIL_ERROR_NO_HEADER, "line 1:" },
    { "hello\n", 6, MAIL_ERROR_NO_HEADER, "line 1:" },
    { "\nhello\n", 7, MAIL_ERROR_NO_HEADER, "line 1:" },
    { " A: b\n", 6, MAIL_ERROR_NO_HEADER, "line 1:" },
    { "A: b\nhello\n\n", 12, MAIL_ERROR_BAD_HEADER, "line 2:" },
    { "A: b\n c\nhello there: x\n", 23, MAIL_ERROR_BAD_HEADER, "line 3:" },
    { "A: b\n\na\0b\n", 10, MAIL_ERROR_NUL, "line 3:" },
    { too_long, strlen (too_long), MAIL_ERROR_LINE_TOO_LONG, "line 3:" },
    { fits, strlen (fits), -1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MailMessage) message = parse (rows[i].text, rows[i].len, &error);

      if (rows[i].code < 0)
        {
          g_assert_no_error (error);
          g_assert_nonnull (message);
          continue;
        }
      g_assert_null (message);
      g_assert_error (error, MAIL_ERROR, rows[i].code);
      g_assert_true (g_str_has_prefix (error->message, rows[i].prefix));
    }
}

static void
test_text (void)
{
  static const char * const rows[][2] =
  {
    { "A: b\r\n\r\nhello\r\nthere\r\n", "hello\nthere\n" },
    { "A: b\r\n\r\n", "" },
    { "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nzprOsc67\r\n", "Καλ" },
    { "Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
      "=F0=D2=C9=\r\n=D7=C5=D4\r\n", "Привет\n" },
    { "Content-Type: text/plain; charset=iso-8859-7\r\n\r\n\xCA\xE1\r\n", "Κα\n" },
    { "Content-Type: text/plain; charset=no-such\r\n\r\n\xCE\x9A\r\n", "Κ\n" },
    { "Content-Type: text/plain; charset=utf-8\r\n\r\n\xCE\r\n", "\xEF\xBF\xBD\n" },
    { "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>h\r\n--x\r\n\r\n"
      "plain\r\n--x--\r\n", "plain" },
    { "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>h\r\n--x--\r\n",
      "<p>h" },
    { "Content-Type: image/png\r\n\r\nxyz\r\n", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MailMessage) message = raw (rows[i][0]);
      g_autofree char *text = mail_message_dup_text (message);

      g_assert_cmpstr (text, ==, rows[i][1]);
    }
}

static void
test_deep_nesting (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (MailMessage) message = NULL;
  g_autofree char *body = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (text, "Content-Type: multipart/mixed; boundary=b%u\r\n\r\n--b%u\r\n", i, i);
  g_string_append (text, "\r\nhello\r\n");
  message = raw (text->str);
  body = mail_message_dup_text (message);
  g_assert_true (body == NULL || g_utf8_validate (body, -1, NULL));
}

/* Random octets, made of what headers are made of. */
static void
test_random_bytes (void)
{
  static const char * const parts[] =
  {
    "Subject", ":", " ", "\r\n", "\n", "\r", "=?UTF-8?B?", "=?KOI8-R?Q?", "?=", "=CE", "zpo=", "\xCE\x9A", "\xFF",
    "Content-Type: multipart/mixed; boundary=x", "\r\n--x\r\n", "--x--", "text/plain; charset=", "utf-16",
    "Content-Transfer-Encoding: ", "base64", "quoted-printable", "x-uuencode", "begin 644 x\n", "\t", "a", ""
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (MailMessage) message = NULL;
      g_autoptr (MailMessage) parsed = NULL;
      g_autofree char *subject = NULL;
      g_autofree char *body = NULL;
      guint n = g_rand_int_range (rand, 0, 40);

      for (guint i = 0; i < n; i++)
        {
          const char *part = parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))];

          g_string_append_len (text, part, strlen (part) + (g_rand_int_range (rand, 0, 30) == 0));
        }
      message = raw_n (text->str, text->len);
      subject = mail_message_dup_header (message, "Subject");
      body = mail_message_dup_text (message);
      g_assert_true (subject == NULL || g_utf8_validate (subject, -1, NULL));
      g_assert_true (body == NULL || g_utf8_validate (body, -1, NULL));
      g_assert_cmpuint (mail_message_header_size (message), <=, text->len);
      parsed = parse (text->str, text->len, NULL);
      if (parsed != NULL)
        {
          g_autofree char *again = text_of (parsed);

          g_assert_false (strstr (again, "\r\r") != NULL || strstr (again, "\n\n") != NULL);
        }
    }
}

static void
assert_lines (MailMessage *message, gsize header_max, gsize body_max)
{
  g_autofree char *text = text_of (message);
  gsize header = mail_message_header_size (message);
  gsize at = 0;

  while (text[at] != '\0')
    {
      const char *end = strstr (text + at, "\r\n");

      g_assert_nonnull (end);
      g_assert_null (memchr (text + at, '\n', end - text - at));
      g_assert_cmpuint (end - text - at, <=, at < header ? header_max : body_max);
      at = end - text + 2;
    }
}

static void
test_compose_plain (void)
{
  const char *fields[] =
  {
    "From", "Ann <ann@example.org>", "To", "bob@example.net, \"Smith, J.\" <js@example.net>", "Subject", "Hello",
    "Content-Type", "text/html", "Bad Name", "x", NULL
  };
  g_autoptr (MailMessage) message = mail_message_compose (fields, "Hi\nBob", FALSE);

  assert_bytes (message, "From: Ann <ann@example.org>\r\n"
                         "To: bob@example.net, \"Smith, J.\" <js@example.net>\r\n"
                         "Subject: Hello\r\n"
                         "MIME-Version: 1.0\r\n"
                         "Content-Type: text/plain; charset=US-ASCII\r\n"
                         "Content-Transfer-Encoding: 7bit\r\n"
                         "\r\n"
                         "Hi\r\nBob\r\n");
}

/* Subjects come back as they went in, in ASCII lines of at most 76 octets. */
static void
test_compose_subjects (void)
{
  g_autofree char *endless = g_strnfill (3000, 'w');
  const char * const rows[] =
  {
    "", "Hello", "Καλημέρα", "Привет", "Καλημέρα σε όλους από τη Θεσσαλονίκη, τα λέμε αύριο στις δέκα το πρωί!",
    "Re: Приглашение на конференцию по электронной почте, которая пройдёт в понедельник утром (обновлено)",
    "a word и ещё a word", "naïve café", "=?UTF-8?Q?not_encoded?=", "two  blanks  here", "tail ю",
    "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", endless,
    "a very long subject in plain English words which must be folded somewhere because no line may be so long",
    "under_score = equals ? question — dash"
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *fields[] = { "Subject", rows[i], NULL };
      g_autoptr (MailMessage) message = mail_message_compose (fields, "x", FALSE);

      g_assert_false (mail_message_is_8bit (message));
      assert_header (message, "Subject", rows[i]);
      assert_lines (message, 76, 76);
    }
}

static void
test_compose_takes_no_injection (void)
{
  const char *fields[] =
  {
    "Subject", "a\r\nBcc: evil@example.org\r\n\r\nbody", "To", "Ann\r\nX: y <ann@example.org>", NULL
  };
  g_autoptr (MailMessage) message = mail_message_compose (fields, "", FALSE);

  g_assert_cmpuint (mail_message_count_headers (message, "Bcc"), ==, 0);
  g_assert_cmpuint (mail_message_count_headers (message, "X"), ==, 0);
  assert_header (message, "Subject", "a  Bcc: evil@example.org    body");
}

static void
test_compose_addresses_keep_their_address (void)
{
  static const char * const rows[][2] =
  {
    { "Ελένη Παπαδοπούλου <eleni@univ.example>", "<eleni@univ.example>" },
    { "Иван Петров <ivan@campus.example>, Мария Иванова <maria@campus.example>", "<maria@campus.example>" },
    { "bob@example.net", "bob@example.net" },
    { "<bob@example.net>", "bob@example.net" },
    { "\"a b\"@example.net", "\"a b\"@example.net" },
    { "Друзья: ivan@campus.example, maria@campus.example;", "maria@campus.example" },
    { "undisclosed-recipients:;", "undisclosed-recipients:;" },
    { "Ann [x] <a@[192.0.2.1]>", "a@[192.0.2.1]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *fields[] = { "To", rows[i][0], NULL };
      g_autoptr (MailMessage) message = mail_message_compose (fields, "x", FALSE);
      g_autofree char *text = text_of (message);

      g_assert_false (mail_message_is_8bit (message));
      if (strstr (text, rows[i][1]) == NULL)
        g_error ("%s became %s", rows[i][0], text);
      assert_lines (message, 76, 76);
      if (rows[i][0][0] & 0x80)
        assert_header (message, "To", rows[i][0]);
    }
}

static void
test_compose_bodies (void)
{
  g_autofree char *long_line = g_strnfill (999, 'x');
  const struct { const char *body; gboolean allow_8bit; const char *encoding; } rows[] =
  {
    { "plain\n", FALSE, "7bit" },
    { "plain\n", TRUE, "7bit" },
    { "Καλημέρα\n", TRUE, "8bit" },
    { "Καλημέρα σε όλους από τη Θεσσαλονίκη\n", FALSE, "base64" },
    { "Dear Zoë,\nmost of this letter is plain English text.\n", FALSE, "quoted-printable" },
    { long_line, FALSE, "quoted-printable" },
    { long_line, TRUE, "quoted-printable" },
    { "tail blank  \nfrom = é \n", FALSE, "quoted-printable" },
    { "", FALSE, "7bit" },
    { ".\n..\né and enough of ASCII to make it quoted\n", FALSE, "quoted-printable" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *fields[] = { "Subject", "x", NULL };
      g_autoptr (MailMessage) message = mail_message_compose (fields, rows[i].body, rows[i].allow_8bit);
      g_autofree char *body = mail_message_dup_text (message);
      gsize len = strlen (rows[i].body);

      assert_header (message, "Content-Transfer-Encoding", rows[i].encoding);
      g_assert_cmpint (strncmp (body, rows[i].body, len), ==, 0);
      g_assert_cmpstr (body + len, ==, len == 0 || rows[i].body[len - 1] == '\n' ? "" : "\n");
      if (!rows[i].allow_8bit)
        assert_lines (message, 76, 76);
    }
}

static void
test_compose_is_the_same_again (void)
{
  const char *fields[] = { "From", "Ελένη <e@univ.example>", "Subject", "Привет", NULL };
  g_autoptr (MailMessage) a = mail_message_compose (fields, "Γεια\n", FALSE);
  g_autoptr (MailMessage) b = mail_message_compose (fields, "Γεια\n", FALSE);

  g_assert_true (g_bytes_equal (mail_message_get_bytes (a), mail_message_get_bytes (b)));
  assert_header (a, "Date", NULL);
  assert_header (a, "Message-ID", NULL);
}

static void
test_dates (void)
{
  static const struct { gint64 seconds; const char *text; } rows[] =
  {
    { 0, "Thu, 01 Jan 1970 00:00:00 +0000" },
    { 1709632800, "Tue, 05 Mar 2024 10:00:00 +0000" },
    { 951782399, "Mon, 28 Feb 2000 23:59:59 +0000" },
    { 951782400, "Tue, 29 Feb 2000 00:00:00 +0000" },
    { -1, "Wed, 31 Dec 1969 23:59:59 +0000" },
    { G_MAXINT64, "Fri, 31 Dec 9999 23:59:59 +0000" },
    { G_MININT64, "Mon, 01 Jan 1900 00:00:00 +0000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = mail_date_to_text (rows[i].seconds);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/header/size-is-up-to-the-empty-line", test_header_size);
  g_test_add_func ("/message/header/is-unfolded-and-decoded", test_dup_header);
  g_test_add_func ("/message/header/is-not-sought-in-the-body", test_dup_header_only_in_the_header);
  g_test_add_func ("/message/header/survives-bad-input", test_dup_header_survives_bad_input);
  g_test_add_func ("/message/header/survives-nul", test_header_with_nul);
  g_test_add_func ("/message/header/counts-names-whole", test_count_headers);
  g_test_add_func ("/message/header/is-put-in-front", test_with_header);
  g_test_add_func ("/message/header/keeps-text-apart", test_with_header_keeps_text_apart);
  g_test_add_func ("/message/header/is-taken-out-everywhere", test_without_header);
  g_test_add_func ("/message/parse/makes-line-ends-crlf", test_parse_line_ends);
  g_test_add_func ("/message/parse/names-the-line-of-a-fault", test_parse_faults_name_the_line);
  g_test_add_func ("/message/text/is-decoded", test_text);
  g_test_add_func ("/message/text/survives-deep-nesting", test_deep_nesting);
  g_test_add_func ("/message/random-bytes-do-no-harm", test_random_bytes);
  g_test_add_func ("/message/compose/plain", test_compose_plain);
  g_test_add_func ("/message/compose/subjects-come-back", test_compose_subjects);
  g_test_add_func ("/message/compose/line-ends-in-values-are-blanks", test_compose_takes_no_injection);
  g_test_add_func ("/message/compose/addresses-are-kept", test_compose_addresses_keep_their_address);
  g_test_add_func ("/message/compose/bodies-come-back", test_compose_bodies);
  g_test_add_func ("/message/compose/is-the-same-again", test_compose_is_the_same_again);
  g_test_add_func ("/message/date/is-rfc-5322", test_dates);
  return g_test_run ();
}
