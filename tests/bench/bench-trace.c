/* bench-trace.c - writing, reading and entering a long trace
 *
 * The trace is the first lesson's, again and again until there are a million
 * entries. Printed: time and memory of an entry, the time to prepare the replay,
 * and the time of seeks to places drawn by lot, the middle and the slowest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/replay.h"
#include "sim/core/random.h"
#include "sim/trace/trace-file.h"
#include "sim/world/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ENTRIES 1000000
#define SEEKS   2000

static double
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e9 + (double) now.tv_nsec;
}

/* Resident memory in bytes. */
static double
memory_in_use (void)
{
  g_autofree char *text = NULL;
  unsigned long total, resident;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL)
      || sscanf (text, "%lu %lu", &total, &resident) != 2)
    return 0;
  return (double) resident * 4096;
}

static SimTrace *
first_lesson (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) lesson = sim_scenario_lesson ("first-letter", &error);

  g_assert_no_error (error);
  return sim_world_play (lesson, lesson->seed, SIM_TIME_NEVER);
}

/* @base, later and with connections and causes of its own. */
static void
append (SimTrace *trace, const SimTrace *base)
{
  guint length = sim_trace_length (base);
  guint start = sim_trace_length (trace);
  guint conns = sim_trace_n_connections (trace);
  SimTime later = 0;

  if (start > 0)
    {
      SimEntry last;

      sim_trace_get (trace, start - 1, &last);
      later = last.time + SIM_TIME_SECOND;
    }
  for (guint i = 0; i < length; i++)
    {
      SimEntry entry;

      sim_trace_get (base, i, &entry);
      entry.time += later;
      if (entry.until != 0)
        entry.until += later;
      entry.cause += start;
      if (entry.conn != 0)
        entry.conn += conns;
      if (entry.kind == SIM_ENTRY_NOTE && entry.from >= 0)
        entry.from += (int) start;
      sim_trace_add (trace, &entry);
    }
}

/* Lines that were said before are stored once, so a file may be shorter than its payload. */
static void
measure_file (const char *what, const SimTrace *trace)
{
  double start = processor_time ();
  g_autoptr (GBytes) file = sim_trace_to_bytes (trace);
  double duration = processor_time () - start;
  GBytes *lesson = sim_trace_get_scenario (trace);
  guint length = sim_trace_length (trace);
  double size = (double) g_bytes_get_size (file) - (lesson != NULL ? (double) g_bytes_get_size (lesson) : 0);
  gsize entries, payload;

  sim_trace_memory (trace, &entries, &payload);
  g_print ("file:        %8.1f octets an entry without the lesson's text, %.1f of payload, %.0f ns to write (%s)\n",
           size / length, (double) payload / length, duration / length, what);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

int
main (void)
{
  g_autoptr (SimTrace) base = first_lesson ();
  g_autoptr (SimTrace) trace = sim_trace_new ();
  g_autoptr (SimReplay) replay = NULL;
  static double seeks[SEEKS];
  SimRandom random;
  gsize entries, payload;
  double start, before;
  guint length;

  for (guint i = 0; i < sim_trace_n_hosts (base); i++)
    {
      const SimTraceHost *host = sim_trace_get_host (base, i);

      sim_trace_add_host (trace, host->name, host->label, host->address, host->roles);
    }
  start = processor_time ();
  while (sim_trace_length (trace) < ENTRIES)
    append (trace, base);
  length = sim_trace_length (trace);
  g_print ("%u entries, %u connections\n", length, sim_trace_n_connections (trace));
  g_print ("write:       %8.0f ns an entry\n", (processor_time () - start) / length);
  sim_trace_memory (trace, &entries, &payload);
  g_print ("memory:      %8.1f octets an entry, and %.1f of payload\n", (double) entries / length, (double) payload / length);

  measure_file ("the lesson", base);
  measure_file ("all of it", trace);

  start = processor_time ();
  for (guint i = 0; i < length; i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
    }
  g_print ("read:        %8.0f ns an entry\n", (processor_time () - start) / length);

  start = processor_time ();
  sim_trace_fingerprint (trace);
  g_print ("fingerprint: %8.0f ms\n", (processor_time () - start) / 1e6);

  before = memory_in_use ();
  start = processor_time ();
  replay = sim_replay_new (trace);
  sim_replay_seek (replay, length);
  g_print ("prepare:     %8.0f ms, %.0f MB\n", (processor_time () - start) / 1e6, (memory_in_use () - before) / 1e6);

  sim_random_init (&random, 1, "seek");
  for (guint i = 0; i < SEEKS; i++)
    {
      guint place = sim_random_below (&random, length + 1);

      start = processor_time ();
      sim_replay_seek (replay, place);
      seeks[i] = processor_time () - start;
    }
  qsort (seeks, SEEKS, sizeof *seeks, compare);
  g_print ("seek:        %8.0f us, the slowest of %d %.0f us\n", seeks[SEEKS / 2] / 1e3, SEEKS, seeks[SEEKS - 1] / 1e3);
  return 0;
}
