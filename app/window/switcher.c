/* switcher.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/switcher.h"

#include "app/views/compare-view.h"
#include "app/window/lazy.h"

#include <glib/gi18n-lib.h>

/* After the session, from left to right; ended by a name that is NULL. */
static const struct
{
  const char  *name;
  const char  *title;
  EhloMakeView make;
} views[] =
{
  { "compare", N_("Compare"), ehlo_compare_view_new },
  { NULL, NULL, NULL },
};

struct _EhloSwitcher
{
  GtkWidget          parent;
  GtkStack          *stack;
  GtkSelectionModel *model;     /* the stack's pages */
  GtkWidget         *buttons;
  GtkWidget         *list;
  GPtrArray         *pages;     /* GtkStackPage that have a title, in the order of @list */
  gboolean           syncing;
};

G_DEFINE_FINAL_TYPE (EhloSwitcher, ehlo_switcher, GTK_TYPE_WIDGET)

static void
sync_selected (EhloSwitcher *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);

  self->syncing = TRUE;
  for (guint i = 0; i < self->pages->len; i++)
    if (gtk_stack_page_get_child (g_ptr_array_index (self->pages, i)) == shown)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->list), i);
  self->syncing = FALSE;
}

static void
sync_pages (EhloSwitcher *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->pages, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++)
    {
      g_autoptr (GObject) page = g_list_model_get_item (G_LIST_MODEL (self->model), i);
      const char *title = gtk_stack_page_get_title (GTK_STACK_PAGE (page));

      if (title == NULL)
        continue;
      gtk_string_list_append (names, title);
      g_ptr_array_add (self->pages, g_object_ref (page));
    }
  self->syncing = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->list), G_LIST_MODEL (names));
  self->syncing = FALSE;
  sync_selected (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->pages->len > 1);
}

static void
on_selected (EhloSwitcher *self)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->list));

  if (!self->syncing && at < self->pages->len)
    gtk_stack_set_visible_child (self->stack, gtk_stack_page_get_child (g_ptr_array_index (self->pages, at)));
}

static void
ehlo_switcher_dispose (GObject *object)
{
  EhloSwitcher *self = EHLO_SWITCHER (object);

  g_clear_pointer (&self->buttons, gtk_widget_unparent);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_object (&self->stack);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  G_OBJECT_CLASS (ehlo_switcher_parent_class)->dispose (object);
}

static void
ehlo_switcher_class_init (EhloSwitcherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ehlo_switcher_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_switcher_init (EhloSwitcher *self)
{
  self->pages = g_ptr_array_new_with_free_func (g_object_unref);
  self->buttons = gtk_stack_switcher_new ();
  self->list = gtk_drop_down_new (NULL, NULL);
  gtk_widget_set_visible (self->list, FALSE);
  gtk_widget_set_valign (self->list, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->buttons, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->buttons, "views");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Views"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Views"), -1);
  g_signal_connect_swapped (self->list, "notify::selected", G_CALLBACK (on_selected), self);
  gtk_widget_set_parent (self->buttons, GTK_WIDGET (self));
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
}

GtkWidget *
ehlo_switcher_new (GtkStack *stack)
{
  EhloSwitcher *self = g_object_new (EHLO_TYPE_SWITCHER, NULL);

  self->stack = g_object_ref (stack);
  self->model = gtk_stack_get_pages (stack);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (self->buttons), stack);
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (sync_pages), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (stack, "notify::visible-child", G_CALLBACK (sync_selected), self, G_CONNECT_SWAPPED);
  sync_pages (self);
  return GTK_WIDGET (self);
}

void
ehlo_switcher_set_narrow (EhloSwitcher *self, gboolean narrow)
{
  gtk_widget_set_visible (self->buttons, !narrow);
  gtk_widget_set_visible (self->list, narrow);
}

void
ehlo_switcher_show (EhloSwitcher *self, guint number)
{
  if (number > 0 && number <= self->pages->len)
    gtk_stack_set_visible_child (self->stack, gtk_stack_page_get_child (g_ptr_array_index (self->pages, number - 1)));
}

void
ehlo_switcher_add_views (GtkStack *stack, EhloPlayer *player)
{
  for (guint i = 0; views[i].name != NULL; i++)
    gtk_stack_add_titled (stack, ehlo_lazy_new (views[i].make, player), views[i].name, _(views[i].title));
}
