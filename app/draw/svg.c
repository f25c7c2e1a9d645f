/* svg.c - numbers with two decimals, in every locale; attributes only where they differ from SVG's defaults
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/svg.h"

#include "app/draw/shape.h"

#include <math.h>
#include <string.h>

typedef struct
{
  char *data;
  gsize len;
  gsize size;
} Buffer;

struct _EhloSvg
{
  cairo_t      *cr;          /* keeps matrix, colour, dashes and path; nothing is painted on its surface */
  PangoContext *fonts;
  char         *title;
  char         *language;
  double        width, height;
  Buffer        body;
  Buffer        definitions;
  Buffer       *out;         /* one of the two */
  GHashTable   *keys;        /* guint64 to its number, from 1 */
  guint         n_keys;
  double        baseline[EHLO_N_FONTS];   /* below the middle of a line */
  char         *families[EHLO_N_FONTS];   /* what "sans" or "monospace" was here; NULL: not used */
};

static cairo_user_data_key_t svg_key;

static char *
reserve (Buffer *buffer, gsize len)
{
  if (buffer->len + len > buffer->size)
    {
      buffer->size = MAX (buffer->size * 2, buffer->len + len + 4096);
      buffer->data = g_realloc (buffer->data, buffer->size);
    }
  return buffer->data + buffer->len;
}

static void
put_bytes (Buffer *buffer, const char *bytes, gsize len)
{
  if (len == 0)
    return;
  memcpy (reserve (buffer, len), bytes, len);
  buffer->len += len;
}

static void
put (Buffer *buffer, const char *text)
{
  put_bytes (buffer, text, strlen (text));
}

static void
put_unsigned (Buffer *buffer, guint64 number)
{
  char digits[24], *at = digits + sizeof digits;

  do
    *--at = '0' + number % 10;
  while ((number /= 10) > 0);
  put_bytes (buffer, at, digits + sizeof digits - at);
}

/* To hundredths, without zeros at the end. */
static void
put_number (Buffer *buffer, double value)
{
  gint64 hundredths = (gint64) floor (value * 100 + 0.5);

  if (hundredths < 0)
    {
      put_bytes (buffer, "-", 1);
      hundredths = -hundredths;
    }
  put_unsigned (buffer, hundredths / 100);
  if (hundredths % 100 != 0)
    {
      char part[3] = { '.', '0' + hundredths / 10 % 10, '0' + hundredths % 10 };

      put_bytes (buffer, part, part[2] == '0' ? 2 : 3);
    }
}

static void
put_attribute (Buffer *buffer, const char *name, double value)
{
  put (buffer, name);
  put_number (buffer, value);
  put_bytes (buffer, "\"", 1);
}

static void
put_color (Buffer *buffer, const char *name, guint32 rgb)
{
  static const char digits[] = "0123456789abcdef";
  char text[8] = "#";

  for (int i = 0; i < 6; i++)
    text[i + 1] = digits[rgb >> (20 - 4 * i) & 15];
  text[7] = '"';
  put (buffer, name);
  put_bytes (buffer, text, 8);
}

/* What XML may not hold at all becomes U+FFFD. */
static void
put_escaped (Buffer *buffer, const char *text)
{
  const char *plain = text, *at = text;

  for (; *at != '\0'; at++)
    {
      const guchar c = (guchar) *at;
      const char *escape = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;"
        : (c < 0x20 && c != '\t') || c == 0x7f ? "\357\277\275" : NULL;
      gsize skip = 1;

      if (c == 0xef && (guchar) at[1] == 0xbf && (guchar) at[2] >= 0xbe)
        {
          escape = "\357\277\275";
          skip = 3;
        }
      if (escape == NULL)
        continue;
      put_bytes (buffer, plain, at - plain);
      put (buffer, escape);
      plain = at + skip;
      at = plain - 1;
    }
  put_bytes (buffer, plain, at - plain);
}

EhloSvg *
ehlo_svg_new (double width, double height, const char *title, const char *language, PangoContext *fonts)
{
  EhloSvg *self = g_new0 (EhloSvg, 1);
  cairo_surface_t *nothing = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);

  self->cr = cairo_create (nothing);
  cairo_surface_destroy (nothing);
  cairo_set_user_data (self->cr, &svg_key, self, NULL);
  self->fonts = g_object_ref (fonts);
  self->title = g_utf8_make_valid (title, -1);
  self->language = g_strdup (language);
  self->width = width;
  self->height = height;
  self->out = &self->body;
  self->keys = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

cairo_t *
ehlo_svg_get_cairo (EhloSvg *self)
{
  return self->cr;
}

EhloSvg *
ehlo_svg_of (cairo_t *cr)
{
  return cairo_get_user_data (cr, &svg_key);
}

static double
scale_of (const cairo_matrix_t *matrix)
{
  return sqrt (fabs (matrix->xx * matrix->yy - matrix->xy * matrix->yx));
}

