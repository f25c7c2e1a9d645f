/* client.h - the client's side of IMAP
 *
 * After greeting, CAPABILITY and login (and ENABLE IMAP4rev2 where it is wanted) the
 * session asks "next" (SIM_OUTPUT_ASK): answer with one of the functions below. When
 * the tagged answer has come it asks "next" again, and imap_client_get_result() has
 * that answer and everything untagged that came before it. In IDLE it asks "update"
 * for each untagged answer: answer with imap_client_go_on() or imap_client_done().
 * If the session cannot go on it asks "failed" once; that needs no answer.
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
  IMAP_CLIENT_START,          /* waits for the greeting */
  IMAP_CLIENT_CAPABILITY,
  IMAP_CLIENT_LOGIN,          /* LOGIN or AUTHENTICATE was sent */
  IMAP_CLIENT_ENABLE,
  IMAP_CLIENT_READY,          /* asks "next" */
  IMAP_CLIENT_WAITING,        /* a command was sent */
  IMAP_CLIENT_IDLE,
  IMAP_CLIENT_LOGOUT,
  IMAP_CLIENT_CLOSED
} ImapClientState;

typedef struct
{
  const char *user;           /* NULL: does not log in */
  const char *password;
  guint       mechanisms;     /* for AUTHENTICATE: mask of SaslMechanism; 0: LOGIN */
  gboolean    rev2;           /* ENABLE IMAP4rev2 where it is offered */
  gsize       max_literal;    /* octets of one response's literals; 0: 64 MiB. More breaks the session off */
} ImapClientConfig;

typedef enum { IMAP_STATUS_OK, IMAP_STATUS_NO, IMAP_STATUS_BAD, IMAP_STATUS_NONE } ImapStatus;

/* One untagged answer, taken apart as far as clients need it. */
typedef struct
{
  char    *name;              /* "EXISTS", "FETCH", "LIST", "OK", ... in capitals */
  guint32  number;            /* of EXISTS, EXPUNGE, FETCH, RECENT; else 0 */
  char    *code;              /* of OK, NO, BAD, PREAUTH, BYE: "UIDVALIDITY 7"; or NULL */
  char    *text;              /* the rest, as it came; of FETCH: "" */
  /* FETCH */
  guint32  uid;               /* 0: not told */
  gboolean has_flags;
  guint    flags;             /* MailFlags; keywords are left out */
  gboolean has_size;
  gsize    size;
  GBytes  *body;              /* the octets of the (first) BODY[...] or RFC822..., or NULL */
  char    *section;           /* "HEADER", "1", ""; letters in capitals */
  char    *structure;         /* BODYSTRUCTURE or BODY, as it came; or NULL */
  char    *envelope;          /* ENVELOPE, as it came; or NULL */
  char    *internal_date;     /* or NULL */
  /* LIST, LSUB, STATUS */
  char    *mailbox;           /* UTF-8; NULL: it could not be read */
  char    *attributes;        /* "\HasNoChildren \Sent"; of STATUS: "MESSAGES 3 UNSEEN 1" */
  char     separator;         /* of levels; 0: there are none */
  /* SEARCH, ESEARCH */
  GArray  *numbers;           /* guint32, or NULL: of SEARCH, or what ALL has in ESEARCH; the first million */
} ImapResponse;

typedef struct
{
  ImapStatus  status;         /* NONE: broken off */
  const char *code;           /* "READ-WRITE", "APPENDUID 7 3"; or NULL */
  const char *text;           /* never NULL */
  GPtrArray  *untagged;       /* ImapResponse */
} ImapClientResult;

SimSession *imap_client_new         (const ImapClientConfig *config);

/* What server and client agreed on decides how literals are sent: at once with LITERAL+ (RFC 7888), else after "+".
 * Names are UTF-8 and encoded as the server has it. @set: "1:5,7". @items: as on the wire: "(UID FLAGS)". */
void  imap_client_list        (SimSession *self, SimTime now, const char *reference, const char *pattern);
void  imap_client_select      (SimSession *self, SimTime now, const char *mailbox, gboolean read_only);
void  imap_client_status      (SimSession *self, SimTime now, const char *mailbox, const char *items);
void  imap_client_create      (SimSession *self, SimTime now, const char *mailbox);
void  imap_client_delete      (SimSession *self, SimTime now, const char *mailbox);
void  imap_client_rename      (SimSession *self, SimTime now, const char *from, const char *to);
void  imap_client_subscribe   (SimSession *self, SimTime now, const char *mailbox, gboolean subscribed);
void  imap_client_append      (SimSession *self, SimTime now, const char *mailbox, guint flags, GBytes *message);
void  imap_client_fetch       (SimSession *self, SimTime now, gboolean uid, const char *set, const char *items);
/* @how: "FLAGS", "+FLAGS", "-FLAGS.SILENT" ... */
void  imap_client_store       (SimSession *self, SimTime now, gboolean uid, const char *set, const char *how, guint flags);
void  imap_client_copy        (SimSession *self, SimTime now, gboolean uid, const char *set, const char *mailbox);
void  imap_client_move        (SimSession *self, SimTime now, gboolean uid, const char *set, const char *mailbox);
void  imap_client_expunge     (SimSession *self, SimTime now, const char *uids);   /* NULL: EXPUNGE; else UID EXPUNGE */
/* @keys: as on the wire; it may hold literals. */
void  imap_client_search      (SimSession *self, SimTime now, gboolean uid, const char *keys);
/* CLOSE; or UNSELECT, and where that is not known an EXAMINE that fails: no mailbox is selected after it. */
void  imap_client_close_mailbox (SimSession *self, SimTime now, gboolean expunge);
void  imap_client_noop        (SimSession *self, SimTime now);
void  imap_client_idle        (SimSession *self, SimTime now);
void  imap_client_go_on       (SimSession *self, SimTime now);    /* stays in IDLE */
/* Ends IDLE; may be called at any time in IDLE. After 29 minutes it ends by itself (RFC 2177): "next" is asked. */
void  imap_client_done        (SimSession *self, SimTime now);
void  imap_client_logout      (SimSession *self, SimTime now);

/* Of the last command, or of the session that failed; borrowed; valid until the next one. In "update": what came. */
const ImapClientResult *imap_client_get_result (SimSession *self);
gboolean imap_client_has          (SimSession *self, const char *capability);   /* "IDLE", "AUTH=PLAIN" */
guint64  imap_client_get_reached  (SimSession *self);

extern const SimMachine imap_client_machine;

G_END_DECLS
