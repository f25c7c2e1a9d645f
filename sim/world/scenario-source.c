/* scenario-source.c - a lesson file by its lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario-source.h"
#include "sim/core/text.h"
#include "sim/world/scenario.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MESSAGE_MAX 600   /* octets of a fault's message: a word from the file may be long */

/* The reader's place while it goes through the lines. */
typedef struct
{
  SimSource      *source;
  GPtrArray      *faults;
  GString        *clean;     /* what GKeyFile will get */
  GHashTable     *seen;      /* group name -> line */
  GHashTable     *keys;      /* key name -> line, of the group at hand */
  SimSourceGroup *group;     /* NULL: none yet, or an unknown one */
  gboolean        any_group; /* a header was seen */
  gboolean        dropped;   /* the group at hand is a duplicate: checked, not used */
  guint           line;
} Walk;

static void
fault_free (gpointer data)
{
  SimFault *fault = data;

  g_free (fault->message);
  g_free (fault);
}

static void
fault_take (GPtrArray *faults, guint line, char *message)
{
  SimFault *fault = g_new (SimFault, 1);

  fault->line = line;
  fault->message = sim_text_escape ((const guint8 *) message, strlen (message));
  g_free (message);
  if (strlen (fault->message) > MESSAGE_MAX)
    {
      char *end = g_utf8_find_prev_char (fault->message, fault->message + MESSAGE_MAX);
      char *cut = g_strdup_printf ("%.*s…", (int) (end - fault->message), fault->message);

      g_free (fault->message);
      fault->message = cut;
    }
  g_ptr_array_add (faults, fault);
}

static void
group_free (gpointer data)
{
  SimSourceGroup *group = data;

  g_free (group->name);
  g_strfreev (group->args);
  g_ptr_array_unref (group->keys);
  g_ptr_array_unref (group->bad);
  g_free (group);
}

static void
key_free (gpointer data)
{
  SimSourceKey *key = data;

  g_free (key->name);
  g_free (key);
}

/* The words of @text, parted by any number of blanks and tabs. */
static GPtrArray *
split_words (const char *text, gsize len)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < len;)
    {
      gsize start;

      while (i < len && (text[i] == ' ' || text[i] == '\t'))
        i++;
      start = i;
      while (i < len && text[i] != ' ' && text[i] != '\t')
        i++;
      if (i > start)
        g_ptr_array_add (words, g_strndup (text + start, i - start));
    }
  return words;
}

/* [Kind arg arg] */
static void
read_header (Walk *walk, const char *text, gsize len)
{
  const char *end = memchr (text, ']', len);
  g_autoptr (GPtrArray) words = NULL;
  g_autofree char *name = NULL;
  const SimGroupRow *row;
  const char *kind;
  gpointer before;

  walk->group = NULL;
  walk->any_group = TRUE;
  walk->dropped = FALSE;
  g_hash_table_remove_all (walk->keys);

  if (end == NULL)
    {
      sim_fault_add (walk->faults, walk->line, _("this group has no ']' at its end"));
      return;
    }
  if (end != text + len - 1)
    {
      sim_fault_add (walk->faults, walk->line, _("there is more text after the ']'; a group stands alone on its line"));
      return;
    }
  if (memchr (text + 1, '[', len - 1) != NULL)
    {
      sim_fault_add (walk->faults, walk->line, _("a group's name has no '[' in it"));
      return;
    }
  words = split_words (text + 1, len - 2);
  if (words->len == 0)
    {
      sim_fault_add (walk->faults, walk->line, _("this group has no name"));
      return;
    }
  kind = g_ptr_array_index (words, 0);
  row = sim_group_find (kind);
  if (row == NULL)
    {
      const char *meant = sim_group_suggest (kind);

      walk->source->scenario_meant |= g_strcmp0 (meant, "Scenario") == 0;
      sim_fault_add_near (walk->faults, walk->line, meant,
                          /* TRANSLATORS: %s is the first word of a line such as [Host NAME] in a lesson file. */
                          _("no group is named '%s'"), kind);
      return;
    }
  if (words->len - 1 != row->n_args)
    {
      sim_fault_add (walk->faults, walk->line,
                     /* TRANSLATORS: %s is how the line must look, such as [Host NAME]; its words are not translated. */
                     _("this group is written %s"), row->usage);
      return;
    }

  g_ptr_array_add (words, NULL);
  name = g_strjoinv (" ", (char **) words->pdata);
  before = g_hash_table_lookup (walk->seen, name);
  if (before != NULL)
    {
      sim_fault_add (walk->faults, walk->line,
                     /* TRANSLATORS: %s is a group's name without brackets, %u a line number. */
                     _("[%s] is already in line %u"), name, GPOINTER_TO_UINT (before));
      walk->dropped = TRUE;
    }
  else
    g_hash_table_insert (walk->seen, g_strdup (name), GUINT_TO_POINTER (walk->line));

  walk->group = g_new0 (SimSourceGroup, 1);
  walk->group->row = row;
  walk->group->line = walk->line;
  walk->group->keys = g_ptr_array_new_with_free_func (key_free);
  walk->group->bad = g_ptr_array_new_with_free_func (g_free);
  walk->group->args = g_strdupv ((char **) words->pdata + 1);
  walk->group->name = g_steal_pointer (&name);
  g_ptr_array_add (walk->source->groups, walk->group);
  if (!walk->dropped)
    g_string_append_printf (walk->clean, "[%s]\n", walk->group->name);
}

