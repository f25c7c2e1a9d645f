/* mua-private.h - shared by mua.c (what the person does) and mua-pop3.c, mua-imap.c (what the server is told)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/local.h"
#include "sim/actors/lookup.h"
#include "sim/actors/mua.h"
#include "sim/net/peer.h"

G_BEGIN_DECLS

#define SIM_MUA_APPEND (SIM_MUA_UNWATCH + 1)   /* puts what was sent into the folder Sent */
#define SIM_MUA_NO_TAG G_MAXUINT

typedef struct _SimMuaProtocol SimMuaProtocol;

/* One thing that the server must be asked or told. */
typedef struct
{
  guint        what;       /* SimMuaDo or SIM_MUA_APPEND */
  char        *folder;
  char        *to;
  char        *keys;
  guint        set;
  guint        clear;
  GArray      *uids;       /* of the messages that are meant */
  MailMessage *message;    /* APPEND */
  guint        tag;        /* SIM_MUA_NO_TAG: nobody waits for it */
  guint        cause;
  guint        step;       /* how far it is */
  guint        next;       /* which of the UIDs */
} SimTask;

struct _SimMua
{
  SimStage      *stage;
  SimMuaConfig   config;
  const SimMuaProtocol *protocol;   /* NULL: it only sends */
  char          *address;
  char          *password;
  SimMuaDoneFunc done;
  gpointer       owner;
  SimOutbox     *outbox;       /* NULL: it cannot send */
  SimLocal      *local;
  gboolean       offline;
  GQueue         tasks;        /* SimTask: what is still to do */

  /* the connection to the server with the mailbox, if there is one */
  SimLookup     *lookup;
  SimPeer       *peer;
  gboolean       leaving;      /* QUIT or LOGOUT was said, or it has failed */
  char          *trouble;      /* why it failed, or NULL */

  /* POP3 */
  guint          pop_step;
  guint          pop_total;
  guint          pop_number;   /* the message that is being worked on */
  GArray        *pop_sizes;    /* Pop3Size */
  GArray        *pop_uids;     /* Pop3Uid; NULL: the server has no UIDL */
  GPtrArray     *pop_known;    /* char *: UIDLs of all that has ever come here */
  GPtrArray     *pop_doomed;   /* char *: UIDLs of messages that the person has deleted here */

  /* IMAP */
  gboolean       listed;
  gboolean       idle;
  gboolean       roused;       /* DONE was said */
  gboolean       stale;        /* others have changed something since the last look */
  gboolean       watching;
  char          *selected;     /* folder, or NULL */
  guint          exists;       /* messages in it when it was selected */
  guint32        uid_next;     /* then; 0: not known */
  SimEventId     linger;       /* when it logs out, unless there is more to do */
};

/* ---- mua.c ---- */
void            sim_mua_finish   (SimMua *self, SimTime now);                       /* the first task is done */
/* Something has changed in INBOX: looks what it is, when the tasks before it are done. */
void            sim_mua_look     (SimMua *self);
/* Tells that the first task, or the connection, has come to nothing. */
void            sim_mua_note_failure (SimMua *self, const char *why);
SimLocalFolder *sim_mua_folder   (SimMua *self, const SimTask *task);               /* made where it is missing */
gboolean        sim_mua_is_whole (const SimMua *self, const SimLocalItem *item);    /* enough is here to read it */

/* ---- mua-pop3.c, mua-imap.c ---- */
struct _SimMuaProtocol
{
  const char  *name;                                  /* of a connection, in the trace */
  SimSession *(*open)    (SimMua *self);
  void        (*next)    (SimMua *self, SimTime now); /* the session asks for orders */
  void        (*update)  (SimMua *self, SimTime now); /* IDLE: something has changed; or NULL */
  const char *(*trouble) (SimSession *session);       /* why the session has failed */
  /* While it waits: there is a task, or nothing to watch any more. Or NULL: it never waits. */
  void        (*poke)    (SimMua *self, SimTime now);
  void        (*reset)   (SimMua *self);              /* the connection is gone */
};

extern const SimMuaProtocol sim_mua_pop3;
extern const SimMuaProtocol sim_mua_imap;

G_END_DECLS
