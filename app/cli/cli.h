/* cli.h - the subcommands of `ehlo`
 *
 * Each takes its own arguments, argv[0] being its name, and returns the exit
 * status: EHLO_EXIT_OK, EHLO_EXIT_FAULT where the input or the peer is at fault,
 * EHLO_EXIT_USAGE where the call is wrong. Data goes to stdout, messages go to
 * stderr. None needs a display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

enum
{
  EHLO_EXIT_OK    = 0,
  EHLO_EXIT_FAULT = 1,
  EHLO_EXIT_USAGE = 2
};

int ehlo_cli_check   (int argc, char **argv);
int ehlo_cli_compare (int argc, char **argv);
int ehlo_cli_explain (int argc, char **argv);
int ehlo_cli_export  (int argc, char **argv);
int ehlo_cli_fetch   (int argc, char **argv);
int ehlo_cli_list    (int argc, char **argv);
int ehlo_cli_run     (int argc, char **argv);
int ehlo_cli_send    (int argc, char **argv);
int ehlo_cli_serve   (int argc, char **argv);

/* ---- for the subcommands themselves ---- */

/* Reads the options; what is left of @argv are the arguments. @usage: "check FILE..."; @summary: a sentence.
 * FALSE: the program ends with *@status: --help was asked for, or a message has been written. */
gboolean ehlo_cli_options (int *argc, char ***argv, const GOptionEntry *entries, const char *usage, const char *summary,
                           int *status);

/* "ehlo: message" to stderr. */
void     ehlo_cli_error   (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The same and how to get help; returns EHLO_EXIT_USAGE. */
int      ehlo_cli_usage   (const char *command, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Writes data: to @path, complete or not at all, or to stdout if it is NULL or "-". Returns the exit status. */
int      ehlo_cli_write   (GBytes *bytes, const char *path);

G_END_DECLS
