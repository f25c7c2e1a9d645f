/* trace-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/trace-model.h"

#include "app/draw/words.h"

#include <glib/gi18n-lib.h>

/* Of a letter, no more lines than these are rows of their own: nobody reads a picture's base64. */
#define MAX_LETTER_LINES 200

/* A letter of more lines is folded: then the first few are shown. */
#define FOLD_FROM 14
#define FOLD_TO    8

#define FOLD_ROW G_MAXUINT

typedef struct
{
  guint   step;
  guint   line;     /* of the step, from 0; FOLD_ROW: what stands for those that are folded away */
  guint32 heading;  /* connection; 0: no heading */
} Row;

struct _EhloTraceModel
{
  GObject     parent;
  SimTrace   *trace;
  SimSteps   *lines;
  GArray     *rows;   /* Row */
  GHashTable *open;   /* steps whose letters are not folded */
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

static gboolean
is_open (EhloTraceModel *self, guint step)
{
  return g_hash_table_contains (self->open, GUINT_TO_POINTER (step));
}

static char *
fold_text (EhloTraceModel *self, const SimStep *step, const SimEntry *entry)
{
  guint shown = is_open (self, sim_steps_of_entry (self->lines, step->entry)) ? MIN (step->n_lines, MAX_LETTER_LINES) : FOLD_TO;
  guint hidden = step->n_lines - shown;

  if (hidden == 0)
    return g_strdup (_("fold the message"));
  /* TRANSLATORS: what is folded away of a long message: how many lines; the message's size in octets */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "… one more line (%2$u bytes in all)", "… %1$u more lines (%2$u bytes in all)", hidden),
                          hidden, (guint) entry->len);
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
  if (row->line == FOLD_ROW)
    {
      line->kind = EHLO_LINE_FOLD;
      line->letter = line->last = TRUE;
      line->text = fold_text (self, step, &entry);
      return line;
    }
  line->kind = entry.kind != SIM_ENTRY_SAID ? EHLO_LINE_EVENT : row->line == 0 ? EHLO_LINE_SAID : EHLO_LINE_MORE;
  line->side = entry.side;
  line->klass = explain_step_class (self->trace, step);
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
  g_hash_table_unref (self->open);
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
  self->open = g_hash_table_new (NULL, NULL);
}

/* Of all steps. */
static void
make_rows (EhloTraceModel *self)
{
  guint32 conn = 0;

  g_array_set_size (self->rows, 0);
  for (guint i = 1; i <= sim_steps_length (self->lines); i++)
    {
      const SimStep *step = sim_steps_get (self->lines, i);
      gboolean is_long = FALSE;
      guint n = step->n_lines;

      if (step->conn != 0 && step->conn != conn)
        {
          Row row = { i, 0, conn = step->conn };

          g_array_append_val (self->rows, row);
        }
      if (n > FOLD_FROM)
        {
          SimEntry entry;

          sim_trace_get (self->trace, step->entry, &entry);
          is_long = entry.kind == SIM_ENTRY_SAID && (entry.flags & SIM_ENTRY_LITERAL) != 0;
          n = is_long && !is_open (self, i) ? FOLD_TO : MIN (n, MAX_LETTER_LINES);
        }
      for (guint line = 0; line < MAX (n, 1); line++)
        {
          Row row = { i, line, 0 };

          g_array_append_val (self->rows, row);
        }
      if (is_long)
        {
          Row row = { i, FOLD_ROW, 0 };

          g_array_append_val (self->rows, row);
        }
    }
}

EhloTraceModel *
ehlo_trace_model_new (SimTrace *trace)
{
  EhloTraceModel *self = g_object_new (EHLO_TYPE_TRACE_MODEL, NULL);

  self->trace = sim_trace_ref (trace);
  self->lines = sim_steps_new (trace, SIM_STEP_LINE);
  make_rows (self);
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

gboolean
ehlo_trace_model_toggle (EhloTraceModel *self, guint row)
{
  guint before = self->rows->len, step, first;

  if (row >= before || g_array_index (self->rows, Row, row).line != FOLD_ROW)
    return FALSE;
  step = g_array_index (self->rows, Row, row).step;
  if (!g_hash_table_remove (self->open, GUINT_TO_POINTER (step)))
    g_hash_table_add (self->open, GUINT_TO_POINTER (step));
  first = ehlo_trace_model_row_of (self, step) + FOLD_TO;
  make_rows (self);
  /* From the first line that comes or goes to the fold. */
  g_list_model_items_changed (G_LIST_MODEL (self), first, row + 1 - first, row + 1 - first + self->rows->len - before);
  return TRUE;
}
