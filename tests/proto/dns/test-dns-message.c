/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/message.h"
#include "sim/proto/dns/name.h"

#include <string.h>

static GBytes *
from_hex (const char *hex)
{
  GByteArray *out = g_byte_array_new ();

  for (; *hex != '\0'; hex++)
    if (g_ascii_isxdigit (hex[0]))
      {
        guint8 octet = g_ascii_xdigit_value (hex[0]) * 16 + g_ascii_xdigit_value (hex[1]);

        g_byte_array_append (out, &octet, 1);
        hex++;
      }
  return g_byte_array_free_to_bytes (out);
}

static DnsMessage *
decode (GBytes *bytes, GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  return dns_message_decode (data, len, error);
}

static void
test_names (void)
{
  g_autofree char *l63 = g_strnfill (63, 'a');
  g_autofree char *l64 = g_strnfill (64, 'a');
  g_autofree char *l61 = g_strnfill (61, 'a');
  g_autofree char *l255 = g_strjoin (".", l63, l63, l63, l61, NULL);            /* 255 octets on the wire */
  g_autofree char *l256 = g_strjoin (".", l63, l63, l63, l61 + 0, "b", NULL);
  const struct { const char *text; const char *tidy; gsize size; } rows[] =
  {
    { ".", ".", 1 },
    { "example", "example", 9 },
    { "univ.example", "univ.example", 14 },
    { "univ.example.", "univ.example", 14 },
    { "Univ.Example", "Univ.Example", 14 },
    { "a\\.b.example", "a\\.b.example", 13 },
    { "a\\\\.example", "a\\\\.example", 12 },
    { "a\\032b", "a\\032b", 5 },
    { "a b", "a\\032b", 5 },
    { "\\097", "a", 3 },
    { "\\000", "\\000", 3 },
    { "ΑΒ", "\\206\\145\\206\\146", 6 },
    { "", NULL, 0 },
    { "..", NULL, 0 },
    { ".a", NULL, 0 },
    { "a..b", NULL, 0 },
    { "a..", NULL, 0 },
    { "a\\", NULL, 0 },
    { "a\\25", NULL, 0 },
    { "a\\256", NULL, 0 },
    { l63, l63, 65 },
    { l64, NULL, 0 },
    { l255, l255, 255 },
    { l256, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *tidy = dns_name_tidy (rows[i].text);

      g_assert_cmpuint (dns_name_to_wire (rows[i].text, NULL), ==, rows[i].size);
      g_assert_cmpstr (tidy, ==, rows[i].tidy);
    }
}

static void
test_below (void)
{
  g_assert_true (dns_name_is_below ("mx.Univ.example", "univ.EXAMPLE"));
  g_assert_true (dns_name_is_below ("a.b", "."));
  g_assert_false (dns_name_is_below ("univ.example", "univ.example"));
  g_assert_false (dns_name_is_below ("funiv.example", "univ.example"));
  g_assert_false (dns_name_is_below ("f\\.univ.example", "univ.example"));
  g_assert_true (dns_name_is_below ("f\\\\.univ.example", "univ.example"));
  g_assert_false (dns_name_is_below (".", "."));
}

/* The very octets of RFC 1035's header and question. */
static void
test_query_octets (void)
{
  g_autoptr (DnsMessage) query = dns_message_new_query (0x1234, "mx.univ.example", DNS_TYPE_A);
  g_autoptr (GBytes) bytes = dns_message_encode (query, DNS_UDP_MAX, NULL);
  g_autoptr (GBytes) expected =
    from_hex ("1234 0100 0001 0000 0000 0000 02 6d78 04 756e6976 07 6578616d706c65 00 0001 0001");
  g_autoptr (DnsMessage) again = decode (bytes, NULL);
  g_autofree char *text = dns_message_to_text (query);

  g_assert_true (g_bytes_equal (bytes, expected));
  g_assert_true (dns_message_equal (query, again));
  g_assert_cmpstr (text, ==, "A? mx.univ.example");
}

static DnsMessage *
sample_answer (void)
{
  static const struct { int section; const char *name; DnsType type; const char *value; } rows[] =
  {
    { 0, "univ.example", DNS_TYPE_MX, "10 mx1.univ.example" },
    { 0, "univ.example", DNS_TYPE_MX, "20 mx2.univ.example." },
    { 0, "univ.example", DNS_TYPE_TXT, "v=spf1 \"mx\" -all" },
    { 0, "www.univ.example", DNS_TYPE_CNAME, "univ.example" },
    { 1, "univ.example", DNS_TYPE_NS, "ns.univ.example" },
    { 2, "mx1.univ.example", DNS_TYPE_A, "192.0.2.1" },
    { 2, "mx2.univ.example", DNS_TYPE_AAAA, "2001:db8::1" },
    { 2, "example", DNS_TYPE_MX, "0 ." },
  };
  DnsMessage *self = dns_message_new (0xFFFF);

  self->response = TRUE;
  self->authoritative = TRUE;
  self->recursion_available = TRUE;
  self->name = g_strdup ("univ.example");
  self->type = DNS_TYPE_ANY;
  self->klass = DNS_CLASS_IN;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GPtrArray *sections[] = { self->answers, self->authority, self->additional };
      g_autoptr (GError) error = NULL;
      DnsRecord *record = dns_record_new (rows[i].name, rows[i].type, 3600, rows[i].value, &error);

      g_assert_no_error (error);
      g_ptr_array_add (sections[rows[i].section], record);
    }
  return self;
}

