/* lab-private.h - what the files of the lab share
 *
 * lab.c has services and connections, lab-mail.c answers SMTP's questions and
 * delivers, lab-access.c has the mailboxes and answers POP3's and IMAP's,
 * lab-faults.c has the misdeeds of a lesson's server, lab-lesson.c takes settings
 * from a lesson, lab-record.c writes down who said what.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/directory.h"
#include "sim/mail/store.h"
#include "sim/net/socket.h"
#include "sim/proto/imap/server.h"
#include "sim/proto/pop3/server.h"
#include "sim/proto/smtp/server.h"
#include "sim/world/lab.h"

G_BEGIN_DECLS

#define LAB_STORE_MAX   ((gsize) 1024 * 1024 * 1024)   /* octets in all mailboxes: then 452 4.3.1 */
#define LAB_COMING_MAX  ((gsize) 256 * 1024 * 1024)    /* octets of messages on their way in: then 421 4.3.2 */
#define LAB_RECORD_MAX  ((gsize) 256 * 1024 * 1024)    /* octets of payload */
#define LAB_ENTRIES_MAX (4 * 1000 * 1000)
#define LAB_SMALL       ((gsize) 64 * 1024)            /* who holds less than this is not the one to send away */
#define LAB_HOPS_MAX    100                            /* RFC 5321, 6.3 */

/* The mail of one user, and the IMAP sessions that look at it. */
typedef struct
{
  SimLab      *lab;
  MailStore   *store;
  GPtrArray   *watchers;      /* LabVisit */
  guint        wake;          /* GSource: they must be told of changes */
} LabAccount;

/* What is served as one host of a lesson, or of the command line. */
typedef struct
{
  char       *host;
  char      **domains;
  guint       extensions;
  gsize       max_size;
  guint       max_recipients;
  gboolean    no_ehlo;
  gboolean    no_uidl;        /* POP3 */
  gboolean    no_idle;        /* IMAP */
  gboolean    rev1_only;
  GPtrArray  *faults;         /* SimFaultRule, or NULL */
  guint       trace_host;
} LabPart;

typedef struct
{
  SimLab      *lab;
  SimLabService kind;
  LabPart     *part;
  SimListener *listener;
  guint32      address;       /* IPv4, or 0 */
} LabService;

struct _SimLab
{
  SimLabConfig config;        /* its domain is parts[0]'s own */
  char        *domain;
  const SimLabFuncs *funcs;
  gpointer     owner;
  SimTime      start;
  gint64       epoch;         /* Unix seconds at time 0 of sim_socket_now() */
  SimDirectory *users;
  GPtrArray   *accounts;      /* LabAccount by user */
  GPtrArray   *parts;         /* LabPart */
  LabPart     *by_service[SIM_LAB_N_SERVICES];
  GPtrArray   *services;      /* LabService */
  GPtrArray   *visits;        /* LabVisit, each knows its place */
  guint32      n_conns;       /* so far */
  GHashTable  *addresses;     /* text -> number of connections; looked up only */
  guint        last_id;
  gsize        stored;        /* octets in all mailboxes, shared ones once */
  GHashTable  *copies;        /* MailMessage -> in how many mailboxes; looked up only */
  gsize        coming;        /* octets of messages on their way in */

  SimTrace    *trace;         /* or NULL */
  gboolean     hosts_added;
  gboolean     full;
  GHashTable  *clients;       /* address -> host + 1; looked up only */
};

typedef struct
{
  LabService  *service;
  SimSocket   *socket;
  guint        place;         /* in lab->visits */
  guint32      conn;
  char        *address;       /* the client's */
  guint32      ipv4;          /* 0: IPv6 */
  guint16      port;
  gboolean     loopback;
  gsize        held;          /* of lab->coming */
  guint       *counts;        /* one a fault */
  guint        delay;         /* GSource */
  LabAccount  *account;       /* POP3, IMAP: of who has logged in; or NULL */

  GByteArray  *line;          /* of the client's, so far; NULL: nobody watches */
  GByteArray  *literal;
  guint        trace_host;
  guint        last_heard;    /* entries */
  guint        last_said;
  gboolean     recorded;      /* is in the trace */
} LabVisit;

/* ---- lab.c ---- */
void     lab_part_free       (gpointer part);
LabPart *lab_part_new        (const char *host, char **domains);
void     lab_answer          (LabVisit *visit, SimTime now, int code, const char *enhanced, const char *text);
void     lab_dismiss         (LabVisit *visit, const char *why);   /* 421 4.3.2, -ERR, BYE */

/* ---- lab-mail.c ---- */
void     lab_mail_ask        (LabVisit *visit, SimTime now, const SimOutput *question);
int      lab_find_user       (SimLab *self, const LabPart *part, const MailAddress *address, gboolean *own);

/* ---- lab-access.c ---- */
void     lab_account_free    (gpointer account);
void     lab_add_accounts    (SimLab *self);      /* for users that have none yet */
MailStore *lab_get_store     (const SimLab *self, int user);
int      lab_login           (const SimLab *self, GBytes *question);   /* the user; -1: nobody */
void     lab_access_ask      (LabVisit *visit, SimTime now, const SimOutput *question);
void     lab_access_leave    (LabVisit *visit);   /* the connection is over */

/* ---- lab-faults.c ---- */
void     lab_judge_command   (LabVisit *visit, SimTime now, GBytes *line);

/* ---- lab-record.c ---- */
gboolean lab_is_watched      (const SimLab *self);
void     lab_record_opened   (LabVisit *visit, SimTime now);
void     lab_record_heard    (LabVisit *visit, SimTime now, const guint8 *bytes, gsize len);
void     lab_record_said     (LabVisit *visit, SimTime now, const guint8 *bytes, gsize len, SimOutputFlags flags);
void     lab_record_moved    (LabVisit *visit, SimTime now, const SimOutput *output);
void     lab_record_message  (LabVisit *visit, SimTime now);      /* before a question about it is answered */
void     lab_record_stored   (LabVisit *visit, SimTime now, const char *id, const MailAddress *from,
                              const MailAddress *to, const char *mailbox, guint uid, MailMessage *message);
void     lab_record_closed   (LabVisit *visit, SimTime now, SimCloseReason why);

G_END_DECLS
