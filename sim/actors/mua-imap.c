/* mua-imap.c - how a mail program works with its mailbox by IMAP (RFC 9051)
 *
 * One connection serves all that is to be done; when there is nothing more it stays
 * for a moment, or listens by IDLE where the person watches the mailbox. UIDs tell
 * what is here already.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/actors/mua-private.h"

#include "sim/proto/imap/client.h"
#include "sim/proto/imap/set.h"

#include <string.h>

#define LINGER (5 * SIM_TIME_SECOND)

#define HEADER_FIELDS "BODY.PEEK[HEADER.FIELDS (DATE FROM TO CC SUBJECT MESSAGE-ID)]"

enum
{
  STEP_BEGIN,
  STEP_LISTED,
  STEP_SELECT,
  STEP_SELECTED,
  STEP_FLAGS_DONE,
  STEP_NEW,
  STEP_NEW_DONE,
  STEP_BODY,
  STEP_BODY_DONE,
  STEP_WORK,        /* the task's own commands follow */
  STEP_WORK_DONE,
  STEP_SECOND,
  STEP_SECOND_DONE,
  STEP_MADE,        /* the folder that was missing */
  STEP_END
};

static SimSession *
imap_open (SimMua *self)
{
  ImapClientConfig config = { .user = self->address, .password = self->password != NULL ? self->password : "",
                              .mechanisms = self->config.outbox.mechanisms };

  return imap_client_new (&config);
}

static void
imap_reset (SimMua *self)
{
  if (self->linger != 0)
    sim_engine_cancel (self->stage->engine, self->linger);
  self->linger = 0;
  self->listed = self->idle = self->roused = self->stale = FALSE;
  self->exists = 0;
  g_clear_pointer (&self->selected, g_free);
}

static const char *
imap_trouble (SimSession *session)
{
  return imap_client_get_result (session)->text;
}

static SimSession *
session_of (const SimMua *self)
{
  return sim_peer_get_session (self->peer);
}

/* The answer was no OK: the task is over, and one sees why. */
static gboolean
has_failed (SimMua *self, const ImapClientResult *result)
{
  g_autofree char *why = NULL;

  if (result->status == IMAP_STATUS_OK)
    return FALSE;
  why = g_strdup_printf ("%s %s%s%s%s", result->status == IMAP_STATUS_NO ? "NO" : "BAD", result->code != NULL ? "[" : "",
                         result->code != NULL ? result->code : "", result->code != NULL ? "] " : "", result->text);
  sim_mua_note_failure (self, why);
  return TRUE;
}

static char *
set_of (const GArray *uids)
{
  g_autoptr (GArray) set = imap_set_new ();

  for (guint i = 0; i < uids->len; i++)
    imap_set_add (set, g_array_index (uids, guint32, i));
  return imap_set_to_text (set);
}

/* ---- what the server says ---- */

static void
take_list (SimMua *self, const ImapClientResult *result)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < result->untagged->len; i++)
    {
      const ImapResponse *r = g_ptr_array_index (result->untagged, i);

      if (strcmp (r->name, "LIST") != 0 || r->mailbox == NULL)
        continue;
      g_ptr_array_add (names, r->mailbox);
      sim_local_need (self->local, r->mailbox, TRUE);
    }
  g_ptr_array_add (names, NULL);
  if (names->len > 1)
    sim_local_keep_only (self->local, (const char *const *) names->pdata);
}

static void
take_selected (SimMua *self, const SimTask *task, const ImapClientResult *result)
{
  SimLocalFolder *folder = sim_mua_folder (self, task);

  g_free (self->selected);
  self->selected = g_strdup (task->folder);
  self->exists = self->uid_next = 0;
  for (guint i = 0; i < result->untagged->len; i++)
    {
      const ImapResponse *r = g_ptr_array_index (result->untagged, i);
      guint32 validity;

      if (strcmp (r->name, "EXISTS") == 0)
        self->exists = r->number;
      if (r->code != NULL && g_str_has_prefix (r->code, "UIDNEXT "))
        self->uid_next = (guint32) g_ascii_strtoull (r->code + strlen ("UIDNEXT "), NULL, 10);
      if (r->code == NULL || !g_str_has_prefix (r->code, "UIDVALIDITY "))
        continue;
      validity = (guint32) g_ascii_strtoull (r->code + strlen ("UIDVALIDITY "), NULL, 10);
      if (folder->uid_validity != 0 && folder->uid_validity != validity)
        sim_local_empty (self->local, folder);
      folder->uid_validity = validity;
    }
}

