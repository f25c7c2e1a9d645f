/* server-private.h - what the files of the POP3 server share
 *
 * server.c has the table, the answers and the life of a session; commands.c finds
 * out what a line commands; commands-auth.c has the login, commands-mail.c what
 * can be done with the maildrop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/lines.h"
#include "sim/proto/pop3/server.h"
#include "sim/proto/sasl/exchange.h"

G_BEGIN_DECLS

#define POP3_COMMAND_MAX    255                     /* RFC 2449, 4; octets with CR LF */
#define POP3_AUTH_LINE_MAX  12288                   /* RFC 5034, 4 */
#define POP3_IDLE           (10 * SIM_TIME_MINUTE)  /* RFC 1939, 3: at least */
#define POP3_BAD_COMMANDS   20                      /* so many in a row end the session */

/* A message as it was at login. */
typedef struct
{
  guint32      uid;
  MailMessage *message;
  gboolean     deleted;
} Pop3Item;

typedef struct _Pop3Server Pop3Server;

struct _Pop3Server
{
  SimSession       base;
  char            *host;
  Pop3ServerConfig config;         /* its host is the above */
  SimLines         lines;
  gboolean         got_eof;
  guint            bad_commands;   /* in a row */
  guint64          reached;        /* bit i: row i has run */

  const char      *asked;          /* "command" or "auth"; NULL: nothing is asked */
  const SimRule   *row;            /* of the command that is being done */
  GString         *command;        /* while "command" is asked: the line */

  char            *timestamp;      /* of the greeting, for APOP; or NULL */
  guint            n_challenges;
  SaslServer       login;          /* the AUTH that goes on */
  char            *claimed_user;   /* of USER or APOP */

  MailBox         *maildrop;       /* borrowed */
  GArray          *items;          /* Pop3Item, by number less 1 */
};

/* ---- server.c ---- */
const SimRule *pop3_server_row     (Pop3Server *self, const char *verb);   /* for the state it is in */
void     pop3_server_enter         (Pop3Server *self, const SimRule *row); /* marks the row, goes to its state */
void     pop3_server_ok            (Pop3Server *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void     pop3_server_ok_row        (Pop3Server *self, const SimRule *row); /* the row's own answer */
void     pop3_server_lines         (Pop3Server *self, GString *answer);    /* takes it; the lone dot is added */
void     pop3_server_err           (Pop3Server *self, const char *code, const char *text);  /* a bad command */
void     pop3_server_shut          (Pop3Server *self, const char *event);
void     pop3_server_ask           (Pop3Server *self, const char *what, GBytes *bytes);

/* ---- commands.c ---- */
void     pop3_server_line          (Pop3Server *self, SimLineKind kind, const guint8 *line, gsize len);
void     pop3_server_dispatch      (Pop3Server *self);                     /* self->command */

/* ---- commands-*.c: @args is what follows the keyword and one blank, as a C string without NUL ---- */
typedef void (*Pop3Handler) (Pop3Server *self, const SimRule *row, const char *args);

void     pop3_server_capa          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_user          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_pass          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_apop          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_auth          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_auth_line     (Pop3Server *self, SimLineKind kind, const guint8 *line, gsize len);
void     pop3_server_stat          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_list          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_uidl          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_retr          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_top           (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_dele          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_noop          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_rset          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_quit          (Pop3Server *self, const SimRule *row, const char *args);
void     pop3_server_stls          (Pop3Server *self, const SimRule *row, const char *args);

/* Takes the maildrop as it is now. */
void     pop3_server_take_maildrop (Pop3Server *self, MailBox *maildrop);
void     pop3_server_count         (Pop3Server *self, guint *n, gsize *octets);   /* without the marked ones */

G_END_DECLS
