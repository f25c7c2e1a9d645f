/* access-private.h - shared by access.c (who may come in) and its two protocols
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/access.h"

G_BEGIN_DECLS

struct _SimAccess
{
  SimStage           *stage;
  SimAccessConfig     config;
  const SimDirectory *users;
  SimMailboxes       *mailboxes;
  gboolean            ask_commands;
  SimService         *pop3;         /* NULL where it is not offered */
  SimService         *imap;
  GArray             *woken;        /* guint: users whose store has changed */
  guint               cause;        /* the last entry that told of it */
  SimEventId          wake;
};

/* The store of who has proved to be its owner; NULL: nobody, or there is none here. */
MailStore *sim_access_login (SimAccess *self, GBytes *question);

extern const SimServiceFuncs sim_access_pop3_funcs;
extern const SimServiceFuncs sim_access_imap_funcs;

/* Tells the sessions what has changed in the stores that they have. @data: SimAccess. */
void       sim_access_imap_wake (gpointer data, SimTime now);

/* "-ERR [SYS/TEMP] Try again later" without its first word: code and text; *code is NULL where there is none. */
void       sim_access_split (const char *reply, char **code, char **text);

G_END_DECLS
