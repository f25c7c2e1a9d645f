/* fetch-private.h - what the files of `ehlo fetch` share
 *
 * fetch.c has the arguments and writes letters, fetch-pop3.c and fetch-imap.c ask for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/cli/dial.h"

G_BEGIN_DECLS

#define EHLO_FETCH_LETTER_MAX ((gsize) 256 * 1024 * 1024)

typedef struct
{
  const char *folder;      /* of the server's mailboxes; UTF-8 */
  const char *output;      /* where letters are written */
  gboolean    remove;      /* from the server, once they are written */
  char       *user;        /* may be NULL, and the password then too */
  const char *password;

  SimSession *session;
  guint       next;        /* number of the next file */
  gboolean    told;        /* a failure has been told */
  gboolean    done;        /* all was fetched, and removed if it should be */
} EhloFetch;

/* Writes N.eml, complete or not at all, never over a file that is there. FALSE: it could not, and the reason is told. */
gboolean ehlo_fetch_write (EhloFetch *self, GBytes *letter);
/* What the server did not do, once. */
void     ehlo_fetch_fail  (EhloFetch *self, const char *about, const char *code, const char *text);

void     ehlo_fetch_pop3  (EhloFetch *self, int fd);
void     ehlo_fetch_imap  (EhloFetch *self, int fd);

G_END_DECLS
