/* client.h - the client's side of POP3
 *
 * After greeting, CAPA and login the session asks "next" (SIM_OUTPUT_ASK): answer
 * with one of the functions below. When its reply has come the session asks "next"
 * again, and pop3_client_get_result() tells what it was. If the session cannot go
 * on it asks "failed" once; that needs no answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/rules.h"
#include "sim/proto/sasl/sasl.h"
#include "sim/proto/session.h"

G_BEGIN_DECLS

typedef enum
{
  POP3_CLIENT_START,         /* waits for the greeting */
  POP3_CLIENT_CAPA,
  POP3_CLIENT_USER,
  POP3_CLIENT_PASS,
  POP3_CLIENT_APOP,
  POP3_CLIENT_AUTH,
  POP3_CLIENT_READY,         /* asks "next" */
  POP3_CLIENT_WAITING,       /* a command was sent */
  POP3_CLIENT_LINES,         /* +OK came, its lines are coming */
  POP3_CLIENT_QUIT,
  POP3_CLIENT_CLOSED
} Pop3ClientState;

typedef struct
{
  const char *user;
  const char *password;
  guint       mechanisms;    /* for AUTH: mask of SaslMechanism; 0: USER and PASS, or APOP where it is wanted */
  gboolean    apop;          /* where the greeting has a timestamp */
  gboolean    no_capa;       /* does not ask for CAPA */
  gsize       max_message;   /* octets; 0: 64 MiB. More breaks the session off */
} Pop3ClientConfig;

typedef struct
{
  gboolean    ok;
  const char *code;          /* "IN-USE", or NULL */
  const char *text;          /* behind +OK or -ERR; never NULL; why it broke off */
  GBytes     *lines;         /* CAPA, LIST, UIDL, RETR, TOP: what followed, dots unstuffed; or NULL */
} Pop3ClientResult;

typedef struct { guint number; gsize size; } Pop3Size;
typedef struct { guint number; char *uid; } Pop3Uid;

SimSession *pop3_client_new    (const Pop3ClientConfig *config);
void        pop3_client_stat   (SimSession *self, SimTime now);
void        pop3_client_list   (SimSession *self, SimTime now);
void        pop3_client_uidl   (SimSession *self, SimTime now);
void        pop3_client_retr   (SimSession *self, SimTime now, guint number);
void        pop3_client_top    (SimSession *self, SimTime now, guint number, guint n_lines);
void        pop3_client_dele   (SimSession *self, SimTime now, guint number);
void        pop3_client_rset   (SimSession *self, SimTime now);
void        pop3_client_noop   (SimSession *self, SimTime now);
void        pop3_client_quit   (SimSession *self, SimTime now);

/* Of the last command, or of the session that failed; borrowed; valid until the next one. */
const Pop3ClientResult *pop3_client_get_result (SimSession *self);
/* What the results say. FALSE: it is none. (transfer full) */
gboolean    pop3_client_parse_stat (const Pop3ClientResult *result, guint *n, gsize *octets);
GArray     *pop3_client_parse_list (const Pop3ClientResult *result);   /* Pop3Size; NULL: faulty */
GArray     *pop3_client_parse_uidl (const Pop3ClientResult *result);   /* Pop3Uid, cleared by the array; NULL: faulty */
gboolean    pop3_client_has        (SimSession *self, const char *capability);   /* what CAPA said: "UIDL", "TOP" */
/* TRUE once: QUIT was answered by +OK: what was marked is gone on the server. */
gboolean    pop3_client_has_updated (SimSession *self);
guint64     pop3_client_get_reached (SimSession *self);

extern const SimMachine pop3_client_machine;

G_END_DECLS
