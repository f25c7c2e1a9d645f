/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/mta-private.h"

#define MAX_HOPS 50         /* RFC 5321, 6.3 wants to allow at least 100 in the field; a lesson's loop shows sooner */
#define PICK_UP  (200 * SIM_TIME_MILLISECOND)   /* until the queue's manager looks at what has come */

gboolean
sim_mta_is_local (const SimMta *self, const char *domain)
{
  for (guint i = 0; self->config.domains[i] != NULL; i++)
    if (g_ascii_strcasecmp (self->config.domains[i], domain) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_own (const SimMta *self, const MailAddress *address)
{
  return address->domain[0] == '\0' || sim_mta_is_local (self, address->domain)
         || g_ascii_strcasecmp (address->domain, sim_stage_host_name (self->stage, self->config.host)) == 0;
}

/* <postmaster> and addresses at the host's own name belong to the first own domain. */
static MailAddress
canonical (const SimMta *self, const MailAddress *address)
{
  MailAddress copy = { g_strdup (address->local), NULL };

  if (is_own (self, address) && !sim_mta_is_local (self, address->domain) && self->config.domains[0] != NULL)
    copy.domain = g_strdup (self->config.domains[0]);
  else
    copy.domain = g_strdup (address->domain);
  return copy;
}

static void
answer_recipient (SimMta *self, SimVisit *visit, SimTime now, GBytes *bytes)
{
  gsize len;
  const char *text = g_bytes_get_data (bytes, &len);
  g_autofree char *path = g_strndup (text, len);
  SimSession *session = sim_visit_get_session (visit);
  gboolean trusted = smtp_server_get_dialect (session) == SMTP_DIALECT_SUBMISSION
                     || smtp_server_get_user (session) != NULL || self->config.open_relay;
  MailAddress address = { NULL, NULL };
  MailAddress target = { NULL, NULL };

  if (g_ascii_strcasecmp (path, "postmaster") == 0)
    address = (MailAddress) { g_strdup (path), g_strdup ("") };
  else if (!mail_address_parse (path, &address))
    {
      sim_visit_answer (visit, now, 553, "5.1.3", "Mailbox address syntax not understood");
      return;
    }
  target = canonical (self, &address);
  if (is_own (self, &address))
    {
      if (sim_directory_find (self->users, &target) >= 0)
        sim_visit_answer (visit, now, 250, "2.1.5", "Recipient ok");
      else
        sim_visit_answer (visit, now, 550, "5.1.1", "No such user here");
    }
  else if (trusted)
    sim_visit_answer (visit, now, 250, "2.1.5", "Recipient ok, will relay");
  else
    sim_visit_answer (visit, now, 550, "5.7.1", "Relaying denied");
  mail_address_clear (&address);
  mail_address_clear (&target);
}

static void
free_address (gpointer data)
{
  mail_address_clear (data);
  g_free (data);
}

static void
take_message (SimMta *self, SimVisit *visit, SimTime now, GBytes *bytes)
{
  SimSession *session = sim_visit_get_session (visit);
  const SmtpEnvelope *envelope = smtp_server_get_envelope (session);
  g_autoptr (MailMessage) message = mail_message_new (bytes);
  g_autoptr (MailMessage) stamped = NULL;
  g_autoptr (GPtrArray) given = sim_visit_recipients (visit);
  g_autoptr (GPtrArray) to = g_ptr_array_new_with_free_func (free_address);
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;

  if (mail_message_count_headers (message, "Received") >= MAX_HOPS)
    {
      sim_visit_answer (visit, now, 554, "5.4.6", "Too many hops: this message goes in a circle");
      return;
    }
  for (guint i = 0; i < given->len; i++)
    {
      MailAddress target = canonical (self, g_ptr_array_index (given, i));

      g_ptr_array_add (to, g_memdup2 (&target, sizeof target));
    }
  id = g_strdup_printf ("Q%04u", self->last_queued + 1);
  stamped = sim_stage_add_received (self->stage, self->config.host, message, smtp_server_get_peer (session),
                                    sim_visit_get_peer_address (visit), sim_visit_get_with (visit), id,
                                    to->len == 1 ? g_ptr_array_index (to, 0) : NULL);
  sim_mta_enqueue (self, &envelope->from, to, stamped);
  text = g_strdup_printf ("Message accepted, queued as %s", id);
  sim_visit_answer (visit, now, 250, "2.0.0", text);
}

static void
verify (SimMta *self, SimVisit *visit, SimTime now)
{
  sim_visit_answer (visit, now, 252, "2.5.2", "Cannot verify, but will take mail and try to deliver it");
}

static void
on_ask (gpointer owner, SimVisit *visit, SimTime now, const char *what, GBytes *bytes)
{
  SimMta *self = owner;

  if (g_str_equal (what, "auth"))
    sim_visit_answer_login (visit, now, self->users, bytes);
  else if (g_str_equal (what, "sender"))
    sim_visit_answer (visit, now, 250, "2.1.0", "Sender ok");
  else if (g_str_equal (what, "recipient"))
    answer_recipient (self, visit, now, bytes);
  else if (g_str_equal (what, "verify"))
    verify (self, visit, now);
  else
    take_message (self, visit, now, bytes);
}

MailQueueItem *
sim_mta_enqueue (SimMta *self, const MailAddress *from, GPtrArray *to, MailMessage *message)
{
  MailQueueItem *item = mail_queue_add (self->queue, sim_stage_now (self->stage), from, to, message);

  self->last_queued = item->number;
  item->stored = sim_stage_store (self->stage, self->config.host, "store:queue", item->id, from, to, NULL, 0,
                                  message);
  sim_relay_plan (self, item, sim_stage_now (self->stage) + PICK_UP, item->stored);
  return item;
}

SimMta *
sim_mta_new (SimStage *stage, const SimMtaConfig *config, const SimDirectory *users, GPtrArray *faults)
{
  SimMta *self = g_new0 (SimMta, 1);
  MailQueueConfig queue = { config->retry, 4 * SIM_TIME_HOUR, config->expire };
  SmtpServerConfig server = { .dialect = SMTP_DIALECT_SMTP, .extensions = config->extensions & ~SMTP_EXT_AUTH,
                              .max_size = config->max_size, .max_recipients = config->max_recipients,
                              .no_ehlo = config->helo_only };

  if (queue.max_retry < queue.first_retry)
    queue.max_retry = queue.first_retry;
  self->stage = stage;
  self->config = *config;
  self->config.domains = g_strdupv (config->domains);
  self->users = users;
  self->queue = mail_queue_new (&queue);
  sim_relay_init (self);
  if (config->relays)
    self->relay = sim_service_new (stage, config->host, SIM_SMTP_PORT, &server, faults, on_ask, self);
  server.dialect = SMTP_DIALECT_SUBMISSION;
  server.extensions = config->extensions;
  server.require_auth = (config->extensions & SMTP_EXT_AUTH) != 0;
  if (config->takes_submission)
    self->submission = sim_service_new (stage, config->host, SIM_SUBMISSION_PORT, &server, faults, on_ask, self);
  return self;
}

void
sim_mta_free (SimMta *self)
{
  g_clear_pointer (&self->relay, sim_service_free);
  g_clear_pointer (&self->submission, sim_service_free);
  sim_relay_clear (self);
  mail_queue_free (self->queue);
  g_strfreev (self->config.domains);
  g_free (self);
}
