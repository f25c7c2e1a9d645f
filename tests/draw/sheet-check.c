/* sheet-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sheet-check.h"

#include "app/draw/shape.h"

#include <math.h>

typedef struct { double left, top, right, bottom; } Place;

/* Where the letters are: less than the line's height. */
static Place
place_of (const EhloSheet *sheet, const EhloMark *mark)
{
  double width, half, left;

  switch (mark->kind)
    {
    case EHLO_MARK_TEXT:
      width = sheet->measure (sheet->measure_data, mark->font, mark->text);
      half = ehlo_fonts[mark->font].size * 0.55;
      left = mark->align == EHLO_ALIGN_LEFT ? mark->x : mark->align == EHLO_ALIGN_RIGHT ? mark->x - width : mark->x - width / 2;
      return (Place) { left, mark->y - half, left + width, mark->y + half };
    case EHLO_MARK_BOX:
    case EHLO_MARK_LINE:
    case EHLO_MARK_CURVE:
      return (Place) { MIN (mark->x, mark->x2), MIN (mark->y, mark->y2), MAX (mark->x, mark->x2), MAX (mark->y, mark->y2) };
    case EHLO_MARK_CLASS:
      return (Place) { mark->x - mark->size, mark->y - mark->size, mark->x + mark->size, mark->y + mark->size };
    case EHLO_MARK_ENVELOPE:
    case EHLO_MARK_RETURNED:
      half = mark->size / 2;
      return (Place) { mark->x - half, mark->y - half * 0.66, mark->x + half, mark->y + half * 0.66 };
    case EHLO_MARK_HOST:
      half = 23 * mark->size;
      return (Place) { mark->x - half, mark->y - half, mark->x + half, mark->y + half };
    }
  g_assert_not_reached ();
}

static gboolean
meet (Place a, Place b)
{
  const double slack = 0.5;

  return a.left < b.right - slack && b.left < a.right - slack && a.top < b.bottom - slack && b.top < a.bottom - slack;
}

static gboolean
holds (Place outer, Place inner)
{
  const double slack = 0.6;

  return inner.left >= outer.left - slack && inner.right <= outer.right + slack && inner.top >= outer.top - slack
         && inner.bottom <= outer.bottom + slack;
}

static gboolean
is_picture (const EhloMark *mark)
{
  return mark->kind != EHLO_MARK_BOX && mark->kind != EHLO_MARK_LINE;
}

/* Texts and pictures keep apart; boxes lie in each other or apart, and so do texts and boxes; no line goes through a text. */
static gboolean
may_meet (const EhloMark *a, Place pa, const EhloMark *b, Place pb)
{
  if (a->kind == EHLO_MARK_LINE && b->kind == EHLO_MARK_LINE)
    return TRUE;
  if (a->kind == EHLO_MARK_BOX && b->kind == EHLO_MARK_BOX)
    return holds (pa, pb) || holds (pb, pa);
  if (a->kind == EHLO_MARK_BOX && is_picture (b))
    return holds (pa, pb);
  if (b->kind == EHLO_MARK_BOX && is_picture (a))
    return holds (pb, pa);
  if (a->kind == EHLO_MARK_LINE || b->kind == EHLO_MARK_LINE)
    return a->kind == EHLO_MARK_BOX || b->kind == EHLO_MARK_BOX || a->kind == EHLO_MARK_CLASS || b->kind == EHLO_MARK_CLASS;
  return FALSE;
}

static void
fail (const EhloSheet *sheet, const char *what, const char *why, const EhloMark *a, const EhloMark *b)
{
  g_autofree char *text = ehlo_sheet_to_text (sheet);

  g_error ("%s: %s: %u at %.1f,%.1f \"%s\" and %u at %.1f,%.1f \"%s\"\n%s", what, why, a->kind, a->x, a->y, a->text != NULL ? a->text : "",
           b->kind, b->x, b->y, b->text != NULL ? b->text : "", text);
}

void
sheet_check (const EhloSheet *sheet, const char *what)
{
  const Place whole = { 0, 0, sheet->width, sheet->height };

  g_assert_cmpuint (sheet->items->len, >, 0);
  for (guint i = 0; i < sheet->marks->len; i++)
    {
      const EhloMark *a = &g_array_index (sheet->marks, EhloMark, i);
      Place place = place_of (sheet, a);

      if (!holds (whole, place))
        fail (sheet, what, "off the sheet", a, a);
      if (a->kind == EHLO_MARK_TEXT)
        g_assert_cmpfloat (ehlo_fonts[a->font].size, >=, 11);
      for (guint k = 0; k < i; k++)
        {
          const EhloMark *b = &g_array_index (sheet->marks, EhloMark, k);
          Place other = place_of (sheet, b);

          if (meet (place, other) && !may_meet (a, place, b, other))
            fail (sheet, what, "on each other", a, b);
        }
    }
  for (guint i = 0; i < sheet->items->len; i++)
    {
      const EhloItem *item = &g_array_index (sheet->items, EhloItem, i);

      g_assert_nonnull (item->sentence);
      g_assert_cmpstr (item->sentence, !=, "");
      g_assert_true (g_utf8_validate (item->sentence, -1, NULL));
      g_assert_cmpfloat (item->width, >, 0);
      g_assert_cmpfloat (item->height, >, 0);
    }
}
