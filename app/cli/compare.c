/* compare.c - ehlo compare: what two runs cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"
#include "app/cli/source.h"
#include "app/draw/compare-page.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

typedef struct
{
  char *format;
  char *seed;
  char *output;
} Options;

static void
append_run_names (const SimComparison *comparison, GString *text)
{
  const SimScenario *scenario = comparison->runs[0].scenario;

  if (scenario != NULL && scenario->task != NULL)
    g_string_append_printf (text, "%s\n\n", scenario->task);
  for (guint run = 0; run < 2; run++)
    {
      const SimRun *at = &comparison->runs[run];

      g_string_append_printf (text, "%c  %s%s%s\n", 'A' + run, at->name, at->detail != NULL ? ": " : "", at->detail != NULL ? at->detail : "");
    }
  g_string_append_c (text, '\n');
}

/* @text and blanks up to @columns characters. */
static void
append_cell (GString *text, const char *words, glong columns, gboolean right)
{
  glong room = MAX (columns - g_utf8_strlen (words, -1), 0);

  if (right)
    g_string_append_printf (text, "%*s", (int) room, "");
  g_string_append (text, words);
  if (!right)
    g_string_append_printf (text, "%*s", (int) room, "");
}

static GBytes *
to_text (const SimComparison *comparison)
{
  GString *text = g_string_new (NULL);
  g_auto (GStrv) places = sim_comparison_places (comparison);

  append_run_names (comparison, text);
  append_cell (text, "", 28, FALSE);
  append_cell (text, "A", 12, TRUE);
  append_cell (text, "B", 12, TRUE);
  g_string_append_c (text, '\n');
  for (CompareFigure figure = 0; figure < COMPARE_N_FIGURES; figure++)
    {
      append_cell (text, compare_figure_name (comparison, figure), 28, FALSE);
      for (guint run = 0; run < 2; run++)
        {
          g_autofree char *value = compare_figure_text (figure, compare_figure (comparison, run, figure));

          append_cell (text, value, 12, TRUE);
        }
      g_string_append_c (text, '\n');
    }
  for (char **place = places; *place != NULL; place++)
    {
      g_string_append_printf (text, "%s%s\n", place == places ? "\n" : "", *place);
      for (guint run = 0; run < 2; run++)
        {
          g_autofree char *stock = compare_stock_text (sim_comparison_stock (comparison, run, *place));

          g_string_append_printf (text, "  %c  %s\n", 'A' + run, stock);
        }
    }
  return g_string_free_to_bytes (text);
}

static void
add_run (JsonBuilder *json, const SimComparison *comparison, guint run)
{
  const SimRun *at = &comparison->runs[run];
  const char *id = sim_trace_get_id (at->trace);
  g_auto (GStrv) places = sim_comparison_places (comparison);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "lesson");
  json_builder_add_string_value (json, id != NULL ? id : "");
  json_builder_set_member_name (json, "variants");
  json_builder_begin_array (json);
  for (char **variant = at->scenario != NULL ? at->scenario->applied : NULL; variant != NULL && *variant != NULL; variant++)
    json_builder_add_string_value (json, *variant);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "host");
  json_builder_add_string_value (json, sim_trace_get_host (at->trace, at->tally->host)->name);
  for (CompareFigure figure = 0; figure < COMPARE_N_FIGURES; figure++)
    {
      json_builder_set_member_name (json, compare_figure_key (figure));
      json_builder_add_int_value (json, (gint64) compare_figure (comparison, run, figure));
    }
  json_builder_set_member_name (json, "read");
  json_builder_add_boolean_value (json, at->tally->opened < SIM_TIME_NEVER);
  json_builder_set_member_name (json, "mail");
  json_builder_begin_object (json);
  for (char **place = places; *place != NULL; place++)
    {
      SimStock stock = sim_comparison_stock (comparison, run, *place);

      json_builder_set_member_name (json, *place);
      json_builder_begin_object (json);
      json_builder_set_member_name (json, "messages");
      json_builder_add_int_value (json, stock.messages);
      json_builder_set_member_name (json, "read");
      json_builder_add_int_value (json, stock.read);
      json_builder_set_member_name (json, "partly");
      json_builder_add_int_value (json, stock.partly);
      json_builder_end_object (json);
    }
  json_builder_end_object (json);
  json_builder_end_object (json);
}

