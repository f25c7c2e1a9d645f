/* sheet-view.h - what the views that show a sheet have in common
 *
 * Costs nothing while it is not seen: what has moved meanwhile is looked at when
 * it is shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/sheet-canvas.h"
#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_SHEET_VIEW (ehlo_sheet_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (EhloSheetView, ehlo_sheet_view, EHLO, SHEET_VIEW, EhloView)

struct _EhloSheetViewClass
{
  EhloViewClass parent_class;

  /* The view is seen, and the player has moved or has another run. May be NULL. The player has a trace. */
  void       (*sync)       (EhloSheetView *self);
  /* The player has a trace, and sync has been called. */
  EhloSheet *(*make_sheet) (EhloSheetView *self, double width, double height, EhloMeasure measure, gpointer measure_data);
  /* An item with this id was clicked. May be NULL. */
  void       (*activate)   (EhloSheetView *self, guint id);
};

/* Over the sheet: a row for controls, hidden as long as it is empty. (transfer none) */
GtkWidget       *ehlo_sheet_view_get_head   (EhloSheetView *self);
EhloSheetCanvas *ehlo_sheet_view_get_canvas (EhloSheetView *self);
/* Makes the sheet anew, for another reason than a step. */
void             ehlo_sheet_view_renew      (EhloSheetView *self);
/* How people call the list: for assistive technology. */
void             ehlo_sheet_view_set_label  (EhloSheetView *self, const char *label);

/* The first entry of the current step: what came with it has an index from here on. */
guint            ehlo_sheet_view_step_begin (EhloSheetView *self);

G_END_DECLS
