/* inspector-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/inspector-view.h"

#include "app/views/glyph.h"
#include "app/views/inspector-parts.h"
#include "app/views/style.h"

#include <glib/gi18n-lib.h>

/* From this height of the window on, the words of the standard are shown without being asked for. */
#define ROOMY_HEIGHT 960

struct _EhloInspectorView
{
  EhloView   parent;
  GtkWidget *box;
  GtkWidget *scrolled;
  GtkWidget *glyph;
  GtkWidget *heading;
  GtkWidget *rfc;             /* where no enhanced code has it beside itself */
  GtkWidget *tiles;
  GtkWidget *text;
  GtkWidget *code;
  GtkWidget *command;
  GtkWidget *envelope;
  GtkWidget *folds;
  GtkWidget *next;            /* at the bottom, whatever is scrolled */
  GtkWidget *next_card;
  GdkSurface *surface;        /* whose height is watched; borrowed */
};

G_DEFINE_FINAL_TYPE (EhloInspectorView, ehlo_inspector_view, EHLO_TYPE_VIEW)

static void
show_sections (EhloInspectorView *self, const InspectorFacts *facts)
{
  /* For the last row of a classroom: the heading and the tiles, or the sentence where there are none. */
  gboolean brief = ehlo_style_is_projector ();
  gboolean tiles = inspector_tiles_show (self->tiles, facts);

  gboolean code = inspector_code_show (self->code, facts);
  const char *rfc = facts->explanation != NULL && !code ? facts->explanation->rfc : NULL;

  gtk_label_set_text (GTK_LABEL (self->rfc), rfc != NULL ? rfc : "");
  gtk_widget_set_visible (self->rfc, rfc != NULL && !brief);
  inspector_command_show (self->command, facts, !tiles || !g_ascii_isdigit (facts->entry->bytes[0]));
  inspector_envelope_show (self->envelope, facts);
  inspector_folds_show (self->folds, facts);
  gtk_widget_set_visible (self->folds, !brief);
  if (!brief)
    return;
  gtk_widget_set_visible (self->text, !tiles);
  gtk_widget_set_visible (self->code, FALSE);
  gtk_widget_set_visible (self->command, FALSE);
  gtk_widget_set_visible (self->envelope, FALSE);
}

/* An IMAP answer comes at the end, with its tag: what it is stands below what came before it. */
static char *
text_with_answer (const InspectorFacts *facts)
{
  SimTrace *trace = ehlo_player_get_trace (facts->player);
  Explanation explanation = { 0 };
  SimEntry entry;
  guint last = 0;
  char *text;

  if (facts->line == NULL || (facts->line->kind != EXPLAIN_LINE_UNTAGGED && facts->line->kind != EXPLAIN_LINE_REST))
    return g_strdup (facts->explanation->text);
  for (guint i = facts->step->entry + 1; i < facts->step->cursor; i++)
    {
      sim_trace_get (trace, i, &entry);
      if (entry.kind == SIM_ENTRY_SAID && entry.conn == facts->entry->conn && entry.side == SIM_SIDE_SERVER && entry.len > 0 && entry.bytes[0] != '*')
        last = i;
    }
  if (last == 0)
    return g_strdup (facts->explanation->text);
  sim_trace_get (trace, last, &entry);
  explain_context_entry (ehlo_player_get_context (facts->player), last, &explanation);

  g_autofree char *said = sim_trace_dup_said (&entry, FALSE);

  text = g_strdup_printf ("%s\n%s: %s", facts->explanation->text, said, explanation.title);
  explanation_clear (&explanation);
  return text;
}

static void
show_start (EhloInspectorView *self)
{
  InspectorFacts facts = { .player = ehlo_view_get_player (EHLO_VIEW (self)) };

  gtk_widget_set_visible (self->glyph, FALSE);
  gtk_label_set_text (GTK_LABEL (self->heading), _("Nothing has happened yet"));
  gtk_label_set_text (GTK_LABEL (self->text), _("Press Space to begin, or → to go on step by step."));
  gtk_widget_set_visible (self->text, TRUE);
  show_sections (self, &facts);
}

static void
ehlo_inspector_view_moved (EhloView *view)
{
  EhloInspectorView *self = EHLO_INSPECTOR_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (view);
  guint number = ehlo_player_get_line (player);
  g_autofree char *next = inspector_next (player);
  Explanation explanation = { 0 };
  SimConnection connection = { 0 };
  ExplainLine line;
  SimEntry entry;

  gtk_label_set_text (GTK_LABEL (self->next), next);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
  if (number == 0)
    {
      show_start (self);
      return;
    }

  const SimStep *step = sim_steps_get (ehlo_player_get_lines (player), number);
  ExplainContext *context = ehlo_player_get_context (player);
  SimTrace *trace = ehlo_player_get_trace (player);

  sim_trace_get (trace, step->entry, &entry);
  explain_context_entry (context, step->entry, &explanation);
  explanation.klass = entry.kind == SIM_ENTRY_SAID && explanation.klass != EXPLAIN_CLASS_CLIENT ? MAX (explain_step_class (trace, step), explanation.klass)
                                                                                               : explanation.klass;
  explain_context_line (context, step->entry, &line);
  if (entry.conn != 0)
    sim_trace_get_connection (trace, entry.conn, &connection);

  InspectorFacts facts = { player, step, &entry, entry.kind == SIM_ENTRY_SAID ? &line : NULL, connection.protocol, &explanation };

  ehlo_glyph_set_class (EHLO_GLYPH (self->glyph), explanation.klass);
  gtk_widget_set_visible (self->glyph, explanation.klass > EXPLAIN_CLASS_CLIENT);
  gtk_label_set_text (GTK_LABEL (self->heading), explanation.heading != NULL ? explanation.heading : explanation.title);
  g_autofree char *text = text_with_answer (&facts);

  gtk_label_set_text (GTK_LABEL (self->text), text != NULL ? text : "");
  gtk_widget_set_visible (self->text, explanation.text != NULL && explanation.text[0] != '\0');
  show_sections (self, &facts);
  explanation_clear (&explanation);
}

