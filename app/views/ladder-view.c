/* ladder-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/ladder-view-private.h"

#include "app/draw/words.h"
#include "app/views/ladder-row.h"
#include "app/views/style.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROW_HEIGHT  33.0
#define LEAST_ROW   24.0
#define LARGEST_ROW 72.0
#define USUAL_CHILDREN 40   /* rows of a window on a large screen */

enum { PROP_0, PROP_HADJUSTMENT, PROP_VADJUSTMENT, PROP_HPOLICY, PROP_VPOLICY };

G_DEFINE_FINAL_TYPE_WITH_CODE (EhloLadderView, ehlo_ladder_view, EHLO_TYPE_VIEW, G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static EhloPlayer *
player_of (EhloLadderView *self)
{
  return ehlo_view_get_player (EHLO_VIEW (self));
}

static double
top_of (EhloLadderView *self)
{
  return self->vadjustment != NULL ? floor (gtk_adjustment_get_value (self->vadjustment)) : 0;
}

const LadderLayout *
ehlo_ladder_view_get_layout (EhloLadderView *self)
{
  EhloPlayer *player = player_of (self);
  GtkWidget *widget = GTK_WIDGET (self);
  double zoom = ehlo_style_get_zoom (), width = gtk_widget_get_width (widget) / zoom;
  LadderOptions options = { .top = top_of (self) / zoom, .height = gtk_widget_get_height (widget) / zoom, .hide_coming = self->hide_coming,
                            .follow = self->follow, .states = self->show_states ? self->states : NULL,
                            .hits = (const guint *) (void *) self->hits->data, .n_hits = self->hits->len, .hit = self->hit };

  if (self->rows == NULL)
    return NULL;
  if (self->lanes == NULL)
    self->lanes = ehlo_lanes_new (ehlo_player_get_trace (player), ehlo_player_get_lines (player), width, ehlo_measure_pango,
                                  gtk_widget_get_pango_context (widget));
  options.lanes = self->lanes;
  if (self->layout == NULL)
    self->layout = ladder_layout_new (ehlo_player_get_trace (player), ehlo_player_get_lines (player), self->rows,
                                      ehlo_player_get_cursor (player), width, &options, ehlo_measure_pango,
                                      gtk_widget_get_pango_context (widget));
  return self->layout;
}

void
ehlo_ladder_view_invalidate (EhloLadderView *self)
{
  g_clear_pointer (&self->layout, ladder_layout_free);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ehlo_ladder_view_repaint (EhloLadderView *self)
{
  ehlo_ladder_picture_clear (self->picture);
  ehlo_ladder_view_invalidate (self);
}

static void
configure (EhloLadderView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double upper = self->rows != NULL ? (ladder_rows_height (self->rows) + self->row_height) * ehlo_style_get_zoom () : 0;

  upper = MAX (upper, height);
  if (self->vadjustment != NULL)
    {
      double value = gtk_adjustment_get_value (self->vadjustment);

      gtk_adjustment_configure (self->vadjustment, CLAMP (value, 0, upper - height), 0, upper, self->row_height * ehlo_style_get_zoom (),
                                height * 0.9, height);
    }
  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, 1, width, width);
}

/* No widget but the invisible ones has another place: the window need not be laid out for it. */
static void
on_scrolled (EhloLadderView *self)
{
  g_clear_pointer (&self->layout, ladder_layout_free);
  if (!self->allocating && gtk_widget_get_mapped (GTK_WIDGET (self)))
    ehlo_ladder_view_sync_children (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (EhloLadderView *self, GtkAdjustment **slot, GtkAdjustment *adjustment)
{
  if (*slot == adjustment)
    return;
  if (*slot != NULL)
    g_signal_handlers_disconnect_by_func (*slot, on_scrolled, self);
  g_set_object (slot, adjustment);
  if (adjustment == NULL)
    return;
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_scrolled), self);
  configure (self);
}

/* Over what is painted, so that no row need be painted anew: a tint, and an edge for those who do not see it. */
static void
snapshot_mark (EhloLadderView *self, GtkSnapshot *snapshot, const EhloTheme *theme, const LadderItem *item, EhloColor color, float alpha, float line)
{
  double zoom = ehlo_style_get_zoom ();
  guint32 rgb = theme->colors[color];
  GdkRGBA ink = { ((rgb >> 16) & 0xff) / 255.0f, ((rgb >> 8) & 0xff) / 255.0f, (rgb & 0xff) / 255.0f, alpha };
  graphene_rect_t place = GRAPHENE_RECT_INIT (0, (float) round (item->y * zoom), gtk_widget_get_width (GTK_WIDGET (self)),
                                              (float) round (item->height * zoom));
  GskRoundedRect outline;

  gtk_snapshot_append_color (snapshot, &ink, &place);
  if (line <= 0)
    return;
  ink.alpha = 1;
  gsk_rounded_rect_init_from_rect (&outline, &place, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { line, line, line, line }, (GdkRGBA[4]) { ink, ink, ink, ink });
}

static void
snapshot_marks (EhloLadderView *self, const LadderLayout *layout, const EhloTheme *theme, GtkSnapshot *snapshot)
{
  guint low = MIN (self->selected, self->anchor), high = MAX (self->selected, self->anchor);

  for (guint i = 0; i < layout->items->len; i++)
    {
      const LadderItem *item = &g_array_index (layout->items, LadderItem, i);

      if (self->selected != LADDER_NO_ROW && item->row >= low && item->row <= high)
        snapshot_mark (self, snapshot, theme, item, EHLO_COLOR_ACCENT, 0.08f, item->row == self->selected ? 2 : 1);
      else if (item->row == self->hover && item->kind != LADDER_ITEM_GAP)
        snapshot_mark (self, snapshot, theme, item, EHLO_COLOR_INK, 0.04f, theme->outline > 0 ? 1 : 0);
    }
}

static void
ehlo_ladder_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (widget);
  const LadderLayout *layout = ehlo_ladder_view_get_layout (self);
  EhloTheme theme = ehlo_style_theme (widget);

  if (layout == NULL)
    return;
  ehlo_ladder_picture_snapshot (self->picture, layout, &theme, ehlo_style_get_zoom (), snapshot);
  snapshot_marks (self, layout, &theme, snapshot);
  ehlo_style_focus (widget, snapshot);
}

