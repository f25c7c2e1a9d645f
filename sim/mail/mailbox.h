/* mailbox.h - a mailbox: messages with UIDs and flags
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/engine.h"
#include "sim/mail/message.h"

G_BEGIN_DECLS

typedef enum
{
  MAIL_FLAG_SEEN     = 1 << 0,
  MAIL_FLAG_ANSWERED = 1 << 1,
  MAIL_FLAG_FLAGGED  = 1 << 2,
  MAIL_FLAG_DELETED  = 1 << 3,
  MAIL_FLAG_DRAFT    = 1 << 4
} MailFlags;

typedef struct
{
  guint32      uid;
  guint        flags;
  SimTime      when;
  MailMessage *message;   /* borrowed from the mailbox */
} MailItem;

typedef struct _MailBox MailBox;  /* UIDVALIDITY, UIDNEXT, flags, one change number */

MailBox        *mail_box_new             (const char *name, guint32 uid_validity);
void            mail_box_free            (MailBox *self);
const char     *mail_box_get_name        (const MailBox *self);
guint32         mail_box_get_uid_validity (const MailBox *self);
guint32         mail_box_get_uid_next    (const MailBox *self);
guint64         mail_box_get_change      (const MailBox *self);   /* goes up with every change */
gsize           mail_box_get_size        (const MailBox *self);   /* octets of all messages */
guint           mail_box_length          (const MailBox *self);
const MailItem *mail_box_get             (const MailBox *self, guint i);       /* valid until the next change */
const MailItem *mail_box_find            (const MailBox *self, guint32 uid);   /* NULL: none; O(log n) */

guint32         mail_box_append          (MailBox *self, MailMessage *message, guint flags, SimTime when); /* refs @message */
gboolean        mail_box_store_flags     (MailBox *self, guint32 uid, guint set, guint clear);
/* Removes the messages that are marked \Deleted and, unless @uids is NULL, are among @uids (guint32). How many. */
guint           mail_box_expunge         (MailBox *self, const GArray *uids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailBox, mail_box_free)

G_END_DECLS
