/* queue-layout.h - what waits in the servers' queues: a card for each message and recipient
 *
 * On the card a line of time: when the message came, each try with its outcome,
 * the next one, and at the end, beyond a broken part that is not to scale, the
 * moment when the server gives up and returns the message.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/sheet.h"
#include "sim/core/engine.h"

G_BEGIN_DECLS

typedef enum
{
  QUEUE_WAITS,        /* for its first try */
  QUEUE_DEFERRED,     /* for the next one */
  QUEUE_SENT,         /* the next hop has it */
  QUEUE_FAILED,       /* refused, or given up */
  QUEUE_BOUNCED       /* and the sender was told */
} QueueState;

typedef struct
{
  SimTime      when;
  ExplainClass klass;
} QueueTry;

typedef struct
{
  guint      stored;      /* entry: identifies the copy */
  char      *host;
  char      *recipient;   /* without brackets */
  char      *subject;     /* "": none */
  gboolean   notice;      /* its return address is null: it is never returned */
  QueueState state;
  gboolean   left;        /* not in the queue any more */
  gboolean   fresh;       /* something happened to it in this step */
  GArray    *tries;       /* QueueTry */
  char      *reply;       /* the last one; or NULL */
  SimTime    arrived;
  SimTime    now;
  SimTime    next_try;    /* SIM_TIME_NEVER: none is planned */
  SimTime    expires;
} QueueCard;

void       queue_card_free  (QueueCard *card);
/* TRUE if the card stands for something that waits. */
gboolean   queue_card_waits (const QueueCard *card);

/* @cards: QueueCard, first those that wait. @n_passed: letters that have left a queue well and have no card; @n_more: cards that
 * were left out. An item's id is its card's @stored + 1. */
EhloSheet *queue_layout_new (GPtrArray *cards, guint n_passed, guint n_more, double width, double height, EhloMeasure measure,
                             gpointer measure_data);

G_END_DECLS
