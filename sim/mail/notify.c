/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/notify.h"

#include <string.h>

static const struct
{
  MailNotify  kind;
  const char *name;
} kinds[] =
{
  { MAIL_NOTIFY_NEVER,   "NEVER" },
  { MAIL_NOTIFY_SUCCESS, "SUCCESS" },
  { MAIL_NOTIFY_FAILURE, "FAILURE" },
  { MAIL_NOTIFY_DELAY,   "DELAY" },
};

gboolean
mail_notify_parse (const char *text, guint *out)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  guint notify = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint kind = 0;

      for (gsize j = 0; j < G_N_ELEMENTS (kinds); j++)
        if (g_ascii_strcasecmp (words[i], kinds[j].name) == 0)
          kind = kinds[j].kind;
      if (kind == 0 || (notify & kind) != 0)
        return FALSE;
      notify |= kind;
    }
  if (notify == 0 || ((notify & MAIL_NOTIFY_NEVER) != 0 && notify != MAIL_NOTIFY_NEVER))
    return FALSE;
  *out = notify;
  return TRUE;
}

char *
mail_notify_to_text (guint notify)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (notify & kinds[i].kind)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", kinds[i].name);
  return g_string_free (text, FALSE);
}

gboolean
mail_notify_wants (guint notify, MailNotify kind)
{
  if (notify == 0)
    return kind != MAIL_NOTIFY_SUCCESS;
  return (notify & kind) != 0;
}

static gboolean
is_upper_xdigit (char c)
{
  return g_ascii_isdigit (c) || (c >= 'A' && c <= 'F');
}

gboolean
mail_xtext_is_valid (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p < 33 || *p > 126 || *p == '=')
        return FALSE;
      if (*p == '+' && (!is_upper_xdigit (p[1]) || !is_upper_xdigit (p[2])))
        return FALSE;
    }
  return TRUE;
}

char *
mail_xtext_decode (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      int c = *p;

      if (*p == '+' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
        {
          c = g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]);
          p += 2;
        }
      g_string_append_c (out, c >= 32 && c < 127 ? (char) c : '?');
    }
  return g_string_free (out, FALSE);
}

char *
mail_xtext_encode (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    if (*p < 33 || *p > 126 || *p == '+' || *p == '=')
      g_string_append_printf (out, "+%02X", *p);
    else
      g_string_append_c (out, (char) *p);
  return g_string_free (out, FALSE);
}
