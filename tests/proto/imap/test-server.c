/* What a transcript cannot tell of an IMAP server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include "sim/proto/imap/server.h"

#include <string.h>

typedef struct
{
  MailStore *store;
  SimDrive  *drive;
  gboolean   later;      /* questions are left open */
} Fixture;

static void
on_ask (SimDrive *drive, const SimOutput *question, gpointer data)
{
  Fixture *fixture = data;

  if (!fixture->later)
    imap_server_accept (drive->session, drive->now, fixture->store);
}

static SimDrive *
new_drive (Fixture *fixture)
{
  static const ImapServerConfig config = { .host = "b.example" };
  SimDrive *drive = sim_drive_new (imap_server_new (&config), &imap_server_machine, on_ask, fixture);

  sim_drive_open (drive);
  return drive;
}

static void
say (SimDrive *drive, const char *text)
{
  sim_drive_feed (drive, text, strlen (text));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = mail_store_new (7);
  fixture->drive = new_drive (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sim_drive_free (fixture->drive);
  mail_store_unref (fixture->store);
}

static void
log_in (SimDrive *drive)
{
  say (drive, "x LOGIN anna secret\r\ny SELECT INBOX\r\n");
  g_string_truncate (drive->sent, 0);
}

static void
deliver (Fixture *fixture, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (MailMessage) message = mail_message_new (bytes);

  mail_box_append (mail_store_get_inbox (fixture->store), message, 0, 0);
}

/* More has changed than the mailbox keeps in its journal: the session compares all. */
static void
test_long_absence (Fixture *fixture, gconstpointer data)
{
  MailBox *inbox = mail_store_get_inbox (fixture->store);

  for (guint i = 0; i < 5; i++)
    deliver (fixture, "A: b\r\n\r\n");
  log_in (fixture->drive);
  for (guint i = 0; i < 50000; i++)
    mail_box_store_flags (inbox, 2, i % 2 == 0 ? MAIL_FLAG_SEEN : 0, i % 2 == 0 ? 0 : MAIL_FLAG_SEEN);
  mail_box_store_flags (inbox, 4, MAIL_FLAG_DELETED, 0);
  mail_box_store_flags (inbox, 5, MAIL_FLAG_DRAFT, 0);
  deliver (fixture, "A: b\r\n\r\n");
  mail_box_expunge (inbox, NULL);
  say (fixture->drive, "a1 FETCH 1 UID\r\n");
  g_assert_cmpstr (fixture->drive->sent->str, ==,
                   "* 1 FETCH (UID 1)\r\n* 6 EXISTS\r\n* 6 RECENT\r\n* 2 FETCH (FLAGS (\\Recent))\r\n"
                   "* 5 FETCH (FLAGS (\\Draft \\Recent))\r\na1 OK FETCH completed\r\n");
  g_string_truncate (fixture->drive->sent, 0);
  for (guint i = 0; i < 50000; i++)
    mail_box_store_flags (inbox, 2, i % 2 == 0 ? MAIL_FLAG_SEEN : 0, i % 2 == 0 ? 0 : MAIL_FLAG_SEEN);
  say (fixture->drive, "a2 NOOP\r\n");
  g_assert_cmpstr (fixture->drive->sent->str, ==,
                   "* 4 EXPUNGE\r\n* 2 FETCH (FLAGS (\\Recent))\r\na2 OK NOOP completed\r\n");
}

static void
test_content_is_one_literal (Fixture *fixture, gconstpointer data)
{
  guint n;

  deliver (fixture, "A: b\r\n\r\none\r\ntwo");
  log_in (fixture->drive);
  n = fixture->drive->sends->len;
  say (fixture->drive, "a1 FETCH 1 (BODY.PEEK[] FLAGS)\r\n");
  g_assert_cmpuint (fixture->drive->sends->len, ==, n + 3);
  g_assert_cmpuint (g_array_index (fixture->drive->flags, SimOutputFlags, n), ==, 0);
  g_assert_cmpuint (g_array_index (fixture->drive->flags, SimOutputFlags, n + 1), ==, SIM_OUTPUT_LITERAL);
  g_assert_cmpuint (g_bytes_get_size (g_ptr_array_index (fixture->drive->sends, n + 1)), ==, 16);
  g_assert_cmpuint (g_array_index (fixture->drive->flags, SimOutputFlags, n + 2), ==, 0);
}

static void
test_input_waits_for_the_owner (Fixture *fixture, gconstpointer data)
{
  SimDrive *drive = fixture->drive;
  g_autofree char *much = g_strnfill (SIM_SESSION_BACKLOG, 'x');

  fixture->later = TRUE;
  g_string_truncate (drive->sent, 0);
  say (drive, "a1 LOGIN anna secret\r\na2 NOOP\r\n");
  g_assert_cmpstr (drive->sent->str, ==, "");
  g_assert_cmpint (sim_session_deadline (drive->session), ==, SIM_TIME_NEVER);
  g_assert_true (sim_session_wants_input (drive->session));
  say (drive, much);
  g_assert_false (sim_session_wants_input (drive->session));
  imap_server_accept (drive->session, 0, fixture->store);
  sim_drive_pump (drive);
  g_assert_true (g_str_has_prefix (drive->sent->str, "a1 OK "));
  g_assert_nonnull (strstr (drive->sent->str, "\r\na2 OK NOOP completed\r\n"));
  g_assert_cmpstr (imap_server_get_user (drive->session), ==, "anna");
  g_assert_true (imap_server_get_store (drive->session) == fixture->store);
}

/* A literal that is refused is not kept, however long it is. */
static void
test_refused_literal_is_not_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *part = g_strnfill (100000, 'x');

  say (fixture->drive, "a1 LOGIN {1000000000+}\r\n");
  g_assert_cmpuint (imap_server_get_expected (fixture->drive->session), ==, 1000000000);
  for (guint i = 0; i < 100; i++)
    say (fixture->drive, part);
  g_assert_cmpuint (imap_server_get_expected (fixture->drive->session), ==, 990000000);
  g_assert_cmpuint (imap_server_get_held (fixture->drive->session), <, 1000);
}

