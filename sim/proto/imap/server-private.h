/* server-private.h - what the files of the IMAP server share
 *
 * server.c has the table and the life of a session; reader.c puts commands together from lines and literals;
 * replies.c says things; commands.c finds out what is commanded; commands-*.c have a handler for each command;
 * view.c is what a session knows of its mailbox, and tells it what has changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/lines.h"
#include "sim/proto/imap/server.h"
#include "sim/proto/imap/set.h"
#include "sim/proto/sasl/exchange.h"

G_BEGIN_DECLS

#define IMAP_SERVER_IDLE_TIME    (30 * SIM_TIME_MINUTE)   /* RFC 9051, 5.4 */
#define IMAP_SERVER_BAD_COMMANDS 20                       /* so many in a row end the session */
#define IMAP_SERVER_LITERALS_MAX 65536                    /* octets of a command's literals, but for APPEND's message */
#define IMAP_SERVER_MESSAGE_MAX  (64 * 1024 * 1024)       /* where the config has no limit */
#define IMAP_SERVER_OUT_PART     65536                    /* so much is put out in one piece, about */

/* needs */
enum { IMAP_HAS_IDLE = 1, IMAP_HAS_TLS = 2 };

/* What a session knows of the mailbox that it has selected. */
typedef struct
{
  MailBox  *box;         /* NULL: none */
  gboolean  read_only;
  GArray   *uids;        /* guint32: message number i + 1 has the UID i */
  GArray   *gone;        /* MailItem, by UID: removed, which the client has not been told; with references */
  GArray   *recent;      /* ranges of UIDs that are \Recent in this session */
  guint64   seen;        /* number of the last change that is in the above */
  guint64   own_first;   /* flags' changes of these numbers were told by the command that made them */
  guint64   own_last;
  guint     n_keywords;  /* that the client has been told */
  gboolean  told_gone;   /* that the mailbox was deleted */
} ImapView;

typedef enum { IMAP_PENDING_NONE, IMAP_PENDING_COMMAND, IMAP_PENDING_AUTH } ImapPending;

typedef struct
{
  SimSession     base;
  char          *host;
  ImapServerConfig config;        /* its host is the above */
  SimTime        now;
  gboolean       got_eof;
  guint          bad_commands;    /* in a row */
  guint64        reached;         /* bit i: row i has run */
  GByteArray    *out;             /* said, but not yet put out */

  /* reader.c */
  SimLines       lines;
  GByteArray    *command;         /* what has come of a command: lines with CR LF, literals */
  GString       *spoken;          /* its lines alone */
  guint64        literal_left;    /* octets of a literal that have not come */
  gsize          literal_octets;  /* of the command's literals */
  gboolean       secret;          /* a literal of a command that logs in is coming */
  char          *refusal;         /* a literal that comes all the same is thrown away; say this at the command's end */

  /* the command that is done */
  char          *tag;
  const SimRule *row;
  gboolean       uid;             /* UID FETCH ... */
  ImapPending    pending;         /* what the owner thinks about */

  char          *user;            /* who wants to log in, or has */
  SaslServer     login;
  guint          n_challenges;
  MailStore     *store;
  gboolean       rev2;            /* enabled */
  gboolean       utf8_accept;     /* enabled */
  gboolean       utf8;            /* names and strings are UTF-8: rev2 or UTF8=ACCEPT */
  ImapView       view;
  GArray        *saved;           /* ranges of UIDs: "$" (RFC 5182), or NULL */
} ImapServer;

/* ---- server.c ---- */
const SimRule *imap_server_row         (ImapServer *self, const char *verb);    /* for the state it is in */
void        imap_server_enter          (ImapServer *self, const SimRule *row);  /* marks the row, goes to its state */
gboolean    imap_server_has            (ImapServer *self, guint needs);
char       *imap_server_capabilities   (ImapServer *self);                      /* "IMAP4rev1 IDLE ..." */
void        imap_server_shut           (ImapServer *self, const char *event);
void        imap_server_ask            (ImapServer *self, ImapPending pending, const char *what, GBytes *bytes);

