/* compare-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/compare-view.h"

#include "app/draw/compare-layout.h"
#include "app/views/sheet-canvas.h"
#include "app/views/style.h"
#include "app/views/transport-view.h"

#include <glib/gi18n-lib.h>

#define LEAST_ROWS 3

struct _EhloCompareView
{
  EhloView       parent;
  EhloPlayer    *rows_player;
  SimComparison *comparison;     /* NULL: there is nothing to compare, or it is stale */
  GHashTable    *choices;        /* id of a menu to the index of its variant, plus one */
  GtkWidget     *stack;          /* "both" or "none" */
  GtkWidget     *task;
  GtkWidget     *menus;
  GtkWidget     *heads;
  GtkWidget     *rows;
  GtkWidget     *rows_window;
  GtkWidget     *cards;
  GtkWidget     *cards_window;
  GtkWidget     *nothing;        /* what is said when there is nothing to compare */
  gboolean       stale;
  gboolean       building;
};

G_DEFINE_FINAL_TYPE (EhloCompareView, ehlo_compare_view, EHLO_TYPE_VIEW)

static guint
current_row (EhloCompareView *self)
{
  return ehlo_player_get_line (self->rows_player);
}

typedef EhloSheet *(*MakePart) (const SimComparison *comparison, guint row, double width, EhloMeasure measure, gpointer measure_data);

static EhloSheet *
make_part (EhloCompareView *self, MakePart make, double width, PangoContext *fonts)
{
  return self->comparison != NULL ? make (self->comparison, current_row (self), width, ehlo_measure_pango, fonts)
                                  : ehlo_sheet_new (width, ehlo_measure_pango, fonts);
}

static EhloSheet *
make_heads (gpointer owner, double width, double height, PangoContext *fonts)
{
  return make_part (owner, compare_heads_new, width, fonts);
}

static EhloSheet *
make_rows (gpointer owner, double width, double height, PangoContext *fonts)
{
  return make_part (owner, compare_rows_new, width, fonts);
}

static EhloSheet *
make_cards (gpointer owner, double width, double height, PangoContext *fonts)
{
  return make_part (owner, compare_cards_new, width, fonts);
}

static EhloSheet *
make_nothing (gpointer owner, double width, double height, PangoContext *fonts)
{
  EhloSheet *sheet = ehlo_sheet_new (width, ehlo_measure_pango, fonts);

  if (ehlo_player_get_scenario (ehlo_view_get_player (owner)) == NULL)
    ehlo_sheet_empty (sheet, height, _("Nothing to show"), _("Open a scenario, or start from a lesson."));
  else
    ehlo_sheet_empty (sheet, height, _("This lesson has only one run"),
                      _("There is nothing to compare it with. Try the lesson on POP3 and IMAP, the one on pipelining, or the one on HELO and EHLO."));
  return sheet;
}

static void
on_row (gpointer owner, guint id)
{
  if (id > 0)
    ehlo_player_go_to_line (EHLO_COMPARE_VIEW (owner)->rows_player, id);
}

static void
renew (EhloCompareView *self)
{
  double zoom = ehlo_style_get_zoom ();

  gtk_widget_set_size_request (self->heads, -1, (int) (COMPARE_HEADS_HEIGHT * zoom));
  /* So many rows are seen however low the window is; the cards scroll. */
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->rows_window), (int) (LEAST_ROWS * COMPARE_ROW_HEIGHT * zoom));
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->cards_window), (int) (COMPARE_CARDS_HEIGHT * zoom));
  gtk_widget_set_size_request (self->cards, -1, (int) (COMPARE_CARDS_HEIGHT * zoom));
  ehlo_sheet_canvas_renew (EHLO_SHEET_CANVAS (self->heads), FALSE);
  ehlo_sheet_canvas_renew (EHLO_SHEET_CANVAS (self->rows), FALSE);
  ehlo_sheet_canvas_renew (EHLO_SHEET_CANVAS (self->cards), FALSE);
  ehlo_sheet_canvas_renew (EHLO_SHEET_CANVAS (self->nothing), FALSE);
}

