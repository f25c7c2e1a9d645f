/* relay.c - passes queued mail on
 *
 * An attempt is one try of one item. Its recipients are grouped by where they go
 * (the own delivery agent, or a domain); each group is a job: find the exchanges,
 * connect to them in order until one talks, hand the message over. In one run of
 * the queue (all that is due at the same time) a job whose exchange is already
 * being talked to rides along: one connection, several messages. When the last job of an attempt has ended, the verdicts are drawn:
 * sent, deferred, failed and bounced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/actors/lookup.h"
#include "sim/actors/mda.h"
#include "sim/actors/mta-private.h"
#include "sim/mail/dsn.h"
#include "sim/net/peer.h"
#include "sim/proto/smtp/client.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  SimMta        *mta;
  guint          number;      /* of the item */
  guint          cause;       /* entry */
  SimEventId     event;
} Timer;

typedef struct
{
  SimMta        *mta;
  MailQueueItem *item;
  SimTime        begun;
  guint          running;     /* jobs that have not ended */
  GPtrArray     *jobs;        /* Job */
} Attempt;

typedef struct _Job Job;

struct _Job
{
  Attempt       *attempt;     /* NULL: ended, only its connection is still to be closed */
  SimMta        *mta;
  char          *domain;
  SmtpDialect    dialect;
  GPtrArray     *recipients;  /* MailRecipient, borrowed from the item */
  SimLookup     *lookup;
  GArray        *exchanges;   /* SimExchange */
  guint          next;        /* exchange to try next */
  SimPeer       *peer;
  GPtrArray     *riders;      /* Job, borrowed: they wait for the own connection */
  Job           *current;     /* whose message was submitted on it; NULL: none */
  gboolean       leaving;     /* QUIT was said on it, or it has failed: nobody may ride any more */
  char          *trouble;     /* what the last exchange said, or why there was none */
};

static void job_try (Job *self, SimTime now);

static void
clear_exchange (gpointer data)
{
  g_free (((SimExchange *) data)->name);
}

static void
job_free (gpointer data)
{
  Job *self = data;

  if (self->lookup != NULL)
    sim_lookup_free (self->lookup);
  if (self->peer != NULL)
    sim_peer_free (self->peer);
  g_free (self->domain);
  g_ptr_array_unref (self->recipients);
  g_array_unref (self->exchanges);
  g_ptr_array_unref (self->riders);
  g_free (self->trouble);
  g_free (self);
}

static void
attempt_free (gpointer data)
{
  Attempt *self = data;

  g_ptr_array_unref (self->jobs);
  g_free (self);
}

static void
set_reply (MailRecipient *recipient, const char *reply, const char *host)
{
  g_autofree char *copy = g_strdup (reply);

  g_free (recipient->reply);
  recipient->reply = g_steal_pointer (&copy);
  g_free (recipient->host);
  recipient->host = g_strdup (host);
}

static char *
reply_text (const SmtpReply *reply)
{
  g_autofree char *line = g_strdup (reply->text != NULL ? reply->text : "");

  g_strdelimit (line, "\r\n", ' ');
  if (reply->code == 0)
    return g_steal_pointer (&line);
  return g_strdup_printf ("%d %s%s%s", reply->code, reply->enhanced != NULL ? reply->enhanced : "",
                          reply->enhanced != NULL ? " " : "", line);
}

static void
note_recipient (SimMta *mta, const MailQueueItem *item, const char *rule, SimTime until,
                const MailRecipient *recipient)
{
  g_autofree char *address = mail_address_to_text (&recipient->address);

  if (g_str_equal (rule, "queue:deferred"))
    sim_stage_note (mta->stage, mta->config.host, rule, item->stored, until, "to=<%s> attempt=%u reply=%s",
                    address, item->attempts, recipient->reply != NULL ? recipient->reply : "");
  else
    sim_stage_note (mta->stage, mta->config.host, rule, item->stored, until, "to=<%s> reply=%s",
                    address, recipient->reply != NULL ? recipient->reply : "");
}

/* The sender is told about recipients as the sender asked to be; nobody is told about a notification.
 * FALSE: nobody was told. */
