/* map-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/map-view.h"

#include "app/draw/topology-layout.h"
#include "app/draw/words.h"
#include "app/views/ladder-row.h"
#include "app/views/style.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FLIGHT_MICROSECONDS 450000.0
#define LARGEST             4.0
#define CLICK_STIR          4.0     /* a hand that clicks is not quite still */
#define PAN_STEP            60.0

struct _EhloMapView
{
  EhloView        parent;
  guint           tick;       /* 0: nothing flies */
  gint64          began;
  double          flight;
  double          scale;      /* of the map alone: 1, more while somebody looks closely */
  double          pan_x;      /* pixels of the enlarged map that are left of what is seen */
  double          pan_y;
  double          drag_x;     /* the same when a drag began */
  double          drag_y;
  double          press_x;    /* where a drag began, or a click */
  double          press_y;
  TopologyLayout *layout;     /* NULL: to be made */
  GPtrArray      *children;   /* EhloLadderRow, borrowed: hosts, then links */
};

G_DEFINE_FINAL_TYPE (EhloMapView, ehlo_map_view, EHLO_TYPE_VIEW)

static double
ease (double t)
{
  return t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) * (1 - t);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  EhloMapView *self = EHLO_MAP_VIEW (widget);
  double speed = ehlo_player_get_speed (ehlo_view_get_player (EHLO_VIEW (self)));
  double t = (gdk_frame_clock_get_frame_time (clock) - self->began) * speed / FLIGHT_MICROSECONDS;

  self->flight = t < 1 ? ease (t) : 1;
  g_clear_pointer (&self->layout, topology_layout_free);
  gtk_widget_queue_draw (widget);
  if (t < 1)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
stop_flight (EhloMapView *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  self->flight = 1;
  g_clear_pointer (&self->layout, topology_layout_free);
}

static void
start_flight (EhloMapView *self)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (self));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gboolean animations;

  stop_flight (self);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations, NULL);
  if (!animations || clock == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) || ehlo_player_get_speed (player) >= 4)
    return;
  self->flight = 0;
  self->began = gdk_frame_clock_get_frame_time (clock);
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

const TopologyLayout *
ehlo_map_view_get_layout (EhloMapView *self)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (self));

  if (ehlo_player_get_trace (player) != NULL && self->layout == NULL)
    self->layout = topology_layout_new (ehlo_player_get_trace (player), ehlo_player_get_scene (player), ehlo_player_get_lines (player),
                                        ehlo_player_get_cursor (player), self->flight,
                                        gtk_widget_get_width (GTK_WIDGET (self)) / ehlo_style_get_zoom (), ehlo_measure_pango,
                                        gtk_widget_get_pango_context (GTK_WIDGET (self)));
  return self->layout;
}

static void
ehlo_map_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EhloMapView *self = EHLO_MAP_VIEW (widget);
  const TopologyLayout *layout = ehlo_map_view_get_layout (self);
  double zoom = ehlo_style_get_zoom () * self->scale;
  EhloTheme theme = ehlo_style_theme (widget);
  cairo_t *cr;

  if (layout == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  cairo_translate (cr, -self->pan_x, -self->pan_y);
  cairo_scale (cr, zoom, zoom);
  topology_paint (layout, cr, &theme);
  cairo_destroy (cr);
  ehlo_style_focus (widget, snapshot);
}

/* From a place in the widget to one of the layout. */
static void
to_layout (EhloMapView *self, double *x, double *y)
{
  double zoom = ehlo_style_get_zoom () * self->scale;

  *x = (*x + self->pan_x) / zoom;
  *y = (*y + self->pan_y) / zoom;
}

