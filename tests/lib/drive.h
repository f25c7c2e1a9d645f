/* drive.h - drives a session by hand, and watches it
 *
 * A SimDrive owns a session and pulls its outputs. While it does, it asserts
 * what is true of every session: each MOVE is a row of the machine's table and
 * starts where the one before ended, a SEND is whole lines unless it is a literal, nothing comes after
 * CLOSE, nothing but MOVE and CLOSE comes while a question is open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/rules.h"
#include "sim/proto/smtp/server.h"

G_BEGIN_DECLS

typedef struct _SimDrive SimDrive;

/* Answers a question; may be NULL. Called outside of the session. */
typedef void (*SimDriveAsk) (SimDrive *drive, const SimOutput *question, gpointer data);

struct _SimDrive
{
  SimSession       *session;
  const SimMachine *machine;     /* NULL: the session has no table, and puts out no MOVE */
  SimDriveAsk       ask;
  gpointer          data;
  SimTime           now;
  int               state;
  GString          *sent;        /* all bytes of all SENDs */
  GString          *log;         /* a line an output: "SEND 250 ok\r\n" escaped, "MOVE ...", "ASK ...", "CLOSE" */
  GPtrArray        *sends;       /* GBytes, one a SEND */
  GArray           *flags;       /* guint, one a SEND */
  gboolean          tls;         /* START_TLS came; reset by whoever looks */
  gboolean          closed;
};

/* Takes @session. */
SimDrive *sim_drive_new    (SimSession *session, const SimMachine *machine, SimDriveAsk ask, gpointer data);
void      sim_drive_free   (SimDrive *self);
void      sim_drive_open   (SimDrive *self);
void      sim_drive_feed   (SimDrive *self, const void *data, gsize len);
/* In chunks of @chunk octets; 0: in one. */
void      sim_drive_chunks (SimDrive *self, const void *data, gsize len, gsize chunk);
void      sim_drive_eof    (SimDrive *self);
void      sim_drive_secured (SimDrive *self);
/* Lets @time pass; the session hears of it only if its deadline comes. */
void      sim_drive_wait   (SimDrive *self, SimTime time);
void      sim_drive_pump   (SimDrive *self);

/* An owner of a server who answers by a list of "recipient nobody@b.example 550 5.1.1 No such user" (question,
 * argument or "*", reply) where the first that fits counts, else with friendly replies. "auth" arguments are "user
 * password"; "message" has the recipient as argument in LMTP, else "*". A reply "later" leaves the question open. */
typedef struct
{
  GPtrArray *answers;     /* char * */
  GPtrArray *stored;      /* GBytes of each "message" */
} SimOwner;

SimOwner *sim_owner_new    (void);
void      sim_owner_free   (SimOwner *self);
void      sim_owner_answer (SimDrive *drive, const SimOutput *question, gpointer owner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimDrive, sim_drive_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimOwner, sim_owner_free)

G_END_DECLS
