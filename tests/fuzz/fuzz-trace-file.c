/* Any octets as a trace file.
 *
 * The sum at the end is set right, so that the checks before it are what is tested. A file that is taken
 * makes a trace that can be walked, folded and saved, and comes back from that the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/replay.h"
#include "sim/trace/steps.h"
#include "sim/trace/trace-file-private.h"
#include "sim/trace/trace-file.h"
#include "sim/trace/trace-text.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static GBytes *
with_sum (const guint8 *data, gsize size)
{
  guint8 *copy = g_memdup2 (data, size);
  guint64 sum = GUINT64_TO_LE (trace_file_sum (copy, size - TRACE_SUM_SIZE));

  memcpy (copy + size - TRACE_SUM_SIZE, &sum, sizeof sum);
  return g_bytes_new_take (copy, size);
}

static void
walk (SimTrace *trace)
{
  g_autofree char *text = sim_trace_to_text (trace);
  g_autoptr(SimReplay) replay = sim_replay_new (trace);
  guint n = sim_trace_length (trace);

  g_assert_true (n == 0 || text[0] != '\0');
  sim_replay_seek (replay, n);
  sim_replay_seek (replay, n / 2);
  for (SimGranularity g = SIM_STEP_LINE; g <= SIM_STEP_MESSAGE; g++)
    {
      g_autoptr(SimSteps) steps = sim_steps_new (trace, g);

      g_assert_cmpuint (sim_steps_length (steps), <=, n);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(SimTrace) trace = NULL;
  g_autoptr(GBytes) saved = NULL;
  g_autoptr(SimTrace) again = NULL;
  g_autoptr(GError) error = NULL;

  if (size < TRACE_SUM_SIZE)
    return 0;
  bytes = with_sum (data, size);
  trace = sim_trace_from_bytes (bytes, &error);
  g_assert_true ((trace == NULL) == (error != NULL));
  if (trace == NULL)
    return 0;
  walk (trace);
  saved = sim_trace_to_bytes (trace);
  g_clear_error (&error);
  again = sim_trace_from_bytes (saved, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sim_trace_fingerprint (trace), ==, sim_trace_fingerprint (again));
  return 0;
}
