/* export-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/export-actions.h"

#include "app/draw/excerpt.h"
#include "app/window/export-dialog.h"
#include "app/window/print.h"

static void
export (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  EhloPlayer *player = ehlo_window_get_player (EHLO_WINDOW (window));

  if (ehlo_player_get_trace (player) != NULL)
    ehlo_export_dialog_show (GTK_WINDOW (window), player, ehlo_window_get_compare (EHLO_WINDOW (window)));
}

static void
print (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  EhloPlayer *player = ehlo_window_get_player (EHLO_WINDOW (window));
  guint from, to;

  if (ehlo_export_range (player, EHLO_RANGE_ALL, &from, &to))
    ehlo_print_run (GTK_WINDOW (window), player);
}

/* Text that is selected in an entry or a label is meant, if there is any. */
static gboolean
copies_itself (GtkWidget *focus)
{
  if (GTK_IS_LABEL (focus))
    return gtk_label_get_selectable (GTK_LABEL (focus)) && gtk_label_get_selection_bounds (GTK_LABEL (focus), NULL, NULL);
  return GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus);
}

static void
copy (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  EhloPlayer *player = ehlo_window_get_player (EHLO_WINDOW (window));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_autofree char *text = NULL;
  guint from, to;

  if (focus != NULL && copies_itself (focus))
    {
      gtk_widget_activate_action (focus, "clipboard.copy", NULL);
      return;
    }
  if (!ehlo_export_range (player, EHLO_RANGE_STEP, &from, &to))
    return;
  text = ehlo_excerpt_new (ehlo_player_get_trace (player), ehlo_player_get_lines (player), from, to);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), text);
}

static void
copy_picture (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  EhloPlayer *player = ehlo_window_get_player (EHLO_WINDOW (window));
  const EhloExportChoice choice = { EHLO_PAGE_LADDER, EHLO_RANGE_STEP, EHLO_PAGE_PNG };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  EhloPageSpec spec;

  if (!ehlo_export_choice_spec (&choice, player, &spec))
    return;
  bytes = ehlo_page_new (ehlo_player_get_trace (player), ehlo_player_get_lines (player), &spec, NULL);
  if (bytes != NULL)
    texture = gdk_texture_new_from_bytes (bytes, NULL);
  if (texture != NULL)
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (window)), texture);
  else
    gtk_widget_error_bell (GTK_WIDGET (window));
}

void
ehlo_export_actions_add (EhloWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "export", .activate = export },
    { .name = "print", .activate = print },
    { .name = "copy", .activate = copy },
    { .name = "copy-picture", .activate = copy_picture },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
