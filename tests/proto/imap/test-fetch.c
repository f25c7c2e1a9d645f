/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/fetch.h"

#include "sim/mail/part.h"

#include <string.h>

/* ---- letters ---- */

/* The letter of RFC 9051, 8, with other names. */
#define MINUTES_HEADER \
  "Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\r\n" \
  "From: Terry Green <green@cac.uni.example>\r\n" \
  "Subject: IMAP4rev2 WG mtg summary and minutes\r\n" \
  "To: imap@cac.uni.example\r\n" \
  "cc: minutes@labs.example, Jo Kay <KAY@MIT.EXAMPLE>\r\n" \
  "Message-Id: <B27397-0100000@cac.uni.example>\r\n" \
  "MIME-Version: 1.0\r\n" \
  "Content-Type: TEXT/PLAIN; CHARSET=US-ASCII\r\n"

static const char minutes[] = MINUTES_HEADER "\r\nhello\r\nyou\r\n";

static const char minutes_envelope[] =
  "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev2 WG mtg summary and minutes\""
  " ((\"Terry Green\" NIL \"green\" \"cac.uni.example\")) ((\"Terry Green\" NIL \"green\" \"cac.uni.example\"))"
  " ((\"Terry Green\" NIL \"green\" \"cac.uni.example\")) ((NIL NIL \"imap\" \"cac.uni.example\"))"
  " ((NIL NIL \"minutes\" \"labs.example\")(\"Jo Kay\" NIL \"KAY\" \"MIT.EXAMPLE\")) NIL NIL"
  " \"<B27397-0100000@cac.uni.example>\")";

/* The tree of RFC 9051, 6.4.5.1, cut short. */
static const char tree[] =
  "Subject: root\r\nContent-Type: multipart/mixed; boundary=A\r\n\r\n"
  "--A\r\n\r\none\r\n"
  "--A\r\nContent-Type: image/gif; name=\"a \\\"b\\\".gif\"\r\nContent-Transfer-Encoding: base64\r\n"
    "Content-Disposition: attachment; filename=a.gif\r\nContent-Language: el, ru\r\nContent-ID: <2@a.example>\r\n"
    "Content-Description: a picture\r\nContent-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==\r\nContent-Location: a.gif\r\n\r\ntwo=\r\n"
  "--A\r\nContent-Type: message/rfc822\r\n\r\n"
    "Subject: three\r\nFrom: a@b.example\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n"
    "--B\r\n\r\nthree-one\r\n--B\r\nContent-Type: text/html\r\n\r\nthree-two\r\n--B--\r\n"
  "--A\r\nContent-Type: message/rfc822\r\n\r\nSubject: four\r\n\r\nfour-one\r\n"
  "--A--\r\n";

static const char empty[] = "";
static const char no_body[] = "Subject: a\r\nX: b\r\n";
static const char no_header[] = "hello";
static const char garbage[] = "Subject: a\r\nno field\r\n";
static const char eight_bit[] = "Subject: \xCE\xB1\r\nFrom: \xFF <a@b.example>\r\n\r\n\xCE\xB1";
static const char group[] = "To: Friends: a@b.example, Olga P. <@c.example:o@d.example>;\r\nReply-To:\r\n\r\n";

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

/* ---- asked ---- */

static ImapFetch *
scan (const char *items, const char **error)
{
  ImapScanner scanner;
  ImapFetch *fetch;

  imap_scanner_init (&scanner, (const guint8 *) items, strlen (items), FALSE);
  fetch = imap_fetch_scan (&scanner);
  if (fetch != NULL && !imap_scan_end (&scanner))
    g_clear_pointer (&fetch, imap_fetch_free);
  if (error != NULL)
    *error = scanner.error;
  return fetch;
}

