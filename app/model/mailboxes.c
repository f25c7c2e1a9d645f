/* mailboxes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/mailboxes.h"

#include "app/draw/words.h"
#include "sim/core/text.h"
#include "sim/mail/message.h"
#include "sim/trace/roles.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NO_FOLDER   G_MAXUINT
#define MOST_HEADER (128 * 1024)   /* octets in which a header is looked for */

typedef struct
{
  const SimTrace *trace;
  const SimScene *scene;
  guint           after;
  guint           cursor;
  GPtrArray      *places;    /* MailboxPlace */
  GHashTable     *folders;   /* id of a folder, or ~host for an outbox -> MailboxFolder */
  GHashTable     *changed;   /* entries of copies that this step has spoken of; set */
} Maker;

static gboolean
is_device (guint roles)
{
  return (roles & (SIM_ROLE_MDA | SIM_ROLE_MS | SIM_ROLE_MTA | SIM_ROLE_MSA)) == 0;
}

static MailboxPlace *
place_of (Maker *maker, guint host)
{
  const SimTraceHost *h = sim_trace_get_host (maker->trace, host);
  MailboxPlace *place;
  guint i = 0;

  for (; i < maker->places->len; i++)
    {
      place = g_ptr_array_index (maker->places, i);
      if (place->host == host)
        return place;
      if (place->host > host)
        break;
    }
  place = g_new0 (MailboxPlace, 1);
  place->host = host;
  place->name = g_strdup (ehlo_words_host (maker->trace, host));
  place->device = is_device (h->roles);
  place->icon = ehlo_glyph_icon (h->roles);
  place->offline = sim_scene_is_offline (maker->scene, host);
  place->folders = g_ptr_array_new_with_free_func ((GDestroyNotify) mailbox_folder_free);
  g_ptr_array_insert (maker->places, (int) i, place);
  return place;
}

/* "anna@school.example/INBOX": owner and folder; a device's folder may have no owner. */
static MailboxFolder *
folder_new (MailboxPlace *place, const char *name)
{
  MailboxFolder *folder = g_new0 (MailboxFolder, 1);
  g_autofree char *mailbox = sim_text_escape ((const guint8 *) name, strlen (name));
  const char *slash = strchr (mailbox, '/');

  folder->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mailbox_row_free);
  if (slash != NULL)
    folder->owner = g_strndup (mailbox, slash - mailbox);
  folder->name = g_strdup (slash != NULL ? slash + 1 : mailbox);
  g_ptr_array_add (place->folders, folder);
  return folder;
}

static MailboxFolder *
outbox_of (Maker *maker, guint host)
{
  MailboxFolder *folder = g_hash_table_lookup (maker->folders, GUINT_TO_POINTER (~host));

  if (folder == NULL)
    {
      folder = folder_new (place_of (maker, host), "");
      g_free (folder->name);
      /* TRANSLATORS: the folder of letters that a mail program has still to send */
      folder->name = g_strdup (C_("mail-folder", "Outbox"));
      folder->outbox = TRUE;
      g_hash_table_insert (maker->folders, GUINT_TO_POINTER (~host), folder);
    }
  return folder;
}

static void
add_folders (Maker *maker)
{
  for (guint i = 0; i < sim_scene_n_folders (maker->scene); i++)
    {
      const SimSceneFolder *known = sim_scene_get_folder (maker->scene, i);
      g_autofree char *name = sim_scene_dup_folder (known, maker->trace);
      MailboxFolder *folder = folder_new (place_of (maker, known->host), name != NULL ? name : "");

      folder->fresh = known->named >= maker->after && known->named < maker->cursor;
      g_hash_table_insert (maker->folders, GUINT_TO_POINTER (known->id), folder);
    }
}

/* FALSE: the entry holds no message, or the file that it came from was broken. */
static gboolean
make_row (const SimTrace *trace, guint stored, MailboxRow *row, SimStored *parts)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MailMessage) message = NULL;
  SimEntry entry;

  sim_trace_get (trace, stored, &entry);
  if (!sim_stored_parse (&entry, parts))
    return FALSE;
  bytes = g_bytes_new_static (parts->message, MIN (parts->len, MOST_HEADER));
  message = mail_message_new (bytes);
  row->stored = stored;
  row->subject = mail_message_dup_header (message, "Subject");
  row->from = mail_message_dup_header (message, "From");
  if (row->subject == NULL)
    row->subject = g_strdup ("");
  if (row->from == NULL)
    row->from = parts->from != NULL ? sim_text_escape ((const guint8 *) parts->from, strlen (parts->from)) : g_strdup ("");
  row->uid = parts->uid;
  row->size = parts->size;
  row->have = parts->have;
  row->flags = parts->flags;
  return TRUE;
}

