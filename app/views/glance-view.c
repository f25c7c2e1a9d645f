/* glance-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/glance-view.h"

#include "app/views/glyph.h"
#include "app/views/style.h"
#include "sim/explain/tiles.h"

#include <glib/gi18n-lib.h>

#define N_DIGITS 3

struct _EhloGlanceView
{
  EhloView   parent;
  GtkWidget *box;
  GtkWidget *glyph;
  GtkWidget *heading;
  GtkWidget *tiles;
  GtkWidget *digit[N_DIGITS];
  GtkWidget *name[N_DIGITS];
};

G_DEFINE_FINAL_TYPE (EhloGlanceView, ehlo_glance_view, EHLO_TYPE_VIEW)

static void
set_class (GtkWidget *widget, ExplainClass klass)
{
  for (ExplainClass k = EXPLAIN_CLASS_NONE; k <= EXPLAIN_CLASS_NO; k++)
    {
      g_autofree char *name = g_strconcat (ehlo_style_class (k), "-text", NULL);

      if (k == klass)
        gtk_widget_add_css_class (widget, name);
      else
        gtk_widget_remove_css_class (widget, name);
    }
}

static void
show_tiles (EhloGlanceView *self, const SimEntry *entry, guint index, ExplainClass klass)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (self));
  ExplainDigit digits[N_DIGITS] = { 0 };
  SimConnection connection = { 0 };
  ExplainLine line;
  gboolean shown = FALSE;

  if (entry->kind == SIM_ENTRY_SAID && entry->conn != 0)
    {
      explain_context_line (ehlo_player_get_context (player), index, &line);
      sim_trace_get_connection (ehlo_player_get_trace (player), entry->conn, &connection);
      shown = explain_tiles (connection.protocol, entry, &line, digits);
    }
  gtk_widget_set_visible (self->tiles, shown);
  if (!shown)
    return;
  for (guint i = 0; i < N_DIGITS; i++)
    {
      gtk_label_set_text (GTK_LABEL (self->digit[i]), digits[i].digit);
      gtk_label_set_text (GTK_LABEL (self->name[i]), digits[i].name);
      set_class (self->digit[i], i == 0 ? klass : EXPLAIN_CLASS_NONE);
    }
  explain_digits_clear (digits);
}

static void
ehlo_glance_view_moved (EhloView *view)
{
  EhloGlanceView *self = EHLO_GLANCE_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (view);
  guint number = ehlo_player_get_line (player);
  Explanation explanation = { 0 };
  SimEntry entry = { 0 };
  guint index = 0;

  if (number > 0)
    {
      index = sim_steps_get (ehlo_player_get_lines (player), number)->entry;
      sim_trace_get (ehlo_player_get_trace (player), index, &entry);
      explain_context_entry (ehlo_player_get_context (player), index, &explanation);
      gtk_label_set_text (GTK_LABEL (self->heading), explanation.heading != NULL ? explanation.heading : explanation.title);
      show_tiles (self, &entry, index, explanation.klass);
    }
  else
    {
      gtk_label_set_text (GTK_LABEL (self->heading), _("Nothing has happened yet"));
      gtk_widget_set_visible (self->tiles, FALSE);
    }
  ehlo_glyph_set_class (EHLO_GLYPH (self->glyph), explanation.klass);
  gtk_widget_set_visible (self->glyph, explanation.klass > EXPLAIN_CLASS_CLIENT);
  explanation_clear (&explanation);
}

static GtkWidget *
make_label (const char *css)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_widget_add_css_class (label, css);
  return label;
}

static void
ehlo_glance_view_constructed (GObject *object)
{
  EhloGlanceView *self = EHLO_GLANCE_VIEW (object);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  gtk_widget_add_css_class (self->box, "glance");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->glyph = ehlo_glyph_new (48);
  self->heading = make_label ("heading");
  gtk_label_set_wrap (GTK_LABEL (self->heading), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_label_set_lines (GTK_LABEL (self->heading), 2);
  gtk_label_set_ellipsize (GTK_LABEL (self->heading), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->heading, TRUE);
  self->tiles = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  for (guint i = 0; i < N_DIGITS; i++)
    {
      GtkWidget *tile = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

      self->digit[i] = make_label ("digit");
      self->name[i] = make_label ("name");
      gtk_box_append (GTK_BOX (tile), self->digit[i]);
      gtk_box_append (GTK_BOX (tile), self->name[i]);
      gtk_box_append (GTK_BOX (self->tiles), tile);
    }
  gtk_box_append (GTK_BOX (self->box), self->glyph);
  gtk_box_append (GTK_BOX (self->box), self->heading);
  gtk_box_append (GTK_BOX (self->box), self->tiles);
  G_OBJECT_CLASS (ehlo_glance_view_parent_class)->constructed (object);
}

static void
ehlo_glance_view_class_init (EhloGlanceViewClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = ehlo_glance_view_constructed;
  EHLO_VIEW_CLASS (klass)->moved = ehlo_glance_view_moved;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_glance_view_init (EhloGlanceView *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("At a glance"), -1);
}

GtkWidget *
ehlo_glance_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_GLANCE_VIEW, "player", player, NULL);
}
