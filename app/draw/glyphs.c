/* glyphs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/glyphs.h"

#include "sim/trace/roles.h"

#include "app/draw/svg.h"

#include <math.h>

void
ehlo_path_rounded (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

void
ehlo_path_line (cairo_t *cr, double x1, double y1, double x2, double y2, double width)
{
  cairo_set_line_width (cr, width);
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  ehlo_ink_stroke (cr);
}

static void
dot (cairo_t *cr, double x, double y, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  ehlo_ink_fill (cr);
}

static void
box (cairo_t *cr, const EhloTheme *theme, double x, double y, double width, double height, double radius,
     EhloColor fill, EhloColor stroke, double line)
{
  ehlo_path_rounded (cr, x, y, width, height, radius);
  ehlo_theme_set_source (theme, cr, fill, 1);
  ehlo_ink_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, stroke, 1);
  cairo_set_line_width (cr, line);
  ehlo_ink_stroke (cr);
}

static void
class_outline (cairo_t *cr, ExplainClass klass, double x, double y, double r)
{
  switch (klass)
    {
    case EXPLAIN_CLASS_OK:
      cairo_arc (cr, x, y, r, 0, 2 * G_PI);
      break;
    case EXPLAIN_CLASS_MORE:
      cairo_move_to (cr, x, y - r * 1.12);
      cairo_line_to (cr, x + r * 1.12, y);
      cairo_line_to (cr, x, y + r * 1.12);
      cairo_line_to (cr, x - r * 1.12, y);
      cairo_close_path (cr);
      break;
    case EXPLAIN_CLASS_LATER:
      cairo_move_to (cr, x, y - r * 1.08);
      cairo_line_to (cr, x + r * 1.15, y + r * 0.88);
      cairo_line_to (cr, x - r * 1.15, y + r * 0.88);
      cairo_close_path (cr);
      break;
    default:
      for (guint i = 0; i < 8; i++)
        cairo_line_to (cr, x + r * 1.06 * cos (G_PI / 8 + i * G_PI / 4), y + r * 1.06 * sin (G_PI / 8 + i * G_PI / 4));
      cairo_close_path (cr);
      break;
    }
}

static void
class_inside (cairo_t *cr, ExplainClass klass, double x, double y, double r)
{
  switch (klass)
    {
    case EXPLAIN_CLASS_OK:
      cairo_move_to (cr, x - r * 0.42, y + r * 0.04);
      cairo_line_to (cr, x - r * 0.1, y + r * 0.38);
      cairo_line_to (cr, x + r * 0.46, y - r * 0.34);
      ehlo_ink_stroke (cr);
      break;
    case EXPLAIN_CLASS_MORE:
      for (int i = -1; i <= 1; i++)
        dot (cr, x + i * r * 0.42, y, r * 0.15);
      break;
    case EXPLAIN_CLASS_LATER:
      cairo_move_to (cr, x, y - r * 0.38);
      cairo_line_to (cr, x, y + r * 0.2);
      ehlo_ink_stroke (cr);
      dot (cr, x, y + r * 0.58, r * 0.13);
      break;
    default:
      cairo_move_to (cr, x - r * 0.38, y - r * 0.38);
      cairo_line_to (cr, x + r * 0.38, y + r * 0.38);
      cairo_move_to (cr, x + r * 0.38, y - r * 0.38);
      cairo_line_to (cr, x - r * 0.38, y + r * 0.38);
      ehlo_ink_stroke (cr);
      break;
    }
}

static void
paint_class (cairo_t *cr, const EhloTheme *theme, ExplainClass klass, double x, double y, double radius, gboolean ghost)
{
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  ehlo_theme_set_source (theme, cr, ghost ? EHLO_COLOR_GHOST_LINE : ehlo_theme_class (klass), 1);
  class_outline (cr, klass, x, y, radius);
  ehlo_ink_fill_preserve (cr);
  cairo_set_line_width (cr, radius * 0.2);
  ehlo_ink_stroke (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_BASE, 1);
  cairo_set_line_width (cr, radius * 0.24 > 1.5 ? radius * 0.24 : 1.5);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  class_inside (cr, klass, x, y, radius);
  cairo_restore (cr);
}

/* What @a to @d tell apart, each below 65536. */
static guint64
key_of (guint a, guint b, guint c, guint d)
{
  return (guint64) a << 48 | (guint64) b << 32 | c << 16 | d;
}

