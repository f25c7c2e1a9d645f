/* scenario-values.c - values of a lesson file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario-reader.h"
#include "sim/core/text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>


/* Digits at the front of @text; FALSE: none, or more than @max. */
static gboolean
read_digits (const char *text, guint64 max, guint64 *out, const char **end)
{
  guint64 number = 0;
  const char *p = text;

  for (; g_ascii_isdigit (*p); p++)
    {
      guint64 digit = (guint64) (*p - '0');

      if (digit > max || number > (max - digit) / 10)
        return FALSE;
      number = number * 10 + digit;
    }
  *out = number;
  *end = p;
  return p > text;
}

gboolean
sim_duration_parse (const char *text, SimTime longest, SimTime *out)
{
  static const struct
  {
    const char *unit;
    SimTime     length;
  } units[] = {
    { "", SIM_TIME_SECOND },
    { "ms", SIM_TIME_MILLISECOND },
    { "s", SIM_TIME_SECOND },
    { "m", SIM_TIME_MINUTE },
    { "h", SIM_TIME_HOUR },
    { "d", SIM_TIME_DAY },
  };
  guint64 number;
  const char *end;

  if (!read_digits (text, (guint64) longest, &number, &end))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (end, units[i].unit) == 0)
      {
        if (number > (guint64) (longest / units[i].length))
          return FALSE;
        *out = (SimTime) number * units[i].length;
        return TRUE;
      }
  return FALSE;
}

gboolean
sim_rate_parse (const char *text, guint64 *out)
{
  const guint64 fastest = G_GUINT64_CONSTANT (1000000000000);
  guint64 number, factor = 1;
  const char *end;

  if (!read_digits (text, fastest, &number, &end) || number == 0)
    return FALSE;
  if (strcmp (end, "k") == 0)
    factor = 1000;
  else if (strcmp (end, "M") == 0)
    factor = 1000000;
  else if (strcmp (end, "G") == 0)
    factor = 1000000000;
  else if (*end != '\0')
    return FALSE;
  if (number > fastest / factor)
    return FALSE;
  *out = number * factor;
  return TRUE;
}

gboolean
sim_percent_parse (const char *text, guint32 *out)
{
  guint64 whole;
  guint32 parts, unit = 1000;
  const char *end;

  if (!read_digits (text, 100, &whole, &end))
    return FALSE;
  parts = (guint32) whole * 10000;
  if (*end == '.')
    {
      if (!g_ascii_isdigit (end[1]))
        return FALSE;
      for (end++; g_ascii_isdigit (*end); end++, unit /= 10)
        {
          if (unit == 0)
            return FALSE;
          parts += unit * (guint32) (*end - '0');
        }
    }
  if (*end == '%')
    end++;
  if (*end != '\0' || parts > 1000000)
    return FALSE;
  *out = parts;
  return TRUE;
}

gboolean
sim_ipv4_parse (const char *text, guint32 *out)
{
  guint32 address = 0;
  const char *p = text;

  for (guint i = 0; i < 4; i++)
    {
      guint64 octet;
      const char *end;

      if (!read_digits (p, 255, &octet, &end) || (end - p > 1 && *p == '0'))
        return FALSE;
      if (*end != (i < 3 ? '.' : '\0'))
        return FALSE;
      address = address << 8 | (guint32) octet;
      p = end + 1;
    }
  *out = address;
  return TRUE;
}

char *
sim_read_string (SimReader *self, const char *key)
{
  /* sim_source_read() has seen to it that nothing but a missing key can fail. */
  return g_key_file_get_string (self->source->values, self->group->name, key, NULL);
}

char *
sim_read_people (SimReader *self, const char *key)
{
  g_autofree char *text = NULL;

  for (const char *const *language = g_get_language_names (); *language != NULL; language++)
    {
      g_autofree char *localized = g_strdup_printf ("%s[%s]", key, *language);

      if (sim_source_has_key (self->group, localized))
        return sim_read_string (self, localized);
    }
  text = sim_read_string (self, key);
  /* The empty string is the catalog's header. */
  if (text == NULL || *text == '\0')
    return g_steal_pointer (&text);
  return g_strdup (g_dgettext (GETTEXT_PACKAGE, text));
}

char **
sim_read_list (SimReader *self, const char *key)
{
  g_auto (GStrv) parts = g_key_file_get_string_list (self->source->values, self->group->name, key, NULL, NULL);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (char **part = parts; part != NULL && *part != NULL; part++)
    if (*g_strstrip (*part) != '\0')
      g_strv_builder_add (list, *part);
  return g_strv_builder_end (list);
}

