/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/mailbox-private.h"

#include <string.h>

/* So many changes are kept at least, and at most twice as many. */
#define JOURNAL_KEPT 16384

typedef struct
{
  MailBoxKeepFunc func;
  gpointer        keeper;
} Keeper;

struct _MailBox
{
  guint        ref_count;
  char        *name;
  MailUse      use;
  guint32      uid_validity;
  guint32      uid_next;
  guint32      recent;         /* no session has been told of this UID and those behind it */
  guint64      change;
  gsize        size;
  GArray      *items;          /* MailItem, by UID */
  GArray      *journal;        /* MailChange; the last one has the number @change */
  GPtrArray   *keywords;
  GArray      *keepers;        /* Keeper */
  const MailBoxFuncs *funcs;   /* of the store, or NULL */
  gpointer     store;
  guint        locked : 1;
  guint        gone : 1;
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

  self->ref_count = 1;
  self->name = g_strdup (name);
  self->uid_validity = uid_validity;
  self->uid_next = 1;
  self->recent = 1;
  self->items = g_array_new (FALSE, FALSE, sizeof (MailItem));
  g_array_set_clear_func (self->items, item_clear);
  self->journal = g_array_new (FALSE, FALSE, sizeof (MailChange));
  self->keywords = g_ptr_array_new_with_free_func (g_free);
  self->keepers = g_array_new (FALSE, FALSE, sizeof (Keeper));
  return self;
}

MailBox *
mail_box_ref (MailBox *self)
{
  self->ref_count++;
  return self;
}

void
mail_box_unref (MailBox *self)
{
  if (self == NULL || --self->ref_count > 0)
    return;
  g_array_unref (self->items);
  g_array_unref (self->journal);
  g_ptr_array_unref (self->keywords);
  g_array_unref (self->keepers);
  g_free (self->name);
  g_free (self);
}

const char *
mail_box_get_name (const MailBox *self)
{
  return self->name;
}

MailUse
mail_box_get_use (const MailBox *self)
{
  return self->use;
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

guint
mail_box_position (const MailBox *self, guint32 uid)
{
  guint low = 0;
  guint high = self->items->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->items, MailItem, middle).uid < uid)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static MailItem *
find (const MailBox *self, guint32 uid)
{
  guint i = mail_box_position (self, uid);
  MailItem *item = i < self->items->len ? &g_array_index (self->items, MailItem, i) : NULL;

  return item != NULL && item->uid == uid ? item : NULL;
}

const MailItem *
mail_box_find (const MailBox *self, guint32 uid)
{
  return find (self, uid);
}

gboolean
mail_box_is_gone (const MailBox *self)
{
  return self->gone;
}

static void
note (MailBox *self, guint32 uid, MailChangeKind kind)
{
  MailChange change = { uid, kind };

  self->change++;
  if (self->journal->len >= 2 * JOURNAL_KEPT)
    g_array_remove_range (self->journal, 0, self->journal->len - JOURNAL_KEPT);
  g_array_append_val (self->journal, change);
}

guint32
mail_box_append (MailBox *self, MailMessage *message, guint flags, SimTime when)
{
  MailItem item = { self->uid_next, flags, when, self->change + 1, NULL };

  g_return_val_if_fail (message != NULL, 0);
  g_return_val_if_fail (self->uid_next < G_MAXUINT32 && !self->gone, 0);
  item.message = mail_message_ref (message);
  g_array_append_val (self->items, item);
  self->size += mail_message_get_size (message);
  self->uid_next++;
  note (self, item.uid, MAIL_CHANGE_ADDED);
  if (self->funcs != NULL)
    self->funcs->added (self->store, self, &item);
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
  if (flags == item->flags)
    return TRUE;
  item->flags = flags;
  item->change = self->change + 1;
  note (self, uid, MAIL_CHANGE_FLAGS);
  if (self->funcs != NULL)
    self->funcs->flags (self->store, self, item);
  return TRUE;
}

static void
tell_removed (MailBox *self, const MailItem *item)
{
  for (guint i = 0; i < self->keepers->len; i++)
    {
      Keeper *keeper = &g_array_index (self->keepers, Keeper, i);

      keeper->func (keeper->keeper, item);
    }
  if (self->funcs != NULL)
    self->funcs->removed (self->store, self, item);
}

/* Removes the items for which chosen() says so, from @first on. */
static guint
remove_chosen (MailBox *self, guint first, gboolean (*chosen) (const MailItem *item, gpointer data), gpointer data)
{
  guint kept = first;
  guint removed;

  for (guint i = first; i < self->items->len; i++)
    {
      MailItem *item = &g_array_index (self->items, MailItem, i);
      MailItem moved = *item;

      if (chosen (item, data))
        {
          tell_removed (self, &moved);
          self->size -= mail_message_get_size (moved.message);
          note (self, moved.uid, MAIL_CHANGE_REMOVED);
          continue;
        }
      /* Swapped, not copied: what is cut off at the end is freed there. */
      *item = g_array_index (self->items, MailItem, kept);
      g_array_index (self->items, MailItem, kept++) = moved;
    }
  removed = self->items->len - kept;
  g_array_set_size (self->items, kept);
  return removed;
}

