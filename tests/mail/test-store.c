/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/store.h"

#include <string.h>

static MailMessage *
message (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return mail_message_new (bytes);
}

/* "INBOX a a/b" */
static char *
names (MailStore *store)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < mail_store_length (store); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", mail_box_get_name (mail_store_get (store, i)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define assert_names(store, expected) \
  G_STMT_START { g_autofree char *_n = names (store); g_assert_cmpstr (_n, ==, expected); } G_STMT_END

static void
test_create (void)
{
  g_autoptr (MailStore) store = mail_store_new (100);
  MailBox *box = NULL;

  assert_names (store, "INBOX");
  g_assert_cmpint (mail_store_create (store, "b/c/d", MAIL_USE_NONE, &box), ==, MAIL_STORE_OK);
  g_assert_cmpstr (mail_box_get_name (box), ==, "b/c/d");
  g_assert_cmpint (mail_store_create (store, "A", MAIL_USE_SENT, &box), ==, MAIL_STORE_OK);
  g_assert_true (mail_store_find_use (store, MAIL_USE_SENT) == box);
  g_assert_null (mail_store_find_use (store, MAIL_USE_TRASH));
  g_assert_cmpint (mail_store_create (store, "inbox/x", MAIL_USE_NONE, NULL), ==, MAIL_STORE_OK);
  g_assert_cmpint (mail_store_create (store, "b-", MAIL_USE_NONE, NULL), ==, MAIL_STORE_OK);
  assert_names (store, "INBOX A INBOX/x b b- b/c b/c/d");
  g_assert_true (mail_store_find (store, "iNbOx") == mail_store_get_inbox (store));
  g_assert_nonnull (mail_store_find (store, "Inbox/x"));
  g_assert_null (mail_store_find (store, "a"));
  g_assert_true (mail_store_has_children (store, "inbox"));
  g_assert_true (mail_store_has_children (store, "b"));
  g_assert_true (mail_store_has_children (store, "b/c"));
  g_assert_false (mail_store_has_children (store, "b/c/d"));
  g_assert_false (mail_store_has_children (store, "A"));
  g_assert_cmpint (mail_store_create (store, "A", MAIL_USE_NONE, NULL), ==, MAIL_STORE_EXISTS);
  g_assert_cmpint (mail_store_create (store, "Inbox", MAIL_USE_NONE, NULL), ==, MAIL_STORE_EXISTS);
}

