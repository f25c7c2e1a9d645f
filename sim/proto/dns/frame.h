/* frame.h - DNS messages in a TCP stream: two octets of length before each (RFC 1035, 4.2.2)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @message with its length in front. At most DNS_TCP_MAX octets. (transfer full) */
GBytes *dns_frame_new  (const guint8 *message, gsize len);

/* Takes the first whole message out of what has come; NULL: there is none yet. (transfer full) */
GBytes *dns_frame_take (GByteArray *input);

G_END_DECLS
