/* sheet-canvas.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/sheet-canvas.h"

#include "app/views/style.h"

#include <glib/gi18n-lib.h>

#define FLASH_MICROSECONDS 600000.0
#define MAX_CHILDREN       64   /* items that are seen at once; made before, for none can be while places are given */

struct _EhloSheetCanvas
{
  GtkWidget            parent;
  GtkAdjustment       *hadjustment;
  GtkAdjustment       *vadjustment;
  GtkScrollablePolicy  hpolicy;
  GtkScrollablePolicy  vpolicy;
  EhloMakeSheet        make;
  EhloActivateSheet    activate;
  gpointer             owner;
  EhloSheet           *sheet;      /* NULL: to be made */
  double               made_width;
  int                  chosen;     /* item with the keyboard's mark; -1: none */
  gboolean             may_flash;
  gboolean             follow;
  gboolean             allocating;
  guint                tick;       /* 0: nothing flashes */
  gint64               began;
  double               flash;      /* as ehlo_sheet_paint() wants it */
};

enum { PROP_0, PROP_HADJUSTMENT, PROP_VADJUSTMENT, PROP_HPOLICY, PROP_VPOLICY };

G_DEFINE_FINAL_TYPE_WITH_CODE (EhloSheetCanvas, ehlo_sheet_canvas, GTK_TYPE_WIDGET, G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* ---- an item for assistive technology: it draws nothing ------------------- */

#define EHLO_TYPE_SHEET_ROW (ehlo_sheet_row_get_type ())
G_DECLARE_FINAL_TYPE (EhloSheetRow, ehlo_sheet_row, EHLO, SHEET_ROW, GtkWidget)

struct _EhloSheetRow
{
  GtkWidget parent;
};

G_DEFINE_FINAL_TYPE (EhloSheetRow, ehlo_sheet_row, GTK_TYPE_WIDGET)

static void
ehlo_sheet_row_class_init (EhloSheetRowClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "sheetrow");
}

static void
ehlo_sheet_row_init (EhloSheetRow *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/* ---- the sheet ------------------------------------------------------------ */

static double
top_of (EhloSheetCanvas *self)
{
  return self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;
}

static const EhloItem *
item_at (EhloSheetCanvas *self, guint i)
{
  return &g_array_index (self->sheet->items, EhloItem, i);
}

static void
describe (EhloSheetCanvas *self)
{
  const char *sentence = self->sheet != NULL && self->chosen >= 0 ? item_at (self, self->chosen)->sentence : "";

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

static void
stop_flash (EhloSheetCanvas *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  self->flash = -1;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  EhloSheetCanvas *self = EHLO_SHEET_CANVAS (widget);
  double t = (gdk_frame_clock_get_frame_time (clock) - self->began) / FLASH_MICROSECONDS;

  self->flash = t < 1 ? 1 - t : -1;
  gtk_widget_queue_draw (widget);
  if (t < 1)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_flash (EhloSheetCanvas *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  stop_flash (self);
  if (ehlo_style_is_still () || clock == NULL || !self->sheet->fresh)
    return;
  self->flash = 1;
  self->began = gdk_frame_clock_get_frame_time (clock);
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
scroll_to (EhloSheetCanvas *self, const EhloItem *item)
{
  double zoom = ehlo_style_get_zoom (), page, top = item->y * zoom - 8, bottom = (item->y + item->height) * zoom + 8;

  if (self->vadjustment == NULL)
    return;
  page = gtk_adjustment_get_page_size (self->vadjustment);
  if (bottom - top > page || top < top_of (self))
    gtk_adjustment_set_value (self->vadjustment, top);
  else if (bottom > top_of (self) + page)
    gtk_adjustment_set_value (self->vadjustment, bottom - page);
}

static void
scroll_to_current (EhloSheetCanvas *self)
{
  /* The last one is the most precise. */
  for (guint i = self->sheet->items->len; i-- > 0;)
    if (item_at (self, i)->current)
      {
        scroll_to (self, item_at (self, i));
        return;
      }
}

static void
make_sheet (EhloSheetCanvas *self, int width, int height)
{
  double zoom = ehlo_style_get_zoom ();

  g_clear_pointer (&self->sheet, ehlo_sheet_free);
  self->sheet = self->make (self->owner, width / zoom, height / zoom, gtk_widget_get_pango_context (GTK_WIDGET (self)));
  self->made_width = width;
  if (self->chosen >= (int) self->sheet->items->len)
    self->chosen = -1;
  describe (self);
  if (self->may_flash)
    start_flash (self);
  else
    stop_flash (self);
  self->may_flash = FALSE;
}

static void
show_child (EhloSheetCanvas *self, GtkWidget *row, guint i, double y)
{
  const EhloItem *item = item_at (self, i);
  double zoom = ehlo_style_get_zoom ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, item->sentence, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_SELECTED, item->current, GTK_ACCESSIBLE_STATE_HIDDEN, FALSE, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_POS_IN_SET, (int) i + 1,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, (int) self->sheet->items->len, -1);
  gtk_widget_allocate (row, MAX ((int) (item->width * zoom), 1), MAX ((int) (item->height * zoom), 1), -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) (item->x * zoom), (float) y)));
}

