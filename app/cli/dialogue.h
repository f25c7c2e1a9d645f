/* dialogue.h - what is said on a connection, a line at a time, for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

typedef struct _EhloDialogue EhloDialogue;

/* Writes to @fd and never waits for who reads there: lines that find no room are left out, and their number is
 * told instead. @wait: waits all the same. */
EhloDialogue *ehlo_dialogue_new   (int fd, gboolean wait);
void          ehlo_dialogue_free  (EhloDialogue *self);     /* writes what can be written */

/* "PREFIX C: MAIL ..." for each line of a SAID entry; what is secret as ********. */
void          ehlo_dialogue_said  (EhloDialogue *self, const char *prefix, const SimEntry *entry);
void          ehlo_dialogue_line  (EhloDialogue *self, const char *line);   /* without its end */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloDialogue, ehlo_dialogue_free)

G_END_DECLS
