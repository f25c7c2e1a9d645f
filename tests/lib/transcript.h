/* transcript.h - runs the dialogues of tests/transcripts/NAME/ *.md against a server
 *
 * Each is played as written, then the client's bytes again in chunks of several sizes
 * and through a socket pair: what comes out must be the same. All together they must
 * reach every row of the machine's table and say every command in every state.
 * A dialogue may have several sessions: "C2:" and "S2:" are those of the second.
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
  /* May be NULL: another session of the same owner; not opened yet. */
  SimDrive       *(*join)    (gpointer owner);
  /* May be NULL: what goes before a dialogue, after the session was opened; may forget what was sent. */
  void            (*opened)  (gpointer owner, SimDrive *drive);
  /* May be NULL: after something was said to a session; the others may have news. */
  void            (*wake)    (gpointer owner, SimDrive *drive);
  /* May be NULL: the word that a line commands ("FETCH" in "a1 FETCH 1 UID"). (transfer full) */
  char           *(*verb)    (const char *line);
  const char       *not_yet;    /* verb whose row no session can reach yet, or NULL */
} TranscriptKind;

/* The test program. */
int      transcript_main   (const TranscriptKind *which, int argc, char **argv);

/* {3*ab} becomes ababab, {3} stays; \r \n \0 \\ \xNN become bytes. */
GString *transcript_unfold (const char *text);

G_END_DECLS
