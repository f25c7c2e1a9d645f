/* window-actions.h - the actions of the window and the keys for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/window/window.h"

G_BEGIN_DECLS

void ehlo_window_actions_add (EhloWindow *window);

G_END_DECLS
