/* dsn.h - delivery status notifications (RFC 3461, 3462, 3464)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/queue.h"

G_BEGIN_DECLS

typedef struct
{
  const char  *host;        /* the reporting MTA */
  const char  *id;          /* makes boundary and Message-ID; unique in the run */
  gint64       date;        /* Unix seconds */
  gint64       arrived;     /* of the message; Unix seconds */
  gboolean     delayed;     /* not failed: still being tried */
  gboolean     succeeded;   /* not failed: delivered, or passed on to a server that does not notify */
} MailDsnInfo;

/* TRUE if somebody wants this notification (RFC 3461): about FAILED recipients, waiting ones if @info->delayed, SENT
 * ones if @info->succeeded. */
gboolean     mail_dsn_is_wanted (const MailDsnInfo *info, const MailQueueItem *item);

/* A multipart/report about those recipients of @item, with the header section of the returned message, or all of a
 * failed one if @item->ret asks for it; to @item->from, which is not null. English, deterministic, 7-bit unless it
 * returns an 8-bit message.
 * A recipient's reply that begins with no code is taken for words of our own. */
MailMessage *mail_dsn_new (const MailDsnInfo *info, const MailQueueItem *item);

G_END_DECLS
