/* access.h - the servers by which mail programs get at their mailboxes: POP3 and IMAP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/mailboxes.h"
#include "sim/actors/service.h"

G_BEGIN_DECLS

#define SIM_POP3_PORT 110
#define SIM_IMAP_PORT 143

typedef struct
{
  guint    host;
  gboolean pop3;          /* port 110 */
  gboolean imap;          /* port 143 */
  guint    mechanisms;    /* of AUTH and AUTHENTICATE: mask of SaslMechanism; 0: PLAIN */
  gboolean apop;          /* POP3's greeting has a timestamp */
  gboolean no_uidl;       /* old servers: neither UIDL nor TOP nor CAPA; */
  gboolean no_idle;       /* no IDLE; */
  gboolean rev1_only;     /* no IMAP4rev2 */
} SimAccessConfig;

typedef struct _SimAccess SimAccess;

/* @users and @mailboxes are borrowed; it listens to what changes in @mailboxes. */
SimAccess *sim_access_new  (SimStage *stage, const SimAccessConfig *config, const SimDirectory *users,
                            SimMailboxes *mailboxes, GPtrArray *faults);
void       sim_access_free (SimAccess *self);

G_END_DECLS
