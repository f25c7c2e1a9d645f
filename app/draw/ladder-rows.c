/* ladder-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-rows.h"

#include <math.h>

#define HEADER_HEIGHT  28.0
#define LINE_SHARE     0.72                        /* of a step's height */
#define PACKET_SHARE   0.8
#define LONGEST_SHOWN  SIM_TIME_SECOND             /* what takes longer is a gap */
#define LONGEST_SCALED (10 * SIM_TIME_SECOND)
#define HIGHEST_WAIT   6000.0                      /* pixels */
#define MAX_MEASURED   2000                        /* steps from which the scale is found */
#define ROWS_OF_A_WAIT 1.6                         /* how high the usual wait is drawn: slanted arrows need room between them */
#define USUAL_WAIT     (20 * SIM_TIME_MILLISECOND)

struct _LadderRows
{
  GArray           *rows;        /* LadderRow */
  double            height;
  double            row_height;
  double            wait;        /* TIME_SCALE: the usual one, ns */
  LadderRowsOptions options;
  /* Where the rows have come to: */
  guint             n_steps;
  guint             tail;        /* rows from here on belong to the last step and may change */
  SimTime           before;      /* of the last step */
  guint32           conn;        /* the last header's */
  int               header;      /* row; -1: none */
  int               folded;      /* row of the folded phase that goes on; -1: none */
  gboolean          hidden;      /* below a folded header */
  SimPhase          phase;       /* of the last step */
  guint32           phase_conn;
};

static void
add_row (LadderRows *self, LadderRow row)
{
  row.y = self->height;
  self->height += row.height;
  g_array_append_val (self->rows, row);
}

static gboolean
is_in (GHashTable *set, guint step)
{
  return set != NULL && g_hash_table_contains (set, GUINT_TO_POINTER (step));
}

/* DNS exchanges are short and stand in the run of the others; they have no header. */
static gboolean
is_datagram (const SimTrace *trace, guint32 conn)
{
  SimConnection connection;

  if (conn == 0)
    return FALSE;
  sim_trace_get_connection (trace, conn, &connection);
  return connection.transport == SIM_PROTOCOL_UDP;
}

static SimTime
time_of (const SimTrace *trace, const SimSteps *lines, guint step)
{
  SimEntry entry;

  sim_trace_get (trace, sim_steps_get (lines, step)->entry, &entry);
  return entry.time;
}

static int
by_length (gconstpointer a, gconstpointer b)
{
  SimTime one = *(const SimTime *) a, other = *(const SimTime *) b;

  return one < other ? -1 : one > other;
}

/* The middle one of the waits that are shown to scale: then most rows stand as far apart as they should. */
static double
find_wait (const SimTrace *trace, const SimSteps *lines)
{
  g_autoptr (GArray) waits = g_array_new (FALSE, FALSE, sizeof (SimTime));
  guint n = MIN (sim_steps_length (lines), MAX_MEASURED);

  for (guint i = 2; i <= n; i++)
    {
      SimTime wait = time_of (trace, lines, i) - time_of (trace, lines, i - 1);

      if (wait > 0 && wait <= LONGEST_SHOWN)
        g_array_append_val (waits, wait);
    }
  if (waits->len == 0)
    return USUAL_WAIT;
  g_array_sort (waits, by_length);
  return g_array_index (waits, SimTime, waits->len / 2);
}

static double
space_before (const LadderRows *self, SimTime wait)
{
  switch (self->options.time)
    {
    case LADDER_TIME_STEPS:
      break;
    case LADDER_TIME_COMPRESSED:
      return self->row_height * 0.35 * log10 (1 + (double) wait / SIM_TIME_MILLISECOND);
    case LADDER_TIME_SCALE:
      return MAX (wait * ladder_rows_scale (self) - self->row_height, 0);
    }
  return 0;
}

/* To scale longer waits are drawn, but nobody scrolls through many pages of nothing. */
static gboolean
is_gap (const LadderRows *self, SimTime wait)
{
  if (self->options.time != LADDER_TIME_SCALE)
    return wait > LONGEST_SHOWN;
  return wait > LONGEST_SCALED || wait * ladder_rows_scale (self) > HIGHEST_WAIT;
}

