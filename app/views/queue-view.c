/* queue-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/queue-view.h"

#include "app/model/queue.h"

#include <glib/gi18n-lib.h>

struct _EhloQueueView
{
  EhloSheetView parent;
  EhloLedger   *ledger;   /* NULL: to be made */
};

G_DEFINE_FINAL_TYPE (EhloQueueView, ehlo_queue_view, EHLO_TYPE_SHEET_VIEW)

static void
ehlo_queue_view_loaded (EhloView *view)
{
  g_clear_pointer (&EHLO_QUEUE_VIEW (view)->ledger, ehlo_ledger_free);
}

static void
ehlo_queue_view_sync (EhloSheetView *view)
{
  ehlo_sheet_canvas_follow (ehlo_sheet_view_get_canvas (view));
}

static EhloSheet *
ehlo_queue_view_make_sheet (EhloSheetView *view, double width, double height, EhloMeasure measure, gpointer measure_data)
{
  EhloQueueView *self = EHLO_QUEUE_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (view));
  g_autoptr (EhloQueue) queue = NULL;

  if (self->ledger == NULL)
    self->ledger = ehlo_ledger_new (ehlo_player_get_trace (player));
  queue = ehlo_queue_at (ehlo_player_get_trace (player), self->ledger, ehlo_player_get_scenario (player),
                         ehlo_sheet_view_step_begin (view), ehlo_player_get_cursor (player));
  return queue_layout_new (queue->cards, queue->n_passed, queue->n_more, width, height, measure, measure_data);
}

static void
ehlo_queue_view_activate (EhloSheetView *view, guint id)
{
  gtk_widget_activate_action (GTK_WIDGET (view), "tabs.show-letter", "u", id - 1);
}

static void
ehlo_queue_view_finalize (GObject *object)
{
  g_clear_pointer (&EHLO_QUEUE_VIEW (object)->ledger, ehlo_ledger_free);
  G_OBJECT_CLASS (ehlo_queue_view_parent_class)->finalize (object);
}

static void
ehlo_queue_view_class_init (EhloQueueViewClass *klass)
{
  EhloSheetViewClass *sheet_class = EHLO_SHEET_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ehlo_queue_view_finalize;
  EHLO_VIEW_CLASS (klass)->loaded = ehlo_queue_view_loaded;
  sheet_class->sync = ehlo_queue_view_sync;
  sheet_class->make_sheet = ehlo_queue_view_make_sheet;
  sheet_class->activate = ehlo_queue_view_activate;
}

static void
ehlo_queue_view_init (EhloQueueView *self)
{
  ehlo_sheet_view_set_label (EHLO_SHEET_VIEW (self), _("Queue"));
}

GtkWidget *
ehlo_queue_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_QUEUE_VIEW, "player", player, NULL);
}

guint
ehlo_queue_view_count (EhloPlayer *player)
{
  return ehlo_queue_count (ehlo_player_get_scene (player));
}
