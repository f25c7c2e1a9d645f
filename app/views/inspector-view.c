/* inspector-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/inspector-view.h"

#include "app/draw/words.h"
#include "app/model/envelope.h"
#include "app/views/glyph.h"
#include "app/views/style.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  GtkWidget *box;
  GtkWidget *digit;
  GtkWidget *name;
  GtkWidget *text;
} Tile;

struct _EhloInspectorView
{
  EhloView   parent;
  GtkWidget *box;
  GtkWidget *glyph;
  GtkWidget *heading;
  GtkWidget *text;
  GtkWidget *tiles;
  Tile       tile[3];
  GtkWidget *enhanced;        /* a row: caption, code, words */
  GtkWidget *enhanced_code;
  GtkWidget *enhanced_words;
  GtkWidget *rfc;
  GtkWidget *envelope;        /* everything about it */
  GtkWidget *from;
  GtkWidget *recipients;
  GtkWidget *next;
  GtkWidget *next_card;
};

G_DEFINE_FINAL_TYPE (EhloInspectorView, ehlo_inspector_view, EHLO_TYPE_VIEW)

static GtkWidget *
make_label (const char *text, const char *css, gboolean wrap)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), wrap);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  return label;
}

static GtkWidget *
add_box (GtkWidget *parent, GtkOrientation orientation, int spacing)
{
  GtkWidget *box = gtk_box_new (orientation, spacing);

  gtk_box_append (GTK_BOX (parent), box);
  return box;
}

static void
set_class (GtkWidget *widget, ExplainClass klass, const char *suffix)
{
  for (ExplainClass k = EXPLAIN_CLASS_NONE; k <= EXPLAIN_CLASS_NO; k++)
    {
      g_autofree char *name = g_strconcat (ehlo_style_class (k), suffix, NULL);

      if (k == klass)
        gtk_widget_add_css_class (widget, name);
      else
        gtk_widget_remove_css_class (widget, name);
    }
}