/* ---- replies.c: texts have no CR LF ---- */
void        imap_server_untagged       (ImapServer *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void        imap_server_tell_row       (ImapServer *self, const SimRule *row);   /* untagged: its reply */
void        imap_server_put            (ImapServer *self, const GString *line);  /* untagged: "LIST ..." with literals */
void        imap_server_put_literal    (ImapServer *self, GBytes *bytes);        /* message content */
void        imap_server_continue       (ImapServer *self, const char *text);
/* The row's own reply, with @code ("APPENDUID 7 3", or NULL) in brackets; first what has changed. Enters the row. */
void        imap_server_ok             (ImapServer *self, const char *code);
void        imap_server_no             (ImapServer *self, const char *code, const char *text);
void        imap_server_bad            (ImapServer *self, const char *text);
/* "NO [TOOBIG] ..." as it stands. */
void        imap_server_refuse_as      (ImapServer *self, const char *reply);
void        imap_server_flush          (ImapServer *self);

/* ---- reader.c ---- */
/* Does what can be done with what has come. FALSE: more must come. */
gboolean    imap_server_read           (ImapServer *self);
void        imap_server_forget_command (ImapServer *self);
void        imap_server_read_tag       (ImapServer *self);      /* of what has come so far, if it has one */

/* ---- commands.c ---- */
/* A command is whole. */
void        imap_server_command        (ImapServer *self);
void        imap_server_do_command     (ImapServer *self);
/* A literal of @size octets is announced. NULL: let it come; else the reply to give. (transfer full) */
char       *imap_server_check_literal  (ImapServer *self, guint64 size);
/* Asks for a literal's or a command's mailbox. NULL: NO was said, with [TRYCREATE] if @try_create. */
MailBox    *imap_server_find_box       (ImapServer *self, const char *name, gboolean try_create);
gboolean    imap_server_end            (ImapServer *self, ImapScanner *scan);    /* FALSE: BAD was said */
/* "(\Seen $Label)" into names; FALSE: it is no such list. */
gboolean    imap_scan_flags            (ImapScanner *scan, GPtrArray **out);

/* ---- commands-*.c ---- */
typedef void (*ImapHandler) (ImapServer *self, ImapScanner *scan);

void        imap_server_capability     (ImapServer *self, ImapScanner *scan);
void        imap_server_noop           (ImapServer *self, ImapScanner *scan);
void        imap_server_logout         (ImapServer *self, ImapScanner *scan);
void        imap_server_id             (ImapServer *self, ImapScanner *scan);
void        imap_server_enable         (ImapServer *self, ImapScanner *scan);
void        imap_server_idle           (ImapServer *self, ImapScanner *scan);
void        imap_server_idle_line      (ImapServer *self, SimLineKind kind, const guint8 *line, gsize len);

void        imap_server_login          (ImapServer *self, ImapScanner *scan);
void        imap_server_authenticate   (ImapServer *self, ImapScanner *scan);
void        imap_server_auth_line      (ImapServer *self, SimLineKind kind, const guint8 *line, gsize len);
void        imap_server_auth_accepted  (ImapServer *self);
void        imap_server_auth_refused   (ImapServer *self, const char *code, const char *text);

void        imap_server_create         (ImapServer *self, ImapScanner *scan);
void        imap_server_delete         (ImapServer *self, ImapScanner *scan);
void        imap_server_rename         (ImapServer *self, ImapScanner *scan);
void        imap_server_subscribe      (ImapServer *self, ImapScanner *scan);
void        imap_server_unsubscribe    (ImapServer *self, ImapScanner *scan);
void        imap_server_namespace      (ImapServer *self, ImapScanner *scan);
void        imap_server_getquota       (ImapServer *self, ImapScanner *scan);
void        imap_server_getquotaroot   (ImapServer *self, ImapScanner *scan);
void        imap_server_status         (ImapServer *self, ImapScanner *scan);
/* "(MESSAGES UNSEEN)" as a mask; FALSE: it is none. */
gboolean    imap_scan_status           (ImapScanner *scan, guint *items);
void        imap_server_tell_status    (ImapServer *self, MailBox *box, guint items);

void        imap_server_list           (ImapServer *self, ImapScanner *scan);
void        imap_server_lsub           (ImapServer *self, ImapScanner *scan);
/* " \HasNoChildren \Sent" of a mailbox that is there */
void        imap_server_list_attributes (ImapServer *self, MailBox *box, GString *out);
gboolean    imap_pattern_matches       (const char *pattern, const char *name);

void        imap_server_append         (ImapServer *self, ImapScanner *scan);
/* The literal that is announced at the end of what has come is APPEND's message: may it come? */
gboolean    imap_server_check_append   (ImapServer *self, ImapScanner *scan, guint64 size, char **refusal);

void        imap_server_select         (ImapServer *self, ImapScanner *scan);
void        imap_server_examine        (ImapServer *self, ImapScanner *scan);
void        imap_server_close          (ImapServer *self, ImapScanner *scan);
void        imap_server_unselect       (ImapServer *self, ImapScanner *scan);
void        imap_server_check          (ImapServer *self, ImapScanner *scan);
/* FALSE: NO was said. @remove: messages would go. */
gboolean    imap_server_may_change     (ImapServer *self, gboolean remove);
void        imap_server_expunge        (ImapServer *self, ImapScanner *scan);
void        imap_server_uid_expunge    (ImapServer *self, ImapScanner *scan);

void        imap_server_fetch          (ImapServer *self, ImapScanner *scan);
/* The bit of "\\Seen" or "$Label", made if @add; 0: there is none. */
guint       imap_server_flag_bit       (MailBox *box, const char *name, gboolean add);
void        imap_server_store_flags    (ImapServer *self, ImapScanner *scan);
void        imap_server_search         (ImapServer *self, ImapScanner *scan);
void        imap_server_copy           (ImapServer *self, ImapScanner *scan);
void        imap_server_move           (ImapServer *self, ImapScanner *scan);

/* ---- view.c ---- */
void        imap_view_open             (ImapView *view, MailBox *box, gboolean read_only);
void        imap_view_close            (ImapView *view);
guint32     imap_view_uid              (const ImapView *view, guint i);
const MailItem *imap_view_item         (const ImapView *view, guint i);          /* NULL: it has been removed */
/* The same, or what it was when it was removed: until the client is told, it may go on reading (RFC 2180, 4.1.1). */
const MailItem *imap_view_kept         (const ImapView *view, guint i);
guint       imap_view_position         (const ImapView *view, guint32 uid);      /* where it stands or would stand */
guint       imap_view_n_recent         (const ImapView *view);
/* "\Seen $Label", of this session. */
void        imap_view_write_flags      (ImapServer *self, const MailItem *item, GString *out);
/* "3 FETCH (FLAGS (...))", with the UID in a UID command. */
void        imap_server_tell_flags     (ImapServer *self, guint place, const MailItem *item);
/* All that there are, parted by blanks. */
void        imap_view_write_all_flags  (const ImapView *view, GString *out);
/* " \\*" while there is room for more keywords (RFC 9051, 7.1: PERMANENTFLAGS), else "". */
const char *imap_view_new_keywords     (const ImapView *view);
void        imap_server_tell_keywords  (ImapServer *self);                       /* if there are new ones */
/* Untagged answers for what has changed; EXPUNGE only if @expunge. */
void        imap_server_updates        (ImapServer *self, gboolean expunge);
/* Places in the view (guint) that a sequence set names: numbers, or UIDs in a UID command. NULL: BAD was said.
 * What follows the set is left to the caller. */
GArray     *imap_server_scan_messages  (ImapServer *self, ImapScanner *scan);

G_END_DECLS
