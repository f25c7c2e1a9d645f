/* inspector-next.c - what will happen next, in one sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/inspector-parts.h"

#include "app/draw/words.h"

#include <glib/gi18n-lib.h>

char *
inspector_next (EhloPlayer *player)
{
  const SimTrace *trace = ehlo_player_get_trace (player);
  const SimSteps *lines = ehlo_player_get_lines (player);
  guint line = ehlo_player_get_line (player) + 1;
  SimEntry entry, before = { 0 };
  guint from, to;

  if (line > sim_steps_length (lines))
    return g_strdup (_("Nothing more: this was the last step."));
  sim_trace_get (trace, sim_steps_get (lines, line)->entry, &entry);
  if (line > 1)
    sim_trace_get (trace, sim_steps_get (lines, line - 1)->entry, &before);
  if (line > 1 && entry.time - before.time > SIM_TIME_SECOND)
    {
      g_autofree char *wait = ehlo_words_time (entry.time - before.time);

      /* TRANSLATORS: a length of time, "30 min" */
      return g_strdup_printf (_("Nothing for %s; then it goes on."), wait);
    }
  if (!ehlo_words_ends (trace, &entry, &from, &to) && entry.rule != NULL && g_str_has_prefix (entry.rule, "folder:"))
    /* TRANSLATORS: a host's name */
    return g_strdup_printf (_("Something happens to a folder: %s"), ehlo_words_host (trace, entry.actor));
  if (!ehlo_words_ends (trace, &entry, &from, &to))
    /* TRANSLATORS: a host's name */
    return g_strdup_printf (_("Something happens to the letter: %s"), ehlo_words_host (trace, entry.actor));
  if (entry.kind != SIM_ENTRY_SAID)
    /* TRANSLATORS: a host's name, another host's name */
    return g_strdup_printf (_("Something happens to the connection: %s → %s"), ehlo_words_host (trace, from), ehlo_words_host (trace, to));
  if (entry.flags & SIM_ENTRY_LITERAL)
    /* TRANSLATORS: a host's name, another host's name */
    return g_strdup_printf (_("The letter itself: %s → %s"), ehlo_words_host (trace, from), ehlo_words_host (trace, to));
  if (entry.side == SIM_SIDE_SERVER)
    /* TRANSLATORS: a host's name, another host's name */
    return g_strdup_printf (_("An answer: %s → %s"), ehlo_words_host (trace, from), ehlo_words_host (trace, to));
  /* TRANSLATORS: a host's name, another host's name */
  return g_strdup_printf (_("A command: %s → %s"), ehlo_words_host (trace, from), ehlo_words_host (trace, to));
}
