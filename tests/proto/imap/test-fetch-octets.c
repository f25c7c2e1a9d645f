/* FETCH's octets: all are there, once and in order, whatever the message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/proto/imap/fetching.h"

#include "sim/mail/part.h"

#include <string.h>

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

/* The octets of the one literal or string of the answer. */
static GString *
octets (MailMessage *message, const char *section)
{
  g_autofree char *items = g_strdup_printf ("BODY.PEEK[%s", section);
  g_autoptr (GString) got = fetching_answer (message, items, FALSE);
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
  g_autoptr (MailMessage) message = fetching_message (text, len);
  g_autoptr (GString) whole = octets (message, "]");
  g_autoptr (GString) header = octets (message, "HEADER]");
  g_autoptr (GString) body = octets (message, "TEXT]");
  g_autoptr (GString) parts = g_string_new (NULL);
  g_autoptr (GString) all = fetching_answer (message, "(FLAGS UID INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE BODY[] RFC822.TEXT)", FALSE);
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
  g_autoptr (MailMessage) message = fetching_message (tree, strlen (tree));
  g_autoptr (ImapFetch) fetch = fetching_scan ("(BODY[] BODY[3.1])", NULL);
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
  g_test_add_func ("/imap/fetch/octets-are-exact", test_octets);
  g_test_add_func ("/imap/fetch/random", test_random);
  g_test_add_func ("/imap/fetch/bodies-are-shared", test_shared);
  return g_test_run ();
}
