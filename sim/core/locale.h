/* locale.h - the reader's language
 *
 * The program speaks the language that LANGUAGE, LC_ALL, LC_MESSAGES or LANG
 * name, also where that locale was never generated on this machine. Call
 * ehlo_locale_init() once, first of all and with only one thread; a program with
 * a window calls gtk_disable_setlocale() before, or GTK undoes it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @executable_dir: the folder of the running program, or NULL. Catalogs are looked
 * for beside it, as a build folder has them, and then where they are installed. */
void        ehlo_locale_init         (const char *executable_dir);

/* "el", "ru", "en" ...; NULL: as the system says. Every text that is asked for after this is
 * in that language; what was asked for before stays as it is. */
void        ehlo_locale_set_language (const char *code);

/* The first language that texts are looked for in, such as "el"; "en" if none was named. (transfer full) */
char       *ehlo_locale_dup_language (void);

G_END_DECLS
