/* relay-private.h - shared by relay.c (attempts and verdicts) and relay-job.c (one next hop each)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/lookup.h"
#include "sim/actors/mta-private.h"
#include "sim/net/peer.h"

G_BEGIN_DECLS

typedef struct
{
  SimMta        *mta;
  MailQueueItem *item;
  SimTime        begun;
  guint          running;     /* jobs that have not ended */
  GPtrArray     *jobs;        /* SimRelayJob */
} SimAttempt;

typedef struct _SimRelayJob SimRelayJob;

struct _SimRelayJob
{
  SimAttempt    *attempt;     /* NULL: ended, only its connection is still to be closed */
  SimMta        *mta;
  char          *domain;
  SmtpDialect    dialect;
  GPtrArray     *recipients;  /* MailRecipient, borrowed from the item */
  SimLookup     *lookup;
  GArray        *exchanges;   /* SimExchange */
  guint          next;        /* exchange to try next */
  SimPeer       *peer;
  GPtrArray     *riders;      /* SimRelayJob, borrowed: they wait for the own connection */
  SimRelayJob   *current;     /* whose message was submitted on it; NULL: none */
  gboolean       leaving;     /* QUIT was said on it, or it has failed: nobody may ride any more */
  char          *trouble;     /* what the last exchange said, or why there was none */
};

/* A NOTE about one recipient of an item. */
void         sim_relay_note      (SimMta *mta, const MailQueueItem *item, const char *rule, SimTime until,
                                  const MailRecipient *recipient);

/* All jobs of the attempt have ended: draws the verdicts. */
void         sim_attempt_end     (SimAttempt *self, SimTime now);

/* The attempt's job for where @address goes, made if there is none yet. */
SimRelayJob *sim_relay_job_for   (SimAttempt *attempt, const MailAddress *address);
void         sim_relay_job_start (SimRelayJob *self, SimTime now);
void         sim_relay_job_free  (gpointer job);

G_END_DECLS