static void
test_round_trip (void)
{
  g_autoptr (DnsMessage) message = sample_answer ();
  g_autoptr (GBytes) bytes = dns_message_encode (message, DNS_TCP_MAX, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DnsMessage) again = decode (bytes, &error);
  g_autofree char *text = dns_message_to_text (message);

  g_assert_no_error (error);
  g_assert_true (dns_message_equal (message, again));
  g_assert_cmpstr (text, ==, "univ.example. 3600 MX 10 mx1.univ.example.; univ.example. 3600 MX 20 mx2.univ.example.; "
                             "univ.example. 3600 TXT \"v=spf1 \\\"mx\\\" -all\"; "
                             "www.univ.example. 3600 CNAME univ.example.; "
                             "mx1.univ.example. 3600 A 192.0.2.1; mx2.univ.example. 3600 AAAA 2001:db8::1; "
                             "example. 3600 MX 0 .");
}

static void
test_names_are_shortened (void)
{
  g_autoptr (DnsMessage) message = sample_answer ();
  g_autoptr (GBytes) bytes = dns_message_encode (message, DNS_TCP_MAX, NULL);
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  guint spelled = 0;

  for (gsize i = 0; i + 7 <= len; i++)
    spelled += memcmp (data + i, "example", 7) == 0;
  g_assert_cmpuint (spelled, ==, 1);
  /* Header 12, question 14 + 4, records 2 + 10 + data. */
  g_assert_cmpuint (len, ==, 12 + 18 + (12 + 8) + (12 + 8) + (12 + 17) + (16 + 2) + (12 + 5) + (12 + 4) + (12 + 16)
                             + (12 + 3));
}

static void
test_flags (void)
{
  for (guint flags = 0; flags < 0x10000; flags += 7)
    {
      guint8 header[12] = { 0xAB, 0xCD, flags >> 8, flags & 0xFF };
      g_autoptr (DnsMessage) message = dns_message_decode (header, sizeof header, NULL);
      g_autoptr (GBytes) bytes = dns_message_encode (message, DNS_UDP_MAX, NULL);
      g_autoptr (DnsMessage) again = decode (bytes, NULL);

      g_assert_cmpuint (message->rcode, ==, flags & 15);
      g_assert_cmpint (message->truncated, ==, (flags & 0x200) != 0);
      g_assert_true (dns_message_equal (message, again));
    }
}

