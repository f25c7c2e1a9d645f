/* text.h - bytes made readable, and words compared
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A copy of @len bytes as valid UTF-8: control characters and bytes that are
 * not UTF-8 become \xNN, a backslash stays as it is. (transfer full) */
char    *sim_text_escape   (const guint8 *bytes, gsize len);

/* TRUE if every byte is UTF-8 and none is a control character. */
gboolean sim_text_is_clean (const guint8 *bytes, gsize len);

/* TRUE if any byte is above 127. */
gboolean sim_text_is_8bit  (const guint8 *bytes, gsize len);

/* Which of @n_words is nearest to @word and near enough to be what was meant;
 * NULL: none. Letter case does not count. */
const char *sim_text_suggest (const char *word, const char * const *words, gsize n_words);

/* "1.284 s", "42 ms", "350 µs"; for traces and golden files: never localized. (transfer full) */
char    *sim_text_time     (gint64 nanoseconds);

/* The value of key=value in a blank-separated list of such fields, "" if the
 * field is empty, NULL if there is none. A value holds no blank. (transfer full) */
char    *sim_text_field    (const char *fields, gsize len, const char *key);

G_END_DECLS
