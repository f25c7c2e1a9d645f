/* variants-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/variants-view.h"

#include "app/model/loader.h"

#include <glib/gi18n-lib.h>

struct _EhloVariantsView
{
  EhloView   parent;
  GtkWidget *box;
  guint      idle;       /* source; 0: nothing is to be run */
  gboolean   building;
};

G_DEFINE_FINAL_TYPE (EhloVariantsView, ehlo_variants_view, EHLO_TYPE_VIEW)

static SimScenario *
scenario_of (EhloVariantsView *self)
{
  return ehlo_player_get_scenario (ehlo_view_get_player (EHLO_VIEW (self)));
}

/* A choice that goes with one variant is offered while that one holds. */
static gboolean
is_offered (const SimScenario *scenario, const SimMenuSpec *menu)
{
  return menu->only == NULL || g_strv_contains ((const char * const *) scenario->applied, menu->only);
}

/* The lists are what holds: of each, the variant that is selected. */
static gboolean
on_idle (gpointer data)
{
  EhloVariantsView *self = data;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  self->idle = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (self->box); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      char **list = g_object_get_data (G_OBJECT (child), "ehlo-variants");
      guint chosen = list != NULL ? gtk_drop_down_get_selected (GTK_DROP_DOWN (child)) : 0;

      if (list != NULL && chosen < g_strv_length (list))
        g_strv_builder_add (builder, list[chosen]);
    }
  ids = g_strv_builder_end (builder);
  if (!ehlo_load_variants (ehlo_view_get_player (EHLO_VIEW (self)), (const char * const *) ids, NULL))
    gtk_widget_error_bell (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
on_selected (EhloVariantsView *self)
{
  /* The lists are made anew by what follows: not while one of them tells of it. */
  if (!self->building && self->idle == 0)
    self->idle = g_idle_add (on_idle, self);
}

static void
add_menu (EhloVariantsView *self, const SimScenario *scenario, const SimMenuSpec *menu)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  GtkWidget *label = gtk_label_new (menu->name), *list;
  guint n = 0, chosen = 0;

  for (guint i = 0; i < scenario->variants->len; i++)
    {
      const SimVariantSpec *variant = g_ptr_array_index (scenario->variants, i);

      if (g_strcmp0 (variant->menu, menu->id) != 0)
        continue;
      if (g_strv_contains ((const char * const *) scenario->applied, variant->id))
        chosen = n;
      gtk_string_list_append (names, variant->name);
      g_strv_builder_add (ids, variant->id);
      n++;
    }
  if (n < 2)
    {
      g_object_ref_sink (label);
      g_object_unref (label);
      return;
    }
  list = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), chosen);
  g_object_set_data_full (G_OBJECT (list), "ehlo-variants", g_strv_builder_end (ids), (GDestroyNotify) g_strfreev);
  g_signal_connect_object (list, "notify::selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, menu->name, -1);
  gtk_widget_add_css_class (label, "dim");
  gtk_box_append (GTK_BOX (self->box), label);
  gtk_box_append (GTK_BOX (self->box), list);
}

static void
ehlo_variants_view_loaded (EhloView *view)
{
  EhloVariantsView *self = EHLO_VARIANTS_VIEW (view);
  SimScenario *scenario = scenario_of (self);
  GtkWidget *child;

  self->building = TRUE;
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  for (guint i = 0; scenario != NULL && i < scenario->menus->len; i++)
    if (is_offered (scenario, g_ptr_array_index (scenario->menus, i)))
      add_menu (self, scenario, g_ptr_array_index (scenario->menus, i));
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->box) != NULL);
  self->building = FALSE;
}

static void
ehlo_variants_view_dispose (GObject *object)
{
  EhloVariantsView *self = EHLO_VARIANTS_VIEW (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ehlo_variants_view_parent_class)->dispose (object);
}

static void
ehlo_variants_view_class_init (EhloVariantsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ehlo_variants_view_dispose;
  EHLO_VIEW_CLASS (klass)->loaded = ehlo_variants_view_loaded;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_variants_view_init (EhloVariantsView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->box, "compare-bar");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What is chosen for this lesson"), -1);
}

GtkWidget *
ehlo_variants_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_VARIANTS_VIEW, "player", player, NULL);
}
