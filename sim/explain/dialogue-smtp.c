/* dialogue-smtp.c - SMTP, submission and LMTP: replies come in the order of the commands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dialogue-private.h"

#include <string.h>

static void
read_client (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out)
{
  ExplainPending pending = { index };

  if (entry->flags & SIM_ENTRY_LITERAL || (self->in_data && !explain_is_dot (entry)))
    {
      out->kind = EXPLAIN_LINE_CONTENT;
      return;
    }
  if (self->in_data)
    {
      self->in_data = FALSE;
      strcpy (pending.verb, ".");
      out->kind = EXPLAIN_LINE_DOT;
    }
  else if (self->in_auth)
    {
      self->in_auth = FALSE;
      strcpy (pending.verb, "AUTH");
      out->kind = EXPLAIN_LINE_RESPONSE;
    }
  else
    explain_verb (entry, pending.verb);
  explain_reader_push (self, &pending);
  strcpy (out->verb, pending.verb);
  out->command = index;
}

static void
read_server (ExplainReader *self, const SimEntry *entry, ExplainLine *out)
{
  int code = explain_reply_code (entry->bytes, entry->len);

  out->kind = self->greeted ? EXPLAIN_LINE_REPLY : EXPLAIN_LINE_GREETING;
  out->first = !self->in_reply;
  if (out->first && self->greeted)
    explain_reader_pop (self, 0);
  self->in_reply = (entry->flags & SIM_ENTRY_MORE) != 0 || (entry->len > 3 && entry->bytes[3] == '-' && code != 0);
  if (!self->in_reply)
    self->greeted = TRUE;
  if (code == 354)
    self->in_data = TRUE;
  if (code == 334)
    self->in_auth = TRUE;
  strcpy (out->verb, self->answered.verb);
  out->command = self->answered.command;
}

void
explain_read_smtp (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out)
{
  if (entry->side == SIM_SIDE_CLIENT)
    read_client (self, entry, index, out);
  else
    read_server (self, entry, out);
}
