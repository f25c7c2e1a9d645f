/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/explain/reproduce.h"

#include <string.h>

#define MAX_RECIPIENTS 10
#define MAX_LINES      12

/* The services of `ehlo serve`. */
static const struct { const char *protocol; const char *option; guint16 port; } services[] = {
  { "smtp", "smtp", 2525 },
  { "submission", "submission", 2587 },
  { "lmtp", "lmtp", 2424 },
  { "pop3", "pop3", 2110 },
  { "imap", "imap", 2143 },
};

/* What has been said on the connection, as far as it matters. */
typedef struct
{
  char      *hello;       /* the name in EHLO */
  char      *hello_verb;
  char      *from;
  GPtrArray *to;
  char      *user;
  char      *mechanism;
  char      *subject;
  char      *folder;      /* IMAP: selected */
  gboolean   ended;       /* the dot has come */
} Said;

static void
clear_said (Said *self)
{
  g_free (self->hello);
  g_free (self->hello_verb);
  g_free (self->from);
  g_ptr_array_unref (self->to);
  g_free (self->user);
  g_free (self->mechanism);
  g_free (self->subject);
  g_free (self->folder);
}

static void
set (char **slot, char *text)
{
  g_free (*slot);
  *slot = text;
}

/* Word @nth of a line, from 0; quotation marks fall away. (transfer full) NULL: there is none. */
static char *
word_of (const char *line, guint nth)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  char *word;
  gsize len;

  if (g_strv_length (words) <= nth)
    return NULL;
  word = g_strdup (words[nth]);
  len = strlen (word);
  if (len >= 2 && word[0] == '"' && word[len - 1] == '"')
    {
      word[len - 1] = '\0';
      memmove (word, word + 1, len - 1);
    }
  return word;
}

static char *
path_of (const char *line)
{
  const char *open = strchr (line, '<'), *close = open != NULL ? strchr (open, '>') : NULL;

  return close != NULL ? g_strndup (open + 1, (gsize) (close - open - 1)) : g_strdup ("");
}

static char *
subject_of (const SimEntry *entry)
{
  g_autofree char *text = g_strndup ((const char *) entry->bytes, MIN (entry->len, 4000));
  g_auto (GStrv) lines = g_strsplit (text, "\n", 60);

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\r' && lines[i][0] != '\0'; i++)
    if (g_ascii_strncasecmp (lines[i], "Subject: ", strlen ("Subject: ")) == 0)
      return g_utf8_make_valid (g_strchomp (lines[i] + strlen ("Subject: ")), -1);
  return NULL;
}

static void
forget_envelope (Said *self)
{
  set (&self->from, NULL);
  g_ptr_array_set_size (self->to, 0);
  set (&self->subject, NULL);
  self->ended = FALSE;
}

static void
read_command (Said *self, const char *verb, const char *line)
{
  if (strcmp (verb, "EHLO") == 0 || strcmp (verb, "HELO") == 0 || strcmp (verb, "LHLO") == 0)
    {
      set (&self->hello, word_of (line, 1));
      set (&self->hello_verb, g_strdup (verb));
    }
  else if (strcmp (verb, "MAIL") == 0)
    {
      forget_envelope (self);
      set (&self->from, path_of (line));
    }
  else if (strcmp (verb, "RCPT") == 0 && self->to->len < MAX_RECIPIENTS)
    g_ptr_array_add (self->to, path_of (line));
  else if (strcmp (verb, "RSET") == 0)
    forget_envelope (self);
  else if (strcmp (verb, "AUTH") == 0)
    set (&self->mechanism, word_of (line, 1));
  else if (strcmp (verb, "USER") == 0 || strcmp (verb, "APOP") == 0)
    set (&self->user, word_of (line, 1));
  else if (strcmp (verb, "LOGIN") == 0)
    set (&self->user, word_of (line, 2));
  else if (strcmp (verb, "SELECT") == 0 || strcmp (verb, "EXAMINE") == 0)
    set (&self->folder, word_of (line, 2));
}

