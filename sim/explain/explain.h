/* explain.h - what a line means, in the reader's language
 *
 * Texts are translated by gettext when they are asked for; keys and protocol
 * words are not. Data: data/explanations, built in as resources.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/explain/dialogue.h"
#include "sim/trace/steps.h"

G_BEGIN_DECLS

#define EXPLAIN_ERROR (explain_error_quark ())
typedef enum { EXPLAIN_ERROR_UNKNOWN } ExplainError;
GQuark explain_error_quark (void);

/* What a reply, a state or a verdict amounts to; shape and colour follow it. */
typedef enum
{
  EXPLAIN_CLASS_NONE,
  EXPLAIN_CLASS_CLIENT,   /* a command */
  EXPLAIN_CLASS_OK,       /* 2yz, +OK, OK */
  EXPLAIN_CLASS_MORE,     /* 3yz, + */
  EXPLAIN_CLASS_LATER,    /* 4yz */
  EXPLAIN_CLASS_NO        /* 5yz, -ERR, NO, BAD */
} ExplainClass;

typedef struct
{
  ExplainClass klass;
  char *heading;   /* the consequence in words: "Temporary failure: keep it and try again" */
  char *title;     /* "Insufficient system storage" */
  char *text;      /* one or two sentences */
  char *rfc;       /* "RFC 5321, 4.2.3"; or NULL */
} Explanation;

void         explanation_clear   (Explanation *self);

/* One digit of an SMTP reply code or one number of an enhanced code, for the three tiles. */
typedef struct
{
  char *digit;     /* "4" */
  char *name;      /* "Outcome", "About", "Precisely" */
  char *text;      /* "Not now. The same command may work later." */
} ExplainDigit;

/* The digits of @code (an SMTP reply code); FALSE: it is none. */
gboolean     explain_digits      (int code, ExplainDigit out[3]);
void         explain_digits_clear (ExplainDigit digits[3]);

/* "temporary · mailbox · mailbox full" of "4.2.2"; NULL: not an enhanced code. (transfer full) */
char        *explain_enhanced    (const char *enhanced);

/* What `ehlo explain` prints for "452", "SMTP 4.2.2", "POP3 IN-USE", "IMAP TRYCREATE", "-ERR": all that is
 * known, as plain text of several lines. (transfer full) NULL: @error says so and what is near. */
char        *explain_code        (const char *query, GError **error);

/* Any entry of a trace: commands, replies, literals, DNS, TCP, stored messages, verdicts. For more than a few
 * entries of one trace use a context: a line is told from another by what came before it. */
void         explain_entry         (const SimTrace *trace, guint index, Explanation *out);
void         explain_context_entry (ExplainContext *context, guint index, Explanation *out);

/* The class alone: cheap, for drawing. */
ExplainClass explain_entry_class (const SimEntry *entry);

/* Of a whole step: IMAP lines that come together are judged by the last one that says how it came out. Cheap too. */
ExplainClass explain_step_class  (const SimTrace *trace, const SimStep *step);

/* The machine whose states a connection's MOVEs of that side speak of: "imap-server". */
const char  *explain_machine     (const SimTrace *trace, guint32 conn, SimSide side);

/* The name of a protocol's state for people: "greeted", "waits for recipients". @machine: "smtp-server". NULL: none. (transfer full) */
char        *explain_state       (const char *machine, int state);

G_END_DECLS
