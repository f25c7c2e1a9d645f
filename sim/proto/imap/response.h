/* response.h - what an IMAP server says, cut into whole responses and taken apart (RFC 9051, 7)
 *
 * Servers of all makes are read: what is not known is skipped, and strings may hold
 * any octets. A response is a line with each literal in its place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/imap/client.h"

G_BEGIN_DECLS

#define IMAP_RESPONSE_LINE_MAX    (8 * 1024 * 1024)   /* octets without literals */
#define IMAP_RESPONSE_NUMBERS_MAX 1000000             /* of a SEARCH or ESEARCH */

typedef enum { IMAP_READ_MORE, IMAP_READ_DONE, IMAP_READ_BAD } ImapReadResult;

typedef struct
{
  GByteArray *bytes;
  gsize       start;        /* of the response that is coming */
  gsize       line;         /* of its last line */
  gsize       at;           /* no line end before that */
  gsize       literals;     /* octets of its literals so far */
  gsize       max_literals;
} ImapReader;

void           imap_reader_init  (ImapReader *self, gsize max_literals);
void           imap_reader_clear (ImapReader *self);
void           imap_reader_feed  (ImapReader *self, const guint8 *data, gsize len);
/* The next response without its last CR LF. @why: what is wrong with it; static. */
ImapReadResult imap_reader_next  (ImapReader *self, GBytes **response, const char **why);
gsize          imap_reader_held  (const ImapReader *self);   /* octets */

typedef enum { IMAP_SAID_CONTINUE, IMAP_SAID_UNTAGGED, IMAP_SAID_TAGGED, IMAP_SAID_NONSENSE } ImapSaid;

/* @tag: of TAGGED. @out: of TAGGED and UNTAGGED; of CONTINUE: its text. (both transfer full) @utf8: names of
 * mailboxes are UTF-8, not modified UTF-7. */
ImapSaid       imap_response_parse (GBytes *bytes, gboolean utf8, char **tag, ImapResponse **out);
void           imap_response_free  (ImapResponse *self);
ImapStatus     imap_response_get_status (const ImapResponse *self);    /* NONE: its name is not OK, NO or BAD */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ImapResponse, imap_response_free)

/* ---- for response-fetch.c ---- */

/* A walk over a response. */
typedef struct
{
  GBytes       *bytes;      /* borrowed */
  const guint8 *first;
  const guint8 *p;
  const guint8 *end;
} ImapWalk;

gboolean       imap_walk_char   (ImapWalk *self, char c);              /* steps over it if it is there */
/* Steps over one value: a list, a string, a literal, a word. FALSE: there is none. */
gboolean       imap_walk_skip   (ImapWalk *self);
char          *imap_walk_word   (ImapWalk *self);                      /* up to a blank or a bracket; maybe "" */
/* A string, or a word; *out: NULL for NIL. A literal shares the octets. FALSE: there is none. */
gboolean       imap_walk_string (ImapWalk *self, GBytes **out);
gboolean       imap_walk_number (ImapWalk *self, guint64 *out);
char          *imap_walk_text   (const guint8 *start, const guint8 *end);   /* valid UTF-8 (transfer full) */

void           imap_response_read_fetch (ImapResponse *self, ImapWalk *walk);

G_END_DECLS
