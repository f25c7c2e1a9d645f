/* ladder-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/ladder-view.h"

#include "app/draw/ladder-layout.h"
#include "app/draw/words.h"
#include "app/views/ladder-row.h"
#include "app/views/style.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROW_HEIGHT 33.0

struct _EhloLadderView
{
  EhloView             parent;
  GtkAdjustment       *hadjustment;
  GtkAdjustment       *vadjustment;
  GtkScrollablePolicy  hpolicy;
  GtkScrollablePolicy  vpolicy;
  LadderRows          *rows;         /* NULL: nothing loaded */
  GHashTable          *folded;       /* first steps */
  LadderLayout        *layout;       /* of what is seen; NULL: to be made */
  double               row_height;
  int                  seen_height;  /* at the last allocation */
  gboolean             hide_coming;
  GPtrArray           *children;     /* EhloLadderRow, borrowed */
};

enum { PROP_0, PROP_HADJUSTMENT, PROP_VADJUSTMENT, PROP_HPOLICY, PROP_VPOLICY };

G_DEFINE_FINAL_TYPE_WITH_CODE (EhloLadderView, ehlo_ladder_view, EHLO_TYPE_VIEW, G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static EhloPlayer *
player_of (EhloLadderView *self)
{
  return ehlo_view_get_player (EHLO_VIEW (self));
}

static double
top_of (EhloLadderView *self)
{
  return self->vadjustment != NULL ? floor (gtk_adjustment_get_value (self->vadjustment)) : 0;
}

static const LadderLayout *
get_layout (EhloLadderView *self)
{
  EhloPlayer *player = player_of (self);
  GtkWidget *widget = GTK_WIDGET (self);
  double zoom = ehlo_style_get_zoom ();
  LadderOptions options = { top_of (self) / zoom, gtk_widget_get_height (widget) / zoom, self->hide_coming };

  if (self->rows == NULL)
    return NULL;
  if (self->layout == NULL)
    self->layout = ladder_layout_new (ehlo_player_get_trace (player), ehlo_player_get_lines (player), self->rows,
                                      ehlo_player_get_cursor (player), gtk_widget_get_width (widget) / zoom, &options, ehlo_measure_pango,
                                      gtk_widget_get_pango_context (widget));
  return self->layout;
}

/* Something that the layout is made from has changed. */
static void
invalidate (EhloLadderView *self)
{
  g_clear_pointer (&self->layout, ladder_layout_free);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
configure (EhloLadderView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double upper = self->rows != NULL ? (ladder_rows_height (self->rows) + self->row_height) * ehlo_style_get_zoom () : 0;

  upper = MAX (upper, height);
  if (self->vadjustment != NULL)
    {
      double value = gtk_adjustment_get_value (self->vadjustment);

      gtk_adjustment_configure (self->vadjustment, CLAMP (value, 0, upper - height), 0, upper, self->row_height * ehlo_style_get_zoom (),
                                height * 0.9, height);
    }
  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, 1, width, width);
}

static void
set_adjustment (EhloLadderView *self, GtkAdjustment **slot, GtkAdjustment *adjustment)
{
  if (*slot == adjustment)
    return;
  if (*slot != NULL)
    g_signal_handlers_disconnect_by_func (*slot, invalidate, self);
  g_set_object (slot, adjustment);
  if (adjustment == NULL)
    return;
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (invalidate), self);
  configure (self);
}

static char *
describe (EhloLadderView *self, const LadderItem *item)
{
  EhloPlayer *player = player_of (self);

  if (item->kind == LADDER_ITEM_HEADER)
    return g_strdup_printf ("%s, %s, %s", item->text, item->detail, item->range);
  if (item->kind == LADDER_ITEM_GAP)
    return g_strdup (item->text);
  return ehlo_words_sentence (ehlo_player_get_trace (player), ehlo_player_get_lines (player), item->step);
}

static void
sync_children (EhloLadderView *self)
{
  const LadderLayout *layout = get_layout (self);
  guint n = layout != NULL ? layout->items->len : 0;
  guint total = self->rows != NULL ? ladder_rows_length (self->rows) : 0;
  double zoom = ehlo_style_get_zoom ();

  while (self->children->len < n)
    {
      GtkWidget *child = ehlo_ladder_row_new ();

      gtk_widget_set_parent (child, GTK_WIDGET (self));
      g_ptr_array_add (self->children, child);
    }
  for (guint i = 0; i < self->children->len; i++)
    {
      EhloLadderRow *child = g_ptr_array_index (self->children, i);
      const LadderItem *item = i < n ? &g_array_index (layout->items, LadderItem, i) : NULL;

      gtk_widget_set_child_visible (GTK_WIDGET (child), item != NULL);
      if (item == NULL)
        continue;
      if (!ehlo_ladder_row_is (child, item->row))
        {
          g_autofree char *label = describe (self, item);

          ehlo_ladder_row_show (child, item->row, label, item->row, total);
        }
      gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_SELECTED,
                                   item->state == LADDER_CURRENT && item->kind <= LADDER_ITEM_NOTE, -1);

      GtkAllocation place = { 0, (int) (item->y * zoom), gtk_widget_get_width (GTK_WIDGET (self)), (int) (item->height * zoom) };

      gtk_widget_measure (GTK_WIDGET (child), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (GTK_WIDGET (child), &place, -1);
    }
}

