/* machine-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/machine-view.h"

#include "app/draw/machine-layout.h"
#include "app/draw/words.h"

#include <glib/gi18n-lib.h>

struct _EhloMachineView
{
  EhloSheetView parent;
  GtkWidget    *server;
  GtkWidget    *client;
  GtkWidget    *who;
  SimSide       side;
  guint32       conn;      /* 0: none has states yet */
};

G_DEFINE_FINAL_TYPE (EhloMachineView, ehlo_machine_view, EHLO_TYPE_SHEET_VIEW)

static void
ehlo_machine_view_sync (EhloSheetView *view)
{
  EhloMachineView *self = EHLO_MACHINE_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (view));
  const SimTrace *trace = ehlo_player_get_trace (player);
  g_autofree char *who = NULL;

  self->conn = machine_connection (trace, ehlo_player_get_cursor (player));
  if (self->conn != 0)
    who = ehlo_words_connection (trace, self->conn);
  gtk_label_set_text (GTK_LABEL (self->who), who != NULL ? who : "");
  gtk_widget_set_tooltip_text (self->who, who);
  /* Whoever looks at the card, at the top, shall go on seeing it. */
  if (ehlo_sheet_canvas_is_scrolled (ehlo_sheet_view_get_canvas (view)))
    ehlo_sheet_canvas_follow (ehlo_sheet_view_get_canvas (view));
}

static EhloSheet *
ehlo_machine_view_make_sheet (EhloSheetView *view, double width, double height, EhloMeasure measure, gpointer measure_data)
{
  EhloMachineView *self = EHLO_MACHINE_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (view));
  MachinePlace place;

  if (!machine_place_at (ehlo_player_get_trace (player), self->conn, self->side, ehlo_sheet_view_step_begin (view),
                         ehlo_player_get_cursor (player), &place))
    {
      EhloSheet *sheet = ehlo_sheet_new (width, measure, measure_data);

      ehlo_sheet_empty (sheet, height, _("No session yet"), _("Step on until a mail connection is opened: then its states are seen here."));
      return sheet;
    }
  return machine_layout_new (&place, TRUE, width, measure, measure_data, NULL);
}

static void
on_side (GtkToggleButton *button, EhloMachineView *self)
{
  if (gtk_toggle_button_get_active (button))
    ehlo_machine_view_set_side (self, GTK_WIDGET (button) == self->server ? SIM_SIDE_SERVER : SIM_SIDE_CLIENT);
}

static GtkWidget *
add_side (EhloMachineView *self, GtkWidget *box, const char *title, const char *tip)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), gtk_label_new (title));
  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_side), self, 0);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
ehlo_machine_view_class_init (EhloMachineViewClass *klass)
{
  EhloSheetViewClass *sheet_class = EHLO_SHEET_VIEW_CLASS (klass);

  sheet_class->sync = ehlo_machine_view_sync;
  sheet_class->make_sheet = ehlo_machine_view_make_sheet;
}

static void
ehlo_machine_view_init (EhloMachineView *self)
{
  GtkWidget *head = ehlo_sheet_view_get_head (EHLO_SHEET_VIEW (self)), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->side = SIM_SIDE_SERVER;
  gtk_widget_add_css_class (box, "linked");
  /* TRANSLATORS: two buttons: whose state machine is shown */
  self->server = add_side (self, box, C_("machine", "Server"), _("The server’s states"));
  self->client = add_side (self, box, C_("machine", "Client"), _("The client’s states"));
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->client), GTK_TOGGLE_BUTTON (self->server));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->server), TRUE);
  self->who = gtk_label_new ("");
  gtk_label_set_ellipsize (GTK_LABEL (self->who), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->who), 0);
  gtk_widget_set_hexpand (self->who, TRUE);
  gtk_widget_add_css_class (self->who, "dim");
  gtk_box_append (GTK_BOX (head), box);
  gtk_box_append (GTK_BOX (head), self->who);
  gtk_widget_set_visible (head, TRUE);
  ehlo_sheet_view_set_label (EHLO_SHEET_VIEW (self), _("State machine"));
}

GtkWidget *
ehlo_machine_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_MACHINE_VIEW, "player", player, NULL);
}

SimSide
ehlo_machine_view_get_side (EhloMachineView *self)
{
  return self->side;
}

void
ehlo_machine_view_set_side (EhloMachineView *self, SimSide side)
{
  if (side == self->side || side == SIM_SIDE_NONE)
    return;
  self->side = side;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (side == SIM_SIDE_SERVER ? self->server : self->client), TRUE);
  ehlo_sheet_view_renew (EHLO_SHEET_VIEW (self));
}
