/* ladder-layout.h - the ladder: one lifeline a host, one row a step, time downwards
 *
 * A layout is a pure function of what is handed in and holds only what is seen
 * in [top, top + height): it costs the same in a run of a million steps. All
 * coordinates are relative to the top of the visible part: cairo's are 24.8
 * fixed point and would overflow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/ladder-rows.h"
#include "app/draw/lanes.h"
#include "app/draw/measure.h"

G_BEGIN_DECLS

typedef enum { LADDER_DONE, LADDER_CURRENT, LADDER_COMING } LadderState;

typedef enum
{
  LADDER_ITEM_ARROW,    /* said by one host to another */
  LADDER_ITEM_NOTE,     /* happens on one host: stored, put off */
  LADDER_ITEM_HEADER,
  LADDER_ITEM_GAP
} LadderItemKind;

typedef struct
{
  LadderItemKind kind;
  LadderState    state;
  ExplainClass   klass;
  guint          row;        /* in LadderRows */
  guint          step;
  guint          entry;
  double         y, height;
  double         x1, x2;     /* ARROW: from and to */
  gboolean       dashed;     /* 4yz */
  gboolean       crossed;    /* 5yz */
  char          *text;
  EhloFont       font;       /* of the text */
  double         text_x;     /* left end, without the glyph */
  double         text_width;
  char          *more;       /* "+3 lines", or NULL */
  double         more_x, more_width;
  char          *time;       /* of the current row, or NULL */
  char          *delta;      /* since the step before, or NULL */
  double         time_x, delta_x;
  char          *detail;     /* HEADER: who to whom */
  double         detail_x;
  char          *range;      /* HEADER: "steps 1–11" */
  gboolean       folded;     /* HEADER */
} LadderItem;

typedef struct
{
  SimPhase    phase;
  LadderState state;
  double      x, y1, y2;
  double      text_y;
  gboolean    named;     /* there is room for its name */
} LadderBracket;

typedef struct _LadderLayout LadderLayout;

struct _LadderLayout
{
  double     width, height;
  guint      n_lanes;
  gboolean   paper;
  double    *lanes;       /* x */
  gboolean  *busy;        /* by lane: some visible row touches it */
  GArray    *items;       /* LadderItem */
  GArray    *brackets;    /* LadderBracket */
};

typedef struct
{
  double   top;           /* of the visible part */
  double   height;
  gboolean hide_coming;   /* rows that have not happened are empty: prediction in class */
  gboolean paper;         /* all has happened, no row is the current one, nothing can be folded */
} LadderOptions;

LadderLayout *ladder_layout_new  (const SimTrace *trace, const SimSteps *lines, const LadderRows *rows, guint cursor, double width,
                                  const LadderOptions *options, EhloMeasure measure, gpointer measure_data);
void          ladder_layout_free (LadderLayout *self);

void          ladder_paint       (const LadderLayout *self, cairo_t *cr, const EhloTheme *theme);

/* Everything the layout says, a line each: what tests compare. (transfer full) */
char         *ladder_to_text     (const LadderLayout *self);

/* The item at a place; NULL: none. */
const LadderItem *ladder_pick    (const LadderLayout *self, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LadderLayout, ladder_layout_free)

G_END_DECLS
