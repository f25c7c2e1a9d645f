/* mua.h - a person's mail program: its outbox and what it submits
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
} SimMuaConfig;

typedef struct _SimMua SimMua;

/* A letter has left the outbox, or never will. */
typedef void (*SimMuaDoneFunc) (gpointer owner, guint tag, SimTime now);

SimMua *sim_mua_new  (SimStage *stage, const SimMuaConfig *config, SimMuaDoneFunc done, gpointer owner);
void    sim_mua_free (SimMua *self);

/* Puts a letter into the outbox (adding Date and Message-ID where they are missing) and sends it.
 * @to: GPtrArray of MailAddress*, copied. @notify: mask of MailNotify for each of them. @tag comes back with the done function. */
void    sim_mua_send (SimMua *self, SimTime now, const MailAddress *from, GPtrArray *to, MailMessage *message,
                      guint notify, MailReturn ret, guint tag);

G_END_DECLS
