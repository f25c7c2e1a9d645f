/* test-serve.c - ehlo serve and ehlo send from outside: what they say, and how they end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define LAST NULL

static const char *
program (void)
{
  const char *path = g_getenv ("EHLO_PROGRAM");

  g_assert_nonnull (path);
  return path;
}

/* ---- a server that runs ---- */

typedef struct
{
  GSubprocess      *process;
  GDataInputStream *out;
  char             *ready;
} Served;

/* The options end with NULL. */
static Served *
serve (const char *option, ...)
{
  Served *self = g_new0 (Served, 1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  va_list args;

  g_ptr_array_add (argv, (char *) program ());
  g_ptr_array_add (argv, (char *) "serve");
  va_start (args, option);
  for (; option != NULL; option = va_arg (args, const char *))
    g_ptr_array_add (argv, (char *) option);
  va_end (args);
  g_ptr_array_add (argv, NULL);
  self->process = g_subprocess_newv ((const char * const *) argv->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->ready = g_data_input_stream_read_line (self->out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->ready);
  g_assert_true (g_str_has_prefix (self->ready, "ready "));
  return self;
}

static guint16
port_of (Served *self, const char *service)
{
  g_autofree char *key = g_strdup_printf (" %s=", service);
  const char *found = strstr (self->ready, key);

  return found != NULL ? (guint16) g_ascii_strtoull (found + strlen (key), NULL, 10) : 0;
}

/* Waits for the end; the rest of its output, if it is asked for. */
static int
end (Served *self, int signal_number, char **rest)
{
  g_autoptr (GOutputStream) all = g_memory_output_stream_new_resizable ();
  int status;

  if (signal_number != 0)
    g_subprocess_send_signal (self->process, signal_number);
  g_output_stream_splice (all, G_INPUT_STREAM (self->out), G_OUTPUT_STREAM_SPLICE_NONE, NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  status = g_subprocess_get_exit_status (self->process);
  g_output_stream_write_all (all, "", 1, NULL, NULL, NULL);
  if (rest != NULL)
    *rest = g_strdup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (all)));
  g_object_unref (self->out);
  g_object_unref (self->process);
  g_free (self->ready);
  g_free (self);
  return status;
}

/* Says @text, and QUIT, to the port; everything that comes back. */
static char *
talk (guint16 port, const char *text)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);
  g_autofree char *whole = g_strconcat (text, "QUIT\r\n", NULL);
  GString *all = g_string_new (NULL);
  GInputStream *in;
  char buffer[1024];
  gssize n;

  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), whole, strlen (whole), NULL, NULL, &error);
  g_assert_no_error (error);
  in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  while ((n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (all, buffer, n);
  return g_string_free (all, FALSE);
}

/* The codes of the replies, the greeting's and QUIT's not among them: "250 550". */
static char *
codes (guint16 port, const char *text)
{
  g_autofree char *said = talk (port, text);
  g_auto (GStrv) lines = g_strsplit (said, "\r\n", -1);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 1; lines[i] != NULL && lines[i + 1] != NULL; i++)
    if (strlen (lines[i]) > 3 && lines[i][3] == ' ' && !g_str_has_prefix (lines[i], "221"))
      g_string_append_printf (all, "%s%.3s", all->len > 0 ? " " : "", lines[i]);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

#define assert_codes(port, text, expected) G_STMT_START { \
    g_autofree char *got_ = codes (port, text); \
    g_assert_cmpstr (got_, ==, expected); \
  } G_STMT_END

#define LETTER "DATA\r\nSubject: hello\r\n\r\nHello\r\n.\r\n"
#define PLAIN  "AUTH PLAIN AGFubmEAc2VjcmV0\r\n"         /* anna, secret */

/* ---- tests ---- */

/* A lesson's server has what lies in its mailboxes, and what it offers. */
static void
test_lesson_mailboxes (void)
{
  Served *self = serve ("imap-folders", "--quiet", "--pop3", "0", LAST);
  g_autofree char *said = talk (port_of (self, "pop3"), "USER maria\r\nPASS blue-door-7\r\n");

  g_assert_nonnull (strstr (said, "+OK Maildrop has 3 messages"));
  g_assert_cmpint (end (self, SIGTERM, NULL), ==, 0);
}

static void
test_ready (void)
{
  Served *self = serve ("--quiet", "--smtp", "0", "--submission", "0", "--lmtp", "0", LAST);
  g_autofree char *expected = g_strdup_printf ("ready smtp=%u submission=%u lmtp=%u", port_of (self, "smtp"),
                                               port_of (self, "submission"), port_of (self, "lmtp"));
  g_autofree char *rest = NULL;

  g_assert_cmpstr (self->ready, ==, expected);
  g_free (talk (port_of (self, "smtp"), ""));
  g_assert_cmpint (end (self, SIGTERM, &rest), ==, 0);
  g_assert_cmpstr (rest, ==, "");
  self = serve ("--quiet", "--imap", "0", "--pop3", "0", LAST);
  g_free (expected);
  expected = g_strdup_printf ("ready pop3=%u imap=%u", port_of (self, "pop3"), port_of (self, "imap"));
  g_assert_cmpstr (self->ready, ==, expected);
  g_assert_cmpint (end (self, SIGTERM, NULL), ==, 0);
  self = serve ("--quiet", "--lmtp", "0", LAST);
  g_assert_cmpuint (port_of (self, "smtp"), ==, 0);
  g_assert_cmpint (end (self, SIGINT, NULL), ==, 0);
}

