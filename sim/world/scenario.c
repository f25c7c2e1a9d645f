/* scenario.c - a lesson file, read and checked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario.h"
#include "sim/core/text.h"
#include "sim/world/scenario-reader.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define FOLDER "/org/ehlo/Ehlo/scenarios"
#define SUFFIX ".scenario"

G_DEFINE_QUARK (sim-scenario-error-quark, sim_scenario_error)

static void
host_free (gpointer data)
{
  SimHostSpec *host = data;

  g_free (host->name);
  g_free (host->label);
  g_free (host->label_key);
  g_free (host->icon);
  g_strfreev (host->domains);
  g_free (host->resolver);
  g_free (host->deliver);
  g_free (host->smarthost);
  g_free (host);
}

static void
link_free (gpointer data)
{
  SimLinkSpec *link = data;

  g_array_unref (link->down);
  g_free (link);
}

static void
user_free (gpointer data)
{
  SimUserSpec *user = data;

  g_free (user->address);
  g_free (user->name);
  g_free (user->password);
  g_strfreev (user->aliases);
  g_free (user->forward);
  g_free (user);
}

static void
mailbox_free (gpointer data)
{
  SimMailboxSpec *mailbox = data;

  g_free (mailbox->folder);
  g_ptr_array_unref (mailbox->letters);
  g_array_unref (mailbox->times);
  g_free (mailbox);
}

static void
list_free (gpointer data)
{
  SimListSpec *list = data;

  g_free (list->address);
  g_strfreev (list->members);
  g_free (list->owner);
  g_free (list);
}

static void
record_free (gpointer data)
{
  SimRecordSpec *record = data;

  g_free (record->name);
  g_free (record->type);
  g_strfreev (record->values);
  g_free (record);
}

static void
message_free (gpointer data)
{
  SimMessageSpec *message = data;

  g_free (message->id);
  g_clear_pointer (&message->message, mail_message_unref);
  g_free (message->from);
  g_strfreev (message->to);
  g_free (message->subject);
  g_free (message);
}

static void
act_free (gpointer data)
{
  SimActSpec *act = data;

  g_free (act->from);
  g_strfreev (act->to);
  g_strfreev (act->lines);
  g_free ((char *) act->job.folder);
  g_free ((char *) act->job.to);
  g_free ((char *) act->job.subject);
  g_free ((char *) act->job.keys);
  g_free (act);
}

static void
fault_spec_free (gpointer data)
{
  SimFaultSpec *fault = data;

  g_free (fault->verb);
  g_free (fault->argument);
  g_free (fault->reply);
  g_free (fault);
}

static void
note_free (gpointer data)
{
  SimNoteSpec *note = data;

  g_free (note->what);
  g_free (note->text);
  g_free (note->question);
  g_free (note->claim);
  g_free (note->standard);
  g_free (note->rfc);
  g_strfreev (note->choices);
  g_free (note);
}

static void
menu_free (gpointer data)
{
  SimMenuSpec *menu = data;

  g_free (menu->id);
  g_free (menu->name);
  g_free (menu->only);
  g_free (menu);
}

static void
variant_free (gpointer data)
{
  SimVariantSpec *variant = data;

  g_free (variant->id);
  g_free (variant->name);
  g_free (variant->detail);
  g_free (variant->menu);
  g_ptr_array_unref (variant->sets);
  g_strfreev (variant->without);
  g_free (variant);
}

static void
scenario_clear (gpointer data)
{
  SimScenario *self = data;

  g_free (self->id);
  g_free (self->path);
  g_clear_pointer (&self->source, g_bytes_unref);
  g_clear_pointer (&self->base, g_bytes_unref);
  g_free (self->title);
  g_free (self->summary);
  g_strfreev (self->protocols);
  g_ptr_array_unref (self->hosts);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->users);
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->mailboxes);
  g_ptr_array_unref (self->lists);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->acts);
  g_ptr_array_unref (self->faults);
  g_ptr_array_unref (self->notes);
  g_strfreev (self->applied);
  g_ptr_array_unref (self->menus);
  g_ptr_array_unref (self->variants);
  g_strfreev (self->compare_a);
  g_strfreev (self->compare_b);
  g_free (self->task);
}

static SimScenario *
scenario_new (const char *id, const char *path, GBytes *bytes)
{
  SimScenario *self = g_rc_box_new0 (SimScenario);

  self->id = g_strdup (id);
  self->path = g_strdup (path);
  self->source = g_bytes_ref (bytes);
  self->hosts = g_ptr_array_new_with_free_func (host_free);
  self->links = g_ptr_array_new_with_free_func (link_free);
  self->users = g_ptr_array_new_with_free_func (user_free);
  self->accounts = g_ptr_array_new_with_free_func (g_free);
  self->mailboxes = g_ptr_array_new_with_free_func (mailbox_free);
  self->lists = g_ptr_array_new_with_free_func (list_free);
  self->records = g_ptr_array_new_with_free_func (record_free);
  self->messages = g_ptr_array_new_with_free_func (message_free);
  self->acts = g_ptr_array_new_with_free_func (act_free);
  self->faults = g_ptr_array_new_with_free_func (fault_spec_free);
  self->notes = g_ptr_array_new_with_free_func (note_free);
  self->menus = g_ptr_array_new_with_free_func (menu_free);
  self->variants = g_ptr_array_new_with_free_func (variant_free);
  self->compare_host = -1;
  return self;
}

/* All groups of a kind, in the order of the file. */
static void
read_groups (SimReader *reader, const char *kind, void (*read) (SimReader *reader))
{
  for (guint i = 0; i < reader->source->groups->len; i++)
    {
      reader->group = g_ptr_array_index (reader->source->groups, i);
      if (strcmp (reader->group->row->kind, kind) == 0)
        read (reader);
    }
}

