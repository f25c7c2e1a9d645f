/* export-actions.h - win.export, win.print, win.copy and win.copy-picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/window/window.h"

G_BEGIN_DECLS

void ehlo_export_actions_add (EhloWindow *window);

G_END_DECLS
