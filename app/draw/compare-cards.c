/* compare-cards.c - bytes over time, totals, and where the mail ends up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/compare-private.h"

#include "app/draw/words.h"
#include "sim/trace/roles.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define EDGE       10.0
#define INSET      14.0
#define TITLE      18.0     /* middle of a card's title */
#define BODY       40.0     /* top of what is below it */
#define BAR        9.0      /* height */
#define TICKS      4
#define MAX_PLACES 4

typedef struct
{
  const SimComparison *comparison;
  EhloSheet           *sheet;
  guint                row;
  double               x, width, height;
} Card;

static void
add_card (const Card *card, const char *title, const char *detail)
{
  EhloMark *mark = ehlo_sheet_box (card->sheet, card->x, EDGE, card->width, card->height, 9, EHLO_COLOR_BORDER);
  double left = card->x + INSET, room = card->width - 2 * INSET, width;

  mark->fill = EHLO_COLOR_BASE;
  width = MIN (ehlo_sheet_width_of (card->sheet, EHLO_FONT_BODY_BOLD, title), room);
  ehlo_sheet_fit (card->sheet, EHLO_FONT_BODY_BOLD, EHLO_COLOR_INK, left, EDGE + TITLE, EHLO_ALIGN_LEFT, room, title);
  if (detail != NULL && room - width > 50)
    ehlo_sheet_fit (card->sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, left + width + 10, EDGE + TITLE, EHLO_ALIGN_LEFT, room - width - 10, detail);
}

/* ---- bytes over time ---- */

typedef struct
{
  double left, right, top, bottom;
  double most_octets;
  double most_time;     /* nanoseconds */
  CompareFigure figure;
} Chart;

/* 1, 2 or 5 times a power of ten, so that @TICKS of it or fewer reach @most. */
static double
nice_step (double most)
{
  double step = most / TICKS, power = pow (10, floor (log10 (step)));

  return step <= power ? power : step <= 2 * power ? 2 * power : step <= 5 * power ? 5 * power : 10 * power;
}

/* Of more than a minute, whole minutes or hours: nanoseconds. */
static double
nice_time (double most)
{
  static const int seconds[] = { 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200, 86400, 172800, 432000 };
  double step = most / TICKS / SIM_TIME_SECOND;

  if (most < SIM_TIME_MINUTE)
    return nice_step (most);
  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    if (seconds[i] >= step)
      return (double) seconds[i] * SIM_TIME_SECOND;
  return most;
}

static double
x_of (const Chart *chart, double time)
{
  return chart->left + (chart->right - chart->left) * MIN (time / chart->most_time, 1);
}

static double
y_of (const Chart *chart, double octets)
{
  return chart->bottom - (chart->bottom - chart->top) * octets / chart->most_octets;
}

static double
octets_of (const Chart *chart, const SimTallyPoint *point)
{
  return (double) (chart->figure == COMPARE_RECEIVED ? point->received : point->sent);
}

/* A point for each pixel at most: a run may have millions of packets. */
static GArray *
make_points (const Card *card, const Chart *chart, guint run)
{
  const SimTally *tally = card->comparison->runs[run].tally;
  GArray *points = g_array_new (FALSE, FALSE, sizeof (double));
  double last_x = chart->left, last_y = chart->bottom, start[] = { chart->left, chart->bottom }, end[2];

  g_array_append_vals (points, start, 2);
  for (guint i = 1; i < tally->points->len; i++)
    {
      const SimTallyPoint *point = &g_array_index (tally->points, SimTallyPoint, i);
      double at[] = { x_of (chart, (double) (point->time - tally->start)), y_of (chart, octets_of (chart, point)) };

      if (at[0] - last_x < 0.5 && last_y - at[1] < 0.5 && i + 1 < tally->points->len)
        continue;
      g_array_append_vals (points, at, 2);
      last_x = at[0];
      last_y = at[1];
    }
  end[0] = chart->right;
  end[1] = last_y;
  g_array_append_vals (points, end, 2);
  return points;
}

static void
add_axes (const Card *card, const Chart *chart)
{
  double step = nice_step (chart->most_octets * 0.8), time = nice_time (chart->most_time);

  for (double octets = 0; octets <= chart->most_octets * 1.001; octets += step)
    {
      g_autofree char *text = octets > 0 ? g_format_size ((guint64) octets) : g_strdup ("0");

      ehlo_sheet_line (card->sheet, chart->left, y_of (chart, octets), chart->right, y_of (chart, octets), 1, EHLO_COLOR_LINE);
      ehlo_sheet_text (card->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, chart->left - 6, y_of (chart, octets), EHLO_ALIGN_RIGHT, text);
    }
  for (double at = 0; at <= chart->most_time * 1.001; at += time)
    {
      g_autofree char *text = at > 0 ? compare_time_text ((SimTime) at) : g_strdup ("0");
      double half = ehlo_sheet_width_of (card->sheet, EHLO_FONT_AXIS, text) / 2;

      ehlo_sheet_text (card->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, MIN (x_of (chart, at), card->x + card->width - half - 4), chart->bottom + 12,
                       EHLO_ALIGN_CENTER, text);
    }
}

