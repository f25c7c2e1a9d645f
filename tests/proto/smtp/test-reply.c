/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/smtp/smtp.h"

#include <string.h>

static void
test_to_wire (void)
{
  const SmtpReply one = { 250, "2.1.0", "Sender ok" };
  const SmtpReply many = { 250, NULL, "one\ntwo\nthree" };
  const SmtpReply empty = { 334, NULL, "" };
  g_autofree char *a = smtp_reply_to_wire (&one, TRUE);
  g_autofree char *b = smtp_reply_to_wire (&one, FALSE);
  g_autofree char *c = smtp_reply_to_wire (&many, TRUE);
  g_autofree char *d = smtp_reply_to_wire (&empty, TRUE);

  g_assert_cmpstr (a, ==, "250 2.1.0 Sender ok\r\n");
  g_assert_cmpstr (b, ==, "250 Sender ok\r\n");
  g_assert_cmpstr (c, ==, "250-one\r\n250-two\r\n250 three\r\n");
  g_assert_cmpstr (d, ==, "334 \r\n");
}

static void
test_enhanced_code_stands_in_each_line (void)
{
  const SmtpReply reply = { 550, "5.1.1", "No such user\nAsk the postmaster" };
  g_autofree char *wire = smtp_reply_to_wire (&reply, TRUE);

  g_assert_cmpstr (wire, ==, "550-5.1.1 No such user\r\n550 5.1.1 Ask the postmaster\r\n");
}

static void
test_parse (void)
{
  static const struct { const char *text; int code; const char *enhanced; const char *rest; } rows[] =
  {
    { "452 4.2.2 Mailbox full", 452, "4.2.2", "Mailbox full" },
    { "452 Mailbox full", 452, NULL, "Mailbox full" },
    { "452", 452, NULL, "" },
    { "452 ", 452, NULL, "" },
    { "452 4.2.2", 452, "4.2.2", "" },
    { "550 4.2.2 other class", 550, NULL, "4.2.2 other class" },
    { "550 5.1234.1 too many digits", 550, NULL, "5.1234.1 too many digits" },
    { "550 5.1.1x", 550, NULL, "5.1.1x" },
    { "354 3.0.0 no such class", 354, NULL, "3.0.0 no such class" },
    { "", 0 }, { "45", 0 }, { "4522 x", 0 }, { "152 x", 0 }, { "652 x", 0 }, { "462 x", 0 }, { "452-x", 0 },
    { "abc x", 0 }, { "250 a\rb", 0 }, { "250 \xc3\xa9", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *storage = NULL;
      SmtpReply reply = { 0 };

      g_assert_cmpint (smtp_reply_parse (rows[i].text, &reply, &storage), ==, rows[i].code != 0);
      g_assert_cmpint (reply.code, ==, rows[i].code);
      g_assert_cmpstr (reply.enhanced, ==, rows[i].enhanced);
      g_assert_cmpstr (reply.text, ==, rows[i].rest);
    }
}

static SmtpReadResult
read_line (SmtpReplyReader *reader, const char *line)
{
  return smtp_reply_reader_line (reader, (const guint8 *) line, strlen (line));
}

static void
test_reader (void)
{
  SmtpReplyReader reader;

  smtp_reply_reader_init (&reader);
  g_assert_cmpint (read_line (&reader, "550-5.1.1 No such user"), ==, SMTP_READ_MORE);
  g_assert_cmpint (read_line (&reader, "550 5.1.1 here"), ==, SMTP_READ_DONE);
  g_assert_cmpint (reader.code, ==, 550);
  g_assert_cmpstr (reader.enhanced, ==, "5.1.1");
  g_assert_cmpstr (reader.text->str, ==, "No such user\nhere");
  smtp_reply_reader_clear (&reader);
  smtp_reply_reader_init (&reader);
  g_assert_cmpint (read_line (&reader, "250"), ==, SMTP_READ_DONE);
  g_assert_null (reader.enhanced);
  g_assert_cmpstr (reader.text->str, ==, "");
  smtp_reply_reader_clear (&reader);
}

static void
test_reader_refuses (void)
{
  static const char * const bad[] = { "", "25", "250x", "999 x", "ok", "2 50" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      SmtpReplyReader reader;

      smtp_reply_reader_init (&reader);
      g_assert_cmpint (read_line (&reader, bad[i]), ==, SMTP_READ_BAD);
      smtp_reply_reader_clear (&reader);
    }
}

static void
test_reader_wants_one_code (void)
{
  SmtpReplyReader reader;

  smtp_reply_reader_init (&reader);
  g_assert_cmpint (read_line (&reader, "250-a"), ==, SMTP_READ_MORE);
  g_assert_cmpint (read_line (&reader, "251 b"), ==, SMTP_READ_BAD);
  smtp_reply_reader_clear (&reader);
}

static void
test_reader_is_bounded (void)
{
  SmtpReplyReader reader;

  smtp_reply_reader_init (&reader);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpint (read_line (&reader, "250-a"), ==, SMTP_READ_MORE);
  g_assert_cmpint (read_line (&reader, "250 a"), ==, SMTP_READ_BAD);
  smtp_reply_reader_clear (&reader);
}

static void
test_extension_names (void)
{
  for (guint i = 0; i < 8; i++)
    g_assert_cmpuint (smtp_extension_from_name (smtp_extension_name (1u << i)), ==, 1u << i);
  g_assert_cmpuint (smtp_extension_from_name ("pipelining"), ==, SMTP_EXT_PIPELINING);
  g_assert_cmpuint (smtp_extension_from_name ("X"), ==, 0);
  g_assert_null (smtp_extension_name (1u << 20));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/reply/to-wire", test_to_wire);
  g_test_add_func ("/smtp/reply/enhanced-code-stands-in-each-line", test_enhanced_code_stands_in_each_line);
  g_test_add_func ("/smtp/reply/parse", test_parse);
  g_test_add_func ("/smtp/reply/reader", test_reader);
  g_test_add_func ("/smtp/reply/reader-refuses-what-is-none", test_reader_refuses);
  g_test_add_func ("/smtp/reply/reader-wants-one-code", test_reader_wants_one_code);
  g_test_add_func ("/smtp/reply/reader-is-bounded", test_reader_is_bounded);
  g_test_add_func ("/smtp/extensions/names", test_extension_names);
  return g_test_run ();
}
