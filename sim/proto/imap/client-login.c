/* From the greeting to the first "next": CAPABILITY, LOGIN or AUTHENTICATE, ENABLE
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/client-private.h"

#include <string.h>

#define CAPABILITIES_MAX 1000

void
imap_client_take_capabilities (ImapClient *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", CAPABILITIES_MAX);

  g_hash_table_remove_all (self->capabilities);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_hash_table_add (self->capabilities, g_ascii_strup (words[i], -1));
  self->told = TRUE;
}

static gboolean
has (ImapClient *self, const char *capability)
{
  return imap_client_has (&self->base, capability);
}

/* ---- login ------------------------------------------------------------------- */

static guint
offered_mechanisms (ImapClient *self)
{
  static const SaslMechanism all[] = { SASL_PLAIN, SASL_LOGIN, SASL_CRAM_MD5 };
  guint mask = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *name = g_strconcat ("AUTH=", sasl_name (all[i]), NULL);

      mask |= has (self, name) ? all[i] : 0;
    }
  return mask;
}

static void
send_authenticate (ImapClient *self)
{
  SaslMechanism mechanism = sasl_best (offered_mechanisms (self) & self->config.mechanisms);
  GString *command;

  if (mechanism == 0)
    {
      imap_client_give_up (self, NULL, "The server offers no way to log in that is known here");
      return;
    }
  self->login = (SaslClient) { mechanism, self->user, self->password, 0 };
  command = g_string_new ("AUTHENTICATE ");
  g_string_append (command, sasl_name (mechanism));
  if (has (self, "SASL-IR"))
    {
      g_autofree char *initial = sasl_client_initial (&self->login);

      if (initial != NULL)
        {
          g_string_append_printf (command, " %s", initial);
          imap_client_command (self, "AUTHENTICATE", command, SIM_OUTPUT_SECRET);
          return;
        }
    }
  imap_client_command (self, "AUTHENTICATE", command, 0);
}

static void
send_login (ImapClient *self)
{
  GString *command;

  if (has (self, "LOGINDISABLED"))
    {
      imap_client_give_up (self, NULL, "The server takes no password in clear");
      return;
    }
  self->login.mechanism = 0;
  command = g_string_new ("LOGIN ");
  imap_write_astring (command, self->user, strlen (self->user), FALSE);
  g_string_append_c (command, ' ');
  imap_write_astring (command, self->password, strlen (self->password), FALSE);
  imap_client_command (self, "LOGIN", command, SIM_OUTPUT_SECRET);
}

gboolean
imap_client_respond (ImapClient *self, const char *challenge)
{
  SaslStep step;
  gboolean stuck;

  sasl_client_take (&self->login, challenge, strlen (challenge), &step);
  stuck = step.kind == SASL_STEP_STUCK;
  if (!stuck)
    sim_session_sendf (&self->base, SIM_OUTPUT_SECRET, "%s\r\n", step.text);
  sasl_step_clear (&step);
  return !stuck;
}

/* ---- one after the other ------------------------------------------------------- */

static void
ask_next (ImapClient *self)
{
  imap_client_go (self, "<ready>");
  sim_session_ask (&self->base, "next", NULL);
}

/* What is still to be done before the owner is asked. */
static void
go_on (ImapClient *self)
{
  if (!self->told)
    imap_client_command (self, "CAPABILITY", g_string_new ("CAPABILITY"), 0);
  else if (!self->logged_in && self->user != NULL && self->config.mechanisms != 0)
    send_authenticate (self);
  else if (!self->logged_in && self->user != NULL)
    send_login (self);
  else if (self->logged_in && self->config.rev2 && !self->rev2 && has (self, "IMAP4REV2") && self->base.state != IMAP_CLIENT_ENABLE)
    imap_client_command (self, "ENABLE", g_string_new ("ENABLE IMAP4rev2"), 0);
  else
    ask_next (self);
}

void
imap_client_take_greeting (ImapClient *self, const ImapResponse *response)
{
  gboolean preauth = g_str_equal (response->name, "PREAUTH");

  if (g_str_equal (response->name, "BYE"))
    {
      imap_client_break_off (self, "<BYE>", response->code, response->text);
      return;
    }
  if (!preauth && !g_str_equal (response->name, "OK"))
    {
      imap_client_break_off (self, "<nonsense>", NULL, "The server does not greet as IMAP servers do");
      return;
    }
  self->logged_in = preauth;
  self->result.status = IMAP_STATUS_OK;
  self->result.code = response->code;
  self->result.text = response->text;
  if (response->code != NULL && g_ascii_strncasecmp (response->code, "CAPABILITY ", 11) == 0)
    imap_client_take_capabilities (self, response->code + 11);
  go_on (self);
}

void
imap_client_take_login (ImapClient *self, const ImapResponse *response)
{
  gboolean good = imap_response_get_status (response) == IMAP_STATUS_OK;

  switch ((ImapClientState) self->base.state)
    {
    case IMAP_CLIENT_LOGIN:
      if (!good)
        {
          imap_client_give_up (self, response->code, response->text);
          return;
        }
      self->logged_in = TRUE;
      /* They change with the login (RFC 9051, 7.1.1); who did not tell them is asked. */
      self->told = response->code != NULL && g_ascii_strncasecmp (response->code, "CAPABILITY ", 11) == 0;
      for (guint i = 0; i < self->result.untagged->len && !self->told; i++)
        self->told = g_str_equal (((ImapResponse *) g_ptr_array_index (self->result.untagged, i))->name, "CAPABILITY");
      break;
    case IMAP_CLIENT_CAPABILITY:
      if (!good || !self->told)
        {
          imap_client_give_up (self, response->code, good ? "The server does not tell what it can do" : response->text);
          return;
        }
      break;
    default:                           /* ENABLE: without it then */
      break;
    }
  g_ptr_array_set_size (self->result.untagged, 0);
  go_on (self);
}
