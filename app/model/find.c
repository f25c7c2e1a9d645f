/* find.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/find.h"

#include "app/draw/words.h"

#include <string.h>

typedef struct
{
  const SimTrace *trace;
  const SimSteps *lines;
  char           *words;      /* folded */
} Search;

static char *
fold (const char *text)
{
  g_autofree char *whole = g_utf8_make_valid (text, -1);

  return g_utf8_casefold (whole, -1);
}

static gboolean
has_words (const Search *search, guint line)
{
  const SimStep *step = sim_steps_get (search->lines, line);
  SimEntry entry;

  sim_trace_get (search->trace, step->entry, &entry);
  /* A letter may have thousands of lines: it is looked at once, whole. */
  if (entry.kind == SIM_ENTRY_SAID && (entry.flags & SIM_ENTRY_LITERAL) != 0)
    {
      g_autofree char *letter = g_strndup ((const char *) entry.bytes, entry.len);
      g_autofree char *folded = fold (letter);

      return strstr (folded, search->words) != NULL;
    }
  for (guint i = 0; i < MAX (step->n_lines, 1); i++)
    {
      g_autofree char *text = ehlo_words_step_line (search->trace, step, i);
      g_autofree char *folded = fold (text);

      if (strstr (folded, search->words) != NULL)
        return TRUE;
    }
  return FALSE;
}

guint
ehlo_find (const SimTrace *trace, const SimSteps *lines, const char *words, guint line, int direction)
{
  g_autofree char *folded = fold (words);
  Search search = { trace, lines, folded };
  guint n = sim_steps_length (lines);

  if (folded[0] == '\0')
    return 0;
  for (guint i = 0; i < n; i++)
    {
      line = direction > 0 ? line % n + 1 : line > 1 ? line - 1 : n;
      if (has_words (&search, line))
        return line;
    }
  return 0;
}

guint
ehlo_find_count (const SimTrace *trace, const SimSteps *lines, const char *words, guint line, guint limit, guint *rank)
{
  g_autofree char *folded = fold (words);
  Search search = { trace, lines, folded };
  guint n = 0;

  *rank = 0;
  for (guint i = 1; folded[0] != '\0' && i <= MIN (sim_steps_length (lines), limit); i++)
    if (has_words (&search, i))
      {
        n++;
        if (i == line)
          *rank = n;
      }
  return n;
}
