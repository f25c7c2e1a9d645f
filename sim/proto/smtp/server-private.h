/* server-private.h - what the files of the SMTP server share
 *
 * server.c has the table, the replies and the life of a session; commands.c
 * finds out what a line commands; commands-session.c, commands-mail.c and commands-auth.c have a handler for
 * each command; parameters.c reads what follows a path; data.c and chunk.c take
 * the message.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/lines.h"
#include "sim/proto/sasl/exchange.h"
#include "sim/proto/smtp/server.h"

G_BEGIN_DECLS

#define SMTP_COMMAND_MAX       512                     /* RFC 5321, 4.5.3.1.4; octets with CR LF */
#define SMTP_COMMAND_SIZE       26                     /* more for MAIL: RFC 1870, 3 */
#define SMTP_COMMAND_8BIT       17                     /* RFC 6152, 2 */
#define SMTP_COMMAND_AUTH      500                     /* RFC 4954, 3 */
#define SMTP_COMMAND_UTF8       10                     /* RFC 6531, 3.4; for VRFY and EXPN too */
#define SMTP_COMMAND_DSN_MAIL  (10 + 7 + MAIL_ENVID_MAX)        /* RFC 3461, 4: RET, ENVID */
#define SMTP_COMMAND_DSN_RCPT  (28 + 7 + MAIL_ORCPT_MAX)        /* NOTIFY, ORCPT */
#define SMTP_AUTH_LINE_MAX   12288                     /* RFC 4954, 4 */
#define SMTP_TEXT_LINE_MAX    1000                     /* RFC 5321, 4.5.3.1.6; without a doubled dot */
#define SMTP_RECIPIENTS        100                     /* 4.5.3.1.8 */
#define SMTP_IDLE              (5 * SIM_TIME_MINUTE)   /* 4.5.3.2.7 */
#define SMTP_BAD_COMMANDS       20                     /* so many in a row end the session: 7.8 */
#define SMTP_MESSAGE_MAX       (64 * 1024 * 1024)      /* where the config has no limit */

typedef struct _SmtpServer SmtpServer;

/* Goes on with @row when the owner has answered. */
typedef void (*SmtpAnswerFunc) (SmtpServer *self, const SmtpReply *reply);

struct _SmtpServer
{
  SimSession      base;
  char           *host;
  SmtpServerConfig config;        /* its host is the above */
  SimLines        lines;
  gboolean        got_eof;
  guint           bad_commands;   /* in a row */
  guint64         reached;        /* bit i: row i has run */

  SmtpAnswerFunc  pending;        /* what the owner's answer is for; NULL: nothing is asked */
  const SimRule  *row;            /* of the command that is being done */
  GString        *command;        /* while "command" is asked: the line */

  char           *peer;           /* of EHLO or HELO, or NULL */
  gboolean        esmtp;          /* EHLO or LHLO was said */
  char           *user;           /* who has logged in, or NULL */
  SaslServer      login;          /* the AUTH that goes on */
  guint           n_challenges;   /* of CRAM-MD5 in this session */

  SmtpEnvelope   *envelope;
  SmtpRecipient   asked;          /* while "recipient" is asked */
  gboolean        asked_any;      /* a RCPT of this transaction was tried */
  GByteArray     *message;
  const SmtpReply *fault;         /* why the message will be refused, or NULL; static */
  gboolean        after_bare;     /* the last line of the message was ended by LF alone */
  guint           n_answers;      /* LMTP: of how many recipients the owner has told */
  const char     *end_event;      /* the row by which the message ends: "<dot>" or "<last>" */

  guint64         chunk_size;     /* of the last BDAT */
  guint64         chunk_left;     /* octets of it that have not come */
  gboolean        chunk_last;
  gsize           line_len;       /* of the message's line that a chunk may have broken */
  gboolean        after_cr;       /* the last octet of the message is CR */
  guint64         discard;        /* octets to come of a BDAT that is refused ... */
  char           *discard_reply;  /* ... with this, in wire form; NULL: none is refused */
};

