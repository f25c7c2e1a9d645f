/* strict.c - in a fuzz target a GLib warning or critical is a finding
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

static GLogWriterOutput
judge (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  g_log_writer_standard_streams (level, fields, n_fields, data);
  if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING))
    abort ();
  return G_LOG_WRITER_HANDLED;
}

__attribute__ ((constructor)) static void
be_strict (void)
{
  g_log_set_writer_func (judge, NULL, NULL);
}
