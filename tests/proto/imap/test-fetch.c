/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/proto/imap/fetching.h"

#include <string.h>

/* ---- tables ---- */

static const struct
{
  const char *message;
  const char *items;
  const char *answer;      /* behind "* 7 FETCH " */
} rows[] =
{
  { minutes, "FLAGS", "(FLAGS (\\Seen))" },
  { minutes, "uid", "(UID 42)" },
  { minutes, "INTERNALDATE", "(INTERNALDATE \"17-Jul-1996 09:44:25 +0000\")" },
  { no_header, "RFC822.SIZE", "(RFC822.SIZE 5)" },
  { no_header, "FAST", "(FLAGS (\\Seen) INTERNALDATE \"17-Jul-1996 09:44:25 +0000\" RFC822.SIZE 5)" },
  { no_header, "(UID BODY[] flags)", "(UID 42 BODY[] {5}\r\nhello FLAGS (\\Seen))" },
  { no_header, "(FLAGS FLAGS BODY[] BODY.PEEK[])", "(FLAGS (\\Seen) BODY[] {5}\r\nhello)" },
  { minutes, "BODY[HEADER.FIELDS (Date \"from\" X)]",
    "(BODY[HEADER.FIELDS (Date from X)] {90}\r\nDate: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\r\nFrom: Terry Green <green@cac.uni.example>\r\n\r\n)" },
  { no_header, "RFC822", "(RFC822 {5}\r\nhello)" },
  { no_header, "RFC822.HEADER", "(RFC822.HEADER \"\")" },
  { no_header, "RFC822.TEXT", "(RFC822.TEXT {5}\r\nhello)" },
  { no_header, "BODY[HEADER]", "(BODY[HEADER] \"\")" },
  { no_header, "BODY[1]", "(BODY[1] {5}\r\nhello)" },
  { no_header, "BODY[2]", "(BODY[2] NIL)" },
  { no_header, "BODY[1.1]", "(BODY[1.1] NIL)" },
  { no_header, "BODY[1.TEXT]", "(BODY[1.TEXT] NIL)" },
  { no_header, "BODY[HEADER.FIELDS (A)]", "(BODY[HEADER.FIELDS (A)] {2}\r\n\r\n)" },
  { no_body, "BODY[HEADER]", "(BODY[HEADER] {18}\r\nSubject: a\r\nX: b\r\n)" },
  { no_body, "BODY[HEADER.FIELDS (X)]", "(BODY[HEADER.FIELDS (X)] {6}\r\nX: b\r\n)" },
  { no_body, "BODY[TEXT]", "(BODY[TEXT] \"\")" },
  { garbage, "BODY[HEADER]", "(BODY[HEADER] {12}\r\nSubject: a\r\n)" },
  { garbage, "BODY[TEXT]", "(BODY[TEXT] {10}\r\nno field\r\n)" },
  { garbage, "BODY[HEADER.FIELDS.NOT (X)]", "(BODY[HEADER.FIELDS.NOT (X)] {14}\r\nSubject: a\r\n\r\n)" },
  { empty, "(RFC822.SIZE BODY[])", "(RFC822.SIZE 0 BODY[] \"\")" },
  { empty, "ENVELOPE", "(ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL))" },
  { empty, "BODY", "(BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 0 0))" },
  { no_header, "BODY.PEEK[]<0.2>", "(BODY[]<0> {2}\r\nhe)" },
  { no_header, "BODY[]<3.100>", "(BODY[]<3> {2}\r\nlo)" },
  { no_header, "BODY[]<5.1>", "(BODY[]<5> \"\")" },
  { no_header, "BODY[]<9223372036854775807.9223372036854775807>", "(BODY[]<9223372036854775807> \"\")" },
  { no_header, "(BODY[]<0.1> BODY[]<0.2> BODY[]<1.1>)", "(BODY[]<0> {1}\r\nh BODY[]<0> {2}\r\nhe BODY[]<1> {1}\r\ne)" },
  { minutes, "BODY", "(BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 12 2))" },
  { minutes, "BODYSTRUCTURE", "(BODYSTRUCTURE (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 12 2 NIL NIL NIL NIL))" },
  { tree, "BODY", "(BODY ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3 0)"
    "(\"IMAGE\" \"GIF\" (\"NAME\" \"a \\\"b\\\".gif\") \"<2@a.example>\" \"a picture\" \"BASE64\" 4)"
    "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 152 (NIL \"three\" ((NIL NIL \"a\" \"b.example\")) ((NIL NIL \"a\" \"b.example\"))"
    " ((NIL NIL \"a\" \"b.example\")) NIL NIL NIL NIL NIL)"
    " ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 9 0)(\"TEXT\" \"HTML\" NIL NIL NIL \"7BIT\" 9 0) \"ALTERNATIVE\") 11)"
    "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 25 (NIL \"four\" NIL NIL NIL NIL NIL NIL NIL NIL)"
    " (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 8 0) 2) \"MIXED\"))" },
  { tree, "BODYSTRUCTURE", "(BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3 0 NIL NIL NIL NIL)"
    "(\"IMAGE\" \"GIF\" (\"NAME\" \"a \\\"b\\\".gif\") \"<2@a.example>\" \"a picture\" \"BASE64\" 4 \"1B2M2Y8AsgTpgAmY7PhCfg==\""
    " (\"ATTACHMENT\" (\"FILENAME\" \"a.gif\")) (\"el\" \"ru\") \"a.gif\")"
    "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 152 (NIL \"three\" ((NIL NIL \"a\" \"b.example\")) ((NIL NIL \"a\" \"b.example\"))"
    " ((NIL NIL \"a\" \"b.example\")) NIL NIL NIL NIL NIL)"
    " ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 9 0 NIL NIL NIL NIL)(\"TEXT\" \"HTML\" NIL NIL NIL \"7BIT\" 9 0 NIL NIL NIL NIL)"
    " \"ALTERNATIVE\" (\"BOUNDARY\" \"B\") NIL NIL NIL) 11 NIL NIL NIL NIL)"
    "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 25 (NIL \"four\" NIL NIL NIL NIL NIL NIL NIL NIL)"
    " (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 8 0 NIL NIL NIL NIL) 2 NIL NIL NIL NIL)"
    " \"MIXED\" (\"BOUNDARY\" \"A\") NIL NIL NIL))" },
  { tree, "BODY[HEADER]", "(BODY[HEADER] {60}\r\nSubject: root\r\nContent-Type: multipart/mixed; boundary=A\r\n\r\n)" },
  { tree, "BODY[1]", "(BODY[1] {3}\r\none)" },
  { tree, "BODY[1.MIME]", "(BODY[1.MIME] {2}\r\n\r\n)" },
  { tree, "BODY[1.HEADER]", "(BODY[1.HEADER] NIL)" },
  { tree, "BODY[2]", "(BODY[2] {4}\r\ntwo=)" },
  { tree, "BODY[3.HEADER]", "(BODY[3.HEADER] {86}\r\nSubject: three\r\nFrom: a@b.example\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n)" },
  { tree, "BODY[3.HEADER.FIELDS (FROM)]", "(BODY[3.HEADER.FIELDS (FROM)] {21}\r\nFrom: a@b.example\r\n\r\n)" },
  { tree, "BODY[3.HEADER.FIELDS.NOT (FROM Content-Type)]<0.9>", "(BODY[3.HEADER.FIELDS.NOT (FROM Content-Type)]<0> {9}\r\nSubject: )" },
  { tree, "BODY[3.TEXT]", "(BODY[3.TEXT] {66}\r\n--B\r\n\r\nthree-one\r\n--B\r\nContent-Type: text/html\r\n\r\nthree-two\r\n--B--)" },
  { tree, "BODY[3.MIME]", "(BODY[3.MIME] {32}\r\nContent-Type: message/rfc822\r\n\r\n)" },
  { tree, "BODY[3.1]", "(BODY[3.1] {9}\r\nthree-one)" },
  { tree, "BODY[3.2]", "(BODY[3.2] {9}\r\nthree-two)" },
  { tree, "BODY[3.2.MIME]", "(BODY[3.2.MIME] {27}\r\nContent-Type: text/html\r\n\r\n)" },
  { tree, "BODY[3.3]", "(BODY[3.3] NIL)" },
  { tree, "BODY[4]", "(BODY[4] {25}\r\nSubject: four\r\n\r\nfour-one)" },
  { tree, "BODY[4.1]", "(BODY[4.1] {8}\r\nfour-one)" },
  { tree, "BODY[4.1.MIME]", "(BODY[4.1.MIME] {17}\r\nSubject: four\r\n\r\n)" },
  { tree, "BODY[4.TEXT]<5.3>", "(BODY[4.TEXT]<5> {3}\r\none)" },
  { tree, "BODY[5]", "(BODY[5] NIL)" },
  { eight_bit, "ENVELOPE", "(ENVELOPE (NIL {2}\r\n\xCE\xB1 (({1}\r\n\xFF NIL \"a\" \"b.example\")) (({1}\r\n\xFF NIL \"a\" \"b.example\"))"
    " (({1}\r\n\xFF NIL \"a\" \"b.example\")) NIL NIL NIL NIL NIL))" },
  { group, "ENVELOPE", "(ENVELOPE (NIL NIL NIL NIL NIL ((NIL NIL \"Friends\" NIL)(NIL NIL \"a\" \"b.example\")"
    "(\"Olga P.\" \"@c.example\" \"o\" \"d.example\")(NIL NIL NIL NIL)) NIL NIL NIL NIL))" },
};

