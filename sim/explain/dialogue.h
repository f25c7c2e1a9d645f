/* dialogue.h - which command a line of an SMTP dialogue is or answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

typedef enum
{
  EXPLAIN_LINE_COMMAND,    /* client: a command, or what should be one */
  EXPLAIN_LINE_RESPONSE,   /* client: the answer to a 334 */
  EXPLAIN_LINE_CONTENT,    /* client: the message or a line of it */
  EXPLAIN_LINE_DOT,        /* client: the lone dot */
  EXPLAIN_LINE_GREETING,   /* server: the first reply */
  EXPLAIN_LINE_REPLY       /* server: any other */
} ExplainLineKind;

typedef struct
{
  ExplainLineKind kind;
  char     verb[16];   /* upper case; a client's command, or the command that a reply answers; "." for the message; "" unknown */
  gboolean first;      /* a reply's first line */
} ExplainLine;

/* @index is a SAID entry of an SMTP, submission or LMTP connection. */
void explain_dialogue_line (const SimTrace *trace, guint index, ExplainLine *out);

/* The command word of a line, in upper case; @verb holds 16 bytes and is "" if there is none. */
void explain_verb          (const SimEntry *entry, char *verb);

/* The code at the head of a reply line; 0: there is none. */
int  explain_reply_code    (const guint8 *bytes, gsize len);

G_END_DECLS
