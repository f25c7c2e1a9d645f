/* variants-view.h - a switch for each menu of the lesson: POP3 or IMAP, which line
 *
 * Not seen where a lesson has none. To choose runs the lesson anew from its start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_VARIANTS_VIEW (ehlo_variants_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloVariantsView, ehlo_variants_view, EHLO, VARIANTS_VIEW, EhloView)

GtkWidget *ehlo_variants_view_new (EhloPlayer *player);

G_END_DECLS
