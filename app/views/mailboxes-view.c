/* mailboxes-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/mailboxes-view.h"

#include "app/model/mailboxes.h"

#include <glib/gi18n-lib.h>

struct _EhloMailboxesView
{
  EhloSheetView parent;
};

G_DEFINE_FINAL_TYPE (EhloMailboxesView, ehlo_mailboxes_view, EHLO_TYPE_SHEET_VIEW)

static void
ehlo_mailboxes_view_sync (EhloSheetView *view)
{
  ehlo_sheet_canvas_follow (ehlo_sheet_view_get_canvas (view));
}

static EhloSheet *
ehlo_mailboxes_view_make_sheet (EhloSheetView *view, double width, double height, EhloMeasure measure, gpointer measure_data)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (view));
  g_autoptr (GPtrArray) places = ehlo_mailboxes_at (ehlo_player_get_trace (player), ehlo_player_get_scene (player),
                                                    ehlo_sheet_view_step_begin (view), ehlo_player_get_cursor (player));

  return mailboxes_layout_new (places, width, height, measure, measure_data);
}

static void
ehlo_mailboxes_view_activate (EhloSheetView *view, guint id)
{
  gtk_widget_activate_action (GTK_WIDGET (view), "tabs.show-letter", "u", id - 1);
}

static void
ehlo_mailboxes_view_class_init (EhloMailboxesViewClass *klass)
{
  EhloSheetViewClass *sheet_class = EHLO_SHEET_VIEW_CLASS (klass);

  sheet_class->sync = ehlo_mailboxes_view_sync;
  sheet_class->make_sheet = ehlo_mailboxes_view_make_sheet;
  sheet_class->activate = ehlo_mailboxes_view_activate;
}

static void
ehlo_mailboxes_view_init (EhloMailboxesView *self)
{
  ehlo_sheet_view_set_label (EHLO_SHEET_VIEW (self), _("Mailboxes"));
}

GtkWidget *
ehlo_mailboxes_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_MAILBOXES_VIEW, "player", player, NULL);
}
