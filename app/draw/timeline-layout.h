/* timeline-layout.h - the time line: a segment for each phase, marks above it
 *
 * Lines are spread evenly, so that nothing moves while the cursor does; what
 * changes is where a dialogue is one segment and where it is parted into its
 * phases. It is parted where the cursor is, and where the phases' names have room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/measure.h"
#include "sim/trace/steps.h"

G_BEGIN_DECLS

/* What does not change while a run is looked at. */
typedef struct _TimelineParts TimelineParts;

TimelineParts *timeline_parts_new  (const SimTrace *trace, const SimSteps *lines);
void           timeline_parts_free (TimelineParts *self);

typedef struct
{
  guint    first, last;   /* lines, from 1 */
  double   x1, x2;
  gboolean here;          /* the cursor is in it */
  char    *name;          /* NULL: it has no room */
  double   name_x;        /* the middle of its name */
} TimelineSegment;

typedef struct
{
  guint        line;      /* the first of those it stands for */
  double       x;
  ExplainClass klass;     /* the worst of them; NONE: a bookmark */
  guint        n;         /* how many lines share it: they would overlap */
} TimelineMark;

typedef struct
{
  double  left, width;    /* where line 0 and the last line stand */
  guint   n_lines;
  double  knob;           /* where the current line is */
  GArray *segments;       /* TimelineSegment */
  GArray *marks;          /* TimelineMark: failures, then bookmarks */
} TimelineLayout;

/* @line: the current one, 0 before the first; @hide: failures that are still to come have no marks; @bookmarks: @n_bookmarks lines in order. */
TimelineLayout *timeline_layout_new   (const TimelineParts *parts, guint line, gboolean hide, const guint *bookmarks, guint n_bookmarks,
                                       double left, double width, EhloMeasure measure, gpointer measure_data);
void            timeline_layout_free  (TimelineLayout *self);
double          timeline_place        (const TimelineLayout *self, double line);
/* The line that stands nearest to @x. */
guint           timeline_pick         (const TimelineLayout *self, double x);
/* For tests: one line for each thing. (transfer full) */
char           *timeline_to_text      (const TimelineLayout *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TimelineParts, timeline_parts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TimelineLayout, timeline_layout_free)

G_END_DECLS
