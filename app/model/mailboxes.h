/* mailboxes.h - what lies in which mailbox, on which server and device
 *
 * A pure function of the run and the cursor, from what the scene knows: outboxes,
 * mailboxes on servers, and what devices have of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/mailboxes-layout.h"

G_BEGIN_DECLS

#define EHLO_MAILBOX_ROWS 60   /* of one folder; the older ones are counted only */

/* MailboxPlace in the order of the lanes: all hosts that keep mail, or ever did. @scene: after @cursor entries; the current step
 * has those from @after on. (transfer full) */
GPtrArray *ehlo_mailboxes_at (const SimTrace *trace, const SimScene *scene, guint after, guint cursor);

G_END_DECLS
