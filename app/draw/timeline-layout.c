/* timeline-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/timeline-layout.h"

#include "app/draw/words.h"

#define NAME_GAP   8.0    /* between the names of neighbours */
#define NARROWEST  4.0    /* of a segment */
#define MARK_WIDTH 13.0

/* A run of lines of one phase of one dialogue. */
typedef struct
{
  guint       first, last;
  guint32     conn;
  SimPhase    phase;
  const char *purpose;
} Piece;

typedef struct
{
  guint        line;
  ExplainClass klass;
} Failure;

struct _TimelineParts
{
  guint   n_lines;
  GArray *pieces;     /* Piece */
  GArray *failures;   /* Failure */
};

TimelineParts *
timeline_parts_new (const SimTrace *trace, const SimSteps *lines)
{
  TimelineParts *self = g_new0 (TimelineParts, 1);
  Piece open = { 0 };

  self->n_lines = sim_steps_length (lines);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->failures = g_array_new (FALSE, FALSE, sizeof (Failure));
  for (guint i = 1; i <= self->n_lines; i++)
    {
      const SimStep *step = sim_steps_get (lines, i);
      Failure failure = { i, EXPLAIN_CLASS_NONE };

      failure.klass = explain_step_class (trace, step);
      if (failure.klass >= EXPLAIN_CLASS_LATER)
        g_array_append_val (self->failures, failure);
      /* What happens on a host belongs to the dialogue that it follows. */
      if (open.first > 0 && (step->conn == 0 || (step->conn == open.conn && (step->phase == open.phase || step->phase == SIM_PHASE_NONE))))
        {
          open.last = i;
          continue;
        }
      if (open.first > 0)
        g_array_append_val (self->pieces, open);
      open = (Piece) { i, i, step->conn, step->phase, step->conn != 0 ? ehlo_words_purpose (trace, step->conn) : "" };
    }
  if (open.first > 0)
    g_array_append_val (self->pieces, open);
  return self;
}

void
timeline_parts_free (TimelineParts *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->pieces);
  g_array_unref (self->failures);
  g_free (self);
}

double
timeline_place (const TimelineLayout *self, double line)
{
  return self->left + self->width * line / MAX (self->n_lines, 1);
}

guint
timeline_pick (const TimelineLayout *self, double x)
{
  double share = self->width > 0 ? (x - self->left) / self->width : 0;

  return (guint) (CLAMP (share, 0, 1) * self->n_lines + 0.5);
}

static void
clear_segment (gpointer data)
{
  g_free (((TimelineSegment *) data)->name);
}

static double
width_of (const TimelineLayout *self, guint first, guint last)
{
  return timeline_place (self, last) - timeline_place (self, first - 1);
}

static void
add_segment (TimelineLayout *self, guint line, guint first, guint last, const char *name)
{
  TimelineSegment *before = self->segments->len > 0 ? &g_array_index (self->segments, TimelineSegment, self->segments->len - 1) : NULL;
  TimelineSegment segment = { first, last, timeline_place (self, first - 1) + 1, timeline_place (self, last) - 1 };

  segment.here = line >= first && line <= last;
  /* A segment that is too narrow to be seen goes to its neighbour. */
  if (before != NULL && (segment.x2 - segment.x1 < NARROWEST || before->x2 - before->x1 < NARROWEST))
    {
      if (segment.x2 - segment.x1 > before->x2 - before->x1)
        {
          g_free (before->name);
          before->name = g_strdup (name);
        }
      before->last = last;
      before->x2 = segment.x2;
      before->here |= segment.here;
      return;
    }
  segment.name = g_strdup (name);
  g_array_append_val (self->segments, segment);
}

/* The pieces from @i up to @end are one dialogue's. */
static void
add_dialogue (TimelineLayout *self, const TimelineParts *parts, guint line, guint i, guint end, EhloMeasure measure, gpointer data)
{
  const Piece *first = &g_array_index (parts->pieces, Piece, i), *last = &g_array_index (parts->pieces, Piece, end - 1);
  gboolean parted = line >= first->first && line <= last->last;

  if (!parted)
    {
      parted = TRUE;
      for (guint k = i; k < end && parted; k++)
        {
          const Piece *piece = &g_array_index (parts->pieces, Piece, k);

          parted = measure (data, EHLO_FONT_AXIS_BOLD, ehlo_words_phase (piece->phase)) + NAME_GAP <= width_of (self, piece->first, piece->last);
        }
    }
  if (!parted)
    {
      add_segment (self, line, first->first, last->last, first->purpose);
      return;
    }
  for (guint k = i; k < end; k++)
    {
      const Piece *piece = &g_array_index (parts->pieces, Piece, k);

      add_segment (self, line, piece->first, piece->last,
                   piece->phase != SIM_PHASE_NONE ? ehlo_words_phase (piece->phase) : piece->purpose);
    }
}

