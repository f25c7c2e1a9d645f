/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/mailbox.h"

#include <string.h>

static guint32
append (MailBox *box, const char *text, guint flags)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (MailMessage) message = mail_message_new (bytes);

  return mail_box_append (box, message, flags, 42);
}

static void
test_append (void)
{
  g_autoptr (MailBox) box = mail_box_new ("INBOX", 77);

  g_assert_cmpstr (mail_box_get_name (box), ==, "INBOX");
  g_assert_cmpuint (mail_box_get_uid_validity (box), ==, 77);
  g_assert_cmpuint (mail_box_get_uid_next (box), ==, 1);
  g_assert_cmpuint (append (box, "A: b\r\n", MAIL_FLAG_SEEN), ==, 1);
  g_assert_cmpuint (append (box, "A: cde\r\n", 0), ==, 2);
  g_assert_cmpuint (mail_box_get_uid_next (box), ==, 3);
  g_assert_cmpuint (mail_box_length (box), ==, 2);
  g_assert_cmpuint (mail_box_get_size (box), ==, 14);
  g_assert_cmpuint (mail_box_get (box, 0)->flags, ==, MAIL_FLAG_SEEN);
  g_assert_cmpint (mail_box_get (box, 1)->when, ==, 42);
  g_assert_cmpuint (mail_message_get_size (mail_box_get (box, 1)->message), ==, 8);
}

static void
test_find (void)
{
  g_autoptr (MailBox) box = mail_box_new ("INBOX", 1);

  g_assert_null (mail_box_find (box, 1));
  for (guint i = 1; i <= 100; i++)
    append (box, "A: b\r\n", i % 3 == 0 ? MAIL_FLAG_DELETED : 0);
  mail_box_expunge (box, NULL);
  for (guint i = 0; i <= 101; i++)
    {
      const MailItem *item = mail_box_find (box, i);

      if (i == 0 || i > 100 || i % 3 == 0)
        g_assert_null (item);
      else
        g_assert_cmpuint (item->uid, ==, i);
    }
}

static void
test_change_counts_changes_only (void)
{
  g_autoptr (MailBox) box = mail_box_new ("INBOX", 1);
  guint64 before;

  append (box, "A: b\r\n", 0);
  before = mail_box_get_change (box);
  g_assert_cmpuint (before, >, 0);
  g_assert_false (mail_box_store_flags (box, 9, MAIL_FLAG_SEEN, 0));
  g_assert_true (mail_box_store_flags (box, 1, 0, MAIL_FLAG_SEEN));
  g_assert_cmpuint (mail_box_expunge (box, NULL), ==, 0);
  g_assert_cmpuint (mail_box_get_change (box), ==, before);
  g_assert_true (mail_box_store_flags (box, 1, MAIL_FLAG_SEEN | MAIL_FLAG_DRAFT, 0));
  g_assert_true (mail_box_store_flags (box, 1, MAIL_FLAG_DELETED, MAIL_FLAG_DRAFT));
  g_assert_cmpuint (mail_box_get (box, 0)->flags, ==, MAIL_FLAG_SEEN | MAIL_FLAG_DELETED);
  g_assert_cmpuint (mail_box_get_change (box), ==, before + 2);
  g_assert_cmpuint (mail_box_expunge (box, NULL), ==, 1);
  g_assert_cmpuint (mail_box_get_change (box), ==, before + 3);
}

static void
test_expunge_keeps_order_and_uids (void)
{
  g_autoptr (MailBox) box = mail_box_new ("INBOX", 1);
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 1; i <= 6; i++)
    append (box, "A: b\r\n", i % 2 == 0 ? MAIL_FLAG_DELETED : 0);
  for (guint32 uid = 1; uid <= 4; uid++)
    g_array_append_val (uids, uid);
  g_assert_cmpuint (mail_box_expunge (box, uids), ==, 2);  /* 2 and 4; 6 is not among them, 1 and 3 are not deleted */
  g_assert_cmpuint (mail_box_length (box), ==, 4);
  g_assert_cmpuint (mail_box_get (box, 0)->uid, ==, 1);
  g_assert_cmpuint (mail_box_get (box, 1)->uid, ==, 3);
  g_assert_cmpuint (mail_box_get (box, 2)->uid, ==, 5);
  g_assert_cmpuint (mail_box_get (box, 3)->uid, ==, 6);
  g_assert_cmpuint (mail_box_get_size (box), ==, 24);
  g_assert_cmpuint (mail_box_expunge (box, NULL), ==, 1);
  g_assert_cmpuint (append (box, "A: b\r\n", 0), ==, 7);   /* a UID is never given twice */
}

static guint32
uid_of (const GArray *uids, guint i)
{
  return g_array_index (uids, guint32, i);
}

static void
test_remove (void)
{
  static const guint32 some[] = { 2, 3, 9 };
  g_autoptr (MailBox) box = mail_box_new ("INBOX", 1);
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < 4; i++)
    append (box, "A: b\r\n\r\n", 0);
  g_assert_cmpuint (mail_box_remove (box, uids), ==, 0);
  g_array_append_vals (uids, some, G_N_ELEMENTS (some));
  g_assert_cmpuint (uid_of (uids, 2), ==, 9);
  g_assert_cmpuint (mail_box_remove (box, uids), ==, 2);
  g_assert_cmpuint (mail_box_length (box), ==, 2);
  g_assert_cmpuint (mail_box_position (box, 4), ==, 1);
  g_assert_cmpuint (mail_box_position (box, 3), ==, 1);
  g_assert_cmpuint (mail_box_position (box, 99), ==, 2);
}

