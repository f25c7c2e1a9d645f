/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/export/json.h"

#include "sim/proto/smtp/client.h"
#include "sim/proto/smtp/server.h"

#include <json-glib/json-glib.h>
#include <string.h>

gboolean
sim_layer_from_name (const char *name, SimLayer *layer)
{
  static const char * const names[] = { "app", "tls", "tcp" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *layer = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
sim_layer_has (SimLayer layer, const SimEntry *entry)
{
  return layer == SIM_LAYER_TCP
         || (entry->kind != SIM_ENTRY_SEGMENT && entry->kind != SIM_ENTRY_ARRIVED && entry->kind != SIM_ENTRY_LOST);
}

static gboolean
is_secret (const SimTrace *trace, const SimEntry *entry)
{
  SimEntry cause = *entry;

  if (entry->kind == SIM_ENTRY_ARRIVED || entry->kind == SIM_ENTRY_LOST)
    sim_trace_get (trace, entry->cause, &cause);
  if (cause.kind == SIM_ENTRY_SEGMENT)
    sim_trace_get (trace, cause.cause, &cause);
  return cause.kind == SIM_ENTRY_SAID && (cause.flags & SIM_ENTRY_SECRET) != 0;
}

static void
add (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

static void
add_bytes (JsonBuilder *builder, const SimTrace *trace, const SimEntry *entry, gboolean secrets)
{
  gsize len = entry->len;
  const char *text = (const char *) entry->bytes;

  if (len == 0)
    return;
  if (is_secret (trace, entry) && !secrets)
    {
      g_autofree char *said = entry->kind == SIM_ENTRY_SAID ? sim_trace_dup_said (entry, FALSE) : NULL;

      add (builder, "text", said != NULL ? said : "********");
    }
  else if (memchr (text, '\0', len) == NULL && g_utf8_validate (text, len, NULL))
    {
      g_autofree char *copy = g_strndup (text, len);

      if (entry->kind == SIM_ENTRY_SAID && (entry->flags & SIM_ENTRY_LITERAL) == 0 && g_str_has_suffix (copy, "\r\n"))
        copy[len - 2] = '\0';
      add (builder, "text", copy);
    }
  else
    {
      g_autofree char *encoded = g_base64_encode (entry->bytes, len);

      add (builder, "base64", encoded);
    }
}

static void
add_state (JsonBuilder *builder, const char *key, const SimEntry *entry, int state)
{
  const SimMachine *machine = entry->side == SIM_SIDE_CLIENT ? &smtp_client_machine : &smtp_server_machine;
  const char *name = sim_machine_state_name (machine, state);

  if (name != NULL)
    add (builder, key, name);
  else
    add_number (builder, key, state);
}

static void
add_ends (JsonBuilder *builder, const SimTrace *trace, const SimEntry *entry)
{
  if (entry->kind == SIM_ENTRY_OPENED)
    {
      add (builder, "from", sim_trace_get_host (trace, entry->from)->name);
      add (builder, "to", sim_trace_get_host (trace, entry->to)->name);
      add_number (builder, "port", entry->packet->to_port);
    }
  else if (entry->kind == SIM_ENTRY_MOVE)
    {
      add_state (builder, "from", entry, entry->from);
      add_state (builder, "to", entry, entry->to);
    }
  else if (entry->kind == SIM_ENTRY_NOTE && entry->from >= 0)
    add_number (builder, "from", entry->from);
  if (entry->kind == SIM_ENTRY_SEGMENT || (entry->kind == SIM_ENTRY_NOTE && entry->until > 0))
    add_number (builder, "until", entry->until);
}

static void
add_packet (JsonBuilder *builder, const SimPacket *packet)
{
  static const struct { guint8 flag; const char *name; } flags[] =
  {
    { SIM_PACKET_SYN, "SYN" }, { SIM_PACKET_FIN, "FIN" }, { SIM_PACKET_RST, "RST" },
    { SIM_PACKET_PSH, "PSH" }, { SIM_PACKET_ACK, "ACK" }
  };

  if (packet->protocol != SIM_PROTOCOL_TCP)
    return;
  add_number (builder, "seq", packet->seq);
  add_number (builder, "ack", packet->ack);
  json_builder_set_member_name (builder, "flags");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (packet->flags & flags[i].flag)
      json_builder_add_string_value (builder, flags[i].name);
  json_builder_end_array (builder);
}

char *
sim_entry_to_json (const SimTrace *trace, guint index, gboolean secrets)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  SimEntry entry;

  sim_trace_get (trace, index, &entry);
  json_builder_begin_object (builder);
  add_number (builder, "n", index);
  add_number (builder, "time", entry.time);
  add (builder, "kind", sim_entry_kind_name (entry.kind));
  add_number (builder, "cause", entry.cause);
  add (builder, "actor", sim_trace_get_host (trace, entry.actor)->name);
  add_number (builder, "conn", entry.conn);
  if (entry.side != SIM_SIDE_NONE)
    add (builder, "side", entry.side == SIM_SIDE_CLIENT ? "C" : "S");
  if (entry.rule != NULL)
    add (builder, "rule", entry.rule);
  add_ends (builder, trace, &entry);
  if (entry.kind == SIM_ENTRY_SEGMENT)
    add_packet (builder, entry.packet);
  add_bytes (builder, trace, &entry, secrets);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
