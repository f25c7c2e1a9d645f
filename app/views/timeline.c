/* timeline.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/timeline.h"

#include "app/draw/glyphs.h"
#include "app/draw/timeline-layout.h"
#include "app/draw/words.h"
#include "app/views/style.h"

#include <glib/gi18n-lib.h>

/* Pixels at zoom 1. */
#define HEIGHT 56
#define KNOB   8.5

struct _EhloTimeline
{
  GtkScale       parent;
  EhloPlayer    *player;
  SimTrace      *trace;      /* whose parts these are */
  TimelineParts *parts;
  double         hover;      /* x; negative: the pointer is elsewhere */
  gboolean       syncing;
};

G_DEFINE_FINAL_TYPE (EhloTimeline, ehlo_timeline, GTK_TYPE_SCALE)

/* The range's own slider, which is not seen; gtk_range_get_slider_range() of GTK 4.8 tells other numbers than its place. */
static GtkWidget *
find_slider (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (g_str_equal (gtk_widget_get_css_name (widget), "slider"))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_slider (child);
  return found;
}

/* At zoom 1, where the middle of that slider goes. */
static TimelineLayout *
make_layout (EhloTimeline *self)
{
  double zoom = ehlo_style_get_zoom ();
  GtkWidget *slider = find_slider (GTK_WIDGET (self));
  int width = slider != NULL ? gtk_widget_get_width (slider) : 0;
  GdkRectangle trough;
  guint n;
  const guint *bookmarks = ehlo_player_get_bookmarks (self->player, &n);

  gtk_range_get_range_rect (GTK_RANGE (self), &trough);
  return timeline_layout_new (self->parts, ehlo_player_get_line (self->player), ehlo_player_get_hide_coming (self->player), bookmarks, n,
                              (trough.x + width / 2.0) / zoom,
                              (trough.width - width) / zoom, ehlo_measure_pango,
                              gtk_widget_get_pango_context (GTK_WIDGET (self)));
}

static void
paint_segment (const TimelineSegment *segment, cairo_t *cr, const EhloTheme *theme, double middle, double knob)
{
  double width = segment->x2 - segment->x1, done = MIN (knob, segment->x2) - segment->x1;

  if (width <= 0)
    return;
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_GHOST_LINE, 0.8);
  ehlo_path_rounded (cr, segment->x1, middle - 4, width, 8, MIN (3, width / 2));
  cairo_fill (cr);
  if (done > 0)
    {
      ehlo_theme_set_source (theme, cr, EHLO_COLOR_ACCENT, 1);
      ehlo_path_rounded (cr, segment->x1, middle - 4, done, 8, MIN (3, done / 2));
      cairo_fill (cr);
    }
  if (segment->name != NULL)
    ehlo_text_paint (cr, theme, segment->here ? EHLO_COLOR_INK : EHLO_COLOR_DIM, segment->here ? EHLO_FONT_AXIS_BOLD : EHLO_FONT_AXIS,
                     segment->name_x, middle + 20, EHLO_ALIGN_CENTER, segment->name);
}

/* A bookmark is a ribbon that hangs on the line. */
static void
paint_ribbon (cairo_t *cr, const EhloTheme *theme, double x, double middle)
{
  cairo_move_to (cr, x - 4, middle - 16);
  cairo_line_to (cr, x + 4, middle - 16);
  cairo_line_to (cr, x + 4, middle - 2);
  cairo_line_to (cr, x, middle - 6);
  cairo_line_to (cr, x - 4, middle - 2);
  cairo_close_path (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_ACCENT, 1);
  cairo_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_WINDOW, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
paint_mark (const TimelineMark *mark, cairo_t *cr, const EhloTheme *theme, double middle)
{
  if (mark->klass == EXPLAIN_CLASS_NONE)
    {
      paint_ribbon (cr, theme, mark->x, middle);
      return;
    }
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_LANE, 1);
  ehlo_path_line (cr, mark->x, middle - 14, mark->x, middle - 4, 1.2);
  ehlo_glyph_class (cr, theme, mark->klass, mark->x, middle - 20, 5.6, FALSE);
}

static void
paint_knob (EhloTimeline *self, cairo_t *cr, const EhloTheme *theme, double x, double middle)
{
  cairo_set_source_rgba (cr, 0, 0, 0, 0.18);
  cairo_arc (cr, x, middle + 1.2, KNOB + 2, 0, 2 * G_PI);
  cairo_fill (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_BASE, 1);
  cairo_arc (cr, x, middle, KNOB, 0, 2 * G_PI);
  cairo_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_ACCENT, 1);
  cairo_set_line_width (cr, 3);
  cairo_stroke (cr);
  if (!gtk_widget_has_visible_focus (GTK_WIDGET (self)))
    return;
  cairo_arc (cr, x, middle, KNOB + 4, 0, 2 * G_PI);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static void