static void
on_rows_moved (EhloCompareView *self)
{
  renew (self);
  ehlo_sheet_canvas_follow (EHLO_SHEET_CANVAS (self->rows));
}

/* ---- what is compared ---- */

static gboolean
has (char **ids, const char *id)
{
  return ids != NULL && g_strv_contains ((const char * const *) ids, id);
}

/* The variants of a menu, in the order of the file. */
static GPtrArray *
variants_of (const SimScenario *scenario, const SimMenuSpec *menu)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < scenario->variants->len; i++)
    {
      const SimVariantSpec *variant = g_ptr_array_index (scenario->variants, i);

      if (g_strcmp0 (variant->menu, menu->id) == 0)
        g_ptr_array_add (list, (gpointer) variant);
    }
  return list;
}

/* Of a menu from which A and B themselves are, both are already chosen. */
static gboolean
is_what_differs (const SimScenario *scenario, const SimMenuSpec *menu)
{
  g_autoptr (GPtrArray) list = variants_of (scenario, menu);

  for (guint i = 0; i < list->len; i++)
    {
      const SimVariantSpec *variant = g_ptr_array_index (list, i);

      if (has (scenario->compare_a, variant->id) || has (scenario->compare_b, variant->id))
        return TRUE;
    }
  return list->len == 0;
}

static guint
choice_of (EhloCompareView *self, const SimMenuSpec *menu)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->choices, menu->id));

  return known > 0 ? known - 1 : 0;
}

/* The variants of one side: its own, and what is chosen for both or for it. (transfer full) */
static char **
ids_of (EhloCompareView *self, const SimScenario *scenario, char **own)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_strv_builder_addv (ids, (const char **) own);
  for (guint i = 0; i < scenario->menus->len; i++)
    {
      const SimMenuSpec *menu = g_ptr_array_index (scenario->menus, i);
      g_autoptr (GPtrArray) list = variants_of (scenario, menu);
      guint choice = choice_of (self, menu);

      if (is_what_differs (scenario, menu) || (menu->only != NULL && !has (own, menu->only)) || choice >= list->len)
        continue;
      g_strv_builder_add (ids, ((const SimVariantSpec *) g_ptr_array_index (list, choice))->id);
    }
  return g_strv_builder_end (ids);
}

static void
load_rows (EhloCompareView *self, gboolean keep)
{
  const SimRun *runs = self->comparison->runs;
  SimAlignRun a = { runs[0].trace, runs[0].lines, runs[0].tally->host }, b = { runs[1].trace, runs[1].lines, runs[1].tally->host };
  g_autoptr (SimTrace) trace = sim_align_to_trace (&a, &b, self->comparison->rows);
  guint row = keep ? current_row (self) : 0;

  ehlo_player_load (self->rows_player, NULL, trace);
  ehlo_player_go_to_line (self->rows_player, row);
}

static void
compare (EhloCompareView *self, gboolean keep)
{
  SimScenario *scenario = ehlo_player_get_scenario (ehlo_view_get_player (EHLO_VIEW (self)));
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->comparison, sim_comparison_free);
  self->stale = FALSE;
  if (scenario != NULL && scenario->compare_a != NULL)
    {
      g_auto (GStrv) a = ids_of (self, scenario, scenario->compare_a), b = ids_of (self, scenario, scenario->compare_b);

      self->comparison = sim_comparison_of (scenario, (const char * const *) a, (const char * const *) b, scenario->seed, &error);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->comparison != NULL ? "both" : "none");
  if (self->comparison == NULL)
    {
      ehlo_sheet_canvas_renew (EHLO_SHEET_CANVAS (self->nothing), FALSE);
      return;
    }
  gtk_label_set_text (GTK_LABEL (self->task), scenario->task != NULL ? scenario->task : scenario->title);
  load_rows (self, keep);
  renew (self);
}

