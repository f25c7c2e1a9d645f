/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/queue.h"

struct _MailQueue
{
  MailQueueConfig config;
  guint           last_number;
  GPtrArray      *items;     /* MailQueueItem, in the order in which they came */
};

static void
copy_address (MailAddress *to, const MailAddress *from)
{
  to->local = g_strdup (from->local != NULL ? from->local : "");
  to->domain = g_strdup (from->domain != NULL ? from->domain : "");
}

static void
recipient_free (gpointer data)
{
  MailRecipient *self = data;

  mail_address_clear (&self->address);
  g_free (self->reply);
  g_free (self->host);
  g_free (self->orcpt);
  g_free (self);
}

static void
item_free (gpointer data)
{
  MailQueueItem *self = data;

  g_free (self->id);
  g_free (self->envid);
  mail_address_clear (&self->from);
  g_ptr_array_unref (self->recipients);
  mail_message_unref (self->message);
  g_free (self);
}

MailQueue *
mail_queue_new (const MailQueueConfig *config)
{
  MailQueue *self;

  g_return_val_if_fail (config->first_retry > 0 && config->max_retry > 0 && config->expire >= 0, NULL);
  self = g_new0 (MailQueue, 1);
  self->config = *config;
  self->items = g_ptr_array_new_with_free_func (item_free);
  return self;
}

void
mail_queue_free (MailQueue *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->items);
  g_free (self);
}

MailQueueItem *
mail_queue_add (MailQueue *self, SimTime now, const MailAddress *from, GPtrArray *recipients,
                MailMessage *message)
{
  MailQueueItem *item = g_new0 (MailQueueItem, 1);

  item->number = ++self->last_number;
  item->id = g_strdup_printf ("Q%04u", item->number);
  copy_address (&item->from, from);
  item->recipients = g_ptr_array_new_with_free_func (recipient_free);
  for (guint i = 0; i < recipients->len; i++)
    {
      MailRecipient *recipient = g_new0 (MailRecipient, 1);

      copy_address (&recipient->address, g_ptr_array_index (recipients, i));
      g_ptr_array_add (item->recipients, recipient);
    }
  item->message = mail_message_ref (message);
  item->arrived = now;
  item->next_try = now;
  g_ptr_array_add (self->items, item);
  return item;
}

guint
mail_queue_length (const MailQueue *self)
{
  return self->items->len;
}

MailQueueItem *
mail_queue_get (const MailQueue *self, guint i)
{
  g_return_val_if_fail (i < self->items->len, NULL);
  return g_ptr_array_index (self->items, i);
}

MailQueueItem *
mail_queue_find (const MailQueue *self, guint number)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      MailQueueItem *item = g_ptr_array_index (self->items, i);

      if (item->number == number)
        return item;
    }
  return NULL;
}

static gboolean
has (const MailQueueItem *item, guint states)
{
  for (guint i = 0; i < item->recipients->len; i++)
    {
      const MailRecipient *recipient = g_ptr_array_index (item->recipients, i);

      if ((states & 1u << recipient->state) != 0)
        return TRUE;
    }
  return FALSE;
}

SimTime
mail_queue_next (const MailQueue *self)
{
  SimTime next = SIM_TIME_NEVER;

  for (guint i = 0; i < self->items->len; i++)
    {
      const MailQueueItem *item = g_ptr_array_index (self->items, i);

      if (item->next_try < next && has (item, 1u << MAIL_RECIPIENT_WAITING))
        next = item->next_try;
    }
  return next;
}

/* The pause after the @attempts-th delivery that left somebody over. */
static SimTime
back_off (const MailQueueConfig *config, guint attempts)
{
  SimTime pause = config->first_retry;

  for (guint i = 1; i < attempts && pause < config->max_retry; i++)
    pause = pause > config->max_retry / 2 ? config->max_retry : 2 * pause;
  return MIN (pause, config->max_retry);
}

SimTime
mail_queue_defer (MailQueue *self, MailQueueItem *item, SimTime now)
{
  const guint pending = 1u << MAIL_RECIPIENT_WAITING | 1u << MAIL_RECIPIENT_TRYING;
  gboolean expired = now - item->arrived >= self->config.expire;
  SimTime pause;

  if (!has (item, pending))
    {
      item->next_try = SIM_TIME_NEVER;
      return SIM_TIME_NEVER;
    }
  item->attempts++;
  for (guint i = 0; i < item->recipients->len; i++)
    {
      MailRecipient *recipient = g_ptr_array_index (item->recipients, i);

      if ((pending & 1u << recipient->state) == 0)
        continue;
      recipient->attempts++;
      recipient->state = expired ? MAIL_RECIPIENT_FAILED : MAIL_RECIPIENT_WAITING;
    }
  if (expired)
    {
      item->next_try = SIM_TIME_NEVER;
      return SIM_TIME_NEVER;
    }
  pause = back_off (&self->config, item->attempts);
  /* The last try is made when the time is up, however long the pause has become. */
  pause = MIN (pause, self->config.expire - (now - item->arrived));
  item->next_try = pause < SIM_TIME_NEVER - now ? now + pause : SIM_TIME_NEVER;
  return item->next_try;
}

gboolean
mail_queue_is_done (const MailQueueItem *item)
{
  return !has (item, 1u << MAIL_RECIPIENT_WAITING | 1u << MAIL_RECIPIENT_TRYING);
}

void
mail_queue_remove (MailQueue *self, MailQueueItem *item)
{
  gboolean found = g_ptr_array_remove (self->items, item);

  g_return_if_fail (found);
}
