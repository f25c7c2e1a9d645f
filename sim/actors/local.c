/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/local.h"

#include <string.h>

struct _SimLocal
{
  SimStage  *stage;
  guint      host;
  char      *address;
  GPtrArray *folders;    /* SimLocalFolder, in the order of their coming */
};

static void
item_free (gpointer data)
{
  SimLocalItem *self = data;

  g_free (self->uidl);
  g_free (self->structure);
  g_free (self->section);
  mail_message_unref (self->message);
  g_free (self);
}

static void
folder_free (gpointer data)
{
  SimLocalFolder *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->items);
  g_free (self);
}

SimLocal *
sim_local_new (SimStage *stage, guint host, const char *address)
{
  SimLocal *self = g_new0 (SimLocal, 1);

  self->stage = stage;
  self->host = host;
  self->address = g_strdup (address);
  self->folders = g_ptr_array_new_with_free_func (folder_free);
  return self;
}

void
sim_local_free (SimLocal *self)
{
  g_ptr_array_unref (self->folders);
  g_free (self->address);
  g_free (self);
}

/* ---- folders ---- */

static void
note_folder (SimLocal *self, const char *rule, const char *name, const char *new_name)
{
  g_autofree char *mailbox = g_strconcat (self->address, "/", name, NULL);
  g_autofree char *field = sim_mailbox_to_field (mailbox);
  g_autofree char *new_mailbox = new_name != NULL ? g_strconcat (self->address, "/", new_name, NULL) : NULL;
  g_autofree char *new_field = new_mailbox != NULL ? sim_mailbox_to_field (new_mailbox) : NULL;

  sim_stage_note (self->stage, self->host, rule, G_MAXUINT, 0, "mailbox=%s%s%s store=local", field,
                  new_field != NULL ? " to=" : "", new_field != NULL ? new_field : "");
}

SimLocalFolder *
sim_local_find (SimLocal *self, const char *name)
{
  for (guint i = 0; i < self->folders->len; i++)
    {
      SimLocalFolder *folder = g_ptr_array_index (self->folders, i);

      if (strcmp (folder->name, name) == 0)
        return folder;
    }
  return NULL;
}

SimLocalFolder *
sim_local_need (SimLocal *self, const char *name, gboolean tell)
{
  SimLocalFolder *folder = sim_local_find (self, name);

  if (folder != NULL)
    return folder;
  folder = g_new0 (SimLocalFolder, 1);
  folder->name = g_strdup (name);
  folder->uid_next = 1;
  folder->items = g_ptr_array_new_with_free_func (item_free);
  g_ptr_array_add (self->folders, folder);
  if (tell)
    note_folder (self, "folder:created", name, NULL);
  return folder;
}

void
sim_local_rename (SimLocal *self, SimLocalFolder *folder, const char *name)
{
  note_folder (self, "folder:renamed", folder->name, name);
  g_free (folder->name);
  folder->name = g_strdup (name);
}

void
sim_local_delete (SimLocal *self, SimLocalFolder *folder)
{
  note_folder (self, "folder:deleted", folder->name, NULL);
  g_ptr_array_remove (self->folders, folder);
}

void
sim_local_keep_only (SimLocal *self, const char *const *names)
{
  for (guint i = self->folders->len; i-- > 0;)
    {
      SimLocalFolder *folder = g_ptr_array_index (self->folders, i);

      if (!g_strv_contains (names, folder->name))
        sim_local_delete (self, folder);
    }
}

void
sim_local_empty (SimLocal *self, SimLocalFolder *folder)
{
  while (folder->items->len > 0)
    sim_local_remove (self, folder, g_ptr_array_index (folder->items, 0));
  folder->uid_next = 1;
}

/* ---- messages ---- */

SimLocalItem *
sim_local_find_uid (const SimLocalFolder *folder, guint32 uid)
{
  for (guint i = 0; i < folder->items->len; i++)
    {
      SimLocalItem *item = g_ptr_array_index (folder->items, i);

      if (item->uid == uid)
        return item;
    }
  return NULL;
}

SimLocalItem *
sim_local_find_uidl (const SimLocalFolder *folder, const char *uidl)
{
  for (guint i = 0; i < folder->items->len; i++)
    {
      SimLocalItem *item = g_ptr_array_index (folder->items, i);

      if (g_strcmp0 (item->uidl, uidl) == 0)
        return item;
    }
  return NULL;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const SimLocalItem *first = *(SimLocalItem *const *) a, *second = *(SimLocalItem *const *) b;

  return first->uid < second->uid ? -1 : first->uid > second->uid;
}

static SimLocalItem *
need_item (SimLocal *self, SimLocalFolder *folder, guint32 uid)
{
  SimLocalItem *item = sim_local_find_uid (folder, uid);

  if (item != NULL)
    return item;
  item = g_new0 (SimLocalItem, 1);
  item->uid = uid;
  item->since = sim_stage_now (self->stage);
  g_ptr_array_add (folder->items, item);
  g_ptr_array_sort (folder->items, compare_items);
  if (uid >= folder->uid_next)
    folder->uid_next = uid + 1;
  return item;
}

SimLocalItem *
sim_local_put (SimLocal *self, SimLocalFolder *folder, guint32 uid, SimHave have, MailMessage *message, gsize size,
               guint flags)
{
  SimLocalItem *item = need_item (self, folder, uid);
  g_autofree char *mailbox = g_strconcat (self->address, "/", folder->name, NULL);
  g_autofree char *id = g_strdup_printf ("L%04u", uid);
  g_autofree char *from = sim_message_paths (message, "From");
  g_autofree char *to = sim_message_paths (message, "To");
  SimStoring what = { .id = id, .from = from, .to = to, .mailbox = mailbox, .uid = uid, .flags = flags, .have = have,
                      .size = size };

  mail_message_ref (message);
  if (item->message != NULL)
    mail_message_unref (item->message);
  item->message = message;
  item->have = have;
  item->size = size != 0 ? size : mail_message_get_size (message);
  item->flags = flags;
  item->stored = sim_stage_store (self->stage, self->host, "store:local", &what, message);
  return item;
}

void
sim_local_set_flags (SimLocal *self, SimLocalItem *item, guint flags)
{
  g_autofree char *text = sim_flags_to_text (flags);

  if (item->flags == flags)
    return;
  item->flags = flags;
  sim_stage_note (self->stage, self->host, "mail:flags", item->stored, 0, "flags=%s", text);
}

void
sim_local_open (SimLocal *self, SimLocalItem *item)
{
  sim_stage_note (self->stage, self->host, "mail:opened", item->stored, 0, "uid=%u", item->uid);
  sim_local_set_flags (self, item, item->flags | MAIL_FLAG_SEEN);
}

void
sim_local_remove (SimLocal *self, SimLocalFolder *folder, SimLocalItem *item)
{
  sim_stage_note (self->stage, self->host, "mail:removed", item->stored, 0, "uid=%u", item->uid);
  g_ptr_array_remove (folder->items, item);
}

GArray *
sim_local_choose (const SimLocalFolder *folder, const char *subject)
{
  GArray *uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  gboolean all = g_strcmp0 (subject, "*") == 0;

  for (guint i = 0; i < folder->items->len; i++)
    {
      const SimLocalItem *item = g_ptr_array_index (folder->items, i);
      g_autofree char *own = subject != NULL && !all ? mail_message_dup_header (item->message, "Subject") : NULL;

      if (subject == NULL && i + 1 < folder->items->len)
        continue;
      if (subject == NULL || all || g_strcmp0 (own, subject) == 0)
        g_array_append_val (uids, item->uid);
    }
  return uids;
}
