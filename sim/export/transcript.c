/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/export/transcript.h"

static void
append_heading (GString *text, const SimTrace *trace, guint32 conn)
{
  SimConnection connection;

  sim_trace_get_connection (trace, conn, &connection);
  g_string_append_printf (text, "%s# %u %s -> %s:%u%s\n", conn > 1 ? "\n" : "", conn,
                          sim_trace_get_host (trace, connection.client)->name,
                          sim_trace_get_host (trace, connection.server)->name, connection.port,
                          connection.transport == SIM_PROTOCOL_UDP ? "/udp" : "");
}

static void
append_lines (GString *text, const SimEntry *entry, gboolean secrets)
{
  g_auto (GStrv) lines = sim_trace_dup_lines (entry, secrets);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "%c: %s\n", entry->side == SIM_SIDE_CLIENT ? 'C' : 'S', lines[i]);
}

char *
sim_transcript_new (const SimTrace *trace, gboolean secrets)
{
  guint n = sim_trace_n_connections (trace);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint32 conn = 1; conn <= n; conn++)
    {
      GString *part = g_string_new (NULL);

      append_heading (part, trace, conn);
      g_ptr_array_add (parts, part);
    }
  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind == SIM_ENTRY_SAID)
        append_lines (g_ptr_array_index (parts, entry.conn - 1), &entry, secrets);
    }
  for (guint i = 0; i < n; i++)
    {
      GString *part = g_ptr_array_index (parts, i);

      g_string_append_len (text, part->str, part->len);
      g_string_free (part, TRUE);
    }
  return g_string_free (text, FALSE);
}
