/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/directory.h"

#include <string.h>

#define MAX_DEPTH 10        /* of lists within lists; a list that holds itself ends sooner */

struct _SimDirectory
{
  GPtrArray *users;   /* SimDirectoryUser */
  GPtrArray *lists;   /* SimDirectoryList */
};

static void
free_user (gpointer data)
{
  SimDirectoryUser *user = data;

  mail_address_clear (&user->address);
  g_free (user->password);
  g_strfreev (user->aliases);
  g_free (user->name);
  g_free (user->forward);
  g_free (user);
}

static void
free_list (gpointer data)
{
  SimDirectoryList *list = data;

  mail_address_clear (&list->address);
  g_strfreev (list->members);
  g_free (list->owner);
  g_free (list);
}

static void
free_address (gpointer data)
{
  mail_address_clear (data);
  g_free (data);
}

SimDirectory *
sim_directory_new (void)
{
  SimDirectory *self = g_new0 (SimDirectory, 1);

  self->users = g_ptr_array_new_with_free_func (free_user);
  self->lists = g_ptr_array_new_with_free_func (free_list);
  return self;
}

void
sim_directory_free (SimDirectory *self)
{
  g_ptr_array_unref (self->users);
  g_ptr_array_unref (self->lists);
  g_free (self);
}

void
sim_directory_add (SimDirectory *self, const char *address, const char *password, gsize quota, char **aliases)
{
  SimDirectoryUser *user = g_new0 (SimDirectoryUser, 1);

  if (!mail_address_parse (address, &user->address))
    {
      g_free (user);
      g_return_if_reached ();
    }
  user->password = g_strdup (password);
  user->quota = quota;
  user->aliases = aliases != NULL ? g_strdupv (aliases) : g_new0 (char *, 1);
  g_ptr_array_add (self->users, user);
}

static SimDirectoryUser *
last_user (SimDirectory *self)
{
  g_return_val_if_fail (self->users->len > 0, NULL);

  return g_ptr_array_index (self->users, self->users->len - 1);
}

void
sim_directory_set_name (SimDirectory *self, const char *name)
{
  SimDirectoryUser *user = last_user (self);

  g_free (user->name);
  user->name = g_strdup (name);
}

void
sim_directory_set_forward (SimDirectory *self, const char *address, gboolean moved)
{
  SimDirectoryUser *user = last_user (self);

  g_free (user->forward);
  user->forward = g_strdup (address);
  user->moved = address != NULL && moved;
}

void
sim_directory_set_files_sent (SimDirectory *self, gboolean files_sent)
{
  last_user (self)->files_sent = files_sent;
}

void
sim_directory_add_list (SimDirectory *self, const char *address, char **members, const char *owner)
{
  SimDirectoryList *list = g_new0 (SimDirectoryList, 1);

  if (!mail_address_parse (address, &list->address))
    {
      g_free (list);
      g_return_if_reached ();
    }
  list->members = g_strdupv (members);
  list->owner = g_strdup (owner);
  g_ptr_array_add (self->lists, list);
}

guint
sim_directory_length (const SimDirectory *self)
{
  return self->users->len;
}

const SimDirectoryUser *
sim_directory_get (const SimDirectory *self, guint i)
{
  g_return_val_if_fail (i < self->users->len, NULL);

  return g_ptr_array_index (self->users, i);
}

static gboolean
has_alias (const SimDirectoryUser *user, const MailAddress *address)
{
  for (guint i = 0; user->aliases[i] != NULL; i++)
    {
      MailAddress alias = { NULL, NULL };
      gboolean same;

      if (strchr (user->aliases[i], '@') == NULL)
        same = g_ascii_strcasecmp (user->aliases[i], address->local) == 0
               && g_ascii_strcasecmp (user->address.domain, address->domain) == 0;
      else
        {
          same = mail_address_parse (user->aliases[i], &alias) && mail_address_equal (&alias, address);
          mail_address_clear (&alias);
        }
      if (same)
        return TRUE;
    }
  return FALSE;
}

int
sim_directory_find (const SimDirectory *self, const MailAddress *address)
{
  gboolean postmaster = g_ascii_strcasecmp (address->local, "postmaster") == 0;
  int first = -1;

  for (guint i = 0; i < self->users->len; i++)
    {
      const SimDirectoryUser *user = sim_directory_get (self, i);
      gboolean same_domain = g_ascii_strcasecmp (user->address.domain, address->domain) == 0;

      if (mail_address_equal (&user->address, address) || has_alias (user, address))
        return i;
      if (postmaster && same_domain && first < 0)
        first = i;
    }
  return first;
}

