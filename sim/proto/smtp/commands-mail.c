/* MAIL, RCPT, DATA: the mail transaction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/server-private.h"

#include <string.h>

#define SIZE_DIGITS_MAX 20          /* RFC 1870, 3 */

/* Refuses what is not "FROM:" or "TO:" and a path; else @rest is what follows the path. */
static gboolean
read_path (SmtpServer *self, const char *args, const char *word, const char *syntax, const char *enhanced,
           MailAddress *out, const char **rest)
{
  gsize len = strlen (word);
  gsize used;

  if (g_ascii_strncasecmp (args, word, len) != 0)
    {
      smtp_server_refuse (self, 501, "5.5.4", syntax);
      return FALSE;
    }
  args += len;
  if (*args == ' ')
    {
      /* RFC 5321, 3.3: a common error, so it gets a text of its own. */
      smtp_server_refuse (self, 501, "5.5.4", "No blank may stand after the colon");
      return FALSE;
    }
  switch (mail_path_parse (args, strlen (args), FALSE, out, &used))
    {
    case MAIL_PATH_OK:
      break;
    case MAIL_PATH_TOO_LONG:
      smtp_server_refuse (self, 501, enhanced, "Address too long");
      return FALSE;
    case MAIL_PATH_SYNTAX:
    default:
      smtp_server_refuse (self, 501, enhanced, *args == '<' ? "Bad address syntax" : syntax);
      return FALSE;
    }
  *rest = args + used;
  if (**rest == '\0' || **rest == ' ')
    return TRUE;
  mail_address_clear (out);
  smtp_server_refuse (self, 501, "5.5.4", syntax);
  return FALSE;
}

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

/* TRUE: fits. Else it was refused. */
static gboolean
take_size (SmtpServer *self, const char *value, SmtpEnvelope *envelope)
{
  guint64 size;

  if (value == NULL || strlen (value) > SIZE_DIGITS_MAX || strspn (value, "0123456789") != strlen (value))
    {
      smtp_server_refuse (self, 501, "5.5.4", "SIZE wants a number of octets");
      return FALSE;
    }
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
take_body (SmtpServer *self, const char *value, SmtpEnvelope *envelope)
{
  if (value != NULL && g_ascii_strcasecmp (value, "8BITMIME") == 0)
    envelope->eight_bit = TRUE;
  else if (value == NULL || g_ascii_strcasecmp (value, "7BIT") != 0)
    {
      smtp_server_refuse (self, 501, "5.5.4", "BODY is 7BIT or 8BITMIME");
      return FALSE;
    }
  return TRUE;
}

/* MAIL's parameters. TRUE: all are known and right. Else it was refused. */
static gboolean
take_parameters (SmtpServer *self, const char *text, SmtpEnvelope *envelope)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  guint seen = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *value = strchr (words[i], '=');
      guint extension = 0;

      if (*words[i] == '\0')        /* several blanks */
        continue;
      if (value != NULL)
        *value++ = '\0';
      if (!is_parameter (words[i], value))
        {
          smtp_server_refuse (self, 501, "5.5.4", "Bad parameter syntax");
          return FALSE;
        }
      if (g_ascii_strcasecmp (words[i], "SIZE") == 0)
        extension = SMTP_EXT_SIZE;
      else if (g_ascii_strcasecmp (words[i], "BODY") == 0)
        extension = SMTP_EXT_8BITMIME;
      else if (g_ascii_strcasecmp (words[i], "AUTH") == 0)
        extension = SMTP_EXT_AUTH;
      if (extension == 0 || !smtp_server_offers (self, extension))
        {
          smtp_server_refuse (self, 555, "5.5.4", "Parameter not recognized");
          return FALSE;
        }
      if (seen & extension)
        {
          smtp_server_refuse (self, 501, "5.5.4", "A parameter may be given only once");
          return FALSE;
        }
      seen |= extension;
      if (extension == SMTP_EXT_SIZE && !take_size (self, value, envelope))
        return FALSE;
      if (extension == SMTP_EXT_8BITMIME && !take_body (self, value, envelope))
        return FALSE;
      /* AUTH= (RFC 4954, 5) is taken and not believed: as if it were AUTH=<>. */
    }
  return TRUE;
}

