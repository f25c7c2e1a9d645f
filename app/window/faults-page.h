/* faults-page.h - a file that cannot be shown, and all that is wrong with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/loader.h"

G_BEGIN_DECLS

/* A page with a line for each fault, "FILE:LINE message", and a button that activates win.close-faults if @can_go_back. */
GtkWidget *ehlo_faults_page_new (const EhloFaults *faults, gboolean can_go_back);

G_END_DECLS
