/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/sasl/exchange.h"

#include <string.h>

void
sasl_step_clear (SaslStep *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->question, g_bytes_unref);
}

static void
say (SaslStep *step, SaslStepKind kind, const char *text)
{
  step->kind = kind;
  step->text = g_strdup (text);
}

static void
send (SaslStep *step, SaslStepKind kind, const char *text, gsize len)
{
  step->kind = kind;
  step->text = g_base64_encode ((const guchar *) text, len);
}

static void
ask (SaslStep *step, GBytes *question)
{
  step->kind = SASL_STEP_ASK;
  step->question = question;
}

/* ---- server ---- */

/* UTF-8 without NUL, not too long. (transfer full); NULL: it is none. */
static char *
dup_credential (const guint8 *p, gsize len)
{
  if (len > SASL_CREDENTIAL_MAX || !g_utf8_validate_len ((const char *) p, len, NULL))
    return NULL;
  return g_strndup ((const char *) p, len);
}

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
take_plain (SaslServer *self, const guint8 *message, gsize n, SaslStep *step)
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
      say (step, SASL_STEP_MALFORMED, "Not a user and a password parted by NUL");
      return;
    }
  if (*identity != '\0' && !g_str_equal (identity, user))
    {
      say (step, SASL_STEP_DENIED, "Nobody may act for another here");
      return;
    }
  g_free (self->user);
  self->user = g_steal_pointer (&user);
  ask (step, sasl_question (SASL_PLAIN, self->user, password));
}

/* The user, then the password. */
static void
take_login (SaslServer *self, const guint8 *message, gsize n, SaslStep *step)
{
  g_autofree char *text = dup_credential (message, n);

  if (text == NULL || *text == '\0')
    say (step, SASL_STEP_MALFORMED, self->user == NULL ? "Not a user name" : "Not a password");
  else if (self->user == NULL)
    {
      self->user = g_steal_pointer (&text);
      send (step, SASL_STEP_CHALLENGE, "Password:", 9);
    }
  else
    ask (step, sasl_question (SASL_LOGIN, self->user, text));
}

/* user SP digest: 32 hexadecimal digits */
static void
take_cram (SaslServer *self, const guint8 *message, gsize n, SaslStep *step)
{
  g_autofree char *text = n <= SASL_CREDENTIAL_MAX + 33 && g_utf8_validate_len ((const char *) message, n, NULL)
                          ? g_strndup ((const char *) message, n) : NULL;
  char *blank = text != NULL ? strrchr (text, ' ') : NULL;

  if (blank == NULL || blank == text || strlen (blank + 1) != 32
      || strspn (blank + 1, "0123456789abcdefABCDEF") != 32)
    {
      say (step, SASL_STEP_MALFORMED, "Not a user and a digest");
      return;
    }
  *blank = '\0';
  g_free (self->user);
  self->user = g_strdup (text);
  ask (step, sasl_question_cram (text, self->challenge, blank + 1));
}

void
sasl_server_take (SaslServer *self, const char *response, gsize len, SaslStep *step)
{
  gsize n = 0;
  g_autofree guint8 *message = sasl_base64_decode (response, len, &n);

  *step = (SaslStep) { 0 };
  if (message == NULL)
    say (step, SASL_STEP_MALFORMED, "Not valid Base64");
  else if (self->mechanism == SASL_PLAIN)
    take_plain (self, message, n, step);
  else if (self->mechanism == SASL_LOGIN)
    take_login (self, message, n, step);
  else
    take_cram (self, message, n, step);
}

void
sasl_server_start (SaslServer *self, SaslMechanism mechanism, const char *initial, const char *challenge, SaslStep *step)
{
  sasl_server_clear (self);
  *step = (SaslStep) { 0 };
  self->mechanism = mechanism;
  if (mechanism == SASL_CRAM_MD5)
    {
      self->challenge = g_strdup (challenge);
      if (initial == NULL)
        send (step, SASL_STEP_CHALLENGE, challenge, strlen (challenge));
      else                              /* RFC 4422, 5: the server must speak first */
        say (step, SASL_STEP_MALFORMED, "This mechanism begins with a challenge");
    }
  else if (initial == NULL)
    send (step, SASL_STEP_CHALLENGE, "Username:", mechanism == SASL_LOGIN ? 9 : 0);
  else if (g_str_equal (initial, "="))
    sasl_server_take (self, "", 0, step);
  else
    sasl_server_take (self, initial, strlen (initial), step);
}

void
sasl_server_clear (SaslServer *self)
{
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->challenge, g_free);
}

/* ---- client ---- */

SaslMechanism
sasl_best (guint mechanisms)
{
  static const SaslMechanism order[] = { SASL_CRAM_MD5, SASL_PLAIN, SASL_LOGIN };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (mechanisms & order[i])
      return order[i];
  return 0;
}

static char *
encode_plain (const SaslClient *self)
{
  g_autoptr (GString) message = g_string_new (NULL);

  g_string_append_c (message, '\0');
  g_string_append_len (message, self->user, strlen (self->user) + 1);
  g_string_append (message, self->password);
  return g_base64_encode ((const guchar *) message->str, message->len);
}

char *
sasl_client_initial (SaslClient *self)
{
  return self->mechanism == SASL_PLAIN ? encode_plain (self) : NULL;
}

static void
respond_cram (const SaslClient *self, const char *challenge, gsize len, SaslStep *step)
{
  gsize n = 0;
  g_autofree guint8 *decoded = sasl_base64_decode (challenge, len, &n);
  g_autofree char *text = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *response = NULL;

  step->kind = SASL_STEP_STUCK;
  if (decoded == NULL || n == 0 || memchr (decoded, '\0', n) != NULL)
    return;
  text = g_strndup ((const char *) decoded, n);
  digest = sasl_cram_md5 (text, self->password);
  response = g_strdup_printf ("%s %s", self->user, digest);
  send (step, SASL_STEP_RESPONSE, response, strlen (response));
}

void
sasl_client_take (SaslClient *self, const char *challenge, gsize len, SaslStep *step)
{
  guint turn = self->turn++;
  const char *word;

  *step = (SaslStep) { .kind = SASL_STEP_STUCK };
  if (turn >= (self->mechanism == SASL_LOGIN ? 2 : 1))
    return;
  switch (self->mechanism)
    {
    case SASL_PLAIN:                    /* it did not want the initial response */
      step->kind = SASL_STEP_RESPONSE;
      step->text = encode_plain (self);
      break;
    case SASL_LOGIN:
      word = turn == 0 ? self->user : self->password;
      send (step, SASL_STEP_RESPONSE, word, strlen (word));
      break;
    case SASL_CRAM_MD5:
      respond_cram (self, challenge, len, step);
      break;
    default:
      break;
    }
}