void
ehlo_glyph_class (cairo_t *cr, const EhloTheme *theme, ExplainClass klass, double x, double y, double radius, gboolean ghost)
{
  EhloSvg *svg = ehlo_svg_of (cr);
  guint64 key = key_of (1, (guint) (radius * 100), klass, ghost);

  if (klass == EXPLAIN_CLASS_NONE || klass == EXPLAIN_CLASS_CLIENT)
    return;
  if (svg == NULL)
    {
      cairo_t *picture = ehlo_ink_picture (cr, x - 1.4 * radius, y - 1.4 * radius, 2.8 * radius, 2.8 * radius);

      paint_class (picture, theme, klass, x, y, radius, ghost);
      cairo_destroy (picture);
      return;
    }
  if (ehlo_svg_define (svg, key))
    {
      paint_class (cr, theme, klass, 0, 0, radius, ghost);
      ehlo_svg_defined (svg);
    }
  ehlo_svg_use (svg, key, x, y);
}

static void
one_envelope (cairo_t *cr, const EhloTheme *theme, double x, double y, double w)
{
  double h = w * 0.66;

  box (cr, theme, x - w / 2, y - h / 2, w, h, 2.5, EHLO_COLOR_PAPER, EHLO_COLOR_PAPER_LINE, 1.6);
  cairo_move_to (cr, x - w / 2 + 1, y - h / 2 + 2);
  cairo_line_to (cr, x, y + h * 0.12);
  cairo_line_to (cr, x + w / 2 - 1, y - h / 2 + 2);
  ehlo_ink_stroke (cr);
}

void
ehlo_glyph_envelope (cairo_t *context, const EhloTheme *theme, double x, double y, double width, guint count, ExplainClass badge)
{
  double height = width * 0.66;
  cairo_t *cr = ehlo_ink_picture (context, x - width / 2 - 3, y - height / 2 - 18, width + 22, height + 26);

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.16);
  cairo_rectangle (cr, x - width / 2 + 2, y - height / 2 + 3, width, height);
  ehlo_ink_fill (cr);
  for (guint i = count > 3 ? 3 : count; i > 1; i--)
    one_envelope (cr, theme, x + 3 * (i - 1), y - 3 * (i - 1.0), width);
  one_envelope (cr, theme, x, y, width);
  if (badge != EXPLAIN_CLASS_NONE)
    {
      ehlo_theme_set_source (theme, cr, EHLO_COLOR_WINDOW, 1);
      dot (cr, x + width / 2, y - height / 2, 9.5);
      ehlo_glyph_class (cr, theme, badge, x + width / 2, y - height / 2, 6.5, FALSE);
    }
  cairo_restore (cr);
  cairo_destroy (cr);
}

void
ehlo_glyph_envelope_empty (cairo_t *cr, const EhloTheme *theme, double x, double y, double width)
{
  static const double dashes[] = { 3, 2 };
  double height = width * 0.66;

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_DIM, 1);
  cairo_set_line_width (cr, 1.4);
  cairo_set_dash (cr, dashes, 2, 0);
  ehlo_path_rounded (cr, x - width / 2, y - height / 2, width, height, 2.5);
  ehlo_ink_stroke (cr);
  cairo_move_to (cr, x - width / 2 + 1, y - height / 2 + 2);
  cairo_line_to (cr, x, y + height * 0.12);
  cairo_line_to (cr, x + width / 2 - 1, y - height / 2 + 2);
  ehlo_ink_stroke (cr);
  cairo_restore (cr);
}

void
ehlo_glyph_lock (cairo_t *cr, const EhloTheme *theme, double x, double y, double r, gboolean open, EhloColor color)
{
  cairo_save (cr);
  cairo_new_path (cr);
  ehlo_theme_set_source (theme, cr, color, 1);
  cairo_set_line_width (cr, 1.8 * r);
  /* An open shackle is swung aside, not only lifted: it must differ at 14 pixels. */
  cairo_arc (cr, x + (open ? 4.2 * r : 0), y - 2.5 * r, 3.4 * r, G_PI, 0);
  ehlo_ink_stroke (cr);
  ehlo_path_line (cr, x + (open ? 0.8 : -3.4) * r, y - 2.6 * r, x + (open ? 0.8 : -3.4) * r, y + 0.5 * r, 1.8 * r);
  if (!open)
    ehlo_path_line (cr, x + 3.4 * r, y - 2.6 * r, x + 3.4 * r, y + 0.5 * r, 1.8 * r);
  ehlo_path_rounded (cr, x - 5.4 * r, y, 10.8 * r, 7.6 * r, 1.6 * r);
  ehlo_ink_fill (cr);
  cairo_restore (cr);
}