static const struct { const char *items, *error; } bad[] =
{
  { "", "No data item has that name" },
  { "()", "No data item has that name" },
  { "(FLAGS", ") is missing" },
  { "(FLAGS )", "No data item has that name" },
  { "(ALL)", "No data item has that name" },
  { "FLAGSX", "No data item has that name" },
  { "BODY[", "No section has that name" },
  { "BODY[1", "] is missing" },
  { "BODY[1.]", "No section has that name" },
  { "BODY[0]", "A number from 1 on is missing" },
  { "BODY[1.0]", "A number from 1 on is missing" },
  { "BODY[MIME]", "MIME wants a part's number" },
  { "BODY[HEADERS]", "No section has that name" },
  { "BODY[TEXT.1]", "No section has that name" },
  { "BODY[HEADER.FIELDS]", "A blank is missing" },
  { "BODY[HEADER.FIELDS ()]", "A string is missing" },
  { "BODY[HEADER.FIELDS (A:)]", "No header field can have that name" },
  { "BODY[HEADER.FIELDS (\"\")]", "No header field can have that name" },
  { "BODY[]<0>", "Another character is expected here" },
  { "BODY[]<0.0>", "At least one octet must be asked for" },
  { "BODY[]<1.2", "Another character is expected here" },
  { "BODY[4294967296]", "A number is too large" },
  { "RFC822.SIZE[]", "No data item has that name" },
  { "BODY.PEEK", "No data item has that name" },
};