static gboolean
notify (SimMta *mta, MailQueueItem *item, const char *rule, gboolean delayed, gboolean succeeded)
{
  MailDsnInfo info = { .host = sim_stage_host_name (mta->stage, mta->config.host),
                       .date = sim_stage_date (mta->stage),
                       .arrived = mta->stage->epoch + item->arrived / SIM_TIME_SECOND,
                       .delayed = delayed, .succeeded = succeeded };
  MailAddress nobody = { (char *) "", (char *) "" };
  g_autofree char *id = g_strdup_printf ("Q%04u", mta->last_queued + 1);
  guint cause = sim_trace_get_cause (mta->stage->trace);
  g_autoptr (MailMessage) report = NULL;
  g_autoptr (GPtrArray) to = NULL;
  guint note;

  if (mail_address_is_null (&item->from) || !mail_dsn_is_wanted (&info, item))
    return FALSE;
  info.id = id;
  report = mail_dsn_new (&info, item);
  note = sim_stage_note (mta->stage, mta->config.host, rule, item->stored, 0, "id=%s", id);
  sim_trace_set_cause (mta->stage->trace, note);
  to = g_ptr_array_new ();
  g_ptr_array_add (to, &item->from);
  sim_mta_enqueue (mta, &nobody, to, report, NULL);
  sim_trace_set_cause (mta->stage->trace, cause);
  return TRUE;
}

static void
forget_settled (MailQueueItem *item)
{
  for (guint i = item->recipients->len; i > 0; i--)
    {
      const MailRecipient *recipient = g_ptr_array_index (item->recipients, i - 1);

      if (recipient->state == MAIL_RECIPIENT_SENT || recipient->state == MAIL_RECIPIENT_FAILED)
        g_ptr_array_remove_index (item->recipients, i - 1);
    }
}

/* All jobs have ended. */
static void
attempt_end (Attempt *self, SimTime now)
{
  SimMta *mta = self->mta;
  MailQueueItem *item = self->item;
  SimTime next = SIM_TIME_NEVER;
  gboolean failed = FALSE;
  guint cause = sim_trace_get_cause (mta->stage->trace);
  g_autofree gboolean *open = g_new0 (gboolean, item->recipients->len + 1);

  for (guint i = 0; i < item->recipients->len; i++)
    {
      MailRecipientState state = ((MailRecipient *) g_ptr_array_index (item->recipients, i))->state;

      open[i] = state == MAIL_RECIPIENT_WAITING || state == MAIL_RECIPIENT_TRYING;
    }
  if (!mail_queue_is_done (item))
    next = mail_queue_defer (mta->queue, item, now);
  for (guint i = 0; i < item->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (item->recipients, i);

      if (open[i])
        {
          gboolean given_up = recipient->state == MAIL_RECIPIENT_FAILED;

          note_recipient (mta, item, given_up ? "queue:failed" : "queue:deferred", given_up ? 0 : next, recipient);
        }
      failed |= recipient->state == MAIL_RECIPIENT_FAILED;
    }
  if (failed)
    notify (mta, item, "queue:bounced", FALSE, FALSE);
  notify (mta, item, "queue:notified", FALSE, TRUE);
  if (next != SIM_TIME_NEVER && !item->warned && mta->config.delay > 0 && now - item->arrived >= mta->config.delay)
    item->warned = notify (mta, item, "queue:notified", TRUE, FALSE);
  sim_trace_set_cause (mta->stage->trace, cause);
  forget_settled (item);
  self->item = NULL;
  if (item->recipients->len == 0)
    {
      sim_stage_note (mta->stage, mta->config.host, "queue:removed", item->stored, 0, "id=%s", item->id);
      mail_queue_remove (mta->queue, item);
    }
  else
    sim_relay_plan (mta, item, next, sim_trace_length (mta->stage->trace) - 1);
}

static void
job_end (Job *self, SimTime now)
{
  Attempt *attempt = self->attempt;

  if (attempt == NULL)
    return;
  self->attempt = NULL;
  if (--attempt->running == 0)
    attempt_end (attempt, now);
}

/* No exchange took the message: whoever is still being tried waits. */
static void
job_defer (Job *self, SimTime now)
{
  for (guint i = 0; i < self->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (self->recipients, i);

      set_reply (recipient, self->trouble, NULL);
      recipient->state = MAIL_RECIPIENT_WAITING;
      recipient->attempts++;
    }
  job_end (self, now);
}

