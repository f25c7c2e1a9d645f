/* lazy.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/lazy.h"

struct _EhloLazy
{
  GtkWidget    parent;
  EhloMakeView make;
  EhloPlayer  *player;
  GtkWidget   *content;
};

G_DEFINE_FINAL_TYPE (EhloLazy, ehlo_lazy, GTK_TYPE_WIDGET)

static void
ehlo_lazy_map (GtkWidget *widget)
{
  ehlo_lazy_get (EHLO_LAZY (widget));
  GTK_WIDGET_CLASS (ehlo_lazy_parent_class)->map (widget);
}

static gboolean
ehlo_lazy_grab_focus (GtkWidget *widget)
{
  GtkWidget *content = ehlo_lazy_get (EHLO_LAZY (widget));

  return gtk_widget_grab_focus (content) || gtk_widget_child_focus (content, GTK_DIR_TAB_FORWARD);
}

static void
ehlo_lazy_dispose (GObject *object)
{
  EhloLazy *self = EHLO_LAZY (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ehlo_lazy_parent_class)->dispose (object);
}

static void
ehlo_lazy_class_init (EhloLazyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ehlo_lazy_dispose;
  widget_class->map = ehlo_lazy_map;
  widget_class->grab_focus = ehlo_lazy_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_lazy_init (EhloLazy *self)
{
}

GtkWidget *
ehlo_lazy_new (EhloMakeView make, EhloPlayer *player)
{
  EhloLazy *self = g_object_new (EHLO_TYPE_LAZY, NULL);

  self->make = make;
  self->player = g_object_ref (player);
  return GTK_WIDGET (self);
}

GtkWidget *
ehlo_lazy_get (EhloLazy *self)
{
  if (self->content == NULL)
    {
      self->content = self->make (self->player);
      gtk_widget_set_parent (self->content, GTK_WIDGET (self));
    }
  return self->content;
}

GtkWidget *
ehlo_lazy_peek (EhloLazy *self)
{
  return self->content;
}
