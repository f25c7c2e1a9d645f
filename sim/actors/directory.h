/* directory.h - who exists: users, their aliases and passwords, mailing lists, people who have moved
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
  char       *name;       /* "Bob Miller", or NULL */
  char       *forward;    /* whose mail goes to this address and not to a mailbox here; or NULL */
  gboolean    moved;      /* it does not go there: senders are told the new address (551) */
  gboolean    files_sent; /* the submission server puts a copy of what this user sends into the folder Sent */
} SimDirectoryUser;

/* Mail for a list goes to all members. With an owner its reverse-path becomes the owner's address (RFC 5321, 3.9.2);
 * without one it is an alias for several people, and the reverse-path stays (3.9.1). */
typedef struct
{
  MailAddress address;
  char      **members;    /* addresses: users, other lists, people elsewhere */
  char       *owner;      /* or NULL */
} SimDirectoryList;

typedef struct _SimDirectory SimDirectory;

SimDirectory *sim_directory_new    (void);
void          sim_directory_free   (SimDirectory *self);
void          sim_directory_add    (SimDirectory *self, const char *address, const char *password, gsize quota,
                                    char **aliases);
/* Of the user that was added last; each may be NULL. */
void          sim_directory_set_name    (SimDirectory *self, const char *name);
void          sim_directory_set_forward (SimDirectory *self, const char *address, gboolean moved);
void          sim_directory_set_files_sent (SimDirectory *self, gboolean files_sent);
void          sim_directory_add_list    (SimDirectory *self, const char *address, char **members, const char *owner);
guint         sim_directory_length (const SimDirectory *self);
const SimDirectoryUser *sim_directory_get (const SimDirectory *self, guint i);

/* Who gets mail for @address, as itself or by an alias; -1: nobody. Postmaster of a domain that has any
 * user, unless it is a user itself, is the first of them (RFC 5321, 4.5.1). */
int           sim_directory_find   (const SimDirectory *self, const MailAddress *address);

const SimDirectoryList *sim_directory_find_list (const SimDirectory *self, const MailAddress *address);

/* To whom mail for @address goes in the end, lists and forwarding followed as far as this directory knows; each
 * address once, in the order of the members. (transfer full): GPtrArray of MailAddress with free function. */
GPtrArray    *sim_directory_expand (const SimDirectory *self, const MailAddress *address);

/* The users of @domains whom VRFY's argument may mean: an address, a local part, an alias, or a part of the name.
 * (transfer full): GArray of int. An address or local part that fits exactly comes alone. */
GArray       *sim_directory_search (const SimDirectory *self, const char *word, char **domains);

/* The user who logs in as @name (whole address or local part) with @password; -1: nobody. */
int           sim_directory_login  (const SimDirectory *self, const char *name, const char *password);

/* The user named @name whose password @knows confirms; -1: nobody. */
typedef gboolean (*SimDirectoryKnowsFunc) (gpointer data, const char *password);
int           sim_directory_prove  (const SimDirectory *self, const char *name, SimDirectoryKnowsFunc knows,
                                    gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimDirectory, sim_directory_free)

G_END_DECLS
