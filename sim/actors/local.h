/* local.h - what a mail program keeps on its device: folders with copies of messages, whole or in part
 *
 * A copy has the UID that the server gave it (IMAP), or one of its own (POP3). All
 * that changes is written into the trace (see sim/trace/scene.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/stage.h"

G_BEGIN_DECLS

typedef struct
{
  guint32      uid;
  char        *uidl;        /* POP3's name for it, or NULL */
  guint        flags;       /* MailFlags */
  SimHave      have;
  gsize        size;        /* of the whole message */
  MailMessage *message;     /* as much as is here */
  char        *structure;   /* IMAP: its BODYSTRUCTURE, or NULL: not known */
  char        *section;     /* and which part is its text: "1" */
  SimTime      since;       /* when it came here */
  guint        stored;      /* STORED entry */
} SimLocalItem;

typedef struct
{
  char      *name;
  guint32    uid_validity;  /* 0: not known */
  guint32    uid_next;      /* larger than all that are here */
  GPtrArray *items;         /* SimLocalItem, by UID */
} SimLocalFolder;

typedef struct _SimLocal SimLocal;

SimLocal       *sim_local_new         (SimStage *stage, guint host, const char *address);
void            sim_local_free        (SimLocal *self);

SimLocalFolder *sim_local_find        (SimLocal *self, const char *name);   /* NULL: none */
/* Made where it is missing. @tell: as a folder of its own, whether or not something lies in it. */
SimLocalFolder *sim_local_need        (SimLocal *self, const char *name, gboolean tell);
void            sim_local_rename      (SimLocal *self, SimLocalFolder *folder, const char *name);
void            sim_local_delete      (SimLocal *self, SimLocalFolder *folder);
/* Folders that are not among @names (NULL at the end) are deleted. */
void            sim_local_keep_only   (SimLocal *self, const char *const *names);
/* Forgets all that lies in it: its UIDs mean something else now. */
void            sim_local_empty       (SimLocal *self, SimLocalFolder *folder);

/* A message that has come, or more of it than before. @size: of the whole; 0: what is here is the whole. */
SimLocalItem   *sim_local_put         (SimLocal *self, SimLocalFolder *folder, guint32 uid, SimHave have,
                                       MailMessage *message, gsize size, guint flags);
void            sim_local_set_flags   (SimLocal *self, SimLocalItem *item, guint flags);
void            sim_local_open        (SimLocal *self, SimLocalItem *item);   /* somebody reads it */
void            sim_local_remove      (SimLocal *self, SimLocalFolder *folder, SimLocalItem *item);

SimLocalItem   *sim_local_find_uid    (const SimLocalFolder *folder, guint32 uid);        /* NULL: none */
SimLocalItem   *sim_local_find_uidl   (const SimLocalFolder *folder, const char *uidl);   /* NULL: none */

/* UIDs of the messages with that subject, of all with "*", of the newest with NULL. (transfer full) */
GArray         *sim_local_choose      (const SimLocalFolder *folder, const char *subject);

G_END_DECLS