/* ---- Room --------------------------------------------------------------- */

static void
on_surface_height (EhloInspectorView *self)
{
  inspector_folds_set_roomy (self->folds, gdk_surface_get_height (self->surface) >= ROOMY_HEIGHT);
}

static void
ehlo_inspector_view_realize (GtkWidget *widget)
{
  EhloInspectorView *self = EHLO_INSPECTOR_VIEW (widget);

  GTK_WIDGET_CLASS (ehlo_inspector_view_parent_class)->realize (widget);
  self->surface = gtk_native_get_surface (gtk_widget_get_native (widget));
  g_signal_connect_swapped (self->surface, "notify::height", G_CALLBACK (on_surface_height), self);
  on_surface_height (self);
}

static void
ehlo_inspector_view_unrealize (GtkWidget *widget)
{
  EhloInspectorView *self = EHLO_INSPECTOR_VIEW (widget);

  g_signal_handlers_disconnect_by_func (self->surface, on_surface_height, self);
  self->surface = NULL;
  GTK_WIDGET_CLASS (ehlo_inspector_view_parent_class)->unrealize (widget);
}

static void
ehlo_inspector_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  EhloInspectorView *self = EHLO_INSPECTOR_VIEW (widget);

  GTK_WIDGET_CLASS (ehlo_inspector_view_parent_class)->css_changed (widget, change);
  /* Another look may want other sections and colours. */
  if (self->next != NULL && ehlo_player_get_trace (ehlo_view_get_player (EHLO_VIEW (self))) != NULL)
    ehlo_inspector_view_moved (EHLO_VIEW (self));
}

/* ---- Making it ---------------------------------------------------------- */

static void
make_head (EhloInspectorView *self, GtkWidget *box)
{
  GtkWidget *head = inspector_box (box, GTK_ORIENTATION_HORIZONTAL, 12);

  self->glyph = ehlo_glyph_new (27);
  self->heading = inspector_label ("", "heading", TRUE);
  gtk_widget_set_hexpand (self->heading, TRUE);
  gtk_box_append (GTK_BOX (head), self->glyph);
  gtk_box_append (GTK_BOX (head), self->heading);
  self->rfc = inspector_rfc_new ();
  gtk_box_append (GTK_BOX (head), self->rfc);
  self->text = inspector_label ("", NULL, TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->text), 90);
}

static void
make_next (EhloInspectorView *self)
{
  GtkWidget *caption = inspector_label (_("What happens next"), "dim", FALSE);

  self->next_card = inspector_box (self->box, GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->next_card, "card");
  gtk_widget_add_css_class (self->next_card, "next");
  gtk_widget_add_css_class (caption, "small");
  gtk_widget_add_css_class (caption, "strong");
  gtk_box_append (GTK_BOX (self->next_card), caption);
  self->next = inspector_label ("", NULL, TRUE);
  gtk_box_append (GTK_BOX (self->next_card), self->next);
}

static void
ehlo_inspector_view_constructed (GObject *object)
{
  EhloInspectorView *self = EHLO_INSPECTOR_VIEW (object);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "inspector");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), box);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_focusable (self->scrolled, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Inspector"), -1);
  gtk_box_append (GTK_BOX (self->box), self->scrolled);
  gtk_widget_add_css_class (box, "sections");
  make_head (self, box);
  self->tiles = inspector_tiles_new ();
  self->code = inspector_code_new ();
  self->command = inspector_command_new ();
  self->envelope = inspector_envelope_new ();
  self->folds = inspector_folds_new ();
  gtk_box_append (GTK_BOX (box), self->tiles);
  gtk_box_append (GTK_BOX (box), self->text);
  gtk_box_append (GTK_BOX (box), self->code);
  gtk_box_append (GTK_BOX (box), self->command);
  gtk_box_append (GTK_BOX (box), self->envelope);
  gtk_box_append (GTK_BOX (box), self->folds);
  make_next (self);
  G_OBJECT_CLASS (ehlo_inspector_view_parent_class)->constructed (object);
}

static void
ehlo_inspector_view_class_init (EhloInspectorViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = ehlo_inspector_view_constructed;
  EHLO_VIEW_CLASS (klass)->moved = ehlo_inspector_view_moved;
  widget_class->realize = ehlo_inspector_view_realize;
  widget_class->unrealize = ehlo_inspector_view_unrealize;
  widget_class->css_changed = ehlo_inspector_view_css_changed;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
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

GtkWidget *
ehlo_inspector_view_get_focus (EhloInspectorView *self)
{
  return self->scrolled;
}
