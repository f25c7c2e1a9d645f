/* compare-layout.c - heads and rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/compare-private.h"

#include "app/draw/words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LEFT_LANE    92.0     /* from the left edge of a half */
#define RIGHT_LANE   124.0    /* from its right edge */
#define EDGE         14.0
#define BAND_OCTETS  10000    /* so much in one row is drawn as a band */

const EhloColor compare_colors[2] = { EHLO_COLOR_FIRST, EHLO_COLOR_SECOND };
const EhloColor compare_tints[2] = { EHLO_COLOR_FIRST_TINT, EHLO_COLOR_SECOND_TINT };

void
compare_two_lines (EhloSheet *sheet, EhloFont font, EhloColor color, double x, double middle, double room, const char *text)
{
  double width;
  gsize at = ehlo_sheet_width_of (sheet, font, text) > room ? ehlo_measure_halve (sheet->measure, sheet->measure_data, font, text, " ", &width) : 0;
  g_autofree char *first = g_strchomp (g_strndup (text, at > 0 ? at : strlen (text)));

  ehlo_sheet_fit (sheet, font, color, x, at > 0 ? middle - 6.5 : middle, EHLO_ALIGN_CENTER, room, first);
  if (at > 0)
    ehlo_sheet_fit (sheet, font, color, x, middle + 6.5, EHLO_ALIGN_CENTER, room, text + at);
}

/* One half of the sheet. */
typedef struct
{
  const SimComparison *comparison;
  EhloSheet           *sheet;
  guint                run;
  double               x, width;
  double               left, right;   /* the two lanes */
} Half;

static Half
half_of (const SimComparison *comparison, EhloSheet *sheet, guint run)
{
  double width = (int) (sheet->width / 2), x = run == 0 ? 0 : sheet->width - width;

  return (Half) { comparison, sheet, run, x, width, x + LEFT_LANE, x + width - RIGHT_LANE };
}

/* The other end of the run's connections, if it is one host only. */
static const char *
other_name (const SimRun *run)
{
  guint other = G_MAXUINT;

  for (guint32 conn = 1; conn <= sim_trace_n_connections (run->trace); conn++)
    {
      SimConnection connection;

      sim_trace_get_connection (run->trace, conn, &connection);
      if (connection.client != run->tally->host || connection.transport == SIM_PROTOCOL_UDP)
        continue;
      if (other != G_MAXUINT && other != connection.server)
        return _("servers");
      other = connection.server;
    }
  return other != G_MAXUINT ? ehlo_words_host (run->trace, other) : _("servers");
}

static char *
running_total (const SimComparison *comparison, guint run, guint row)
{
  const SimRun *at = &comparison->runs[run];
  const SimTallyPoint *point = sim_tally_at (at->tally, sim_comparison_cursor (comparison, run, row));
  CompareFigure main = compare_main_figure (comparison);
  g_autofree char *octets = compare_figure_text (main, main == COMPARE_RECEIVED ? point->received : point->sent);
  g_autofree char *time = compare_time_text (sim_comparison_time (comparison, run, sim_comparison_step (comparison, run, row)));

  return g_strconcat (octets, "  ·  ", time, NULL);
}

static void
add_head (const Half *half, guint row)
{
  const SimRun *run = &half->comparison->runs[half->run];
  EhloSheet *sheet = half->sheet;
  g_autofree char *total = running_total (half->comparison, half->run, row);
  double total_width = ehlo_sheet_width_of (sheet, EHLO_FONT_BODY_BOLD, total), chip, room;
  EhloMark *mark;

  ehlo_sheet_text (sheet, EHLO_FONT_BODY_BOLD, compare_colors[half->run], half->x + half->width - EDGE, 21, EHLO_ALIGN_RIGHT, total);
  room = half->width - total_width - 3 * EDGE;
  chip = MIN (ehlo_sheet_width_of (sheet, EHLO_FONT_BODY_BOLD, run->name) + 28, room);
  mark = ehlo_sheet_box (sheet, half->x + EDGE, 8, chip, 26, 6, compare_colors[half->run]);
  mark->fill = compare_tints[half->run];
  mark->line = 1.5;
  mark->dashed = half->run == 1;
  ehlo_sheet_fit (sheet, EHLO_FONT_BODY_BOLD, compare_colors[half->run], half->x + EDGE + chip / 2, 21, EHLO_ALIGN_CENTER, chip - 16, run->name);
  if (run->detail != NULL && room - chip > 60)
    ehlo_sheet_fit (sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, half->x + EDGE + chip + 10, 21, EHLO_ALIGN_LEFT, room - chip - 16, run->detail);
  /* TRANSLATORS: for a screen reader: the name of a run, what is special about it, what it has cost so far */
  ehlo_sheet_item (sheet, half->x, 0, half->width, COMPARE_HEADS_HEIGHT, 0,
                   g_strdup_printf (_("%s, %s. So far: %s"), run->name, run->detail != NULL ? run->detail : run->name, total));
}

