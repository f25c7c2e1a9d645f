/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/mta-private.h"

#define MAX_HOPS 100        /* RFC 5321, 6.3 */
#define PICK_UP  (200 * SIM_TIME_MILLISECOND)   /* until the queue's manager looks at what has come */

gboolean
sim_mta_is_local (const SimMta *self, const char *domain)
{
  for (guint i = 0; self->config.domains[i] != NULL; i++)
    if (g_ascii_strcasecmp (self->config.domains[i], domain) == 0)
      return TRUE;
  return FALSE;
}

/* One envelope that comes of what was received: list members leave under their owner's name. */
typedef struct
{
  MailAddress   from;
  SmtpEnvelope *envelope;    /* its recipients, with what they said about notifications */
  GPtrArray    *expanded;    /* char *: the addresses that others stand for now */
} Leaving;

static void
leaving_free (gpointer data)
{
  Leaving *self = data;

  mail_address_clear (&self->from);
  smtp_envelope_free (self->envelope);
  g_ptr_array_unref (self->expanded);
  g_free (self);
}

static Leaving *
leaving_for (GPtrArray *all, const MailAddress *from, const SmtpEnvelope *given)
{
  Leaving *self;

  for (guint i = 0; i < all->len; i++)
    {
      self = g_ptr_array_index (all, i);
      if (mail_address_equal (&self->from, from))
        return self;
    }
  self = g_new0 (Leaving, 1);
  self->from = (MailAddress) { g_strdup (from->local), g_strdup (from->domain) };
  self->envelope = smtp_envelope_new ();
  self->expanded = g_ptr_array_new_with_free_func (g_free);
  self->envelope->ret = given->ret;
  self->envelope->envid = g_strdup (given->envid);
  g_ptr_array_add (all, self);
  return self;
}

static void
leaving_add (Leaving *self, const MailAddress *address, guint notify, const char *orcpt)
{
  SmtpRecipient *recipient;

  for (guint i = 0; i < self->envelope->recipients->len; i++)
    {
      recipient = g_ptr_array_index (self->envelope->recipients, i);
      if (mail_address_equal (&recipient->address, address))
        return;
    }
  recipient = smtp_envelope_add (self->envelope, address);
  recipient->notify = notify;
  recipient->orcpt = g_strdup (orcpt);
}

/* RFC 5321, 3.9; RFC 3461, 5.2.7: an alias for one passes on what was asked about notifications, one for
 * several all but SUCCESS, a list nothing. */
static void
expand_recipient (SimMta *self, GPtrArray *all, const SmtpEnvelope *envelope, const SmtpRecipient *given)
{
  MailAddress target = sim_mta_canonical (self, &given->address);
  const SimDirectoryList *list = sim_mta_is_own (self, &target) ? sim_directory_find_list (self->users, &target) : NULL;
  g_autoptr (GPtrArray) to = sim_mta_is_own (self, &target) ? sim_directory_expand (self->users, &target) : NULL;
  MailAddress owner = { NULL, NULL };
  gboolean owned = list != NULL && list->owner != NULL && mail_address_parse (list->owner, &owner);
  Leaving *leaving = leaving_for (all, owned ? &owner : &envelope->from, envelope);
  guint notify = given->notify;

  if (owned)
    {
      notify = 0;
      leaving->envelope->ret = MAIL_RETURN_UNSAID;
      g_clear_pointer (&leaving->envelope->envid, g_free);
    }
  else if (to != NULL && to->len > 1 && notify != MAIL_NOTIFY_NEVER)
    notify &= ~(guint) MAIL_NOTIFY_SUCCESS;
  if (to == NULL)
    leaving_add (leaving, &target, notify, given->orcpt);
  else if (to->len != 1 || !mail_address_equal (g_ptr_array_index (to, 0), &target))
    g_ptr_array_add (leaving->expanded, mail_address_to_text (&target));
  for (guint i = 0; to != NULL && i < to->len; i++)
    leaving_add (leaving, g_ptr_array_index (to, i), notify, owned ? NULL : given->orcpt);
  mail_address_clear (&owner);
  mail_address_clear (&target);
}

static GPtrArray *
addresses_of (const SmtpEnvelope *envelope)
{
  GPtrArray *to = g_ptr_array_new ();

  for (guint i = 0; i < envelope->recipients->len; i++)
    g_ptr_array_add (to, &((SmtpRecipient *) g_ptr_array_index (envelope->recipients, i))->address);
  return to;
}

static gboolean
anyone (gpointer data, const char *password)
{
  return TRUE;
}

/* Some servers file what their users submit, so that a mail program need not. The message is theirs: as it was
 * handed in, without a Received field. Without room in the mailbox there is no copy. */
static void
file_sent (SimMta *self, SimSession *session, SimTime now, MailMessage *message)
{
  const char *name = smtp_server_get_user (session);
  int user = name != NULL && self->config.mailboxes != NULL
               ? sim_directory_prove (self->users, name, anyone, NULL) : -1;
  MailStore *store = user >= 0 && sim_directory_get (self->users, (guint) user)->files_sent
                       ? sim_mailboxes_get_store (self->config.mailboxes, (guint) user) : NULL;
  MailBox *box;

  if (store == NULL || !mail_store_has_places (store, 1)
      || !mail_store_has_room (store, mail_message_get_size (message)))
    return;
  box = mail_store_find_use (store, MAIL_USE_SENT);
  if (box == NULL)
    box = mail_store_find (store, "Sent");
  if (box == NULL && mail_store_create (store, "Sent", MAIL_USE_SENT, &box) == MAIL_STORE_OK)
    mail_store_subscribe (store, "Sent", TRUE);
  if (box != NULL)
    mail_box_append (box, message, MAIL_FLAG_SEEN, now);
}