static void
test_row (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (MailMessage) message = fetching_message (rows[i].message, strlen (rows[i].message));
  g_autoptr (GString) got = fetching_answer (message, rows[i].items, FALSE);

  g_assert_cmpstr (got->str, ==, rows[i].answer);
}

/* RFC 9051, 8 */
static void
test_example (void)
{
  g_autoptr (MailMessage) message = fetching_message (minutes, strlen (minutes));
  g_autofree char *full = g_strconcat ("(FLAGS (\\Seen) INTERNALDATE \"17-Jul-1996 09:44:25 +0000\" RFC822.SIZE 336 ENVELOPE ", minutes_envelope,
                                       " BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 12 2))", NULL);
  g_autofree char *header = g_strdup_printf ("(BODY[HEADER] {%zu}\r\n%s\r\n)", strlen (MINUTES_HEADER) + 2, MINUTES_HEADER);
  g_autoptr (GString) got = fetching_answer (message, "FULL", FALSE);
  g_autoptr (GString) second = fetching_answer (message, "body[header]", FALSE);

  g_assert_cmpstr (got->str, ==, full);
  g_assert_cmpstr (second->str, ==, header);
}

/* The structures of RFC 9051, 7.5.2, with bodies of the sizes that are told there. */
static void
append_lines (GString *text, gsize octets, guint lines)
{
  gsize end = text->len + octets;

  for (guint i = 1; i < lines; i++)
    {
      for (gsize room = octets / lines - 2; room > 0; room--)
        g_string_append_c (text, 'x');
      g_string_append (text, "\r\n");
    }
  while (text->len < end - 2)
    g_string_append_c (text, 'x');
  g_string_append (text, "\r\n");
}

