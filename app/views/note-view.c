/* note-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/note-view.h"

#include <glib/gi18n-lib.h>

struct _EhloNoteView
{
  EhloView   parent;
  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *text;
  GtkWidget *question;
  GtkWidget *hint;
};

G_DEFINE_FINAL_TYPE (EhloNoteView, ehlo_note_view, EHLO_TYPE_VIEW)

static GtkWidget *
add_label (EhloNoteView *self, const char *css)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 90);
  gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (self->box), label);
  return label;
}

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && text[0] != '\0');
}

static void
add_line (GString *text, const char *line)
{
  if (line == NULL || line[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static void
ehlo_note_view_moved (EhloView *view)
{
  EhloNoteView *self = EHLO_NOTE_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (view);
  SimScenario *scenario = ehlo_player_get_scenario (player);
  gboolean start = ehlo_player_get_line (player) == 0 && scenario != NULL;
  g_autoptr (GString) text = g_string_new (NULL), question = g_string_new (NULL);
  guint n;
  const SimPinned *notes = ehlo_player_get_notes (player, &n);

  for (guint i = 0; i < n; i++)
    {
      add_line (text, notes[i].note->text);
      if (notes[i].note->ask != SIM_ASK_NOTHING)
        add_line (question, notes[i].note->question);
    }
  if (start && text->len == 0)
    add_line (text, scenario->summary);
  set_text (self->title, start ? scenario->title : NULL);
  set_text (self->text, text->str);
  set_text (self->question, question->str);
  set_text (self->hint, ehlo_player_is_asked (player) ? _("Think first; then go one step on.") : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), start || n > 0);
}

static void
ehlo_note_view_constructed (GObject *object)
{
  EhloNoteView *self = EHLO_NOTE_VIEW (object);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (self->box, "note-card");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->title = add_label (self, "question");
  self->text = add_label (self, "text");
  self->question = add_label (self, "question");
  self->hint = add_label (self, "dim");
  gtk_widget_add_css_class (self->hint, "small");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  G_OBJECT_CLASS (ehlo_note_view_parent_class)->constructed (object);
}

static void
ehlo_note_view_class_init (EhloNoteViewClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = ehlo_note_view_constructed;
  EHLO_VIEW_CLASS (klass)->moved = ehlo_note_view_moved;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_note_view_init (EhloNoteView *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Note"), -1);
}

GtkWidget *
ehlo_note_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_NOTE_VIEW, "player", player, NULL);
}