static void
add_curve (const Card *card, const Chart *chart, guint run)
{
  const SimTallyPoint *point = sim_tally_at (card->comparison->runs[run].tally, sim_comparison_cursor (card->comparison, run, card->row));
  SimTime start = card->comparison->runs[run].tally->start;
  EhloMark *mark = ehlo_sheet_curve (card->sheet, make_points (card, chart, run), run == 0 ? 2.4 : 3, compare_colors[run]);
  double x = x_of (chart, point->entry != G_MAXUINT ? (double) (point->time - start) : 0), y = y_of (chart, octets_of (chart, point));

  mark->y2 = chart->bottom;
  mark->filled = run == 0;
  mark->fill = compare_tints[0];
  mark->dashed = run == 1;
  mark = ehlo_sheet_box (card->sheet, x - 4.5, y - 4.5, 9, 9, 4.5, compare_colors[run]);
  mark->line = 2;
}

/* Each curve has its name at its end: the higher one above, the lower one below, unless that is the axis. */
static void
add_labels (const Card *card, const Chart *chart)
{
  double y[2];
  guint high, low;

  for (guint run = 0; run < 2; run++)
    y[run] = y_of (chart, (double) compare_figure (card->comparison, run, chart->figure));
  high = y[0] <= y[1] ? 0 : 1;
  low = 1 - high;
  y[high] = MAX (y[high] - 11, chart->top + 4);
  y[low] += y[low] + 26 < chart->bottom ? 13 : -11;
  if (y[low] - y[high] < 15)
    y[low] = y[high] + 15;
  if (y[low] > chart->bottom - 8)
    {
      y[low] = chart->bottom - 8;
      y[high] = MIN (y[high], y[low] - 15);
    }
  for (guint run = 0; run < 2; run++)
    {
      g_autofree char *value = compare_figure_text (chart->figure, compare_figure (card->comparison, run, chart->figure));
      g_autofree char *text = g_strconcat (card->comparison->runs[run].name, " ", value, NULL);

      ehlo_sheet_fit (card->sheet, EHLO_FONT_SMALL_BOLD, compare_colors[run], chart->right - 4, y[run], EHLO_ALIGN_RIGHT,
                      chart->right - chart->left - 8, text);
    }
}

/* When nearly all of it was there, or could be read: what comes later would only be a level line. */
static SimTime
time_shown (const SimTally *tally, const Chart *chart)
{
  double all = octets_of (chart, sim_tally_at (tally, G_MAXUINT));
  SimTime time = sim_tally_wait (tally);

  for (guint i = 1; i < tally->points->len; i++)
    {
      const SimTallyPoint *point = &g_array_index (tally->points, SimTallyPoint, i);

      if (octets_of (chart, point) >= all * 0.9)
        return MAX (time, point->time - tally->start);
    }
  return time;
}

static void
add_chart (const Card *card)
{
  const SimComparison *comparison = card->comparison;
  Chart chart = { card->x + 74, card->x + card->width - INSET - 4, EDGE + BODY + 4, EDGE + card->height - 30, 1, 1, compare_main_figure (comparison) };
  const char *title = _("Bytes over time"), *way = chart.figure == COMPARE_RECEIVED ? C_("bytes", "received") : C_("bytes", "sent");
  g_autofree char *detail = g_strdup_printf ("%s, %s", ehlo_words_host (comparison->runs[0].trace, comparison->runs[0].tally->host), way);
  double room = card->width - 2 * INSET - 10 - ehlo_sheet_width_of (card->sheet, EHLO_FONT_BODY_BOLD, title);
  char *values[2], *times[2];

  for (guint run = 0; run < 2; run++)
    {
      const SimTally *tally = comparison->runs[run].tally;
      guint64 octets = compare_figure (comparison, run, chart.figure);

      chart.most_octets = MAX (chart.most_octets, (double) octets * 1.25);
      chart.most_time = MAX (chart.most_time, (double) time_shown (tally, &chart) * 1.06);
      values[run] = compare_figure_text (chart.figure, octets);
      times[run] = compare_time_text ((SimTime) compare_figure (comparison, run, COMPARE_WAIT));
    }
  /* The host's name stands in the heads as well. */
  add_card (card, title, ehlo_sheet_width_of (card->sheet, EHLO_FONT_SMALL, detail) <= room ? detail : way);
  add_axes (card, &chart);
  add_curve (card, &chart, 0);
  add_curve (card, &chart, 1);
  add_labels (card, &chart);
  ehlo_sheet_item (card->sheet, card->x, EDGE, card->width, card->height, 0,
                   /* TRANSLATORS: for a screen reader: the chart; twice a run, octets and a time */
                   g_strdup_printf (_("Bytes over time, %s. %s: %s in %s. %s: %s in %s."), detail, comparison->runs[0].name, values[0], times[0],
                                    comparison->runs[1].name, values[1], times[1]));
  for (guint run = 0; run < 2; run++)
    {
      g_free (values[run]);
      g_free (times[run]);
    }
}