/* Where names stand: that of the current segment always, the others where they fit under their own segment and are
 * clear of it. */
static void
place_names (TimelineLayout *self, EhloMeasure measure, gpointer data)
{
  double from = G_MAXDOUBLE, to = -G_MAXDOUBLE;

  for (guint i = 0; i < self->segments->len; i++)
    {
      TimelineSegment *segment = &g_array_index (self->segments, TimelineSegment, i);
      double half = measure (data, EHLO_FONT_AXIS_BOLD, segment->name) / 2;

      segment->name_x = CLAMP ((segment->x1 + segment->x2) / 2, self->left + MIN (half, self->width / 2),
                               self->left + self->width - MIN (half, self->width / 2));
      if (!segment->here || segment->name[0] == '\0')
        continue;
      from = segment->name_x - half - NAME_GAP;
      to = segment->name_x + half + NAME_GAP;
    }
  for (guint i = 0; i < self->segments->len; i++)
    {
      TimelineSegment *segment = &g_array_index (self->segments, TimelineSegment, i);
      double width = measure (data, EHLO_FONT_AXIS_BOLD, segment->name);

      if (segment->name[0] != '\0' && segment->here)
        continue;
      if (segment->name[0] == '\0' || width > segment->x2 - segment->x1
          || (segment->name_x + width / 2 > from && segment->name_x - width / 2 < to))
        g_clear_pointer (&segment->name, g_free);
    }
}

static void
add_mark (TimelineLayout *self, guint first, guint line, ExplainClass klass)
{
  TimelineMark mark = { line, timeline_place (self, line), klass, 1 };
  TimelineMark *before = self->marks->len > first ? &g_array_index (self->marks, TimelineMark, self->marks->len - 1) : NULL;

  if (before == NULL || mark.x - before->x >= MARK_WIDTH)
    {
      g_array_append_val (self->marks, mark);
      return;
    }
  before->klass = MAX (before->klass, klass);
  before->n++;
}

TimelineLayout *
timeline_layout_new (const TimelineParts *parts, guint line, gboolean hide, const guint *bookmarks, guint n_bookmarks, double left,
                     double width, EhloMeasure measure, gpointer measure_data)
{
  TimelineLayout *self = g_new0 (TimelineLayout, 1);
  guint end, n_failures;

  self->left = left;
  self->width = MAX (width, 0);
  self->n_lines = parts->n_lines;
  self->knob = timeline_place (self, line);
  self->segments = g_array_new (FALSE, FALSE, sizeof (TimelineSegment));
  g_array_set_clear_func (self->segments, clear_segment);
  self->marks = g_array_new (FALSE, FALSE, sizeof (TimelineMark));
  for (guint i = 0; i < parts->pieces->len; i = end)
    {
      for (end = i + 1; end < parts->pieces->len; end++)
        if (g_array_index (parts->pieces, Piece, end).conn != g_array_index (parts->pieces, Piece, i).conn)
          break;
      add_dialogue (self, parts, line, i, end, measure, measure_data);
    }
  place_names (self, measure, measure_data);
  for (guint i = 0; i < parts->failures->len; i++)
    {
      const Failure *failure = &g_array_index (parts->failures, Failure, i);

      if (!hide || failure->line <= line)
        add_mark (self, 0, failure->line, failure->klass);
    }
  n_failures = self->marks->len;
  for (guint i = 0; i < n_bookmarks; i++)
    add_mark (self, n_failures, bookmarks[i], EXPLAIN_CLASS_NONE);
  return self;
}

void
timeline_layout_free (TimelineLayout *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->segments);
  g_array_unref (self->marks);
  g_free (self);
}

char *
timeline_to_text (const TimelineLayout *self)
{
  static const char * const classes[] = { "bookmark", "client", "ok", "more", "later", "no" };
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "knob %.1f\n", self->knob);
  for (guint i = 0; i < self->segments->len; i++)
    {
      const TimelineSegment *segment = &g_array_index (self->segments, TimelineSegment, i);

      g_string_append_printf (text, "segment %u-%u x=%.1f>%.1f%s %s\n", segment->first, segment->last, segment->x1, segment->x2,
                              segment->here ? " here" : "", segment->name != NULL ? segment->name : "-");
    }
  for (guint i = 0; i < self->marks->len; i++)
    {
      const TimelineMark *mark = &g_array_index (self->marks, TimelineMark, i);

      g_string_append_printf (text, "mark %s %u x=%.1f n=%u\n", classes[mark->klass], mark->line, mark->x, mark->n);
    }
  return g_string_free (text, FALSE);
}
