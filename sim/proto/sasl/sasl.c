/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/sasl/sasl.h"

#include <string.h>

static const struct
{
  SaslMechanism    mechanism;
  const char *name;
} names[] =
{
  { SASL_PLAIN,    "PLAIN" },
  { SASL_LOGIN,    "LOGIN" },
  { SASL_CRAM_MD5, "CRAM-MD5" },
};

guint
sasl_from_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (names[i].name, name) == 0)
      return names[i].mechanism;
  return 0;
}

const char *
sasl_name (SaslMechanism mechanism)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].mechanism == mechanism)
      return names[i].name;
  return NULL;
}

char *
sasl_list (guint mechanisms)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (mechanisms & names[i].mechanism)
      g_string_append_printf (list, " %s", names[i].name);
  return g_string_free (list, FALSE);
}

/* g_base64_decode() skips what it does not know, so it must not see it. */
guint8 *
sasl_base64_decode (const char *text, gsize len, gsize *out_len)
{
  g_autofree char *copy = NULL;
  gsize padding = 0;

  if (len % 4 != 0)
    return NULL;
  while (padding < 2 && padding < len && text[len - 1 - padding] == '=')
    padding++;
  for (gsize i = 0; i < len - padding; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
      return NULL;
  *out_len = 0;
  if (len == 0)
    return g_malloc0 (1);
  copy = g_strndup (text, len);
  return g_base64_decode (copy, out_len);
}

char *
sasl_cram_md5 (const char *challenge, const char *password)
{
  return g_compute_hmac_for_string (G_CHECKSUM_MD5, (const guchar *) password, strlen (password),
                                    challenge, strlen (challenge));
}

/* Parts that a NUL ends, and one after the last: they may be read as C strings. */
static GBytes *
join (const char *const *parts)
{
  GByteArray *bytes = g_byte_array_new ();

  for (gsize i = 0; parts[i] != NULL; i++)
    g_byte_array_append (bytes, (const guint8 *) parts[i], strlen (parts[i]) + 1);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
sasl_question (SaslMechanism mechanism, const char *user, const char *password)
{
  return join ((const char *const[]) { sasl_name (mechanism), user, password, NULL });
}

GBytes *
sasl_question_cram (const char *user, const char *challenge, const char *digest)
{
  return join ((const char *const[]) { sasl_name (SASL_CRAM_MD5), user, challenge, digest, NULL });
}

char *
sasl_apop (const char *timestamp, const char *password)
{
  g_autofree char *text = g_strconcat (timestamp, password, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);
}

GBytes *
sasl_question_apop (const char *user, const char *timestamp, const char *digest)
{
  return join ((const char *const[]) { "APOP", user, timestamp, digest, NULL });
}

/* The @n-th part, from 0; "" if there are not so many. */
static const char *
part (GBytes *question, guint n)
{
  gsize len;
  const char *p = g_bytes_get_data (question, &len);
  const char *end = p + len;

  for (; n > 0 && p < end; n--)
    {
      const char *nul = memchr (p, '\0', end - p);

      p = nul != NULL ? nul + 1 : end;
    }
  return p < end ? p : "";
}

const char *
sasl_get_user (GBytes *question)
{
  return part (question, 1);
}

gboolean
sasl_matches (GBytes *question, const char *password)
{
  g_autofree char *digest = NULL;

  if (g_str_equal (part (question, 0), "CRAM-MD5"))
    digest = sasl_cram_md5 (part (question, 2), password);
  else if (g_str_equal (part (question, 0), "APOP"))
    digest = sasl_apop (part (question, 2), password);
  else
    return g_str_equal (part (question, 2), password);
  return g_ascii_strcasecmp (part (question, 3), digest) == 0;
}
