/* NOTIFY's values and xtext.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/mail/notify.h"

static void
test_notify (void)
{
  static const struct { const char *text; guint notify; const char *again; } rows[] =
  {
    { "NEVER", MAIL_NOTIFY_NEVER, "NEVER" },
    { "delay,Success", MAIL_NOTIFY_SUCCESS | MAIL_NOTIFY_DELAY, "SUCCESS,DELAY" },
    { "FAILURE", MAIL_NOTIFY_FAILURE, "FAILURE" },
    { "", 0, NULL }, { "NEVER,FAILURE", 0, NULL }, { "DELAY,DELAY", 0, NULL }, { "SUCCESS,", 0, NULL }, { "x", 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint notify = 0;
      g_autofree char *again = NULL;

      g_assert_cmpint (mail_notify_parse (rows[i].text, &notify), ==, rows[i].again != NULL);
      g_assert_cmpuint (notify, ==, rows[i].notify);
      again = mail_notify_to_text (notify);
      g_assert_cmpstr (again, ==, rows[i].again != NULL ? rows[i].again : "");
    }
}

static void
test_wants (void)
{
  g_assert_true (mail_notify_wants (0, MAIL_NOTIFY_FAILURE));
  g_assert_true (mail_notify_wants (0, MAIL_NOTIFY_DELAY));
  g_assert_false (mail_notify_wants (0, MAIL_NOTIFY_SUCCESS));
  g_assert_false (mail_notify_wants (MAIL_NOTIFY_NEVER, MAIL_NOTIFY_FAILURE));
  g_assert_false (mail_notify_wants (MAIL_NOTIFY_SUCCESS, MAIL_NOTIFY_FAILURE));
  g_assert_true (mail_notify_wants (MAIL_NOTIFY_SUCCESS | MAIL_NOTIFY_FAILURE, MAIL_NOTIFY_SUCCESS));
}

static void
test_xtext (void)
{
  g_autofree char *encoded = mail_xtext_encode ("a+b=c d\xce\xb1");
  g_autofree char *decoded = mail_xtext_decode ("a+2Bb+3Dc+20d+CE");

  g_assert_cmpstr (encoded, ==, "a+2Bb+3Dc+20d+CE+B1");
  g_assert_cmpstr (decoded, ==, "a+b=c d?");
  g_assert_true (mail_xtext_is_valid (encoded));
  g_assert_false (mail_xtext_is_valid ("a+2bc"));
  g_assert_false (mail_xtext_is_valid ("a+2"));
  g_assert_false (mail_xtext_is_valid ("a=b"));
  g_assert_false (mail_xtext_is_valid ("a b"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/notify/values", test_notify);
  g_test_add_func ("/mail/notify/what-is-wanted", test_wants);
  g_test_add_func ("/mail/notify/xtext", test_xtext);
  return g_test_run ();
}
