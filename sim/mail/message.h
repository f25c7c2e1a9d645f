/* message.h - an immutable message
 *
 * A message is its bytes (RFC 5322, CR LF line ends, not dot-stuffed); it is
 * looked into only when somebody asks. message.c is the only file that includes
 * GMime. Nothing here reads a clock, a host name or a random number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MAIL_ERROR (mail_error_quark ())
typedef enum { MAIL_ERROR_NO_HEADER, MAIL_ERROR_BAD_HEADER, MAIL_ERROR_NUL, MAIL_ERROR_LINE_TOO_LONG } MailError;
GQuark       mail_error_quark           (void);

typedef struct _MailMessage MailMessage;  /* counted references */

/* Takes any bytes as they are. */
MailMessage *mail_message_new           (GBytes *bytes);
/* From a text file: line ends become CR LF; a text without header, with NUL or with a line
 * of more than 998 octets is refused; the error names the line. */
MailMessage *mail_message_parse         (GBytes *bytes, GError **error);
MailMessage *mail_message_ref           (MailMessage *self);
void         mail_message_unref         (MailMessage *self);

GBytes      *mail_message_get_bytes     (MailMessage *self);             /* borrowed */
gsize        mail_message_get_size      (MailMessage *self);
gboolean     mail_message_is_8bit       (MailMessage *self);             /* any octet above 127 */

/* The octets of the header section with the empty line after it. */
gsize        mail_message_header_size   (MailMessage *self);

/* The first field of that name, unfolded, decoded by RFC 2047, UTF-8; NULL: none. (transfer full) */
char        *mail_message_dup_header    (MailMessage *self, const char *name);
/* How many fields of that name there are: "Received" counts hops. */
guint        mail_message_count_headers (MailMessage *self, const char *name);
/* The first text part, decoded to UTF-8 with LF line ends; NULL: none. (transfer full) */
char        *mail_message_dup_text      (MailMessage *self);

/* TRUE for one or more printable ASCII characters without blank and colon (RFC 5322, 3.6.8). */
gboolean     mail_field_name_is_valid   (const char *name);
/* A new message with one field (name, colon, value, CR LF; the value may be folded) in front. */
MailMessage *mail_message_with_header   (MailMessage *self, const char *name, const char *value);
/* A new message without any field of that name. */
MailMessage *mail_message_without_header (MailMessage *self, const char *name);

/* A plain text message. @fields: name, value, ..., NULL; values are UTF-8 and encoded by
 * RFC 2047, addresses keep their address part; the MIME fields are made here and other ones are
 * passed over, as are names that are none. No Date and no Message-ID unless @fields has them. @body: UTF-8 with LF or CR LF; sent as
 * 7bit, or as 8bit if @allow_8bit, or as quoted-printable or base64, whichever is shorter. */
MailMessage *mail_message_compose       (const char * const *fields, const char *body, gboolean allow_8bit);

/* "Tue, 05 Mar 2024 10:00:00 +0000" of RFC 5322, 3.3, whatever the locale. (transfer full) */
char        *mail_date_to_text          (gint64 unix_seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailMessage, mail_message_unref)

G_END_DECLS
