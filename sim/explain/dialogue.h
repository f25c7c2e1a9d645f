/* dialogue.h - which command a line of a dialogue is or answers
 *
 * SMTP, submission and LMTP; POP3, whose answers may have many lines; IMAP, where
 * a tag says which of several commands is answered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

#define EXPLAIN_VERB_SIZE 16
#define EXPLAIN_NO_ENTRY  G_MAXUINT

typedef enum
{
  EXPLAIN_LINE_COMMAND,    /* client: a command, or what should be one */
  EXPLAIN_LINE_RESPONSE,   /* client: the answer to a challenge of AUTH */
  EXPLAIN_LINE_CONTENT,    /* a message, or a line of it, or an IMAP literal */
  EXPLAIN_LINE_DOT,        /* the lone dot that ends a message or a list */
  EXPLAIN_LINE_GREETING,   /* server: the first reply */
  EXPLAIN_LINE_REPLY,      /* server: the answer to a command; IMAP: with its tag */
  EXPLAIN_LINE_LISTING,    /* POP3 server: a further line of an answer that has many */
  EXPLAIN_LINE_UNTAGGED,   /* IMAP server: "* ..." */
  EXPLAIN_LINE_CONTINUE,   /* server: "+ ...", go on */
  EXPLAIN_LINE_REST        /* IMAP: what stands on the line after a literal */
} ExplainLineKind;

typedef struct
{
  ExplainLineKind kind;
  char     verb[EXPLAIN_VERB_SIZE];   /* upper case; a client's command, or the command that a reply answers; "UID FETCH"; "." for
                                       * the message; "" unknown */
  gboolean first;      /* a reply's first line */
  guint    command;    /* the entry of that command; EXPLAIN_NO_ENTRY: none is known */
} ExplainLine;

/* @index is a SAID entry. Reads the connection from its beginning: O(its length). */
void explain_dialogue_line (const SimTrace *trace, guint index, ExplainLine *out);

/* The same for many lines of one trace, each in O(log n) after one pass. The trace may grow. */
typedef struct _ExplainContext ExplainContext;

ExplainContext *explain_context_new  (SimTrace *trace);   /* keeps a reference to it */
void            explain_context_free (ExplainContext *self);
SimTrace       *explain_context_get_trace (ExplainContext *self);
void            explain_context_line (ExplainContext *self, guint index, ExplainLine *out);

/* The command word of a line, in upper case; @verb holds EXPLAIN_VERB_SIZE bytes and is "" if there is none. */
void explain_verb          (const SimEntry *entry, char *verb);

/* The code at the head of a reply line; 0: there is none. */
int  explain_reply_code    (const guint8 *bytes, gsize len);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExplainContext, explain_context_free)

G_END_DECLS
