/* Logging in: AUTH (RFC 4954) by PLAIN, LOGIN or CRAM-MD5
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/client-private.h"

#include <string.h>

/* One line in Base64 behind @before. */
static void
send_secret (SmtpClient *self, const char *before, const char *secret, gsize len)
{
  g_autofree char *text = g_base64_encode ((const guchar *) secret, len);

  sim_session_sendf (&self->base, SIM_OUTPUT_SECRET, "%s%s\r\n", before, text);
}

static void
send_plain (SmtpClient *self, const char *before)
{
  g_autoptr(GString) message = g_string_new (NULL);

  g_string_append_c (message, '\0');
  g_string_append_len (message, self->user, strlen (self->user) + 1);
  g_string_append (message, self->password);
  send_secret (self, before, message->str, message->len);
}

static void
send_cram (SmtpClient *self, const char *challenge)
{
  g_autofree char *digest = smtp_cram_md5 (challenge, self->password);
  g_autofree char *text = g_strdup_printf ("%s %s", self->user, digest);

  send_secret (self, "", text, strlen (text));
}

void
smtp_client_send_auth (SmtpClient *self)
{
  static const SmtpAuth order[] = { SMTP_AUTH_CRAM_MD5, SMTP_AUTH_PLAIN, SMTP_AUTH_LOGIN };
  guint mine = self->config.mechanisms;
  guint both = self->mechanisms & (mine != 0 ? mine : ~0u);

  for (gsize i = 0; i < G_N_ELEMENTS (order) && self->mechanism == 0; i++)
    self->mechanism = both & order[i];
  switch (self->mechanism)
    {
    case SMTP_AUTH_PLAIN:
      send_plain (self, "AUTH PLAIN ");
      break;
    case SMTP_AUTH_LOGIN:
    case SMTP_AUTH_CRAM_MD5:
      sim_session_sendf (&self->base, 0, "AUTH %s\r\n", smtp_auth_name (self->mechanism));
      break;
    default:
      smtp_client_give_up (self, &(SmtpReply) { 0, NULL, "The server offers no way to log in that is known here" });
      return;
    }
  smtp_client_go (self, "AUTH");
}

/* 334. FALSE: it has no answer. */
static gboolean
respond (SmtpClient *self, const SmtpReply *reply)
{
  gsize n = 0;
  g_autofree guint8 *challenge = NULL;
  g_autofree char *text = NULL;
  guint turn = self->n_responses++;

  if (turn >= (self->mechanism == SMTP_AUTH_LOGIN ? 2 : 1))
    return FALSE;
  if (self->mechanism == SMTP_AUTH_PLAIN)
    {
      send_plain (self, "");            /* it did not want the initial response */
      return TRUE;
    }
  if (self->mechanism == SMTP_AUTH_LOGIN)
    {
      const char *word = turn == 0 ? self->user : self->password;

      send_secret (self, "", word, strlen (word));
      return TRUE;
    }
  challenge = smtp_base64_decode (reply->text, strlen (reply->text), &n);
  if (challenge == NULL || n == 0 || memchr (challenge, '\0', n) != NULL)
    return FALSE;
  text = g_strndup ((const char *) challenge, n);
  send_cram (self, text);
  return TRUE;
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
