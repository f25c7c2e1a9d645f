/* dialogue-imap.c - IMAP: tags, untagged responses, literals (RFC 9051, 2.2)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dialogue-private.h"

#include <string.h>

/* Whether the line announces a literal: {310} or {310+} at its end. */
static gboolean
announces (const SimEntry *entry)
{
  gsize len = entry->len;

  while (len > 0 && (entry->bytes[len - 1] == '\n' || entry->bytes[len - 1] == '\r'))
    len--;
  if (len < 3 || entry->bytes[--len] != '}')
    return FALSE;
  if (entry->bytes[len - 1] == '+' || entry->bytes[len - 1] == '-')
    len--;

  gsize digits = len;

  while (len > 0 && g_ascii_isdigit (entry->bytes[len - 1]))
    len--;
  return len < digits && len > 0 && entry->bytes[len - 1] == '{';
}

/* The tag; returns where what follows it begins. */
static gsize
read_tag (const SimEntry *entry, char *tag)
{
  gsize n = 0, at = 0;

  for (; at < entry->len && entry->bytes[at] > ' ' && n < EXPLAIN_TAG_SIZE - 1; at++)
    tag[n++] = (char) entry->bytes[at];
  tag[n] = '\0';
  while (at < entry->len && entry->bytes[at] > ' ')
    at++;
  return at < entry->len && entry->bytes[at] == ' ' ? at + 1 : at;
}

static gboolean
is_newest (ExplainReader *self, const char *verb)
{
  return self->pending != NULL && self->pending->len > 0 &&
         strcmp (g_array_index (self->pending, ExplainPending, self->pending->len - 1).verb, verb) == 0;
}

/* The line speaks of the command at @i. */
static void
belongs_to (ExplainReader *self, guint i, ExplainLine *out)
{
  const ExplainPending *pending;

  if (self->pending == NULL || i >= self->pending->len)
    return;
  pending = &g_array_index (self->pending, ExplainPending, i);
  strcpy (out->verb, pending->verb);
  out->command = pending->command;
}

static void
belongs_to_newest (ExplainReader *self, ExplainLine *out)
{
  if (self->pending != NULL && self->pending->len > 0)
    belongs_to (self, self->pending->len - 1, out);
}

static void
read_command (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out)
{
  ExplainPending pending = { index };
  gsize at = read_tag (entry, pending.tag);

  at = explain_word (entry, at, pending.verb, sizeof pending.verb);
  if (strcmp (pending.verb, "UID") == 0 && at < entry->len && entry->bytes[at] == ' ')
    {
      pending.verb[3] = ' ';
      explain_word (entry, at + 1, pending.verb + 4, sizeof pending.verb - 4);
    }
  explain_reader_push (self, &pending);
  strcpy (out->verb, pending.verb);
  out->command = index;
}

static void
read_client (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out)
{
  char word[EXPLAIN_VERB_SIZE];

  explain_verb (entry, word);
  if (self->in_auth && is_newest (self, "AUTHENTICATE"))
    {
      out->kind = EXPLAIN_LINE_RESPONSE;
      belongs_to_newest (self, out);
    }
  else if (is_newest (self, "IDLE") && strcmp (word, "DONE") == 0)
    {
      belongs_to_newest (self, out);
      strcpy (out->verb, "DONE");
    }
  else
    read_command (self, entry, index, out);
  self->in_auth = FALSE;
}

static guint
find_tag (ExplainReader *self, const char *tag)
{
  guint n = self->pending != NULL ? self->pending->len : 0;

  for (guint i = 0; i < n; i++)
    if (strcmp (g_array_index (self->pending, ExplainPending, i).tag, tag) == 0)
      return i;
  return EXPLAIN_NO_ENTRY;
}

static void
read_server (ExplainReader *self, const SimEntry *entry, ExplainLine *out)
{
  char tag[EXPLAIN_TAG_SIZE];

  out->first = TRUE;
  read_tag (entry, tag);
  if (strcmp (tag, "+") == 0)
    {
      self->in_auth = TRUE;
      out->kind = EXPLAIN_LINE_CONTINUE;
      belongs_to_newest (self, out);
      return;
    }
  if (strcmp (tag, "*") == 0)
    {
      out->kind = self->greeted ? EXPLAIN_LINE_UNTAGGED : EXPLAIN_LINE_GREETING;
      self->greeted = TRUE;
      belongs_to (self, 0, out);
      return;
    }

  guint i = find_tag (self, tag);

  out->kind = EXPLAIN_LINE_REPLY;
  belongs_to (self, i, out);
  explain_reader_pop (self, i);
}

void
explain_read_imap (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out)
{
  gboolean literal = self->literal[entry->side];

  self->literal[entry->side] = (entry->flags & SIM_ENTRY_LITERAL) != 0 || announces (entry);
  if (entry->flags & SIM_ENTRY_LITERAL || literal)
    {
      out->kind = entry->flags & SIM_ENTRY_LITERAL ? EXPLAIN_LINE_CONTENT : EXPLAIN_LINE_REST;
      if (entry->side == SIM_SIDE_CLIENT)
        belongs_to_newest (self, out);
      else
        belongs_to (self, 0, out);
    }
  else if (entry->side == SIM_SIDE_CLIENT)
    read_client (self, entry, index, out);
  else
    read_server (self, entry, out);
}