static int
compare_faults (gconstpointer a, gconstpointer b)
{
  const SimFault *first = *(const SimFault *const *) a;
  const SimFault *second = *(const SimFault *const *) b;

  if (first->line != second->line)
    return first->line < second->line ? -1 : 1;
  return strcmp (first->message, second->message);
}

/* What two checks have said in the same words is said once. */
static void
sort_faults (GPtrArray *faults)
{
  g_ptr_array_sort (faults, compare_faults);
  for (guint i = 1; i < faults->len;)
    if (compare_faults (&faults->pdata[i - 1], &faults->pdata[i]) == 0)
      g_ptr_array_remove_index (faults, i);
    else
      i++;
}

/* Where the lines of @faults stand in the file. */
static void
place_faults (GPtrArray *faults, const GArray *lines)
{
  for (guint i = 0; i < faults->len; i++)
    {
      SimFault *fault = g_ptr_array_index (faults, i);

      if (fault->line >= 1 && fault->line <= lines->len)
        fault->line = g_array_index (lines, guint, fault->line - 1);
    }
}

SimScenario *
sim_scenario_parse_text (const char *id, const char *path, GBytes *bytes, const GArray *lines, GPtrArray *faults)
{
  g_autoptr (SimScenario) self = scenario_new (id, path, bytes);
  g_autoptr (GPtrArray) found = sim_faults_new ();
  g_autoptr (SimSource) source = sim_source_read (bytes, found);
  SimReader reader = { .scenario = self, .source = source, .faults = found };

  if (source != NULL)
    {
      /* What is referred to comes before what refers. */
      read_groups (&reader, "Scenario", sim_read_scenario);
      read_groups (&reader, "Host", sim_read_host_group);
      read_groups (&reader, "Host", sim_read_host_references);
      read_groups (&reader, "Link", sim_read_link);
      read_groups (&reader, "User", sim_read_user);
      read_groups (&reader, "List", sim_read_mailing_list);
      read_groups (&reader, "Record", sim_read_record);
      read_groups (&reader, "Message", sim_read_message);
      read_groups (&reader, "Account", sim_read_account);
      read_groups (&reader, "Mailbox", sim_read_mailbox);
      read_groups (&reader, "Act", sim_read_act);
      read_groups (&reader, "Fault", sim_read_fault);
      read_groups (&reader, "Note", sim_read_note);
      read_groups (&reader, "Menu", sim_read_menu);
      read_groups (&reader, "Variant", sim_read_variant);
      read_groups (&reader, "Compare", sim_read_compare);
      sim_check_variants (&reader);
      if (!g_key_file_has_group (source->values, "Scenario") && !source->scenario_meant)
        sim_fault_add (found, 1, _("this is no lesson: the group [Scenario] is missing"));
      sim_check_scenario (&reader);
    }
  if (self->applied == NULL)
    self->applied = g_new0 (char *, 1);
  if (found->len == 0)
    return g_steal_pointer (&self);
  if (lines != NULL)
    place_faults (found, lines);
  sort_faults (found);
  g_ptr_array_extend_and_steal (faults, g_steal_pointer (&found));
  return NULL;
}

SimScenario *
sim_scenario_parse (const char *id, const char *path, GBytes *bytes, GPtrArray *faults)
{
  g_autoptr (SimScenario) self = sim_scenario_parse_text (id, path, bytes, NULL, faults);
  g_autoptr (GPtrArray) found = sim_faults_new ();

  if (self == NULL)
    return NULL;
  sim_try_variants (self, found);
  if (found->len == 0)
    return g_steal_pointer (&self);
  sort_faults (found);
  g_ptr_array_extend_and_steal (faults, g_steal_pointer (&found));
  return NULL;
}

