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
} MailDsnInfo;

/* A multipart/report about every FAILED recipient of @item (every waiting one if @info->delayed),
 * with the header section of the returned message; to @item->from, which is not null. English, 7-bit, deterministic.
 * A recipient's reply that begins with no code is taken for words of our own. */
MailMessage *mail_dsn_new (const MailDsnInfo *info, const MailQueueItem *item);

G_END_DECLS
