/* reply.h - SMTP replies (RFC 5321, 4.2; enhanced codes RFC 3463, 2034)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int         code;       /* 250; 0: no reply */
  const char *enhanced;   /* "2.1.0" or NULL */
  const char *text;       /* "Sender ok"; LF parts lines */
} SmtpReply;

/* "250-first CR LF 250 last CR LF"; the enhanced code stands in each line if @enhanced. (transfer full) */
char    *smtp_reply_to_wire  (const SmtpReply *reply, gboolean enhanced);

/* "452 4.2.2 Mailbox full", as lesson files and queues have it. @storage keeps the strings. FALSE: not of this form. */
gboolean smtp_reply_parse    (const char *text, SmtpReply *out, char **storage);

/* The same form, in one line; without a code (0) the text alone. (transfer full) */
char    *smtp_reply_to_text  (const SmtpReply *reply);

/* Collects the lines of one reply as they come. */
typedef struct
{
  int      code;
  char    *enhanced;       /* of the first line, or NULL */
  GString *text;           /* lines parted by LF, without codes; what is not ASCII text became "?" */
  guint    n_lines;
} SmtpReplyReader;

typedef enum { SMTP_READ_MORE, SMTP_READ_DONE, SMTP_READ_BAD } SmtpReadResult;

void           smtp_reply_reader_init  (SmtpReplyReader *self);
void           smtp_reply_reader_clear (SmtpReplyReader *self);
/* One line without its end. A line with another code than the first, or of no reply's form, is BAD. Bounded: 100 lines. */
SmtpReadResult smtp_reply_reader_line  (SmtpReplyReader *self, const guint8 *line, gsize len);

G_END_DECLS
