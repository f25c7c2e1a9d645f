/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/queue.h"

#include <string.h>

#define MINUTE SIM_TIME_MINUTE
#define HOUR   SIM_TIME_HOUR

static const MailQueueConfig config = { 30 * MINUTE, 4 * HOUR, 5 * SIM_TIME_DAY };

static MailQueueItem *
add (MailQueue *queue, SimTime now, guint n)
{
  static const char text[] = "A: b\r\n\r\n";
  MailAddress from = { (char *) "ann", (char *) "one.example" };
  MailAddress to[3] =
  {
    { (char *) "bob", (char *) "two.example" }, { (char *) "carl", (char *) "two.example" },
    { (char *) "dora", (char *) "two.example" }
  };
  g_autoptr (GPtrArray) recipients = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (MailMessage) message = mail_message_new (bytes);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (recipients, &to[i]);
  return mail_queue_add (queue, now, &from, recipients, message);
}

static MailRecipient *
recipient (MailQueueItem *item, guint i)
{
  return g_ptr_array_index (item->recipients, i);
}

static void
test_new_item_is_due_at_once (void)
{
  g_autoptr (MailQueue) queue = mail_queue_new (&config);
  MailQueueItem *item;

  g_assert_cmpint (mail_queue_next (queue), ==, SIM_TIME_NEVER);
  item = add (queue, 7, 2);
  g_assert_cmpuint (item->number, ==, 1);
  g_assert_cmpstr (item->from.local, ==, "ann");
  g_assert_cmpstr (recipient (item, 1)->address.local, ==, "carl");
  g_assert_cmpint (recipient (item, 1)->state, ==, MAIL_RECIPIENT_WAITING);
  g_assert_cmpint (mail_queue_next (queue), ==, 7);
  g_assert_false (mail_queue_is_done (item));
  g_assert_true (mail_queue_find (queue, 1) == item);
  g_assert_null (mail_queue_find (queue, 2));
}

static void
test_back_off_doubles (void)
{
  static const int minutes[] = { 30, 60, 120, 240, 240, 240 };
  g_autoptr (MailQueue) queue = mail_queue_new (&config);
  MailQueueItem *item = add (queue, 0, 1);
  SimTime now = 0;

  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      SimTime next = mail_queue_defer (queue, item, now);

      g_assert_cmpint (next - now, ==, minutes[i] * MINUTE);
      g_assert_cmpint (mail_queue_next (queue), ==, next);
      g_assert_cmpuint (item->attempts, ==, i + 1);
      g_assert_cmpuint (recipient (item, 0)->attempts, ==, i + 1);
      now = next;
    }
}

static void
test_last_try_is_at_the_expiry (void)
{
  g_autoptr (MailQueue) queue = mail_queue_new (&config);
  MailQueueItem *item = add (queue, 3 * HOUR, 1);
  SimTime now = 3 * HOUR;
  SimTime next;

  while ((next = mail_queue_defer (queue, item, now)) != SIM_TIME_NEVER)
    {
      g_assert_cmpint (next, >, now);
      now = next;
    }
  g_assert_cmpint (now, ==, 3 * HOUR + config.expire);
  g_assert_cmpint (recipient (item, 0)->state, ==, MAIL_RECIPIENT_FAILED);
  g_assert_true (mail_queue_is_done (item));
  g_assert_cmpint (mail_queue_next (queue), ==, SIM_TIME_NEVER);
}

static void
test_only_who_is_left_waits (void)
{
  g_autoptr (MailQueue) queue = mail_queue_new (&config);
  MailQueueItem *item = add (queue, 0, 3);

  recipient (item, 0)->state = MAIL_RECIPIENT_SENT;
  recipient (item, 1)->state = MAIL_RECIPIENT_FAILED;
  recipient (item, 2)->state = MAIL_RECIPIENT_TRYING;
  g_assert_cmpint (mail_queue_next (queue), ==, SIM_TIME_NEVER);   /* a delivery is going on */
  g_assert_false (mail_queue_is_done (item));
  g_assert_cmpint (mail_queue_defer (queue, item, 0), ==, 30 * MINUTE);
  g_assert_cmpint (recipient (item, 0)->state, ==, MAIL_RECIPIENT_SENT);
  g_assert_cmpint (recipient (item, 1)->state, ==, MAIL_RECIPIENT_FAILED);
  g_assert_cmpint (recipient (item, 2)->state, ==, MAIL_RECIPIENT_WAITING);
  g_assert_cmpuint (recipient (item, 0)->attempts, ==, 0);
  g_assert_cmpuint (recipient (item, 2)->attempts, ==, 1);
}

static void
test_nobody_left_is_not_deferred (void)
{
  g_autoptr (MailQueue) queue = mail_queue_new (&config);
  MailQueueItem *item = add (queue, 0, 1);

  recipient (item, 0)->state = MAIL_RECIPIENT_SENT;
  g_assert_cmpint (mail_queue_defer (queue, item, 0), ==, SIM_TIME_NEVER);
  g_assert_cmpuint (item->attempts, ==, 0);
}

static void
test_earliest_first (void)
{
  g_autoptr (MailQueue) queue = mail_queue_new (&config);
  MailQueueItem *a = add (queue, 0, 1);
  MailQueueItem *b = add (queue, MINUTE, 1);

  mail_queue_defer (queue, a, 0);
  g_assert_cmpint (mail_queue_next (queue), ==, MINUTE);
  mail_queue_remove (queue, b);
  g_assert_cmpint (mail_queue_next (queue), ==, 30 * MINUTE);
  g_assert_cmpuint (mail_queue_length (queue), ==, 1);
  g_assert_true (mail_queue_get (queue, 0) == a);
  g_assert_cmpuint (add (queue, 0, 1)->number, ==, 3);   /* numbers are never used again */
}

static void
test_huge_times_do_not_overflow (void)
{
  const MailQueueConfig huge = { SIM_TIME_NEVER / 2, SIM_TIME_NEVER, SIM_TIME_NEVER };
  g_autoptr (MailQueue) queue = mail_queue_new (&huge);
  MailQueueItem *item = add (queue, HOUR, 1);
  SimTime now = HOUR;

  for (guint i = 0; i < 5; i++)
    {
      SimTime next = mail_queue_defer (queue, item, now);

      g_assert_cmpint (next, >=, now);
      if (next == SIM_TIME_NEVER)
        break;
      now = next;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/new-item-is-due-at-once", test_new_item_is_due_at_once);
  g_test_add_func ("/queue/back-off-doubles-to-its-limit", test_back_off_doubles);
  g_test_add_func ("/queue/last-try-is-at-the-expiry", test_last_try_is_at_the_expiry);
  g_test_add_func ("/queue/only-who-is-left-waits", test_only_who_is_left_waits);
  g_test_add_func ("/queue/nobody-left-is-not-deferred", test_nobody_left_is_not_deferred);
  g_test_add_func ("/queue/earliest-first", test_earliest_first);
  g_test_add_func ("/queue/huge-times-do-not-overflow", test_huge_times_do_not_overflow);
  return g_test_run ();
}
