/* queue-view.h - what waits on the servers, a card for each message and recipient
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/sheet-view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_QUEUE_VIEW (ehlo_queue_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloQueueView, ehlo_queue_view, EHLO, QUEUE_VIEW, EhloSheetView)

/* A card that is clicked activates the action "tabs.show-letter" with its STORED entry. */
GtkWidget *ehlo_queue_view_new   (EhloPlayer *player);

/* Messages in queues now: the number on the tab. The player has a trace. */
guint      ehlo_queue_view_count (EhloPlayer *player);

G_END_DECLS