/* The segments among the entries between @first and @last; @only: those of this connection, or (-@only) of all others. */
static void
add_packets (LadderRows *self, const SimTrace *trace, guint step, guint first, guint last, gint64 only)
{
  if (!(self->options.layers & LADDER_LAYER_TRANSPORT) || self->hidden || self->folded >= 0)
    return;
  for (guint i = first; i < last; i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind != SIM_ENTRY_SEGMENT || is_datagram (trace, entry.conn) || (only > 0 && entry.conn != only) || (only < 0 && entry.conn == -only))
        continue;
      add_row (self, (LadderRow) { .kind = LADDER_ROW_PACKET, .conn = entry.conn, .step = step, .last = step, .part = i,
                                   .height = self->row_height * PACKET_SHARE });
    }
}

/* What follows a step's own row and may change while the trace goes on. */
static void
add_tail (LadderRows *self, const SimTrace *trace, const SimSteps *lines, guint i)
{
  const SimStep *step = sim_steps_get (lines, i);
  const SimStep *next = i < sim_steps_length (lines) ? sim_steps_get (lines, i + 1) : NULL;
  gboolean opens = next != NULL && next->conn != 0 && next->conn != self->conn && !is_datagram (trace, next->conn);

  self->tail = self->rows->len;
  if (!self->hidden && self->folded < 0 && is_in (self->options.unfolded, i) && (self->options.layers & LADDER_LAYER_APPLICATION))
    for (guint line = 1; line < MIN (step->n_lines, LADDER_MAX_LINES); line++)
      add_row (self, (LadderRow) { .kind = LADDER_ROW_LINE, .step = i, .last = i, .part = line, .height = self->row_height * LINE_SHARE });
  add_packets (self, trace, i, step->entry, next != NULL ? next->entry : sim_trace_length (trace), opens ? -(gint64) next->conn : 0);
}

static void
add_header (LadderRows *self, const SimTrace *trace, const SimSteps *lines, guint i)
{
  const SimStep *step = sim_steps_get (lines, i);

  self->conn = step->conn;
  self->header = self->rows->len;
  self->hidden = is_in (self->options.folded, i);
  add_row (self, (LadderRow) { .kind = LADDER_ROW_HEADER, .conn = step->conn, .step = i, .height = HEADER_HEIGHT });
}

static void
begin_phase (LadderRows *self, const SimStep *step, guint i)
{
  if (step->phase == self->phase && step->conn == self->phase_conn)
    return;
  self->phase = step->phase;
  self->phase_conn = step->conn;
  self->folded = -1;
  if (step->phase == SIM_PHASE_NONE || self->hidden || !is_in (self->options.phases, i))
    return;
  self->folded = self->rows->len;
  add_row (self, (LadderRow) { .kind = LADDER_ROW_PHASE, .conn = step->conn, .step = i, .height = HEADER_HEIGHT });
}

static void
add_step (LadderRows *self, const SimTrace *trace, const SimSteps *lines, guint i)
{
  const SimStep *step = sim_steps_get (lines, i);
  gboolean datagram = is_datagram (trace, step->conn);
  gboolean opens = step->conn != 0 && !datagram && step->conn != self->conn;
  SimTime time = time_of (trace, lines, i), wait = i > 1 ? MAX (time - self->before, 0) : 0;
  gboolean gap = is_gap (self, wait);

  self->before = time;
  if (gap && (opens || !self->hidden))
    add_row (self, (LadderRow) { .kind = LADDER_ROW_GAP, .step = i, .last = i, .wait = wait, .height = self->row_height });
  if (opens)
    add_header (self, trace, lines, i);
  if (self->header >= 0)
    g_array_index (self->rows, LadderRow, self->header).last = i;
  begin_phase (self, step, i);
  if (self->folded >= 0)
    g_array_index (self->rows, LadderRow, self->folded).last = i;
  if (opens)
    add_packets (self, trace, i, i > 1 ? sim_steps_get (lines, i - 1)->entry : 0, step->entry, step->conn);
  if (!self->hidden && self->folded < 0 && (self->options.layers & (datagram ? LADDER_LAYER_NAMES : LADDER_LAYER_APPLICATION)))
    {
      double space = gap ? 0 : space_before (self, wait);

      add_row (self, (LadderRow) { .kind = LADDER_ROW_STEP, .step = i, .last = i, .space = space, .height = self->row_height + space });
    }
  add_tail (self, trace, lines, i);
}

