/* server.h - the server's side of SMTP, submission and LMTP
 *
 * Questions to the owner (SIM_OUTPUT_ASK; answer each once with smtp_server_answer):
 *   "command"    bytes: the line. Only if config.ask_commands. Code 0: go on as usual;
 *                else this reply is given and the command has no effect (421: and close).
 *   "auth"       bytes: see sasl.h: sasl_get_user(), sasl_matches(). 235, 535 ...
 *   "sender"     bytes: the reverse-path without brackets. 250, or a refusal.
 *   "recipient"  bytes: the forward-path without brackets. 250, 251, or a refusal. 251 or not, the address
 *                in the envelope is the one that was said.
 *   "verify"     bytes: VRFY's argument. 250, 251, 252, 550, 551, 553.
 *   "expand"     bytes: EXPN's argument. 250 with a line for each member (parted by LF), 550 ...
 *   "etrn"       bytes: ETRN's argument, "b.example", "@b.example" or "#queue". 250 ... 253, 458, 459.
 *   "message"    bytes: the message of DATA or of all BDATs, dots unstuffed; take the envelope with
 *                smtp_server_get_envelope(). SMTP and submission: one answer. LMTP: one answer
 *                for each accepted recipient, in their order: call smtp_server_answer that often.
 * An answer may be given at once or much later; input waits meanwhile.
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
  SMTP_SERVER_START,      /* connected, nothing said */
  SMTP_SERVER_CONNECTED,  /* 220 was said; no EHLO yet */
  SMTP_SERVER_GREETED,
  SMTP_SERVER_MAIL,
  SMTP_SERVER_RCPT,
  SMTP_SERVER_DATA,
  SMTP_SERVER_AUTH,       /* a 334 waits for its response */
  SMTP_SERVER_TLS,        /* 220 was said to STARTTLS; handshake */
  SMTP_SERVER_CLOSED,
  SMTP_SERVER_CHUNK,      /* the octets that BDAT announced are coming */
  SMTP_SERVER_BDAT        /* between two pieces */
} SmtpServerState;

typedef struct
{
  const char *host;           /* own name; copied */
  SmtpDialect dialect;
  guint       extensions;     /* offered */
  guint       mechanisms;     /* of AUTH: mask of SaslMechanism; 0: PLAIN */
  guint64     challenge;      /* CRAM-MD5: no two sessions should have the same; 0 is fine where nobody listens */
  gsize       max_size;       /* octets of a message; 0: no limit is announced */
  guint       max_recipients; /* 0: 100 */
  gboolean    no_ehlo;        /* an old server: EHLO, unknown to it, gets 500 */
  gboolean    require_auth;   /* MAIL before AUTH gets 530 5.7.0 */
  gboolean    ask_commands;
  gboolean    take_bare_lf;   /* inside a message LF alone ends a line too, and CR LF is kept for it; a lone dot
                               * that CR LF does not stand around on both sides is refused all the same */
} SmtpServerConfig;

SimSession         *smtp_server_new          (const SmtpServerConfig *config);
void                smtp_server_answer       (SimSession *self, SimTime now, const SmtpReply *reply);

/* During "recipient", "sender" and "message"; borrowed. */
const SmtpEnvelope *smtp_server_get_envelope (SimSession *self);
const char         *smtp_server_get_peer     (SimSession *self);  /* what EHLO or HELO said, or NULL */
const char         *smtp_server_get_user     (SimSession *self);  /* who logged in, or NULL */
gboolean            smtp_server_used_ehlo    (SimSession *self);
SmtpDialect         smtp_server_get_dialect  (SimSession *self);
gsize               smtp_server_get_held     (SimSession *self);  /* octets of input it keeps */
guint64             smtp_server_get_expected (SimSession *self);  /* octets of a BDAT's piece that have not come */
guint64             smtp_server_get_reached  (SimSession *self);  /* bit i: row i of the machine has run */

extern const SimMachine smtp_server_machine;

G_END_DECLS