gboolean
sim_read_number (SimReader *self, const char *key, guint64 min, guint64 max, guint64 *out)
{
  g_autofree char *text = sim_read_string (self, key);
  guint64 number;
  const char *end;

  if (text == NULL)
    return FALSE;
  if (!read_digits (text, max, &number, &end) || *end != '\0' || number < min)
    {
      sim_fault_add (self->faults, sim_source_key_line (self->group, key),
                     /* TRANSLATORS: %s is a key, %s the text after its =; then two numbers. */
                     _("%s: '%s' is no whole number from %" PRIu64 " to %" PRIu64),
                     key, text, min, max);
      return FALSE;
    }
  *out = number;
  return TRUE;
}

gboolean
sim_size_parse (const char *text, gsize *out)
{
  guint64 number, factor = 1;
  const char *end;

  if (!read_digits (text, SIM_SIZE_LIMIT, &number, &end))
    return FALSE;
  if (strcmp (end, "k") == 0)
    factor = 1024;
  else if (strcmp (end, "M") == 0)
    factor = 1024 * 1024;
  else if (*end != '\0')
    return FALSE;
  if (number > SIM_SIZE_LIMIT / factor)
    return FALSE;
  *out = (gsize) (number * factor);
  return TRUE;
}

gboolean
sim_read_size (SimReader *self, const char *key, gsize *out)
{
  g_autofree char *text = sim_read_string (self, key);

  if (text == NULL)
    return FALSE;
  if (sim_size_parse (text, out))
    return TRUE;
  sim_fault_add (self->faults, sim_source_key_line (self->group, key),
                 /* TRANSLATORS: %s is a key, the other the text after its =. */
                 _("%s: '%s' is no size; write octets, or 500k or 10M"), key, text);
  return FALSE;
}

gboolean
sim_read_duration (SimReader *self, const char *key, SimTime *out)
{
  g_autofree char *text = sim_read_string (self, key);

  if (text == NULL)
    return FALSE;
  if (sim_duration_parse (text, SIM_DURATION_TEN_YEARS, out))
    return TRUE;
  sim_fault_add (self->faults, sim_source_key_line (self->group, key),
                 /* TRANSLATORS: %s is a key, the other the text after its =. */
                 _("%s: '%s' is no duration; write 250ms, 90s, 15m, 2h or 3d"), key, text);
  return FALSE;
}

gboolean
sim_read_flag (SimReader *self, const char *key, gboolean *out)
{
  static const char *const words[] = { "no", "yes" };
  guint word;

  if (!sim_read_word (self, key, words, G_N_ELEMENTS (words), &word))
    return FALSE;
  *out = word == 1;
  return TRUE;
}

gboolean
sim_read_epoch (SimReader *self, const char *key, gint64 *out)
{
  g_autofree char *text = sim_read_string (self, key);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;

  if (text == NULL)
    return FALSE;
  if (strlen (text) == strlen ("2024-03-05T08:00:00Z") && g_str_has_suffix (text, "Z"))
    time = g_date_time_new_from_iso8601 (text, utc);
  if (time == NULL)
    {
      sim_fault_add (self->faults, sim_source_key_line (self->group, key),
                     /* TRANSLATORS: %s is a key, the other the text after its =. */
                     _("%s: '%s' is no date and time in UTC; write 2024-03-05T08:00:00Z"), key, text);
      return FALSE;
    }
  *out = g_date_time_to_unix (time);
  return TRUE;
}

gboolean
sim_read_word (SimReader *self, const char *key, const char *const *words, gsize n_words, guint *out)
{
  g_autofree char *text = sim_read_string (self, key);
  g_autoptr (GString) list = g_string_new (NULL);

  if (text == NULL)
    return FALSE;
  for (gsize i = 0; i < n_words; i++)
    {
      if (strcmp (words[i], text) == 0)
        {
          *out = (guint) i;
          return TRUE;
        }
      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", words[i]);
    }
  sim_fault_add_near (self->faults, sim_source_key_line (self->group, key), sim_text_suggest (text, words, n_words),
                      /* TRANSLATORS: a key, the text after its =, and the list of words that it may be. */
                      _("%s: '%s' is not one of %s"), key, text, list->str);
  return FALSE;
}

int
sim_reader_host (SimReader *self, guint line, const char *name)
{
  const GPtrArray *hosts = self->scenario->hosts;
  int host = sim_scenario_find_host (self->scenario, name);
  g_autofree const char **names = NULL;

  if (host >= 0)
    return host;
  names = g_new (const char *, hosts->len + 1);
  for (guint i = 0; i < hosts->len; i++)
    names[i] = ((const SimHostSpec *) g_ptr_array_index (hosts, i))->name;
  sim_fault_add_near (self->faults, line, sim_text_suggest (name, names, hosts->len),
                      _("no host named '%s'"), name);
  return -1;
}

