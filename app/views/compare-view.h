/* compare-view.h - two runs of a lesson side by side
 *
 * Follows the window's player to another lesson, and has a player of its own whose
 * steps are the rows: the transport bar below steps through both runs at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/view.h"
#include "sim/world/comparison.h"

G_BEGIN_DECLS

#define EHLO_TYPE_COMPARE_VIEW (ehlo_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloCompareView, ehlo_compare_view, EHLO, COMPARE_VIEW, EhloView)

GtkWidget           *ehlo_compare_view_new        (EhloPlayer *player);

/* Whose steps are the rows. (transfer none) */
EhloPlayer          *ehlo_compare_view_get_rows   (EhloCompareView *self);

/* NULL: this lesson says of nothing that it is to be compared. */
const SimComparison *ehlo_compare_view_get        (EhloCompareView *self);


G_END_DECLS
