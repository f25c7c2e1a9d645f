/* sasl.h - login mechanisms: PLAIN (RFC 4616), LOGIN, CRAM-MD5 (RFC 2195), and what clients prove by them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SASL_PLAIN    = 1 << 0,
  SASL_LOGIN    = 1 << 1,
  SASL_CRAM_MD5 = 1 << 2
} SaslMechanism;

/* The name as AUTH has it; 0 / NULL: none. */
guint       sasl_from_name (const char *name);
const char *sasl_name      (SaslMechanism mechanism);

/* " PLAIN CRAM-MD5", each after a blank. (transfer full) */
char       *sasl_list      (guint mechanisms);

/* Base64 (RFC 4648, 4) without any leniency. NULL: it is none. (transfer full) */
guint8     *sasl_base64_decode  (const char *text, gsize len, gsize *out_len);

/* HMAC-MD5 of the challenge with the password as key, in hexadecimal. (transfer full) */
char       *sasl_cram_md5       (const char *challenge, const char *password);

/* The question "auth" of the servers. User and password are UTF-8. */
GBytes     *sasl_question  (SaslMechanism mechanism, const char *user, const char *password);
GBytes     *sasl_question_cram (const char *user, const char *challenge, const char *digest);
/* POP3's APOP (RFC 1939, 7): the digest is MD5 over timestamp and password. */
GBytes     *sasl_question_apop (const char *user, const char *timestamp, const char *digest);
char       *sasl_apop         (const char *timestamp, const char *password);   /* (transfer full) */
/* Who wants to log in; valid as long as @question. */
const char *sasl_get_user  (GBytes *question);
/* Whether the client has shown that it knows @password. */
gboolean    sasl_matches   (GBytes *question, const char *password);

G_END_DECLS
