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

char *
sim_address_to_path (const MailAddress *address)
{
  g_autofree char *text = mail_address_to_text (address);

  return g_strdup_printf ("<%s>", text);
}

char *
sim_message_paths (MailMessage *message, const char *field)
{
  g_autofree char *value = mail_message_dup_header (message, field);
  g_auto (GStrv) words = g_strsplit_set (value != NULL ? value : "", "<>,; \t\"", -1);
  GString *text = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    {
      MailAddress address = { NULL, NULL };

      if (mail_address_parse (*word, &address))
        g_string_append_printf (text, "%s<%s>", text->len > 0 ? "," : "", *word);
      mail_address_clear (&address);
    }
  return g_string_free (text, FALSE);
}

static void
append_place (GString *text, const char *rule, const SimStoring *what, gsize len)
{
  static const char *const amounts[] = { "all", "part", "headers" };
  g_autofree char *mailbox = sim_mailbox_to_field (what->mailbox);
  g_autofree char *flags = sim_flags_to_text (what->flags);

  g_string_append_printf (text, " mailbox=%s uid=%u", mailbox, what->uid);
  if (g_str_equal (rule, "store:local"))
    {
      g_string_append_printf (text, " have=%s", amounts[what->have]);
      if (what->size != 0 && what->size != len)
        g_string_append_printf (text, " size=%" G_GSIZE_FORMAT, what->size);
    }
  if (*flags != '\0')
    g_string_append_printf (text, " flags=%s", flags);
}

guint
sim_stage_store (SimStage *self, guint host, const char *rule, const SimStoring *what, MailMessage *message)
{
  GString *text = g_string_new (NULL);
  gsize len;
  const char *bytes = g_bytes_get_data (mail_message_get_bytes (message), &len);
  SimEntry entry = { .time = sim_stage_now (self), .kind = SIM_ENTRY_STORED, .cause = SIM_CAUSE_CURRENT,
                     .actor = host, .rule = rule };
  guint index;

  g_string_append_printf (text, "id=%s from=%s to=%s", what->id, what->from, what->to);
  if (what->mailbox != NULL)
    append_place (text, rule, what, len);
  g_string_append (text, "\r\n");
  g_string_append_len (text, bytes, len);
  entry.bytes = (const guint8 *) text->str;
  entry.len = text->len;
  index = sim_trace_add (self->trace, &entry);
  g_string_free (text, TRUE);
  return index;
}

guint
sim_stage_store_mail (SimStage *self, guint host, const char *rule, const char *id, const MailAddress *from,
                      GPtrArray *to, MailMessage *message)
{
  g_autofree char *sender = sim_address_to_path (from);
  g_autoptr (GString) recipients = g_string_new (NULL);
  SimStoring what = { .id = id, .from = sender };

  for (guint i = 0; i < to->len; i++)
    {
      g_autofree char *recipient = sim_address_to_path (g_ptr_array_index (to, i));

      g_string_append_printf (recipients, "%s%s", i > 0 ? "," : "", recipient);
    }
  what.to = recipients->str;
  return sim_stage_store (self, host, rule, &what, message);
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
