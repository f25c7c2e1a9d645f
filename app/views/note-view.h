/* note-view.h - what the lesson says about the current line, and what it asks
 *
 * Hidden where the lesson has nothing to say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_NOTE_VIEW (ehlo_note_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloNoteView, ehlo_note_view, EHLO, NOTE_VIEW, EhloView)

GtkWidget *ehlo_note_view_new (EhloPlayer *player);

G_END_DECLS