ehlo_timeline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EhloTimeline *self = EHLO_TIMELINE (widget);
  EhloTheme theme = ehlo_style_theme (widget);
  double zoom = ehlo_style_get_zoom (), height = gtk_widget_get_height (widget), middle = height / zoom / 2;
  cairo_t *cr;

  if (self->parts == NULL)
    return;

  g_autoptr (TimelineLayout) layout = make_layout (self);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), height));
  cairo_scale (cr, zoom, zoom);
  for (guint i = 0; i < layout->segments->len; i++)
    paint_segment (&g_array_index (layout->segments, TimelineSegment, i), cr, &theme, middle, layout->knob);
  for (guint i = 0; i < layout->marks->len; i++)
    paint_mark (&g_array_index (layout->marks, TimelineMark, i), cr, &theme, middle);
  if (self->hover >= 0)
    {
      double x = timeline_place (layout, timeline_pick (layout, self->hover / zoom));

      ehlo_theme_set_source (&theme, cr, EHLO_COLOR_INK, 1);
      ehlo_path_line (cr, x, middle - 8, x, middle + 8, 2);
    }
  paint_knob (self, cr, &theme, layout->knob, middle);
  cairo_destroy (cr);
}

static void
ehlo_timeline_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  int least = (int) ((orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 80) * ehlo_style_get_zoom ());

  GTK_WIDGET_CLASS (ehlo_timeline_parent_class)->measure (widget, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  *minimum = MAX (*minimum, least);
  *natural = MAX (*natural, least);
}

/* What the line under the pointer says. */
static gboolean
ehlo_timeline_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  EhloTimeline *self = EHLO_TIMELINE (widget);
  g_autofree char *sentence = NULL;
  guint line;

  if (self->parts == NULL || keyboard)
    return FALSE;

  g_autoptr (TimelineLayout) layout = make_layout (self);

  line = timeline_pick (layout, x / ehlo_style_get_zoom ());
  if (ehlo_player_get_hide_coming (self->player) && line > ehlo_player_get_line (self->player))
    return FALSE;
  sentence = ehlo_words_sentence (self->trace, ehlo_player_get_lines (self->player), line);
  gtk_tooltip_set_text (tooltip, sentence);
  return TRUE;
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, EhloTimeline *self)
{
  self->hover = x;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (EhloTimeline *self)
{
  self->hover = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_value_changed (EhloTimeline *self)
{
  if (!self->syncing && self->player != NULL)
    ehlo_player_go_to_line (self->player, (guint) (gtk_range_get_value (GTK_RANGE (self)) + 0.5));
}

static void
ehlo_timeline_dispose (GObject *object)
{
  EhloTimeline *self = EHLO_TIMELINE (object);

  g_clear_object (&self->player);
  g_clear_pointer (&self->parts, timeline_parts_free);
  g_clear_pointer (&self->trace, sim_trace_unref);
  G_OBJECT_CLASS (ehlo_timeline_parent_class)->dispose (object);
}

static void
ehlo_timeline_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ehlo_timeline_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
}

static void
ehlo_timeline_class_init (EhloTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ehlo_timeline_dispose;
  widget_class->snapshot = ehlo_timeline_snapshot;
  widget_class->measure = ehlo_timeline_measure;
  widget_class->css_changed = ehlo_timeline_css_changed;
  widget_class->query_tooltip = ehlo_timeline_query_tooltip;
  /* The same keys as everywhere; a scale alone would not step by the chosen granularity. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, 0, "win.forward", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, 0, "win.forward", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "win.forward", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Home, 0, "win.first", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_End, 0, "win.last", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_SHIFT_MASK, "win.next-phase", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_SHIFT_MASK, "win.previous-phase", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.forward-ten", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.back-ten", NULL);
}

static void
ehlo_timeline_init (EhloTimeline *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->hover = -1;
  gtk_widget_add_css_class (GTK_WIDGET (self), "timeline");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline"), -1);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (self, "value-changed", G_CALLBACK (on_value_changed), NULL);
}

GtkWidget *
ehlo_timeline_new (EhloPlayer *player)
{
  EhloTimeline *self = g_object_new (EHLO_TYPE_TIMELINE, "adjustment", gtk_adjustment_new (0, 0, 1, 1, 10, 0), "hexpand", TRUE, NULL);

  gtk_range_set_round_digits (GTK_RANGE (self), 0);
  self->player = g_object_ref (player);
  return GTK_WIDGET (self);
}

void
ehlo_timeline_sync (EhloTimeline *self)
{
  SimTrace *trace = ehlo_player_get_trace (self->player);
  g_autofree char *place = NULL;

  if (trace == NULL)
    return;
  self->syncing = TRUE;
  if (trace != self->trace)
    {
      g_clear_pointer (&self->parts, timeline_parts_free);
      g_clear_pointer (&self->trace, sim_trace_unref);
      self->trace = sim_trace_ref (trace);
      self->parts = timeline_parts_new (trace, ehlo_player_get_lines (self->player));
      gtk_range_set_range (GTK_RANGE (self), 0, MAX (sim_steps_length (ehlo_player_get_lines (self->player)), 1));
    }
  gtk_range_set_value (GTK_RANGE (self), ehlo_player_get_line (self->player));
  self->syncing = FALSE;
  place = g_strdup_printf (_("Step %u of %u"), ehlo_player_get_step (self->player), ehlo_player_get_n_steps (self->player));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, place, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
