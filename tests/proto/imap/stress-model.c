/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/proto/imap/stress.h"

#include <string.h>

/* ---- what the model says ---- */

static gboolean
any_missing (Client *client, const Act *act)
{
  for (guint i = 0; i < act->chosen->len; i++)
    if (world_item (client->folder, g_array_index (act->chosen, guint32, i)) == NULL)
      return TRUE;
  return FALSE;
}

/* "1:2,5" */
static char *
set_text (const GArray *uids)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < uids->len; i++)
    {
      guint32 first = g_array_index (uids, guint32, i);

      while (i + 1 < uids->len && g_array_index (uids, guint32, i + 1) == g_array_index (uids, guint32, i) + 1)
        i++;
      g_string_append_printf (text, "%s%u", text->len > 0 ? "," : "", first);
      if (g_array_index (uids, guint32, i) != first)
        g_string_append_printf (text, ":%u", g_array_index (uids, guint32, i));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
do_copy (Stress *self, Client *client, const Act *act, char **untagged)
{
  WorldFolder *to = world_find (self->world, act->name);
  g_autoptr (GArray) from_uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) to_uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;
  g_autofree char *code = NULL;

  if (act->deed == DO_MOVE && client->read_only)
    return g_strdup ("NO [READ-ONLY]");
  if (to == NULL)
    return g_strdup ("NO [TRYCREATE]");
  if (!act->uid && any_missing (client, act))
    return g_strdup ("NO [EXPUNGEISSUED]");
  for (guint i = 0; i < act->chosen->len; i++)
    {
      WorldItem *item = world_item (client->folder, g_array_index (act->chosen, guint32, i));
      guint32 uid;

      if (item == NULL)
        continue;
      g_array_append_val (from_uids, item->uid);
      uid = world_append (to, item->flags);
      g_array_append_val (to_uids, uid);
    }
  for (guint i = 0; act->deed == DO_MOVE && i < from_uids->len; i++)
    world_remove (client->folder, g_array_index (from_uids, guint32, i));
  if (from_uids->len == 0)
    return g_strdup ("OK");
  from_text = set_text (from_uids);
  to_text = set_text (to_uids);
  code = g_strdup_printf ("OK [COPYUID %u %s %s]", to->validity, from_text, to_text);
  if (act->deed == DO_COPY)
    return g_steal_pointer (&code);
  *untagged = g_strconcat ("* ", code, NULL);
  return g_strdup ("OK");
}

static char *
do_store (Client *client, const Act *act)
{
  if (client->read_only)
    return g_strdup ("NO [READ-ONLY]");
  for (guint i = 0; i < act->chosen->len; i++)
    {
      WorldItem *item = world_item (client->folder, g_array_index (act->chosen, guint32, i));

      if (item == NULL)
        continue;
      item->flags = act->how == '+' ? item->flags | act->flags : act->how == '-' ? item->flags & ~act->flags : act->flags;
      for (guint j = 1; act->silent && j <= client->known->len; j++)
        if (stress_known (client, j)->uid == item->uid)
          stress_known (client, j)->flags = item->flags;
    }
  return g_strdup (!act->uid && any_missing (client, act) ? "NO [EXPUNGEISSUED]" : "OK");
}

static char *
do_search (Client *client, const Act *act, char **untagged)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GString) text = g_string_new ("* SEARCH");

  for (guint32 i = 1; i <= client->known->len; i++)
    {
      WorldItem *item = world_item (client->folder, stress_known (client, i)->uid);
      guint32 told = act->uid ? stress_known (client, i)->uid : i;

      if (item == NULL || (item->flags & act->flags) != act->flags)
        continue;
      g_array_append_val (numbers, told);
      g_string_append_printf (text, " %u", told);
    }
  if (client->rev2)
    {
      g_autofree char *set = set_text (numbers);

      *untagged = g_strdup_printf ("* ESEARCH (TAG \"t%u\")%s%s%s", client->tag, act->uid ? " UID" : "",
                                   numbers->len > 0 ? " ALL " : "", set);
    }
  else
    *untagged = g_strdup (text->str);
  return g_strdup ("OK");
}

