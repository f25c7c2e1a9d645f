/* loader.h - from a lesson's name or a file to a run that can be looked at
 *
 * A file is a lesson (.scenario) or a saved trace; which of them is told by its
 * first bytes. A lesson is run to its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/model/player.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is wrong with a file; empty if it was loaded. */
typedef struct
{
  char      *name;     /* as shown to people */
  GPtrArray *faults;   /* SimFault */
} EhloFaults;

/* TRUE: @player shows it. FALSE: nothing has changed, and @faults says why. */
gboolean    ehlo_load_lesson (EhloPlayer *player, const char *id, EhloFaults *faults);
gboolean    ehlo_load_file   (EhloPlayer *player, GFile *file, EhloFaults *faults);

/* Runs the player's lesson anew with the variants of these ids, NULL at the end. FALSE: they do not go together. */
gboolean    ehlo_load_variants (EhloPlayer *player, const char *const *ids, GError **error);

void        ehlo_faults_clear (EhloFaults *faults);

G_END_DECLS