static void
host_laptop (cairo_t *cr, const EhloTheme *theme, EhloColor stroke)
{
  box (cr, theme, -22, -19, 44, 29, 3, EHLO_COLOR_HOST, stroke, 2.2);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_ROW, 1);
  cairo_rectangle (cr, -17, -14, 34, 19);
  ehlo_ink_fill (cr);
  ehlo_theme_set_source (theme, cr, stroke, 1);
  cairo_move_to (cr, -29, 17);
  cairo_line_to (cr, 29, 17);
  cairo_line_to (cr, 24, 11);
  cairo_line_to (cr, -24, 11);
  cairo_close_path (cr);
  ehlo_ink_fill (cr);
}

static void
host_phone (cairo_t *cr, const EhloTheme *theme, EhloColor stroke)
{
  box (cr, theme, -12, -21, 24, 40, 4, EHLO_COLOR_HOST, stroke, 2.2);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_ROW, 1);
  cairo_rectangle (cr, -8, -15, 16, 26);
  ehlo_ink_fill (cr);
  ehlo_theme_set_source (theme, cr, stroke, 1);
  dot (cr, 0, 15, 1.6);
}

static void
host_server (cairo_t *cr, const EhloTheme *theme, EhloColor stroke)
{
  for (int i = 0; i < 3; i++)
    {
      double y = -21 + i * 14;

      box (cr, theme, -23, y, 46, 12, 2.5, EHLO_COLOR_HOST, stroke, 2.2);
      ehlo_theme_set_source (theme, cr, i == 0 ? EHLO_COLOR_OK : stroke, 1);
      dot (cr, 16, y + 6, 2);
      ehlo_theme_set_source (theme, cr, stroke, 1);
      ehlo_path_line (cr, -17, y + 6, -3, y + 6, 1.6);
    }
}

static void
host_cloud (cairo_t *cr, const EhloTheme *theme, EhloColor stroke)
{
  cairo_new_path (cr);
  cairo_move_to (cr, -18, 14);
  cairo_arc (cr, -18, 4, 10, G_PI / 2, 1.45 * G_PI);
  cairo_arc (cr, -4, -7, 12, 1.15 * G_PI, 1.78 * G_PI);
  cairo_arc (cr, 14, 1, 10, 1.4 * G_PI, 0.1 * G_PI);
  cairo_arc (cr, 17, 5, 9, 0, G_PI / 2);
  cairo_close_path (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_HOST, 1);
  ehlo_ink_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, stroke, 1);
  cairo_set_line_width (cr, 2.2);
  ehlo_ink_stroke (cr);
}

static void
host_person (cairo_t *cr, const EhloTheme *theme, EhloColor stroke)
{
  cairo_new_path (cr);
  cairo_arc (cr, 0, -11, 8.5, 0, 2 * G_PI);
  cairo_close_path (cr);
  cairo_move_to (cr, -18, 18);
  cairo_curve_to (cr, -18, -2, 18, -2, 18, 18);
  cairo_close_path (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_HOST, 1);
  ehlo_ink_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, stroke, 1);
  cairo_set_line_width (cr, 2.2);
  ehlo_ink_stroke (cr);
}

static void
host_mailbox (cairo_t *cr, const EhloTheme *theme, EhloColor stroke)
{
  box (cr, theme, -22, -16, 44, 34, 4, EHLO_COLOR_HOST, stroke, 2.2);
  cairo_move_to (cr, -22, 4);
  cairo_line_to (cr, -9, 4);
  cairo_line_to (cr, -5, 10);
  cairo_line_to (cr, 5, 10);
  cairo_line_to (cr, 9, 4);
  cairo_line_to (cr, 22, 4);
  ehlo_ink_stroke (cr);
}

EhloHostIcon
ehlo_glyph_icon (guint roles)
{
  if (roles & SIM_ROLE_DNS)
    return EHLO_HOST_DNS;
  if (roles & (SIM_ROLE_MSA | SIM_ROLE_MTA | SIM_ROLE_MS))
    return EHLO_HOST_SERVER;
  if (roles & SIM_ROLE_MDA)
    return EHLO_HOST_MAILBOX;
  if (roles & SIM_ROLE_PERSON)
    return EHLO_HOST_PERSON;
  return roles & SIM_HOST_PHONE ? EHLO_HOST_PHONE : EHLO_HOST_LAPTOP;
}

