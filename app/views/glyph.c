/* glyph.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/glyph.h"

#include "app/draw/glyphs.h"
#include "app/views/style.h"

struct _EhloGlyph
{
  GtkWidget    parent;
  ExplainClass klass;
  int          size;
};

G_DEFINE_FINAL_TYPE (EhloGlyph, ehlo_glyph, GTK_TYPE_WIDGET)

static void
ehlo_glyph_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                    int *natural_baseline)
{
  *minimum = *natural = EHLO_GLYPH (widget)->size;
}

static void
ehlo_glyph_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EhloGlyph *self = EHLO_GLYPH (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), r = self->size * 0.42;
  EhloTheme theme = ehlo_style_theme (widget);
  cairo_t *cr;

  if (self->klass == EXPLAIN_CLASS_NONE)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (self->klass == EXPLAIN_CLASS_CLIENT)
    {
      ehlo_theme_set_source (&theme, cr, EHLO_COLOR_CLIENT, 1);
      cairo_move_to (cr, width / 2 - r * 0.4, height / 2 - r * 0.6);
      cairo_line_to (cr, width / 2 + r * 0.5, height / 2);
      cairo_line_to (cr, width / 2 - r * 0.4, height / 2 + r * 0.6);
      cairo_close_path (cr);
      cairo_fill (cr);
    }
  else
    ehlo_glyph_class (cr, &theme, self->klass, width / 2, height / 2, r, FALSE);
  cairo_destroy (cr);
}

static void
ehlo_glyph_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ehlo_glyph_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
}

static void
ehlo_glyph_class_init (EhloGlyphClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = ehlo_glyph_measure;
  widget_class->snapshot = ehlo_glyph_snapshot;
  widget_class->css_changed = ehlo_glyph_css_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  gtk_widget_class_set_css_name (widget_class, "glyph");
}

static void
ehlo_glyph_init (EhloGlyph *self)
{
  self->size = 16;
}

GtkWidget *
ehlo_glyph_new (int size)
{
  EhloGlyph *self = g_object_new (EHLO_TYPE_GLYPH, "valign", GTK_ALIGN_CENTER, NULL);

  self->size = size;
  return GTK_WIDGET (self);
}

void
ehlo_glyph_set_class (EhloGlyph *self, ExplainClass klass)
{
  self->klass = klass;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
