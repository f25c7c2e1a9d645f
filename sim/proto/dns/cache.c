/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/cache.h"

#include "sim/proto/dns/name.h"

typedef struct
{
  DnsMessage *answer;
  SimTime     until;
} Row;

struct _DnsCache
{
  GArray *rows;      /* Row, the oldest first */
};

static void
clear_row (gpointer data)
{
  dns_message_free (((Row *) data)->answer);
}

DnsCache *
dns_cache_new (void)
{
  DnsCache *self = g_new0 (DnsCache, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, clear_row);
  return self;
}

void
dns_cache_free (DnsCache *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->rows);
  g_free (self);
}

static gboolean
is_of (const Row *row, const char *name, guint type)
{
  return row->answer->type == type && dns_name_equal (row->answer->name, name);
}

static guint32
least_ttl (const GPtrArray *records, guint32 least)
{
  for (guint i = 0; i < records->len; i++)
    {
      const DnsRecord *record = g_ptr_array_index (records, i);

      least = record->ttl < least ? record->ttl : least;
    }
  return least;
}

/* What an answer needs to be used again. */
static DnsMessage *
copy_of (const DnsMessage *answer)
{
  DnsMessage *copy = dns_message_new (answer->id);

  copy->response = TRUE;
  copy->name = g_strdup (answer->name);
  copy->type = answer->type;
  copy->klass = answer->klass;
  for (guint i = 0; i < answer->answers->len; i++)
    g_ptr_array_add (copy->answers, dns_record_copy (g_ptr_array_index (answer->answers, i)));
  for (guint i = 0; i < answer->additional->len; i++)
    g_ptr_array_add (copy->additional, dns_record_copy (g_ptr_array_index (answer->additional, i)));
  return copy;
}

void
dns_cache_put (DnsCache *self, SimTime now, const DnsMessage *answer)
{
  guint32 ttl = least_ttl (answer->additional, least_ttl (answer->answers, G_MAXINT32));
  Row row = { NULL, now + ttl * SIM_TIME_SECOND };

  if (answer->name == NULL || answer->rcode != DNS_RCODE_NOERROR || answer->truncated || answer->answers->len == 0
      || ttl == 0)
    return;
  for (guint i = self->rows->len; i > 0; i--)
    {
      const Row *old = &g_array_index (self->rows, Row, i - 1);

      if (old->until <= now || is_of (old, answer->name, answer->type))
        g_array_remove_index (self->rows, i - 1);
    }
  if (self->rows->len == DNS_CACHE_MAX)
    g_array_remove_index (self->rows, 0);
  row.answer = copy_of (answer);
  g_array_append_val (self->rows, row);
}

const DnsMessage *
dns_cache_get (const DnsCache *self, SimTime now, const char *name, guint type)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      if (row->until > now && is_of (row, name, type))
        return row->answer;
    }
  return NULL;
}

guint
dns_cache_length (const DnsCache *self)
{
  return self->rows->len;
}
