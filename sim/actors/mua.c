/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/mua-private.h"

#include <string.h>

static void connect_soon (SimMua *self, SimTime now);

static void
task_free (gpointer data)
{
  SimTask *self = data;

  g_free (self->folder);
  g_free (self->to);
  g_free (self->keys);
  g_array_unref (self->uids);
  if (self->message != NULL)
    mail_message_unref (self->message);
  g_free (self);
}

static SimTask *
add_task (SimMua *self, guint what, const char *folder, guint tag)
{
  SimTask *task = g_new0 (SimTask, 1);

  task->what = what;
  task->folder = g_strdup (folder);
  task->tag = tag;
  task->uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  task->cause = sim_trace_get_cause (self->stage->trace);
  g_queue_push_tail (&self->tasks, task);
  return task;
}

SimLocalFolder *
sim_mua_folder (SimMua *self, const SimTask *task)
{
  return sim_local_need (self->local, task->folder, FALSE);
}

gboolean
sim_mua_is_whole (const SimMua *self, const SimLocalItem *item)
{
  return item->have == SIM_HAVE_ALL || (item->have == SIM_HAVE_PART && self->config.policy == SIM_POLICY_TEXT);
}

void
sim_mua_note_failure (SimMua *self, const char *why)
{
  sim_stage_note (self->stage, self->config.outbox.host, "mail:failed", G_MAXUINT, 0, "reply=%s", why);
}

static void
tell_done (SimMua *self, guint tag, SimTime now)
{
  if (tag != SIM_MUA_NO_TAG && self->done != NULL)
    self->done (self->owner, tag, now);
}

void
sim_mua_finish (SimMua *self, SimTime now)
{
  SimTask *task = g_queue_pop_head (&self->tasks);
  guint tag = task->tag;

  task_free (task);
  tell_done (self, tag, now);
}

void
sim_mua_look (SimMua *self)
{
  SimTask *last = g_queue_peek_tail (&self->tasks);

  if (last == NULL || last->what != SIM_MUA_CHECK || last->step > 0)
    add_task (self, SIM_MUA_CHECK, "INBOX", SIM_MUA_NO_TAG);
}

/* ---- the connection ---- */

static void
on_ask (gpointer owner, SimPeer *peer, SimTime now, const SimOutput *question)
{
  SimMua *self = owner;
  SimSession *session = sim_peer_get_session (peer);

  if (g_str_equal (question->what, "next"))
    self->protocol->next (self, now);
  else if (g_str_equal (question->what, "update"))
    self->protocol->update (self, now);
  else
    {
      g_free (self->trouble);
      self->trouble = g_strdup (self->protocol->trouble (session));
      self->leaving = TRUE;
    }
}

/* What waited for this connection will not be done by it. Changes that the person made wait for the next one. */
static void
give_up (SimMua *self, SimTime now)
{
  GQueue kept = G_QUEUE_INIT;
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint));
  SimTask *task;

  while ((task = g_queue_pop_head (&self->tasks)) != NULL)
    {
      if (task->tag != SIM_MUA_NO_TAG)
        g_array_append_val (tags, task->tag);
      task->tag = SIM_MUA_NO_TAG;
      task->step = task->next = 0;
      if (task->what == SIM_MUA_CHECK || task->what == SIM_MUA_READ || task->what == SIM_MUA_SEARCH)
        task_free (task);
      else
        g_queue_push_tail (&kept, task);
    }
  self->tasks = kept;
  for (guint i = 0; i < tags->len; i++)
    tell_done (self, g_array_index (tags, guint, i), now);
}