static void
make_tile (EhloInspectorView *self, guint i)
{
  Tile *tile = &self->tile[i];
  GtkWidget *head;

  tile->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (tile->box, "card");
  gtk_widget_add_css_class (tile->box, "tile");
  gtk_widget_set_hexpand (tile->box, TRUE);
  head = add_box (tile->box, GTK_ORIENTATION_HORIZONTAL, 6);
  tile->digit = make_label ("", "digit", FALSE);
  tile->name = make_label ("", "strong", TRUE);
  tile->text = make_label ("", "small", TRUE);
  /* Three tiles side by side, however long their words are in this language. */
  gtk_label_set_width_chars (GTK_LABEL (tile->text), 8);
  gtk_label_set_max_width_chars (GTK_LABEL (tile->text), 16);
  gtk_label_set_max_width_chars (GTK_LABEL (tile->name), 10);
  gtk_label_set_wrap_mode (GTK_LABEL (tile->name), PANGO_WRAP_WORD);
  gtk_widget_set_valign (tile->name, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (tile->name, TRUE);
  gtk_box_append (GTK_BOX (head), tile->digit);
  gtk_box_append (GTK_BOX (head), tile->name);
  gtk_box_append (GTK_BOX (tile->box), tile->text);
  gtk_box_append (GTK_BOX (self->tiles), tile->box);
}

/* The SMTP code at the beginning of a server's line; 0: none. */
static int
code_of (const SimEntry *entry)
{
  if (entry->kind != SIM_ENTRY_SAID || entry->side != SIM_SIDE_SERVER || entry->len < 3 || !g_ascii_isdigit (entry->bytes[0])
      || !g_ascii_isdigit (entry->bytes[1]) || !g_ascii_isdigit (entry->bytes[2]))
    return 0;
  return (entry->bytes[0] - '0') * 100 + (entry->bytes[1] - '0') * 10 + (entry->bytes[2] - '0');
}

static char *
enhanced_of (const SimEntry *entry)
{
  g_autofree char *line = NULL;
  gsize len = 4;

  if (entry->len < 9)
    return NULL;
  line = g_strndup ((const char *) entry->bytes, entry->len);
  while (line[len] != '\0' && (g_ascii_isdigit (line[len]) || line[len] == '.'))
    len++;
  line[len] = '\0';
  return g_strdup (line + 4);
}

static void
show_tiles (EhloInspectorView *self, const SimEntry *entry, ExplainClass klass)
{
  ExplainDigit digits[3] = { 0 };
  int code = entry != NULL ? code_of (entry) : 0;
  gboolean shown = code != 0 && explain_digits (code, digits);

  gtk_widget_set_visible (self->tiles, shown);
  for (guint i = 0; shown && i < 3; i++)
    {
      gtk_label_set_text (GTK_LABEL (self->tile[i].digit), digits[i].digit);
      gtk_label_set_text (GTK_LABEL (self->tile[i].name), digits[i].name);
      gtk_label_set_text (GTK_LABEL (self->tile[i].text), digits[i].text);
      set_class (self->tile[i].box, i == 0 ? klass : EXPLAIN_CLASS_NONE, "");
      set_class (self->tile[i].digit, i == 0 ? klass : EXPLAIN_CLASS_NONE, "-text");
      set_class (self->tile[i].name, i == 0 ? klass : EXPLAIN_CLASS_NONE, "-text");
    }
  if (shown)
    explain_digits_clear (digits);
}

static void
show_enhanced (EhloInspectorView *self, const SimEntry *entry, ExplainClass klass, const char *rfc)
{
  g_autofree char *code = entry != NULL && code_of (entry) != 0 ? enhanced_of (entry) : NULL;
  g_autofree char *words = code != NULL && code[0] != '\0' ? explain_enhanced (code) : NULL;

  gtk_widget_set_visible (self->enhanced_code, words != NULL);
  gtk_widget_set_visible (gtk_widget_get_first_child (self->enhanced), words != NULL);
  gtk_label_set_text (GTK_LABEL (self->enhanced_code), code != NULL ? code : "");
  gtk_label_set_text (GTK_LABEL (self->enhanced_words), words != NULL ? words : "");
  set_class (self->enhanced_code, klass, "-text");
  gtk_label_set_text (GTK_LABEL (self->rfc), rfc != NULL ? rfc : "");
  gtk_widget_set_visible (self->enhanced, words != NULL || rfc != NULL);
}

static const char *
recipient_state (ExplainClass klass)
{
  switch (klass)
    {
    case EXPLAIN_CLASS_OK: return C_("recipient", "accepted");
    case EXPLAIN_CLASS_LATER: return C_("recipient", "try later");
    case EXPLAIN_CLASS_NO: return C_("recipient", "refused");
    default: return C_("recipient", "asked");
    }
}

static GtkWidget *
make_chip (const EhloRecipient *recipient)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (chip, "chip");
  set_class (chip, recipient->klass, "");
  if (recipient->klass > EXPLAIN_CLASS_CLIENT)
    {
      GtkWidget *glyph = ehlo_glyph_new (15);

      ehlo_glyph_set_class (EHLO_GLYPH (glyph), recipient->klass);
      gtk_box_append (GTK_BOX (chip), glyph);
    }
  gtk_box_append (GTK_BOX (chip), make_label (recipient->address, "wire", FALSE));
  gtk_label_set_ellipsize (GTK_LABEL (gtk_widget_get_last_child (chip)), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (chip), make_label (recipient_state (recipient->klass), "small", FALSE));
  return chip;
}

static void
show_envelope (EhloInspectorView *self, guint32 conn)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (self));
  g_autoptr (EhloEnvelope) envelope = ehlo_envelope_at (ehlo_player_get_trace (player), conn, ehlo_player_get_cursor (player));
  GtkWidget *child;

  gtk_widget_set_visible (self->envelope, envelope != NULL && envelope->from != NULL);
  while ((child = gtk_widget_get_first_child (self->recipients)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->recipients), child);
  if (envelope == NULL || envelope->from == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->from), envelope->from[0] != '\0' ? envelope->from : "<>");
  for (guint i = 0; i < MIN (envelope->recipients->len, 50); i++)
    {
      gtk_flow_box_append (GTK_FLOW_BOX (self->recipients), make_chip (g_ptr_array_index (envelope->recipients, i)));
      child = gtk_widget_get_last_child (self->recipients);
      gtk_widget_set_focusable (child, FALSE);
      gtk_widget_set_halign (child, GTK_ALIGN_START);
    }
}

