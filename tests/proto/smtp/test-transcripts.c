/* Runs tests/transcripts/smtp/ *.md; their README.md says how they are written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  char      *name;
  char      *settings;     /* lines of the nearest settings block, or "" */
  char     **lines;
  guint      first_line;   /* of the file, for messages */
} Dialogue;

/* What all dialogues together have reached. */
static guint64 rows_reached;
static guint n_run;
static guint n_dialogues;
#define N_STATES (SMTP_SERVER_BDAT + 1)
static GHashTable *verbs_seen[N_STATES];

static void
dialogue_free (gpointer data)
{
  Dialogue *self = data;

  g_free (self->name);
  g_free (self->settings);
  g_strfreev (self->lines);
  g_free (self);
}

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

/* ---- lines ---- */

/* {3*ab} becomes ababab; \r \n \0 \\ \xNN become bytes. */
static GString *
unfold (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      char *star;

      if (*p == '{' && g_ascii_isdigit (p[1]) && strchr (p, '}') != NULL)
        {
          guint64 n = g_ascii_strtoull (p + 1, &star, 10);
          const char *close = strchr (p, '}');

          g_autofree char *inner = g_strndup (star + 1, close - star - 1);
          GString *unit = unfold (inner);

          g_assert_cmpint (*star, ==, '*');
          for (guint64 i = 0; i < n; i++)
            g_string_append_len (out, unit->str, unit->len);
          g_string_free (unit, TRUE);
          p = close;
        }
      else if (*p == '\\' && p[1] == 'x' && g_ascii_isxdigit (p[2]) && g_ascii_isxdigit (p[3]))
        {
          g_string_append_c (out, (char) (g_ascii_xdigit_value (p[2]) * 16 + g_ascii_xdigit_value (p[3])));
          p += 3;
        }
      else if (*p == '\\' && p[1] != '\0' && strchr ("rn0\\", p[1]) != NULL)
        {
          p++;
          g_string_append_c (out, *p == 'r' ? '\r' : *p == 'n' ? '\n' : *p == '0' ? '\0' : '\\');
        }
      else
        g_string_append_c (out, *p);
    }
  return out;
}

static SimTime
read_time (const char *text)
{
  char *unit;
  guint64 n = g_ascii_strtoull (text, &unit, 10);

  return (SimTime) n * (*unit == 'm' ? SIM_TIME_MINUTE : SIM_TIME_SECOND);
}

static void
note_verb (int state, const char *line)
{
  char *verb = g_ascii_strup (line, strcspn (line, " "));

  if (verbs_seen[state] == NULL)
    verbs_seen[state] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (verbs_seen[state], verb);
}

static void
expect_line (const Dialogue *self, guint at, SimDrive *drive, gsize *read, const char *expected)
{
  const char *got = drive->sent->str + *read;
  const char *end = strstr (got, "\r\n");
  g_autofree char *line = NULL;

  if (end == NULL)
    g_error ("%s, line %u: the server says nothing; expected \"%s\"", self->name, self->first_line + at, expected);
  line = g_strndup (got, end - got);
  *read += end + 2 - got;
  if (!g_str_equal (line, expected))
    g_error ("%s, line %u: the server says \"%s\"; expected \"%s\"", self->name, self->first_line + at, line,
             expected);
}

