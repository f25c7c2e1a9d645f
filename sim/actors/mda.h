/* mda.h - a mail delivery agent: LMTP in front, mailboxes behind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/mailboxes.h"
#include "sim/actors/smtp-service.h"

G_BEGIN_DECLS

#define SIM_LMTP_PORT 24     /* by convention here; LMTP has no port of its own */

typedef struct
{
  guint   host;
  guint   extensions;
  gsize   max_size;
} SimMdaConfig;

typedef struct _SimMda SimMda;

/* @mailboxes are borrowed: where it delivers. */
SimMda  *sim_mda_new  (SimStage *stage, const SimMdaConfig *config, const SimDirectory *users,
                       SimMailboxes *mailboxes, GPtrArray *faults);
void     sim_mda_free (SimMda *self);

G_END_DECLS
