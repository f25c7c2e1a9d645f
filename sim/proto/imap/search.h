/* search.h - SEARCH (RFC 9051, 6.4.4; RFC 4731), asked for and answered
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

/* What stands behind "SEARCH ": [RETURN (...)] [CHARSET name] keys. */
ImapSearchResult imap_search_scan   (ImapScanner *scanner, ImapSearch **out);
void       imap_search_free         (ImapSearch *self);
guint      imap_search_get_return   (const ImapSearch *self);   /* mask; 0: the old SEARCH answer */
gboolean   imap_search_asked_return (const ImapSearch *self);   /* RETURN was said, maybe with () */
/* Before the first question: "*" is @largest_number and @largest_uid; "$" is @saved (UIDs; or NULL: empty). */
void       imap_search_resolve      (ImapSearch *self, guint32 largest_number, guint32 largest_uid, const GArray *saved);
/* @recent: of this session; @keywords: name of bit i of the flags' keyword part, see mailbox.h. */
gboolean   imap_search_matches      (const ImapSearch *self, const MailBox *box, const MailItem *item, guint32 number,
                                     gboolean recent, gint64 epoch);

G_END_DECLS
