/* name.h - domain names as text and as labels (RFC 1035, 3.1, 4.1.4, 5.1)
 *
 * As text a name has no dot at its end, but the root is "."; a dot or backslash inside a label is
 * \. or \\, and any other octet that is no printable ASCII is \DDD. So every wire name has a text, and
 * the same wire name comes back from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DNS_LABEL_MAX 63    /* RFC 1035, 2.3.4 */
#define DNS_NAME_MAX  255   /* on the wire, with length octets and the root's zero */

/* The labels of @text with their length octets, and the root's zero; a dot at the end is allowed. The
 * octets written, 0: it is no name. @out may be NULL. */
gsize    dns_name_to_wire  (const char *text, guint8 out[DNS_NAME_MAX]);

/* Reads the name at @at of a message; pointers lead strictly backwards, so there are no loops.
 * @end: behind it. NULL: it is none. (transfer full) */
char    *dns_name_read     (const guint8 *message, gsize len, gsize at, gsize *end);

/* A copy without a dot at its end; NULL: no name. (transfer full) */
char    *dns_name_tidy     (const char *text);

/* Letter case of ASCII does not count (RFC 4343). */
gboolean dns_name_equal    (const char *a, const char *b);
/* TRUE if @name lies below @ancestor. */
gboolean dns_name_is_below (const char *name, const char *ancestor);

G_END_DECLS
