/* mua.h - a person's mail program on one device: its account, its own copies, its outbox
 *
 * Sends by SMTP, and gets at the mailbox by POP3 or IMAP. Without the network it
 * works with the copies that it has; what should change on the server waits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/outbox.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_INCOMING_NONE,      /* it only sends */
  SIM_INCOMING_POP3,
  SIM_INCOMING_IMAP
} SimIncoming;

/* What it fetches when it checks for mail. */
typedef enum
{
  SIM_POLICY_DELETE,      /* POP3: everything, and the server's copies are deleted */
  SIM_POLICY_KEEP,        /* POP3: everything that it does not have; the server keeps its copies */
  SIM_POLICY_HEADERS,     /* headers; a message whole when it is read */
  SIM_POLICY_TEXT,        /* IMAP: headers; only the text part when a message is read */
  SIM_POLICY_ALL          /* IMAP: headers, then everything */
} SimPolicy;

typedef enum
{
  SIM_SENT_NONE,          /* no copy of what was sent */
  SIM_SENT_LOCAL,         /* in a folder of the device */
  SIM_SENT_APPEND,        /* put into a folder on the server, by IMAP */
  SIM_SENT_SERVER         /* the submission server puts it there by itself, for all devices of this user */
} SimSent;

typedef struct
{
  SimOutboxConfig outbox;    /* also: who, where, and by whom names are resolved. server -1: it cannot send */
  SimIncoming     incoming;
  int             server;    /* host with the mailbox */
  guint16         port;
  SimPolicy       policy;
  guint           days;      /* SIM_POLICY_KEEP: after so many the server's copy is deleted; 0: never */
  SimSent         sent;
  gboolean        apop;
} SimMuaConfig;

typedef enum
{
  SIM_MUA_CHECK,          /* asks what is new in a folder */
  SIM_MUA_READ,
  SIM_MUA_DELETE,
  SIM_MUA_FLAG,
  SIM_MUA_MOVE,
  SIM_MUA_COPY,
  SIM_MUA_CREATE,         /* a folder */
  SIM_MUA_RENAME,
  SIM_MUA_REMOVE,
  SIM_MUA_SUBSCRIBE,
  SIM_MUA_UNSUBSCRIBE,
  SIM_MUA_SEARCH,
  SIM_MUA_OFFLINE,
  SIM_MUA_ONLINE,
  SIM_MUA_WATCH,          /* stays connected, and hears at once what changes in INBOX */
  SIM_MUA_UNWATCH
} SimMuaDo;

typedef struct
{
  SimMuaDo    what;
  const char *folder;     /* NULL: INBOX */
  const char *to;         /* MOVE, COPY, RENAME: another folder */
  const char *subject;    /* of the message that is meant; "*": all; NULL: the newest */
  guint       set;        /* FLAG: MailFlags */
  guint       clear;
  const char *keys;       /* SEARCH */
} SimMuaJob;

typedef struct _SimMua SimMua;

/* What the person wanted is done, or will never be. */
typedef void (*SimMuaDoneFunc) (gpointer owner, guint tag, SimTime now);

SimMua *sim_mua_new  (SimStage *stage, const SimMuaConfig *config, SimMuaDoneFunc done, gpointer owner);
void    sim_mua_free (SimMua *self);

/* As sim_outbox_send(); @tag comes back when the letter has left the outbox, and a copy of it lies where it should. */
void    sim_mua_send (SimMua *self, SimTime now, const MailAddress *from, GPtrArray *to, MailMessage *message,
                      guint notify, MailReturn ret, guint tag);

/* @job is copied. @tag comes back. */
void    sim_mua_do   (SimMua *self, SimTime now, const SimMuaJob *job, guint tag);

G_END_DECLS
