/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/search.h"

#include <string.h>

/* ---- a mailbox ---- */

#define EPOCH 1709632800    /* Tue, 5 Mar 2024 10:00:00 +0000 */
#define DAYS(n) ((n) * 24 * 60 * SIM_TIME_MINUTE)

static const struct
{
  guint       flags;
  SimTime     when;
  const char *text;
} letters[] =
{
  { MAIL_FLAG_SEEN, DAYS (0),
    "From: Olga <olga@far.example>\r\nTo: anna@mail.example\r\nSubject: Hello\r\nDate: Mon, 4 Mar 2024 23:30:00 -0800\r\n\r\nHow are you?\r\n" },
  { MAIL_FLAG_SEEN | MAIL_FLAG_ANSWERED, DAYS (1),
    "From: =?utf-8?B?zobOvc69zrE=?= <anna@mail.example>\r\nTo: olga@far.example\r\nCc: Ivan <ivan@b.example>\r\n"
    "Subject: =?utf-8?Q?=CE=9A=CE=B1=CE=BB=CE=B7=CE=BC=CE=AD=CF=81=CE=B1?=\r\nDate: 5 Mar 24 10:00 GMT\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "=CE=A4=CE=B9 =CE=BA=CE=AC=CE=BD=CE=\r\n=B5=CE=B9=CF=82;\r\n" },
  { MAIL_FLAG_FLAGGED | MAIL_FLAG_DELETED, DAYS (2),
    "From: ivan@b.example\r\nSubject: two\r\n parts\r\nX-Colour: red\r\nX-Empty:\r\nDate: nonsense\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n\r\n8NLJ18XUCg==\r\n"
    "--b\r\nContent-Type: image/png\r\n\r\nhidden\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ndeep water\r\n--b--\r\n" },
  { MAIL_FLAG_DRAFT, DAYS (3),
    "Bcc: secret@c.example\r\nFrom: \"A, B\" <ab@c.example>\r\n\r\nStra\xC3\x9F" "e and \xEF\xAC\x81sh\r\n" },
  { 0, DAYS (-1), "Subject: \r\n\r\n" },
  { MAIL_KEYWORD (0), DAYS (40), "no header, but HELLO\r\n" },
};

static MailBox *
make_box (void)
{
  MailBox *box = mail_box_new ("INBOX", 1);

  g_assert_cmpuint (mail_box_keyword (box, "$Work", TRUE), ==, MAIL_KEYWORD (0));
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (letters[i].text, strlen (letters[i].text));
      g_autoptr (MailMessage) message = mail_message_new (bytes);
      guint32 uid;

      do                                    /* their UIDs are 10, 20 ... */
        {
          uid = mail_box_append (box, message, letters[i].flags, letters[i].when);
          if (uid % 10 != 0)
            {
              g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (guint32));

              g_array_append_val (one, uid);
              mail_box_remove (box, one);
            }
        }
      while (uid % 10 != 0);
    }
  return box;
}

static ImapSearchResult
scan (const char *text, gboolean utf8, ImapSearch **search, const char **error)
{
  ImapScanner scanner;
  ImapSearchResult result;

  imap_scanner_init (&scanner, (const guint8 *) text, strlen (text), utf8);
  result = imap_search_scan (&scanner, search);
  if (error != NULL)
    *error = scanner.error;
  return result;
}

/* Numbers, or UIDs. The last two are recent. */
static GArray *
run (ImapSearch *search, MailBox *box, gboolean uids)
{
  g_autoptr (GArray) saved = imap_set_new ();
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint n = mail_box_length (box);

  imap_set_add (saved, 20);
  imap_set_add (saved, 50);
  imap_search_resolve (search, n, n > 0 ? mail_box_get (box, n - 1)->uid : 0, saved);
  for (guint i = 0; i < n; i++)
    {
      const MailItem *item = mail_box_get (box, i);
      guint32 number = i + 1;

      if (imap_search_matches (search, box, item, number, i >= 4, EPOCH))
        g_array_append_val (hits, *(uids ? &item->uid : &number));
    }
  return hits;
}

