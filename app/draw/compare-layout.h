/* compare-layout.h - two runs side by side: their ladders row by row, and what they cost
 *
 * Three sheets, one above the other: the heads with the running totals, the rows,
 * and the cards with bytes over time, totals, and where the mail ends up. Pure:
 * see sheet.h. The first run is drawn solid and full, the second dashed and hatched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/sheet.h"
#include "sim/world/comparison.h"

G_BEGIN_DECLS

#define COMPARE_LEAST_WIDTH  760.0
#define COMPARE_HEADS_HEIGHT 68.0
#define COMPARE_ROW_HEIGHT   30.0
#define COMPARE_CARDS_HEIGHT 252.0

/* @row: how many rows have happened; the ids of the items of compare_rows_new() are rows, from 1. */
EhloSheet *compare_heads_new (const SimComparison *comparison, guint row, double width, EhloMeasure measure, gpointer measure_data);
EhloSheet *compare_rows_new  (const SimComparison *comparison, guint row, double width, EhloMeasure measure, gpointer measure_data);
EhloSheet *compare_cards_new (const SimComparison *comparison, guint row, double width, EhloMeasure measure, gpointer measure_data);

/* ---- the figures, as all who show them name and write them ---- */

typedef enum
{
  COMPARE_RECEIVED,      /* octets */
  COMPARE_SENT,
  COMPARE_WAIT,          /* nanoseconds */
  COMPARE_ROUND_TRIPS,
  COMPARE_DISK,          /* octets */
  COMPARE_COMMANDS,
  COMPARE_N_FIGURES
} CompareFigure;

/* "received": the same in every language. */
const char *compare_figure_key   (CompareFigure figure);
/* "Until it can be read" */
const char *compare_figure_name  (const SimComparison *comparison, CompareFigure figure);
guint64     compare_figure       (const SimComparison *comparison, guint run, CompareFigure figure);
/* "4.3 MB", "34.9 s", "13". (transfer full) */
char       *compare_figure_text  (CompareFigure figure, guint64 value);
/* "5 messages", "1 read"; and both in one: "5 messages, 1 read". (transfer full) */
char      **compare_stock_lines  (SimStock stock);
char       *compare_stock_text   (SimStock stock);

G_END_DECLS