static char *
next_text (EhloPlayer *player)
{
  const SimTrace *trace = ehlo_player_get_trace (player);
  const SimSteps *lines = ehlo_player_get_lines (player);
  guint line = ehlo_player_get_line (player) + 1;
  SimEntry entry, before = { 0 };
  guint from, to;

  if (line > sim_steps_length (lines))
    return g_strdup (_("Nothing more: this was the last step."));
  sim_trace_get (trace, sim_steps_get (lines, line)->entry, &entry);
  if (line > 1)
    sim_trace_get (trace, sim_steps_get (lines, line - 1)->entry, &before);
  if (line > 1 && entry.time - before.time > SIM_TIME_SECOND)
    {
      g_autofree char *wait = ehlo_words_time (entry.time - before.time);

      /* TRANSLATORS: a length of time, "30 min" */
      return g_strdup_printf (_("Nothing for %s; then it goes on."), wait);
    }
  if (!ehlo_words_ends (trace, &entry, &from, &to))
    /* TRANSLATORS: a host's name */
    return g_strdup_printf (_("Something happens to the letter: %s"), ehlo_words_host (trace, entry.actor));
  if (entry.kind != SIM_ENTRY_SAID)
    /* TRANSLATORS: a host's name, another host's name */
    return g_strdup_printf (_("Something happens to the connection: %s → %s"), ehlo_words_host (trace, from), ehlo_words_host (trace, to));
  if (entry.flags & SIM_ENTRY_LITERAL)
    /* TRANSLATORS: a host's name, another host's name */
    return g_strdup_printf (_("The letter itself: %s → %s"), ehlo_words_host (trace, from), ehlo_words_host (trace, to));
  if (entry.side == SIM_SIDE_SERVER)
    /* TRANSLATORS: a host's name, another host's name */
    return g_strdup_printf (_("An answer: %s → %s"), ehlo_words_host (trace, from), ehlo_words_host (trace, to));
  /* TRANSLATORS: a host's name, another host's name */
  return g_strdup_printf (_("A command: %s → %s"), ehlo_words_host (trace, from), ehlo_words_host (trace, to));
}

static void
ehlo_inspector_view_moved (EhloView *view)
{
  EhloInspectorView *self = EHLO_INSPECTOR_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (view);
  SimTrace *trace = ehlo_player_get_trace (player);
  guint line = ehlo_player_get_line (player);
  Explanation explanation = { 0 };
  SimEntry entry;
  g_autofree char *next = next_text (player);

  gtk_label_set_text (GTK_LABEL (self->next), next);
  if (line == 0)
    {
      gtk_widget_set_visible (self->glyph, FALSE);
      gtk_label_set_text (GTK_LABEL (self->heading), _("Nothing has happened yet"));
      gtk_label_set_text (GTK_LABEL (self->text), _("Press Space to begin, or → to go on step by step."));
      gtk_widget_set_visible (self->text, TRUE);
      show_tiles (self, NULL, EXPLAIN_CLASS_NONE);
      show_enhanced (self, NULL, EXPLAIN_CLASS_NONE, NULL);
      show_envelope (self, 0);
      return;
    }

  const SimStep *step = sim_steps_get (ehlo_player_get_lines (player), line);

  sim_trace_get (trace, step->entry, &entry);
  explain_entry (trace, step->entry, &explanation);
  ehlo_glyph_set_class (EHLO_GLYPH (self->glyph), explanation.klass);
  gtk_widget_set_visible (self->glyph, explanation.klass > EXPLAIN_CLASS_CLIENT);
  gtk_label_set_text (GTK_LABEL (self->heading), explanation.heading != NULL ? explanation.heading : explanation.title);
  gtk_label_set_text (GTK_LABEL (self->text), explanation.text != NULL ? explanation.text : "");
  gtk_widget_set_visible (self->text, explanation.text != NULL && explanation.text[0] != '\0');
  show_tiles (self, &entry, explanation.klass);
  show_enhanced (self, &entry, explanation.klass, explanation.rfc);
  show_envelope (self, step->conn);
  explanation_clear (&explanation);
}