static void
job_fail (Job *self, SimTime now, const char *reply, const char *host)
{
  for (guint i = 0; i < self->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (self->recipients, i);

      set_reply (recipient, reply, host);
      recipient->state = MAIL_RECIPIENT_FAILED;
      recipient->attempts++;
      note_recipient (self->mta, self->attempt->item, "queue:failed", 0, recipient);
    }
  job_end (self, now);
}

/* What became of each recipient, by the reply that decided. */
static void
take_result (Job *self, SimSession *session, const char *host)
{
  const SmtpClientResult *result = smtp_client_get_result (session);
  gboolean local = self->dialect == SMTP_DIALECT_LMTP;
  gboolean passed = !local && (smtp_client_get_extensions (session) & SMTP_EXT_DSN) != 0;

  for (guint i = 0; i < self->recipients->len && i < result->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (self->recipients, i);
      const SmtpRecipient *answer = g_ptr_array_index (result->recipients, i);
      g_autofree char *text = reply_text (&answer->reply);

      set_reply (recipient, text, host);
      recipient->attempts++;
      if (answer->reply.code / 100 == 2)
        {
          recipient->state = MAIL_RECIPIENT_SENT;
          recipient->local = local;
          recipient->passed = passed;
          note_recipient (self->mta, self->attempt->item, "queue:sent", 0, recipient);
        }
      else if (answer->reply.code / 100 == 5)
        {
          recipient->state = MAIL_RECIPIENT_FAILED;
          note_recipient (self->mta, self->attempt->item, "queue:failed", 0, recipient);
        }
      else
        recipient->state = MAIL_RECIPIENT_WAITING;
    }
}

static const char *
exchange_name (const Job *self)
{
  return g_array_index (self->exchanges, SimExchange, self->next - 1).name;
}

static void
submit (Job *self, SimSession *session, SimTime now)
{
  const MailQueueItem *item = self->attempt->item;
  g_autoptr (SmtpEnvelope) envelope = smtp_envelope_new ();

  mail_address_clear (&envelope->from);
  envelope->from = (MailAddress) { g_strdup (item->from.local), g_strdup (item->from.domain) };
  envelope->ret = item->ret;
  envelope->envid = g_strdup (item->envid);
  for (guint i = 0; i < self->recipients->len; i++)
    {
      const MailRecipient *from = g_ptr_array_index (self->recipients, i);
      SmtpRecipient *to = smtp_envelope_add (envelope, &from->address);

      to->notify = from->notify;
      to->orcpt = g_strdup (from->orcpt);
    }
  smtp_client_submit_envelope (session, now, envelope, item->message);
}

static void
on_next (Job *self, SimPeer *peer, SimTime now)
{
  SimSession *session = sim_peer_get_session (peer);
  Job *done = self->current;

  self->current = NULL;
  if (done == NULL && self->attempt != NULL)
    self->current = self;
  else if (self->riders->len > 0)
    self->current = g_ptr_array_steal_index (self->riders, 0);
  else
    self->leaving = TRUE;
  if (done != NULL)
    {
      take_result (done, session, exchange_name (done));
      job_end (done, now);
    }
  if (self->current != NULL)
    submit (self->current, session, now);
  else
    smtp_client_quit (session, now);
}

static void
on_ask (gpointer owner, SimPeer *peer, SimTime now, const SimOutput *question)
{
  Job *self = owner;

  if (g_str_equal (question->what, "next"))
    on_next (self, peer, now);
  else                                                  /* "failed": gone() tells when it is over */
    {
      const SmtpClientResult *result = smtp_client_get_result (sim_peer_get_session (peer));
      Job *job = self->current != NULL ? self->current : self;

      self->leaving = TRUE;
      g_free (job->trouble);
      job->trouble = reply_text (&result->reply);
    }
}

/* The connection is over, and this job's message was not settled on it. */
static void
job_lost (Job *self, SimTime now, SimCloseReason why)
{
  static const char * const troubles[] =
  {
    "Connection lost", "Connection refused", "Connection reset", "Connection timed out"
  };

  if (self->trouble == NULL || (why != SIM_CLOSE_DONE && !g_ascii_isdigit (self->trouble[0])))
    {
      g_free (self->trouble);
      self->trouble = g_strdup_printf ("%s (%s)", troubles[why], exchange_name (self));
    }
  job_try (self, now);
}