static void
place_children (EhloSheetCanvas *self, int height)
{
  double zoom = ehlo_style_get_zoom (), top = top_of (self);
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self));

  for (guint i = 0; row != NULL && i < self->sheet->items->len; i++)
    {
      double y = item_at (self, i)->y * zoom - top;

      if (y + item_at (self, i)->height * zoom < 0 || y > height)
        continue;
      show_child (self, row, i, y);
      row = gtk_widget_get_next_sibling (row);
    }
  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      /* Not made invisible: that would ask for a new layout in the middle of this one. */
      gtk_widget_allocate (row, 1, 1, -1, gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (0, -9)));
      gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
    }
}

/* ---- the widget ----------------------------------------------------------- */

static void
ehlo_sheet_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EhloSheetCanvas *self = EHLO_SHEET_CANVAS (widget);
  double zoom = ehlo_style_get_zoom ();

  self->allocating = TRUE;
  if (self->sheet == NULL || self->made_width != width)
    make_sheet (self, width, height);
  if (self->vadjustment != NULL)
    {
      double value = top_of (self), all = MAX (self->sheet->height * zoom, height);

      gtk_adjustment_configure (self->vadjustment, MIN (value, all - height), 0, all, height * 0.1, height * 0.9, height);
    }
  if (self->hadjustment != NULL)
    {
      double value = gtk_adjustment_get_value (self->hadjustment), all = MAX (self->sheet->width * zoom, width);

      gtk_adjustment_configure (self->hadjustment, MIN (value, all - width), 0, all, width * 0.1, width * 0.9, width);
    }
  if (self->follow)
    scroll_to_current (self);
  self->follow = FALSE;
  place_children (self, height);
  self->allocating = FALSE;
}

static void
paint_choice (EhloSheetCanvas *self, cairo_t *cr, const EhloTheme *theme)
{
  const EhloItem *item;

  if (self->chosen < 0 || !gtk_widget_has_visible_focus (GTK_WIDGET (self)))
    return;
  item = item_at (self, self->chosen);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_ACCENT, 1);
  cairo_set_line_width (cr, 2);
  ehlo_path_rounded (cr, item->x - 2, item->y - 2, item->width + 4, item->height + 4, 6);
  cairo_stroke (cr);
}