static void
test_who_gets_mail (void)
{
  Served *self = serve ("--quiet", "--smtp", "0", "--submission", "0", "--user", "anna:secret", "--user", "ivan:x", LAST);
  guint16 smtp = port_of (self, "smtp"), submission = port_of (self, "submission");

  assert_codes (smtp, "EHLO a\r\nMAIL FROM:<x@far.example>\r\nRCPT TO:<anna@mail.example>\r\nRCPT TO:<nobody@mail.example>\r\n"
                "RCPT TO:<x@far.example>\r\nRCPT TO:<postmaster>\r\nRCPT TO:<Postmaster@mail.example>\r\n" LETTER,
                "250 250 250 550 550 250 250 354 250");
  assert_codes (submission, "EHLO a\r\nMAIL FROM:<x@far.example>\r\nRCPT TO:<anna@mail.example>\r\n", "250 530 503");
  assert_codes (submission, "EHLO a\r\nAUTH PLAIN AGFubmEAd3Jvbmc=\r\n" PLAIN "MAIL FROM:<x@far.example>\r\n"
                "RCPT TO:<x@far.example>\r\nRCPT TO:<ivan@mail.example>\r\n" LETTER, "250 535 235 250 550 250 354 250");
  g_assert_cmpint (end (self, SIGTERM, NULL), ==, 0);
}

static void
test_limits (void)
{
  Served *self = serve ("--quiet", "--smtp", "0", "--submission", "0", "--user", "anna:secret", "--quota", "1000",
                        "--require-tls", "--domain", "a.example", LAST);

  assert_codes (port_of (self, "smtp"), "EHLO a\r\nMAIL FROM:<x@far.example> SIZE=99999999\r\n", "250 552");
  assert_codes (port_of (self, "smtp"), "EHLO a\r\nMAIL FROM:<x@far.example> SIZE=2000\r\nRCPT TO:<anna@a.example>\r\n", "250 250 452");
  assert_codes (port_of (self, "submission"), "EHLO a\r\n" PLAIN "MAIL FROM:<x@far.example>\r\n", "250 538 530");
  g_assert_cmpint (end (self, SIGTERM, NULL), ==, 0);
}

/* What was said is shown, but passwords are not; and the record says the same. */
static void
test_once_and_record (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "served.trace", NULL);
  Served *self = serve ("--submission", "0", "--user", "anna:secret", "--once", "--record", path, LAST);
  const char *argv[] = { program (), "run", path, "--format", "transcript", NULL };
  g_autofree char *shown = NULL;
  g_autofree char *recorded = NULL;
  g_autoptr (GError) error = NULL;

  g_free (talk (port_of (self, "submission"), "EHLO a\r\n" PLAIN "MAIL FROM:<>\r\nRCPT TO:<anna@mail.example>\r\n" LETTER));
  g_assert_cmpint (end (self, 0, &shown), ==, 0);
  g_assert_nonnull (strstr (shown, "#1 C: MAIL FROM:<>\n#1 S: 250 "));
  g_assert_nonnull (strstr (shown, "#1 C: AUTH PLAIN ********\n"));
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &recorded, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (recorded, "# 1 client -> mail.example:"));
  g_assert_nonnull (strstr (recorded, "\nC: AUTH PLAIN ********\nS: 235 "));
  g_assert_nonnull (strstr (recorded, "\nC: Subject: hello\nC: \nC: Hello\nC: .\nS: 250 "));
  g_unlink (path);
  g_rmdir (folder);
}

/* Each service is the first host that offers it, or the one that is named. */
static void
test_lesson (void)
{
  Served *self = serve ("--quiet", "first-letter", "--smtp", "0", "--submission", "0", "--lmtp", "0", LAST);
  g_autofree char *smtp = talk (port_of (self, "smtp"), "");
  g_autofree char *lmtp = talk (port_of (self, "lmtp"), "");

  g_assert_true (g_str_has_prefix (smtp, "220 mail.school.example "));
  g_assert_true (g_str_has_prefix (lmtp, "220 store.univ.example LMTP"));
  assert_codes (port_of (self, "lmtp"), "LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<ivan@univ.example>\r\nRCPT TO:<anna@school.example>\r\n"
                LETTER, "250 250 250 550 354 250");
  assert_codes (port_of (self, "smtp"), "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<anna@school.example>\r\nRCPT TO:<ivan@univ.example>\r\n",
                "250 250 250 550");
  g_assert_cmpint (end (self, SIGTERM, NULL), ==, 0);
  self = serve ("--quiet", "first-letter", "--host", "mx.univ.example", "--smtp", "0", LAST);
  assert_codes (port_of (self, "smtp"), "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<anna@school.example>\r\nRCPT TO:<ivan@univ.example>\r\n"
                LETTER, "250 250 550 250 354 250");
  g_assert_cmpint (end (self, SIGTERM, NULL), ==, 0);
}

