/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/part.h"

#include <string.h>

static MailMessage *
message_of (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return mail_message_new (bytes);
}

static guint
line_ends (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

/* A line a part: its number, type, lines and body; a body that holds other parts is not shown. */
static void
tell (GString *out, const MailPart *part, const char *data, const char *number)
{
  g_autofree char *copy = g_strndup (part->end > part->body ? data + part->body : "", part->end - part->body);
  g_autofree char *body = g_strescape (copy, NULL);

  g_assert_cmpuint (part->lines, ==, line_ends (copy));
  g_string_append_printf (out, "%s %s/%s %u %s\n", *number != '\0' ? number : "-", part->type, part->subtype, part->lines,
                          part->children != NULL ? "" : body);
  for (guint i = 0; part->children != NULL && i < part->children->len; i++)
    {
      g_autofree char *child = part->kind == MAIL_PART_MESSAGE ? g_strconcat (number, "!", NULL)
                                                               : g_strdup_printf ("%s%s%u", number, *number != '\0' ? "." : "", i + 1);

      tell (out, g_ptr_array_index (part->children, i), data, child);
    }
}

static char *
tree (MailMessage *message)
{
  GString *out = g_string_new (NULL);

  tell (out, mail_message_get_root (message), g_bytes_get_data (mail_message_get_bytes (message), NULL), "");
  return g_string_free (out, FALSE);
}

#define MIXED "Content-Type: multipart/mixed; boundary=b\r\n\r\n"

static const struct
{
  const char *name;
  const char *message;
  const char *tree;
} trees[] =
{
  { "plain", "Subject: a\r\n\r\nhello\r\nyou\r\n", "- text/plain 2 hello\\r\\nyou\\r\\n\n" },
  { "nothing", "", "- text/plain 0 \n" },
  { "header-only", "Subject: a\r\n", "- text/plain 0 \n" },
  { "no-header", "hello\r\n", "- text/plain 1 hello\\r\\n\n" },
  { "last-line-without-end", "A: b\r\n\r\none\r\ntwo", "- text/plain 1 one\\r\\ntwo\n" },
  { "bare-lf", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n",
    "- multipart/mixed 7 \n1 text/plain 0 one\n2 text/plain 0 two\n" },
  /* RFC 2046, 5.1.1 */
  { "rfc2046", "MIME-Version: 1.0\r\nContent-type: multipart/mixed; boundary=\"simple boundary\"\r\n\r\nThis is the preamble.\r\n"
    "--simple boundary\r\n\r\nThis is implicitly typed plain US-ASCII text.\r\nIt does NOT end with a linebreak.\r\n"
    "--simple boundary\r\nContent-type: text/plain; charset=us-ascii\r\n\r\n"
    "This is explicitly typed plain US-ASCII text.\r\nIt DOES end with a linebreak.\r\n\r\n--simple boundary--\r\n\r\n"
    "This is the epilogue.  It is also to be ignored.\r\n",
    "- multipart/mixed 14 \n1 text/plain 1 This is implicitly typed plain US-ASCII text.\\r\\nIt does NOT end with a linebreak.\n"
    "2 text/plain 2 This is explicitly typed plain US-ASCII text.\\r\\nIt DOES end with a linebreak.\\r\\n\n" },
  { "empty-parts", MIXED "--b\r\n\r\n--b\r\n--b\r\n\r\n\r\n--b--", "- multipart/mixed 6 \n1 text/plain 0 \n2 text/plain 0 \n3 text/plain 0 \n" },
  { "no-close", MIXED "--b\r\n\r\none\r\n", "- multipart/mixed 3 \n1 text/plain 1 one\\r\\n\n" },
  { "nothing-after-close", MIXED "--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\ntwo\r\n", "- multipart/mixed 7 \n1 text/plain 0 one\n" },
  { "text-behind-boundary", MIXED "--b  \r\n\r\none\r\n--b x\r\n\r\ntwo\r\n--b--x\r\n",
    "- multipart/mixed 7 \n1 text/plain 0 one\n2 text/plain 0 two\n" },
  { "no-part", MIXED "just text\r\n", "- text/plain 1 just text\\r\\n\n" },
  { "no-boundary", "Content-Type: multipart/mixed\r\n\r\n--b\r\n", "- text/plain 1 --b\\r\\n\n" },
  { "boundary-in-text", MIXED "--b\r\n\r\nsee --b\r\n --b\r\n--b--", "- multipart/mixed 4 \n1 text/plain 1 see --b\\r\\n --b\n" },
  { "boundary-is-a-field", MIXED "--b\r\nA: b\r\n--b: c\r\n\r\nx\r\n--b--", "- multipart/mixed 5 \n1 text/plain 0 \n2 text/plain 0 x\n" },
  { "message", "Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nhello\r\n", "- message/rfc822 3 \n! text/plain 1 hello\\r\\n\n" },
  { "encoded-message", "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n",
    "- application/octet-stream 1 aGVsbG8=\\r\\n\n" },
  { "delivery-status", "Content-Type: message/delivery-status\r\n\r\nA: b\r\n", "- message/delivery-status 1 A: b\\r\\n\n" },
  { "digest", "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: one\r\n\r\n1\r\n--b\r\nContent-Type: text/html\r\n\r\n2\r\n--b--\r\n",
    "- multipart/digest 10 \n1 message/rfc822 2 \n1! text/plain 0 1\n2 text/html 0 2\n" },
  { "nested", MIXED "--b\r\nContent-Type: multipart/alternative; boundary=\"bb\"\r\n\r\nbefore\r\n--bb\r\n\r\none\r\n--bb\r\nContent-Type: text/html\r\n\r\n"
    "two\r\n--bb--\r\nafter\r\n--b\r\nContent-Type: image/png\r\n\r\nthree\r\n--b--\r\n",
    "- multipart/mixed 18 \n1 multipart/alternative 9 \n1.1 text/plain 0 one\n1.2 text/html 0 two\n2 image/png 0 three\n" },
  { "inner-not-closed", "Content-Type: multipart/mixed; boundary=out\r\n\r\n--out\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\none\r\n--out\r\n\r\ntwo\r\n--out--\r\n",
    "- multipart/mixed 10 \n1 multipart/mixed 2 \n1.1 text/plain 0 one\n2 text/plain 0 two\n" },
  { "same-boundary", MIXED "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n\r\n--b--\r\n",
    "- multipart/mixed 9 \n1 multipart/mixed 4 \n1.1 text/plain 0 one\n" },
  { "unquoted-type", "Content-Type: text\r\n\r\nx\r\n", "- text/plain 1 x\\r\\n\n" },
};

static void
test_tree (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (MailMessage) message = message_of (trees[i].message);
  g_autofree char *got = tree (message);

  g_assert_cmpstr (got, ==, trees[i].tree);
  g_assert_true (mail_message_get_root (message) == mail_message_get_root (message));
}

/* ---- numbers: the example of RFC 9051, 6.4.5.1 ---- */

static const char numbered[] =
  "Subject: root\r\nContent-Type: multipart/mixed; boundary=A\r\n\r\n"
  "--A\r\nContent-Type: text/plain\r\n\r\none\r\n"
  "--A\r\nContent-Type: application/octet-stream\r\n\r\ntwo\r\n"
  "--A\r\nContent-Type: message/rfc822\r\n\r\n"
    "Subject: three\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nthree-one\r\n--B\r\nContent-Type: application/x\r\n\r\nthree-two\r\n--B--\r\n"
  "--A\r\nContent-Type: multipart/mixed; boundary=C\r\n\r\n"
    "--C\r\nContent-Type: image/gif\r\n\r\nfour-one\r\n"
    "--C\r\nContent-Type: message/rfc822\r\n\r\n"
      "Subject: four-two\r\nContent-Type: multipart/mixed; boundary=D\r\n\r\n--D\r\n\r\nfour-two-one\r\n"
      "--D\r\nContent-Type: multipart/alternative; boundary=E\r\n\r\n--E\r\n\r\nfour-two-two-one\r\n--E\r\nContent-Type: text/richtext\r\n\r\nfour-two-two-two\r\n--E--\r\n"
      "--D--\r\n"
    "--C--\r\n"
  "--A\r\nContent-Type: message/rfc822\r\n\r\nSubject: five\r\n\r\nfive-one\r\n"
  "--A--\r\n";

static const struct
{
  guint       numbers[5];
  gsize       n;
  const char *body;    /* NULL: no such part; "": not looked at */
} places[] =
{
  { { 0 }, 0, "" },
  { { 1 }, 1, "one" },
  { { 2 }, 1, "two" },
  { { 3 }, 1, "" },
  { { 3, 1 }, 2, "three-one" },
  { { 3, 2 }, 2, "three-two" },
  { { 4 }, 1, "" },
  { { 4, 1 }, 2, "four-one" },
  { { 4, 2, 1 }, 3, "four-two-one" },
  { { 4, 2, 2 }, 3, "" },
  { { 4, 2, 2, 1 }, 4, "four-two-two-one" },
  { { 4, 2, 2, 2 }, 4, "four-two-two-two" },
  { { 5, 1 }, 2, "five-one" },
  { { 0 }, 1, NULL },
  { { 6 }, 1, NULL },
  { { 1, 1 }, 2, NULL },
  { { 3, 3 }, 2, NULL },
  { { 5, 1, 1 }, 3, NULL },
  { { 4, 2, 2, 2, 1 }, 5, NULL },
};

static void
test_numbers (void)
{
  g_autoptr (MailMessage) message = message_of (numbered);
  g_autoptr (MailMessage) plain = message_of ("A: b\r\n\r\nhello");
  const MailPart *root = mail_message_get_root (message);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const MailPart *part = mail_part_find (root, places[i].numbers, places[i].n);

      if (places[i].body == NULL)
        {
          g_assert_null (part);
          continue;
        }
      g_assert_nonnull (part);
      if (*places[i].body != '\0')
        g_assert_cmpmem (numbered + part->body, part->end - part->body, places[i].body, strlen (places[i].body));
    }
  root = mail_message_get_root (plain);
  g_assert_true (mail_part_find (root, (guint[]) { 1 }, 1) == root);
  g_assert_null (mail_part_find (root, (guint[]) { 2 }, 1));
  g_assert_null (mail_part_find (root, (guint[]) { 1, 1 }, 2));
}