static void
on_gone (gpointer owner, SimPeer *peer, SimTime now, SimCloseReason why)
{
  Job *self = owner;
  Job *current = self->current;
  g_autoptr (GPtrArray) riders = g_ptr_array_copy (self->riders, NULL, NULL);

  self->peer = NULL;
  self->current = NULL;
  g_ptr_array_set_size (self->riders, 0);
  if (current == NULL && self->attempt != NULL)         /* it never came to the message */
    current = self;
  if (current != NULL)
    job_lost (current, now, why);
  for (guint i = 0; i < riders->len; i++)
    {
      Job *rider = g_ptr_array_index (riders, i);

      rider->next--;                                    /* it had not even begun with this exchange */
      job_try (rider, now);
    }
}

static const SimPeerFuncs peer_funcs = { on_ask, on_gone };

/* A job of the same run that is already talking to that exchange, or about to; NULL: none. */
static Job *
find_ride (SimMta *mta, const SimExchange *exchange, SmtpDialect dialect, SimTime begun)
{
  for (guint i = 0; i < mta->attempts->len; i++)
    {
      const Attempt *attempt = g_ptr_array_index (mta->attempts, i);

      for (guint j = 0; j < attempt->jobs->len && attempt->begun == begun; j++)
        {
          Job *job = g_ptr_array_index (attempt->jobs, j);

          if (job->peer != NULL && !job->leaving && job->dialect == dialect
              && g_array_index (job->exchanges, SimExchange, job->next - 1).address == exchange->address)
            return job;
        }
    }
  return NULL;
}

/* Connects to the next exchange. When there is none left, the last one's word counts. */
static void
job_try (Job *self, SimTime now)
{
  SimMta *mta = self->mta;
  gboolean lmtp = self->dialect == SMTP_DIALECT_LMTP;
  SmtpClientConfig config = { .host = sim_stage_host_name (mta->stage, mta->config.host),
                              .dialect = self->dialect, .helo_only = mta->config.helo_only,
                              .chunking = mta->config.chunk_size > 0, .chunk_size = mta->config.chunk_size };
  const SimExchange *exchange;
  SimStream *stream;
  Job *ride;

  if (self->next >= self->exchanges->len)
    {
      if (self->trouble != NULL && self->trouble[0] == '5')
        {
          g_autofree char *reply = g_strdup (self->trouble);

          job_fail (self, now, reply, exchange_name (self));
        }
      else
        job_defer (self, now);
      return;
    }
  exchange = &g_array_index (self->exchanges, SimExchange, self->next++);
  ride = find_ride (mta, exchange, self->dialect, self->attempt->begun);
  if (ride != NULL)
    {
      g_ptr_array_add (ride->riders, self);
      return;
    }
  self->leaving = FALSE;
  stream = sim_stream_connect (mta->stage->net, mta->config.host, exchange->address,
                               lmtp ? SIM_LMTP_PORT : SIM_SMTP_PORT, lmtp ? "lmtp" : "smtp");
  self->peer = sim_peer_new (mta->stage->net, stream, smtp_client_new (&config), &peer_funcs, self);
}

/* RFC 5321, 5.1: whoever is an exchange of the domain itself may pass mail on only to better ones, or it
 * would come back. FALSE: no better one is left. */
static gboolean
drop_worse (Job *self)
{
  guint32 own = sim_stage_address (self->mta->stage, self->mta->config.host);
  guint limit = G_MAXUINT;

  for (guint i = 0; i < self->exchanges->len; i++)
    {
      const SimExchange *exchange = &g_array_index (self->exchanges, SimExchange, i);

      if (exchange->address == own && exchange->preference < limit)
        limit = exchange->preference;
    }
  for (guint i = self->exchanges->len; i > 0 && limit != G_MAXUINT; i--)
    if (g_array_index (self->exchanges, SimExchange, i - 1).preference >= limit)
      g_array_remove_index (self->exchanges, i - 1);
  return self->exchanges->len > 0;
}