static void
put_points (Buffer *buffer, const cairo_matrix_t *matrix, const cairo_path_data_t *points, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      double x = points[i].point.x, y = points[i].point.y;

      cairo_matrix_transform_point (matrix, &x, &y);
      if (i > 0)
        put_bytes (buffer, " ", 1);
      put_number (buffer, x);
      put_bytes (buffer, " ", 1);
      put_number (buffer, y);
    }
}

static void
put_path (Buffer *buffer, const cairo_path_t *path, const cairo_matrix_t *matrix)
{
  static const char * const letters[] = { "M", "L", "C", "Z" };

  for (int i = 0; i < path->num_data; i += path->data[i].header.length)
    {
      const cairo_path_data_t *part = &path->data[i];

      /* After a close Cairo names the place at which it stands; at the end that says nothing. */
      if (part->header.type == CAIRO_PATH_MOVE_TO && i + part->header.length >= path->num_data)
        break;
      put_bytes (buffer, letters[part->header.type], 1);
      put_points (buffer, matrix, part + 1, part->header.length - 1);
    }
}

static void
put_line (Buffer *buffer, cairo_t *cr, const cairo_matrix_t *matrix)
{
  double dashes[8], offset, scale = scale_of (matrix);
  int n = cairo_get_dash_count (cr);

  put_attribute (buffer, " fill=\"none\" stroke-width=\"", cairo_get_line_width (cr) * scale);
  if (cairo_get_line_cap (cr) == CAIRO_LINE_CAP_ROUND)
    put (buffer, " stroke-linecap=\"round\"");
  if (cairo_get_line_join (cr) == CAIRO_LINE_JOIN_ROUND)
    put (buffer, " stroke-linejoin=\"round\"");
  if (n == 0 || n > (int) G_N_ELEMENTS (dashes))
    return;
  cairo_get_dash (cr, dashes, &offset);
  put (buffer, " stroke-dasharray=\"");
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        put_bytes (buffer, " ", 1);
      put_number (buffer, dashes[i] * scale);
    }
  put_bytes (buffer, "\"", 1);
}

void
ehlo_svg_path (EhloSvg *self, gboolean stroke)
{
  cairo_path_t *path = cairo_copy_path (self->cr);
  double red = 0, green = 0, blue = 0, alpha = 1;
  cairo_matrix_t matrix;

  if (path->num_data > 0)
    {
      cairo_get_matrix (self->cr, &matrix);
      cairo_pattern_get_rgba (cairo_get_source (self->cr), &red, &green, &blue, &alpha);
      put (self->out, "<path d=\"");
      put_path (self->out, path, &matrix);
      put_bytes (self->out, "\"", 1);
      if (stroke)
        put_line (self->out, self->cr, &matrix);
      put_color (self->out, stroke ? " stroke=\"" : " fill=\"",
                 (guint32) (red * 255 + 0.5) << 16 | (guint32) (green * 255 + 0.5) << 8 | (guint32) (blue * 255 + 0.5));
      if (alpha < 1)
        put_attribute (self->out, stroke ? " stroke-opacity=\"" : " fill-opacity=\"", alpha);
      put (self->out, "/>\n");
    }
  cairo_path_destroy (path);
}

void
ehlo_svg_rectangle (EhloSvg *self, guint32 rgb, double x, double y, double width, double height)
{
  cairo_matrix_t matrix;

  cairo_get_matrix (self->cr, &matrix);
  cairo_matrix_transform_point (&matrix, &x, &y);
  cairo_matrix_transform_distance (&matrix, &width, &height);
  put_attribute (self->out, "<rect x=\"", x);
  put_attribute (self->out, " y=\"", y);
  put_attribute (self->out, " width=\"", width);
  put_attribute (self->out, " height=\"", height);
  put_color (self->out, " fill=\"", rgb);
  put (self->out, "/>\n");
}

/* Letters of another script may stand in another font with other lines; one for all keeps them on one line. */
static double
baseline_of (EhloSvg *self, EhloFont font)
{
  if (self->families[font] == NULL)
    {
      const EhloShape *shape = ehlo_shape_get (self->fonts, font, "0");
      const PangoGlyphItem *run = shape->runs != NULL ? shape->runs->data : NULL;
      PangoFontDescription *description = run != NULL ? pango_font_describe (run->item->analysis.font) : pango_font_description_new ();

      self->baseline[font] = shape->baseline - shape->pixel_height / 2.0;
      self->families[font] = g_strdup (pango_font_description_get_family (description));
      if (self->families[font] == NULL || strpbrk (self->families[font], "\\'\"\n") != NULL)
        {
          g_free (self->families[font]);
          self->families[font] = g_strdup (ehlo_fonts[font].mono ? "DejaVu Sans Mono" : "Noto Sans");
        }
      pango_font_description_free (description);
    }
  return self->baseline[font];
}

static gboolean
is_number (const char *text)
{
  return text[strspn (text, "0123456789")] == '\0';
}