static void
ehlo_ladder_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : 66;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 400;
}

void
ehlo_ladder_view_show_row (EhloLadderView *self, guint index)
{
  double page, room, zoom = ehlo_style_get_zoom (), top;
  const LadderRow *row;
  guint first;

  if (self->vadjustment == NULL || self->rows == NULL || index >= ladder_rows_length (self->rows))
    return;
  row = ladder_rows_get (self->rows, index);
  page = gtk_adjustment_get_page_size (self->vadjustment) / zoom;
  room = MIN (3 * self->row_height, page / 4);
  top = row->y + row->space;
  gtk_adjustment_clamp_page (self->vadjustment, MAX (top - room, 0) * zoom, (row->y + row->height + room) * zoom);
  /* No row is cut at the top. */
  first = ladder_rows_at (self->rows, top_of (self) / zoom);
  row = ladder_rows_get (self->rows, first);
  if ((row->y + row->space) * zoom < top_of (self) && first + 1 < ladder_rows_length (self->rows))
    gtk_adjustment_set_value (self->vadjustment, ladder_rows_get (self->rows, first + 1)->y * zoom);
}

/* The current row in sight, with its neighbours. */
static void
show_current (EhloLadderView *self)
{
  guint line = ehlo_player_get_line (player_of (self));

  if (self->vadjustment == NULL || self->rows == NULL || ladder_rows_length (self->rows) == 0)
    return;
  if (line == 0)
    gtk_adjustment_set_value (self->vadjustment, 0);
  else
    ehlo_ladder_view_show_row (self, ladder_rows_of (self->rows, line));
}