/* "(" stands once for a message of one part; each further one is a level of multiparts. */
static char *
first_section (const char *structure)
{
  GString *section = g_string_new ("1");

  for (gsize depth = strspn (structure, "("); depth > 2; depth--)
    g_string_append (section, ".1");
  return g_string_free (section, FALSE);
}

static const ImapResponse *
find_fetch (const ImapClientResult *result, guint32 uid)
{
  const ImapResponse *found = NULL;

  for (guint i = 0; i < result->untagged->len; i++)
    {
      const ImapResponse *r = g_ptr_array_index (result->untagged, i);

      if (strcmp (r->name, "FETCH") == 0 && r->uid == uid && (found == NULL || r->body != NULL))
        found = r;
    }
  return found;
}

/* The flags of all that is here; what the server has no more goes from here too. */
static void
take_flags (SimMua *self, SimLocalFolder *folder, const ImapClientResult *result)
{
  for (guint i = folder->items->len; i-- > 0;)
    {
      SimLocalItem *item = g_ptr_array_index (folder->items, i);
      const ImapResponse *r = find_fetch (result, item->uid);

      if (r == NULL)
        sim_local_remove (self->local, folder, item);
      else if (r->has_flags)
        sim_local_set_flags (self->local, item, r->flags);
    }
}

static void
take_new (SimMua *self, SimLocalFolder *folder, const ImapClientResult *result)
{
  for (guint i = 0; i < result->untagged->len; i++)
    {
      const ImapResponse *r = g_ptr_array_index (result->untagged, i);
      g_autoptr (MailMessage) header = NULL;
      SimLocalItem *item;

      /* "7:*" brings the last message even if its UID is 6. */
      if (strcmp (r->name, "FETCH") != 0 || r->uid == 0 || r->body == NULL || sim_local_find_uid (folder, r->uid) != NULL)
        continue;
      header = mail_message_new (r->body);
      item = sim_local_put (self->local, folder, r->uid, SIM_HAVE_HEADERS, header, r->size, r->flags);
      if (r->structure != NULL)
        {
          item->structure = g_strdup (r->structure);
          item->section = first_section (r->structure);
        }
    }
}

