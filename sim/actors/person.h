/* person.h - somebody who types a protocol by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/stage.h"

G_BEGIN_DECLS

typedef struct _SimPerson SimPerson;

typedef void (*SimPersonDoneFunc) (gpointer owner, guint tag, SimTime now);

SimPerson *sim_person_new  (SimStage *stage, guint host, SimPersonDoneFunc done, gpointer owner);
void       sim_person_free (SimPerson *self);

/* Connects and types @lines, one a reply. @tag comes back when the connection is over. */
void       sim_person_type (SimPerson *self, guint server, guint16 port, const char * const *lines, guint tag);

G_END_DECLS
