/* queue.h - what waits in the servers' queues, and what has become of it
 *
 * A pure function of the run and the cursor. The number on the tab counts
 * messages; a card is one message for one recipient.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/queue-layout.h"
#include "app/model/ledger.h"
#include "sim/trace/scene.h"
#include "sim/world/scenario.h"

G_BEGIN_DECLS

#define EHLO_QUEUE_WAITING 100   /* cards, at most */
#define EHLO_QUEUE_DONE    20

typedef struct
{
  GPtrArray *cards;      /* QueueCard: those that wait by their next try, then those that had trouble, the last one first */
  guint      n_passed;   /* recipients that the next server has taken, and that have no card */
  guint      n_more;     /* cards that were left out */
} EhloQueue;

/* @scenario may be NULL: then a queue gives up after five days. The current step has the entries from @after to @cursor. */
EhloQueue *ehlo_queue_at    (const SimTrace *trace, EhloLedger *ledger, const SimScenario *scenario, guint after, guint cursor);
void       ehlo_queue_free  (EhloQueue *self);

/* Messages in queues. */
guint      ehlo_queue_count (const SimScene *scene);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloQueue, ehlo_queue_free)

G_END_DECLS
