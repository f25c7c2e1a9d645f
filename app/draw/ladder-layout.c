/* ladder-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-layout.h"

#include "app/draw/words.h"

#include <glib/gi18n-lib.h>

#define GLYPH_ROOM       18.0   /* left of a reply's text */
#define EDGE             8.0
#define LEAST_TEXT       170.0
#define LEAST_INSIDE     110.0  /* with less, not even a code could be read */
#define NOTE_BEFORE      34.0   /* a note's frame and picture, left of its text */
#define NOTE_AFTER       12.0
#define MAX_STEPS_JUDGED 500    /* how far a header looks for failures among its steps */

/* What the layout is made from, so that helpers need not take eight arguments. */
typedef struct
{
  const SimTrace      *trace;
  const SimSteps      *lines;
  const LadderRows    *rows;
  const LadderOptions *options;
  const EhloLanes     *lanes;
  EhloMeasure          measure;
  gpointer             data;
  guint                current;   /* step */
  double               width;
  LadderLayout        *layout;
} Maker;

static void
clear_item (gpointer data)
{
  LadderItem *item = data;

  g_free (item->text);
  g_free (item->more);
  g_free (item->time);
  g_free (item->delta);
  g_free (item->detail);
  g_free (item->range);
}

static LadderState
state_of (const Maker *maker, guint step)
{
  return step < maker->current ? LADDER_DONE : step == maker->current ? LADDER_CURRENT : LADDER_COMING;
}

static double
width_of (const Maker *maker, EhloFont font, const char *text)
{
  return maker->measure (maker->data, font, text);
}

/* How far the text of an arrow that ends at @right may run: to the next lifeline, or a further one until there is
 * room for @least from @left on. A name server's line does not count: hardly any arrow goes there. */
static double
text_end (const Maker *maker, double right, double left, double least)
{
  double end = maker->width - EDGE;

  for (guint i = maker->lanes->n; i-- > 0;)
    {
      double before = maker->lanes->x[i] - EDGE;

      if (!ehlo_lanes_is_cloud (maker->trace, i) && before > right && before - left >= least && before < end)
        end = before;
    }
  return end;
}

/* Text and what stands beside it, centred on @middle but between @first and @last. Left of @first, where the names of
 * the phases are, only if no line could be read otherwise. */
static void
place_text (const Maker *maker, LadderItem *item, EhloFont font, double middle, double before, double after, double first, double last)
{
  double room, left, total;
  char *fitted;

  if (item->more != NULL)
    after += item->more_width + 10;
  first = MAX (first, EHLO_GUTTER + EDGE);
  if (last - first < LEAST_INSIDE)
    first = MAX (last - LEAST_INSIDE, EHLO_GUTTER + EDGE);
  room = last - first - before - after;
  fitted = ehlo_measure_fit (maker->measure, maker->data, font, item->text, room);
  g_free (item->text);
  item->text = fitted;
  item->font = font;
  item->text_width = width_of (maker, font, fitted);
  total = before + item->text_width + after;
  left = MIN (MAX (middle - total / 2, first), last - total);
  left = MAX (left, first);
  item->text_x = left + before;
  item->more_x = item->text_x + item->text_width + 10;
}

static void
place_time (const Maker *maker, LadderItem *item, const SimEntry *entry)
{
  double right = MAX (MAX (item->x1, item->x2) + 12, item->text_x + item->text_width + (item->kind == LADDER_ITEM_NOTE ? NOTE_AFTER + 10 : 14));
  SimTime passed = 0;

  if (item->more != NULL)
    right = MAX (right, item->more_x + item->more_width + 12);
  item->time = entry->time < SIM_TIME_MINUTE ? ehlo_words_time (entry->time) : ehlo_words_clock (entry->time);
  if (item->step > 1)
    {
      SimEntry before;

      sim_trace_get (maker->trace, sim_steps_get (maker->lines, item->step - 1)->entry, &before);
      passed = entry->time - before.time;
    }
  if (passed > 0)
    {
      g_autofree char *length = ehlo_words_time (passed);

      item->delta = g_strconcat ("+", length, NULL);
    }

  double time_width = width_of (maker, EHLO_FONT_SMALL_BOLD, item->time);
  double delta_width = item->delta != NULL ? 8 + width_of (maker, EHLO_FONT_SMALL, item->delta) : 0;

  if (right + time_width + delta_width > maker->width - EDGE)
    {
      g_clear_pointer (&item->delta, g_free);
      delta_width = 0;
    }
  if (right + time_width > maker->width - EDGE)
    g_clear_pointer (&item->time, g_free);
  item->time_x = right;
  item->delta_x = right + time_width + 8;
}

