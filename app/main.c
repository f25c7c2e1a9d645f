/* main.c - the program `ehlo`: a subcommand, or the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/application.h"
#include "app/cli/cli.h"
#include "sim/core/locale.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

static const struct
{
  const char *name;
  int       (*run) (int argc, char **argv);
  const char *summary;
} commands[] =
{
  { "list", ehlo_cli_list, N_("Name the lessons") },
  { "check", ehlo_cli_check, N_("Find the faults of lesson files") },
  { "run", ehlo_cli_run, N_("Play a lesson in the terminal") },
  { "explain", ehlo_cli_explain, N_("Say what a reply code means") },
  { "compare", ehlo_cli_compare, N_("Tell what two runs cost, side by side") },
  { "export", ehlo_cli_export, N_("Draw a lesson for paper and slides") },
  { "serve", ehlo_cli_serve, N_("Let real mail programs in") },
  { "send", ehlo_cli_send, N_("Deliver a letter to a real server") },
  { "fetch", ehlo_cli_fetch, N_("Take letters from a real server") },
};

/* The folder in which the running program lies; NULL where the system does not tell. (transfer full) */
static char *
executable_dir (void)
{
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);

  return path != NULL ? g_path_get_dirname (path) : NULL;
}

static int
help (void)
{
  g_print ("%s\n", _("Usage: ehlo [FILE...] or ehlo COMMAND [ARGUMENT...]"));
  g_print ("\n%s\n\n", _("Shows how e-mail works. Without a command it opens the window, with the files named."));
  g_print ("%s\n", _("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, _(commands[i].summary));
  g_print ("\n%s\n", _("'ehlo COMMAND --help' says more about a command."));
  return EHLO_EXIT_OK;
}

/* Whether the window may have the arguments: only files and what GTK understands itself. */
static gboolean
are_files (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    if (!g_file_test (argv[i], G_FILE_TEST_EXISTS))
      {
        if (argv[i][0] == '-')
          g_printerr (_("ehlo: there is no option '%s'\n"), argv[i]);
        else
          g_printerr (_("ehlo: '%s' is no command and no file\n"), argv[i]);
        g_printerr ("%s\n", _("Try 'ehlo --help'."));
        return FALSE;
      }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autofree char *dir = executable_dir ();

  ehlo_locale_init (dir);
  if (argc > 1)
    {
      for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (strcmp (argv[1], commands[i].name) == 0)
          return commands[i].run (argc - 1, argv + 1);
      if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
        return help ();
      if (strcmp (argv[1], "--version") == 0)
        {
          puts ("ehlo " EHLO_VERSION);
          return EHLO_EXIT_OK;
        }
      if (!are_files (argc, argv))
        return EHLO_EXIT_USAGE;
    }
  return ehlo_application_run (argc, argv);
}
