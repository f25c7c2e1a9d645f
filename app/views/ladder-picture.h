/* ladder-picture.h - the painted parts of the ladder that is seen, kept from frame to frame
 *
 * A row that only moves is not painted again, nor is what stands still while a
 * row is added: each part is a render node of its own, and the renderer redraws
 * only where nodes differ.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/draw/ladder-layout.h"

G_BEGIN_DECLS

typedef struct _EhloLadderPicture EhloLadderPicture;

EhloLadderPicture *ehlo_ladder_picture_new       (void);
void               ehlo_ladder_picture_free      (EhloLadderPicture *self);
/* Everything may look different now. */
void               ehlo_ladder_picture_clear     (EhloLadderPicture *self);
/* What the rows from @row on show may be different now. */
void               ehlo_ladder_picture_drop_rows (EhloLadderPicture *self, guint row);
void               ehlo_ladder_picture_drop_row  (EhloLadderPicture *self, guint row);
/* How many rows have been painted since the last time this was asked; for tests. */
guint              ehlo_ladder_picture_count     (EhloLadderPicture *self);
void               ehlo_ladder_picture_snapshot  (EhloLadderPicture *self, const LadderLayout *layout, const EhloTheme *theme, double zoom,
                                                  GtkSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloLadderPicture, ehlo_ladder_picture_free)

G_END_DECLS
