/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/address.h"

#include <string.h>

#define LABEL_MAX 63              /* RFC 1035, 2.3.4 */

/* Where the reader stands. Text may hold NUL: lengths, not C strings. */
typedef struct
{
  const char *p;
  const char *end;
  gboolean    utf8;               /* RFC 6531, 3.3: UTF-8 may stand in local parts and domains */
} Reader;

static gboolean
at (const Reader *reader, char c)
{
  return reader->p < reader->end && *reader->p == c;
}

static gboolean
is_high (const Reader *reader)
{
  return reader->utf8 && (guchar) *reader->p >= 0x80;
}

static gboolean
is_atext (char c)                 /* RFC 5322, 3.2.3 */
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static gboolean
read_dot_string (Reader *reader, GString *local)
{
  for (;;)
    {
      gsize before = local->len;

      while (reader->p < reader->end && (is_atext (*reader->p) || is_high (reader)))
        g_string_append_c (local, *reader->p++);
      if (local->len == before)
        return FALSE;
      if (!at (reader, '.'))
        return TRUE;
      g_string_append_c (local, *reader->p++);
    }
}

static gboolean
read_quoted_string (Reader *reader, GString *local)
{
  reader->p++;
  while (reader->p < reader->end && *reader->p != '"')
    {
      if (*reader->p == '\\')
        {
          reader->p++;
          if (reader->p == reader->end)
            return FALSE;
        }
      if (!is_high (reader) && (*reader->p < 32 || *reader->p > 126))
        return FALSE;
      g_string_append_c (local, *reader->p++);
    }
  if (!at (reader, '"'))
    return FALSE;
  reader->p++;
  return local->len > 0;
}

static gboolean
is_address_literal (const char *text, gsize len)   /* RFC 5321, 4.1.3, without its brackets */
{
  g_autofree char *copy = g_strndup (text, len);
  const char *colon = strchr (copy, ':');

  if (strlen (copy) != len || strchr (copy, '%') != NULL)
    return FALSE;
  if (colon == NULL)
    return g_hostname_is_ip_address (copy);
  if (g_ascii_strncasecmp (copy, "IPv6:", 5) == 0)
    return strchr (copy + 5, ':') != NULL && g_hostname_is_ip_address (copy + 5);
  return FALSE;                   /* no other tag has been registered */
}

static gboolean
read_domain (Reader *reader, const char **start, gsize *len)
{
  const char *p = reader->p;

  *start = p;
  if (at (reader, '['))
    {
      const char *close = memchr (p, ']', reader->end - p);

      if (close == NULL || !is_address_literal (p + 1, close - p - 1))
        return FALSE;
      reader->p = close + 1;
    }
  else
    {
      gboolean high = FALSE;

      while (reader->p < reader->end
             && (g_ascii_isalnum (*reader->p) || *reader->p == '-' || *reader->p == '.' || is_high (reader)))
        {
          high = high || is_high (reader);
          reader->p++;
        }
      if (high ? !g_utf8_validate_len (p, reader->p - p, NULL) : !mail_domain_is_valid (p, reader->p - p))
        return FALSE;
    }
  *len = reader->p - p;
  return TRUE;
}

/* Local-part, and "@" Domain unless it may be and is left out. On a result
 * other than OK nothing is set. */
static MailPathResult
read_mailbox (Reader *reader, gboolean may_lack_domain, MailAddress *out)
{
  g_autoptr(GString) local = g_string_new (NULL);
  const char *start = reader->p;
  const char *domain = "";
  gsize domain_len = 0;

  if (at (reader, '"') ? !read_quoted_string (reader, local) : !read_dot_string (reader, local))
    return MAIL_PATH_SYNTAX;
  if (!g_utf8_validate_len (local->str, local->len, NULL))
    return MAIL_PATH_SYNTAX;
  if (reader->p - start > MAIL_LOCAL_PART_MAX)
    return MAIL_PATH_TOO_LONG;
  if (at (reader, '@'))
    {
      reader->p++;
      domain = reader->p;
      while (reader->p < reader->end && *reader->p != '>')
        reader->p++;
      if (reader->p - domain > MAIL_DOMAIN_MAX)
        return MAIL_PATH_TOO_LONG;
      reader->p = domain;
      if (!read_domain (reader, &domain, &domain_len))
        return MAIL_PATH_SYNTAX;
    }
  else if (!may_lack_domain)
    return MAIL_PATH_SYNTAX;
  out->local = g_string_free (g_steal_pointer (&local), FALSE);
  out->domain = g_strndup (domain, domain_len);
  return MAIL_PATH_OK;
}

