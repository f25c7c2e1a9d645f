/* view.h - what all views have in common: a player to follow
 *
 * A view keeps hover and scroll, never facts about mail.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"

G_BEGIN_DECLS

#define EHLO_TYPE_VIEW (ehlo_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (EhloView, ehlo_view, EHLO, VIEW, GtkWidget)

struct _EhloViewClass
{
  GtkWidgetClass parent_class;

  void (*loaded) (EhloView *self);   /* another run; "moved" follows */
  void (*grown)  (EhloView *self);   /* more has happened in the same run; without it: as loaded */
  void (*moved)  (EhloView *self);   /* another cursor */
  void (*mode)   (EhloView *self);   /* granularity, speed or playing has changed */
};

/* Of the construct-only property "player"; never NULL, but its trace may be. */
EhloPlayer *ehlo_view_get_player (EhloView *self);

G_END_DECLS
