/* stage.h - what every actor stands on: clock, net, trace, calendar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/address.h"
#include "sim/mail/message.h"
#include "sim/mail/queue.h"
#include "sim/net/net.h"
#include "sim/proto/dns/cache.h"
#include "sim/trace/scene.h"

G_BEGIN_DECLS

typedef struct
{
  SimEngine *engine;
  SimTrace  *trace;
  SimNet    *net;
  guint64    seed;
  gint64     epoch;     /* Unix seconds at time 0 */
  GHashTable *caches;   /* host -> DnsCache, of those that have one; or NULL */
} SimStage;

/* What @host remembers of answers of name servers; NULL: nothing ever. Borrowed. */
DnsCache   *sim_stage_get_cache  (SimStage *self, guint host);

SimTime     sim_stage_now        (const SimStage *self);
gint64      sim_stage_date       (const SimStage *self);               /* Unix seconds */
const char *sim_stage_host_name  (const SimStage *self, guint host);
guint32     sim_stage_address    (const SimStage *self, guint host);

/* "192.0.2.1" (transfer full) */
char       *sim_address_to_text  (guint32 address);

/* What a STORED entry says of a message; see scene.h. */
typedef struct
{
  const char *id;
  const char *from;      /* paths in angle brackets */
  const char *to;
  const char *mailbox;   /* ADDRESS/FOLDER or NULL: the rest counts not */
  guint       uid;
  guint       flags;     /* MailFlags */
  SimHave     have;      /* in "store:local" only */
  gsize       size;
} SimStoring;

/* Writes a STORED entry. */
guint       sim_stage_store      (SimStage *self, guint host, const char *rule, const SimStoring *what,
                                  MailMessage *message);
/* The same for an outbox or a queue. @to: GPtrArray of MailAddress*. */
guint       sim_stage_store_mail (SimStage *self, guint host, const char *rule, const char *id,
                                  const MailAddress *from, GPtrArray *to, MailMessage *message);

/* "<anna@school.example>" (transfer full) */
char       *sim_address_to_path  (const MailAddress *address);
/* The addresses of a header field as paths, parted by commas; "" where there is none. (transfer full) */
char       *sim_message_paths    (MailMessage *message, const char *field);

/* Writes a NOTE entry about the STORED entry @about; G_MAXUINT: about none. */
guint       sim_stage_note       (SimStage *self, guint host, const char *rule, guint about, SimTime until,
                                  const char *format, ...) G_GNUC_PRINTF (6, 7);

/* A NOTE about one recipient of a queued item, with the attempt's number where it is put off. */
guint       sim_stage_note_recipient (SimStage *self, guint host, const char *rule, const MailQueueItem *item,
                                      SimTime until, const MailRecipient *recipient, const char *reply);

/* A new message with a Received field of RFC 5321, 4.4 in front. @peer: what EHLO said; @recipient: "for", or NULL. */
MailMessage *sim_stage_add_received (SimStage *self, guint host, MailMessage *message, const char *peer,
                                     guint32 peer_address, const char *with, const char *id,
                                     const MailAddress *recipient);

G_END_DECLS
