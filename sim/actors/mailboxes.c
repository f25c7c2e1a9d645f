/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/mailboxes.h"

#include <string.h>

typedef struct
{
  SimMailboxes *room;
  guint         user;
  char         *address;
  MailStore    *store;
} Drawer;

/* Who sent what is being delivered, while it is. */
typedef struct
{
  const char        *id;
  const MailAddress *from;
  const MailAddress *to;
} Envelope;

struct _SimMailboxes
{
  SimStage           *stage;
  guint               host;
  const SimDirectory *users;
  GPtrArray          *drawers;    /* Drawer by user; NULL: not here */
  GHashTable         *stored;     /* MailBox -> GHashTable of UID -> index of the STORED entry, plus one */
  const Envelope     *envelope;   /* or NULL: a mail program puts it there */
  SimMailboxesFunc    changed;
  gpointer            owner;
  guint               last_id;    /* of messages that came by no envelope */
};

static gboolean
is_here (char **domains, const SimDirectoryUser *user)
{
  if (user->forward != NULL)
    return FALSE;
  if (domains == NULL || domains[0] == NULL)
    return TRUE;
  for (guint i = 0; domains[i] != NULL; i++)
    if (g_ascii_strcasecmp (domains[i], user->address.domain) == 0)
      return TRUE;
  return FALSE;
}

/* ---- what is written down ---- */

static GHashTable *
stored_in (SimMailboxes *self, MailBox *box)
{
  GHashTable *table = g_hash_table_lookup (self->stored, box);

  if (table == NULL)
    {
      table = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (self->stored, box, table);
    }
  return table;
}

guint
sim_mailboxes_get_stored (SimMailboxes *self, MailBox *box, guint32 uid)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (stored_in (self, box), GUINT_TO_POINTER (uid))) - 1;
}

static char *
name_of (const Drawer *drawer, const char *folder)
{
  return g_strconcat (drawer->address, "/", folder, NULL);
}

static void
tell (Drawer *drawer)
{
  SimMailboxes *self = drawer->room;

  if (self->changed != NULL)
    self->changed (self->owner, drawer->user);
}

/* The STORED entry of the message of which @item is a copy; G_MAXUINT: it is none. */
static guint
find_original (SimMailboxes *self, MailStore *store, const MailBox *box, const MailItem *item)
{
  for (guint i = 0; i < mail_store_length (store); i++)
    {
      MailBox *other = mail_store_get (store, i);

      for (guint k = 0; k < mail_box_length (other); k++)
        {
          const MailItem *found = mail_box_get (other, k);
          guint stored;

          if (found->message != item->message || (other == box && found->uid == item->uid))
            continue;
          stored = sim_mailboxes_get_stored (self, other, found->uid);
          if (stored != G_MAXUINT)
            return stored;
        }
    }
  return G_MAXUINT;
}

static void
store (SimMailboxes *self, Drawer *drawer, MailBox *box, const MailItem *item, const char *id, const char *from,
       const char *to)
{
  g_autofree char *mailbox = name_of (drawer, mail_box_get_name (box));
  SimStoring what = { .id = id, .from = from, .to = to, .mailbox = mailbox, .uid = item->uid, .flags = item->flags };
  guint stored = sim_stage_store (self->stage, self->host, "store:mailbox", &what, item->message);

  g_hash_table_insert (stored_in (self, box), GUINT_TO_POINTER (item->uid), GUINT_TO_POINTER (stored + 1));
}

static void
on_added (gpointer owner, MailBox *box, const MailItem *item)
{
  Drawer *drawer = owner;
  SimMailboxes *self = drawer->room;
  guint original = self->envelope == NULL ? find_original (self, drawer->store, box, item) : G_MAXUINT;

  if (self->envelope != NULL)
    {
      g_autofree char *from = sim_address_to_path (self->envelope->from);
      g_autofree char *to = sim_address_to_path (self->envelope->to);

      store (self, drawer, box, item, self->envelope->id, from, to);
    }
  else if (original != G_MAXUINT)
    {
      g_auto (SimStored) before = { NULL };
      g_autofree char *to = NULL;
      SimEntry entry;

      sim_trace_get (self->stage->trace, original, &entry);
      sim_stored_parse (&entry, &before);
      to = g_strjoinv (",", before.to);
      store (self, drawer, box, item, before.id, before.from, to);
    }
  else
    {
      g_autofree char *id = g_strdup_printf ("A%04u", ++self->last_id);
      g_autofree char *from = sim_message_paths (item->message, "From");
      g_autofree char *to = sim_message_paths (item->message, "To");

      store (self, drawer, box, item, id, from, to);
    }
  tell (drawer);
}

