/* machine-view.h - the state machine of the session that is spoken of, drawn from its table
 *
 * Of the current connection; a switch chooses the server's or the client's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/sheet-view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_MACHINE_VIEW (ehlo_machine_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloMachineView, ehlo_machine_view, EHLO, MACHINE_VIEW, EhloSheetView)

GtkWidget *ehlo_machine_view_new      (EhloPlayer *player);
SimSide    ehlo_machine_view_get_side (EhloMachineView *self);
void       ehlo_machine_view_set_side (EhloMachineView *self, SimSide side);

G_END_DECLS