typedef struct
{
  const GArray *uids;    /* in order */
  guint         at;
  gboolean      marked;  /* only those that are marked \Deleted */
} Choice;

static gboolean
is_chosen (const MailItem *item, gpointer data)
{
  Choice *choice = data;

  if (choice->marked && (item->flags & MAIL_FLAG_DELETED) == 0)
    return FALSE;
  if (choice->uids == NULL)
    return TRUE;
  while (choice->at < choice->uids->len && g_array_index (choice->uids, guint32, choice->at) < item->uid)
    choice->at++;
  return choice->at < choice->uids->len && g_array_index (choice->uids, guint32, choice->at) == item->uid;
}

static int
compare_uid (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

guint
mail_box_expunge (MailBox *self, const GArray *uids)
{
  g_autoptr (GArray) sorted = uids != NULL ? g_array_copy ((GArray *) uids) : NULL;
  Choice choice = { sorted, 0, TRUE };
  guint first = 0;

  if (sorted != NULL)
    {
      g_array_sort (sorted, compare_uid);
      first = sorted->len > 0 ? mail_box_position (self, g_array_index (sorted, guint32, 0)) : self->items->len;
    }
  return remove_chosen (self, first, is_chosen, &choice);
}

guint
mail_box_remove (MailBox *self, const GArray *uids)
{
  Choice choice = { uids, 0, FALSE };

  if (uids->len == 0)
    return 0;
  return remove_chosen (self, mail_box_position (self, g_array_index (uids, guint32, 0)), is_chosen, &choice);
}

/* ---- keywords ---- */

/* An atom (RFC 9051, 9: flag-keyword). */
static gboolean
may_be_keyword (const char *name)
{
  gsize len = strlen (name);

  if (len == 0 || len > MAIL_KEYWORD_LENGTH)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (name[i] <= ' ' || name[i] >= 127 || strchr ("(){%*\"\\]", name[i]) != NULL)
      return FALSE;
  return TRUE;
}

guint
mail_box_keyword (MailBox *self, const char *name, gboolean add)
{
  for (guint i = 0; i < self->keywords->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (self->keywords, i), name) == 0)
      return MAIL_KEYWORD (i);
  if (!add || self->keywords->len >= MAIL_KEYWORDS_MAX || !may_be_keyword (name))
    return 0;
  g_ptr_array_add (self->keywords, g_strdup (name));
  return MAIL_KEYWORD (self->keywords->len - 1);
}

const char *
mail_box_get_keyword (const MailBox *self, guint i)
{
  return i < self->keywords->len ? g_ptr_array_index (self->keywords, i) : NULL;
}

/* ---- changes ---- */

guint64
mail_box_get_change (const MailBox *self)
{
  return self->change;
}

const MailChange *
mail_box_get_changes (const MailBox *self, guint64 since, guint *n)
{
  guint64 wanted = self->change - since;

  g_return_val_if_fail (since <= self->change, NULL);
  *n = (guint) MIN (wanted, G_MAXUINT);
  if (wanted == 0 || wanted > self->journal->len)
    return NULL;
  return &g_array_index (self->journal, MailChange, self->journal->len - wanted);
}

void
mail_box_add_keeper (MailBox *self, MailBoxKeepFunc func, gpointer keeper)
{
  Keeper entry = { func, keeper };

  g_array_append_val (self->keepers, entry);
}

void
mail_box_remove_keeper (MailBox *self, gpointer keeper)
{
  for (guint i = 0; i < self->keepers->len; i++)
    if (g_array_index (self->keepers, Keeper, i).keeper == keeper)
      {
        g_array_remove_index (self->keepers, i);
        return;
      }
}

guint32
mail_box_recent (MailBox *self, gboolean take)
{
  guint32 recent = self->recent;

  if (take)
    self->recent = self->uid_next;
  return recent;
}

/* ---- lock ---- */

gboolean
mail_box_lock (MailBox *self)
{
  if (self->locked)
    return FALSE;
  self->locked = TRUE;
  return TRUE;
}

void
mail_box_unlock (MailBox *self)
{
  self->locked = FALSE;
}

gboolean
mail_box_is_locked (const MailBox *self)
{
  return self->locked;
}

/* ---- for the store ---- */

void
mail_box_set_store (MailBox *self, const MailBoxFuncs *funcs, gpointer store)
{
  self->funcs = funcs;
  self->store = store;
}

void
mail_box_set_name (MailBox *self, const char *name)
{
  g_free (self->name);
  self->name = g_strdup (name);
}

void
mail_box_set_use (MailBox *self, MailUse use)
{
  self->use = use;
}

static void
remove_all (MailBox *self)
{
  Choice choice = { NULL, 0, FALSE };

  remove_chosen (self, 0, is_chosen, &choice);
}

void
mail_box_set_gone (MailBox *self)
{
  remove_all (self);
  self->gone = TRUE;
}

void
mail_box_move_all (MailBox *self, MailBox *to)
{
  for (guint i = 0; i < self->keywords->len; i++)
    mail_box_keyword (to, g_ptr_array_index (self->keywords, i), TRUE);
  for (guint i = 0; i < self->items->len; i++)
    {
      const MailItem *item = &g_array_index (self->items, MailItem, i);

      mail_box_append (to, item->message, item->flags, item->when);
    }
  remove_all (self);
}
