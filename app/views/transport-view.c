/* transport-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/transport-view.h"

#include "app/draw/words.h"
#include "app/views/timeline.h"

#include <glib/gi18n-lib.h>

struct _EhloTransportView
{
  EhloView   parent;
  GtkWidget *box;
  GtkWidget *play;
  GtkWidget *scale;
  GtkWidget *position;
  GtkWidget *clock;
  GtkWidget *granularity;
  GtkWidget *speed;
};

G_DEFINE_FINAL_TYPE (EhloTransportView, ehlo_transport_view, EHLO_TYPE_VIEW)

static void
set_name (GtkWidget *button, const char *name, const char *tip)
{
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
add_button (EhloTransportView *self, const char *icon, const char *action, const char *name, const char *key)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *tip = g_strdup_printf ("%s (%s)", name, key);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "step");
  set_name (button, name, tip);
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

static GtkWidget *
add_menu (EhloTransportView *self, GMenu *menu, const char *name)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  set_name (button, name, name);
  gtk_box_append (GTK_BOX (self->box), button);
  g_object_unref (menu);
  return button;
}

static const char *
granularity_name (SimGranularity granularity)
{
  switch (granularity)
    {
    case SIM_STEP_LINE: return _("Line by line");
    case SIM_STEP_COMMAND: return _("Command by command");
    case SIM_STEP_PHASE: return _("Phase by phase");
    case SIM_STEP_MESSAGE: return _("Message by message");
    }
  return "";
}

static GMenu *
granularity_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, granularity_name (SIM_STEP_LINE), "win.granularity::line");
  g_menu_append (menu, granularity_name (SIM_STEP_COMMAND), "win.granularity::command");
  g_menu_append (menu, granularity_name (SIM_STEP_PHASE), "win.granularity::phase");
  g_menu_append (menu, granularity_name (SIM_STEP_MESSAGE), "win.granularity::message");
  return menu;
}

static GMenu *
speed_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) speeds = g_menu_new (), stops = g_menu_new ();

  g_menu_append (speeds, "½×", "win.speed::0.5");
  g_menu_append (speeds, "1×", "win.speed::1");
  g_menu_append (speeds, "2×", "win.speed::2");
  g_menu_append (speeds, "4×", "win.speed::4");
  g_menu_append (stops, _("_Pause on failures"), "win.pause-on-failures");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (speeds));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (stops));
  return menu;
}

static void
ehlo_transport_view_moved (EhloView *view)
{
  EhloTransportView *self = EHLO_TRANSPORT_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (view);
  /* TRANSLATORS: the number of the step, and how many there are */
  g_autofree char *position = g_strdup_printf (_("Step %u of %u"), ehlo_player_get_step (player), ehlo_player_get_n_steps (player));
  g_autofree char *clock = ehlo_words_clock (ehlo_player_get_time (player));

  gtk_label_set_text (GTK_LABEL (self->position), position);
  gtk_label_set_text (GTK_LABEL (self->clock), clock);
  ehlo_timeline_sync (EHLO_TIMELINE (self->scale));
}

static void
ehlo_transport_view_mode (EhloView *view)
{
  EhloTransportView *self = EHLO_TRANSPORT_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (view);
  gboolean playing = ehlo_player_get_playing (player);
  double speed = ehlo_player_get_speed (player);
  g_autofree char *times = speed < 1 ? g_strdup ("½×") : g_strdup_printf ("%.0f×", speed);

  gtk_button_set_icon_name (GTK_BUTTON (self->play), playing ? "ehlo-pause-symbolic" : "ehlo-play-symbolic");
  set_name (self->play, playing ? _("Pause") : _("Play"), playing ? _("Pause (Space)") : _("Play (Space)"));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->granularity), granularity_name (ehlo_player_get_granularity (player)));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->speed), times);
  if (ehlo_player_get_trace (player) != NULL)
    ehlo_transport_view_moved (view);
}

static void
ehlo_transport_view_constructed (GObject *object)
{
  EhloTransportView *self = EHLO_TRANSPORT_VIEW (object);
  GtkWidget *labels = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  gtk_widget_add_css_class (self->box, "transport");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_button (self, "ehlo-first-symbolic", "win.first", _("First step"), "Home");
  add_button (self, "ehlo-back-symbolic", "win.back", _("Step back"), "←");
  self->play = add_button (self, "ehlo-play-symbolic", "win.play", _("Play"), "Space");
  gtk_widget_remove_css_class (self->play, "step");
  gtk_widget_add_css_class (self->play, "play");
  add_button (self, "ehlo-forward-symbolic", "win.forward", _("Step forward"), "→");
  add_button (self, "ehlo-last-symbolic", "win.last", _("Last step"), "End");
  self->scale = ehlo_timeline_new (ehlo_view_get_player (EHLO_VIEW (self)));
  gtk_widget_set_margin_start (self->scale, 12);
  gtk_widget_set_margin_end (self->scale, 12);
  gtk_box_append (GTK_BOX (self->box), self->scale);
  self->position = gtk_label_new ("");
  self->clock = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->position), 0);
  gtk_label_set_xalign (GTK_LABEL (self->clock), 0);
  gtk_widget_add_css_class (self->position, "position");
  gtk_widget_add_css_class (self->clock, "clock");
  gtk_widget_set_valign (labels, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (labels, 12);
  gtk_box_append (GTK_BOX (labels), self->position);
  gtk_box_append (GTK_BOX (labels), self->clock);
  gtk_box_append (GTK_BOX (self->box), labels);
  self->granularity = add_menu (self, granularity_menu (), _("How far a step goes"));
  self->speed = add_menu (self, speed_menu (), _("Speed"));
  G_OBJECT_CLASS (ehlo_transport_view_parent_class)->constructed (object);
}

static void
ehlo_transport_view_class_init (EhloTransportViewClass *klass)
{
  EhloViewClass *view_class = EHLO_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = ehlo_transport_view_constructed;
  view_class->moved = ehlo_transport_view_moved;
  view_class->mode = ehlo_transport_view_mode;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
ehlo_transport_view_init (EhloTransportView *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Play and step"), -1);
}

GtkWidget *
ehlo_transport_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_TRANSPORT_VIEW, "player", player, NULL);
}

GtkWidget *
ehlo_transport_view_get_scale (EhloTransportView *self)
{
  return self->scale;
}

GtkWidget *
ehlo_transport_view_get_play (EhloTransportView *self)
{
  return self->play;
}
