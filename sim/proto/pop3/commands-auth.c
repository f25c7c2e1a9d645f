/* Logging in: USER and PASS, APOP (RFC 1939, 7), AUTH (RFC 5034)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/pop3/server-private.h"

#include <string.h>

static gboolean
is_credential (const char *text)
{
  return *text != '\0' && strlen (text) <= SASL_CREDENTIAL_MAX && g_utf8_validate (text, -1, NULL);
}

/* RFC 8314, 3.2 */
static gboolean
refuse_clear (Pop3Server *self)
{
  if (self->config.require_tls)
    pop3_server_err (self, "AUTH", "No login without TLS");
  return self->config.require_tls;
}

void
pop3_server_user (Pop3Server *self, const SimRule *row, const char *args)
{
  if (refuse_clear (self))
    return;
  if (!is_credential (args) || strchr (args, ' ') != NULL)
    {
      pop3_server_err (self, NULL, "Syntax: USER name");
      return;
    }
  g_free (self->claimed_user);
  self->claimed_user = g_strdup (args);
  pop3_server_ok_row (self, row);           /* whether there is such a user is told to nobody */
  pop3_server_enter (self, row);
}

/* A password may have blanks: all of the line belongs to it. */
void
pop3_server_pass (Pop3Server *self, const SimRule *row, const char *args)
{
  if (!is_credential (args))
    {
      pop3_server_err (self, NULL, "Syntax: PASS password");
      if (self->base.open)
        pop3_server_enter (self, pop3_server_row (self, "<refused>"));
      return;
    }
  pop3_server_ask (self, "auth", sasl_question (SASL_PLAIN, self->claimed_user, args));
}

void
pop3_server_apop (Pop3Server *self, const SimRule *row, const char *args)
{
  const char *blank = strrchr (args, ' ');
  g_autofree char *user = blank != NULL ? g_strndup (args, blank - args) : NULL;

  if (user == NULL || !is_credential (user) || strlen (blank + 1) != 32
      || strspn (blank + 1, "0123456789abcdefABCDEF") != 32)
    {
      pop3_server_err (self, NULL, "Syntax: APOP name digest");
      return;
    }
  g_free (self->claimed_user);
  self->claimed_user = g_steal_pointer (&user);
  pop3_server_ask (self, "auth", sasl_question_apop (self->claimed_user, self->timestamp, blank + 1));
}

static void
end_login (Pop3Server *self, const char *why)
{
  pop3_server_err (self, NULL, why);
  if (self->base.open && self->base.state == POP3_SERVER_AUTH)
    pop3_server_enter (self, pop3_server_row (self, "<refused>"));
}

static void
go_on (Pop3Server *self, SaslStep *step)
{
  const SimRule *row;

  switch (step->kind)
    {
    case SASL_STEP_CHALLENGE:
      row = pop3_server_row (self, "<challenge>");
      self->bad_commands = 0;
      sim_session_sendf (&self->base, 0, "%s%s\r\n", row->reply, step->text);
      pop3_server_enter (self, row);
      break;
    case SASL_STEP_ASK:
      pop3_server_ask (self, "auth", g_steal_pointer (&step->question));
      break;
    case SASL_STEP_DENIED:
      pop3_server_err (self, "AUTH", step->text);
      if (self->base.open)
        pop3_server_enter (self, pop3_server_row (self, "<refused>"));
      break;
    default:
      end_login (self, step->text);
      break;
    }
  sasl_step_clear (step);
}

void
pop3_server_auth (Pop3Server *self, const SimRule *row, const char *args)
{
  gsize len = strcspn (args, " ");
  g_autofree char *name = g_strndup (args, len);
  g_autofree char *challenge = NULL;
  SaslMechanism mechanism = sasl_from_name (name);
  SaslStep step;

  if (refuse_clear (self))
    return;
  if (*name == '\0')
    {
      pop3_server_err (self, NULL, "Syntax: AUTH mechanism");
      return;
    }
  if ((mechanism & self->config.mechanisms) == 0)
    {
      pop3_server_err (self, NULL, "This mechanism is not offered");
      return;
    }
  g_clear_pointer (&self->claimed_user, g_free);
  if (mechanism == SASL_CRAM_MD5)
    challenge = g_strdup_printf ("<%u.%" G_GUINT64_FORMAT "@%s>", ++self->n_challenges, self->config.challenge, self->host);
  pop3_server_enter (self, row);
  sasl_server_start (&self->login, mechanism, args[len] != '\0' ? args + len + 1 : NULL, challenge, &step);
  go_on (self, &step);
}

void
pop3_server_auth_line (Pop3Server *self, SimLineKind kind, const guint8 *line, gsize len)
{
  SaslStep step;

  self->row = pop3_server_row (self, "<accepted>");
  if (kind == SIM_LINE_TOO_LONG)
    end_login (self, "Line too long");
  else if (kind == SIM_LINE_BARE)
    end_login (self, "A line must end with CR LF, not with LF alone");
  else if (len == 1 && line[0] == '*')
    {
      const SimRule *cancel = pop3_server_row (self, "<cancel>");

      pop3_server_err (self, NULL, cancel->reply + strlen ("-ERR "));
      if (self->base.open)
        pop3_server_enter (self, cancel);
    }
  else
    {
      sasl_server_take (&self->login, (const char *) line, len, &step);
      go_on (self, &step);
    }
}