GBytes *
sim_file_read (const char *path, gsize most, int *code)
{
  FILE *file = g_fopen (path, "rbe");
  g_autofree char *text = NULL;
  gsize len;

  if (file == NULL)
    {
      *code = errno;
      return NULL;
    }
  text = g_malloc (most);
  len = fread (text, 1, most, file);
  *code = ferror (file) ? errno : 0;
  fclose (file);
  return *code == 0 ? g_bytes_new (text, len) : NULL;
}

GBytes *
sim_scenario_read (const char *path, GError **error)
{
  int code;
  GBytes *bytes = sim_file_read (path, SIM_SOURCE_MAX_BYTES + 1, &code);

  if (bytes == NULL)
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (code),
                   /* TRANSLATORS: a file's name, and why it cannot be read. */
                   _("cannot read '%s': %s"), name, g_strerror (code));
    }
  return bytes;
}

void
sim_faults_to_error (GError **error, const char *name, const GPtrArray *faults)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < faults->len; i++)
    {
      const SimFault *fault = g_ptr_array_index (faults, i);

      g_string_append_printf (all, "%s%s:%u: %s", i > 0 ? "\n" : "", name, fault->line, fault->message);
    }
  g_set_error_literal (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_FAULTY, all->str);
}

SimScenario *
sim_scenario_load (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = sim_scenario_read (path, error);
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  SimScenario *self;

  if (bytes == NULL)
    return NULL;
  name = g_filename_display_name (path);
  id = g_path_get_basename (name);
  if (g_str_has_suffix (id, SUFFIX) && strlen (id) > strlen (SUFFIX))
    id[strlen (id) - strlen (SUFFIX)] = '\0';
  self = sim_scenario_parse (id, path, bytes, faults);
  if (self == NULL)
    sim_faults_to_error (error, name, faults);
  return self;
}

SimScenario *
sim_scenario_lesson (const char *id, GError **error)
{
  g_autofree char *resource = g_strconcat (FOLDER "/", id, SUFFIX, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  SimScenario *self;

  if (strchr (id, '/') == NULL)
    bytes = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    {
      g_auto (GStrv) ids = sim_scenario_list ();
      const char *meant = sim_text_suggest (id, (const char *const *) ids, g_strv_length (ids));
      g_autofree char *shown = sim_text_escape ((const guint8 *) id, strlen (id));

      if (meant != NULL)
        g_set_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_UNKNOWN,
                     /* TRANSLATORS: IDs of lessons, such as first-letter. */
                     _("no lesson is named '%s'; did you mean '%s'?"), shown, meant);
      else
        g_set_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_UNKNOWN,
                     /* TRANSLATORS: the ID of a lesson; "ehlo list" is a command and stays as it is. */
                     _("no lesson is named '%s'; ehlo list shows them all"), shown);
      return NULL;
    }
  self = sim_scenario_parse (id, NULL, bytes, faults);
  if (self == NULL)
    sim_faults_to_error (error, id, faults);
  return self;
}

typedef struct
{
  char *id;
  int   order;
} Listed;

static int
compare_listed (gconstpointer a, gconstpointer b)
{
  const Listed *first = a;
  const Listed *second = b;

  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;
  return strcmp (first->id, second->id);
}

char **
sim_scenario_list (void)
{
  g_auto (GStrv) names = g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Listed));
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (char **name = names; name != NULL && *name != NULL; name++)
    {
      g_autofree char *resource = g_strconcat (FOLDER "/", *name, NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GKeyFile) file = g_key_file_new ();
      Listed listed = { NULL, 9999 };

      if (!g_str_has_suffix (*name, SUFFIX))
        continue;
      bytes = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      if (bytes != NULL && g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL)
          && g_key_file_has_key (file, "Scenario", "Order", NULL))
        listed.order = g_key_file_get_integer (file, "Scenario", "Order", NULL);
      listed.id = g_strndup (*name, strlen (*name) - strlen (SUFFIX));
      g_array_append_val (list, listed);
    }
  g_array_sort (list, compare_listed);
  for (guint i = 0; i < list->len; i++)
    {
      g_strv_builder_add (ids, g_array_index (list, Listed, i).id);
      g_free (g_array_index (list, Listed, i).id);
    }
  return g_strv_builder_end (ids);
}

SimScenario *
sim_scenario_ref (SimScenario *self)
{
  return g_rc_box_acquire (self);
}

void
sim_scenario_unref (SimScenario *self)
{
  g_rc_box_release_full (self, scenario_clear);
}

int
sim_scenario_find_variant (const SimScenario *self, const char *id)
{
  for (guint i = 0; i < self->variants->len; i++)
    if (strcmp (((const SimVariantSpec *) g_ptr_array_index (self->variants, i))->id, id) == 0)
      return (int) i;
  return -1;
}

int
sim_scenario_find_host (const SimScenario *self, const char *name)
{
  for (guint i = 0; i < self->hosts->len; i++)
    if (g_ascii_strcasecmp (((const SimHostSpec *) g_ptr_array_index (self->hosts, i))->name, name) == 0)
      return (int) i;
  return -1;
}