static void
test_bad_names (void)
{
  static const char * const bad[] = { "", "/", "/a", "a/", "a//b", "a\nb", "\xff", "a\x7f", "\xe2\x80\xa8", "\xc2\x85" };
  g_autoptr (MailStore) store = mail_store_new (1);
  g_autofree char *longest = g_strnfill (MAIL_STORE_NAME_MAX, 'x');
  g_autofree char *longer = g_strnfill (MAIL_STORE_NAME_MAX + 1, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (mail_store_create (store, bad[i], MAIL_USE_NONE, NULL), ==, MAIL_STORE_BAD_NAME);
  g_assert_cmpint (mail_store_create (store, longer, MAIL_USE_NONE, NULL), ==, MAIL_STORE_BAD_NAME);
  g_assert_cmpint (mail_store_create (store, longest, MAIL_USE_NONE, NULL), ==, MAIL_STORE_OK);
  g_assert_cmpint (mail_store_create (store, "Отправленные/Ελληνικά", MAIL_USE_NONE, NULL), ==, MAIL_STORE_OK);
  g_assert_cmpint (mail_store_rename (store, "Отправленные", longest), ==, MAIL_STORE_EXISTS);
  longest[0] = 'y';
  g_assert_cmpint (mail_store_rename (store, "Отправленные", longest), ==, MAIL_STORE_BAD_NAME);
}

static void
test_delete (void)
{
  g_autoptr (MailStore) store = mail_store_new (100);
  g_autoptr (MailMessage) text = message ("A: b\r\n\r\n");
  g_autoptr (MailBox) kept = NULL;
  MailBox *box = NULL;

  g_assert_cmpint (mail_store_delete (store, "inbox"), ==, MAIL_STORE_INBOX);
  g_assert_cmpint (mail_store_delete (store, "a"), ==, MAIL_STORE_NONE);
  mail_store_create (store, "a/b", MAIL_USE_NONE, &box);
  kept = mail_box_ref (box);
  mail_box_append (kept, text, 0, 0);
  g_assert_cmpuint (mail_store_get_size (store), ==, 8);
  g_assert_cmpint (mail_store_delete (store, "a"), ==, MAIL_STORE_HAS_CHILDREN);
  g_assert_cmpint (mail_store_delete (store, "a/b"), ==, MAIL_STORE_OK);
  g_assert_cmpuint (mail_store_get_size (store), ==, 0);
  g_assert_true (mail_box_is_gone (kept));
  g_assert_cmpuint (mail_box_length (kept), ==, 0);
  g_assert_cmpuint (mail_box_get_uid_validity (kept), ==, 102);
  mail_store_create (store, "a/b", MAIL_USE_NONE, &box);
  g_assert_cmpuint (mail_box_get_uid_validity (box), ==, 103);   /* another mailbox under an old name */
}

static void
test_rename (void)
{
  g_autoptr (MailStore) store = mail_store_new (1);
  MailBox *box = NULL;

  mail_store_create (store, "a/b/c", MAIL_USE_NONE, NULL);
  mail_store_create (store, "ab", MAIL_USE_NONE, NULL);
  box = mail_store_find (store, "a/b");
  g_assert_cmpint (mail_store_rename (store, "x", "y"), ==, MAIL_STORE_NONE);
  g_assert_cmpint (mail_store_rename (store, "a", "ab"), ==, MAIL_STORE_EXISTS);
  g_assert_cmpint (mail_store_rename (store, "a", "a"), ==, MAIL_STORE_EXISTS);
  g_assert_cmpint (mail_store_rename (store, "a", "a/z"), ==, MAIL_STORE_BAD_NAME);
  g_assert_cmpint (mail_store_rename (store, "a", "inbox"), ==, MAIL_STORE_EXISTS);
  g_assert_cmpint (mail_store_rename (store, "a", "p/q"), ==, MAIL_STORE_OK);
  assert_names (store, "INBOX ab p p/q p/q/b p/q/b/c");
  g_assert_cmpstr (mail_box_get_name (box), ==, "p/q/b");
  g_assert_true (mail_store_find (store, "p/q/b") == box);
}

static void
test_rename_inbox (void)
{
  g_autoptr (MailStore) store = mail_store_new (1);
  g_autoptr (MailMessage) text = message ("A: b\r\n\r\n");
  MailBox *inbox = mail_store_get_inbox (store);
  MailBox *old;

  mail_box_append (inbox, text, MAIL_FLAG_SEEN | mail_box_keyword (inbox, "$Label", TRUE), 7);
  mail_store_create (store, "INBOX/child", MAIL_USE_NONE, NULL);
  g_assert_cmpint (mail_store_rename (store, "INBOX", "old"), ==, MAIL_STORE_OK);
  assert_names (store, "INBOX INBOX/child old");
  old = mail_store_find (store, "old");
  g_assert_cmpuint (mail_box_length (inbox), ==, 0);
  g_assert_cmpuint (mail_box_get_uid_next (inbox), ==, 2);
  g_assert_cmpuint (mail_box_length (old), ==, 1);
  g_assert_cmpuint (mail_box_get (old, 0)->flags, ==, MAIL_FLAG_SEEN | MAIL_KEYWORD (0));
  g_assert_cmpstr (mail_box_get_keyword (old, 0), ==, "$Label");
  g_assert_cmpuint (mail_store_get_size (store), ==, 8);
}

static void
test_subscriptions (void)
{
  g_autoptr (MailStore) store = mail_store_new (1);
  g_auto (GStrv) list = NULL;
  g_autofree char *text = NULL;

  g_assert_true (mail_store_subscribe (store, "zeta", TRUE));
  g_assert_true (mail_store_subscribe (store, "alpha/beta", TRUE));
  g_assert_true (mail_store_subscribe (store, "inBOX", TRUE));
  g_assert_true (mail_store_subscribe (store, "inBOX", TRUE));
  g_assert_true (mail_store_subscribe (store, "nothing", FALSE));
  g_assert_false (mail_store_subscribe (store, "//", TRUE));
  g_assert_true (mail_store_is_subscribed (store, "INBOX"));
  g_assert_false (mail_store_is_subscribed (store, "alpha"));
  list = mail_store_subscriptions (store);
  text = g_strjoinv (" ", list);
  g_assert_cmpstr (text, ==, "INBOX alpha/beta zeta");
  g_assert_true (mail_store_subscribe (store, "zeta", FALSE));
  g_assert_false (mail_store_is_subscribed (store, "zeta"));
}

static void
test_places (void)
{
  g_autoptr (MailStore) store = mail_store_new (1);
  g_autoptr (MailMessage) text = message ("A: b\r\n\r\n");
  MailBox *other;

  mail_store_create (store, "other", MAIL_USE_NONE, &other);
  mail_box_append (mail_store_get_inbox (store), text, 0, 0);
  mail_box_append (other, text, 0, 0);
  g_assert_true (mail_store_has_places (store, MAIL_STORE_MESSAGES_MAX - 2));
  g_assert_false (mail_store_has_places (store, MAIL_STORE_MESSAGES_MAX - 1));
  g_assert_false (mail_store_has_places (store, G_MAXUINT));
}

static void
test_quota (void)
{
  g_autoptr (MailStore) store = mail_store_new (1);
  g_autoptr (MailMessage) text = message ("A: b\r\n\r\n");

  g_assert_true (mail_store_has_room (store, G_MAXSIZE));
  mail_store_set_quota (store, 20);
  g_assert_true (mail_store_has_room (store, 20));
  mail_box_append (mail_store_get_inbox (store), text, 0, 0);
  g_assert_true (mail_store_has_room (store, 12));
  g_assert_false (mail_store_has_room (store, 13));
  mail_store_set_quota (store, 5);
  g_assert_false (mail_store_has_room (store, 0));
}

static void
watch_added (gpointer owner, MailBox *box, const MailItem *item)
{
  g_string_append_printf (owner, "+%s:%u ", mail_box_get_name (box), item->uid);
}

static void
watch_flags (gpointer owner, MailBox *box, const MailItem *item)
{
  g_string_append_printf (owner, "f%u=%x ", item->uid, item->flags);
}

static void
watch_removed (gpointer owner, MailBox *box, const MailItem *item)
{
  g_string_append_printf (owner, "-%u/%u ", item->uid, (guint) mail_message_get_size (item->message));
}

static void
watch_created (gpointer owner, MailBox *box)
{
  g_string_append_printf (owner, "new:%s ", mail_box_get_name (box));
}

static void
watch_deleted (gpointer owner, MailBox *box)
{
  g_string_append_printf (owner, "gone:%s ", mail_box_get_name (box));
}

static void
watch_renamed (gpointer owner, MailBox *box, const char *old_name)
{
  g_string_append_printf (owner, "%s>%s ", old_name, mail_box_get_name (box));
}

static void
test_watch (void)
{
  static const MailStoreFuncs funcs =
  {
    watch_added, watch_flags, watch_removed, watch_created, watch_deleted, watch_renamed
  };
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (MailStore) store = mail_store_new (1);
  g_autoptr (MailMessage) text = message ("A: b\r\n\r\n");
  MailBox *box = NULL;

  mail_store_watch (store, &funcs, heard);
  mail_store_create (store, "a/b", MAIL_USE_NONE, &box);
  mail_box_append (box, text, 0, 0);
  mail_box_append (box, text, 0, 0);
  mail_box_store_flags (box, 1, MAIL_FLAG_DELETED, 0);
  mail_box_expunge (box, NULL);
  mail_store_rename (store, "a", "c");
  mail_store_delete (store, "c/b");
  g_assert_cmpstr (heard->str, ==, "new:a new:a/b +a/b:1 +a/b:2 f1=8 -1/8 a>c a/b>c/b -2/8 gone:c/b ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/create", test_create);
  g_test_add_func ("/store/bad-names", test_bad_names);
  g_test_add_func ("/store/delete", test_delete);
  g_test_add_func ("/store/rename", test_rename);
  g_test_add_func ("/store/rename-inbox-moves-messages", test_rename_inbox);
  g_test_add_func ("/store/subscriptions", test_subscriptions);
  g_test_add_func ("/store/quota", test_quota);
  g_test_add_func ("/store/places", test_places);
  g_test_add_func ("/store/watch", test_watch);
  return g_test_run ();
}