static void
on_gone (gpointer owner, SimPeer *peer, SimTime now, SimCloseReason why)
{
  SimMua *self = owner;
  gboolean fine = self->trouble == NULL && self->leaving;

  self->peer = NULL;
  if (!fine)
    sim_mua_note_failure (self, self->trouble != NULL ? self->trouble : sim_close_reason_text (why));
  g_clear_pointer (&self->trouble, g_free);
  self->leaving = FALSE;
  self->protocol->reset (self);
  if (!fine)
    give_up (self, now);
  else if (self->config.incoming == SIM_INCOMING_POP3)
    {
      SimTask *task = g_queue_peek_head (&self->tasks);

      if (task != NULL && task->step > 0)          /* POP3: one connection, one task; and done is after QUIT */
        sim_mua_finish (self, now);
    }
  connect_soon (self, now);
}

static const SimPeerFuncs peer_funcs = { on_ask, on_gone };

static void
connect_to (SimMua *self, guint32 address)
{
  SimStream *stream = sim_stream_connect (self->stage->net, self->config.outbox.host, address, self->config.port,
                                          self->protocol->name);

  self->peer = sim_peer_new (self->stage->net, stream, self->protocol->open (self), &peer_funcs, self);
}

static void
on_found (gpointer owner, SimLookup *lookup, SimTime now, SimLookupResult result, const GArray *exchanges)
{
  SimMua *self = owner;

  self->lookup = NULL;
  if (result == SIM_LOOKUP_FOUND)
    connect_to (self, g_array_index (exchanges, SimExchange, 0).address);
  else
    {
      sim_mua_note_failure (self, "Server name not found");
      give_up (self, now);
    }
}

/* If there is something to do, and a network. */
static void
connect_soon (SimMua *self, SimTime now)
{
  const SimOutboxConfig *config = &self->config.outbox;
  SimTask *task = g_queue_peek_head (&self->tasks);

  if (task == NULL || self->offline || self->lookup != NULL)
    return;
  if (self->peer != NULL)
    {
      if (self->protocol->poke != NULL)
        self->protocol->poke (self, now);
      return;
    }
  sim_trace_set_cause (self->stage->trace, task->cause);
  if (config->resolver >= 0)
    self->lookup = sim_lookup_host (self->stage, config->host, config->resolver,
                                    sim_stage_host_name (self->stage, self->config.server), on_found, self);
  else
    connect_to (self, sim_stage_address (self->stage, self->config.server));
}

/* ---- sending ---- */

static void
on_sent (gpointer owner, guint tag, SimTime now, MailMessage *sent)
{
  SimMua *self = owner;
  SimLocalFolder *folder;
  SimTask *task;

  if (sent == NULL || self->config.sent == SIM_SENT_NONE || self->config.sent == SIM_SENT_SERVER)
    {
      tell_done (self, tag, now);
      return;
    }
  if (self->config.sent == SIM_SENT_LOCAL)
    {
      folder = sim_local_need (self->local, "Sent", FALSE);
      sim_local_put (self->local, folder, folder->uid_next, SIM_HAVE_ALL, sent, 0, MAIL_FLAG_SEEN);
      tell_done (self, tag, now);
      return;
    }
  task = add_task (self, SIM_MUA_APPEND, "Sent", tag);
  task->message = mail_message_ref (sent);
  task->set = MAIL_FLAG_SEEN;
  connect_soon (self, now);
}

void
sim_mua_send (SimMua *self, SimTime now, const MailAddress *from, GPtrArray *to, MailMessage *message, guint notify,
              MailReturn ret, guint tag)
{
  g_return_if_fail (self->outbox != NULL);

  sim_outbox_send (self->outbox, now, from, to, message, notify, ret, tag);
  if (self->offline)                       /* it waits; the person goes on */
    tell_done (self, tag, now);
}

/* ---- what the person does ---- */

