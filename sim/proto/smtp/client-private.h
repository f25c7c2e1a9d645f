/* client-private.h - what the files of the SMTP client share
 *
 * client.c has the table, the greeting, the login and the life of a session;
 * client-mail.c has the mail transaction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/lines.h"
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
  gboolean         auth_plain;
  gboolean         responded;      /* a 334 was answered */

  SmtpClientResult result;
  char            *result_storage;
  char            *from;           /* of the message: text of the path */
  GBytes          *content;        /* stuffed; without the lone dot */
  gsize            size;           /* before stuffing */
  gboolean         eight_bit;
  gboolean         grouped;        /* MAIL, RCPT and DATA were sent together */
  gboolean         mail_accepted;
  guint            current;        /* recipient whose reply comes next */
  guint            n_accepted;     /* recipients */
} SmtpClient;

/* ---- client.c ---- */
void smtp_client_go                  (SmtpClient *self, const char *verb);  /* by that row, which is legal */
void smtp_client_ask_next            (SmtpClient *self);
void smtp_client_break_off_bad       (SmtpClient *self, const char *text);  /* the server talks nonsense */
void smtp_client_set_deadline        (SmtpClient *self, SimTime now);
void smtp_client_digest              (SmtpClient *self, SimTime now);

/* ---- client-mail.c ---- */
void smtp_client_decide_all          (SmtpClient *self, const SmtpReply *reply);  /* the result's own reply */
void smtp_client_decide_rest         (SmtpClient *self, const SmtpReply *reply);  /* for who has none yet */
void smtp_client_take_mail_reply     (SmtpClient *self, const SmtpReply *reply);
void smtp_client_take_rcpt_reply     (SmtpClient *self, const SmtpReply *reply);
void smtp_client_take_data_reply     (SmtpClient *self, const SmtpReply *reply);
void smtp_client_take_message_reply  (SmtpClient *self, const SmtpReply *reply);
void smtp_client_take_rset_reply     (SmtpClient *self, const SmtpReply *reply);

G_END_DECLS
