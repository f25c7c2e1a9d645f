/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/lib/transcript.h"

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
static const TranscriptKind *kind;
static guint64 rows_reached;
static guint n_run;
static guint n_dialogues;
static GHashTable *verbs_seen[32];     /* by state */

static void
dialogue_free (gpointer data)
{
  Dialogue *self = data;

  g_free (self->name);
  g_free (self->settings);
  g_strfreev (self->lines);
  g_free (self);
}

/* ---- lines ---- */

/* {3*ab} becomes ababab, {3} stays; \r \n \0 \\ \xNN become bytes. */
GString *
transcript_unfold (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      char *star;

      if (*p == '{' && p[1 + strspn (p + 1, "0123456789")] == '*' && strchr (p, '}') != NULL)
        {
          guint64 n = g_ascii_strtoull (p + 1, &star, 10);
          const char *close = strchr (p, '}');

          g_autofree char *inner = g_strndup (star + 1, close - star - 1);
          GString *unit = transcript_unfold (inner);

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
  g_autofree char *word = kind->verb != NULL ? kind->verb (line) : g_strndup (line, strcspn (line, " "));
  char *verb = g_ascii_strup (word, -1);

  if (verbs_seen[state] == NULL)
    verbs_seen[state] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (verbs_seen[state], verb);
}

#define SESSIONS_MAX 9

/* A dialogue that goes on, with one session or more. */
typedef struct
{
  const Dialogue *dialogue;
  gpointer        owner;
  SimDrive       *drives[SESSIONS_MAX];     /* NULL from the first that is not there */
  gsize           read[SESSIONS_MAX];       /* of what each has sent */
} Play;

/* What a client says, in order. */
typedef struct
{
  guint    session;
  GString *bytes;
} Speech;

static void
speech_clear (gpointer data)
{
  g_string_free (((Speech *) data)->bytes, TRUE);
}

static void
play_open (Play *play, SimDrive *drive)
{
  sim_drive_open (drive);
  if (kind->opened != NULL)
    kind->opened (play->owner, drive);
}

static void
play_start (Play *play, const Dialogue *dialogue)
{
  *play = (Play) { .dialogue = dialogue };
  play->owner = kind->start (dialogue->settings, &play->drives[0]);
  play_open (play, play->drives[0]);
}

static void
play_wake (Play *play)
{
  for (guint i = 0; i < SESSIONS_MAX && kind->wake != NULL && play->drives[i] != NULL; i++)
    {
      kind->wake (play->owner, play->drives[i]);
      sim_drive_pump (play->drives[i]);
    }
}

/* The drive of that session, which joins if it is the next. */
static SimDrive *
play_drive (Play *play, guint session)
{
  g_assert_cmpuint (session, <, SESSIONS_MAX);
  if (play->drives[session] == NULL)
    {
      g_assert_nonnull (kind->join);
      g_assert_true (session == 0 || play->drives[session - 1] != NULL);
      play->drives[session] = kind->join (play->owner);
      play_open (play, play->drives[session]);
    }
  return play->drives[session];
}

/* Ends all. (transfer full): everything that came out, in order. */
static char *
play_end (Play *play)
{
  g_autoptr (GString) log = g_string_new (NULL);

  for (guint i = 0; i < SESSIONS_MAX && play->drives[i] != NULL; i++)
    {
      g_string_append (log, play->drives[i]->log->str);
      rows_reached |= kind->reached (play->drives[i]->session);
      sim_drive_free (play->drives[i]);
    }
  kind->stop (play->owner);
  return g_string_free (g_steal_pointer (&log), FALSE);
}

/* "..." stands for anything. */
static gboolean
line_is (const char *line, const char *expected)
{
  const char *dots = strstr (expected, "...");

  if (dots == NULL)
    return g_str_equal (line, expected);
  return strlen (line) >= strlen (expected) - 3 && strncmp (line, expected, dots - expected) == 0
         && g_str_has_suffix (line, dots + 3);
}

static void
expect_line (Play *play, guint at, guint session, const char *expected)
{
  const Dialogue *self = play->dialogue;
  const char *got = play_drive (play, session)->sent->str + play->read[session];
  const char *end = strstr (got, "\r\n");
  g_autofree char *line = NULL;

  if (end == NULL)
    g_error ("%s, line %u: the server says nothing; expected \"%s\"", self->name, self->first_line + at, expected);
  line = g_strndup (got, end - got);
  play->read[session] += end + 2 - got;
  if (!line_is (line, expected))
    g_error ("%s, line %u: the server says \"%s\"; expected \"%s\"", self->name, self->first_line + at, line,
             expected);
}

/* "C: text", "C2! text", "S:": who (0: nobody) says it in which session, and the text. */
static char
read_line (const char *line, guint *session, gboolean *whole, const char **text)
{
  const char *p = line + 1;

  if (*line != 'C' && *line != 'S')
    return 0;
  *session = g_ascii_isdigit (*p) ? (guint) (*p++ - '1') : 0;
  *whole = *p == ':';
  if ((*p != ':' && *p != '!') || (p[1] != ' ' && p[1] != '\0'))
    return 0;
  *text = p[1] == ' ' ? p + 2 : "";
  return *line;
}

static void
say (Play *play, guint session, gboolean whole, const char *text, GArray *input)
{
  SimDrive *drive = play_drive (play, session);
  Speech speech = { session, transcript_unfold (text) };

  if (whole)
    {
      note_verb (drive->state, speech.bytes->str);
      g_string_append (speech.bytes, "\r\n");
    }
  g_array_append_val (input, speech);
  sim_drive_feed (drive, speech.bytes->str, speech.bytes->len);
  play_wake (play);
}

/* TRUE: the clients' bytes alone make the dialogue: nothing is timed and no TLS begins. */
static gboolean
run_as_written (const Dialogue *self, GArray *input)
{
  Play play;
  gboolean plain = TRUE;
  gboolean expect_closed = FALSE;
  gboolean closed = FALSE;

  play_start (&play, self);
  for (guint i = 0; self->lines[i] != NULL; i++)
    {
      const char *line = self->lines[i];
      const char *text = NULL;
      guint session = 0;
      gboolean whole;
      char who = read_line (line, &session, &whole, &text);

      if (who == 'C')
        say (&play, session, whole, text, input);
      else if (who == 'S')
        {
          GString *expected = transcript_unfold (text);

          expect_line (&play, i, session, expected->str);
          g_string_free (expected, TRUE);
        }
      else if (g_str_has_prefix (line, "= state "))
        g_assert_cmpstr (kind->machine->state_names[play.drives[0]->state], ==, line + 8);
      else if (g_str_has_prefix (line, "= wait "))
        {
          plain = FALSE;
          sim_drive_wait (play.drives[0], read_time (line + 7));
        }
      else if (g_str_equal (line, "= eof"))
        {
          plain = FALSE;
          sim_drive_eof (play.drives[0]);
        }
      else if (g_str_equal (line, "= tls"))
        {
          plain = FALSE;
          g_assert_true (play.drives[0]->tls);
          sim_drive_secured (play.drives[0]);
        }
      else if (g_str_equal (line, "= closed"))
        expect_closed = TRUE;
      else if (*line != '\0' && *line != '#')
        {
          if (!kind->expect (play.owner, play.drives[0], line))
            g_error ("%s, line %u: what is \"%s\"?", self->name, self->first_line + i, line);
          plain = plain && *line == '=';
          play_wake (&play);
        }
    }
  for (guint i = 0; i < SESSIONS_MAX && play.drives[i] != NULL; i++)
    {
      if (play.read[i] != play.drives[i]->sent->len)
        g_error ("%s: the server also says \"%s\"", self->name, play.drives[i]->sent->str + play.read[i]);
      closed = closed || play.drives[i]->closed;
    }
  g_assert_cmpint (closed, ==, expect_closed);
  g_free (play_end (&play));
  return plain;
}

static gboolean
is_alone (const GArray *input)
{
  for (guint i = 0; i < input->len; i++)
    if (g_array_index (input, Speech, i).session != 0)
      return FALSE;
  return TRUE;
}

/* Everything that came out, in order. Where one session is all, chunks go across lines. */
static char *
run_chunked (const Dialogue *self, const GArray *input, gsize chunk)
{
  Play play;
  g_autoptr (GString) all = g_string_new (NULL);
  gboolean alone = is_alone (input);

  play_start (&play, self);
  for (guint i = 0; i < input->len; i++)
    {
      const Speech *speech = &g_array_index (input, Speech, i);

      g_string_append_len (all, speech->bytes->str, speech->bytes->len);
      if (alone)
        continue;
      sim_drive_chunks (play_drive (&play, speech->session), speech->bytes->str, speech->bytes->len, chunk);
      play_wake (&play);
    }
  if (alone)
    sim_drive_chunks (play.drives[0], all->str, all->len, chunk);
  return play_end (&play);
}

/* The same over a real socket pair. */
static char *
run_socket (const Dialogue *self, const GArray *speeches)
{
  g_autoptr(SimDrive) drive = NULL;
  gpointer owner = kind->start (self->settings, &drive);
  char *log;
  int fd[2];
  guint8 buffer[11];
  gsize written = 0;
  gsize sent = 0;
  gsize got = 0;
  g_autoptr(GString) heard = g_string_new (NULL);
  g_autoptr(GString) input = g_string_new (NULL);

  for (guint i = 0; i < speeches->len; i++)
    {
      const Speech *speech = &g_array_index (speeches, Speech, i);

      g_string_append_len (input, speech->bytes->str, speech->bytes->len);
    }
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fd), ==, 0);
  sim_drive_open (drive);
  if (kind->opened != NULL)
    kind->opened (owner, drive);
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
  log = g_strdup (drive->log->str);
  sim_drive_free (g_steal_pointer (&drive));
  kind->stop (owner);
  return log;
}

