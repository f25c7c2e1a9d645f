/* stress.h - what the files of the stress test share
 *
 * test-stress.c has sessions say things; stress-model.c tells what must come of it; stress-hear.c takes in what a
 * session is told, and compares.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/lib/drive.h"
#include "tests/proto/imap/world.h"

#include "sim/core/random.h"
#include "sim/proto/imap/server.h"

G_BEGIN_DECLS

#define SESSIONS   5
#define UNKNOWN    (1u << 31)       /* flags that the session has not been told */
#define FOLDER_MAX 60               /* messages; more is cut down */

typedef struct { guint32 uid; guint flags; } Known;

typedef enum
{
  DO_NOOP, DO_FETCH, DO_BODY, DO_STORE, DO_SEARCH, DO_COPY, DO_MOVE, DO_EXPUNGE, DO_UID_EXPUNGE, DO_APPEND, DO_SELECT,
  DO_EXAMINE, DO_CLOSE, DO_UNSELECT, DO_IDLE, DO_DONE, DO_CREATE, DO_DELETE, DO_RENAME, DO_STATUS, DO_MANY
} Deed;

typedef struct
{
  Deed     deed;
  gboolean uid;
  GArray  *chosen;      /* guint32: UIDs that the set names among those known */
  char     how;         /* of STORE: '+', '-', '=' */
  gboolean silent;
  guint    flags;
  const char *name;
  const char *other;
} Act;

typedef struct
{
  SimDrive    *drive;
  gsize        read;
  gboolean     rev2;
  WorldFolder *folder;      /* selected, or NULL */
  gboolean     read_only;
  GArray      *known;       /* Known, by message number */
  gboolean     idle;
  guint        tag;
  GString     *rest;        /* of a command that was begun */
  Act          act;         /* that command */
  gboolean     busy;        /* a command was begun */
} Client;

typedef struct
{
  SimRandom  random;
  MailStore *store;
  World     *world;
  Client     clients[SESSIONS];
  guint64    n_acts;
  guint64    seed;
} Stress;

#define check(self, client, what) \
  G_STMT_START { if (!(what)) g_error ("seed %" G_GUINT64_FORMAT ", act %" G_GUINT64_FORMAT ": %s\n%s", (self)->seed, (self)->n_acts, #what, \
                                       (client)->drive->sent->str + ((client)->drive->sent->len > 2000 ? (client)->drive->sent->len - 2000 : 0)); } G_STMT_END

/* ---- stress-hear.c ---- */
Known      *stress_known       (Client *client, guint number);
void        stress_compare     (Stress *self, Client *client, gboolean all);
/* Untagged answers, one of which begins with @untagged (or NULL), up to the tagged one, which begins with @expected. */
void        stress_hear        (Stress *self, Client *client, const char *expected, const char *untagged, gboolean may_expunge);
/* What those in IDLE are told meanwhile. */
void        stress_wake_all    (Stress *self);

/* ---- stress-model.c ---- */
/* Does it, and tells what the server must answer. (transfer full) */
char       *stress_model_do    (Stress *self, Client *client, const Act *act, char **untagged);

G_END_DECLS
