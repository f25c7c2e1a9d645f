/* application.h - the program with a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EHLO_TYPE_APPLICATION (ehlo_application_get_type ())
G_DECLARE_FINAL_TYPE (EhloApplication, ehlo_application, EHLO, APPLICATION, GtkApplication)

/* @flags: G_APPLICATION_NON_UNIQUE in tests. */
EhloApplication *ehlo_application_new (GApplicationFlags flags);

/* Opens a window, with the files that @argv names or else with the first lesson, and returns
 * the exit status when it is closed: 1 if there is no display. Called after ehlo_locale_init(). */
int              ehlo_application_run (int argc, char **argv);

G_END_DECLS
