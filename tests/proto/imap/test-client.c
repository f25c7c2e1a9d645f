/* Runs tests/transcripts/imap-client/ *.md, and what a transcript cannot tell
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/transcript.h"
#include "tests/proto/imap/owner.h"

#include <string.h>

static guint64 rows_reached;
static guint n_dialogues, n_run;

/* ---- dialogues ---- */

typedef struct
{
  char  *settings;
  char **lines;
  guint  first_line;
  char  *name;
} Dialogue;

static void
fail (const Dialogue *self, guint i, const char *got)
{
  g_error ("%s, line %u: \"%s\" was expected, and is \"%s\"", self->name, self->first_line + i, self->lines[i], got);
}

/* The next line of @text from *@read on; NULL: there is none. */
static char *
next_line (const GString *text, gsize *read)
{
  const char *start = text->str + *read;
  const char *end = memchr (start, '\n', text->len - *read);
  gsize len;

  if (end == NULL)
    return NULL;
  len = end - start;
  *read += len + 1;
  if (len > 0 && start[len - 1] == '\r')
    len--;
  return g_strndup (start, len);
}

/* The server's bytes of a stretch are fed in chunks of @chunk octets (0: whole). Everything that came out. */
static char *
play (const Dialogue *self, gsize chunk)
{
  Owner *owner = owner_new (self->settings);
  SimDrive *drive = owner_start (owner);
  gsize read = 0;
  gsize heard = 0;
  gboolean closed = FALSE;
  GString *log;

  sim_drive_open (drive);
  for (guint i = 0; self->lines[i] != NULL; i++)
    {
      const char *line = self->lines[i];
      g_autofree char *got = NULL;
      GString *text;

      if (strlen (line) < 2 || line[0] == '#')
        continue;
      text = transcript_unfold (line[2] != '\0' ? line + 3 : "");
      if (g_str_has_prefix (line, "S:") || g_str_has_prefix (line, "S!"))
        {
          if (line[1] == ':')
            g_string_append (text, "\r\n");
          sim_drive_chunks (drive, text->str, text->len, chunk);
        }
      else if (g_str_has_prefix (line, "C:"))
        {
          got = next_line (drive->sent, &read);
          if (g_strcmp0 (got, text->str) != 0)
            fail (self, i, got);
        }
      else if (g_str_has_prefix (line, "? "))
        {
          g_string_erase (text, 0, -1);
          got = next_line (owner->told, &heard);
          if (g_strcmp0 (got, line + 2) != 0)
            fail (self, i, got);
        }
      else if (g_str_has_prefix (line, "> "))
        owner_command (drive, line + 2);
      else if (g_str_has_prefix (line, "= state "))
        {
          if (!g_str_equal (imap_client_machine.state_names[drive->state], line + 8))
            fail (self, i, imap_client_machine.state_names[drive->state]);
        }
      else if (g_str_has_prefix (line, "= wait "))
        sim_drive_wait (drive, g_ascii_strtoull (line + 7, NULL, 10) * SIM_TIME_MINUTE);
      else if (g_str_equal (line, "= eof"))
        sim_drive_eof (drive);
      else if (g_str_equal (line, "= secret"))
        g_assert_true (g_array_index (drive->flags, SimOutputFlags, drive->flags->len - 1) & SIM_OUTPUT_SECRET);
      else if (g_str_equal (line, "= closed"))
        closed = TRUE;
      else
        g_error ("%s, line %u: what is \"%s\"?", self->name, self->first_line + i, line);
      g_string_free (text, TRUE);
    }
  if (read != drive->sent->len)
    g_error ("%s: the client also says \"%s\"", self->name, drive->sent->str + read);
  if (heard != owner->told->len)
    g_error ("%s: the owner also hears \"%s\"", self->name, owner->told->str + heard);
  g_assert_cmpint (drive->closed, ==, closed);
  rows_reached |= imap_client_get_reached (drive->session);
  log = g_string_new (drive->log->str);
  g_string_append (log, owner->told->str);
  sim_drive_free (drive);
  owner_free (owner);
  return g_string_free (log, FALSE);
}

