/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/message.h"

#include "sim/proto/dns/name.h"

#include <gio/gio.h>
#include <string.h>

#define STRING_MAX 255     /* RFC 1035, 3.3 */

G_DEFINE_QUARK (dns-error-quark, dns_error)

static const struct { guint type; const char *name; } types[] =
{
  { DNS_TYPE_A, "A" }, { DNS_TYPE_NS, "NS" }, { DNS_TYPE_CNAME, "CNAME" }, { DNS_TYPE_MX, "MX" },
  { DNS_TYPE_TXT, "TXT" }, { DNS_TYPE_AAAA, "AAAA" }, { DNS_TYPE_ANY, "ANY" }
};

const char *
dns_type_name (guint type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return types[i].name;
  return NULL;
}

guint
dns_type_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (types[i].name, name) == 0)
      return types[i].type;
  return 0;
}

static void
set_value_error (const DnsRecord *self, const char *value, GError **error)
{
  static const char * const wanted[] =
  {
    [DNS_TYPE_A] = "an IPv4 address like 192.0.2.1",
    [DNS_TYPE_NS] = "a domain name",
    [DNS_TYPE_CNAME] = "a domain name",
    [DNS_TYPE_MX] = "a preference from 0 to 65535 and a domain name, like \"10 mx.univ.example\"",
    [DNS_TYPE_TXT] = "text of at most 16000 octets",
    [DNS_TYPE_AAAA] = "an IPv6 address like 2001:db8::1",
  };
  const char *what = self->type < G_N_ELEMENTS (wanted) ? wanted[self->type] : NULL;

  g_set_error (error, DNS_ERROR, DNS_ERROR_VALUE, "\"%s\" is no %s record: it wants %s", value,
               dns_type_name (self->type), what != NULL ? what : "another type");
}

static GBytes *
new_strings (const char *text)
{
  GByteArray *out = g_byte_array_new ();
  gsize left = strlen (text);

  do
    {
      guint8 n = MIN (left, STRING_MAX);

      g_byte_array_append (out, &n, 1);
      g_byte_array_append (out, (const guint8 *) text, n);
      text += n;
      left -= n;
    }
  while (left > 0);
  return g_byte_array_free_to_bytes (out);
}

/* The address in @value if it is one of @family. (transfer full) */
static GInetAddress *
read_address (const char *value, GSocketFamily family)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (value);

  if (address == NULL || g_inet_address_get_family (address) != family)
    return NULL;
  return g_steal_pointer (&address);
}

static gboolean
set_mx (DnsRecord *self, const char *value)
{
  guint64 preference;
  const char *blank = value + strcspn (value, " \t");
  g_autofree char *number = g_strndup (value, blank - value);

  if (!g_ascii_string_to_unsigned (number, 10, 0, G_MAXUINT16, &preference, NULL))
    return FALSE;
  self->preference = preference;
  self->target = dns_name_tidy (blank + strspn (blank, " \t"));
  return self->target != NULL;
}

static gboolean
set_value (DnsRecord *self, const char *value)
{
  g_autoptr (GInetAddress) address = NULL;

  switch (self->type)
    {
    case DNS_TYPE_A:
      address = read_address (value, G_SOCKET_FAMILY_IPV4);
      if (address == NULL)
        return FALSE;
      memcpy (&self->address, g_inet_address_to_bytes (address), 4);
      self->address = GUINT32_FROM_BE (self->address);
      return TRUE;
    case DNS_TYPE_AAAA:
      address = read_address (value, G_SOCKET_FAMILY_IPV6);
      if (address == NULL)
        return FALSE;
      self->data = g_bytes_new (g_inet_address_to_bytes (address), 16);
      return TRUE;
    case DNS_TYPE_NS:
    case DNS_TYPE_CNAME:
      self->target = dns_name_tidy (value);
      return self->target != NULL;
    case DNS_TYPE_MX:
      return set_mx (self, value);
    case DNS_TYPE_TXT:
      if (strlen (value) > 16000)
        return FALSE;
      self->data = new_strings (value);
      return TRUE;
    default:
      return FALSE;
    }
}