static void
ehlo_ladder_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (widget);

  self->allocating = TRUE;
  g_clear_pointer (&self->layout, ladder_layout_free);
  if (width != self->seen_width)
    {
      g_clear_pointer (&self->lanes, ehlo_lanes_free);
      ehlo_ladder_picture_clear (self->picture);
    }
  configure (self);
  /* The current row stays in sight when the window or the size of everything changes. */
  if (height != self->seen_height)
    {
      ehlo_ladder_picture_clear (self->picture);
      show_current (self);
    }
  self->seen_width = width;
  self->seen_height = height;
  ehlo_ladder_view_sync_children (self);
  self->allocating = FALSE;
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

/* The row of @kind and @step, if it is still there. */
static guint
find_row (EhloLadderView *self, LadderRowKind kind, guint step)
{
  guint row = self->rows != NULL && ladder_rows_length (self->rows) > 0 ? ladder_rows_of (self->rows, step) : LADDER_NO_ROW;

  for (guint i = row; i != LADDER_NO_ROW && i < row + 4 && i < ladder_rows_length (self->rows); i++)
    if (ladder_rows_get (self->rows, i)->kind == kind && ladder_rows_get (self->rows, i)->step == step)
      return i;
  for (guint i = row; i != LADDER_NO_ROW && i + 4 > row; i--)
    if (ladder_rows_get (self->rows, i)->kind == kind && ladder_rows_get (self->rows, i)->step == step)
      return i;
  return LADDER_NO_ROW;
}

void
ehlo_ladder_view_make_rows (EhloLadderView *self)
{
  EhloPlayer *player = player_of (self);
  LadderRow before = { 0 };

  if (self->rows != NULL && self->selected < ladder_rows_length (self->rows))
    before = *ladder_rows_get (self->rows, self->selected);
  g_clear_pointer (&self->layout, ladder_layout_free);
  g_clear_pointer (&self->rows, ladder_rows_free);
  if (ehlo_player_get_trace (player) != NULL)
    self->rows = ladder_rows_new (ehlo_player_get_trace (player), ehlo_player_get_lines (player), self->row_height, &self->rows_options);
  self->hover = LADDER_NO_ROW;
  self->selected = self->anchor = before.step > 0 ? find_row (self, before.kind, before.step) : LADDER_NO_ROW;
  ehlo_ladder_view_forget_children (self);
  configure (self);
  ehlo_ladder_view_repaint (self);
}

void
ehlo_ladder_view_toggle (EhloLadderView *self, GHashTable *set, guint step)
{
  gpointer key = GUINT_TO_POINTER (step);

  if (!g_hash_table_remove (set, key))
    g_hash_table_add (set, key);
  ehlo_ladder_view_make_rows (self);
}

static void
ehlo_ladder_view_loaded (EhloView *view)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (view);
  SimTrace *trace = ehlo_player_get_trace (ehlo_view_get_player (view));

  g_hash_table_remove_all (self->rows_options.folded);
  g_hash_table_remove_all (self->rows_options.phases);
  g_hash_table_remove_all (self->rows_options.unfolded);
  g_array_set_size (self->hits, 0);
  self->hit = 0;
  self->follow = 0;
  self->selected = self->anchor = LADDER_NO_ROW;
  g_clear_pointer (&self->lanes, ehlo_lanes_free);
  g_clear_pointer (&self->states, sim_states_free);
  if (trace != NULL)
    self->states = sim_states_new (trace);
  ehlo_ladder_view_make_rows (self);
}

/* Only the last rows are others than before, and the header above them. */
static void
ehlo_ladder_view_grown (EhloView *view)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (view);
  SimTrace *trace = ehlo_player_get_trace (player);
  guint n = self->rows != NULL ? ladder_rows_length (self->rows) : 0, last = n;

  if (self->rows == NULL)
    return;
  while (last > 0 && ladder_rows_get (self->rows, last - 1)->kind != LADDER_ROW_STEP)
    last--;
  if (ehlo_player_get_lines (player) != NULL)
    ladder_rows_grow (self->rows, trace, ehlo_player_get_lines (player));
  sim_states_grow (self->states, trace);
  ehlo_ladder_picture_drop_rows (self->picture, MAX (last, 1) - 1);
  for (guint i = last; i-- > 0;)
    if (ladder_rows_get (self->rows, i)->kind == LADDER_ROW_HEADER)
      {
        ehlo_ladder_picture_drop_row (self->picture, i);
        break;
      }
  configure (self);
  on_scrolled (self);
}

