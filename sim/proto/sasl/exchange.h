/* exchange.h - one login by SASL (RFC 4422), as the server and as the client see it
 *
 * SMTP's AUTH (RFC 4954), POP3's AUTH (RFC 5034) and IMAP's AUTHENTICATE (RFC 9051, 6.2.2)
 * wrap the same messages in their own lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/sasl/sasl.h"

G_BEGIN_DECLS

#define SASL_CREDENTIAL_MAX 255   /* octets of a user name and of a password */

typedef enum
{
  SASL_STEP_CHALLENGE,  /* send text; it may be empty */
  SASL_STEP_ASK,        /* the client is through: ask the owner the question */
  SASL_STEP_MALFORMED,  /* no such message; text says what is wrong */
  SASL_STEP_DENIED,     /* refused without asking; text says why */
  SASL_STEP_RESPONSE,   /* client: send text, a secret */
  SASL_STEP_STUCK       /* client: there is no answer to that */
} SaslStepKind;

typedef struct
{
  SaslStepKind kind;
  char        *text;      /* in Base64 if it is to be sent; may be "" */
  GBytes      *question;  /* ASK: see sasl_question() */
} SaslStep;

void        sasl_step_clear      (SaslStep *self);

typedef struct
{
  SaslMechanism mechanism;
  char         *user;       /* who wants to log in, as soon as it is known; or NULL */
  char         *challenge;  /* CRAM-MD5 */
} SaslServer;

/* @initial: the response that came with the command, in Base64, "=" for an empty one; NULL: none came.
 * @challenge: what CRAM-MD5 begins with; copied. (step: out, clear it) */
void        sasl_server_start    (SaslServer *self, SaslMechanism mechanism, const char *initial, const char *challenge,
                                  SaslStep *step);
void        sasl_server_take     (SaslServer *self, const char *response, gsize len, SaslStep *step);
void        sasl_server_clear    (SaslServer *self);

typedef struct
{
  SaslMechanism mechanism;
  const char   *user;       /* borrowed */
  const char   *password;
  guint         turn;
} SaslClient;

/* The best mechanism of the mask: CRAM-MD5, PLAIN, LOGIN; 0: none. */
SaslMechanism sasl_best          (guint mechanisms);
/* What may go with the command itself, in Base64; NULL: the server must speak first. (transfer full) */
char       *sasl_client_initial  (SaslClient *self);
void        sasl_client_take     (SaslClient *self, const char *challenge, gsize len, SaslStep *step);

G_END_DECLS
