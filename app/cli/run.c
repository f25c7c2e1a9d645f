/* run.c - ehlo run: plays a lesson and writes what happened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"
#include "app/cli/narrate.h"
#include "app/cli/source.h"
#include "app/cli/step.h"
#include "sim/export/pcapng.h"
#include "sim/export/transcript.h"
#include "sim/trace/trace-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  char    *format;
  char    *output;
  char    *seed;
  char    *until;
  char    *layer;
  gboolean secrets;
  gboolean step;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->format);
  g_free (self->output);
  g_free (self->seed);
  g_free (self->until);
  g_free (self->layer);
}

static char *
all_json (const SimTrace *trace, SimLayer layer, gboolean secrets)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      g_autofree char *line = NULL;
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (!sim_layer_has (layer, &entry))
        continue;
      line = sim_entry_to_json (trace, i, secrets);
      g_string_append (text, line);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static GBytes *
make_output (const EhloSource *source, const char *format, SimLayer layer, gboolean secrets)
{
  char *text;

  if (g_str_equal (format, "trace"))
    return sim_trace_to_bytes (source->trace);
  if (g_str_equal (format, "pcapng"))
    return sim_pcapng_new (source->trace, source->scenario != NULL ? source->scenario->epoch : 0);
  if (g_str_equal (format, "transcript"))
    text = sim_transcript_new (source->trace, secrets);
  else if (g_str_equal (format, "json"))
    text = all_json (source->trace, layer, secrets);
  else
    text = ehlo_narrate_trace (source->scenario, source->trace, layer, secrets);
  return g_bytes_new_take (text, strlen (text));
}

static gboolean
is_format (const char *format)
{
  static const char * const formats[] = { "text", "transcript", "json", "pcapng", "trace", NULL };

  return g_strv_contains (formats, format);
}

static gboolean
parse_seed (const char *text, guint64 *seed)
{
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, seed, NULL);
}

static int
run (const char *name, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) output = NULL;
  const char *format = options->format != NULL ? options->format : "text";
  EhloSource source;
  SimLayer layer = SIM_LAYER_APP;
  SimTime until = SIM_TIME_NEVER;
  guint64 seed;
  int status;

  if (!is_format (format))
    return ehlo_cli_usage ("run", _("unknown format '%s'; known: text, transcript, json, pcapng, trace"), format);
  if (options->layer != NULL && !sim_layer_from_name (options->layer, &layer))
    return ehlo_cli_usage ("run", _("unknown layer '%s'; known: app, tls, tcp"), options->layer);
  if (options->until != NULL && !sim_duration_parse (options->until, SIM_TIME_NEVER - 1, &until))
    return ehlo_cli_usage ("run", _("'%s' is no time; write 90, 90s, 15m, 2h or 3d"), options->until);
  if (options->seed != NULL && !parse_seed (options->seed, &seed))
    return ehlo_cli_usage ("run", _("'%s' is no seed; write a whole number"), options->seed);
  if (!ehlo_source_load (name, options->seed != NULL ? &seed : NULL, until, &source, &error))
    {
      ehlo_cli_error ("%s", error->message);
      return EHLO_EXIT_FAULT;
    }
  if (options->step)
    status = ehlo_cli_step (&source, options->secrets);
  else
    {
      output = make_output (&source, format, layer, options->secrets);
      status = ehlo_cli_write (output, options->output);
    }
  ehlo_source_clear (&source);
  return status;
}

int
ehlo_cli_run (int argc, char **argv)
{
  Options options = { NULL, NULL, NULL, NULL, NULL, FALSE, FALSE };
  const GOptionEntry entries[] =
  {
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, N_("Write text, transcript, json, pcapng or trace"), "FORMAT" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("Write to FILE instead of the terminal"), "FILE" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &options.seed, N_("Use another seed than the lesson's"), "N" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &options.until, N_("Stop at a time: 90, 90s, 15m, 2h, 3d"), "TIME" },
    { "layer", 0, 0, G_OPTION_ARG_STRING, &options.layer, N_("Show app, tls or tcp (text and json)"), "LAYER" },
    { "secrets", 0, 0, G_OPTION_ARG_NONE, &options.secrets, N_("Show passwords"), NULL },
    { "step", 0, 0, G_OPTION_ARG_NONE, &options.step, N_("Step through it with the arrow keys"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL }
  };
  int status;

  if (ehlo_cli_options (&argc, &argv, entries, "run LESSON|FILE",
                        _("Plays a lesson, a lesson file or a saved trace and writes what happens."), &status))
    {
      if (argc < 2)
        status = ehlo_cli_usage ("run", "%s", _("which lesson? 'ehlo list' names them"));
      else if (argc > 2)
        status = ehlo_cli_usage ("run", _("one lesson at a time, not also '%s'"), argv[2]);
      else
        status = run (argv[1], &options);
    }
  options_clear (&options);
  return status;
}
