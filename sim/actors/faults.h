/* faults.h - servers that misbehave on purpose, always in the same way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/engine.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_MISDEED_REPLY,   /* this reply instead of the true one; the command has no effect */
  SIM_MISDEED_DELAY,   /* the true reply, later */
  SIM_MISDEED_DROP,    /* the connection is reset */
  SIM_MISDEED_CUT      /* the line goes dead without a word */
} SimMisdeed;

typedef struct
{
  char      *verb;       /* "RCPT"; NULL: any command */
  char      *argument;   /* a part of the line, in any letter case; NULL: any */
  guint      nth;        /* only this such command of a connection, from 1; 0: each */
  guint      first;      /* only so many times in the run; 0: always */
  SimMisdeed what;
  char      *reply;      /* REPLY: "452 4.2.2 Mailbox full" */
  SimTime    delay;      /* DELAY */
  guint      times;      /* how often it has happened */
} SimFaultRule;

void          sim_fault_rule_free (SimFaultRule *self);

/* The first rule of @rules (GPtrArray of SimFaultRule) for a command line; @counts (one guint a rule) counts the
 * matching lines of the connection. NULL: behave. */
SimFaultRule *sim_faults_judge    (GPtrArray *rules, guint *counts, const char *line, gsize len);

G_END_DECLS
