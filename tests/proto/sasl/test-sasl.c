/* Base64 without leniency, CRAM-MD5, and the question that goes to the owner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/sasl/sasl.h"

#include <string.h>

static void
test_names (void)
{
  g_autofree char *list = sasl_list (SASL_PLAIN | SASL_CRAM_MD5);

  g_assert_cmpstr (list, ==, " PLAIN CRAM-MD5");
  g_assert_cmpuint (sasl_from_name ("cram-md5"), ==, SASL_CRAM_MD5);
  g_assert_cmpuint (sasl_from_name ("GSSAPI"), ==, 0);
  g_assert_cmpstr (sasl_name (SASL_LOGIN), ==, "LOGIN");
}

static void
test_base64 (void)
{
  static const char * const bad[] = { "A", "AB", "ABC", "AB=C", "====", "AB C", "AB\nC", "A===", "AB*=" };
  gsize len = 99;
  g_autofree guint8 *text = sasl_base64_decode ("aGk=", 4, &len);
  g_autofree guint8 *nothing = sasl_base64_decode ("", 0, &len);

  g_assert_cmpmem (text, 2, "hi", 2);
  g_assert_cmpuint (len, ==, 0);
  g_assert_nonnull (nothing);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree guint8 *none = sasl_base64_decode (bad[i], strlen (bad[i]), &len);

      g_assert_null (none);
    }
}

/* The example of RFC 2195, 2. */
static void
test_rfc2195_example (void)
{
  const char *challenge = "<1896.697170952@postoffice.reston.mci.net>";
  g_autofree char *digest = sasl_cram_md5 (challenge, "tanstaaftanstaaf");
  g_autoptr(GBytes) question = sasl_question_cram ("tim", challenge, "b913a602c7eda7a495b4e6e7334d3890");

  g_assert_cmpstr (digest, ==, "b913a602c7eda7a495b4e6e7334d3890");
  g_assert_cmpstr (sasl_get_user (question), ==, "tim");
  g_assert_true (sasl_matches (question, "tanstaaftanstaaf"));
  g_assert_false (sasl_matches (question, "tanstaaf"));
}

static void
test_password (void)
{
  g_autoptr(GBytes) question = sasl_question (SASL_LOGIN, "anna", "secret");
  g_autoptr(GBytes) broken = g_bytes_new ("PLAIN", 5);

  g_assert_cmpstr (sasl_get_user (question), ==, "anna");
  g_assert_true (sasl_matches (question, "secret"));
  g_assert_false (sasl_matches (question, "Secret"));
  g_assert_cmpstr (sasl_get_user (broken), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/auth/names", test_names);
  g_test_add_func ("/smtp/auth/base64-is-strict", test_base64);
  g_test_add_func ("/smtp/auth/cram-md5-as-in-rfc2195", test_rfc2195_example);
  g_test_add_func ("/smtp/auth/password", test_password);
  return g_test_run ();
}
