/* mailbox-private.h - what a store does with its mailboxes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/mailbox.h"

G_BEGIN_DECLS

typedef struct
{
  void (*added)   (gpointer store, MailBox *box, const MailItem *item);
  void (*flags)   (gpointer store, MailBox *box, const MailItem *item);
  void (*removed) (gpointer store, MailBox *box, const MailItem *item);   /* is about to go */
} MailBoxFuncs;

void mail_box_set_store (MailBox *self, const MailBoxFuncs *funcs, gpointer store);   /* NULL: none any more */
void mail_box_set_name  (MailBox *self, const char *name);
void mail_box_set_use   (MailBox *self, MailUse use);
void mail_box_set_gone  (MailBox *self);       /* all its messages go */
/* Moves all messages to the end of @to. */
void mail_box_move_all  (MailBox *self, MailBox *to);

G_END_DECLS
