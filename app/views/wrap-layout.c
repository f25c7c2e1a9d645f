/* wrap-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/wrap-layout.h"

struct _EhloWrapLayout
{
  GtkLayoutManager parent;
  int              spacing;
  int              row_spacing;
};

G_DEFINE_FINAL_TYPE (EhloWrapLayout, ehlo_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Puts the children into rows of @width and returns the height; they are allocated if @allocate. */
static int
place (EhloWrapLayout *self, GtkWidget *widget, int width, gboolean allocate)
{
  int x = 0, y = 0, row = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int minimum, natural, height;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      natural = MAX (MIN (natural, width), minimum);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, natural, NULL, &height, NULL, NULL);
      if (x > 0 && x + natural > width)
        {
          x = 0;
          y += row + self->row_spacing;
          row = 0;
        }
      if (allocate)
        gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, natural, height }, -1);
      x += natural + self->spacing;
      row = MAX (row, height);
    }
  return y + row;
}

static void
ehlo_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  EhloWrapLayout *self = EHLO_WRAP_LAYOUT (manager);

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int least, most;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &most, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += most + (*natural > 0 ? self->spacing : 0);
    }
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = place (self, widget, for_size >= 0 ? MAX (for_size, *minimum) : *natural, FALSE);
}

static void
ehlo_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  place (EHLO_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static GtkSizeRequestMode
ehlo_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ehlo_wrap_layout_class_init (EhloWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = ehlo_wrap_layout_measure;
  layout_class->allocate = ehlo_wrap_layout_allocate;
  layout_class->get_request_mode = ehlo_wrap_layout_get_request_mode;
}

static void
ehlo_wrap_layout_init (EhloWrapLayout *self)
{
}

GtkWidget *
ehlo_wrap_box_new (int spacing, int row_spacing)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  EhloWrapLayout *layout = g_object_new (EHLO_TYPE_WRAP_LAYOUT, NULL);

  layout->spacing = spacing;
  layout->row_spacing = row_spacing;
  gtk_widget_set_layout_manager (box, GTK_LAYOUT_MANAGER (layout));
  return box;
}