static void
ehlo_sheet_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EhloSheetCanvas *self = EHLO_SHEET_CANVAS (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double zoom = ehlo_style_get_zoom (), top = top_of (self), left = self->hadjustment != NULL ? gtk_adjustment_get_value (self->hadjustment) : 0;
  EhloTheme theme = ehlo_style_theme (widget);
  cairo_t *cr;

  if (self->sheet == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  ehlo_theme_set_source (&theme, cr, EHLO_COLOR_WINDOW, 1);
  cairo_paint (cr);
  cairo_translate (cr, -(int) left, -(int) top);
  cairo_scale (cr, zoom, zoom);
  ehlo_sheet_paint (self->sheet, cr, &theme, top / zoom, (top + height) / zoom, self->flash);
  paint_choice (self, cr, &theme);
  cairo_destroy (cr);
  if (self->chosen < 0)
    ehlo_style_focus (widget, snapshot);
}

static void
ehlo_sheet_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = 60;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 420 : 200;
}

static void
ehlo_sheet_canvas_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ehlo_sheet_canvas_parent_class)->css_changed (widget, change);
  ehlo_sheet_canvas_renew (EHLO_SHEET_CANVAS (widget), FALSE);
}

static void
ehlo_sheet_canvas_unmap (GtkWidget *widget)
{
  stop_flash (EHLO_SHEET_CANVAS (widget));
  GTK_WIDGET_CLASS (ehlo_sheet_canvas_parent_class)->unmap (widget);
}

static void
ehlo_sheet_canvas_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ehlo_sheet_canvas_parent_class)->map (widget);
  if (EHLO_SHEET_CANVAS (widget)->sheet == NULL)
    gtk_widget_queue_resize (widget);
}

static void
on_scrolled (EhloSheetCanvas *self)
{
  /* What is scrolled while places are given gets its place all the same. */
  if (!self->allocating)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (EhloSheetCanvas *self, GtkAdjustment **place, GtkAdjustment *adjustment)
{
  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, on_scrolled, self);
  g_set_object (place, adjustment);
  if (adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_scrolled), self);
}

static void
ehlo_sheet_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  EhloSheetCanvas *self = EHLO_SHEET_CANVAS (object);

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
ehlo_sheet_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  EhloSheetCanvas *self = EHLO_SHEET_CANVAS (object);

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
ehlo_sheet_canvas_dispose (GObject *object)
{
  EhloSheetCanvas *self = EHLO_SHEET_CANVAS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  G_OBJECT_CLASS (ehlo_sheet_canvas_parent_class)->dispose (object);
}

static void
ehlo_sheet_canvas_finalize (GObject *object)
{
  EhloSheetCanvas *self = EHLO_SHEET_CANVAS (object);

  g_clear_pointer (&self->sheet, ehlo_sheet_free);
  G_OBJECT_CLASS (ehlo_sheet_canvas_parent_class)->finalize (object);
}

/* ---- hands ---------------------------------------------------------------- */

static void
choose (EhloSheetCanvas *self, int item)
{
  self->chosen = item;
  describe (self);
  if (item >= 0)
    scroll_to (self, item_at (self, item));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_arrow (GtkWidget *widget, GVariant *args, gpointer data)
{
  EhloSheetCanvas *self = EHLO_SHEET_CANVAS (widget);
  int n = self->sheet != NULL ? (int) self->sheet->items->len : 0;
  int to = self->chosen + g_variant_get_int32 (args);

  if (n > 0)
    choose (self, CLAMP (to, 0, n - 1));
  return TRUE;
}

static gboolean
on_return (GtkWidget *widget, GVariant *args, gpointer data)
{
  EhloSheetCanvas *self = EHLO_SHEET_CANVAS (widget);

  if (self->sheet == NULL || self->chosen < 0 || item_at (self, self->chosen)->id == 0 || self->activate == NULL)
    return FALSE;
  self->activate (self->owner, item_at (self, self->chosen)->id);
  return TRUE;
}

/* The item with the keyboard's mark as text, or all of them. */
static gboolean
on_copy (GtkWidget *widget, GVariant *args, gpointer data)
{
  EhloSheetCanvas *self = EHLO_SHEET_CANVAS (widget);
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->sheet == NULL)
    return FALSE;
  for (guint i = 0; i < self->sheet->items->len; i++)
    if (self->chosen < 0 || self->chosen == (int) i)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", item_at (self, i)->sentence);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
  return TRUE;
}

