/* AUTH (RFC 4954) with the mechanisms PLAIN (RFC 4616), LOGIN and CRAM-MD5 (RFC 2195)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/server-private.h"

#include <string.h>

static void
auth_answered (SmtpServer *self, const SmtpReply *reply)
{
  g_autofree char *user = g_steal_pointer (&self->login.user);

  if (smtp_server_closed_by (self, reply))
    return;
  if (reply->code == 235)
    self->user = g_steal_pointer (&user);
  smtp_server_enter (self, self->row);
}

/* Ends the exchange without asking the owner. */
static void
fail (SmtpServer *self, int code, const char *enhanced, const char *text)
{
  smtp_server_refuse (self, code, enhanced, text);
  if (self->base.open)
    smtp_server_enter (self, self->row);
}

/* self->row says how it goes on after the answer. */
static void
go_on (SmtpServer *self, SaslStep *step)
{
  const SimRule *row;

  switch (step->kind)
    {
    case SASL_STEP_CHALLENGE:
      row = smtp_server_row (self, "<challenge>");
      smtp_server_reply_row (self, row, step->text);
      smtp_server_enter (self, row);
      break;
    case SASL_STEP_ASK:
      smtp_server_ask (self, "auth", g_steal_pointer (&step->question), auth_answered);
      break;
    case SASL_STEP_DENIED:
      smtp_server_reply (self, 535, "5.7.8", step->text);
      smtp_server_enter (self, self->row);
      break;
    default:
      fail (self, 501, "5.5.2", step->text);
      break;
    }
  sasl_step_clear (step);
}

void
smtp_server_auth (SmtpServer *self, const SimRule *row, const char *args)
{
  gsize len = strcspn (args, " ");
  g_autofree char *name = g_strndup (args, len);
  g_autofree char *challenge = NULL;
  const char *initial = args[len] != '\0' ? args + len + 1 : NULL;
  SaslMechanism mechanism;
  SaslStep step;

  if (self->user != NULL)
    {
      smtp_server_refuse (self, 503, "5.5.1", "Already logged in");     /* RFC 4954, 4 */
      return;
    }
  if (*name == '\0')
    {
      smtp_server_refuse (self, 501, "5.5.4", "Syntax: AUTH mechanism");
      return;
    }
  mechanism = sasl_from_name (name);
  if ((mechanism & self->config.mechanisms) == 0)
    {
      smtp_server_refuse (self, 504, "5.5.4", "This mechanism is not offered");
      return;
    }
  if (mechanism == SASL_CRAM_MD5 && initial != NULL)    /* RFC 4954, 4: the server must speak first */
    {
      smtp_server_refuse (self, 501, "5.7.0", "This mechanism begins with a challenge");
      return;
    }
  if (mechanism == SASL_CRAM_MD5)
    challenge = g_strdup_printf ("<%u.%" G_GUINT64_FORMAT "@%s>", ++self->n_challenges, self->config.challenge, self->host);
  sasl_server_start (&self->login, mechanism, initial, challenge, &step);
  go_on (self, &step);
}

void
smtp_server_auth_line (SmtpServer *self, SimLineKind kind, const guint8 *line, gsize len)
{
  SaslStep step;

  self->row = smtp_server_row (self, "<response>");
  if (kind == SIM_LINE_TOO_LONG)
    fail (self, 500, "5.5.6", "Line too long");
  else if (kind == SIM_LINE_BARE)
    fail (self, 500, "5.5.2", "A line must end with CR LF, not with LF alone");
  else if (len == 1 && line[0] == '*')
    {
      const SimRule *cancel = smtp_server_row (self, "<cancel>");

      smtp_server_reply_row (self, cancel, "");
      smtp_server_enter (self, cancel);
    }
  else
    {
      sasl_server_take (&self->login, (const char *) line, len, &step);
      go_on (self, &step);
    }
}
