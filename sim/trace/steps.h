/* steps.h - where stepping stops
 *
 * The cursor counts entries; a step is a stop of the chosen granularity, and
 * "step n of N" is its rank. Step 0 is before anything happened. Step n stands
 * after its entry and all that it led to before the next step begins (packets on
 * their way and arrived), but not the moves of a session's state that belong to
 * the next step's line: a prediction is never given away. The last step is the
 * end of the trace. Flags of many messages that change at one moment, many local
 * copies that are made or removed at one moment, and all that lies in mailboxes
 * from the beginning are one step each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_STEP_LINE,     /* each command, reply (all its lines), literal, DNS message, refused connection, stored message, verdict */
  SIM_STEP_COMMAND,  /* each reply: command and answer are one step */
  SIM_STEP_PHASE,    /* each phase of a dialogue: connection, greeting, envelope, data, quit */
  SIM_STEP_MESSAGE   /* each message stored, and each verdict on one */
} SimGranularity;

/* The phases of a dialogue; the ladder's brackets and the time line's segments. */
typedef enum
{
  SIM_PHASE_NONE,
  SIM_PHASE_LOOKUP,    /* DNS */
  SIM_PHASE_GREETING,  /* 220, EHLO, AUTH */
  SIM_PHASE_ENVELOPE,  /* MAIL, RCPT, RSET */
  SIM_PHASE_DATA,      /* DATA, the message, the dot */
  SIM_PHASE_MAILBOX,   /* POP3, IMAP: what is done between login and good-bye */
  SIM_PHASE_QUIT
} SimPhase;

typedef struct
{
  guint    entry;   /* the step's first entry: what a row of the ladder shows */
  guint    cursor;  /* entries that have happened when the step is done */
  guint    n_lines; /* lines of a reply or a literal, else 1 */
  SimPhase phase;
  guint32  conn;    /* 0: none */
} SimStep;

typedef struct _SimSteps SimSteps;

SimSteps      *sim_steps_new    (const SimTrace *trace, SimGranularity granularity);
void           sim_steps_free   (SimSteps *self);
/* Entries were added to the trace since: counts them too. Only for SIM_STEP_LINE. The last step that was known may now
 * have more lines, and ends before the entries of the next. Costs what was added, not what is there. */
void           sim_steps_grow   (SimSteps *self, const SimTrace *trace);
guint          sim_steps_length (const SimSteps *self);                 /* N */
const SimStep *sim_steps_get    (const SimSteps *self, guint n);        /* n from 1 to N */

/* The last step that is done after @n_entries; 0: none. O(log n). */
guint          sim_steps_at     (const SimSteps *self, guint n_entries);

/* The last step that begins at or before @entry; 0: none. O(log n). */
guint          sim_steps_of_entry (const SimSteps *self, guint entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimSteps, sim_steps_free)

G_END_DECLS
