/* dialogue-private.h - what a reader who followed a dialogue from its beginning knows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/explain/dialogue.h"

G_BEGIN_DECLS

#define EXPLAIN_TAG_SIZE 24

/* A command that was sent and is not answered yet. */
typedef struct
{
  guint command;                  /* entry */
  char  verb[EXPLAIN_VERB_SIZE];
  char  tag[EXPLAIN_TAG_SIZE];    /* IMAP */
  gboolean many;                  /* POP3: the answer has several lines if it is +OK */
} ExplainPending;

typedef struct
{
  GArray        *pending;     /* ExplainPending, in the order in which they were sent */
  ExplainPending answered;    /* what the reply in progress, or the last one, answers */
  gboolean       greeted;     /* the first reply is over */
  gboolean       in_reply;    /* further lines of the reply follow */
  gboolean       in_data;     /* SMTP: 354 was said and the dot has not come. POP3: so has the dot of an answer not */
  gboolean       in_auth;     /* a challenge was said and not answered */
  gboolean       literal[3];  /* IMAP, by SimSide: the last line announced a literal, or one has come */
} ExplainReader;

typedef void (* ExplainRead) (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out);

void explain_read_smtp (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out);
void explain_read_pop3 (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out);
void explain_read_imap (ExplainReader *self, const SimEntry *entry, guint index, ExplainLine *out);

/* For the three: */
void     explain_reader_push (ExplainReader *self, const ExplainPending *pending);
void     explain_reader_pop  (ExplainReader *self, guint i);   /* becomes @answered */
gboolean explain_is_dot      (const SimEntry *entry);
/* The word of letters and digits at @at, in upper case; returns where it ends. */
gsize    explain_word        (const SimEntry *entry, gsize at, char *word, gsize size);

G_END_DECLS
