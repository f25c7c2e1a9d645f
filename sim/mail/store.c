/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/store.h"

#include "sim/mail/mailbox-private.h"

#include <string.h>

#define INBOX "INBOX"

struct _MailStore
{
  guint       ref_count;
  guint32     next_validity;
  GPtrArray  *boxes;           /* MailBox; INBOX, then the others by name */
  GPtrArray  *subscriptions;   /* char *, by name */
  gsize       quota;
  gsize       size;
  const MailStoreFuncs *funcs; /* of the watcher, or NULL */
  gpointer    owner;
};

/* ---- what mailboxes tell ---- */

static void
on_added (gpointer store, MailBox *box, const MailItem *item)
{
  MailStore *self = store;

  self->size += mail_message_get_size (item->message);
  if (self->funcs != NULL && self->funcs->added != NULL)
    self->funcs->added (self->owner, box, item);
}

static void
on_flags (gpointer store, MailBox *box, const MailItem *item)
{
  MailStore *self = store;

  if (self->funcs != NULL && self->funcs->flags != NULL)
    self->funcs->flags (self->owner, box, item);
}

static void
on_removed (gpointer store, MailBox *box, const MailItem *item)
{
  MailStore *self = store;

  if (self->funcs != NULL && self->funcs->removed != NULL)
    self->funcs->removed (self->owner, box, item);
  self->size -= mail_message_get_size (item->message);
}

static const MailBoxFuncs box_funcs = { on_added, on_flags, on_removed };

/* ---- names ---- */

/* INBOX has no letter case (RFC 9051, 5.1), also as the first level of others. (transfer full) */
static char *
dup_name (const char *name)
{
  if (g_ascii_strncasecmp (name, INBOX, 5) == 0 && (name[5] == '\0' || name[5] == MAIL_STORE_SEPARATOR))
    return g_strconcat (INBOX, name + 5, NULL);
  return g_strdup (name);
}

static gboolean
is_inbox (const char *name)
{
  return g_ascii_strcasecmp (name, INBOX) == 0;
}

MailStoreResult
mail_store_check_name (const char *name)
{
  gsize len = strlen (name);

  if (len == 0 || len > MAIL_STORE_NAME_MAX || !g_utf8_validate (name, len, NULL))
    return MAIL_STORE_BAD_NAME;
  if (name[0] == MAIL_STORE_SEPARATOR || name[len - 1] == MAIL_STORE_SEPARATOR || strstr (name, "//") != NULL)
    return MAIL_STORE_BAD_NAME;
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)        /* RFC 5198, 2 */
        return MAIL_STORE_BAD_NAME;
    }
  return MAIL_STORE_OK;
}

static int
compare_names (const char *a, const char *b)
{
  if (g_str_equal (a, INBOX) || g_str_equal (b, INBOX))
    return g_str_equal (b, INBOX) - g_str_equal (a, INBOX);
  return strcmp (a, b);
}

