/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/proto/imap/stress.h"

#include <string.h>

/* ---- what a session is told ---- */

Known *
stress_known (Client *client, guint number)
{
  g_assert_cmpuint (number, >=, 1);
  g_assert_cmpuint (number, <=, client->known->len);
  return &g_array_index (client->known, Known, number - 1);
}

static guint
parse_flags (const char *text)
{
  const char *open = strstr (text, "FLAGS (");
  guint mask = 0;

  g_assert_nonnull (open);
  open += 7;
  for (const char *p = open; *p != ')';)
    {
      gsize len = strcspn (p, " )");

      for (guint i = 0; i < WORLD_N_FLAGS; i++)
        if (strlen (world_flags[i]) == len && g_ascii_strncasecmp (p, world_flags[i], len) == 0)
          mask |= 1u << i;
      p += len;
      p += *p == ' ' ? 1 : 0;
    }
  return mask;
}

static void
hear_exists (Stress *self, Client *client, guint n)
{
  guint32 last = client->known->len > 0 ? stress_known (client, client->known->len)->uid : 0;

  for (guint i = 0; i < client->folder->items->len; i++)
    {
      WorldItem *item = &g_array_index (client->folder->items, WorldItem, i);
      Known fresh = { item->uid, UNKNOWN };

      if (item->uid > last)
        g_array_append_val (client->known, fresh);
    }
  check (self, client, client->known->len == n);
}

static void
hear_untagged (Stress *self, Client *client, const char *line, gboolean may_expunge)
{
  char *word;
  guint n = g_ascii_strtoull (line, &word, 10);

  if (g_str_has_prefix (word, " EXISTS"))
    hear_exists (self, client, n);
  else if (g_str_has_prefix (word, " EXPUNGE"))
    {
      check (self, client, may_expunge);
      check (self, client, world_item (client->folder, stress_known (client, n)->uid) == NULL);
      g_array_remove_index (client->known, n - 1);
    }
  else if (g_str_has_prefix (word, " FETCH"))
    {
      Known *message = stress_known (client, n);
      WorldItem *item = world_item (client->folder, message->uid);
      const char *uid = strstr (word, "UID ");

      check (self, client, item != NULL || client->act.deed == DO_FETCH || client->act.deed == DO_BODY);
      check (self, client, uid == NULL || g_ascii_strtoull (uid + 4, NULL, 10) == message->uid);
      if (strstr (word, "FLAGS (") == NULL)
        return;
      message->flags = parse_flags (word);
      check (self, client, item == NULL || message->flags == item->flags);
    }
}

/* All that the session knows is so, and with @all it knows all. */
void
stress_compare (Stress *self, Client *client, gboolean all)
{
  guint at = 0;

  if (client->folder == NULL)
    return;
  for (guint i = 0; i < client->folder->items->len; i++)
    {
      WorldItem *item = &g_array_index (client->folder->items, WorldItem, i);

      while (at < client->known->len && stress_known (client, at + 1)->uid != item->uid)
        {
          check (self, client, !all);
          at++;
        }
      check (self, client, at < client->known->len);
      check (self, client, (stress_known (client, at + 1)->flags & UNKNOWN) || stress_known (client, at + 1)->flags == item->flags);
      at++;
    }
  check (self, client, !all || at == client->known->len);
}

/* One line with its literals. FALSE: there is no more. */
static gboolean
next_line (Client *client, GString *line)
{
  const char *p = client->drive->sent->str + client->read;

  g_string_truncate (line, 0);
  for (;;)
    {
      const char *end = strstr (p, "\r\n");
      const char *open;

      if (end == NULL)
        return FALSE;
      g_string_append_len (line, p, end - p);
      p = end + 2;
      open = end[-1] == '}' ? g_strrstr_len (line->str, line->len, "{") : NULL;
      if (open == NULL)
        break;
      p += g_ascii_strtoull (open + 1, NULL, 10);
    }
  client->read = p - client->drive->sent->str;
  return TRUE;
}

static void
forget_sent (Client *client)
{
  if (client->read < 65536)
    return;
  g_string_erase (client->drive->sent, 0, client->read);
  g_string_truncate (client->drive->log, 0);
  g_ptr_array_set_size (client->drive->sends, 0);
  g_array_set_size (client->drive->flags, 0);
  client->read = 0;
}

/* Untagged answers, up to the tagged one, which must begin with @expected ("OK", "NO [TRYCREATE]"). */
void
stress_hear (Stress *self, Client *client, const char *expected, const char *untagged, gboolean may_expunge)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *tag = g_strdup_printf ("t%u %s", client->tag, expected);
  gboolean found = untagged == NULL;

  for (;;)
    {
      check (self, client, next_line (client, line));
      found = found || g_str_has_prefix (line->str, untagged);
      if (g_str_has_prefix (line->str, "* "))
        hear_untagged (self, client, line->str + 2, may_expunge);
      else if (*line->str != '+')
        break;
    }
  if (!g_str_has_prefix (line->str, tag))
    g_error ("seed %" G_GUINT64_FORMAT ", act %" G_GUINT64_FORMAT ": \"%s\", not \"%s\"", self->seed, self->n_acts, line->str, tag);
  check (self, client, found);
  check (self, client, client->read == client->drive->sent->len);
  forget_sent (client);
}

/* What those in IDLE are told meanwhile. */
void
stress_wake_all (Stress *self)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < SESSIONS; i++)
    {
      Client *client = &self->clients[i];

      imap_server_wake (client->drive->session, client->drive->now);
      sim_drive_pump (client->drive);
      if (!client->idle)
        continue;
      while (next_line (client, line))
        hear_untagged (self, client, line->str + 2, TRUE);
      stress_compare (self, client, TRUE);
      forget_sent (client);
    }
}
