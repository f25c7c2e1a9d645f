/* step.h - stepping through a trace in a terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/cli/source.h"

G_BEGIN_DECLS

/* Right, Space: on; Left: back; Home, End; q. Without a terminal: every step in turn. Returns the exit status. */
int ehlo_cli_step (const EhloSource *source, gboolean secrets);

G_END_DECLS
