/* machine-place.h - where a session stands in its machine, and what that allows
 *
 * Facts from the rule tables alone: the very rows that run (sim/proto/rules.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/rules.h"
#include "sim/trace/trace.h"

G_BEGIN_DECLS

typedef struct
{
  const SimMachine *machine;
  int               state;
  int               from;      /* of the last move; -1: there was none */
  const char       *rule;      /* of the last move; borrowed from the trace; NULL: there was none */
  gboolean          now;       /* the last move belongs to the current step */
} MachinePlace;

/* The machine that @side of a connection runs by: "submission" is a dialect of smtp. NULL: the protocol has no states. */
const SimMachine *machine_of        (const char *protocol, SimSide side);

/* After @cursor entries; the current step has those from @after on. FALSE: the connection has no such machine, or is not open yet. */
gboolean          machine_place_at  (const SimTrace *trace, guint32 conn, SimSide side, guint after, guint cursor, MachinePlace *out);

/* The connection whose machines are to be seen: that of the entry, or the last one before it that has states. 0: none. */
guint32           machine_connection (const SimTrace *trace, guint cursor);

/* Whether a row is a command: no event such as "<dot>", and not TURN, which is always refused. */
gboolean          machine_is_command (const SimRule *rule);

/* The states that can be left; the others are ends. */
guint             machine_open_states (const SimMachine *machine);

/* TRUE if a command is read in @state at all: else what comes is content, or nobody is there. */
gboolean          machine_reads_commands (const SimMachine *machine, int state);

/* Verbs of commands, each once, in the table's order: those that are legal in @state, or the others. Free the array, not the verbs. */
GPtrArray        *machine_verbs     (const SimMachine *machine, int state, gboolean legal);

/* TRUE if no row of @verb that is legal in @state does without an extension. */
gboolean          machine_needs     (const SimMachine *machine, int state, const char *verb);

/* What has to be said or to happen first, so that @verb is legal: the shortest way. NULL: there is none; empty: nothing. */
GPtrArray        *machine_way       (const SimMachine *machine, int state, const char *verb);

/* How a server of this machine answers a command that is out of order: "503", "-ERR", "BAD"; NULL: it is a client's. */
const char       *machine_refusal   (const SimMachine *machine);

G_END_DECLS