static const struct
{
  const char *keys;
  const char *hits;
} rows[] =
{
  { "ALL", " 1 2 3 4 5 6" },
  { "all", " 1 2 3 4 5 6" },
  { "2:3", " 2 3" },
  { "*", " 6" },
  { "5:*", " 5 6" },
  { "9:*", " 6" },
  { "1,3,5:4", " 1 3 4 5" },
  { "UID 20:40", " 2 3 4" },
  { "UID *", " 6" },
  { "UID 15", "" },
  { "$", " 2 5" },
  { "UID $", " 2 5" },
  { "NOT $ SEEN", " 1" },
  { "ANSWERED", " 2" },
  { "UNANSWERED", " 1 3 4 5 6" },
  { "DELETED", " 3" },
  { "UNDELETED", " 1 2 4 5 6" },
  { "DRAFT", " 4" },
  { "UNDRAFT", " 1 2 3 5 6" },
  { "FLAGGED", " 3" },
  { "UNFLAGGED", " 1 2 4 5 6" },
  { "SEEN", " 1 2" },
  { "UNSEEN", " 3 4 5 6" },
  { "RECENT", " 5 6" },
  { "OLD", " 1 2 3 4" },
  { "NEW", " 5 6" },
  { "KEYWORD $Work", " 6" },
  { "KEYWORD $work", " 6" },
  { "UNKEYWORD $Work", " 1 2 3 4 5" },
  { "KEYWORD Unheard", "" },
  { "UNKEYWORD Unheard", " 1 2 3 4 5 6" },
  { "BEFORE 5-Mar-2024", " 5" },
  { "ON 5-Mar-2024", " 1" },
  { "ON \"6-mar-2024\"", " 2" },
  { "SINCE 7-Mar-2024", " 3 4 6" },
  { "SENTBEFORE 5-Mar-2024", " 1" },
  { "SENTON 4-Mar-2024", " 1" },
  { "SENTON 5-Mar-2024", " 2" },
  { "SENTSINCE 4-Mar-2024", " 1 2" },
  { "NOT SENTSINCE 1-Jan-1970", " 3 4 5 6" },
  { "LARGER 200", " 2 3" },
  { "SMALLER 13", "" },
  { "SMALLER 14", " 5" },
  { "LARGER 9223372036854775807", "" },
  { "FROM olga", " 1" },
  { "FROM OLGA@FAR", " 1" },
  { "FROM \"\"", " 1 2 3 4" },
  { "FROM \"A, B\"", " 4" },
  { "TO anna", " 1" },
  { "CC ivan", " 2" },
  { "BCC secret", " 4" },
  { "SUBJECT hello", " 1" },
  { "SUBJECT \"two parts\"", " 3" },
  { "SUBJECT \"\"", " 1 2 3 5" },
  { "SUBJECT inner", "" },
  { "HEADER X-Colour RED", " 3" },
  { "HEADER x-colour \"\"", " 3" },
  { "HEADER X-Empty \"\"", " 3" },
  { "HEADER X-Empty a", "" },
  { "HEADER X-None \"\"", "" },
  { "BODY \"how are\"", " 1" },
  { "BODY hello", " 6" },
  { "BODY hidden", "" },
  { "BODY \"deep water\"", " 3" },
  { "BODY inner", " 3" },
  { "BODY parts", "" },
  { "BODY \"\"", " 1 2 3 4 5 6" },
  { "TEXT hello", " 1 6" },
  { "TEXT \"subject: hello\"", " 1" },
  { "TEXT inner", " 3" },
  { "TEXT fish", " 4" },
  { "TEXT strasse", " 4" },
  { "CHARSET US-ASCII SEEN", " 1 2" },
  { "CHARSET utf-8 FROM {8}\r\n\xCE\x86\xCE\xBD\xCE\xBD\xCE\xB1", " 2" },
  { "CHARSET UTF-8 FROM {8}\r\n\xCE\xAC\xCE\x9D\xCE\x9D\xCE\x91", " 2" },
  { "CHARSET UTF-8 SUBJECT {16}\r\n\xCE\x9A\xCE\x91\xCE\x9B\xCE\x97\xCE\x9C\xCE\x88\xCE\xA1\xCE\x91", " 2" },
  { "CHARSET UTF-8 BODY {13}\r\n\xCE\x9A\xCE\x86\xCE\x9D\xCE\x95\xCE\x99\xCE\xA3;", " 2" },
  { "CHARSET UTF-8 BODY {12}\r\n\xD0\xBF\xD0\xA0\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82", " 3" },
  { "CHARSET UTF-8 TEXT {2}\r\n\xCF\x83", " 2" },
  { "NOT SEEN", " 3 4 5 6" },
  { "NOT NOT SEEN", " 1 2" },
  { "OR SEEN DRAFT", " 1 2 4" },
  { "OR OR SEEN DRAFT FLAGGED UNSEEN", " 3 4" },
  { "OR (SEEN ANSWERED) (UNSEEN LARGER 300)", " 2 3" },
  { "(SEEN)", " 1 2" },
  { "((SEEN) (UNANSWERED))", " 1" },
  { "NOT (SEEN ANSWERED) SEEN", " 1" },
  { "SEEN UNSEEN", "" },
  { "TEXT hello SEEN 1:3", " 1" },
};

