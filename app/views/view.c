/* view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/view.h"

typedef struct
{
  EhloPlayer *player;
} EhloViewPrivate;

enum { PROP_0, PROP_PLAYER };

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EhloView, ehlo_view, GTK_TYPE_WIDGET)

static void
on_loaded (EhloView *self)
{
  if (EHLO_VIEW_GET_CLASS (self)->loaded != NULL)
    EHLO_VIEW_GET_CLASS (self)->loaded (self);
}

static void
on_grown (EhloView *self)
{
  if (EHLO_VIEW_GET_CLASS (self)->grown != NULL)
    EHLO_VIEW_GET_CLASS (self)->grown (self);
  else
    on_loaded (self);
}

static void
on_moved (EhloView *self)
{
  if (EHLO_VIEW_GET_CLASS (self)->moved != NULL)
    EHLO_VIEW_GET_CLASS (self)->moved (self);
}

static void
on_mode (EhloView *self)
{
  if (EHLO_VIEW_GET_CLASS (self)->mode != NULL)
    EHLO_VIEW_GET_CLASS (self)->mode (self);
}

static void
ehlo_view_constructed (GObject *object)
{
  EhloView *self = EHLO_VIEW (object);
  EhloPlayer *player = ehlo_view_get_player (self);

  G_OBJECT_CLASS (ehlo_view_parent_class)->constructed (object);
  g_signal_connect_object (player, "loaded", G_CALLBACK (on_loaded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "grown", G_CALLBACK (on_grown), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify", G_CALLBACK (on_mode), self, G_CONNECT_SWAPPED);
  if (ehlo_player_get_trace (player) != NULL)
    {
      on_loaded (self);
      on_moved (self);
    }
  on_mode (self);
}

static void
ehlo_view_dispose (GObject *object)
{
  EhloViewPrivate *priv = ehlo_view_get_instance_private (EHLO_VIEW (object));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&priv->player);
  G_OBJECT_CLASS (ehlo_view_parent_class)->dispose (object);
}

static void
ehlo_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_PLAYER)
    g_value_set_object (value, ehlo_view_get_player (EHLO_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ehlo_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  EhloViewPrivate *priv = ehlo_view_get_instance_private (EHLO_VIEW (object));

  if (id == PROP_PLAYER)
    priv->player = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ehlo_view_class_init (EhloViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = ehlo_view_constructed;
  object_class->dispose = ehlo_view_dispose;
  object_class->get_property = ehlo_view_get_property;
  object_class->set_property = ehlo_view_set_property;
  g_object_class_install_property (object_class, PROP_PLAYER,
    g_param_spec_object ("player", NULL, NULL, EHLO_TYPE_PLAYER, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
}

static void
ehlo_view_init (EhloView *self)
{
}

EhloPlayer *
ehlo_view_get_player (EhloView *self)
{
  EhloViewPrivate *priv = ehlo_view_get_instance_private (self);

  return priv->player;
}
