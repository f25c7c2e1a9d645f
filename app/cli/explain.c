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
print_help (FILE *out)
{
  fprintf (out, "%s\n  ehlo explain CODE...\n\n%s\n\n  ehlo explain 452\n  ehlo explain SMTP 4.2.2\n  ehlo explain POP3 IN-USE\n"
                "  ehlo explain IMAP TRYCREATE\n  ehlo explain POP3 ERR\n\n%s\n",
           _("Usage:"),
           _("Explains a reply code, an enhanced code or a response word of SMTP, POP3 or IMAP. Letter case and brackets do not matter."),
           _("A word that begins with a hyphen may be written after two hyphens: ehlo explain -- -ERR"));
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
          print_help (stdout);
          return 0;
        }
      if (!words_only && is_option (argv[i]))
        {
          /* TRANSLATORS: %s is an option of the command line, such as --foo. */
          g_printerr (_("ehlo explain: there is no option “%s”"), argv[i]);
          g_printerr ("\n");
          return 2;
        }
      if (query->len > 0)
        g_string_append_c (query, ' ');
      g_string_append (query, argv[i]);
    }

  if (query->str[strspn (query->str, " \t\r\n")] == '\0')
    {
      print_help (stderr);
      return 2;
    }

  text = explain_code (query->str, &error);
  if (text == NULL)
    {
      g_printerr ("ehlo explain: %s\n", error->message);
      return 1;
    }
  fputs (text, stdout);
  return fflush (stdout) == 0 ? 0 : 1;
}
