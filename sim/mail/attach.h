/* attach.h - letters with attachments (RFC 2045, 2046), and attachments with made-up content
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/message.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;    /* "photo.jpg" */
  gsize       size;    /* octets before Base64 makes 4 of 3 */
} MailAttachment;

/* A multipart/mixed message: @text, which has one part, and behind it the attachments. Their content is made up, always
 * the same for a name; their type is told by the name's end. (transfer full) */
MailMessage *mail_message_attach (MailMessage *text, const MailAttachment *attachments, gsize n);

G_END_DECLS
