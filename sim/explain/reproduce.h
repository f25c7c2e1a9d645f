/* reproduce.h - a line for the shell that says the same to a real server
 *
 * The server is `ehlo serve` on this machine, with the lesson's own users and mailboxes
 * where the run is a lesson's; the client is swaks, curl or nc. Passwords are left
 * out: the programs ask for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/explain/dialogue.h"

G_BEGIN_DECLS

/* The server's line and the client's, parted by LF, for a SAID entry: the whole dialogue up to it. (transfer full) NULL: there is
 * none, as for DNS. */
char *explain_reproduce (ExplainContext *context, guint index);

G_END_DECLS