static void
add_lane_names (const Half *half)
{
  const SimRun *run = &half->comparison->runs[half->run];
  /* TRANSLATORS: head of a column: the time since the beginning */
  const char *time = _("time");
  double between = half->right - half->left, column = MIN (ehlo_sheet_width_of (half->sheet, EHLO_FONT_SMALL, time), RIGHT_LANE - 56);
  double room = 2 * (RIGHT_LANE - EDGE - column - 8);

  compare_two_lines (half->sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, half->left, 52, MIN (between - room / 2, 2 * LEFT_LANE) - 10,
                     ehlo_words_host (run->trace, run->tally->host));
  compare_two_lines (half->sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, half->right, 52, room, other_name (run));
  ehlo_sheet_fit (half->sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, half->x + half->width - EDGE, 52, EHLO_ALIGN_RIGHT, column, time);
}

EhloSheet *
compare_heads_new (const SimComparison *comparison, guint row, double width, EhloMeasure measure, gpointer measure_data)
{
  EhloSheet *sheet = ehlo_sheet_new (MAX (width, COMPARE_LEAST_WIDTH), measure, measure_data);

  sheet->height = COMPARE_HEADS_HEIGHT;
  for (guint run = 0; run < 2; run++)
    {
      Half half = half_of (comparison, sheet, run);

      add_head (&half, row);
      add_lane_names (&half);
    }
  ehlo_sheet_line (sheet, sheet->width / 2, 0, sheet->width / 2, COMPARE_HEADS_HEIGHT, 1, EHLO_COLOR_BORDER);
  return sheet;
}

/* What a step's line says: the first line, or how large a letter is. */
static char *
line_text (const SimRun *run, guint step, guint64 *octets)
{
  const SimStep *at = sim_steps_get (run->lines, step);
  SimEntry entry;
  char *text;

  sim_trace_get (run->trace, at->entry, &entry);
  *octets = entry.len;
  if (entry.flags & SIM_ENTRY_LITERAL)
    return ehlo_words_content (run->trace, &entry);
  text = ehlo_words_line (run->trace, at->entry);
  if (at->n_lines > 1)
    {
      char *more = g_strconcat (text, " …", NULL);

      g_free (text);
      text = more;
    }
  return text;
}

static void
add_cross (EhloSheet *sheet, double x, double y, double d)
{
  ehlo_sheet_line (sheet, x - 7 * d, y - 4, x - d, y + 4, 2, EHLO_COLOR_NO);
  ehlo_sheet_line (sheet, x - 7 * d, y + 4, x - d, y - 4, 2, EHLO_COLOR_NO);
}