void
ehlo_glyph_host (cairo_t *cr, const EhloTheme *theme, EhloHostIcon icon, double x, double y, double scale, gboolean active)
{
  EhloColor stroke = active ? EHLO_COLOR_ACCENT : EHLO_COLOR_DIM;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, scale, scale);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  switch (icon)
    {
    case EHLO_HOST_LAPTOP: host_laptop (cr, theme, stroke); break;
    case EHLO_HOST_PHONE: host_phone (cr, theme, stroke); break;
    case EHLO_HOST_SERVER: host_server (cr, theme, stroke); break;
    case EHLO_HOST_DNS: host_cloud (cr, theme, stroke); break;
    case EHLO_HOST_PERSON: host_person (cr, theme, stroke); break;
    case EHLO_HOST_MAILBOX: host_mailbox (cr, theme, stroke); break;
    }
  cairo_restore (cr);
}

void
ehlo_glyph_slip (cairo_t *cr, const EhloTheme *theme, double x, double y, double width, double height, gboolean right, EhloColor color)
{
  double d = right ? 1 : -1, w = width / 2, h = height / 2;

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, x + d * w, y);
  cairo_line_to (cr, x + d * (w - 14), y - h);
  cairo_line_to (cr, x - d * w, y - h);
  cairo_line_to (cr, x - d * w, y + h);
  cairo_line_to (cr, x + d * (w - 14), y + h);
  cairo_close_path (cr);
  ehlo_theme_set_source (theme, cr, EHLO_COLOR_BASE, 1);
  ehlo_ink_fill_preserve (cr);
  ehlo_theme_set_source (theme, cr, color, 1);
  cairo_set_line_width (cr, 1.8);
  ehlo_ink_stroke (cr);
  cairo_restore (cr);
}

static void
paint_arrow (cairo_t *cr, const EhloTheme *theme, double x1, double x2, double y, double width, EhloColor color, gboolean dashed,
             gboolean crossed)
{
  static const double dashes[] = { 7, 4 };
  double d = x2 > x1 ? 1 : -1;
  double end = crossed ? x2 - 10 * d : x2;

  cairo_save (cr);
  cairo_new_path (cr);
  ehlo_theme_set_source (theme, cr, color, 1);
  if (dashed)
    cairo_set_dash (cr, dashes, 2, 0);
  ehlo_path_line (cr, x1, y, end - 8 * d, y, width);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_move_to (cr, end, y);
  cairo_line_to (cr, end - 10 * d, y - 5);
  cairo_line_to (cr, end - 10 * d, y + 5);
  cairo_close_path (cr);
  ehlo_ink_fill (cr);
  if (crossed)
    {
      ehlo_path_line (cr, x2 - 7 * d, y - 4, x2 - d, y + 4, 2);
      ehlo_path_line (cr, x2 - 7 * d, y + 4, x2 - d, y - 4, 2);
    }
  cairo_restore (cr);
}

void
ehlo_glyph_arrow (cairo_t *cr, const EhloTheme *theme, double x1, double x2, double y, double width, EhloColor color, gboolean dashed,
                  gboolean crossed)
{
  EhloSvg *svg = ehlo_svg_of (cr);
  /* Lanes stand at whole pixels: between two of them all arrows are alike. */
  guint64 key = key_of (2 + (x2 > x1), (guint) fabs (x2 - x1), color, (guint) (width * 100) << 2 | (guint) !!dashed << 1 | (guint) !!crossed);

  if (svg == NULL || x2 - x1 != floor (x2 - x1))
    {
      paint_arrow (cr, theme, x1, x2, y, width, color, dashed, crossed);
      return;
    }
  if (ehlo_svg_define (svg, key))
    {
      paint_arrow (cr, theme, 0, x2 - x1, 0, width, color, dashed, crossed);
      ehlo_svg_defined (svg);
    }
  ehlo_svg_use (svg, key, x1, y);
}

void
ehlo_glyph_fold (cairo_t *cr, const EhloTheme *theme, double x, double y, gboolean down, EhloColor color)
{
  cairo_save (cr);
  cairo_new_path (cr);
  ehlo_theme_set_source (theme, cr, color, 1);
  cairo_set_line_width (cr, 2);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  if (down)
    {
      cairo_move_to (cr, x - 4, y - 2);
      cairo_line_to (cr, x, y + 2.5);
      cairo_line_to (cr, x + 4, y - 2);
    }
  else
    {
      cairo_move_to (cr, x - 2, y - 4);
      cairo_line_to (cr, x + 2.5, y);
      cairo_line_to (cr, x - 2, y + 4);
    }
  ehlo_ink_stroke (cr);
  cairo_restore (cr);
}
