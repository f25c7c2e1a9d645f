/* transcript-view.h - the dialogue as lines of text; selecting a line steps to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/views/view.h"

G_BEGIN_DECLS

#define EHLO_TYPE_TRANSCRIPT_VIEW (ehlo_transcript_view_get_type ())
G_DECLARE_FINAL_TYPE (EhloTranscriptView, ehlo_transcript_view, EHLO, TRANSCRIPT_VIEW, EhloView)

GtkWidget *ehlo_transcript_view_new      (EhloPlayer *player);
GtkWidget *ehlo_transcript_view_get_list (EhloTranscriptView *self);   /* takes the focus */

G_END_DECLS
