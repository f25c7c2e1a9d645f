/* lab.h - the server's side opened to real programs
 *
 * The same SMTP, LMTP, POP3 and IMAP sessions as in a lesson, behind real ports;
 * mail lives in memory for as long as the lab does. Everything is bounded:
 * connections, sizes, recipients, idle time, what lies in the mailboxes, what
 * comes in at the same time, and the record. The lab belongs to the main context
 * of the thread that made it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/net/stream.h"
#include "sim/proto/smtp/smtp.h"
#include "sim/trace/trace.h"
#include "sim/world/scenario.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SIM_LAB_SMTP,
  SIM_LAB_SUBMISSION,
  SIM_LAB_LMTP,
  SIM_LAB_POP3,
  SIM_LAB_IMAP,
  SIM_LAB_N_SERVICES
} SimLabService;

#define SIM_LAB_MESSAGE_MAX (25 * 1024 * 1024)   /* where neither caller nor lesson sets another limit */

typedef struct
{
  const char *domain;            /* mail is taken for; also the server's name. Copied */
  gsize       max_size;          /* octets of a message; 0: SIM_LAB_MESSAGE_MAX */
  gsize       quota;             /* octets of a mailbox; 0: none */
  guint       max_connections;   /* at the same time; 0: 1000. Then 421 4.3.2 */
  guint       max_per_address;   /* of one address that is not loopback; 0: 100 */
  gboolean    require_tls;       /* no login in clear: 538, and 530 to who goes on without; POP3 [AUTH], IMAP LOGINDISABLED */
  gboolean    record;            /* keeps a trace */
} SimLabConfig;

/* What a spectator hears; each may be NULL. Where both lines are NULL and nothing is
 * recorded, sessions run faster. @conn counts from 1. */
typedef struct
{
  void (*opened) (gpointer owner, guint32 conn, const char *client, const char *service, guint16 port);
  /* @entry: a SAID entry on the stack. */
  void (*said)   (gpointer owner, const SimEntry *entry);
  void (*closed) (gpointer owner, guint32 conn, SimCloseReason why);
} SimLabFuncs;

typedef struct _SimLab SimLab;

SimLab         *sim_lab_new          (const SimLabConfig *config, const SimLabFuncs *funcs, gpointer owner);
/* Clients that are still there hear 421, -ERR or BYE first. */
void            sim_lab_free         (SimLab *self);

/* NAME, which becomes NAME@domain, or a whole address. FALSE: it is none, or it is there already. */
gboolean        sim_lab_add_user     (SimLab *self, const char *name, const char *password);

/* Users, mailboxes and settings of a lesson's hosts, instead of the config's: @host, or (-1) for each protocol
 * the first host that offers it; the first of their domains is the lab's. Before the services are opened. */
void            sim_lab_set_scenario (SimLab *self, SimScenario *scenario, int host);
/* Whether the lesson, if there is one, has a host for it. */
gboolean        sim_lab_offers       (const SimLab *self, SimLabService service);

/* Opens a service; the port that it got, or 0 and @error. Port 0: any free one. */
guint16         sim_lab_listen       (SimLab *self, SimLabService service, GInetAddress *address, guint16 port,
                                      GError **error);
/* No further connections; who is there stays. Not inside one of the functions above. */
void            sim_lab_close_ports  (SimLab *self);
/* And who is there is told so and cut off. */
void            sim_lab_stop         (SimLab *self);

guint           sim_lab_n_open       (const SimLab *self);   /* connections */

/* What has happened so far; NULL unless it is recorded. Borrowed. */
SimTrace       *sim_lab_get_trace    (SimLab *self);
/* TRUE: it grew too large, and what came later is not in it. */
gboolean        sim_lab_record_is_full (const SimLab *self);

const char     *sim_lab_service_name (SimLabService service);  /* "smtp", "submission", "lmtp", "pop3", "imap" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimLab, sim_lab_free)

G_END_DECLS
