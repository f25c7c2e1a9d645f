/* test-lessons.c - nothing in a shipped lesson is left without words, in any language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/explain.h"

#include "sim/core/locale.h"
#include "sim/trace/trace-text.h"
#include "sim/world/world.h"

#include <string.h>

/* Topics that stand in for what nobody has described. */
static const char * const makeshifts[] = {
  "Not a line of this protocol", "A remark of this host", "Another state", "A connection is opened", "Stored",
};

static gboolean
has_letter_of (const char *text, GUnicodeScript script)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_get_script (g_utf8_get_char (p)) == script)
      return TRUE;
  return FALSE;
}

static void
check_entry (ExplainContext *context, guint index, GUnicodeScript script, const char *lesson)
{
  g_autofree char *entry = sim_trace_entry_to_text (explain_context_get_trace (context), index);
  Explanation e;

  explain_context_entry (context, index, &e);
  for (int part = 0; part < 3; part++)
    {
      const char *text = part == 0 ? e.heading : part == 1 ? e.title : e.text;

      if (text == NULL || text[0] == '\0' || !has_letter_of (text, script))
        g_error ("%s: %s: not explained in this language: %s", lesson, entry, text);
    }
  if (script == G_UNICODE_SCRIPT_LATIN)
    for (gsize i = 0; i < G_N_ELEMENTS (makeshifts); i++)
      if (strcmp (e.title, makeshifts[i]) == 0)
        g_error ("%s: %s: is only explained as \"%s\"", lesson, entry, e.title);
  explanation_clear (&e);
}

static void
test_every_entry (gconstpointer data)
{
  static const struct { const char *code; GUnicodeScript script; } languages[] = {
    { "en", G_UNICODE_SCRIPT_LATIN }, { "el", G_UNICODE_SCRIPT_GREEK }, { "ru", G_UNICODE_SCRIPT_CYRILLIC },
  };
  g_auto (GStrv) ids = sim_scenario_list ();

  g_assert_cmpuint (g_strv_length (ids), >, 0);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SimScenario) scenario = sim_scenario_lesson (ids[i], &error);

      g_assert_no_error (error);
      g_autoptr (SimTrace) trace = sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER);
      g_autoptr (ExplainContext) context = explain_context_new (trace);

      g_assert_cmpuint (sim_trace_length (trace), >, 10);
      for (gsize language = 0; language < G_N_ELEMENTS (languages); language++)
        {
          ehlo_locale_set_language (languages[language].code);
          for (guint entry = 0; entry < sim_trace_length (trace); entry++)
            check_entry (context, entry, languages[language].script, ids[i]);
        }
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *self = g_canonicalize_filename (argv[0], NULL);
  g_autofree char *folder = g_path_get_dirname (self);

  ehlo_locale_init (folder);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/explain/lessons/every-entry-has-words-in-every-language", NULL, test_every_entry);
  return g_test_run ();
}