static void
on_flags (gpointer owner, MailBox *box, const MailItem *item)
{
  Drawer *drawer = owner;
  g_autofree char *flags = sim_flags_to_text (item->flags);
  guint stored = sim_mailboxes_get_stored (drawer->room, box, item->uid);

  sim_stage_note (drawer->room->stage, drawer->room->host, "mail:flags", stored, 0, "flags=%s", flags);
  tell (drawer);
}

static void
on_removed (gpointer owner, MailBox *box, const MailItem *item)
{
  Drawer *drawer = owner;
  guint stored = sim_mailboxes_get_stored (drawer->room, box, item->uid);

  sim_stage_note (drawer->room->stage, drawer->room->host, "mail:removed", stored, 0, "uid=%u", item->uid);
  g_hash_table_remove (stored_in (drawer->room, box), GUINT_TO_POINTER (item->uid));
  tell (drawer);
}

static void
note_folder (Drawer *drawer, const char *rule, const char *folder, const char *new_folder)
{
  g_autofree char *name = name_of (drawer, folder);
  g_autofree char *field = sim_mailbox_to_field (name);
  g_autofree char *new_name = new_folder != NULL ? name_of (drawer, new_folder) : NULL;
  g_autofree char *new_field = new_name != NULL ? sim_mailbox_to_field (new_name) : NULL;

  sim_stage_note (drawer->room->stage, drawer->room->host, rule, G_MAXUINT, 0, "mailbox=%s%s%s store=mailbox", field,
                  new_field != NULL ? " to=" : "", new_field != NULL ? new_field : "");
  tell (drawer);
}

static void
on_created (gpointer owner, MailBox *box)
{
  note_folder (owner, "folder:created", mail_box_get_name (box), NULL);
}

static void
on_deleted (gpointer owner, MailBox *box)
{
  note_folder (owner, "folder:deleted", mail_box_get_name (box), NULL);
}

static void
on_renamed (gpointer owner, MailBox *box, const char *old_name)
{
  note_folder (owner, "folder:renamed", old_name, mail_box_get_name (box));
}

static const MailStoreFuncs store_funcs = { on_added, on_flags, on_removed, on_created, on_deleted, on_renamed };

/* ---- public ---- */

guint32
sim_mailboxes_deliver (SimMailboxes *self, guint user, MailBox *box, const char *id, const MailAddress *from,
                       const MailAddress *to, MailMessage *message, guint flags, SimTime when)
{
  Envelope envelope = { id, from, to };
  guint32 uid;

  self->envelope = &envelope;
  uid = mail_box_append (box, message, flags, when);
  self->envelope = NULL;
  return uid;
}

MailStore *
sim_mailboxes_get_store (SimMailboxes *self, guint user)
{
  Drawer *drawer = user < self->drawers->len ? g_ptr_array_index (self->drawers, user) : NULL;

  return drawer != NULL ? drawer->store : NULL;
}

int
sim_mailboxes_find_user (SimMailboxes *self, const MailAddress *address)
{
  int user = sim_directory_find (self->users, address);

  return user >= 0 && sim_mailboxes_get_store (self, user) != NULL ? user : -1;
}

int
sim_mailboxes_find_store (SimMailboxes *self, const MailStore *wanted)
{
  for (guint i = 0; i < self->drawers->len; i++)
    if (sim_mailboxes_get_store (self, i) == wanted)
      return i;
  return -1;
}

void
sim_mailboxes_listen (SimMailboxes *self, SimMailboxesFunc changed, gpointer owner)
{
  self->changed = changed;
  self->owner = owner;
}

static void
drawer_free (gpointer data)
{
  Drawer *self = data;

  if (self == NULL)
    return;
  mail_store_watch (self->store, NULL, NULL);
  mail_store_unref (self->store);
  g_free (self->address);
  g_free (self);
}

SimMailboxes *
sim_mailboxes_new (SimStage *stage, guint host, char **domains, const SimDirectory *users)
{
  SimMailboxes *self = g_new0 (SimMailboxes, 1);

  self->stage = stage;
  self->host = host;
  self->users = users;
  self->drawers = g_ptr_array_new_with_free_func (drawer_free);
  self->stored = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  for (guint i = 0; i < sim_directory_length (users); i++)
    {
      const SimDirectoryUser *user = sim_directory_get (users, i);
      Drawer *drawer = is_here (domains, user) ? g_new0 (Drawer, 1) : NULL;

      g_ptr_array_add (self->drawers, drawer);
      if (drawer == NULL)
        continue;
      drawer->room = self;
      drawer->user = i;
      drawer->address = mail_address_to_text (&user->address);
      drawer->store = mail_store_new (i + 1);
      mail_store_set_quota (drawer->store, user->quota);
      mail_store_watch (drawer->store, &store_funcs, drawer);
    }
  return self;
}

void
sim_mailboxes_free (SimMailboxes *self)
{
  g_ptr_array_unref (self->drawers);
  g_hash_table_unref (self->stored);
  g_free (self);
}
