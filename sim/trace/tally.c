/* tally.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/tally.h"

#include <string.h>

/* Who spoke last in each connection, by its number. */
typedef struct
{
  const SimTrace *trace;
  SimTally       *tally;
  GArray         *last;     /* SimSide */
  SimTallyPoint   now;
} Count;

static gboolean
is_own (const Count *self, guint32 conn, SimConnection *connection)
{
  if (conn == 0)
    return FALSE;
  sim_trace_get_connection (self->trace, conn, connection);
  return connection->client == self->tally->host;
}

static void
add_point (Count *self, guint index, SimTime time)
{
  SimTallyPoint *last = &g_array_index (self->tally->points, SimTallyPoint, self->tally->points->len - 1);

  self->now.entry = index;
  self->now.time = time;
  if (last->entry == index)
    *last = self->now;
  else
    g_array_append_val (self->tally->points, self->now);
}

/* The lone dot ends a letter and asks nothing new. */
static gboolean
is_command (const SimEntry *entry)
{
  return entry->side == SIM_SIDE_CLIENT && (entry->flags & SIM_ENTRY_LITERAL) == 0
         && !(entry->len <= 3 && entry->len > 0 && entry->bytes[0] == '.');
}

static void
count_said (Count *self, const SimEntry *entry)
{
  SimSide *last;

  if (self->last->len < entry->conn)
    g_array_set_size (self->last, entry->conn);
  last = &g_array_index (self->last, SimSide, entry->conn - 1);
  if (entry->side == SIM_SIDE_SERVER && *last != SIM_SIDE_SERVER)
    self->now.round_trips++;
  if (is_command (entry))
    self->now.commands++;
  *last = entry->side;
}

static void
count (Count *self, guint index)
{
  SimConnection connection;
  SimEntry entry;

  sim_trace_get (self->trace, index, &entry);
  if (entry.kind == SIM_ENTRY_NOTE && entry.actor == self->tally->host && g_strcmp0 (entry.rule, "mail:opened") == 0)
    self->tally->opened = MIN (self->tally->opened, entry.time);
  if (!is_own (self, entry.conn, &connection))
    return;
  switch (entry.kind)
    {
    case SIM_ENTRY_OPENED:
      self->tally->start = MIN (self->tally->start, entry.time);
      if (connection.transport == SIM_PROTOCOL_TCP)
        self->now.round_trips++;
      break;
    case SIM_ENTRY_SEGMENT:
      if (entry.side != SIM_SIDE_CLIENT || entry.len == 0)
        return;
      self->now.sent += entry.len;
      break;
    case SIM_ENTRY_ARRIVED:
      if (entry.len > 0)
        self->tally->end = MAX (self->tally->end, entry.time);
      if (entry.side != SIM_SIDE_SERVER || entry.len == 0)
        return;
      self->now.received += entry.len;
      break;
    case SIM_ENTRY_SAID:
      count_said (self, &entry);
      break;
    default:
      return;
    }
  add_point (self, index, entry.time);
}

SimTally *
sim_tally_new (const SimTrace *trace, guint host)
{
  SimTally *self = g_new0 (SimTally, 1);
  Count counting = { trace, self, g_array_new (FALSE, TRUE, sizeof (SimSide)), { G_MAXUINT, 0, 0, 0, 0, 0 } };

  self->host = host;
  self->start = self->opened = SIM_TIME_NEVER;
  self->points = g_array_new (FALSE, FALSE, sizeof (SimTallyPoint));
  g_array_append_val (self->points, counting.now);
  for (guint i = 0; i < sim_trace_length (trace); i++)
    count (&counting, i);
  g_array_unref (counting.last);
  return self;
}

void
sim_tally_free (SimTally *self)
{
  g_array_unref (self->points);
  g_free (self);
}

const SimTallyPoint *
sim_tally_at (const SimTally *self, guint n_entries)
{
  guint low = 0, high = self->points->len;

  /* The last point whose entry is among them; the first point is always. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->points, SimTallyPoint, middle).entry < n_entries)
        low = middle;
      else
        high = middle;
    }
  return &g_array_index (self->points, SimTallyPoint, low);
}

SimTime
sim_tally_wait (const SimTally *self)
{
  SimTime end = self->opened < SIM_TIME_NEVER ? self->opened : self->end;

  return self->start < SIM_TIME_NEVER && end > self->start ? end - self->start : 0;
}

guint
sim_tally_host (const SimTrace *trace)
{
  SimConnection connection;

  if (sim_trace_n_connections (trace) == 0)
    return G_MAXUINT;
  sim_trace_get_connection (trace, 1, &connection);
  return connection.client;
}
