/* session.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/session.h"

#include "app/views/glance-view.h"
#include "app/views/inspector-view.h"
#include "app/views/ladder-view.h"
#include "app/views/map-view.h"
#include "app/views/note-view.h"
#include "app/views/style.h"
#include "app/views/transport-view.h"
#include "app/views/variants-view.h"
#include "app/window/settings.h"
#include "app/window/side-tabs.h"

#include <glib/gi18n-lib.h>

/* At least, in pixels. */
#define LADDER_WIDTH 480
#define SIDE_WIDTH   380

struct _EhloSession
{
  GtkWidget   parent;
  EhloPlayer *player;
  GtkWidget  *panes;        /* the ladder, and at its right, if the window is wide: */
  GtkWidget  *side;         /* the tabs, and below them the inspector */
  GtkWidget  *over;         /* where the side lies in a narrow window; NULL: it is wide */
  GtkWidget  *overlay;
  GtkWidget  *glance;       /* for a projector, else NULL */
  GtkWidget  *views[EHLO_N_PANES];
  GtkWidget  *focus[EHLO_N_PANES];
};

G_DEFINE_FINAL_TYPE (EhloSession, ehlo_session, GTK_TYPE_WIDGET)

static GtkWidget *
make_left (EhloSession *self)
{
  GtkWidget *overlay = gtk_overlay_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();

  self->views[EHLO_PANE_MAP] = self->focus[EHLO_PANE_MAP] = ehlo_map_view_new (self->player);
  self->views[EHLO_PANE_LADDER] = self->focus[EHLO_PANE_LADDER] = ehlo_ladder_view_new (self->player);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->views[EHLO_PANE_LADDER]);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), self->views[EHLO_PANE_MAP]);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_set_size_request (box, LADDER_WIDTH, -1);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), box);
  self->views[EHLO_PANE_NOTE] = self->focus[EHLO_PANE_NOTE] =
    ehlo_note_view_new (self->player, GTK_OVERLAY (overlay), EHLO_LADDER_VIEW (self->views[EHLO_PANE_LADDER]));
  return overlay;
}

static GtkWidget *
make_inspector (EhloSession *self)
{
  self->views[EHLO_PANE_INSPECTOR] = ehlo_inspector_view_new (self->player);
  self->focus[EHLO_PANE_INSPECTOR] = ehlo_inspector_view_get_focus (EHLO_INSPECTOR_VIEW (self->views[EHLO_PANE_INSPECTOR]));
  return self->views[EHLO_PANE_INSPECTOR];
}

static GtkWidget *
make_side (EhloSession *self)
{
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_VERTICAL);
  g_autofree char *tab = ehlo_settings_dup_text ("tab", "transcript");

  self->views[EHLO_PANE_TABS] = self->focus[EHLO_PANE_TABS] = ehlo_side_tabs_new (self->player);
  ehlo_side_tabs_set_current (EHLO_SIDE_TABS (self->views[EHLO_PANE_TABS]), tab);
  gtk_widget_set_size_request (self->views[EHLO_PANE_TABS], -1, 120);
  gtk_paned_set_start_child (GTK_PANED (paned), self->views[EHLO_PANE_TABS]);
  gtk_paned_set_end_child (GTK_PANED (paned), make_inspector (self));
  gtk_paned_set_resize_end_child (GTK_PANED (paned), TRUE);
  gtk_paned_set_resize_start_child (GTK_PANED (paned), TRUE);
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_position (GTK_PANED (paned), ehlo_settings_get_size ("transcript-height", 208));
  gtk_widget_set_size_request (paned, SIDE_WIDTH, -1);
  gtk_widget_add_css_class (paned, "side");
  gtk_accessible_update_property (GTK_ACCESSIBLE (paned), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Side panel"), -1);
  return paned;
}

/* Where the border between ladder and side panel stands in a window of @width: the ladder has the larger part. */
static int
border_at (int width)
{
  int side = MIN (ehlo_settings_get_size ("side-width", 560), MAX (width * 9 / 20, SIDE_WIDTH));

  return MAX (width - side, 0);
}

static void
make_panes (EhloSession *self, int width)
{
  GtkPaned *paned = GTK_PANED (gtk_paned_new (GTK_ORIENTATION_HORIZONTAL));

  self->panes = GTK_WIDGET (paned);
  self->side = g_object_ref_sink (make_side (self));
  gtk_paned_set_start_child (paned, make_left (self));
  gtk_paned_set_end_child (paned, self->side);
  gtk_paned_set_resize_start_child (paned, TRUE);
  gtk_paned_set_resize_end_child (paned, FALSE);
  gtk_paned_set_shrink_start_child (paned, FALSE);
  gtk_paned_set_shrink_end_child (paned, FALSE);
  gtk_paned_set_position (paned, border_at (width));
  gtk_accessible_update_property (GTK_ACCESSIBLE (paned), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Session"), -1);
}

static void
ehlo_session_dispose (GObject *object)
{
  EhloSession *self = EHLO_SESSION (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->side);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ehlo_session_parent_class)->dispose (object);
}

