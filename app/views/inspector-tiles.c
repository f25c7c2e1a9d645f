/* inspector-tiles.c - the three tiles of a reply, its enhanced code and its reference
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/inspector-parts.h"

#include "app/views/style.h"
#include "sim/explain/tiles.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkWidget *box;
  GtkWidget *digit;
  GtkWidget *name;
  GtkWidget *text;
} Tile;

GtkWidget *
inspector_label (const char *text, const char *css, gboolean wrap)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), wrap);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  return label;
}

GtkWidget *
inspector_box (GtkWidget *parent, GtkOrientation orientation, int spacing)
{
  GtkWidget *box = gtk_box_new (orientation, spacing);

  gtk_box_append (GTK_BOX (parent), box);
  return box;
}

void
inspector_set_class (GtkWidget *widget, ExplainClass klass, const char *suffix)
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
make_tile (GtkWidget *parent, Tile *tile)
{
  GtkWidget *head;

  tile->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (tile->box, "card");
  gtk_widget_add_css_class (tile->box, "tile");
  gtk_widget_set_hexpand (tile->box, TRUE);
  head = inspector_box (tile->box, GTK_ORIENTATION_HORIZONTAL, 6);
  tile->digit = inspector_label ("", "digit", FALSE);
  tile->name = inspector_label ("", "strong", TRUE);
  tile->text = inspector_label ("", "small", TRUE);
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
  gtk_box_append (GTK_BOX (parent), tile->box);
}

GtkWidget *
inspector_tiles_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  Tile *tiles = g_new0 (Tile, 3);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  for (guint i = 0; i < 3; i++)
    make_tile (box, &tiles[i]);
  g_object_set_data_full (G_OBJECT (box), "tiles", tiles, g_free);
  return box;
}

/* A word stands above its tile's name, a digit before it. */
static void
set_word (Tile *tile, gboolean word)
{
  GtkWidget *head = gtk_widget_get_parent (tile->digit);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (head), word ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (GTK_BOX (head), word ? 0 : 6);
  gtk_label_set_ellipsize (GTK_LABEL (tile->digit), word ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  if (word)
    gtk_widget_add_css_class (tile->digit, "word");
  else
    gtk_widget_remove_css_class (tile->digit, "word");
}

gboolean
inspector_tiles_show (GtkWidget *box, const InspectorFacts *facts)
{
  Tile *tiles = g_object_get_data (G_OBJECT (box), "tiles");
  ExplainDigit digits[3] = { 0 };
  gboolean shown = facts->line != NULL && explain_tiles (facts->protocol, facts->entry, facts->line, digits), words;
  /* Which of the tiles tells how it came out. */
  guint outcome = 0;

  gtk_widget_set_visible (box, shown);
  if (!shown)
    return FALSE;
  words = digits[0].digit[1] != '\0' || !g_ascii_isdigit (digits[0].digit[0]);
  if (g_str_has_prefix (facts->protocol, "imap"))
    outcome = 1;
  for (guint i = 0; i < 3; i++)
    {
      ExplainClass klass = i == outcome ? facts->explanation->klass : EXPLAIN_CLASS_NONE;

      gtk_label_set_text (GTK_LABEL (tiles[i].digit), digits[i].digit);
      gtk_label_set_text (GTK_LABEL (tiles[i].name), digits[i].name);
      gtk_label_set_text (GTK_LABEL (tiles[i].text), digits[i].text);
      set_word (&tiles[i], words);
      inspector_set_class (tiles[i].box, klass, "");
      inspector_set_class (tiles[i].digit, klass, "-text");
      inspector_set_class (tiles[i].name, klass, "-text");
    }
  explain_digits_clear (digits);
  return TRUE;
}

/* ---- Enhanced code and reference ---------------------------------------- */

typedef struct
{
  GtkWidget *caption;
  GtkWidget *code;
  GtkWidget *words;
  GtkWidget *rfc;
} Code;

GtkWidget *
inspector_rfc_new (void)
{
  GtkWidget *label = inspector_label ("", "accent-text", FALSE);

  gtk_widget_add_css_class (label, "small");
  return label;
}

GtkWidget *
inspector_code_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  Code *code = g_new0 (Code, 1);

  code->caption = inspector_label (_("Enhanced code"), "dim", TRUE);
  code->code = inspector_label ("", "wire", FALSE);
  gtk_widget_add_css_class (code->code, "strong");
  code->words = inspector_label ("", "small", TRUE);
  gtk_widget_set_hexpand (code->words, TRUE);
  code->rfc = inspector_rfc_new ();
  gtk_box_append (GTK_BOX (box), code->caption);
  gtk_box_append (GTK_BOX (box), code->code);
  gtk_box_append (GTK_BOX (box), code->words);
  gtk_box_append (GTK_BOX (box), code->rfc);
  g_object_set_data_full (G_OBJECT (box), "code", code, g_free);
  return box;
}

/* "4.2.2" of "452 4.2.2 Mailbox full". (transfer full) NULL: none stands there. */
static char *
enhanced_of (const SimEntry *entry)
{
  g_autofree char *line = NULL;
  gsize len = 4;

  if (entry->side != SIM_SIDE_SERVER || entry->len < 9 || explain_reply_code (entry->bytes, entry->len) == 0)
    return NULL;
  line = g_strndup ((const char *) entry->bytes, entry->len);
  while (g_ascii_isdigit (line[len]) || line[len] == '.')
    len++;
  line[len] = '\0';
  return g_strdup (line + 4);
}

gboolean
inspector_code_show (GtkWidget *box, const InspectorFacts *facts)
{
  Code *code = g_object_get_data (G_OBJECT (box), "code");
  const char *rfc = facts->explanation != NULL ? facts->explanation->rfc : NULL;
  g_autofree char *enhanced = facts->line != NULL ? enhanced_of (facts->entry) : NULL;
  g_autofree char *words = enhanced != NULL ? explain_enhanced (enhanced) : NULL;

  gtk_label_set_text (GTK_LABEL (code->code), enhanced != NULL ? enhanced : "");
  gtk_label_set_text (GTK_LABEL (code->words), words != NULL ? words : "");
  if (facts->explanation != NULL)
    inspector_set_class (code->code, facts->explanation->klass, "-text");
  gtk_label_set_text (GTK_LABEL (code->rfc), rfc != NULL ? rfc : "");
  gtk_widget_set_visible (box, words != NULL);
  return words != NULL;
}
