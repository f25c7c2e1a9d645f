/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/smtp-service.h"

struct _SimSmtpService
{
  SimService      *service;
  SmtpServerConfig config;
  SimSmtpAskFunc   ask;
  gpointer         owner;
};

static SimSession *
on_open (gpointer owner, guint64 challenge)
{
  SimSmtpService *self = owner;

  self->config.challenge = challenge;
  return smtp_server_new (&self->config);
}

static void
on_go_on (SimSession *session, SimTime now)
{
  smtp_server_answer (session, now, &(SmtpReply) { 0, NULL, NULL });
}

static void
on_refuse (SimSession *session, SimTime now, const char *text)
{
  g_autofree char *storage = NULL;
  SmtpReply reply;

  if (smtp_reply_parse (text, &reply, &storage))
    smtp_server_answer (session, now, &reply);
  else
    on_go_on (session, now);
}

static void
on_ask (gpointer owner, SimVisit *visit, SimTime now, const char *what, GBytes *bytes)
{
  SimSmtpService *self = owner;

  self->ask (self->owner, visit, now, what, bytes);
}

static const SimServiceFuncs service_funcs = { on_open, on_go_on, on_refuse, on_ask, NULL, FALSE };

SimSmtpService *
sim_smtp_service_new (SimStage *stage, guint host, guint16 port, const SmtpServerConfig *config, GPtrArray *faults,
                      SimSmtpAskFunc ask, gpointer owner)
{
  SimSmtpService *self = g_new0 (SimSmtpService, 1);

  self->config = *config;
  self->config.host = sim_stage_host_name (stage, host);      /* lives as long as the trace */
  self->config.ask_commands = sim_service_has_faults (faults);
  self->ask = ask;
  self->owner = owner;
  self->service = sim_service_new (stage, host, port, &service_funcs, faults, self);
  return self;
}

void
sim_smtp_service_free (SimSmtpService *self)
{
  sim_service_free (self->service);
  g_free (self);
}

void
sim_visit_answer (SimVisit *self, SimTime now, int code, const char *enhanced, const char *text)
{
  SmtpReply reply = { code, enhanced, text };

  smtp_server_answer (sim_visit_get_session (self), now, &reply);
}

static gboolean
knows (gpointer question, const char *password)
{
  return sasl_matches (question, password);
}

void
sim_visit_answer_login (SimVisit *self, SimTime now, const SimDirectory *users, GBytes *bytes)
{
  if (sim_directory_prove (users, sasl_get_user (bytes), knows, bytes) >= 0)
    sim_visit_answer (self, now, 235, "2.7.0", "Authentication successful");
  else
    sim_visit_answer (self, now, 535, "5.7.8", "Authentication credentials invalid");
}

const char *
sim_visit_get_with (SimVisit *self)
{
  SimSession *session = sim_visit_get_session (self);

  if (smtp_server_get_dialect (session) == SMTP_DIALECT_LMTP)
    return "LMTP";
  if (!smtp_server_used_ehlo (session))
    return "SMTP";
  return smtp_server_get_user (session) != NULL ? "ESMTPA" : "ESMTP";
}
