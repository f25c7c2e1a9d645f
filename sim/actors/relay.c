/* relay.c - passes queued mail on: when, and with which verdict
 *
 * An attempt is one try of one item. Its recipients are grouped by where they go;
 * each group is a job of relay-job.c. When the last job of an attempt has ended,
 * the verdicts are drawn: sent, deferred, failed and bounced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/actors/relay-private.h"

#include "sim/mail/dsn.h"

#include <string.h>

typedef struct
{
  SimMta        *mta;
  guint          number;      /* of the item */
  guint          cause;       /* entry */
  SimEventId     event;
} Timer;

static void
attempt_free (gpointer data)
{
  SimAttempt *self = data;

  g_ptr_array_unref (self->jobs);
  g_free (self);
}

void
sim_relay_note (SimMta *mta, const MailQueueItem *item, const char *rule, SimTime until,
                const MailRecipient *recipient)
{
  sim_stage_note_recipient (mta->stage, mta->config.host, rule, item, until, recipient,
                            recipient->reply != NULL ? recipient->reply : "");
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
void
sim_attempt_end (SimAttempt *self, SimTime now)
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

          sim_relay_note (mta, item, given_up ? "queue:failed" : "queue:deferred", given_up ? 0 : next, recipient);
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

/* Attempts that have ended, and whose connections are closed. */
static void
sweep (SimMta *mta)
{
  for (guint i = mta->attempts->len; i > 0; i--)
    {
      SimAttempt *attempt = g_ptr_array_index (mta->attempts, i - 1);
      gboolean over = attempt->item == NULL;

      for (guint j = 0; j < attempt->jobs->len && over; j++)
        over = ((SimRelayJob *) g_ptr_array_index (attempt->jobs, j))->peer == NULL;
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
  SimAttempt *attempt = g_new0 (SimAttempt, 1);

  sim_trace_set_cause (mta->stage->trace, timer->cause);
  g_ptr_array_remove (mta->timers, timer);
  sweep (mta);
  attempt->mta = mta;
  attempt->item = item;
  attempt->begun = now;
  attempt->jobs = g_ptr_array_new_with_free_func (sim_relay_job_free);
  g_ptr_array_add (mta->attempts, attempt);
  for (guint i = 0; i < item->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (item->recipients, i);

      recipient->state = MAIL_RECIPIENT_TRYING;
      g_ptr_array_add (sim_relay_job_for (attempt, &recipient->address)->recipients, recipient);
    }
  attempt->running = attempt->jobs->len;
  for (guint i = 0; i < attempt->jobs->len; i++)
    sim_relay_job_start (g_ptr_array_index (attempt->jobs, i), now);
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
