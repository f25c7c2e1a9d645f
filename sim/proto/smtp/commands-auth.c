/* AUTH (RFC 4954) with the mechanisms PLAIN (RFC 4616), LOGIN and CRAM-MD5 (RFC 2195)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/server-private.h"

#include <string.h>

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

/* Says 334 with that challenge, in Base64 where it is not empty. */
static void
challenge (SmtpServer *self, const char *text)
{
  const SimRule *row = smtp_server_row (self, "<challenge>");
  g_autofree char *encoded = g_base64_encode ((const guchar *) text, strlen (text));

  smtp_server_reply_row (self, row, encoded);
  smtp_server_enter (self, row);
}

/* UTF-8 without NUL, not too long. (transfer full); NULL: it is none. */
static char *
dup_credential (const guint8 *p, gsize len)
{
  if (len > SMTP_CREDENTIAL_MAX || !g_utf8_validate_len ((const char *) p, len, NULL))
    return NULL;
  return g_strndup ((const char *) p, len);
}

/* ---- PLAIN ---- */

/* One of the three parts of a PLAIN message, parted by NUL. */
static char *
take_part (const guint8 **p, const guint8 *end)
{
  const guint8 *nul = memchr (*p, '\0', end - *p);
  gsize len = (nul != NULL ? nul : end) - *p;
  char *part = dup_credential (*p, len);

  if (part != NULL)
    *p += nul != NULL ? len + 1 : len;
  return part;
}

static void
take_plain (SmtpServer *self, const guint8 *message, gsize n)
{
  const guint8 *p = message;
  g_autofree char *identity = NULL;
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;

  /* [identity to act as] NUL user NUL password */
  identity = take_part (&p, message + n);
  user = identity != NULL ? take_part (&p, message + n) : NULL;
  if (user != NULL && p < message + n && memchr (p, '\0', message + n - p) == NULL)
    password = take_part (&p, message + n);
  if (password == NULL || *password == '\0' || *user == '\0')
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
  g_free (self->claimed_user);
  self->claimed_user = g_steal_pointer (&user);
  smtp_server_ask (self, "auth", smtp_auth_question (SMTP_AUTH_PLAIN, self->claimed_user, password), auth_answered);
}

/* ---- LOGIN: the user, then the password ---- */

static void
take_login (SmtpServer *self, const guint8 *message, gsize n)
{
  g_autofree char *text = dup_credential (message, n);

  if (text == NULL || *text == '\0')
    {
      fail (self, 501, "5.5.2", self->claimed_user == NULL ? "Not a user name" : "Not a password");
      return;
    }
  if (self->claimed_user == NULL)
    {
      self->claimed_user = g_steal_pointer (&text);
      challenge (self, "Password:");
      return;
    }
  smtp_server_ask (self, "auth", smtp_auth_question (SMTP_AUTH_LOGIN, self->claimed_user, text), auth_answered);
}

/* ---- CRAM-MD5: the password never travels ---- */

static void
begin_cram (SmtpServer *self)
{
  g_free (self->challenge);
  self->challenge = g_strdup_printf ("<%u.%" G_GUINT64_FORMAT "@%s>", ++self->n_challenges,
                                     self->config.challenge, self->host);
  challenge (self, self->challenge);
}

/* user SP digest: 32 hexadecimal digits */
static void
take_cram (SmtpServer *self, const guint8 *message, gsize n)
{
  g_autofree char *text = n <= SMTP_CREDENTIAL_MAX + 33 && g_utf8_validate_len ((const char *) message, n, NULL)
                          ? g_strndup ((const char *) message, n) : NULL;
  char *blank = text != NULL ? strrchr (text, ' ') : NULL;

  if (blank == NULL || blank == text || strlen (blank + 1) != 32
      || strspn (blank + 1, "0123456789abcdefABCDEF") != 32)
    {
      fail (self, 501, "5.5.2", "Not a user and a digest");
      return;
    }
  *blank = '\0';
  g_free (self->claimed_user);
  self->claimed_user = g_strdup (text);
  smtp_server_ask (self, "auth", smtp_auth_question_cram (text, self->challenge, blank + 1), auth_answered);
}

/* ---- AUTH ---- */

/* self->row says how it goes on after the answer. */
static void
take_response (SmtpServer *self, const char *text, gsize len)
{
  gsize n = 0;
  g_autofree guint8 *message = smtp_base64_decode (text, len, &n);

  if (message == NULL)
    fail (self, 501, "5.5.2", "Not valid Base64");
  else if (self->mechanism == SMTP_AUTH_PLAIN)
    take_plain (self, message, n);
  else if (self->mechanism == SMTP_AUTH_LOGIN)
    take_login (self, message, n);
  else
    take_cram (self, message, n);
}

void
smtp_server_auth (SmtpServer *self, const SimRule *row, const char *args)
{
  gsize len = strcspn (args, " ");
  g_autofree char *name = g_strndup (args, len);
  const char *initial = args + len;

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
  self->mechanism = smtp_auth_from_name (name);
  if ((self->mechanism & self->config.mechanisms) == 0)
    {
      smtp_server_refuse (self, 504, "5.5.4", "This mechanism is not offered");
      return;
    }
  g_clear_pointer (&self->claimed_user, g_free);
  if (self->mechanism == SMTP_AUTH_CRAM_MD5)
    {
      if (*initial == '\0')
        begin_cram (self);
      else                              /* RFC 4954, 4: the server must speak first */
        smtp_server_refuse (self, 501, "5.7.0", "This mechanism begins with a challenge");
      return;
    }
  if (*initial == '\0')
    {
      challenge (self, self->mechanism == SMTP_AUTH_LOGIN ? "Username:" : "");
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
