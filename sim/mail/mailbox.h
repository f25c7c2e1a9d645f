/* mailbox.h - a mailbox: messages with UIDs, flags and keywords
 *
 * Several sessions may look at one mailbox at the same time. Whoever wants to know
 * what has changed keeps the change number that he has seen, and asks the journal
 * for what came after it.
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

#define MAIL_FLAGS_SYSTEM   0x1fu
/* The bits above are keywords: words that users make up (RFC 9051, 2.3.2). Each mailbox has its own. */
#define MAIL_KEYWORD(i)     (1u << (5 + (i)))
#define MAIL_KEYWORDS_MAX   26
#define MAIL_KEYWORD_LENGTH 64        /* octets */

/* RFC 6154 */
typedef enum
{
  MAIL_USE_NONE,
  MAIL_USE_ARCHIVE,
  MAIL_USE_DRAFTS,
  MAIL_USE_JUNK,
  MAIL_USE_SENT,
  MAIL_USE_TRASH
} MailUse;

typedef struct
{
  guint32      uid;
  guint        flags;
  SimTime      when;
  guint64      change;    /* number of the change that touched it last */
  MailMessage *message;   /* borrowed from the mailbox */
} MailItem;

typedef enum { MAIL_CHANGE_ADDED, MAIL_CHANGE_FLAGS, MAIL_CHANGE_REMOVED } MailChangeKind;

typedef struct
{
  guint32        uid;
  MailChangeKind kind;
} MailChange;

typedef struct _MailBox MailBox;  /* counted references */

MailBox        *mail_box_new             (const char *name, guint32 uid_validity);
MailBox        *mail_box_ref             (MailBox *self);
void            mail_box_unref           (MailBox *self);
const char     *mail_box_get_name        (const MailBox *self);   /* valid until it is renamed */
MailUse         mail_box_get_use         (const MailBox *self);
guint32         mail_box_get_uid_validity (const MailBox *self);
guint32         mail_box_get_uid_next    (const MailBox *self);
gsize           mail_box_get_size        (const MailBox *self);   /* octets of all messages */
guint           mail_box_length          (const MailBox *self);
const MailItem *mail_box_get             (const MailBox *self, guint i);       /* valid until the next change */
const MailItem *mail_box_find            (const MailBox *self, guint32 uid);   /* NULL: none; O(log n) */
/* How many messages have a smaller UID: where @uid stands or would stand. */
guint           mail_box_position        (const MailBox *self, guint32 uid);
/* TRUE: its store has deleted it. It is empty, and takes no more messages. */
gboolean        mail_box_is_gone         (const MailBox *self);

guint32         mail_box_append          (MailBox *self, MailMessage *message, guint flags, SimTime when); /* refs @message */
gboolean        mail_box_store_flags     (MailBox *self, guint32 uid, guint set, guint clear);
/* Removes the messages that are marked \Deleted and, unless @uids is NULL, are among @uids (guint32). How many. */
guint           mail_box_expunge         (MailBox *self, const GArray *uids);
/* Removes these, marked or not. @uids is in order. How many. */
guint           mail_box_remove          (MailBox *self, const GArray *uids);

/* The bit of a keyword, in any letter case; made if @add. 0: there is none, and no room for another, or no keyword
 * can be called so. */
guint           mail_box_keyword         (MailBox *self, const char *name, gboolean add);
/* NULL: there are only so many. */
const char     *mail_box_get_keyword     (const MailBox *self, guint i);

/* ---- what has changed ---- */

/* The number of the last change; each message that comes, goes or has other flags counts one. */
guint64         mail_box_get_change      (const MailBox *self);
/* What came after change @since, oldest first; valid until the next change. NULL with *n > 0: the journal does not
 * reach back so far, all must be compared. */
const MailChange *mail_box_get_changes   (const MailBox *self, guint64 since, guint *n);

/* Whoever has the mailbox open hears of each message just before it goes, so that he can go on showing it to somebody
 * who has not been told. @func must not change the mailbox. */
typedef void (*MailBoxKeepFunc) (gpointer keeper, const MailItem *item);
void            mail_box_add_keeper      (MailBox *self, MailBoxKeepFunc func, gpointer keeper);
void            mail_box_remove_keeper   (MailBox *self, gpointer keeper);

/* \Recent (RFC 3501, 2.3.2): messages from this UID on have not been told to any session. @take: they are now. */
guint32         mail_box_recent          (MailBox *self, gboolean take);

/* ---- POP3's exclusive maildrop (RFC 1939, 4) ---- */

gboolean        mail_box_lock            (MailBox *self);          /* FALSE: somebody else has it */
void            mail_box_unlock          (MailBox *self);
gboolean        mail_box_is_locked       (const MailBox *self);    /* nobody else should remove messages */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailBox, mail_box_unref)

G_END_DECLS
