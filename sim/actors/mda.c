/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/mda.h"

struct _SimMda
{
  SimStage           *stage;
  SimMdaConfig        config;
  const SimDirectory *users;
  SimSmtpService     *service;
  SimMailboxes       *mailboxes;
  guint               last_id;
};

static void
answer_recipient (SimMda *self, SimVisit *visit, SimTime now, GBytes *bytes)
{
  gsize len;
  const char *text = g_bytes_get_data (bytes, &len);
  g_autofree char *path = g_strndup (text, len);
  MailAddress address = { NULL, NULL };

  if (mail_address_parse (path, &address) && sim_mailboxes_find_user (self->mailboxes, &address) >= 0)
    sim_visit_answer (visit, now, 250, "2.1.5", "Recipient ok");
  else
    sim_visit_answer (visit, now, 550, "5.1.1", "No such user here");
  mail_address_clear (&address);
}

/* What final delivery adds: Return-Path before everything (RFC 5321, 4.4). */
static MailMessage *
make_final (SimMda *self, SimVisit *visit, const SmtpEnvelope *envelope, const MailAddress *recipient,
            const char *id, MailMessage *message)
{
  g_autoptr (MailMessage) bare = mail_message_without_header (message, "Return-Path");
  g_autoptr (MailMessage) received =
    sim_stage_add_received (self->stage, self->config.host, bare,
                            smtp_server_get_peer (sim_visit_get_session (visit)),
                            sim_visit_get_peer_address (visit), sim_visit_get_with (visit), id, recipient);
  g_autofree char *from = mail_address_to_text (&envelope->from);
  g_autofree char *path = g_strdup_printf ("<%s>", from);

  return mail_message_with_header (received, "Return-Path", path);
}

/* One recipient's copy; returns the reply that LMTP gives for it. */
static void
deliver (SimMda *self, SimVisit *visit, SimTime now, const SmtpEnvelope *envelope,
         const MailAddress *recipient, MailMessage *message)
{
  int number = sim_mailboxes_find_user (self->mailboxes, recipient);
  const SimDirectoryUser *user = sim_directory_get (self->users, number);
  MailStore *store = sim_mailboxes_get_store (self->mailboxes, number);
  g_autofree char *id = g_strdup_printf ("D%04u", ++self->last_id);
  g_autoptr (MailMessage) copy = make_final (self, visit, envelope, recipient, id, message);
  g_autofree char *address = NULL;
  g_autofree char *text = NULL;

  if (user->quota > 0 && mail_message_get_size (copy) > user->quota)
    {
      sim_visit_answer (visit, now, 552, "5.2.2", "Message larger than the mailbox quota");
      return;
    }
  if (!mail_store_has_room (store, mail_message_get_size (copy)))
    {
      sim_visit_answer (visit, now, 452, "4.2.2", "Mailbox full");
      return;
    }
  address = mail_address_to_text (&user->address);
  sim_mailboxes_deliver (self->mailboxes, number, mail_store_get_inbox (store), id, &envelope->from, recipient, copy, 0,
                         now);
  text = g_strdup_printf ("<%s> delivered", address);
  sim_visit_answer (visit, now, 250, "2.1.5", text);
}

static void
on_ask (gpointer owner, SimVisit *visit, SimTime now, const char *what, GBytes *bytes)
{
  SimMda *self = owner;

  if (g_str_equal (what, "sender"))
    sim_visit_answer (visit, now, 250, "2.1.0", "Sender ok");
  else if (g_str_equal (what, "recipient"))
    answer_recipient (self, visit, now, bytes);
  else if (g_str_equal (what, "message"))
    {
      const SmtpEnvelope *envelope = smtp_server_get_envelope (sim_visit_get_session (visit));
      g_autoptr (MailMessage) message = mail_message_new (bytes);
      guint n = envelope->recipients->len;

      for (guint i = 0; i < n; i++)
        {
          SmtpRecipient *recipient = g_ptr_array_index (envelope->recipients, i);

          deliver (self, visit, now, envelope, &recipient->address, message);
        }
    }
  else if (g_str_equal (what, "verify"))
    sim_visit_answer (visit, now, 252, "2.5.2", "Cannot verify, but will take mail and try to deliver it");
  else
    sim_visit_answer (visit, now, 535, "5.7.8", "Authentication credentials invalid");
}

SimMda *
sim_mda_new (SimStage *stage, const SimMdaConfig *config, const SimDirectory *users, SimMailboxes *mailboxes,
             GPtrArray *faults)
{
  SimMda *self = g_new0 (SimMda, 1);
  /* RFC 2033, 5: an LMTP server offers both of these whatever else it does. */
  SmtpServerConfig server = { .dialect = SMTP_DIALECT_LMTP, .max_size = config->max_size,
                              .extensions = (config->extensions & ~(SMTP_EXT_AUTH | SMTP_EXT_DSN | SMTP_EXT_ETRN))
                                            | SMTP_EXT_PIPELINING | SMTP_EXT_ENHANCED };

  self->stage = stage;
  self->config = *config;
  self->users = users;
  self->mailboxes = mailboxes;
  self->service = sim_smtp_service_new (stage, config->host, SIM_LMTP_PORT, &server, faults, on_ask, self);
  return self;
}

void
sim_mda_free (SimMda *self)
{
  sim_smtp_service_free (self->service);
  g_free (self);
}
