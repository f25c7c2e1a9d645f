/* lazy.h - a place in the window whose content is made when it is first shown
 *
 * Keeps the start quick and the memory small: what nobody looks at is not built.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"

G_BEGIN_DECLS

/* Makes a view of @player. (transfer floating) */
typedef GtkWidget *(*EhloMakeView) (EhloPlayer *player);

#define EHLO_TYPE_LAZY (ehlo_lazy_get_type ())
G_DECLARE_FINAL_TYPE (EhloLazy, ehlo_lazy, EHLO, LAZY, GtkWidget)

GtkWidget *ehlo_lazy_new  (EhloMakeView make, EhloPlayer *player);
/* Its content, which is made now at the latest. (transfer none) */
GtkWidget *ehlo_lazy_get  (EhloLazy *self);
/* NULL: nobody has needed it yet. (transfer none) */
GtkWidget *ehlo_lazy_peek (EhloLazy *self);

G_END_DECLS
