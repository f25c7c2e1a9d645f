/* trace-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/trace-model.h"

#include "app/draw/words.h"

/* Of a letter, no more lines than these are rows of their own: nobody reads a picture's base64. */
#define MAX_LETTER_LINES 200

typedef struct
{
  guint   step;
  guint   line;     /* of the step, from 0 */
  guint32 heading;  /* connection; 0: no heading */
} Row;

struct _EhloTraceModel
{
  GObject   parent;
  SimTrace *trace;
  SimSteps *lines;
  GArray   *rows;     /* Row */
};

G_DEFINE_FINAL_TYPE (EhloLine, ehlo_line, G_TYPE_OBJECT)

static void
ehlo_line_finalize (GObject *object)
{
  g_free (EHLO_LINE (object)->text);
  G_OBJECT_CLASS (ehlo_line_parent_class)->finalize (object);
}

static void
ehlo_line_class_init (EhloLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ehlo_line_finalize;
}

static void
ehlo_line_init (EhloLine *self)
{
}

static GType
get_item_type (GListModel *model)
{
  return EHLO_TYPE_LINE;
}

static guint
get_n_items (GListModel *model)
{
  return EHLO_TRACE_MODEL (model)->rows->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  EhloTraceModel *self = EHLO_TRACE_MODEL (model);
  const Row *row;
  const SimStep *step;
  EhloLine *line;
  SimEntry entry;

  if (position >= self->rows->len)
    return NULL;
  row = &g_array_index (self->rows, Row, position);
  step = sim_steps_get (self->lines, row->step);
  sim_trace_get (self->trace, step->entry, &entry);
  line = g_object_new (EHLO_TYPE_LINE, NULL);
  line->step = row->step;
  if (row->heading != 0)
    {
      g_autofree char *who = ehlo_words_connection (self->trace, row->heading);

      line->kind = EHLO_LINE_HEADING;
      line->text = g_strconcat (ehlo_words_purpose (self->trace, row->heading), "  ", who, NULL);
      return line;
    }
  line->kind = entry.kind != SIM_ENTRY_SAID ? EHLO_LINE_EVENT : row->line == 0 ? EHLO_LINE_SAID : EHLO_LINE_MORE;
  line->side = entry.side;
  line->klass = explain_entry_class (&entry);
  line->letter = (entry.flags & SIM_ENTRY_LITERAL) != 0;
  line->last = position + 1 >= self->rows->len || g_array_index (self->rows, Row, position + 1).line == 0;
  line->text = ehlo_words_step_line (self->trace, step, row->line);
  return line;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (EhloTraceModel, ehlo_trace_model, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
ehlo_trace_model_finalize (GObject *object)
{
  EhloTraceModel *self = EHLO_TRACE_MODEL (object);

  sim_steps_free (self->lines);
  sim_trace_unref (self->trace);
  g_array_unref (self->rows);
  G_OBJECT_CLASS (ehlo_trace_model_parent_class)->finalize (object);
}

static void
ehlo_trace_model_class_init (EhloTraceModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ehlo_trace_model_finalize;
}

static void
ehlo_trace_model_init (EhloTraceModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
}

EhloTraceModel *
ehlo_trace_model_new (SimTrace *trace)
{
  EhloTraceModel *self = g_object_new (EHLO_TYPE_TRACE_MODEL, NULL);
  guint32 conn = 0;

  self->trace = sim_trace_ref (trace);
  self->lines = sim_steps_new (trace, SIM_STEP_LINE);
  for (guint i = 1; i <= sim_steps_length (self->lines); i++)
    {
      const SimStep *step = sim_steps_get (self->lines, i);
      guint n = MIN (step->n_lines, MAX_LETTER_LINES);

      if (step->conn != 0 && step->conn != conn)
        {
          Row row = { i, 0, conn = step->conn };

          g_array_append_val (self->rows, row);
        }
      for (guint line = 0; line < MAX (n, 1); line++)
        {
          Row row = { i, line, 0 };

          g_array_append_val (self->rows, row);
        }
    }
  return self;
}

guint
ehlo_trace_model_row_of (EhloTraceModel *self, guint step)
{
  guint low = 0, high = self->rows->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->rows, Row, middle).step < step)
        low = middle + 1;
      else
        high = middle;
    }
  if (low < self->rows->len && g_array_index (self->rows, Row, low).heading != 0)
    low++;
  return low < self->rows->len && step > 0 ? low : G_MAXUINT;
}

guint
ehlo_trace_model_step_of (EhloTraceModel *self, guint row)
{
  return row < self->rows->len ? g_array_index (self->rows, Row, row).step : 0;
}
