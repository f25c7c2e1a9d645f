/* envelope.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/envelope.h"

#include <string.h>

typedef enum { ASKED_OTHER, ASKED_MAIL, ASKED_RCPT } Asked;

static void
free_recipient (gpointer data)
{
  EhloRecipient *recipient = data;

  g_free (recipient->address);
  g_free (recipient);
}

static gboolean
starts (const SimEntry *entry, const char *word)
{
  gsize len = strlen (word);

  return entry->len >= len && g_ascii_strncasecmp ((const char *) entry->bytes, word, len) == 0;
}

/* What stands in the angle brackets. */
static char *
path_of (const SimEntry *entry)
{
  g_autofree char *line = sim_trace_dup_said (entry, FALSE);
  char *open = strchr (line, '<');
  char *close = open != NULL ? strchr (open, '>') : NULL;

  if (close == NULL)
    return g_strdup ("");
  return g_strndup (open + 1, close - open - 1);
}

static void
forget (EhloEnvelope *self)
{
  g_clear_pointer (&self->from, g_free);
  g_ptr_array_set_size (self->recipients, 0);
}

static Asked
command (EhloEnvelope *self, const SimEntry *entry)
{
  if (starts (entry, "MAIL FROM:"))
    {
      forget (self);
      self->from = path_of (entry);
      return ASKED_MAIL;
    }
  if (starts (entry, "RCPT TO:"))
    {
      EhloRecipient *recipient = g_new0 (EhloRecipient, 1);

      recipient->address = path_of (entry);
      g_ptr_array_add (self->recipients, recipient);
      return ASKED_RCPT;
    }
  if (starts (entry, "RSET"))
    forget (self);
  return ASKED_OTHER;
}

static void
reply (EhloEnvelope *self, const SimEntry *entry, Asked asked)
{
  ExplainClass klass = explain_entry_class (entry);

  if (asked == ASKED_MAIL && klass >= EXPLAIN_CLASS_LATER)
    forget (self);
  for (guint i = 0; asked == ASKED_RCPT && i < self->recipients->len; i++)
    {
      EhloRecipient *recipient = g_ptr_array_index (self->recipients, i);

      if (recipient->klass != EXPLAIN_CLASS_NONE)
        continue;
      recipient->klass = klass;
      break;
    }
}

EhloEnvelope *
ehlo_envelope_at (const SimTrace *trace, guint32 conn, guint cursor)
{
  EhloEnvelope *self;
  SimConnection connection;
  g_autoptr (GArray) asked = NULL;

  if (conn == 0)
    return NULL;
  sim_trace_get_connection (trace, conn, &connection);
  if (connection.transport != SIM_PROTOCOL_TCP)
    return NULL;
  asked = g_array_new (FALSE, FALSE, sizeof (Asked));
  self = g_new0 (EhloEnvelope, 1);
  self->recipients = g_ptr_array_new_with_free_func (free_recipient);
  for (guint i = connection.opened; i < MIN (cursor, sim_trace_length (trace)); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.conn != conn || entry.kind != SIM_ENTRY_SAID || (entry.flags & SIM_ENTRY_LITERAL))
        continue;
      if (entry.side == SIM_SIDE_CLIENT)
        {
          Asked what = command (self, &entry);

          g_array_append_val (asked, what);
        }
      else if ((entry.flags & SIM_ENTRY_MORE) == 0 && asked->len > 0)
        {
          reply (self, &entry, g_array_index (asked, Asked, 0));
          g_array_remove_index (asked, 0);
        }
    }
  return self;
}

void
ehlo_envelope_free (EhloEnvelope *self)
{
  g_free (self->from);
  g_ptr_array_unref (self->recipients);
  g_free (self);
}
