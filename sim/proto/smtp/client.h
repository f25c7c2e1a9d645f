/* client.h - the client's side of SMTP, submission and LMTP
 *
 * After greeting, EHLO (HELO if EHLO is refused with 5yz) and, where the config has a user, AUTH, the
 * session asks "next" (SIM_OUTPUT_ASK): answer with smtp_client_submit() or
 * smtp_client_quit(). After each message it asks "next" again; then
 * smtp_client_get_result() tells how the message fared. If the session cannot go on (refused greeting, lost
 * connection, time-out, failed login) it asks "failed" once: the result tells why; it needs no answer, and
 * nothing may be submitted any more. (The server may go away just after "next" was asked: what is submitted
 * then fails, and the "failed" that follows tells of it.)
 * Logs in by the best mechanism that both sides have: CRAM-MD5, PLAIN, LOGIN.
 * Commands are sent in groups where PIPELINING is offered (RFC 2920). Waits no longer than RFC 5321, 4.5.3.2 says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/rules.h"
#include "sim/proto/sasl/sasl.h"
#include "sim/proto/smtp/smtp.h"

G_BEGIN_DECLS

typedef enum
{
  SMTP_CLIENT_START,      /* waits for the greeting */
  SMTP_CLIENT_EHLO,       /* EHLO or LHLO sent */
  SMTP_CLIENT_HELO,
  SMTP_CLIENT_AUTH,
  SMTP_CLIENT_READY,      /* asks "next" */
  SMTP_CLIENT_MAIL,       /* MAIL sent; with PIPELINING the whole group */
  SMTP_CLIENT_RCPT,
  SMTP_CLIENT_DATA,       /* DATA sent */
  SMTP_CLIENT_MESSAGE,    /* message and dot sent */
  SMTP_CLIENT_RSET,
  SMTP_CLIENT_QUIT,
  SMTP_CLIENT_CLOSED,
  SMTP_CLIENT_CHUNK       /* BDAT sent with a piece that is not the last */
} SmtpClientState;

typedef struct
{
  const char *host;           /* own name for EHLO; copied */
  SmtpDialect dialect;
  const char *user;           /* or NULL: no AUTH */
  const char *password;
  gboolean    helo_only;      /* never says EHLO */
  gboolean    no_pipelining;  /* never groups commands */
  guint       mechanisms;     /* for AUTH: mask of SaslMechanism; 0: any */
  gboolean    chunking;       /* BDAT instead of DATA where CHUNKING is offered (RFC 3030) */
  gsize       chunk_size;     /* octets of a piece; 0: the message is one piece */
} SmtpClientConfig;

typedef struct
{
  SmtpReply  reply;           /* the reply that decided for all: to MAIL, DATA, the dot, the greeting ...; code 0: none came */
  GPtrArray *recipients;      /* SmtpRecipient in the order of submission, each with the reply that decided */
} SmtpClientResult;

SimSession  *smtp_client_new        (const SmtpClientConfig *config);
void         smtp_client_submit     (SimSession *self, SimTime now, const MailAddress *from,
                                     GPtrArray *to /* MailAddress */, MailMessage *message);
/* The same with what the envelope says about notifications (RFC 3461), passed on where the server offers DSN.
 * Its recipients' replies are not looked at; eight_bit, utf8 and size are found out from the message. */
void         smtp_client_submit_envelope (SimSession *self, SimTime now, const SmtpEnvelope *envelope,
                                          MailMessage *message);
void         smtp_client_quit       (SimSession *self, SimTime now);

/* Of the last message, or of the session that failed; borrowed; valid until the next submit. */
const SmtpClientResult *smtp_client_get_result (SimSession *self);
guint        smtp_client_get_extensions (SimSession *self);   /* what EHLO offered */
guint64      smtp_client_get_reached    (SimSession *self);   /* bit i: row i of the machine has run */

extern const SimMachine smtp_client_machine;

G_END_DECLS
