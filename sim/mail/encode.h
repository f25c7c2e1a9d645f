/* encode.h - bodies made fit for the way: 7bit, 8bit, quoted-printable, base64
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 2045, 6 */
typedef enum
{
  MAIL_ENCODING_7BIT,
  MAIL_ENCODING_8BIT,
  MAIL_ENCODING_QUOTED_PRINTABLE,
  MAIL_ENCODING_BASE64
} MailEncoding;

const char  *mail_encoding_name (MailEncoding encoding);

/* @text as valid UTF-8 with CR LF at every line end and at its end. (transfer full) */
char        *mail_encode_text   (const char *text);
/* 7bit if it can be, else 8bit if @allow_8bit, else the shorter of the other two;
 * a line over 998 octets must be encoded in any case. @text: of mail_encode_text(). */
MailEncoding mail_encode_choose (const char *text, gboolean allow_8bit);
void         mail_encode_body   (GString *out, const char *text, MailEncoding encoding);

G_END_DECLS
