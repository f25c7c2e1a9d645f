/* Logging in: AUTH (RFC 4954) by PLAIN, LOGIN or CRAM-MD5
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/client-private.h"

#include <string.h>

void
smtp_client_send_auth (SmtpClient *self)
{
  guint mine = self->config.mechanisms;
  g_autofree char *initial = NULL;

  self->login = (SaslClient) { sasl_best (self->mechanisms & (mine != 0 ? mine : ~0u)), self->user, self->password, 0 };
  if (self->login.mechanism == 0)
    {
      smtp_client_give_up (self, &(SmtpReply) { 0, NULL, "The server offers no way to log in that is known here" });
      return;
    }
  initial = sasl_client_initial (&self->login);
  if (initial != NULL)
    sim_session_sendf (&self->base, SIM_OUTPUT_SECRET, "AUTH %s %s\r\n", sasl_name (self->login.mechanism), initial);
  else
    sim_session_sendf (&self->base, 0, "AUTH %s\r\n", sasl_name (self->login.mechanism));
  smtp_client_go (self, "AUTH");
}

/* 334. FALSE: it has no answer. */
static gboolean
respond (SmtpClient *self, const SmtpReply *reply)
{
  SaslStep step;
  gboolean stuck;

  sasl_client_take (&self->login, reply->text, strlen (reply->text), &step);
  stuck = step.kind == SASL_STEP_STUCK;
  if (!stuck)
    sim_session_sendf (&self->base, SIM_OUTPUT_SECRET, "%s\r\n", step.text);
  sasl_step_clear (&step);
  return !stuck;
}

void
smtp_client_take_auth_reply (SmtpClient *self, const SmtpReply *reply)
{
  if (reply->code == 334 && respond (self, reply))
    smtp_client_go (self, "<334>");
  else if (reply->code / 100 == 2)
    {
      smtp_client_go (self, "<2yz>");
      smtp_client_ask_next (self);
    }
  else if (reply->code / 100 == 3)
    smtp_client_break_off_bad (self, "The server asks for more than the login has");
  else
    smtp_client_give_up (self, reply);
}
