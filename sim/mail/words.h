/* words.h - header text that is not ASCII: charsets, the encoded words of RFC 2047, folding
 *
 * The same text always gives the same octets, whatever the locale.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines of header fields are folded here (RFC 5322, 2.1.1). */
#define MAIL_LINE_GOOD 76

/* What @bytes say in @charset, as UTF-8; what they cannot say there, and NUL, becomes U+FFFD. A @charset
 * that is NULL or unknown is taken for UTF-8. (transfer full) */
char *mail_charset_to_utf8 (const guint8 *bytes, gsize len, const char *charset);

/* @text with its encoded words decoded, as valid UTF-8. A word that is broken stays as it is. (transfer full) */
char *mail_words_decode    (const char *text);

/* A header field that grows: what is written and where on its line we are. */
typedef struct
{
  GString *out;      /* borrowed */
  gsize    column;
  gboolean fresh;    /* nothing follows the colon yet: no fold before the first word */
} MailFold;

/* Appends "Name:" at the start of a line. */
void mail_fold_begin  (MailFold *self, GString *out, const char *name);
/* Appends a blank and @token, or folds and appends it: the token itself is never cut. */
void mail_fold_token  (MailFold *self, const char *token);
/* Appends @text (UTF-8) as unstructured text: words that are not plain ASCII, with
 * what lies between them, become UTF-8 encoded words, B or Q, whichever is shorter. */
void mail_fold_text   (MailFold *self, const char *text);
/* Appends @text (UTF-8) as a phrase: as it is, quoted, or as encoded words. */
void mail_fold_phrase (MailFold *self, const char *text);
/* Appends @text right behind what is there. */
void mail_fold_glue   (MailFold *self, const char *text);
/* Ends the field with CR LF. */
void mail_fold_end    (MailFold *self);

G_END_DECLS
