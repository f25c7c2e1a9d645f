/* mua-pop3.c - how a mail program gets its mail by POP3 (RFC 1939)
 *
 * One connection for each check or each letter that is read: STAT, LIST, UIDL, then
 * RETR, TOP and DELE message by message, and QUIT. By UIDL it knows what it has
 * fetched before, also when the last connection broke.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/actors/mua-private.h"

#include "sim/proto/pop3/client.h"

#include <string.h>

enum { POP_STAT, POP_STAT_DONE, POP_LIST_DONE, POP_UIDL_DONE, POP_RETR_DONE, POP_TOP_DONE, POP_DELE_DONE };

static SimSession *
pop3_open (SimMua *self)
{
  Pop3ClientConfig config = { .user = self->address, .password = self->password != NULL ? self->password : "",
                              .mechanisms = self->config.outbox.mechanisms, .apop = self->config.apop };

  return pop3_client_new (&config);
}

static void
pop3_reset (SimMua *self)
{
  self->pop_step = POP_STAT;
  self->pop_number = 0;
  g_clear_pointer (&self->pop_sizes, g_array_unref);
  g_clear_pointer (&self->pop_uids, g_array_unref);
}

static const char *
pop3_trouble (SimSession *session)
{
  return pop3_client_get_result (session)->text;
}

static gsize
size_of (const SimMua *self, guint number)
{
  for (guint i = 0; self->pop_sizes != NULL && i < self->pop_sizes->len; i++)
    if (g_array_index (self->pop_sizes, Pop3Size, i).number == number)
      return g_array_index (self->pop_sizes, Pop3Size, i).size;
  return 0;
}

/* NULL: the server does not tell. */
static const char *
uid_of (const SimMua *self, guint number)
{
  for (guint i = 0; self->pop_uids != NULL && i < self->pop_uids->len; i++)
    if (g_array_index (self->pop_uids, Pop3Uid, i).number == number)
      return g_array_index (self->pop_uids, Pop3Uid, i).uid;
  return NULL;
}

static SimLocalItem *
known (SimMua *self, guint number)
{
  const char *uid = uid_of (self, number);

  return uid != NULL ? sim_local_find_uidl (sim_local_need (self->local, "INBOX", FALSE), uid) : NULL;
}

static gboolean
is_doomed (const SimMua *self, const char *uid)
{
  for (guint i = 0; uid != NULL && i < self->pop_doomed->len; i++)
    if (strcmp (g_ptr_array_index (self->pop_doomed, i), uid) == 0)
      return TRUE;
  return FALSE;
}

/* It has come here before, and the person has moved or thrown it away. */
static gboolean
is_old (const SimMua *self, const char *uid)
{
  for (guint i = 0; uid != NULL && i < self->pop_known->len; i++)
    if (strcmp (g_ptr_array_index (self->pop_known, i), uid) == 0)
      return TRUE;
  return FALSE;
}

/* Whether the server's copy goes, now that message @number is here. */
static gboolean
must_go (SimMua *self, guint number, SimTime now)
{
  const SimLocalItem *item = known (self, number);

  if (self->config.policy == SIM_POLICY_DELETE || is_doomed (self, uid_of (self, number)))
    return TRUE;
  return self->config.policy == SIM_POLICY_KEEP && self->config.days > 0 && item != NULL
         && now - item->since >= self->config.days * SIM_TIME_DAY;
}

/* A READ task that wants this message. */
static gboolean
is_wanted (SimMua *self, const SimTask *task, guint number)
{
  const SimLocalItem *item = known (self, number);

  for (guint i = 0; item != NULL && i < task->uids->len; i++)
    if (g_array_index (task->uids, guint32, i) == item->uid)
      return TRUE;
  return FALSE;
}