static void
take_message (SimMta *self, SimVisit *visit, SimTime now, GBytes *bytes)
{
  SimSession *session = sim_visit_get_session (visit);
  const SmtpEnvelope *envelope = smtp_server_get_envelope (session);
  g_autoptr (MailMessage) message = mail_message_new (bytes);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (leaving_free);
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;

  if (mail_message_count_headers (message, "Received") >= self->config.max_hops)
    {
      sim_visit_answer (visit, now, 554, "5.4.6", "Too many hops: this message goes in a circle");
      return;
    }
  for (guint i = 0; i < envelope->recipients->len; i++)
    expand_recipient (self, all, envelope, g_ptr_array_index (envelope->recipients, i));
  id = g_strdup_printf ("Q%04u", self->last_queued + 1);
  for (guint i = 0; i < all->len; i++)
    {
      Leaving *leaving = g_ptr_array_index (all, i);
      g_autofree char *own_id = g_strdup_printf ("Q%04u", self->last_queued + 1);
      g_autoptr (GPtrArray) to = addresses_of (leaving->envelope);
      g_autoptr (MailMessage) stamped = NULL;
      const MailQueueItem *item;

      if (to->len == 0)                         /* an empty list */
        continue;
      stamped = sim_stage_add_received (self->stage, self->config.host, message, smtp_server_get_peer (session),
                                        sim_visit_get_peer_address (visit), sim_visit_get_with (visit), own_id,
                                        to->len == 1 ? g_ptr_array_index (to, 0) : NULL);
      item = sim_mta_enqueue (self, &leaving->from, to, stamped, leaving->envelope);
      for (guint j = 0; j < leaving->expanded->len; j++)
        sim_stage_note (self->stage, self->config.host, "queue:expanded", item->stored, 0, "to=<%s>",
                        (const char *) g_ptr_array_index (leaving->expanded, j));
    }
  file_sent (self, session, now, message);
  text = g_strdup_printf ("Message accepted, queued as %s", id);
  sim_visit_answer (visit, now, 250, "2.0.0", text);
}

static void
on_ask (gpointer owner, SimVisit *visit, SimTime now, const char *what, GBytes *bytes)
{
  SimMta *self = owner;
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  g_autofree char *word = g_str_equal (what, "message") ? NULL : g_strndup (data != NULL ? data : "", len);

  if (g_str_equal (what, "auth"))
    sim_visit_answer_login (visit, now, self->users, bytes);
  else if (g_str_equal (what, "sender"))
    sim_visit_answer (visit, now, 250, "2.1.0", "Sender ok");
  else if (g_str_equal (what, "recipient"))
    sim_mta_recipient (self, visit, now, word);
  else if (g_str_equal (what, "verify"))
    sim_mta_verify (self, visit, now, word);
  else if (g_str_equal (what, "expand"))
    sim_mta_expand (self, visit, now, word);
  else if (g_str_equal (what, "etrn"))
    sim_mta_etrn (self, visit, now, word);
  else
    take_message (self, visit, now, bytes);
}

MailQueueItem *
sim_mta_enqueue (SimMta *self, const MailAddress *from, GPtrArray *to, MailMessage *message,
                 const SmtpEnvelope *envelope)
{
  MailQueueItem *item = mail_queue_add (self->queue, sim_stage_now (self->stage), from, to, message);

  if (envelope != NULL)
    {
      item->ret = envelope->ret;
      item->envid = g_strdup (envelope->envid);
    }
  for (guint i = 0; envelope != NULL && i < envelope->recipients->len && i < item->recipients->len; i++)
    {
      const SmtpRecipient *given = g_ptr_array_index (envelope->recipients, i);
      MailRecipient *recipient = g_ptr_array_index (item->recipients, i);

      recipient->notify = given->notify;
      recipient->orcpt = g_strdup (given->orcpt);
    }
  self->last_queued = item->number;
  item->stored = sim_stage_store_mail (self->stage, self->config.host, "store:queue", item->id, from, to, message);
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
                              .no_ehlo = config->helo_only, .mechanisms = config->mechanisms };

  if (queue.max_retry < queue.first_retry)
    queue.max_retry = queue.first_retry;
  self->stage = stage;
  self->config = *config;
  self->config.domains = g_strdupv (config->domains);
  if (self->config.max_hops == 0)
    self->config.max_hops = MAX_HOPS;
  self->users = users;
  self->queue = mail_queue_new (&queue);
  sim_relay_init (self);
  if (config->relays)
    self->relay = sim_smtp_service_new (stage, config->host, SIM_SMTP_PORT, &server, faults, on_ask, self);
  server.dialect = SMTP_DIALECT_SUBMISSION;
  server.extensions = config->extensions;
  server.require_auth = (config->extensions & SMTP_EXT_AUTH) != 0;
  if (config->takes_submission)
    self->submission = sim_smtp_service_new (stage, config->host, SIM_SUBMISSION_PORT, &server, faults, on_ask, self);
  return self;
}

void
sim_mta_free (SimMta *self)
{
  g_clear_pointer (&self->relay, sim_smtp_service_free);
  g_clear_pointer (&self->submission, sim_smtp_service_free);
  sim_relay_clear (self);
  mail_queue_free (self->queue);
  g_strfreev (self->config.domains);
  g_free (self);
}