/* What is written must be read again: the end of a value. */
static void
check_value (ImapScanner *scanner, guint depth)
{
  g_autoptr (GBytes) bytes = NULL;
  guint64 number;

  g_assert_cmpuint (depth, <, 2000);
  if (imap_scan_peek (scanner, '('))
    {
      imap_scan_char (scanner, '(');
      while (!imap_scan_peek (scanner, ')'))
        {
          check_value (scanner, depth + 1);
          if (imap_scan_peek (scanner, ' '))
            imap_scan_space (scanner);
        }
      imap_scan_char (scanner, ')');
    }
  else if (scanner->p < scanner->end && g_ascii_isdigit (*scanner->p))
    g_assert_true (imap_scan_number64 (scanner, &number));
  else if (imap_scan_peek (scanner, '\\'))
    {
      g_autofree char *flag = NULL;

      imap_scan_char (scanner, '\\');
      g_assert_true (imap_scan_atom (scanner, &flag));
    }
  else
    g_assert_true (imap_scan_nstring (scanner, &bytes));
}

/* The answer without "* 7 FETCH " and the last line end. */
static GString *
answer (MailMessage *message, const char *items, gboolean utf8)
{
  g_autoptr (ImapFetch) fetch = scan (items, NULL);
  MailItem item = { .uid = 42, .when = 10 * SIM_TIME_SECOND, .message = message };
  ImapFetchContext context = { .epoch = 837596655, .utf8 = utf8, .flags = "(\\Seen)" };
  g_autoptr (GArray) pieces = NULL;
  GString *out = g_string_new (NULL);

  g_assert_nonnull (fetch);
  pieces = imap_fetch_write (fetch, 7, &item, &context);
  for (guint i = 0; i < pieces->len; i++)
    {
      const ImapPiece *piece = &g_array_index (pieces, ImapPiece, i);
      gsize len;
      const char *data = g_bytes_get_data (piece->bytes, &len);

      g_assert_cmpuint (len, >, 0);
      if (!piece->literal)
        g_assert_cmpmem (data + len - 2, 2, "\r\n", 2);
      g_string_append_len (out, data, len);
    }
  g_assert_true (g_str_has_prefix (out->str, "* 7 FETCH ("));
  g_string_truncate (out, out->len - 2);
  g_string_erase (out, 0, 10);
  return out;
}

static MailMessage *
message_of (const char *text, gsize len)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len);

  return mail_message_new (bytes);
}

static void
test_row (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (MailMessage) message = message_of (rows[i].message, strlen (rows[i].message));
  g_autoptr (GString) got = answer (message, rows[i].items, FALSE);

  g_assert_cmpstr (got->str, ==, rows[i].answer);
}

/* RFC 9051, 8 */
static void
test_example (void)
{
  g_autoptr (MailMessage) message = message_of (minutes, strlen (minutes));
  g_autofree char *full = g_strconcat ("(FLAGS (\\Seen) INTERNALDATE \"17-Jul-1996 09:44:25 +0000\" RFC822.SIZE 336 ENVELOPE ", minutes_envelope,
                                       " BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 12 2))", NULL);
  g_autofree char *header = g_strdup_printf ("(BODY[HEADER] {%zu}\r\n%s\r\n)", strlen (MINUTES_HEADER) + 2, MINUTES_HEADER);
  g_autoptr (GString) got = answer (message, "FULL", FALSE);
  g_autoptr (GString) second = answer (message, "body[header]", FALSE);

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
  one = message_of (single->str, single->len);
  got = answer (one, "BODY", FALSE);
  g_assert_cmpstr (got->str, ==, "(BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 2279 48))");

  append_lines (mixed, 1152, 23);
  g_string_append (mixed, "\r\n--x\r\nContent-Type: text/plain; charset=US-ASCII; name=\"cc.diff\"\r\n"
                          "Content-ID: <960723163407.20117h@cac.uni.example>\r\nContent-Description: Compiler diff\r\n"
                          "Content-Transfer-Encoding: base64\r\n\r\n");
  append_lines (mixed, 4554, 73);
  g_string_append (mixed, "\r\n--x--\r\n");
  two = message_of (mixed->str, mixed->len);
  second = answer (two, "BODY", FALSE);
  g_assert_cmpstr (second->str, ==, "(BODY ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 1152 23)"
                   "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\" \"NAME\" \"cc.diff\") \"<960723163407.20117h@cac.uni.example>\""
                   " \"Compiler diff\" \"BASE64\" 4554 73) \"MIXED\"))");
}

