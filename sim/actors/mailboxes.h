/* mailboxes.h - all mail that lies on one host: a store for each of its users
 *
 * The delivery agent fills them, POP3 and IMAP servers give access to them.
 * Whoever changes a store, it gets into the trace here: STORED entries for what
 * comes, NOTEs for flags, removals and folders (see sim/trace/scene.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/directory.h"
#include "sim/actors/stage.h"
#include "sim/mail/store.h"

G_BEGIN_DECLS

typedef struct _SimMailboxes SimMailboxes;

/* Something has changed in @user's store; called while it is being changed. */
typedef void (*SimMailboxesFunc) (gpointer owner, guint user);

/* @domains: whose users have their mailboxes here; NULL or empty: every user's. @users is borrowed. */
SimMailboxes *sim_mailboxes_new       (SimStage *stage, guint host, char **domains, const SimDirectory *users);
void          sim_mailboxes_free      (SimMailboxes *self);
void          sim_mailboxes_listen    (SimMailboxes *self, SimMailboxesFunc changed, gpointer owner);   /* one listener */

/* By index in the directory; NULL: none here. */
MailStore    *sim_mailboxes_get_store (SimMailboxes *self, guint user);
/* Who gets mail for @address and has a store here; -1: nobody. */
int           sim_mailboxes_find_user (SimMailboxes *self, const MailAddress *address);
/* The owner of a store; -1: it is none of these. */
int           sim_mailboxes_find_store (SimMailboxes *self, const MailStore *store);

/* Puts a message with its envelope into a user's folder. @id is what servers call it. */
guint32       sim_mailboxes_deliver   (SimMailboxes *self, guint user, MailBox *box, const char *id,
                                       const MailAddress *from, const MailAddress *to, MailMessage *message,
                                       guint flags, SimTime when);

/* The STORED entry of a message; G_MAXUINT: it is not here. */
guint         sim_mailboxes_get_stored (SimMailboxes *self, MailBox *box, guint32 uid);

G_END_DECLS
