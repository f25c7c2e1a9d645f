/* ladder-view.h - the ladder in a scrolled window
 *
 * Only visible rows are laid out. Each has an invisible child widget of role
 * list item, so that assistive technology and tests can see what is drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/ladder-rows.h"
#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_LADDER_VIEW (ehlo_ladder_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloLadderView, ehlo_ladder_view, EHLO, LADDER_VIEW, EhloView)

typedef enum
{
  EHLO_LADDER_CAUSE,      /* to what led to this */
  EHLO_LADDER_EFFECT,     /* to what this led to */
  EHLO_LADDER_NEXT,       /* in the same connection */
  EHLO_LADDER_PREVIOUS
} EhloLadderWay;

GtkWidget *ehlo_ladder_view_new             (EhloPlayer *player);
double     ehlo_ladder_view_get_row_height  (EhloLadderView *self);
void       ehlo_ladder_view_zoom            (EhloLadderView *self, double factor);
void       ehlo_ladder_view_set_hide_coming (EhloLadderView *self, gboolean hide);
void       ehlo_ladder_view_set_time        (EhloLadderView *self, LadderTime time);
void       ehlo_ladder_view_set_layers      (EhloLadderView *self, guint layers);       /* LadderLayers */
void       ehlo_ladder_view_set_states      (EhloLadderView *self, gboolean shown);     /* along the lifelines */

/* All phases; unfolding unfolds connections too. */
void       ehlo_ladder_view_fold_all        (EhloLadderView *self, gboolean fold);
/* The connection of the selected row, or of the current step, stands out; or no longer. */
void       ehlo_ladder_view_toggle_follow   (EhloLadderView *self);
guint32    ehlo_ladder_view_get_follow      (EhloLadderView *self);                     /* 0: none */
/* Steps there, from the selected row or else the current step; a bell if there is nothing. */
void       ehlo_ladder_view_go              (EhloLadderView *self, EhloLadderWay way);

/* Marks what a search has found: @n steps in their order, and brings @here (one of them, or 0) into sight. */
void       ehlo_ladder_view_set_hits        (EhloLadderView *self, const guint *steps, guint n, guint here);
/* The selected steps, first and last; FALSE: none are. */
gboolean   ehlo_ladder_view_get_selection   (EhloLadderView *self, guint *first, guint *last);

/* Where the current row is, in the view's pixels, and the middle of what it shows. FALSE: it is not in sight. */
gboolean   ehlo_ladder_view_get_place      (EhloLadderView *self, GdkRectangle *row, double *middle);

G_END_DECLS
