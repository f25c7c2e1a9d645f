/* fetch.h - FETCH's data items (RFC 9051, 6.4.5), asked for and answered
 *
 * FLAGS UID INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE, BODY[...] in all its
 * forms, RFC822 RFC822.HEADER RFC822.TEXT of RFC 3501, and the macros.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/mailbox.h"
#include "sim/proto/imap/tokens.h"
#include "sim/proto/session.h"

G_BEGIN_DECLS

#define IMAP_FETCH_ITEMS_MAX 100    /* of one command; one that is asked for twice counts once */
#define IMAP_FETCH_FIELDS_MAX 1000  /* of one HEADER.FIELDS */

typedef struct _ImapFetch ImapFetch;

/* One item, a macro (ALL, FAST, FULL) or a list in brackets. NULL: @scanner->error says what is wrong. */
ImapFetch *imap_fetch_scan        (ImapScanner *scanner);
void       imap_fetch_free        (ImapFetch *self);
gboolean   imap_fetch_sets_seen   (const ImapFetch *self);   /* some BODY[...] without PEEK, or RFC822, RFC822.TEXT */
gboolean   imap_fetch_wants_flags (const ImapFetch *self);
void       imap_fetch_add_uid     (ImapFetch *self);         /* UID FETCH always answers with it */
void       imap_fetch_add_flags   (ImapFetch *self);         /* if \Seen has been set by the fetch itself */

typedef struct
{
  gint64      epoch;       /* Unix seconds at time 0 */
  gboolean    utf8;
  const char *flags;       /* "(\Seen)": as this session shows them */
} ImapFetchContext;

/* A piece of an answer: whole lines of protocol, or the content of a literal. */
typedef struct
{
  GBytes  *bytes;          /* a body shares the message's octets */
  gboolean literal;
} ImapPiece;

/* "* 1 FETCH (FLAGS (\Seen) BODY[TEXT] {5}CRLF", "hello", ")CRLF". GArray of ImapPiece that frees them. */
GArray    *imap_fetch_write       (const ImapFetch *self, guint32 number, const MailItem *item,
                                   const ImapFetchContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ImapFetch, imap_fetch_free)

G_END_DECLS