static void
test_utf8 (void)
{
  g_autoptr (MailMessage) message = message_of (eight_bit, strlen (eight_bit));
  g_autoptr (GString) got = answer (message, "ENVELOPE", TRUE);

  g_assert_true (g_str_has_prefix (got->str, "(ENVELOPE (NIL \"\xCE\xB1\" (({1}\r\n\xFF NIL"));
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *error = NULL;

      g_assert_null (scan (bad[i].items, &error));
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
  g_assert_null (scan (text->str, &error));
  g_assert_cmpstr (error, ==, "Too many data items are asked for");
  g_string_assign (text, "BODY[1");
  for (guint i = 0; i < 1000; i++)
    g_string_append (text, ".1");
  g_string_append_c (text, ']');
  g_assert_null (scan (text->str, &error));
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
      g_autoptr (ImapFetch) fetch = scan (effects[i].items, NULL);

      g_assert_cmpint (imap_fetch_sets_seen (fetch), ==, effects[i].seen);
      g_assert_cmpint (imap_fetch_wants_flags (fetch), ==, effects[i].flags);
    }
}

/* ---- properties ---- */

/* The octets of the one literal or string of the answer. */
static GString *
octets (MailMessage *message, const char *section)
{
  g_autofree char *items = g_strdup_printf ("BODY.PEEK[%s", section);
  g_autoptr (GString) got = answer (message, items, FALSE);
  g_autoptr (GBytes) bytes = NULL;
  ImapScanner scanner;
  const char *start = strchr (got->str, ']') + 1;

  start = strchr (start, ' ') + 1;
  imap_scanner_init (&scanner, (const guint8 *) start, got->str + got->len - start, FALSE);
  g_assert_true (imap_scan_nstring (&scanner, &bytes));
  return bytes != NULL ? g_string_new_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : g_string_new (NULL);
}

/* All octets are there, once and in order: each part is its MIME header and its body, one behind the other. */
static void
check_parts (MailMessage *message, const MailPart *part, const char *number)
{
  const char *data = g_bytes_get_data (mail_message_get_bytes (message), NULL);
  gboolean nested = part->kind == MAIL_PART_MESSAGE;
  const MailPart *whole = nested ? g_ptr_array_index (part->children, 0) : part;

  if (*number != '\0')
    {
      g_autofree char *mime_section = g_strconcat (number, ".MIME]", NULL);
      g_autofree char *body_section = g_strconcat (number, "]", NULL);
      g_autoptr (GString) mime = octets (message, mime_section);
      g_autoptr (GString) body = octets (message, body_section);

      g_string_append_len (mime, body->str, body->len);
      g_assert_cmpmem (mime->str, mime->len, data + part->header, part->end - part->header);
    }
  if (nested)
    {
      g_autofree char *header_section = g_strconcat (number, ".HEADER]", NULL);
      g_autofree char *text_section = g_strconcat (number, ".TEXT]", NULL);
      g_autofree char *body_section = g_strconcat (number, "]", NULL);
      g_autoptr (GString) header = octets (message, header_section);
      g_autoptr (GString) text = octets (message, text_section);
      g_autoptr (GString) body = octets (message, body_section);

      g_string_append_len (header, text->str, text->len);
      g_assert_cmpmem (header->str, header->len, body->str, body->len);
    }
  for (guint i = 0; whole->kind == MAIL_PART_MULTIPART && i < whole->children->len; i++)
    {
      g_autofree char *child = g_strdup_printf ("%s%s%u", number, *number != '\0' ? "." : "", i + 1);

      check_parts (message, g_ptr_array_index (whole->children, i), child);
    }
}

