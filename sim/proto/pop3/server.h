/* server.h - the server's side of POP3 (RFC 1939, 2449, 3206, 5034)
 *
 * Questions to the owner (SIM_OUTPUT_ASK):
 *   "command"  bytes: the line. Only if config.ask_commands. Answer with
 *              pop3_server_go_on(), or with pop3_server_refuse(): then the command
 *              has no effect.
 *   "auth"     bytes: see sasl.h. pop3_server_accept() or pop3_server_refuse().
 * The maildrop is taken as it was at login: message numbers stay, whatever others
 * do to the mailbox meanwhile. Messages marked by DELE are removed at QUIT and at
 * no other end. Its owner locks it before it accepts, and unlocks it when the
 * session has closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/mailbox.h"
#include "sim/proto/rules.h"
#include "sim/proto/sasl/sasl.h"
#include "sim/proto/session.h"

G_BEGIN_DECLS

typedef enum
{
  POP3_SERVER_START,
  POP3_SERVER_AUTHORIZATION,
  POP3_SERVER_USER,          /* USER was said; PASS is awaited */
  POP3_SERVER_AUTH,          /* AUTH: a response is awaited */
  POP3_SERVER_TRANSACTION,
  POP3_SERVER_UPDATE,        /* QUIT: what was marked is removed */
  POP3_SERVER_CLOSED
} Pop3ServerState;

typedef struct
{
  const char *host;          /* own name; copied */
  guint       mechanisms;    /* of AUTH: mask of SaslMechanism; 0: PLAIN */
  gboolean    no_user;       /* neither USER nor PASS */
  gboolean    no_uidl;       /* an old server: no UIDL, no TOP, no CAPA */
  gboolean    apop;          /* the greeting has a timestamp */
  guint64     challenge;     /* of timestamps and CRAM-MD5: no two sessions should have the same */
  gboolean    require_tls;   /* no login in clear */
  int         expire;        /* CAPA's EXPIRE in days; 0: none; -1: NEVER */
  guint       login_delay;   /* CAPA's LOGIN-DELAY in seconds; 0: none */
  gboolean    ask_commands;
} Pop3ServerConfig;

SimSession *pop3_server_new         (const Pop3ServerConfig *config);
/* @maildrop is borrowed and outlives the session. */
void        pop3_server_accept      (SimSession *self, SimTime now, MailBox *maildrop);
/* @code: "IN-USE", "AUTH", "SYS/TEMP" ... or NULL. */
void        pop3_server_refuse      (SimSession *self, SimTime now, const char *code, const char *text);
void        pop3_server_go_on       (SimSession *self, SimTime now);

guint64     pop3_server_get_reached (SimSession *self);   /* bit i: row i of the machine has run */

extern const SimMachine pop3_server_machine;

G_END_DECLS
