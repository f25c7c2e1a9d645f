/* search.h - SEARCH (RFC 9051, 6.4.4; RFC 4731; RFC 5182), asked for and answered
 *
 * Every key of RFC 9051 and RFC 3501. Text is compared as people read it: encoded
 * words, transfer encodings and charsets undone, letter case and the way an accent
 * is written left out of account, as i;unicode-casemap does (RFC 5051).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/mailbox.h"
#include "sim/proto/imap/set.h"

G_BEGIN_DECLS

#define IMAP_SEARCH_KEYS_MAX 1000

typedef enum
{
  IMAP_RETURN_MIN = 1, IMAP_RETURN_MAX = 2, IMAP_RETURN_ALL = 4, IMAP_RETURN_COUNT = 8, IMAP_RETURN_SAVE = 16
} ImapSearchReturn;

typedef struct _ImapSearch ImapSearch;

typedef enum { IMAP_SEARCH_OK, IMAP_SEARCH_BAD, IMAP_SEARCH_BAD_CHARSET } ImapSearchResult;

/* What stands behind "SEARCH ": [RETURN (...)] [CHARSET name] keys. BAD: @scanner->error says what is wrong.
 * BAD_CHARSET: NO [BADCHARSET (US-ASCII UTF-8)]. */
ImapSearchResult imap_search_scan   (ImapScanner *scanner, ImapSearch **out);
void       imap_search_free         (ImapSearch *self);
guint      imap_search_get_return   (const ImapSearch *self);   /* mask; ALL for RETURN (); 0: the old SEARCH answer */
/* Before the first question: "*" is @largest_number and @largest_uid; "$" is @saved, a resolved set of UIDs (NULL: empty). */
void       imap_search_resolve      (ImapSearch *self, guint32 largest_number, guint32 largest_uid, const GArray *saved);
/* @recent: of this session. @epoch: Unix seconds at time 0. */
gboolean   imap_search_matches      (const ImapSearch *self, MailBox *box, const MailItem *item, guint32 number,
                                     gboolean recent, gint64 epoch);

/* ---- the answer ---- */

/* "* SEARCH 2 3" or "* ESEARCH (TAG \"a\") UID COUNT 2", with CR LF; nothing if RETURN (SAVE) alone was asked for.
 * @hits: guint32, growing; numbers, or UIDs if @uid. @esearch: the client knows no other answer (rev2). */
void       imap_search_write        (const ImapSearch *self, GString *out, const char *tag, gboolean uid,
                                     const GArray *hits, gboolean esearch);
/* What RETURN (SAVE) keeps of the UIDs that were found (RFC 5182, 2.4), as a resolved set; NULL: it was not said. */
GArray    *imap_search_to_save      (const ImapSearch *self, const GArray *uids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ImapSearch, imap_search_free)

G_END_DECLS
