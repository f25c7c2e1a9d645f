/* MAIL, RCPT, DATA: the mail transaction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/server-private.h"

#include <string.h>

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
  switch (mail_path_parse (args, strlen (args), smtp_server_offers (self, SMTP_EXT_SMTPUTF8), out, &used))
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

/* RFC 6531, 3.5: an address beyond ASCII wants SMTPUTF8, and that wants to be asked for. */
static gboolean
is_ascii (const MailAddress *address)
{
  return g_str_is_ascii (address->local) && g_str_is_ascii (address->domain);
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
  if (!smtp_server_mail_parameters (self, rest, self->envelope))
    return;
  if (!self->envelope->utf8 && !is_ascii (&from))
    {
      smtp_server_reply (self, 550, "5.6.7", "An address beyond ASCII needs the parameter SMTPUTF8");
      return;
    }
  path = mail_address_to_text (&self->envelope->from);
  smtp_server_ask (self, "sender", g_bytes_new_take (path, strlen (path)), sender_answered);
}

static void
recipient_answered (SmtpServer *self, const SmtpReply *reply)
{
  gboolean accepted = reply->code / 100 == 2;

  if (accepted)
    {
      g_ptr_array_add (self->envelope->recipients, g_memdup2 (&self->asked, sizeof self->asked));
      self->asked = (SmtpRecipient) { .notify = 0 };
    }
  smtp_server_clear_asked (self);
  if (!smtp_server_closed_by (self, reply) && accepted)
    smtp_server_enter (self, self->row);
}

void
smtp_server_rcpt (SmtpServer *self, const SimRule *row, const char *args)
{
  const char *rest;
  char *path;

  smtp_server_clear_asked (self);
  if (!read_path (self, args, "TO:", "Syntax: RCPT TO:<address>", "5.1.3", &self->asked.address, &rest))
    return;
  if (mail_address_is_null (&self->asked.address))
    {
      smtp_server_refuse (self, 501, "5.1.3", "A recipient is wanted: <> is none");
      return;
    }
  if (!smtp_server_rcpt_parameters (self, rest, &self->asked))
    return;
  self->asked_any = TRUE;
  if (!self->envelope->utf8 && !is_ascii (&self->asked.address))
    {
      smtp_server_reply (self, 553, "5.6.7", "An address beyond ASCII needs SMTPUTF8 in MAIL");
      return;
    }
  if (self->envelope->recipients->len >= self->config.max_recipients)
    {
      smtp_server_reply (self, 452, "4.5.3", "Too many recipients");       /* RFC 5321, 4.5.3.1.10 */
      return;
    }
  path = mail_address_to_text (&self->asked.address);
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
  smtp_server_message_begin (self, "<dot>");
  smtp_server_reply_row (self, row, "");
  smtp_server_enter (self, row);
}
