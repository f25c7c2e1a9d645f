/* inspector-envelope.c - the envelope so far
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/inspector-parts.h"

#include "app/model/envelope.h"
#include "app/views/glyph.h"
#include "app/views/wrap-layout.h"

#include <glib/gi18n-lib.h>

#define MAX_RECIPIENTS 50

typedef struct
{
  GtkWidget *from;
  GtkWidget *recipients;
} Envelope;

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
  inspector_set_class (chip, recipient->klass, "");
  if (recipient->klass > EXPLAIN_CLASS_CLIENT)
    {
      GtkWidget *glyph = ehlo_glyph_new (15);

      ehlo_glyph_set_class (EHLO_GLYPH (glyph), recipient->klass);
      gtk_box_append (GTK_BOX (chip), glyph);
    }
  gtk_box_append (GTK_BOX (chip), inspector_label (recipient->address, "wire", FALSE));
  gtk_label_set_ellipsize (GTK_LABEL (gtk_widget_get_last_child (chip)), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (chip), inspector_label (recipient_state (recipient->klass), "small", FALSE));
  return chip;
}

void
inspector_envelope_show (GtkWidget *box, const InspectorFacts *facts)
{
  Envelope *self = g_object_get_data (G_OBJECT (box), "envelope");
  g_autoptr (EhloEnvelope) envelope = NULL;
  GtkWidget *child;

  if (facts->step != NULL)
    envelope = ehlo_envelope_at (ehlo_player_get_trace (facts->player), facts->step->conn, ehlo_player_get_cursor (facts->player));
  gtk_widget_set_visible (box, envelope != NULL && envelope->from != NULL);
  while ((child = gtk_widget_get_first_child (self->recipients)) != NULL)
    gtk_box_remove (GTK_BOX (self->recipients), child);
  if (envelope == NULL || envelope->from == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->from), envelope->from[0] != '\0' ? envelope->from : "<>");
  for (guint i = 0; i < MIN (envelope->recipients->len, MAX_RECIPIENTS); i++)
    gtk_box_append (GTK_BOX (self->recipients), make_chip (g_ptr_array_index (envelope->recipients, i)));
}

GtkWidget *
inspector_envelope_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *title, *grid = gtk_grid_new (), *hint;
  Envelope *self = g_new0 (Envelope, 1);

  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  title = inspector_box (box, GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (title), inspector_label (_("The envelope so far"), "strong", FALSE));
  hint = inspector_label (_("what the servers see, not the letter inside"), "dim", TRUE);
  gtk_widget_add_css_class (hint, "small");
  gtk_label_set_xalign (GTK_LABEL (hint), 1);
  gtk_widget_set_hexpand (hint, TRUE);
  gtk_box_append (GTK_BOX (title), hint);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_box_append (GTK_BOX (box), grid);
  /* TRANSLATORS: of an envelope: from whom it is, to whom it goes */
  gtk_grid_attach (GTK_GRID (grid), inspector_label (C_("envelope", "from"), "dim", FALSE), 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), inspector_label (C_("envelope", "to"), "dim", FALSE), 0, 1, 1, 1);
  self->from = inspector_label ("", "wire", FALSE);
  gtk_grid_attach (GTK_GRID (grid), self->from, 1, 0, 1, 1);
  self->recipients = ehlo_wrap_box_new (4, 3);
  gtk_widget_set_hexpand (self->recipients, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->recipients), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Recipients"), -1);
  gtk_grid_attach (GTK_GRID (grid), self->recipients, 1, 1, 1, 1);
  g_object_set_data_full (G_OBJECT (box), "envelope", self, g_free);
  return box;
}
