/* owner.h - an owner of an IMAP client that does what dialogues say, and notes what it is told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/lib/drive.h"

#include "sim/proto/imap/client.h"

G_BEGIN_DECLS

typedef struct
{
  ImapClientConfig config;
  char            *user;
  char            *password;
  GString         *told;       /* what "next", "update" and "failed" had as result */
} Owner;

/* By the lines of a settings block. */
Owner    *owner_new     (const char *settings);
void      owner_free    (Owner *self);
/* A client of his; not opened yet. */
SimDrive *owner_start   (Owner *self);
/* "fetch 1 (FLAGS)": tests/transcripts/imap-client/README.md */
void      owner_command (SimDrive *drive, const char *line);

G_END_DECLS
