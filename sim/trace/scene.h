/* scene.h - what the world looked like after n entries
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The scene is the fold of the first n entries of a trace; it knows nothing else.
 * Texts are not copied: a scene names the entry in which they stand.
 *
 * A STORED entry's bytes are one line of key=value fields, CR LF, and then the
 * message as it lies there. Its rule says where:
 *   store:outbox   id= from= to=                 a mail program has it to send
 *   store:queue    id= from= to=                 an MTA has it to pass on
 *   store:mailbox  id= from= to= mailbox= uid= [flags=]
 *                                                it lies in a mailbox on the server: ADDRESS/FOLDER and UID
 *   store:local    id= from= to= mailbox= uid= have= [size=] [flags=]
 *                                                a device's own copy of that message, or what it has of it: have= is
 *                                                headers, part or all; size= is that of the whole message. A later
 *                                                one with the same host, mailbox= and uid= takes its place
 * from= and to= are paths in angle brackets; several recipients are parted by
 * commas. flags= are parted by commas: \Seen,\Answered. In mailbox= what may not
 * stand in a field is written %20. A NOTE that speaks of a stored message has that
 * entry's index in `from`:
 *   queue:sent      to=   the next hop has taken responsibility for this recipient
 *   queue:deferred  to=   4yz or no connection: `until` is the next try; attempt=
 *   queue:failed    to=   5yz or given up: will bounce
 *   queue:bounced         a DSN was made (a STORED entry of its own follows)
 *   queue:removed         nothing is left to do: the copy is gone from here
 *   mail:flags      flags=  the new set, here
 *   mail:opened           somebody reads it on this device
 *   mail:removed          the copy is gone from here
 * NOTEs that speak of no message; their `from` is -1:
 *   act:begin       act=  somebody begins act N of the lesson: the root of all that follows
 *   mail:offline, mail:online   this device's mail program works without the network, and with it again
 *   mail:failed     reply=  this device's mail program could not do what was wanted
 *   folder:created, folder:deleted   mailbox= store=   store= is mailbox (on the server) or local
 *   folder:renamed  mailbox= to= store=   what lies in it goes with it
 * Where a reply led to the verdict, it follows the fields after " reply=" and is the rest of the bytes.
 */
#pragma once

#include "sim/mail/mailbox.h"
#include "sim/trace/trace.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_PLACE_OUTBOX,
  SIM_PLACE_QUEUE,
  SIM_PLACE_MAILBOX,       /* on a server */
  SIM_PLACE_LOCAL          /* on a device */
} SimPlace;

/* How much of a message lies there. */
typedef enum
{
  SIM_HAVE_ALL,
  SIM_HAVE_PART,
  SIM_HAVE_HEADERS
} SimHave;

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
  guint    folder;         /* id of a SimSceneFolder; G_MAXUINT: it lies in none */
  guint32  uid;            /* in that folder */
  guint16  flags;          /* MailFlags, without keywords */
  guint8   have;           /* SimHave */
  guint8   opened;         /* somebody has read it here */
} SimSceneCopy;

/* A folder of a server's mailboxes or of a device. There are those that were made and those in which something lay. */
typedef struct
{
  guint    id;             /* entry in which it first came up */
  guint    named;          /* entry that tells its name */
  guint    host;
  SimPlace place;          /* SIM_PLACE_MAILBOX or SIM_PLACE_LOCAL */
  guint64  key;            /* of host, place and name */
} SimSceneFolder;

typedef struct _SimScene SimScene;

SimScene   *sim_scene_new              (void);
SimScene   *sim_scene_copy             (const SimScene *self);
void        sim_scene_free             (SimScene *self);
void        sim_scene_apply            (SimScene *self, const SimEntry *entry, guint index);

guint       sim_scene_n_entries        (const SimScene *self);

/* Connections that are open, by number. */
guint                     sim_scene_n_connections   (const SimScene *self);
const SimSceneConnection *sim_scene_get_connection  (const SimScene *self, guint i);

/* Messages that lie somewhere, in the order in which they came. */
guint               sim_scene_n_copies  (const SimScene *self);
const SimSceneCopy *sim_scene_get_copy  (const SimScene *self, guint i);

/* The folders, in the order in which they came up. */
guint                 sim_scene_n_folders    (const SimScene *self);
const SimSceneFolder *sim_scene_get_folder   (const SimScene *self, guint i);
const SimSceneFolder *sim_scene_find_folder  (const SimScene *self, guint id);   /* NULL: none */
/* "anna@school.example/Sent": its name now. (transfer full) */
char                 *sim_scene_dup_folder   (const SimSceneFolder *folder, const SimTrace *trace);
/* The folder in which a copy lies; NULL: in none. (transfer full) */
char                 *sim_scene_dup_mailbox  (const SimScene *self, const SimTrace *trace, const SimSceneCopy *copy);

/* TRUE: the mail program of this host works without the network. */
gboolean              sim_scene_is_offline   (const SimScene *self, guint host);

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
  char         *mailbox;  /* ADDRESS/FOLDER as it was then, or NULL */
  guint         uid;      /* or 0 */
  guint         flags;    /* MailFlags */
  SimHave       have;
  gsize         size;     /* of the whole message, here or not */
  const guint8 *message;
  gsize         len;
} SimStored;

gboolean    sim_stored_parse           (const SimEntry *entry, SimStored *out);
void        sim_stored_clear           (SimStored *stored);

/* "\\Seen,\\Answered"; keywords are left out. (transfer full) */
char       *sim_flags_to_text          (guint flags);
guint       sim_flags_from_text        (const char *text);
/* How a mailbox's name stands in a field, and back. (transfer full) */
char       *sim_mailbox_to_field       (const char *mailbox);
char       *sim_mailbox_from_field     (const char *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimScene, sim_scene_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SimStored, sim_stored_clear)

G_END_DECLS
