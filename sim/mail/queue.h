/* queue.h - an MTA's queue: what waits, for whom, and when it is tried next
 *
 * One item a message; each recipient has a state of its own (RFC 5321, 4.5.4.1).
 * The queue decides times only; who delivers is its owner's business.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/engine.h"
#include "sim/mail/address.h"
#include "sim/mail/message.h"
#include "sim/mail/notify.h"

G_BEGIN_DECLS

typedef enum
{
  MAIL_RECIPIENT_WAITING,   /* to be tried at the item's next time */
  MAIL_RECIPIENT_TRYING,    /* in a delivery that is going on */
  MAIL_RECIPIENT_SENT,
  MAIL_RECIPIENT_FAILED     /* 5yz, or given up */
} MailRecipientState;

typedef struct
{
  MailAddress        address;
  MailRecipientState state;
  guint              attempts;
  char              *reply;     /* the last reply, "452 4.2.2 Mailbox full"; or NULL */
  char              *host;      /* who said it, or NULL */
  guint              notify;    /* mask of MailNotify; 0: nothing was said */
  char              *orcpt;     /* the original recipient, "rfc822;" and xtext; or NULL */
  gboolean           passed;    /* SENT to a server that will notify itself */
  gboolean           local;     /* SENT to the delivery agent: that is the end of the way */
} MailRecipient;

typedef struct
{
  guint          number;      /* from 1, never used again */
  char          *id;          /* what Received fields show */
  MailAddress    from;        /* null: a notification; it is never bounced */
  GPtrArray     *recipients;  /* MailRecipient */
  MailMessage   *message;
  SimTime        arrived;
  SimTime        next_try;
  guint          attempts;    /* deliveries that ended with somebody deferred */
  guint          stored;      /* the owner's: index of the STORED entry */
  MailReturn     ret;
  char          *envid;       /* in xtext, or NULL */
  gboolean       warned;      /* the owner's: a delay was told */
} MailQueueItem;

typedef struct
{
  SimTime first_retry;   /* 30 min; doubled each time ... */
  SimTime max_retry;     /* ... up to this */
  SimTime expire;        /* 5 days: then what waits has failed */
} MailQueueConfig;

typedef struct _MailQueue MailQueue;

MailQueue     *mail_queue_new      (const MailQueueConfig *config);
void           mail_queue_free     (MailQueue *self);

/* Owns the item; @recipients: GPtrArray of MailAddress*, copied. To be tried at once. */
MailQueueItem *mail_queue_add      (MailQueue *self, SimTime now, const MailAddress *from,
                                    GPtrArray *recipients, MailMessage *message);
guint          mail_queue_length   (const MailQueue *self);
MailQueueItem *mail_queue_get      (const MailQueue *self, guint i);
MailQueueItem *mail_queue_find     (const MailQueue *self, guint number);

/* The earliest next_try of all items with a waiting recipient; SIM_TIME_NEVER: none. */
SimTime        mail_queue_next     (const MailQueue *self);

/* After a delivery: recipients that are WAITING or TRYING wait for the next try, whose time is
 * set by the back-off; past the expiry they are FAILED. Returns the time, or SIM_TIME_NEVER. */
SimTime        mail_queue_defer    (MailQueue *self, MailQueueItem *item, SimTime now);

/* TRUE if no recipient waits or is being tried. */
gboolean       mail_queue_is_done  (const MailQueueItem *item);
void           mail_queue_remove   (MailQueue *self, MailQueueItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailQueue, mail_queue_free)

G_END_DECLS