static void
on_found (gpointer owner, SimLookup *lookup, SimTime now, SimLookupResult result, const GArray *exchanges)
{
  Job *self = owner;

  self->lookup = NULL;
  switch (result)
    {
    case SIM_LOOKUP_FOUND:
      for (guint i = 0; i < exchanges->len; i++)
        {
          SimExchange copy = g_array_index (exchanges, SimExchange, i);

          copy.name = g_strdup (copy.name);
          g_array_append_val (self->exchanges, copy);
        }
      if (drop_worse (self))
        job_try (self, now);
      else
        job_fail (self, now, "554 5.4.6 This server is the domain's best exchange and does not know the domain", NULL);
      break;
    case SIM_LOOKUP_NO_DOMAIN:
      job_fail (self, now, "550 5.1.2 No such domain", NULL);
      break;
    case SIM_LOOKUP_NULL_MX:
      job_fail (self, now, "556 5.1.10 Domain takes no mail", NULL);
      break;
    case SIM_LOOKUP_FAILED:
      g_free (self->trouble);
      self->trouble = g_strdup ("451 4.4.3 No answer from the name server");
      job_defer (self, now);
      break;
    }
}

static void
add_exchange (Job *self, guint host)
{
  SimExchange exchange = { g_strdup (sim_stage_host_name (self->mta->stage, host)),
                           sim_stage_address (self->mta->stage, host), 0 };

  g_array_append_val (self->exchanges, exchange);
}

/* "[192.0.2.1]": no name server is asked (RFC 5321, 4.1.3). */
static gboolean
add_literal (Job *self)
{
  guint a, b, c, d;
  char end = '\0';
  SimExchange exchange;

  if (sscanf (self->domain, "[%3u.%3u.%3u.%3u%c", &a, &b, &c, &d, &end) != 5 || end != ']'
      || a > 255 || b > 255 || c > 255 || d > 255)
    return FALSE;
  exchange = (SimExchange) { g_strdup (self->domain), a << 24 | b << 16 | c << 8 | d, 0 };
  g_array_append_val (self->exchanges, exchange);
  return TRUE;
}

/* The DNS knows a domain in other letters by its ASCII form (RFC 5891). */
static void
look_up (Job *self, SimTime now)
{
  const SimMtaConfig *config = &self->mta->config;
  g_autofree char *ascii = g_hostname_to_ascii (self->domain);

  if (ascii == NULL)
    job_fail (self, now, "550 5.1.2 No such domain", NULL);
  else
    self->lookup = sim_lookup_mail (self->mta->stage, config->host, config->resolver,
                                    g_str_is_ascii (self->domain) ? self->domain : ascii, on_found, self);
}

static void
job_start (Job *self, SimTime now)
{
  const SimMtaConfig *config = &self->mta->config;

  if (self->dialect == SMTP_DIALECT_LMTP)
    {
      if (config->deliver < 0)
        {
          job_fail (self, now, "550 5.3.5 No delivery agent for this domain", NULL);
          return;
        }
      add_exchange (self, config->deliver);
    }
  else if (config->smarthost >= 0)
    add_exchange (self, config->smarthost);
  else if (!add_literal (self))
    {
      if (config->resolver < 0)
        job_fail (self, now, "550 5.4.4 No name server to ask for the domain", NULL);
      else
        look_up (self, now);
      return;
    }
  job_try (self, now);
}

static Job *
job_for (Attempt *attempt, const MailAddress *address)
{
  SimMta *mta = attempt->mta;
  gboolean local = sim_mta_is_local (mta, address->domain);
  Job *job;

  for (guint i = 0; i < attempt->jobs->len; i++)
    {
      job = g_ptr_array_index (attempt->jobs, i);
      if (job->dialect == (local ? SMTP_DIALECT_LMTP : SMTP_DIALECT_SMTP)
          && (local || mta->config.smarthost >= 0 || g_ascii_strcasecmp (job->domain, address->domain) == 0))
        return job;
    }
  job = g_new0 (Job, 1);
  job->attempt = attempt;
  job->mta = mta;
  job->domain = g_strdup (address->domain);
  job->dialect = local ? SMTP_DIALECT_LMTP : SMTP_DIALECT_SMTP;
  job->recipients = g_ptr_array_new ();
  job->exchanges = g_array_new (FALSE, FALSE, sizeof (SimExchange));
  g_array_set_clear_func (job->exchanges, clear_exchange);
  job->riders = g_ptr_array_new ();
  g_ptr_array_add (attempt->jobs, job);
  return job;
}

