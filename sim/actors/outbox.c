/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/outbox.h"

#include "sim/actors/lookup.h"
#include "sim/actors/mta.h"
#include "sim/mail/queue.h"
#include "sim/net/peer.h"
#include "sim/proto/smtp/client.h"

/* A letter in the outbox, while it is being sent and while it waits. */
typedef struct
{
  SimOutbox     *outbox;
  MailQueueItem *item;
  guint          tag;
  SimLookup     *lookup;
  SimPeer       *peer;
  SimEventId     event;
  guint          cause;
  gboolean       submitted;
  gboolean       sent;         /* somebody will get it */
  gboolean       held;         /* until there is a network */
  char          *trouble;
} Letter;

struct _SimOutbox
{
  SimStage      *stage;
  SimOutboxConfig   config;
  char          *address;
  char          *password;
  SimOutboxDoneFunc done;
  gpointer       owner;
  MailQueue     *queue;
  GPtrArray     *letters;    /* Letter */
  gboolean       offline;
};

static void letter_try (gpointer data, SimTime now);

static void
letter_free (gpointer data)
{
  Letter *self = data;

  if (self->event != 0)
    sim_engine_cancel (self->outbox->stage->engine, self->event);
  if (self->lookup != NULL)
    sim_lookup_free (self->lookup);
  if (self->peer != NULL)
    sim_peer_free (self->peer);
  g_free (self->trouble);
  g_free (self);
}

static void
note (Letter *self, const char *rule, SimTime until, const MailRecipient *recipient, const char *reply)
{
  sim_stage_note_recipient (self->outbox->stage, self->outbox->config.host, rule, self->item, until, recipient, reply);
}

/* The try is over: what is left waits, or the letter leaves the outbox. */
static void
settle (Letter *self, SimTime now)
{
  SimOutbox *outbox = self->outbox;
  MailQueueItem *item = self->item;
  g_autoptr (MailMessage) message = NULL;
  SimTime next = SIM_TIME_NEVER;
  gboolean waits = FALSE;

  if (!mail_queue_is_done (item))
    {
      guint n = item->recipients->len;
      g_autofree gboolean *open = g_new0 (gboolean, n);

      for (guint i = 0; i < n; i++)
        {
          MailRecipientState state = ((MailRecipient *) g_ptr_array_index (item->recipients, i))->state;

          open[i] = state == MAIL_RECIPIENT_WAITING || state == MAIL_RECIPIENT_TRYING;
        }
      next = mail_queue_defer (outbox->queue, item, now);
      for (guint i = 0; i < n; i++)
        {
          MailRecipient *recipient = g_ptr_array_index (item->recipients, i);
          const char *reply = recipient->reply != NULL && *recipient->reply != '\0' ? recipient->reply
                              : self->trouble != NULL ? self->trouble : "";

          if (open[i])
            note (self, next == SIM_TIME_NEVER ? "queue:failed" : "queue:deferred",
                  next == SIM_TIME_NEVER ? 0 : next, recipient, reply);
        }
      waits = next != SIM_TIME_NEVER;
    }
  if (waits)
    {
      self->cause = sim_trace_length (outbox->stage->trace) - 1;
      self->event = sim_engine_at (outbox->stage->engine, next, letter_try, self);
      return;
    }
  sim_stage_note (outbox->stage, outbox->config.host, "queue:removed", item->stored, 0, "id=%s", item->id);
  message = mail_message_ref (item->message);
  mail_queue_remove (outbox->queue, item);
  self->item = NULL;
  if (outbox->done != NULL)
    outbox->done (outbox->owner, self->tag, now, self->sent ? message : NULL);
}

static void
take_result (Letter *self, const SmtpClientResult *result)
{
  guint n = 0;

  for (guint i = 0; i < self->item->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (self->item->recipients, i);
      const SmtpRecipient *answer;

      if (recipient->state != MAIL_RECIPIENT_TRYING || n >= result->recipients->len)
        continue;
      answer = g_ptr_array_index (result->recipients, n++);
      g_free (recipient->reply);
      recipient->reply = smtp_reply_to_text (&answer->reply);
      switch (answer->reply.code / 100)
        {
        case 2:
          recipient->state = MAIL_RECIPIENT_SENT;
          self->sent = TRUE;
          note (self, "queue:sent", 0, recipient, recipient->reply);
          break;
        case 5:
          recipient->state = MAIL_RECIPIENT_FAILED;
          note (self, "queue:failed", 0, recipient, recipient->reply);
          break;
        default:
          recipient->state = MAIL_RECIPIENT_WAITING;
          break;
        }
    }
}

