/* ladder-view-rows.c - the ladder for those who do not see it: a list of sentences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/ladder-view-private.h"

#include "app/draw/words.h"
#include "app/views/ladder-row.h"
#include "app/views/style.h"

#include <glib/gi18n-lib.h>

char *
ehlo_ladder_view_describe (EhloLadderView *self, const LadderItem *item)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (self));

  switch (item->kind)
    {
    case LADDER_ITEM_HEADER:
    case LADDER_ITEM_PHASE:
      return g_strconcat (item->text, item->detail != NULL ? ", " : "", item->detail != NULL ? item->detail : "", ", ", item->range,
                          item->folded ? ", " : NULL, _("folded"), NULL);
    case LADDER_ITEM_LINE:
    case LADDER_ITEM_GAP:
      return g_strdup (item->text);
    case LADDER_ITEM_PACKET:
      return ehlo_words_packet (ehlo_player_get_trace (player), item->entry, item->text, item->crossed);
    case LADDER_ITEM_ARROW:
    case LADDER_ITEM_NOTE:
      break;
    }
  return ehlo_words_sentence (ehlo_player_get_trace (player), ehlo_player_get_lines (player), item->step);
}

#define SETTLED 150   /* ms after the last scrolling */

/* The children come in the order of the rows, for those who walk from one to the next. */
static gboolean
put_in_order (gpointer data)
{
  EhloLadderView *self = data;
  guint n = self->children->len;

  self->order_timer = 0;
  for (guint i = 0; i < n; i++)
    gtk_widget_insert_before (self->children->pdata[(self->first_child + i) % n], GTK_WIDGET (self), NULL);
  return G_SOURCE_REMOVE;
}

static void
show_item (EhloLadderView *self, EhloLadderRow *child, const LadderItem *item)
{
  double zoom = ehlo_style_get_zoom ();
  GtkAllocation place = { 0, (int) (item->y * zoom), gtk_widget_get_width (GTK_WIDGET (self)), (int) (item->height * zoom) };
  gboolean marked = item->state == LADDER_CURRENT && (item->kind <= LADDER_ITEM_NOTE || item->folded);

  if (ehlo_ladder_row_get (child) != item->row)
    {
      g_autofree char *label = ehlo_ladder_view_describe (self, item);

      ehlo_ladder_row_show (child, item->row, label, item->row, ladder_rows_length (self->rows));
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_SELECTED, marked, -1);
  gtk_widget_measure (GTK_WIDGET (child), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (GTK_WIDGET (child), &place, -1);
}

void
ehlo_ladder_view_add_children (EhloLadderView *self, guint n)
{
  while (self->children->len < n)
    {
      GtkWidget *child = ehlo_ladder_row_new ();

      gtk_widget_set_child_visible (child, FALSE);
      gtk_widget_set_parent (child, GTK_WIDGET (self));
      g_ptr_array_add (self->children, child);
    }
}

/* A child that comes while others are being placed would be one too late. */
static gboolean
add_missing (gpointer data)
{
  EhloLadderView *self = data;
  const LadderLayout *layout = ehlo_ladder_view_get_layout (self);

  self->missing_idle = 0;
  if (layout != NULL)
    ehlo_ladder_view_add_children (self, layout->items->len + 8);
  return G_SOURCE_REMOVE;
}

void
ehlo_ladder_view_sync_children (EhloLadderView *self)
{
  const LadderLayout *layout = ehlo_ladder_view_get_layout (self);
  guint n = layout != NULL ? layout->items->len : 0, first, total;

  for (guint i = 0; n == 0 && i < self->children->len; i++)
    gtk_widget_set_child_visible (self->children->pdata[i], FALSE);
  if (n > self->children->len && self->missing_idle == 0)
    self->missing_idle = g_idle_add (add_missing, self);
  if (n == 0)
    return;
  first = g_array_index (layout->items, LadderItem, 0).row;
  total = self->children->len;
  /* A row that is still seen keeps its child: only what comes into sight is told anew. */
  for (guint i = 0; i < total; i++)
    {
      GtkWidget *child = self->children->pdata[(first + i) % total];

      gtk_widget_set_child_visible (child, i < n);
      if (i < n)
        show_item (self, EHLO_LADDER_ROW (child), &g_array_index (layout->items, LadderItem, i));
    }
  if (self->first_child == first % total)
    return;
  self->first_child = first % total;
  g_clear_handle_id (&self->order_timer, g_source_remove);
  self->order_timer = g_timeout_add (SETTLED, put_in_order, self);
}

void
ehlo_ladder_view_forget_children (EhloLadderView *self)
{
  for (guint i = 0; i < self->children->len; i++)
    ehlo_ladder_row_show (self->children->pdata[i], LADDER_NO_ROW, "", 0, 1);
}
