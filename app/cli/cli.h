/* cli.h - the subcommands of `ehlo`
 *
 * Each takes its own arguments, argv[0] being its name, and returns the program's
 * exit status: 0 done; 1 the input or the peer is at fault; 2 wrong usage. Data
 * goes to stdout, messages go to stderr. None needs a display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int ehlo_cli_explain (int argc, char **argv);

G_END_DECLS
