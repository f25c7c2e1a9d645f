/* score.h - which questions of which lessons have been answered
 *
 * A question counts once it has been answered right, at whichever try; what was
 * reached is never taken away. Kept in a small file that is written at each
 * answer, whole or not at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _EhloScore EhloScore;

/* @path: the file, which need not exist yet; NULL: nothing is kept. A file that cannot be read is an empty one. */
EhloScore *ehlo_score_new      (const char *path);
void       ehlo_score_free     (EhloScore *self);

/* Where the program keeps it. (transfer full) */
char      *ehlo_score_path     (void);

/* @lesson: id. @question: number of the note. FALSE: it could not be written; it counts all the same. */
gboolean   ehlo_score_answer   (EhloScore *self, const char *lesson, guint question, gboolean right);

/* @right: questions that were answered right; @at_once: those of them at the first try. */
void       ehlo_score_get      (EhloScore *self, const char *lesson, guint *right, guint *at_once);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloScore, ehlo_score_free)

G_END_DECLS
