/* mailboxes-view.h - servers and devices side by side, and what lies there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/sheet-view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_MAILBOXES_VIEW (ehlo_mailboxes_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloMailboxesView, ehlo_mailboxes_view, EHLO, MAILBOXES_VIEW, EhloSheetView)

/* A letter that is clicked activates the action "tabs.show-letter" with its STORED entry. */
GtkWidget *ehlo_mailboxes_view_new (EhloPlayer *player);

G_END_DECLS
