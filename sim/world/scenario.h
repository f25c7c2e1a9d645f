/* scenario.h - a lesson file, read and checked
 *
 * Plain data after loading; nothing changes it. The format is documented in
 * data/scenarios/README.md. Every fault of a file is reported with its line, not
 * only the first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/mua.h"
#include "sim/mail/message.h"
#include "sim/mail/notify.h"
#include "sim/mail/store.h"
#include "sim/net/net.h"
#include "sim/trace/trace.h"
#include "sim/trace/roles.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SIM_SCENARIO_ERROR (sim_scenario_error_quark ())
typedef enum { SIM_SCENARIO_ERROR_FAULTY, SIM_SCENARIO_ERROR_UNKNOWN } SimScenarioError;
GQuark sim_scenario_error_quark (void);

typedef struct
{
  guint line;      /* from 1 */
  char *message;   /* a sentence in the reader's language; the file's own words stay as they are */
} SimFault;

typedef struct
{
  char    *name;            /* DNS name, unique */
  char    *label;           /* what people call it, in the reader's language; never NULL */
  char    *label_key;       /* the same, untranslated: goes into the trace */
  guint    line;            /* in the file */
  guint    roles;           /* SimRole mask */
  guint32  address;         /* given, or 192.0.2.x in the order of the file */
  char    *icon;            /* "laptop", "phone", "server", "dns"; from the roles if not given */
  char   **domains;         /* for which it is the final MTA; may be empty, never NULL */
  guint    extensions;      /* SmtpExtensions bits its server offers (numbers as in smtp.h) */
  gsize    max_size;        /* 0: none */
  guint    max_recipients;  /* 0: 100 */
  gboolean helo_only;       /* its server knows no EHLO; its client says none */
  gboolean open_relay;
  gboolean cache;           /* remembers answers of name servers until their TTL is over */
  char    *resolver;        /* [Host] it asks for DNS; NULL: the only name server there is */
  char    *deliver;         /* [Host] that takes its local mail by LMTP; NULL: itself */
  char    *smarthost;       /* [Host] it passes all other mail to; NULL: by MX */
  SimTime  retry;           /* first retry interval */
  SimTime  expire;
  SimTime  delay;           /* after which a sender is told that a message is late; 0: never */
  guint    max_hops;        /* 0: 100 */
  guint    mechanisms;      /* SaslMechanism bits that its server offers or its mail program uses; 0: the usual ones */
  gsize    chunk_size;      /* its client sends messages in pieces of so many octets; 0: by DATA */
  gboolean apop;            /* POP3: logs in by APOP, or offers it */
  gboolean pop3, imap;      /* what its role ms offers */
  gboolean no_uidl;         /* POP3 without UIDL, TOP and CAPA */
  gboolean no_idle;         /* IMAP without IDLE */
  gboolean rev1_only;       /* IMAP4rev1 alone */
} SimHostSpec;

typedef struct
{
  guint    a, b;            /* hosts */
  guint    line;
  SimTime  latency;         /* one way */
  guint64  bandwidth_ab;    /* bit/s; 0: no limit */
  guint64  bandwidth_ba;
  guint32  loss;            /* per million packets, each way */
  SimTime  jitter;          /* at most so much later, by chance */
  gsize    queue;           /* octets that may wait; 0: no limit */
  GArray  *down;            /* SimSpan: when it is cut */
} SimLinkSpec;

typedef struct
{
  char   *address;          /* LOCAL@DOMAIN */
  char   *name;             /* of the person, in the reader's language; never NULL */
  guint   line;
  char   *password;         /* or NULL */
  gsize   quota;            /* octets; 0: none */
  char  **aliases;          /* further local parts or addresses; never NULL */
  int     host;             /* whose MUA it is (host index), or -1 */
  int     submission;       /* host its MUA submits to, or -1 */
  guint16 submission_port;  /* 587 */
  char   *forward;          /* where the mail goes instead, or NULL */
  gboolean moved;           /* it does not go there: senders are told */
} SimUserSpec;

/* A mail program: a user's account on one device. */
typedef struct
{
  int         user;
  int         host;         /* the device */
  guint       line;
  SimIncoming incoming;
  int         server;       /* host with the mailbox */
  guint16     port;
  SimPolicy   policy;
  guint       days;
  SimSent     sent;
} SimAccountSpec;

/* What lies in a folder on the server before anything happens. */
typedef struct
{
  int        user;
  char      *folder;
  guint      line;
  MailUse    use;
  guint      flags;
  GPtrArray *letters;       /* MailMessage */
  GArray    *times;         /* SimTime, one for each: not after 0 */
} SimMailboxSpec;

typedef struct
{
  char   *address;
  guint   line;
  char  **members;          /* addresses; never NULL */
  char   *owner;            /* new envelope sender, or NULL: an alias */
} SimListSpec;

