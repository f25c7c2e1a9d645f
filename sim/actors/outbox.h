/* outbox.h - what a mail program has to send, and how it submits it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/stage.h"
#include "sim/mail/notify.h"

G_BEGIN_DECLS

typedef struct
{
  guint       host;
  const char *address;     /* of the person; logs in with it; copied */
  const char *password;    /* or NULL: does not log in; copied */
  gboolean    helo_only;
  int         server;      /* host to submit to */
  guint16     port;
  int         resolver;    /* asked for the server's address; -1: it is known */
  SimTime     retry;       /* after a failure that is not final */
  SimTime     expire;
  guint       mechanisms;  /* to log in: mask of SaslMechanism; 0: any */
} SimOutboxConfig;

typedef struct _SimOutbox SimOutbox;

/* A letter has left the outbox. @sent: somebody will get it; NULL: nobody will. */
typedef void (*SimOutboxDoneFunc) (gpointer owner, guint tag, SimTime now, MailMessage *sent);

SimOutbox *sim_outbox_new  (SimStage *stage, const SimOutboxConfig *config, SimOutboxDoneFunc done, gpointer owner);
void       sim_outbox_free (SimOutbox *self);

/* Puts a letter into the outbox (adding Date and Message-ID where they are missing) and sends it.
 * @to: GPtrArray of MailAddress*, copied. @notify: mask of MailNotify for each of them. @tag comes back with the done function. */
void       sim_outbox_send (SimOutbox *self, SimTime now, const MailAddress *from, GPtrArray *to, MailMessage *message,
                            guint notify, MailReturn ret, guint tag);

/* While there is no network, letters wait. */
void       sim_outbox_set_offline (SimOutbox *self, SimTime now, gboolean offline);

G_END_DECLS
