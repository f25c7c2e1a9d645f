/* export-dialog.h - asks what is to be exported and where to, and writes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/compare-view.h"
#include "app/window/export-choice.h"

G_BEGIN_DECLS

/* Shows the dialog over @parent, which it does not outlive. What was chosen last is chosen again. @compare: the view whose
 * comparison is exported instead of a run; or NULL. (transfer none) */
GtkWindow *ehlo_export_dialog_show (GtkWindow *parent, EhloPlayer *player, EhloCompareView *compare);

/* Write the file, whole or not at all. */
gboolean   ehlo_export_comparison  (EhloCompareView *compare, EhloPageFormat format, GFile *file, GError **error);
gboolean   ehlo_export_write       (EhloPlayer *player, const EhloExportChoice *choice, GFile *file, GError **error);

G_END_DECLS
