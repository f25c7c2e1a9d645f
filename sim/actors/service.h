/* service.h - a port at which a server answers, whatever its protocol
 *
 * Makes a session for each visitor, plays a lesson's faults on it, and hands its
 * questions to the owner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/faults.h"
#include "sim/actors/stage.h"
#include "sim/proto/session.h"

G_BEGIN_DECLS

typedef struct _SimService SimService;
typedef struct _SimVisit   SimVisit;      /* one client's connection */

typedef struct
{
  /* A session for a new visitor. It asks "command" if there are faults. No two have the same @challenge. */
  SimSession *(*open)   (gpointer owner, guint64 challenge);
  /* Two answers to "command": go on as usual; or @reply as a lesson file has it, and the command has no effect. */
  void        (*go_on)  (SimSession *session, SimTime now);
  void        (*refuse) (SimSession *session, SimTime now, const char *reply);
  /* All other questions. */
  void        (*ask)    (gpointer owner, SimVisit *visit, SimTime now, const char *what, GBytes *bytes);
  /* The connection is over; the session is freed after it. Or NULL. */
  void        (*gone)   (gpointer owner, SimVisit *visit, SimTime now);
  gboolean    tagged;   /* a word stands before each command: IMAP */
} SimServiceFuncs;

/* @faults: GPtrArray of SimFaultRule, borrowed, or NULL. */
SimService *sim_service_new       (SimStage *stage, guint host, guint16 port, const SimServiceFuncs *funcs,
                                   GPtrArray *faults, gpointer owner);
void        sim_service_free      (SimService *self);
gboolean    sim_service_has_faults (GPtrArray *faults);

/* Who is there, in the order of their coming. */
guint       sim_service_n_visits  (const SimService *self);
SimVisit   *sim_service_get_visit (const SimService *self, guint i);

SimSession *sim_visit_get_session (SimVisit *self);
guint32     sim_visit_get_peer_address (SimVisit *self);
/* Whatever the owner likes to remember of a visitor; borrowed. */
void        sim_visit_set_data    (SimVisit *self, gpointer data);
gpointer    sim_visit_get_data    (SimVisit *self);
/* Sends what was answered outside of ask(). May free the visit. */
void        sim_visit_pump        (SimVisit *self, SimTime now);

G_END_DECLS
