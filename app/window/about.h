/* about.h - what the program is, its version, and the standards that it keeps to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ehlo_about_show (GtkWindow *parent);

G_END_DECLS
