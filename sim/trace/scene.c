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
  GArray *folders;       /* SimSceneFolder, by id */
  GArray *offline;       /* guint: hosts */
};

SimScene *
sim_scene_new (void)
{
  SimScene *self = g_new0 (SimScene, 1);

  self->connections = g_array_new (FALSE, FALSE, sizeof (SimSceneConnection));
  self->copies = g_array_new (FALSE, FALSE, sizeof (SimSceneCopy));
  self->flying = g_array_new (FALSE, FALSE, sizeof (guint));
  self->folders = g_array_new (FALSE, FALSE, sizeof (SimSceneFolder));
  self->offline = g_array_new (FALSE, FALSE, sizeof (guint));
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
  copy->folders = g_array_copy (self->folders);
  copy->offline = g_array_copy (self->offline);
  return copy;
}

void
sim_scene_free (SimScene *self)
{
  g_array_unref (self->connections);
  g_array_unref (self->copies);
  g_array_unref (self->flying);
  g_array_unref (self->folders);
  g_array_unref (self->offline);
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

/* ---- folders ---- */

static const struct { guint flag; const char *name; } flag_names[] =
{
  { MAIL_FLAG_SEEN, "\\Seen" }, { MAIL_FLAG_ANSWERED, "\\Answered" }, { MAIL_FLAG_FLAGGED, "\\Flagged" },
  { MAIL_FLAG_DELETED, "\\Deleted" }, { MAIL_FLAG_DRAFT, "\\Draft" }
};

char *
sim_flags_to_text (guint flags)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
    if (flags & flag_names[i].flag)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", flag_names[i].name);
  return g_string_free (text, FALSE);
}

guint
sim_flags_from_text (const char *text)
{
  g_auto (GStrv) names = g_strsplit (text, ",", 16);
  guint flags = 0;

  for (char **name = names; *name != NULL; name++)
    for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
      if (g_ascii_strcasecmp (*name, flag_names[i].name) == 0)
        flags |= flag_names[i].flag;
  return flags;
}

char *
sim_mailbox_to_field (const char *mailbox)
{
  return g_uri_escape_string (mailbox, "/@!$&'()*+;:=[]", TRUE);
}

char *
sim_mailbox_from_field (const char *field)
{
  char *text = g_uri_unescape_string (field, NULL);

  /* A trace may say anything. */
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    {
      g_free (text);
      text = sim_text_escape ((const guint8 *) field, strlen (field));
    }
  return text;
}

/* The line of fields at the beginning of a STORED entry, or a NOTE. */
static gsize
fields_length (const SimEntry *entry)
{
  const guint8 *end = entry->len > 0 ? memchr (entry->bytes, '\r', entry->len) : NULL;

  return end != NULL ? (gsize) (end - entry->bytes) : entry->len;
}

static char *
dup_field (const SimEntry *entry, const char *key)
{
  return sim_text_field ((const char *) entry->bytes, fields_length (entry), key);
}

/* FNV-1a, 64 bits: the same on each machine. */
static guint64
folder_key (guint host, SimPlace place, const char *name)
{
  guint64 key = G_GUINT64_CONSTANT (0xcbf29ce484222325) ^ ((guint64) host << 8 | place);

  for (; *name != '\0'; name++)
    key = (key ^ (guint8) *name) * G_GUINT64_CONSTANT (0x100000001b3);
  return key;
}

static SimSceneFolder *
find_key (const SimScene *self, guint64 key)
{
  for (guint i = 0; i < self->folders->len; i++)
    if (g_array_index (self->folders, SimSceneFolder, i).key == key)
      return &g_array_index (self->folders, SimSceneFolder, i);
  return NULL;
}

/* The folder that @entry names with mailbox=, there from now on; NULL: it names none. */
static SimSceneFolder *
need_folder (SimScene *self, const SimEntry *entry, guint index, SimPlace place)
{
  g_autofree char *name = dup_field (entry, "mailbox");
  SimSceneFolder folder = { index, index, entry->actor, place, 0 };
  SimSceneFolder *found;

  if (name == NULL)
    return NULL;
  folder.key = folder_key (entry->actor, place, name);
  found = find_key (self, folder.key);
  if (found != NULL)
    return found;
  g_array_append_val (self->folders, folder);
  return &g_array_index (self->folders, SimSceneFolder, self->folders->len - 1);
}

static void
remove_folder (SimScene *self, const SimSceneFolder *folder)
{
  guint id = folder->id, kept = 0;

  for (guint i = 0; i < self->copies->len; i++)
    {
      SimSceneCopy copy = g_array_index (self->copies, SimSceneCopy, i);

      if (copy.folder != id)
        g_array_index (self->copies, SimSceneCopy, kept++) = copy;
    }
  g_array_set_size (self->copies, kept);
  g_array_remove_index (self->folders, folder - &g_array_index (self->folders, SimSceneFolder, 0));
}

