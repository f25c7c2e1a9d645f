/* export-choice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/export-choice.h"

#include <glib/gi18n-lib.h>

static const char * const views[] = { N_("Ladder"), N_("Map"), N_("Transcript"), N_("Worksheet with answers"), NULL };
static const char * const ranges[] = { N_("All steps"), N_("Up to the current step"), N_("The current connection"), NULL };
static const char * const formats[] = { N_("PDF, pages for paper"), N_("SVG, a drawing that stays sharp"), N_("PNG, a picture"), NULL };

/* The lines of a connection, from the first to the last. */
static void
find_connection (const SimSteps *lines, guint32 conn, guint *from, guint *to)
{
  *from = *to = 0;
  for (guint n = 1; n <= sim_steps_length (lines); n++)
    if (sim_steps_get (lines, n)->conn == conn)
      {
        *from = *from > 0 ? *from : n;
        *to = n;
      }
}

/* All lines that the last step went over. */
static guint
step_begins (EhloPlayer *player, const SimSteps *lines)
{
  g_autoptr (SimSteps) steps = sim_steps_new (ehlo_player_get_trace (player), ehlo_player_get_granularity (player));
  guint step = sim_steps_at (steps, ehlo_player_get_cursor (player));

  return step > 1 ? sim_steps_at (lines, sim_steps_get (steps, step - 1)->cursor) + 1 : 1;
}

gboolean
ehlo_export_range (EhloPlayer *player, EhloRange range, guint *from, guint *to)
{
  const SimSteps *lines = ehlo_player_get_lines (player);
  guint line, length;

  if (ehlo_player_get_trace (player) == NULL)
    return FALSE;
  length = sim_steps_length (lines);
  line = ehlo_player_get_line (player);
  *from = 1;
  *to = range == EHLO_RANGE_ALL ? length : line;
  if (range == EHLO_RANGE_CONNECTION && line > 0 && sim_steps_get (lines, line)->conn != 0)
    find_connection (lines, sim_steps_get (lines, line)->conn, from, to);
  else if (range == EHLO_RANGE_CONNECTION)
    *from = line;
  else if (range == EHLO_RANGE_STEP && line > 0)
    *from = MIN (step_begins (player, lines), line);
  return *to > 0 && *from > 0;
}

gboolean
ehlo_export_choice_spec (const EhloExportChoice *self, EhloPlayer *player, EhloPageSpec *spec)
{
  SimScenario *scenario = ehlo_player_get_scenario (player);

  *spec = (EhloPageSpec) { .format = self->format, .view = self->view, .title = scenario != NULL ? scenario->title : _("A saved run"),
                           .epoch = scenario != NULL ? scenario->epoch : 0 };
  if (ehlo_export_range (player, self->range, &spec->from, &spec->to))
    return TRUE;
  /* The map can be drawn before anything happened. */
  return self->view == EHLO_PAGE_TOPOLOGY && ehlo_player_get_trace (player) != NULL;
}

char *
ehlo_export_choice_name (const EhloExportChoice *self, EhloPlayer *player, gboolean compare)
{
  static const char * const kinds[] = { "ladder", "map", "transcript", "worksheet" }, * const ends[] = { "pdf", "svg", "png" };
  SimTrace *trace = ehlo_player_get_trace (player);
  const char *id = trace != NULL ? sim_trace_get_id (trace) : NULL;

  return g_strdup_printf ("%s-%s.%s", id != NULL ? id : "ehlo", compare ? "compare" : kinds[self->view], ends[self->format]);
}

static void
on_selected (GtkDropDown *list, GParamSpec *spec, gpointer number)
{
  *(guint *) number = gtk_drop_down_get_selected (list);
}

static void
add_row (GtkGrid *grid, int row, const char *name, const char * const *words, guint *number)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  GtkWidget *label = gtk_label_new_with_mnemonic (name), *list;

  for (guint i = 0; words[i] != NULL; i++)
    gtk_string_list_append (model, _(words[i]));
  list = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&model)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), *number);
  gtk_widget_set_hexpand (list, TRUE);
  g_signal_connect (list, "notify::selected", G_CALLBACK (on_selected), number);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), list);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, list, 1, row, 1, 1);
}

GtkWidget *
ehlo_export_choice_grid (EhloExportChoice *choice, gboolean with_what, gboolean with_format)
{
  GtkWidget *grid = gtk_grid_new ();

  G_STATIC_ASSERT (sizeof choice->view == sizeof (guint) && sizeof choice->range == sizeof (guint) && sizeof choice->format == sizeof (guint));
  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  if (with_what)
    {
      add_row (GTK_GRID (grid), 0, _("_What"), views, (guint *) &choice->view);
      add_row (GTK_GRID (grid), 1, _("_Steps"), ranges, (guint *) &choice->range);
    }
  if (with_format)
    add_row (GTK_GRID (grid), 2, _("_Format"), formats, (guint *) &choice->format);
  return grid;
}
