/* relay-job.c - one next hop of an attempt
 *
 * Finds the exchanges, connects to them in order until one talks, and hands the
 * message over. In one run of the queue (all that is due at the same time) a job
 * whose exchange is already being talked to rides along: one connection, several
 * messages.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/actors/relay-private.h"

#include "sim/actors/mda.h"
#include "sim/proto/smtp/client.h"

#include <stdio.h>

static void job_try (SimRelayJob *self, SimTime now);

static void
clear_exchange (gpointer data)
{
  g_free (((SimExchange *) data)->name);
}

void
sim_relay_job_free (gpointer data)
{
  SimRelayJob *self = data;

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
set_reply (MailRecipient *recipient, const char *reply, const char *host)
{
  g_autofree char *copy = g_strdup (reply);

  g_free (recipient->reply);
  recipient->reply = g_steal_pointer (&copy);
  g_free (recipient->host);
  recipient->host = g_strdup (host);
}

static void
job_end (SimRelayJob *self, SimTime now)
{
  SimAttempt *attempt = self->attempt;

  if (attempt == NULL)
    return;
  self->attempt = NULL;
  if (--attempt->running == 0)
    sim_attempt_end (attempt, now);
}

/* No exchange took the message: whoever is still being tried waits. */
static void
job_defer (SimRelayJob *self, SimTime now)
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
job_fail (SimRelayJob *self, SimTime now, const char *reply, const char *host)
{
  for (guint i = 0; i < self->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (self->recipients, i);

      set_reply (recipient, reply, host);
      recipient->state = MAIL_RECIPIENT_FAILED;
      recipient->attempts++;
      sim_relay_note (self->mta, self->attempt->item, "queue:failed", 0, recipient);
    }
  job_end (self, now);
}

/* What became of each recipient, by the reply that decided. */
static void
take_result (SimRelayJob *self, SimSession *session, const char *host)
{
  const SmtpClientResult *result = smtp_client_get_result (session);
  gboolean local = self->dialect == SMTP_DIALECT_LMTP;
  gboolean passed = !local && (smtp_client_get_extensions (session) & SMTP_EXT_DSN) != 0;

  for (guint i = 0; i < self->recipients->len && i < result->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (self->recipients, i);
      const SmtpRecipient *answer = g_ptr_array_index (result->recipients, i);
      g_autofree char *text = smtp_reply_to_text (&answer->reply);

      set_reply (recipient, text, host);
      recipient->attempts++;
      if (answer->reply.code / 100 == 2)
        {
          recipient->state = MAIL_RECIPIENT_SENT;
          recipient->local = local;
          recipient->passed = passed;
          sim_relay_note (self->mta, self->attempt->item, "queue:sent", 0, recipient);
        }
      else if (answer->reply.code / 100 == 5)
        {
          recipient->state = MAIL_RECIPIENT_FAILED;
          sim_relay_note (self->mta, self->attempt->item, "queue:failed", 0, recipient);
        }
      else
        recipient->state = MAIL_RECIPIENT_WAITING;
    }
}

static const char *
exchange_name (const SimRelayJob *self)
{
  return g_array_index (self->exchanges, SimExchange, self->next - 1).name;
}

static void
submit (SimRelayJob *self, SimSession *session, SimTime now)
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
on_next (SimRelayJob *self, SimPeer *peer, SimTime now)
{
  SimSession *session = sim_peer_get_session (peer);
  SimRelayJob *done = self->current;

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
  SimRelayJob *self = owner;

  if (g_str_equal (question->what, "next"))
    on_next (self, peer, now);
  else                                                  /* "failed": gone() tells when it is over */
    {
      const SmtpClientResult *result = smtp_client_get_result (sim_peer_get_session (peer));
      SimRelayJob *job = self->current != NULL ? self->current : self;

      self->leaving = TRUE;
      g_free (job->trouble);
      job->trouble = smtp_reply_to_text (&result->reply);
    }
}

