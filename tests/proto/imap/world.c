/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/proto/imap/world.h"

#include <string.h>

const char * const world_flags[WORLD_N_FLAGS] =
{
  "\\Seen", "\\Deleted", "\\Answered", "\\Flagged", "\\Draft", "$Label", "work", "Later"
};

static void
folder_free (gpointer data)
{
  WorldFolder *folder = data;

  g_free (folder->name);
  g_array_unref (folder->items);
  g_free (folder);
}

static WorldFolder *
add (World *self, const char *name)
{
  WorldFolder *folder = g_new0 (WorldFolder, 1);

  folder->name = g_strdup (name);
  folder->validity = self->validity++;
  folder->next = 1;
  folder->items = g_array_new (FALSE, FALSE, sizeof (WorldItem));
  g_ptr_array_add (self->all, folder);
  return folder;
}

World *
world_new (guint32 validity)
{
  World *self = g_new0 (World, 1);

  self->all = g_ptr_array_new_with_free_func (folder_free);
  self->validity = validity;
  add (self, "INBOX");
  return self;
}

void
world_free (World *self)
{
  g_ptr_array_unref (self->all);
  g_free (self);
}

WorldFolder *
world_find (World *self, const char *name)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      WorldFolder *folder = g_ptr_array_index (self->all, i);

      if (!folder->gone && g_str_equal (folder->name, name))
        return folder;
    }
  return NULL;
}

static gboolean
is_below (const char *name, const char *above)
{
  return g_str_has_prefix (name, above) && name[strlen (above)] == '/';
}

static void
add_parents (World *self, const char *name)
{
  for (const char *p = strchr (name, '/'); p != NULL; p = strchr (p + 1, '/'))
    {
      g_autofree char *parent = g_strndup (name, p - name);

      if (world_find (self, parent) == NULL)
        add (self, parent);
    }
}

gboolean
world_create (World *self, const char *name)
{
  if (world_find (self, name) != NULL)
    return FALSE;
  add_parents (self, name);
  add (self, name);
  return TRUE;
}

gboolean
world_delete (World *self, const char *name)
{
  WorldFolder *folder = world_find (self, name);

  if (folder == NULL || g_str_equal (name, "INBOX"))
    return FALSE;
  for (guint i = 0; i < self->all->len; i++)
    {
      WorldFolder *other = g_ptr_array_index (self->all, i);

      if (!other->gone && is_below (other->name, name))
        return FALSE;
    }
  folder->gone = TRUE;
  g_array_set_size (folder->items, 0);
  return TRUE;
}

gboolean
world_rename (World *self, const char *from, const char *to)
{
  WorldFolder *folder = world_find (self, from);

  if (folder == NULL || world_find (self, to) != NULL)
    return FALSE;
  if (g_str_equal (from, "INBOX"))
    {
      world_create (self, to);
      for (guint i = 0; i < folder->items->len; i++)
        world_append (world_find (self, to), g_array_index (folder->items, WorldItem, i).flags);
      g_array_set_size (folder->items, 0);
      return TRUE;
    }
  if (is_below (to, from))
    return FALSE;
  add_parents (self, to);
  for (guint i = 0; i < self->all->len; i++)
    {
      WorldFolder *other = g_ptr_array_index (self->all, i);

      if (!other->gone && (other == folder || is_below (other->name, from)))
        {
          char *name = g_strconcat (to, other->name + strlen (from), NULL);

          g_free (other->name);
          other->name = name;
        }
    }
  return TRUE;
}

guint32
world_append (WorldFolder *folder, guint flags)
{
  WorldItem item = { folder->next++, flags };

  g_array_append_val (folder->items, item);
  return item.uid;
}

static guint
place_of (WorldFolder *folder, guint32 uid)
{
  guint i = 0;

  while (i < folder->items->len && g_array_index (folder->items, WorldItem, i).uid != uid)
    i++;
  return i;
}

WorldItem *
world_item (WorldFolder *folder, guint32 uid)
{
  guint i = place_of (folder, uid);

  return i < folder->items->len ? &g_array_index (folder->items, WorldItem, i) : NULL;
}

void
world_remove (WorldFolder *folder, guint32 uid)
{
  guint i = place_of (folder, uid);

  if (i < folder->items->len)
    g_array_remove_index (folder->items, i);
}
