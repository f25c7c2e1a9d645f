/* What MAIL and RCPT say behind the path: each extension's parameters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/server-private.h"

#include <string.h>

#define SIZE_DIGITS_MAX 20          /* RFC 1870, 3 */

typedef struct
{
  const char *keyword;
  gboolean    mail;                 /* else RCPT's */
  guint       extension;            /* that it belongs to */
  /* @value: NULL where there is no "=". FALSE: it was refused. */
  gboolean  (*take) (SmtpServer *self, const char *value, SmtpEnvelope *envelope, SmtpRecipient *recipient);
} Parameter;

static gboolean
refuse (SmtpServer *self, const char *text)
{
  smtp_server_refuse (self, 501, "5.5.4", text);
  return FALSE;
}

static gboolean
take_size (SmtpServer *self, const char *value, SmtpEnvelope *envelope, SmtpRecipient *recipient)
{
  guint64 size;

  if (value == NULL || strlen (value) > SIZE_DIGITS_MAX || strspn (value, "0123456789") != strlen (value))
    return refuse (self, "SIZE wants a number of octets");
  size = g_ascii_strtoull (value, NULL, 10);    /* G_MAXUINT64 if it is more: too much in any case */
  if (self->config.max_size > 0 && size > self->config.max_size)
    {
      smtp_server_reply (self, 552, "5.3.4", "Message too large for this server");
      return FALSE;
    }
  envelope->size = size;
  return TRUE;
}

static gboolean
take_body (SmtpServer *self, const char *value, SmtpEnvelope *envelope, SmtpRecipient *recipient)
{
  if (value != NULL && g_ascii_strcasecmp (value, "8BITMIME") == 0)
    envelope->eight_bit = TRUE;
  else if (value == NULL || g_ascii_strcasecmp (value, "7BIT") != 0)
    return refuse (self, "BODY is 7BIT or 8BITMIME");
  return TRUE;
}

/* RFC 4954, 5: it is taken and not believed: as if it were AUTH=<>. */
static gboolean
take_auth (SmtpServer *self, const char *value, SmtpEnvelope *envelope, SmtpRecipient *recipient)
{
  return TRUE;
}

static gboolean
take_utf8 (SmtpServer *self, const char *value, SmtpEnvelope *envelope, SmtpRecipient *recipient)
{
  if (value != NULL)
    return refuse (self, "SMTPUTF8 takes no value");
  envelope->utf8 = TRUE;
  return TRUE;
}

static gboolean
take_ret (SmtpServer *self, const char *value, SmtpEnvelope *envelope, SmtpRecipient *recipient)
{
  if (value != NULL && g_ascii_strcasecmp (value, "FULL") == 0)
    envelope->ret = MAIL_RETURN_FULL;
  else if (value != NULL && g_ascii_strcasecmp (value, "HDRS") == 0)
    envelope->ret = MAIL_RETURN_HEADERS;
  else
    return refuse (self, "RET is FULL or HDRS");
  return TRUE;
}

static gboolean
take_envid (SmtpServer *self, const char *value, SmtpEnvelope *envelope, SmtpRecipient *recipient)
{
  if (value == NULL || strlen (value) > MAIL_ENVID_MAX || !mail_xtext_is_valid (value))
    return refuse (self, "ENVID is at most 100 characters of xtext");
  envelope->envid = g_strdup (value);
  return TRUE;
}

static gboolean
take_notify (SmtpServer *self, const char *value, SmtpEnvelope *envelope, SmtpRecipient *recipient)
{
  if (value == NULL || !mail_notify_parse (value, &recipient->notify))
    return refuse (self, "NOTIFY is NEVER, or a list of SUCCESS, FAILURE and DELAY");
  return TRUE;
}

/* "rfc822;" xtext: RFC 3461, 4.2 */
static gboolean
take_orcpt (SmtpServer *self, const char *value, SmtpEnvelope *envelope, SmtpRecipient *recipient)
{
  const char *semicolon = value != NULL ? strchr (value, ';') : NULL;

  if (semicolon == NULL || semicolon == value || semicolon[1] == '\0' || strlen (value) > MAIL_ORCPT_MAX
      || !mail_xtext_is_valid (value))
    return refuse (self, "ORCPT is an address type, a semicolon and an address in xtext");
  recipient->orcpt = g_strdup (value);
  return TRUE;
}

static const Parameter parameters[] =
{
  { "SIZE",     TRUE,  SMTP_EXT_SIZE,     take_size },
  { "BODY",     TRUE,  SMTP_EXT_8BITMIME, take_body },
  { "AUTH",     TRUE,  SMTP_EXT_AUTH,     take_auth },
  { "SMTPUTF8", TRUE,  SMTP_EXT_SMTPUTF8, take_utf8 },
  { "RET",      TRUE,  SMTP_EXT_DSN,      take_ret },
  { "ENVID",    TRUE,  SMTP_EXT_DSN,      take_envid },
  { "NOTIFY",   FALSE, SMTP_EXT_DSN,      take_notify },
  { "ORCPT",    FALSE, SMTP_EXT_DSN,      take_orcpt },
};

/* esmtp-keyword and esmtp-value of RFC 5321, 4.1.2. */
static gboolean
is_parameter (const char *keyword, const char *value)
{
  if (!g_ascii_isalnum (*keyword))
    return FALSE;
  for (const char *p = keyword; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-')
      return FALSE;
  if (value != NULL && *value == '\0')
    return FALSE;
  for (const char *p = value; p != NULL && *p != '\0'; p++)
    if (*p == '=')
      return FALSE;
  return TRUE;
}

static gboolean
take (SmtpServer *self, const char *text, gboolean mail, SmtpEnvelope *envelope, SmtpRecipient *recipient)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  guint seen = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *value = strchr (words[i], '=');
      gsize found = 0;

      if (*words[i] == '\0')        /* several blanks */
        continue;
      if (value != NULL)
        *value++ = '\0';
      if (!is_parameter (words[i], value))
        return refuse (self, "Bad parameter syntax");
      while (found < G_N_ELEMENTS (parameters)
             && (parameters[found].mail != mail || g_ascii_strcasecmp (words[i], parameters[found].keyword) != 0))
        found++;
      if (found == G_N_ELEMENTS (parameters) || !smtp_server_offers (self, parameters[found].extension))
        {
          smtp_server_refuse (self, 555, "5.5.4", "Parameter not recognized");
          return FALSE;
        }
      if (seen & 1u << found)
        return refuse (self, "A parameter may be given only once");
      seen |= 1u << found;
      if (!parameters[found].take (self, value, envelope, recipient))
        return FALSE;
    }
  return TRUE;
}

gboolean
smtp_server_mail_parameters (SmtpServer *self, const char *text, SmtpEnvelope *envelope)
{
  return take (self, text, TRUE, envelope, NULL);
}

gboolean
smtp_server_rcpt_parameters (SmtpServer *self, const char *text, SmtpRecipient *recipient)
{
  return take (self, text, FALSE, NULL, recipient);
}