static void
on_next (Letter *self, SimPeer *peer, SimTime now)
{
  SimSession *session = sim_peer_get_session (peer);

  if (self->item != NULL && !self->submitted)
    {
      g_autoptr (SmtpEnvelope) envelope = smtp_envelope_new ();

      mail_address_clear (&envelope->from);
      envelope->from = (MailAddress) { g_strdup (self->item->from.local), g_strdup (self->item->from.domain) };
      envelope->ret = self->item->ret;
      for (guint i = 0; i < self->item->recipients->len; i++)
        {
          MailRecipient *recipient = g_ptr_array_index (self->item->recipients, i);

          if (recipient->state == MAIL_RECIPIENT_TRYING)
            smtp_envelope_add (envelope, &recipient->address)->notify = recipient->notify;
        }
      self->submitted = TRUE;
      smtp_client_submit_envelope (session, now, envelope, self->item->message);
      return;
    }
  if (self->item != NULL)
    {
      take_result (self, smtp_client_get_result (session));
      self->submitted = FALSE;
      settle (self, now);
    }
  smtp_client_quit (session, now);
}

static void
on_ask (gpointer owner, SimPeer *peer, SimTime now, const SimOutput *question)
{
  Letter *self = owner;

  if (g_str_equal (question->what, "next"))
    on_next (self, peer, now);
  else
    {
      const SmtpReply *reply = &smtp_client_get_result (sim_peer_get_session (peer))->reply;

      g_free (self->trouble);
      self->trouble = reply->code > 0 ? g_strdup_printf ("%d %s", reply->code, reply->text != NULL ? reply->text : "")
                                      : g_strdup (reply->text);
    }
}

static void
on_gone (gpointer owner, SimPeer *peer, SimTime now, SimCloseReason why)
{
  Letter *self = owner;

  self->peer = NULL;
  if (self->item == NULL || self->event != 0)          /* all was said before the connection ended */
    return;
  if (self->trouble == NULL)
    self->trouble = g_strdup (sim_close_reason_text (why));
  if (self->trouble[0] == '5')                         /* login or greeting refused for good */
    for (guint i = 0; i < self->item->recipients->len; i++)
      {
        MailRecipient *recipient = g_ptr_array_index (self->item->recipients, i);

        if (recipient->state != MAIL_RECIPIENT_TRYING)
          continue;
        recipient->state = MAIL_RECIPIENT_FAILED;
        note (self, "queue:failed", 0, recipient, self->trouble);
      }
  settle (self, now);
}

static const SimPeerFuncs peer_funcs = { on_ask, on_gone };

static void
letter_connect (Letter *self, guint32 address)
{
  SimOutbox *outbox = self->outbox;
  gboolean submission = outbox->config.port == SIM_SUBMISSION_PORT;
  SmtpClientConfig config = { .host = sim_stage_host_name (outbox->stage, outbox->config.host),
                              .dialect = submission ? SMTP_DIALECT_SUBMISSION : SMTP_DIALECT_SMTP,
                              .user = outbox->password != NULL && submission ? outbox->address : NULL,
                              .password = outbox->password, .helo_only = outbox->config.helo_only,
                              .mechanisms = outbox->config.mechanisms };
  SimStream *stream = sim_stream_connect (outbox->stage->net, outbox->config.host, address, outbox->config.port,
                                          submission ? "submission" : "smtp");

  self->submitted = FALSE;
  self->peer = sim_peer_new (outbox->stage->net, stream, smtp_client_new (&config), &peer_funcs, self);
}

static void
on_found (gpointer owner, SimLookup *lookup, SimTime now, SimLookupResult result, const GArray *exchanges)
{
  Letter *self = owner;

  self->lookup = NULL;
  if (result == SIM_LOOKUP_FOUND)
    letter_connect (self, g_array_index (exchanges, SimExchange, 0).address);
  else
    {
      self->trouble = g_strdup ("Server name not found");
      settle (self, now);
    }
}