/* ---- totals ---- */

static void
add_bar (const Card *card, guint run, double y, double share, const char *text, double names)
{
  double left = card->x + INSET + names + 8, room = card->width - 2 * INSET - names - 8 - 72, width = MAX (room * share, share > 0 ? 3 : 1);
  EhloMark *mark = ehlo_sheet_box (card->sheet, left, y, width, BAR, 2, compare_colors[run]);

  mark->fill = run == 0 ? EHLO_COLOR_FIRST : EHLO_COLOR_SECOND_TINT;
  mark->hatched = run == 1 && width > 4;
  ehlo_sheet_fit (card->sheet, EHLO_FONT_AXIS_BOLD, compare_colors[run], card->x + INSET, y + BAR / 2, EHLO_ALIGN_LEFT, names, card->comparison->runs[run].name);
  ehlo_sheet_text (card->sheet, EHLO_FONT_AXIS_BOLD, EHLO_COLOR_INK, left + width + 8, y + BAR / 2, EHLO_ALIGN_LEFT, text);
}

static void
add_totals (const Card *card)
{
  const CompareFigure figures[] = { compare_main_figure (card->comparison), COMPARE_WAIT, COMPARE_ROUND_TRIPS, COMPARE_DISK, COMPARE_COMMANDS };
  double names = 0, y = EDGE + BODY - 4, step = (card->height - BODY - 2) / G_N_ELEMENTS (figures);

  add_card (card, _("Totals"), NULL);
  for (guint run = 0; run < 2; run++)
    names = MAX (names, ehlo_sheet_width_of (card->sheet, EHLO_FONT_AXIS_BOLD, card->comparison->runs[run].name));
  names = MIN (names, card->width * 0.4);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++, y += step)
    {
      const char *name = compare_figure_name (card->comparison, figures[i]);
      guint64 a = compare_figure (card->comparison, 0, figures[i]), b = compare_figure (card->comparison, 1, figures[i]), most = MAX (MAX (a, b), 1);
      g_autofree char *first = compare_figure_text (figures[i], a), *second = compare_figure_text (figures[i], b);

      ehlo_sheet_fit (card->sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, card->x + INSET, y + 6, EHLO_ALIGN_LEFT, card->width - 2 * INSET, name);
      add_bar (card, 0, y + 14, (double) a / (double) most, first, names);
      add_bar (card, 1, y + 24.5, (double) b / (double) most, second, names);
      /* TRANSLATORS: for a screen reader: what is measured; twice a run and its figure */
      ehlo_sheet_item (card->sheet, card->x, y, card->width, step, 0,
                       g_strdup_printf (_("%s. %s: %s. %s: %s."), name, card->comparison->runs[0].name, first, card->comparison->runs[1].name, second));
    }
}

/* ---- where the mail ends up ---- */

static int
host_named (const SimTrace *trace, const char *name)
{
  for (guint i = 0; i < sim_trace_n_hosts (trace); i++)
    if (g_str_equal (sim_trace_get_host (trace, i)->name, name))
      return (int) i;
  return -1;
}

static void
add_pile (const Card *card, double x, double y, guint count)
{
  guint shown = MIN (count, 5);

  if (count == 0)
    {
      EhloMark *mark = ehlo_sheet_box (card->sheet, x - 14, y - 9, 28, 18, 3, EHLO_COLOR_DIM);

      mark->filled = FALSE;
      ehlo_sheet_line (card->sheet, x - 7, y - 3, x + 7, y + 4, 1, EHLO_COLOR_DIM);
      return;
    }
  for (guint i = 0; i < shown; i++)
    ehlo_sheet_picture (card->sheet, EHLO_MARK_ENVELOPE, x + (i - (shown - 1) / 2.0) * 9, y, 25)->klass = EXPLAIN_CLASS_NONE;
}

