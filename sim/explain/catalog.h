/* catalog.h - the explanations' texts, found by key
 *
 * data/explanations holds one key file per subject; a group is one topic, such as
 * [SMTP 452] or [Command EHLO]. What is read stays in English; it is translated
 * when it is asked for, so a change of language is seen at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *key;    /* the group; lives as long as the program */
  const char *title;  /* in the reader's language; valid until the language changes; or NULL */
  const char *text;   /* the same */
  const char *rfc;    /* "RFC 5321, 4.2.3", or NULL */
  const char *grammar;  /* of a command: "MAIL FROM:<reverse-path>"; never translated; or NULL */
  const char *replies;  /* of a command: "250 550", parted by blanks; or NULL */
} ExplainTopic;

/* FALSE: there is no such topic; @out is all NULL. The key is matched as it is spelled. */
gboolean            explain_topic_find  (const char *key, ExplainTopic *out);

/* The same for a key that is put together. */
gboolean            explain_topic_findf (ExplainTopic *out, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* What a standard says at @place, such as "RFC 9051, 6.4.5.1", or at the nearest place above it. */
gboolean            explain_standard_find (const char *place, ExplainTopic *out);

/* All keys, in the order of the files; NULL at the end. */
const char * const *explain_topic_keys  (gsize *n_keys);

G_END_DECLS
