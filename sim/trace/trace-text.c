/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/trace/trace-text.h"

#include "sim/core/text.h"
#include "sim/trace/scene.h"

#include <string.h>

static void
append_packet (GString *line, const SimPacket *packet)
{
  static const struct { guint8 flag; const char *name; } flags[] =
  {
    { SIM_PACKET_SYN, "SYN" }, { SIM_PACKET_FIN, "FIN" }, { SIM_PACKET_RST, "RST" },
    { SIM_PACKET_PSH, "PSH" }, { SIM_PACKET_ACK, "ACK" }
  };

  g_string_append_printf (line, " %u->%u", packet->from_port, packet->to_port);
  if (packet->protocol == SIM_PROTOCOL_UDP)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (packet->flags & flags[i].flag)
      g_string_append_printf (line, " %s", flags[i].name);
  g_string_append_printf (line, " seq=%u", packet->seq);
  if (packet->flags & SIM_PACKET_ACK)
    g_string_append_printf (line, " ack=%u", packet->ack);
}

static void
append_said (GString *line, const SimEntry *entry)
{
  static const char sides[] = { '-', 'C', 'S' };

  if (entry->flags & SIM_ENTRY_LITERAL)
    g_string_append_printf (line, " %c: (%" G_GSIZE_FORMAT " octets)", sides[entry->side], entry->len);
  else
    {
      g_autofree char *said = sim_trace_dup_said (entry, FALSE);

      g_string_append_printf (line, " %c: %s", sides[entry->side], said);
    }
}

static void
append_stored (GString *line, const SimEntry *entry)
{
  const guint8 *end = memchr (entry->bytes, '\r', entry->len);
  gsize len = end != NULL ? (gsize) (end - entry->bytes) : entry->len;
  g_autofree char *fields = sim_text_escape (entry->bytes, len);

  g_string_append_printf (line, " %s size=%" G_GSIZE_FORMAT, fields, end != NULL ? entry->len - len - 2 : 0);
}

char *
sim_trace_entry_to_text (const SimTrace *trace, guint index)
{
  GString *line = g_string_new (NULL);
  SimEntry entry;

  sim_trace_get (trace, index, &entry);
  g_string_append_printf (line, "%u %" G_GINT64_FORMAT ".%09" G_GINT64_FORMAT " %s %s",
                          index, entry.time / SIM_TIME_SECOND, entry.time % SIM_TIME_SECOND,
                          sim_entry_kind_name (entry.kind), sim_trace_get_host (trace, entry.actor)->name);
  if (entry.conn != 0)
    g_string_append_printf (line, " #%u", entry.conn);
  if (entry.cause != index)
    g_string_append_printf (line, " <%u", entry.cause);
  if (entry.rule != NULL)
    g_string_append_printf (line, " %s", entry.rule);
  switch (entry.kind)
    {
    case SIM_ENTRY_OPENED:
      g_string_append_printf (line, " -> %s", sim_trace_get_host (trace, entry.to)->name);
      append_packet (line, entry.packet);
      break;
    case SIM_ENTRY_SAID:
      append_said (line, &entry);
      break;
    case SIM_ENTRY_SEGMENT:
      append_packet (line, entry.packet);
      g_string_append_printf (line, " len=%" G_GSIZE_FORMAT "%s", entry.len,
                              entry.flags & SIM_ENTRY_AGAIN ? " again" : "");
      break;
    case SIM_ENTRY_ARRIVED:
    case SIM_ENTRY_LOST:
    case SIM_ENTRY_CLOSED:
      break;
    case SIM_ENTRY_MOVE:
      g_string_append_printf (line, " %s %d->%d", entry.side == SIM_SIDE_CLIENT ? "client" : "server",
                              entry.from, entry.to);
      break;
    case SIM_ENTRY_STORED:
      append_stored (line, &entry);
      break;
    case SIM_ENTRY_NOTE:
      {
        g_autofree char *text = sim_text_escape (entry.bytes, entry.len);

        g_string_append_printf (line, " about=%d until=%" G_GINT64_FORMAT " %s", entry.from, entry.until, text);
        break;
      }
    }
  return g_string_free (line, FALSE);
}

char *
sim_trace_to_text (const SimTrace *trace)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      g_autofree char *line = sim_trace_entry_to_text (trace, i);

      g_string_append (text, line);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