static void
add_step (const Maker *maker, const LadderRow *row, LadderItem item)
{
  const SimStep *step = sim_steps_get (maker->lines, row->step);
  EhloFont font = EHLO_FONT_MONO;
  SimEntry entry;
  guint from, to;

  sim_trace_get (maker->trace, step->entry, &entry);
  item.entry = step->entry;
  item.state = state_of (maker, row->step);
  item.klass = explain_entry_class (&entry);
  item.text = ehlo_words_line (maker->trace, step->entry);
  if (step->n_lines > 1 && entry.kind == SIM_ENTRY_SAID)
    {
      /* TRANSLATORS: further lines of a reply or of a letter, not shown in this drawing */
      item.more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "+%u line", "+%u lines", step->n_lines - 1), step->n_lines - 1);
      item.more_width = width_of (maker, EHLO_FONT_AXIS, item.more) + 16;
    }
  if (ehlo_words_ends (maker->trace, &entry, &from, &to) && from != to)
    {
      int direction = maker->lanes->x[to] > maker->lanes->x[from] ? 1 : -1;

      item.kind = LADDER_ITEM_ARROW;
      item.x1 = maker->lanes->x[from] + 2 * direction;
      item.x2 = maker->lanes->x[to] - 2 * direction;
      item.dashed = item.klass == EXPLAIN_CLASS_LATER;
      item.crossed = item.klass == EXPLAIN_CLASS_NO;
      if (entry.kind != SIM_ENTRY_SAID)
        font = item.state == LADDER_CURRENT ? EHLO_FONT_SMALL_BOLD : EHLO_FONT_SMALL;
      else if (item.state == LADDER_CURRENT)
        font = EHLO_FONT_MONO_BOLD;

      double first = MIN (item.x1, item.x2) + 4;

      place_text (maker, &item, font, (item.x1 + item.x2) / 2, item.klass > EXPLAIN_CLASS_CLIENT ? GLYPH_ROOM : 0, 0, first,
                  text_end (maker, MAX (item.x1, item.x2), first, LEAST_TEXT));
    }
  else
    {
      item.kind = LADDER_ITEM_NOTE;
      item.x1 = item.x2 = maker->lanes->x[entry.actor];
      font = item.state == LADDER_CURRENT ? EHLO_FONT_SMALL_BOLD : EHLO_FONT_SMALL;
      place_text (maker, &item, font, item.x1, NOTE_BEFORE, NOTE_AFTER, 0, maker->width - EDGE);
    }
  if (item.state == LADDER_CURRENT)
    place_time (maker, &item, &entry);
  g_array_append_val (maker->layout->items, item);
}

/* The worst that happened among the steps of a header, once all are done. */
static ExplainClass
judge (const Maker *maker, const LadderRow *row)
{
  ExplainClass worst = EXPLAIN_CLASS_OK;
  guint last = MIN (row->last, row->step + MAX_STEPS_JUDGED);

  for (guint i = row->step; i <= last; i++)
    {
      SimEntry entry;
      ExplainClass klass;

      sim_trace_get (maker->trace, sim_steps_get (maker->lines, i)->entry, &entry);
      klass = explain_entry_class (&entry);
      if (klass > worst && klass != EXPLAIN_CLASS_MORE)
        worst = klass;
    }
  return worst;
}

static void
add_header (const Maker *maker, const LadderRow *row, guint index, LadderItem item)
{
  double name;

  item.kind = LADDER_ITEM_HEADER;
  item.state = maker->current < row->step ? LADDER_COMING : maker->current <= row->last ? LADDER_CURRENT : LADDER_DONE;
  item.text = g_strdup (ehlo_words_purpose (maker->trace, row->conn));
  item.text_x = maker->options->paper ? 10 : 32;
  item.text_width = name = width_of (maker, EHLO_FONT_SMALL_BOLD, item.text);
  item.detail_x = item.text_x + name + 12;
  if (maker->current >= row->last)
    item.klass = judge (maker, row);
  item.range = row->step == row->last
    /* TRANSLATORS: a step's number, and the numbers of the first and last of several steps */
    ? g_strdup_printf (_("step %u"), row->step)
    : g_strdup_printf (_("steps %u–%u"), row->step, row->last);

  double range = width_of (maker, EHLO_FONT_SMALL, item.range);
  g_autofree char *detail = ehlo_words_connection (maker->trace, row->conn);

  item.more_x = maker->width - 16 - range;
  item.detail = ehlo_measure_fit (maker->measure, maker->data, EHLO_FONT_SMALL, detail, item.more_x - 34 - item.detail_x);
  item.folded = index + 1 >= ladder_rows_length (maker->rows) || ladder_rows_get (maker->rows, index + 1)->step != row->step;
  g_array_append_val (maker->layout->items, item);
}