static void
add_run_stock (const Card *card, guint run, char **places, guint n, double names, double y, double height)
{
  double column = (card->width - 2 * INSET - names) / n;
  EhloMark *mark = ehlo_sheet_box (card->sheet, card->x + 8, y, card->width - 16, height, 6, compare_tints[run]);
  GString *sentence = g_string_new (card->comparison->runs[run].name);

  mark->fill = compare_tints[run];
  ehlo_sheet_wrap (card->sheet, EHLO_FONT_SMALL_BOLD, compare_colors[run], card->x + INSET + 2, y + height / 2 - 17, names - 8, 0,
                   card->comparison->runs[run].name);
  for (guint i = 0; i < n; i++)
    {
      SimStock stock = sim_comparison_stock (card->comparison, run, places[i]);
      g_autofree char *text = compare_stock_text (stock);
      double x = card->x + INSET + names + column * (i + 0.5);
      const SimTrace *trace = card->comparison->runs[0].trace;

      g_auto (GStrv) lines = compare_stock_lines (stock);

      add_pile (card, x, y + 13, stock.messages);
      for (guint line = 0; lines[line] != NULL; line++)
        ehlo_sheet_fit (card->sheet, line == 0 ? EHLO_FONT_SMALL : EHLO_FONT_AXIS, EHLO_COLOR_INK, x, y + 30 + 12.5 * line, EHLO_ALIGN_CENTER,
                        column - 3, lines[line]);
      g_string_append_printf (sentence, "%s %s: %s", i == 0 ? "." : ";", ehlo_words_host (trace, (guint) host_named (trace, places[i])), text);
    }
  g_string_append_c (sentence, '.');
  ehlo_sheet_item (card->sheet, card->x, y, card->width, height, 0, g_string_free (sentence, FALSE));
}

/* The widest word of both names. */
static double
widest_word (const Card *card)
{
  double widest = 0;

  for (guint run = 0; run < 2; run++)
    {
      g_auto (GStrv) words = g_strsplit (card->comparison->runs[run].name, " ", -1);

      for (char **word = words; *word != NULL; word++)
        widest = MAX (widest, ehlo_sheet_width_of (card->sheet, EHLO_FONT_SMALL_BOLD, *word));
    }
  return widest;
}

static void
add_places (const Card *card)
{
  const SimTrace *trace = card->comparison->runs[0].trace;
  g_auto (GStrv) places = sim_comparison_places (card->comparison);
  guint n = MIN (g_strv_length (places), MAX_PLACES);
  double names = 0, y = EDGE + BODY + 51, height = (card->height - BODY - 53 - 15) / 2, column;

  add_card (card, _("Where the mail ends up"), NULL);
  if (n == 0)
    return;
  for (guint run = 0; run < 2; run++)
    names = MAX (names, ehlo_sheet_width_of (card->sheet, EHLO_FONT_SMALL_BOLD, card->comparison->runs[run].name) + 14);
  names = MIN (names, MAX (card->width * 0.2, MIN (widest_word (card) + 14, card->width * 0.4)));
  column = (card->width - 2 * INSET - names) / n;
  for (guint i = 0; i < n; i++)
    {
      guint host = (guint) host_named (trace, places[i]);
      double x = card->x + INSET + names + column * (i + 0.5);

      EhloMark *mark = ehlo_sheet_picture (card->sheet, EHLO_MARK_HOST, x, EDGE + BODY + 7, 0.62);

      mark->icon = ehlo_glyph_icon (sim_trace_get_host (trace, host)->roles);
      compare_two_lines (card->sheet, EHLO_FONT_SMALL, EHLO_COLOR_INK, x, EDGE + BODY + 37, column - 3, ehlo_words_host (trace, host));
    }
  for (guint run = 0; run < 2; run++)
    add_run_stock (card, run, places, n, names, y + run * (height + 6), height);
}

EhloSheet *
compare_cards_new (const SimComparison *comparison, guint row, double width, EhloMeasure measure, gpointer measure_data)
{
  EhloSheet *sheet = ehlo_sheet_new (MAX (width, COMPARE_LEAST_WIDTH), measure, measure_data);
  double room = sheet->width - 4 * EDGE, height = COMPARE_CARDS_HEIGHT - 2 * EDGE;
  Card chart = { comparison, sheet, row, EDGE, (int) (room * 0.33), height };
  Card totals = { comparison, sheet, row, chart.x + chart.width + EDGE, (int) (room * 0.285), height };
  Card places = { comparison, sheet, row, totals.x + totals.width + EDGE, sheet->width - totals.x - totals.width - 2 * EDGE, height };

  sheet->height = COMPARE_CARDS_HEIGHT;
  add_chart (&chart);
  add_totals (&totals);
  add_places (&places);
  return sheet;
}
