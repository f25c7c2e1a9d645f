/* mta-private.h - shared by mta.c (takes mail) and relay*.c (passes it on)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/mta.h"
#include "sim/mail/queue.h"

G_BEGIN_DECLS

struct _SimMta
{
  SimStage           *stage;
  SimMtaConfig        config;
  const SimDirectory *users;
  SimService         *relay;        /* NULL where it is not offered */
  SimService         *submission;
  MailQueue          *queue;
  GPtrArray          *timers;       /* of waiting items: relay.c's */
  GPtrArray          *attempts;     /* deliveries that go on: relay.c's */
  guint               last_queued;  /* number of the newest item */
};

gboolean       sim_mta_is_local (const SimMta *self, const char *domain);

/* Queues a message, writes its STORED entry and tries it soon. */
MailQueueItem *sim_mta_enqueue  (SimMta *self, const MailAddress *from, GPtrArray *to, MailMessage *message);

void           sim_relay_init   (SimMta *self);
void           sim_relay_clear  (SimMta *self);
/* Tries an item at @when, because of entry @cause. */
void           sim_relay_plan   (SimMta *self, MailQueueItem *item, SimTime when, guint cause);

G_END_DECLS
