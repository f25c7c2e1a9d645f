/* server.h - the server's side of IMAP4rev1 (RFC 3501) and IMAP4rev2 (RFC 9051)
 *
 * With ENABLE (5161), IDLE (2177), NAMESPACE (2342), UIDPLUS (4315), UNSELECT (3691), MOVE (6851), ESEARCH (4731),
 * LIST-EXTENDED (5258), LIST-STATUS (5819), SPECIAL-USE (6154), CHILDREN (3348), QUOTA (9208), ID (2971),
 * SASL-IR (4959), LITERAL+ (7888, which allows all that LITERAL- does), UTF8=ACCEPT (6855), SEARCHRES (5182).
 *
 * A mailbox that is deleted while sessions have it selected is empty for them; the INBOX that a POP3 session has
 * locked loses no message (NO [INUSE]).
 *
 * Questions to the owner (SIM_OUTPUT_ASK):
 *   "command"  bytes: tag and command, without literals. Only if config.ask_commands.
 *              imap_server_go_on(), or imap_server_refuse(): then the command has no effect.
 *   "auth"     bytes: see sasl.h. imap_server_accept() or imap_server_refuse().
 * The session reads and changes the store itself; whoever wants to know watches the
 * store. Several sessions may have one store. When a store has changed its owner
 * calls imap_server_wake() for every session that has it: those in IDLE tell at
 * once, the others with the next answer that may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/store.h"
#include "sim/proto/rules.h"
#include "sim/proto/sasl/sasl.h"
#include "sim/proto/session.h"

G_BEGIN_DECLS

typedef enum
{
  IMAP_SERVER_START,
  IMAP_SERVER_NOT_AUTHENTICATED,
  IMAP_SERVER_AUTHENTICATE,     /* a response is awaited */
  IMAP_SERVER_AUTHENTICATED,
  IMAP_SERVER_SELECTED,
  IMAP_SERVER_IDLE,             /* in AUTHENTICATED or SELECTED; DONE goes back */
  IMAP_SERVER_LOGOUT
} ImapServerState;

typedef struct
{
  const char *host;             /* own name; copied */
  guint       mechanisms;       /* of AUTHENTICATE: mask of SaslMechanism; 0: PLAIN */
  guint64     challenge;        /* CRAM-MD5: no two sessions should have the same */
  gboolean    login_disabled;   /* no login in clear: LOGINDISABLED, [PRIVACYREQUIRED] */
  gboolean    no_idle;          /* an old server */
  gboolean    rev1_only;
  gsize       max_literal;      /* octets of APPEND's message; 0: 64 MiB */
  gint64      epoch;            /* Unix seconds at time 0, for INTERNALDATE */
  gboolean    ask_commands;
} ImapServerConfig;

SimSession *imap_server_new         (const ImapServerConfig *config);
void        imap_server_accept      (SimSession *self, SimTime now, MailStore *store);   /* refs it */
/* NO with @code ("AUTHENTICATIONFAILED", "UNAVAILABLE" ... or NULL). */
void        imap_server_refuse      (SimSession *self, SimTime now, const char *code, const char *text);
void        imap_server_go_on       (SimSession *self, SimTime now);
void        imap_server_wake        (SimSession *self, SimTime now);

const char *imap_server_get_user    (SimSession *self);
MailStore  *imap_server_get_store   (SimSession *self);    /* NULL before login */
MailBox    *imap_server_get_box     (SimSession *self);    /* that is selected, or NULL */
gsize       imap_server_get_held    (SimSession *self);    /* octets of input it keeps */
guint64     imap_server_get_expected (SimSession *self);   /* octets of a literal that have not come */
/* What the client says next holds a password: a response of AUTHENTICATE, or what follows a literal's size in LOGIN. */
gboolean    imap_server_is_secret   (SimSession *self);
guint64     imap_server_get_reached (SimSession *self);    /* bit i: row i of the machine has run */

/* A command's line that logs somebody in: "a1 LOGIN anna secret". */
gboolean    imap_line_is_secret     (const guint8 *line, gsize len);

extern const SimMachine imap_server_machine;

G_END_DECLS
