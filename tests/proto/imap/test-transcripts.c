/* Runs tests/transcripts/imap/ *.md; their README.md says how they are written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/transcript.h"

#include "sim/proto/imap/server.h"

#include <string.h>

typedef struct
{
  ImapServerConfig config;
  MailStore  *store;
  GPtrArray  *refused;    /* char *: commands that the owner refuses */
  char       *answer;     /* to a right password: "UNAVAILABLE Not now", or NULL */
  int         state;      /* in which dialogues begin */
} Owner;

static void
deliver (Owner *owner, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);       /* mailbox, message */
  GString *bytes = transcript_unfold (parts[1]);
  g_autoptr (GBytes) content = g_string_free_to_bytes (bytes);
  g_autoptr (MailMessage) message = mail_message_new (content);
  MailBox *box = mail_store_find (owner->store, parts[0]);

  g_assert_nonnull (box);
  mail_box_append (box, message, 0, 0);
}

/* "Sent \Sent" */
static void
make_mailbox (Owner *owner, const char *text)
{
  static const char * const uses[] = { "", "\\Archive", "\\Drafts", "\\Junk", "\\Sent", "\\Trash" };
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);
  MailUse use = MAIL_USE_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (uses) && parts[1] != NULL; i++)
    if (g_str_equal (uses[i], parts[1]))
      use = i;
  g_assert_cmpint (mail_store_create (owner->store, parts[0], use, NULL), ==, MAIL_STORE_OK);
}

static void
read_setting (Owner *owner, const char *name, const char *value)
{
  ImapServerConfig *config = &owner->config;
  gboolean yes = g_str_equal (value, "yes");

  if (g_str_equal (name, "message"))
    deliver (owner, value);
  else if (g_str_equal (name, "mailbox"))
    make_mailbox (owner, value);
  else if (g_str_equal (name, "begin"))
    owner->state = g_str_equal (value, "selected") ? IMAP_SERVER_SELECTED : IMAP_SERVER_AUTHENTICATED;
  else if (g_str_equal (name, "mechanisms"))
    {
      g_auto (GStrv) words = g_strsplit (value, " ", -1);

      for (guint j = 0; words[j] != NULL; j++)
        config->mechanisms |= sasl_from_name (words[j]);
    }
  else if (g_str_equal (name, "challenge"))
    config->challenge = g_ascii_strtoull (value, NULL, 10);
  else if (g_str_equal (name, "max-literal"))
    config->max_literal = g_ascii_strtoull (value, NULL, 10);
  else if (g_str_equal (name, "quota"))
    mail_store_set_quota (owner->store, g_ascii_strtoull (value, NULL, 10));
  else if (g_str_equal (name, "login-disabled"))
    config->login_disabled = yes;
  else if (g_str_equal (name, "no-idle"))
    config->no_idle = yes;
  else if (g_str_equal (name, "rev1-only"))
    config->rev1_only = yes;
  else if (g_str_equal (name, "refuse"))
    {
      config->ask_commands = TRUE;
      g_ptr_array_add (owner->refused, g_strdup (value));
    }
  else if (g_str_equal (name, "answer"))
    owner->answer = g_strdup (value);
  else
    g_error ("no setting '%s'", name);
}

static void
on_ask (SimDrive *drive, const SimOutput *question, gpointer data)
{
  Owner *owner = data;
  gsize len;
  const char *bytes = g_bytes_get_data (question->bytes, &len);

  if (g_str_equal (question->what, "command"))
    {
      g_autofree char *line = g_strndup (bytes, len);

      for (guint i = 0; i < owner->refused->len; i++)
        if (strstr (line, g_ptr_array_index (owner->refused, i)) != NULL)
          {
            imap_server_refuse (drive->session, drive->now, "SERVERBUG", "Not today");
            return;
          }
      imap_server_go_on (drive->session, drive->now);
    }
  else if (!g_str_equal (sasl_get_user (question->bytes), "anna") || !sasl_matches (question->bytes, "secret"))
    imap_server_refuse (drive->session, drive->now, "AUTHENTICATIONFAILED", "Wrong user or password");
  else if (owner->answer != NULL)
    imap_server_refuse (drive->session, drive->now, "UNAVAILABLE", owner->answer);
  else
    imap_server_accept (drive->session, drive->now, owner->store);
}

