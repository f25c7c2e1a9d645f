/* align.c - pairs of lines by dynamic programming
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/align.h"

#include <string.h>

#define MAX_CELLS   4000000   /* more lines than that are put side by side as they come */
#define MAX_WORD    16
#define MAX_LETTER  80        /* octets of a letter that go into the run for stepping */

enum { SAME_SIDE = 1, SAME_PHASE = 2, SAME_WORD = 4 };

typedef struct
{
  guint    step;
  SimSide  side;
  SimPhase phase;
  gboolean letter;
  char     word[MAX_WORD + 1];   /* verb or code */
} Line;

static gboolean
get_line (const SimAlignRun *run, guint step, SimEntry *entry)
{
  const SimStep *at = sim_steps_get (run->lines, step);
  SimConnection connection;

  sim_trace_get (run->trace, at->entry, entry);
  if (entry->kind != SIM_ENTRY_SAID)
    return FALSE;
  sim_trace_get_connection (run->trace, entry->conn, &connection);
  return connection.client == run->host;
}

static GArray *
collect (const SimAlignRun *run)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));

  for (guint step = 1; step <= sim_steps_length (run->lines); step++)
    {
      Line line = { step, SIM_SIDE_NONE, sim_steps_get (run->lines, step)->phase, FALSE, "" };
      SimEntry entry;

      if (!get_line (run, step, &entry))
        continue;
      line.side = entry.side;
      line.letter = (entry.flags & SIM_ENTRY_LITERAL) != 0;
      for (gsize i = 0; !line.letter && i < entry.len && i < MAX_WORD && g_ascii_isgraph (entry.bytes[i]) && entry.bytes[i] != '-'; i++)
        line.word[i] = g_ascii_toupper (entry.bytes[i]);
      g_array_append_val (lines, line);
    }
  return lines;
}

/* How well two lines go together; 0: not at all. */
static guint
score (const Line *a, const Line *b)
{
  gboolean word = a->letter == b->letter && strcmp (a->word, b->word) == 0, phase = a->phase == b->phase;

  if (a->side != b->side || (!word && !phase))
    return 0;
  return SAME_SIDE + (phase ? SAME_PHASE : 0) + (word ? SAME_WORD : 0);
}

static void
add (GArray *rows, const GArray *a, guint i, const GArray *b, guint j)
{
  SimAlignRow row = { i < a->len ? g_array_index (a, Line, i).step : 0, j < b->len ? g_array_index (b, Line, j).step : 0 };

  g_array_append_val (rows, row);
}

/* best[i][j]: of the lines from i and j on. */
static guint32 *
fill (const GArray *a, const GArray *b)
{
  gsize width = b->len + 1;
  guint32 *best = g_new0 (guint32, (a->len + 1) * width);

  for (guint i = a->len; i-- > 0;)
    for (guint j = b->len; j-- > 0;)
      {
        guint points = score (&g_array_index (a, Line, i), &g_array_index (b, Line, j));
        guint32 apart = MAX (best[(i + 1) * width + j], best[i * width + j + 1]);

        best[i * width + j] = points > 0 ? MAX (apart, points + best[(i + 1) * width + j + 1]) : apart;
      }
  return best;
}

static void
trace_back (GArray *rows, const GArray *a, const GArray *b)
{
  g_autofree guint32 *best = fill (a, b);
  gsize width = b->len + 1;
  guint i = 0, j = 0;

  while (i < a->len || j < b->len)
    {
      guint points = i < a->len && j < b->len ? score (&g_array_index (a, Line, i), &g_array_index (b, Line, j)) : 0;

      if (points > 0 && best[i * width + j] == points + best[(i + 1) * width + j + 1])
        add (rows, a, i++, b, j++);
      else if (i < a->len && (j == b->len || best[i * width + j] == best[(i + 1) * width + j]))
        add (rows, a, i++, b, G_MAXUINT);
      else
        add (rows, a, G_MAXUINT, b, j++);
    }
}

GArray *
sim_align_new (const SimAlignRun *a, const SimAlignRun *b)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (SimAlignRow));
  g_autoptr (GArray) lines_a = collect (a), lines_b = collect (b);

  if ((guint64) (lines_a->len + 1) * (lines_b->len + 1) <= MAX_CELLS)
    trace_back (rows, lines_a, lines_b);
  else
    for (guint i = 0; i < MAX (lines_a->len, lines_b->len); i++)
      add (rows, lines_a, i, lines_b, i);
  return rows;
}

/* ---- a run for stepping ---- */

