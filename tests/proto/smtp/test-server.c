/* What dialogues cannot show: answers that come later, the clock, the owner's view.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include <string.h>

#define TRANSACTION "EHLO a.example\r\nMAIL FROM:<anna@a.example> SIZE=10 BODY=8BITMIME\r\nRCPT TO:<bob@b.example>\r\n"

static const SmtpServerConfig config =
{
  .host = "b.example",
  .extensions = SMTP_EXT_SIZE | SMTP_EXT_8BITMIME | SMTP_EXT_PIPELINING,
};

static void
say (SimDrive *drive, const char *text)
{
  sim_drive_feed (drive, text, strlen (text));
}

static SimDrive *
start (const SmtpServerConfig *with, SimOwner *owner)
{
  SimDrive *drive = sim_drive_new (smtp_server_new (with), &smtp_server_machine, sim_owner_answer, owner);

  sim_drive_open (drive);
  return drive;
}

static void
later (SimOwner *owner, const char *rule)
{
  g_ptr_array_add (owner->answers, g_strdup (rule));
}

static void
answer (SimDrive *drive, int code, const char *text)
{
  smtp_server_answer (drive->session, drive->now, &(SmtpReply) { code, NULL, text });
  sim_drive_pump (drive);
}

static void
test_input_waits_for_an_answer (void)
{
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = NULL;

  later (owner, "sender * later");
  drive = start (&config, owner);
  say (drive, TRANSACTION "NOOP\r\n");
  g_assert_true (g_str_has_suffix (drive->log->str, "ASK sender\n"));
  say (drive, "NOOP\r\n");
  g_assert_true (g_str_has_suffix (drive->log->str, "ASK sender\n"));
  /* Who thinks is not idle, and who is thought about neither. */
  g_assert_cmpint (sim_session_deadline (drive->session), ==, SIM_TIME_NEVER);
  sim_drive_wait (drive, SIM_TIME_HOUR);
  g_assert_false (drive->closed);
  answer (drive, 250, "ok");
  g_assert_true (g_str_has_suffix (drive->sent->str, "250 ok\r\n250 Recipient ok\r\n250 Ok\r\n250 Ok\r\n"));
  g_assert_cmpint (sim_session_deadline (drive->session), ==, drive->now + 5 * SIM_TIME_MINUTE);
}

/* Octet by octet nobody holds a connection for ever. */
static void
test_line_must_come_in_time (void)
{
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = start (&config, owner);

  for (guint i = 0; i < 4; i++)
    {
      g_assert_false (drive->closed);
      say (drive, "E");
      sim_drive_wait (drive, 70 * SIM_TIME_SECOND);
    }
  say (drive, "\r\nN");
  sim_drive_wait (drive, 4 * SIM_TIME_MINUTE);
  g_assert_false (drive->closed);
  say (drive, "O");
  sim_drive_wait (drive, 2 * SIM_TIME_MINUTE);
  g_assert_true (drive->closed);
  g_assert_nonnull (strstr (drive->sent->str, "\r\n421 "));
}

static void
test_owner_sees_the_envelope (void)
{
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = NULL;
  const SmtpEnvelope *envelope;
  const SmtpRecipient *recipient;

  later (owner, "message * later");
  drive = start (&config, owner);
  say (drive, TRANSACTION "RCPT TO:<carl@b.example>\r\nDATA\r\nx\r\n.\r\n");
  envelope = smtp_server_get_envelope (drive->session);
  g_assert_cmpstr (envelope->from.local, ==, "anna");
  g_assert_cmpstr (envelope->from.domain, ==, "a.example");
  g_assert_cmpuint (envelope->size, ==, 10);
  g_assert_true (envelope->eight_bit);
  g_assert_cmpuint (envelope->recipients->len, ==, 2);
  recipient = g_ptr_array_index (envelope->recipients, 1);
  g_assert_cmpstr (recipient->address.local, ==, "carl");
  g_assert_cmpstr (smtp_server_get_peer (drive->session), ==, "a.example");
  g_assert_true (smtp_server_used_ehlo (drive->session));
  g_assert_null (smtp_server_get_user (drive->session));
  answer (drive, 250, "ok");
  g_assert_cmpuint (smtp_server_get_envelope (drive->session)->recipients->len, ==, 0);
}

static void
test_user_is_known_after_login (void)
{
  SmtpServerConfig with = config;
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = NULL;

  with.extensions |= SMTP_EXT_AUTH;
  drive = start (&with, owner);
  say (drive, "EHLO a.example\r\nAUTH PLAIN AGFubmEAd3Jvbmc=\r\n");
  g_assert_null (smtp_server_get_user (drive->session));
  say (drive, "AUTH PLAIN AGFubmEAc2VjcmV0\r\n");
  g_assert_cmpstr (smtp_server_get_user (drive->session), ==, "anna");
}

static void
test_half_closed_client_is_answered (void)
{
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = NULL;

  later (owner, "sender * later");
  drive = start (&config, owner);
  say (drive, "HELO a.example\r\nMAIL FROM:<>\r\nQUIT\r\n");
  sim_drive_eof (drive);
  g_assert_false (drive->closed);
  answer (drive, 250, "ok");
  g_assert_true (g_str_has_suffix (drive->sent->str, "250 ok\r\n221 b.example closing connection\r\n"));
  g_assert_true (drive->closed);
}

static void
test_lmtp_421_ends_all (void)
{
  SmtpServerConfig with = config;
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = NULL;

  with.dialect = SMTP_DIALECT_LMTP;
  later (owner, "message bob@b.example 421 4.3.2 Going down");
  drive = start (&with, owner);
  say (drive, "LHLO a.example\r\nMAIL FROM:<>\r\nRCPT TO:<bob@b.example>\r\nRCPT TO:<carl@b.example>\r\nDATA\r\n.\r\n");
  g_assert_true (drive->closed);
  g_assert_true (g_str_has_suffix (drive->sent->str, "421 Going down\r\n"));
}