static void
on_pressed (GtkGestureClick *gesture, int n, double x, double y, EhloSheetCanvas *self)
{
  double zoom = ehlo_style_get_zoom (), left = self->hadjustment != NULL ? gtk_adjustment_get_value (self->hadjustment) : 0;
  int item = self->sheet != NULL ? ehlo_sheet_pick (self->sheet, (x + left) / zoom, (y + top_of (self)) / zoom) : -1;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (item < 0)
    return;
  choose (self, item);
  if (item_at (self, item)->id != 0 && self->activate != NULL)
    self->activate (self->owner, item_at (self, item)->id);
}

static void
add_bindings (GtkWidgetClass *klass)
{
  static const struct { guint key; GdkModifierType modifiers; const char *action; } keys[] = {
    { GDK_KEY_Home, 0, "win.first" },        { GDK_KEY_End, 0, "win.last" },
    { GDK_KEY_Page_Down, 0, "win.forward" }, { GDK_KEY_Page_Up, 0, "win.back" },
    { GDK_KEY_Right, 0, "win.forward" },     { GDK_KEY_Left, 0, "win.back" },
    { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.forward-ten" }, { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.back-ten" },
  };

  /* A scrolled window would take these for itself. */
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (klass, keys[i].key, keys[i].modifiers, keys[i].action, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Down, 0, on_arrow, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Up, 0, on_arrow, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_c, GDK_CONTROL_MASK, on_copy, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Return, 0, on_return, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Enter, 0, on_return, NULL);
}

static void
ehlo_sheet_canvas_class_init (EhloSheetCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ehlo_sheet_canvas_get_property;
  object_class->set_property = ehlo_sheet_canvas_set_property;
  object_class->dispose = ehlo_sheet_canvas_dispose;
  object_class->finalize = ehlo_sheet_canvas_finalize;
  widget_class->size_allocate = ehlo_sheet_canvas_size_allocate;
  widget_class->snapshot = ehlo_sheet_canvas_snapshot;
  widget_class->measure = ehlo_sheet_canvas_measure;
  widget_class->css_changed = ehlo_sheet_canvas_css_changed;
  widget_class->map = ehlo_sheet_canvas_map;
  widget_class->unmap = ehlo_sheet_canvas_unmap;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HPOLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VPOLICY, "vscroll-policy");
  add_bindings (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_set_css_name (widget_class, "sheet");
}

static void
ehlo_sheet_canvas_init (EhloSheetCanvas *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->chosen = -1;
  self->flash = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  for (guint i = 0; i < MAX_CHILDREN; i++)
    gtk_widget_set_parent (g_object_new (EHLO_TYPE_SHEET_ROW, NULL), GTK_WIDGET (self));
}

GtkWidget *
ehlo_sheet_canvas_new (EhloMakeSheet make, EhloActivateSheet activate, gpointer owner)
{
  EhloSheetCanvas *self = g_object_new (EHLO_TYPE_SHEET_CANVAS, NULL);

  self->make = make;
  self->activate = activate;
  self->owner = owner;
  return GTK_WIDGET (self);
}

void
ehlo_sheet_canvas_renew (EhloSheetCanvas *self, gboolean flash)
{
  g_clear_pointer (&self->sheet, ehlo_sheet_free);
  self->may_flash = flash;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  /* Not only its own place: its scroll bar may come or go with the height of the sheet. */
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ehlo_sheet_canvas_follow (EhloSheetCanvas *self)
{
  self->follow = TRUE;
}

gboolean
ehlo_sheet_canvas_is_scrolled (EhloSheetCanvas *self)
{
  return top_of (self) > 0;
}

const EhloSheet *
ehlo_sheet_canvas_get (EhloSheetCanvas *self)
{
  return self->sheet;
}

gboolean
ehlo_sheet_canvas_is_flashing (EhloSheetCanvas *self)
{
  return self->tick != 0;
}
