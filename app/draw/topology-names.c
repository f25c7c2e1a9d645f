/* topology-names.c - the names of many hosts, whole, in little room
 *
 * Side by side in at most two lines if they fit; otherwise in up to three lines
 * and at several depths, each as high up as it has room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/topology-private.h"

#include "app/draw/words.h"

#include <string.h>

#define MAX_WORDS  12
#define MAX_DEPTHS 8
#define BETWEEN    10.0     /* two names at one depth */
#define EDGE       4.0
#define NARROW     112.0    /* a name that is no wider need not have a further line */

typedef struct
{
  const char *start[MAX_WORDS];   /* in the name */
  const char *end[MAX_WORDS];     /* without the blank after it */
  guint       n;
} Words;

static double
width_of (const TopologyMaker *maker, const char *text)
{
  return maker->measure (maker->data, EHLO_FONT_BODY_BOLD, text);
}

/* Lines may end at blanks, and behind the dots of a host's name. */
static Words
split (const char *name)
{
  Words words = { .n = 0 };
  const char *at = name;

  while (*at != '\0' && words.n < MAX_WORDS)
    {
      gsize len = strcspn (at, " .");

      if (at[len] == '.' || words.n + 1 == MAX_WORDS)
        len = words.n + 1 == MAX_WORDS ? strlen (at) : len + 1;
      words.start[words.n] = at;
      words.end[words.n++] = at + len;
      at += len;
      at += strspn (at, " ");
    }
  return words;
}

static double
run_width (const TopologyMaker *maker, const Words *words, guint first, guint last)
{
  g_autofree char *run = g_strndup (words->start[first], words->end[last] - words->start[first]);

  return width_of (maker, run);
}

/* How many lines it takes if none may be wider than @most; 0: a word is. @ends: the last word of each line. */
static guint
wrap (const TopologyMaker *maker, const Words *words, double most, guint *ends)
{
  guint n = 0, first = 0;

  for (guint i = 0; i < words->n; i++)
    {
      if (run_width (maker, words, first, i) <= most)
        continue;
      if (i == first || n == TOPOLOGY_NAME_LINES)
        return 0;
      ends[n++] = i - 1;
      first = i--;
    }
  if (n == TOPOLOGY_NAME_LINES)
    return 0;
  ends[n++] = words->n - 1;
  return n;
}

/* As narrow as @n_lines allow. */
static void
fill (const TopologyMaker *maker, const char *text, guint n_lines, TopologyName *name)
{
  Words words = split (text);
  guint ends[TOPOLOGY_NAME_LINES] = { 0 }, n, first = 0;
  double best = width_of (maker, text);

  for (guint i = 0; i < words.n; i++)
    for (guint k = i; k < words.n; k++)
      {
        double width = run_width (maker, &words, i, k);

        n = width < best ? wrap (maker, &words, width, ends) : 0;
        if (n > 0 && n <= n_lines)
          best = width;
      }
  n = words.n > 0 ? wrap (maker, &words, best, ends) : 0;
  for (guint line = 0; line < TOPOLOGY_NAME_LINES; line++)
    g_clear_pointer (&name->lines[line], g_free);
  name->n_lines = MAX (n, 1);
  name->width = best;
  for (guint line = 0; line < n; line++)
    {
      name->lines[line] = g_strndup (words.start[first], words.end[ends[line]] - words.start[first]);
      first = ends[line] + 1;
    }
  if (n == 0)
    name->lines[0] = g_strdup (text);
}

static void
clear_name (gpointer data)
{
  for (guint line = 0; line < TOPOLOGY_NAME_LINES; line++)
    g_free (((TopologyName *) data)->lines[line]);
}

/* Each at the highest depth where it does not touch the names before it. */
static void
stagger (const TopologyMaker *maker, GArray *names, double top, double *bottom)
{
  double right[MAX_DEPTHS] = { 0 }, y = top;
  guint lines[MAX_DEPTHS] = { 0 };

  for (guint host = 0; host < names->len; host++)
    {
      TopologyName *name = &g_array_index (names, TopologyName, host);
      const char *text = ehlo_words_host (maker->trace, host);

      if (ehlo_lanes_is_cloud (maker->trace, host))
        continue;
      for (guint n = 1; n <= TOPOLOGY_NAME_LINES; n++)
        {
          fill (maker, text, n, name);
          if (name->width <= NARROW)
            break;
        }
      name->x = CLAMP (name->x, EDGE + name->width / 2, MAX (maker->width - EDGE - name->width / 2, EDGE + name->width / 2));
      while (name->depth + 1 < MAX_DEPTHS && name->x - name->width / 2 < right[name->depth] + BETWEEN && right[name->depth] > 0)
        name->depth++;
      right[name->depth] = name->x + name->width / 2;
      lines[name->depth] = MAX (lines[name->depth], name->n_lines);
    }
  for (guint depth = 0; depth < MAX_DEPTHS && lines[depth] > 0; depth++)
    {
      for (guint host = 0; host < names->len; host++)
        if (g_array_index (names, TopologyName, host).depth == depth)
          g_array_index (names, TopologyName, host).y = y;
      y += lines[depth] * TOPOLOGY_NAME_LINE + 3;
    }
  *bottom = y - TOPOLOGY_NAME_LINE / 2;
}

GArray *
topology_names_new (const TopologyMaker *maker, double top, gboolean *crowded, double *bottom)
{
  GArray *names = g_array_new (FALSE, TRUE, sizeof (TopologyName));
  guint most = 1;

  g_array_set_clear_func (names, clear_name);
  g_array_set_size (names, maker->lanes->n);
  *crowded = FALSE;
  for (guint host = 0; host < names->len; host++)
    {
      TopologyName *name = &g_array_index (names, TopologyName, host);

      name->x = maker->lanes->x[host];
      name->y = top;
      if (ehlo_lanes_is_cloud (maker->trace, host))
        continue;
      fill (maker, ehlo_words_host (maker->trace, host), 1, name);
      if (name->width > maker->lanes->room[host])
        fill (maker, ehlo_words_host (maker->trace, host), 2, name);
      *crowded = *crowded || name->width > maker->lanes->room[host];
      most = MAX (most, name->n_lines);
    }
  if (*crowded)
    stagger (maker, names, top, bottom);
  else
    *bottom = top + (most - 0.5) * TOPOLOGY_NAME_LINE;
  return names;
}
