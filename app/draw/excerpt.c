/* excerpt.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/excerpt.h"

#include "app/draw/words.h"

static gboolean
has_several (const SimSteps *lines, guint from, guint to)
{
  guint32 conn = 0;

  for (guint n = from; n <= to; n++)
    {
      guint32 other = sim_steps_get (lines, n)->conn;

      if (conn != 0 && other != 0 && other != conn)
        return TRUE;
      conn = other != 0 ? other : conn;
    }
  return FALSE;
}

static void
append_step (GString *text, const SimTrace *trace, const SimStep *step)
{
  SimEntry entry;

  sim_trace_get (trace, step->entry, &entry);
  if (entry.kind != SIM_ENTRY_SAID)
    {
      g_autofree char *line = ehlo_words_line (trace, step->entry);

      g_string_append_printf (text, "[%s]\n", line);
      return;
    }
  for (guint i = 0; i < step->n_lines; i++)
    {
      g_autofree char *line = ehlo_words_step_line (trace, step, i);

      g_string_append_printf (text, "%c: %s\n", entry.side == SIM_SIDE_CLIENT ? 'C' : 'S', line);
    }
}

char *
ehlo_excerpt_new (const SimTrace *trace, const SimSteps *lines, guint from, guint to)
{
  GString *text = g_string_new (NULL);
  gboolean several = has_several (lines, from, to);
  guint32 conn = 0;

  for (guint n = from; n <= to; n++)
    {
      const SimStep *step = sim_steps_get (lines, n);

      if (several && step->conn != 0 && step->conn != conn)
        {
          g_autofree char *who = ehlo_words_connection (trace, conn = step->conn);

          g_string_append_printf (text, "%s# %s\n", text->len > 0 ? "\n" : "", who);
        }
      append_step (text, trace, step);
    }
  return g_string_free (text, FALSE);
}
