/* AUTH (RFC 4954) with the mechanism PLAIN (RFC 4616)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/server-private.h"

#include <string.h>

/* RFC 4648, 4, without any leniency: g_base64_decode() skips what it does not
 * know. NULL: it is none. (transfer full) */
static guint8 *
decode_base64 (const char *text, gsize len, gsize *out_len)
{
  g_autofree char *copy = NULL;
  gsize padding = 0;

  if (len % 4 != 0)
    return NULL;
  while (padding < 2 && padding < len && text[len - 1 - padding] == '=')
    padding++;
  for (gsize i = 0; i < len - padding; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
      return NULL;
  *out_len = 0;
  if (len == 0)
    return g_malloc0 (1);
  copy = g_strndup (text, len);
  return g_base64_decode (copy, out_len);
}

/* One of the three parts of a PLAIN message, parted by NUL. */
static char *
take_part (const guint8 **p, const guint8 *end)
{
  const guint8 *nul = memchr (*p, '\0', end - *p);
  gsize len = (nul != NULL ? nul : end) - *p;
  char *part;

  if (len > SMTP_CREDENTIAL_MAX || !g_utf8_validate_len ((const char *) *p, len, NULL))
    return NULL;
  part = g_strndup ((const char *) *p, len);
  *p += nul != NULL ? len + 1 : len;
  return part;
}

static void
auth_answered (SmtpServer *self, const SmtpReply *reply)
{
  g_autofree char *user = g_steal_pointer (&self->claimed_user);

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
take_response (SmtpServer *self, const char *text, gsize len)
{
  gsize n = 0;
  g_autofree guint8 *message = decode_base64 (text, len, &n);
  const guint8 *p = message;
  g_autofree char *identity = NULL;
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  GByteArray *question;

  if (message == NULL)
    {
      fail (self, 501, "5.5.2", "Not valid Base64");
      return;
    }
  /* [identity to act as] NUL user NUL password */
  identity = take_part (&p, message + n);
  user = identity != NULL ? take_part (&p, message + n) : NULL;
  if (user == NULL || p == message + n || *user == '\0')
    {
      fail (self, 501, "5.5.2", "Not a user and a password parted by NUL");
      return;
    }
  password = memchr (p, '\0', message + n - p) == NULL ? take_part (&p, message + n) : NULL;
  if (password == NULL || *password == '\0')
    {
      fail (self, 501, "5.5.2", "Not a user and a password parted by NUL");
      return;
    }
  if (*identity != '\0' && !g_str_equal (identity, user))
    {
      smtp_server_reply (self, 535, "5.7.8", "Nobody may act for another here");
      smtp_server_enter (self, self->row);
      return;
    }
  question = g_byte_array_new ();
  g_byte_array_append (question, (const guint8 *) "PLAIN", strlen ("PLAIN") + 1);
  g_byte_array_append (question, (const guint8 *) user, strlen (user) + 1);
  g_byte_array_append (question, (const guint8 *) password, strlen (password));
  g_free (self->claimed_user);
  self->claimed_user = g_steal_pointer (&user);
  smtp_server_ask (self, "auth", g_byte_array_free_to_bytes (question), auth_answered);
}

void
smtp_server_auth (SmtpServer *self, const SimRule *row, const char *args)
{
  gsize len = strcspn (args, " ");
  g_autofree char *mechanism = g_ascii_strup (args, len);
  const char *initial = args + len;

  if (self->user != NULL)
    {
      smtp_server_refuse (self, 503, "5.5.1", "Already logged in");     /* RFC 4954, 4 */
      return;
    }
  if (*mechanism == '\0')
    {
      smtp_server_refuse (self, 501, "5.5.4", "Syntax: AUTH mechanism");
      return;
    }
  if (!g_str_equal (mechanism, "PLAIN"))
    {
      smtp_server_refuse (self, 504, "5.5.4", "This mechanism is not offered");
      return;
    }
  if (*initial == '\0')
    {
      const SimRule *challenge = smtp_server_row (self, "<challenge>");

      smtp_server_reply_row (self, challenge, "");
      smtp_server_enter (self, challenge);
      return;
    }
  initial++;
  if (g_str_equal (initial, "="))       /* an empty one, RFC 4954, 4 */
    initial++;
  take_response (self, initial, strlen (initial));
}

void
smtp_server_auth_line (SmtpServer *self, SimLineKind kind, const guint8 *line, gsize len)
{
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
    take_response (self, (const char *) line, len);
}
