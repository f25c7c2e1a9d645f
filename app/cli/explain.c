/* explain.c - `ehlo explain CODE...`
 *
 * The words are read here and not by GOption: "-ERR" is a word to explain, not an option.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/explain.h"
#include "app/cli/cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

static void
print_help (void)
{
  /* TRANSLATORS: %s is a command line such as: ehlo check FILE... */
  g_print (_("Usage: %s\n"), "ehlo explain CODE...");
  g_print ("\n%s\n\n", _("Explains a reply code, an enhanced code or a response word of SMTP, POP3 or IMAP. Letter case and brackets do not matter."));
  g_print ("  ehlo explain 452\n  ehlo explain SMTP 4.2.2\n  ehlo explain POP3 IN-USE\n  ehlo explain IMAP TRYCREATE\n"
           "  ehlo explain POP3 ERR\n  ehlo explain -- -ERR\n\n");
  g_print ("%s\n  %-26s %s\n", _("Options:"), "-h, --help", _("Show this help"));
}

/* TRUE: @word is an option and none of the negative answers of POP3. */
static gboolean
is_option (const char *word)
{
  return word[0] == '-' && word[1] != '\0' && g_ascii_strncasecmp (word, "-ERR", 4) != 0;
}

int
ehlo_cli_explain (int argc, char **argv)
{
  g_autoptr (GString) query = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean words_only = FALSE;

  for (int i = 1; i < argc; i++)
    {
      if (!words_only && strcmp (argv[i], "--") == 0)
        {
          words_only = TRUE;
          continue;
        }
      if (!words_only && (strcmp (argv[i], "--help") == 0 || strcmp (argv[i], "-h") == 0))
        {
          print_help ();
          return EHLO_EXIT_OK;
        }
      if (!words_only && is_option (argv[i]))
        /* TRANSLATORS: %s is an option of the command line, such as --foo. */
        return ehlo_cli_usage ("explain", _("there is no option '%s'"), argv[i]);
      if (query->len > 0)
        g_string_append_c (query, ' ');
      g_string_append (query, argv[i]);
    }

  if (query->str[strspn (query->str, " \t\r\n")] == '\0')
    return ehlo_cli_usage ("explain", "%s", _("which code? For example 452 or 4.2.2"));

  text = explain_code (query->str, &error);
  if (text == NULL)
    {
      ehlo_cli_error ("%s", error->message);
      return EHLO_EXIT_FAULT;
    }
  g_print ("%s", text);
  return fflush (stdout) == 0 ? EHLO_EXIT_OK : EHLO_EXIT_FAULT;
}