typedef struct
{
  const SimAlignRun *run;
  GHashTable        *conns;   /* number of a connection there to the one here */
  GHashTable        *known;   /* "6 2", transport and rank: what both runs open, to the number here; shared */
  SimTime            start;
} Source;

/* Of the connections of this transport that the host opens, which one it is. */
static guint
rank_of (const SimAlignRun *run, guint32 conn, guint8 transport)
{
  guint rank = 0;

  for (guint32 i = 1; i <= conn; i++)
    {
      SimConnection connection;

      sim_trace_get_connection (run->trace, i, &connection);
      rank += connection.client == run->host && connection.transport == transport;
    }
  return rank;
}

static guint32
conn_for (Source *source, SimTrace *out, guint32 conn, SimTime time)
{
  gpointer known = g_hash_table_lookup (source->conns, GUINT_TO_POINTER (conn));
  g_autofree char *name = NULL;
  SimConnection connection;
  SimPacket packet;

  if (known != NULL)
    return GPOINTER_TO_UINT (known);
  sim_trace_get_connection (source->run->trace, conn, &connection);
  name = g_strdup_printf ("%u %u", connection.transport, rank_of (source->run, conn, connection.transport));
  known = g_hash_table_lookup (source->known, name);
  if (known != NULL)
    {
      g_hash_table_insert (source->conns, GUINT_TO_POINTER (conn), known);
      return GPOINTER_TO_UINT (known);
    }
  packet = (SimPacket) { 1, 2, connection.client_port, connection.port, .protocol = connection.transport };
  known = GUINT_TO_POINTER (sim_trace_n_connections (out) + 1);
  sim_trace_add (out, &(SimEntry) { .kind = SIM_ENTRY_OPENED, .side = SIM_SIDE_CLIENT, .time = time, .cause = SIM_CAUSE_NONE,
                                    .conn = GPOINTER_TO_UINT (known), .from = 0, .to = 1, .rule = connection.protocol, .packet = &packet });
  g_hash_table_insert (source->conns, GUINT_TO_POINTER (conn), known);
  g_hash_table_insert (source->known, g_steal_pointer (&name), known);
  return GPOINTER_TO_UINT (known);
}

static SimTime
time_of (const Source *source, guint step)
{
  SimEntry entry;

  if (step == 0)
    return 0;
  sim_trace_get (source->run->trace, sim_steps_get (source->run->lines, step)->entry, &entry);
  return entry.time - source->start;
}

static void
add_line (Source *source, SimTrace *out, guint step, SimTime time)
{
  SimEntry entry;

  sim_trace_get (source->run->trace, sim_steps_get (source->run->lines, step)->entry, &entry);
  if (entry.flags & SIM_ENTRY_LITERAL)
    entry.len = MIN (entry.len, MAX_LETTER);
  sim_trace_add (out, &(SimEntry) { .kind = SIM_ENTRY_SAID, .side = entry.side, .flags = entry.flags & ~SIM_ENTRY_MORE, .time = time,
                                    .cause = SIM_CAUSE_NONE, .actor = entry.side == SIM_SIDE_CLIENT ? 0 : 1,
                                    .conn = conn_for (source, out, entry.conn, time), .bytes = entry.bytes, .len = entry.len });
}

static Source
make_source (const SimAlignRun *run, GHashTable *known, const GArray *rows, gboolean second)
{
  Source source = { run, g_hash_table_new (NULL, NULL), known, 0 };

  for (guint i = 0; i < rows->len; i++)
    {
      const SimAlignRow *row = &g_array_index (rows, SimAlignRow, i);
      guint step = second ? row->b : row->a;

      if (step > 0)
        {
          source.start = time_of (&source, step);
          break;
        }
    }
  return source;
}

SimTrace *
sim_align_to_trace (const SimAlignRun *a, const SimAlignRun *b, const GArray *rows)
{
  SimTrace *out = sim_trace_new ();
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Source first = make_source (a, known, rows, FALSE), second = make_source (b, known, rows, TRUE);
  SimTime time = 0;

  sim_trace_add_host (out, "a.example", NULL, 1, 0);
  sim_trace_add_host (out, "b.example", NULL, 2, 0);
  for (guint i = 0; i < rows->len; i++)
    {
      const SimAlignRow *row = &g_array_index (rows, SimAlignRow, i);

      time = MAX (time, MAX (time_of (&first, row->a), time_of (&second, row->b)));
      if (row->a > 0)
        add_line (&first, out, row->a, time);
      else
        add_line (&second, out, row->b, time);
    }
  g_hash_table_unref (first.conns);
  g_hash_table_unref (second.conns);
  return out;
}