/* ---- fields ---- */

static const struct
{
  const char *field;
  const char *parameters;   /* type and parameters */
  const char *file_name;
} types[] =
{
  { "Content-Type: TEXT/Plain; CharSet=\"utf-8\"; format=flowed", "text/plain charset=utf-8 format=flowed", NULL },
  { "Content-Type: text/plain (a \\) comment) ; charset=us-ascii (Plain text)", "text/plain charset=us-ascii", NULL },
  { "Content-Type: text/plain;\r\n charset = utf-8;\r\n\tname=\"a;b=\\\"c.txt\"", "text/plain charset=utf-8 name=a;b=\"c.txt", "a;b=\"c.txt" },
  { "Content-Type: text/plain; name=two words.txt; x=1", "text/plain name=two words.txt x=1", "two words.txt" },
  { "Content-Type: text/plain; a=1; A=2; ; =3; b; c=", "text/plain a=1 c=", NULL },
  { "Content-Type: text/", "text/plain", NULL },
  { "Content-Type: /plain; a=b", "text/plain", NULL },
  { "Content-Type: ", "text/plain", NULL },
  /* RFC 2231, 3 and 4.1 */
  { "Content-Type: message/external-body; access-type=URL; URL*0=\"ftp://\";\r\n URL*1=\"cs.example/pub/moore/bulk-mailer/bulk-mailer.tar\"",
    "message/external-body access-type=URL url=ftp://cs.example/pub/moore/bulk-mailer/bulk-mailer.tar", NULL },
  { "Content-Type: application/x-stuff; title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*0*=us-ascii'en'This%20is%20even%20more%20; title*2=\"isn't it!\"",
    "application/x-stuff title*=us-ascii'en'This%20is%20even%20more%20%2A%2A%2Afun%2A%2A%2A%20isn%27t%20it!", NULL },
  { "Content-Type: a/b; name*=utf-8''%CE%93%CE%B5%CE%B9%CE%B1.txt; name=x", "a/b name*=utf-8''%CE%93%CE%B5%CE%B9%CE%B1.txt name=x", "Γεια.txt" },
  { "Content-Type: a/b; name=\"=?utf-8?B?0J/RgNC40LLQtdGC?=.txt\"", "a/b name==?utf-8?B?0J/RgNC40LLQtdGC?=.txt", "Привет.txt" },
  { "Content-Type: a/b; name=\"../../etc/passwd\"", "a/b name=../../etc/passwd", "passwd" },
  { "Content-Type: a/b; name=\"..\"", "a/b name=..", NULL },
  { "Content-Type: a/b; name*1=x", "a/b", NULL },
};

