/* mta.h - a mail transfer agent, which is also the submission agent where it is told to
 *
 * Takes mail at port 25 (and 587), queues it, and passes it on: to the delivery
 * agent of its own domains by LMTP, to all others by MX (RFC 5321, 5.1).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/mailboxes.h"
#include "sim/actors/smtp-service.h"

G_BEGIN_DECLS

#define SIM_SMTP_PORT       25
#define SIM_SUBMISSION_PORT 587

typedef struct
{
  guint    host;
  gboolean relays;           /* port 25 */
  gboolean takes_submission; /* port 587 */
  char   **domains;          /* own domains; may be empty, not NULL */
  guint    extensions;
  gsize    max_size;
  guint    max_recipients;
  gboolean helo_only;
  gboolean open_relay;
  int      resolver;         /* host of the name server; -1: none */
  int      deliver;          /* host of the MDA; -1: none */
  int      smarthost;        /* -1: none */
  SimTime  retry;
  SimTime  expire;
  guint    mechanisms;       /* of AUTH: mask of SaslMechanism; 0: PLAIN */
  guint    max_hops;         /* Received fields; 0: 100 (RFC 5321, 6.3) */
  SimTime  delay;            /* after which a sender is told that the message is late; 0: never */
  gsize    chunk_size;       /* of BDAT, where the next server offers CHUNKING; 0: DATA */
  SimMailboxes *mailboxes;   /* on the same host, for copies of what its users send; borrowed; NULL: none */
} SimMtaConfig;

typedef struct _SimMta SimMta;

SimMta *sim_mta_new  (SimStage *stage, const SimMtaConfig *config, const SimDirectory *users, GPtrArray *faults);
void    sim_mta_free (SimMta *self);

G_END_DECLS