static void
on_menu (GtkDropDown *list, GParamSpec *spec, EhloCompareView *self)
{
  const char *id = g_object_get_data (G_OBJECT (list), "ehlo-menu");

  if (self->building)
    return;
  g_hash_table_insert (self->choices, g_strdup (id), GUINT_TO_POINTER (gtk_drop_down_get_selected (list) + 1));
  compare (self, TRUE);
}

static void
add_menu (EhloCompareView *self, const SimScenario *scenario, const SimMenuSpec *menu)
{
  g_autoptr (GPtrArray) variants = variants_of (scenario, menu);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  /* Of one run only: its name goes before. */
  int only = menu->only != NULL ? sim_scenario_find_variant (scenario, menu->only) : -1;
  const SimVariantSpec *side = only >= 0 ? g_ptr_array_index (scenario->variants, only) : NULL;
  g_autofree char *name = side != NULL ? g_strconcat (side->name, " · ", menu->name, NULL) : g_strdup (menu->name);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (name), *list;

  for (guint i = 0; i < variants->len; i++)
    gtk_string_list_append (names, ((const SimVariantSpec *) g_ptr_array_index (variants, i))->name);
  list = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), choice_of (self, menu));
  g_object_set_data_full (G_OBJECT (list), "ehlo-menu", g_strdup (menu->id), g_free);
  g_signal_connect_object (list, "notify::selected", G_CALLBACK (on_menu), self, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (label, "dim");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), list);
  gtk_flow_box_append (GTK_FLOW_BOX (self->menus), box);
  gtk_widget_set_focusable (gtk_widget_get_parent (box), FALSE);
}

static void
make_menus (EhloCompareView *self)
{
  SimScenario *scenario = ehlo_player_get_scenario (ehlo_view_get_player (EHLO_VIEW (self)));
  GtkWidget *child;
  guint n = 0;

  self->building = TRUE;
  while ((child = gtk_widget_get_first_child (self->menus)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->menus), child);
  for (guint i = 0; scenario != NULL && scenario->compare_a != NULL && i < scenario->menus->len; i++)
    if (!is_what_differs (scenario, g_ptr_array_index (scenario->menus, i)))
      {
        add_menu (self, scenario, g_ptr_array_index (scenario->menus, i));
        n++;
      }
  gtk_widget_set_visible (self->menus, n > 0);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->menus), MAX (n, 1));
  self->building = FALSE;
}

static void
ehlo_compare_view_loaded (EhloView *view)
{
  EhloCompareView *self = EHLO_COMPARE_VIEW (view);

  g_hash_table_remove_all (self->choices);
  g_clear_pointer (&self->comparison, sim_comparison_free);
  make_menus (self);
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    compare (self, FALSE);
}

static void
ehlo_compare_view_map (GtkWidget *widget)
{
  EhloCompareView *self = EHLO_COMPARE_VIEW (widget);

  if (self->stale)
    compare (self, FALSE);
  GTK_WIDGET_CLASS (ehlo_compare_view_parent_class)->map (widget);
}

static void
ehlo_compare_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ehlo_compare_view_parent_class)->unmap (widget);
  ehlo_player_set_playing (EHLO_COMPARE_VIEW (widget)->rows_player, FALSE);
}

static gboolean
ehlo_compare_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (EHLO_COMPARE_VIEW (widget)->rows);
}

static void
ehlo_compare_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ehlo_compare_view_parent_class)->css_changed (widget, change);
  renew (EHLO_COMPARE_VIEW (widget));
}

static void
ehlo_compare_view_dispose (GObject *object)
{
  EhloCompareView *self = EHLO_COMPARE_VIEW (object);

  if (self->rows_player != NULL)
    ehlo_player_set_playing (self->rows_player, FALSE);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->rows_player);
  g_clear_pointer (&self->comparison, sim_comparison_free);
  g_clear_pointer (&self->choices, g_hash_table_unref);
  G_OBJECT_CLASS (ehlo_compare_view_parent_class)->dispose (object);
}

