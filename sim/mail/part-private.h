/* part-private.h - what the files of the MIME tree share
 *
 * part.c cuts a message into parts, part-header.c reads their fields, part-content.c decodes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/part.h"

G_BEGIN_DECLS

/* Reads the Content- fields between self->header and self->body. @in_digest: the default is message/rfc822. */
void    mail_part_read_header     (MailPart *self, const guint8 *data, gboolean in_digest);
void    mail_part_set_type        (MailPart *self, const char *type, const char *subtype);

GArray *mail_parameters_new       (void);   /* MailParameter */
/* "; name=value; ..." with continuations (RFC 2231, 3) put together. */
void    mail_parameters_read      (GArray *self, const char *text);
const char *mail_parameters_get   (const GArray *self, const char *name);
/* Decoded by RFC 2231, 4, or RFC 2047. NULL: none. (transfer full) */
char   *mail_parameters_dup_text  (const GArray *self, const char *name);

G_END_DECLS
