/* directory.h - who exists: users, their aliases and passwords
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/address.h"

G_BEGIN_DECLS

typedef struct
{
  MailAddress address;
  char       *password;   /* or NULL: cannot log in */
  gsize       quota;      /* octets; 0: none */
  char      **aliases;    /* local parts, or whole addresses */
} SimDirectoryUser;

typedef struct _SimDirectory SimDirectory;

SimDirectory *sim_directory_new    (void);
void          sim_directory_free   (SimDirectory *self);
void          sim_directory_add    (SimDirectory *self, const char *address, const char *password, gsize quota,
                                    char **aliases);
guint         sim_directory_length (const SimDirectory *self);
const SimDirectoryUser *sim_directory_get (const SimDirectory *self, guint i);

/* Who gets mail for @address, as itself or by an alias; -1: nobody. Postmaster of a domain that has any
 * user, unless it is a user itself, is the first of them (RFC 5321, 4.5.1). */
int           sim_directory_find   (const SimDirectory *self, const MailAddress *address);

/* The user who logs in as @name (whole address or local part) with @password; -1: nobody. */
int           sim_directory_login  (const SimDirectory *self, const char *name, const char *password);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimDirectory, sim_directory_free)

G_END_DECLS