static void
add_arrow (const Half *half, const SimEntry *entry, const char *text, double y, gboolean current, gboolean coming)
{
  ExplainClass klass = explain_entry_class (entry);
  gboolean right = entry->side == SIM_SIDE_CLIENT, glyph = klass > EXPLAIN_CLASS_CLIENT;
  EhloColor color = coming ? EHLO_COLOR_GHOST_LINE : ehlo_theme_class (klass);
  double from = right ? half->left + 2 : half->right - 2, to = right ? half->right - 2 : half->left + 2, line = y + COMPARE_ROW_HEIGHT - 7;
  double middle = (half->left + half->right) / 2, room = half->right - half->left - 16 - (glyph ? 20 : 0), width;
  EhloFont font = current ? EHLO_FONT_MONO_BOLD : EHLO_FONT_MONO;
  g_autofree char *fitted = ehlo_measure_fit (half->sheet->measure, half->sheet->measure_data, font, text, room);
  EhloMark *mark = ehlo_sheet_line (half->sheet, from, line, klass == EXPLAIN_CLASS_NO ? to - (right ? 10 : -10) : to, line, current ? 2.4 : 2, color);

  mark->arrow = TRUE;
  mark->dashed = klass == EXPLAIN_CLASS_LATER;
  if (klass == EXPLAIN_CLASS_NO && !coming)
    add_cross (half->sheet, to, line, right ? 1 : -1);
  width = ehlo_sheet_width_of (half->sheet, font, fitted);
  if (glyph)
    {
      mark = ehlo_sheet_picture (half->sheet, EHLO_MARK_CLASS, middle - width / 2 - 2, y + 11, 6);
      mark->klass = klass;
      mark->color = coming ? EHLO_COLOR_GHOST_LINE : color;
    }
  ehlo_sheet_text (half->sheet, font, coming ? EHLO_COLOR_GHOST : ehlo_theme_class (klass), middle + (glyph ? 8 : 0), y + 11, EHLO_ALIGN_CENTER, fitted);
}

/* So much at once that an arrow would not do it justice. */
static void
add_band (const Half *half, const SimEntry *entry, const char *text, double y, gboolean coming)
{
  gboolean right = entry->side == SIM_SIDE_CLIENT;
  double tip = right ? half->right - 3 : half->left + 3, back = right ? half->left + 3 : half->right - 3, d = right ? -14 : 14;
  GArray *points = g_array_new (FALSE, FALSE, sizeof (double));
  double corners[] = { tip, y + 15, tip + d, y + 3, back, y + 3, back, y + 27, tip + d, y + 27, tip, y + 15 };
  EhloMark *mark;

  g_array_append_vals (points, corners, G_N_ELEMENTS (corners));
  mark = ehlo_sheet_curve (half->sheet, points, coming ? 1 : 1.6, coming ? EHLO_COLOR_GHOST_LINE : compare_colors[half->run]);
  mark->y2 = y + 15;
  mark->filled = TRUE;
  mark->fill = coming ? EHLO_COLOR_BASE : compare_tints[half->run];
  mark->dashed = half->run == 1;
  ehlo_sheet_fit (half->sheet, EHLO_FONT_SMALL_BOLD, coming ? EHLO_COLOR_GHOST : compare_colors[half->run], (half->left + half->right) / 2, y + 15,
                  EHLO_ALIGN_CENTER, half->right - half->left - 40, text);
}

/* When the line came, and how long that took if it was long. */
static void
add_time (const Half *half, guint step, double y, gboolean current, gboolean coming)
{
  SimTime time = sim_comparison_time (half->comparison, half->run, step), before = time;
  g_autofree char *text = compare_time_text (time);
  double right = half->x + half->width - EDGE;
  gboolean waited;

  if (step > 1)
    before = sim_comparison_time (half->comparison, half->run, step - 1);
  waited = time - before >= SIM_TIME_SECOND;
  ehlo_sheet_fit (half->sheet, current ? EHLO_FONT_SMALL_BOLD : EHLO_FONT_SMALL, coming ? EHLO_COLOR_GHOST : EHLO_COLOR_INK, right,
                  waited ? y + 9 : y + 15, EHLO_ALIGN_RIGHT, RIGHT_LANE - 20, text);
  if (waited)
    {
      g_autofree char *length = compare_time_text (time - before), *wait = g_strconcat ("+", length, NULL);

      ehlo_sheet_fit (half->sheet, EHLO_FONT_AXIS_BOLD, coming ? EHLO_COLOR_GHOST : compare_colors[half->run], right, y + 22, EHLO_ALIGN_RIGHT,
                      RIGHT_LANE - 20, wait);
    }
}