static void
test_dialogue (gconstpointer data)
{
  static const gsize chunks[] = { 1, 2, 3, 7, 64, 1000 };
  const Dialogue *self = data;
  g_autoptr(GArray) input = g_array_new (FALSE, FALSE, sizeof (Speech));
  gboolean plain;

  g_array_set_clear_func (input, speech_clear);
  plain = run_as_written (self, input);
  n_run++;
  if (plain)
    {
      g_autofree char *whole = run_chunked (self, input, 0);

      for (gsize i = 0; i < G_N_ELEMENTS (chunks); i++)
        {
          g_autofree char *cut = run_chunked (self, input, chunks[i]);

          g_assert_cmpstr (whole, ==, cut);
        }
      if (is_alone (input))
        {
          g_autofree char *socket = run_socket (self, input);

          g_assert_cmpstr (whole, ==, socket);
        }
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
  for (gsize i = 0; i < kind->machine->n_rules; i++)
    if ((rows_reached & (G_GUINT64_CONSTANT (1) << i)) == 0 && g_strcmp0 (kind->machine->rules[i].verb, kind->not_yet) != 0)
      g_error ("no dialogue reaches the row of %s, %s", kind->machine->rules[i].verb,
               kind->machine->rules[i].rule);
}

static void
test_each_command_in_each_state (void)
{
  if (!all_ran ())
    return;
  for (gsize i = 0; i < kind->machine->n_rules; i++)
    {
      const char *verb = kind->machine->rules[i].verb;

      for (gsize j = 0; j < kind->n_states && *verb != '<'; j++)
        if (verbs_seen[kind->states[j]] == NULL || !g_hash_table_contains (verbs_seen[kind->states[j]], verb))
          g_error ("no dialogue says %s in state %s", verb, kind->machine->state_names[kind->states[j]]);
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
  g_autofree char *language = g_strconcat ("```", kind->name, NULL);
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
      if (!is_settings && !g_str_equal (lines[i], language))
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

          dialogue->name = g_strdup_printf ("/%s/transcripts/%s/%u-%s", kind->name, base, dialogues->len + 1, heading);
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
transcript_main (const TranscriptKind *which, int argc, char **argv)
{
  g_autoptr(GPtrArray) dialogues = g_ptr_array_new_with_free_func (dialogue_free);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *commands = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;
  int result;

  kind = which;
  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("EHLO_SOURCE"));
  folder = g_build_filename (g_getenv ("EHLO_SOURCE"), "tests", "transcripts", kind->name, NULL);
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
  rows = g_strdup_printf ("/%s/transcripts-cover/each-row-is-reached", kind->name);
  commands = g_strdup_printf ("/%s/transcripts-cover/each-command-in-each-state", kind->name);
  g_test_add_func (rows, test_each_row_is_reached);
  g_test_add_func (commands, test_each_command_in_each_state);
  result = g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (verbs_seen); i++)
    g_clear_pointer (&verbs_seen[i], g_hash_table_unref);
  return result;
}