static void
ehlo_compare_view_class_init (EhloCompareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ehlo_compare_view_dispose;
  EHLO_VIEW_CLASS (klass)->loaded = ehlo_compare_view_loaded;
  widget_class->map = ehlo_compare_view_map;
  widget_class->unmap = ehlo_compare_view_unmap;
  widget_class->grab_focus = ehlo_compare_view_grab_focus;
  widget_class->css_changed = ehlo_compare_view_css_changed;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
in_window (GtkWidget *canvas, GtkAdjustment *sideways, GtkPolicyType across, GtkPolicyType down)
{
  GtkWidget *window = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), canvas);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), across, down);
  gtk_widget_set_focusable (window, FALSE);
  /* Heads, rows and cards move together. */
  gtk_scrolled_window_set_hadjustment (GTK_SCROLLED_WINDOW (window), sideways);
  return window;
}

static GtkWidget *
make_bar (EhloCompareView *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->task = gtk_label_new ("");
  self->menus = gtk_flow_box_new ();
  gtk_label_set_xalign (GTK_LABEL (self->task), 0);
  gtk_label_set_wrap (GTK_LABEL (self->task), TRUE);
  gtk_widget_set_hexpand (self->task, TRUE);
  gtk_widget_add_css_class (self->task, "task");
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->menus), GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->menus), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->menus), 4);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menus), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What both runs share"), -1);
  gtk_widget_add_css_class (bar, "compare-bar");
  gtk_box_append (GTK_BOX (bar), self->task);
  gtk_box_append (GTK_BOX (bar), self->menus);
  return bar;
}

static void
name_canvas (GtkWidget *canvas, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
make_both (EhloCompareView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkAdjustment *sideways = gtk_adjustment_new (0, 0, 0, 0, 0, 0);

  self->heads = ehlo_sheet_canvas_new (make_heads, NULL, self);
  self->rows = ehlo_sheet_canvas_new (make_rows, on_row, self);
  self->cards = ehlo_sheet_canvas_new (make_cards, NULL, self);
  name_canvas (self->heads, _("The two runs so far"));
  name_canvas (self->rows, _("Both runs, row by row"));
  name_canvas (self->cards, _("What the two runs cost"));
  self->rows_window = in_window (self->rows, sideways, GTK_POLICY_EXTERNAL, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->rows_window, TRUE);
  self->cards_window = in_window (self->cards, sideways, GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->cards_window), TRUE);
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), in_window (self->heads, sideways, GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER));
  gtk_box_append (GTK_BOX (box), self->rows_window);
  gtk_box_append (GTK_BOX (box), self->cards_window);
  gtk_box_append (GTK_BOX (box), ehlo_transport_view_new (self->rows_player));
  return box;
}

static GtkWidget *
make_none (EhloCompareView *self)
{
  GtkAdjustment *sideways = gtk_adjustment_new (0, 0, 0, 0, 0, 0);

  self->nothing = ehlo_sheet_canvas_new (make_nothing, NULL, self);
  name_canvas (self->nothing, _("Compare"));
  return in_window (self->nothing, sideways, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
}

static void
ehlo_compare_view_init (EhloCompareView *self)
{
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rows_player = ehlo_player_new ();
  g_signal_connect_object (self->rows_player, "moved", G_CALLBACK (on_rows_moved), self, G_CONNECT_SWAPPED);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), make_both (self), "both");
  gtk_stack_add_named (GTK_STACK (self->stack), make_none (self), "none");
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "none");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Compare"), -1);
}

GtkWidget *
ehlo_compare_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_COMPARE_VIEW, "player", player, NULL);
}

EhloPlayer *
ehlo_compare_view_get_rows (EhloCompareView *self)
{
  return self->rows_player;
}

const SimComparison *
ehlo_compare_view_get (EhloCompareView *self)
{
  return self->comparison;
}
