/* map-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/map-view.h"

#include "app/draw/topology-layout.h"
#include "app/draw/words.h"
#include "app/views/style.h"

#include <glib/gi18n-lib.h>

#define FLIGHT_MICROSECONDS 450000.0

struct _EhloMapView
{
  EhloView parent;
  guint    tick;      /* 0: nothing flies */
  gint64   began;
  double   flight;
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

static TopologyLayout *
make_layout (EhloMapView *self)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (self));

  return topology_layout_new (ehlo_player_get_trace (player), ehlo_player_get_scene (player), ehlo_player_get_lines (player),
                              ehlo_player_get_cursor (player), self->flight, gtk_widget_get_width (GTK_WIDGET (self)) / ehlo_style_get_zoom (),
                              ehlo_measure_pango,
                              gtk_widget_get_pango_context (GTK_WIDGET (self)));
}

static void
ehlo_map_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EhloMapView *self = EHLO_MAP_VIEW (widget);
  EhloTheme theme = ehlo_style_theme (widget);
  cairo_t *cr;

  if (ehlo_player_get_trace (ehlo_view_get_player (EHLO_VIEW (self))) == NULL)
    return;

  g_autoptr (TopologyLayout) layout = make_layout (self);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  cairo_scale (cr, ehlo_style_get_zoom (), ehlo_style_get_zoom ());
  topology_paint (layout, cr, &theme);
  cairo_destroy (cr);
  ehlo_style_focus (widget, snapshot);
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

static void
ehlo_map_view_loaded (EhloView *view)
{
  stop_flight (EHLO_MAP_VIEW (view));
  gtk_widget_queue_resize (GTK_WIDGET (view));
}

static void
ehlo_map_view_moved (EhloView *view)
{
  EhloPlayer *player = ehlo_view_get_player (view);
  g_autofree char *sentence = ehlo_words_sentence (ehlo_player_get_trace (player), ehlo_player_get_lines (player), ehlo_player_get_line (player));

  if (ehlo_player_came_forward (player))
    start_flight (EHLO_MAP_VIEW (view));
  else
    stop_flight (EHLO_MAP_VIEW (view));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
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
  SimTrace *trace = ehlo_player_get_trace (ehlo_view_get_player (EHLO_VIEW (widget)));
  int host = -1;

  if (trace != NULL && !keyboard)
    {
      g_autoptr (TopologyLayout) layout = make_layout (EHLO_MAP_VIEW (widget));

      host = topology_pick (layout, x / ehlo_style_get_zoom (), y / ehlo_style_get_zoom ());
    }
  if (host < 0)
    return FALSE;

  const SimTraceHost *h = sim_trace_get_host (trace, host);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%u.%u.%u.%u", ehlo_words_host (trace, host), h->name, h->address >> 24,
                                           h->address >> 16 & 255, h->address >> 8 & 255, h->address & 255);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
ehlo_map_view_class_init (EhloMapViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  EhloViewClass *view_class = EHLO_VIEW_CLASS (klass);

  widget_class->snapshot = ehlo_map_view_snapshot;
  widget_class->measure = ehlo_map_view_measure;
  widget_class->get_request_mode = ehlo_map_view_get_request_mode;
  widget_class->css_changed = ehlo_map_view_css_changed;
  widget_class->unmap = ehlo_map_view_unmap;
  widget_class->query_tooltip = ehlo_map_view_query_tooltip;
  view_class->loaded = ehlo_map_view_loaded;
  view_class->moved = ehlo_map_view_moved;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "map");
}

static void
ehlo_map_view_init (EhloMapView *self)
{
  self->flight = 1;
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
