/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/address.h"

#include <string.h>

static void
test_paths (void)
{
  static const struct { const char *path; MailPathResult result; const char *local; const char *domain; } rows[] =
  {
    { "<anna@a.example>", MAIL_PATH_OK, "anna", "a.example" },
    { "<anna@a.example> SIZE=1", MAIL_PATH_OK, "anna", "a.example" },
    { "<>", MAIL_PATH_OK, "", "" },
    { "<postmaster>", MAIL_PATH_OK, "postmaster", "" },
    { "<POSTmaster>", MAIL_PATH_OK, "POSTmaster", "" },
    { "<@one.example:anna@a.example>", MAIL_PATH_OK, "anna", "a.example" },
    { "<@one.example,@[192.0.2.1]:anna@a.example>", MAIL_PATH_OK, "anna", "a.example" },
    { "<\"a b\"@a.example>", MAIL_PATH_OK, "a b", "a.example" },
    { "<\"a\\\"\\\\b>@\"@a.example>", MAIL_PATH_OK, "a\"\\b>@", "a.example" },
    { "<a+b!#$%&'*/=?^_`{|}~-@a>", MAIL_PATH_OK, "a+b!#$%&'*/=?^_`{|}~-", "a" },
    { "<a@[IPv6:2001:db8::1]>", MAIL_PATH_OK, "a", "[IPv6:2001:db8::1]" },
    { "<a@[192.0.2.1]>", MAIL_PATH_OK, "a", "[192.0.2.1]" },
    { "", MAIL_PATH_SYNTAX }, { "anna@a.example", MAIL_PATH_SYNTAX }, { "<anna@a.example", MAIL_PATH_SYNTAX },
    { "<anna>", MAIL_PATH_SYNTAX }, { "<@>", MAIL_PATH_SYNTAX }, { "<@a.example>", MAIL_PATH_SYNTAX },
    { "<a@>", MAIL_PATH_SYNTAX }, { "<.a@b>", MAIL_PATH_SYNTAX }, { "<a.@b>", MAIL_PATH_SYNTAX },
    { "<a..a@b>", MAIL_PATH_SYNTAX }, { "<a b@c>", MAIL_PATH_SYNTAX }, { "<\"a@b>", MAIL_PATH_SYNTAX },
    { "<\"\"@b>", MAIL_PATH_SYNTAX }, { "<\"a\\", MAIL_PATH_SYNTAX }, { "<\"a\tb\"@b>", MAIL_PATH_SYNTAX },
    { "<a@b_c>", MAIL_PATH_SYNTAX }, { "<a@-b>", MAIL_PATH_SYNTAX }, { "<a@b->", MAIL_PATH_SYNTAX },
    { "<a@b..c>", MAIL_PATH_SYNTAX }, { "<a@b.>", MAIL_PATH_SYNTAX }, { "<a@[1.2.3]>", MAIL_PATH_SYNTAX },
    { "<a@[IPv6:zz]>", MAIL_PATH_SYNTAX }, { "<a@[x:y]>", MAIL_PATH_SYNTAX }, { "<a@[192.0.2.1>", MAIL_PATH_SYNTAX },
    { "<@one.example anna@a.example>", MAIL_PATH_SYNTAX }, { "< anna@a.example>", MAIL_PATH_SYNTAX },
    { "<caf\xc3\xa9@a.example>", MAIL_PATH_SYNTAX }, { "<a@b@c>", MAIL_PATH_SYNTAX },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MailAddress address = { NULL, NULL };
      gsize used = 0;

      g_test_message ("%s", rows[i].path);
      g_assert_cmpint (mail_path_parse (rows[i].path, strlen (rows[i].path), FALSE, &address, &used), ==,
                       rows[i].result);
      g_assert_cmpstr (address.local, ==, rows[i].local);
      g_assert_cmpstr (address.domain, ==, rows[i].domain);
      if (rows[i].result == MAIL_PATH_OK)
        g_assert_cmpint (rows[i].path[used - 1], ==, '>');
      mail_address_clear (&address);
    }
}

