/* scenario-variants.c - the same lesson with some lines changed
 *
 * A variant is made of the file's text before anything is read: whatever a key is
 * for, it can be switched, and the result is a lesson as any other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/text.h"
#include "sim/world/scenario-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_MENUS    20
#define MAX_VARIANTS 50
#define MAX_SETS     200

/* ---- reading ---- */

static gboolean
has_room (SimReader *self, const GPtrArray *list, guint max, const char *kind)
{
  if (list->len < max)
    return TRUE;
  sim_fault_add (self->faults, self->group->line, _("too many [%s] groups; at most %u"), kind, max);
  return FALSE;
}

void
sim_read_menu (SimReader *self)
{
  SimMenuSpec *menu;

  if (!has_room (self, self->scenario->menus, MAX_MENUS, "Menu"))
    return;
  menu = g_new0 (SimMenuSpec, 1);
  menu->id = g_strdup (self->group->args[0]);
  menu->line = self->group->line;
  menu->name = sim_read_people (self, "Name");
  menu->only = sim_read_string (self, "For");
  g_ptr_array_add (self->scenario->menus, menu);
}

static void
set_free (gpointer data)
{
  SimSetSpec *set = data;

  g_free (set->group);
  g_free (set->key);
  g_free (set->value);
  g_free (set);
}

static const SimSourceGroup *
find_group (const SimSource *source, const char *name)
{
  for (guint i = 0; i < source->groups->len; i++)
    {
      const SimSourceGroup *group = g_ptr_array_index (source->groups, i);

      if (strcmp (group->name, name) == 0)
        return group;
    }
  return NULL;
}

static gboolean
is_story (const SimSourceGroup *group)
{
  static const char *const others[] = { "Menu", "Variant", "Compare" };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (strcmp (group->row->kind, others[i]) == 0)
      return FALSE;
  return TRUE;
}

/* What a variant changed is not there any more in its own text. */
static gboolean
is_varied (const SimReader *self)
{
  return self->scenario->applied != NULL && self->scenario->applied[0] != NULL;
}

/* The group that a variant speaks of; NULL: there is none that it may change, and a fault. */
static const SimSourceGroup *
group_to_change (SimReader *self, guint line, const char *name)
{
  const SimSourceGroup *group = find_group (self->source, name);
  g_autoptr (GPtrArray) names = NULL;

  if (group != NULL && is_story (group))
    return group;
  if (is_varied (self))
    return NULL;
  names = g_ptr_array_new ();
  for (guint i = 0; i < self->source->groups->len; i++)
    if (is_story (g_ptr_array_index (self->source->groups, i)))
      g_ptr_array_add (names, ((const SimSourceGroup *) g_ptr_array_index (self->source->groups, i))->name);
  sim_fault_add_near (self->faults, line, sim_text_suggest (name, (const char *const *) names->pdata, names->len),
                      /* TRANSLATORS: %s is a group's name without brackets, such as Host mx.univ.example. */
                      _("there is no group [%s] to change"), name);
  return NULL;
}

/* "Host mx.example/Extensions=SIZE", or without = to leave the key out. */
static void
read_set (SimReader *self, SimVariantSpec *variant, const SimSourceKey *key)
{
  /* sim_source_read() has put it there. */
  g_autofree char *text = g_key_file_get_value (self->source->values, self->group->name, key->name, NULL);
  const char *equals = strchr (text, '=');
  const char *slash = g_strrstr_len (text, equals != NULL ? equals - text : -1, "/");
  const SimSourceGroup *group;
  const SimKeyRow *row;
  SimSetSpec *set;

  if (slash == NULL || slash == text)
    {
      /* TRANSLATORS: what stands behind such a line; GROUP/KEY=VALUE and its example are not translated. */
      sim_fault_add (self->faults, key->line, _("%s is written GROUP/KEY=VALUE, as in Host mx.univ.example/Speaks=HELO"), key->name);
      return;
    }
  set = g_new0 (SimSetSpec, 1);
  set->line = key->line;
  set->group = g_strchomp (g_strndup (text, (gsize) (slash - text)));
  set->key = g_strstrip (equals != NULL ? g_strndup (slash + 1, (gsize) (equals - slash - 1)) : g_strdup (slash + 1));
  set->value = equals != NULL ? g_strchug (g_strdup (equals + 1)) : NULL;
  g_ptr_array_add (variant->sets, set);
  group = group_to_change (self, key->line, set->group);
  if (group == NULL)
    return;
  row = sim_group_find_key (group->row, set->key);
  if (row == NULL && !group->row->any_key)
    sim_fault_add_near (self->faults, key->line, sim_group_suggest_key (group->row, set->key),
                        /* TRANSLATORS: the first %s is the kind of a group, such as Host; the second a key. */
                        _("[%s] has no key '%s'"), group->row->kind, set->key);
  else if (set->value == NULL && !sim_source_has_key (group, set->key) && !is_varied (self))
    sim_fault_add (self->faults, key->line,
                   /* TRANSLATORS: a group's name without brackets, and a key. */
                   _("[%s] has no %s that could be left out"), group->name, set->key);
}