static void
ehlo_ladder_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const LadderLayout *layout = get_layout (EHLO_LADDER_VIEW (widget));
  EhloTheme theme = ehlo_style_theme (widget);
  cairo_t *cr;

  if (layout == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  cairo_scale (cr, ehlo_style_get_zoom (), ehlo_style_get_zoom ());
  ladder_paint (layout, cr, &theme);
  cairo_destroy (cr);
  ehlo_style_focus (widget, snapshot);
}

static void
ehlo_ladder_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : 66;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 400;
}

/* The current row in sight, with its neighbours. */
static void
show_current (EhloLadderView *self)
{
  guint line = ehlo_player_get_line (player_of (self));
  const LadderRow *row;
  double page, room, zoom = ehlo_style_get_zoom ();
  guint first;

  if (self->vadjustment == NULL || self->rows == NULL || ladder_rows_length (self->rows) == 0)
    return;
  if (line == 0)
    {
      gtk_adjustment_set_value (self->vadjustment, 0);
      return;
    }
  row = ladder_rows_get (self->rows, ladder_rows_of (self->rows, line));
  page = gtk_adjustment_get_page_size (self->vadjustment) / zoom;
  room = MIN (3 * self->row_height, page / 4);
  gtk_adjustment_clamp_page (self->vadjustment, MAX (row->y - room, 0) * zoom, (row->y + row->height + room) * zoom);
  /* No row is cut at the top. */
  first = ladder_rows_at (self->rows, top_of (self) / zoom);
  if (ladder_rows_get (self->rows, first)->y * zoom < top_of (self) && first + 1 < ladder_rows_length (self->rows))
    gtk_adjustment_set_value (self->vadjustment, ladder_rows_get (self->rows, first + 1)->y * zoom);
}

static void
ehlo_ladder_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (widget);

  g_clear_pointer (&self->layout, ladder_layout_free);
  configure (self);
  /* The current row stays in sight when the window or the size of everything changes. */
  if (height != self->seen_height)
    show_current (self);
  self->seen_height = height;
  sync_children (self);
}

static void
make_rows (EhloLadderView *self)
{
  EhloPlayer *player = player_of (self);

  g_clear_pointer (&self->layout, ladder_layout_free);
  g_clear_pointer (&self->rows, ladder_rows_free);
  if (ehlo_player_get_trace (player) != NULL)
    self->rows = ladder_rows_new (ehlo_player_get_trace (player), ehlo_player_get_lines (player), self->row_height,
                                  &(LadderRowsOptions) { .folded = self->folded });
  for (guint i = 0; i < self->children->len; i++)
    ehlo_ladder_row_show (g_ptr_array_index (self->children, i), G_MAXUINT, "", 0, 1);
  configure (self);
  invalidate (self);
}

static void
ehlo_ladder_view_loaded (EhloView *view)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (view);

  g_hash_table_remove_all (self->folded);
  make_rows (self);
}

static void
ehlo_ladder_view_moved (EhloView *view)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (view);
  EhloPlayer *player = player_of (self);
  g_autofree char *sentence = ehlo_words_sentence (ehlo_player_get_trace (player), ehlo_player_get_lines (player), ehlo_player_get_line (player));

  show_current (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  invalidate (self);
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, EhloLadderView *self)
{
  const LadderLayout *layout = get_layout (self);
  const LadderItem *item = layout != NULL ? ladder_pick (layout, x / ehlo_style_get_zoom (), y / ehlo_style_get_zoom ()) : NULL;
  gpointer key;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (item == NULL)
    return;
  if (item->kind != LADDER_ITEM_HEADER)
    {
      ehlo_player_go_to_line (player_of (self), item->kind == LADDER_ITEM_GAP ? item->step - 1 : item->step);
      return;
    }
  key = GUINT_TO_POINTER (item->step);
  if (!g_hash_table_remove (self->folded, key))
    g_hash_table_add (self->folded, key);
  make_rows (self);
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
  const LadderLayout *layout = get_layout (self);
  const LadderItem *item = layout != NULL && !keyboard ? ladder_pick (layout, x / ehlo_style_get_zoom (), y / ehlo_style_get_zoom ()) : NULL;
  Explanation explanation = { 0 };

  if (item == NULL || item->kind > LADDER_ITEM_NOTE)
    return FALSE;
  explain_entry (ehlo_player_get_trace (player_of (self)), item->entry, &explanation);
  if (explanation.text != NULL)
    gtk_tooltip_set_text (tooltip, explanation.text);
  explanation_clear (&explanation);
  return TRUE;
}

