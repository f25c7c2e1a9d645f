/* bench-export.c - a ladder of 10,000 rows as SVG and as PDF
 *
 * SVG is written beside mscgen, which draws the same sequence chart from its own
 * language: the processor time of its process from start to end. PDF is written
 * beside itself with each text laid out anew. All take turns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/page.h"
#include "app/draw/shape.h"
#include "sim/trace/roles.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROWS   10000
#define ROUNDS 9

static double
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static int
by_size (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static double
middle (GArray *numbers)
{
  g_array_sort (numbers, by_size);
  return g_array_index (numbers, double, numbers->len / 2);
}

static char *
line_of (guint row)
{
  return row % 2 == 0 ? g_strdup_printf ("RCPT TO:<pupil%u@univ.example>", row / 2) : g_strdup_printf ("250 2.1.5 Recipient %u is known", row / 2);
}

static SimTrace *
make_trace (void)
{
  SimTrace *trace = sim_trace_new ();
  SimPacket packet = { 1, 2, 40000, 25, .protocol = SIM_PROTOCOL_TCP };

  sim_trace_add_host (trace, "mail.school.example", "School server", 1, SIM_ROLE_MSA | SIM_ROLE_MTA);
  sim_trace_add_host (trace, "mx.univ.example", "University server", 2, SIM_ROLE_MTA);
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_OPENED, .side = SIM_SIDE_CLIENT, .conn = 1, .from = 0, .to = 1, .rule = "smtp",
                                      .packet = &packet, .cause = SIM_CAUSE_NONE });
  for (guint row = 0; row < ROWS; row++)
    {
      g_autofree char *line = line_of (row), *wire = g_strconcat (line, "\r\n", NULL);

      sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_SAID, .side = row % 2 == 0 ? SIM_SIDE_CLIENT : SIM_SIDE_SERVER, .conn = 1,
                                          .actor = row % 2, .time = row * SIM_TIME_MILLISECOND, .cause = SIM_CAUSE_NONE,
                                          .bytes = (const guint8 *) wire, .len = strlen (wire) });
    }
  return trace;
}

static void
write_chart (const char *path)
{
  g_autoptr (GString) chart = g_string_new ("msc {\n client, server;\n");
  g_autoptr (GError) error = NULL;

  for (guint row = 0; row < ROWS; row++)
    {
      g_autofree char *line = line_of (row);

      g_string_append_printf (chart, " %s [label=\"%s\"];\n", row % 2 == 0 ? "client=>server" : "server=>client", line);
    }
  g_string_append (chart, "}\n");
  g_file_set_contents (path, chart->str, chart->len, &error);
  g_assert_no_error (error);
}

/* Milliseconds of processor time; below 0: it failed. */
static double
run_mscgen (const char *program, const char *chart, const char *picture)
{
  struct rusage usage;
  int status = -1;
  pid_t child = fork ();

  if (child == 0)
    {
      execl (program, program, "-T", "svg", "-i", chart, "-o", picture, (char *) NULL);
      _exit (127);
    }
  if (child < 0 || wait4 (child, &status, 0, &usage) != child || status != 0)
    return -1;
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static double
export (SimTrace *trace, EhloPageFormat format, guint texts, gsize *size)
{
  PangoContext *fonts = ehlo_page_make_fonts ();
  double start = processor_time ();
  g_autoptr (SimSteps) lines = sim_steps_new (trace, SIM_STEP_LINE);
  EhloPageSpec spec = { format, EHLO_PAGE_LADDER, "Ten thousand lines", 0, 1, sim_steps_length (lines), fonts };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  ehlo_shape_limit (fonts, texts);
  bytes = ehlo_page_new (trace, lines, &spec, &error);
  g_assert_no_error (error);
  *size = g_bytes_get_size (bytes);
  g_object_unref (fonts);
  return processor_time () - start;
}

static void
measure_svg (SimTrace *trace)
{
  g_autofree char *program = g_find_program_in_path ("mscgen"), *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL);
  g_autofree char *chart = g_build_filename (folder, "chart.msc", NULL), *picture = g_build_filename (folder, "chart.svg", NULL);
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double)), theirs = g_array_new (FALSE, FALSE, sizeof (double));
  gsize size = 0;

  write_chart (chart);
  export (trace, EHLO_PAGE_SVG, 2000, &size);
  for (guint round = 0; round < ROUNDS; round++)
    {
      double time = export (trace, EHLO_PAGE_SVG, 2000, &size);

      g_array_append_val (ours, time);
      time = program != NULL ? run_mscgen (program, chart, picture) : -1;
      if (time >= 0)
        g_array_append_val (theirs, time);
    }
  printf ("SVG of %d rows (median of %d rounds)\n  %-28s %8.1f ms   %.1f MB\n", ROWS, ROUNDS, "ehlo export", middle (ours), size / 1e6);
  if (theirs->len == 0)
    printf ("  mscgen is not here: nothing to compare with\n");
  else
    printf ("  %-28s %8.1f ms\n  ratio %.2f (target: at most 0.50)%s\n", "mscgen", middle (theirs), middle (ours) / middle (theirs),
            middle (ours) / middle (theirs) <= 0.5 ? "" : " MISSED");
  g_unlink (chart);
  g_unlink (picture);
  g_rmdir (folder);
}

static void
measure_pdf (SimTrace *trace)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (double)), anew = g_array_new (FALSE, FALSE, sizeof (double));
  gsize size = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      double time = export (trace, EHLO_PAGE_PDF, 2000, &size);

      g_array_append_val (kept, time);
      time = export (trace, EHLO_PAGE_PDF, 0, &size);
      g_array_append_val (anew, time);
    }
  printf ("PDF of %d rows (median of %d rounds)\n  %-28s %8.1f ms   %.1f MB\n  %-28s %8.1f ms\n", ROWS, ROUNDS, "texts remembered", middle (kept),
          size / 1e6, "each text laid out anew", middle (anew));
  printf ("  ratio %.2f (target: at most 0.80)%s\n", middle (kept) / middle (anew), middle (kept) / middle (anew) <= 0.8 ? "" : " MISSED");
}

int
main (void)
{
  g_autoptr (SimTrace) trace = make_trace ();

  measure_svg (trace);
  measure_pdf (trace);
  return 0;
}