/* What the part is, as its own header would say. */
static void
append_type (GString *text, const SimLocalItem *item)
{
  g_autoptr (GRegex) leaf =
    g_regex_new ("\\(\"TEXT\" \"(\\w+)\" \\((?:[^()]*\"CHARSET\" \"([^\"]*)\"[^()]*)?\\) \\S+ \\S+ \"([^\"]*)\"", G_REGEX_CASELESS,
                 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *type = NULL;
  g_autofree char *charset = NULL;
  g_autofree char *encoding = NULL;

  if (item->structure == NULL || !g_regex_match (leaf, item->structure, 0, &match))
    return;
  type = g_match_info_fetch (match, 1);
  charset = g_match_info_fetch (match, 2);
  encoding = g_match_info_fetch (match, 3);
  g_string_append_printf (text, "Content-Type: text/%s", type);
  if (*charset != '\0')
    g_string_append_printf (text, "; charset=%s", charset);
  g_string_append_printf (text, "\r\nContent-Transfer-Encoding: %s\r\n", encoding);
}

static void
take_part (SimMua *self, SimLocalFolder *folder, SimLocalItem *item, const ImapResponse *r)
{
  g_autoptr (MailMessage) part = NULL;
  gsize len, head_len;
  const char *body = g_bytes_get_data (r->body, &len);
  const char *head = g_bytes_get_data (mail_message_get_bytes (item->message), &head_len);
  GString *text = g_string_new_len (head, head_len >= 2 ? head_len - 2 : head_len);
  g_autoptr (GBytes) bytes = NULL;

  append_type (text, item);
  g_string_append (text, "\r\n");
  g_string_append_len (text, body, len);
  bytes = g_string_free_to_bytes (text);
  part = mail_message_new (bytes);
  sim_local_put (self->local, folder, item->uid, SIM_HAVE_PART, part, item->size, item->flags);
}

/* A message, or its text, has come. */
static void
take_body (SimMua *self, SimLocalFolder *folder, guint32 uid, const ImapClientResult *result)
{
  SimLocalItem *item = sim_local_find_uid (folder, uid);
  const ImapResponse *r = find_fetch (result, uid);
  g_autoptr (MailMessage) message = NULL;

  if (item == NULL || r == NULL || r->body == NULL)
    return;
  if (r->has_flags)
    item->flags = r->flags;
  if (self->config.policy == SIM_POLICY_TEXT && r->section != NULL && *r->section != '\0')
    {
      take_part (self, folder, item, r);
      return;
    }
  message = mail_message_new (r->body);
  sim_local_put (self->local, folder, uid, SIM_HAVE_ALL, message, 0, item->flags);
}

/* ---- tasks: TRUE: a command was sent; FALSE: all is done ---- */

/* TRUE: SELECT was sent, and STEP_SELECTED comes next. */
static gboolean
select_folder (SimMua *self, SimTask *task, SimTime now, guint next)
{
  if (g_strcmp0 (self->selected, task->folder) == 0)
    {
      task->step = next;
      return FALSE;
    }
  task->step = STEP_SELECTED;
  imap_client_select (session_of (self), now, task->folder, FALSE);
  return TRUE;
}

static gboolean
ask_flags (SimMua *self, SimTask *task, SimTime now)
{
  const SimLocalFolder *folder = sim_mua_folder (self, task);
  g_autofree char *set = NULL;

  if (folder->items->len == 0)
    {
      task->step = STEP_NEW;
      return FALSE;
    }
  set = g_strdup_printf ("1:%u", folder->uid_next - 1);
  task->step = STEP_FLAGS_DONE;
  imap_client_fetch (session_of (self), now, TRUE, set, "(FLAGS)");
  return TRUE;
}

static void
ask_new (SimMua *self, SimTask *task, SimTime now)
{
  const SimLocalFolder *folder = sim_mua_folder (self, task);
  g_autofree char *set = g_strdup_printf ("%u:*", folder->uid_next);

  task->step = STEP_NEW_DONE;
  imap_client_fetch (session_of (self), now, TRUE, set,
                     self->config.policy == SIM_POLICY_TEXT ? "(FLAGS RFC822.SIZE BODYSTRUCTURE " HEADER_FIELDS ")"
                                                            : "(FLAGS RFC822.SIZE " HEADER_FIELDS ")");
}

/* The newest first; each is asked for once. */
static gboolean
ask_body (SimMua *self, SimTask *task, SimTime now)
{
  const SimLocalFolder *folder = sim_mua_folder (self, task);
  g_autofree char *set = NULL;

  if (self->config.policy != SIM_POLICY_ALL)
    return FALSE;
  for (guint i = folder->items->len; i-- > 0;)
    {
      const SimLocalItem *item = g_ptr_array_index (folder->items, i);

      if (item->have == SIM_HAVE_ALL || (task->next != 0 && item->uid >= task->next))
        continue;
      task->next = item->uid;
      task->step = STEP_BODY_DONE;
      set = g_strdup_printf ("%u", item->uid);
      imap_client_fetch (session_of (self), now, TRUE, set, "(BODY.PEEK[])");
      return TRUE;
    }
  return FALSE;
}

static gboolean
run_check (SimMua *self, SimTask *task, const ImapClientResult *result, SimTime now)
{
  for (;;)
    switch (task->step)
      {
      case STEP_BEGIN:
        task->step = self->listed ? STEP_SELECT : STEP_LISTED;
        if (self->listed)
          break;
        imap_client_list (session_of (self), now, "", "*");
        return TRUE;
      case STEP_LISTED:
        take_list (self, result);
        self->listed = TRUE;
        task->step = STEP_SELECT;
        break;
      case STEP_SELECT:
        self->exists = 1;
        self->uid_next = 0;
        if (select_folder (self, task, now, STEP_WORK))
          return TRUE;
        break;
      case STEP_SELECTED:
        if (has_failed (self, result))
          return FALSE;
        take_selected (self, task, result);
        task->step = STEP_WORK;
        break;
      case STEP_WORK:
        if (ask_flags (self, task, now))
          return TRUE;
        break;
      case STEP_FLAGS_DONE:
        take_flags (self, sim_mua_folder (self, task), result);
        task->step = STEP_NEW;
        break;
      case STEP_NEW:
        if (self->exists == 0)
          return FALSE;
        if (self->uid_next != 0 && sim_mua_folder (self, task)->uid_next >= self->uid_next)
          {
            task->step = STEP_BODY;        /* nothing has come since */
            break;
          }
        ask_new (self, task, now);
        return TRUE;
      case STEP_NEW_DONE:
        take_new (self, sim_mua_folder (self, task), result);
        task->step = STEP_BODY;
        break;
      case STEP_BODY_DONE:
        take_body (self, sim_mua_folder (self, task), task->next, result);
        task->step = STEP_BODY;
        break;
      default:
        return ask_body (self, task, now);
      }
}

static void
ask_letter (SimMua *self, SimTask *task, SimTime now)
{
  guint32 uid = g_array_index (task->uids, guint32, task->next);
  const SimLocalItem *item = sim_local_find_uid (sim_mua_folder (self, task), uid);
  g_autofree char *set = g_strdup_printf ("%u", uid);
  g_autofree char *items = NULL;

  if (self->config.policy == SIM_POLICY_TEXT)
    items = g_strdup_printf ("(FLAGS BODY[%s])", item != NULL && item->section != NULL ? item->section : "1");
  task->step = STEP_WORK_DONE;
  imap_client_fetch (session_of (self), now, TRUE, set, items != NULL ? items : "(FLAGS BODY[])");
}

static gboolean
run_read (SimMua *self, SimTask *task, const ImapClientResult *result, SimTime now)
{
  SimLocalFolder *folder = sim_mua_folder (self, task);
  SimLocalItem *item;

  if (task->step == STEP_WORK_DONE)
    {
      guint32 uid = g_array_index (task->uids, guint32, task->next++);

      take_body (self, folder, uid, result);
      item = sim_local_find_uid (folder, uid);
      if (item != NULL && sim_mua_is_whole (self, item))
        sim_local_open (self->local, item);
    }
  if (task->next >= task->uids->len)
    return FALSE;
  ask_letter (self, task, now);
  return TRUE;
}

/* Commands about messages of the selected folder. */
static gboolean
run_work (SimMua *self, SimTask *task, const ImapClientResult *result, SimTime now)
{
  SimSession *session = session_of (self);
  g_autofree char *set = set_of (task->uids);
  gboolean first = task->step == STEP_WORK;

  if (!first && task->step != STEP_MADE && result->code != NULL && strcmp (result->code, "TRYCREATE") == 0)
    {
      task->step = STEP_MADE;
      imap_client_create (session, now, task->to);
      return TRUE;
    }
  if (!first && task->step != STEP_MADE && has_failed (self, result))
    return FALSE;
  if (task->step == STEP_MADE)
    first = TRUE;
  task->step = first ? STEP_WORK_DONE : task->step == STEP_WORK_DONE ? STEP_SECOND_DONE : STEP_END;
  switch (task->what)
    {
    case SIM_MUA_FLAG:
      if (first && task->set != 0)
        imap_client_store (session, now, TRUE, set, "+FLAGS.SILENT", task->set);
      else if (task->step != STEP_END && task->clear != 0)
        {
          task->step = STEP_SECOND_DONE;
          imap_client_store (session, now, TRUE, set, "-FLAGS.SILENT", task->clear);
          task->clear = 0;
        }
      else
        return FALSE;
      return TRUE;
    case SIM_MUA_DELETE:
      if (first)
        imap_client_store (session, now, TRUE, set, "+FLAGS.SILENT", MAIL_FLAG_DELETED);
      else if (task->step == STEP_SECOND_DONE)
        imap_client_expunge (session, now, set);
      return task->step != STEP_END;
    case SIM_MUA_MOVE:
      if (first)
        imap_client_move (session, now, TRUE, set, task->to);
      return first;
    case SIM_MUA_COPY:
      if (first)
        imap_client_copy (session, now, TRUE, set, task->to);
      return first;
    case SIM_MUA_SEARCH:
      if (first)
        imap_client_search (session, now, TRUE, task->keys);
      return first;
    default:
      return FALSE;
    }
}

/* "APPENDUID 7 3": what was put there is here too. */
static void
take_appended (SimMua *self, SimTask *task, const ImapClientResult *result)
{
  g_auto (GStrv) words = g_strsplit (result->code != NULL ? result->code : "", " ", 4);
  SimLocalFolder *folder = sim_mua_folder (self, task);

  if (g_strv_length (words) != 3 || strcmp (words[0], "APPENDUID") != 0)
    return;
  folder->uid_validity = (guint32) g_ascii_strtoull (words[1], NULL, 10);
  sim_local_put (self->local, folder, (guint32) g_ascii_strtoull (words[2], NULL, 10), SIM_HAVE_ALL, task->message, 0,
                 task->set);
}

static gboolean
run_append (SimMua *self, SimTask *task, const ImapClientResult *result, SimTime now)
{
  gboolean missing = result->status == IMAP_STATUS_NO && g_strcmp0 (result->code, "TRYCREATE") == 0;

  if (task->step == STEP_BEGIN || task->step == STEP_MADE)
    {
      task->step = STEP_WORK_DONE;
      imap_client_append (session_of (self), now, task->folder, task->set, mail_message_get_bytes (task->message));
      return TRUE;
    }
  if (missing && task->next == 0)
    {
      task->next = 1;
      task->step = STEP_MADE;
      imap_client_create (session_of (self), now, task->folder);
      return TRUE;
    }
  if (!has_failed (self, result))
    take_appended (self, task, result);
  return FALSE;
}

static gboolean
run_folder (SimMua *self, SimTask *task, const ImapClientResult *result, SimTime now)
{
  SimSession *session = session_of (self);

  if (task->step != STEP_BEGIN)
    {
      if (has_failed (self, result) || task->what != SIM_MUA_CREATE || task->step == STEP_SECOND_DONE)
        return FALSE;
      task->step = STEP_SECOND_DONE;
      imap_client_subscribe (session, now, task->folder, TRUE);
      return TRUE;
    }
  if (g_strcmp0 (self->selected, task->folder) == 0)
    g_clear_pointer (&self->selected, g_free);
  task->step = STEP_WORK_DONE;
  if (task->what == SIM_MUA_CREATE)
    imap_client_create (session, now, task->folder);
  else if (task->what == SIM_MUA_RENAME)
    imap_client_rename (session, now, task->folder, task->to);
  else if (task->what == SIM_MUA_REMOVE)
    imap_client_delete (session, now, task->folder);
  else
    imap_client_subscribe (session, now, task->folder, task->what == SIM_MUA_SUBSCRIBE);
  return TRUE;
}

static gboolean
run_task (SimMua *self, SimTask *task, SimTime now)
{
  const ImapClientResult *result = imap_client_get_result (session_of (self));

  switch (task->what)
    {
    case SIM_MUA_CHECK:
      return run_check (self, task, result, now);
    case SIM_MUA_APPEND:
      return run_append (self, task, result, now);
    case SIM_MUA_CREATE:
    case SIM_MUA_RENAME:
    case SIM_MUA_REMOVE:
    case SIM_MUA_SUBSCRIBE:
    case SIM_MUA_UNSUBSCRIBE:
      return run_folder (self, task, result, now);
    default:
      break;
    }
  if (task->step == STEP_BEGIN && select_folder (self, task, now, STEP_WORK))
    return TRUE;
  if (task->step == STEP_SELECTED)
    {
      if (has_failed (self, result))
        return FALSE;
      take_selected (self, task, result);
      task->step = STEP_WORK;
    }
  return task->what == SIM_MUA_READ ? run_read (self, task, result, now) : run_work (self, task, result, now);
}

/* ---- the connection ---- */

static void
imap_leave (SimMua *self, SimTime now)
{
  self->leaving = TRUE;
  imap_client_logout (session_of (self), now);
}

static void
on_linger_over (gpointer data, SimTime now)
{
  SimMua *self = data;

  self->linger = 0;
  sim_trace_set_cause (self->stage->trace, SIM_CAUSE_NONE);
  imap_leave (self, now);
  sim_peer_pump (self->peer, now);
}

/* Nothing is to be done now. */
static void
rest (SimMua *self, SimTime now)
{
  if (self->offline)
    imap_leave (self, now);
  else if (self->watching && imap_client_has (session_of (self), "IDLE"))
    {
      self->idle = TRUE;
      imap_client_idle (session_of (self), now);
    }
  else
    self->linger = sim_engine_at (self->stage->engine, now + LINGER, on_linger_over, self);
}

/* What others did is told in passing too, with the answers to other commands; a FETCH that was not asked for has no UID. */
static gboolean
has_news (const SimMua *self, const ImapClientResult *result)
{
  for (guint i = 0; i < result->untagged->len; i++)
    {
      const ImapResponse *r = g_ptr_array_index (result->untagged, i);

      if (strcmp (r->name, "EXISTS") == 0 || strcmp (r->name, "EXPUNGE") == 0
          || (strcmp (r->name, "FETCH") == 0 && (self->idle || r->uid == 0)))
        return TRUE;
    }
  return FALSE;
}

static void
imap_next (SimMua *self, SimTime now)
{
  /* IDLE may end by itself, after half an hour. */
  gboolean tired = self->idle && !self->roused && g_queue_is_empty (&self->tasks);
  SimTask *task = g_queue_peek_head (&self->tasks);
  gboolean selecting = task != NULL && task->step == STEP_SELECTED;

  if (self->watching && self->selected != NULL && !selecting && has_news (self, imap_client_get_result (session_of (self))))
    self->stale = TRUE;
  self->idle = self->roused = FALSE;
  self->watching = self->watching && !tired;
  if (self->watching && g_queue_is_empty (&self->tasks) && (self->stale || g_strcmp0 (self->selected, "INBOX") != 0))
    sim_mua_look (self);
  while (!self->offline && (task = g_queue_peek_head (&self->tasks)) != NULL)
    {
      if (task->what == SIM_MUA_CHECK && task->step == STEP_BEGIN)
        self->stale = FALSE;
      if (run_task (self, task, now))
        return;
      sim_mua_finish (self, now);
      if (self->stale && self->watching && g_queue_is_empty (&self->tasks))
        sim_mua_look (self);
    }
  rest (self, now);
}

static void
imap_update (SimMua *self, SimTime now)
{
  sim_mua_look (self);
  self->roused = TRUE;
  imap_client_done (session_of (self), now);
}

static void
imap_poke (SimMua *self, SimTime now)
{
  SimTask *task = g_queue_peek_head (&self->tasks);

  if (self->leaving || (!self->idle && self->linger == 0))
    return;
  if (task != NULL)
    sim_trace_set_cause (self->stage->trace, task->cause);
  if (self->idle && !self->roused)
    {
      self->roused = TRUE;
      imap_client_done (session_of (self), now);
    }
  else if (self->linger != 0)
    {
      sim_engine_cancel (self->stage->engine, self->linger);
      self->linger = 0;
      imap_next (self, now);
    }
  sim_peer_pump (self->peer, now);
}

const SimMuaProtocol sim_mua_imap = { "imap", imap_open, imap_next, imap_update, imap_trouble, imap_poke, imap_reset };
