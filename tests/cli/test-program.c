/* The program from outside: what it prints, and its exit status.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/wait.h>

typedef struct
{
  int   status;
  char *out;
  char *err;
} Result;

static void
result_clear (Result *self)
{
  g_free (self->out);
  g_free (self->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

static const char *
program (void)
{
  const char *path = g_getenv ("EHLO_PROGRAM");

  g_assert_nonnull (path);
  return path;
}

/* @settings: "LANGUAGE=el" and such, or NULL; the arguments end with NULL. */
static Result
run_in (const char *folder, const char *settings, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  Result result = { -1, NULL, NULL };
  va_list args;
  const char *arg;

  environment = g_environ_unsetenv (environment, "DISPLAY");
  environment = g_environ_unsetenv (environment, "WAYLAND_DISPLAY");
  if (settings != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (settings, " ", -1);

      for (guint i = 0; parts[i] != NULL; i++)
        {
          g_auto (GStrv) pair = g_strsplit (parts[i], "=", 2);

          environment = g_environ_setenv (environment, pair[0], pair[1], TRUE);
        }
    }
  g_ptr_array_add (argv, (char *) program ());
  va_start (args, settings);
  while ((arg = va_arg (args, const char *)) != NULL)
    g_ptr_array_add (argv, (char *) arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (folder, (char **) argv->pdata, environment, G_SPAWN_DEFAULT, NULL, NULL, &result.out, &result.err,
                &result.status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (result.status));
  result.status = WEXITSTATUS (result.status);
  return result;
}

#define run(...) run_in (NULL, NULL, __VA_ARGS__, NULL)

static char *
golden (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static char *
temporary (const char *contents)
{
  g_autoptr (GError) error = NULL;
  char *path;
  int fd = g_file_open_tmp ("ehlo-XXXXXX.scenario", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_list (void)
{
  g_auto (Result) plain = run ("list");
  g_auto (Result) json = run ("list", "--json");
  g_auto (GStrv) lines = g_strsplit (plain.out, "\n", -1);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (plain.status, ==, 0);
  g_assert_cmpstr (plain.err, ==, "");
  g_assert_true (g_str_has_prefix (lines[0], "first-letter\tThe first letter\tSMTP"));
  g_assert_true (g_str_has_prefix (lines[1], "smtp-by-hand\t"));
  g_assert_true (g_str_has_prefix (lines[2], "ehlo\t"));
  g_assert_cmpint (json.status, ==, 0);
  json_parser_load_from_data (parser, json.out, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (json_parser_get_root (parser))), ==,
                    g_strv_length (lines) - 1);
}

static void
test_transcript (void)
{
  static const char * const lessons[] = { "first-letter", "smtp-by-hand", "ehlo", "many-recipients", "unknown-user" };

  for (guint i = 0; i < G_N_ELEMENTS (lessons); i++)
    {
      g_auto (Result) result = run ("run", lessons[i], "--format", "transcript");
      g_autofree char *name = g_strconcat (lessons[i], ".transcript", NULL);
      g_autofree char *expected = golden (name);

      g_assert_cmpint (result.status, ==, 0);
      g_assert_cmpstr (result.err, ==, "");
      g_assert_cmpstr (result.out, ==, expected);
    }
}

/* Machine formats: the same bytes in any language, time zone and folder. */
static void
test_same_everywhere (void)
{
  static const char * const formats[] = { "transcript", "json", "trace" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_auto (Result) english = run_in (NULL, "LC_ALL=C", "run", "ehlo", "--format", formats[i], NULL);
      g_auto (Result) greek = run_in ("/", "LC_ALL=C.UTF-8 LANGUAGE=el TZ=Asia/Tokyo", "run", "ehlo", "--format",
                                      formats[i], NULL);
      g_auto (Result) russian = run_in ("/tmp", "LC_ALL=C.UTF-8 LANGUAGE=ru TZ=America/Lima", "run", "ehlo", "--format",
                                        formats[i], NULL);

      g_assert_cmpint (english.status, ==, 0);
      g_assert_cmpuint (strlen (english.out), >, 8);
      g_assert_cmpstr (greek.out, ==, english.out);
      g_assert_cmpstr (russian.out, ==, english.out);
    }
}

static void
test_json (void)
{
  g_auto (Result) app = run ("run", "first-letter", "--format", "json");
  g_auto (Result) tcp = run ("run", "first-letter", "--format", "json", "--layer", "tcp");
  g_auto (Result) open = run ("run", "first-letter", "--format", "json", "--layer", "tcp", "--secrets");
  g_auto (GStrv) lines = g_strsplit (tcp.out, "\n", -1);
  guint n = 0;

  for (; lines[n] != NULL && *lines[n] != '\0'; n++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GError) error = NULL;
      JsonObject *object;

      json_parser_load_from_data (parser, lines[n], -1, &error);
      g_assert_no_error (error);
      object = json_node_get_object (json_parser_get_root (parser));
      g_assert_cmpint (json_object_get_int_member (object, "n"), ==, n);      /* every entry, in order */
      g_assert_true (json_object_has_member (object, "time"));
      g_assert_true (json_object_has_member (object, "kind"));
      g_assert_cmpint (json_object_get_int_member (object, "cause"), <=, n);
      g_assert_true (json_object_has_member (object, "actor"));
      g_assert_true (json_object_has_member (object, "conn"));
    }
  g_assert_cmpuint (n, >, 200);
  g_assert_null (strstr (app.out, "\"segment\""));
  g_assert_nonnull (strstr (app.out, "AUTH PLAIN ********"));
  g_assert_nonnull (strstr (open.out, "AUTH PLAIN AGFubmFAc2Nob29sLmV4YW1wbGUA"));
  g_assert_null (strstr (tcp.out, "AUTH PLAIN AGFubmFA"));
}

static void
test_seed_and_until (void)
{
  g_auto (Result) one = run ("run", "first-letter", "--format", "json", "--layer", "tcp");
  g_auto (Result) two = run ("run", "first-letter", "--format", "json", "--layer", "tcp", "--seed", "4711");
  g_auto (Result) start = run ("run", "first-letter", "--format", "transcript", "--until", "0");
  g_auto (Result) day = run ("run", "first-letter", "--format", "transcript", "--until", "1d");
  g_autofree char *whole = golden ("first-letter.transcript");

  g_assert_cmpstr (one.out, !=, two.out);                       /* other initial sequence numbers */
  g_assert_cmpuint (strlen (start.out), <, 100);
  g_assert_cmpstr (day.out, ==, whole);
}

static void
test_output_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "letter.trace", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "folder", NULL);
  g_auto (Result) saved = run ("run", "first-letter", "--format", "trace", "-o", path);
  g_auto (Result) loaded = run ("run", path, "--format", "transcript");
  g_auto (Result) failed = run ("run", "first-letter", "-o", nowhere);
  g_autofree char *expected = golden ("first-letter.transcript");

  g_assert_cmpint (saved.status, ==, 0);
  g_assert_cmpstr (saved.out, ==, "");
  g_assert_cmpint (loaded.status, ==, 0);
  g_assert_cmpstr (loaded.out, ==, expected);
  g_assert_cmpint (failed.status, ==, 1);
  g_assert_cmpstr (failed.err, !=, "");
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_text (void)
{
  g_auto (Result) english = run ("run", "unknown-user");
  g_auto (Result) greek = run_in (NULL, "LC_ALL=C.UTF-8 LANGUAGE=el", "run", "unknown-user", NULL);

  g_assert_cmpint (english.status, ==, 0);
  g_assert_nonnull (strstr (english.out, "S: 550 5.1.1"));
  g_assert_nonnull (strstr (greek.out, "S: 550 5.1.1"));
  g_assert_cmpstr (greek.out, !=, english.out);
}

static void
test_step (void)
{
  g_auto (Result) result = run ("run", "first-letter", "--step");

  g_assert_cmpint (result.status, ==, 0);
  g_assert_nonnull (strstr (result.out, "S: 354"));
}

static void
test_check (void)
{
  g_autofree char *faulty = temporary ("[Scenario]\nTitle=Two faults\nSeed=many\n\n[Host a.example]\nRoles=mua;mtaa\n");
  g_auto (Result) result = run ("check", faulty);
  g_autofree char *third = g_strdup_printf ("%s:3: ", faulty);
  g_autofree char *sixth = g_strdup_printf ("%s:6: ", faulty);

  g_assert_cmpint (result.status, ==, 1);
  g_assert_nonnull (strstr (result.out, third));
  g_assert_nonnull (strstr (result.out, sixth));
  g_assert_nonnull (strstr (result.out, "'mta'"));
  g_unlink (faulty);
}

static void
test_shipped_lessons_have_no_faults (void)
{
  static const char * const lessons[] = { "first-letter", "smtp-by-hand", "ehlo", "many-recipients", "unknown-user" };

  for (guint i = 0; i < G_N_ELEMENTS (lessons); i++)
    {
      g_autofree char *name = g_strconcat (lessons[i], ".scenario", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "scenarios", name, NULL);
      g_auto (Result) checked = run ("check", path);
      g_auto (Result) played = run ("run", path, "--format", "transcript");
      g_autofree char *golden_name = g_strconcat (lessons[i], ".transcript", NULL);
      g_autofree char *expected = golden (golden_name);

      g_assert_cmpint (checked.status, ==, 0);
      g_assert_cmpstr (checked.out, ==, "");
      g_assert_cmpstr (played.out, ==, expected);
    }
}

static void
test_explain (void)
{
  static const struct { const char *words[3]; const char *says; } rows[] =
  {
    { { "452" }, "Insufficient system storage" },
    { { "SMTP", "4.2.2" }, "4.2.2" },
    { { "POP3", "IN-USE" }, "IN-USE" },
    { { "pop3", "[in-use]" }, "IN-USE" },
    { { "IMAP", "TRYCREATE" }, "TRYCREATE" },
    { { "POP3", "ERR" }, "-ERR" },
    { { "POP3", "OK" }, "+OK" },
    { { "--", "-ERR" }, "-ERR" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Result) result = run ("explain", rows[i].words[0], rows[i].words[1]);

      g_assert_cmpint (result.status, ==, 0);
      if (strstr (result.out, rows[i].says) == NULL)
        g_error ("explain %s: %s", rows[i].words[0], result.out);
    }
}

static void
test_exit_status (void)
{
  static const struct { const char *words[4]; int status; } rows[] =
  {
    { { "--help" }, 0 }, { { "--version" }, 0 }, { { "run", "--help" }, 0 }, { { "list", "--help" }, 0 },
    { { "frobnicate" }, 2 }, { { "--frobnicate" }, 2 }, { { "run" }, 2 }, { { "check" }, 2 }, { { "explain" }, 2 },
    { { "run", "first-letter", "--format=morse" }, 2 }, { { "run", "first-letter", "--layer=ether" }, 2 },
    { { "run", "first-letter", "--until=soon" }, 2 }, { { "run", "first-letter", "--seed=-1" }, 2 },
    { { "run", "first-letter", "ehlo" }, 2 }, { { "list", "--frob" }, 2 },
    { { "run", "first-lettre" }, 1 }, { { "run", "/no/such.scenario" }, 1 }, { { "check", "/no/such.scenario" }, 1 },
    { { "explain", "999" }, 1 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Result) result = run (rows[i].words[0], rows[i].words[1], rows[i].words[2], rows[i].words[3]);

      if (result.status != rows[i].status)
        g_error ("%s %s: %d instead of %d", rows[i].words[0], rows[i].words[1], result.status, rows[i].status);
      if (rows[i].status != 0)
        {
          g_assert_cmpstr (result.out, ==, "");
          g_assert_cmpstr (result.err, !=, "");
        }
    }
}

static void
test_suggestion (void)
{
  g_auto (Result) result = run ("run", "first-lettre");

  g_assert_nonnull (strstr (result.err, "first-letter"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/program/list", test_list);
  g_test_add_func ("/program/run/transcript", test_transcript);
  g_test_add_func ("/program/run/same-bytes-everywhere", test_same_everywhere);
  g_test_add_func ("/program/run/json", test_json);
  g_test_add_func ("/program/run/seed-and-until", test_seed_and_until);
  g_test_add_func ("/program/run/output-file-and-saved-trace", test_output_file);
  g_test_add_func ("/program/run/text-speaks-the-language", test_text);
  g_test_add_func ("/program/run/step-without-terminal", test_step);
  g_test_add_func ("/program/check/names-file-and-line", test_check);
  g_test_add_func ("/program/check/shipped-lessons", test_shipped_lessons_have_no_faults);
  g_test_add_func ("/program/explain/all-spellings", test_explain);
  g_test_add_func ("/program/exit-status", test_exit_status);
  g_test_add_func ("/program/run/suggests-the-nearest", test_suggestion);
  return g_test_run ();
}
