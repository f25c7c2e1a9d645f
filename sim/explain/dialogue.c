/* dialogue.c - reads the dialogues of a trace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dialogue-private.h"

#include <string.h>

/* ---- For the readers of the protocols ----------------------------------- */

int
explain_reply_code (const guint8 *bytes, gsize len)
{
  if (len < 3 || bytes[0] < '2' || bytes[0] > '5' || !g_ascii_isdigit (bytes[1]) || !g_ascii_isdigit (bytes[2]))
    return 0;
  if (len > 3 && strchr (" -\r\n", bytes[3]) == NULL)
    return 0;
  return (bytes[0] - '0') * 100 + (bytes[1] - '0') * 10 + (bytes[2] - '0');
}

gsize
explain_word (const SimEntry *entry, gsize at, char *word, gsize size)
{
  gsize n = 0;

  for (; at < entry->len && n < size - 1 && g_ascii_isalnum (entry->bytes[at]); at++)
    word[n++] = g_ascii_toupper (entry->bytes[at]);
  word[n] = '\0';
  return at;
}

void
explain_verb (const SimEntry *entry, char *verb)
{
  explain_word (entry, 0, verb, EXPLAIN_VERB_SIZE);
}

gboolean
explain_is_dot (const SimEntry *entry)
{
  return entry->len >= 1 && entry->bytes[0] == '.' &&
         (entry->len == 1 || entry->bytes[1] == '\r' || entry->bytes[1] == '\n');
}

void
explain_reader_push (ExplainReader *self, const ExplainPending *pending)
{
  if (self->pending == NULL)
    self->pending = g_array_new (FALSE, TRUE, sizeof (ExplainPending));
  g_array_append_vals (self->pending, pending, 1);
}

void
explain_reader_pop (ExplainReader *self, guint i)
{
  if (self->pending == NULL || i >= self->pending->len)
    return;
  self->answered = g_array_index (self->pending, ExplainPending, i);
  g_array_remove_index (self->pending, i);
}

/* ---- One line ----------------------------------------------------------- */

static void
clear_reader (ExplainReader *self)
{
  g_clear_pointer (&self->pending, g_array_unref);
}

static ExplainRead
read_of_protocol (const char *protocol)
{
  if (protocol != NULL && g_str_has_prefix (protocol, "pop3"))
    return explain_read_pop3;
  if (protocol != NULL && g_str_has_prefix (protocol, "imap"))
    return explain_read_imap;
  return explain_read_smtp;
}

void
explain_dialogue_line (const SimTrace *trace, guint index, ExplainLine *out)
{
  ExplainReader reader = { .answered.command = EXPLAIN_NO_ENTRY };
  SimConnection connection;
  SimEntry entry;

  sim_trace_get (trace, index, &entry);
  guint32 conn = entry.conn;

  sim_trace_get_connection (trace, conn, &connection);
  ExplainRead read = read_of_protocol (connection.protocol);

  for (guint i = connection.opened; i <= index; i++)
    {
      sim_trace_get (trace, i, &entry);
      if (entry.kind != SIM_ENTRY_SAID || entry.conn != conn)
        continue;
      *out = (ExplainLine) { EXPLAIN_LINE_COMMAND, .command = EXPLAIN_NO_ENTRY };
      read (&reader, &entry, i, out);
    }
  clear_reader (&reader);
}

/* ---- Many lines --------------------------------------------------------- */

/* What is kept of a line. */
typedef struct
{
  guint   entry;
  guint   command;
  guint   verb;          /* index into the verbs */
  guint8  kind;
  guint8  first;
} Record;

struct _ExplainContext
{
  SimTrace   *trace;
  GArray     *records;   /* Record, by entry */
  guint       read;      /* entries that have been read */
  GHashTable *readers;   /* conn -> ExplainReader */
  GPtrArray  *verbs;     /* char *, the keys of: */
  GHashTable *verb_ids;
};

static void
free_reader (gpointer data)
{
  clear_reader (data);
  g_free (data);
}

ExplainContext *
explain_context_new (SimTrace *trace)
{
  ExplainContext *self = g_new0 (ExplainContext, 1);

  self->trace = sim_trace_ref (trace);
  self->records = g_array_new (FALSE, FALSE, sizeof (Record));
  self->readers = g_hash_table_new_full (NULL, NULL, NULL, free_reader);
  self->verbs = g_ptr_array_new_with_free_func (g_free);
  self->verb_ids = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
explain_context_free (ExplainContext *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->verb_ids);
  g_ptr_array_unref (self->verbs);
  g_hash_table_unref (self->readers);
  g_array_unref (self->records);
  sim_trace_unref (self->trace);
  g_free (self);
}

SimTrace *
explain_context_get_trace (ExplainContext *self)
{
  return self->trace;
}

static guint
id_of_verb (ExplainContext *self, const char *verb)
{
  gpointer id;

  if (!g_hash_table_lookup_extended (self->verb_ids, verb, NULL, &id))
    {
      id = GUINT_TO_POINTER (self->verbs->len);
      g_ptr_array_add (self->verbs, g_strdup (verb));
      g_hash_table_insert (self->verb_ids, g_ptr_array_index (self->verbs, self->verbs->len - 1), id);
    }
  return GPOINTER_TO_UINT (id);
}

static void
read_entry (ExplainContext *self, guint index)
{
  ExplainLine line = { EXPLAIN_LINE_COMMAND, .command = EXPLAIN_NO_ENTRY };
  ExplainReader *reader;
  SimConnection connection;
  SimEntry entry;

  sim_trace_get (self->trace, index, &entry);
  if (entry.kind != SIM_ENTRY_SAID || entry.conn == 0)
    return;
  reader = g_hash_table_lookup (self->readers, GUINT_TO_POINTER (entry.conn));
  if (reader == NULL)
    {
      reader = g_new0 (ExplainReader, 1);
      reader->answered.command = EXPLAIN_NO_ENTRY;
      g_hash_table_insert (self->readers, GUINT_TO_POINTER (entry.conn), reader);
    }
  sim_trace_get_connection (self->trace, entry.conn, &connection);
  read_of_protocol (connection.protocol) (reader, &entry, index, &line);

  Record record = { index, line.command, id_of_verb (self, line.verb), (guint8) line.kind, line.first };

  g_array_append_val (self->records, record);
}

void
explain_context_line (ExplainContext *self, guint index, ExplainLine *out)
{
  guint low = 0, high;

  *out = (ExplainLine) { EXPLAIN_LINE_COMMAND, .command = EXPLAIN_NO_ENTRY };
  for (; self->read <= index && self->read < sim_trace_length (self->trace); self->read++)
    read_entry (self, self->read);
  high = self->records->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->records, Record, middle).entry < index)
        low = middle + 1;
      else
        high = middle;
    }
  if (low >= self->records->len)
    return;

  const Record *record = &g_array_index (self->records, Record, low);

  if (record->entry != index)
    return;
  out->kind = record->kind;
  out->first = record->first;
  out->command = record->command;
  g_strlcpy (out->verb, g_ptr_array_index (self->verbs, record->verb), sizeof out->verb);
}