/* Keys and numbers only: octets, nanoseconds, counts. */
static GBytes *
to_json (const SimComparison *comparison)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *data = NULL;
  GString *text;

  json_builder_begin_object (json);
  for (guint run = 0; run < 2; run++)
    {
      json_builder_set_member_name (json, run == 0 ? "a" : "b");
      add_run (json, comparison, run);
    }
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  data = json_generator_to_data (generator, NULL);
  text = g_string_new (data);
  g_string_append_c (text, '\n');
  return g_string_free_to_bytes (text);
}

static int
write_comparison (const SimComparison *comparison, const char *format, const char *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (strcmp (format, "text") == 0)
    bytes = to_text (comparison);
  else if (strcmp (format, "json") == 0)
    bytes = to_json (comparison);
  else
    bytes = ehlo_compare_page_new (comparison, strcmp (format, "svg") == 0 ? EHLO_PAGE_SVG : EHLO_PAGE_PDF, &error);
  if (bytes != NULL)
    return ehlo_cli_write (bytes, output);
  ehlo_cli_error ("%s", error->message);
  return EHLO_EXIT_FAULT;
}

/* One name: as its lesson says. */
static SimComparison *
load (const char *a, const char *b, const guint64 *seed, GError **error)
{
  SimComparison *comparison = NULL;
  EhloSource first, second;

  if (!ehlo_source_load (a, seed, SIM_TIME_NEVER, &first, error))
    return NULL;
  if (b == NULL && first.scenario == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("%s: the lesson of this run could not be read; name a second run"), a);
  else if (b == NULL)
    comparison = sim_comparison_of (first.scenario, NULL, NULL, seed != NULL ? *seed : first.scenario->seed, error);
  else if (ehlo_source_load (b, seed, SIM_TIME_NEVER, &second, error))
    {
      comparison = sim_comparison_new (first.scenario, first.trace, second.scenario, second.trace, error);
      ehlo_source_clear (&second);
    }
  ehlo_source_clear (&first);
  return comparison;
}

static int
compare (const char *a, const char *b, const Options *options)
{
  static const char * const formats[] = { "text", "json", "svg", "pdf", NULL };
  const char *format = options->format != NULL ? options->format : "text";
  g_autoptr (SimComparison) comparison = NULL;
  g_autoptr (GError) error = NULL;
  guint64 seed = 0;

  if (!g_strv_contains (formats, format))
    return ehlo_cli_usage ("compare", _("unknown format '%s'; known: text, json, svg, pdf"), format);
  if (options->seed != NULL && !g_ascii_string_to_unsigned (options->seed, 10, 0, G_MAXUINT64, &seed, NULL))
    return ehlo_cli_usage ("compare", _("'%s' is no seed; write a whole number"), options->seed);
  comparison = load (a, b, options->seed != NULL ? &seed : NULL, &error);
  if (comparison != NULL)
    return write_comparison (comparison, format, options->output);
  ehlo_cli_error ("%s", error->message);
  return EHLO_EXIT_FAULT;
}

int
ehlo_cli_compare (int argc, char **argv)
{
  Options options = { NULL, NULL, NULL };
  const GOptionEntry entries[] =
  {
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, N_("Print text or json, or draw svg or pdf"), "FORMAT" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &options.seed, N_("Run both with this seed"), "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("Write to FILE; - is standard output"), "FILE" },
    { NULL, 0, 0, 0, NULL, NULL, NULL }
  };
  int status;

  if (ehlo_cli_options (&argc, &argv, entries, "compare A [B]",
                        _("Tells what two runs cost: lessons, variants such as pipelining:with, lesson files or saved traces. One "
                          "name alone is a lesson that says which of its variants are to be compared."), &status))
    {
      if (argc < 2)
        status = ehlo_cli_usage ("compare", "%s", _("which lesson? 'ehlo list' names them"));
      else if (argc > 3)
        status = ehlo_cli_usage ("compare", _("two runs at a time, not also '%s'"), argv[3]);
      else
        status = compare (argv[1], argc > 2 ? argv[2] : NULL, &options);
    }
  g_free (options.format);
  g_free (options.seed);
  g_free (options.output);
  return status;
}