/* "@one,@two:" (RFC 5321, 4.1.2, A-d-l): read and forgotten. */
static gboolean
skip_source_route (Reader *reader)
{
  const char *start;
  gsize len;

  if (!at (reader, '@'))
    return TRUE;
  for (;;)
    {
      if (!at (reader, '@'))
        return FALSE;
      reader->p++;
      if (!read_domain (reader, &start, &len))
        return FALSE;
      if (at (reader, ':'))
        {
          reader->p++;
          return TRUE;
        }
      if (!at (reader, ','))
        return FALSE;
      reader->p++;
    }
}

static gboolean
is_postmaster (const char *local)
{
  return g_ascii_strcasecmp (local, "postmaster") == 0;
}

static gboolean
is_dot_string (const char *local)
{
  gboolean after_dot = TRUE;

  for (const char *p = local; *p != '\0'; p++)
    {
      if (*p == '.' ? after_dot : !is_atext (*p) && (guchar) *p < 0x80)
        return FALSE;
      after_dot = *p == '.';
    }
  return !after_dot;
}

MailPathResult
mail_path_parse (const char *text, gsize len, gboolean utf8, MailAddress *out, gsize *used)
{
  Reader reader = { text, text + len, utf8 };
  MailAddress found = { NULL, NULL };
  MailPathResult result;

  if (!at (&reader, '<'))
    return MAIL_PATH_SYNTAX;
  reader.p++;
  if (at (&reader, '>'))
    {
      found = (MailAddress) { g_strdup (""), g_strdup ("") };
    }
  else
    {
      if (!skip_source_route (&reader))
        return MAIL_PATH_SYNTAX;
      result = read_mailbox (&reader, TRUE, &found);
      if (result != MAIL_PATH_OK)
        return result;
      if (!at (&reader, '>') || (*found.domain == '\0' && !is_postmaster (found.local)))
        {
          mail_address_clear (&found);
          return MAIL_PATH_SYNTAX;
        }
    }
  reader.p++;
  if (reader.p - text > MAIL_PATH_MAX)
    {
      mail_address_clear (&found);
      return MAIL_PATH_TOO_LONG;
    }
  *out = found;
  *used = reader.p - text;
  return MAIL_PATH_OK;
}

gboolean
mail_address_parse (const char *text, MailAddress *out)
{
  Reader reader = { text, text + strlen (text), TRUE };
  MailAddress found = { NULL, NULL };

  if (read_mailbox (&reader, FALSE, &found) != MAIL_PATH_OK)
    return FALSE;
  if (reader.p != reader.end || reader.p - text > MAIL_PATH_MAX - 2)
    {
      mail_address_clear (&found);
      return FALSE;
    }
  *out = found;
  return TRUE;
}

char *
mail_address_to_text (const MailAddress *self)
{
  g_autoptr(GString) text = NULL;

  if (mail_address_is_null (self))
    return g_strdup ("");
  text = g_string_new (NULL);
  if (is_dot_string (self->local))
    g_string_append (text, self->local);
  else
    {
      g_string_append_c (text, '"');
      for (const char *p = self->local; *p != '\0'; p++)
        {
          if (*p == '"' || *p == '\\')
            g_string_append_c (text, '\\');
          g_string_append_c (text, *p);
        }
      g_string_append_c (text, '"');
    }
  if (*self->domain != '\0')
    g_string_append_printf (text, "@%s", self->domain);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
mail_address_is_null (const MailAddress *self)
{
  return *self->local == '\0';
}

gboolean
mail_address_equal (const MailAddress *a, const MailAddress *b)
{
  if (g_ascii_strcasecmp (a->domain, b->domain) != 0)
    return FALSE;
  return g_str_equal (a->local, b->local) || (is_postmaster (a->local) && is_postmaster (b->local));
}

void
mail_address_clear (MailAddress *self)
{
  g_clear_pointer (&self->local, g_free);
  g_clear_pointer (&self->domain, g_free);
}

gboolean
mail_domain_is_valid (const char *text, gsize len)
{
  gsize label = 0;

  if (len == 0 || len > MAIL_DOMAIN_MAX)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    {
      if (text[i] == '.')
        {
          if (label == 0 || text[i - 1] == '-')
            return FALSE;
          label = 0;
        }
      else if (g_ascii_isalnum (text[i]) || (text[i] == '-' && label > 0))
        {
          if (++label > LABEL_MAX)
            return FALSE;
        }
      else
        return FALSE;
    }
  return label > 0 && text[len - 1] != '-';
}