static void
test_dialogue (gconstpointer data)
{
  static const gsize chunks[] = { 1, 2, 3, 7, 61 };
  g_autofree char *whole = play (data, 0);

  n_run++;
  for (guint i = 0; i < G_N_ELEMENTS (chunks); i++)
    {
      g_autofree char *cut = play (data, chunks[i]);

      g_assert_cmpstr (whole, ==, cut);
    }
}

static void
test_each_row_is_reached (void)
{
  if (n_run < n_dialogues)
    {
      g_test_skip ("only some dialogues ran");
      return;
    }
  for (gsize i = 0; i < imap_client_machine.n_rules; i++)
    if ((rows_reached & (G_GUINT64_CONSTANT (1) << i)) == 0)
      g_error ("no dialogue reaches the row of %s, %s", imap_client_machine.rules[i].verb, imap_client_machine.rules[i].rule);
}

static void
read_file (const char *path, const char *name)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *settings = g_strdup ("");
  g_autofree char *heading = g_strdup ("");
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean is_settings = g_str_equal (lines[i], "```settings");
      g_autoptr (GPtrArray) block = NULL;
      Dialogue *dialogue;
      guint first = i + 2;

      if (g_str_has_prefix (lines[i], "#"))
        {
          g_free (heading);
          heading = g_strdup (lines[i] + strspn (lines[i], "# "));
          g_strdelimit (heading, " /", '-');
        }
      if (!is_settings && !g_str_equal (lines[i], "```imap"))
        continue;
      block = g_ptr_array_new_with_free_func (g_free);
      for (i++; !g_str_equal (lines[i], "```"); i++)
        {
          g_assert_nonnull (lines[i + 1]);
          g_ptr_array_add (block, g_strdup (lines[i]));
        }
      g_ptr_array_add (block, NULL);
      if (is_settings)
        {
          g_free (settings);
          settings = g_strjoinv ("\n", (char **) block->pdata);
          continue;
        }
      dialogue = g_new0 (Dialogue, 1);             /* lives as long as the program */
      dialogue->settings = g_strdup (settings);
      dialogue->lines = g_strdupv ((char **) block->pdata);
      dialogue->first_line = first;
      dialogue->name = g_strdup_printf ("/imap/client/%.*s/%u-%s", (int) strlen (name) - 3, name, ++n, heading);
      g_test_add_data_func (dialogue->name, dialogue, test_dialogue);
      n_dialogues++;
    }
}

/* ---- limits that no transcript can show ---- */

/* Logs in; then "next" is open. */
static SimDrive *
start (Owner *owner)
{
  SimDrive *drive = owner_start (owner);
  const char *text = "* OK [CAPABILITY IMAP4rev1] hi\r\nA001 OK [CAPABILITY IMAP4rev1 LITERAL+] in\r\n";

  sim_drive_open (drive);
  sim_drive_feed (drive, text, strlen (text));
  g_assert_cmpint (drive->state, ==, IMAP_CLIENT_READY);
  return drive;
}

static void
test_endless_line (void)
{
  Owner *owner = owner_new ("");
  SimDrive *drive = start (owner);
  g_autofree char *junk = g_strnfill (1024 * 1024, 'x');

  owner_command (drive, "noop");
  for (guint i = 0; i < 20 && !drive->closed; i++)
    sim_drive_feed (drive, junk, 1024 * 1024);
  g_assert_true (drive->closed);
  g_assert_true (g_str_has_suffix (owner->told->str, "failed\nNONE The server's line is too long\n"));
  sim_drive_free (drive);
  owner_free (owner);
}

