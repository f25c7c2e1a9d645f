/* address.h - paths and mailboxes of RFC 5321, section 4.1.2
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MAIL_LOCAL_PART_MAX  64     /* RFC 5321, 4.5.3.1.1 */
#define MAIL_DOMAIN_MAX     255     /* 4.5.3.1.2 */
#define MAIL_PATH_MAX       256     /* 4.5.3.1.3, with the angle brackets */

typedef struct
{
  char *local;    /* unquoted; "" in the null path */
  char *domain;   /* as written, or a literal "[192.0.2.1]"; "" in the null path and in <postmaster> */
} MailAddress;

typedef enum
{
  MAIL_PATH_OK,
  MAIL_PATH_SYNTAX,      /* no path at all */
  MAIL_PATH_TOO_LONG
} MailPathResult;

/* Reads a path in angle brackets from the front of @text. A source route is
 * accepted and dropped (4.1.2, appendix C). @used: octets read. On any other
 * result than MAIL_PATH_OK nothing is set. */
MailPathResult mail_path_parse    (const char *text, gsize len, gboolean utf8, MailAddress *out, gsize *used);

/* "local@domain" without brackets, UTF-8 allowed. FALSE: it is none. */
gboolean    mail_address_parse    (const char *text, MailAddress *out);

/* "local@domain", quoted where it must be; "" for the null path. (transfer full) */
char       *mail_address_to_text  (const MailAddress *self);
gboolean    mail_address_is_null  (const MailAddress *self);

/* Domains without regard to letter case, local parts with (4.1.2; 2.4) but for postmaster. */
gboolean    mail_address_equal    (const MailAddress *a, const MailAddress *b);
void        mail_address_clear    (MailAddress *self);

/* TRUE for a domain of RFC 1035 letters, digits, hyphens (4.1.2). */
gboolean    mail_domain_is_valid  (const char *text, gsize len);

G_END_DECLS
