/* dialogue-pop3.c - POP3: some answers go on to a lone dot (RFC 1939, 3)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dialogue-private.h"

#include <string.h>

static gboolean
has_argument (const SimEntry *entry, gsize at)
{
  for (; at < entry->len; at++)
    if (entry->bytes[at] > ' ')
      return TRUE;
  return FALSE;
}

/* Whether +OK to this command is followed by lines that end with a lone dot. */
static gboolean
has_many_lines (const char *verb, gboolean argument)
{
  if (strcmp (verb, "RETR") == 0 || strcmp (verb, "TOP") == 0 || strcmp (verb, "CAPA") == 0)
    return TRUE;
  return !argument && (strcmp (verb, "LIST") == 0 || strcmp (verb, "UIDL") == 0 || strcmp (verb, "AUTH") == 0);
}

static void
read_client (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out)
{
  ExplainPending pending = { index };

  out->command = index;
  if (self->in_auth)
    {
      self->in_auth = FALSE;
      strcpy (out->verb, "AUTH");
      out->kind = EXPLAIN_LINE_RESPONSE;
      return;
    }

  gsize end = explain_word (entry, 0, pending.verb, sizeof pending.verb);

  pending.many = has_many_lines (pending.verb, has_argument (entry, end));
  explain_reader_push (self, &pending);
  strcpy (out->verb, pending.verb);
}

static gboolean
begins (const SimEntry *entry, const char *word)
{
  gsize len = strlen (word);

  return entry->len >= len && g_ascii_strncasecmp ((const char *) entry->bytes, word, len) == 0;
}

static void
read_status (ExplainReader *self, const SimEntry *entry, ExplainLine *out)
{
  out->first = TRUE;
  if (!self->greeted)
    {
      self->greeted = TRUE;
      out->kind = EXPLAIN_LINE_GREETING;
      return;
    }
  out->kind = EXPLAIN_LINE_REPLY;
  explain_reader_pop (self, 0);
  self->in_auth = FALSE;
  self->in_data = begins (entry, "+OK") && self->answered.many;
}

static void
read_server (ExplainReader *self, const SimEntry *entry, ExplainLine *out)
{
  if (self->in_data && (entry->flags & SIM_ENTRY_LITERAL))
    out->kind = EXPLAIN_LINE_CONTENT;
  else if (self->in_data && explain_is_dot (entry))
    {
      self->in_data = FALSE;
      out->kind = EXPLAIN_LINE_DOT;
    }
  else if (self->in_data)
    out->kind = strcmp (self->answered.verb, "RETR") == 0 || strcmp (self->answered.verb, "TOP") == 0 ? EXPLAIN_LINE_CONTENT
                                                                                                    : EXPLAIN_LINE_LISTING;
  else if (entry->len > 0 && entry->bytes[0] == '+' && !begins (entry, "+OK"))
    {
      out->kind = EXPLAIN_LINE_CONTINUE;
      self->in_auth = TRUE;
      if (self->pending != NULL && self->pending->len > 0)
        self->answered = g_array_index (self->pending, ExplainPending, 0);
    }
  else
    read_status (self, entry, out);
  strcpy (out->verb, self->answered.verb);
  out->command = self->answered.command;
}

void
explain_read_pop3 (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out)
{
  if (entry->side == SIM_SIDE_CLIENT)
    read_client (self, entry, index, out);
  else
    read_server (self, entry, out);
}
