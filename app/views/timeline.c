/* timeline.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/timeline.h"

#include "app/draw/glyphs.h"
#include "app/draw/measure.h"
#include "app/draw/words.h"
#include "app/views/style.h"

#include <glib/gi18n-lib.h>

/* More marks than these would touch each other. */
#define MAX_MARKS    60
#define MAX_SEGMENTS 80

typedef struct
{
  guint first, last;     /* lines */
  char *name;
} Segment;

typedef struct
{
  guint        line;
  ExplainClass klass;
} Mark;

struct _EhloTimeline
{
  GtkScale    parent;
  EhloPlayer *player;
  SimTrace   *trace;      /* whose segments these are */
  GArray     *segments;   /* Segment */
  GArray     *marks;      /* Mark */
  gboolean    syncing;
};

G_DEFINE_FINAL_TYPE (EhloTimeline, ehlo_timeline, GTK_TYPE_SCALE)

static void
clear_segment (gpointer data)
{
  g_free (((Segment *) data)->name);
}

/* One segment a connection; the phases of the ladder are too small for names here. */
static void
make_segments (EhloTimeline *self)
{
  const SimSteps *lines = ehlo_player_get_lines (self->player);
  Segment open = { 0 };
  guint32 conn = 0;

  g_array_set_size (self->segments, 0);
  g_array_set_size (self->marks, 0);
  for (guint i = 1; i <= sim_steps_length (lines); i++)
    {
      const SimStep *step = sim_steps_get (lines, i);
      SimEntry entry;
      ExplainClass klass;

      sim_trace_get (self->trace, step->entry, &entry);
      klass = explain_entry_class (&entry);
      if (klass >= EXPLAIN_CLASS_LATER && self->marks->len < MAX_MARKS)
        {
          Mark mark = { i, klass };

          g_array_append_val (self->marks, mark);
        }
      if (i == 1 || (step->conn != 0 && step->conn != conn && self->segments->len < MAX_SEGMENTS))
        {
          if (open.first > 0)
            g_array_append_val (self->segments, open);
          open = (Segment) { i, i, g_strdup (step->conn != 0 ? ehlo_words_purpose (self->trace, step->conn) : "") };
        }
      if (step->conn != 0)
        conn = step->conn;
      open.last = i;
    }
  if (open.first > 0)
    g_array_append_val (self->segments, open);
}

/* Where the middle of the knob stands for a line. */
static double
place_of (EhloTimeline *self, double line)
{
  double n = MAX (sim_steps_length (ehlo_player_get_lines (self->player)), 1);
  GdkRectangle trough;

  gtk_range_get_range_rect (GTK_RANGE (self), &trough);
  return trough.x + 10 + (trough.width - 20) * line / n;
}

static void
paint_segment (EhloTimeline *self, cairo_t *cr, const EhloTheme *theme, const Segment *segment, double middle, guint line)
{
  double x1 = place_of (self, segment->first - 1) + 1, x2 = place_of (self, segment->last) - 1;
  double knob = place_of (self, line), done = MIN (knob, x2) - x1;
  gboolean here = line >= segment->first && line <= segment->last;
  double width = x2 - x1;

  if (width < 2)
    return;
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_GHOST_LINE, 0.8);
  ehlo_path_rounded (cr, x1, middle - 4, width, 8, MIN (3, width / 2));
  cairo_fill (cr);
  if (done > 0)
    {
      ehlo_theme_set_source (theme, cr, EHLO_COLOR_ACCENT, 1);
      ehlo_path_rounded (cr, x1, middle - 4, done, 8, MIN (3, done / 2));
      cairo_fill (cr);
    }
  /* A name that does not fit says nothing. */
  if (ehlo_measure_pango (theme->fonts, EHLO_FONT_AXIS_BOLD, segment->name) < width)
    ehlo_text_paint (cr, theme, here ? EHLO_COLOR_INK : EHLO_COLOR_DIM, here ? EHLO_FONT_AXIS_BOLD : EHLO_FONT_AXIS, (x1 + x2) / 2,
                     middle + 20, EHLO_ALIGN_CENTER, segment->name);
}

