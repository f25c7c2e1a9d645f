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
#include "sim/trace/links.h"

G_BEGIN_DECLS

#define LADDER_BAND_TIP 12.0   /* of the thick arrow that is a message */

typedef enum { LADDER_DONE, LADDER_CURRENT, LADDER_COMING } LadderState;

typedef enum
{
  LADDER_ITEM_ARROW,    /* said by one host to another */
  LADDER_ITEM_NOTE,     /* happens on one host: stored, put off */
  LADDER_ITEM_LINE,     /* a further line of what the arrow above it says */
  LADDER_ITEM_PACKET,   /* an arrow too, thin */
  LADDER_ITEM_HEADER,
  LADDER_ITEM_PHASE,    /* folded */
  LADDER_ITEM_GAP
} LadderItemKind;

typedef enum { LADDER_NO_HIT, LADDER_HIT, LADDER_HIT_HERE } LadderHit;

typedef struct
{
  LadderItemKind kind;
  LadderState    state;
  ExplainClass   klass;
  LadderHit      hit;        /* a search has found it */
  gboolean       dim;        /* of another connection than the one that is followed */
  guint          row;        /* in LadderRows */
  guint          step;
  guint          last;       /* HEADER, PHASE: the last of their steps; else the step */
  guint          entry;
  guint32        conn;       /* 0: none */
  double         y, height;
  double         line_y;     /* ARROW, PACKET: of the line where it begins */
  double         text_y;     /* middle of the text */
  double         x1, x2;     /* ARROW, PACKET: from and to */
  double         drop;       /* how much lower it arrives */
  gboolean       slanted;    /* its text too: whole, it is turned around x1, line_y */
  double         band;       /* ARROW: how thick it is: a message, the thicker the larger; 0: a line */
  gboolean       beside;     /* with a band: the text stands behind it */
  gboolean       folder;     /* NOTE: of a folder, of no letter */
  gboolean       dashed;     /* 4yz */
  gboolean       crossed;    /* 5yz; PACKET: lost on its way */
  char          *text;
  EhloFont       font;       /* of the text */
  double         text_x;     /* left end, without the glyph */
  double         text_width;
  char          *more;       /* "+3 lines", or NULL */
  double         more_x, more_width;
  gboolean       unfolded;   /* the further lines stand below */
  char          *time;       /* or NULL */
  char          *delta;      /* since the step before, or NULL */
  double         time_x, delta_x;
  char          *detail;     /* HEADER: who to whom */
  double         detail_x;
  char          *range;      /* HEADER, PHASE: "steps 1–11" */
  gboolean       folded;     /* HEADER, PHASE */
} LadderItem;

typedef struct
{
  SimPhase    phase;
  LadderState state;
  guint       step;      /* the first of its phase: what to fold */
  double      x, y1, y2;
  double      text_y;
  gboolean    named;     /* there is room for its name */
} LadderBracket;

/* The state of a session, along its host's lifeline. */
typedef struct
{
  guint       lane;
  int         code;      /* of the state */
  guint32     conn;
  const char *name;      /* protocol's word, never translated; borrowed */
  LadderState state;
  gboolean    narrow;    /* the texts of arrows run over this line: the name stands beside it, between them, and not on it */
  double      x, y1, y2;
  double      text_y;
  gboolean    named;
  gboolean    left;      /* narrow: the name stands at its left, for at its right the picture ends */
} LadderStrip;

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
  GArray    *strips;      /* LadderStrip */
};

typedef struct
{
  double           top;           /* of the visible part */
  double           height;
  gboolean         hide_coming;   /* rows that have not happened are empty: prediction in class */
  gboolean         paper;         /* all has happened, no row is the current one, nothing can be folded */
  guint32          follow;        /* this connection's steps stand out; 0: all do */
  const SimStates *states;        /* for strips along the lifelines, or NULL */
  const guint     *hits;          /* steps that a search has found, in their order */
  guint            n_hits;
  guint            hit;           /* the one of them that was gone to; 0: none */
  const EhloLanes *lanes;         /* of this trace, width and measure, if somebody has them; or NULL */
} LadderOptions;

LadderLayout *ladder_layout_new  (const SimTrace *trace, const SimSteps *lines, const LadderRows *rows, guint cursor, double width,
                                  const LadderOptions *options, EhloMeasure measure, gpointer measure_data);
void          ladder_layout_free (LadderLayout *self);

/* All of it, or its parts in this order: a view that keeps some of them need not paint them again. */
void          ladder_paint          (const LadderLayout *self, cairo_t *cr, const EhloTheme *theme);
void          ladder_paint_ground   (const LadderLayout *self, cairo_t *cr, const EhloTheme *theme);
void          ladder_paint_band     (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme);  /* of the current row */
void          ladder_paint_lanes    (const LadderLayout *self, cairo_t *cr, const EhloTheme *theme);
void          ladder_paint_strip    (const LadderStrip *strip, cairo_t *cr, const EhloTheme *theme);
void          ladder_paint_bracket  (const LadderBracket *bracket, cairo_t *cr, const EhloTheme *theme);
void          ladder_paint_item     (const LadderLayout *self, const LadderItem *item, cairo_t *cr, const EhloTheme *theme);

/* Everything the layout says, a line each: what tests compare. (transfer full) */
char         *ladder_to_text     (const LadderLayout *self);

/* The item at a place; NULL: none. */
const LadderItem    *ladder_pick         (const LadderLayout *self, double x, double y);
/* The bracket whose line or name is there; NULL: none. */
const LadderBracket *ladder_pick_bracket (const LadderLayout *self, double x, double y);
/* Whether the place is on "+3 lines" of @item. */
gboolean             ladder_is_on_more   (const LadderItem *item, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LadderLayout, ladder_layout_free)

G_END_DECLS
