/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/trace/scene.h"

#include "sim/core/text.h"

#include <string.h>

struct _SimScene
{
  guint   n_entries;
  SimTime time;
  GArray *connections;   /* SimSceneConnection, by number */
  GArray *copies;        /* SimSceneCopy, by index of the STORED entry */
  GArray *flying;        /* guint: SEGMENT entries */
};

SimScene *
sim_scene_new (void)
{
  SimScene *self = g_new0 (SimScene, 1);

  self->connections = g_array_new (FALSE, FALSE, sizeof (SimSceneConnection));
  self->copies = g_array_new (FALSE, FALSE, sizeof (SimSceneCopy));
  self->flying = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

SimScene *
sim_scene_copy (const SimScene *self)
{
  SimScene *copy = g_new0 (SimScene, 1);

  copy->n_entries = self->n_entries;
  copy->time = self->time;
  copy->connections = g_array_copy (self->connections);
  copy->copies = g_array_copy (self->copies);
  copy->flying = g_array_copy (self->flying);
  return copy;
}

void
sim_scene_free (SimScene *self)
{
  g_array_unref (self->connections);
  g_array_unref (self->copies);
  g_array_unref (self->flying);
  g_free (self);
}

/* Both arrays are sorted by their first member, a guint32. */
static guint
position_of (const GArray *array, gsize size, guint key)
{
  guint low = 0, high = array->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      guint32 found = *(const guint32 *) (array->data + middle * size);

      if (found < key)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static SimSceneConnection *
find_connection (const SimScene *self, guint32 conn)
{
  guint i = position_of (self->connections, sizeof (SimSceneConnection), conn);

  if (i < self->connections->len && g_array_index (self->connections, SimSceneConnection, i).conn == conn)
    return &g_array_index (self->connections, SimSceneConnection, i);
  return NULL;
}

static void
apply_closed (SimScene *self, const SimEntry *entry)
{
  guint i = position_of (self->connections, sizeof (SimSceneConnection), entry->conn);

  if (i < self->connections->len && g_array_index (self->connections, SimSceneConnection, i).conn == entry->conn)
    g_array_remove_index (self->connections, i);
}

static void
apply_landed (SimScene *self, guint segment)
{
  for (guint i = 0; i < self->flying->len; i++)
    if (g_array_index (self->flying, guint, i) == segment)
      {
        g_array_remove_index (self->flying, i);
        return;
      }
}

static void
apply_move (SimScene *self, const SimEntry *entry)
{
  SimSceneConnection *connection = find_connection (self, entry->conn);

  if (connection == NULL)
    return;
  if (entry->side == SIM_SIDE_CLIENT)
    connection->client_state = entry->to;
  else
    connection->server_state = entry->to;
}

static void
apply_stored (SimScene *self, const SimEntry *entry, guint index)
{
  SimSceneCopy copy = { index, entry->actor, SIM_PLACE_QUEUE, 0, SIM_TIME_NEVER, G_MAXUINT };

  if (g_strcmp0 (entry->rule, "store:outbox") == 0)
    copy.place = SIM_PLACE_OUTBOX;
  else if (g_strcmp0 (entry->rule, "store:mailbox") == 0)
    copy.place = SIM_PLACE_MAILBOX;
  g_array_append_val (self->copies, copy);
}

static void
apply_note (SimScene *self, const SimEntry *entry, guint index)
{
  guint i;
  SimSceneCopy *copy;

  if (entry->from < 0)
    return;
  i = position_of (self->copies, sizeof (SimSceneCopy), entry->from);
  if (i == self->copies->len || g_array_index (self->copies, SimSceneCopy, i).stored != (guint) entry->from)
    return;
  copy = &g_array_index (self->copies, SimSceneCopy, i);
  copy->last_note = index;
  if (g_strcmp0 (entry->rule, "queue:removed") == 0)
    g_array_remove_index (self->copies, i);
  else if (g_strcmp0 (entry->rule, "queue:deferred") == 0)
    {
      if (copy->next_try != entry->until)        /* several recipients of one attempt */
        copy->attempts++;
      copy->next_try = entry->until;
    }
}

void
sim_scene_apply (SimScene *self, const SimEntry *entry, guint index)
{
  self->n_entries = index + 1;
  self->time = entry->time;
  switch (entry->kind)
    {
    case SIM_ENTRY_OPENED:
      {
        SimSceneConnection connection = { entry->conn, 0, 0, G_MAXUINT };

        g_array_append_val (self->connections, connection);
        break;
      }
    case SIM_ENTRY_SAID:
      {
        SimSceneConnection *connection = find_connection (self, entry->conn);

        if (connection != NULL)
          connection->last_said = index;
        break;
      }
    case SIM_ENTRY_SEGMENT:
      g_array_append_val (self->flying, index);
      break;
    case SIM_ENTRY_ARRIVED:
    case SIM_ENTRY_LOST:
      apply_landed (self, entry->cause);
      break;
    case SIM_ENTRY_MOVE:
      apply_move (self, entry);
      break;
    case SIM_ENTRY_STORED:
      apply_stored (self, entry, index);
      break;
    case SIM_ENTRY_NOTE:
      apply_note (self, entry, index);
      break;
    case SIM_ENTRY_CLOSED:
      apply_closed (self, entry);
      break;
    }
}

guint
sim_scene_n_entries (const SimScene *self)
{
  return self->n_entries;
}

SimTime
sim_scene_time (const SimScene *self)
{
  return self->time;
}

guint
sim_scene_n_connections (const SimScene *self)
{
  return self->connections->len;
}

const SimSceneConnection *
sim_scene_get_connection (const SimScene *self, guint i)
{
  g_return_val_if_fail (i < self->connections->len, NULL);

  return &g_array_index (self->connections, SimSceneConnection, i);
}

const SimSceneConnection *
sim_scene_find_connection (const SimScene *self, guint32 conn)
{
  return find_connection (self, conn);
}

guint
sim_scene_n_copies (const SimScene *self)
{
  return self->copies->len;
}

const SimSceneCopy *
sim_scene_get_copy (const SimScene *self, guint i)
{
  g_return_val_if_fail (i < self->copies->len, NULL);

  return &g_array_index (self->copies, SimSceneCopy, i);
}

guint
sim_scene_n_flying (const SimScene *self)
{
  return self->flying->len;
}

guint
sim_scene_get_flying (const SimScene *self, guint i)
{
  g_return_val_if_fail (i < self->flying->len, 0);

  return g_array_index (self->flying, guint, i);
}

char *
sim_scene_to_text (const SimScene *self, const SimTrace *trace)
{
  static const char * const places[] = { "outbox", "queue", "mailbox" };
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "entries %u time %" G_GINT64_FORMAT "\n", self->n_entries, self->time);
  for (guint i = 0; i < self->connections->len; i++)
    {
      const SimSceneConnection *c = sim_scene_get_connection (self, i);

      g_string_append_printf (text, "connection %u client %u server %u said %d\n",
                              c->conn, c->client_state, c->server_state, (int) c->last_said);
    }
  for (guint i = 0; i < self->copies->len; i++)
    {
      const SimSceneCopy *c = sim_scene_get_copy (self, i);

      g_string_append_printf (text, "copy %u at %s %s attempts %u next %" G_GINT64_FORMAT " note %d\n",
                              c->stored, sim_trace_get_host (trace, c->host)->name, places[c->place],
                              c->attempts, c->next_try, (int) c->last_note);
    }
  for (guint i = 0; i < self->flying->len; i++)
    g_string_append_printf (text, "flying %u\n", sim_scene_get_flying (self, i));
  return g_string_free (text, FALSE);
}

gboolean
sim_stored_parse (const SimEntry *entry, SimStored *out)
{
  const guint8 *end = entry->len > 0 ? memchr (entry->bytes, '\r', entry->len) : NULL;
  const char *fields = (const char *) entry->bytes;
  g_autofree char *to = NULL;
  g_autofree char *uid = NULL;
  gsize len;

  if (entry->kind != SIM_ENTRY_STORED || end == NULL || (gsize) (end - entry->bytes) + 2 > entry->len)
    return FALSE;
  len = end - entry->bytes;
  to = sim_text_field (fields, len, "to");
  uid = sim_text_field (fields, len, "uid");
  *out = (SimStored) {
    .id = sim_text_field (fields, len, "id"),
    .from = sim_text_field (fields, len, "from"),
    .to = g_strsplit (to != NULL ? to : "", ",", -1),
    .mailbox = sim_text_field (fields, len, "mailbox"),
    .uid = uid != NULL ? g_ascii_strtoull (uid, NULL, 10) : 0,
    .message = end + 2,
    .len = entry->len - len - 2
  };
  return TRUE;
}

void
sim_stored_clear (SimStored *stored)
{
  g_clear_pointer (&stored->id, g_free);
  g_clear_pointer (&stored->from, g_free);
  g_clear_pointer (&stored->to, g_strfreev);
  g_clear_pointer (&stored->mailbox, g_free);
}
