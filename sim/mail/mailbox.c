/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/mailbox.h"

struct _MailBox
{
  char   *name;
  guint32 uid_validity;
  guint32 uid_next;
  guint64 change;
  gsize   size;
  GArray *items;     /* MailItem, by UID */
};

static void
item_clear (gpointer data)
{
  MailItem *item = data;

  mail_message_unref (item->message);
}

MailBox *
mail_box_new (const char *name, guint32 uid_validity)
{
  MailBox *self = g_new0 (MailBox, 1);

  self->name = g_strdup (name);
  self->uid_validity = uid_validity;
  self->uid_next = 1;
  self->items = g_array_new (FALSE, FALSE, sizeof (MailItem));
  g_array_set_clear_func (self->items, item_clear);
  return self;
}

void
mail_box_free (MailBox *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_free (self->name);
  g_free (self);
}

const char *
mail_box_get_name (const MailBox *self)
{
  return self->name;
}

guint32
mail_box_get_uid_validity (const MailBox *self)
{
  return self->uid_validity;
}

guint32
mail_box_get_uid_next (const MailBox *self)
{
  return self->uid_next;
}

guint64
mail_box_get_change (const MailBox *self)
{
  return self->change;
}

gsize
mail_box_get_size (const MailBox *self)
{
  return self->size;
}

guint
mail_box_length (const MailBox *self)
{
  return self->items->len;
}

const MailItem *
mail_box_get (const MailBox *self, guint i)
{
  g_return_val_if_fail (i < self->items->len, NULL);
  return &g_array_index (self->items, MailItem, i);
}

static int
compare_uid (gconstpointer a, gconstpointer b)
{
  guint32 x = ((const MailItem *) a)->uid;
  guint32 y = ((const MailItem *) b)->uid;

  return (x > y) - (x < y);
}

static MailItem *
find (const MailBox *self, guint32 uid)
{
  MailItem key = { .uid = uid };
  guint i;

  if (!g_array_binary_search (self->items, &key, compare_uid, &i))
    return NULL;
  return &g_array_index (self->items, MailItem, i);
}

const MailItem *
mail_box_find (const MailBox *self, guint32 uid)
{
  return find (self, uid);
}

guint32
mail_box_append (MailBox *self, MailMessage *message, guint flags, SimTime when)
{
  MailItem item = { self->uid_next, flags, when, NULL };

  g_return_val_if_fail (message != NULL, 0);
  g_return_val_if_fail (self->uid_next < G_MAXUINT32, 0);
  item.message = mail_message_ref (message);
  g_array_append_val (self->items, item);
  self->size += mail_message_get_size (message);
  self->uid_next++;
  self->change++;
  return item.uid;
}

gboolean
mail_box_store_flags (MailBox *self, guint32 uid, guint set, guint clear)
{
  MailItem *item = find (self, uid);
  guint flags;

  if (item == NULL)
    return FALSE;
  flags = (item->flags & ~clear) | set;
  if (flags != item->flags)
    self->change++;
  item->flags = flags;
  return TRUE;
}

guint
mail_box_expunge (MailBox *self, const GArray *uids)
{
  g_autoptr (GHashTable) chosen = NULL;
  guint kept = 0;
  guint removed;

  if (uids != NULL)
    {
      chosen = g_hash_table_new (g_int_hash, g_int_equal);
      for (guint i = 0; i < uids->len; i++)
        g_hash_table_add (chosen, &g_array_index (uids, guint32, i));
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      MailItem *item = &g_array_index (self->items, MailItem, i);
      MailItem moved = *item;

      if ((moved.flags & MAIL_FLAG_DELETED) != 0
          && (chosen == NULL || g_hash_table_contains (chosen, &moved.uid)))
        {
          self->size -= mail_message_get_size (moved.message);
          continue;
        }
      /* Swapped, not copied: what is cut off at the end is freed there. */
      *item = g_array_index (self->items, MailItem, kept);
      g_array_index (self->items, MailItem, kept++) = moved;
    }
  removed = self->items->len - kept;
  g_array_set_size (self->items, kept);
  if (removed > 0)
    self->change++;
  return removed;
}