DnsRecord *
dns_record_new (const char *name, DnsType type, guint32 ttl, const char *value, GError **error)
{
  g_autoptr (DnsRecord) self = g_new0 (DnsRecord, 1);

  self->type = type;
  self->klass = DNS_CLASS_IN;
  self->ttl = ttl;
  self->name = dns_name_tidy (name);
  if (self->name == NULL)
    {
      g_set_error (error, DNS_ERROR, DNS_ERROR_NAME, "\"%s\" is no domain name", name);
      return NULL;
    }
  if (!set_value (self, value))
    {
      set_value_error (self, value, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

DnsRecord *
dns_record_copy (const DnsRecord *self)
{
  DnsRecord *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->target = g_strdup (self->target);
  copy->data = self->data != NULL ? g_bytes_ref (self->data) : NULL;
  return copy;
}

void
dns_record_free (DnsRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->target);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

gboolean
dns_record_equal (const DnsRecord *a, const DnsRecord *b)
{
  if ((a->data == NULL) != (b->data == NULL) || (a->data != NULL && !g_bytes_equal (a->data, b->data)))
    return FALSE;
  return strcmp (a->name, b->name) == 0 && a->type == b->type && a->klass == b->klass && a->ttl == b->ttl
         && a->preference == b->preference && g_strcmp0 (a->target, b->target) == 0
         && a->address == b->address;
}

static void
append_name (GString *out, const char *name)
{
  g_string_append (out, name);
  if (strcmp (name, ".") != 0)
    g_string_append_c (out, '.');
}

static void
append_strings (GString *out, const guint8 *data, gsize len)
{
  for (gsize at = 0; at < len; at += data[at] + 1u)
    {
      g_string_append (out, at > 0 ? " \"" : "\"");
      for (gsize i = at + 1; i <= at + data[at]; i++)
        {
          if (data[i] == '"' || data[i] == '\\')
            g_string_append_printf (out, "\\%c", data[i]);
          else if (data[i] >= 32 && data[i] < 127)
            g_string_append_c (out, data[i]);
          else
            g_string_append_printf (out, "\\%03u", data[i]);
        }
      g_string_append_c (out, '"');
    }
}

char *
dns_record_to_text (const DnsRecord *self)
{
  GString *out = g_string_new (NULL);
  const char *type = dns_type_name (self->type);
  gsize len = 0;
  const guint8 *data = self->data != NULL ? g_bytes_get_data (self->data, &len) : NULL;

  append_name (out, self->name);
  g_string_append_printf (out, " %u ", self->ttl);
  if (type != NULL)
    g_string_append_printf (out, "%s ", type);
  else
    g_string_append_printf (out, "TYPE%u ", self->type);    /* RFC 3597, 5 */
  if (self->type == DNS_TYPE_MX)
    g_string_append_printf (out, "%u ", self->preference);
  if (self->target != NULL)
    append_name (out, self->target);
  else if (self->type == DNS_TYPE_A && data == NULL)
    g_string_append_printf (out, "%u.%u.%u.%u", self->address >> 24, self->address >> 16 & 255,
                            self->address >> 8 & 255, self->address & 255);
  else if (self->type == DNS_TYPE_AAAA && len == 16)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_bytes (data, G_SOCKET_FAMILY_IPV6);
      g_autofree char *text = g_inet_address_to_string (address);

      g_string_append (out, text);
    }
  else if (self->type == DNS_TYPE_TXT && data != NULL)
    append_strings (out, data, len);
  else
    {
      g_string_append_printf (out, "\\# %" G_GSIZE_FORMAT, len);
      for (gsize i = 0; i < len; i++)
        g_string_append_printf (out, "%s%02x", i == 0 ? " " : "", data[i]);
    }
  return g_string_free (out, FALSE);
}