static void
place_child (EhloMapView *self, guint i, guint n, char *label, double x, double y, double width, double height)
{
  double zoom = ehlo_style_get_zoom () * self->scale;
  g_autofree char *text = label;
  GtkWidget *child;

  if (i >= self->children->len)
    return;
  child = self->children->pdata[i];
  gtk_widget_set_child_visible (child, TRUE);
  ehlo_ladder_row_show (EHLO_LADDER_ROW (child), i, text, i, n);
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (child, &(GtkAllocation) { (int) (x * zoom - self->pan_x), (int) (y * zoom - self->pan_y),
                                                      MAX ((int) (width * zoom), 1), MAX ((int) (height * zoom), 1) }, -1);
}

/* The map for those who do not see it: a list of its hosts and links. */
static void
sync_children (EhloMapView *self)
{
  const TopologyLayout *layout = ehlo_map_view_get_layout (self);
  SimTrace *trace = ehlo_player_get_trace (ehlo_view_get_player (EHLO_VIEW (self)));
  guint n = 0, total = layout != NULL ? layout->hosts->len + layout->links->len : 0;

  for (guint i = 0; layout != NULL && i < layout->hosts->len; i++)
    {
      const TopologyHost *host = &g_array_index (layout->hosts, TopologyHost, i);

      place_child (self, n++, total, topology_describe_host (layout, trace, i), host->x - 30 * host->scale, host->y - 24 * host->scale,
                   60 * host->scale, 48 * host->scale);
    }
  for (guint i = 0; layout != NULL && i < layout->links->len; i++)
    {
      const TopologyLink *link = &g_array_index (layout->links, TopologyLink, i);

      place_child (self, n++, total, topology_describe_link (layout, trace, i), link->x1, MIN (link->y1, link->y2) - 6, link->x2 - link->x1,
                   ABS (link->y2 - link->y1) + 12);
    }
  for (; n < self->children->len; n++)
    gtk_widget_set_child_visible (self->children->pdata[n], FALSE);
}

static void
ehlo_map_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EhloMapView *self = EHLO_MAP_VIEW (widget);

  g_clear_pointer (&self->layout, topology_layout_free);
  self->pan_x = CLAMP (self->pan_x, 0, width * (self->scale - 1));
  self->pan_y = CLAMP (self->pan_y, 0, height * (self->scale - 1));
  sync_children (self);
}

static void
set_pan (EhloMapView *self, double x, double y)
{
  self->pan_x = CLAMP (x, 0, gtk_widget_get_width (GTK_WIDGET (self)) * (self->scale - 1));
  self->pan_y = CLAMP (y, 0, gtk_widget_get_height (GTK_WIDGET (self)) * (self->scale - 1));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The place at @x, @y stays where it is. */
static void
set_scale (EhloMapView *self, double scale, double x, double y)
{
  double factor;

  scale = CLAMP (scale, 1, LARGEST);
  factor = scale / self->scale;
  self->scale = scale;
  set_pan (self, (self->pan_x + x) * factor - x, (self->pan_y + y) * factor - y);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), scale > 1 ? "grab" : NULL);
}

static void
ehlo_map_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (widget));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 320;
      *natural = 800;
    }
  else if (ehlo_player_get_trace (player) == NULL)
    *minimum = *natural = 128;
  else
    {
      double zoom = ehlo_style_get_zoom (), width = (for_size > 0 ? for_size : 800) / zoom;

      *minimum = *natural = (int) (zoom * topology_height (ehlo_player_get_trace (player), ehlo_player_get_lines (player), width,
                                                           ehlo_measure_pango, gtk_widget_get_pango_context (widget)));
    }
}

static GtkSizeRequestMode
ehlo_map_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A child for each host, and for each link there can be: they must be there before any is placed. */
static void
add_children (EhloMapView *self)
{
  SimTrace *trace = ehlo_player_get_trace (ehlo_view_get_player (EHLO_VIEW (self)));
  guint n = trace != NULL ? sim_trace_n_hosts (trace) : 0, most = n + n * (n - 1) / 2;

  if (trace != NULL)
    most = MIN (most, n + sim_trace_n_connections (trace));
  while (self->children->len < most)
    {
      GtkWidget *child = ehlo_ladder_row_new ();

      gtk_widget_set_child_visible (child, FALSE);
      gtk_widget_set_parent (child, GTK_WIDGET (self));
      g_ptr_array_add (self->children, child);
    }
}

