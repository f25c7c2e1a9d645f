/* sheet-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/sheet-view.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkWidget *head;
  GtkWidget *canvas;
  gboolean   stale;
} EhloSheetViewPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EhloSheetView, ehlo_sheet_view, EHLO_TYPE_VIEW)

static EhloSheet *
make (gpointer owner, double width, double height, PangoContext *fonts)
{
  EhloSheetView *self = EHLO_SHEET_VIEW (owner);

  if (ehlo_player_get_trace (ehlo_view_get_player (EHLO_VIEW (self))) == NULL)
    {
      EhloSheet *sheet = ehlo_sheet_new (width, ehlo_measure_pango, fonts);

      ehlo_sheet_empty (sheet, height, _("Nothing to show"), _("Open a scenario, or start from a lesson."));
      return sheet;
    }
  return EHLO_SHEET_VIEW_GET_CLASS (self)->make_sheet (self, width, height, ehlo_measure_pango, fonts);
}

static void
activate (gpointer owner, guint id)
{
  EhloSheetView *self = EHLO_SHEET_VIEW (owner);

  if (EHLO_SHEET_VIEW_GET_CLASS (self)->activate != NULL)
    EHLO_SHEET_VIEW_GET_CLASS (self)->activate (self, id);
}

static void
bring_up (EhloSheetView *self, gboolean flash)
{
  EhloSheetViewPrivate *priv = ehlo_sheet_view_get_instance_private (self);

  if (ehlo_player_get_trace (ehlo_view_get_player (EHLO_VIEW (self))) != NULL && EHLO_SHEET_VIEW_GET_CLASS (self)->sync != NULL)
    EHLO_SHEET_VIEW_GET_CLASS (self)->sync (self);
  ehlo_sheet_canvas_renew (EHLO_SHEET_CANVAS (priv->canvas), flash);
  priv->stale = FALSE;
}

static void
ehlo_sheet_view_moved (EhloView *view)
{
  EhloSheetViewPrivate *priv = ehlo_sheet_view_get_instance_private (EHLO_SHEET_VIEW (view));

  priv->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (view)))
    bring_up (EHLO_SHEET_VIEW (view), ehlo_player_came_forward (ehlo_view_get_player (view)));
}

static void
ehlo_sheet_view_map (GtkWidget *widget)
{
  EhloSheetViewPrivate *priv = ehlo_sheet_view_get_instance_private (EHLO_SHEET_VIEW (widget));

  /* Before its children are mapped: they are painted with what is true now. */
  if (priv->stale)
    bring_up (EHLO_SHEET_VIEW (widget), FALSE);
  GTK_WIDGET_CLASS (ehlo_sheet_view_parent_class)->map (widget);
}

static gboolean
ehlo_sheet_view_grab_focus (GtkWidget *widget)
{
  EhloSheetViewPrivate *priv = ehlo_sheet_view_get_instance_private (EHLO_SHEET_VIEW (widget));

  return gtk_widget_grab_focus (priv->canvas);
}

static void
ehlo_sheet_view_class_init (EhloSheetViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = ehlo_sheet_view_map;
  widget_class->grab_focus = ehlo_sheet_view_grab_focus;
  EHLO_VIEW_CLASS (klass)->moved = ehlo_sheet_view_moved;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_sheet_view_init (EhloSheetView *self)
{
  EhloSheetViewPrivate *priv = ehlo_sheet_view_get_instance_private (self);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  priv->stale = TRUE;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  priv->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (priv->head, "sheet-head");
  gtk_widget_set_visible (priv->head, FALSE);
  gtk_widget_set_parent (priv->head, GTK_WIDGET (self));
  priv->canvas = ehlo_sheet_canvas_new (make, activate, self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), priv->canvas);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
}

GtkWidget *
ehlo_sheet_view_get_head (EhloSheetView *self)
{
  EhloSheetViewPrivate *priv = ehlo_sheet_view_get_instance_private (self);

  return priv->head;
}

EhloSheetCanvas *
ehlo_sheet_view_get_canvas (EhloSheetView *self)
{
  EhloSheetViewPrivate *priv = ehlo_sheet_view_get_instance_private (self);

  return EHLO_SHEET_CANVAS (priv->canvas);
}

void
ehlo_sheet_view_renew (EhloSheetView *self)
{
  bring_up (self, FALSE);
}

void
ehlo_sheet_view_set_label (EhloSheetView *self, const char *label)
{
  EhloSheetViewPrivate *priv = ehlo_sheet_view_get_instance_private (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

guint
ehlo_sheet_view_step_begin (EhloSheetView *self)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (self));
  guint line = ehlo_player_get_line (player);

  return line > 1 ? sim_steps_get (ehlo_player_get_lines (player), line - 1)->cursor : 0;
}