static void
test_types (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *text = g_strconcat (types[i].field, "\r\n\r\nx", NULL);
      g_autoptr (MailMessage) message = message_of (text);
      const MailPart *part = mail_message_get_root (message);
      g_autoptr (GString) got = g_string_new (NULL);
      g_autofree char *name = mail_part_dup_file_name (part);

      g_string_append_printf (got, "%s/%s", part->type, part->subtype);
      for (guint j = 0; j < part->parameters->len; j++)
        g_string_append_printf (got, " %s=%s", g_array_index (part->parameters, MailParameter, j).name,
                                g_array_index (part->parameters, MailParameter, j).value);
      g_assert_cmpstr (got->str, ==, types[i].parameters);
      g_assert_cmpstr (name, ==, types[i].file_name);
    }
}

static void
test_fields (void)
{
  g_autoptr (MailMessage) message = message_of (
    "Content-ID: <a@b.example>\r\nContent-Description: a\r\n picture\r\nContent-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\r\n"
    "Content-Disposition: ATTACHMENT; filename=\"a.png\"\r\nContent-Language: el, ru\r\nContent-Location: http://b.example/\r\n"
    "content-transfer-encoding: BASE64\r\nContent-Type: image/png\r\nContent-Type: text/plain\r\n\r\n");
  const MailPart *part = mail_message_get_root (message);
  g_autofree char *name = mail_part_dup_file_name (part);

  g_assert_true (mail_part_is (part, "image", "png"));
  g_assert_false (part->implied);
  g_assert_cmpstr (part->id, ==, "<a@b.example>");
  g_assert_cmpstr (part->description, ==, "a picture");
  g_assert_cmpstr (part->md5, ==, "Q2hlY2sgSW50ZWdyaXR5IQ==");
  g_assert_cmpstr (part->disposition, ==, "attachment");
  g_assert_cmpstr (name, ==, "a.png");
  g_assert_cmpstr (part->language, ==, "el, ru");
  g_assert_cmpstr (part->location, ==, "http://b.example/");
  g_assert_cmpstr (part->encoding, ==, "base64");
}