static void
read_said (ExplainContext *context, guint32 conn, guint index, Said *out)
{
  SimTrace *trace = explain_context_get_trace (context);
  SimConnection connection;

  *out = (Said) { .to = g_ptr_array_new_with_free_func (g_free) };
  sim_trace_get_connection (trace, conn, &connection);
  for (guint i = connection.opened; i <= index; i++)
    {
      ExplainLine line;
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind != SIM_ENTRY_SAID || entry.conn != conn || entry.side != SIM_SIDE_CLIENT)
        continue;
      explain_context_line (context, i, &line);
      if (line.kind == EXPLAIN_LINE_CONTENT && out->subject == NULL)
        out->subject = subject_of (&entry);
      else if (line.kind == EXPLAIN_LINE_DOT)
        out->ended = TRUE;
      else if (line.kind == EXPLAIN_LINE_COMMAND)
        {
          /* A login's line is read in clear, but only its user's name is kept. */
          g_autofree char *text = sim_trace_dup_said (&entry, strcmp (line.verb, "LOGIN") == 0 || strcmp (line.verb, "APOP") == 0);

          read_command (out, line.verb, text);
        }
    }
}

/* ---- The client's line -------------------------------------------------- */

static void
add_option (GString *out, const char *option, const char *value)
{
  g_autofree char *quoted = value[strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@.,:/_-")] == '\0' && value[0] != '\0'
                            ? g_strdup (value) : g_shell_quote (value);

  g_string_append_printf (out, " %s%s%s", option, option[0] != '\0' ? " " : "", quoted);
}

static const char *
stop_of (const char *verb)
{
  static const struct { const char *verb; const char *stop; } stops[] = {
    { "EHLO", "HELO" }, { "HELO", "HELO" }, { "LHLO", "HELO" }, { "AUTH", "AUTH" }, { "MAIL", "MAIL" }, { "RCPT", "RCPT" },
    { "", "CONNECT" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stops); i++)
    if (strcmp (verb, stops[i].verb) == 0)
      return stops[i].stop;
  return NULL;
}

static void
write_swaks (GString *out, const Said *said, const char *protocol, const char *verb, guint16 port)
{
  g_autoptr (GString) to = g_string_new (NULL);
  const char *stop = stop_of (verb);

  g_string_append_printf (out, "swaks --server 127.0.0.1:%u", port);
  if (strcmp (protocol, "lmtp") == 0)
    g_string_append (out, " --protocol LMTP");
  else if (g_strcmp0 (said->hello_verb, "HELO") == 0)
    g_string_append (out, " --protocol SMTP");
  if (said->hello != NULL)
    add_option (out, "--helo", said->hello);
  if (said->mechanism != NULL)
    add_option (out, "--auth", said->mechanism);
  if (said->from != NULL)
    add_option (out, "--from", said->from[0] != '\0' ? said->from : "<>");
  for (guint i = 0; i < said->to->len; i++)
    g_string_append_printf (to, "%s%s", i > 0 ? "," : "", (const char *) g_ptr_array_index (said->to, i));
  if (to->len > 0)
    add_option (out, "--to", to->str);
  if (stop != NULL)
    add_option (out, "--quit-after", stop);
  else if (said->subject != NULL)
    add_option (out, "--h-Subject", said->subject);
}

/* What swaks never says is said by hand. */
static gboolean
write_nc (GString *out, ExplainContext *context, guint32 conn, guint index, guint16 port)
{
  SimTrace *trace = explain_context_get_trace (context);
  SimConnection connection;
  guint n = 0;

  g_string_append (out, "printf '%s\\r\\n'");
  sim_trace_get_connection (trace, conn, &connection);
  for (guint i = connection.opened; i <= index; i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind != SIM_ENTRY_SAID || entry.conn != conn || entry.side != SIM_SIDE_CLIENT)
        continue;
      if (entry.flags & (SIM_ENTRY_LITERAL | SIM_ENTRY_SECRET) || ++n > MAX_LINES)
        return FALSE;

      g_autofree char *line = sim_trace_dup_said (&entry, FALSE);

      add_option (out, "", line);
    }
  g_string_append_printf (out, " QUIT | nc 127.0.0.1 %u", port);
  return TRUE;
}

static gboolean
write_smtp (GString *out, ExplainContext *context, const Said *said, const char *protocol, const char *verb, guint32 conn, guint index, guint16 port)
{
  static const char * const by_swaks[] = { "", "EHLO", "HELO", "LHLO", "AUTH", "MAIL", "RCPT", "DATA", ".", "QUIT" };

  for (gsize i = 0; i < G_N_ELEMENTS (by_swaks); i++)
    if (strcmp (verb, by_swaks[i]) == 0 && (strcmp (verb, "QUIT") != 0 || said->ended))
      {
        write_swaks (out, said, protocol, verb, port);
        return TRUE;
      }
  return write_nc (out, context, conn, index, port);
}

