/* snapshot-ink.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/snapshot-ink.h"

#include "app/draw/ink.h"
#include "app/draw/shape.h"

#include <math.h>

static GdkRGBA
to_rgba (guint32 rgb)
{
  return (GdkRGBA) { ((rgb >> 16) & 0xff) / 255.0f, ((rgb >> 8) & 0xff) / 255.0f, (rgb & 0xff) / 255.0f, 1 };
}

static gboolean
is_straight (const cairo_matrix_t *matrix)
{
  return matrix->xx == 1 && matrix->yy == 1 && matrix->xy == 0 && matrix->yx == 0;
}

static void
add_rectangle (gpointer data, cairo_t *cr, guint32 rgb, double x, double y, double width, double height)
{
  GdkRGBA color = to_rgba (rgb);
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  cairo_matrix_transform_point (&matrix, &x, &y);
  gtk_snapshot_append_color (data, &color, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

/* A line without dashes across or down is a rectangle. */
static gboolean
add_line (GtkSnapshot *snapshot, cairo_t *cr, const cairo_path_t *path, const cairo_matrix_t *matrix, const GdkRGBA *color)
{
  double x1, y1, x2, y2, half = cairo_get_line_width (cr) / 2;

  if (path->num_data != 4 || path->data[0].header.type != CAIRO_PATH_MOVE_TO || path->data[2].header.type != CAIRO_PATH_LINE_TO
      || cairo_get_dash_count (cr) > 0 || cairo_get_line_cap (cr) != CAIRO_LINE_CAP_BUTT || !is_straight (matrix))
    return FALSE;
  x1 = MIN (path->data[1].point.x, path->data[3].point.x) + matrix->x0;
  x2 = MAX (path->data[1].point.x, path->data[3].point.x) + matrix->x0;
  y1 = MIN (path->data[1].point.y, path->data[3].point.y) + matrix->y0;
  y2 = MAX (path->data[1].point.y, path->data[3].point.y) + matrix->y0;
  if (y1 == y2)
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT ((float) x1, (float) (y1 - half), (float) (x2 - x1), (float) (2 * half)));
  else if (x1 == x2)
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT ((float) (x1 - half), (float) y1, (float) (2 * half), (float) (y2 - y1)));
  else
    return FALSE;
  return TRUE;
}

/* Around what the path paints, where the snapshot counts. */
static graphene_rect_t
bounds_of (cairo_t *cr, const cairo_matrix_t *matrix, gboolean stroke)
{
  double x1, y1, x2, y2, left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = -G_MAXDOUBLE, bottom = -G_MAXDOUBLE;

  if (stroke)
    cairo_stroke_extents (cr, &x1, &y1, &x2, &y2);
  else
    cairo_fill_extents (cr, &x1, &y1, &x2, &y2);
  for (guint corner = 0; corner < 4; corner++)
    {
      double x = corner & 1 ? x1 : x2, y = corner & 2 ? y1 : y2;

      cairo_matrix_transform_point (matrix, &x, &y);
      left = MIN (left, x);
      right = MAX (right, x);
      top = MIN (top, y);
      bottom = MAX (bottom, y);
    }
  left = floor (left) - 1;
  top = floor (top) - 1;
  return GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (ceil (right) + 1 - left), (float) (ceil (bottom) + 1 - top));
}

static void
copy_line (cairo_t *from, cairo_t *to)
{
  int n = cairo_get_dash_count (from);

  cairo_set_line_width (to, cairo_get_line_width (from));
  cairo_set_line_cap (to, cairo_get_line_cap (from));
  cairo_set_line_join (to, cairo_get_line_join (from));
  if (n > 0)
    {
      g_autofree double *dashes = g_new (double, n);
      double offset;

      cairo_get_dash (from, dashes, &offset);
      cairo_set_dash (to, dashes, n, offset);
    }
}

static void
add_path (gpointer data, cairo_t *cr, gboolean stroke)
{
  cairo_path_t *path = cairo_copy_path (cr);
  double red = 0, green = 0, blue = 0, alpha = 1;
  cairo_matrix_t matrix;
  GdkRGBA color;

  cairo_get_matrix (cr, &matrix);
  cairo_pattern_get_rgba (cairo_get_source (cr), &red, &green, &blue, &alpha);
  color = (GdkRGBA) { (float) red, (float) green, (float) blue, (float) alpha };
  if (path->num_data > 0 && !(stroke && add_line (data, cr, path, &matrix, &color)))
    {
      graphene_rect_t bounds = bounds_of (cr, &matrix, stroke);
      cairo_t *node = gtk_snapshot_append_cairo (data, &bounds);

      cairo_transform (node, &matrix);
      cairo_append_path (node, path);
      cairo_set_source_rgba (node, red, green, blue, alpha);
      copy_line (cr, node);
      if (stroke)
        cairo_stroke (node);
      else
        cairo_fill (node);
      cairo_destroy (node);
    }
  cairo_path_destroy (path);
}

static void
add_runs (GtkSnapshot *snapshot, const GdkRGBA *color, const EhloShape *shape, double x, double y)
{
  for (GSList *l = shape->runs; l != NULL; l = l->next)
    {
      const PangoGlyphItem *run = l->data;
      GskRenderNode *node = gsk_text_node_new (run->item->analysis.font, run->glyphs, color,
                                               &GRAPHENE_POINT_INIT ((float) x, (float) (y + shape->baseline)));

      if (node != NULL)
        {
          gtk_snapshot_append_node (snapshot, node);
          gsk_render_node_unref (node);
        }
      x += (double) pango_glyph_string_get_width (run->glyphs) / PANGO_SCALE;
    }
}

static void
add_shape (gpointer data, cairo_t *cr, guint32 rgb, const EhloShape *shape, double x, double y)
{
  GdkRGBA color = to_rgba (rgb);
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  if (is_straight (&matrix))
    {
      add_runs (data, &color, shape, x + matrix.x0, y + matrix.y0);
      return;
    }
  /* Turned, never stretched. */
  gtk_snapshot_save (data);
  gtk_snapshot_translate (data, &GRAPHENE_POINT_INIT ((float) matrix.x0, (float) matrix.y0));
  gtk_snapshot_rotate (data, (float) (atan2 (matrix.yx, matrix.xx) * 180 / G_PI));
  add_runs (data, &color, shape, x, y);
  gtk_snapshot_restore (data);
}

static cairo_t *
add_picture (gpointer data, cairo_t *cr, double x, double y, double width, double height)
{
  cairo_matrix_t matrix;
  cairo_t *picture;

  cairo_get_matrix (cr, &matrix);
  if (!is_straight (&matrix))
    return cairo_reference (cr);
  picture = gtk_snapshot_append_cairo (data, &GRAPHENE_RECT_INIT ((float) floor (x + matrix.x0), (float) floor (y + matrix.y0),
                                                                  (float) ceil (width) + 1, (float) ceil (height) + 1));
  cairo_transform (picture, &matrix);
  return picture;
}

cairo_t *
ehlo_snapshot_ink_begin (GtkSnapshot *snapshot)
{
  static const EhloInkSink sink = { add_path, add_rectangle, add_shape, add_picture };
  cairo_surface_t *nowhere = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (nowhere);

  cairo_surface_destroy (nowhere);
  ehlo_ink_set_sink (cr, &sink, snapshot);
  return cr;
}

void
ehlo_snapshot_ink_end (cairo_t *cr)
{
  cairo_destroy (cr);
}