/* "POP3: 0.3 s, client: USER anna"; NULL: nothing in this row. */
static char *
add_half_row (const Half *half, guint step, double y, gboolean current, gboolean coming)
{
  const SimRun *run = &half->comparison->runs[half->run];
  g_autofree char *text = NULL, *time = NULL;
  guint64 octets;
  SimEntry entry;

  if (step == 0)
    return NULL;
  sim_trace_get (run->trace, sim_steps_get (run->lines, step)->entry, &entry);
  text = line_text (run, step, &octets);
  if (octets >= BAND_OCTETS)
    add_band (half, &entry, text, y, coming);
  else
    add_arrow (half, &entry, text, y, current, coming);
  add_time (half, step, y, current, coming);
  time = compare_time_text (sim_comparison_time (half->comparison, half->run, step));
  return entry.side == SIM_SIDE_CLIENT
    /* TRANSLATORS: for a screen reader: the name of a run, a time, a line of the dialogue */
    ? g_strdup_printf (_("%s: after %s the client says %s"), run->name, time, text)
    : g_strdup_printf (_("%s: after %s the server says %s"), run->name, time, text);
}

static char *
row_sentence (const SimComparison *comparison, guint n, const char *a, const char *b)
{
  g_autofree char *first = a != NULL ? g_strdup (a) : g_strdup_printf (_("%s: nothing"), comparison->runs[0].name);
  g_autofree char *second = b != NULL ? g_strdup (b) : g_strdup_printf (_("%s: nothing"), comparison->runs[1].name);

  /* TRANSLATORS: for a screen reader: the number of a row, of how many; what the first run does in it, and what the second */
  return g_strdup_printf (_("Row %u of %u. %s. %s."), n, comparison->rows->len, first, second);
}

EhloSheet *
compare_rows_new (const SimComparison *comparison, guint row, double width, EhloMeasure measure, gpointer measure_data)
{
  EhloSheet *sheet = ehlo_sheet_new (MAX (width, COMPARE_LEAST_WIDTH), measure, measure_data);
  Half halves[2] = { half_of (comparison, sheet, 0), half_of (comparison, sheet, 1) };
  EhloMark *mark;

  sheet->height = comparison->rows->len * COMPARE_ROW_HEIGHT + 6;
  mark = ehlo_sheet_box (sheet, 0, 0, sheet->width, sheet->height, 0, EHLO_COLOR_BASE);
  mark->line = 0;
  if (row >= 1 && row <= comparison->rows->len)
    {
      double y = (row - 1) * COMPARE_ROW_HEIGHT;

      mark = ehlo_sheet_box (sheet, 0, y, sheet->width, COMPARE_ROW_HEIGHT, 0, EHLO_COLOR_ROW);
      mark->fill = EHLO_COLOR_ROW;
      mark->line = 0;
      ehlo_sheet_line (sheet, 0.5, y, sheet->width, y, 1, EHLO_COLOR_ACCENT);
      ehlo_sheet_line (sheet, 0.5, y + COMPARE_ROW_HEIGHT, sheet->width, y + COMPARE_ROW_HEIGHT, 1, EHLO_COLOR_ACCENT);
      ehlo_sheet_line (sheet, 2, y, 2, y + COMPARE_ROW_HEIGHT, 4, EHLO_COLOR_ACCENT);
    }
  for (guint run = 0; run < 2; run++)
    {
      ehlo_sheet_line (sheet, halves[run].left, 0, halves[run].left, sheet->height, 2, EHLO_COLOR_LANE);
      ehlo_sheet_line (sheet, halves[run].right, 0, halves[run].right, sheet->height, 2, EHLO_COLOR_LANE);
    }
  ehlo_sheet_line (sheet, sheet->width / 2, 0, sheet->width / 2, sheet->height, 1, EHLO_COLOR_BORDER);
  for (guint i = 0; i < comparison->rows->len; i++)
    {
      const SimAlignRow *at = &g_array_index (comparison->rows, SimAlignRow, i);
      double y = i * COMPARE_ROW_HEIGHT;
      g_autofree char *a = add_half_row (&halves[0], at->a, y, i + 1 == row, i + 1 > row);
      g_autofree char *b = add_half_row (&halves[1], at->b, y, i + 1 == row, i + 1 > row);

      ehlo_sheet_item (sheet, 0, y, sheet->width, COMPARE_ROW_HEIGHT, i + 1, row_sentence (comparison, i + 1, a, b))->current = i + 1 == row;
    }
  return sheet;
}