/* ---- server.c ---- */
const SimRule *smtp_server_row             (SmtpServer *self, const char *verb);    /* for the state it is in */
gboolean     smtp_server_can               (SmtpServer *self, guint extensions);  /* has them, EHLO or not */
gboolean     smtp_server_offers            (SmtpServer *self, guint extensions);  /* and EHLO was said */
void         smtp_server_reply             (SmtpServer *self, int code, const char *enhanced, const char *text);
void         smtp_server_reply_with        (SmtpServer *self, const SmtpReply *reply);
void         smtp_server_refuse            (SmtpServer *self, int code, const char *enhanced, const char *text); /* a bad command */
/* The row's own reply with @more behind it. */
void         smtp_server_reply_row         (SmtpServer *self, const SimRule *row, const char *more);
void         smtp_server_enter             (SmtpServer *self, const SimRule *row);  /* marks the row, goes to its state */
void         smtp_server_ask               (SmtpServer *self, const char *what, GBytes *bytes, SmtpAnswerFunc func);
void         smtp_server_clear_asked       (SmtpServer *self);
void         smtp_server_reset             (SmtpServer *self);                      /* forgets the transaction */
gboolean     smtp_server_closed_by         (SmtpServer *self, const SmtpReply *reply); /* said it, and 421 closed */

/* ---- commands.c ---- */
void         smtp_server_command_line      (SmtpServer *self, SimLineKind kind, const guint8 *line, gsize len);
char        *smtp_server_command_list      (SmtpServer *self);                      /* "EHLO MAIL ..." */

/* ---- commands-*.c: @args is what follows the verb and one blank, as a C string without NUL ---- */
typedef void (*SmtpHandler) (SmtpServer *self, const SimRule *row, const char *args);

void         smtp_server_hello             (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_noop              (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_rset              (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_vrfy              (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_help              (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_quit              (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_starttls          (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_expn              (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_etrn              (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_turn              (SmtpServer *self, const SimRule *row, const char *args);

void         smtp_server_mail              (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_rcpt              (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_data              (SmtpServer *self, const SimRule *row, const char *args);

void         smtp_server_auth              (SmtpServer *self, const SimRule *row, const char *args);
void         smtp_server_auth_line         (SmtpServer *self, SimLineKind kind, const guint8 *line, gsize len);

/* ---- parameters.c: what follows a path. TRUE: all parameters are known and right; else it was refused. ---- */
gboolean     smtp_server_mail_parameters   (SmtpServer *self, const char *text, SmtpEnvelope *envelope);
gboolean     smtp_server_rcpt_parameters   (SmtpServer *self, const char *text, SmtpRecipient *recipient);

/* ---- data.c ---- */
void         smtp_server_message_begin     (SmtpServer *self, const char *end_event);
void         smtp_server_message_add       (SmtpServer *self, const guint8 *text, gsize len);  /* unless it has a fault */
void         smtp_server_message_end       (SmtpServer *self);
void         smtp_server_fault_line        (SmtpServer *self);                      /* too long */
void         smtp_server_fault_bare        (SmtpServer *self);                      /* CR or LF alone */
void         smtp_server_data_line         (SmtpServer *self, SimLineKind kind, const guint8 *line, gsize len);

/* ---- chunk.c ---- */
void         smtp_server_bdat              (SmtpServer *self, const SimRule *row, const char *args);
/* A BDAT is refused: its octets come all the same (RFC 3030, 2) and are thrown away before the reply is said.
 * FALSE: @args do not tell how many come; nothing was done. */
gboolean     smtp_server_bdat_refuse       (SmtpServer *self, const char *args, const SmtpReply *reply);
/* Takes what has come of a chunk. FALSE: more must come first. */
gboolean     smtp_server_chunk             (SmtpServer *self);

G_END_DECLS