typedef struct
{
  char  *name;              /* domain */
  char  *type;              /* "A", "MX", "AAAA", "CNAME", "TXT", "NS" */
  guint  line;
  char **values;            /* "192.0.2.1"; "10 mx.univ.example"; empty value list: the name exists without such data */
  SimTime ttl;
  SimTime fails;            /* until then questions for the name are answered with SERVFAIL; 0: never */
} SimRecordSpec;

typedef struct
{
  char        *id;
  guint        line;
  MailMessage *message;     /* composed or read from its file; Date and Message-ID may be missing: the MUA adds them */
  char        *from;        /* address in From */
  char       **to;          /* all recipients of To, Cc and Bcc; Bcc is not in the message */
  char        *subject;     /* or NULL */
} SimMessageSpec;

typedef enum
{
  SIM_ACT_SEND,             /* who (a user) sends message by their MUA */
  SIM_ACT_TYPE,             /* who (a host with role person) types lines to server:port */
  SIM_ACT_MUA               /* who (a user) does something else with their MUA: job */
} SimActKind;

typedef struct
{
  guint      number;
  guint      line;
  SimActKind kind;
  SimTime    at;            /* absolute, or that long after act `after` is finished */
  int        after;         /* index into acts, or -1 */
  int        user;          /* index, or -1 */
  int        host;          /* index of the host that acts */
  int        message;       /* index, or -1 */
  char      *from;          /* envelope override or NULL */
  char     **to;            /* envelope override or NULL */
  int        server;        /* host, or -1 */
  guint16    port;
  char     **lines;         /* SIM_ACT_TYPE */
  guint      notify;        /* SIM_ACT_SEND: mask of MailNotify */
  MailReturn ret;
  int        account;       /* SIM_ACT_SEND, SIM_ACT_MUA: index; -1: the user's program only sends */
  SimMuaJob  job;           /* its strings belong to the act */
} SimActSpec;

typedef enum { SIM_FAULT_REPLY, SIM_FAULT_DELAY, SIM_FAULT_DROP, SIM_FAULT_CUT } SimFaultWhat;

typedef struct
{
  guint        line;
  int          host;        /* whose server misbehaves */
  char        *verb;        /* "RCPT"; NULL: any */
  char        *argument;    /* part of the line that must occur ("olga@"), or NULL */
  guint        nth;         /* only the nth such command of a connection; 0: each */
  guint        first;       /* only the first K times in the run; 0: always */
  SimFaultWhat what;
  char        *reply;       /* SIM_FAULT_REPLY: "452 4.2.2 Mailbox full" */
  SimTime      delay;
} SimFaultSpec;

typedef enum
{
  SIM_ON_START,             /* before anything happened */
  SIM_ON_OPENED,            /* a connection; what: "smtp", "submission", "lmtp", "dns", "pop3", "imap"; host: the client */
  SIM_ON_COMMAND,           /* a client's line; what: its verb */
  SIM_ON_REPLY,             /* a server's reply; what: its code; POP3: "+ok", "-err"; IMAP: "ok", "no", "bad", "exists" ...;
                             * both: "[in-use]" */
  SIM_ON_STATE,             /* a MOVE; what: the state that was reached */
  SIM_ON_STORED,            /* what: "outbox", "queue", "mailbox", "local" */
  SIM_ON_NOTE,              /* what: the rule, "queue:deferred", "mail:flags", "folder:created" */
  SIM_ON_ACT,               /* an act begins; what: its number */
  SIM_ON_END
} SimNoteOn;
typedef enum
{
  SIM_ASK_NOTHING,
  SIM_ASK_REPLY,            /* what is answered? */
  SIM_ASK_STATE,            /* in what state is the server then? */
  SIM_ASK_PLACE,            /* where does the letter lie next? */
  SIM_ASK_COPIES            /* at which hosts does mail lie in mailboxes and on devices, when this connection (or the
                             * lesson) is over? "mail.univ.example+phone.univ.example", in the order of the hosts */
} SimNoteAsk;

/* Narration. It is pinned to what happens, not to times. */
typedef struct
{
  guint      number;
  guint      line;
  SimNoteOn  on;
  char      *what;          /* verb, reply code, rule key, state or place; "" any */
  int        host;          /* only on this host's lines (who says, who stores); -1: any */
  guint      nth;           /* the nth time it happens; 1 is the first */
  char      *text;          /* in the reader's language */
  SimNoteAsk ask;           /* a predict point: what will come next? The answer is what the engine did. */
  char      *question;      /* in the reader's language, or NULL */
  char      *claim;         /* what textbooks say, in the reader's language; or NULL: the note puts nothing right */
  char      *standard;      /* what is right, in the reader's language; NULL without a claim */
  char      *rfc;           /* "RFC 1939, 6": where that is laid down; NULL without a claim */
  char     **choices;       /* offered beside the true answer; protocol words or codes; never NULL */
} SimNoteSpec;

