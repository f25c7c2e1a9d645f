/* test-lessons.c - nothing in a shipped lesson is left without words, in any language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dissect.h"
#include "sim/explain/explain.h"
#include "sim/explain/tiles.h"

#include "sim/core/locale.h"
#include "sim/trace/trace-text.h"
#include "sim/world/world.h"

#include <string.h>

/* What was said falls into parts, and a reply into tiles. */
static void
check_said (ExplainContext *context, guint index, const char *lesson)
{
  SimTrace *trace = explain_context_get_trace (context);
  SimConnection connection;
  ExplainDigit tiles[3];
  ExplainLine line;
  SimEntry entry;

  sim_trace_get (trace, index, &entry);
  if (entry.kind != SIM_ENTRY_SAID)
    return;
  sim_trace_get_connection (trace, entry.conn, &connection);
  explain_context_line (context, index, &line);

  g_autofree char *said = sim_trace_dup_said (&entry, FALSE);
  g_autoptr (GArray) parts = explain_dissect (connection.protocol, entry.side, &line, said, strlen (said));
  gboolean tiled = explain_tiles (connection.protocol, &entry, &line, tiles);

  if (parts->len == 0 && said[0] != '\0' && line.kind != EXPLAIN_LINE_CONTENT && line.kind != EXPLAIN_LINE_REST)
    g_error ("%s: %s: falls into no parts", lesson, said);
  if (entry.side == SIM_SIDE_SERVER && (line.kind == EXPLAIN_LINE_REPLY || line.kind == EXPLAIN_LINE_GREETING) && !tiled &&
      g_strcmp0 (connection.protocol, "dns") != 0)
    g_error ("%s: %s: has no tiles", lesson, said);
  for (int i = 0; tiled && i < 3; i++)
    if (tiles[i].digit[0] == '\0' || tiles[i].name[0] == '\0' || tiles[i].text[0] == '\0')
      g_error ("%s: %s: tile %d is empty", lesson, said, i + 1);
  explain_digits_clear (tiles);
}

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
            {
              check_entry (context, entry, languages[language].script, ids[i]);
              check_said (context, entry, ids[i]);
            }
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