/* Many small answers are as bad as a large one. */
static void
test_endless_answers (void)
{
  Owner *owner = owner_new ("max-literal: 10000000");
  SimDrive *drive = start (owner);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n;

  owner_command (drive, "noop");
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "* %u FETCH (BODY[] {1000}\r\n%0*d)\r\n", i + 1, 1000, 0);
  for (n = 0; n < 1000 && !drive->closed; n++)
    sim_drive_feed (drive, text->str, text->len);
  g_assert_true (drive->closed);
  g_assert_cmpuint (n, >, 40);
  sim_drive_free (drive);
  owner_free (owner);
}

/* "1:4294967295" is no more than what can be taken. */
static void
test_endless_set (void)
{
  Owner *owner = owner_new ("");
  SimDrive *drive = start (owner);
  const char *text = "* ESEARCH ALL 1:4294967295,4294967295:1\r\n* ESEARCH ALL 4294967294:99999999999\r\nA002 OK done\r\n";
  const ImapResponse *response;

  owner_command (drive, "search ALL");
  sim_drive_feed (drive, text, strlen (text));
  response = g_ptr_array_index (imap_client_get_result (drive->session)->untagged, 0);
  g_assert_cmpuint (response->numbers->len, ==, 1000000);
  sim_drive_free (drive);
  owner_free (owner);
}

/* A letter of some megabytes comes in one piece, shared with what was read. */
static void
test_large_letter (void)
{
  Owner *owner = owner_new ("");
  SimDrive *drive = start (owner);
  gsize size = 20 * 1024 * 1024;
  g_autofree char *letter = g_strnfill (size, 'y');
  g_autofree char *head = g_strdup_printf ("* 1 FETCH (BODY[] {%zu}\r\n", size);
  const ImapResponse *response;

  imap_client_fetch (drive->session, drive->now, FALSE, "1", "BODY[]");
  sim_drive_pump (drive);
  sim_drive_feed (drive, head, strlen (head));
  sim_drive_chunks (drive, letter, size, 65536);
  drive->ask = NULL;
  sim_drive_feed (drive, ")\r\nA002 OK done\r\n", 17);
  response = g_ptr_array_index (imap_client_get_result (drive->session)->untagged, 0);
  g_assert_cmpuint (g_bytes_get_size (response->body), ==, size);
  sim_drive_free (drive);
  owner_free (owner);
}

/* What is appended is sent as content, and not copied. */
static void
test_append_is_a_literal (void)
{
  Owner *owner = owner_new ("");
  SimDrive *drive = start (owner);
  g_autoptr (GBytes) letter = g_bytes_new_static ("A: b\r\n\r\n", 8);

  imap_client_append (drive->session, drive->now, "INBOX", 0, letter);
  sim_drive_pump (drive);
  g_assert_true (g_str_has_suffix (drive->sent->str, "A002 APPEND INBOX {8+}\r\nA: b\r\n\r\n\r\n"));
  g_assert_cmpuint (drive->flags->len, ==, 4);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 0), ==, SIM_OUTPUT_SECRET);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 1), ==, 0);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 2), ==, SIM_OUTPUT_LITERAL);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 3), ==, 0);
  g_assert_true (g_ptr_array_index (drive->sends, 2) == letter);
  sim_drive_free (drive);
  owner_free (owner);
}

int
main (int argc, char **argv)
{
  static const char * const files[] = { "login.md", "commands.md", "fetch.md", "idle.md", "literals.md", "nasty.md" };

  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("EHLO_SOURCE"));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("EHLO_SOURCE"), "tests", "transcripts", "imap-client", files[i], NULL);

      read_file (path, files[i]);
    }
  g_test_add_func ("/imap/client/limits/endless-line", test_endless_line);
  g_test_add_func ("/imap/client/limits/endless-answers", test_endless_answers);
  g_test_add_func ("/imap/client/limits/endless-set", test_endless_set);
  g_test_add_func ("/imap/client/large-letter", test_large_letter);
  g_test_add_func ("/imap/client/append-is-a-literal", test_append_is_a_literal);
  g_test_add_func ("/imap/client/z/each-row-is-reached", test_each_row_is_reached);
  return g_test_run ();
}