static void
letter_try (gpointer data, SimTime now)
{
  Letter *self = data;
  SimOutbox *outbox = self->outbox;

  self->event = 0;
  self->held = outbox->offline;
  if (self->held)
    return;
  sim_trace_set_cause (outbox->stage->trace, self->cause);
  g_clear_pointer (&self->trouble, g_free);
  for (guint i = 0; i < self->item->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (self->item->recipients, i);

      if (recipient->state == MAIL_RECIPIENT_WAITING)
        recipient->state = MAIL_RECIPIENT_TRYING;
    }
  if (outbox->config.resolver >= 0)
    self->lookup = sim_lookup_host (outbox->stage, outbox->config.host, outbox->config.resolver,
                                    sim_stage_host_name (outbox->stage, outbox->config.server), on_found, self);
  else
    letter_connect (self, sim_stage_address (outbox->stage, outbox->config.server));
}

/* RFC 5322, 3.6: Date is required, Message-ID should be there. Bcc must not travel. */
static MailMessage *
finish_message (SimOutbox *self, MailMessage *message, guint number)
{
  g_autoptr (MailMessage) bare = mail_message_without_header (message, "Bcc");
  const char *host = sim_stage_host_name (self->stage, self->config.host);

  if (mail_message_count_headers (bare, "Message-ID") == 0)
    {
      g_autofree char *value = g_strdup_printf ("<%u.%" G_GINT64_FORMAT "@%s>", number,
                                                sim_stage_date (self->stage), host);
      MailMessage *with = mail_message_with_header (bare, "Message-ID", value);

      mail_message_unref (bare);
      bare = with;
    }
  if (mail_message_count_headers (bare, "Date") == 0)
    {
      g_autofree char *value = mail_date_to_text (sim_stage_date (self->stage));

      return mail_message_with_header (bare, "Date", value);
    }
  return g_steal_pointer (&bare);
}

void
sim_outbox_send (SimOutbox *self, SimTime now, const MailAddress *from, GPtrArray *to, MailMessage *message,
                 guint notify, MailReturn ret, guint tag)
{
  g_autoptr (MailMessage) finished = finish_message (self, message, self->letters->len + 1);
  Letter *letter = g_new0 (Letter, 1);

  letter->outbox = self;
  letter->tag = tag;
  letter->item = mail_queue_add (self->queue, now, from, to, finished);
  letter->item->ret = ret;
  for (guint i = 0; i < letter->item->recipients->len; i++)
    ((MailRecipient *) g_ptr_array_index (letter->item->recipients, i))->notify = notify;
  letter->item->stored = sim_stage_store_mail (self->stage, self->config.host, "store:outbox", letter->item->id, from,
                                          to, finished);
  letter->cause = letter->item->stored;
  g_ptr_array_add (self->letters, letter);
  letter_try (letter, now);
}

void
sim_outbox_set_offline (SimOutbox *self, SimTime now, gboolean offline)
{
  self->offline = offline;
  for (guint i = 0; !offline && i < self->letters->len; i++)
    {
      Letter *letter = g_ptr_array_index (self->letters, i);

      if (letter->held)
        letter_try (letter, now);
    }
}

SimOutbox *
sim_outbox_new (SimStage *stage, const SimOutboxConfig *config, SimOutboxDoneFunc done, gpointer owner)
{
  SimOutbox *self = g_new0 (SimOutbox, 1);
  MailQueueConfig queue = { config->retry, 4 * SIM_TIME_HOUR, config->expire };

  if (queue.max_retry < queue.first_retry)
    queue.max_retry = queue.first_retry;
  self->stage = stage;
  self->config = *config;
  self->address = g_strdup (config->address);
  self->password = g_strdup (config->password);
  self->done = done;
  self->owner = owner;
  self->queue = mail_queue_new (&queue);
  self->letters = g_ptr_array_new_with_free_func (letter_free);
  return self;
}

void
sim_outbox_free (SimOutbox *self)
{
  g_ptr_array_unref (self->letters);
  mail_queue_free (self->queue);
  g_free (self->address);
  g_free (self->password);
  g_free (self);
}