static void
keep (SimMua *self, SimHave have, const Pop3ClientResult *result)
{
  SimLocalFolder *inbox = sim_local_need (self->local, "INBOX", FALSE);
  const char *uid = uid_of (self, self->pop_number);
  SimLocalItem *item = known (self, self->pop_number);
  g_autoptr (MailMessage) message = NULL;

  if (result->lines == NULL)
    return;
  message = mail_message_new (result->lines);
  item = sim_local_put (self->local, inbox, item != NULL ? item->uid : inbox->uid_next, have, message,
                        have == SIM_HAVE_ALL ? 0 : size_of (self, self->pop_number), item != NULL ? item->flags : 0);
  if (item->uidl == NULL)
    item->uidl = g_strdup (uid);
  if (uid != NULL && !is_old (self, uid))
    g_ptr_array_add (self->pop_known, g_strdup (uid));
}

static void
leave (SimMua *self, SimSession *session, SimTime now)
{
  self->leaving = TRUE;
  pop3_client_quit (session, now);
}

/* The next message of which something is wanted; QUIT if there is none. */
static void
next_message (SimMua *self, SimSession *session, const SimTask *task, SimTime now)
{
  while (++self->pop_number <= self->pop_total)
    {
      const char *uid = uid_of (self, self->pop_number);

      if (task->what == SIM_MUA_READ)
        {
          if (!is_wanted (self, task, self->pop_number))
            continue;
          self->pop_step = POP_RETR_DONE;
          pop3_client_retr (session, now, self->pop_number);
          return;
        }
      if (!is_old (self, uid) && self->config.policy == SIM_POLICY_HEADERS)
        {
          self->pop_step = POP_TOP_DONE;
          pop3_client_top (session, now, self->pop_number, 0);
          return;
        }
      if (!is_old (self, uid))
        {
          self->pop_step = POP_RETR_DONE;
          pop3_client_retr (session, now, self->pop_number);
          return;
        }
      if (must_go (self, self->pop_number, now))
        {
          self->pop_step = POP_DELE_DONE;
          pop3_client_dele (session, now, self->pop_number);
          return;
        }
    }
  leave (self, session, now);
}

/* What was fetched to be read is read. */
static void
open_fetched (SimMua *self)
{
  SimLocalItem *item = known (self, self->pop_number);

  if (item != NULL)
    sim_local_open (self->local, item);
}

static void
pop3_next (SimMua *self, SimTime now)
{
  SimSession *session = sim_peer_get_session (self->peer);
  const Pop3ClientResult *result = pop3_client_get_result (session);
  SimTask *task = g_queue_peek_head (&self->tasks);
  gsize octets;

  if (task == NULL)
    {
      leave (self, session, now);
      return;
    }
  task->step = 1;
  switch (self->pop_step)
    {
    case POP_STAT:
      self->pop_step = POP_STAT_DONE;
      pop3_client_stat (session, now);
      break;
    case POP_STAT_DONE:
      self->pop_total = 0;
      if (!pop3_client_parse_stat (result, &self->pop_total, &octets) || self->pop_total == 0)
        {
          leave (self, session, now);
          break;
        }
      self->pop_step = POP_LIST_DONE;
      pop3_client_list (session, now);
      break;
    case POP_LIST_DONE:
      self->pop_sizes = pop3_client_parse_list (result);
      if (pop3_client_has (session, "UIDL"))
        {
          self->pop_step = POP_UIDL_DONE;
          pop3_client_uidl (session, now);
          break;
        }
      next_message (self, session, task, now);
      break;
    case POP_UIDL_DONE:
      self->pop_uids = pop3_client_parse_uidl (result);
      next_message (self, session, task, now);
      break;
    case POP_RETR_DONE:
      if (result->ok)
        keep (self, SIM_HAVE_ALL, result);
      if (result->ok && task->what == SIM_MUA_READ)
        open_fetched (self);
      if (result->ok && task->what == SIM_MUA_CHECK && self->config.policy == SIM_POLICY_DELETE)
        {
          self->pop_step = POP_DELE_DONE;
          pop3_client_dele (session, now, self->pop_number);
          break;
        }
      next_message (self, session, task, now);
      break;
    case POP_TOP_DONE:
      if (result->ok)
        keep (self, SIM_HAVE_HEADERS, result);
      next_message (self, session, task, now);
      break;
    default:
      next_message (self, session, task, now);
      break;
    }
}

const SimMuaProtocol sim_mua_pop3 = { "pop3", pop3_open, pop3_next, NULL, pop3_trouble, NULL, pop3_reset };
