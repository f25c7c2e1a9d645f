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
  SimSmtpService     *relay;        /* NULL where it is not offered */
  SimSmtpService     *submission;
  MailQueue          *queue;
  GPtrArray          *timers;       /* of waiting items: relay.c's */
  GPtrArray          *attempts;     /* deliveries that go on: relay.c's */
  guint               last_queued;  /* number of the newest item */
};

gboolean       sim_mta_is_local (const SimMta *self, const char *domain);

/* Queues a message, writes its STORED entry and tries it soon. @envelope: what it says about notifications counts,
 * not its sender; its recipients are the ones of @to, or it has none; or NULL. */
MailQueueItem *sim_mta_enqueue  (SimMta *self, const MailAddress *from, GPtrArray *to, MailMessage *message,
                                 const SmtpEnvelope *envelope);

/* ---- mta-answers.c: what is told about addresses. ---- */
MailAddress    sim_mta_canonical (const SimMta *self, const MailAddress *address);
gboolean       sim_mta_is_own    (const SimMta *self, const MailAddress *address);
void           sim_mta_recipient (SimMta *self, SimVisit *visit, SimTime now, const char *path);
void           sim_mta_verify    (SimMta *self, SimVisit *visit, SimTime now, const char *word);
void           sim_mta_expand    (SimMta *self, SimVisit *visit, SimTime now, const char *word);
void           sim_mta_etrn      (SimMta *self, SimVisit *visit, SimTime now, const char *word);

void           sim_relay_init   (SimMta *self);
void           sim_relay_clear  (SimMta *self);
/* Tries an item at @when, because of entry @cause. */
void           sim_relay_plan   (SimMta *self, MailQueueItem *item, SimTime when, guint cause);
/* Tries at once what waits for @domain (and for all below it if @subdomains). How many messages. */
guint          sim_relay_release (SimMta *self, const char *domain, gboolean subdomains);

G_END_DECLS