static void
make_head (EhloInspectorView *self)
{
  GtkWidget *head = add_box (self->box, GTK_ORIENTATION_HORIZONTAL, 12);

  self->glyph = ehlo_glyph_new (27);
  self->heading = make_label ("", "heading", TRUE);
  gtk_widget_set_hexpand (self->heading, TRUE);
  gtk_box_append (GTK_BOX (head), self->glyph);
  gtk_box_append (GTK_BOX (head), self->heading);
  self->tiles = add_box (self->box, GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_set_homogeneous (GTK_BOX (self->tiles), TRUE);
  for (guint i = 0; i < 3; i++)
    make_tile (self, i);
  self->text = make_label ("", NULL, TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->text), 90);
  gtk_box_append (GTK_BOX (self->box), self->text);
}

static void
make_enhanced (EhloInspectorView *self)
{
  self->enhanced = add_box (self->box, GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_box_append (GTK_BOX (self->enhanced), make_label (_("Enhanced code"), "dim", TRUE));
  self->enhanced_code = make_label ("", "wire", FALSE);
  gtk_widget_add_css_class (self->enhanced_code, "strong");
  self->enhanced_words = make_label ("", "small", TRUE);
  gtk_widget_set_hexpand (self->enhanced_words, TRUE);
  self->rfc = make_label ("", "accent-text", FALSE);
  gtk_widget_add_css_class (self->rfc, "small");
  gtk_label_set_selectable (GTK_LABEL (self->rfc), FALSE);
  gtk_box_append (GTK_BOX (self->enhanced), self->enhanced_code);
  gtk_box_append (GTK_BOX (self->enhanced), self->enhanced_words);
  gtk_box_append (GTK_BOX (self->enhanced), self->rfc);
}

static void
make_envelope (EhloInspectorView *self)
{
  GtkWidget *title, *grid = gtk_grid_new (), *hint;

  self->envelope = add_box (self->box, GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (self->envelope), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  title = add_box (self->envelope, GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (title), make_label (_("The envelope so far"), "strong", FALSE));
  hint = make_label (_("what the servers see, not the letter inside"), "dim", TRUE);
  gtk_widget_add_css_class (hint, "small");
  gtk_label_set_xalign (GTK_LABEL (hint), 1);
  gtk_widget_set_hexpand (hint, TRUE);
  gtk_box_append (GTK_BOX (title), hint);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_box_append (GTK_BOX (self->envelope), grid);
  /* TRANSLATORS: of an envelope: from whom it is, to whom it goes */
  gtk_grid_attach (GTK_GRID (grid), make_label (C_("envelope", "from"), "dim", FALSE), 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), make_label (C_("envelope", "to"), "dim", FALSE), 0, 1, 1, 1);
  self->from = make_label ("", "wire", FALSE);
  gtk_grid_attach (GTK_GRID (grid), self->from, 1, 0, 1, 1);
  self->recipients = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->recipients), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->recipients), 4);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->recipients), 4);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->recipients), 2);
  gtk_widget_set_hexpand (self->recipients, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->recipients), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Recipients"), -1);
  gtk_grid_attach (GTK_GRID (grid), self->recipients, 1, 1, 1, 1);
}

static void
ehlo_inspector_view_constructed (GObject *object)
{
  EhloInspectorView *self = EHLO_INSPECTOR_VIEW (object);
  GtkWidget *caption;

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->box, "inspector");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  make_head (self);
  make_enhanced (self);
  make_envelope (self);
  self->next_card = add_box (self->box, GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->next_card, "card");
  caption = make_label (_("What happens next"), "dim", FALSE);
  gtk_widget_add_css_class (caption, "small");
  gtk_widget_add_css_class (caption, "strong");
  gtk_box_append (GTK_BOX (self->next_card), caption);
  self->next = make_label ("", NULL, TRUE);
  gtk_box_append (GTK_BOX (self->next_card), self->next);
  G_OBJECT_CLASS (ehlo_inspector_view_parent_class)->constructed (object);
}

static void
ehlo_inspector_view_class_init (EhloInspectorViewClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = ehlo_inspector_view_constructed;
  EHLO_VIEW_CLASS (klass)->moved = ehlo_inspector_view_moved;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_inspector_view_init (EhloInspectorView *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Inspector"), -1);
}

GtkWidget *
ehlo_inspector_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_INSPECTOR_VIEW, "player", player, NULL);
}
