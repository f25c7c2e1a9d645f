/* Runs tests/transcripts/smtp/ *.md; their README.md says how they are written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/transcript.h"

#include <string.h>

/* ---- settings ---- */

static void
read_settings (const char *text, SmtpServerConfig *config, SimOwner *owner)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  *config = (SmtpServerConfig) {
    .host = "mx.b.example",
    .extensions = SMTP_EXT_SIZE | SMTP_EXT_PIPELINING | SMTP_EXT_8BITMIME | SMTP_EXT_ENHANCED | SMTP_EXT_AUTH,
  };
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *value = strchr (lines[i], ':');
      gboolean yes;

      if (*lines[i] == '\0')
        continue;
      g_assert_nonnull (value);
      *value++ = '\0';
      value = g_strstrip (value);
      yes = g_str_equal (value, "yes");
      if (g_str_equal (lines[i], "dialect"))
        config->dialect = g_str_equal (value, "lmtp") ? SMTP_DIALECT_LMTP
                          : g_str_equal (value, "submission") ? SMTP_DIALECT_SUBMISSION : SMTP_DIALECT_SMTP;
      else if (g_str_equal (lines[i], "extensions"))
        {
          g_auto(GStrv) words = g_strsplit (value, " ", -1);

          config->extensions = 0;
          for (guint j = 0; words[j] != NULL && *words[j] != '\0'; j++)
            {
              g_assert_cmpuint (smtp_extension_from_name (words[j]), !=, 0);
              config->extensions |= smtp_extension_from_name (words[j]);
            }
        }
      else if (g_str_equal (lines[i], "mechanisms"))
        {
          g_auto(GStrv) words = g_strsplit (value, " ", -1);

          for (guint j = 0; words[j] != NULL; j++)
            {
              g_assert_cmpuint (sasl_from_name (words[j]), !=, 0);
              config->mechanisms |= sasl_from_name (words[j]);
            }
        }
      else if (g_str_equal (lines[i], "challenge"))
        config->challenge = g_ascii_strtoull (value, NULL, 10);
      else if (g_str_equal (lines[i], "max-size"))
        config->max_size = g_ascii_strtoull (value, NULL, 10);
      else if (g_str_equal (lines[i], "max-recipients"))
        config->max_recipients = g_ascii_strtoull (value, NULL, 10);
      else if (g_str_equal (lines[i], "no-ehlo"))
        config->no_ehlo = yes;
      else if (g_str_equal (lines[i], "require-auth"))
        config->require_auth = yes;
      else if (g_str_equal (lines[i], "ask-commands"))
        config->ask_commands = yes;
      else if (g_str_equal (lines[i], "take-bare-lf"))
        config->take_bare_lf = yes;
      else if (g_str_equal (lines[i], "answer"))
        g_ptr_array_add (owner->answers, g_strcompress (value));
      else
        g_error ("no setting '%s'", lines[i]);
    }
}

static gpointer
start (const char *settings, SimDrive **drive)
{
  SimOwner *owner = sim_owner_new ();
  SmtpServerConfig config;

  read_settings (settings, &config, owner);
  *drive = sim_drive_new (smtp_server_new (&config), &smtp_server_machine, sim_owner_answer, owner);
  return owner;
}

static void
stop (gpointer owner)
{
  sim_owner_free (owner);
}

static gboolean
expect (gpointer data, SimDrive *drive, const char *line)
{
  SimOwner *owner = data;

  if (g_str_equal (line, "= nothing stored"))
    g_assert_cmpuint (owner->stored->len, ==, 0);
  else if (g_str_has_prefix (line, "= stored"))
    {
      GString *bytes = transcript_unfold (line[8] != '\0' ? line + 9 : "");
      GBytes *last;

      g_assert_cmpuint (owner->stored->len, >, 0);
      last = g_ptr_array_index (owner->stored, owner->stored->len - 1);
      g_assert_cmpmem (g_bytes_get_data (last, NULL), g_bytes_get_size (last), bytes->str, bytes->len);
      g_string_free (bytes, TRUE);
    }
  else
    return FALSE;
  return TRUE;
}

int
main (int argc, char **argv)
{
  static const int states[] = { SMTP_SERVER_CONNECTED, SMTP_SERVER_GREETED, SMTP_SERVER_MAIL, SMTP_SERVER_RCPT,
                                SMTP_SERVER_DATA, SMTP_SERVER_AUTH, SMTP_SERVER_BDAT };
  static const TranscriptKind smtp = { "smtp", &smtp_server_machine, states, G_N_ELEMENTS (states), start, stop, expect,
                                       smtp_server_get_reached };

  return transcript_main (&smtp, argc, argv);
}
