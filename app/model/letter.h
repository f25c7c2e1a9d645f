/* letter.h - the letter as it is at this step: which copies there are, and one of them looked into
 *
 * A copy is a STORED entry, or a letter on the wire: a SAID entry that is a
 * literal. Pure functions of the run and the cursor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/message-layout.h"
#include "app/model/ledger.h"
#include "sim/trace/scene.h"
#include "sim/trace/steps.h"

G_BEGIN_DECLS

#define EHLO_LETTER_NONE    G_MAXUINT
#define EHLO_LETTER_CHOICES 60   /* the newest copies that can be chosen */

/* The entry of the copy that the current step is about: on the wire, or where it lies now. EHLO_LETTER_NONE: there is no letter
 * yet. @scene: after @cursor entries; @lines: of SIM_STEP_LINE. */
guint   ehlo_letter_current (const SimTrace *trace, const SimScene *scene, const SimSteps *lines, guint cursor);

/* Entries of the copies that lie somewhere, the newest first; guint. */
GArray *ehlo_letter_choices (const SimScene *scene);

/* "“The school trip” in the queue of School server" (transfer full) */
char   *ehlo_letter_name    (const SimTrace *trace, const SimScene *scene, guint entry);

/* The copy of @entry, which is one of the above. What is new is told by the copy before it, which @ledger finds. NULL: the
 * entry holds no letter. */
Letter *ehlo_letter_new     (const SimTrace *trace, EhloLedger *ledger, const SimScene *scene, guint entry, guint cursor);

G_END_DECLS
