/* ladder-view-input.c - what the pointer and the keys do on the ladder
 *
 * A click selects, or folds what it is on; a double click steps there. Whatever
 * the pointer can do, keys can.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/ladder-view-private.h"

#include "app/views/style.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const LadderItem *
item_at (EhloLadderView *self, double x, double y)
{
  const LadderLayout *layout = ehlo_ladder_view_get_layout (self);

  return layout != NULL ? ladder_pick (layout, x / ehlo_style_get_zoom (), y / ehlo_style_get_zoom ()) : NULL;
}

static const LadderBracket *
bracket_at (EhloLadderView *self, double x, double y)
{
  const LadderLayout *layout = ehlo_ladder_view_get_layout (self);

  return layout != NULL ? ladder_pick_bracket (layout, x / ehlo_style_get_zoom (), y / ehlo_style_get_zoom ()) : NULL;
}

static gboolean
is_on_more (const LadderItem *item, double x, double y)
{
  return ladder_is_on_more (item, x / ehlo_style_get_zoom (), y / ehlo_style_get_zoom ());
}

/* Folds or unfolds what a row heads, or what it says in several lines. */
static gboolean
toggle_row (EhloLadderView *self, const LadderRow *row)
{
  const SimStep *step = sim_steps_get (ehlo_player_get_lines (ehlo_view_get_player (EHLO_VIEW (self))), row->step);

  switch (row->kind)
    {
    case LADDER_ROW_HEADER:
      ehlo_ladder_view_toggle (self, self->rows_options.folded, row->step);
      return TRUE;
    case LADDER_ROW_PHASE:
      ehlo_ladder_view_toggle (self, self->rows_options.phases, row->step);
      return TRUE;
    case LADDER_ROW_STEP:
    case LADDER_ROW_LINE:
      if (step->n_lines > 1)
        ehlo_ladder_view_toggle (self, self->rows_options.unfolded, row->step);
      return step->n_lines > 1;
    case LADDER_ROW_PACKET:
    case LADDER_ROW_GAP:
      break;
    }
  return FALSE;
}