/* Nobody reads what is shown, and the server goes on all the same. */
static void
test_nobody_reads (void)
{
  Served *self = serve ("--smtp", "0", LAST);
  g_autoptr (GString) many = g_string_new (NULL);

  for (guint i = 0; i < 30000; i++)
    g_string_append (many, "NOOP\r\n");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *said = talk (port_of (self, "smtp"), many->str);

      g_assert_cmpuint (strlen (said), >, 30000 * strlen ("250 Ok\r\n"));
    }
  g_assert_cmpint (end (self, SIGTERM, NULL), ==, 0);
}

static void
test_port_is_taken (void)
{
  Served *self = serve ("--quiet", "--smtp", "0", LAST);
  g_autofree char *port = g_strdup_printf ("%u", port_of (self, "smtp"));
  const char *argv[] = { program (), "serve", "--smtp", port, NULL };
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status, NULL);
  g_assert_cmpint (WEXITSTATUS (status), ==, 1);
  g_assert_cmpstr (out, ==, "");
  g_assert_true (g_str_has_prefix (err, "ehlo: smtp: "));
  g_assert_cmpint (end (self, SIGTERM, NULL), ==, 0);
}

static const struct { const char *line; int status; const char *begins; } rows[] = {
  { "serve --help", 0, "Usage: ehlo serve [LESSON|FILE]\n" },
  { "serve --smtp 70000", 2, "ehlo: '70000' is no port" },
  { "serve --smtp x", 2, "ehlo: 'x' is no port" },
  { "serve --listen nowhere", 2, "ehlo: 'nowhere' is no address" },
  { "serve --user anna", 2, "ehlo: --user wants NAME:PASSWORD\n" },
  { "serve --user anna:", 2, "ehlo: --user wants NAME:PASSWORD\n" },
  { "serve --user a@b@c:x", 2, "ehlo: 'a@b@c' cannot be a user's name" },
  { "serve --user anna:x --user anna:y", 2, "ehlo: 'anna' cannot be a user's name" },
  { "serve --domain -", 2, "ehlo: '-' is no domain\n" },
  { "serve --quota 0", 2, "ehlo: '0' is no quota" },
  { "serve --imaps 0", 2, "ehlo: --imaps is not there yet" },
  { "serve --cert x", 2, "ehlo: --cert is not there yet" },
  { "serve --host a", 2, "ehlo: --host names a host of a lesson" },
  { "serve one two", 2, "ehlo: one lesson at a time" },
  { "serve first-leter", 1, "ehlo: " },
  { "serve none.scenario", 1, "ehlo: none.scenario: there is no such file\n" },
  { "serve first-letter --host none.example", 1, "ehlo: the lesson has no host named 'none.example'\n" },
  { "send --help", 0, "Usage: ehlo send FILE.eml\n" },
  { "send", 2, "ehlo: which letter?" },
  { "send a.eml", 2, "ehlo: which server?" },
  { "send --server here a.eml", 2, "ehlo: 'here' is no HOST:PORT\n" },
  { "send --server 127.0.0.1:1 --tls starttls --from a@b.example --to c@d.example a.eml", 2, "ehlo: this version works without TLS only: --tls none" },
  { "fetch --help", 0, "Usage: ehlo fetch\n" },
  { "fetch", 2, "ehlo: which server?" },
  { "fetch --server 127.0.0.1:1 --tls implicit", 2, "ehlo: this version works without TLS only: --tls none" },
  { "fetch --server 127.0.0.1:1", 2, "ehlo: by which protocol?" },
  { "fetch --server 127.0.0.1:1 --proto imap", 2, "ehlo: whose letters?" },
  { "fetch --server 127.0.0.1:1 --proto imap --auth a:b", 2, "ehlo: where to? -o FOLDER" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = g_strconcat (program (), " ", rows[i].line, NULL);
      g_auto (GStrv) argv = g_strsplit (line, " ", -1);
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;
      int status;

      g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status, NULL);
      if (WEXITSTATUS (status) != rows[i].status || !g_str_has_prefix (rows[i].status == 0 ? out : err, rows[i].begins))
        g_error ("%s: %d: %s%s", rows[i].line, WEXITSTATUS (status), out, err);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/serve/says-what-is-ready", test_ready);
  g_test_add_func ("/cli/serve/lesson-mailboxes", test_lesson_mailboxes);
  g_test_add_func ("/cli/serve/takes-mail-for-its-users-only", test_who_gets_mail);
  g_test_add_func ("/cli/serve/limits-are-kept", test_limits);
  g_test_add_func ("/cli/serve/once-and-record", test_once_and_record);
  g_test_add_func ("/cli/serve/lesson", test_lesson);
  g_test_add_func ("/cli/serve/goes-on-if-nobody-reads", test_nobody_reads);
  g_test_add_func ("/cli/serve/taken-port-is-an-error", test_port_is_taken);
  g_test_add_func ("/cli/serve/messages-and-exit-codes", test_rows);
  return g_test_run ();
}
