/* dots.h - dot-stuffing, as SMTP's DATA (RFC 5321, 4.5.2) and POP3 (RFC 1939, 3) have it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What goes over the wire before the lone dot: dots at the start of lines are doubled where @dots says so, a CR or LF
 * that stands alone becomes a line's end, and the last line has one. @n_dots, if not NULL: how many dots were added. (transfer full) */
GBytes *sim_dots_stuff (const guint8 *data, gsize len, gboolean dots, gsize *n_dots);

G_END_DECLS
