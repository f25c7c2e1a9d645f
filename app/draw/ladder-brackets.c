/* ladder-brackets.c - what runs down beside the rows: phases, and the states of sessions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-private.h"

#include "app/draw/words.h"

#define LEAST_NAMED    30.0   /* rows that are lower have no room for a name between their texts */
#define MAX_STEPS_BACK 5000   /* how far the beginning of a phase is looked for */

static gboolean
same_phase (const LadderMaker *maker, guint a, guint b)
{
  const SimStep *one, *other;

  if (a == 0 || b == 0 || a > sim_steps_length (maker->lines) || b > sim_steps_length (maker->lines))
    return FALSE;
  one = sim_steps_get (maker->lines, a);
  other = sim_steps_get (maker->lines, b);
  return one->phase != SIM_PHASE_NONE && one->phase == other->phase && one->conn == other->conn;
}

static guint
first_of_phase (const LadderMaker *maker, guint step)
{
  for (guint tries = 0; tries < MAX_STEPS_BACK && same_phase (maker, step, step - 1); tries++)
    step--;
  return step;
}

static double
bracket_x (const LadderMaker *maker, guint32 conn)
{
  SimConnection connection;

  sim_trace_get_connection (maker->trace, conn, &connection);

  double a = maker->lanes->x[connection.client], b = maker->lanes->x[connection.server];

  return MIN (a, b) - ladder_left_half (maker) - 4;
}

static void
end_bracket (const LadderMaker *maker, LadderBracket *open)
{
  double top = MAX (open->y1, 0), bottom = MIN (open->y2, maker->layout->height);

  if (open->phase == SIM_PHASE_NONE)
    return;
  open->named = bottom - top >= 15
    && open->x - 8 - maker->measure (maker->data, EHLO_FONT_SMALL_BOLD, ehlo_words_phase (open->phase)) >= EHLO_GUTTER + 2;
  open->text_y = CLAMP ((top + bottom) / 2, 9, MAX (maker->layout->height - 9, 9));
  g_array_append_val (maker->layout->brackets, *open);
  open->phase = SIM_PHASE_NONE;
}

/* One bracket for each run of visible rows of one phase of one connection. */
void
ladder_add_brackets (const LadderMaker *maker)
{
  LadderBracket open = { SIM_PHASE_NONE };
  const LadderItem *before = NULL;

  for (guint i = 0; i < maker->layout->items->len; i++)
    {
      const LadderItem *item = &g_array_index (maker->layout->items, LadderItem, i);
      gboolean step = item->kind <= LADDER_ITEM_PACKET;

      if (open.phase != SIM_PHASE_NONE && (!step || before == NULL || !same_phase (maker, before->step, item->step)))
        end_bracket (maker, &open);
      if (step && open.phase == SIM_PHASE_NONE)
        {
          const SimStep *first = sim_steps_get (maker->lines, item->step);

          if (first->phase != SIM_PHASE_NONE && first->conn != 0)
            open = (LadderBracket) { first->phase, LADDER_DONE, first_of_phase (maker, item->step), bracket_x (maker, first->conn),
                                     item->y + 5, 0, 0 };
        }
      if (step && open.phase != SIM_PHASE_NONE)
        {
          open.y2 = item->y + item->height - 4;
          open.state = same_phase (maker, item->step, maker->current) ? LADDER_CURRENT
            : item->step > maker->current ? LADDER_COMING : LADDER_DONE;
        }
      before = step ? item : NULL;
    }
  end_bracket (maker, &open);
}

static void
end_strip (const LadderMaker *maker, LadderStrip *open)
{
  double top = MAX (open->y1, 0), bottom = MIN (open->y2, maker->layout->height);

  if (open->name == NULL)
    return;
  if (!open->narrow)
    {
      open->named = bottom - top >= maker->measure (maker->data, EHLO_FONT_MONO_AXIS, open->name) + 6;
      open->text_y = (top + bottom) / 2;
    }
  else if (open->named)
    open->left = open->x + 8 + maker->measure (maker->data, EHLO_FONT_MONO_AXIS, open->name) > maker->width;
  g_array_append_val (maker->layout->strips, *open);
  open->name = NULL;
}

/* In which state the session is when the step is done; of its last step, before the connection is gone. */
static int
state_after (const LadderMaker *maker, const SimStep *step, SimSide side)
{
  int state = sim_states_at (maker->options->states, step->conn, side, step->cursor);

  for (guint entry = step->cursor; state < 0 && entry > step->entry; entry--)
    state = sim_states_at (maker->options->states, step->conn, side, entry);
  return state;
}

static void
add_to_strip (const LadderMaker *maker, LadderStrip *open, guint lane, SimSide side, gboolean narrow, const LadderItem *item)
{
  const SimStep *step = sim_steps_get (maker->lines, item->step);
  LadderState when = item->step > maker->current ? LADDER_COMING : LADDER_DONE;
  int code = state_after (maker, step, side);
  gboolean known = open->name != NULL && open->conn == step->conn && open->code == code;   /* only the step differs */
  double from = item->y;

  if (known && open->state == when)
    {
      open->y2 = item->y + item->height;
      return;
    }
  /* It changes with what is said, not at the border of two rows. */
  if (open->name != NULL && open->conn == step->conn && open->y2 >= item->y - 0.5)
    open->y2 = from = item->kind == LADDER_ITEM_ARROW ? item->line_y : item->y;
  end_strip (maker, open);
  *open = (LadderStrip) { lane, code, step->conn, ehlo_words_state (maker->trace, step->conn, side, code), when, narrow, maker->lanes->x[lane],
                          from, item->y + item->height };
  /* Below the arrow with which it came, above the text of the next. */
  open->text_y = item->line_y + 5;
  open->named = !known && item->kind == LADDER_ITEM_ARROW && item->band == 0 && item->height >= LEAST_NAMED && item->line_y + 12 < maker->layout->height;
}

/* A session's states run down its host's line; a host that takes part in several connections shows the one whose turn it is. */
void
ladder_add_strips (const LadderMaker *maker)
{
  g_autofree LadderStrip *open = g_new0 (LadderStrip, maker->lanes->n + 1);

  if (maker->options->states == NULL)
    return;
  for (guint i = 0; i < maker->layout->items->len; i++)
    {
      const LadderItem *item = &g_array_index (maker->layout->items, LadderItem, i);
      SimConnection connection;
      guint32 conn;

      if (item->kind >= LADDER_ITEM_HEADER)
        for (guint lane = 0; lane < maker->lanes->n; lane++)
          end_strip (maker, &open[lane]);
      if (item->kind > LADDER_ITEM_PACKET)
        continue;
      conn = sim_steps_get (maker->lines, item->step)->conn;
      if (conn == 0)
        continue;
      sim_trace_get_connection (maker->trace, conn, &connection);
      if (connection.transport == SIM_PROTOCOL_UDP || connection.client == connection.server)
        continue;

      gboolean to_right = maker->lanes->x[connection.server] > maker->lanes->x[connection.client];

      add_to_strip (maker, &open[connection.client], connection.client, SIM_SIDE_CLIENT, !to_right, item);
      add_to_strip (maker, &open[connection.server], connection.server, SIM_SIDE_SERVER, to_right, item);
    }
  for (guint lane = 0; lane < maker->lanes->n; lane++)
    end_strip (maker, &open[lane]);
}
