/* Runs tests/transcripts/pop3/ *.md; their README.md says how they are written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/transcript.h"

#include "sim/proto/pop3/server.h"

#include <string.h>

typedef struct
{
  MailBox *maildrop;
  char    *answer;      /* to "auth" where the password is right: "IN-USE Text", or NULL */
  char    *command;     /* the command that is refused, and its code and text; or NULL */
} Owner;

static void
add_message (MailBox *maildrop, const char *text)
{
  GString *bytes = transcript_unfold (text);
  g_autoptr (GBytes) content = g_bytes_new (bytes->str, bytes->len);
  g_autoptr (MailMessage) message = mail_message_new (content);

  mail_box_append (maildrop, message, 0, 0);
  g_string_free (bytes, TRUE);
}

static void
refuse (SimDrive *drive, const char *answer)
{
  const char *blank = strchr (answer, ' ');
  g_autofree char *code = g_strndup (answer, blank - answer);

  pop3_server_refuse (drive->session, drive->now, g_str_equal (code, "-") ? NULL : code, blank + 1);
}

static void
on_ask (SimDrive *drive, const SimOutput *question, gpointer data)
{
  Owner *owner = data;

  if (g_str_equal (question->what, "command"))
    {
      gsize len;
      const char *line = g_bytes_get_data (question->bytes, &len);
      gsize n = owner->command != NULL ? strcspn (owner->command, " ") : 0;

      if (n > 0 && len >= n && strncmp (line, owner->command, n) == 0)
        refuse (drive, owner->command + n + 1);
      else
        pop3_server_go_on (drive->session, drive->now);
    }
  else if (!sasl_matches (question->bytes, "secret") || !g_str_equal (sasl_get_user (question->bytes), "anna"))
    pop3_server_refuse (drive->session, drive->now, "AUTH", "Wrong user or password");
  else if (owner->answer != NULL)
    refuse (drive, owner->answer);
  else
    pop3_server_accept (drive->session, drive->now, owner->maildrop);
}

static gpointer
start (const char *settings, SimDrive **drive)
{
  Owner *owner = g_new0 (Owner, 1);
  g_auto (GStrv) lines = g_strsplit (settings, "\n", -1);
  Pop3ServerConfig config = { .host = "pop.b.example" };

  owner->maildrop = mail_box_new ("INBOX", 7);
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
      if (g_str_equal (lines[i], "message"))
        add_message (owner->maildrop, value);
      else if (g_str_equal (lines[i], "mechanisms"))
        {
          g_auto (GStrv) words = g_strsplit (value, " ", -1);

          for (guint j = 0; words[j] != NULL; j++)
            config.mechanisms |= sasl_from_name (words[j]);
        }
      else if (g_str_equal (lines[i], "apop"))
        config.apop = yes;
      else if (g_str_equal (lines[i], "no-user"))
        config.no_user = yes;
      else if (g_str_equal (lines[i], "no-uidl"))
        config.no_uidl = yes;
      else if (g_str_equal (lines[i], "require-tls"))
        config.require_tls = yes;
      else if (g_str_equal (lines[i], "ask-commands"))
        config.ask_commands = yes;
      else if (g_str_equal (lines[i], "expire"))
        config.expire = atoi (value);
      else if (g_str_equal (lines[i], "login-delay"))
        config.login_delay = atoi (value);
      else if (g_str_equal (lines[i], "challenge"))
        config.challenge = g_ascii_strtoull (value, NULL, 10);
      else if (g_str_equal (lines[i], "answer"))
        owner->answer = g_strdup (value);
      else if (g_str_equal (lines[i], "refuse"))
        owner->command = g_strdup (value);
      else
        g_error ("no setting '%s'", lines[i]);
    }
  *drive = sim_drive_new (pop3_server_new (&config), &pop3_server_machine, on_ask, owner);
  return owner;
}

static void
stop (gpointer data)
{
  Owner *owner = data;

  mail_box_unref (owner->maildrop);
  g_free (owner->answer);
  g_free (owner->command);
  g_free (owner);
}

static gboolean
expect (gpointer data, SimDrive *drive, const char *line)
{
  Owner *owner = data;
  g_autoptr (GString) uids = g_string_new ("= left");

  if (g_str_has_prefix (line, "= left"))
    {
      for (guint i = 0; i < mail_box_length (owner->maildrop); i++)
        g_string_append_printf (uids, " %u", mail_box_get (owner->maildrop, i)->uid);
      g_assert_cmpstr (uids->str, ==, line);
    }
  else if (g_str_equal (line, "= another session removes 1"))
    {
      g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (guint32));
      guint32 uid = 1;

      g_array_append_val (gone, uid);
      mail_box_store_flags (owner->maildrop, 1, MAIL_FLAG_DELETED, 0);
      g_assert_cmpuint (mail_box_expunge (owner->maildrop, gone), ==, 1);
    }
  else if (g_str_equal (line, "= a message comes"))
    add_message (owner->maildrop, "Subject: late\\r\\n\\r\\n");
  else
    return FALSE;
  return TRUE;
}

int
main (int argc, char **argv)
{
  static const int states[] = { POP3_SERVER_AUTHORIZATION, POP3_SERVER_USER, POP3_SERVER_TRANSACTION };
  static const TranscriptKind pop3 = { "pop3", &pop3_server_machine, states, G_N_ELEMENTS (states), start, stop, expect,
                                       pop3_server_get_reached };

  return transcript_main (&pop3, argc, argv);
}