static void
test_keywords (void)
{
  g_autoptr (MailBox) box = mail_box_new ("INBOX", 1);

  g_assert_cmpuint (mail_box_keyword (box, "$Forwarded", FALSE), ==, 0);
  g_assert_cmpuint (mail_box_keyword (box, "$Forwarded", TRUE), ==, 1 << 5);
  g_assert_cmpuint (mail_box_keyword (box, "$forwarded", FALSE), ==, 1 << 5);
  g_assert_cmpstr (mail_box_get_keyword (box, 0), ==, "$Forwarded");
  g_assert_null (mail_box_get_keyword (box, 1));
  g_assert_cmpuint (mail_box_keyword (box, "", TRUE), ==, 0);
  g_assert_cmpuint (mail_box_keyword (box, "a b", TRUE), ==, 0);
  g_assert_cmpuint (mail_box_keyword (box, "\\x", TRUE), ==, 0);
  for (guint i = 1; i < MAIL_KEYWORDS_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("k%u", i);

      g_assert_cmpuint (mail_box_keyword (box, name, TRUE), ==, MAIL_KEYWORD (i));
    }
  g_assert_cmpuint (mail_box_keyword (box, "one-too-many", TRUE), ==, 0);
}

static void
test_journal (void)
{
  g_autoptr (MailBox) box = mail_box_new ("INBOX", 1);
  const MailChange *changes;
  guint64 since;
  guint n = 7;

  g_assert_null (mail_box_get_changes (box, 0, &n));
  g_assert_cmpuint (n, ==, 0);
  append (box, "A: b\r\n\r\n", 0);
  since = mail_box_get_change (box);
  append (box, "A: b\r\n\r\n", MAIL_FLAG_DELETED);
  mail_box_store_flags (box, 1, MAIL_FLAG_SEEN, 0);
  mail_box_store_flags (box, 1, MAIL_FLAG_SEEN, 0);       /* changes nothing */
  mail_box_expunge (box, NULL);
  changes = mail_box_get_changes (box, since, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (changes[0].kind, ==, MAIL_CHANGE_ADDED);
  g_assert_cmpuint (changes[0].uid, ==, 2);
  g_assert_cmpint (changes[1].kind, ==, MAIL_CHANGE_FLAGS);
  g_assert_cmpuint (changes[1].uid, ==, 1);
  g_assert_cmpint (changes[2].kind, ==, MAIL_CHANGE_REMOVED);
  g_assert_cmpuint (changes[2].uid, ==, 2);
  g_assert_cmpuint (mail_box_get (box, 0)->change, ==, since + 2);
  for (guint i = 0; i < 50000; i++)
    mail_box_store_flags (box, 1, i % 2 ? MAIL_FLAG_SEEN : 0, i % 2 ? 0 : MAIL_FLAG_SEEN);
  g_assert_null (mail_box_get_changes (box, since, &n));
  g_assert_cmpuint (n, >, 0);
  changes = mail_box_get_changes (box, mail_box_get_change (box) - 10000, &n);
  g_assert_nonnull (changes);
  g_assert_cmpuint (n, ==, 10000);
}

static void
note_removed (gpointer data, const MailItem *item)
{
  g_string_append_printf (data, "%u/%u ", item->uid, (guint) mail_message_get_size (item->message));
}

static void
test_keepers (void)
{
  g_autoptr (MailBox) box = mail_box_new ("INBOX", 1);
  g_autoptr (GString) one = g_string_new (NULL);
  g_autoptr (GString) two = g_string_new (NULL);

  for (guint i = 0; i < 4; i++)
    append (box, "A: b\r\n\r\n", i % 2 ? MAIL_FLAG_DELETED : 0);
  mail_box_add_keeper (box, note_removed, one);
  mail_box_add_keeper (box, note_removed, two);
  mail_box_expunge (box, NULL);
  g_assert_cmpstr (one->str, ==, "2/8 4/8 ");
  g_assert_cmpstr (two->str, ==, one->str);
  mail_box_remove_keeper (box, one);
  mail_box_store_flags (box, 1, MAIL_FLAG_DELETED, 0);
  mail_box_expunge (box, NULL);
  g_assert_cmpstr (one->str, ==, "2/8 4/8 ");
  g_assert_cmpstr (two->str, ==, "2/8 4/8 1/8 ");
}

static void
test_recent_and_lock (void)
{
  g_autoptr (MailBox) box = mail_box_new ("INBOX", 1);

  append (box, "A: b\r\n\r\n", 0);
  g_assert_cmpuint (mail_box_recent (box, FALSE), ==, 1);
  g_assert_cmpuint (mail_box_recent (box, TRUE), ==, 1);
  g_assert_cmpuint (mail_box_recent (box, TRUE), ==, 2);
  g_assert_true (mail_box_lock (box));
  g_assert_false (mail_box_lock (box));
  g_assert_true (mail_box_is_locked (box));
  mail_box_unlock (box);
  g_assert_true (mail_box_lock (box));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/append-gives-rising-uids", test_append);
  g_test_add_func ("/mailbox/find-by-uid", test_find);
  g_test_add_func ("/mailbox/change-counts-changes-only", test_change_counts_changes_only);
  g_test_add_func ("/mailbox/expunge-keeps-order-and-uids", test_expunge_keeps_order_and_uids);
  g_test_add_func ("/mailbox/remove", test_remove);
  g_test_add_func ("/mailbox/keywords", test_keywords);
  g_test_add_func ("/mailbox/journal", test_journal);
  g_test_add_func ("/mailbox/keepers-hear-of-what-goes", test_keepers);
  g_test_add_func ("/mailbox/recent-and-lock", test_recent_and_lock);
  return g_test_run ();
}