/* Attempts that have ended, and whose connections are closed. */
static void
sweep (SimMta *mta)
{
  for (guint i = mta->attempts->len; i > 0; i--)
    {
      Attempt *attempt = g_ptr_array_index (mta->attempts, i - 1);
      gboolean over = attempt->item == NULL;

      for (guint j = 0; j < attempt->jobs->len && over; j++)
        over = ((Job *) g_ptr_array_index (attempt->jobs, j))->peer == NULL;
      if (over)
        g_ptr_array_remove_index (mta->attempts, i - 1);
    }
}

static void
on_time (gpointer data, SimTime now)
{
  Timer *timer = data;
  SimMta *mta = timer->mta;
  MailQueueItem *item = mail_queue_find (mta->queue, timer->number);
  Attempt *attempt = g_new0 (Attempt, 1);

  sim_trace_set_cause (mta->stage->trace, timer->cause);
  g_ptr_array_remove (mta->timers, timer);
  sweep (mta);
  attempt->mta = mta;
  attempt->item = item;
  attempt->begun = now;
  attempt->jobs = g_ptr_array_new_with_free_func (job_free);
  g_ptr_array_add (mta->attempts, attempt);
  for (guint i = 0; i < item->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (item->recipients, i);

      recipient->state = MAIL_RECIPIENT_TRYING;
      g_ptr_array_add (job_for (attempt, &recipient->address)->recipients, recipient);
    }
  attempt->running = attempt->jobs->len;
  for (guint i = 0; i < attempt->jobs->len; i++)
    job_start (g_ptr_array_index (attempt->jobs, i), now);
}

void
sim_relay_plan (SimMta *self, MailQueueItem *item, SimTime when, guint cause)
{
  Timer *timer = g_new0 (Timer, 1);

  timer->mta = self;
  timer->number = item->number;
  timer->cause = cause;
  timer->event = sim_engine_at (self->stage->engine, when, on_time, timer);
  g_ptr_array_add (self->timers, timer);
}

static gboolean
goes_to (const MailQueueItem *item, const char *domain, gboolean subdomains)
{
  gsize n = strlen (domain);

  for (guint i = 0; i < item->recipients->len; i++)
    {
      const MailRecipient *recipient = g_ptr_array_index (item->recipients, i);
      const char *to = recipient->address.domain;
      gsize len = strlen (to);

      if (recipient->state == MAIL_RECIPIENT_WAITING
          && (g_ascii_strcasecmp (to, domain) == 0
              || (subdomains && len > n && to[len - n - 1] == '.' && g_ascii_strcasecmp (to + len - n, domain) == 0)))
        return TRUE;
    }
  return FALSE;
}

guint
sim_relay_release (SimMta *self, const char *domain, gboolean subdomains)
{
  SimTime now = sim_stage_now (self->stage);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = self->timers->len; i > 0; i--)
    {
      Timer *timer = g_ptr_array_index (self->timers, i - 1);

      if (!goes_to (mail_queue_find (self->queue, timer->number), domain, subdomains))
        continue;
      g_array_prepend_val (numbers, timer->number);
      sim_engine_cancel (self->stage->engine, timer->event);
      g_ptr_array_remove_index (self->timers, i - 1);
    }
  for (guint i = 0; i < numbers->len; i++)
    sim_relay_plan (self, mail_queue_find (self->queue, g_array_index (numbers, guint, i)), now,
                    sim_trace_get_cause (self->stage->trace));
  return numbers->len;
}

void
sim_relay_init (SimMta *self)
{
  self->timers = g_ptr_array_new_with_free_func (g_free);
  self->attempts = g_ptr_array_new_with_free_func (attempt_free);
}

void
sim_relay_clear (SimMta *self)
{
  for (guint i = 0; i < self->timers->len; i++)
    sim_engine_cancel (self->stage->engine, ((Timer *) g_ptr_array_index (self->timers, i))->event);
  g_ptr_array_unref (self->timers);
  g_ptr_array_unref (self->attempts);
}
