/* sheet-canvas.h - a sheet in a scrolled window, for eyes, keyboards and screen readers
 *
 * Makes its sheet when it has to be shown, at the width it has. Up and Down go
 * from item to item, Return activates, Ctrl+C copies what would be read out.
 * Each visible item has an invisible child of role list item. What is fresh on
 * the sheet flashes once, or has an outline where motion is reduced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/draw/sheet.h"

G_BEGIN_DECLS

/* (transfer full); never NULL. @height: of what can be seen. */
typedef EhloSheet *(*EhloMakeSheet)     (gpointer owner, double width, double height, PangoContext *fonts);
typedef void       (*EhloActivateSheet) (gpointer owner, guint id);

#define EHLO_TYPE_SHEET_CANVAS (ehlo_sheet_canvas_get_type ())
G_DECLARE_FINAL_TYPE (EhloSheetCanvas, ehlo_sheet_canvas, EHLO, SHEET_CANVAS, GtkWidget)

/* @owner is borrowed and outlives the canvas. */
GtkWidget       *ehlo_sheet_canvas_new   (EhloMakeSheet make, EhloActivateSheet activate, gpointer owner);

/* The sheet is to be made anew. @flash: what is fresh on it may flash. */
void             ehlo_sheet_canvas_renew (EhloSheetCanvas *self, gboolean flash);
/* Scrolls, once the sheet has been made, so that the item of the current step is seen. */
void             ehlo_sheet_canvas_follow (EhloSheetCanvas *self);
/* FALSE: its top is seen. */
gboolean         ehlo_sheet_canvas_is_scrolled (EhloSheetCanvas *self);
/* What is shown; NULL: nothing yet. */
const EhloSheet *ehlo_sheet_canvas_get   (EhloSheetCanvas *self);
gboolean         ehlo_sheet_canvas_is_flashing (EhloSheetCanvas *self);

G_END_DECLS