static void
ehlo_ladder_view_moved (EhloView *view)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (view);
  EhloPlayer *player = player_of (self);
  g_autofree char *sentence = ehlo_words_sentence (ehlo_player_get_trace (player), ehlo_player_get_lines (player), ehlo_player_get_line (player));

  self->selected = self->anchor = LADDER_NO_ROW;
  show_current (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  ehlo_ladder_view_repaint (self);
}

void
ehlo_ladder_view_select (EhloLadderView *self, guint row, gboolean extend)
{
  const LadderLayout *layout;

  self->selected = row;
  if (!extend || self->anchor == LADDER_NO_ROW)
    self->anchor = row;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (row == LADDER_NO_ROW)
    return;
  ehlo_ladder_view_show_row (self, row);
  layout = ehlo_ladder_view_get_layout (self);
  for (guint i = 0; layout != NULL && i < layout->items->len; i++)
    {
      const LadderItem *item = &g_array_index (layout->items, LadderItem, i);

      if (item->row == row)
        {
          g_autofree char *sentence = ehlo_ladder_view_describe (self, item);

          gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
        }
    }
}

static void
ehlo_ladder_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ehlo_ladder_view_parent_class)->css_changed (widget, change);
  g_clear_pointer (&EHLO_LADDER_VIEW (widget)->lanes, ehlo_lanes_free);
  configure (EHLO_LADDER_VIEW (widget));
  ehlo_ladder_view_repaint (EHLO_LADDER_VIEW (widget));
}

static void
ehlo_ladder_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT: g_value_set_object (value, self->hadjustment); break;
    case PROP_VADJUSTMENT: g_value_set_object (value, self->vadjustment); break;
    case PROP_HPOLICY: g_value_set_enum (value, self->hpolicy); break;
    case PROP_VPOLICY: g_value_set_enum (value, self->vpolicy); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ehlo_ladder_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT: set_adjustment (self, &self->hadjustment, g_value_get_object (value)); break;
    case PROP_VADJUSTMENT: set_adjustment (self, &self->vadjustment, g_value_get_object (value)); break;
    case PROP_HPOLICY: self->hpolicy = g_value_get_enum (value); break;
    case PROP_VPOLICY: self->vpolicy = g_value_get_enum (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ehlo_ladder_view_unmap (GtkWidget *widget)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (widget);

  self->hover = LADDER_NO_ROW;
  if (self->menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->menu));
  GTK_WIDGET_CLASS (ehlo_ladder_view_parent_class)->unmap (widget);
}

static void
ehlo_ladder_view_dispose (GObject *object)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_handle_id (&self->order_timer, g_source_remove);
  g_clear_handle_id (&self->missing_idle, g_source_remove);
  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  G_OBJECT_CLASS (ehlo_ladder_view_parent_class)->dispose (object);
}

static void
ehlo_ladder_view_finalize (GObject *object)
{
  EhloLadderView *self = EHLO_LADDER_VIEW (object);

  g_clear_pointer (&self->layout, ladder_layout_free);
  g_clear_pointer (&self->lanes, ehlo_lanes_free);
  g_clear_pointer (&self->rows, ladder_rows_free);
  g_clear_pointer (&self->states, sim_states_free);
  g_clear_pointer (&self->picture, ehlo_ladder_picture_free);
  g_hash_table_unref (self->rows_options.folded);
  g_hash_table_unref (self->rows_options.phases);
  g_hash_table_unref (self->rows_options.unfolded);
  g_array_unref (self->hits);
  g_ptr_array_unref (self->children);
  G_OBJECT_CLASS (ehlo_ladder_view_parent_class)->finalize (object);
}

