/* stage.h - a small world for the tests of actors: two mail sites, a name server, and what each test adds
 *
 * anna@a.example writes on pc.a.example and submits to mx.a.example; bob@b.example has his mailbox on
 * mx.b.example. [Message m] is from Anna to Bob.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/world/world.h"

G_BEGIN_DECLS

/* @a, @b: keys of the two servers; @more: further groups, the acts among them; each may be "". Any fault in them
 * fails the test. */
SimTrace *test_stage_play  (const char *a, const char *b, const char *more);

/* The dialogues; of one connection, "mx.a.example -> mx.b.example:25", @nth from 1; NULL: there is none. (transfer full) */
char     *test_stage_talk  (SimTrace *trace, const char *from_to, guint nth);

/* "mx.a.example queue:sent to=<bob@b.example> ...", a line each. (transfer full) */
char     *test_stage_notes (SimTrace *trace);

/* The messages stored in a mailbox, "bob@b.example/INBOX", one behind the other, with their first line
 * "id=... from=<...> to=<...>"; "" if there is none. (transfer full) */
char     *test_stage_inbox (SimTrace *trace, const char *mailbox);

/* How often @what stands in @text. */
guint     test_count       (const char *text, const char *what);

#define assert_has(text, what) G_STMT_START { \
    if (strstr (text, what) == NULL) \
      g_error ("\"%s\" is not in:\n%s", what, text); \
  } G_STMT_END
#define assert_lacks(text, what) G_STMT_START { \
    if (strstr (text, what) != NULL) \
      g_error ("\"%s\" is in:\n%s", what, text); \
  } G_STMT_END

G_END_DECLS
