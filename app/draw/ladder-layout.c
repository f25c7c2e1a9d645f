/* ladder-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-private.h"

#include "app/draw/words.h"

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

LadderState
ladder_state_of (const LadderMaker *maker, guint step)
{
  return step < maker->current ? LADDER_DONE : step == maker->current ? LADDER_CURRENT : LADDER_COMING;
}

double
ladder_left_half (const LadderMaker *maker)
{
  return maker->options->states != NULL ? LADDER_STRIP_HALF + 1.5 : 2;
}

double
ladder_right_half (const LadderMaker *maker)
{
  return maker->options->states != NULL ? LADDER_NARROW_HALF + 1.5 : 2;
}

/* A host's line is dashed where nothing that is seen touches it. */
static void
mark_busy (LadderLayout *layout)
{
  for (guint i = 0; i < layout->items->len; i++)
    {
      const LadderItem *item = &g_array_index (layout->items, LadderItem, i);

      for (guint lane = 0; item->kind <= LADDER_ITEM_PACKET && lane < layout->n_lanes; lane++)
        if (ABS (layout->lanes[lane] - item->x1) < LADDER_STRIP_HALF + 3 || ABS (layout->lanes[lane] - item->x2) < LADDER_STRIP_HALF + 3)
          layout->busy[lane] = TRUE;
    }
}

static void
add_items (const LadderMaker *maker)
{
  const LadderOptions *options = maker->options;
  guint n = ladder_rows_length (maker->rows);

  for (guint i = n > 0 ? ladder_rows_at (maker->rows, options->top) : 0; i < n; i++)
    {
      const LadderRow *row = ladder_rows_get (maker->rows, i);

      if (row->y >= options->top + options->height)
        break;
      if (options->hide_coming && row->step > maker->current)
        break;
      ladder_add_item (maker, i);
    }
}

LadderLayout *
ladder_layout_new (const SimTrace *trace, const SimSteps *lines, const LadderRows *rows, guint cursor, double width,
                   const LadderOptions *options, EhloMeasure measure, gpointer measure_data)
{
  LadderLayout *self = g_new0 (LadderLayout, 1);
  g_autoptr (EhloLanes) own = options->lanes == NULL ? ehlo_lanes_new (trace, lines, width, measure, measure_data) : NULL;
  const EhloLanes *lanes = own != NULL ? own : options->lanes;
  guint current = options->paper ? G_MAXUINT : sim_steps_at (lines, cursor);
  LadderMaker maker = { trace, lines, rows, options, lanes, measure, measure_data, current, options->paper ? G_MAXUINT : cursor, width, self };

  self->width = width;
  self->height = options->height;
  self->paper = options->paper;
  self->n_lanes = lanes->n;
  self->lanes = g_memdup2 (lanes->x, (lanes->n + 1) * sizeof (double));
  self->busy = g_new0 (gboolean, lanes->n + 1);
  self->items = g_array_new (FALSE, FALSE, sizeof (LadderItem));
  g_array_set_clear_func (self->items, clear_item);
  self->brackets = g_array_new (FALSE, FALSE, sizeof (LadderBracket));
  self->strips = g_array_new (FALSE, FALSE, sizeof (LadderStrip));
  add_items (&maker);
  ladder_add_brackets (&maker);
  ladder_add_strips (&maker);
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
  g_array_unref (self->strips);
  g_free (self);
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

const LadderBracket *
ladder_pick_bracket (const LadderLayout *self, double x, double y)
{
  for (guint i = 0; i < self->brackets->len; i++)
    {
      const LadderBracket *bracket = &g_array_index (self->brackets, LadderBracket, i);
      gboolean on_line = ABS (x - bracket->x) < 6 && y >= bracket->y1 && y < bracket->y2;
      gboolean on_name = bracket->named && x < bracket->x && x > EHLO_GUTTER && ABS (y - bracket->text_y) < 10;

      if (on_line || on_name)
        return bracket;
    }
  return NULL;
}

gboolean
ladder_is_on_more (const LadderItem *item, double x, double y)
{
  return item->more != NULL && x >= item->more_x - 2 && x < item->more_x + item->more_width + 2 && ABS (y - item->text_y) < 12;
}
