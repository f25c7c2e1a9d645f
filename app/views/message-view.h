/* message-view.h - the letter as it is at this step: envelope and letter as two papers
 *
 * Follows the steps, or stays with a copy that was chosen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/sheet-view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_MESSAGE_VIEW (ehlo_message_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloMessageView, ehlo_message_view, EHLO, MESSAGE_VIEW, EhloSheetView)

GtkWidget *ehlo_message_view_new         (EhloPlayer *player);
/* Stays with the copy of this STORED entry, while it lies somewhere; EHLO_LETTER_NONE: follows the steps again. */
void       ehlo_message_view_show_letter (EhloMessageView *self, guint stored);
/* As a mail program shows it, or as its octets are. */
gboolean   ehlo_message_view_get_decoded (EhloMessageView *self);
void       ehlo_message_view_set_decoded (EhloMessageView *self, gboolean decoded);

G_END_DECLS
