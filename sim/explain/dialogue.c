/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/explain/dialogue.h"

#include <string.h>

#define VERB_SIZE 16

typedef char Verb[VERB_SIZE];

/* What a reader who followed the dialogue from its beginning knows. */
typedef struct
{
  GArray  *pending;    /* Verb: sent and not answered yet */
  Verb     answered;   /* what the reply in progress, or the last one, answers */
  gboolean greeted;    /* the first reply is over */
  gboolean in_reply;   /* further lines of the reply follow */
  gboolean in_data;    /* 354 was said and the dot has not come */
  gboolean in_auth;    /* 334 was said and not answered */
} Reader;

int
explain_reply_code (const guint8 *bytes, gsize len)
{
  if (len < 3 || bytes[0] < '2' || bytes[0] > '5' || !g_ascii_isdigit (bytes[1]) || !g_ascii_isdigit (bytes[2]))
    return 0;
  if (len > 3 && strchr (" -\r\n", bytes[3]) == NULL)
    return 0;
  return (bytes[0] - '0') * 100 + (bytes[1] - '0') * 10 + (bytes[2] - '0');
}

void
explain_verb (const SimEntry *entry, char *verb)
{
  gsize n = 0;

  while (n < entry->len && n < VERB_SIZE - 1 && g_ascii_isalnum (entry->bytes[n]))
    {
      verb[n] = g_ascii_toupper (entry->bytes[n]);
      n++;
    }
  verb[n] = '\0';
}

static gboolean
is_dot (const SimEntry *entry)
{
  return entry->len >= 1 && entry->bytes[0] == '.' &&
         (entry->len == 1 || entry->bytes[1] == '\r' || entry->bytes[1] == '\n');
}

static ExplainLineKind
read_client (Reader *self, const SimEntry *entry)
{
  Verb verb = "";

  if (entry->flags & SIM_ENTRY_LITERAL)
    return EXPLAIN_LINE_CONTENT;
  if (self->in_data && is_dot (entry))
    {
      self->in_data = FALSE;
      verb[0] = '.';
      g_array_append_val (self->pending, verb);
      return EXPLAIN_LINE_DOT;
    }
  if (self->in_data)
    return EXPLAIN_LINE_CONTENT;
  if (self->in_auth)
    {
      self->in_auth = FALSE;
      memcpy (verb, "AUTH", 5);
      g_array_append_val (self->pending, verb);
      return EXPLAIN_LINE_RESPONSE;
    }
  explain_verb (entry, verb);
  g_array_append_val (self->pending, verb);
  return EXPLAIN_LINE_COMMAND;
}

static ExplainLineKind
read_server (Reader *self, const SimEntry *entry, gboolean *first)
{
  int code = explain_reply_code (entry->bytes, entry->len);
  gboolean greeting = !self->greeted;

  *first = !self->in_reply;
  if (*first && !greeting && self->pending->len > 0)
    {
      memcpy (self->answered, g_array_index (self->pending, Verb, 0), VERB_SIZE);
      g_array_remove_index (self->pending, 0);
    }
  self->in_reply = (entry->flags & SIM_ENTRY_MORE) != 0 || (entry->len > 3 && entry->bytes[3] == '-' && code != 0);
  if (!self->in_reply)
    self->greeted = TRUE;
  if (code == 354)
    self->in_data = TRUE;
  if (code == 334)
    self->in_auth = TRUE;
  return greeting ? EXPLAIN_LINE_GREETING : EXPLAIN_LINE_REPLY;
}

void
explain_dialogue_line (const SimTrace *trace, guint index, ExplainLine *out)
{
  Reader reader = { g_array_new (FALSE, TRUE, sizeof (Verb)) };
  SimConnection connection;
  SimEntry entry;

  *out = (ExplainLine) { EXPLAIN_LINE_COMMAND };
  sim_trace_get (trace, index, &entry);
  guint32 conn = entry.conn;

  sim_trace_get_connection (trace, conn, &connection);
  for (guint i = connection.opened; i <= index; i++)
    {
      sim_trace_get (trace, i, &entry);
      if (entry.kind != SIM_ENTRY_SAID || entry.conn != conn)
        continue;
      if (entry.side == SIM_SIDE_CLIENT)
        out->kind = read_client (&reader, &entry);
      else
        out->kind = read_server (&reader, &entry, &out->first);
    }

  if (out->kind == EXPLAIN_LINE_COMMAND)
    explain_verb (&entry, out->verb);
  else
    memcpy (out->verb, reader.answered, VERB_SIZE);
  g_array_unref (reader.pending);
}