LadderRows *
ladder_rows_new (const SimTrace *trace, const SimSteps *lines, double row_height, const LadderRowsOptions *options)
{
  LadderRows *self = g_new0 (LadderRows, 1);

  if (options != NULL)
    self->options = *options;
  if (self->options.layers == 0)
    self->options.layers = LADDER_LAYER_APPLICATION | LADDER_LAYER_NAMES;
  self->rows = g_array_new (FALSE, FALSE, sizeof (LadderRow));
  self->row_height = row_height;
  self->wait = self->options.time == LADDER_TIME_SCALE ? find_wait (trace, lines) : 0;
  self->header = self->folded = -1;
  ladder_rows_grow (self, trace, lines);
  return self;
}

void
ladder_rows_free (LadderRows *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

void
ladder_rows_grow (LadderRows *self, const SimTrace *trace, const SimSteps *lines)
{
  if (self->n_steps > 0)
    {
      if (self->tail < self->rows->len)
        self->height = g_array_index (self->rows, LadderRow, self->tail).y;
      g_array_set_size (self->rows, self->tail);
      add_tail (self, trace, lines, self->n_steps);
    }
  while (self->n_steps < sim_steps_length (lines))
    add_step (self, trace, lines, ++self->n_steps);
}

void
ladder_rows_set_row_height (LadderRows *self, double row_height)
{
  double factor = row_height / self->row_height;

  self->row_height = row_height;
  self->height = 0;
  for (guint i = 0; i < self->rows->len; i++)
    {
      LadderRow *row = &g_array_index (self->rows, LadderRow, i);

      row->y = self->height;
      if (row->kind != LADDER_ROW_HEADER && row->kind != LADDER_ROW_PHASE)
        {
          row->height *= factor;
          row->space *= factor;
        }
      self->height += row->height;
    }
}

guint
ladder_rows_length (const LadderRows *self)
{
  return self->rows->len;
}

const LadderRow *
ladder_rows_get (const LadderRows *self, guint i)
{
  return &g_array_index (self->rows, LadderRow, i);
}

double
ladder_rows_height (const LadderRows *self)
{
  return self->height;
}

LadderTime
ladder_rows_time (const LadderRows *self)
{
  return self->options.time;
}

double
ladder_rows_scale (const LadderRows *self)
{
  return self->options.time == LADDER_TIME_SCALE ? ROWS_OF_A_WAIT * self->row_height / self->wait : 0;
}

guint
ladder_rows_at (const LadderRows *self, double y)
{
  guint low = 0, high = self->rows->len;

  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;

      if (ladder_rows_get (self, middle)->y <= y)
        low = middle;
      else
        high = middle;
    }
  return low;
}

guint
ladder_rows_of (const LadderRows *self, guint step)
{
  guint low = 0, high = self->rows->len;

  /* The first row whose step is not before @step. */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (ladder_rows_get (self, middle)->step < step)
        low = middle + 1;
      else
        high = middle;
    }
  for (guint i = low; i < self->rows->len && ladder_rows_get (self, i)->step == step; i++)
    if (ladder_rows_get (self, i)->kind == LADDER_ROW_STEP)
      return i;
  /* It has none: the header it begins, or the row before which it would stand. */
  for (guint i = low; i < self->rows->len && ladder_rows_get (self, i)->step == step; i++)
    if (ladder_rows_get (self, i)->kind >= LADDER_ROW_PACKET && ladder_rows_get (self, i)->kind <= LADDER_ROW_PHASE)
      low = i + 1;
  if (low > 0)
    low--;
  /* A gap that stands alone before a folded header's steps belongs to the header before it. */
  while (low > 0 && ladder_rows_get (self, low)->kind == LADDER_ROW_GAP)
    low--;
  return low;
}
