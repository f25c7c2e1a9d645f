/* rules.h - what a command may do in which state
 *
 * One row per command. The very table that runs is drawn, explained and tested.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SIM_STATE(n)     (1u << (n))
#define SIM_STATE_SAME   (-1)         /* next: stays where it is */

typedef struct
{
  const char *verb;    /* "MAIL"; in angle brackets what is no command: "<connect>", "<dot>" */
  guint       legal;   /* mask of states (SIM_STATE); in the others the answer is out of sequence */
  guint       needs;   /* mask of extensions that must have been offered */
  int         next;    /* state after success, or SIM_STATE_SAME */
  const char *reply;   /* on success: "250 2.1.0 Sender ok"; NULL: the owner is asked */
  const char *rule;    /* key: "rfc5321:4.1.1.2" */
} SimRule;

/* A whole machine, as the state view, the explanations and the tests want it. */
typedef struct
{
  const char         *name;         /* "smtp-server" */
  const char * const *state_names;  /* by state, NULL at the end */
  const SimRule      *rules;
  gsize               n_rules;
} SimMachine;

/* All machines that exist, NULL at the end. */
const SimMachine * const *sim_machines     (void);
const SimMachine         *sim_machine_find (const char *name);

/* "mail"; never translated. NULL: the machine has no such state (a trace from a file may say anything). */
const char               *sim_machine_state_name (const SimMachine *self, int state);

/* The first row of @verb that is legal in @state; if there is none, the first of that verb; NULL: no such verb.
 * Letter case does not count. */
const SimRule            *sim_machine_row  (const SimMachine *self, const char *verb, int state);

/* The row that a MOVE output came from; NULL: none, which no session does. */
const SimRule            *sim_machine_find_move (const SimMachine *self, const char *rule, int from, int to);

G_END_DECLS
