/* store.h - all mail of one user: folders, subscriptions, quota
 *
 * A server's message store and a mail program's local store are the same thing.
 * Folder names are UTF-8, their levels are parted by '/'; "INBOX" in any letter
 * case is INBOX, which is always there. Folders are kept in the order of their
 * names (octets), INBOX first. Nothing here reads a clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/mailbox.h"

G_BEGIN_DECLS

#define MAIL_STORE_SEPARATOR   '/'
#define MAIL_STORE_FOLDERS_MAX 10000
#define MAIL_STORE_MESSAGES_MAX 500000
#define MAIL_STORE_NAME_MAX    1000      /* octets */

typedef struct _MailStore MailStore;

/* What a spectator hears, at once; each may be NULL. They must not change the store. */
typedef struct
{
  void (*added)   (gpointer owner, MailBox *box, const MailItem *item);
  void (*flags)   (gpointer owner, MailBox *box, const MailItem *item);   /* have changed */
  void (*removed) (gpointer owner, MailBox *box, const MailItem *item);   /* is about to go */
  void (*created) (gpointer owner, MailBox *box);
  void (*deleted) (gpointer owner, MailBox *box);                         /* is about to go, its messages first */
  void (*renamed) (gpointer owner, MailBox *box, const char *old_name);
} MailStoreFuncs;

/* @uid_validity: INBOX's; each further folder gets the next number, also one that is made anew under an old name. */
MailStore  *mail_store_new           (guint32 uid_validity);
MailStore  *mail_store_ref           (MailStore *self);
void        mail_store_unref         (MailStore *self);              /* mailboxes may live on, without a store */
void        mail_store_watch         (MailStore *self, const MailStoreFuncs *funcs, gpointer owner);   /* one watcher */

MailBox    *mail_store_get_inbox     (MailStore *self);
MailBox    *mail_store_find          (MailStore *self, const char *name);        /* NULL: none */
guint       mail_store_length        (MailStore *self);
MailBox    *mail_store_get           (MailStore *self, guint i);
gboolean    mail_store_has_children  (MailStore *self, const char *name);

/* Errors of names and folders, as servers tell them. */
typedef enum
{
  MAIL_STORE_OK,
  MAIL_STORE_EXISTS,
  MAIL_STORE_NONE,
  MAIL_STORE_BAD_NAME,     /* empty, too long, not UTF-8, control characters, empty level */
  MAIL_STORE_HAS_CHILDREN,
  MAIL_STORE_INBOX,        /* cannot be done with INBOX */
  MAIL_STORE_TOO_MANY
} MailStoreResult;

/* Whether a folder could be called so. */
MailStoreResult mail_store_check_name (const char *name);
/* Makes the levels above too, where they are missing. @box may be NULL. */
MailStoreResult mail_store_create    (MailStore *self, const char *name, MailUse use, MailBox **box);
/* Sessions that have it open find it empty (mail_box_is_gone). */
MailStoreResult mail_store_delete    (MailStore *self, const char *name);
/* With all below it. INBOX: its messages move to a new folder, it stays (RFC 9051, 6.3.6). */
MailStoreResult mail_store_rename    (MailStore *self, const char *from, const char *to);

/* The folder need not exist. FALSE: no folder can be called so, or there are MAIL_STORE_FOLDERS_MAX already. */
gboolean    mail_store_subscribe     (MailStore *self, const char *name, gboolean subscribed);
gboolean    mail_store_is_subscribed (MailStore *self, const char *name);
char      **mail_store_subscriptions (MailStore *self);                          /* in order. (transfer full) */

MailBox    *mail_store_find_use      (MailStore *self, MailUse use);             /* NULL: none */

/* Octets that may lie here; 0: no limit. */
void        mail_store_set_quota     (MailStore *self, gsize octets);
gsize       mail_store_get_quota     (MailStore *self);
gsize       mail_store_get_size      (MailStore *self);
gboolean    mail_store_has_room      (MailStore *self, gsize octets);
/* Whether @n more messages would not be too many, however small they are. */
gboolean    mail_store_has_places    (MailStore *self, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailStore, mail_store_unref)

G_END_DECLS