static void
add_gap (const Maker *maker, const LadderRow *row, LadderItem item)
{
  item.kind = LADDER_ITEM_GAP;
  item.state = row->step <= maker->current ? LADDER_DONE : LADDER_COMING;
  item.text = ehlo_words_wait (row->wait);
  place_text (maker, &item, EHLO_FONT_SMALL, (EHLO_GUTTER + maker->width) / 2, 0, 0, 0, maker->width - EDGE);
  g_array_append_val (maker->layout->items, item);
}

static gboolean
same_phase (const Maker *maker, guint a, guint b)
{
  const SimStep *one, *other;

  if (a == 0 || b == 0 || a > sim_steps_length (maker->lines) || b > sim_steps_length (maker->lines))
    return FALSE;
  one = sim_steps_get (maker->lines, a);
  other = sim_steps_get (maker->lines, b);
  return one->phase != SIM_PHASE_NONE && one->phase == other->phase && one->conn == other->conn;
}

static double
bracket_x (const Maker *maker, guint32 conn)
{
  SimConnection connection;

  sim_trace_get_connection (maker->trace, conn, &connection);

  double a = maker->lanes->x[connection.client], b = maker->lanes->x[connection.server];

  return MIN (a, b) - 6;
}

/* One bracket for each run of visible rows of one phase of one connection. */
static void
add_brackets (const Maker *maker)
{
  LadderBracket open = { SIM_PHASE_NONE };
  const LadderItem *before = NULL;

  for (guint i = 0; i <= maker->layout->items->len; i++)
    {
      const LadderItem *item = i < maker->layout->items->len ? &g_array_index (maker->layout->items, LadderItem, i) : NULL;
      gboolean step = item != NULL && item->kind <= LADDER_ITEM_NOTE;
      gboolean goes_on = step && open.phase != SIM_PHASE_NONE && before != NULL && same_phase (maker, before->step, item->step);

      if (!goes_on && open.phase != SIM_PHASE_NONE)
        {
          double top = MAX (open.y1, 0), bottom = MIN (open.y2, maker->layout->height);

          open.named = bottom - top >= 15;
          open.text_y = CLAMP ((top + bottom) / 2, 9, MAX (maker->layout->height - 9, 9));
          g_array_append_val (maker->layout->brackets, open);
          open.phase = SIM_PHASE_NONE;
        }
      if (step && !goes_on)
        {
          const SimStep *first = sim_steps_get (maker->lines, item->step);

          if (first->phase != SIM_PHASE_NONE && first->conn != 0)
            open = (LadderBracket) { first->phase, LADDER_DONE, bracket_x (maker, first->conn), item->y + 5, 0, 0 };
        }
      if (step && open.phase != SIM_PHASE_NONE)
        {
          open.y2 = item->y + item->height - 4;
          open.state = same_phase (maker, item->step, maker->current) ? LADDER_CURRENT
            : item->step > maker->current ? LADDER_COMING : LADDER_DONE;
        }
      before = step ? item : NULL;
    }
}

static void
mark_busy (LadderLayout *layout)
{
  for (guint i = 0; i < layout->items->len; i++)
    {
      const LadderItem *item = &g_array_index (layout->items, LadderItem, i);

      for (guint lane = 0; item->kind <= LADDER_ITEM_NOTE && lane < layout->n_lanes; lane++)
        if (ABS (layout->lanes[lane] - item->x1) < 3 || ABS (layout->lanes[lane] - item->x2) < 3)
          layout->busy[lane] = TRUE;
    }
}