static SimDrive *
join (gpointer data)
{
  Owner *owner = data;

  return sim_drive_new (imap_server_new (&owner->config), &imap_server_machine, on_ask, owner);
}

static gpointer
start (const char *settings, SimDrive **drive)
{
  Owner *owner = g_new0 (Owner, 1);
  g_auto (GStrv) lines = g_strsplit (settings, "\n", -1);

  owner->config = (ImapServerConfig) { .host = "imap.b.example", .epoch = 1709625600 };
  owner->store = mail_store_new (100);
  owner->refused = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *value = strchr (lines[i], ':');

      if (*lines[i] == '\0')
        continue;
      g_assert_nonnull (value);
      *value++ = '\0';
      read_setting (owner, lines[i], g_strstrip (value));
    }
  *drive = join (owner);
  return owner;
}

static void
stop (gpointer data)
{
  Owner *owner = data;

  mail_store_unref (owner->store);
  g_ptr_array_unref (owner->refused);
  g_free (owner->answer);
  g_free (owner);
}

static void
opened (gpointer data, SimDrive *drive)
{
  static const char login[] = "x LOGIN anna secret\r\n";
  static const char select_inbox[] = "y SELECT INBOX\r\n";
  Owner *owner = data;

  if (owner->state >= IMAP_SERVER_AUTHENTICATED)
    sim_drive_feed (drive, login, strlen (login));
  if (owner->state == IMAP_SERVER_SELECTED)
    sim_drive_feed (drive, select_inbox, strlen (select_inbox));
  if (owner->state >= IMAP_SERVER_AUTHENTICATED)
    g_string_truncate (drive->sent, 0);
}

static void
wake (gpointer data, SimDrive *drive)
{
  imap_server_wake (drive->session, drive->now);
}

static gboolean
expect (gpointer data, SimDrive *drive, const char *line)
{
  Owner *owner = data;
  MailBox *inbox = mail_store_get_inbox (owner->store);

  if (g_str_has_prefix (line, "! deliver "))
    deliver (owner, line + 10);
  else if (g_str_equal (line, "! lock"))
    g_assert_true (mail_box_lock (inbox));
  else if (g_str_equal (line, "! unlock"))
    mail_box_unlock (inbox);
  else if (g_str_has_prefix (line, "= messages "))
    {
      g_auto (GStrv) parts = g_strsplit (line, " ", -1);
      MailBox *box = mail_store_find (owner->store, parts[2]);

      g_assert_nonnull (box);
      g_assert_cmpuint (mail_box_length (box), ==, g_ascii_strtoull (parts[3], NULL, 10));
    }
  else if (g_str_has_prefix (line, "= stored"))
    {
      GString *bytes = transcript_unfold (line[8] != '\0' ? line + 9 : "");
      GBytes *last = mail_message_get_bytes (mail_box_get (inbox, mail_box_length (inbox) - 1)->message);

      g_assert_cmpmem (g_bytes_get_data (last, NULL), g_bytes_get_size (last), bytes->str, bytes->len);
      g_string_free (bytes, TRUE);
    }
  else
    return FALSE;
  return TRUE;
}

/* "FETCH" of "a1 FETCH 1 UID" */
static char *
dup_verb (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);

  if (words[0] == NULL || words[1] == NULL)
    return g_strdup (line);
  if (g_ascii_strcasecmp (words[1], "UID") == 0 && words[2] != NULL)
    return g_strconcat ("UID ", words[2], NULL);
  return g_strdup (words[1]);
}

#ifndef TRANSCRIBE
int
main (int argc, char **argv)
{
  static const int states[] = { IMAP_SERVER_NOT_AUTHENTICATED, IMAP_SERVER_AUTHENTICATED, IMAP_SERVER_SELECTED };
  static const TranscriptKind imap =
  {
    .name = "imap", .machine = &imap_server_machine, .states = states, .n_states = G_N_ELEMENTS (states),
    .start = start, .stop = stop, .expect = expect, .reached = imap_server_get_reached,
    .join = join, .opened = opened, .wake = wake, .verb = dup_verb, .not_yet = "STARTTLS"
  };

  return transcript_main (&imap, argc, argv);
}
#endif
