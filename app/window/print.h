/* print.h - the print dialog
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/window/export-choice.h"

G_BEGIN_DECLS

/* An operation that prints what @choice says, or what is chosen on its page of the dialog. (transfer full) */
GtkPrintOperation *ehlo_print_new (EhloPlayer *player, const EhloExportChoice *choice);

/* Asks and prints. */
void               ehlo_print_run (GtkWindow *parent, EhloPlayer *player);

G_END_DECLS
