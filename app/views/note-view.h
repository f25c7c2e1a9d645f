/* note-view.h - the lesson's narration, and its questions, on a card beside what it speaks of
 *
 * The card lies over map and ladder and points at the current row. A question is
 * answered by its buttons, or by 1 to 9 while the keyboard's focus is in the card; what
 * is right is what the engine then does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/ladder-view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_NOTE_VIEW (ehlo_note_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloNoteView, ehlo_note_view, EHLO, NOTE_VIEW, EhloView)

/* @overlay: whose main child holds @ladder, which is in its scrolled window already. The note becomes an overlay. */
GtkWidget *ehlo_note_view_new        (EhloPlayer *player, GtkOverlay *overlay, EhloLadderView *ladder);

/* The buttons of the question that is asked, in order; 0: none is. For tests. */
guint      ehlo_note_view_n_choices  (EhloNoteView *self);
gboolean   ehlo_note_view_is_right   (EhloNoteView *self, guint choice);
void       ehlo_note_view_choose     (EhloNoteView *self, guint choice);
/* What is said to the last choice; "" before one. */
const char *ehlo_note_view_get_feedback (EhloNoteView *self);

G_END_DECLS
