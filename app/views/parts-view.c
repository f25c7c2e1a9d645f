/* parts-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/parts-view.h"

#include "app/draw/parts-layout.h"
#include "app/views/style.h"

struct _EhloPartsView
{
  GtkWidget parent;
  char     *text;
  GArray   *parts;   /* NULL: nothing */
};

G_DEFINE_FINAL_TYPE (EhloPartsView, ehlo_parts_view, GTK_TYPE_WIDGET)

/* @width: in the widget's pixels. */
static PartsLayout *
make_layout (EhloPartsView *self, double width)
{
  return parts_layout_new (self->text, self->parts, width / ehlo_style_get_zoom (), ehlo_measure_pango,
                           gtk_widget_get_pango_context (GTK_WIDGET (self)));
}

static void
ehlo_parts_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                         int *natural_baseline)
{
  EhloPartsView *self = EHLO_PARTS_VIEW (widget);

  if (self->parts == NULL)
    *minimum = *natural = 0;
  else if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = 480;
    }
  else
    {
      g_autoptr (PartsLayout) layout = make_layout (self, for_size > 0 ? for_size : 480);

      *minimum = *natural = (int) (layout->height * ehlo_style_get_zoom () + 0.5);
    }
}

static GtkSizeRequestMode
ehlo_parts_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ehlo_parts_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EhloPartsView *self = EHLO_PARTS_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  EhloTheme theme = ehlo_style_theme (widget);
  cairo_t *cr;

  if (self->parts == NULL)
    return;

  g_autoptr (PartsLayout) layout = make_layout (self, width);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, gtk_widget_get_height (widget)));
  cairo_scale (cr, ehlo_style_get_zoom (), ehlo_style_get_zoom ());
  parts_paint (layout, cr, &theme);
  cairo_destroy (cr);
}

static void
ehlo_parts_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ehlo_parts_view_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
}

static void
ehlo_parts_view_finalize (GObject *object)
{
  EhloPartsView *self = EHLO_PARTS_VIEW (object);

  g_free (self->text);
  g_clear_pointer (&self->parts, g_array_unref);
  G_OBJECT_CLASS (ehlo_parts_view_parent_class)->finalize (object);
}

static void
ehlo_parts_view_class_init (EhloPartsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ehlo_parts_view_finalize;
  widget_class->measure = ehlo_parts_view_measure;
  widget_class->get_request_mode = ehlo_parts_view_get_request_mode;
  widget_class->snapshot = ehlo_parts_view_snapshot;
  widget_class->css_changed = ehlo_parts_view_css_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ehlo_parts_view_init (EhloPartsView *self)
{
}

GtkWidget *
ehlo_parts_view_new (void)
{
  return g_object_new (EHLO_TYPE_PARTS_VIEW, NULL);
}

void
ehlo_parts_view_set (EhloPartsView *self, const char *text, GArray *parts)
{
  g_autofree char *sentence = NULL;

  g_free (self->text);
  self->text = g_strdup (text);
  g_clear_pointer (&self->parts, g_array_unref);
  if (parts != NULL && parts->len > 0)
    self->parts = g_array_ref (parts);
  gtk_widget_set_visible (GTK_WIDGET (self), self->parts != NULL);
  if (self->parts != NULL)
    {
      g_autoptr (PartsLayout) layout = make_layout (self, 100000);

      sentence = parts_layout_sentence (layout);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence != NULL ? sentence : "", -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