static const struct
{
  const char *message;
  const char *text;
} contents[] =
{
  { "A: b\r\n\r\none\r\ntwo\r\n", "one\ntwo\n" },
  { "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n0J/RgNC4\r\n0LLQtdGC\r\n", "Привет" },
  { "Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=F0=D2=C9=D7=C5=\r\n=D4\r\n", "Привет\n" },
  { "Content-Type: text/plain; charset=no-such\r\n\r\nhello", "hello" },
  { "Content-Transfer-Encoding: base64\r\n\r\n", "" },
};

static void
test_content (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (MailMessage) message = message_of (contents[i].message);
      g_autofree char *text = mail_part_dup_text (mail_message_get_root (message), message);

      g_assert_cmpstr (text, ==, contents[i].text);
    }
}

/* ---- limits ---- */

static guint
depth_of (const MailPart *part)
{
  return part->children == NULL ? 0 : 1 + depth_of (g_ptr_array_index (part->children, 0));
}

static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (MailMessage) message = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, i % 2 == 0 ? "Content-Type: message/rfc822\r\n\r\n" : MIXED "--b\r\n");
  message = message_of (text->str);
  g_assert_cmpuint (depth_of (mail_message_get_root (message)), ==, MAIL_PART_DEPTH_MAX);
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (MIXED);
  g_autoptr (MailMessage) message = NULL;
  const MailPart *root, *last;

  for (guint i = 0; i < 2 * MAIL_PART_COUNT_MAX; i++)
    g_string_append (text, "--b\r\n\r\n\r\n");
  g_string_append (text, "--b--\r\n");
  message = message_of (text->str);
  root = mail_message_get_root (message);
  g_assert_cmpuint (root->children->len, ==, MAIL_PART_COUNT_MAX - 1);
  last = g_ptr_array_index (root->children, root->children->len - 1);
  g_assert_cmpuint (last->end, ==, text->len - 9);     /* all that follows, up to the closing boundary */
  g_assert_cmpuint (root->end, ==, text->len);
}

