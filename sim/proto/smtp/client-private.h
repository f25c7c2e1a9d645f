/* client-private.h - what the files of the SMTP client share
 *
 * client.c has the table, the greeting and the life of a session; client-auth.c
 * has the login, client-mail.c the mail transaction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/lines.h"
#include "sim/proto/sasl/exchange.h"
#include "sim/proto/smtp/client.h"

G_BEGIN_DECLS

typedef struct
{
  SimSession       base;
  char            *host;
  char            *user;
  char            *password;
  SmtpClientConfig config;         /* its strings are the above */
  SimLines         lines;
  SmtpReplyReader  reader;
  guint64          reached;        /* bit i: row i has run */

  guint            extensions;
  guint            mechanisms;     /* that AUTH offers */
  SaslClient       login;

  SmtpClientResult result;
  char            *result_storage;
  SmtpEnvelope    *envelope;       /* without its recipients: these are the result's */
  GBytes          *content;        /* stuffed for DATA; without the lone dot */
  gsize            chunk_start;    /* BDAT: octets of it that were sent */
  gsize            size;           /* before stuffing */
  gboolean         eight_bit;
  gboolean         utf8;           /* MAIL says SMTPUTF8 */
  gboolean         chunked;        /* BDAT, not DATA */
  gboolean         grouped;        /* MAIL, RCPT and DATA were sent together */
  gboolean         mail_accepted;
  GPtrArray       *tried;          /* SmtpRecipient of the result that RCPT names, borrowed */
  guint            current;        /* of these: whose reply comes next; after the dot: of all recipients */
  guint            n_accepted;     /* recipients */
} SmtpClient;

/* ---- client.c ---- */
void smtp_client_go                  (SmtpClient *self, const char *verb);  /* by that row, which is legal */
void smtp_client_ask_next            (SmtpClient *self);
void smtp_client_break_off_bad       (SmtpClient *self, const char *text);  /* the server talks nonsense */
void smtp_client_give_up             (SmtpClient *self, const SmtpReply *reply); /* the server is well: it hears QUIT */
void smtp_client_set_deadline        (SmtpClient *self, SimTime now);
void smtp_client_digest              (SmtpClient *self, SimTime now);

/* ---- client-auth.c ---- */
void smtp_client_send_auth           (SmtpClient *self);
void smtp_client_take_auth_reply     (SmtpClient *self, const SmtpReply *reply);

/* ---- client-mail.c ---- */
void smtp_client_decide_all          (SmtpClient *self, const SmtpReply *reply);  /* the result's own reply */
void smtp_client_decide_rest         (SmtpClient *self, const SmtpReply *reply);  /* for who has none yet */
void smtp_client_take_mail_reply     (SmtpClient *self, const SmtpReply *reply);
void smtp_client_take_rcpt_reply     (SmtpClient *self, const SmtpReply *reply);
void smtp_client_take_data_reply     (SmtpClient *self, const SmtpReply *reply);
void smtp_client_take_chunk_reply    (SmtpClient *self, const SmtpReply *reply);
void smtp_client_take_message_reply  (SmtpClient *self, const SmtpReply *reply);
void smtp_client_take_rset_reply     (SmtpClient *self, const SmtpReply *reply);

G_END_DECLS
