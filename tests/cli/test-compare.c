/* test-compare.c - ehlo compare from outside: its figures, formats and exit status
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
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

/* @words: behind "compare", ended by NULL. */
static Result
run (const char *language, const char *const *words)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_auto (GStrv) environment = g_environ_setenv (g_environ_unsetenv (g_get_environ (), "DISPLAY"), "LANGUAGE", language, TRUE);
  g_autoptr (GError) error = NULL;
  Result result = { -1, NULL, NULL };
  int status;

  g_ptr_array_add (argv, (char *) g_getenv ("EHLO_PROGRAM"));
  g_ptr_array_add (argv, (char *) "compare");
  for (; *words != NULL; words++)
    g_ptr_array_add (argv, (char *) *words);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, environment, G_SPAWN_DEFAULT, NULL, NULL, &result.out, &result.err, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  result.status = WEXITSTATUS (status);
  return result;
}

#define RUN(language, ...) run (language, (const char *const []) { __VA_ARGS__, NULL })

static gint64
number (JsonParser *parser, const char *run_name, const char *key)
{
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));

  return json_object_get_int_member (json_object_get_object_member (root, run_name), key);
}

/* As the lesson on pipelining counts them: nine round trips and five, and in both a look-up before and QUIT after. */
static void
test_figures (void)
{
  g_auto (Result) result = RUN ("", "pipelining", "--format", "json"), other = RUN ("el", "pipelining:without", "pipelining:with", "--format", "json");
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_cmpint (result.status, ==, 0);
  g_assert_true (json_parser_load_from_data (parser, result.out, -1, NULL));
  g_assert_cmpint (number (parser, "a", "round-trips"), ==, 9 + 2);
  g_assert_cmpint (number (parser, "b", "round-trips"), ==, 5 + 2);
  /* Look-up, EHLO, MAIL, RCPT three times, DATA, QUIT. */
  g_assert_cmpint (number (parser, "a", "server-work"), ==, 8);
  g_assert_cmpint (number (parser, "b", "server-work"), ==, 8);
  g_assert_cmpint (number (parser, "a", "sent"), ==, number (parser, "b", "sent"));
  /* 250-PIPELINING and its CR LF. */
  g_assert_cmpint (number (parser, "b", "received") - number (parser, "a", "received"), ==, 16);
  /* Four round trips over a satellite. */
  g_assert_cmpint ((number (parser, "a", "time") - number (parser, "b", "time")) / 1000000, >=, 4 * 540);
  g_assert_cmpint ((number (parser, "a", "time") - number (parser, "b", "time")) / 1000000, <, 4 * 540 + 100);
  /* Keys and numbers, whatever the language. */
  g_assert_cmpstr (result.out, ==, other.out);
}

static void
test_formats (void)
{
  g_auto (Result) text = RUN ("", "ehlo"), greek = RUN ("el", "ehlo"), svg = RUN ("", "ehlo", "--format", "svg");
  g_auto (Result) again = RUN ("", "ehlo", "--format", "svg"), pdf = RUN ("", "ehlo", "--format", "pdf");

  g_assert_true (strstr (text.out, "\nRound trips ") != NULL);
  g_assert_cmpstr (text.out, !=, greek.out);
  g_assert_true (g_str_has_prefix (svg.out, "<?xml"));
  g_assert_true (strstr (svg.out, ">500 Command not recognized</text>") != NULL);
  g_assert_cmpstr (svg.out, ==, again.out);
  g_assert_true (g_str_has_prefix (pdf.out, "%PDF-"));
}

static void
test_any_two (void)
{
  g_auto (Result) same = RUN ("", "first-letter", "first-letter", "--format", "json");
  g_auto (Result) two = RUN ("", "first-letter", "many-recipients", "--format", "json"), seeded = RUN ("", "ehlo", "--seed", "7", "--format", "json");
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_cmpint (same.status, ==, 0);
  g_assert_true (json_parser_load_from_data (parser, same.out, -1, NULL));
  g_assert_cmpint (number (parser, "a", "received"), ==, number (parser, "b", "received"));
  g_assert_cmpint (number (parser, "a", "time"), ==, number (parser, "b", "time"));
  g_assert_cmpint (two.status, ==, 0);
  g_assert_cmpint (seeded.status, ==, 0);
}

static void
test_exit_status (void)
{
  static const struct { const char *words[6]; int status; } rows[] =
  {
    { { "--help" }, 0 },
    { { NULL }, 2 },
    { { "ehlo", "ehlo", "ehlo" }, 2 },
    { { "ehlo", "--format", "png" }, 2 },
    { { "ehlo", "--seed", "x" }, 2 },
    { { "dot-stuffing" }, 1 },                       /* says nothing of a comparison */
    { { "ehlo:hello" }, 1 },
    { { "ehlo", "no-such-lesson" }, 1 },
    { { "first-letter", "pipelining" }, 1 },         /* no common host */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Result) result = run ("", rows[i].words);

      if (result.status != rows[i].status)
        g_error ("row %u: %d instead of %d: %s", i, result.status, rows[i].status, result.err);
      if (rows[i].status != 0)
        g_assert_true (g_str_has_prefix (result.err, "ehlo: "));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compare/figures-counted-by-hand", test_figures);
  g_test_add_func ("/compare/formats", test_formats);
  g_test_add_func ("/compare/any-two-runs", test_any_two);
  g_test_add_func ("/compare/exit-status", test_exit_status);
  return g_test_run ();
}