LadderLayout *
ladder_layout_new (const SimTrace *trace, const SimSteps *lines, const LadderRows *rows, guint cursor, double width,
                   const LadderOptions *options, EhloMeasure measure, gpointer measure_data)
{
  LadderLayout *self = g_new0 (LadderLayout, 1);
  g_autoptr (EhloLanes) lanes = ehlo_lanes_new (trace, lines, width, measure, measure_data);
  guint current = options->paper ? G_MAXUINT : sim_steps_at (lines, cursor);
  Maker maker = { trace, lines, rows, options, lanes, measure, measure_data, current, width, self };

  self->width = width;
  self->height = options->height;
  self->paper = options->paper;
  self->n_lanes = lanes->n;
  self->lanes = g_memdup2 (lanes->x, (lanes->n + 1) * sizeof (double));
  self->busy = g_new0 (gboolean, lanes->n + 1);
  self->items = g_array_new (FALSE, FALSE, sizeof (LadderItem));
  g_array_set_clear_func (self->items, clear_item);
  self->brackets = g_array_new (FALSE, FALSE, sizeof (LadderBracket));
  if (ladder_rows_length (rows) == 0)
    return self;
  for (guint i = ladder_rows_at (rows, options->top); i < ladder_rows_length (rows); i++)
    {
      const LadderRow *row = ladder_rows_get (rows, i);
      LadderItem item = { .row = i, .step = row->step, .y = row->y - options->top, .height = row->height };

      if (item.y >= options->height)
        break;
      if (options->hide_coming && row->step > maker.current)
        break;
      if (row->kind == LADDER_ROW_STEP)
        add_step (&maker, row, item);
      else if (row->kind == LADDER_ROW_HEADER)
        add_header (&maker, row, i, item);
      else
        add_gap (&maker, row, item);
    }
  add_brackets (&maker);
  mark_busy (self);
  return self;
}

void
ladder_layout_free (LadderLayout *self)
{
  g_free (self->lanes);
  g_free (self->busy);
  g_array_unref (self->items);
  g_array_unref (self->brackets);
  g_free (self);
}

static void
item_to_text (GString *text, const LadderItem *item)
{
  static const char * const kinds[] = { "arrow", "note", "header", "gap" };
  static const char * const states[] = { "done", "current", "coming" };
  static const char * const classes[] = { "-", "client", "ok", "more", "later", "no" };

  g_string_append_printf (text, "%s %s %s step=%u y=%.1f+%.1f x=%.1f>%.1f%s%s text=%.1f+%.1f \"%s\"", kinds[item->kind],
                          states[item->state], classes[item->klass], item->step, item->y, item->height, item->x1, item->x2,
                          item->dashed ? " dashed" : "", item->crossed ? " crossed" : "", item->text_x, item->text_width, item->text);
  if (item->more != NULL)
    g_string_append_printf (text, " more=%.1f+%.1f \"%s\"", item->more_x, item->more_width, item->more);
  if (item->time != NULL)
    g_string_append_printf (text, " time=%.1f \"%s\"", item->time_x, item->time);
  if (item->delta != NULL)
    g_string_append_printf (text, " delta=%.1f \"%s\"", item->delta_x, item->delta);
  if (item->detail != NULL)
    g_string_append_printf (text, " detail=%.1f \"%s\" range=%.1f \"%s\"%s", item->detail_x, item->detail, item->more_x, item->range,
                            item->folded ? " folded" : "");
  g_string_append_c (text, '\n');
}

char *
ladder_to_text (const LadderLayout *self)
{
  static const char * const states[] = { "done", "current", "coming" };
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "ladder %.1f x %.1f\n", self->width, self->height);
  for (guint i = 0; i < self->n_lanes; i++)
    g_string_append_printf (text, "lane %u x=%.1f%s\n", i, self->lanes[i], self->busy[i] ? " busy" : "");
  for (guint i = 0; i < self->brackets->len; i++)
    {
      const LadderBracket *bracket = &g_array_index (self->brackets, LadderBracket, i);

      g_string_append_printf (text, "bracket %s %s x=%.1f y=%.1f>%.1f\n", ehlo_words_phase (bracket->phase), states[bracket->state],
                              bracket->x, bracket->y1, bracket->y2);
    }
  for (guint i = 0; i < self->items->len; i++)
    item_to_text (text, &g_array_index (self->items, LadderItem, i));
  return g_string_free (text, FALSE);
}

const LadderItem *
ladder_pick (const LadderLayout *self, double x, double y)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const LadderItem *item = &g_array_index (self->items, LadderItem, i);

      if (y >= item->y && y < item->y + item->height)
        return item;
    }
  return NULL;
}
