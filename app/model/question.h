/* question.h - a predict point: what may be answered, and what the engine did
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/explain/explain.h"
#include "sim/world/world.h"

G_BEGIN_DECLS

typedef struct
{
  char **choices;    /* as they are shown, in the reader's language where they are no protocol words; sorted, so that the place tells nothing */
  guint  right;      /* index of the one that comes true */
  char  *truth;      /* what it means: "This recipient is accepted" */
} EhloQuestion;

/* @pinned asks something. (transfer full) NULL: nothing in the run settles it. */
EhloQuestion *ehlo_question_new  (const SimScenario *scenario, ExplainContext *context, const SimPinned *pinned);
void          ehlo_question_free (EhloQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloQuestion, ehlo_question_free)

G_END_DECLS