/* TRUE: the client's bytes alone make the dialogue: nothing is timed and no TLS begins. */
static gboolean
run_as_written (const Dialogue *self, GString *input)
{
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = NULL;
  SmtpServerConfig config;
  gboolean plain = TRUE;
  gboolean expect_closed = FALSE;
  gsize read = 0;

  read_settings (self->settings, &config, owner);
  drive = sim_drive_new (smtp_server_new (&config), &smtp_server_machine, sim_owner_answer, owner);
  sim_drive_open (drive);
  for (guint i = 0; self->lines[i] != NULL; i++)
    {
      const char *line = self->lines[i];

      if (g_str_has_prefix (line, "C: ") || g_str_has_prefix (line, "C! ") || g_str_equal (line, "C:"))
        {
          GString *bytes = unfold (line[2] != '\0' ? line + 3 : "");

          if (line[1] == ':')
            {
              note_verb (drive->state, bytes->str);
              g_string_append (bytes, "\r\n");
            }
          g_string_append_len (input, bytes->str, bytes->len);
          sim_drive_feed (drive, bytes->str, bytes->len);
          g_string_free (bytes, TRUE);
        }
      else if (g_str_has_prefix (line, "S: "))
        {
          GString *text = unfold (line + 3);

          expect_line (self, i, drive, &read, text->str);
          g_string_free (text, TRUE);
        }
      else if (g_str_has_prefix (line, "= state "))
        g_assert_cmpstr (smtp_server_machine.state_names[drive->state], ==, line + 8);
      else if (g_str_has_prefix (line, "= wait "))
        {
          plain = FALSE;
          sim_drive_wait (drive, read_time (line + 7));
        }
      else if (g_str_equal (line, "= eof"))
        {
          plain = FALSE;
          sim_drive_eof (drive);
        }
      else if (g_str_equal (line, "= tls"))
        {
          plain = FALSE;
          g_assert_true (drive->tls);
          sim_drive_secured (drive);
        }
      else if (g_str_has_prefix (line, "= stored"))
        {
          GString *bytes = unfold (line[8] != '\0' ? line + 9 : "");
          GBytes *last;

          g_assert_cmpuint (owner->stored->len, >, 0);
          last = g_ptr_array_index (owner->stored, owner->stored->len - 1);
          g_assert_cmpmem (g_bytes_get_data (last, NULL), g_bytes_get_size (last), bytes->str, bytes->len);
          g_string_free (bytes, TRUE);
        }
      else if (g_str_equal (line, "= nothing stored"))
        g_assert_cmpuint (owner->stored->len, ==, 0);
      else if (g_str_equal (line, "= closed"))
        expect_closed = TRUE;
      else if (*line != '\0' && *line != '#')
        g_error ("%s, line %u: what is \"%s\"?", self->name, self->first_line + i, line);
    }
  if (read != drive->sent->len)
    g_error ("%s: the server also says \"%s\"", self->name, drive->sent->str + read);
  g_assert_cmpint (drive->closed, ==, expect_closed);
  rows_reached |= smtp_server_get_reached (drive->session);
  return plain;
}

/* Everything that came out, in order. */
static char *
run_chunked (const Dialogue *self, const GString *input, gsize chunk)
{
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = NULL;
  SmtpServerConfig config;

  read_settings (self->settings, &config, owner);
  drive = sim_drive_new (smtp_server_new (&config), &smtp_server_machine, sim_owner_answer, owner);
  sim_drive_open (drive);
  sim_drive_chunks (drive, input->str, input->len, chunk);
  return g_strdup (drive->log->str);
}

/* The same over a real socket pair. */
static char *
run_socket (const Dialogue *self, const GString *input)
{
  g_autoptr(SimOwner) owner = sim_owner_new ();
  g_autoptr(SimDrive) drive = NULL;
  SmtpServerConfig config;
  int fd[2];
  guint8 buffer[11];
  gsize written = 0;
  gsize sent = 0;
  gsize got = 0;
  g_autoptr(GString) heard = g_string_new (NULL);

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fd), ==, 0);
  read_settings (self->settings, &config, owner);
  drive = sim_drive_new (smtp_server_new (&config), &smtp_server_machine, sim_owner_answer, owner);
  sim_drive_open (drive);
  while (written < input->len || sent < drive->sent->len)
    {
      ssize_t n;

      if (sent < drive->sent->len)      /* the server's side writes, the client's side reads */
        {
          n = write (fd[1], drive->sent->str + sent, drive->sent->len - sent);
          g_assert_cmpint (n, >, 0);
          sent += n;
          for (gsize left = n; left > 0; left -= got)
            {
              n = read (fd[0], buffer, left < sizeof buffer ? left : sizeof buffer);
              g_assert_cmpint (n, >, 0);
              got = n;
              g_string_append_len (heard, (const char *) buffer, n);
            }
        }
      if (written < input->len)
        {
          gsize left = input->len - written;

          n = write (fd[0], input->str + written, left < sizeof buffer ? left : sizeof buffer);
          g_assert_cmpint (n, >, 0);
          written += n;
          n = read (fd[1], buffer, sizeof buffer);
          g_assert_cmpint (n, >, 0);
          sim_drive_feed (drive, buffer, n);
        }
    }
  close (fd[0]);
  close (fd[1]);
  g_assert_cmpstr (heard->str, ==, drive->sent->str);
  return g_strdup (drive->log->str);
}

