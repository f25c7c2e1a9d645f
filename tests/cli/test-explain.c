/* test-explain.c - ehlo explain: what it writes and how it ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"
#include "sim/core/locale.h"

#include <string.h>

/* @begins is what the stream that is not empty begins with. */
static const struct { const char *words[4]; int status; const char *begins; } rows[] = {
  { { "452" }, 0, "SMTP 452  Insufficient system storage\n" },
  { { "SMTP", "4.2.2" }, 0, "SMTP 4.2.2  Mailbox full\n" },
  { { "pop3", "[in-use]" }, 0, "POP3 IN-USE  Mailbox in use\n" },
  { { "POP3 IN-USE" }, 0, "POP3 IN-USE  Mailbox in use\n" },
  { { "IMAP", "TRYCREATE" }, 0, "IMAP TRYCREATE  " },
  { { "POP3", "ERR" }, 0, "POP3 -ERR  " },
  { { "POP3", "OK" }, 0, "POP3 +OK  " },
  { { "--", "-ERR" }, 0, "POP3 -ERR  " },
  { { "-err" }, 0, "POP3 -ERR  " },
  { { "POP3", "--", "-ERR" }, 0, "POP3 -ERR  " },
  { { "+OK" }, 0, "POP3 +OK  " },
  { { "--help" }, 0, "Usage: ehlo explain CODE...\n" },
  { { "452", "-h" }, 0, "Usage: ehlo explain CODE...\n" },
  { { "453" }, 1, "ehlo: There is no explanation of “453”. Did you mean “450”?\n" },
  { { "--", "--help" }, 1, "ehlo: There is no explanation of “--help”.\n" },
  { { "\xff" }, 1, "ehlo: There is no explanation of " },
  { { "IMAP" }, 1, "ehlo: There is no explanation of “IMAP”." },
  { { NULL }, 2, "ehlo: which code? " },
  { { "--" }, 2, "ehlo: which code? " },
  { { "", " " }, 2, "ehlo: which code? " },
  { { "--codes", "452" }, 2, "ehlo: there is no option '--codes'\nTry 'ehlo explain --help'.\n" },
};

static const char *self;

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *argv[] = { self, "--as", "explain", rows[i].words[0], rows[i].words[1], rows[i].words[2], NULL };
      g_autoptr (GError) error = NULL;
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;
      int wait_status;

      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &wait_status, &error);
      g_assert_no_error (error);
      if (rows[i].status == 0)
        g_spawn_check_wait_status (wait_status, &error);
      else
        g_assert_false (g_spawn_check_wait_status (wait_status, &error));
      g_assert_cmpint (error != NULL ? error->code : 0, ==, rows[i].status);
      g_assert_cmpstr (rows[i].status == 0 ? err : out, ==, "");
      if (!g_str_has_prefix (rows[i].status == 0 ? out : err, rows[i].begins))
        g_error ("%s %s: %s%s", rows[i].words[0], rows[i].words[1], out, err);
    }
}

int
main (int argc, char **argv)
{
  /* The subcommand itself, with its own exit status. */
  if (argc > 2 && strcmp (argv[1], "--as") == 0)
    {
      ehlo_locale_init (NULL);
      g_set_prgname ("ehlo");
      return ehlo_cli_explain (argc - 2, argv + 2);
    }
  self = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/explain/what-it-writes-and-how-it-ends", test_rows);
  return g_test_run ();
}