/* What can be read at once is. FALSE: the server need not hear of it. */
static gboolean
read_here (SimMua *self, SimLocalFolder *folder, SimTask *task)
{
  g_autoptr (GArray) wanted = g_steal_pointer (&task->uids);
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (guint32));

  task->uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < wanted->len; i++)
    {
      guint32 uid = g_array_index (wanted, guint32, i);
      SimLocalItem *item = sim_local_find_uid (folder, uid);

      if (!sim_mua_is_whole (self, item))
        {
          g_array_append_val (task->uids, uid);
          continue;
        }
      if ((item->flags & MAIL_FLAG_SEEN) == 0)
        g_array_append_val (seen, uid);
      sim_local_open (self->local, item);
    }
  if (task->uids->len > 0 && self->offline)
    {
      sim_mua_note_failure (self, "Only its header is here, and there is no network");
      g_array_set_size (task->uids, 0);
    }
  if (self->config.incoming == SIM_INCOMING_IMAP && seen->len > 0)
    {
      SimTask *mark = task->uids->len == 0 ? task : add_task (self, SIM_MUA_FLAG, folder->name, SIM_MUA_NO_TAG);

      mark->what = SIM_MUA_FLAG;
      mark->set = MAIL_FLAG_SEEN;
      g_array_append_vals (mark->uids, seen->data, seen->len);
    }
  return task->uids->len > 0;
}

static void
change_here (SimMua *self, SimLocalFolder *folder, const SimTask *task)
{
  for (guint i = 0; i < task->uids->len; i++)
    {
      SimLocalItem *item = sim_local_find_uid (folder, g_array_index (task->uids, guint32, i));

      if (task->what == SIM_MUA_FLAG)
        sim_local_set_flags (self->local, item, (item->flags | task->set) & ~task->clear);
      else if (task->what == SIM_MUA_DELETE || task->what == SIM_MUA_MOVE)
        {
          if (item->uidl != NULL && task->what == SIM_MUA_DELETE)
            g_ptr_array_add (self->pop_doomed, g_strdup (item->uidl));
          if (task->what == SIM_MUA_MOVE && self->config.incoming == SIM_INCOMING_POP3)
            {
              SimLocalFolder *target = sim_local_need (self->local, task->to, TRUE);
              SimLocalItem *moved = sim_local_put (self->local, target, target->uid_next, item->have, item->message,
                                                   item->size, item->flags);

              moved->uidl = g_strdup (item->uidl);
            }
          sim_local_remove (self->local, folder, item);
        }
    }
}

static void
change_folder (SimMua *self, const SimTask *task)
{
  SimLocalFolder *folder = sim_local_find (self->local, task->folder);

  if (task->what == SIM_MUA_CREATE)
    sim_local_need (self->local, task->folder, TRUE);
  else if (task->what == SIM_MUA_RENAME && folder != NULL)
    sim_local_rename (self->local, folder, task->to);
  else if (task->what == SIM_MUA_REMOVE && folder != NULL)
    sim_local_delete (self->local, folder);
}

/* The messages that are meant. FALSE: there is none here. */
static gboolean
choose (SimMua *self, SimTask *task, const char *subject)
{
  SimLocalFolder *folder = sim_local_find (self->local, task->folder);

  if (folder != NULL)
    {
      g_array_unref (task->uids);
      task->uids = sim_local_choose (folder, subject);
    }
  if (task->uids->len == 0)
    sim_mua_note_failure (self, "No such message here");
  return task->uids->len > 0;
}

static void
set_offline (SimMua *self, SimTime now, gboolean offline)
{
  if (self->offline == offline)
    return;
  self->offline = offline;
  sim_stage_note (self->stage, self->config.outbox.host, offline ? "mail:offline" : "mail:online", G_MAXUINT, 0, "%s", "");
  if (offline && self->peer != NULL)
    {
      self->watching = FALSE;
      if (self->protocol->poke != NULL)
        self->protocol->poke (self, now);
    }
  if (self->outbox != NULL)
    sim_outbox_set_offline (self->outbox, now, offline);
}

/* The task is at the end of the queue: nothing of it is the server's business. */
static void
drop_last (SimMua *self, SimTask *task, SimTime now)
{
  guint tag = task->tag;

  g_queue_remove (&self->tasks, task);
  task_free (task);
  tell_done (self, tag, now);
}