/* The connection is over, and this job's message was not settled on it. */
static void
job_lost (SimRelayJob *self, SimTime now, SimCloseReason why)
{
  if (self->trouble == NULL || (why != SIM_CLOSE_DONE && !g_ascii_isdigit (self->trouble[0])))
    {
      g_free (self->trouble);
      self->trouble = g_strdup_printf ("%s (%s)", sim_close_reason_text (why), exchange_name (self));
    }
  job_try (self, now);
}

static void
on_gone (gpointer owner, SimPeer *peer, SimTime now, SimCloseReason why)
{
  SimRelayJob *self = owner;
  SimRelayJob *current = self->current;
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
      SimRelayJob *rider = g_ptr_array_index (riders, i);

      rider->next--;                                    /* it had not even begun with this exchange */
      job_try (rider, now);
    }
}

static const SimPeerFuncs peer_funcs = { on_ask, on_gone };

/* A job of the same run that is already talking to that exchange, or about to; NULL: none. */
static SimRelayJob *
find_ride (SimMta *mta, const SimExchange *exchange, SmtpDialect dialect, SimTime begun)
{
  for (guint i = 0; i < mta->attempts->len; i++)
    {
      const SimAttempt *attempt = g_ptr_array_index (mta->attempts, i);

      for (guint j = 0; j < attempt->jobs->len && attempt->begun == begun; j++)
        {
          SimRelayJob *job = g_ptr_array_index (attempt->jobs, j);

          if (job->peer != NULL && !job->leaving && job->dialect == dialect
              && g_array_index (job->exchanges, SimExchange, job->next - 1).address == exchange->address)
            return job;
        }
    }
  return NULL;
}

/* Connects to the next exchange. When there is none left, the last one's word counts. */
static void
job_try (SimRelayJob *self, SimTime now)
{
  SimMta *mta = self->mta;
  gboolean lmtp = self->dialect == SMTP_DIALECT_LMTP;
  SmtpClientConfig config = { .host = sim_stage_host_name (mta->stage, mta->config.host),
                              .dialect = self->dialect, .helo_only = mta->config.helo_only,
                              .chunking = mta->config.chunk_size > 0, .chunk_size = mta->config.chunk_size };
  const SimExchange *exchange;
  SimStream *stream;
  SimRelayJob *ride;

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
drop_worse (SimRelayJob *self)
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
  SimRelayJob *self = owner;

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
add_exchange (SimRelayJob *self, guint host)
{
  SimExchange exchange = { g_strdup (sim_stage_host_name (self->mta->stage, host)),
                           sim_stage_address (self->mta->stage, host), 0 };

  g_array_append_val (self->exchanges, exchange);
}

/* "[192.0.2.1]": no name server is asked (RFC 5321, 4.1.3). */
static gboolean
add_literal (SimRelayJob *self)
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
look_up (SimRelayJob *self, SimTime now)
{
  const SimMtaConfig *config = &self->mta->config;
  g_autofree char *ascii = g_hostname_to_ascii (self->domain);

  if (ascii == NULL)
    job_fail (self, now, "550 5.1.2 No such domain", NULL);
  else
    self->lookup = sim_lookup_mail (self->mta->stage, config->host, config->resolver,
                                    g_str_is_ascii (self->domain) ? self->domain : ascii, on_found, self);
}

void
sim_relay_job_start (SimRelayJob *self, SimTime now)
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

SimRelayJob *
sim_relay_job_for (SimAttempt *attempt, const MailAddress *address)
{
  SimMta *mta = attempt->mta;
  gboolean local = sim_mta_is_local (mta, address->domain);
  SimRelayJob *job;

  for (guint i = 0; i < attempt->jobs->len; i++)
    {
      job = g_ptr_array_index (attempt->jobs, i);
      if (job->dialect == (local ? SMTP_DIALECT_LMTP : SMTP_DIALECT_SMTP)
          && (local || mta->config.smarthost >= 0 || g_ascii_strcasecmp (job->domain, address->domain) == 0))
        return job;
    }
  job = g_new0 (SimRelayJob, 1);
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
