/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/envelope.h"

#include <string.h>

static void
tell (GString *out, const GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const MailEnvelopeAddress *address = g_ptr_array_index (list, i);

      if (i > 0)
        g_string_append_c (out, ' ');
      if (address->host == NULL)
        g_string_append_printf (out, "{%s}", address->mailbox != NULL ? address->mailbox : "");
      else
        g_string_append_printf (out, "[%s%s%s|%s|%s]", address->route != NULL ? address->route : "",
                                address->route != NULL ? ":" : "", address->name != NULL ? address->name : "-",
                                address->mailbox, address->host);
    }
}

static const struct
{
  const char *text;
  const char *list;
} lists[] =
{
  { "", "" },
  { "  ", "" },
  { "olga@far.example", "[-|olga|far.example]" },
  { "Olga <olga@far.example>", "[Olga|olga|far.example]" },
  { "\"Olga P.\" <olga@far.example>, ivan@b.example", "[Olga P.|olga|far.example] [-|ivan|b.example]" },
  { "Olga P. <olga@far.example>", "[Olga P.|olga|far.example]" },
  { "olga@far.example (Olga (from far))", "[Olga (from far)|olga|far.example]" },
  { "=?utf-8?Q?=CE=86=CE=BD=CE=BD=CE=B1?= <anna@a.example>", "[=?utf-8?Q?=CE=86=CE=BD=CE=BD=CE=B1?=|anna|a.example]" },
  /* RFC 5322, appendix A.1 and A.5 */
  { "Pete(A nice \\) chap) <pete(his account)@silly.example(his host)>", "[Pete|pete|silly.example]" },
  { "A Group(Some people):Chris Jones <c@(Chris's host.)public.example>, joe@example.org, John <jdoe@one.example> (my dear friend); (the end of the group)",
    "{A Group} [Chris Jones|c|public.example] [-|joe|example.org] [John|jdoe|one.example] {}" },
  { "(Empty list)(start)Undisclosed recipients  :(nobody(that I know))  ;", "{Undisclosed recipients} {}" },
  { "Joe Q. Public <john.q.public@example.com>", "[Joe Q. Public|john.q.public|example.com]" },
  { "\"Giant; \\\"Big\\\" Box\" <sysservices@example.net>", "[Giant; \"Big\" Box|sysservices|example.net]" },
  /* A.6.1 */
  { "<boss@nil.test>, Mary Smith <@node.test,@b.test:mary@example.net>, , jdoe@test . example",
    "[-|boss|nil.test] [@node.test,@b.test:Mary Smith|mary|example.net] [-|jdoe|test.example]" },
  { "john . q @ a . example", "[-|john.q|a.example]" },
  { "\"john q\"@a.example", "[-|john q|a.example]" },
  { "root@[192.0.2.1]", "[-|root|[192.0.2.1]]" },
  { "MAILER-DAEMON", "[-|MAILER-DAEMON|]" },
  { "Nobody <>", "[Nobody||]" },
  { "Olga <olga@far.example", "[Olga|olga|far.example]" },
  { "a: b@c.example", "{a} [-|b|c.example] {}" },
  { "a: b: c@d.example;", "{a} [-|bc|d.example] {}" },
  { ">, ), ;", "" },
  { "(", "" },
  { "\"", "[-||]" },
  { "@", "[-||]" },
  { "<", "[-||]" },
};

static void
test_lists (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GPtrArray) list = mail_envelope_list_new ();
      g_autoptr (GString) got = g_string_new (NULL);

      mail_envelope_read_list (list, lists[i].text);
      tell (got, list);
      g_assert_cmpstr (got->str, ==, lists[i].list);
    }
}

static void
test_header (void)
{
  const char *text = "Subject: one\r\nContent-Type: message/rfc822\r\nFROM: a@b.example\r\n\r\n"
                     "Date: Tue, 05 Mar 2024 10:00:00 +0000\r\nSubject:  two\r\n words \r\nSubject: three\r\n"
                     "To: c@d.example\r\nto: e@f.example\r\nCc:\r\nSender: s@t.example\r\nReply-To: r@t.example\r\n"
                     "Bcc: h@i.example\r\nMessage-Id: <1@b.example>\r\nIn-Reply-To: <0@b.example>\r\n\r\nFrom: x@y.example\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (MailMessage) message = mail_message_new (bytes);
  const MailPart *root = mail_message_get_root (message);
  g_autoptr (MailEnvelope) outer = mail_envelope_new (root, message);
  g_autoptr (MailEnvelope) inner = mail_envelope_new (g_ptr_array_index (root->children, 0), message);
  g_autoptr (GString) got = g_string_new (NULL);

  g_assert_cmpstr (outer->subject, ==, "one");
  g_assert_cmpuint (outer->from->len, ==, 1);
  g_assert_null (outer->date);
  g_assert_cmpstr (inner->subject, ==, "two words");
  g_assert_cmpstr (inner->date, ==, "Tue, 05 Mar 2024 10:00:00 +0000");
  g_assert_cmpstr (inner->message_id, ==, "<1@b.example>");
  g_assert_cmpstr (inner->in_reply_to, ==, "<0@b.example>");
  tell (got, inner->to);
  g_assert_cmpstr (got->str, ==, "[-|c|d.example] [-|e|f.example]");
  g_assert_cmpuint (inner->cc->len, ==, 0);
  g_assert_cmpuint (inner->from->len, ==, 0);
  g_assert_cmpuint (inner->sender->len, ==, 1);
  g_assert_cmpuint (inner->reply_to->len, ==, 1);
  g_assert_cmpuint (inner->bcc->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/envelope/lists", test_lists);
  g_test_add_func ("/envelope/header", test_header);
  return g_test_run ();
}
