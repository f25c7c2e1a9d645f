/* test-timeline.c - segments and marks of the time line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/timeline-layout.h"

#include "hand.h"

#include <string.h>

static SimTrace *trace;
static SimSteps *lines;
static TimelineParts *parts;

static TimelineLayout *
make (guint line, double width)
{
  return timeline_layout_new (parts, line, FALSE, NULL, 0, 10, width, ehlo_measure_fake, NULL);
}

static char *
text_at (guint line, double width)
{
  g_autoptr (TimelineLayout) layout = make (line, width);

  return timeline_to_text (layout);
}

/* Where there is room, every phase is named; where there is less, only the dialogue of the cursor is parted. */
static void
test_segments (void)
{
  g_autofree char *wide = text_at (0, 3000), *narrow = text_at (24, 700);

  g_assert_cmpstr (wide, ==,
"knob 10.0\n"
    "segment 1-1 x=11.0>90.1 -\n"
    "segment 2-4 x=92.1>333.3 Greeting\n"
    "segment 5-8 x=335.3>657.6 Envelope\n"
    "segment 9-13 x=659.6>1063.1 Data\n"
    "segment 14-15 x=1065.1>1225.2 Look-up\n"
    "segment 16-18 x=1227.2>1468.5 Greeting\n"
    "segment 19-26 x=1470.5>2117.1 Envelope\n"
    "segment 27-30 x=2119.1>2441.4 Data\n"
    "segment 31-34 x=2443.4>2765.8 Goodbye\n"
    "segment 35-35 x=2767.8>2846.8 Greeting\n"
    "segment 36-37 x=2848.8>3009.0 Goodbye\n"
    "mark later 24 x=1955.9 n=1\n"
    "mark no 26 x=2118.1 n=1\n"
    "mark later 34 x=2766.8 n=1\n");
  g_assert_cmpstr (narrow, ==,
    "knob 464.1\n"
    "segment 1-1 x=11.0>27.9 -\n"
    "segment 2-13 x=29.9>254.9 Submission\n"
    "segment 14-15 x=256.9>292.8 -\n"
    "segment 16-18 x=294.8>349.5 -\n"
    "segment 19-26 x=351.5>500.9 here Envelope\n"
    "segment 27-30 x=502.9>576.6 Data\n"
    "segment 31-34 x=578.6>652.2 Goodbye\n"
    "segment 35-37 x=654.2>709.0 Relay\n"
    "mark later 24 x=464.1 n=1\n"
    "mark no 26 x=501.9 n=1\n"
    "mark later 34 x=653.2 n=1\n");
}

/* No segment overlaps another, none is missing, names are clear of each other, exactly one is where the cursor is. */
static void
test_widths (void)
{
  guint n = sim_steps_length (lines);

  for (double width = 0; width < 1500; width += 37)
    for (guint line = 0; line <= n; line++)
      {
        g_autoptr (TimelineLayout) layout = make (line, width);
        double name_end = -G_MAXDOUBLE;
        guint next = 1, here = 0;

        for (guint i = 0; i < layout->segments->len; i++)
          {
            const TimelineSegment *segment = &g_array_index (layout->segments, TimelineSegment, i);

            g_assert_cmpuint (segment->first, ==, next);
            g_assert_cmpuint (segment->last, >=, segment->first);
            next = segment->last + 1;
            here += segment->here;
            if (segment->name == NULL || width < 100)
              continue;
            double half = ehlo_measure_fake (NULL, EHLO_FONT_AXIS_BOLD, segment->name) / 2;

            g_assert_cmpfloat (segment->name_x - half, >=, name_end);
            g_assert_cmpfloat (segment->name_x - half, >=, layout->left - 0.01);
            g_assert_cmpfloat (segment->name_x + half, <=, layout->left + layout->width + 0.01);
            name_end = segment->name_x + half;
          }
        g_assert_cmpuint (next, ==, n + 1);
        g_assert_cmpuint (here, ==, line > 0);
        g_assert_cmpuint (timeline_pick (layout, layout->knob), ==, width > 0 ? line : 0);
      }
}

static void
test_marks (void)
{
  g_autoptr (TimelineLayout) wide = make (0, 3000), narrow = make (0, 200);
  guint bookmarks[] = { 3, 4, 30 };
  g_autoptr (TimelineLayout) marked = timeline_layout_new (parts, 0, FALSE, bookmarks, G_N_ELEMENTS (bookmarks), 10, 200, ehlo_measure_fake, NULL);
  g_autoptr (TimelineLayout) hidden = timeline_layout_new (parts, 25, TRUE, NULL, 0, 10, 3000, ehlo_measure_fake, NULL);
  const TimelineMark *mark;
  guint n = 0, n_narrow = 0;

  for (guint i = 0; i < wide->marks->len; i++)
    n += g_array_index (wide->marks, TimelineMark, i).n;
  for (guint i = 0; i < narrow->marks->len; i++)
    n_narrow += g_array_index (narrow->marks, TimelineMark, i).n;
  /* 452, 550, and what the queue says of the first. */
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (n_narrow, ==, 3);
  g_assert_cmpuint (wide->marks->len, ==, 3);
  /* What is to be predicted is not given away. */
  g_assert_cmpuint (hidden->marks->len, ==, 1);
  g_assert_cmpuint (narrow->marks->len, <, 3);
  mark = &g_array_index (narrow->marks, TimelineMark, 0);
  g_assert_cmpint (mark->klass, ==, EXPLAIN_CLASS_NO);
  /* Bookmarks are shared among themselves, never with failures. */
  g_assert_cmpuint (marked->marks->len, ==, narrow->marks->len + 2);
  mark = &g_array_index (marked->marks, TimelineMark, narrow->marks->len);
  g_assert_cmpint (mark->klass, ==, EXPLAIN_CLASS_NONE);
  g_assert_cmpuint (mark->line, ==, 3);
  g_assert_cmpuint (mark->n, ==, 2);
}

static void
test_nothing (void)
{
  g_autoptr (SimTrace) empty = sim_trace_new ();
  g_autoptr (SimSteps) none = sim_steps_new (empty, SIM_STEP_LINE);
  g_autoptr (TimelineParts) nothing = timeline_parts_new (empty, none);
  g_autoptr (TimelineLayout) layout = timeline_layout_new (nothing, 0, FALSE, NULL, 0, 0, 500, ehlo_measure_fake, NULL);
  g_autofree char *text = timeline_to_text (layout);

  g_assert_cmpstr (text, ==, "knob 0.0\n");
  g_assert_cmpuint (timeline_pick (layout, 300), ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  trace = hand_trace ();
  lines = sim_steps_new (trace, SIM_STEP_LINE);
  parts = timeline_parts_new (trace, lines);
  g_test_add_func ("/timeline/segments", test_segments);
  g_test_add_func ("/timeline/every-width-and-line", test_widths);
  g_test_add_func ("/timeline/marks", test_marks);
  g_test_add_func ("/timeline/nothing", test_nothing);
  status = g_test_run ();
  timeline_parts_free (parts);
  sim_steps_free (lines);
  sim_trace_unref (trace);
  return status;
}
