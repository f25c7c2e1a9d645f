/* lanes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/lanes.h"

#include "app/draw/words.h"
#include "sim/trace/roles.h"

/* More lines than these do not widen a gap any further: a long run stays cheap. */
#define MAX_LINES_SEEN 2000
#define MAX_LABEL      34
#define NARROW_MARGIN  34.0
#define MAX_LOOKUP     12     /* two lines of the whole: the dialogues need the room more */

gboolean
ehlo_lanes_is_cloud (const SimTrace *trace, guint host)
{
  return sim_trace_get_host (trace, host)->roles == SIM_ROLE_DNS;
}

/* How many characters the lines between two neighbouring lanes want. */
static void
count_needs (const SimTrace *trace, const SimSteps *lines, guint *needs)
{
  guint n = MIN (sim_steps_length (lines), MAX_LINES_SEEN);

  for (guint i = 1; i <= n; i++)
    {
      SimEntry entry;
      guint from, to;

      sim_trace_get (trace, sim_steps_get (lines, i)->entry, &entry);
      if (!ehlo_words_ends (trace, &entry, &from, &to) || from == to)
        continue;

      guint low = MIN (from, to), high = MAX (from, to);
      guint most = ehlo_lanes_is_cloud (trace, low) || ehlo_lanes_is_cloud (trace, high) ? MAX_LOOKUP : MAX_LABEL;
      guint need = (MIN (entry.len, most) + (high - low) - 1) / (high - low);

      for (guint gap = low; gap < high; gap++)
        needs[gap] = MAX (needs[gap], need);
    }
}

static double
left_margin (EhloMeasure measure, gpointer data)
{
  double widest = 0;

  for (SimPhase phase = SIM_PHASE_LOOKUP; phase <= SIM_PHASE_QUIT; phase++)
    {
      double width = measure (data, EHLO_FONT_SMALL_BOLD, ehlo_words_phase (phase));

      widest = MAX (widest, width);
    }
  return EHLO_GUTTER + widest + 24;
}

/* How far a host's name may run towards @neighbour, which is @gap away; each needs its half of two lines. */
static double
side (const SimTrace *trace, guint neighbour, double gap, double half, double other)
{
  return ehlo_lanes_is_cloud (trace, neighbour) ? gap - other : (gap + half - other) / 2;
}

EhloLanes *
ehlo_lanes_new (const SimTrace *trace, const SimSteps *lines, double width, EhloMeasure measure, gpointer data)
{
  EhloLanes *self = g_new0 (EhloLanes, 1);
  guint n = self->n = sim_trace_n_hosts (trace);
  g_autofree guint *needs = g_new0 (guint, n + 1);
  g_autofree double *least = g_new0 (double, n + 1), *wish = g_new0 (double, n + 1), *half = g_new0 (double, n + 1);
  double letter = measure (data, EHLO_FONT_MONO_BOLD, "0123456789") / 10;
  double left, right, room, sum_least = 0, sum_wish = 0;
  gboolean crowded = FALSE;

  self->x = g_new0 (double, n + 1);
  self->room = g_new0 (double, n + 1);
  if (n == 0)
    return self;
  count_needs (trace, lines, needs);
  for (guint i = 0; i < n; i++)
    {
      double name, address;

      /* Both may stand in two lines. */
      ehlo_measure_halve (measure, data, EHLO_FONT_BODY_BOLD, ehlo_words_host (trace, i), " ", &name);
      ehlo_measure_halve (measure, data, EHLO_FONT_MONO_AXIS, sim_trace_get_host (trace, i)->name, ".", &address);
      /* A name server is a small cloud above the links; it needs no room for its name beside the others'. */
      half[i] = ehlo_lanes_is_cloud (trace, i) ? 14 : CLAMP (MAX (name, address), 64, 190) / 2 + 6;
    }
  left = MAX (left_margin (measure, data), half[0]);
  right = MAX (half[n - 1], 78);
  for (guint i = 0; i + 1 < n; i++)
    {
      least[i] = half[i] + half[i + 1];
      wish[i] = MAX (least[i], needs[i] * letter + 44);
      sum_least += least[i];
      sum_wish += wish[i];
    }

  /* Where names cannot stand side by side anyway, the margins need not keep room for theirs. */
  if (width - left - right < sum_least)
    {
      crowded = TRUE;
      left = MAX (EHLO_GUTTER + NARROW_MARGIN, left - (sum_least - (width - left - right)) / 2);
      right = MAX (NARROW_MARGIN, right - (sum_least - (width - left - right)) / 2);
      sum_least = 0;
      for (guint i = 0; i + 1 < n; i++)
        {
          least[i] = ehlo_lanes_is_cloud (trace, i) || ehlo_lanes_is_cloud (trace, i + 1) ? 0.7 : 1;
          sum_least += least[i];
        }
    }
  room = MAX (width - left - right, 26.0 * n);
  self->x[0] = n == 1 ? (left + width - right) / 2 : left;
  for (guint i = 0; i + 1 < n; i++)
    {
      double gap;

      if (crowded)
        gap = least[i] * room / sum_least;
      else if (room >= sum_wish)
        gap = wish[i] + (room - sum_wish) / (n - 1);
      else
        gap = least[i] + (wish[i] - least[i]) * (room - sum_least) / (sum_wish - sum_least);
      self->x[i + 1] = self->x[i] + gap;
    }
  for (guint i = 0; i < n; i++)
    {
      double before = self->x[i] - 4, after = width - self->x[i] - 4;

      /* Neighbours share what neither needs, so that long names never overlap; a cloud's name is elsewhere. */
      if (i > 0)
        before = side (trace, i - 1, self->x[i] - self->x[i - 1], half[i], half[i - 1]);
      if (i + 1 < n)
        after = side (trace, i + 1, self->x[i + 1] - self->x[i], half[i], half[i + 1]);
      self->room[i] = 2 * MIN (before, after) - 11;   /* not less than a name whose half and 6 pixels there is room for */
    }
  for (guint i = 0; i < n; i++)
    self->x[i] = (int) (self->x[i] + 0.5);
  return self;
}

void
ehlo_lanes_free (EhloLanes *self)
{
  g_free (self->x);
  g_free (self->room);
  g_free (self);
}