static void
rename_folder (SimScene *self, SimSceneFolder *folder, const SimEntry *entry, guint index)
{
  g_autofree char *name = dup_field (entry, "to");

  if (name == NULL)
    return;
  folder->named = index;
  folder->key = folder_key (folder->host, folder->place, name);
}

static void
apply_folder (SimScene *self, const SimEntry *entry, guint index)
{
  g_autofree char *store = dup_field (entry, "store");
  SimPlace place = g_strcmp0 (store, "local") == 0 ? SIM_PLACE_LOCAL : SIM_PLACE_MAILBOX;
  SimSceneFolder *folder = need_folder (self, entry, index, place);

  if (folder == NULL)
    return;
  if (g_str_equal (entry->rule, "folder:deleted"))
    remove_folder (self, folder);
  else if (g_str_equal (entry->rule, "folder:renamed"))
    rename_folder (self, folder, entry, index);
}

/* ---- what lies where ---- */

static SimHave
have_from_text (const char *text)
{
  if (g_strcmp0 (text, "headers") == 0)
    return SIM_HAVE_HEADERS;
  return g_strcmp0 (text, "part") == 0 ? SIM_HAVE_PART : SIM_HAVE_ALL;
}

static guint64
number_field (const SimEntry *entry, const char *key)
{
  g_autofree char *text = dup_field (entry, key);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
}

/* A device has got more of a message that it had: what it had is gone. */
static void
replace_local (SimScene *self, SimSceneCopy *copy)
{
  for (guint i = self->copies->len; i-- > 0;)
    {
      const SimSceneCopy *old = &g_array_index (self->copies, SimSceneCopy, i);

      if (old->folder != copy->folder || old->uid != copy->uid || old->place != SIM_PLACE_LOCAL)
        continue;
      copy->opened = old->opened;
      g_array_remove_index (self->copies, i);
      return;
    }
}

static void
apply_stored (SimScene *self, const SimEntry *entry, guint index)
{
  SimSceneCopy copy = { .stored = index, .host = entry->actor, .place = SIM_PLACE_QUEUE, .next_try = SIM_TIME_NEVER,
                        .last_note = G_MAXUINT, .folder = G_MAXUINT };
  g_autofree char *flags = dup_field (entry, "flags");
  g_autofree char *have = NULL;
  const SimSceneFolder *folder;

  if (g_strcmp0 (entry->rule, "store:outbox") == 0)
    copy.place = SIM_PLACE_OUTBOX;
  else if (g_strcmp0 (entry->rule, "store:mailbox") == 0)
    copy.place = SIM_PLACE_MAILBOX;
  else if (g_strcmp0 (entry->rule, "store:local") == 0)
    copy.place = SIM_PLACE_LOCAL;
  if (copy.place == SIM_PLACE_MAILBOX || copy.place == SIM_PLACE_LOCAL)
    {
      folder = need_folder (self, entry, index, copy.place);
      copy.folder = folder != NULL ? folder->id : G_MAXUINT;
      copy.uid = number_field (entry, "uid");
    }
  if (flags != NULL)
    copy.flags = sim_flags_from_text (flags);
  if (copy.place == SIM_PLACE_LOCAL)
    {
      have = dup_field (entry, "have");
      copy.have = have_from_text (have);
      replace_local (self, &copy);
    }
  g_array_append_val (self->copies, copy);
}

static void
apply_offline (SimScene *self, const SimEntry *entry, gboolean offline)
{
  for (guint i = 0; i < self->offline->len; i++)
    if (g_array_index (self->offline, guint, i) == entry->actor)
      {
        if (!offline)
          g_array_remove_index_fast (self->offline, i);
        return;
      }
  if (offline)
    g_array_append_val (self->offline, entry->actor);
}

/* A NOTE about a copy. */
static void
apply_verdict (SimScene *self, const SimEntry *entry, guint index)
{
  guint i = position_of (self->copies, sizeof (SimSceneCopy), entry->from);
  SimSceneCopy *copy;

  if (i == self->copies->len || g_array_index (self->copies, SimSceneCopy, i).stored != (guint) entry->from)
    return;
  copy = &g_array_index (self->copies, SimSceneCopy, i);
  copy->last_note = index;
  if (g_strcmp0 (entry->rule, "queue:removed") == 0 || g_strcmp0 (entry->rule, "mail:removed") == 0)
    g_array_remove_index (self->copies, i);
  else if (g_strcmp0 (entry->rule, "mail:opened") == 0)
    copy->opened = TRUE;
  else if (g_strcmp0 (entry->rule, "mail:flags") == 0)
    {
      g_autofree char *flags = dup_field (entry, "flags");

      copy->flags = flags != NULL ? sim_flags_from_text (flags) : 0;
    }
  else if (g_strcmp0 (entry->rule, "queue:deferred") == 0)
    {
      if (copy->next_try != entry->until)        /* several recipients of one attempt */
        copy->attempts++;
      copy->next_try = entry->until;
    }
}