static char *
tell (const GArray *hits)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (out, " %u", g_array_index (hits, guint32, i));
  return g_string_free (out, FALSE);
}

static void
test_keys (void)
{
  g_autoptr (MailBox) box = make_box ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (ImapSearch) search = NULL;
      g_autoptr (GArray) hits = NULL;
      g_autofree char *got = NULL;
      const char *error = NULL;

      if (scan (rows[i].keys, FALSE, &search, &error) != IMAP_SEARCH_OK)
        g_error ("%s: %s", rows[i].keys, error);
      hits = run (search, box, FALSE);
      got = tell (hits);
      if (!g_str_equal (got, rows[i].hits))
        g_error ("%s: found%s, not%s", rows[i].keys, got, rows[i].hits);
    }
}

static const struct { const char *keys, *error; } bad[] =
{
  { "", "A search key is missing" },
  { "SEEN ", "A search key is missing" },
  { " SEEN", "No search key has that name" },
  { "NONSENSE", "No search key has that name" },
  { "SEENX", "No search key has that name" },
  { "()", "No search key has that name" },
  { "(SEEN", ") is missing" },
  { "SEEN)", "Nothing more is expected here" },
  { "NOT", "Something is missing" },
  { "OR SEEN", "Something is missing" },
  { "FROM", "Something is missing" },
  { "FROM (a)", "A string is missing" },
  { "BEFORE 32-Mar-2024", "A date is such as 5-Mar-2024" },
  { "BEFORE today", "A date is such as 5-Mar-2024" },
  { "LARGER -1", "A number is missing" },
  { "LARGER 9223372036854775808", "A number is too large" },
  { "UID", "Something is missing" },
  { "UID 0", "A number from 1 on is missing" },
  { "0", "A number from 1 on is missing" },
  { "KEYWORD \\Seen", "A word is missing" },
  { "HEADER a:b c", "No header field can have that name" },
  { "FROM {2}\r\n\xCE\x86", "Text that is not ASCII wants CHARSET UTF-8" },
  { "CHARSET US-ASCII FROM {2}\r\n\xCE\x86", "Text that is not ASCII wants CHARSET UTF-8" },
  { "CHARSET UTF-8 FROM {2}\r\n\xCE\xCE", "The text is not in its charset" },
  { "CHARSET UTF-8", "Something is missing" },
  { "RETURN SEEN", "( is missing" },
  { "RETURN (SOME) SEEN", "No such thing can be returned" },
  { "RETURN (MIN", "Something is missing" },
  { "RETURN ()", "Something is missing" },
};