static MailPathResult
parse_sized (gsize local, gsize domain)
{
  g_autofree char *a = g_strnfill (local, 'a');
  g_autoptr(GString) path = g_string_new (NULL);
  MailAddress address = { NULL, NULL };
  MailPathResult result;
  gsize used;

  g_string_append_printf (path, "<%s@", a);
  for (gsize i = 0; i < domain; i++)
    g_string_append_c (path, i % 50 == 49 && i + 1 < domain ? '.' : 'd');
  g_string_append_c (path, '>');
  result = mail_path_parse (path->str, path->len, FALSE, &address, &used);
  mail_address_clear (&address);
  return result;
}

static void
test_limits (void)
{
  g_assert_cmpint (parse_sized (64, 10), ==, MAIL_PATH_OK);
  g_assert_cmpint (parse_sized (65, 10), ==, MAIL_PATH_TOO_LONG);
  g_assert_cmpint (parse_sized (3, 250), ==, MAIL_PATH_OK);
  g_assert_cmpint (parse_sized (3, 251), ==, MAIL_PATH_TOO_LONG);
  g_assert_cmpint (parse_sized (1, 256), ==, MAIL_PATH_TOO_LONG);
}

static void
test_utf8 (void)
{
  MailAddress address;
  gsize used;

  g_assert_cmpint (mail_path_parse ("<\xce\xac@\xce\xb2.example>", 16, TRUE, &address, &used), ==, MAIL_PATH_OK);
  g_assert_cmpstr (address.local, ==, "\xce\xac");
  mail_address_clear (&address);
  g_assert_cmpint (mail_path_parse ("<\xce@b.example>", 13, TRUE, &address, &used), ==, MAIL_PATH_SYNTAX);
  g_assert_cmpint (mail_path_parse ("<a\0b@c>", 7, TRUE, &address, &used), ==, MAIL_PATH_SYNTAX);
}

static void
test_text_and_back (void)
{
  static const char * const texts[] = { "anna@a.example", "\"a b\"@a.example", "\"a\\\"\\\\b\"@a.example", "a.b@[192.0.2.1]",
                                        "\"a..b\"@c" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      MailAddress address;
      g_autofree char *text = NULL;

      g_assert_true (mail_address_parse (texts[i], &address));
      text = mail_address_to_text (&address);
      g_assert_cmpstr (text, ==, texts[i]);
      g_assert_false (mail_address_is_null (&address));
      mail_address_clear (&address);
    }
}

static void
test_no_addresses (void)
{
  static const char * const texts[] = { "", "anna", "postmaster", "<a@b>", "a@b ", "a@b>", "@b", "a@" };
  MailAddress address;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (mail_address_parse (texts[i], &address));
}

static void
test_equal (void)
{
  static const struct { const char *a; const char *b; gboolean equal; } rows[] =
  {
    { "anna@a.example", "anna@A.EXAMPLE", TRUE },
    { "anna@a.example", "Anna@a.example", FALSE },
    { "anna@a.example", "anna@b.example", FALSE },
    { "Postmaster@a.example", "postMASTER@a.example", TRUE },
    { "\"anna\"@a.example", "anna@a.example", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MailAddress a, b;

      g_assert_true (mail_address_parse (rows[i].a, &a));
      g_assert_true (mail_address_parse (rows[i].b, &b));
      g_assert_cmpint (mail_address_equal (&a, &b), ==, rows[i].equal);
      mail_address_clear (&a);
      mail_address_clear (&b);
    }
}

static void
test_domains (void)
{
  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *longer = g_strnfill (64, 'a');

  g_assert_true (mail_domain_is_valid ("a.example", 9));
  g_assert_true (mail_domain_is_valid ("3com.example", 12));
  g_assert_true (mail_domain_is_valid (label, 63));
  g_assert_false (mail_domain_is_valid (longer, 64));
  g_assert_false (mail_domain_is_valid ("", 0));
  g_assert_false (mail_domain_is_valid (".a", 2));
  g_assert_false (mail_domain_is_valid ("a-.b", 4));
  g_assert_false (mail_domain_is_valid ("a b", 3));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/address/paths", test_paths);
  g_test_add_func ("/mail/address/limits", test_limits);
  g_test_add_func ("/mail/address/utf8-where-it-is-allowed", test_utf8);
  g_test_add_func ("/mail/address/text-and-back", test_text_and_back);
  g_test_add_func ("/mail/address/what-is-none", test_no_addresses);
  g_test_add_func ("/mail/address/equal", test_equal);
  g_test_add_func ("/mail/address/domains", test_domains);
  return g_test_run ();
}
