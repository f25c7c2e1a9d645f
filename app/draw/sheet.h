/* sheet.h - a drawing as a list of what is on it
 *
 * A layout puts marks (texts, boxes, lines, small pictures) on a sheet and says
 * in a sentence what each of its items is. One painter draws every sheet; tests
 * read it as text; a screen reader reads the items. Marks are painted in their
 * order. A layout that makes a sheet is a pure function of what is handed in.
 * Coordinates are in pixels at zoom 1, from the top left corner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/glyphs.h"
#include "app/draw/measure.h"

G_BEGIN_DECLS

typedef enum
{
  EHLO_MARK_TEXT,
  EHLO_MARK_BOX,        /* @filled, and stroked unless @line is 0 */
  EHLO_MARK_LINE,       /* from x, y to x2, y2 */
  EHLO_MARK_CURVE,      /* through @points; filled down to @y2 if @filled */
  EHLO_MARK_CLASS,      /* a reply class's shape around x, y */
  EHLO_MARK_ENVELOPE,   /* around x, y */
  EHLO_MARK_RETURNED,   /* the same with the arrow of a bounce */
  EHLO_MARK_HOST        /* around x, y */
} EhloMarkKind;

typedef struct
{
  EhloMarkKind kind;
  double       x, y;        /* TEXT: see align; y is the middle of its letters */
  double       x2, y2;      /* LINE: its end; BOX: the lower right corner */
  double       line;        /* width of a stroke */
  double       size;        /* BOX: radius of its corners; pictures: radius, width or scale */
  EhloColor    color;       /* of text and strokes */
  EhloColor    fill;
  gboolean     filled;
  gboolean     dashed;
  gboolean     hatched;     /* BOX: with slanting lines in @color */
  gboolean     arrow;       /* LINE: a head at its end */
  gboolean     fresh;       /* BOX: changed in this step: it flashes */
  gboolean     active;      /* HOST */
  ExplainClass klass;       /* CLASS, and the badge of an ENVELOPE */
  EhloHostIcon icon;
  EhloFont     font;
  EhloAlign    align;
  char        *text;        /* TEXT */
  GArray      *points;      /* CURVE: double, x and y in turns */
} EhloMark;

/* What can be read out, pointed at and moved to with the keyboard. */
typedef struct
{
  double x, y, width, height;
  char  *sentence;
  guint  id;            /* the layout's; 0: nothing happens when it is activated */
  gboolean current;     /* belongs to the current step */
} EhloItem;

typedef struct
{
  double      width, height;
  GArray     *marks;    /* EhloMark */
  GArray     *items;    /* EhloItem, from top to bottom */
  gboolean    fresh;    /* some box flashes */
  EhloMeasure measure;
  gpointer    measure_data;
} EhloSheet;

EhloSheet *ehlo_sheet_new      (double width, EhloMeasure measure, gpointer measure_data);
void       ehlo_sheet_free     (EhloSheet *self);

/* The marks that these append may be changed until the next one is appended. */
EhloMark  *ehlo_sheet_box      (EhloSheet *self, double x, double y, double width, double height, double radius, EhloColor color);
EhloMark  *ehlo_sheet_line     (EhloSheet *self, double x, double y, double x2, double y2, double line, EhloColor color);
EhloMark  *ehlo_sheet_curve    (EhloSheet *self, GArray *points, double line, EhloColor color);   /* takes @points */
EhloMark  *ehlo_sheet_picture  (EhloSheet *self, EhloMarkKind kind, double x, double y, double size);
EhloMark  *ehlo_sheet_text     (EhloSheet *self, EhloFont font, EhloColor color, double x, double middle, EhloAlign align, const char *text);
/* Cut with "…" where it is wider than @room. */
EhloMark  *ehlo_sheet_fit      (EhloSheet *self, EhloFont font, EhloColor color, double x, double middle, EhloAlign align, double room,
                                const char *text);
/* As many lines as it needs, the first with its top at @top, the others @hang further right; words that are wider than @room
 * are cut in pieces. Returns the bottom. */
double     ehlo_sheet_wrap     (EhloSheet *self, EhloFont font, EhloColor color, double x, double top, double room, double hang,
                                const char *text);
double     ehlo_sheet_width_of (const EhloSheet *self, EhloFont font, const char *text);
double     ehlo_sheet_line_height (EhloFont font);

/* Takes @sentence. */
EhloItem  *ehlo_sheet_item     (EhloSheet *self, double x, double y, double width, double height, guint id, char *sentence);

/* Three lines in the middle of an otherwise empty sheet. @text may be NULL. */
void       ehlo_sheet_empty    (EhloSheet *self, double height, const char *title, const char *text);

/* The item at a place, by its index; -1: none. */
int        ehlo_sheet_pick     (const EhloSheet *self, double x, double y);

/* @flash: how strong what is fresh glows, from 1 to 0; below 0: it has an outline instead. Only what lies between @top and @bottom
 * is painted. */
void       ehlo_sheet_paint    (const EhloSheet *self, cairo_t *cr, const EhloTheme *theme, double top, double bottom, double flash);

/* All marks and items, a line each. (transfer full) */
char      *ehlo_sheet_to_text  (const EhloSheet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloSheet, ehlo_sheet_free)

G_END_DECLS