void
ehlo_svg_text (EhloSvg *self, guint32 rgb, EhloFont font, double x, double middle, EhloAlign align, const char *text)
{
  double y = floor (middle + baseline_of (self, font) + 0.5), scale;
  cairo_matrix_t matrix;

  if (text[0] == '\0')
    return;
  cairo_get_matrix (self->cr, &matrix);
  scale = scale_of (&matrix);
  put (self->out, "<text class=\"f");
  put_unsigned (self->out, font);
  put_bytes (self->out, "\"", 1);
  if (fabs (scale - 1) > 0.001)
    {
      put (self->out, " transform=\"matrix(");
      put_number (self->out, scale);
      put (self->out, " 0 0 ");
      put_number (self->out, scale);
      put_bytes (self->out, " ", 1);
      put_number (self->out, matrix.x0);
      put_bytes (self->out, " ", 1);
      put_number (self->out, matrix.y0);
      put (self->out, ")\"");
    }
  else
    cairo_matrix_transform_point (&matrix, &x, &y);
  put_attribute (self->out, " x=\"", x);
  put_attribute (self->out, " y=\"", y);
  put_color (self->out, " fill=\"", rgb);
  if (align != EHLO_ALIGN_LEFT)
    put (self->out, align == EHLO_ALIGN_CENTER ? " text-anchor=\"middle\"" : " text-anchor=\"end\"");
  /* Where another font is taken for this one, what stands beside the text is still beside it. Digits are alike. */
  if (!is_number (text))
    put_attribute (self->out, " textLength=\"", ehlo_measure_pango (self->fonts, font, text));
  put_bytes (self->out, ">", 1);
  put_escaped (self->out, text);
  put (self->out, "</text>\n");
}

static guint
number_of (EhloSvg *self, guint64 key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->keys, &key));
}

gboolean
ehlo_svg_define (EhloSvg *self, guint64 key)
{
  if (number_of (self, key) != 0)
    return FALSE;
  g_assert (self->out == &self->body);
  self->n_keys++;
  g_hash_table_insert (self->keys, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (self->n_keys));
  self->out = &self->definitions;
  put (self->out, "<g id=\"e");
  put_unsigned (self->out, self->n_keys);
  put (self->out, "\">\n");
  cairo_save (self->cr);
  cairo_identity_matrix (self->cr);
  return TRUE;
}

void
ehlo_svg_defined (EhloSvg *self)
{
  put (self->out, "</g>\n");
  self->out = &self->body;
  cairo_restore (self->cr);
}

void
ehlo_svg_use (EhloSvg *self, guint64 key, double x, double y)
{
  cairo_matrix_t matrix;

  cairo_get_matrix (self->cr, &matrix);
  cairo_matrix_transform_point (&matrix, &x, &y);
  put (self->out, "<use xlink:href=\"#e");
  put_unsigned (self->out, number_of (self, key));
  put_bytes (self->out, "\"", 1);
  put_attribute (self->out, " x=\"", x);
  put_attribute (self->out, " y=\"", y);
  put (self->out, "/>\n");
}

static void
put_fonts (const EhloSvg *self, Buffer *out)
{
  put (out, "<style>\ntext { white-space: pre; font-variant-numeric: tabular-nums; }\n");
  for (guint font = 0; font < EHLO_N_FONTS; font++)
    {
      if (self->families[font] == NULL)
        continue;
      put (out, ".f");
      put_unsigned (out, font);
      put (out, " { font: ");
      put (out, ehlo_fonts[font].bold ? "bold " : "");
      put_number (out, ehlo_fonts[font].size);
      put (out, "px '");
      put_escaped (out, self->families[font]);
      put (out, ehlo_fonts[font].mono ? "', monospace; }\n" : "', sans-serif; }\n");
    }
  put (out, "</style>\n");
}

GBytes *
ehlo_svg_finish (EhloSvg *self)
{
  Buffer out = { NULL, 0, 0 };

  reserve (&out, self->definitions.len + self->body.len + 4096);
  put (&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
       "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\"");
  put_attribute (&out, " width=\"", self->width);
  put_attribute (&out, " height=\"", self->height);
  put_attribute (&out, " viewBox=\"0 0 ", self->width);
  out.len--;
  put_attribute (&out, " ", self->height);
  if (self->language != NULL)
    {
      put (&out, " xml:lang=\"");
      put_escaped (&out, self->language);
      put_bytes (&out, "\"", 1);
    }
  put (&out, " xml:space=\"preserve\" stroke-miterlimit=\"10\" role=\"img\">\n<title>");
  put_escaped (&out, self->title);
  put (&out, "</title>\n");
  put_fonts (self, &out);
  if (self->definitions.len > 0)
    {
      put (&out, "<defs>\n");
      put_bytes (&out, self->definitions.data, self->definitions.len);
      put (&out, "</defs>\n");
    }
  put_bytes (&out, self->body.data, self->body.len);
  put (&out, "</svg>\n");
  return g_bytes_new_take (out.data, out.len);
}

void
ehlo_svg_free (EhloSvg *self)
{
  cairo_destroy (self->cr);
  g_object_unref (self->fonts);
  g_hash_table_unref (self->keys);
  for (guint font = 0; font < EHLO_N_FONTS; font++)
    g_free (self->families[font]);
  g_free (self->body.data);
  g_free (self->definitions.data);
  g_free (self->title);
  g_free (self->language);
  g_free (self);
}