static void
step_to (EhloLadderView *self, guint index)
{
  const LadderRow *row = self->rows != NULL && index < ladder_rows_length (self->rows) ? ladder_rows_get (self->rows, index) : NULL;

  if (row == NULL)
    return;
  if (row->kind == LADDER_ROW_HEADER || row->kind == LADDER_ROW_PHASE)
    toggle_row (self, row);
  else
    ehlo_player_go_to_line (ehlo_view_get_player (EHLO_VIEW (self)), row->kind == LADDER_ROW_GAP ? row->step - 1 : row->step);
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, EhloLadderView *self)
{
  gboolean extend = (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_SHIFT_MASK) != 0;
  const LadderBracket *bracket = bracket_at (self, x, y);
  const LadderItem *item = item_at (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (item == NULL)
    ehlo_ladder_view_select (self, LADDER_NO_ROW, FALSE);
  else if (item->kind == LADDER_ITEM_HEADER || item->kind == LADDER_ITEM_PHASE || is_on_more (item, x, y))
    toggle_row (self, ladder_rows_get (self->rows, item->row));
  else if (bracket != NULL)
    ehlo_ladder_view_toggle (self, self->rows_options.phases, bracket->step);
  else if (n_press == 2)
    step_to (self, item->row);
  else
    ehlo_ladder_view_select (self, item->row, extend);
}

static void
show_menu (EhloLadderView *self, double x, double y)
{
  if (self->menu == NULL)
    {
      g_autoptr (GMenu) menu = g_menu_new (), go = g_menu_new (), fold = g_menu_new ();

      g_menu_append (menu, _("_Step to here"), "ladder.step");
      g_menu_append (menu, _("_Follow this connection, or all"), "ladder.follow");
      g_menu_append (go, _("What _led to this"), "ladder.cause");
      g_menu_append (go, _("What this led _to"), "ladder.effect");
      g_menu_append (fold, _("_Unfold or fold"), "ladder.toggle");
      g_menu_append_section (menu, NULL, G_MENU_MODEL (go));
      g_menu_append_section (menu, NULL, G_MENU_MODEL (fold));
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_second_pressed (GtkGestureClick *gesture, int n_press, double x, double y, EhloLadderView *self)
{
  const LadderItem *item = item_at (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (item == NULL)
    return;
  ehlo_ladder_view_select (self, item->row, FALSE);
  show_menu (self, x, y);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, EhloLadderView *self)
{
  const LadderItem *item = item_at (self, x, y);
  guint row = item != NULL ? item->row : LADDER_NO_ROW;
  gboolean folds = item != NULL && (item->kind == LADDER_ITEM_HEADER || item->kind == LADDER_ITEM_PHASE || is_on_more (item, x, y)
                                    || bracket_at (self, x, y) != NULL);

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), folds ? "pointer" : NULL);
  if (row == self->hover)
    return;
  self->hover = row;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (GtkEventControllerMotion *controller, EhloLadderView *self)
{
  self->hover = LADDER_NO_ROW;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, EhloLadderView *self)
{
  if (!(gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller)) & GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;
  ehlo_ladder_view_zoom (self, pow (1.1, -dy));
  return GDK_EVENT_STOP;
}

static gboolean
ehlo_ladder_view_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (widget);
  const LadderItem *item = keyboard ? NULL : item_at (self, x, y);
  Explanation explanation = { 0 };
  gboolean shown;

  if (item == NULL)
    return FALSE;
  if (item->kind <= LADDER_ITEM_PACKET && bracket_at (self, x, y) != NULL)
    {
      gtk_tooltip_set_text (tooltip, _("Fold this phase"));
      return TRUE;
    }
  if (item->kind > LADDER_ITEM_PACKET)
    return FALSE;
  explain_entry (ehlo_player_get_trace (ehlo_view_get_player (EHLO_VIEW (self))), item->entry, &explanation);
  shown = explanation.text != NULL;
  if (shown)
    gtk_tooltip_set_text (tooltip, explanation.text);
  explanation_clear (&explanation);
  return shown;
}

static void
do_step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  step_to (EHLO_LADDER_VIEW (widget), EHLO_LADDER_VIEW (widget)->selected);
}

static void
do_follow (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ehlo_ladder_view_toggle_follow (EHLO_LADDER_VIEW (widget));
}

static void
do_cause (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ehlo_ladder_view_go (EHLO_LADDER_VIEW (widget), EHLO_LADDER_CAUSE);
}

static void
do_effect (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ehlo_ladder_view_go (EHLO_LADDER_VIEW (widget), EHLO_LADDER_EFFECT);
}

/* The selected row, or else that of the current step. */
static guint
base_row (EhloLadderView *self)
{
  guint line = ehlo_player_get_line (ehlo_view_get_player (EHLO_VIEW (self)));

  if (self->rows == NULL || ladder_rows_length (self->rows) == 0)
    return LADDER_NO_ROW;
  if (self->selected < ladder_rows_length (self->rows))
    return self->selected;
  return line > 0 ? ladder_rows_of (self->rows, line) : LADDER_NO_ROW;
}

static void
do_toggle (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (widget);
  guint row = base_row (self);

  if (row == LADDER_NO_ROW || !toggle_row (self, ladder_rows_get (self->rows, row)))
    gtk_widget_error_bell (widget);
}

static void
do_menu (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (widget);
  const LadderLayout *layout = ehlo_ladder_view_get_layout (self);
  guint row = base_row (self);

  if (row == LADDER_NO_ROW)
    return;
  ehlo_ladder_view_select (self, row, FALSE);
  layout = ehlo_ladder_view_get_layout (self);
  for (guint i = 0; i < layout->items->len; i++)
    if (g_array_index (layout->items, LadderItem, i).row == row)
      show_menu (self, EHLO_GUTTER, g_array_index (layout->items, LadderItem, i).y * ehlo_style_get_zoom ());
}

/* Another row is selected, without stepping there. */
static gboolean
move_selection (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (widget);
  guint row = base_row (self);
  int direction;
  gboolean extend;

  g_variant_get (arguments, "(ib)", &direction, &extend);
  if (self->rows == NULL || ladder_rows_length (self->rows) == 0)
    return FALSE;
  if (row == LADDER_NO_ROW)
    row = direction > 0 ? 0 : ladder_rows_length (self->rows) - 1;
  else if (direction > 0 ? row + 1 < ladder_rows_length (self->rows) : row > 0)
    row += direction;
  ehlo_ladder_view_select (self, row, extend);
  return TRUE;
}

/* What was selected, followed or found is no longer; nothing of that: Escape is for somebody else. */
static gboolean
leave (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (widget);

  if (self->selected == LADDER_NO_ROW && self->follow == 0)
    return FALSE;
  self->follow = 0;
  ehlo_ladder_view_select (self, LADDER_NO_ROW, FALSE);
  ehlo_ladder_view_repaint (self);
  return TRUE;
}

static void
add_bindings (GtkWidgetClass *klass)
{
  static const struct { guint key; GdkModifierType modifiers; const char *action; } actions[] = {
    /* A scrolled window would take these for itself. */
    { GDK_KEY_Home, 0, "win.first" }, { GDK_KEY_End, 0, "win.last" },
    { GDK_KEY_Page_Down, 0, "win.forward" }, { GDK_KEY_Page_Up, 0, "win.back" },
    { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.forward-ten" }, { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.back-ten" },
    { GDK_KEY_Down, 0, "win.forward" }, { GDK_KEY_Up, 0, "win.back" },
    { GDK_KEY_Right, 0, "win.forward" }, { GDK_KEY_Left, 0, "win.back" },
    { GDK_KEY_Down, GDK_SHIFT_MASK, "win.next-in-connection" }, { GDK_KEY_Up, GDK_SHIFT_MASK, "win.previous-in-connection" },
    { GDK_KEY_Return, 0, "ladder.step" }, { GDK_KEY_KP_Enter, 0, "ladder.step" }, { GDK_KEY_ISO_Enter, 0, "ladder.step" },
    { GDK_KEY_plus, 0, "ladder.toggle" }, { GDK_KEY_minus, 0, "ladder.toggle" },
    { GDK_KEY_KP_Add, 0, "ladder.toggle" }, { GDK_KEY_KP_Subtract, 0, "ladder.toggle" },
    { GDK_KEY_Menu, 0, "ladder.menu" }, { GDK_KEY_F10, GDK_SHIFT_MASK, "ladder.menu" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_add_binding_action (klass, actions[i].key, actions[i].modifiers, actions[i].action, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Down, GDK_CONTROL_MASK, move_selection, "(ib)", 1, FALSE);
  gtk_widget_class_add_binding (klass, GDK_KEY_Up, GDK_CONTROL_MASK, move_selection, "(ib)", -1, FALSE);
  gtk_widget_class_add_binding (klass, GDK_KEY_Down, GDK_CONTROL_MASK | GDK_SHIFT_MASK, move_selection, "(ib)", 1, TRUE);
  gtk_widget_class_add_binding (klass, GDK_KEY_Up, GDK_CONTROL_MASK | GDK_SHIFT_MASK, move_selection, "(ib)", -1, TRUE);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, leave, NULL);
}

void
ehlo_ladder_view_class_init_input (GtkWidgetClass *klass)
{
  klass->query_tooltip = ehlo_ladder_view_query_tooltip;
  gtk_widget_class_install_action (klass, "ladder.step", NULL, do_step);
  gtk_widget_class_install_action (klass, "ladder.follow", NULL, do_follow);
  gtk_widget_class_install_action (klass, "ladder.cause", NULL, do_cause);
  gtk_widget_class_install_action (klass, "ladder.effect", NULL, do_effect);
  gtk_widget_class_install_action (klass, "ladder.toggle", NULL, do_toggle);
  gtk_widget_class_install_action (klass, "ladder.menu", NULL, do_menu);
  add_bindings (klass);
}

void
ehlo_ladder_view_init_input (EhloLadderView *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *second = gtk_gesture_click_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (second), GDK_BUTTON_SECONDARY);
  g_signal_connect (second, "pressed", G_CALLBACK (on_second_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (second));
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}
