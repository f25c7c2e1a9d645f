/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/actors/stage.h"

#include <glib/gprintf.h>

DnsCache *
sim_stage_get_cache (SimStage *self, guint host)
{
  return self->caches != NULL ? g_hash_table_lookup (self->caches, GUINT_TO_POINTER (host)) : NULL;
}

SimTime
sim_stage_now (const SimStage *self)
{
  return sim_engine_now (self->engine);
}

gint64
sim_stage_date (const SimStage *self)
{
  return self->epoch + sim_engine_now (self->engine) / SIM_TIME_SECOND;
}

const char *
sim_stage_host_name (const SimStage *self, guint host)
{
  return sim_trace_get_host (self->trace, host)->name;
}

guint32
sim_stage_address (const SimStage *self, guint host)
{
  return sim_trace_get_host (self->trace, host)->address;
}

char *
sim_address_to_text (guint32 address)
{
  return g_strdup_printf ("%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
}

guint
sim_stage_store (SimStage *self, guint host, const char *rule, const char *id, const MailAddress *from,
                 GPtrArray *to, const char *mailbox, guint uid, MailMessage *message)
{
  g_autofree char *sender = mail_address_to_text (from);
  GString *text = g_string_new (NULL);
  gsize len;
  const char *bytes = g_bytes_get_data (mail_message_get_bytes (message), &len);
  SimEntry entry = { .time = sim_stage_now (self), .kind = SIM_ENTRY_STORED, .cause = SIM_CAUSE_CURRENT,
                     .actor = host, .rule = rule };
  guint index;

  g_string_append_printf (text, "id=%s from=<%s> to=", id, sender);
  for (guint i = 0; i < to->len; i++)
    {
      g_autofree char *recipient = mail_address_to_text (g_ptr_array_index (to, i));

      g_string_append_printf (text, "%s<%s>", i > 0 ? "," : "", recipient);
    }
  if (mailbox != NULL)
    g_string_append_printf (text, " mailbox=%s uid=%u", mailbox, uid);
  g_string_append (text, "\r\n");
  g_string_append_len (text, bytes, len);
  entry.bytes = (const guint8 *) text->str;
  entry.len = text->len;
  index = sim_trace_add (self->trace, &entry);
  g_string_free (text, TRUE);
  return index;
}

guint
sim_stage_note (SimStage *self, guint host, const char *rule, guint about, SimTime until, const char *format, ...)
{
  SimEntry entry = { .time = sim_stage_now (self), .until = until, .kind = SIM_ENTRY_NOTE,
                     .cause = SIM_CAUSE_CURRENT, .actor = host, .from = about, .rule = rule };
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  entry.len = g_vasprintf (&text, format, args);
  va_end (args);
  entry.bytes = (const guint8 *) text;
  return sim_trace_add (self->trace, &entry);
}

guint
sim_stage_note_recipient (SimStage *self, guint host, const char *rule, const MailQueueItem *item, SimTime until,
                          const MailRecipient *recipient, const char *reply)
{
  g_autofree char *address = mail_address_to_text (&recipient->address);

  if (g_str_equal (rule, "queue:deferred"))
    return sim_stage_note (self, host, rule, item->stored, until, "to=<%s> attempt=%u reply=%s", address,
                           item->attempts, reply);
  return sim_stage_note (self, host, rule, item->stored, until, "to=<%s> reply=%s", address, reply);
}

MailMessage *
sim_stage_add_received (SimStage *self, guint host, MailMessage *message, const char *peer, guint32 peer_address,
                        const char *with, const char *id, const MailAddress *recipient)
{
  int peer_host = sim_net_find_host (self->net, peer_address);
  g_autofree char *address = sim_address_to_text (peer_address);
  g_autofree char *date = mail_date_to_text (sim_stage_date (self));
  g_autofree char *for_clause = NULL;
  g_autofree char *value = NULL;

  if (recipient != NULL)
    {
      g_autofree char *text = mail_address_to_text (recipient);

      for_clause = g_strdup_printf ("\r\n for <%s>", text);
    }
  value = g_strdup_printf ("from %s (%s [%s])\r\n by %s with %s id %s%s;\r\n %s",
                           peer != NULL ? peer : address,
                           peer_host >= 0 ? sim_stage_host_name (self, peer_host) : "unknown", address,
                           sim_stage_host_name (self, host), with, id,
                           for_clause != NULL ? for_clause : "", date);
  return mail_message_with_header (message, "Received", value);
}