static void
check_message (const char *text, gsize len)
{
  g_autoptr (MailMessage) message = message_of (text, len);
  g_autoptr (GString) whole = octets (message, "]");
  g_autoptr (GString) header = octets (message, "HEADER]");
  g_autoptr (GString) body = octets (message, "TEXT]");
  g_autoptr (GString) parts = g_string_new (NULL);
  g_autoptr (GString) all = answer (message, "(FLAGS UID INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE BODY[] RFC822.TEXT)", FALSE);
  const MailPart *root = mail_message_get_root (message);
  guint step = 1 + len / 7;

  g_assert_cmpmem (whole->str, whole->len, text, len);
  g_string_append_len (header, body->str, body->len);
  g_assert_cmpmem (header->str, header->len, text, len);
  for (guint at = 0; at < len; at += step)
    {
      g_autofree char *section = g_strdup_printf ("]<%u.%u>", at, step);
      g_autoptr (GString) part = octets (message, section);

      g_string_append_len (parts, part->str, part->len);
    }
  g_assert_cmpmem (parts->str, parts->len, text, len);
  check_parts (message, root, root->kind == MAIL_PART_MESSAGE ? "1" : "");

  /* The whole answer can be read: items in turn, each a name and a value. */
  {
    ImapScanner scanner;

    imap_scanner_init (&scanner, (const guint8 *) all->str, all->len, FALSE);
    g_assert_true (imap_scan_char (&scanner, '('));
    for (guint i = 0; i < 9; i++)
      {
        g_autofree char *name = NULL;

        g_assert_true (imap_scan_atom (&scanner, &name));
        if (imap_scan_peek (&scanner, ']'))
          imap_scan_char (&scanner, ']');
        g_assert_true (imap_scan_space (&scanner));
        check_value (&scanner, 0);
        g_assert_true (i == 8 || imap_scan_space (&scanner));
      }
    g_assert_true (imap_scan_char (&scanner, ')'));
    g_assert_true (imap_scan_end (&scanner));
  }
}

static void
test_octets (void)
{
  const char * const texts[] = { minutes, tree, empty, no_body, no_header, garbage, eight_bit, group };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check_message (texts[i], strlen (texts[i]));
}

/* Shreds of messages in any order. */
static void
test_random (void)
{
  static const char * const shreds[] =
  {
    "\r\n", "\r\n", "\n", "\r", "--b", "--b\r\n", "--b--\r\n", "--bc\r\n", "a", " ", ":", ";", "\"", "(", ")", "<", ">", "@", ",", "=",
    "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: multipart/digest; boundary=\"bc\"\r\n", "Content-Type: message/rfc822\r\n",
    "Content-Type: text/plain; charset=utf-8; name*0=a; name*1*=b\r\n", "From: a <b@c.example>\r\n", "To: x: y@z.example;\r\n",
    "Subject: \xCE\xB1\r\n", "Content-Transfer-Encoding: base64\r\n", "Content-Disposition: inline; filename=\"x\\\"\r\n", "Content-Language: el,\r\n"
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3501);

  for (guint run = 0; run < 3000; run++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n = g_rand_int_range (rand, 0, 60);

      for (guint i = 0; i < n; i++)
        g_string_append (text, shreds[g_rand_int_range (rand, 0, G_N_ELEMENTS (shreds))]);
      check_message (text->str, text->len);
    }
}

/* A body is not copied. */
static void
test_shared (void)
{
  g_autoptr (MailMessage) message = message_of (tree, strlen (tree));
  g_autoptr (ImapFetch) fetch = scan ("(BODY[] BODY[3.1])", NULL);
  MailItem item = { .uid = 1, .message = message };
  ImapFetchContext context = { .flags = "()" };
  g_autoptr (GArray) pieces = imap_fetch_write (fetch, 1, &item, &context);
  const char *data = g_bytes_get_data (mail_message_get_bytes (message), NULL);

  g_assert_cmpuint (pieces->len, ==, 5);
  g_assert_true (g_bytes_get_data (g_array_index (pieces, ImapPiece, 1).bytes, NULL) == data);
  g_assert_true (g_bytes_get_data (g_array_index (pieces, ImapPiece, 3).bytes, NULL) == strstr (data, "three-one"));
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
  g_test_add_func ("/imap/fetch/octets-are-exact", test_octets);
  g_test_add_func ("/imap/fetch/random", test_random);
  g_test_add_func ("/imap/fetch/bodies-are-shared", test_shared);
  return g_test_run ();
}