static void
test_structures (void)
{
  g_autoptr (GString) single = g_string_new ("Content-Type: text/plain; charset=US-ASCII\r\n\r\n");
  g_autoptr (GString) mixed = g_string_new ("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=US-ASCII\r\n\r\n");
  g_autoptr (MailMessage) one = NULL;
  g_autoptr (MailMessage) two = NULL;
  g_autoptr (GString) got = NULL;
  g_autoptr (GString) second = NULL;

  append_lines (single, 2279, 48);
  one = fetching_message (single->str, single->len);
  got = fetching_answer (one, "BODY", FALSE);
  g_assert_cmpstr (got->str, ==, "(BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 2279 48))");

  append_lines (mixed, 1152, 23);
  g_string_append (mixed, "\r\n--x\r\nContent-Type: text/plain; charset=US-ASCII; name=\"cc.diff\"\r\n"
                          "Content-ID: <960723163407.20117h@cac.uni.example>\r\nContent-Description: Compiler diff\r\n"
                          "Content-Transfer-Encoding: base64\r\n\r\n");
  append_lines (mixed, 4554, 73);
  g_string_append (mixed, "\r\n--x--\r\n");
  two = fetching_message (mixed->str, mixed->len);
  second = fetching_answer (two, "BODY", FALSE);
  g_assert_cmpstr (second->str, ==, "(BODY ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 1152 23)"
                   "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\" \"NAME\" \"cc.diff\") \"<960723163407.20117h@cac.uni.example>\""
                   " \"Compiler diff\" \"BASE64\" 4554 73) \"MIXED\"))");
}

static void
test_utf8 (void)
{
  g_autoptr (MailMessage) message = fetching_message (eight_bit, strlen (eight_bit));
  g_autoptr (GString) got = fetching_answer (message, "ENVELOPE", TRUE);

  g_assert_true (g_str_has_prefix (got->str, "(ENVELOPE (NIL \"\xCE\xB1\" (({1}\r\n\xFF NIL"));
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *error = NULL;

      g_assert_null (fetching_scan (bad[i].items, &error));
      g_assert_cmpstr (error, ==, bad[i].error);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new ("(");
  const char *error;

  for (guint i = 0; i <= IMAP_FETCH_ITEMS_MAX; i++)
    g_string_append_printf (text, "%sBODY[]<%u.1>", i > 0 ? " " : "", i);
  g_string_append_c (text, ')');
  g_assert_null (fetching_scan (text->str, &error));
  g_assert_cmpstr (error, ==, "Too many data items are asked for");
  g_string_assign (text, "BODY[1");
  for (guint i = 0; i < 1000; i++)
    g_string_append (text, ".1");
  g_string_append_c (text, ']');
  g_assert_null (fetching_scan (text->str, &error));
  g_assert_cmpstr (error, ==, "No part lies so deep");
}

static const struct { const char *items; gboolean seen, flags; } effects[] =
{
  { "FLAGS", FALSE, TRUE },
  { "ALL", FALSE, TRUE },
  { "(UID BODY)", FALSE, FALSE },
  { "BODY[]", TRUE, FALSE },
  { "BODY.PEEK[]", FALSE, FALSE },
  { "(BODY.PEEK[] BODY[])", TRUE, FALSE },
  { "(BODY[HEADER] FLAGS)", TRUE, TRUE },
  { "RFC822", TRUE, FALSE },
  { "RFC822.TEXT", TRUE, FALSE },
  { "RFC822.HEADER", FALSE, FALSE },
};

static void
test_effects (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (effects); i++)
    {
      g_autoptr (ImapFetch) fetch = fetching_scan (effects[i].items, NULL);

      g_assert_cmpint (imap_fetch_sets_seen (fetch), ==, effects[i].seen);
      g_assert_cmpint (imap_fetch_wants_flags (fetch), ==, effects[i].flags);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/imap/fetch/row/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/imap/fetch/example-of-the-rfc", test_example);
  g_test_add_func ("/imap/fetch/structures-of-the-rfc", test_structures);
  g_test_add_func ("/imap/fetch/utf8", test_utf8);
  g_test_add_func ("/imap/fetch/bad-items", test_bad);
  g_test_add_func ("/imap/fetch/limits", test_limits);
  g_test_add_func ("/imap/fetch/effects", test_effects);
  return g_test_run ();
}