static void
test_bad (void)
{
  ImapSearch *search = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *error = NULL;

      g_assert_cmpint (scan (bad[i].keys, FALSE, &search, &error), ==, IMAP_SEARCH_BAD);
      g_assert_cmpstr (error, ==, bad[i].error);
    }
  g_assert_cmpint (scan ("CHARSET KOI8-R SEEN", FALSE, &search, NULL), ==, IMAP_SEARCH_BAD_CHARSET);
  g_assert_null (search);
}

/* In rev2 text is UTF-8 without being asked. */
static void
test_utf8 (void)
{
  g_autoptr (MailBox) box = make_box ();
  g_autoptr (ImapSearch) search = NULL;
  g_autoptr (GArray) hits = NULL;

  g_assert_cmpint (scan ("FROM \"\xCE\x86\xCE\xBD\"", TRUE, &search, NULL), ==, IMAP_SEARCH_OK);
  hits = run (search, box, FALSE);
  g_assert_cmpuint (hits->len, ==, 1);
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  ImapSearch *search = NULL;
  const char *error;

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "(");
  g_assert_cmpint (scan (text->str, FALSE, &search, &error), ==, IMAP_SEARCH_BAD);
  g_assert_cmpstr (error, ==, "Too many search keys, or too deep in brackets");
  g_string_assign (text, "");
  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "NOT ");
  g_assert_cmpint (scan (text->str, FALSE, &search, &error), ==, IMAP_SEARCH_BAD);
  g_assert_cmpstr (error, ==, "Too many search keys, or too deep in brackets");
  g_string_assign (text, "SEEN");
  for (guint i = 0; i < IMAP_SEARCH_KEYS_MAX; i++)
    g_string_append (text, " SEEN");
  g_assert_cmpint (scan (text->str, FALSE, &search, &error), ==, IMAP_SEARCH_BAD);
  g_assert_cmpstr (error, ==, "Too many search keys, or too deep in brackets");
}

/* ---- answers: RFC 4731, 3.1; RFC 5182, 2.4 ---- */

static const struct
{
  const char *keys;
  gboolean    uid;
  gboolean    rev2;
  const char *answer;
  const char *saved;      /* NULL: nothing is */
} answers[] =
{
  { "UNSEEN", FALSE, FALSE, "* SEARCH 3 4 5 6\r\n", NULL },
  { "UNSEEN", TRUE, FALSE, "* SEARCH 30 40 50 60\r\n", NULL },
  { "SEEN UNSEEN", FALSE, FALSE, "* SEARCH\r\n", NULL },
  { "UNSEEN", FALSE, TRUE, "* ESEARCH (TAG \"A1\") ALL 3:6\r\n", NULL },
  { "UNSEEN", TRUE, TRUE, "* ESEARCH (TAG \"A1\") UID ALL 30,40,50,60\r\n", NULL },
  { "SEEN UNSEEN", FALSE, TRUE, "* ESEARCH (TAG \"A1\")\r\n", NULL },
  { "RETURN () OR SEEN DRAFT", FALSE, FALSE, "* ESEARCH (TAG \"A1\") ALL 1:2,4\r\n", NULL },
  { "RETURN (MIN COUNT) UNSEEN", FALSE, FALSE, "* ESEARCH (TAG \"A1\") MIN 3 COUNT 4\r\n", NULL },
  { "RETURN (COUNT ALL MAX MIN) UNSEEN", TRUE, FALSE, "* ESEARCH (TAG \"A1\") UID MIN 30 MAX 60 ALL 30,40,50,60 COUNT 4\r\n", NULL },
  { "RETURN (MIN MAX ALL) SEEN UNSEEN", FALSE, FALSE, "* ESEARCH (TAG \"A1\")\r\n", NULL },
  { "RETURN (COUNT) SEEN UNSEEN", FALSE, FALSE, "* ESEARCH (TAG \"A1\") COUNT 0\r\n", NULL },
  { "RETURN (SAVE) UNSEEN", FALSE, FALSE, "", "30,40,50,60" },
  { "RETURN (SAVE) SEEN UNSEEN", FALSE, FALSE, "", "" },
  { "RETURN (SAVE MIN) UNSEEN", FALSE, FALSE, "* ESEARCH (TAG \"A1\") MIN 3\r\n", "30" },
  { "RETURN (MAX SAVE) UNSEEN", FALSE, FALSE, "* ESEARCH (TAG \"A1\") MAX 6\r\n", "60" },
  { "RETURN (MIN MAX SAVE) UNSEEN", FALSE, FALSE, "* ESEARCH (TAG \"A1\") MIN 3 MAX 6\r\n", "30,60" },
  { "RETURN (MIN MAX SAVE) ANSWERED", FALSE, FALSE, "* ESEARCH (TAG \"A1\") MIN 2 MAX 2\r\n", "20" },
  { "RETURN (MIN COUNT SAVE) UNSEEN", FALSE, FALSE, "* ESEARCH (TAG \"A1\") MIN 3 COUNT 4\r\n", "30,40,50,60" },
};

