/* transcript-row.h - a row of the transcript: number, side, glyph, text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/trace-model.h"

G_BEGIN_DECLS

#define EHLO_TYPE_TRANSCRIPT_ROW (ehlo_transcript_row_get_type ())
G_DECLARE_FINAL_TYPE (EhloTranscriptRow, ehlo_transcript_row, EHLO, TRANSCRIPT_ROW, GtkBox)

GtkWidget *ehlo_transcript_row_new        (void);
void       ehlo_transcript_row_show       (EhloTranscriptRow *self, EhloLine *line);   /* NULL: nothing */
guint      ehlo_transcript_row_get_step   (EhloTranscriptRow *self);
void       ehlo_transcript_row_set_coming (EhloTranscriptRow *self, gboolean coming);

G_END_DECLS