gboolean
sim_read_host (SimReader *self, const char *key, guint roles, int *out)
{
  g_autofree char *name = sim_read_string (self, key);
  guint line = sim_source_key_line (self->group, key);
  const SimHostSpec *spec;
  int host;

  if (name == NULL)
    return FALSE;
  host = sim_reader_host (self, line, name);
  if (host < 0)
    return FALSE;
  spec = g_ptr_array_index (self->scenario->hosts, (guint) host);
  if (roles != 0 && (spec->roles & (roles | SIM_ROLE_UNKNOWN)) == 0)
    {
      g_autoptr (GString) list = g_string_new (NULL);

      for (guint role = 1; role <= roles; role <<= 1)
        if ((roles & role) != 0)
          g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", sim_role_name (role));
      sim_fault_add (self->faults, line,
                     /* TRANSLATORS: a key, a host's name, and the roles of which it would need one, such as "msa, mta". */
                     _("%s: host '%s' would need one of these roles: %s"), key, name, list->str);
      return FALSE;
    }
  *out = host;
  return TRUE;
}

gboolean
sim_reader_has_room (SimReader *self, const GPtrArray *list, guint max, const char *kind)
{
  if (list->len < max)
    return TRUE;
  sim_fault_add (self->faults, self->group->line, _("too many [%s] groups; at most %u"), kind, max);
  return FALSE;
}

/* The N of [Act N]; 0: none, and a fault. */
guint
sim_reader_number (SimReader *self)
{
  guint64 number;

  /* No sign, no leading zero: 1 and 01 would be two groups. */
  if (g_ascii_isdigit (self->group->args[0][0]) && self->group->args[0][0] != '0'
      && g_ascii_string_to_unsigned (self->group->args[0], 10, 1, 99999, &number, NULL))
    return (guint) number;
  sim_fault_add (self->faults, self->group->line,
                 /* TRANSLATORS: the word after the kind of a group, as in [Act N]. */
                 _("'%s' is no number; write it like [%s 1]"), self->group->args[0], self->group->row->kind);
  return 0;
}

void
sim_reader_addresses (SimReader *self, const char *key, char **addresses)
{
  for (char **address = addresses; *address != NULL; address++)
    {
      MailAddress parsed = { NULL, NULL };

      if (mail_address_parse (*address, &parsed))
        mail_address_clear (&parsed);
      else
        sim_fault_add (self->faults, sim_source_key_line (self->group, key),
                       _("'%s' is no mail address; write it like anna@school.example"), *address);
    }
}

int
sim_reader_user (SimReader *self, guint line, const char *address)
{
  const GPtrArray *users = self->scenario->users;
  g_autofree const char **names = g_new (const char *, users->len + 1);

  for (guint i = 0; i < users->len; i++)
    {
      names[i] = ((const SimUserSpec *) g_ptr_array_index (users, i))->address;
      if (g_ascii_strcasecmp (names[i], address) == 0)
        return (int) i;
    }
  sim_fault_add_near (self->faults, line, sim_text_suggest (address, names, users->len),
                      /* TRANSLATORS: %s is a mail address. */
                      _("no user has the address '%s'"), address);
  return -1;
}

int
sim_reader_message (SimReader *self, guint line, const char *id)
{
  const GPtrArray *messages = self->scenario->messages;
  g_autofree const char **names = g_new (const char *, messages->len + 1);

  for (guint i = 0; i < messages->len; i++)
    {
      names[i] = ((const SimMessageSpec *) g_ptr_array_index (messages, i))->id;
      if (strcmp (names[i], id) == 0)
        return (int) i;
    }
  sim_fault_add_near (self->faults, line, sim_text_suggest (id, names, messages->len),
                      /* TRANSLATORS: %s is the ID of a [Message ID] group. */
                      _("no message has the ID '%s'"), id);
  return -1;
}

void
sim_reader_server (SimReader *self, const char *key, guint roles, int *out, guint16 *port)
{
  g_autofree char *text = sim_read_string (self, key);
  guint line = sim_source_key_line (self->group, key);
  const SimHostSpec *spec;
  g_autoptr (GString) names = g_string_new (NULL);
  char *colon = text != NULL ? strrchr (text, ':') : NULL;
  guint64 number;

  *out = SIM_FAULTY;
  if (text == NULL)
    return;
  if (colon != NULL)
    {
      if (!g_ascii_string_to_unsigned (colon + 1, 10, 1, 65535, &number, NULL))
        {
          sim_fault_add (self->faults, line, _("'%s' is no port; it is a number from 1 to 65535"), colon + 1);
          return;
        }
      *port = (guint16) number;
      *colon = '\0';
    }
  *out = sim_reader_host (self, line, text);
  if (*out < 0)
    {
      *out = SIM_FAULTY;
      return;
    }
  spec = g_ptr_array_index (self->scenario->hosts, (guint) *out);
  for (guint role = 1; sim_role_name (role) != NULL; role <<= 1)
    if (roles & role)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", sim_role_name (role));
  if ((spec->roles & (roles | SIM_ROLE_UNKNOWN)) == 0)
    sim_fault_add (self->faults, line, _("%s: host '%s' would need one of these roles: %s"), key, text, names->str);
}
