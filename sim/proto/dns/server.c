/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/server.h"

#include "sim/proto/dns/name.h"

#include <string.h>

#define CHAIN_MAX 8      /* CNAMEs that are followed */

struct _DnsZone
{
  GPtrArray *records;    /* DnsRecord, in the order in which they were added */
  GPtrArray *names;      /* that exist without a record */
  GPtrArray *failing;
};

DnsZone *
dns_zone_new (void)
{
  DnsZone *self = g_new0 (DnsZone, 1);

  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) dns_record_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->failing = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
dns_zone_free (DnsZone *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->failing);
  g_free (self);
}

gboolean
dns_zone_add (DnsZone *self, const char *name, DnsType type, guint32 ttl, const char *value, GError **error)
{
  DnsRecord *record = dns_record_new (name, type, ttl, value, error);

  if (record == NULL)
    return FALSE;
  for (guint i = 0; i < self->records->len; i++)
    if (dns_record_equal (g_ptr_array_index (self->records, i), record))
      {
        dns_record_free (record);
        return TRUE;
      }
  g_ptr_array_add (self->records, record);
  return TRUE;
}

void
dns_zone_add_name (DnsZone *self, const char *name)
{
  g_ptr_array_add (self->names, g_strdup (name));
}

static int
find_failing (const DnsZone *self, const char *name)
{
  for (guint i = 0; i < self->failing->len; i++)
    if (dns_name_equal (g_ptr_array_index (self->failing, i), name))
      return i;
  return -1;
}

void
dns_zone_set_failing (DnsZone *self, const char *name, gboolean failing)
{
  int at = find_failing (self, name);

  if (failing && at < 0)
    g_ptr_array_add (self->failing, g_strdup (name));
  else if (!failing && at >= 0)
    g_ptr_array_remove_index (self->failing, at);
}

guint
dns_zone_length (const DnsZone *self)
{
  return self->records->len;
}

/* A name exists if it has records or if names below it do (RFC 8020). */
static gboolean
name_exists (const DnsZone *self, const char *name)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      const DnsRecord *record = g_ptr_array_index (self->records, i);

      if (dns_name_equal (record->name, name) || dns_name_is_below (record->name, name))
        return TRUE;
    }
  for (guint i = 0; i < self->names->len; i++)
    {
      const char *known = g_ptr_array_index (self->names, i);

      if (dns_name_equal (known, name) || dns_name_is_below (known, name))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_listed (const GPtrArray *list, const DnsRecord *record)
{
  for (guint i = 0; i < list->len; i++)
    if (dns_record_equal (g_ptr_array_index (list, i), record))
      return TRUE;
  return FALSE;
}

/* Copies the records of @name and @type to @list. How many there are. */
static guint
collect (const DnsZone *self, const char *name, guint type, GPtrArray *list)
{
  guint n = 0;

  for (guint i = 0; i < self->records->len; i++)
    {
      const DnsRecord *record = g_ptr_array_index (self->records, i);

      if ((record->type != type && type != DNS_TYPE_ANY) || !dns_name_equal (record->name, name))
        continue;
      n++;
      if (!is_listed (list, record))
        g_ptr_array_add (list, dns_record_copy (record));
    }
  return n;
}

static void
add_addresses (const DnsZone *self, DnsMessage *answer)
{
  for (guint i = 0; i < answer->answers->len; i++)
    {
      const DnsRecord *record = g_ptr_array_index (answer->answers, i);

      if (record->type != DNS_TYPE_MX && record->type != DNS_TYPE_NS)
        continue;
      collect (self, record->target, DNS_TYPE_A, answer->additional);
      collect (self, record->target, DNS_TYPE_AAAA, answer->additional);
    }
}

static void
look_up (const DnsZone *self, DnsMessage *answer)
{
  g_autofree char *name = g_strdup (answer->name);

  for (guint i = 0; i <= CHAIN_MAX; i++)
    {
      const DnsRecord *alias;
      guint before;

      if (collect (self, name, answer->type, answer->answers) > 0)
        {
          add_addresses (self, answer);
          return;
        }
      before = answer->answers->len;
      if (collect (self, name, DNS_TYPE_CNAME, answer->answers) == 0)
        {
          if (!name_exists (self, name))
            answer->rcode = DNS_RCODE_NXDOMAIN;
          return;
        }
      if (answer->answers->len == before)    /* it leads back to where it came from */
        break;
      alias = g_ptr_array_index (answer->answers, before);
      g_free (name);
      name = g_strdup (alias->target);
    }
  g_ptr_array_set_size (answer->answers, 0);
  answer->rcode = DNS_RCODE_SERVFAIL;
}

GBytes *
dns_zone_answer (const DnsZone *self, const guint8 *query, gsize len, gsize limit)
{
  g_autoptr (DnsMessage) asked = NULL;
  g_autoptr (DnsMessage) answer = NULL;

  if (len < 12 || (query[2] & 0x80) != 0)
    return NULL;
  asked = dns_message_decode (query, len, NULL);
  answer = dns_message_new (query[0] << 8 | query[1]);
  answer->response = TRUE;
  answer->opcode = query[2] >> 3 & 15;
  answer->recursion_desired = (query[2] & 1) != 0;
  answer->recursion_available = TRUE;
  if (asked == NULL || asked->name == NULL)
    {
      answer->rcode = answer->opcode == 0 ? DNS_RCODE_FORMERR : DNS_RCODE_NOTIMP;
      return dns_message_encode (answer, limit, NULL);
    }
  answer->name = g_strdup (asked->name);
  answer->type = asked->type;
  answer->klass = asked->klass;
  if (asked->opcode != 0)
    answer->rcode = DNS_RCODE_NOTIMP;
  else if (asked->klass != DNS_CLASS_IN)
    answer->rcode = DNS_RCODE_REFUSED;
  else if (find_failing (self, asked->name) >= 0)
    answer->rcode = DNS_RCODE_SERVFAIL;
  else
    {
      answer->authoritative = TRUE;
      look_up (self, answer);
    }
  return dns_message_encode (answer, limit, NULL);
}
