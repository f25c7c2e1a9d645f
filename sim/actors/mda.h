/* mda.h - a mail delivery agent: LMTP in front, mailboxes behind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/smtp-service.h"
#include "sim/mail/mailbox.h"

G_BEGIN_DECLS

#define SIM_LMTP_PORT 24     /* by convention here; LMTP has no port of its own */

typedef struct
{
  guint   host;
  char  **domains;      /* whose users have their mailboxes here; NULL or empty: every user's */
  guint   extensions;
  gsize   max_size;
} SimMdaConfig;

typedef struct _SimMda SimMda;

SimMda  *sim_mda_new         (SimStage *stage, const SimMdaConfig *config, const SimDirectory *users,
                              GPtrArray *faults);
void     sim_mda_free        (SimMda *self);

/* The INBOX of a user (index in the directory); NULL: none here. */
MailBox *sim_mda_get_mailbox (SimMda *self, guint user);

G_END_DECLS
