/* ladder-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-rows.h"

#define HEADER_HEIGHT 28.0

struct _LadderRows
{
  GArray *rows;    /* LadderRow */
  double  height;
};

static void
add_row (LadderRows *self, LadderRow row)
{
  row.y = self->height;
  self->height += row.height;
  g_array_append_val (self->rows, row);
}

/* DNS exchanges are short and stand in the run of the others; they have no header. */
static gboolean
wants_header (const SimTrace *trace, guint32 conn)
{
  SimConnection connection;

  if (conn == 0)
    return FALSE;
  sim_trace_get_connection (trace, conn, &connection);
  return connection.transport != SIM_PROTOCOL_UDP;
}

LadderRows *
ladder_rows_new (const SimTrace *trace, const SimSteps *lines, double row_height, GHashTable *folded)
{
  LadderRows *self = g_new0 (LadderRows, 1);
  SimTime before = 0;
  guint32 current = 0;
  gint header = -1;
  gboolean hidden = FALSE;

  self->rows = g_array_new (FALSE, FALSE, sizeof (LadderRow));
  for (guint i = 1; i <= sim_steps_length (lines); i++)
    {
      const SimStep *step = sim_steps_get (lines, i);
      gboolean opens = wants_header (trace, step->conn) && step->conn != current;
      SimEntry entry;

      sim_trace_get (trace, step->entry, &entry);
      if (i > 1 && entry.time - before > SIM_TIME_SECOND && (opens || !hidden))
        add_row (self, (LadderRow) { .kind = LADDER_ROW_GAP, .step = i, .wait = entry.time - before, .height = row_height });
      before = entry.time;
      if (opens)
        {
          current = step->conn;
          header = self->rows->len;
          hidden = folded != NULL && g_hash_table_contains (folded, GUINT_TO_POINTER (i));
          add_row (self, (LadderRow) { .kind = LADDER_ROW_HEADER, .conn = current, .step = i, .height = HEADER_HEIGHT });
        }
      if (header >= 0)
        g_array_index (self->rows, LadderRow, header).last = i;
      if (!hidden)
        add_row (self, (LadderRow) { .kind = LADDER_ROW_STEP, .step = i, .last = i, .height = row_height });
    }
  return self;
}

void
ladder_rows_free (LadderRows *self)
{
  g_array_unref (self->rows);
  g_free (self);
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

  /* The last row whose step is not after @step. */
  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;

      if (ladder_rows_get (self, middle)->step <= step)
        low = middle;
      else
        high = middle;
    }
  /* A gap that stands alone before a folded header's steps belongs to the header before it. */
  while (low > 0 && ladder_rows_get (self, low)->kind == LADDER_ROW_GAP)
    low--;
  return low;
}

