/* trace-said.c - what was said, as people may read it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/trace.h"

#include "sim/core/text.h"

#include <string.h>

/* How many octets of a secret line are shown: a verb and a mechanism, never the rest. */
static gsize
open_part (const guint8 *bytes, gsize len)
{
  static const struct { const char *verb; gboolean tagged, word; } verbs[] = {
    { "AUTH ", FALSE, TRUE }, { "PASS ", FALSE, FALSE }, { "APOP ", FALSE, TRUE },
    { "LOGIN ", TRUE, FALSE }, { "AUTHENTICATE ", TRUE, TRUE }
  };
  const guint8 *blank = memchr (bytes, ' ', len);
  gsize tag = blank != NULL ? (gsize) (blank - bytes) + 1 : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      gsize at = verbs[i].tagged ? tag : 0;
      gsize n = strlen (verbs[i].verb);
      const guint8 *word;

      if ((verbs[i].tagged && tag == 0) || len < at + n
          || g_ascii_strncasecmp ((const char *) bytes + at, verbs[i].verb, n) != 0)
        continue;
      if (!verbs[i].word)
        return at + n;
      word = memchr (bytes + at + n, ' ', len - at - n);
      return word == NULL ? len : (gsize) (word - bytes) + 1;
    }
  return 0;
}

static char *
dup_line (const guint8 *bytes, gsize len, gboolean mask)
{
  gsize shown = mask ? open_part (bytes, len) : len;
  g_autofree char *text = sim_text_escape (bytes, shown);

  return shown < len ? g_strconcat (text, "********", NULL) : g_steal_pointer (&text);
}

static gsize
without_end (const guint8 *bytes, gsize len)
{
  return len >= 2 && bytes[len - 2] == '\r' && bytes[len - 1] == '\n' ? len - 2 : len;
}

char *
sim_trace_dup_said (const SimEntry *entry, gboolean secrets)
{
  return dup_line (entry->bytes, without_end (entry->bytes, entry->len),
                   (entry->flags & SIM_ENTRY_SECRET) != 0 && !secrets);
}

char **
sim_trace_dup_lines (const SimEntry *entry, gboolean secrets)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const guint8 *p = entry->bytes;
  gsize left = entry->len;

  if ((entry->flags & SIM_ENTRY_LITERAL) == 0 || ((entry->flags & SIM_ENTRY_SECRET) != 0 && !secrets))
    g_ptr_array_add (lines, sim_trace_dup_said (entry, secrets));
  else
    while (left > 0)
      {
        const guint8 *lf = memchr (p, '\n', left);
        gsize len = lf != NULL ? (gsize) (lf - p) + 1 : left;

        g_ptr_array_add (lines, dup_line (p, without_end (p, len), FALSE));
        p += len;
        left -= len;
      }
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&lines), FALSE);
}

const char *
sim_entry_kind_name (SimEntryKind kind)
{
  static const char * const names[] =
  {
    "opened", "said", "segment", "arrived", "lost", "move", "stored", "note", "closed"
  };

  g_return_val_if_fail (kind < G_N_ELEMENTS (names), "");

  return names[kind];
}
