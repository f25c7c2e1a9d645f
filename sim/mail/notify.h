/* notify.h - what a sender asked about notifications (RFC 3461)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MAIL_ENVID_MAX  100      /* RFC 3461, 4.4; octets of xtext */
#define MAIL_ORCPT_MAX  500      /* 4.2 */

/* When somebody wants a notification about a recipient. 0: nothing was said, which is FAILURE and DELAY. */
typedef enum
{
  MAIL_NOTIFY_NEVER   = 1 << 0,  /* excludes the others */
  MAIL_NOTIFY_SUCCESS = 1 << 1,
  MAIL_NOTIFY_FAILURE = 1 << 2,
  MAIL_NOTIFY_DELAY   = 1 << 3
} MailNotify;

/* How much of the message a notification of failure brings back. */
typedef enum
{
  MAIL_RETURN_UNSAID,            /* as the server likes: the header section */
  MAIL_RETURN_FULL,
  MAIL_RETURN_HEADERS
} MailReturn;

/* "NEVER", "SUCCESS,DELAY". FALSE: it is no value of NOTIFY. */
gboolean mail_notify_parse   (const char *text, guint *out);
/* In the order of the above; "" for 0. (transfer full) */
char    *mail_notify_to_text (guint notify);

/* Whether a notification of @kind is wanted by @notify. */
gboolean mail_notify_wants   (guint notify, MailNotify kind);

/* xtext of RFC 3461, 4: printable ASCII but "+" and "=", anything else as +HEX. */
gboolean mail_xtext_is_valid (const char *text);
char    *mail_xtext_decode   (const char *text);   /* what is not printable ASCII afterwards is "?"; (transfer full) */
char    *mail_xtext_encode   (const char *text);   /* (transfer full) */

G_END_DECLS
