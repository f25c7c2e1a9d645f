/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/directory.h"

#include <string.h>

struct _SimDirectory
{
  GPtrArray *users;   /* SimDirectoryUser */
};

static void
free_user (gpointer data)
{
  SimDirectoryUser *user = data;

  mail_address_clear (&user->address);
  g_free (user->password);
  g_strfreev (user->aliases);
  g_free (user);
}

SimDirectory *
sim_directory_new (void)
{
  SimDirectory *self = g_new0 (SimDirectory, 1);

  self->users = g_ptr_array_new_with_free_func (free_user);
  return self;
}

void
sim_directory_free (SimDirectory *self)
{
  g_ptr_array_unref (self->users);
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

int
sim_directory_login (const SimDirectory *self, const char *name, const char *password)
{
  for (guint i = 0; i < self->users->len; i++)
    {
      const SimDirectoryUser *user = sim_directory_get (self, i);
      g_autofree char *address = mail_address_to_text (&user->address);

      if (user->password != NULL && g_str_equal (user->password, password)
          && (g_ascii_strcasecmp (address, name) == 0 || g_str_equal (user->address.local, name)))
        return i;
    }
  return -1;
}
