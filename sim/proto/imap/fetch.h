/* fetch.h - FETCH's data items (RFC 9051, 6.4.5), asked for and answered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/mailbox.h"
#include "sim/proto/imap/tokens.h"

G_BEGIN_DECLS

typedef struct _ImapFetch ImapFetch;

/* One item, a macro (ALL, FAST, FULL) or a list in brackets. NULL: @scanner->error says what is wrong. */
ImapFetch *imap_fetch_scan        (ImapScanner *scanner);
void       imap_fetch_free        (ImapFetch *self);
gboolean   imap_fetch_sets_seen   (const ImapFetch *self);   /* some BODY[...] without PEEK, or RFC822, RFC822.TEXT */
gboolean   imap_fetch_wants_flags (const ImapFetch *self);
void       imap_fetch_add_uid     (ImapFetch *self);         /* UID FETCH always answers with it */

typedef struct
{
  gint64      epoch;
  gboolean    utf8;
  const char *flags;       /* "(\Seen)": as this session shows them */
} ImapFetchContext;

/* "(FLAGS (\Seen) BODY[TEXT] {5}\r\nhello)": what stands behind "* 1 FETCH ". Each literal's place in @out is told in
 * @literals (ImapRange of octets, first and behind last), so that content can be told from protocol. */
void       imap_fetch_write       (const ImapFetch *self, const MailItem *item, const ImapFetchContext *context,
                                   GByteArray *out, GArray *literals);

G_END_DECLS
