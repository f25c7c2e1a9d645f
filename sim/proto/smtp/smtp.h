/* smtp.h - what SMTP's server and client share: dialects, extensions, envelopes
 *
 * LMTP (RFC 2033) and submission (RFC 6409) are dialects, not copies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/address.h"
#include "sim/mail/message.h"
#include "sim/mail/notify.h"
#include "sim/proto/session.h"
#include "sim/proto/smtp/reply.h"

G_BEGIN_DECLS

typedef enum
{
  SMTP_DIALECT_SMTP,         /* port 25 */
  SMTP_DIALECT_SUBMISSION,   /* port 587: AUTH before MAIL where the config says so */
  SMTP_DIALECT_LMTP          /* LHLO; one reply per recipient after the dot */
} SmtpDialect;

/* Also the masks of SimRule.needs. */
typedef enum
{
  SMTP_EXT_SIZE       = 1 << 0,
  SMTP_EXT_PIPELINING = 1 << 1,
  SMTP_EXT_8BITMIME   = 1 << 2,
  SMTP_EXT_ENHANCED   = 1 << 3,   /* ENHANCEDSTATUSCODES */
  SMTP_EXT_AUTH       = 1 << 4,
  SMTP_EXT_STARTTLS   = 1 << 5,
  SMTP_EXT_HELP       = 1 << 6,
  SMTP_EXT_VRFY       = 1 << 7,
  SMTP_EXT_DSN        = 1 << 8,
  SMTP_EXT_SMTPUTF8   = 1 << 9,
  SMTP_EXT_CHUNKING   = 1 << 10,
  SMTP_EXT_ETRN       = 1 << 11,
  SMTP_EXT_EXPN       = 1 << 12
} SmtpExtensions;

/* The keyword as EHLO shows it; 0 / NULL: none. */
guint       smtp_extension_from_name (const char *keyword);
const char *smtp_extension_name      (SmtpExtensions extension);

typedef struct
{
  MailAddress  address;
  SmtpReply    reply;       /* code 0: not answered yet */
  char        *reply_storage;
  guint        notify;      /* NOTIFY=: mask of MailNotify; 0: not said */
  char        *orcpt;       /* ORCPT=: "rfc822;anna@a.example", in xtext as it came; or NULL */
} SmtpRecipient;

/* The envelope: what MAIL and RCPT said. The message is not in it. */
typedef struct
{
  MailAddress  from;
  gsize        size;        /* SIZE= or 0 */
  gboolean     eight_bit;   /* BODY=8BITMIME */
  gboolean     utf8;        /* SMTPUTF8: addresses and header fields may be UTF-8 */
  MailReturn   ret;         /* RET= */
  char        *envid;       /* ENVID=, in xtext as it came; or NULL */
  GPtrArray   *recipients;  /* SmtpRecipient, with free function; a server's: the accepted ones only */
} SmtpEnvelope;

SmtpEnvelope  *smtp_envelope_new  (void);
void           smtp_envelope_free (SmtpEnvelope *self);
/* Copies @address; the result may still be changed. */
SmtpRecipient *smtp_envelope_add  (SmtpEnvelope *self, const MailAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmtpEnvelope, smtp_envelope_free)

G_END_DECLS