const SimDirectoryList *
sim_directory_find_list (const SimDirectory *self, const MailAddress *address)
{
  for (guint i = 0; i < self->lists->len; i++)
    {
      const SimDirectoryList *list = g_ptr_array_index (self->lists, i);

      if (g_ascii_strcasecmp (list->address.domain, address->domain) == 0
          && g_ascii_strcasecmp (list->address.local, address->local) == 0)
        return list;
    }
  return NULL;
}

static void
add_once (GPtrArray *addresses, const MailAddress *address)
{
  MailAddress copy;

  for (guint i = 0; i < addresses->len; i++)
    if (mail_address_equal (g_ptr_array_index (addresses, i), address))
      return;
  copy = (MailAddress) { g_strdup (address->local), g_strdup (address->domain) };
  g_ptr_array_add (addresses, g_memdup2 (&copy, sizeof copy));
}

static void
expand_text (const SimDirectory *self, const char *text, guint depth, GPtrArray *out);

static void
expand (const SimDirectory *self, const MailAddress *address, guint depth, GPtrArray *out)
{
  const SimDirectoryList *list = sim_directory_find_list (self, address);
  int user = list == NULL ? sim_directory_find (self, address) : -1;
  const char *forward = user >= 0 && !sim_directory_get (self, user)->moved ? sim_directory_get (self, user)->forward
                                                                            : NULL;

  if (depth > MAX_DEPTH)
    return;
  if (forward != NULL)
    expand_text (self, forward, depth + 1, out);
  else if (list == NULL)
    add_once (out, address);
  else
    for (guint i = 0; list->members[i] != NULL; i++)
      expand_text (self, list->members[i], depth + 1, out);
}

static void
expand_text (const SimDirectory *self, const char *text, guint depth, GPtrArray *out)
{
  MailAddress address = { NULL, NULL };

  if (mail_address_parse (text, &address))
    expand (self, &address, depth, out);
  mail_address_clear (&address);
}

GPtrArray *
sim_directory_expand (const SimDirectory *self, const MailAddress *address)
{
  GPtrArray *out = g_ptr_array_new_with_free_func (free_address);

  expand (self, address, 0, out);
  return out;
}

static gboolean
is_in (char **domains, const char *domain)
{
  for (guint i = 0; domains[i] != NULL; i++)
    if (g_ascii_strcasecmp (domains[i], domain) == 0)
      return TRUE;
  return FALSE;
}

/* Letter case does not count in a name. */
static gboolean
has_word (const char *name, const char *word)
{
  g_autofree char *folded_name = g_utf8_casefold (name, -1);
  g_autofree char *folded_word = g_utf8_casefold (word, -1);

  return strstr (folded_name, folded_word) != NULL;
}

GArray *
sim_directory_search (const SimDirectory *self, const char *word, char **domains)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (int));
  MailAddress address = { NULL, NULL };
  gboolean whole = mail_address_parse (word, &address);

  for (int i = 0; i < (int) self->users->len; i++)
    {
      const SimDirectoryUser *user = sim_directory_get (self, i);
      MailAddress at_home = { (char *) word, user->address.domain };
      gboolean exact = whole ? mail_address_equal (&user->address, &address) || has_alias (user, &address)
                             : mail_address_equal (&user->address, &at_home) || has_alias (user, &at_home);

      if (!is_in (domains, user->address.domain))
        continue;
      if (exact)
        {
          g_array_set_size (found, 0);
          g_array_append_val (found, i);
          break;
        }
      if (!whole && user->name != NULL && has_word (user->name, word))
        g_array_append_val (found, i);
    }
  mail_address_clear (&address);
  return found;
}

int
sim_directory_prove (const SimDirectory *self, const char *name, SimDirectoryKnowsFunc knows, gpointer data)
{
  for (guint i = 0; i < self->users->len; i++)
    {
      const SimDirectoryUser *user = sim_directory_get (self, i);
      g_autofree char *address = mail_address_to_text (&user->address);

      if (user->password != NULL
          && (g_ascii_strcasecmp (address, name) == 0 || g_str_equal (user->address.local, name))
          && knows (data, user->password))
        return i;
    }
  return -1;
}

static gboolean
is_same_password (gpointer data, const char *password)
{
  return g_str_equal (password, data);
}

int
sim_directory_login (const SimDirectory *self, const char *name, const char *password)
{
  return sim_directory_prove (self, name, is_same_password, (gpointer) password);
}