static void
test_hundred_recipients (void)
{
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = start (&config, owner);

  say (drive, "HELO a.example\r\nMAIL FROM:<>\r\n");
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *line = g_strdup_printf ("RCPT TO:<u%u@b.example>\r\n", i);

      say (drive, line);
      g_assert_true (g_str_has_suffix (drive->sent->str, "250 Recipient ok\r\n"));
    }
  say (drive, "RCPT TO:<one-more@b.example>\r\n");
  g_assert_true (g_str_has_suffix (drive->sent->str, "452 Too many recipients\r\n"));
}

static void
test_a_reply_is_one_send (void)
{
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = start (&config, owner);

  say (drive, "EHLO a.example\r\n");
  g_assert_cmpuint (drive->sends->len, ==, 2);
}

/* Any lines, legal or not, in any chunks: the same output. */
static void
test_any_chunking (void)
{
  static const char * const lines[] =
  {
    "EHLO a.example\r\n", "HELO a.example\r\n", "MAIL FROM:<anna@a.example>\r\n", "RCPT TO:<bob@b.example>\r\n",
    "DATA\r\n", ".\r\n", "..x\r\n", "\n", "\r", "x\n", "\r\n", "RSET\r\n", "AUTH PLAIN\r\n", "*\r\n", "NOOP\r\n",
    "AUTH PLAIN AGFubmEAc2VjcmV0\r\n", "BDAT 1\r\n", "\n.\r\n", "VRFY x\r\n",
  };
  SmtpServerConfig with = config;

  with.extensions |= SMTP_EXT_AUTH | SMTP_EXT_ENHANCED;
  for (guint round = 0; round < 150; round++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (round);
      g_autoptr(GString) input = g_string_new ("EHLO a.example\r\n");
      g_autofree char *whole = NULL;

      for (guint i = 0; i < 60; i++)
        {
          if (g_rand_int_range (rand, 0, 30) == 0)
            {
              g_autofree char *filler = g_strnfill (g_rand_int_range (rand, 0, 15000), 'A');

              g_string_append (input, filler);
            }
          g_string_append (input, lines[g_rand_int_range (rand, 0, G_N_ELEMENTS (lines))]);
        }
      for (gsize chunk = 0; chunk < 5000; chunk = chunk * 3 + 1)
        {
          g_autoptr(SimOwner) owner = sim_owner_new ();
          g_autoptr(SimDrive) drive = start (&with, owner);

          sim_drive_chunks (drive, input->str, input->len, chunk);
          if (whole == NULL)
            whole = g_strdup (drive->log->str);
          g_assert_cmpstr (drive->log->str, ==, whole);
        }
    }
}

static void
test_machine_is_registered (void)
{
  g_assert_true (sim_machine_find ("smtp-server") == &smtp_server_machine);
  g_assert_nonnull (sim_machine_find ("smtp-client"));
  g_assert_null (sim_machine_find ("x"));
  g_assert_null (sim_machine_row (&smtp_server_machine, "x", 0));
  g_assert_null (sim_machine_find_move (&smtp_server_machine, "rfc5321:4.1.1.2", SMTP_SERVER_MAIL, SMTP_SERVER_MAIL));
}

/* What comes while the owner thinks waits, and whoever reads it is told when it is enough. */
static void
test_backlog_is_bounded (void)
{
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = NULL;
  guint n = 0;

  g_ptr_array_add (owner->answers, g_strdup ("sender * later"));
  drive = start (&config, owner);
  g_assert_true (sim_session_wants_input (drive->session));
  say (drive, "EHLO a.example\r\nMAIL FROM:<anna@a.example>\r\n");
  g_assert_true (sim_session_wants_input (drive->session));
  while (sim_session_wants_input (drive->session))
    {
      say (drive, "NOOP\r\n");
      n++;
    }
  g_assert_cmpuint (n, ==, (SIM_SESSION_BACKLOG + 5) / 6);
  answer (drive, 250, "ok");
  g_assert_true (sim_session_wants_input (drive->session));
  for (const char *p = strstr (drive->sent->str, "250 Ok\r\n"); p != NULL; p = strstr (p + 1, "250 Ok\r\n"))
    n--;
  g_assert_cmpuint (n, ==, 0);
  say (drive, "QUIT\r\n");
  g_assert_false (sim_session_wants_input (drive->session));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/server/input-waits-for-an-answer", test_input_waits_for_an_answer);
  g_test_add_func ("/smtp/server/line-must-come-in-time", test_line_must_come_in_time);
  g_test_add_func ("/smtp/server/owner-sees-the-envelope", test_owner_sees_the_envelope);
  g_test_add_func ("/smtp/server/user-is-known-after-login", test_user_is_known_after_login);
  g_test_add_func ("/smtp/server/half-closed-client-is-answered", test_half_closed_client_is_answered);
  g_test_add_func ("/smtp/server/lmtp-421-ends-all", test_lmtp_421_ends_all);
  g_test_add_func ("/smtp/server/hundred-recipients-then-452", test_hundred_recipients);
  g_test_add_func ("/smtp/server/a-reply-is-one-send", test_a_reply_is_one_send);
  g_test_add_func ("/smtp/server/any-chunking-gives-the-same", test_any_chunking);
  g_test_add_func ("/smtp/rules/machines-are-registered", test_machine_is_registered);
  g_test_add_func ("/smtp/server/backlog-is-bounded", test_backlog_is_bounded);
  return g_test_run ();
}
