/* options.c - what all subcommands share: options, help, messages, output
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

static void
print_help (const char *usage, const char *summary, const GOptionEntry *entries)
{
  g_autofree char *first = g_strdup_printf ("ehlo %s", usage);

  /* TRANSLATORS: %s is a command line such as: ehlo check FILE... */
  g_print (_("Usage: %s\n"), first);
  g_print ("\n%s\n\n", summary);
  g_print ("%s\n", _("Options:"));
  for (; entries != NULL && entries->long_name != NULL; entries++)
    {
      g_autofree char *option = NULL;

      if (*entries->long_name == '\0' || (entries->flags & G_OPTION_FLAG_HIDDEN))
        continue;
      option = g_strdup_printf ("%s--%s%s%s", entries->short_name != 0 ? (char[]) { '-', entries->short_name, ',', ' ', '\0' } : "    ",
                                entries->long_name, entries->arg_description != NULL ? "=" : "",
                                entries->arg_description != NULL ? entries->arg_description : "");
      g_print ("  %-26s %s\n", option, entries->description != NULL ? _(entries->description) : "");
    }
  g_print ("  %-26s %s\n", "-h, --help", _("Show this help"));
}

/* GLib's own help speaks of the program as a whole, so --help is ours. */
static gboolean
wants_help (int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++)
    if (strcmp (argv[i], "--help") == 0 || strcmp (argv[i], "-h") == 0)
      return TRUE;
  return FALSE;
}

gboolean
ehlo_cli_options (int *argc, char ***argv, const GOptionEntry *entries, const char *usage, const char *summary, int *status)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = g_strndup (usage, strcspn (usage, " "));

  if (wants_help (*argc, *argv))
    {
      print_help (usage, summary, entries);
      *status = EHLO_EXIT_OK;
      return FALSE;
    }
  g_option_context_set_help_enabled (context, FALSE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *status = ehlo_cli_usage (command, "%s", error->message);
      return FALSE;
    }
  /* A -- that parts options from arguments is none of these. */
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      for (int i = 1; i < *argc; i++)
        (*argv)[i] = (*argv)[i + 1];
      (*argc)--;
    }
  return TRUE;
}

void
ehlo_cli_error (const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  fflush (stdout);
  g_printerr ("ehlo: %s\n", message);
}

int
ehlo_cli_usage (const char *command, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  ehlo_cli_error ("%s", message);
  /* TRANSLATORS: %s is the name of a subcommand. */
  g_printerr (_("Try 'ehlo %s --help'.\n"), command);
  return EHLO_EXIT_USAGE;
}

int
ehlo_cli_write (GBytes *bytes, const char *path)
{
  g_autoptr (GError) error = NULL;
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);

  if (path != NULL && strcmp (path, "-") != 0)
    {
      if (g_file_set_contents (path, data, len, &error))
        return EHLO_EXIT_OK;
      ehlo_cli_error ("%s", error->message);
      return EHLO_EXIT_FAULT;
    }
  if (fwrite (data, 1, len, stdout) != len || fflush (stdout) != 0)
    {
      ehlo_cli_error ("%s", _("The output could not be written."));
      return EHLO_EXIT_FAULT;
    }
  return EHLO_EXIT_OK;
}
