/* handout.h - the dialogue as lines on paper: a transcript, or a worksheet
 *
 * On a worksheet the servers' replies are left blank, each with a place for its
 * first word and a line for the rest; the answers follow on pages of their own.
 * A layout is pure: see ladder-layout.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/measure.h"
#include "sim/explain/explain.h"
#include "sim/trace/steps.h"

G_BEGIN_DECLS

#define HANDOUT_TEXT_X 92.0   /* left of it: step, C or S, glyph */

typedef enum
{
  HANDOUT_HEADING,   /* of a connection */
  HANDOUT_SAID,      /* the first line of a step */
  HANDOUT_MORE,      /* further lines of it, and what did not fit into one */
  HANDOUT_EVENT,     /* no line of a dialogue: a letter is stored */
  HANDOUT_BLANK,     /* a reply to be written */
  HANDOUT_NAME,      /* where the pupil writes name and date */
  HANDOUT_TASK,      /* what is to be done, and the title of the answers */
  HANDOUT_MEANING    /* what an answer means */
} HandoutKind;

typedef struct
{
  HandoutKind    kind;
  guint        step;     /* from 1; 0: none */
  SimSide      side;
  ExplainClass klass;
  gboolean     letter;   /* a line of a letter */
  gboolean     keep;     /* never the last of a page */
  gboolean     turn;     /* begins a page */
  char        *text;
  char        *detail;   /* HEADING: who to whom; NAME: the second field */
  double       detail_x;
  double       y, height;
} HandoutRow;

typedef struct
{
  double  width, height;
  GArray *rows;          /* HandoutRow */
} Handout;

/* The steps @from to @to, from 1, of @lines (SIM_STEP_LINE). */
Handout *handout_new     (const SimTrace *trace, const SimSteps *lines, guint from, guint to, gboolean worksheet, double width, EhloMeasure measure,
                      gpointer measure_data);
void   handout_free    (Handout *self);

/* The last row of a page that begins with row @first and has @room. At least one row is taken. */
guint  handout_break   (const Handout *self, guint first, double room);

/* Rows @first to @last, the first at the top. */
void   handout_paint   (const Handout *self, cairo_t *cr, const EhloTheme *theme, guint first, guint last);

char  *handout_to_text (const Handout *self);      /* a line each: what tests compare. (transfer full) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Handout, handout_free)

G_END_DECLS
