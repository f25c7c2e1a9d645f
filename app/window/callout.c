/* callout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/callout.h"

#include "app/window/settings.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkWidget  *popover;
  GtkWidget  *play;
  GtkWidget  *window;    /* borrowed: it outlives the button */
  EhloPlayer *player;
  guint       timer;
} Callout;

static void
callout_free (Callout *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->player, self);
  g_signal_handlers_disconnect_by_data (self->play, self);
  g_signal_handlers_disconnect_by_data (self->window, self);
  gtk_widget_unparent (self->popover);
  g_object_unref (self->player);
  g_free (self);
}

static void
on_stepped (Callout *self)
{
  if (ehlo_player_get_line (self->player) == 0 && !ehlo_player_get_playing (self->player))
    return;
  ehlo_settings_set_flag ("begun", TRUE);
  callout_free (self);
}

/* After the window has its content: nobody waits for this. */
static gboolean
on_time (gpointer data)
{
  Callout *self = data;

  self->timer = 0;
  if (gtk_widget_get_mapped (self->play))
    gtk_popover_popup (GTK_POPOVER (self->popover));
  return G_SOURCE_REMOVE;
}

/* Another window in front of this one is not covered by it. */
static void
on_active (Callout *self)
{
  GtkRoot *root = gtk_widget_get_root (self->play);

  if (self->timer != 0 || root == NULL)
    return;
  if (gtk_window_is_active (GTK_WINDOW (root)))
    gtk_popover_popup (GTK_POPOVER (self->popover));
  else
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

void
ehlo_callout_begin (GtkWidget *play, EhloPlayer *player)
{
  Callout *self;

  if (ehlo_settings_get_flag ("begun", TRUE) || ehlo_player_get_line (player) > 0)
    return;
  self = g_new0 (Callout, 1);
  self->play = play;
  self->window = GTK_WIDGET (gtk_widget_get_root (play));
  self->player = g_object_ref (player);
  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_TOP);
  gtk_popover_set_child (GTK_POPOVER (self->popover), gtk_label_new (_("Press Space to begin")));
  gtk_widget_add_css_class (self->popover, "callout");
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_set_can_target (self->popover, FALSE);
  gtk_widget_set_parent (self->popover, play);
  self->timer = g_timeout_add (400, on_time, self);
  g_signal_connect_swapped (player, "moved", G_CALLBACK (on_stepped), self);
  g_signal_connect_swapped (player, "notify::playing", G_CALLBACK (on_stepped), self);
  g_signal_connect_swapped (self->window, "notify::is-active", G_CALLBACK (on_active), self);
  g_signal_connect_swapped (play, "destroy", G_CALLBACK (callout_free), self);
}