void
sim_read_variant (SimReader *self)
{
  SimVariantSpec *variant;

  if (!has_room (self, self->scenario->variants, MAX_VARIANTS, "Variant"))
    return;
  variant = g_new0 (SimVariantSpec, 1);
  variant->id = g_strdup (self->group->args[0]);
  variant->line = self->group->line;
  variant->name = sim_read_people (self, "Name");
  variant->detail = sim_read_people (self, "Detail");
  variant->menu = sim_read_string (self, "Menu");
  variant->sets = g_ptr_array_new_with_free_func (set_free);
  variant->without = sim_read_list (self, "Without");
  g_ptr_array_add (self->scenario->variants, variant);
  /* In what is asked for with LESSON:VARIANT+VARIANT these would not be found. */
  if (strpbrk (variant->id, "+:;/") != NULL)
    sim_fault_add (self->faults, self->group->line, _("'%s' is no name for a variant: there may be no +, :, ; or / in it"), variant->id);
  for (guint i = 0; i < self->group->keys->len; i++)
    {
      const SimSourceKey *key = g_ptr_array_index (self->group->keys, i);

      if (!g_str_has_prefix (key->name, "Set"))
        continue;
      if (variant->sets->len >= MAX_SETS)
        {
          sim_fault_add (self->faults, key->line, _("too many changes in one variant; at most %u"), MAX_SETS);
          return;
        }
      read_set (self, variant, key);
    }
  for (char **name = variant->without; *name != NULL; name++)
    group_to_change (self, sim_source_key_line (self->group, "Without"), *name);
}

void
sim_read_compare (SimReader *self)
{
  self->scenario->task = sim_read_people (self, "Task");
  self->scenario->compare_a = sim_read_list (self, "A");
  self->scenario->compare_b = sim_read_list (self, "B");
  sim_read_host (self, "Host", 0, &self->scenario->compare_host);
}

static void
check_variant_name (SimReader *self, const SimSourceGroup *group, const char *key, const char *id)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (id == NULL || sim_scenario_find_variant (self->scenario, id) >= 0)
    return;
  for (guint i = 0; i < self->scenario->variants->len; i++)
    g_ptr_array_add (ids, ((const SimVariantSpec *) g_ptr_array_index (self->scenario->variants, i))->id);
  sim_fault_add_near (self->faults, sim_source_key_line (group, key), sim_text_suggest (id, (const char *const *) ids->pdata, ids->len),
                      /* TRANSLATORS: a key, and the ID of a variant. */
                      _("%s: no variant is named '%s'"), key, id);
}

static void
check_menu_name (SimReader *self, const SimSourceGroup *group)
{
  const char *menu = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < self->scenario->variants->len; i++)
    {
      const SimVariantSpec *variant = g_ptr_array_index (self->scenario->variants, i);

      if (variant->line == group->line)
        menu = variant->menu;
    }
  for (guint i = 0; i < self->scenario->menus->len; i++)
    {
      const SimMenuSpec *other = g_ptr_array_index (self->scenario->menus, i);

      if (g_strcmp0 (menu, other->id) == 0)
        return;
      g_ptr_array_add (ids, other->id);
    }
  if (menu != NULL)
    sim_fault_add_near (self->faults, sim_source_key_line (group, "Menu"), sim_text_suggest (menu, (const char *const *) ids->pdata, ids->len),
                        /* TRANSLATORS: a key, and the ID of a menu. */
                        _("%s: no menu is named '%s'"), "Menu", menu);
}