static void
add_copy (Maker *maker, const SimSceneCopy *copy)
{
  MailboxFolder *folder = copy->place == SIM_PLACE_OUTBOX ? outbox_of (maker, copy->host)
    : copy->folder != NO_FOLDER ? g_hash_table_lookup (maker->folders, GUINT_TO_POINTER (copy->folder)) : NULL;
  MailboxRow *row;
  SimStored parts;

  if (folder == NULL)
    return;
  folder->n++;
  if (folder->rows->len >= EHLO_MAILBOX_ROWS)
    return;
  row = g_new0 (MailboxRow, 1);
  if (!make_row (maker->trace, copy->stored, row, &parts))
    {
      mailbox_row_free (row);
      return;
    }
  sim_stored_clear (&parts);
  if (copy->place != SIM_PLACE_OUTBOX)
    {
      row->uid = copy->uid;
      row->flags = copy->flags;
      row->have = copy->have;
    }
  row->unread = !copy->opened && (row->flags & MAIL_FLAG_SEEN) == 0;
  row->fresh = copy->stored >= maker->after || g_hash_table_contains (maker->changed, GUINT_TO_POINTER (copy->stored));
  g_ptr_array_add (folder->rows, row);
}

/* What has gone in this step stands where it lay. */
static void
add_gone (Maker *maker, const SimEntry *note)
{
  MailboxFolder *folder = NULL;
  MailboxRow *row;
  SimStored parts;
  SimEntry stored;

  if ((guint) note->from >= sim_trace_length (maker->trace))
    return;
  row = g_new0 (MailboxRow, 1);
  sim_trace_get (maker->trace, note->from, &stored);
  if (g_strcmp0 (stored.rule, "store:queue") == 0 || !make_row (maker->trace, note->from, row, &parts))
    {
      mailbox_row_free (row);
      return;
    }
  if (parts.mailbox == NULL)
    folder = outbox_of (maker, stored.actor);
  else
    {
      MailboxPlace *place = place_of (maker, stored.actor);

      for (guint i = 0; i < place->folders->len && folder == NULL; i++)
        {
          MailboxFolder *other = g_ptr_array_index (place->folders, i);
          g_autofree char *name = other->owner != NULL ? g_strconcat (other->owner, "/", other->name, NULL) : g_strdup (other->name);

          if (!other->outbox && g_str_equal (name, parts.mailbox))
            folder = other;
        }
      if (folder == NULL)
        folder = folder_new (place, parts.mailbox);
    }
  row->gone = TRUE;
  g_ptr_array_insert (folder->rows, 0, row);
  sim_stored_clear (&parts);
}

/* The step's own entries: who takes part, what they speak of, and (@gone) what they take away. */
static void
look_at_step (Maker *maker, gboolean gone)
{
  for (guint i = maker->after; i < MIN (maker->cursor, sim_trace_length (maker->trace)); i++)
    {
      SimEntry entry;

      sim_trace_get (maker->trace, i, &entry);
      if (entry.kind != SIM_ENTRY_NOTE || entry.from < 0)
        continue;
      if (!gone)
        g_hash_table_add (maker->changed, GINT_TO_POINTER (entry.from));
      else if (g_strcmp0 (entry.rule, "queue:removed") == 0 || g_strcmp0 (entry.rule, "mail:removed") == 0)
        add_gone (maker, &entry);
    }
}

static void
find_active (Maker *maker)
{
  for (guint i = 0; i < maker->places->len; i++)
    {
      MailboxPlace *place = g_ptr_array_index (maker->places, i);

      for (guint k = 0; k < place->folders->len; k++)
        {
          const MailboxFolder *folder = g_ptr_array_index (place->folders, k);

          place->active = place->active || folder->fresh;
          for (guint r = 0; r < folder->rows->len; r++)
            {
              const MailboxRow *row = g_ptr_array_index (folder->rows, r);

              place->active = place->active || row->fresh || row->gone;
            }
        }
    }
}

GPtrArray *
ehlo_mailboxes_at (const SimTrace *trace, const SimScene *scene, guint after, guint cursor)
{
  Maker maker = { trace, scene, after, cursor };

  maker.places = g_ptr_array_new_with_free_func ((GDestroyNotify) mailbox_place_free);
  maker.folders = g_hash_table_new (NULL, NULL);
  maker.changed = g_hash_table_new (NULL, NULL);
  for (guint host = 0; host < sim_trace_n_hosts (trace); host++)
    if (sim_trace_get_host (trace, host)->roles & (SIM_ROLE_MUA | SIM_ROLE_MDA | SIM_ROLE_MS))
      place_of (&maker, host);
  look_at_step (&maker, FALSE);
  add_folders (&maker);
  for (guint i = sim_scene_n_copies (scene); i > 0; i--)
    add_copy (&maker, sim_scene_get_copy (scene, i - 1));
  look_at_step (&maker, TRUE);
  find_active (&maker);
  g_hash_table_unref (maker.folders);
  g_hash_table_unref (maker.changed);
  return maker.places;
}