/* ---- random trees ---- */

/* Writes a part and tells what the tree must be. */
static void
write_part (GRand *rand, GString *text, GString *expected, const char *number, guint depth, guint *serial)
{
  guint kind = depth < 5 ? g_rand_int_range (rand, 0, 4) : 0;
  guint id = (*serial)++;

  if (kind == 1 || kind == 2)
    {
      guint n = g_rand_int_range (rand, 1, 4);

      g_string_append_printf (text, "Content-Type: multipart/x%u; boundary=\"=_%u=\"\r\n\r\n", id, id);
      if (g_rand_boolean (rand))
        g_string_append (text, "--=_\r\npreamble\r\n");
      g_string_append_printf (expected, "%s multipart/x%u\n", *number != '\0' ? number : "-", id);
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *child = g_strdup_printf ("%s%s%u", number, *number != '\0' ? "." : "", i + 1);

          g_string_append_printf (text, "%s--=_%u=\r\n", i > 0 || g_str_has_suffix (text->str, "\r\n") ? "" : "\r\n", id);
          write_part (rand, text, expected, child, depth + 1, serial);
          g_string_append (text, "\r\n");
        }
      g_string_append_printf (text, "--=_%u=--%s", id, g_rand_boolean (rand) ? "\r\nepilogue" : "");
    }
  else if (kind == 3)
    {
      g_autofree char *child = g_strconcat (number, "!", NULL);

      g_string_append (text, "Content-Type: message/rfc822\r\n\r\n");
      g_string_append_printf (expected, "%s message/rfc822\n", *number != '\0' ? number : "-");
      write_part (rand, text, expected, child, depth + 1, serial);
    }
  else
    {
      g_autoptr (GString) body = g_string_new (NULL);
      guint n = g_rand_int_range (rand, 0, 6);

      for (guint i = 0; i < n; i++)
        g_string_append (body, ((const char *[]) { "a", "-", "--", "\r\n", "--=_", "=" })[g_rand_int_range (rand, 0, 6)]);
      g_string_append_printf (text, "X: %u\r\n\r\n%s", id, body->str);
      g_string_append_printf (expected, "%s text/plain %s\n", *number != '\0' ? number : "-", body->str);
    }
}

static void
tell_bodies (GString *out, const MailPart *part, const char *data, const char *number)
{
  g_string_append_printf (out, "%s %s/%s", *number != '\0' ? number : "-", part->type, part->subtype);
  if (part->children == NULL)
    {
      g_string_append_c (out, ' ');
      g_string_append_len (out, data + part->body, part->end - part->body);
    }
  g_string_append_c (out, '\n');
  for (guint i = 0; part->children != NULL && i < part->children->len; i++)
    {
      const MailPart *child = g_ptr_array_index (part->children, i);
      g_autofree char *name = part->kind == MAIL_PART_MESSAGE ? g_strconcat (number, "!", NULL)
                                                              : g_strdup_printf ("%s%s%u", number, *number != '\0' ? "." : "", i + 1);

      g_assert_true (child->parent == part);
      g_assert_cmpuint (child->header, >=, part->body);
      g_assert_cmpuint (child->end, <=, part->end);
      tell_bodies (out, child, data, name);
    }
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9051);

  for (guint run = 0; run < 2000; run++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) expected = g_string_new (NULL);
      g_autoptr (GString) got = g_string_new (NULL);
      g_autoptr (MailMessage) message = NULL;
      guint serial = 0;

      write_part (rand, text, expected, "", 0, &serial);
      message = message_of (text->str);
      tell_bodies (got, mail_message_get_root (message), text->str, "");
      g_assert_cmpstr (got->str, ==, expected->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (trees); i++)
    {
      g_autofree char *path = g_strconcat ("/part/tree/", trees[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_tree);
    }
  g_test_add_func ("/part/numbers", test_numbers);
  g_test_add_func ("/part/types-and-parameters", test_types);
  g_test_add_func ("/part/fields", test_fields);
  g_test_add_func ("/part/content", test_content);
  g_test_add_func ("/part/limits/deep", test_deep);
  g_test_add_func ("/part/limits/many", test_many);
  g_test_add_func ("/part/random", test_random);
  return g_test_run ();
}
