/* ladder-view-private.h - what the parts of the ladder's view share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/ladder-picture.h"
#include "app/views/ladder-view.h"

G_BEGIN_DECLS

#define LADDER_NO_ROW G_MAXUINT

struct _EhloLadderView
{
  EhloView             parent;
  GtkAdjustment       *hadjustment;
  GtkAdjustment       *vadjustment;
  GtkScrollablePolicy  hpolicy;
  GtkScrollablePolicy  vpolicy;
  LadderRows          *rows;         /* NULL: nothing loaded */
  LadderRowsOptions    rows_options; /* its sets are owned here */
  SimStates           *states;
  EhloLanes           *lanes;        /* of the width that is seen; NULL: to be made */
  LadderLayout        *layout;       /* of what is seen; NULL: to be made */
  EhloLadderPicture   *picture;
  double               row_height;
  int                  seen_width;   /* at the last allocation */
  int                  seen_height;
  gboolean             allocating;
  gboolean             hide_coming;
  gboolean             show_states;
  guint32              follow;       /* connection; 0: none */
  GArray              *hits;         /* guint: steps that a search has found */
  guint                hit;
  guint                selected;     /* row; LADDER_NO_ROW: none */
  guint                anchor;       /* row where the selection began */
  guint                hover;        /* row */
  GPtrArray           *children;     /* EhloLadderRow, borrowed; that of a row is at its number modulo how many there are */
  guint                first_child;  /* of the first row that is seen */
  guint                order_timer;  /* 0: they are in order */
  guint                missing_idle; /* 0: there are enough */
  GtkWidget           *menu;         /* of the second mouse button; NULL: not made yet */
};

const LadderLayout  *ehlo_ladder_view_get_layout    (EhloLadderView *self);
/* Other rows are seen, but none looks different. */
void                 ehlo_ladder_view_invalidate    (EhloLadderView *self);
/* Any row may look different. */
void                 ehlo_ladder_view_repaint       (EhloLadderView *self);
/* There are other rows. */
void                 ehlo_ladder_view_make_rows     (EhloLadderView *self);
/* Folds or unfolds what stands in @set by @step. */
void                 ehlo_ladder_view_toggle        (EhloLadderView *self, GHashTable *set, guint step);
void                 ehlo_ladder_view_show_row      (EhloLadderView *self, guint row);
void                 ehlo_ladder_view_select        (EhloLadderView *self, guint row, gboolean extend);
/* What a row says, as a sentence. */
char                *ehlo_ladder_view_describe      (EhloLadderView *self, const LadderItem *item);

/* ladder-view-input.c: clicks, keys, the pointer and the menu */
void                 ehlo_ladder_view_init_input    (EhloLadderView *self);
void                 ehlo_ladder_view_class_init_input (GtkWidgetClass *klass);

/* ladder-view-rows.c: an invisible list item over each visible row */
void                 ehlo_ladder_view_add_children  (EhloLadderView *self, guint n);   /* until there are @n */
void                 ehlo_ladder_view_sync_children (EhloLadderView *self);
void                 ehlo_ladder_view_forget_children (EhloLadderView *self);

G_END_DECLS
