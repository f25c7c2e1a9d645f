/* transcript-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/transcript-row.h"

#include "app/draw/glyphs.h"
#include "app/views/glyph.h"
#include "app/views/style.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _EhloTranscriptRow
{
  GtkBox     parent;
  GtkWidget *number;
  GtkWidget *badge;
  GtkWidget *glyph;
  GtkWidget *text;
  guint      step;
};

G_DEFINE_FINAL_TYPE (EhloTranscriptRow, ehlo_transcript_row, GTK_TYPE_BOX)

static void
ehlo_transcript_row_class_init (EhloTranscriptRowClass *klass)
{
}

static void
ehlo_transcript_row_init (EhloTranscriptRow *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_set_margin_start (GTK_WIDGET (self), 4);
  gtk_widget_set_margin_end (GTK_WIDGET (self), 6);
  /* The row as a whole has a sentence; number, badge and text repeat parts of it. */
  self->number = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_label_set_width_chars (GTK_LABEL (self->number), 3);
  gtk_label_set_xalign (GTK_LABEL (self->number), 1);
  gtk_widget_add_css_class (self->number, "number");
  self->badge = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_size_request (self->badge, 24, -1);
  self->glyph = ehlo_glyph_new (16);
  self->text = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_label_set_xalign (GTK_LABEL (self->text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->text), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (self->text), TRUE);
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_box_append (GTK_BOX (self), self->number);
  gtk_box_append (GTK_BOX (self), self->badge);
  gtk_box_append (GTK_BOX (self), self->glyph);
  gtk_box_append (GTK_BOX (self), self->text);
}

/* The code or the verb stands out in its class's colour. */
static void
mark_first_word (EhloTranscriptRow *self, EhloLine *line)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  EhloTheme theme = ehlo_style_theme (GTK_WIDGET (self));
  guint32 rgb = theme.colors[ehlo_theme_class (line->klass)];
  guint len = 0;

  while (g_ascii_isalnum (line->text[len]) || line->text[len] == '+' || line->text[len] == '*')
    len++;
  if (!line->letter && line->kind <= EHLO_LINE_MORE && line->klass != EXPLAIN_CLASS_NONE)
    {
      PangoAttribute *color = pango_attr_foreground_new ((rgb >> 16) * 257, (rgb >> 8 & 255) * 257, (rgb & 255) * 257);
      PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

      color->end_index = weight->end_index = len;
      pango_attr_list_insert (attributes, color);
      pango_attr_list_insert (attributes, weight);
    }
  gtk_label_set_attributes (GTK_LABEL (self->text), attributes);
  pango_attr_list_unref (attributes);
}

static void
set_css (GtkWidget *widget, const char *css, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css);
  else
    gtk_widget_remove_css_class (widget, css);
}

static void
show_badge (EhloTranscriptRow *self, EhloLine *line)
{
  gboolean shown = line->kind == EHLO_LINE_SAID && line->side != SIM_SIDE_NONE;

  /* TRANSLATORS: the client's and the server's lines in a transcript, one letter as in the RFCs */
  gtk_label_set_text (GTK_LABEL (self->badge), !shown ? "" : line->side == SIM_SIDE_CLIENT ? C_("transcript", "C") : C_("transcript", "S"));
  for (ExplainClass klass = EXPLAIN_CLASS_NONE; klass <= EXPLAIN_CLASS_NO; klass++)
    gtk_widget_remove_css_class (self->badge, ehlo_style_class (klass));
  gtk_widget_remove_css_class (self->badge, "badge");
  /* A bracket is as high as its row. */
  gtk_widget_set_valign (self->badge, shown ? GTK_ALIGN_CENTER : GTK_ALIGN_FILL);
  if (!shown)
    return;
  gtk_widget_add_css_class (self->badge, "badge");
  gtk_widget_add_css_class (self->badge, ehlo_style_class (line->side == SIM_SIDE_CLIENT ? EXPLAIN_CLASS_CLIENT : line->klass));
}

GtkWidget *
ehlo_transcript_row_new (void)
{
  return g_object_new (EHLO_TYPE_TRANSCRIPT_ROW, NULL);
}

void
ehlo_transcript_row_show (EhloTranscriptRow *self, EhloLine *line)
{
  static const char * const kinds[] = { "wire", "wire", "event", "heading", "fold" };
  char number[16] = "";

  self->step = line != NULL ? line->step : 0;
  if (line == NULL)
    return;
  if (line->kind == EHLO_LINE_SAID || line->kind == EHLO_LINE_EVENT)
    g_snprintf (number, sizeof number, "%u", line->step);
  gtk_label_set_text (GTK_LABEL (self->number), number);
  gtk_widget_set_visible (self->number, line->kind != EHLO_LINE_HEADING);
  gtk_widget_set_visible (self->badge, line->kind <= EHLO_LINE_MORE || line->kind == EHLO_LINE_FOLD);
  set_css (GTK_WIDGET (self), "letter", line->letter && line->kind != EHLO_LINE_EVENT);
  set_css (self->badge, "bracket", line->kind == EHLO_LINE_MORE || line->kind == EHLO_LINE_FOLD);
  gtk_widget_set_visible (self->glyph, line->kind != EHLO_LINE_HEADING);
  show_badge (self, line);
  ehlo_glyph_set_class (EHLO_GLYPH (self->glyph), line->kind == EHLO_LINE_MORE ? EXPLAIN_CLASS_NONE : line->klass);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_widget_remove_css_class (self->text, kinds[i]);
  gtk_widget_add_css_class (self->text, kinds[line->kind]);
  gtk_label_set_text (GTK_LABEL (self->text), line->text);
  mark_first_word (self, line);
}

guint
ehlo_transcript_row_get_step (EhloTranscriptRow *self)
{
  return self->step;
}

void
ehlo_transcript_row_set_coming (EhloTranscriptRow *self, gboolean coming)
{
  if (coming)
    gtk_widget_add_css_class (GTK_WIDGET (self), "coming");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "coming");
}
