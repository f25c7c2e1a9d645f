/* words.h - the words that views share: hosts, connections, phases, times
 *
 * In the reader's language; wire text is never touched. All strings are
 * (transfer full) unless they are const.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/explain/explain.h"
#include "sim/trace/steps.h"

G_BEGIN_DECLS

const char *ehlo_words_host       (const SimTrace *trace, guint host);   /* its label, else its name; borrowed from the trace */
const char *ehlo_words_phase      (SimPhase phase);                      /* "" for none */
/* "Submission", "Relay" ...: what a connection is for. */
const char *ehlo_words_purpose    (const SimTrace *trace, guint32 conn);
/* "Anna → School server, port 587" */
char       *ehlo_words_connection (const SimTrace *trace, guint32 conn);

/* "the message, 1.2 kB", or of IMAP "literal, 1.2 kB": content that is said, and its size. */
char       *ehlo_words_content    (const SimTrace *trace, const SimEntry *entry);

/* What a row shows: the first line of what was said, or the title of another entry. */
char       *ehlo_words_line       (const SimTrace *trace, guint entry);
/* Line @i of a step, from 0: a line of a reply, or of a literal. */
char       *ehlo_words_step_line  (const SimTrace *trace, const SimStep *step, guint i);
/* One sentence that says who says what to whom, for assistive technology. @step from 1. */
char       *ehlo_words_sentence   (const SimTrace *trace, const SimSteps *lines, guint step);
/* The same of a packet; @text: its flags and numbers. */
char       *ehlo_words_packet     (const SimTrace *trace, guint segment, const char *text, gboolean lost);

char       *ehlo_words_time       (SimTime time);       /* "1.284 s", "42 ms", "30 min", "2 h", "3 d" */
char       *ehlo_words_clock      (SimTime time);       /* "00:00:01.284" */
char       *ehlo_words_wait       (SimTime time);       /* "… 30 min later" */
char       *ehlo_words_size       (gsize octets);       /* "343 bytes", "1.8 kB", "4.2 MB" */
/* A session's state in the protocol's own word, "greeted"; NULL: its protocol has no machine, or the machine no such state. */
const char *ehlo_words_state      (const SimTrace *trace, guint32 conn, SimSide side, int state);

/* Who speaks to whom; FALSE: the entry is no line between two hosts. */
gboolean    ehlo_words_ends       (const SimTrace *trace, const SimEntry *entry, guint *from, guint *to);

G_END_DECLS
