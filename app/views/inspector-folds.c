/* inspector-folds.c - octets, a line for the shell, what the standard says: each in a fold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/inspector-parts.h"

#include "app/views/style.h"
#include "sim/explain/catalog.h"
#include "sim/explain/hexdump.h"
#include "sim/explain/reproduce.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LINES  40
#define MAX_OCTETS 512
#define PER_LINE   8

typedef struct
{
  GtkWidget *lines;          /* folds */
  GtkWidget *standard;
  GtkWidget *octets;
  GtkWidget *shell;
  GtkWidget *lines_box;      /* what is in them */
  GtkWidget *standard_text;
  GtkWidget *octets_text;
  GtkWidget *octets_more;
  GtkWidget *shell_text;
  gboolean   roomy;
} Folds;

static void
set_title (GtkWidget *fold, const char *title)
{
  gtk_expander_set_label (GTK_EXPANDER (fold), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (fold), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static GtkWidget *
add_fold (GtkWidget *parent, const char *title, GtkWidget *child)
{
  GtkWidget *fold = gtk_expander_new (NULL);

  set_title (fold, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (fold), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_add_css_class (fold, "fold");
  gtk_widget_add_css_class (child, "card");
  gtk_expander_set_child (GTK_EXPANDER (fold), child);
  gtk_box_append (GTK_BOX (parent), fold);
  return fold;
}

static void
copy_line (GtkButton *button, GtkLabel *label)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), gtk_label_get_text (label));
}

static GtkWidget *
make_octets (Folds *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->octets_text = inspector_label ("", "wire", FALSE);
  gtk_label_set_selectable (GTK_LABEL (self->octets_text), TRUE);
  self->octets_more = inspector_label ("", "dim", TRUE);
  gtk_box_append (GTK_BOX (box), self->octets_text);
  gtk_box_append (GTK_BOX (box), self->octets_more);
  return box;
}

