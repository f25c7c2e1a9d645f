/* ladder-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/ladder-row.h"

struct _EhloLadderRow
{
  GtkWidget parent;
  guint     id;
};

G_DEFINE_FINAL_TYPE (EhloLadderRow, ehlo_ladder_row, GTK_TYPE_WIDGET)

static void
ehlo_ladder_row_class_init (EhloLadderRowClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ladderrow");
}

static void
ehlo_ladder_row_init (EhloLadderRow *self)
{
  self->id = G_MAXUINT;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ehlo_ladder_row_new (void)
{
  return g_object_new (EHLO_TYPE_LADDER_ROW, NULL);
}

guint
ehlo_ladder_row_get (EhloLadderRow *self)
{
  return self->id;
}

void
ehlo_ladder_row_show (EhloLadderRow *self, guint id, const char *label, guint position, guint n_rows)
{
  self->id = id;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_POS_IN_SET, (int) position + 1,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, (int) n_rows, -1);
}
