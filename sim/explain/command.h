/* command.h - what a command looks like, where it is allowed, what may answer it
 *
 * States come from the very table that runs (sim/proto/rules.h); grammar and replies
 * from data/explanations.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *grammar;    /* "MAIL FROM:<reverse-path> [SP parameters]"; never translated; or NULL */
  char      **states;     /* the names of the states that allow it, in the reader's language; NULL: the machine has no such command */
  gboolean    everywhere; /* in every state in which commands are read */
  const char *otherwise;  /* what answers it elsewhere: "503", "-ERR", "BAD" */
  char      **replies;    /* "250", "550" ..., the usual one first; never NULL */
} ExplainCommand;

/* @protocol: as in SimConnection. @verb: upper case, as of explain_dialogue_line(). FALSE: it is none of that protocol. */
gboolean explain_command       (const char *protocol, const char *verb, ExplainCommand *out);
void     explain_command_clear (ExplainCommand *self);

/* What a reply word is called: "452" -> "Insufficient system storage". NULL: nobody has described it. */
const char *explain_reply_title (const char *protocol, const char *reply);

G_END_DECLS
