/* scene.h - what the world looked like after n entries
 *
 * The scene is the fold of the first n entries of a trace; it knows nothing else.
 * Texts are not copied: a scene names the entry in which they stand.
 *
 * A STORED entry's bytes are one line of key=value fields, CR LF, and then the
 * whole message as it lies there. Its rule says where:
 *   store:outbox   id= from= to=                 a mail program has it to send
 *   store:queue    id= from= to=                 an MTA has it to pass on
 *   store:mailbox  id= from= to= mailbox= uid=   delivered: ADDRESS/FOLDER and UID
 * from= and to= are paths in angle brackets; several recipients are parted by
 * commas. A NOTE that speaks of a stored message has that entry's index in
 * `from`:
 *   queue:sent      to=   the next hop has taken responsibility for this recipient
 *   queue:deferred  to=   4yz or no connection: `until` is the next try; attempt=
 *   queue:failed    to=   5yz or given up: will bounce
 *   queue:bounced         a DSN was made (a STORED entry of its own follows)
 *   queue:removed         nothing is left to do: the copy is gone from here
 * One NOTE speaks of no message; its `from` is -1:
 *   act:begin       act=  somebody begins act N of the lesson: the root of all that follows
 * Where a reply led to the verdict, it follows the fields after " reply=" and is the rest of the bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_PLACE_OUTBOX,
  SIM_PLACE_QUEUE,
  SIM_PLACE_MAILBOX
} SimPlace;

typedef struct
{
  guint32  conn;
  guint    client_state;   /* of the client's session, by its machine's numbers */
  guint    server_state;
  guint    last_said;      /* entry; G_MAXUINT: none yet */
} SimSceneConnection;

typedef struct
{
  guint    stored;         /* index of the STORED entry; identifies the copy */
  guint    host;
  SimPlace place;
  guint    attempts;       /* deferrals so far */
  SimTime  next_try;       /* SIM_TIME_NEVER: none is planned */
  guint    last_note;      /* entry of the last verdict; G_MAXUINT: none yet */
} SimSceneCopy;

typedef struct _SimScene SimScene;

SimScene   *sim_scene_new              (void);
SimScene   *sim_scene_copy             (const SimScene *self);
void        sim_scene_free             (SimScene *self);
void        sim_scene_apply            (SimScene *self, const SimEntry *entry, guint index);

guint       sim_scene_n_entries        (const SimScene *self);
SimTime     sim_scene_time             (const SimScene *self);

/* Connections that are open, by number. */
guint                     sim_scene_n_connections   (const SimScene *self);
const SimSceneConnection *sim_scene_get_connection  (const SimScene *self, guint i);
const SimSceneConnection *sim_scene_find_connection (const SimScene *self, guint32 conn); /* NULL: not open */

/* Messages that lie somewhere, in the order in which they came. */
guint               sim_scene_n_copies  (const SimScene *self);
const SimSceneCopy *sim_scene_get_copy  (const SimScene *self, guint i);

/* Packets on their way: indices of SEGMENT entries that have neither arrived nor been lost. */
guint       sim_scene_n_flying         (const SimScene *self);
guint       sim_scene_get_flying       (const SimScene *self, guint i);

/* One line per fact, for tests and comparison. (transfer full) */
char       *sim_scene_to_text          (const SimScene *self, const SimTrace *trace);

/* The parts of a STORED entry. The strings are new, the message is borrowed from the trace. */
typedef struct
{
  char         *id;
  char         *from;
  char        **to;
  char         *mailbox;  /* or NULL */
  guint         uid;      /* or 0 */
  const guint8 *message;
  gsize         len;
} SimStored;

gboolean    sim_stored_parse           (const SimEntry *entry, SimStored *out);
void        sim_stored_clear           (SimStored *stored);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimScene, sim_scene_free)

G_END_DECLS