static void
ehlo_timeline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EhloTimeline *self = EHLO_TIMELINE (widget);
  EhloTheme theme = ehlo_style_theme (widget);
  double height = gtk_widget_get_height (widget), middle = height / 2;
  cairo_t *cr;
  guint line;
  double knob;

  if (self->trace == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), height));
  line = ehlo_player_get_line (self->player);
  for (guint i = 0; i < self->segments->len; i++)
    paint_segment (self, cr, &theme, &g_array_index (self->segments, Segment, i), middle, line);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = &g_array_index (self->marks, Mark, i);
      double x = place_of (self, mark->line);

      ehlo_theme_set_source (&theme, cr, EHLO_COLOR_LANE, 1);
      ehlo_path_line (cr, x, middle - 14, x, middle - 4, 1.2);
      ehlo_glyph_class (cr, &theme, mark->klass, x, middle - 20, 5.6, FALSE);
    }
  knob = place_of (self, line);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.18);
  cairo_arc (cr, knob, middle + 1.2, 10.5, 0, 2 * G_PI);
  cairo_fill (cr);
  ehlo_theme_set_source (&theme, cr, EHLO_COLOR_BASE, 1);
  cairo_arc (cr, knob, middle, 8.5, 0, 2 * G_PI);
  cairo_fill_preserve (cr);
  ehlo_theme_set_source (&theme, cr, EHLO_COLOR_ACCENT, 1);
  cairo_set_line_width (cr, 3);
  cairo_stroke (cr);
  if (gtk_widget_has_visible_focus (widget))
    {
      cairo_arc (cr, knob, middle, 12.5, 0, 2 * G_PI);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static gboolean
ehlo_timeline_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  EhloTimeline *self = EHLO_TIMELINE (widget);
  const SimSteps *lines = ehlo_player_get_lines (self->player);
  g_autofree char *sentence = NULL;
  double first, last;
  guint line;

  if (self->trace == NULL || keyboard)
    return FALSE;
  first = place_of (self, 0);
  last = place_of (self, sim_steps_length (lines));
  line = (guint) (CLAMP ((x - first) / MAX (last - first, 1), 0, 1) * sim_steps_length (lines) + 0.5);
  sentence = ehlo_words_sentence (self->trace, lines, line);
  gtk_tooltip_set_text (tooltip, sentence);
  return TRUE;
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
  g_clear_pointer (&self->trace, sim_trace_unref);
  G_OBJECT_CLASS (ehlo_timeline_parent_class)->dispose (object);
}

static void
ehlo_timeline_finalize (GObject *object)
{
  EhloTimeline *self = EHLO_TIMELINE (object);

  g_array_unref (self->segments);
  g_array_unref (self->marks);
  G_OBJECT_CLASS (ehlo_timeline_parent_class)->finalize (object);
}

static void
ehlo_timeline_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ehlo_timeline_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
}

static void
ehlo_timeline_class_init (EhloTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ehlo_timeline_dispose;
  G_OBJECT_CLASS (klass)->finalize = ehlo_timeline_finalize;
  widget_class->snapshot = ehlo_timeline_snapshot;
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
}

static void
ehlo_timeline_init (EhloTimeline *self)
{
  self->segments = g_array_new (FALSE, FALSE, sizeof (Segment));
  g_array_set_clear_func (self->segments, clear_segment);
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  gtk_widget_add_css_class (GTK_WIDGET (self), "timeline");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline"), -1);
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

  if (trace == NULL)
    return;
  self->syncing = TRUE;
  if (trace != self->trace)
    {
      g_clear_pointer (&self->trace, sim_trace_unref);
      self->trace = sim_trace_ref (trace);
      make_segments (self);
      gtk_range_set_range (GTK_RANGE (self), 0, MAX (sim_steps_length (ehlo_player_get_lines (self->player)), 1));
    }
  gtk_range_set_value (GTK_RANGE (self), ehlo_player_get_line (self->player));
  self->syncing = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
