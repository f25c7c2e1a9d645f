/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/message.h"

#include "sim/proto/dns/name.h"

#include <string.h>

#define HEADER_SIZE 12
#define POINTER_MAX 0x3FFF

static GPtrArray *
new_records (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dns_record_free);
}

DnsMessage *
dns_message_new (guint16 id)
{
  DnsMessage *self = g_new0 (DnsMessage, 1);

  self->id = id;
  self->answers = new_records ();
  self->authority = new_records ();
  self->additional = new_records ();
  return self;
}

DnsMessage *
dns_message_new_query (guint16 id, const char *name, DnsType type)
{
  DnsMessage *self = dns_message_new (id);

  self->recursion_desired = TRUE;
  self->name = g_strdup (name);
  self->type = type;
  self->klass = DNS_CLASS_IN;
  return self;
}

void
dns_message_free (DnsMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->authority);
  g_ptr_array_unref (self->additional);
  g_free (self);
}

static gboolean
records_equal (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!dns_record_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

gboolean
dns_message_equal (const DnsMessage *a, const DnsMessage *b)
{
  return a->id == b->id && a->response == b->response && a->opcode == b->opcode
         && a->authoritative == b->authoritative && a->truncated == b->truncated
         && a->recursion_desired == b->recursion_desired && a->recursion_available == b->recursion_available
         && a->rcode == b->rcode && g_strcmp0 (a->name, b->name) == 0 && a->type == b->type
         && a->klass == b->klass && records_equal (a->answers, b->answers)
         && records_equal (a->authority, b->authority) && records_equal (a->additional, b->additional);
}

/* ---- read ----------------------------------------------------------------- */

typedef struct
{
  const guint8 *bytes;
  gsize len;
  gsize at;
} Reader;

static guint16
peek16 (const guint8 *p)
{
  return p[0] << 8 | p[1];
}

static gboolean
fault (const Reader *self, GError **error, const char *what)
{
  g_set_error (error, DNS_ERROR, DNS_ERROR_MESSAGE, "octet %" G_GSIZE_FORMAT ": %s", self->at, what);
  return FALSE;
}

static gboolean
read_record_data (Reader *self, gsize end, DnsRecord *record, GError **error)
{
  gsize size = end - self->at;
  gsize after;

  switch (record->type)
    {
    case DNS_TYPE_A:
      if (record->klass != DNS_CLASS_IN)
        break;
      if (size != 4)
        return fault (self, error, "an A record has 4 octets");
      record->address = (guint32) peek16 (self->bytes + self->at) << 16 | peek16 (self->bytes + self->at + 2);
      return TRUE;
    case DNS_TYPE_AAAA:
      if (size != 16)
        return fault (self, error, "an AAAA record has 16 octets");
      break;
    case DNS_TYPE_MX:
      if (size < 3)
        return fault (self, error, "an MX record has 3 octets or more");
      record->preference = peek16 (self->bytes + self->at);
      self->at += 2;
      G_GNUC_FALLTHROUGH;
    case DNS_TYPE_NS:
    case DNS_TYPE_CNAME:
      record->target = dns_name_read (self->bytes, end, self->at, &after);
      if (record->target == NULL || after != end)
        return fault (self, error, "a faulty name in a record");
      return TRUE;
    case DNS_TYPE_TXT:
      if (size == 0)
        return fault (self, error, "a TXT record without a string");
      for (gsize at = self->at; at < end; at += self->bytes[at] + 1u)
        if (self->bytes[at] >= end - at)
          return fault (self, error, "a string that is longer than its record");
      break;
    default:
      break;
    }
  record->data = g_bytes_new (self->bytes + self->at, size);
  return TRUE;
}

static gboolean
read_record (Reader *self, GPtrArray *records, GError **error)
{
  g_autoptr (DnsRecord) record = g_new0 (DnsRecord, 1);
  const guint8 *p;
  gsize size;

  record->name = dns_name_read (self->bytes, self->len, self->at, &self->at);
  if (record->name == NULL)
    return fault (self, error, "a faulty name");
  if (self->len - self->at < 10)
    return fault (self, error, "a record that is cut off");
  p = self->bytes + self->at;
  record->type = peek16 (p);
  record->klass = peek16 (p + 2);
  record->ttl = (guint32) peek16 (p + 4) << 16 | peek16 (p + 6);
  size = peek16 (p + 8);
  self->at += 10;
  if (size > self->len - self->at)
    return fault (self, error, "a record that is longer than the message");
  size += self->at;
  if (!read_record_data (self, size, record, error))
    return FALSE;
  self->at = size;
  g_ptr_array_add (records, g_steal_pointer (&record));
  return TRUE;
}

static gboolean
read_question (Reader *self, DnsMessage *message, GError **error)
{
  message->name = dns_name_read (self->bytes, self->len, self->at, &self->at);
  if (message->name == NULL)
    return fault (self, error, "a faulty name in the question");
  if (self->len - self->at < 4)
    return fault (self, error, "a question that is cut off");
  message->type = peek16 (self->bytes + self->at);
  message->klass = peek16 (self->bytes + self->at + 2);
  self->at += 4;
  return TRUE;
}

DnsMessage *
dns_message_decode (const guint8 *bytes, gsize len, GError **error)
{
  Reader reader = { bytes, len, 0 };
  g_autoptr (DnsMessage) self = NULL;
  GPtrArray *sections[3];
  guint flags;

  if (len < HEADER_SIZE || len > DNS_TCP_MAX)
    {
      fault (&reader, error, "no DNS message has this length");
      return NULL;
    }
  self = dns_message_new (peek16 (bytes));
  flags = peek16 (bytes + 2);
  self->response = (flags & 0x8000) != 0;
  self->opcode = flags >> 11 & 15;
  self->authoritative = (flags & 0x0400) != 0;
  self->truncated = (flags & 0x0200) != 0;
  self->recursion_desired = (flags & 0x0100) != 0;
  self->recursion_available = (flags & 0x0080) != 0;
  self->rcode = flags & 15;
  reader.at = HEADER_SIZE;
  if (peek16 (bytes + 4) > 1)
    {
      fault (&reader, error, "more than one question");
      return NULL;
    }
  if (peek16 (bytes + 4) == 1 && !read_question (&reader, self, error))
    return NULL;
  sections[0] = self->answers;
  sections[1] = self->authority;
  sections[2] = self->additional;
  for (guint i = 0; i < 3; i++)
    for (guint n = peek16 (bytes + 6 + 2 * i); n > 0; n--)
      if (!read_record (&reader, sections[i], error))
        return NULL;
  if (reader.at != len)
    {
      fault (&reader, error, "octets behind the last record");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* ---- write ---------------------------------------------------------------- */

typedef struct
{
  GByteArray *out;
  GArray     *places;   /* guint16: where a name, or the rest of one, was written */
} Writer;

static void
put16 (Writer *self, guint16 value)
{
  guint8 octets[2] = { value >> 8, value & 255 };

  g_byte_array_append (self->out, octets, 2);
}

static void
set16 (Writer *self, gsize at, guint16 value)
{
  self->out->data[at] = value >> 8;
  self->out->data[at + 1] = value & 255;
}

/* TRUE if the name that was written at @at, with its pointers, is @wire octet by octet. */
static gboolean
stands_at (const Writer *self, gsize at, const guint8 *wire)
{
  const guint8 *data = self->out->data;

  for (;;)
    {
      while (data[at] >= 0xC0)
        at = (gsize) (data[at] & 0x3F) << 8 | data[at + 1];
      if (data[at] != wire[0] || memcmp (data + at, wire, data[at] + 1u) != 0)
        return FALSE;
      if (data[at] == 0)
        return TRUE;
      wire += data[at] + 1;
      at += data[at] + 1u;
    }
}

static gboolean
put_pointer (Writer *self, const guint8 *wire)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      guint16 place = g_array_index (self->places, guint16, i);

      if (stands_at (self, place, wire))
        {
          put16 (self, 0xC000 | place);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
put_name (Writer *self, const char *name, GError **error)
{
  guint8 wire[DNS_NAME_MAX] = { 0 };
  gsize first = self->out->len;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint16));
  gsize at = 0;

  if (dns_name_to_wire (name, wire) == 0)
    {
      g_set_error (error, DNS_ERROR, DNS_ERROR_NAME, "\"%s\" is no domain name", name);
      return FALSE;
    }
  while (wire[at] != 0 && !put_pointer (self, wire + at))
    {
      guint16 place = self->out->len;

      if (self->out->len <= POINTER_MAX)
        g_array_append_val (places, place);
      g_byte_array_append (self->out, wire + at, wire[at] + 1u);
      at += wire[at] + 1u;
    }
  if (wire[at] == 0)
    g_byte_array_append (self->out, wire + at, 1);
  /* Only now: while the name was unfinished, nobody may read it. */
  g_array_append_vals (self->places, places->data, places->len);
  g_assert (self->out->len > first);
  return TRUE;
}

static gboolean
put_record (Writer *self, const DnsRecord *record, GError **error)
{
  gsize size_at;

  if (!put_name (self, record->name, error))
    return FALSE;
  put16 (self, record->type);
  put16 (self, record->klass);
  put16 (self, record->ttl >> 16);
  put16 (self, record->ttl & 0xFFFF);
  size_at = self->out->len;
  put16 (self, 0);
  if (record->type == DNS_TYPE_MX)
    put16 (self, record->preference);
  if (record->target != NULL)
    {
      if (!put_name (self, record->target, error))
        return FALSE;
    }
  else if (record->data != NULL)
    g_byte_array_append (self->out, g_bytes_get_data (record->data, NULL), g_bytes_get_size (record->data));
  else if (record->type == DNS_TYPE_A)
    {
      put16 (self, record->address >> 16);
      put16 (self, record->address & 0xFFFF);
    }
  set16 (self, size_at, self->out->len - size_at - 2);
  return TRUE;
}

/* Forgets what was written from @len on. */
static void
cut (Writer *self, gsize len)
{
  guint n = self->places->len;

  while (n > 0 && g_array_index (self->places, guint16, n - 1) >= len)
    n--;
  g_array_set_size (self->places, n);
  g_byte_array_set_size (self->out, len);
}

/* Puts as many as fit. @count: how many. */
static gboolean
put_records (Writer *self, const GPtrArray *records, gsize limit, guint *count, GError **error)
{
  for (*count = 0; *count < records->len; (*count)++)
    {
      gsize before = self->out->len;

      if (!put_record (self, g_ptr_array_index (records, *count), error))
        return FALSE;
      if (self->out->len > limit)
        {
          cut (self, before);
          break;
        }
    }
  return TRUE;
}

static guint16
header_flags (const DnsMessage *self, gboolean truncated)
{
  return (self->response ? 0x8000 : 0) | (self->opcode & 15) << 11 | (self->authoritative ? 0x0400 : 0)
         | (truncated ? 0x0200 : 0) | (self->recursion_desired ? 0x0100 : 0)
         | (self->recursion_available ? 0x0080 : 0) | (self->rcode & 15);
}

static gboolean
put_message (Writer *self, const DnsMessage *message, gsize limit, GError **error)
{
  const GPtrArray *sections[3] = { message->answers, message->authority, message->additional };
  gboolean truncated = message->truncated;
  gboolean full = FALSE;
  guint count;

  put16 (self, message->id);
  for (guint i = 1; i < HEADER_SIZE / 2; i++)
    put16 (self, 0);
  if (message->name != NULL)
    {
      if (!put_name (self, message->name, error))
        return FALSE;
      put16 (self, message->type);
      put16 (self, message->klass);
      set16 (self, 4, 1);
    }
  for (guint i = 0; i < 3 && !full; i++)
    {
      if (!put_records (self, sections[i], limit, &count, error))
        return FALSE;
      set16 (self, 6 + 2 * i, count);
      full = count < sections[i]->len;
      truncated = truncated || (full && i < 2);   /* RFC 2181, 9 */
    }
  set16 (self, 2, header_flags (message, truncated));
  return TRUE;
}

GBytes *
dns_message_encode (const DnsMessage *self, gsize limit, GError **error)
{
  Writer writer = { NULL, NULL };
  gboolean done;

  g_return_val_if_fail (limit >= DNS_UDP_MAX && limit <= DNS_TCP_MAX, NULL);
  writer.out = g_byte_array_new ();
  writer.places = g_array_new (FALSE, FALSE, sizeof (guint16));
  done = put_message (&writer, self, limit, error);
  g_array_unref (writer.places);
  if (done)
    return g_byte_array_free_to_bytes (writer.out);
  g_byte_array_unref (writer.out);
  return NULL;
}

/* ---- text ----------------------------------------------------------------- */

const char *
dns_rcode_name (guint rcode)
{
  static const char * const names[] =
  {
    "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "RCODE6", "RCODE7", "RCODE8", "RCODE9",
    "RCODE10", "RCODE11", "RCODE12", "RCODE13", "RCODE14", "RCODE15"
  };

  return names[rcode & 15];
}

static void
append_records (GString *out, const GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *text = dns_record_to_text (g_ptr_array_index (records, i));

      g_string_append (out, out->len > 0 ? "; " : "");
      g_string_append (out, text);
    }
}

char *
dns_message_to_text (const DnsMessage *self)
{
  const char *name = self->name != NULL ? self->name : ".";
  const char *type = dns_type_name (self->type);
  GString *out;

  if (!self->response)
    return type != NULL ? g_strdup_printf ("%s? %s", type, name) : g_strdup_printf ("TYPE%u? %s", self->type, name);
  if (self->rcode != DNS_RCODE_NOERROR)
    return g_strdup_printf ("%s %s", dns_rcode_name (self->rcode), name);
  out = g_string_new (NULL);
  append_records (out, self->answers);
  if (out->len == 0)
    g_string_append_printf (out, "NODATA %s", name);    /* RFC 2308, 2.2 */
  else
    append_records (out, self->additional);
  if (self->truncated)
    g_string_append (out, "; TC");
  return g_string_free (out, FALSE);
}

char *
dns_wire_to_text (const guint8 *bytes, gsize len)
{
  g_autoptr (DnsMessage) message = dns_message_decode (bytes, len, NULL);

  return message != NULL ? dns_message_to_text (message) : g_strdup ("malformed DNS message");
}