/* A choice of variants, of which one holds at a time. */
typedef struct
{
  char *id;
  guint line;
  char *name;               /* in the reader's language */
  char *only;               /* id of the variant with which this choice makes sense; NULL: any */
} SimMenuSpec;

/* One line of the file that a variant puts in the place of another. */
typedef struct
{
  guint line;
  char *group;              /* "Host laptop.example" */
  char *key;
  char *value;              /* as it stands in a file; NULL: the key is left out */
} SimSetSpec;

/* The same lesson with some lines changed. */
typedef struct
{
  char      *id;
  guint      line;
  char      *name;          /* in the reader's language */
  char      *detail;        /* the same, what is special about it; or NULL */
  char      *menu;          /* id; or NULL */
  GPtrArray *sets;          /* SimSetSpec */
  char     **without;       /* groups that are left out; never NULL */
} SimVariantSpec;

typedef struct
{
  char      *id;            /* file name without .scenario */
  char      *path;          /* as given; NULL: a shipped lesson */
  GBytes    *source;        /* the file's bytes; of a variant, as if it had been written so */
  GBytes    *base;          /* of a variant, the file's bytes; else NULL */
  char      *title;         /* in the reader's language */
  char      *summary;
  char     **protocols;     /* "SMTP", "LMTP", "DNS" */
  guint      level;         /* 1 ... 3 */
  guint      order;         /* teaching order among the shipped lessons */
  guint64    seed;
  gint64     epoch;         /* Unix seconds at time 0 */
  GPtrArray *hosts;         /* SimHostSpec */
  GPtrArray *links;         /* SimLinkSpec */
  GPtrArray *users;         /* SimUserSpec */
  GPtrArray *accounts;      /* SimAccountSpec */
  GPtrArray *mailboxes;     /* SimMailboxSpec */
  GPtrArray *lists;         /* SimListSpec */
  GPtrArray *records;       /* SimRecordSpec */
  GPtrArray *messages;      /* SimMessageSpec */
  GPtrArray *acts;          /* SimActSpec, by number */
  GPtrArray *faults;        /* SimFaultSpec */
  GPtrArray *notes;         /* SimNoteSpec, by number */
  char     **applied;       /* ids of the variants that this is; never NULL */
  GPtrArray *menus;         /* SimMenuSpec */
  GPtrArray *variants;      /* SimVariantSpec */
  char     **compare_a;     /* ids of variants that are worth comparing; NULL: nothing is */
  char     **compare_b;
  char      *task;          /* what both are about, in the reader's language; or NULL */
  int        compare_host;  /* whose receiving is measured; -1: not said */
} SimScenario;

/* Reads the bytes of a file; File= is looked for beside @path, or among the built-in resources if @path is NULL.
 * @faults (GPtrArray of SimFault, with free function) collects all faults; the result is NULL if there was any. */
SimScenario *sim_scenario_parse  (const char *id, const char *path, GBytes *bytes, GPtrArray *faults);

/* A file. On faults @error's message has them all, "FILE:LINE: message", a line each. */
SimScenario *sim_scenario_load   (const char *path, GError **error);

/* A shipped lesson by its id; @error suggests the nearest one. */
SimScenario *sim_scenario_lesson (const char *id, GError **error);

/* The same lesson with the variants of these ids, in this order; NULL at the end; none: the file as it stands. It always begins
 * with the file, not with variants that @self may have. The text of the result, its `source`, can be read anywhere as a
 * lesson of its own. NULL: @error says which is unknown, or what is wrong in which line of the file. (transfer full) */
SimScenario *sim_scenario_vary    (SimScenario *self, const char *const *ids, GError **error);

int          sim_scenario_find_variant (const SimScenario *self, const char *id);   /* -1: none */

/* Ids of the shipped lessons in teaching order, NULL at the end. (transfer full) */
char       **sim_scenario_list   (void);

SimScenario *sim_scenario_ref    (SimScenario *self);
void         sim_scenario_unref  (SimScenario *self);

/* Puts what lies there before anything happens into the user's store; @start: the lesson's beginning. */
void         sim_mailbox_spec_fill (const SimMailboxSpec *self, MailStore *store, SimTime start);

int          sim_scenario_find_host (const SimScenario *self, const char *name);   /* -1: none */

GPtrArray   *sim_faults_new      (void);

/* A file's bytes for sim_scenario_parse(); of a file that is too large no more than is needed to see that. (transfer full) */
GBytes      *sim_scenario_read   (const char *path, GError **error);

/* "90", "90s", "250ms", "15m", "2h", "3d". FALSE: it is none, or longer than @longest. */
#define SIM_DURATION_TEN_YEARS (3653 * SIM_TIME_DAY)
gboolean     sim_duration_parse  (const char *text, SimTime longest, SimTime *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimScenario, sim_scenario_unref)

G_END_DECLS
