/* test-lists.c - ehlo list and ehlo check: what they write and how they end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  const char *line;    /* the arguments, parted by blanks; NULL: see the test */
  int         status;
  const char *out;     /* patterns of g_test_trap_assert_stdout() */
  const char *err;
} Row;

static const Row rows[] = {
  { "list", 0, "first-letter\tThe first letter\tSMTP, LMTP, DNS, POP3, IMAP\nsmtp-by-hand\tSMTP by hand\t*", "" },
  { "list --help", 0, "Usage: ehlo list *", "" },
  { "list --json --help", 0, "Usage: ehlo list *", "" },
  { "list more", 2, "", "ehlo: 'more' is one argument too many\nTry 'ehlo list --help'.\n" },
  { "list --yaml", 2, "", "ehlo: Unknown option --yaml\n*" },
  { "check", 2, "", "ehlo: which file? *" },
  { "check --help", 0, "Usage: ehlo check FILE*", "" },
  { "check --fix", 2, "", "ehlo: Unknown option --fix\n*" },
  { "check no-such-file", 1, "", "ehlo: cannot read 'no-such-file': No such file or directory\n" },
  { "check -- --no-such-file", 1, "", "ehlo: cannot read '--no-such-file': No such file or directory\n" },
};

static int
run (char **words)
{
  int argc = (int) g_strv_length (words);

  return strcmp (words[0], "list") == 0 ? ehlo_cli_list (argc, words) : ehlo_cli_check (argc, words);
}

/* The program would end here, so each call is a process. */
static void
test_row (gconstpointer data)
{
  const Row *row = data;

  if (g_test_subprocess ())
    {
      g_auto (GStrv) words = g_strsplit (row->line, " ", -1);
      int status;

      /* What the test program itself has said does not count. */
      status = run (words);
      fflush (stdout);
      _Exit (status);
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  if (row->status == 0)
    g_test_trap_assert_passed ();
  else
    g_test_trap_assert_failed ();
  if (*row->out != '\0')
    {
      g_autofree char *pattern = g_strconcat ("*", row->out, NULL);
      g_test_trap_assert_stdout (pattern);
    }
  if (*row->err != '\0')
    g_test_trap_assert_stderr (row->err);
}

static int
status_of (const char *program, const char *command, const char *path, char **out, char **err)
{
  const char *argv[] = { program, "--as", command, path, NULL };
  g_autoptr (GError) error = NULL;
  int wait_status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, out, err, &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  return WEXITSTATUS (wait_status);
}

static const char *self;

static void
test_statuses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) words = g_strsplit (rows[i].line, " ", 2);
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      /* One further argument is enough for these. */
      if (words[1] != NULL && strchr (words[1], ' ') != NULL)
        continue;
      g_test_message ("%s", rows[i].line);
      g_assert_cmpint (status_of (self, words[0], words[1], &out, &err), ==, rows[i].status);
      if (rows[i].status == 0)
        g_assert_cmpstr (err, ==, "");
      else
        g_assert_cmpstr (out, ==, "");
    }
}

static void
test_faults (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "a b.scenario", NULL);
  g_autofree char *expected = g_strdup_printf ("%s:2: [Scenario] has no key 'Titel'; did you mean 'Title'?\n"
                                               "%s:4: no host named 'a.example'\n"
                                               "%s:4: no host named 'b.example'\n",
                                               path, path, path);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_no_error (error);
  g_file_set_contents (path, "[Scenario]\nTitel=T\n\n[Link a.example b.example]\n", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status_of (self, "check", path, &out, &err), ==, 1);
  g_assert_nonnull (strstr (out, expected));
  g_assert_cmpstr (err, ==, "");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_json (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  JsonArray *list;
  JsonObject *first;

  g_assert_cmpint (status_of (self, "list", "--json", &out, &err), ==, 0);
  json_parser_load_from_data (parser, out, -1, &error);
  g_assert_no_error (error);
  list = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (list), >=, 5);
  first = json_array_get_object_element (list, 0);
  g_assert_cmpstr (json_object_get_string_member (first, "id"), ==, "first-letter");
  g_assert_cmpstr (json_object_get_string_member (first, "title"), ==, "The first letter");
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (first, "protocols"), 0), ==, "SMTP");
}

int
main (int argc, char **argv)
{
  /* test-lists --as COMMAND [ARGUMENT]: the subcommand itself, with its own exit status. */
  if (argc > 2 && strcmp (argv[1], "--as") == 0)
    {
      g_set_prgname ("ehlo");
      return run (argv + 2);
    }
  self = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/list-and-check/exit-status", test_statuses);
  g_test_add_func ("/cli/check/every-fault-with-file-and-line", test_faults);
  g_test_add_func ("/cli/list/json-is-an-array-of-objects", test_json);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strdup_printf ("/cli/list-and-check/%02u", (guint) i);
      g_test_add_data_func (name, &rows[i], test_row);
    }
  return g_test_run ();
}