static void
test_answers (void)
{
  g_autoptr (MailBox) box = make_box ();

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (ImapSearch) search = NULL;
      g_autoptr (GArray) hits = NULL;
      g_autoptr (GArray) uids = NULL;
      g_autoptr (GArray) saved = NULL;
      g_autofree char *set = NULL;
      g_autoptr (GString) out = g_string_new (NULL);

      g_assert_cmpint (scan (answers[i].keys, FALSE, &search, NULL), ==, IMAP_SEARCH_OK);
      hits = run (search, box, answers[i].uid);
      uids = run (search, box, TRUE);
      imap_search_write (search, out, "A1", answers[i].uid, hits, answers[i].rev2);
      g_assert_cmpstr (out->str, ==, answers[i].answer);
      saved = imap_search_to_save (search, uids);
      set = saved != NULL ? imap_set_to_text (saved) : NULL;
      g_assert_cmpstr (set, ==, answers[i].saved);
    }
}

/* ---- the quick way finds what the plain way finds ---- */

static void
test_random_text (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5051);

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (MailBox) box = mail_box_new ("INBOX", 1);
      g_autoptr (GString) body = g_string_new ("A: z\r\n\r\n");
      g_autoptr (GString) keys = g_string_new ("BODY ");
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (MailMessage) message = NULL;
      g_autoptr (ImapSearch) search = NULL;
      g_autoptr (GArray) hits = NULL;
      g_autofree char *haystack = NULL;
      g_autofree char *needle = NULL;
      guint n = g_rand_int_range (rand, 0, 40);

      for (guint j = 0; j < n; j++)
        g_string_append_c (body, "abAB"[g_rand_int_range (rand, 0, 4)]);
      if (g_rand_boolean (rand))
        g_string_append (body, "\xCE\xB1");
      n = g_rand_int_range (rand, 1, 6);
      for (guint j = 0; j < n; j++)
        g_string_append_c (keys, "abAB"[g_rand_int_range (rand, 0, 4)]);
      bytes = g_bytes_new (body->str, body->len);
      message = mail_message_new (bytes);
      mail_box_append (box, message, 0, 0);
      haystack = g_ascii_strdown (body->str + 8, -1);
      needle = g_ascii_strdown (keys->str + 5, -1);
      g_assert_cmpint (scan (keys->str, FALSE, &search, NULL), ==, IMAP_SEARCH_OK);
      hits = run (search, box, FALSE);
      g_assert_cmpint (hits->len > 0, ==, strstr (haystack, needle) != NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/search/keys", test_keys);
  g_test_add_func ("/imap/search/bad-keys", test_bad);
  g_test_add_func ("/imap/search/utf8", test_utf8);
  g_test_add_func ("/imap/search/limits", test_limits);
  g_test_add_func ("/imap/search/answers", test_answers);
  g_test_add_func ("/imap/search/random-text", test_random_text);
  return g_test_run ();
}