static GtkWidget *
make_shell (Folds *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  self->shell_text = inspector_label ("", "wire", TRUE);
  gtk_label_set_selectable (GTK_LABEL (self->shell_text), TRUE);
  gtk_widget_set_hexpand (self->shell_text, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _("Copy"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy the line for the shell"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (copy_line), self->shell_text, 0);
  gtk_box_append (GTK_BOX (box), self->shell_text);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

GtkWidget *
inspector_folds_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  Folds *self = g_new0 (Folds, 1);

  self->lines_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  self->lines = add_fold (box, _("Line by line"), self->lines_box);
  self->standard_text = inspector_label ("", NULL, TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->standard_text), 90);
  self->standard = add_fold (box, "RFC", self->standard_text);
  self->octets = add_fold (box, _("Octets"), make_octets (self));
  self->shell = add_fold (box, _("Try it with a real program"), make_shell (self));
  g_object_set_data_full (G_OBJECT (box), "folds", self, g_free);
  return box;
}

void
inspector_folds_set_roomy (GtkWidget *box, gboolean roomy)
{
  Folds *self = g_object_get_data (G_OBJECT (box), "folds");

  if (roomy != self->roomy)
    {
      gtk_expander_set_expanded (GTK_EXPANDER (self->standard), roomy);
      gtk_expander_set_expanded (GTK_EXPANDER (self->lines), roomy);
    }
  self->roomy = roomy;
}

/* ---- An answer of several lines ------------------------------------------ */

static void
add_answer_line (Folds *self, const InspectorFacts *facts, guint index, const SimEntry *entry)
{
  g_autofree char *said = sim_trace_dup_said (entry, FALSE);
  Explanation explanation = { 0 };
  GtkWidget *line = inspector_label (said, "wire", FALSE), *title;

  explain_context_entry (ehlo_player_get_context (facts->player), index, &explanation);
  title = inspector_label (explanation.title, "small", TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (line, explanation.text);
  gtk_widget_add_css_class (title, "dim");
  gtk_box_append (GTK_BOX (self->lines_box), line);
  gtk_box_append (GTK_BOX (self->lines_box), title);
  explanation_clear (&explanation);
}

static void
show_lines (Folds *self, const InspectorFacts *facts)
{
  gboolean shown = facts->line != NULL && facts->step->n_lines > 1 && !(facts->entry->flags & SIM_ENTRY_LITERAL);
  GtkWidget *child;
  guint n = 0;

  gtk_widget_set_visible (self->lines, shown);
  while ((child = gtk_widget_get_first_child (self->lines_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->lines_box), child);
  for (guint i = facts->step != NULL ? facts->step->entry : 0; shown && i < facts->step->cursor && n < MAX_LINES; i++)
    {
      SimEntry entry;

      sim_trace_get (ehlo_player_get_trace (facts->player), i, &entry);
      if (entry.kind != SIM_ENTRY_SAID || entry.conn != facts->entry->conn || entry.side != facts->entry->side ||
          (entry.flags & SIM_ENTRY_LITERAL))
        continue;
      add_answer_line (self, facts, i, &entry);
      n++;
    }
}

/* ---- What the standard says --------------------------------------------- */

/* "RFC 3207, 4; RFC 4954, 6": one after the other. (transfer full) NULL: nobody has put it in words. */
static char *
text_of_standard (const char *rfc)
{
  g_auto (GStrv) places = g_strsplit (rfc, "; ", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; places[i] != NULL; i++)
    {
      ExplainTopic topic;

      if (explain_standard_find (places[i], &topic) && topic.text != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", topic.text);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
show_standard (Folds *self, const Explanation *explanation)
{
  g_autofree char *text = explanation != NULL && explanation->rfc != NULL ? text_of_standard (explanation->rfc) : NULL;

  gtk_widget_set_visible (self->standard, text != NULL);
  if (text == NULL)
    return;
  /* TRANSLATORS: a place in a standard, such as “RFC 5321, 4.1.1.2” */
  g_autofree char *title = g_strdup_printf (_("In the standard: %s"), explanation->rfc);

  set_title (self->standard, title);
  gtk_label_set_text (GTK_LABEL (self->standard_text), text);
}

/* ---- Octets ------------------------------------------------------------- */

static void
add_color (PangoAttrList *list, const ExplainHexSpan *span, const EhloTheme *theme, EhloColor color, gboolean ground)
{
  guint32 rgb = theme->colors[color];
  guint16 r = (rgb >> 16 & 255) * 257, g = (rgb >> 8 & 255) * 257, b = (rgb & 255) * 257;
  PangoAttribute *attribute = ground ? pango_attr_background_new (r, g, b) : pango_attr_foreground_new (r, g, b);

  attribute->start_index = (guint) span->start;
  attribute->end_index = (guint) (span->start + span->len);
  pango_attr_list_insert (list, attribute);
}

static void
mark_octets (Folds *self, const ExplainHex *hex)
{
  EhloTheme theme = ehlo_style_theme (self->octets_text);
  PangoAttrList *list = pango_attr_list_new ();

  for (guint i = 0; i < hex->spans->len; i++)
    {
      const ExplainHexSpan *span = &g_array_index (hex->spans, ExplainHexSpan, i);

      switch (span->mark)
        {
        case EXPLAIN_HEX_BEFORE:
          add_color (list, span, &theme, EHLO_COLOR_DIM, FALSE);
          break;
        case EXPLAIN_HEX_LINE_END:
          add_color (list, span, &theme, EHLO_COLOR_ACCENT, FALSE);
          break;
        case EXPLAIN_HEX_DOT:
          {
            PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD), *line = pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);

            add_color (list, span, &theme, EHLO_COLOR_LATER_TINT, TRUE);
            bold->start_index = line->start_index = (guint) span->start;
            bold->end_index = line->end_index = (guint) (span->start + span->len);
            pango_attr_list_insert (list, bold);
            pango_attr_list_insert (list, line);
          }
          break;
        default:
          break;
        }
    }
  gtk_label_set_attributes (GTK_LABEL (self->octets_text), list);
  pango_attr_list_unref (list);
}

/* The last two octets that this side said before @index: of the dot's five, CR LF stands there. */
static gsize
find_before (const SimTrace *trace, const SimEntry *entry, guint index, guint8 *before)
{
  SimConnection connection;
  SimEntry other;

  sim_trace_get_connection (trace, entry->conn, &connection);
  for (guint i = index; i-- > connection.opened;)
    {
      sim_trace_get (trace, i, &other);
      if (other.kind != SIM_ENTRY_SAID || other.conn != entry->conn || other.side != entry->side)
        continue;
      if (other.len < 2)
        return 0;
      memcpy (before, other.bytes + other.len - 2, 2);
      return 2;
    }
  return 0;
}

static void
show_octets (Folds *self, const InspectorFacts *facts)
{
  gboolean shown = facts->line != NULL && facts->entry->len > 0;
  g_autofree char *masked = NULL;
  const guint8 *bytes;
  guint8 before[2];
  gsize len, n_before = 0;
  ExplainHex hex;

  gtk_widget_set_visible (self->octets, shown);
  if (!shown)
    return;
  bytes = facts->entry->bytes;
  len = facts->entry->len;
  if (facts->entry->flags & SIM_ENTRY_SECRET)
    {
      g_autofree char *said = sim_trace_dup_said (facts->entry, FALSE);

      masked = g_strconcat (said, "\r\n", NULL);
      bytes = (const guint8 *) masked;
      len = strlen (masked);
    }
  if (facts->line->kind == EXPLAIN_LINE_DOT)
    n_before = find_before (ehlo_player_get_trace (facts->player), facts->entry, facts->step->entry, before);
  explain_hex_dump (before, n_before, bytes, len, MAX_OCTETS, PER_LINE, &hex);
  gtk_label_set_text (GTK_LABEL (self->octets_text), hex.text);
  mark_octets (self, &hex);
  gtk_widget_set_visible (self->octets_more, len > MAX_OCTETS);
  if (len > MAX_OCTETS)
    {
      g_autofree char *more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "… and %u octet more", "… and %u octets more", (gulong) (len - MAX_OCTETS)),
                                               (guint) (len - MAX_OCTETS));

      gtk_label_set_text (GTK_LABEL (self->octets_more), more);
    }
  explain_hex_clear (&hex);
}

static void
show_shell (Folds *self, const InspectorFacts *facts)
{
  g_autofree char *text = facts->line != NULL ? explain_reproduce (ehlo_player_get_context (facts->player), facts->step->entry) : NULL;

  gtk_widget_set_visible (self->shell, text != NULL);
  gtk_label_set_text (GTK_LABEL (self->shell_text), text != NULL ? text : "");
}

void
inspector_folds_show (GtkWidget *box, const InspectorFacts *facts)
{
  Folds *self = g_object_get_data (G_OBJECT (box), "folds");

  show_lines (self, facts);
  show_standard (self, facts->explanation);
  show_octets (self, facts);
  show_shell (self, facts);
}