void
sim_check_variants (SimReader *self)
{
  for (guint i = 0; i < self->source->groups->len; i++)
    {
      const SimSourceGroup *group = g_ptr_array_index (self->source->groups, i);

      if (strcmp (group->row->kind, "Variant") == 0)
        check_menu_name (self, group);
      else if (strcmp (group->row->kind, "Compare") == 0)
        {
          for (char **id = self->scenario->compare_a; id != NULL && *id != NULL; id++)
            check_variant_name (self, group, "A", *id);
          for (char **id = self->scenario->compare_b; id != NULL && *id != NULL; id++)
            check_variant_name (self, group, "B", *id);
        }
      else if (strcmp (group->row->kind, "Menu") == 0)
        for (guint m = 0; m < self->scenario->menus->len; m++)
          {
            const SimMenuSpec *menu = g_ptr_array_index (self->scenario->menus, m);

            if (menu->line == group->line)
              check_variant_name (self, group, "For", menu->only);
          }
    }
}

/* ---- making ---- */

/* The text of a lesson, written anew with some lines changed. */
typedef struct
{
  GString         *text;
  GArray          *places;   /* guint: by line of the text, where it comes from in the file */
  const SimSource *source;
  GPtrArray       *sets;     /* const SimSetSpec *: of one key, the last holds */
  GPtrArray       *without;  /* const char *: groups */
  char           **lines;    /* of the file */
} Writer;

static void
write_line (Writer *self, const char *words, guint place)
{
  g_string_append (self->text, words);
  g_string_append_c (self->text, '\n');
  g_array_append_val (self->places, place);
}

static void
write_comment (Writer *self, guint line)
{
  g_string_append_c (self->text, '#');
  write_line (self, self->lines[line - 1], line);
}

static void
write_set (Writer *self, const SimSetSpec *set)
{
  g_autofree char *words = g_strconcat (set->key, "=", set->value, NULL);

  write_line (self, words, set->line);
}

static gboolean
is_left_out (const Writer *self, const SimSourceGroup *group)
{
  for (guint i = 0; i < self->without->len; i++)
    if (strcmp (g_ptr_array_index (self->without, i), group->name) == 0)
      return TRUE;
  return FALSE;
}

/* NULL: the key @name, which may be a translation, stays as it is. */
static const SimSetSpec *
find_set (const Writer *self, const SimSourceGroup *group, const char *name)
{
  gsize len = strcspn (name, "[");

  for (guint i = self->sets->len; i-- > 0;)
    {
      const SimSetSpec *set = g_ptr_array_index (self->sets, i);

      if (strlen (set->key) == len && strncmp (set->key, name, len) == 0 && strcmp (set->group, group->name) == 0)
        return set;
    }
  return NULL;
}

/* Keys that the group did not have. */
static void
write_new_keys (Writer *self, const SimSourceGroup *group)
{
  for (guint i = 0; i < self->sets->len; i++)
    {
      const SimSetSpec *set = g_ptr_array_index (self->sets, i);

      if (set->value != NULL && strcmp (set->group, group->name) == 0 && find_set (self, group, set->key) == set
          && !sim_source_has_key (group, set->key))
        write_set (self, set);
    }
}

/* Writes the lines before @line as they are. */
static void
catch_up (Writer *self, guint *next, guint line)
{
  for (; *next < line && self->lines[*next - 1] != NULL; (*next)++)
    write_line (self, self->lines[*next - 1], *next);
}

static void
write_group (Writer *self, const SimSourceGroup *group, guint *next)
{
  gboolean left_out = is_left_out (self, group);

  catch_up (self, next, group->line);
  if (left_out)
    write_comment (self, group->line);
  else
    {
      write_line (self, self->lines[group->line - 1], group->line);
      write_new_keys (self, group);
    }
  *next = group->line + 1;
  for (guint i = 0; i < group->keys->len; i++)
    {
      const SimSourceKey *key = g_ptr_array_index (group->keys, i);
      const SimSetSpec *set = find_set (self, group, key->name);

      catch_up (self, next, key->line);
      if (left_out || (set != NULL && (set->value == NULL || strcmp (set->key, key->name) != 0)))
        write_comment (self, key->line);
      else if (set != NULL)
        write_set (self, set);
      else
        write_line (self, self->lines[key->line - 1], key->line);
      *next = key->line + 1;
    }
}

