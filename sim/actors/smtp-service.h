/* smtp-service.h - a port at which an SMTP, submission or LMTP server answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/directory.h"
#include "sim/actors/service.h"
#include "sim/proto/smtp/server.h"

G_BEGIN_DECLS

typedef struct _SimSmtpService SimSmtpService;

/* A question of smtp_server (server.h), but for "command", which the service answers itself by its faults.
 * Answer with sim_visit_answer(). */
typedef void (*SimSmtpAskFunc) (gpointer owner, SimVisit *visit, SimTime now, const char *what, GBytes *bytes);

/* @faults: GPtrArray of SimFaultRule, borrowed, or NULL. @config is copied. */
SimSmtpService *sim_smtp_service_new  (SimStage *stage, guint host, guint16 port, const SmtpServerConfig *config,
                                       GPtrArray *faults, SimSmtpAskFunc ask, gpointer owner);
void            sim_smtp_service_free (SimSmtpService *self);

void        sim_visit_answer       (SimVisit *self, SimTime now, int code, const char *enhanced, const char *text);

/* What a server does with AUTH's question: 235 or 535. */
void        sim_visit_answer_login (SimVisit *self, SimTime now, const SimDirectory *users, GBytes *bytes);

/* "ESMTP", "ESMTPA", "SMTP" or "LMTP" for Received (RFC 3848). */
const char *sim_visit_get_with     (SimVisit *self);

G_END_DECLS