static void
test_faulty_octets (void)
{
  static const struct { const char *hex; const char *error; } rows[] =
  {
    { "", "octet 0: no DNS message has this length" },
    { "1234 0100 0001 0000 0000 00", "octet 0: no DNS message has this length" },
    { "1234 0100 0002 0000 0000 0000", "octet 12: more than one question" },
    { "1234 0100 0001 0000 0000 0000", "octet 12: a faulty name in the question" },
    { "1234 0100 0001 0000 0000 0000 C00C 0001 0001", "octet 12: a faulty name in the question" },  /* itself */
    { "1234 0100 0001 0000 0000 0000 C00E 0001 0001", "octet 12: a faulty name in the question" },  /* forward */
    { "1234 0100 0001 0000 0000 0000 C0", "octet 12: a faulty name in the question" },
    { "1234 0100 0001 0000 0000 0000 01 61 C00C 0001 0001", "octet 12: a faulty name in the question" }, /* loop */
    { "1234 0100 0001 0000 0000 0000 40 61 00 0001 0001", "octet 12: a faulty name in the question" },
    { "1234 0100 0001 0000 0000 0000 80 61 00 0001 0001", "octet 12: a faulty name in the question" },
    { "1234 0100 0001 0000 0000 0000 01 61", "octet 12: a faulty name in the question" },
    { "1234 0100 0001 0000 0000 0000 00 0001", "octet 13: a question that is cut off" },
    { "1234 0100 0001 0000 0000 0000 00 0001 0001 FF", "octet 17: octets behind the last record" },
    { "1234 8100 0000 0001 0000 0000 00 0001 0001 00000000 0003 010203", "octet 23: an A record has 4 octets" },
    { "1234 8100 0000 0001 0000 0000 00 001C 0001 00000000 0001 01", "octet 23: an AAAA record has 16 octets" },
    { "1234 8100 0000 0001 0000 0000 00 0001 0001 00000000 0005 01020304",
      "octet 23: a record that is longer than the message" },
    { "1234 8100 0000 0001 0000 0000 00 000F 0001 00000000 0002 000A",
      "octet 23: an MX record has 3 octets or more" },
    { "1234 8100 0000 0001 0000 0000 00 000F 0001 00000000 0004 000A 0000", "octet 25: a faulty name in a record" },
    { "1234 8100 0000 0001 0000 0000 00 0010 0001 00000000 0000", "octet 23: a TXT record without a string" },
    { "1234 8100 0000 0001 0000 0000 00 0010 0001 00000000 0002 0261",
      "octet 23: a string that is longer than its record" },
    { "1234 8100 0000 0001 0000 0000 00 0001 0001 00000000", "octet 13: a record that is cut off" },
    { "1234 8100 0000 FFFF 0000 0000", "octet 12: a faulty name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = from_hex (rows[i].hex);
      g_autoptr (GError) error = NULL;
      g_autoptr (DnsMessage) message = decode (bytes, &error);
      g_autofree char *text = dns_wire_to_text (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      g_assert_null (message);
      g_assert_error (error, DNS_ERROR, DNS_ERROR_MESSAGE);
      g_assert_cmpstr (error->message, ==, rows[i].error);
      g_assert_cmpstr (text, ==, "malformed DNS message");
    }
}

static void
test_unknown_types_are_kept (void)
{
  g_autoptr (GBytes) bytes = from_hex ("0001 8180 0000 0001 0000 0000 00 0029 1000 00008000 0003 0A0B0C");
  g_autoptr (DnsMessage) message = decode (bytes, NULL);
  g_autoptr (GBytes) again = dns_message_encode (message, DNS_UDP_MAX, NULL);
  g_autofree char *text = dns_message_to_text (message);

  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmpstr (text, ==, ". 32768 TYPE41 \\# 3 0a0b0c");
}

static void
test_truncations (void)
{
  g_autoptr (DnsMessage) message = sample_answer ();
  g_autoptr (GBytes) bytes = dns_message_encode (message, DNS_TCP_MAX, NULL);
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  for (gsize n = 0; n < len; n++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, n);     /* its own block: reading past it is seen */
      g_autoptr (GError) error = NULL;

      g_assert_null (dns_message_decode (copy, n, &error));
      g_assert_error (error, DNS_ERROR, DNS_ERROR_MESSAGE);
    }
}

/* What can be read can be written, and says the same. */
static void
assert_rewritten (const guint8 *data, gsize len)
{
  g_autoptr (DnsMessage) message = dns_message_decode (data, len, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DnsMessage) again = NULL;
  g_autofree char *text = dns_wire_to_text (data, len);

  g_assert_true (g_str_is_ascii (text));
  g_assert_null (strchr (text, '\n'));
  if (message == NULL)
    return;
  bytes = dns_message_encode (message, DNS_TCP_MAX, NULL);
  g_assert_nonnull (bytes);
  again = decode (bytes, NULL);
  g_assert_nonnull (again);
  g_assert_true (dns_message_equal (message, again));
}

static void
test_changed_octets (void)
{
  g_autoptr (DnsMessage) message = sample_answer ();
  g_autoptr (GBytes) bytes = dns_message_encode (message, DNS_TCP_MAX, NULL);
  gsize len = g_bytes_get_size (bytes);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), len);

  for (gsize i = 0; i < len; i++)
    for (guint value = 0; value < 256; value += 3)
      {
        guint8 old = copy[i];

        copy[i] = value;
        assert_rewritten (copy, len);
        copy[i] = old;
      }
}

static void
test_random_octets (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint round = 0; round < 20000; round++)
    {
      gsize len = g_rand_int_range (rand, 0, 80);
      g_autofree guint8 *data = g_malloc (len + 1);

      for (gsize i = 0; i < len; i++)
        data[i] = g_rand_int_range (rand, 0, 3) == 0 ? g_rand_int_range (rand, 0, 256) : g_rand_int_range (rand, 0, 3);
      for (gsize i = 4; i < len && i < 12; i += 2)
        data[i] = 0;                                     /* small counts get further */
      assert_rewritten (data, len);
    }
}