static void
ehlo_map_view_loaded (EhloView *view)
{
  add_children (EHLO_MAP_VIEW (view));
  stop_flight (EHLO_MAP_VIEW (view));
  EHLO_MAP_VIEW (view)->scale = 1;
  gtk_widget_queue_resize (GTK_WIDGET (view));
}

static void
ehlo_map_view_moved (EhloView *view)
{
  EhloPlayer *player = ehlo_view_get_player (view);
  g_autofree char *sentence = ehlo_words_sentence (ehlo_player_get_trace (player), ehlo_player_get_lines (player), ehlo_player_get_line (player));

  g_clear_pointer (&EHLO_MAP_VIEW (view)->layout, topology_layout_free);
  if (ehlo_player_came_forward (player))
    start_flight (EHLO_MAP_VIEW (view));
  else
    stop_flight (EHLO_MAP_VIEW (view));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (view));
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
ehlo_map_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ehlo_map_view_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
}

static void
ehlo_map_view_unmap (GtkWidget *widget)
{
  stop_flight (EHLO_MAP_VIEW (widget));
  GTK_WIDGET_CLASS (ehlo_map_view_parent_class)->unmap (widget);
}

static gboolean
ehlo_map_view_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  EhloMapView *self = EHLO_MAP_VIEW (widget);
  SimTrace *trace = ehlo_player_get_trace (ehlo_view_get_player (EHLO_VIEW (widget)));
  const TopologyLayout *layout = ehlo_map_view_get_layout (self);
  double at_x = x, at_y = y;
  int host = -1;

  if (layout != NULL && !keyboard)
    {
      to_layout (self, &at_x, &at_y);
      host = topology_pick (layout, at_x, at_y);
    }
  if (host < 0)
    return FALSE;

  const SimTraceHost *h = sim_trace_get_host (trace, host);
  const char *tally = g_array_index (layout->hosts, TopologyHost, host).tally;
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%u.%u.%u.%u%s%s", ehlo_words_host (trace, host), h->name, h->address >> 24,
                                           h->address >> 16 & 255, h->address >> 8 & 255, h->address & 255, tally != NULL ? "\n" : "",
                                           tally != NULL ? tally : "");

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, EhloMapView *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  if (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller)) & GDK_CONTROL_MASK)
    {
      GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
      double left, top;

      if (event != NULL && native != NULL && gdk_event_get_position (event, &x, &y))
        {
          gtk_native_get_surface_transform (native, &left, &top);
          gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self), x - left, y - top, &x, &y);
        }
      set_scale (self, self->scale * pow (1.15, -dy), x, y);
      return GDK_EVENT_STOP;
    }
  if (self->scale <= 1)
    return GDK_EVENT_PROPAGATE;
  set_pan (self, self->pan_x + dx * PAN_STEP, self->pan_y + dy * PAN_STEP);
  return GDK_EVENT_STOP;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, EhloMapView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag_x = self->pan_x;
  self->drag_y = self->pan_y;
  self->press_x = x;
  self->press_y = y;
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, EhloMapView *self)
{
  if (self->scale > 1)
    set_pan (self, self->drag_x - x, self->drag_y - y);
}

/* Who has not moved has clicked: the tab of that host is shown. */
static void
on_drag_end (GtkGestureDrag *gesture, double x, double y, EhloMapView *self)
{
  const TopologyLayout *layout = ehlo_map_view_get_layout (self);
  double at_x = self->press_x, at_y = self->press_y;
  int host;

  if (layout == NULL || ABS (x) > CLICK_STIR || ABS (y) > CLICK_STIR)
    return;
  to_layout (self, &at_x, &at_y);
  host = topology_pick (layout, at_x, at_y);
  if (host >= 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "session.show-host", "u", (guint32) host);
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, EhloMapView *self)
{
  self->drag_x = self->scale;
}