/* Parameter: a host of the trace. */
static void
on_show_host (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EhloSession *self = EHLO_SESSION (widget);

  ehlo_side_tabs_show_host (EHLO_SIDE_TABS (self->views[EHLO_PANE_TABS]), g_variant_get_uint32 (parameter));
}

static void
ehlo_session_class_init (EhloSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ehlo_session_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "session.show-host", "u", on_show_host);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_session_init (EhloSession *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
ehlo_session_new (EhloPlayer *player, int width)
{
  EhloSession *self = g_object_new (EHLO_TYPE_SESSION, NULL);

  self->player = g_object_ref (player);
  make_panes (self, width);
  self->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->panes);
  gtk_widget_set_vexpand (self->overlay, TRUE);
  gtk_widget_set_parent (ehlo_variants_view_new (player), GTK_WIDGET (self));
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  self->views[EHLO_PANE_TRANSPORT] = ehlo_transport_view_new (player);
  self->focus[EHLO_PANE_TRANSPORT] = ehlo_transport_view_get_scale (EHLO_TRANSPORT_VIEW (self->views[EHLO_PANE_TRANSPORT]));
  gtk_widget_set_parent (self->views[EHLO_PANE_TRANSPORT], GTK_WIDGET (self));
  ehlo_session_sync_look (self);
  return GTK_WIDGET (self);
}

GtkWidget *
ehlo_session_get_view (EhloSession *self, EhloPane pane)
{
  return self->views[pane];
}

void
ehlo_session_focus_pane (EhloSession *self, EhloPane pane)
{
  gtk_widget_grab_focus (self->focus[pane]);
}

void
ehlo_session_move_pane (EhloSession *self, int direction)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  int at = direction > 0 ? -1 : EHLO_N_PANES;

  for (int i = 0; focus != NULL && i < EHLO_N_PANES; i++)
    if (focus == self->focus[i] || gtk_widget_is_ancestor (focus, self->focus[i]) || gtk_widget_is_ancestor (focus, self->views[i]))
      at = i;
  for (int tries = 0; tries < EHLO_N_PANES; tries++)
    {
      at = (at + direction + EHLO_N_PANES) % EHLO_N_PANES;
      if (gtk_widget_get_mapped (self->focus[at]) && gtk_widget_grab_focus (self->focus[at]))
        return;
    }
}

void
ehlo_session_set_side (EhloSession *self, gboolean shown)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* The focus does not stay in what nobody sees. */
  if (!shown && focus != NULL && gtk_widget_is_ancestor (focus, self->side))
    ehlo_session_focus_pane (self, EHLO_PANE_LADDER);
  gtk_widget_set_visible (self->side, shown);
  if (self->over != NULL)
    gtk_widget_set_visible (self->over, shown);
}

gboolean
ehlo_session_get_side (EhloSession *self)
{
  return gtk_widget_get_visible (self->side);
}

void
ehlo_session_set_narrow (EhloSession *self, gboolean narrow)
{
  if (narrow == (self->over != NULL))
    return;
  if (narrow)
    {
      ehlo_session_remember (self);
      gtk_paned_set_end_child (GTK_PANED (self->panes), NULL);
      self->over = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_add_css_class (self->over, "over");
      gtk_widget_set_halign (self->over, GTK_ALIGN_END);
      gtk_box_append (GTK_BOX (self->over), self->side);
      gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->over);
    }
  else
    {
      gtk_box_remove (GTK_BOX (self->over), self->side);
      gtk_overlay_remove_overlay (GTK_OVERLAY (self->overlay), self->over);
      self->over = NULL;
      gtk_paned_set_end_child (GTK_PANED (self->panes), self->side);
      gtk_paned_set_resize_end_child (GTK_PANED (self->panes), FALSE);
      gtk_paned_set_shrink_end_child (GTK_PANED (self->panes), FALSE);
      gtk_paned_set_position (GTK_PANED (self->panes), border_at (gtk_widget_get_width (GTK_WIDGET (self))));
    }
}

gboolean
ehlo_session_get_narrow (EhloSession *self)
{
  return self->over != NULL;
}

void
ehlo_session_sync_look (EhloSession *self)
{
  if (ehlo_style_is_projector () == (self->glance != NULL))
    return;
  if (self->glance != NULL)
    {
      g_clear_pointer (&self->glance, gtk_widget_unparent);
      return;
    }
  self->glance = ehlo_glance_view_new (self->player);
  gtk_widget_insert_after (self->glance, GTK_WIDGET (self), self->overlay);
}

void
ehlo_session_remember (EhloSession *self)
{
  int width = gtk_widget_get_width (self->panes), position = gtk_paned_get_position (GTK_PANED (self->panes));

  ehlo_settings_set_text ("tab", ehlo_side_tabs_get_current (EHLO_SIDE_TABS (self->views[EHLO_PANE_TABS])));
  if (self->over != NULL || !gtk_widget_get_mapped (self->side) || width <= position)
    return;
  ehlo_settings_set_size ("side-width", width - position);
  if (gtk_widget_get_mapped (self->views[EHLO_PANE_TABS]))
    ehlo_settings_set_size ("transcript-height", gtk_paned_get_position (GTK_PANED (self->side)));
}
