/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/narrate.h"

#include "sim/explain/explain.h"

#include <glib/gi18n-lib.h>

static void
append_time (GString *line, SimTime time)
{
  SimTime ms = time / SIM_TIME_MILLISECOND;

  if (ms >= 60 * 1000)
    g_string_append_printf (line, "%3" G_GINT64_FORMAT ":%02" G_GINT64_FORMAT ":%02" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT,
                            ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
  else
    g_string_append_printf (line, "%9" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT, ms / 1000, ms % 1000);
}

static const char *
label_of (const SimTrace *trace, guint host)
{
  const SimTraceHost *found = sim_trace_get_host (trace, host);

  return found->label != NULL ? g_dgettext (GETTEXT_PACKAGE, found->label) : found->name;
}

static void
append_opened (GString *line, const SimTrace *trace, const SimEntry *entry)
{
  SimConnection connection;

  sim_trace_get_connection (trace, entry->conn, &connection);
  g_string_append_printf (line, "#%u  %s → %s:%u  (%s)", entry->conn, sim_trace_get_host (trace, connection.client)->name,
                          sim_trace_get_host (trace, connection.server)->name, connection.port, connection.protocol);
}

static void
append_said (GString *line, const SimEntry *entry, gboolean secrets)
{
  char side = entry->side == SIM_SIDE_CLIENT ? 'C' : 'S';

  if (entry->flags & SIM_ENTRY_LITERAL)
    {
      g_auto (GStrv) lines = sim_trace_dup_lines (entry, secrets);

      for (guint i = 0; lines[i] != NULL; i++)
        g_string_append_printf (line, "%s%c: %s", i > 0 ? "\n              " : "", side, lines[i]);
    }
  else
    {
      g_autofree char *said = sim_trace_dup_said (entry, secrets);

      g_string_append_printf (line, "%c: %s", side, said);
    }
}

char *
ehlo_narrate_entry (const SimTrace *trace, guint index, SimLayer layer, gboolean secrets)
{
  GString *line = g_string_new (NULL);
  SimEntry entry;
  Explanation what = { EXPLAIN_CLASS_NONE, NULL, NULL, NULL, NULL };

  sim_trace_get (trace, index, &entry);
  append_time (line, entry.time);
  g_string_append (line, "  ");
  switch (entry.kind)
    {
    case SIM_ENTRY_OPENED:
      append_opened (line, trace, &entry);
      break;
    case SIM_ENTRY_SAID:
      append_said (line, &entry, secrets);
      break;
    case SIM_ENTRY_NOTE:
      if (entry.from < 0 && (entry.rule == NULL || g_str_has_prefix (entry.rule, "act:")))
        {
          g_string_free (line, TRUE);
          return NULL;
        }
      G_GNUC_FALLTHROUGH;
    case SIM_ENTRY_STORED:
      explain_entry (trace, index, &what);
      g_string_append_printf (line, "*  %s: %s", label_of (trace, entry.actor), what.title != NULL ? what.title : "");
      break;
    case SIM_ENTRY_CLOSED:
      if (entry.rule != NULL && g_str_has_suffix (entry.rule, ":closed") && layer != SIM_LAYER_TCP)
        {
          g_string_free (line, TRUE);
          return NULL;
        }
      explain_entry (trace, index, &what);
      g_string_append_printf (line, "#%u  %s", entry.conn, what.title != NULL ? what.title : entry.rule);
      break;
    case SIM_ENTRY_SEGMENT:
    case SIM_ENTRY_LOST:
      if (layer != SIM_LAYER_TCP)
        {
          g_string_free (line, TRUE);
          return NULL;
        }
      explain_entry (trace, index, &what);
      g_string_append_printf (line, "    %s → %s  %s, %" G_GSIZE_FORMAT " B",
                              sim_trace_get_host (trace, entry.actor)->name,
                              entry.kind == SIM_ENTRY_LOST ? "×" : "", what.title != NULL ? what.title : "", entry.len);
      break;
    case SIM_ENTRY_ARRIVED:
    case SIM_ENTRY_MOVE:
      g_string_free (line, TRUE);
      return NULL;
    }
  explanation_clear (&what);
  return g_string_free (line, FALSE);
}

char *
ehlo_narrate_trace (const SimScenario *scenario, const SimTrace *trace, SimLayer layer, gboolean secrets)
{
  GString *text = g_string_new (NULL);
  guint32 conn = 0;

  if (scenario != NULL)
    g_string_append_printf (text, "%s\n%s\n\n", scenario->title, scenario->summary != NULL ? scenario->summary : "");
  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      g_autofree char *line = ehlo_narrate_entry (trace, i, layer, secrets);
      SimEntry entry;

      if (line == NULL)
        continue;
      sim_trace_get (trace, i, &entry);
      /* Two dialogues at the same time: say whose line it is. */
      if (entry.kind == SIM_ENTRY_SAID && entry.conn != conn)
        g_string_append_printf (text, "%13s  #%u\n", "", entry.conn);
      if (entry.kind == SIM_ENTRY_SAID || entry.kind == SIM_ENTRY_OPENED)
        conn = entry.conn;
      g_string_append (text, line);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
append_notes (GString *text, const GArray *notes, guint from, guint to)
{
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      const SimPinned *pin = &g_array_index (notes, SimPinned, i);

      if (pin->entry < from || pin->entry >= to)
        continue;
      if (pin->note->text != NULL)
        g_string_append_printf (text, "    » %s\n", pin->note->text);
      if (pin->note->question != NULL)
        g_string_append_printf (text, "    ? %s\n", pin->note->question);
    }
}

char *
ehlo_narrate_step (const SimTrace *trace, const SimSteps *steps, guint n, const GArray *notes, gboolean secrets)
{
  GString *text = g_string_new (NULL);
  const SimStep *step;
  SimEntry entry;
  Explanation what = { EXPLAIN_CLASS_NONE, NULL, NULL, NULL, NULL };

  if (n == 0)
    {
      for (guint i = 0; notes != NULL && i < notes->len; i++)
        {
          const SimPinned *pin = &g_array_index (notes, SimPinned, i);

          if (pin->entry == G_MAXUINT && pin->note->text != NULL)
            g_string_append_printf (text, "    » %s\n", pin->note->text);
        }
      return g_string_free (text, FALSE);
    }
  step = sim_steps_get (steps, n);
  for (guint i = step->entry; i < step->cursor; i++)
    {
      g_autofree char *line = ehlo_narrate_entry (trace, i, SIM_LAYER_APP, secrets);

      sim_trace_get (trace, i, &entry);
      if (line != NULL && entry.kind != SIM_ENTRY_OPENED && (i == step->entry || entry.kind == SIM_ENTRY_SAID))
        g_string_append_printf (text, "%s\n", line);
    }
  explain_entry (trace, step->entry, &what);
  if (what.title != NULL)
    g_string_append_printf (text, "    %s%s%s\n", what.title, what.text != NULL ? ": " : "", what.text != NULL ? what.text : "");
  explanation_clear (&what);
  append_notes (text, notes, n > 1 ? sim_steps_get (steps, n - 1)->cursor : 0, step->cursor);
  return g_string_free (text, FALSE);
}
