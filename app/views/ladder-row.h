/* ladder-row.h - a row of the ladder for assistive technology: it draws nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EHLO_TYPE_LADDER_ROW (ehlo_ladder_row_get_type ())
G_DECLARE_FINAL_TYPE (EhloLadderRow, ehlo_ladder_row, EHLO, LADDER_ROW, GtkWidget)

GtkWidget *ehlo_ladder_row_new  (void);
/* What it shows; G_MAXUINT: nothing yet. */
guint      ehlo_ladder_row_get  (EhloLadderRow *self);
void       ehlo_ladder_row_show (EhloLadderRow *self, guint id, const char *label, guint position, guint n_rows);

G_END_DECLS