static void
on_pinch (GtkGestureZoom *gesture, double factor, EhloMapView *self)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    set_scale (self, self->drag_x * factor, x, y);
}

/* (0, 0): as it was; else larger by the first, and moved by the others. */
static gboolean
on_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  EhloMapView *self = EHLO_MAP_VIEW (widget);
  double factor, x, y;

  g_variant_get (arguments, "(ddd)", &factor, &x, &y);
  if (factor == 0)
    set_scale (self, 1, 0, 0);
  else if (factor != 1)
    ehlo_map_view_enlarge (self, factor);
  else
    set_pan (self, self->pan_x + x * PAN_STEP, self->pan_y + y * PAN_STEP);
  return TRUE;
}

static void
add_bindings (GtkWidgetClass *klass)
{
  static const struct { guint key; GdkModifierType modifiers; double factor, x, y; } keys[] = {
    { GDK_KEY_plus, 0, 1.25, 0, 0 }, { GDK_KEY_KP_Add, 0, 1.25, 0, 0 }, { GDK_KEY_equal, 0, 1.25, 0, 0 },
    { GDK_KEY_minus, 0, 0.8, 0, 0 }, { GDK_KEY_KP_Subtract, 0, 0.8, 0, 0 }, { GDK_KEY_0, 0, 0, 0, 0 }, { GDK_KEY_KP_0, 0, 0, 0, 0 },
    { GDK_KEY_Left, GDK_ALT_MASK, 1, -1, 0 }, { GDK_KEY_Right, GDK_ALT_MASK, 1, 1, 0 },
    { GDK_KEY_Up, GDK_ALT_MASK, 1, 0, -1 }, { GDK_KEY_Down, GDK_ALT_MASK, 1, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (klass, keys[i].key, keys[i].modifiers, on_key, "(ddd)", keys[i].factor, keys[i].x, keys[i].y);
}

static void
ehlo_map_view_finalize (GObject *object)
{
  EhloMapView *self = EHLO_MAP_VIEW (object);

  g_clear_pointer (&self->layout, topology_layout_free);
  g_ptr_array_unref (self->children);
  G_OBJECT_CLASS (ehlo_map_view_parent_class)->finalize (object);
}

static void
ehlo_map_view_class_init (EhloMapViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  EhloViewClass *view_class = EHLO_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ehlo_map_view_finalize;
  widget_class->size_allocate = ehlo_map_view_size_allocate;
  widget_class->snapshot = ehlo_map_view_snapshot;
  widget_class->measure = ehlo_map_view_measure;
  widget_class->get_request_mode = ehlo_map_view_get_request_mode;
  widget_class->css_changed = ehlo_map_view_css_changed;
  widget_class->unmap = ehlo_map_view_unmap;
  widget_class->query_tooltip = ehlo_map_view_query_tooltip;
  view_class->loaded = ehlo_map_view_loaded;
  view_class->moved = ehlo_map_view_moved;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  add_bindings (widget_class);
  gtk_widget_class_set_css_name (widget_class, "map");
}

static void
ehlo_map_view_init (EhloMapView *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new (), *pinch = gtk_gesture_zoom_new ();

  self->flight = 1;
  self->scale = 1;
  self->children = g_ptr_array_new ();
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_css_class (GTK_WIDGET (self), "map");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Map of the hosts"), -1);
}

GtkWidget *
ehlo_map_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_MAP_VIEW, "player", player, NULL);
}

gboolean
ehlo_map_view_is_flying (EhloMapView *self)
{
  return self->tick != 0;
}

double
ehlo_map_view_get_scale (EhloMapView *self)
{
  return self->scale;
}

void
ehlo_map_view_enlarge (EhloMapView *self, double factor)
{
  set_scale (self, self->scale * factor, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}