static char *
do_expunge (Client *client, const Act *act)
{
  if (client->read_only)
    return g_strdup ("NO [READ-ONLY]");
  for (guint i = client->folder->items->len; i > 0; i--)
    {
      WorldItem *item = &g_array_index (client->folder->items, WorldItem, i - 1);
      gboolean chosen = act->deed != DO_UID_EXPUNGE;

      for (guint j = 0; !chosen && j < act->chosen->len; j++)
        chosen = g_array_index (act->chosen, guint32, j) == item->uid;
      if (chosen && (item->flags & WORLD_DELETED))
        g_array_remove_index (client->folder->items, i - 1);
    }
  return g_strdup ("OK");
}

static char *
do_select (Stress *self, Client *client, const Act *act)
{
  client->folder = world_find (self->world, act->name);
  client->read_only = act->deed == DO_EXAMINE;
  g_array_set_size (client->known, 0);
  return g_strdup (client->folder == NULL ? "NO [NONEXISTENT]" : client->read_only ? "OK [READ-ONLY]" : "OK [READ-WRITE]");
}

static char *
do_status (Stress *self, const Act *act, char **untagged)
{
  WorldFolder *folder = world_find (self->world, act->name);
  guint unseen = 0;

  if (folder == NULL)
    return g_strdup ("NO [NONEXISTENT]");
  for (guint i = 0; i < folder->items->len; i++)
    unseen += (g_array_index (folder->items, WorldItem, i).flags & WORLD_SEEN) == 0;
  *untagged = g_strdup_printf ("* STATUS %s (MESSAGES %u UIDNEXT %u UIDVALIDITY %u UNSEEN %u)", folder->name,
                               folder->items->len, folder->next, folder->validity, unseen);
  return g_strdup ("OK");
}

/* Does it, and tells what the server must answer. */
char *
stress_model_do (Stress *self, Client *client, const Act *act, char **untagged)
{
  WorldFolder *folder = act->name != NULL ? world_find (self->world, act->name) : NULL;

  switch (act->deed)
    {
    case DO_BODY:
      for (guint i = 0; !client->read_only && i < act->chosen->len; i++)
        {
          WorldItem *item = world_item (client->folder, g_array_index (act->chosen, guint32, i));

          if (item != NULL)
            item->flags |= WORLD_SEEN;
        }
      return g_strdup ("OK");
    case DO_STORE:
      return do_store (client, act);
    case DO_SEARCH:
      return do_search (client, act, untagged);
    case DO_COPY:
    case DO_MOVE:
      return do_copy (self, client, act, untagged);
    case DO_EXPUNGE:
    case DO_UID_EXPUNGE:
      return do_expunge (client, act);
    case DO_APPEND:
      if (folder == NULL)
        return g_strdup ("NO [TRYCREATE]");
      return g_strdup_printf ("OK [APPENDUID %u %u]", folder->validity, world_append (folder, act->flags));
    case DO_SELECT:
    case DO_EXAMINE:
      return do_select (self, client, act);
    case DO_CLOSE:
      if (!client->read_only)
        g_free (do_expunge (client, act));
      client->folder = NULL;
      return g_strdup ("OK");
    case DO_UNSELECT:
      client->folder = NULL;
      return g_strdup ("OK");
    case DO_CREATE:
      return g_strdup (world_create (self->world, act->name) ? "OK" : "NO [ALREADYEXISTS]");
    case DO_DELETE:
      return g_strdup (world_delete (self->world, act->name) ? "OK" : "NO [");
    case DO_RENAME:
      return g_strdup (world_rename (self->world, act->name, act->other) ? "OK" : "NO [");
    case DO_STATUS:
      return do_status (self, act, untagged);
    default:
      return g_strdup ("OK");
    }
}