static void
ehlo_ladder_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ehlo_ladder_view_parent_class)->css_changed (widget, change);
  configure (EHLO_LADDER_VIEW (widget));
  invalidate (EHLO_LADDER_VIEW (widget));
}

static void
ehlo_ladder_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT: g_value_set_object (value, self->hadjustment); break;
    case PROP_VADJUSTMENT: g_value_set_object (value, self->vadjustment); break;
    case PROP_HPOLICY: g_value_set_enum (value, self->hpolicy); break;
    case PROP_VPOLICY: g_value_set_enum (value, self->vpolicy); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ehlo_ladder_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT: set_adjustment (self, &self->hadjustment, g_value_get_object (value)); break;
    case PROP_VADJUSTMENT: set_adjustment (self, &self->vadjustment, g_value_get_object (value)); break;
    case PROP_HPOLICY: self->hpolicy = g_value_get_enum (value); break;
    case PROP_VPOLICY: self->vpolicy = g_value_get_enum (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ehlo_ladder_view_dispose (GObject *object)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (object);

  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  G_OBJECT_CLASS (ehlo_ladder_view_parent_class)->dispose (object);
}

static void
ehlo_ladder_view_finalize (GObject *object)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (object);

  g_clear_pointer (&self->layout, ladder_layout_free);
  g_clear_pointer (&self->rows, ladder_rows_free);
  g_hash_table_unref (self->folded);
  g_ptr_array_unref (self->children);
  G_OBJECT_CLASS (ehlo_ladder_view_parent_class)->finalize (object);
}

static void
add_bindings (GtkWidgetClass *klass)
{
  /* A scrolled window would take these for itself. */
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Home, 0, "win.first", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_End, 0, "win.last", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Page_Down, 0, "win.forward", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Page_Up, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.forward-ten", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.back-ten", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Down, 0, "win.forward", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Up, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Right, 0, "win.forward", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Left, 0, "win.back", NULL);
}

static void
ehlo_ladder_view_class_init (EhloLadderViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  EhloViewClass *view_class = EHLO_VIEW_CLASS (klass);

  object_class->get_property = ehlo_ladder_view_get_property;
  object_class->set_property = ehlo_ladder_view_set_property;
  object_class->dispose = ehlo_ladder_view_dispose;
  object_class->finalize = ehlo_ladder_view_finalize;
  widget_class->snapshot = ehlo_ladder_view_snapshot;
  widget_class->measure = ehlo_ladder_view_measure;
  widget_class->size_allocate = ehlo_ladder_view_size_allocate;
  widget_class->css_changed = ehlo_ladder_view_css_changed;
  widget_class->query_tooltip = ehlo_ladder_view_query_tooltip;
  view_class->loaded = ehlo_ladder_view_loaded;
  view_class->moved = ehlo_ladder_view_moved;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HPOLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VPOLICY, "vscroll-policy");
  add_bindings (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_set_css_name (widget_class, "ladder");
}

static void
ehlo_ladder_view_init (EhloLadderView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  self->row_height = ROW_HEIGHT;
  self->folded = g_hash_table_new (NULL, NULL);
  self->children = g_ptr_array_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self), "ladder");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Ladder diagram"), -1);
}

GtkWidget *
ehlo_ladder_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_LADDER_VIEW, "player", player, NULL);
}

double
ehlo_ladder_view_get_row_height (EhloLadderView *self)
{
  return self->row_height;
}

void
ehlo_ladder_view_zoom (EhloLadderView *self, double factor)
{
  double height = CLAMP (self->row_height * factor, 24, 72);
  double value = self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;

  factor = height / self->row_height;
  self->row_height = height;
  make_rows (self);
  if (self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, value * factor);
}

gboolean
ehlo_ladder_view_get_hide_coming (EhloLadderView *self)
{
  return self->hide_coming;
}

void
ehlo_ladder_view_set_hide_coming (EhloLadderView *self, gboolean hide)
{
  self->hide_coming = hide;
  invalidate (self);
}
