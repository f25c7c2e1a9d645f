/* links.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/links.h"

#include <string.h>

typedef struct
{
  guint entry;
  int   state;
} Move;

struct _SimStates
{
  GPtrArray *sessions;   /* GArray of Move, or NULL; two of each connection: the client's, the server's */
  guint      n_seen;     /* entries */
};

/* The nearest entry up the causes that is of another step. */
static guint
step_above (const SimTrace *trace, const SimSteps *lines, guint step)
{
  guint at = sim_steps_get (lines, step)->entry;
  SimEntry entry;

  for (;;)
    {
      sim_trace_get (trace, at, &entry);
      if (entry.cause >= at)
        return 0;
      at = entry.cause;

      guint above = sim_steps_of_entry (lines, at);

      /* Packets without a line of their own (a connection is opened) belong to no step. */
      if (above > 0 && above < step && sim_steps_get (lines, above)->entry == at)
        return above;
    }
}

static gboolean
same_tag (const SimEntry *a, const SimEntry *b)
{
  gsize len = 0;

  while (len < a->len && len < b->len && g_ascii_isalnum (a->bytes[len]) && a->bytes[len] == b->bytes[len])
    len++;
  return len > 0 && len < a->len && len < b->len && a->bytes[len] == ' ' && b->bytes[len] == ' ' && !g_ascii_isdigit (a->bytes[0]);
}

/* The reply at @step was led to by a packet that began with the command at @first: which of its commands is it to? */
static guint
command_of (const SimTrace *trace, const SimSteps *lines, guint step, guint first)
{
  const SimStep *reply = sim_steps_get (lines, step);
  SimEntry said, entry;
  guint before = 0, command = first;

  sim_trace_get (trace, reply->entry, &said);
  for (guint i = first + 1; i < step; i++)
    {
      const SimStep *other = sim_steps_get (lines, i);

      sim_trace_get (trace, other->entry, &entry);
      before += other->conn == reply->conn && entry.kind == SIM_ENTRY_SAID && entry.side == said.side && entry.cause == said.cause;
    }
  for (guint i = first; i < step; i++)
    {
      const SimStep *other = sim_steps_get (lines, i);

      sim_trace_get (trace, other->entry, &entry);
      if (other->conn != reply->conn || entry.kind != SIM_ENTRY_SAID)
        continue;
      if (entry.side == said.side)
        break;
      if (same_tag (&entry, &said))
        return i;
      if (entry.flags & SIM_ENTRY_LITERAL)
        continue;
      command = i;
      if (before-- == 0)
        break;
    }
  return command;
}

guint
sim_links_cause (const SimTrace *trace, const SimSteps *lines, guint step)
{
  guint above;
  SimEntry entry, cause;

  if (step == 0 || step > sim_steps_length (lines))
    return 0;
  above = step_above (trace, lines, step);
  if (above == 0 || step - above > SIM_LINKS_REACH)
    return above;
  sim_trace_get (trace, sim_steps_get (lines, step)->entry, &entry);
  sim_trace_get (trace, sim_steps_get (lines, above)->entry, &cause);
  if (entry.kind == SIM_ENTRY_SAID && cause.kind == SIM_ENTRY_SAID && entry.conn == cause.conn && cause.side == SIM_SIDE_CLIENT
      && entry.side == SIM_SIDE_SERVER)
    return command_of (trace, lines, step, above);
  return above;
}

guint
sim_links_effect (const SimTrace *trace, const SimSteps *lines, guint step)
{
  guint last = MIN (sim_steps_length (lines), step + SIM_LINKS_REACH);

  for (guint i = step + 1; step > 0 && i <= last; i++)
    if (sim_links_cause (trace, lines, i) == step)
      return i;
  return 0;
}

guint
sim_links_neighbour (const SimSteps *lines, guint step, int direction)
{
  guint n = sim_steps_length (lines);
  guint32 conn = step > 0 && step <= n ? sim_steps_get (lines, step)->conn : 0;

  for (guint tries = 0; conn != 0 && tries < SIM_LINKS_REACH; tries++)
    {
      step += direction;
      if (step < 1 || step > n)
        break;
      if (sim_steps_get (lines, step)->conn == conn)
        return step;
    }
  return 0;
}

static void
free_session (gpointer data)
{
  if (data != NULL)
    g_array_unref (data);
}

SimStates *
sim_states_new (const SimTrace *trace)
{
  SimStates *self = g_new0 (SimStates, 1);

  self->sessions = g_ptr_array_new_with_free_func (free_session);
  sim_states_grow (self, trace);
  return self;
}

void
sim_states_free (SimStates *self)
{
  g_ptr_array_unref (self->sessions);
  g_free (self);
}

static guint
session_of (guint32 conn, SimSide side)
{
  return 2 * (conn - 1) + (side == SIM_SIDE_SERVER);
}

static void
add_move (SimStates *self, guint32 conn, SimSide side, Move move)
{
  guint session = session_of (conn, side);

  if (session >= self->sessions->len)
    g_ptr_array_set_size (self->sessions, session + 1);
  if (self->sessions->pdata[session] == NULL)
    self->sessions->pdata[session] = g_array_new (FALSE, FALSE, sizeof (Move));
  g_array_append_val (self->sessions->pdata[session], move);
}

void
sim_states_grow (SimStates *self, const SimTrace *trace)
{
  guint length = sim_trace_length (trace);

  for (; self->n_seen < length; self->n_seen++)
    {
      SimEntry entry;

      sim_trace_get (trace, self->n_seen, &entry);
      if (entry.conn == 0)
        continue;
      if (entry.kind == SIM_ENTRY_MOVE)
        add_move (self, entry.conn, entry.side, (Move) { self->n_seen, entry.to });
      else if (entry.kind == SIM_ENTRY_CLOSED)
        {
          add_move (self, entry.conn, SIM_SIDE_CLIENT, (Move) { self->n_seen, -1 });
          add_move (self, entry.conn, SIM_SIDE_SERVER, (Move) { self->n_seen, -1 });
        }
    }
}

int
sim_states_at (const SimStates *self, guint32 conn, SimSide side, guint n_entries)
{
  const GArray *moves = conn > 0 && session_of (conn, side) < self->sessions->len ? self->sessions->pdata[session_of (conn, side)] : NULL;
  guint low = 0, high = moves != NULL ? moves->len : 0;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (moves, Move, middle).entry < n_entries)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? g_array_index (moves, Move, low - 1).state : -1;
}