/* The first whose name is not before @name. */
static guint
position (const MailStore *self, const char *name)
{
  guint low = 0;
  guint high = self->boxes->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_names (mail_box_get_name (g_ptr_array_index (self->boxes, middle)), name) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* ---- life ---- */

static MailBox *
add_box (MailStore *self, const char *name, MailUse use)
{
  MailBox *box = mail_box_new (name, self->next_validity++);

  mail_box_set_use (box, use);
  mail_box_set_store (box, &box_funcs, self);
  g_ptr_array_insert (self->boxes, position (self, name), box);
  if (self->funcs != NULL && self->funcs->created != NULL)
    self->funcs->created (self->owner, box);
  return box;
}

MailStore *
mail_store_new (guint32 uid_validity)
{
  MailStore *self = g_new0 (MailStore, 1);

  self->ref_count = 1;
  self->next_validity = uid_validity;
  self->boxes = g_ptr_array_new ();
  self->subscriptions = g_ptr_array_new_with_free_func (g_free);
  add_box (self, INBOX, MAIL_USE_NONE);
  return self;
}

MailStore *
mail_store_ref (MailStore *self)
{
  self->ref_count++;
  return self;
}

void
mail_store_unref (MailStore *self)
{
  if (self == NULL || --self->ref_count > 0)
    return;
  for (guint i = 0; i < self->boxes->len; i++)
    {
      mail_box_set_store (g_ptr_array_index (self->boxes, i), NULL, NULL);
      mail_box_unref (g_ptr_array_index (self->boxes, i));
    }
  g_ptr_array_unref (self->boxes);
  g_ptr_array_unref (self->subscriptions);
  g_free (self);
}

void
mail_store_watch (MailStore *self, const MailStoreFuncs *funcs, gpointer owner)
{
  self->funcs = funcs;
  self->owner = owner;
}

/* ---- folders ---- */

MailBox *
mail_store_get_inbox (MailStore *self)
{
  return g_ptr_array_index (self->boxes, 0);
}

MailBox *
mail_store_find (MailStore *self, const char *name)
{
  g_autofree char *key = dup_name (name);
  guint i = position (self, key);
  MailBox *box = i < self->boxes->len ? g_ptr_array_index (self->boxes, i) : NULL;

  return box != NULL && g_str_equal (mail_box_get_name (box), key) ? box : NULL;
}

guint
mail_store_length (MailStore *self)
{
  return self->boxes->len;
}

MailBox *
mail_store_get (MailStore *self, guint i)
{
  g_return_val_if_fail (i < self->boxes->len, NULL);
  return g_ptr_array_index (self->boxes, i);
}

/* The first below "name/"; those below it stand together. */
static guint
first_below (MailStore *self, const char *prefix)
{
  return position (self, prefix);
}

static gboolean
is_below (MailStore *self, guint i, const char *prefix)
{
  return i < self->boxes->len && g_str_has_prefix (mail_box_get_name (g_ptr_array_index (self->boxes, i)), prefix);
}

gboolean
mail_store_has_children (MailStore *self, const char *name)
{
  g_autofree char *key = dup_name (name);
  g_autofree char *prefix = g_strconcat (key, "/", NULL);

  return is_below (self, first_below (self, prefix), prefix);
}

/* Makes the levels above @name that are missing. */
static MailStoreResult
make_parents (MailStore *self, const char *name)
{
  for (const char *p = strchr (name, '/'); p != NULL; p = strchr (p + 1, '/'))
    {
      g_autofree char *parent = g_strndup (name, p - name);

      if (mail_store_find (self, parent) != NULL)
        continue;
      if (self->boxes->len >= MAIL_STORE_FOLDERS_MAX)
        return MAIL_STORE_TOO_MANY;
      add_box (self, parent, MAIL_USE_NONE);
    }
  return MAIL_STORE_OK;
}

MailStoreResult
mail_store_create (MailStore *self, const char *name, MailUse use, MailBox **box)
{
  g_autofree char *key = dup_name (name);
  MailStoreResult result = mail_store_check_name (key);
  MailBox *made;

  if (result == MAIL_STORE_OK && mail_store_find (self, key) != NULL)
    result = MAIL_STORE_EXISTS;
  if (result == MAIL_STORE_OK)
    result = make_parents (self, key);
  if (result == MAIL_STORE_OK && self->boxes->len >= MAIL_STORE_FOLDERS_MAX)
    result = MAIL_STORE_TOO_MANY;
  if (result != MAIL_STORE_OK)
    return result;
  made = add_box (self, key, use);
  if (box != NULL)
    *box = made;
  return MAIL_STORE_OK;
}

MailStoreResult
mail_store_delete (MailStore *self, const char *name)
{
  MailBox *box = mail_store_find (self, name);

  if (is_inbox (name))
    return MAIL_STORE_INBOX;
  if (box == NULL)
    return MAIL_STORE_NONE;
  if (mail_store_has_children (self, name))
    return MAIL_STORE_HAS_CHILDREN;
  mail_box_set_gone (box);
  if (self->funcs != NULL && self->funcs->deleted != NULL)
    self->funcs->deleted (self->owner, box);
  mail_box_set_store (box, NULL, NULL);
  g_ptr_array_remove_index (self->boxes, position (self, mail_box_get_name (box)));
  mail_box_unref (box);
  return MAIL_STORE_OK;
}

/* Takes the box out of its place and puts it where its new name belongs. */
static void
rename_box (MailStore *self, MailBox *box, const char *name)
{
  g_autofree char *old_name = g_strdup (mail_box_get_name (box));

  g_ptr_array_remove_index (self->boxes, position (self, old_name));
  mail_box_set_name (box, name);
  g_ptr_array_insert (self->boxes, position (self, name), box);
  if (self->funcs != NULL && self->funcs->renamed != NULL)
    self->funcs->renamed (self->owner, box, old_name);
}

static MailStoreResult
rename_inbox (MailStore *self, const char *to)
{
  MailBox *box = NULL;
  MailStoreResult result = mail_store_create (self, to, MAIL_USE_NONE, &box);

  if (result == MAIL_STORE_OK)
    mail_box_move_all (mail_store_get_inbox (self), box);
  return result;
}

MailStoreResult
mail_store_rename (MailStore *self, const char *from, const char *to)
{
  g_autofree char *old_key = dup_name (from);
  g_autofree char *new_key = dup_name (to);
  g_autofree char *prefix = g_strconcat (old_key, "/", NULL);
  g_autoptr (GPtrArray) below = g_ptr_array_new ();
  MailBox *box = mail_store_find (self, old_key);
  gsize longest = strlen (old_key);
  MailStoreResult result;

  if (box == NULL)
    return MAIL_STORE_NONE;
  if (is_inbox (old_key))
    return rename_inbox (self, new_key);
  result = mail_store_check_name (new_key);
  if (result == MAIL_STORE_OK && mail_store_find (self, new_key) != NULL)
    result = MAIL_STORE_EXISTS;
  if (result == MAIL_STORE_OK && g_str_has_prefix (new_key, prefix))      /* below itself */
    result = MAIL_STORE_BAD_NAME;
  for (guint i = first_below (self, prefix); is_below (self, i, prefix); i++)
    {
      g_ptr_array_add (below, g_ptr_array_index (self->boxes, i));
      longest = MAX (longest, strlen (mail_box_get_name (g_ptr_array_index (self->boxes, i))));
    }
  if (result == MAIL_STORE_OK && longest - strlen (old_key) + strlen (new_key) > MAIL_STORE_NAME_MAX)
    result = MAIL_STORE_BAD_NAME;
  if (result == MAIL_STORE_OK)
    result = make_parents (self, new_key);
  if (result != MAIL_STORE_OK)
    return result;
  rename_box (self, box, new_key);
  for (guint i = 0; i < below->len; i++)
    {
      MailBox *child = g_ptr_array_index (below, i);
      g_autofree char *name = g_strconcat (new_key, mail_box_get_name (child) + strlen (old_key), NULL);

      rename_box (self, child, name);
    }
  return MAIL_STORE_OK;
}

MailBox *
mail_store_find_use (MailStore *self, MailUse use)
{
  for (guint i = 0; i < self->boxes->len; i++)
    if (mail_box_get_use (g_ptr_array_index (self->boxes, i)) == use)
      return g_ptr_array_index (self->boxes, i);
  return NULL;
}

/* ---- subscriptions ---- */

/* Where @name stands, or would stand. */
static gboolean
find_subscription (MailStore *self, const char *name, guint *at)
{
  guint low = 0;
  guint high = self->subscriptions->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_names (g_ptr_array_index (self->subscriptions, middle), name) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  *at = low;
  return low < self->subscriptions->len && g_str_equal (g_ptr_array_index (self->subscriptions, low), name);
}

gboolean
mail_store_subscribe (MailStore *self, const char *name, gboolean subscribed)
{
  g_autofree char *key = dup_name (name);
  guint at;
  gboolean found = find_subscription (self, key, &at);

  if (mail_store_check_name (key) != MAIL_STORE_OK)
    return FALSE;
  if (found && !subscribed)
    g_ptr_array_remove_index (self->subscriptions, at);
  if (found || !subscribed)
    return TRUE;
  if (self->subscriptions->len >= MAIL_STORE_FOLDERS_MAX)
    return FALSE;
  g_ptr_array_insert (self->subscriptions, at, g_steal_pointer (&key));
  return TRUE;
}

gboolean
mail_store_is_subscribed (MailStore *self, const char *name)
{
  g_autofree char *key = dup_name (name);
  guint at;

  return find_subscription (self, key, &at);
}

char **
mail_store_subscriptions (MailStore *self)
{
  char **names = g_new0 (char *, self->subscriptions->len + 1);

  for (guint i = 0; i < self->subscriptions->len; i++)
    names[i] = g_strdup (g_ptr_array_index (self->subscriptions, i));
  return names;
}

/* ---- room ---- */

void
mail_store_set_quota (MailStore *self, gsize octets)
{
  self->quota = octets;
}

gsize
mail_store_get_quota (MailStore *self)
{
  return self->quota;
}

gsize
mail_store_get_size (MailStore *self)
{
  return self->size;
}

gboolean
mail_store_has_room (MailStore *self, gsize octets)
{
  return self->quota == 0 || (self->size <= self->quota && octets <= self->quota - self->size);
}

gboolean
mail_store_has_places (MailStore *self, guint n)
{
  guint total = 0;

  for (guint i = 0; i < mail_store_length (self); i++)
    total += mail_box_length (mail_store_get (self, i));
  return total <= MAIL_STORE_MESSAGES_MAX && n <= MAIL_STORE_MESSAGES_MAX - total;
}
