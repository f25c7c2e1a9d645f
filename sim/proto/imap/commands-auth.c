/* commands-auth.c - LOGIN, AUTHENTICATE (RFC 9051, 6.2; RFC 4959)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include <string.h>

static void
refuse_clear (ImapServer *self)
{
  imap_server_no (self, "PRIVACYREQUIRED", "No password may be sent in clear here");
}

/* The command is over, and its question with it. */
static void
end (ImapServer *self)
{
  imap_server_forget_command (self);
}

/* Back from the exchange, if there was one. */
static void
enter_denied (ImapServer *self)
{
  g_clear_pointer (&self->user, g_free);
  if (self->base.open && self->base.state == IMAP_SERVER_AUTHENTICATE)
    imap_server_enter (self, imap_server_row (self, "<denied>"));
}

void
imap_server_auth_accepted (ImapServer *self)
{
  if (self->base.state == IMAP_SERVER_AUTHENTICATE)
    self->row = imap_server_row (self, "<response>");
  imap_server_ok (self, NULL);
  end (self);
}

void
imap_server_auth_refused (ImapServer *self, const char *code, const char *text)
{
  imap_server_no (self, code, text);
  if (++self->bad_commands >= IMAP_SERVER_BAD_COMMANDS)         /* who guesses passwords is stopped too */
    imap_server_shut (self, "<errors>");
  else
    enter_denied (self);
  end (self);
}

static void
ask (ImapServer *self, const char *user, GBytes *question)
{
  g_free (self->user);
  self->user = g_strdup (user);
  imap_server_ask (self, IMAP_PENDING_AUTH, "auth", question);
}

void
imap_server_login (ImapServer *self, ImapScanner *scan)
{
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;

  if (!imap_scan_space (scan) || !imap_scan_text (scan, &user) || !imap_scan_space (scan)
      || !imap_scan_text (scan, &password) || !imap_scan_end (scan))
    imap_server_bad (self, scan->error);
  else if (self->config.login_disabled)
    refuse_clear (self);
  else if (*user == '\0' || strlen (user) > SASL_CREDENTIAL_MAX || strlen (password) > SASL_CREDENTIAL_MAX)
    imap_server_no (self, "AUTHENTICATIONFAILED", "Wrong user or password");
  else
    ask (self, user, sasl_question (SASL_LOGIN, user, password));
}

/* The exchange goes on, or is over. */
static void
go_on (ImapServer *self, SaslStep *step)
{
  g_autofree char *reply = NULL;

  switch (step->kind)
    {
    case SASL_STEP_CHALLENGE:
      imap_server_continue (self, step->text);
      imap_server_enter (self, imap_server_row (self, "<challenge>"));
      break;
    case SASL_STEP_ASK:
      ask (self, self->login.user, g_steal_pointer (&step->question));
      break;
    case SASL_STEP_DENIED:
      imap_server_auth_refused (self, "AUTHORIZATIONFAILED", step->text);
      break;
    default:
      reply = g_strdup (step->text);
      imap_server_bad (self, reply);
      enter_denied (self);
      end (self);
      break;
    }
  sasl_step_clear (step);
}

void
imap_server_authenticate (ImapServer *self, ImapScanner *scan)
{
  g_autofree char *name = NULL;
  g_autofree char *initial = NULL;
  g_autofree char *challenge = NULL;
  SaslMechanism mechanism;
  SaslStep step;

  if (!imap_scan_space (scan) || !imap_scan_atom (scan, &name))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  if (imap_scan_peek (scan, ' '))                       /* SASL-IR: RFC 4959 */
    {
      imap_scan_space (scan);
      initial = g_strndup ((const char *) scan->p, scan->end - scan->p);
      if (*initial == '\0')
        {
          imap_server_bad (self, "Something is missing");
          return;
        }
    }
  else if (!imap_server_end (self, scan))
    return;
  mechanism = sasl_from_name (name);
  if ((mechanism & self->config.mechanisms) == 0)
    {
      imap_server_no (self, NULL, "This mechanism is not offered");
      return;
    }
  if (self->config.login_disabled && mechanism != SASL_CRAM_MD5)
    {
      refuse_clear (self);
      return;
    }
  if (mechanism == SASL_CRAM_MD5)
    challenge = g_strdup_printf ("<%u.%" G_GUINT64_FORMAT "@%s>", ++self->n_challenges, self->config.challenge, self->host);
  sasl_server_start (&self->login, mechanism, initial, challenge, &step);
  go_on (self, &step);
}

void
imap_server_auth_line (ImapServer *self, SimLineKind kind, const guint8 *line, gsize len)
{
  SaslStep step = { 0 };

  if (kind == SIM_LINE_WHOLE && (len != 1 || line[0] != '*'))
    sasl_server_take (&self->login, (const char *) line, len, &step);
  else
    {
      step.kind = SASL_STEP_MALFORMED;
      step.text = g_strdup (kind == SIM_LINE_TOO_LONG ? "Line too long"
                            : kind == SIM_LINE_BARE ? "A line must end with CR LF, not with LF alone" : "Login cancelled");
    }
  go_on (self, &step);
}