static void
ehlo_ladder_view_class_init (EhloLadderViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  EhloViewClass *view_class = EHLO_VIEW_CLASS (klass);

  object_class->get_property = ehlo_ladder_view_get_property;
  object_class->set_property = ehlo_ladder_view_set_property;
  object_class->dispose = ehlo_ladder_view_dispose;
  object_class->finalize = ehlo_ladder_view_finalize;
  widget_class->snapshot = ehlo_ladder_view_snapshot;
  widget_class->measure = ehlo_ladder_view_measure;
  widget_class->unmap = ehlo_ladder_view_unmap;
  widget_class->size_allocate = ehlo_ladder_view_size_allocate;
  widget_class->css_changed = ehlo_ladder_view_css_changed;
  view_class->loaded = ehlo_ladder_view_loaded;
  view_class->grown = ehlo_ladder_view_grown;
  view_class->moved = ehlo_ladder_view_moved;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HPOLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VPOLICY, "vscroll-policy");
  ehlo_ladder_view_class_init_input (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_set_css_name (widget_class, "ladder");
}

static void
ehlo_ladder_view_init (EhloLadderView *self)
{
  self->row_height = ROW_HEIGHT;
  self->rows_options.layers = LADDER_LAYER_APPLICATION | LADDER_LAYER_NAMES;
  self->rows_options.folded = g_hash_table_new (NULL, NULL);
  self->rows_options.phases = g_hash_table_new (NULL, NULL);
  self->rows_options.unfolded = g_hash_table_new (NULL, NULL);
  self->show_states = TRUE;
  self->hits = g_array_new (FALSE, FALSE, sizeof (guint));
  self->selected = self->anchor = self->hover = LADDER_NO_ROW;
  self->picture = ehlo_ladder_picture_new ();
  self->children = g_ptr_array_new ();
  ehlo_ladder_view_add_children (self, USUAL_CHILDREN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "ladder");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  ehlo_ladder_view_init_input (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Ladder diagram"), -1);
}

GtkWidget *
ehlo_ladder_view_new (EhloPlayer *player)
{
  return g_object_new (EHLO_TYPE_LADDER_VIEW, "player", player, NULL);
}

double
ehlo_ladder_view_get_row_height (EhloLadderView *self)
{
  return self->row_height;
}

void
ehlo_ladder_view_zoom (EhloLadderView *self, double factor)
{
  double height = CLAMP (self->row_height * factor, LEAST_ROW, LARGEST_ROW);
  double value = self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;

  factor = height / self->row_height;
  self->row_height = height;
  if (self->rows != NULL)
    ladder_rows_set_row_height (self->rows, height);
  configure (self);
  ehlo_ladder_view_repaint (self);
  if (self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, value * factor);
}

void
ehlo_ladder_view_set_hide_coming (EhloLadderView *self, gboolean hide)
{
  self->hide_coming = hide;
  ehlo_ladder_view_forget_children (self);
  ehlo_ladder_view_repaint (self);
}

void
ehlo_ladder_view_set_time (EhloLadderView *self, LadderTime time)
{
  if (self->rows_options.time == time)
    return;
  self->rows_options.time = time;
  ehlo_ladder_view_make_rows (self);
  show_current (self);
}

void
ehlo_ladder_view_set_layers (EhloLadderView *self, guint layers)
{
  if (self->rows_options.layers == layers)
    return;
  self->rows_options.layers = layers;
  ehlo_ladder_view_make_rows (self);
  show_current (self);
}

void
ehlo_ladder_view_set_states (EhloLadderView *self, gboolean shown)
{
  self->show_states = shown;
  ehlo_ladder_view_repaint (self);
}

static gboolean
is_first_of_phase (const SimSteps *lines, guint i)
{
  const SimStep *step = sim_steps_get (lines, i), *before = i > 1 ? sim_steps_get (lines, i - 1) : NULL;

  return step->phase != SIM_PHASE_NONE && step->phase != SIM_PHASE_LOOKUP
    && (before == NULL || before->phase != step->phase || before->conn != step->conn);
}

void
ehlo_ladder_view_fold_all (EhloLadderView *self, gboolean fold)
{
  const SimSteps *lines = ehlo_player_get_lines (player_of (self));

  g_hash_table_remove_all (self->rows_options.folded);
  g_hash_table_remove_all (self->rows_options.phases);
  for (guint i = 1; fold && lines != NULL && i <= sim_steps_length (lines); i++)
    if (is_first_of_phase (lines, i))
      g_hash_table_add (self->rows_options.phases, GUINT_TO_POINTER (i));
  ehlo_ladder_view_make_rows (self);
  show_current (self);
}

/* The selected row's step, or else the current one. */
static guint
base_step (EhloLadderView *self)
{
  if (self->rows != NULL && self->selected < ladder_rows_length (self->rows))
    return ladder_rows_get (self->rows, self->selected)->step;
  return ehlo_player_get_line (player_of (self));
}

void
ehlo_ladder_view_toggle_follow (EhloLadderView *self)
{
  const SimSteps *lines = ehlo_player_get_lines (player_of (self));
  guint step = base_step (self);
  guint32 conn = step > 0 ? sim_steps_get (lines, step)->conn : 0;

  if (conn == self->follow)
    conn = 0;
  if (conn == 0 && self->follow == 0)
    gtk_widget_error_bell (GTK_WIDGET (self));
  self->follow = conn;
  ehlo_ladder_view_repaint (self);
}

guint32
ehlo_ladder_view_get_follow (EhloLadderView *self)
{
  return self->follow;
}

void
ehlo_ladder_view_go (EhloLadderView *self, EhloLadderWay way)
{
  EhloPlayer *player = player_of (self);
  SimTrace *trace = ehlo_player_get_trace (player);
  const SimSteps *lines = ehlo_player_get_lines (player);
  guint step = trace != NULL ? base_step (self) : 0, to = 0;

  if (step > 0)
    switch (way)
      {
      case EHLO_LADDER_CAUSE: to = sim_links_cause (trace, lines, step); break;
      case EHLO_LADDER_EFFECT: to = sim_links_effect (trace, lines, step); break;
      case EHLO_LADDER_NEXT: to = sim_links_neighbour (lines, step, 1); break;
      case EHLO_LADDER_PREVIOUS: to = sim_links_neighbour (lines, step, -1); break;
      }
  if (to > 0)
    ehlo_player_go_to_line (player, to);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

void
ehlo_ladder_view_set_hits (EhloLadderView *self, const guint *steps, guint n, guint here)
{
  g_array_set_size (self->hits, 0);
  if (n > 0)
    g_array_append_vals (self->hits, steps, n);
  self->hit = here;
  ehlo_ladder_view_repaint (self);
  if (here > 0 && self->rows != NULL && ladder_rows_length (self->rows) > 0)
    ehlo_ladder_view_show_row (self, ladder_rows_of (self->rows, here));
}

gboolean
ehlo_ladder_view_get_selection (EhloLadderView *self, guint *first, guint *last)
{
  if (self->rows == NULL || self->selected >= ladder_rows_length (self->rows) || self->anchor >= ladder_rows_length (self->rows))
    return FALSE;

  const LadderRow *a = ladder_rows_get (self->rows, MIN (self->selected, self->anchor));
  const LadderRow *b = ladder_rows_get (self->rows, MAX (self->selected, self->anchor));

  *first = a->step;
  *last = MAX (b->last, b->step);
  return TRUE;
}

gboolean
ehlo_ladder_view_get_place (EhloLadderView *self, GdkRectangle *row, double *middle)
{
  const LadderLayout *layout = ehlo_ladder_view_get_layout (self);
  double zoom = ehlo_style_get_zoom (), height = gtk_widget_get_height (GTK_WIDGET (self));

  for (guint i = 0; layout != NULL && i < layout->items->len; i++)
    {
      const LadderItem *item = &g_array_index (layout->items, LadderItem, i);

      if (item->kind == LADDER_ITEM_HEADER || item->state != LADDER_CURRENT || item->y * zoom < 0 || (item->y + item->height) * zoom > height)
        continue;
      *row = (GdkRectangle) { 0, (int) (item->y * zoom), gtk_widget_get_width (GTK_WIDGET (self)), (int) (item->height * zoom) };
      *middle = zoom * (item->kind == LADDER_ITEM_ARROW ? (item->x1 + item->x2) / 2 : item->text_x + item->text_width / 2);
      return TRUE;
    }
  return FALSE;
}
