/* ladder-picture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/ladder-picture.h"

#include "app/views/snapshot-ink.h"

#include <math.h>

#define MOST_ROWS 400   /* kept, seen or not */

struct _EhloLadderPicture
{
  GHashTable *rows;      /* row -> GskRenderNode, its top at 0 */
  GHashTable *parts;     /* what it is and where -> GskRenderNode, of the last frame */
  guint       painted;
};

/* What is to be painted, and into what. */
typedef struct
{
  EhloLadderPicture  *self;
  const LadderLayout *layout;
  const EhloTheme    *theme;
  double              zoom;
  GHashTable         *parts;     /* of this frame */
  GtkSnapshot        *snapshot;
} Frame;

typedef void (*Paint) (const LadderLayout *layout, gconstpointer part, cairo_t *cr, const EhloTheme *theme);

static void
free_node (gpointer data)
{
  if (data != NULL)
    gsk_render_node_unref (data);
}

static GHashTable *
make_parts (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_node);
}

EhloLadderPicture *
ehlo_ladder_picture_new (void)
{
  EhloLadderPicture *self = g_new0 (EhloLadderPicture, 1);

  self->rows = g_hash_table_new_full (NULL, NULL, NULL, free_node);
  self->parts = make_parts ();
  return self;
}

void
ehlo_ladder_picture_free (EhloLadderPicture *self)
{
  g_hash_table_unref (self->rows);
  g_hash_table_unref (self->parts);
  g_free (self);
}

void
ehlo_ladder_picture_clear (EhloLadderPicture *self)
{
  g_hash_table_remove_all (self->rows);
  g_hash_table_remove_all (self->parts);
}

static gboolean
is_from (gpointer key, gpointer value, gpointer row)
{
  return GPOINTER_TO_UINT (key) >= GPOINTER_TO_UINT (row);
}

void
ehlo_ladder_picture_drop_rows (EhloLadderPicture *self, guint row)
{
  g_hash_table_foreach_remove (self->rows, is_from, GUINT_TO_POINTER (row));
}

void
ehlo_ladder_picture_drop_row (EhloLadderPicture *self, guint row)
{
  g_hash_table_remove (self->rows, GUINT_TO_POINTER (row));
}

guint
ehlo_ladder_picture_count (EhloLadderPicture *self)
{
  guint n = self->painted;

  self->painted = 0;
  return n;
}

/* @dy: what its y is to be moved by. */
static GskRenderNode *
record (const Frame *frame, Paint paint, gconstpointer part, double dy)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_t *cr;

  if (frame->zoom != 1)
    gtk_snapshot_scale (snapshot, (float) frame->zoom, (float) frame->zoom);
  cr = ehlo_snapshot_ink_begin (snapshot);
  cairo_translate (cr, 0, dy);
  paint (frame->layout, part, cr, frame->theme);
  ehlo_snapshot_ink_end (cr);
  return gtk_snapshot_free_to_node (snapshot);
}

/* A part that stays as it is while @key does. Takes @key. */
static void
add_part (const Frame *frame, char *key, Paint paint, gconstpointer part)
{
  gpointer old_key = NULL, node = NULL;

  if (g_hash_table_steal_extended (frame->self->parts, key, &old_key, &node))
    g_free (old_key);
  else
    node = record (frame, paint, part, 0);
  if (node != NULL)
    gtk_snapshot_append_node (frame->snapshot, node);
  g_hash_table_replace (frame->parts, key, node);
}

static void
paint_ground (const LadderLayout *layout, gconstpointer part, cairo_t *cr, const EhloTheme *theme)
{
  ladder_paint_ground (layout, cr, theme);
}

static void
paint_lanes (const LadderLayout *layout, gconstpointer part, cairo_t *cr, const EhloTheme *theme)
{
  ladder_paint_lanes (layout, cr, theme);
}

static void
paint_band (const LadderLayout *layout, gconstpointer part, cairo_t *cr, const EhloTheme *theme)
{
  ladder_paint_band (layout, part, cr, theme);
}

static void
paint_strip (const LadderLayout *layout, gconstpointer part, cairo_t *cr, const EhloTheme *theme)
{
  ladder_paint_strip (part, cr, theme);
}

static void
paint_bracket (const LadderLayout *layout, gconstpointer part, cairo_t *cr, const EhloTheme *theme)
{
  ladder_paint_bracket (part, cr, theme);
}

static void
paint_item (const LadderLayout *layout, gconstpointer part, cairo_t *cr, const EhloTheme *theme)
{
  ladder_paint_item (layout, part, cr, theme);
}

static void
add_lanes (const Frame *frame)
{
  GString *key = g_string_new ("lanes");

  for (guint i = 0; i < frame->layout->n_lanes; i++)
    g_string_append_c (key, frame->layout->busy[i] ? '1' : '0');
  add_part (frame, g_string_free (key, FALSE), paint_lanes, NULL);
}

static void
add_behind_rows (const Frame *frame)
{
  const LadderLayout *layout = frame->layout;

  add_part (frame, g_strdup ("ground"), paint_ground, NULL);
  for (guint i = 0; i < layout->items->len; i++)
    {
      const LadderItem *item = &g_array_index (layout->items, LadderItem, i);

      if (item->state == LADDER_CURRENT)
        add_part (frame, g_strdup_printf ("band %d %.2f", item->kind, item->y), paint_band, item);
    }
  add_lanes (frame);
  for (guint i = 0; i < layout->strips->len; i++)
    {
      const LadderStrip *strip = &g_array_index (layout->strips, LadderStrip, i);

      add_part (frame, g_strdup_printf ("strip %u %d %d %.2f %.2f", strip->lane, strip->code, strip->state, strip->y1, strip->y2), paint_strip, strip);
    }
  for (guint i = 0; i < layout->brackets->len; i++)
    {
      const LadderBracket *bracket = &g_array_index (layout->brackets, LadderBracket, i);

      add_part (frame, g_strdup_printf ("bracket %d %d %.2f %.2f %.2f", bracket->phase, bracket->state, bracket->x, bracket->y1, bracket->y2),
                paint_bracket, bracket);
    }
}

static void
add_row (const Frame *frame, const LadderItem *item)
{
  EhloLadderPicture *self = frame->self;
  gpointer node;

  if (!g_hash_table_lookup_extended (self->rows, GUINT_TO_POINTER (item->row), NULL, &node))
    {
      node = record (frame, paint_item, item, -item->y);
      g_hash_table_insert (self->rows, GUINT_TO_POINTER (item->row), node);
      self->painted++;
    }
  if (node == NULL)
    return;
  gtk_snapshot_save (frame->snapshot);
  gtk_snapshot_translate (frame->snapshot, &GRAPHENE_POINT_INIT (0, (float) round (item->y * frame->zoom)));
  gtk_snapshot_append_node (frame->snapshot, node);
  gtk_snapshot_restore (frame->snapshot);
}

void
ehlo_ladder_picture_snapshot (EhloLadderPicture *self, const LadderLayout *layout, const EhloTheme *theme, double zoom, GtkSnapshot *snapshot)
{
  Frame frame = { self, layout, theme, zoom, make_parts (), snapshot };

  if (g_hash_table_size (self->rows) > MOST_ROWS)
    g_hash_table_remove_all (self->rows);
  add_behind_rows (&frame);
  for (guint i = 0; i < layout->items->len; i++)
    add_row (&frame, &g_array_index (layout->items, LadderItem, i));
  g_hash_table_unref (self->parts);
  self->parts = frame.parts;
}