static void
sender_answered (SmtpServer *self, const SmtpReply *reply)
{
  gboolean accepted = reply->code / 100 == 2;

  if (!accepted)
    smtp_server_reset (self);
  if (!smtp_server_closed_by (self, reply) && accepted)
    smtp_server_enter (self, self->row);
}

void
smtp_server_mail (SmtpServer *self, const SimRule *row, const char *args)
{
  MailAddress from;
  const char *rest;
  char *path;

  if (self->config.require_auth && self->user == NULL)
    {
      smtp_server_reply (self, 530, "5.7.0", "Authentication required");   /* RFC 4954, 6 */
      return;
    }
  if (!read_path (self, args, "FROM:", "Syntax: MAIL FROM:<address>", "5.1.7", &from, &rest))
    return;
  smtp_server_reset (self);
  mail_address_clear (&self->envelope->from);
  self->envelope->from = from;
  if (!mail_address_is_null (&from) && *from.domain == '\0')
    {
      /* Only a forward-path may be <postmaster> alone: RFC 5321, 4.1.1.3. */
      smtp_server_refuse (self, 501, "5.1.7", "Bad address syntax");
      return;
    }
  if (!take_parameters (self, rest, self->envelope))
    return;
  path = mail_address_to_text (&self->envelope->from);
  smtp_server_ask (self, "sender", g_bytes_new_take (path, strlen (path)), sender_answered);
}

static void
recipient_answered (SmtpServer *self, const SmtpReply *reply)
{
  gboolean accepted = reply->code / 100 == 2;

  if (accepted)
    {
      SmtpRecipient *recipient = g_new0 (SmtpRecipient, 1);

      recipient->address = self->asked;
      self->asked = (MailAddress) { NULL, NULL };
      g_ptr_array_add (self->envelope->recipients, recipient);
    }
  mail_address_clear (&self->asked);
  if (!smtp_server_closed_by (self, reply) && accepted)
    smtp_server_enter (self, self->row);
}

void
smtp_server_rcpt (SmtpServer *self, const SimRule *row, const char *args)
{
  MailAddress to;
  const char *rest;
  char *path;

  if (!read_path (self, args, "TO:", "Syntax: RCPT TO:<address>", "5.1.3", &to, &rest))
    return;
  if (mail_address_is_null (&to))
    {
      mail_address_clear (&to);
      smtp_server_refuse (self, 501, "5.1.3", "A recipient is wanted: <> is none");
      return;
    }
  while (*rest == ' ')
    rest++;
  if (*rest != '\0')
    {
      mail_address_clear (&to);
      smtp_server_refuse (self, 555, "5.5.4", "Parameter not recognized");
      return;
    }
  self->asked_any = TRUE;
  if (self->envelope->recipients->len >= self->config.max_recipients)
    {
      mail_address_clear (&to);
      smtp_server_reply (self, 452, "4.5.3", "Too many recipients");       /* RFC 5321, 4.5.3.1.10 */
      return;
    }
  mail_address_clear (&self->asked);
  self->asked = to;
  path = mail_address_to_text (&to);
  smtp_server_ask (self, "recipient", g_bytes_new_take (path, strlen (path)), recipient_answered);
}

void
smtp_server_data (SmtpServer *self, const SimRule *row, const char *args)
{
  if (*args != '\0')
    {
      smtp_server_refuse (self, 501, "5.5.4", "DATA takes no argument");
      return;
    }
  smtp_server_data_begin (self);
  smtp_server_reply_row (self, row, "");
  smtp_server_enter (self, row);
}