static void
apply_note (SimScene *self, const SimEntry *entry, guint index)
{
  if (entry->from >= 0)
    apply_verdict (self, entry, index);
  else if (entry->rule == NULL)
    return;
  else if (g_str_has_prefix (entry->rule, "folder:"))
    apply_folder (self, entry, index);
  else if (g_str_equal (entry->rule, "mail:offline") || g_str_equal (entry->rule, "mail:online"))
    apply_offline (self, entry, g_str_equal (entry->rule, "mail:offline"));
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
sim_scene_n_folders (const SimScene *self)
{
  return self->folders->len;
}

const SimSceneFolder *
sim_scene_get_folder (const SimScene *self, guint i)
{
  g_return_val_if_fail (i < self->folders->len, NULL);

  return &g_array_index (self->folders, SimSceneFolder, i);
}

const SimSceneFolder *
sim_scene_find_folder (const SimScene *self, guint id)
{
  guint i = position_of (self->folders, sizeof (SimSceneFolder), id);

  if (i < self->folders->len && g_array_index (self->folders, SimSceneFolder, i).id == id)
    return &g_array_index (self->folders, SimSceneFolder, i);
  return NULL;
}

char *
sim_scene_dup_folder (const SimSceneFolder *folder, const SimTrace *trace)
{
  g_autofree char *name = NULL;
  SimEntry entry;

  sim_trace_get (trace, folder->named, &entry);
  name = dup_field (&entry, g_strcmp0 (entry.rule, "folder:renamed") == 0 ? "to" : "mailbox");
  return sim_mailbox_from_field (name != NULL ? name : "");
}

char *
sim_scene_dup_mailbox (const SimScene *self, const SimTrace *trace, const SimSceneCopy *copy)
{
  const SimSceneFolder *folder = copy->folder != G_MAXUINT ? sim_scene_find_folder (self, copy->folder) : NULL;

  return folder != NULL ? sim_scene_dup_folder (folder, trace) : NULL;
}

gboolean
sim_scene_is_offline (const SimScene *self, guint host)
{
  for (guint i = 0; i < self->offline->len; i++)
    if (g_array_index (self->offline, guint, i) == host)
      return TRUE;
  return FALSE;
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
  static const char * const places[] = { "outbox", "queue", "mailbox", "local" };
  static const char * const amounts[] = { "all", "part", "headers" };
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
      if (c->folder != G_MAXUINT)
        {
          g_autofree char *mailbox = sim_scene_dup_mailbox (self, trace, c);
          g_autofree char *flags = sim_flags_to_text (c->flags);

          g_string_append_printf (text, "  in %s uid %u have %s flags (%s)%s\n", mailbox, c->uid, amounts[c->have], flags,
                                  c->opened ? " opened" : "");
        }
    }
  for (guint i = 0; i < self->folders->len; i++)
    {
      const SimSceneFolder *f = sim_scene_get_folder (self, i);
      g_autofree char *name = sim_scene_dup_folder (f, trace);

      g_string_append_printf (text, "folder %u at %s %s %s\n", f->id, sim_trace_get_host (trace, f->host)->name,
                              places[f->place], name);
    }
  for (guint i = 0; i < sim_trace_n_hosts (trace); i++)
    if (sim_scene_is_offline (self, i))
      g_string_append_printf (text, "offline %s\n", sim_trace_get_host (trace, i)->name);
  for (guint i = 0; i < self->flying->len; i++)
    g_string_append_printf (text, "flying %u\n", sim_scene_get_flying (self, i));
  return g_string_free (text, FALSE);
}

gboolean
sim_stored_parse (const SimEntry *entry, SimStored *out)
{
  gsize len = fields_length (entry);
  g_autofree char *to = NULL;
  g_autofree char *mailbox = NULL;
  g_autofree char *flags = NULL;
  g_autofree char *have = NULL;

  if (entry->kind != SIM_ENTRY_STORED || len + 2 > entry->len)
    return FALSE;
  to = dup_field (entry, "to");
  mailbox = dup_field (entry, "mailbox");
  flags = dup_field (entry, "flags");
  have = dup_field (entry, "have");
  *out = (SimStored) {
    .id = dup_field (entry, "id"),
    .from = dup_field (entry, "from"),
    .to = g_strsplit (to != NULL ? to : "", ",", -1),
    .mailbox = mailbox != NULL ? sim_mailbox_from_field (mailbox) : NULL,
    .uid = number_field (entry, "uid"),
    .flags = flags != NULL ? sim_flags_from_text (flags) : 0,
    .have = have_from_text (have),
    .size = number_field (entry, "size"),
    .message = entry->bytes + len + 2,
    .len = entry->len - len - 2
  };
  if (out->size == 0)
    out->size = out->len;
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
