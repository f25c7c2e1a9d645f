/* header.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/header.h"

#include "app/window/chooser.h"
#include "app/window/switcher.h"
#include "app/window/window-menu.h"

#include <glib/gi18n-lib.h>

/* Pixels, less what a window's border may take. */
#define VIEWS_IN_ROW (900 - 24)

struct _EhloHeader
{
  GtkWidget  parent;
  GtkWidget *revealer;
  GtkWidget *lessons;
  GtkWidget *title;        /* on that button */
  GtkWidget *switcher;
  GtkWidget *side;
  GtkWidget *menu;
  GtkWidget *waiting;      /* a menu button to be opened once the bar has come; NULL: none */
  gboolean   fullscreen;
};

G_DEFINE_FINAL_TYPE (EhloHeader, ehlo_header, GTK_TYPE_WIDGET)

static void
set_name (GtkWidget *button, const char *name, const char *tip)
{
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
make_lessons (EhloHeader *self)
{
  GtkWidget *button = gtk_menu_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->title = gtk_label_new ("");
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (self->title), 40);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("ehlo-list-symbolic"));
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), box);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), ehlo_chooser_new ());
  gtk_widget_add_css_class (button, "lesson-button");
  set_name (button, _("Lessons"), _("Choose a lesson"));
  return button;
}

static GtkWidget *
make_menu (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = ehlo_window_menu_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "ehlo-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  set_name (button, _("Menu"), _("Menu (F10)"));
  return button;
}

static GtkWidget *
make_toggle (const char *icon, const char *action, const char *name, const char *tip)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_focus_on_click (button, FALSE);
  set_name (button, name, tip);
  return button;
}

static void
ehlo_header_dispose (GObject *object)
{
  g_clear_pointer (&EHLO_HEADER (object)->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (ehlo_header_parent_class)->dispose (object);
}

static void
ehlo_header_class_init (EhloHeaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ehlo_header_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
on_revealed (EhloHeader *self)
{
  if (self->waiting != NULL && gtk_revealer_get_child_revealed (GTK_REVEALER (self->revealer)))
    gtk_menu_button_popup (GTK_MENU_BUTTON (g_steal_pointer (&self->waiting)));
}

static void
ehlo_header_init (EhloHeader *self)
{
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  g_signal_connect_swapped (self->revealer, "notify::child-revealed", G_CALLBACK (on_revealed), self);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
}

GtkWidget *
ehlo_header_new (GtkStack *views)
{
  EhloHeader *self = g_object_new (EHLO_TYPE_HEADER, NULL);
  GtkWidget *bar = gtk_header_bar_new ();

  self->switcher = ehlo_switcher_new (views);
  self->lessons = make_lessons (self);
  self->menu = make_menu ();
  self->side = make_toggle ("ehlo-side-symbolic", "win.side-panel", _("Side panel"), _("Side panel (F9)"));
  gtk_widget_set_visible (self->side, FALSE);
  gtk_header_bar_set_title_widget (GTK_HEADER_BAR (bar), self->switcher);
  gtk_header_bar_pack_start (GTK_HEADER_BAR (bar), self->lessons);
  gtk_header_bar_pack_end (GTK_HEADER_BAR (bar), self->menu);
  gtk_header_bar_pack_end (GTK_HEADER_BAR (bar),
                           make_toggle ("ehlo-projector-symbolic", "app.projector", _("Projector mode"), _("Projector mode (P)")));
  gtk_header_bar_pack_end (GTK_HEADER_BAR (bar), self->side);
  gtk_widget_add_css_class (bar, "titlebar");
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), bar);
  return GTK_WIDGET (self);
}

void
ehlo_header_set_title (EhloHeader *self, const char *title)
{
  gtk_label_set_text (GTK_LABEL (self->title), title);
}

void
ehlo_header_set_width (EhloHeader *self, int width)
{
  ehlo_switcher_set_narrow (EHLO_SWITCHER (self->switcher), width < VIEWS_IN_ROW);
}

void
ehlo_header_set_narrow (EhloHeader *self, gboolean narrow)
{
  gtk_widget_set_visible (self->side, narrow);
}

void
ehlo_header_set_fullscreen (EhloHeader *self, gboolean fullscreen)
{
  self->fullscreen = fullscreen;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), !fullscreen);
}

static gboolean
is_open (GtkWidget *menu_button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (menu_button));

  return popover != NULL && gtk_widget_get_mapped (GTK_WIDGET (popover));
}

void
ehlo_header_pointer_at (EhloHeader *self, double y)
{
  if (!self->fullscreen)
    return;
  if (y < 3)
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  else if (y > gtk_widget_get_height (self->revealer) + 12 && !is_open (self->lessons) && !is_open (self->menu))
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
}

/* A menu needs a place: the bar comes first. */
static void
open_when_revealed (EhloHeader *self, GtkWidget *menu_button)
{
  self->waiting = menu_button;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  on_revealed (self);
}

void
ehlo_header_open_menu (EhloHeader *self)
{
  open_when_revealed (self, self->menu);
}

void
ehlo_header_show_view (EhloHeader *self, guint number)
{
  ehlo_switcher_show (EHLO_SWITCHER (self->switcher), number);
}
