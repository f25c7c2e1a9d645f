/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/lib/drive.h"

#include "sim/proto/smtp/typist.h"

#include <string.h>

static void
reply (SimDrive *drive, const char *text)
{
  sim_drive_feed (drive, text, strlen (text));
}

static void
test_waits_for_each_reply (void)
{
  static const char * const lines[] = { "HELO a", "DATA", "one", "..two", ".", "QUIT", NULL };
  g_autoptr(SimDrive) drive = sim_drive_new (smtp_typist_new (lines), NULL, NULL, NULL);

  sim_drive_open (drive);
  g_assert_cmpstr (drive->sent->str, ==, "");
  reply (drive, "220 rea");
  g_assert_cmpstr (drive->sent->str, ==, "");
  reply (drive, "dy\r\n");
  g_assert_cmpstr (drive->sent->str, ==, "HELO a\r\n");
  reply (drive, "250-a\r\n");
  g_assert_cmpstr (drive->sent->str, ==, "HELO a\r\n");
  reply (drive, "250 b\r\n");
  g_assert_true (g_str_has_suffix (drive->sent->str, "DATA\r\n"));
  reply (drive, "354 go\r\n");
  g_assert_true (g_str_has_suffix (drive->sent->str, "one\r\n..two\r\n.\r\n"));
  reply (drive, "250 ok\r\n");
  g_assert_true (g_str_has_suffix (drive->sent->str, "QUIT\r\n"));
  g_assert_false (drive->closed);
  reply (drive, "221 bye\r\n");
  g_assert_true (drive->closed);
}

static void
test_closes_after_the_last_reply (void)
{
  static const char * const lines[] = { "NOOP", NULL };
  g_autoptr(SimDrive) drive = sim_drive_new (smtp_typist_new (lines), NULL, NULL, NULL);

  sim_drive_open (drive);
  reply (drive, "220 ready\r\n");
  g_assert_false (drive->closed);
  reply (drive, "250 ok\r\n");
  g_assert_true (drive->closed);
}

static void
test_goes_when_the_server_goes (void)
{
  static const char * const lines[] = { "NOOP", "NOOP", NULL };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(SimDrive) drive = sim_drive_new (smtp_typist_new (lines), NULL, NULL, NULL);

      sim_drive_open (drive);
      if (i == 0)
        sim_drive_eof (drive);
      else
        reply (drive, "421 no\r\n");
      g_assert_true (drive->closed);
      g_assert_cmpstr (drive->sent->str, ==, "");
    }
}

static void
test_passwords_are_secret (void)
{
  static const char * const lines[] = { "AUTH PLAIN", "AGEAYg==", "NOOP", NULL };
  g_autoptr(SimDrive) drive = sim_drive_new (smtp_typist_new (lines), NULL, NULL, NULL);

  sim_drive_open (drive);
  reply (drive, "220 a\r\n334 \r\n235 ok\r\n");
  g_assert_cmpuint (drive->flags->len, ==, 3);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 0), ==, SIM_OUTPUT_SECRET);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 1), ==, SIM_OUTPUT_SECRET);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 2), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/typist/waits-for-each-reply", test_waits_for_each_reply);
  g_test_add_func ("/smtp/typist/closes-after-the-last-reply", test_closes_after_the_last_reply);
  g_test_add_func ("/smtp/typist/goes-when-the-server-goes", test_goes_when_the_server_goes);
  g_test_add_func ("/smtp/typist/passwords-are-secret", test_passwords_are_secret);
  return g_test_run ();
}