/* @line: the command without what is secret. */
static gboolean
write_pop3 (GString *out, const Said *said, const char *verb, const char *line, guint16 port)
{
  g_autofree char *number = word_of (line, 1);
  g_autofree char *request = g_strdup (line);

  g_string_append (out, "curl -v");
  if (said->user != NULL)
    add_option (out, "--user", said->user);
  if (strcmp (verb, "RETR") == 0 && number != NULL)
    g_string_append_printf (out, " pop3://127.0.0.1:%u/%s", port, number);
  else
    {
      gboolean many = strcmp (verb, "UIDL") == 0 || strcmp (verb, "CAPA") == 0 || strcmp (verb, "TOP") == 0;

      if (many || strcmp (verb, "STAT") == 0 || strcmp (verb, "DELE") == 0 || strcmp (verb, "NOOP") == 0 || strcmp (verb, "RSET") == 0)
        add_option (out, many ? "--request" : "--head --request", request);
      g_string_append_printf (out, " pop3://127.0.0.1:%u/", port);
    }
  return TRUE;
}

static gboolean
write_imap (GString *out, const Said *said, const char *verb, const char *line, guint16 port)
{
  static const char * const selected[] = { "FETCH", "STORE", "COPY", "MOVE", "SEARCH", "EXPUNGE", "CLOSE", "UNSELECT", "CHECK" };
  const char *bare = g_str_has_prefix (verb, "UID ") ? verb + strlen ("UID ") : verb;
  const char *rest = strchr (line, ' ');
  g_autofree char *folder = word_of (line, 2);
  gboolean in_folder = FALSE;

  g_string_append (out, "curl -v");
  if (said->user != NULL)
    add_option (out, "--user", said->user);
  if (strcmp (verb, "APPEND") == 0)
    {
      g_autofree char *url = g_strdup_printf ("imap://127.0.0.1:%u/%s", port, folder != NULL ? folder : "");

      add_option (out, "--upload-file letter.eml", url);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (selected); i++)
    in_folder |= strcmp (bare, selected[i]) == 0;
  if (rest != NULL && verb[0] != '\0' && strcmp (verb, "LOGIN") != 0 && strcmp (verb, "AUTHENTICATE") != 0 && strcmp (verb, "LOGOUT") != 0 &&
      strcmp (verb, "IDLE") != 0 && strcmp (verb, "DONE") != 0)
    add_option (out, "--request", rest + 1);

  g_autofree char *url = g_strdup_printf ("imap://127.0.0.1:%u/%s", port, in_folder && said->folder != NULL ? said->folder : "");

  add_option (out, "", url);
  return TRUE;
}

/* ---- Both lines --------------------------------------------------------- */

static void
write_serve (GString *out, const SimTrace *trace, const SimConnection *connection, gsize service)
{
  const char *lesson = sim_trace_get_id (trace);

  g_string_append (out, "ehlo serve");
  if (lesson != NULL)
    g_string_append_printf (out, " %s --host %s", lesson, sim_trace_get_host (trace, connection->server)->name);
  g_string_append_printf (out, " --%s %u\n", services[service].option, services[service].port);
}

char *
explain_reproduce (ExplainContext *context, guint index)
{
  SimTrace *trace = explain_context_get_trace (context);
  g_autoptr (GString) out = g_string_new (NULL);
  SimConnection connection;
  ExplainLine line;
  SimEntry entry;
  Said said;
  gsize service = 0;
  gboolean known;

  sim_trace_get (trace, index, &entry);
  if (entry.kind != SIM_ENTRY_SAID || entry.conn == 0)
    return NULL;
  sim_trace_get_connection (trace, entry.conn, &connection);
  while (service < G_N_ELEMENTS (services) && g_strcmp0 (services[service].protocol, connection.protocol) != 0)
    service++;
  if (service == G_N_ELEMENTS (services))
    return NULL;

  explain_context_line (context, index, &line);
  read_said (context, entry.conn, index, &said);
  write_serve (out, trace, &connection, service);
  if (service < 3)
    {
      const char *verb = line.kind == EXPLAIN_LINE_CONTENT ? "." : line.verb;

      known = write_smtp (out, context, &said, connection.protocol, verb, entry.conn, index, services[service].port);
    }
  else
    {
      SimEntry command = entry;

      if (line.command != EXPLAIN_NO_ENTRY)
        sim_trace_get (trace, line.command, &command);

      g_autofree char *text = command.side == SIM_SIDE_CLIENT ? sim_trace_dup_said (&command, FALSE) : g_strdup ("");

      known = service == 3 ? write_pop3 (out, &said, line.verb, text, services[service].port)
                           : write_imap (out, &said, line.verb, text, services[service].port);
    }
  clear_said (&said);
  return known ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}