static void
test_a_line_without_end_is_not_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *part = g_strnfill (100000, 'x');

  for (guint i = 0; i < 20; i++)
    say (fixture->drive, part);
  g_assert_cmpuint (imap_server_get_held (fixture->drive->session), <=, 2 * 65536);
}

static void
test_secrets (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *line; gboolean secret; } rows[] =
  {
    { "a1 LOGIN anna secret", TRUE }, { "a1 login {4}", TRUE }, { "a1 AUTHENTICATE PLAIN AAA=", TRUE }, { "a1 LOGOUT", FALSE },
    { "a1 NOOP", FALSE }, { "LOGIN anna secret", FALSE }, { "", FALSE }, { "a1 LOGIN", FALSE },
  };
  SimSession *session = fixture->drive->session;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (imap_line_is_secret ((const guint8 *) rows[i].line, strlen (rows[i].line)), ==, rows[i].secret);
  g_assert_false (imap_server_is_secret (session));
  say (fixture->drive, "a1 LOGIN {4}\r\n");
  g_assert_true (imap_server_is_secret (session));
  say (fixture->drive, "anna {6}\r\n");
  g_assert_true (imap_server_is_secret (session));
  say (fixture->drive, "secret\r\n");
  g_assert_false (imap_server_is_secret (session));
}

/* A session keeps the mailbox that it has selected, whatever becomes of the store. */
static void
test_mailbox_outlives_its_name (Fixture *fixture, gconstpointer data)
{
  log_in (fixture->drive);
  mail_store_create (fixture->store, "a", MAIL_USE_NONE, NULL);
  say (fixture->drive, "a1 SELECT a\r\n");
  g_assert_cmpstr (mail_box_get_name (imap_server_get_box (fixture->drive->session)), ==, "a");
  mail_store_delete (fixture->store, "a");
  say (fixture->drive, "a2 UID SEARCH ALL\r\na3 STORE 1 FLAGS (\\Seen)\r\na4 CLOSE\r\n");
  g_assert_null (imap_server_get_box (fixture->drive->session));
  g_assert_cmpint (fixture->drive->state, ==, IMAP_SERVER_AUTHENTICATED);
}

/* Every UID that there can be has been given. */
static void
test_sets_up_to_the_last_uid (Fixture *fixture, gconstpointer data)
{
  deliver (fixture, "A: b\r\n\r\n");
  log_in (fixture->drive);
  say (fixture->drive, "a1 UID FETCH 1:4294967295 UID\r\na2 UID FETCH 4294967295:* UID\r\na3 UID FETCH 4294967295 UID\r\n");
  g_assert_cmpstr (fixture->drive->sent->str, ==,
                   "* 1 FETCH (UID 1)\r\na1 OK UID FETCH completed\r\n* 1 FETCH (UID 1)\r\na2 OK UID FETCH completed\r\n"
                   "a3 OK UID FETCH completed\r\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/imap/server/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("long-absence", test_long_absence);
  ADD ("content-is-one-literal", test_content_is_one_literal);
  ADD ("input-waits-for-the-owner", test_input_waits_for_the_owner);
  ADD ("refused-literal-is-not-kept", test_refused_literal_is_not_kept);
  ADD ("a-line-without-end-is-not-kept", test_a_line_without_end_is_not_kept);
  ADD ("secrets", test_secrets);
  ADD ("mailbox-outlives-its-name", test_mailbox_outlives_its_name);
  ADD ("sets-up-to-the-last-uid", test_sets_up_to_the_last_uid);
#undef ADD
  return g_test_run ();
}