/* "Title" or "Title[el]": the base name, or NULL and a fault. */
static char *
read_key_name (Walk *walk, const char *key, gboolean *localized)
{
  static const char *const letters
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
  gsize base = strspn (key, letters);

  *localized = FALSE;
  if (base > 0 && key[base] == '\0')
    return g_strdup (key);
  if (base > 0 && key[base] == '[')
    {
      gsize len = strspn (key + base + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.@-");

      *localized = TRUE;
      if (len > 0 && strcmp (key + base + 1 + len, "]") == 0)
        return g_strndup (key, base);
    }
  /* TRANSLATORS: %s is what stands before the = of a line. Key is not translated. */
  sim_fault_add (walk->faults, walk->line, _("'%s' is no key; keys are letters, digits and hyphens, as in Key or Key[el]"), key);
  return NULL;
}

/* The line is faulty, but its key is there: what is wrong with it has been said. */
static void
mark_bad (Walk *walk, const char *key)
{
  if (walk->group != NULL)
    g_ptr_array_add (walk->group->bad, g_strndup (key, strcspn (key, " \t=[")));
}

/* GKeyFile would give up at the first escape that it does not know. */
static gboolean
escapes_are_fine (const char *value, gboolean list)
{
  for (const char *p = strchr (value, '\\'); p != NULL; p = strchr (p + 2, '\\'))
    if (p[1] == '\0' || (strchr ("sntr\\", p[1]) == NULL && !(list && p[1] == ';')))
      return FALSE;
  return TRUE;
}

static void
read_key (Walk *walk, const char *text, gsize len)
{
  const char *equals = memchr (text, '=', len);
  g_autofree char *key = NULL;
  g_autofree char *base = NULL;
  g_autofree char *value = NULL;
  const SimKeyRow *row;
  SimSourceKey *entry;
  gboolean localized;
  gpointer before;

  if (equals == NULL)
    {
      g_autofree char *word = g_strndup (text, len);

      sim_fault_add (walk->faults, walk->line, _("no '='; a line is a [Group], a Key=Value, empty, or a comment that begins with #"));
      mark_bad (walk, word);
      return;
    }
  if (!walk->any_group)
    {
      sim_fault_add (walk->faults, walk->line, _("a key before the first group; the file begins with [Scenario]"));
      return;
    }
  key = g_strchomp (g_strndup (text, (gsize) (equals - text)));
  value = g_strchug (g_strndup (equals + 1, len - (gsize) (equals + 1 - text)));
  base = read_key_name (walk, key, &localized);
  if (base == NULL || walk->group == NULL)
    return;

  before = g_hash_table_lookup (walk->keys, key);
  if (before != NULL)
    {
      sim_fault_add (walk->faults, walk->line, _("%s is already in line %u"), key, GPOINTER_TO_UINT (before));
      return;
    }
  g_hash_table_insert (walk->keys, g_strdup (key), GUINT_TO_POINTER (walk->line));

  row = sim_group_find_key (walk->group->row, base);
  if (row == NULL && !walk->group->row->any_key)
    {
      const char *meant = sim_group_suggest_key (walk->group->row, base);

      if (meant != NULL)
        mark_bad (walk, meant);
      sim_fault_add_near (walk->faults, walk->line, meant,
                          /* TRANSLATORS: the first %s is the kind of a group, such as Host; the second a key. */
                          _("[%s] has no key '%s'"), walk->group->row->kind, base);
      return;
    }
  if (localized && (row == NULL || (row->flags & SIM_KEY_PEOPLE) == 0))
    {
      sim_fault_add (walk->faults, walk->line, _("%s is not text for people: it has no translation"), base);
      return;
    }
  if ((row == NULL || (row->flags & SIM_KEY_RAW) == 0) && !escapes_are_fine (value, row != NULL && (row->flags & SIM_KEY_LIST) != 0))
    {
      sim_fault_add (walk->faults, walk->line,
                     row != NULL && (row->flags & SIM_KEY_LIST) != 0
                       ? _("a backslash is followed by s, n, t, r, ; or another backslash")
                       : _("a backslash is followed by s, n, t, r or another backslash"));
      mark_bad (walk, base);
      return;
    }
  if (value[row != NULL && (row->flags & SIM_KEY_LIST) != 0 ? strspn (value, "; \t") : 0] == '\0' && (row == NULL || (row->flags & SIM_KEY_EMPTY) == 0))
    {
      sim_fault_add (walk->faults, walk->line, _("%s has no value"), key);
      mark_bad (walk, base);
      return;
    }

  entry = g_new (SimSourceKey, 1);
  entry->name = g_strdup (key);
  entry->line = walk->line;
  g_ptr_array_add (walk->group->keys, entry);
  if (!walk->dropped)
    g_string_append_printf (walk->clean, "%s=%s\n", key, value);
}

/* Where @text stops to be clean UTF-8; tabs are fine. @len: it is. */
static gsize
clean_length (const char *text, gsize len)
{
  for (gsize i = 0; i < len;)
    {
      gsize n = 1;

      if ((guchar) text[i] >= 0x80)
        {
          gunichar c = g_utf8_get_char_validated (text + i, (gssize) (len - i));

          if (c == (gunichar) -1 || c == (gunichar) -2)
            return i;
          n = (gsize) g_unichar_to_utf8 (c, NULL);
        }
      if (text[i] != '\t' && !sim_text_is_clean ((const guint8 *) text + i, n))
        return i;
      i += n;
    }
  return len;
}

static void
read_line (Walk *walk, const char *text, gsize len)
{
  gsize clean;

  if (len > 0 && text[len - 1] == '\r')
    len--;
  if (len > SIM_SOURCE_MAX_LINE)
    {
      sim_fault_add (walk->faults, walk->line,
                     /* TRANSLATORS: %u is a number of octets (bytes). */
                     _("this line is too long; at most %u octets"), (guint) SIM_SOURCE_MAX_LINE);
      return;
    }
  clean = clean_length (text, len);
  if (clean < len)
    {
      guint8 byte = (guint8) text[clean];
      guint column = (guint) g_utf8_strlen (text, (gssize) clean) + 1;

      if (byte < 0x20 || byte == 0x7f)
        sim_fault_add (walk->faults, walk->line, _("column %u: a control character (octet %02X)"), column, byte);
      else if (g_utf8_get_char_validated (text + clean, (gssize) (len - clean)) < 0x110000)
        sim_fault_add (walk->faults, walk->line, _("column %u: an invisible control character"), column);
      else
        sim_fault_add (walk->faults, walk->line, _("column %u: not UTF-8 (octet %02X); save the file as UTF-8"), column, byte);
      if (memchr (text, '=', clean) != NULL)
        mark_bad (walk, text);
      return;
    }

  while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
    len--;
  while (len > 0 && (*text == ' ' || *text == '\t'))
    text++, len--;
  if (len == 0 || *text == '#')
    return;
  if (*text == '[')
    read_header (walk, text, len);
  else
    read_key (walk, text, len);
}

static void
check_required (Walk *walk)
{
  for (guint i = 0; i < walk->source->groups->len; i++)
    {
      const SimSourceGroup *group = g_ptr_array_index (walk->source->groups, i);

      for (gsize k = 0; k < group->row->n_keys; k++)
        if ((group->row->keys[k].flags & SIM_KEY_REQUIRED) != 0
            && !sim_source_is_given (group, group->row->keys[k].name))
          sim_fault_add (walk->faults, group->line,
                         /* TRANSLATORS: the first %s is a group's name, the second a key. */
                         _("[%s] needs the key %s"), group->name, group->row->keys[k].name);
    }
}

static SimSource *
read_lines (const char *text, gsize len, GPtrArray *faults)
{
  g_autoptr (SimSource) source = g_new0 (SimSource, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) clean = g_string_sized_new (len + 1);
  g_autoptr (GError) error = NULL;
  Walk walk = { .source = source, .faults = faults, .clean = clean, .seen = seen, .keys = keys };

  source->groups = g_ptr_array_new_with_free_func (group_free);
  source->values = g_key_file_new ();
  for (gsize i = 0; i < len;)
    {
      const char *end = memchr (text + i, '\n', len - i);
      gsize n = end != NULL ? (gsize) (end - text) - i : len - i;

      walk.line++;
      if (walk.line > SIM_SOURCE_MAX_LINES)
        {
          sim_fault_add (faults, walk.line, _("too many lines; at most %u"), (guint) SIM_SOURCE_MAX_LINES);
          return NULL;
        }
      read_line (&walk, text + i, n);
      if (source->groups->len > SIM_SOURCE_MAX_GROUPS)
        {
          sim_fault_add (faults, walk.line, _("too many groups; at most %u"), (guint) SIM_SOURCE_MAX_GROUPS);
          return NULL;
        }
      i += n + 1;
    }
  check_required (&walk);

  /* A second group of the same name was dropped from the clean text; its row is not read either. */
  for (guint i = 0; i < source->groups->len;)
    {
      const SimSourceGroup *group = g_ptr_array_index (source->groups, i);

      if (GPOINTER_TO_UINT (g_hash_table_lookup (seen, group->name)) != group->line)
        g_ptr_array_remove_index (source->groups, i);
      else
        i++;
    }
  if (!g_key_file_load_from_data (source->values, clean->str, clean->len, G_KEY_FILE_KEEP_TRANSLATIONS, &error))
    {
      /* An empty file is no fault to GKeyFile; anything else would be our own mistake. */
      g_assert_no_error (error);
      return NULL;
    }
  return g_steal_pointer (&source);
}

SimSource *
sim_source_read (GBytes *bytes, GPtrArray *faults)
{
  gsize len;
  const char *text = g_bytes_get_data (bytes, &len);

  if (len > SIM_SOURCE_MAX_BYTES)
    {
      sim_fault_add (faults, 1,
                     /* TRANSLATORS: %u is a number of octets (bytes). */
                     _("this file is too large; at most %u octets"), (guint) SIM_SOURCE_MAX_BYTES);
      return NULL;
    }
  if (len >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    {
      sim_fault_add (faults, 1, _("this file is UTF-16; save it as UTF-8"));
      return NULL;
    }
  /* Some editors put a byte order mark in front of UTF-8. */
  if (len >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    text += 3, len -= 3;
  return read_lines (text, len, faults);
}

void
sim_source_free (SimSource *self)
{
  g_ptr_array_unref (self->groups);
  g_key_file_unref (self->values);
  g_free (self);
}

guint
sim_source_key_line (const SimSourceGroup *group, const char *key)
{
  for (guint i = 0; i < group->keys->len; i++)
    {
      const SimSourceKey *entry = g_ptr_array_index (group->keys, i);

      if (strcmp (entry->name, key) == 0)
        return entry->line;
    }
  return group->line;
}

gboolean
sim_source_has_key (const SimSourceGroup *group, const char *key)
{
  for (guint i = 0; i < group->keys->len; i++)
    if (strcmp (((const SimSourceKey *) g_ptr_array_index (group->keys, i))->name, key) == 0)
      return TRUE;
  return FALSE;
}

gboolean
sim_source_is_given (const SimSourceGroup *group, const char *key)
{
  for (guint i = 0; i < group->bad->len; i++)
    if (strcmp (g_ptr_array_index (group->bad, i), key) == 0)
      return TRUE;
  return sim_source_has_key (group, key);
}

void
sim_fault_add (GPtrArray *faults, guint line, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  fault_take (faults, line, g_strdup_vprintf (format, args));
  va_end (args);
}

void
sim_fault_add_near (GPtrArray *faults, guint line, const char *meant, const char *format, ...)
{
  char *message;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  if (meant != NULL)
    {
      /* TRANSLATORS: the first %s is a sentence that says what is wrong, the second a word from the
       * file or the format that is near to what was written. */
      char *longer = g_strdup_printf (_("%s; did you mean '%s'?"), message, meant);

      g_free (message);
      message = longer;
    }
  fault_take (faults, line, message);
}

GPtrArray *
sim_faults_new (void)
{
  return g_ptr_array_new_with_free_func (fault_free);
}
