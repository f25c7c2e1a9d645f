/* Any octets as a path, and as an address without brackets.
 *
 * What is taken is whole, within the limits and valid UTF-8, and what it is written as reads the same again.
 * The first octet: whether UTF-8 is allowed in the path.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/mail/address.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
assert_same (const MailAddress *a, const MailAddress *b)
{
  g_assert_cmpstr (a->local, ==, b->local);
  g_assert_cmpstr (a->domain, ==, b->domain);
  g_assert_true (mail_address_equal (a, b));
}

static void
assert_sound (const MailAddress *address)
{
  g_assert_true (g_utf8_validate (address->local, -1, NULL));
  g_assert_true (g_utf8_validate (address->domain, -1, NULL));
  g_assert_cmpuint (strlen (address->local), <=, MAIL_LOCAL_PART_MAX);
  g_assert_cmpuint (strlen (address->domain), <=, MAIL_DOMAIN_MAX);
  g_assert_cmpint (mail_address_is_null (address), ==, address->local[0] == '\0');
}

static void
check_path (const char *text, gsize len, gboolean utf8)
{
  MailAddress address = { NULL, NULL }, again = { NULL, NULL };
  gsize used = 0, used_again = 0;
  g_autofree char *written = NULL;
  g_autofree char *path = NULL;

  if (mail_path_parse (text, len, utf8, &address, &used) != MAIL_PATH_OK)
    {
      g_assert_true (address.local == NULL && address.domain == NULL && used == 0);
      return;
    }
  assert_sound (&address);
  g_assert_cmpuint (used, <=, len);
  g_assert_cmpuint (used, <=, MAIL_PATH_MAX);
  g_assert_true (text[0] == '<' && text[used - 1] == '>');
  g_assert_true (utf8 || g_str_is_ascii (address.local));
  g_assert_true (utf8 || g_str_is_ascii (address.domain));

  written = mail_address_to_text (&address);
  path = g_strconcat ("<", written, ">", "x", NULL);     /* what stands behind is not read */
  g_assert_cmpint (mail_path_parse (path, strlen (path), utf8, &again, &used_again), ==, MAIL_PATH_OK);
  g_assert_cmpuint (used_again, ==, strlen (path) - 1);
  assert_same (&address, &again);
  mail_address_clear (&again);

  /* Without what stands behind it the path is the same; without its last octet it is none. */
  g_assert_cmpint (mail_path_parse (text, used, utf8, &again, &used_again), ==, MAIL_PATH_OK);
  assert_same (&address, &again);
  mail_address_clear (&again);
  g_assert_cmpint (mail_path_parse (text, used - 1, utf8, &again, &used_again), !=, MAIL_PATH_OK);
  mail_address_clear (&address);
}

static void
check_address (const char *text)
{
  MailAddress address = { NULL, NULL }, again = { NULL, NULL };
  g_autofree char *written = NULL;
  g_autofree char *path = NULL;
  gsize used = 0;

  if (!mail_address_parse (text, &address))
    {
      g_assert_true (address.local == NULL && address.domain == NULL);
      return;
    }
  assert_sound (&address);
  g_assert_false (mail_address_is_null (&address));
  written = mail_address_to_text (&address);
  g_assert_true (mail_address_parse (written, &again));
  assert_same (&address, &again);
  mail_address_clear (&again);

  /* An address in brackets is a path. */
  path = g_strconcat ("<", text, ">", NULL);
  g_assert_cmpint (mail_path_parse (path, strlen (path), TRUE, &again, &used), ==, MAIL_PATH_OK);
  g_assert_cmpuint (used, ==, strlen (path));
  assert_same (&address, &again);
  mail_address_clear (&again);
  mail_address_clear (&address);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = NULL;

  if (size < 1)
    return 0;
  check_path ((const char *) data + 1, size - 1, data[0] % 2 == 1);
  text = g_strndup ((const char *) data + 1, size - 1);
  check_address (text);
  mail_domain_is_valid ((const char *) data + 1, size - 1);
  return 0;
}