static void
test_what_does_not_fit_is_left_out (void)
{
  g_autoptr (DnsMessage) message = dns_message_new (1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DnsMessage) cut = NULL;
  g_autoptr (DnsMessage) whole = NULL;
  g_autoptr (GBytes) all = NULL;

  message->response = TRUE;
  message->name = g_strdup ("univ.example");
  message->type = DNS_TYPE_MX;
  message->klass = DNS_CLASS_IN;
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *value = g_strdup_printf ("10 mx%u.univ.example", i);

      g_ptr_array_add (message->answers, dns_record_new ("univ.example", DNS_TYPE_MX, 60, value, NULL));
    }
  bytes = dns_message_encode (message, DNS_UDP_MAX, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), <=, DNS_UDP_MAX);
  cut = decode (bytes, NULL);
  g_assert_true (cut->truncated);
  g_assert_cmpuint (cut->answers->len, >, 15);
  g_assert_cmpuint (cut->answers->len, <, 60);
  all = dns_message_encode (message, DNS_TCP_MAX, NULL);
  whole = decode (all, NULL);
  g_assert_false (whole->truncated);
  g_assert_true (dns_message_equal (message, whole));
}

static void
test_faulty_values (void)
{
  static const struct { DnsType type; const char *value; } rows[] =
  {
    { DNS_TYPE_A, "192.0.2" }, { DNS_TYPE_A, "192.0.2.256" }, { DNS_TYPE_A, "::1" }, { DNS_TYPE_A, "" },
    { DNS_TYPE_AAAA, "192.0.2.1" }, { DNS_TYPE_AAAA, "x" },
    { DNS_TYPE_MX, "mx.univ.example" }, { DNS_TYPE_MX, "10" }, { DNS_TYPE_MX, "65536 mx" }, { DNS_TYPE_MX, "-1 mx" },
    { DNS_TYPE_MX, "10 a..b" }, { DNS_TYPE_NS, "" }, { DNS_TYPE_CNAME, "a..b" }, { DNS_TYPE_ANY, "x" },
  };
  g_autoptr (GError) name_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dns_record_new ("univ.example", rows[i].type, 0, rows[i].value, &error));
      g_assert_error (error, DNS_ERROR, DNS_ERROR_VALUE);
    }
  g_assert_null (dns_record_new ("a..b", DNS_TYPE_A, 0, "192.0.2.1", &name_error));
  g_assert_error (name_error, DNS_ERROR, DNS_ERROR_NAME);
}

static void
test_long_text (void)
{
  g_autofree char *text = g_strnfill (600, 'x');
  g_autoptr (DnsRecord) record = dns_record_new ("a", DNS_TYPE_TXT, 0, text, NULL);
  g_autofree char *shown = dns_record_to_text (record);

  g_assert_cmpuint (g_bytes_get_size (record->data), ==, 600 + 3);
  g_assert_cmpuint (strlen (shown), ==, strlen ("a. 0 TXT ") + 600 + 3 * 2 + 2);
}

static void
test_type_names (void)
{
  g_assert_cmpuint (dns_type_from_name ("mx"), ==, DNS_TYPE_MX);
  g_assert_cmpuint (dns_type_from_name ("SOA"), ==, 0);
  g_assert_cmpstr (dns_type_name (28), ==, "AAAA");
  g_assert_null (dns_type_name (6));
  g_assert_cmpstr (dns_rcode_name (3), ==, "NXDOMAIN");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns/name/text-and-wire", test_names);
  g_test_add_func ("/dns/name/is-below", test_below);
  g_test_add_func ("/dns/message/query-octets", test_query_octets);
  g_test_add_func ("/dns/message/every-record-comes-back", test_round_trip);
  g_test_add_func ("/dns/message/names-are-shortened", test_names_are_shortened);
  g_test_add_func ("/dns/message/flags-come-back", test_flags);
  g_test_add_func ("/dns/message/faults-name-the-octet", test_faulty_octets);
  g_test_add_func ("/dns/message/unknown-types-are-kept", test_unknown_types_are_kept);
  g_test_add_func ("/dns/message/cut-off-at-every-length", test_truncations);
  g_test_add_func ("/dns/message/changed-octets-do-no-harm", test_changed_octets);
  g_test_add_func ("/dns/message/random-octets-do-no-harm", test_random_octets);
  g_test_add_func ("/dns/message/what-does-not-fit-is-left-out", test_what_does_not_fit_is_left_out);
  g_test_add_func ("/dns/record/faulty-values", test_faulty_values);
  g_test_add_func ("/dns/record/long-text-is-cut-into-strings", test_long_text);
  g_test_add_func ("/dns/record/type-names", test_type_names);
  return g_test_run ();
}
