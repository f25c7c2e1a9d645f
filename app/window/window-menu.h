/* window-menu.h - the menu at the right of the header bar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* In the language that holds now. An item whose action the window does not have is not shown. (transfer full) */
GMenuModel *ehlo_window_menu_new (void);

G_END_DECLS
