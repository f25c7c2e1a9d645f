/* inspector-command.c - a line taken apart, and what there is to say of a command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/inspector-parts.h"

#include "app/views/parts-view.h"
#include "app/views/wrap-layout.h"
#include "sim/explain/command.h"
#include "sim/explain/dissect.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  GtkWidget *parts;
  GtkWidget *facts;       /* a grid of captions and these: */
  GtkWidget *grammar;
  GtkWidget *allowed;
  GtkWidget *replies;     /* chips */
} Command;

static void
attach (GtkWidget *grid, int row, const char *caption, GtkWidget *widget)
{
  GtkWidget *label = inspector_label (caption, "dim", FALSE);

  gtk_widget_add_css_class (label, "small");
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), widget, 1, row, 1, 1);
}

GtkWidget *
inspector_command_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  Command *self = g_new0 (Command, 1);

  self->parts = ehlo_parts_view_new ();
  gtk_box_append (GTK_BOX (box), self->parts);
  self->facts = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->facts), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->facts), 2);
  self->grammar = inspector_label ("", "wire", TRUE);
  self->allowed = inspector_label ("", "small", TRUE);
  self->replies = ehlo_wrap_box_new (4, 3);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->replies), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Possible answers"), -1);
  /* TRANSLATORS: captions of three rows on a command: its grammar, the states that allow it, the reply codes that may come */
  attach (self->facts, 0, C_("command", "Written"), self->grammar);
  attach (self->facts, 1, C_("command", "Allowed"), self->allowed);
  attach (self->facts, 2, C_("command", "Answers"), self->replies);
  gtk_box_append (GTK_BOX (box), self->facts);
  g_object_set_data_full (G_OBJECT (box), "command", self, g_free);
  return box;
}

static void
show_parts (Command *self, const InspectorFacts *facts)
{
  g_autoptr (GArray) parts = NULL;
  g_autofree char *text = NULL;

  if (facts->entry == NULL || facts->entry->kind != SIM_ENTRY_SAID)
    {
      ehlo_parts_view_set (EHLO_PARTS_VIEW (self->parts), "", NULL);
      return;
    }

  /* Of a message its first line. */
  g_auto (GStrv) lines = sim_trace_dup_lines (facts->entry, FALSE);
  ExplainLine none = { EXPLAIN_LINE_COMMAND };

  text = g_strdup (lines[0] != NULL ? lines[0] : "");
  parts = explain_dissect (facts->protocol, facts->entry->side, facts->line != NULL ? facts->line : &none, text, strlen (text));
  ehlo_parts_view_set (EHLO_PARTS_VIEW (self->parts), text, parts);
}

static ExplainClass
class_of_reply (const char *reply)
{
  switch (reply[0])
    {
    case '2': return EXPLAIN_CLASS_OK;
    case '3': return EXPLAIN_CLASS_MORE;
    case '4': return EXPLAIN_CLASS_LATER;
    case '5': case '-': case 'N': case 'B': return EXPLAIN_CLASS_NO;
    case '+': return reply[1] == '\0' ? EXPLAIN_CLASS_MORE : EXPLAIN_CLASS_OK;
    default: return EXPLAIN_CLASS_OK;
    }
}

static void
show_replies (Command *self, const char *protocol, char **replies)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->replies)) != NULL)
    gtk_box_remove (GTK_BOX (self->replies), child);
  for (gsize i = 0; replies[i] != NULL; i++)
    {
      GtkWidget *chip = inspector_label (replies[i], "chip", FALSE);
      const char *title = explain_reply_title (protocol, replies[i]);

      gtk_widget_add_css_class (chip, "wire");
      gtk_widget_add_css_class (chip, "code");
      inspector_set_class (chip, class_of_reply (replies[i]), "");
      gtk_widget_set_tooltip_text (chip, title);
      gtk_box_append (GTK_BOX (self->replies), chip);
    }
}

/* "when greeted, or ...; elsewhere 503" */
static char *
allowed_text (const ExplainCommand *command)
{
  g_autofree char *states = NULL;

  if (command->everywhere)
    return g_strdup (C_("command", "at any time"));
  /* TRANSLATORS: stands between the names of states: “greeted” or “waits for a recipient” */
  states = g_strjoinv (C_("states", "”, or “"), command->states);
  /* TRANSLATORS: %1$s: names of states of the server; %2$s: what is answered in the others, such as 503 */
  return g_strdup_printf (_("when the server is: “%1$s”; else %2$s"), states, command->otherwise);
}

void
inspector_command_show (GtkWidget *box, const InspectorFacts *facts, gboolean with_parts)
{
  Command *self = g_object_get_data (G_OBJECT (box), "command");
  gboolean is_command = facts->line != NULL && (facts->line->kind == EXPLAIN_LINE_COMMAND || facts->line->kind == EXPLAIN_LINE_DOT) &&
                        facts->entry->side == SIM_SIDE_CLIENT;
  ExplainCommand command = { NULL };

  if (with_parts)
    show_parts (self, facts);
  else
    ehlo_parts_view_set (EHLO_PARTS_VIEW (self->parts), "", NULL);
  is_command = is_command && explain_command (facts->protocol, facts->line->verb, &command) && command.grammar != NULL;
  gtk_widget_set_visible (self->facts, is_command);
  gtk_widget_set_visible (box, is_command || gtk_widget_get_visible (self->parts));
  if (is_command)
    {
      g_autofree char *allowed = command.states != NULL ? allowed_text (&command) : NULL;

      gtk_label_set_text (GTK_LABEL (self->grammar), command.grammar);
      gtk_label_set_text (GTK_LABEL (self->allowed), allowed != NULL ? allowed : C_("command", "nowhere: this server does not know it"));
      show_replies (self, facts->protocol, command.replies);
    }
  explain_command_clear (&command);
}
