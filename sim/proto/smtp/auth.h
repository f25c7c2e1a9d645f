/* auth.h - the login mechanisms of SMTP: PLAIN (RFC 4616), LOGIN, CRAM-MD5 (RFC 2195)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SMTP_AUTH_PLAIN    = 1 << 0,
  SMTP_AUTH_LOGIN    = 1 << 1,
  SMTP_AUTH_CRAM_MD5 = 1 << 2
} SmtpAuth;

/* The name as AUTH has it; 0 / NULL: none. */
guint       smtp_auth_from_name (const char *name);
const char *smtp_auth_name      (SmtpAuth mechanism);

/* " PLAIN CRAM-MD5", each after a blank. (transfer full) */
char       *smtp_auth_list      (guint mechanisms);

/* Base64 (RFC 4648, 4) without any leniency. NULL: it is none. (transfer full) */
guint8     *smtp_base64_decode  (const char *text, gsize len, gsize *out_len);

/* HMAC-MD5 of the challenge with the password as key, in hexadecimal. (transfer full) */
char       *smtp_cram_md5       (const char *challenge, const char *password);

/* The question "auth" of server.h. User and password are UTF-8. */
GBytes     *smtp_auth_question  (SmtpAuth mechanism, const char *user, const char *password);
GBytes     *smtp_auth_question_cram (const char *user, const char *challenge, const char *digest);
/* Who wants to log in; valid as long as @question. */
const char *smtp_auth_get_user  (GBytes *question);
/* Whether the client has shown that it knows @password. */
gboolean    smtp_auth_matches   (GBytes *question, const char *password);

G_END_DECLS
