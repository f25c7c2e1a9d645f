/* bench-ladder.c - the frame time of the ladder
 *
 * A frame is what a step costs: the layout of what is seen, and its paint, 45
 * rows high. Beside it, in turns, the same frame where each text is laid out
 * anew. Printed: the time of a frame in both ways, and of its paint alone. Then,
 * beside a whole frame, what a row costs that is added to a live run: from the
 * entry in the record to the ink.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-layout.h"
#include "app/draw/shape.h"
#include "sim/world/world.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define ROWS   45
#define HEIGHT 20.0
#define WIDTH  806
#define ROUNDS 40
#define STEPS  20   /* frames of a round, one step on each */

typedef struct { double layout, paint; } Cost;   /* ns */

static double
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e9 + (double) now.tv_nsec;
}

static int
by_size (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static double
middle (GArray *numbers)
{
  g_array_sort (numbers, by_size);
  return g_array_index (numbers, double, numbers->len / 2);
}

static Cost
frames (const SimTrace *trace, const SimSteps *lines, const LadderRows *rows, const EhloTheme *theme, cairo_t *cr)
{
  LadderOptions options = { 0, ROWS * HEIGHT, FALSE };
  Cost cost = { 0, 0 };

  for (guint step = 1; step <= STEPS; step++)
    {
      double start = processor_time (), laid;
      g_autoptr (LadderLayout) layout = ladder_layout_new (trace, lines, rows, sim_steps_get (lines, step)->entry + 1, WIDTH, &options,
                                                           ehlo_measure_pango, theme->fonts);

      laid = processor_time ();
      ladder_paint (layout, cr, theme);
      cost.layout += (laid - start) / STEPS;
      cost.paint += (processor_time () - laid) / STEPS;
    }
  return cost;
}

/* The trace goes on by one line: its step, its row, its layout, its paint. */
static double
append_row (SimTrace *trace, SimSteps *lines, LadderRows *rows, const EhloLanes *lanes, const EhloTheme *theme, cairo_t *cr, guint n)
{
  static const char * const said[] = { "RCPT TO:<olga@univ.example>\r\n", "452 4.2.2 Mailbox full\r\n" };
  SimEntry entry = { .kind = SIM_ENTRY_SAID, .cause = SIM_CAUSE_NONE, .conn = 1, .side = n % 2 == 0 ? SIM_SIDE_CLIENT : SIM_SIDE_SERVER,
                     .actor = n % 2, .bytes = (const guint8 *) said[n % 2], .len = strlen (said[n % 2]) };
  double start = processor_time ();
  const LadderRow *row;
  LadderOptions options = { .height = HEIGHT, .lanes = lanes };
  LadderLayout *layout;

  sim_trace_add (trace, &entry);
  sim_steps_grow (lines, trace);
  ladder_rows_grow (rows, trace, lines);
  row = ladder_rows_get (rows, ladder_rows_length (rows) - 1);
  options.top = row->y;
  layout = ladder_layout_new (trace, lines, rows, sim_trace_length (trace), WIDTH, &options, ehlo_measure_pango, theme->fonts);
  for (guint i = 0; i < layout->items->len; i++)
    ladder_paint_item (layout, &g_array_index (layout->items, LadderItem, i), cr, theme);
  ladder_layout_free (layout);
  return processor_time () - start;
}

static void
report_growth (SimTrace *trace, const EhloTheme *theme, cairo_t *cr, double frame)
{
  g_autoptr (SimSteps) lines = sim_steps_new (trace, SIM_STEP_LINE);
  g_autoptr (LadderRows) rows = ladder_rows_new (trace, lines, HEIGHT, NULL);
  g_autoptr (EhloLanes) lanes = ehlo_lanes_new (trace, lines, WIDTH, ehlo_measure_pango, theme->fonts);
  g_autoptr (GArray) costs = g_array_new (FALSE, FALSE, sizeof (double));
  double ratio;

  for (guint i = 0; i < ROUNDS * STEPS; i++)
    {
      double cost = append_row (trace, lines, rows, lanes, theme, cr, i);

      g_array_append_val (costs, cost);
    }
  ratio = middle (costs) / frame;
  printf ("  %-28s %8.3f ms\n", "a row added to a live run", middle (costs) / 1e6);
  printf ("  ratio: row added %.2f of a frame (target: at most 0.20)%s\n", ratio, ratio <= 0.2 ? "" : " MISSED");
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) lesson = sim_scenario_lesson ("first-letter", &error);
  g_autoptr (SimTrace) trace = NULL;
  g_autoptr (SimSteps) lines = NULL;
  g_autoptr (LadderRows) rows = NULL;
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (double)), anew = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) kept_paint = g_array_new (FALSE, FALSE, sizeof (double)), anew_paint = g_array_new (FALSE, FALSE, sizeof (double));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, (int) (ROWS * HEIGHT));
  cairo_t *cr = cairo_create (surface);
  EhloTheme theme = *ehlo_theme_light ();
  double ratio, paint_ratio;
  guint texts;

  g_assert_no_error (error);
  trace = sim_world_play (lesson, lesson->seed, SIM_TIME_NEVER);
  lines = sim_steps_new (trace, SIM_STEP_LINE);
  rows = ladder_rows_new (trace, lines, HEIGHT, NULL);
  g_assert_cmpuint (ladder_rows_length (rows), >=, ROWS);
  theme.fonts = pango_cairo_create_context (cr);
  frames (trace, lines, rows, &theme, cr);
  for (guint round = 0; round < ROUNDS; round++)
    {
      Cost cost;
      double frame;

      ehlo_shape_limit (theme.fonts, 0);
      cost = frames (trace, lines, rows, &theme, cr);
      frame = cost.layout + cost.paint;
      g_array_append_val (anew, frame);
      g_array_append_val (anew_paint, cost.paint);
      ehlo_shape_limit (theme.fonts, 2000);
      frames (trace, lines, rows, &theme, cr);
      cost = frames (trace, lines, rows, &theme, cr);
      frame = cost.layout + cost.paint;
      g_array_append_val (kept, frame);
      g_array_append_val (kept_paint, cost.paint);
    }
  texts = ehlo_shape_count (theme.fonts);
  ratio = middle (kept) / middle (anew);
  paint_ratio = middle (kept_paint) / middle (anew_paint);
  printf ("a frame of %d rows (median of %d rounds of %d steps, %u texts remembered)\n", ROWS, ROUNDS, STEPS, texts);
  printf ("  %-28s %8.3f ms   paint alone %8.3f ms\n", "each text laid out anew", middle (anew) / 1e6, middle (anew_paint) / 1e6);
  printf ("  %-28s %8.3f ms   paint alone %8.3f ms\n", "texts remembered", middle (kept) / 1e6, middle (kept_paint) / 1e6);
  printf ("  ratio: frame %.2f, paint %.2f (target: frame at most 0.40)%s\n", ratio, paint_ratio, ratio <= 0.4 ? "" : " MISSED");
  report_growth (trace, &theme, cr, middle (kept));
  g_object_unref (theme.fonts);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return 0;
}