static void
test_dialogue (gconstpointer data)
{
  static const gsize chunks[] = { 1, 2, 3, 7, 64, 1000 };
  const Dialogue *self = data;
  g_autoptr(GString) input = g_string_new (NULL);
  gboolean plain = run_as_written (self, input);

  n_run++;
  if (plain)
    {
      g_autofree char *whole = run_chunked (self, input, 0);
      g_autofree char *socket = run_socket (self, input);

      for (gsize i = 0; i < G_N_ELEMENTS (chunks); i++)
        {
          g_autofree char *cut = run_chunked (self, input, chunks[i]);

          g_assert_cmpstr (whole, ==, cut);
        }
      g_assert_cmpstr (whole, ==, socket);
    }
}

/* ---- coverage ---- */

static gboolean
all_ran (void)
{
  if (n_run == n_dialogues)
    return TRUE;
  g_test_skip ("only some dialogues ran");
  return FALSE;
}

static void
test_each_row_is_reached (void)
{
  if (!all_ran ())
    return;
  for (gsize i = 0; i < smtp_server_machine.n_rules; i++)
    if ((rows_reached & (G_GUINT64_CONSTANT (1) << i)) == 0)
      g_error ("no dialogue reaches the row of %s, %s", smtp_server_machine.rules[i].verb,
               smtp_server_machine.rules[i].rule);
}

static void
test_each_command_in_each_state (void)
{
  static const int states[] = { SMTP_SERVER_CONNECTED, SMTP_SERVER_GREETED, SMTP_SERVER_MAIL, SMTP_SERVER_RCPT,
                                SMTP_SERVER_DATA, SMTP_SERVER_AUTH, SMTP_SERVER_BDAT };

  if (!all_ran ())
    return;
  for (gsize i = 0; i < smtp_server_machine.n_rules; i++)
    {
      const char *verb = smtp_server_machine.rules[i].verb;

      for (gsize j = 0; j < G_N_ELEMENTS (states) && *verb != '<'; j++)
        if (verbs_seen[states[j]] == NULL || !g_hash_table_contains (verbs_seen[states[j]], verb))
          g_error ("no dialogue says %s in state %s", verb, smtp_server_machine.state_names[states[j]]);
    }
}

/* ---- files ---- */

static void
read_file (const char *folder, const char *name, GPtrArray *dialogues)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autofree char *heading = g_strdup ("");
  g_autofree char *settings = g_strdup ("");
  g_autofree char *base = g_strndup (name, strlen (name) - 3);
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean is_settings = g_str_equal (lines[i], "```settings");
      guint first = i + 1;
      g_autoptr(GPtrArray) block = NULL;

      if (g_str_has_prefix (lines[i], "#"))
        {
          g_free (heading);
          heading = g_strdup (lines[i] + strspn (lines[i], "# "));
          g_strdelimit (heading, " /", '-');
        }
      if (!is_settings && !g_str_equal (lines[i], "```smtp"))
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
        }
      else
        {
          Dialogue *dialogue = g_new0 (Dialogue, 1);

          dialogue->name = g_strdup_printf ("/smtp/transcripts/%s/%u-%s", base, dialogues->len + 1, heading);
          dialogue->settings = g_strdup (settings);
          dialogue->lines = g_strdupv ((char **) block->pdata);
          dialogue->first_line = first + 1;
          g_ptr_array_add (dialogues, dialogue);
        }
    }
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

int
main (int argc, char **argv)
{
  g_autoptr(GPtrArray) dialogues = g_ptr_array_new_with_free_func (dialogue_free);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;
  int result;

  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("EHLO_SOURCE"));
  folder = g_build_filename (g_getenv ("EHLO_SOURCE"), "tests", "transcripts", "smtp", NULL);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".md") && !g_str_equal (name, "README.md"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, by_name);
  for (guint i = 0; i < names->len; i++)
    read_file (folder, g_ptr_array_index (names, i), dialogues);
  n_dialogues = dialogues->len;
  for (guint i = 0; i < dialogues->len; i++)
    {
      Dialogue *dialogue = g_ptr_array_index (dialogues, i);

      g_test_add_data_func (dialogue->name, dialogue, test_dialogue);
    }
  g_test_add_func ("/smtp/transcripts-cover/each-row-is-reached", test_each_row_is_reached);
  g_test_add_func ("/smtp/transcripts-cover/each-command-in-each-state", test_each_command_in_each_state);
  result = g_test_run ();
  for (guint i = 0; i < N_STATES; i++)
    g_clear_pointer (&verbs_seen[i], g_hash_table_unref);
  return result;
}