static void
write_text (Writer *self, GBytes *base)
{
  g_autofree char *all = g_strndup (g_bytes_get_data (base, NULL), g_bytes_get_size (base));
  guint next = 1;

  self->lines = g_strsplit (all, "\n", -1);
  for (guint i = 0; i < self->source->groups->len; i++)
    write_group (self, g_ptr_array_index (self->source->groups, i), &next);
  catch_up (self, &next, G_MAXUINT);
  g_strfreev (self->lines);
}

/* All ids are known. */
static SimScenario *
vary (SimScenario *self, const char *const *ids, GPtrArray *faults)
{
  GBytes *base = self->base != NULL ? self->base : self->source;
  g_autoptr (GPtrArray) sets = g_ptr_array_new (), without = g_ptr_array_new (), none = sim_faults_new ();
  g_autoptr (SimSource) source = sim_source_read (base, none);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *list = g_strjoinv (";", (char **) ids);
  SimSetSpec applied = { 1, (char *) "Scenario", (char *) "Variants", list };   /* so that the text can tell what it is */
  Writer writer = { NULL, places, source, sets, without, NULL };
  g_autoptr (GBytes) bytes = NULL;
  SimScenario *varied;

  if (*ids == NULL)
    return sim_scenario_parse_text (self->id, self->path, base, NULL, faults);
  writer.text = g_string_new (NULL);
  for (const char *const *id = ids; *id != NULL; id++)
    {
      const SimVariantSpec *variant = g_ptr_array_index (self->variants, sim_scenario_find_variant (self, *id));

      for (guint i = 0; i < variant->sets->len; i++)
        g_ptr_array_add (sets, g_ptr_array_index (variant->sets, i));
      for (char **name = variant->without; *name != NULL; name++)
        g_ptr_array_add (without, *name);
    }
  g_ptr_array_add (sets, &applied);
  write_text (&writer, base);
  bytes = g_string_free_to_bytes (writer.text);
  varied = sim_scenario_parse_text (self->id, self->path, bytes, places, faults);
  if (varied != NULL)
    varied->base = g_bytes_ref (base);
  return varied;
}

SimScenario *
sim_scenario_vary (SimScenario *self, const char *const *ids, GError **error)
{
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  SimScenario *varied;

  for (const char *const *id = ids; *id != NULL; id++)
    if (sim_scenario_find_variant (self, *id) < 0)
      {
        g_autoptr (GPtrArray) known = g_ptr_array_new ();
        g_autofree char *shown = sim_text_escape ((const guint8 *) *id, strlen (*id)), *all = NULL;

        for (guint i = 0; i < self->variants->len; i++)
          g_ptr_array_add (known, ((const SimVariantSpec *) g_ptr_array_index (self->variants, i))->id);
        g_ptr_array_add (known, NULL);
        all = g_strjoinv (", ", (char **) known->pdata);
        if (known->len == 1)
          /* TRANSLATORS: the ID of a lesson. */
          g_set_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_UNKNOWN, _("'%s' has no variants"), self->id);
        else
          g_set_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_UNKNOWN,
                       /* TRANSLATORS: the ID of a lesson, the ID of a variant that it does not have, the IDs of those that it has. */
                       _("'%s' has no variant '%s'; it has %s"), self->id, shown, all);
        return NULL;
      }
  varied = vary (self, ids, faults);
  if (varied == NULL)
    sim_faults_to_error (error, self->path != NULL ? self->path : self->id, faults);
  return varied;
}

void
sim_try_variants (SimScenario *scenario, GPtrArray *faults)
{
  for (guint i = 0; i < scenario->variants->len && scenario->applied[0] == NULL; i++)
    {
      const SimVariantSpec *variant = g_ptr_array_index (scenario->variants, i);
      const char *ids[3] = { variant->id, NULL, NULL };
      g_autoptr (SimScenario) varied = NULL;

      /* A choice that is for one variant is made on top of it. */
      for (guint m = 0; variant->menu != NULL && m < scenario->menus->len; m++)
        {
          const SimMenuSpec *menu = g_ptr_array_index (scenario->menus, m);

          if (strcmp (menu->id, variant->menu) == 0 && menu->only != NULL)
            {
              ids[0] = menu->only;
              ids[1] = variant->id;
            }
        }
      varied = vary (scenario, ids, faults);
    }
}
