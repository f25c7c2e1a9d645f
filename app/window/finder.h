/* finder.h - the search bar: words in the lines of the run
 *
 * What is found becomes the current line. Signals: "searched" (for which words; "" when the bar is closed), "closed".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"

G_BEGIN_DECLS

#define EHLO_TYPE_FINDER (ehlo_finder_get_type ())
G_DECLARE_FINAL_TYPE (EhloFinder, ehlo_finder, EHLO, FINDER, GtkWidget)

GtkWidget *ehlo_finder_new   (EhloPlayer *player);

/* Shows the bar and gives it the focus. */
void       ehlo_finder_open  (EhloFinder *self);
/* FALSE: it was not open. */
gboolean   ehlo_finder_close (EhloFinder *self);
gboolean   ehlo_finder_is_open (EhloFinder *self);
/* To the next line with the words (@direction 1), or the one before (-1). Without words the bar is opened. */
void       ehlo_finder_move  (EhloFinder *self, int direction);

G_END_DECLS