void
sim_mua_do (SimMua *self, SimTime now, const SimMuaJob *job, guint tag)
{
  gboolean imap = self->config.incoming == SIM_INCOMING_IMAP;
  gboolean server = imap;                  /* whether the server must hear of it */
  SimTask *task = add_task (self, job->what, job->folder != NULL ? job->folder : "INBOX", tag);

  task->to = g_strdup (job->to);
  task->keys = g_strdup (job->keys);
  task->set = job->set;
  task->clear = job->clear;
  switch (job->what)
    {
    case SIM_MUA_CHECK:
      server = !self->offline;
      if (self->offline)
        sim_mua_note_failure (self, "There is no network");
      break;
    case SIM_MUA_READ:
      server = choose (self, task, job->subject) && read_here (self, sim_mua_folder (self, task), task);
      break;
    case SIM_MUA_DELETE:
    case SIM_MUA_FLAG:
    case SIM_MUA_MOVE:
    case SIM_MUA_COPY:
      server = choose (self, task, job->subject) && imap;
      change_here (self, sim_mua_folder (self, task), task);
      break;
    case SIM_MUA_CREATE:
    case SIM_MUA_RENAME:
    case SIM_MUA_REMOVE:
      change_folder (self, task);
      break;
    case SIM_MUA_SUBSCRIBE:
    case SIM_MUA_UNSUBSCRIBE:
    case SIM_MUA_SEARCH:
      break;
    case SIM_MUA_OFFLINE:
    case SIM_MUA_ONLINE:
      set_offline (self, now, job->what == SIM_MUA_OFFLINE);
      server = FALSE;
      break;
    case SIM_MUA_WATCH:
      self->watching = imap && !self->offline;
      task->what = SIM_MUA_CHECK;
      server = self->watching;
      break;
    case SIM_MUA_UNWATCH:
      self->watching = FALSE;
      if (self->peer != NULL && imap)
        self->protocol->poke (self, now);
      server = FALSE;
      break;
    }
  if (!server)
    drop_last (self, task, now);
  else if (self->offline && task->tag != SIM_MUA_NO_TAG)
    {
      tag = task->tag;
      task->tag = SIM_MUA_NO_TAG;
      tell_done (self, tag, now);          /* the server hears of it later; the person goes on */
    }
  connect_soon (self, now);
}

SimMua *
sim_mua_new (SimStage *stage, const SimMuaConfig *config, SimMuaDoneFunc done, gpointer owner)
{
  static const SimMuaProtocol *const protocols[] = { NULL, &sim_mua_pop3, &sim_mua_imap };
  SimMua *self = g_new0 (SimMua, 1);

  self->stage = stage;
  self->config = *config;
  self->protocol = protocols[config->incoming];
  self->address = g_strdup (config->outbox.address);
  self->password = g_strdup (config->outbox.password);
  self->done = done;
  self->owner = owner;
  if (config->outbox.server >= 0)
    self->outbox = sim_outbox_new (stage, &config->outbox, on_sent, self);
  self->local = sim_local_new (stage, config->outbox.host, config->outbox.address);
  self->pop_known = g_ptr_array_new_with_free_func (g_free);
  self->pop_doomed = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&self->tasks);
  return self;
}

void
sim_mua_free (SimMua *self)
{
  if (self->lookup != NULL)
    sim_lookup_free (self->lookup);
  if (self->peer != NULL)
    sim_peer_free (self->peer);
  if (self->protocol != NULL)
    self->protocol->reset (self);
  g_clear_pointer (&self->outbox, sim_outbox_free);
  sim_local_free (self->local);
  g_queue_clear_full (&self->tasks, task_free);
  g_ptr_array_unref (self->pop_known);
  g_ptr_array_unref (self->pop_doomed);
  g_free (self->trouble);
  g_free (self->address);
  g_free (self->password);
  g_free (self);
}
