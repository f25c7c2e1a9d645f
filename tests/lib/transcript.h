/* transcript.h - runs the dialogues of tests/transcripts/NAME/ *.md against a server
 *
 * Each is played as written, then the client's bytes again in chunks of several sizes
 * and through a socket pair: what comes out must be the same. All together they must
 * reach every row of the machine's table and say every command in every state.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "tests/lib/drive.h"

G_BEGIN_DECLS

typedef struct
{
  const char       *name;       /* "smtp": the folder, and the mark of the blocks */
  const SimMachine *machine;
  const int        *states;     /* in which every command must have been said */
  gsize             n_states;
  /* A server with an owner, by the lines of a settings block; not opened yet. */
  gpointer        (*start)   (const char *settings, SimDrive **drive);
  void            (*stop)    (gpointer owner);
  /* A line "= ..." that only this protocol knows. FALSE: it does not. */
  gboolean        (*expect)  (gpointer owner, SimDrive *drive, const char *line);
  guint64         (*reached) (SimSession *session);
} TranscriptKind;

/* The test program. */
int      transcript_main   (const TranscriptKind *which, int argc, char **argv);

/* {3*ab} becomes ababab; \r \n \0 \\ \xNN become bytes. */
GString *transcript_unfold (const char *text);

G_END_DECLS
