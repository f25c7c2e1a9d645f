/* set.h - IMAP's sequence sets (RFC 9051, 9): "1:3,7,*"
 *
 * Kept as ranges, in order and without overlaps once resolved: "1:4294967295" costs
 * as little as "1".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/imap/tokens.h"

G_BEGIN_DECLS

#define IMAP_SET_STAR       0        /* "*": not resolved yet */
#define IMAP_SET_RANGES_MAX 10000

typedef struct { guint32 first, last; } ImapRange;   /* first <= last once resolved */

/* GArray of ImapRange. "$" (the saved search result, RFC 5182) gives *saved = TRUE. (transfer full) */
gboolean imap_scan_set    (ImapScanner *self, GArray **out, gboolean *saved);
/* Sets "*" to @largest, puts ranges in order, joins them. */
void     imap_set_resolve (GArray *set, guint32 largest);
gboolean imap_set_has     (const GArray *set, guint32 number);       /* of a resolved one; O(log n) */
char    *imap_set_to_text (const GArray *set);                       /* (transfer full) */
/* Appends a number that is larger than all before. */
void     imap_set_add     (GArray *set, guint32 number);
GArray  *imap_set_new     (void);

G_END_DECLS
