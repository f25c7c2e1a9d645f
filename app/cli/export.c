/* export.c - ehlo export: draws a lesson as PDF, SVG or PNG
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"
#include "app/cli/source.h"
#include "app/draw/compare-page.h"
#include "app/draw/page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  char *format;
  char *view;
  char *from;
  char *to;
  char *output;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->format);
  g_free (self->view);
  g_free (self->from);
  g_free (self->to);
  g_free (self->output);
}

/* The place of @word in @words, which ends with NULL. */
static gboolean
find_word (const char * const *words, const char *word, int *found)
{
  for (*found = 0; words[*found] != NULL; (*found)++)
    if (strcmp (words[*found], word) == 0)
      return TRUE;
  return FALSE;
}

/* What needs no lesson to be judged. TRUE: @spec has format, view, from and to (0: not given). */
static gboolean
read_options (const Options *options, EhloPageSpec *spec, int *status)
{
  static const char * const formats[] = { "pdf", "svg", "png", NULL }, * const views[] = { "ladder", "topology", "transcript", "worksheet", "compare", NULL };
  const char *numbers[] = { options->from, options->to };
  guint steps[] = { 0, 0 };
  int format = 0, view = 0;

  *status = EHLO_EXIT_USAGE;
  if (options->format == NULL)
    ehlo_cli_usage ("export", "%s", _("which format? --format pdf, svg or png"));
  else if (!find_word (formats, options->format, &format))
    ehlo_cli_usage ("export", _("unknown format '%s'; known: pdf, svg, png"), options->format);
  else if (options->view != NULL && !find_word (views, options->view, &view))
    ehlo_cli_usage ("export", _("unknown view '%s'; known: ladder, topology, transcript, worksheet, compare"), options->view);
  else if (options->view != NULL && strcmp (options->view, "compare") == 0 && (options->from != NULL || options->to != NULL))
    ehlo_cli_usage ("export", "%s", _("a comparison is drawn whole, without --from and --to"));
  else if (options->output == NULL)
    ehlo_cli_usage ("export", "%s", _("where to? -o FILE, or -o - for standard output"));
  else
    *status = EHLO_EXIT_OK;
  for (guint i = 0; *status == EHLO_EXIT_OK && i < G_N_ELEMENTS (numbers); i++)
    {
      guint64 number = 0;

      if (numbers[i] != NULL && !g_ascii_string_to_unsigned (numbers[i], 10, 1, G_MAXUINT, &number, NULL))
        *status = ehlo_cli_usage ("export", _("'%s' is no step; write a whole number from 1 on"), numbers[i]);
      steps[i] = (guint) number;
    }
  if (*status == EHLO_EXIT_OK && steps[1] > 0 && steps[0] > steps[1])
    *status = ehlo_cli_usage ("export", _("step %u comes after step %u"), steps[0], steps[1]);
  *spec = (EhloPageSpec) { .format = (EhloPageFormat) format, .view = (EhloPageView) view, .from = steps[0], .to = steps[1] };
  return *status == EHLO_EXIT_OK;
}

static int
draw (const char *name, const EhloSource *source, EhloPageSpec *spec, const char *output)
{
  g_autoptr (SimSteps) lines = sim_steps_new (source->trace, SIM_STEP_LINE);
  g_autofree char *file = g_path_get_basename (name);
  g_autofree char *title = g_filename_display_name (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint length = sim_steps_length (lines), most = MAX (spec->from, spec->to);

  if (length == 0 && spec->view != EHLO_PAGE_TOPOLOGY)
    {
      ehlo_cli_error (_("%s: nothing happens, so there is nothing to draw"), name);
      return EHLO_EXIT_FAULT;
    }
  if (most > length)
    return ehlo_cli_usage ("export", g_dngettext (GETTEXT_PACKAGE, "there is no step %u, only %u step", "there is no step %u, only %u steps", length),
                           most, length);
  spec->from = spec->from > 0 ? spec->from : 1;
  spec->to = spec->to > 0 ? spec->to : length;
  spec->title = source->scenario != NULL ? source->scenario->title : title;
  spec->epoch = source->scenario != NULL ? source->scenario->epoch : 0;
  bytes = ehlo_page_new (source->trace, lines, spec, &error);
  if (bytes != NULL)
    return ehlo_cli_write (bytes, output);
  if (g_error_matches (error, EHLO_PAGE_ERROR, EHLO_PAGE_ERROR_TOO_HIGH))
    ehlo_cli_error ("%s %s", error->message, _("Choose fewer steps with --from and --to, or PDF, which has pages."));
  else
    ehlo_cli_error ("%s", error->message);
  return EHLO_EXIT_FAULT;
}

/* Both runs that the lesson says are to be compared. */
static int
draw_comparison (const char *name, const EhloSource *source, EhloPageFormat format, const char *output)
{
  g_autoptr (SimComparison) comparison = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (source->scenario == NULL)
    {
      ehlo_cli_error (_("%s: the lesson of this run could not be read, so there is nothing to compare"), name);
      return EHLO_EXIT_FAULT;
    }
  comparison = sim_comparison_of (source->scenario, NULL, NULL, source->scenario->seed, &error);
  if (comparison != NULL)
    bytes = ehlo_compare_page_new (comparison, format, &error);
  if (bytes != NULL)
    return ehlo_cli_write (bytes, output);
  ehlo_cli_error ("%s", error->message);
  return EHLO_EXIT_FAULT;
}

static int
export (const char *name, const Options *options)
{
  g_autoptr (GError) error = NULL;
  EhloPageSpec spec;
  EhloSource source;
  int status;

  if (!read_options (options, &spec, &status))
    return status;
  if (!ehlo_source_load (name, NULL, SIM_TIME_NEVER, &source, &error))
    {
      ehlo_cli_error ("%s", error->message);
      return EHLO_EXIT_FAULT;
    }
  status = options->view != NULL && strcmp (options->view, "compare") == 0
    ? draw_comparison (name, &source, spec.format, options->output)
    : draw (name, &source, &spec, options->output);
  ehlo_source_clear (&source);
  return status;
}

int
ehlo_cli_export (int argc, char **argv)
{
  Options options = { NULL, NULL, NULL, NULL, NULL };
  const GOptionEntry entries[] =
  {
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, N_("Draw pdf, svg or png"), "FORMAT" },
    { "view", 0, 0, G_OPTION_ARG_STRING, &options.view, N_("Draw ladder, topology (the map), transcript, worksheet or compare"), "VIEW" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, N_("Begin with step N"), "N" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, N_("End with step M; the map shows this moment"), "M" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("Write to FILE; - is standard output"), "FILE" },
    { NULL, 0, 0, 0, NULL, NULL, NULL }
  };
  int status;

  if (ehlo_cli_options (&argc, &argv, entries, "export LESSON|FILE",
                        _("Draws a lesson, a lesson file or a saved trace for paper and slides."), &status))
    {
      if (argc < 2)
        status = ehlo_cli_usage ("export", "%s", _("which lesson? 'ehlo list' names them"));
      else if (argc > 2)
        status = ehlo_cli_usage ("export", _("one lesson at a time, not also '%s'"), argv[2]);
      else
        status = export (argv[1], &options);
    }
  options_clear (&options);
  return status;
}
