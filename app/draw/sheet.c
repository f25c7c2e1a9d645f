/* sheet.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/sheet.h"

#include "app/draw/shape.h"

#include <string.h>

static void
clear_mark (gpointer data)
{
  EhloMark *mark = data;

  g_free (mark->text);
  g_clear_pointer (&mark->points, g_array_unref);
}

static void
clear_item (gpointer data)
{
  g_free (((EhloItem *) data)->sentence);
}

EhloSheet *
ehlo_sheet_new (double width, EhloMeasure measure, gpointer measure_data)
{
  EhloSheet *self = g_new0 (EhloSheet, 1);

  self->width = width;
  self->measure = measure;
  self->measure_data = measure_data;
  self->marks = g_array_new (FALSE, TRUE, sizeof (EhloMark));
  self->items = g_array_new (FALSE, TRUE, sizeof (EhloItem));
  g_array_set_clear_func (self->marks, clear_mark);
  g_array_set_clear_func (self->items, clear_item);
  return self;
}

void
ehlo_sheet_free (EhloSheet *self)
{
  g_array_unref (self->marks);
  g_array_unref (self->items);
  g_free (self);
}

static EhloMark *
add (EhloSheet *self, EhloMarkKind kind, double x, double y, EhloColor color)
{
  EhloMark mark = { .kind = kind, .x = x, .y = y, .x2 = x, .y2 = y, .color = color };

  g_array_append_val (self->marks, mark);
  return &g_array_index (self->marks, EhloMark, self->marks->len - 1);
}

EhloMark *
ehlo_sheet_box (EhloSheet *self, double x, double y, double width, double height, double radius, EhloColor color)
{
  EhloMark *mark = add (self, EHLO_MARK_BOX, x, y, color);

  mark->x2 = x + width;
  mark->y2 = y + height;
  mark->size = radius;
  mark->line = 1;
  mark->fill = EHLO_COLOR_BASE;
  mark->filled = TRUE;
  return mark;
}

EhloMark *
ehlo_sheet_line (EhloSheet *self, double x, double y, double x2, double y2, double line, EhloColor color)
{
  EhloMark *mark = add (self, EHLO_MARK_LINE, x, y, color);

  mark->x2 = x2;
  mark->y2 = y2;
  mark->line = line;
  return mark;
}

EhloMark *
ehlo_sheet_curve (EhloSheet *self, GArray *points, double line, EhloColor color)
{
  EhloMark *mark = add (self, EHLO_MARK_CURVE, self->width, 0, color);

  mark->points = points;
  mark->line = line;
  mark->x2 = 0;
  for (guint i = 0; i + 1 < points->len; i += 2)
    {
      mark->x = MIN (mark->x, g_array_index (points, double, i));
      mark->x2 = MAX (mark->x2, g_array_index (points, double, i));
      mark->y = i == 0 ? g_array_index (points, double, 1) : MIN (mark->y, g_array_index (points, double, i + 1));
      mark->y2 = MAX (mark->y2, g_array_index (points, double, i + 1));
    }
  return mark;
}

EhloMark *
ehlo_sheet_picture (EhloSheet *self, EhloMarkKind kind, double x, double y, double size)
{
  EhloMark *mark = add (self, kind, x, y, EHLO_COLOR_INK);

  mark->size = size;
  return mark;
}

EhloMark *
ehlo_sheet_text (EhloSheet *self, EhloFont font, EhloColor color, double x, double middle, EhloAlign align, const char *text)
{
  EhloMark *mark = add (self, EHLO_MARK_TEXT, x, middle, color);

  mark->font = font;
  mark->align = align;
  mark->text = g_strdup (text);
  return mark;
}

EhloMark *
ehlo_sheet_fit (EhloSheet *self, EhloFont font, EhloColor color, double x, double middle, EhloAlign align, double room, const char *text)
{
  g_autofree char *fitted = ehlo_measure_fit (self->measure, self->measure_data, font, text, room);

  return ehlo_sheet_text (self, font, color, x, middle, align, fitted);
}

double
ehlo_sheet_width_of (const EhloSheet *self, EhloFont font, const char *text)
{
  return self->measure (self->measure_data, font, text);
}

double
ehlo_sheet_line_height (EhloFont font)
{
  return (int) (ehlo_fonts[font].size * 1.42 + 0.5);
}

/* How many bytes of @text, at least one character, are no wider than @room. */
static gsize
piece (const EhloSheet *self, EhloFont font, const char *text, gsize len, double room)
{
  g_autofree char *word = g_strndup (text, len);
  glong low = 1, high = g_utf8_strlen (word, -1);

  while (low < high)
    {
      glong middle = (low + high + 1) / 2;
      g_autofree char *head = g_utf8_substring (word, 0, middle);

      if (ehlo_sheet_width_of (self, font, head) <= room)
        low = middle;
      else
        high = middle - 1;
    }
  return g_utf8_offset_to_pointer (word, low) - word;
}

/* The bytes of the next line of @text, which is not empty. */
static gsize
next_line (const EhloSheet *self, EhloFont font, const char *text, double room)
{
  gsize at = 0, end = 0;
  double width = 0;

  while (text[at] != '\0')
    {
      gsize blanks = strspn (text + at, " "), word = strcspn (text + at + blanks, " ");
      g_autofree char *token = g_strndup (text + at, blanks + word);

      width += ehlo_sheet_width_of (self, font, token);
      if (width > room)
        return end > 0 ? end : piece (self, font, text, blanks + word, room);
      at += blanks + word;
      end = at;
    }
  return end;
}

double
ehlo_sheet_wrap (EhloSheet *self, EhloFont font, EhloColor color, double x, double top, double room, double hang, const char *text)
{
  double height = ehlo_sheet_line_height (font), indent = 0;

  do
    {
      gsize len = next_line (self, font, text, room - indent);
      g_autofree char *line = g_strndup (text, len);

      ehlo_sheet_text (self, font, color, x + indent, top + height / 2, EHLO_ALIGN_LEFT, line);
      top += height;
      indent = hang;
      text += len;
      text += strspn (text, " ");
    }
  while (*text != '\0');
  return top;
}

EhloItem *
ehlo_sheet_item (EhloSheet *self, double x, double y, double width, double height, guint id, char *sentence)
{
  EhloItem item = { x, y, width, height, sentence, id, FALSE };

  g_array_append_val (self->items, item);
  return &g_array_index (self->items, EhloItem, self->items->len - 1);
}

void
ehlo_sheet_empty (EhloSheet *self, double height, const char *title, const char *text)
{
  double middle = MAX (height, 170) / 2, y = middle + 8, top;
  EhloMark *mark = ehlo_sheet_picture (self, EHLO_MARK_ENVELOPE, self->width / 2, middle - 42, 60);
  guint first;

  mark->color = EHLO_COLOR_GHOST_LINE;
  top = y;
  for (guint i = 0; i < 2; i++)
    {
      first = self->marks->len;
      if (i == 1 && text == NULL)
        break;
      y = ehlo_sheet_wrap (self, i == 0 ? EHLO_FONT_BODY_BOLD : EHLO_FONT_BODY, i == 0 ? EHLO_COLOR_INK : EHLO_COLOR_DIM, 0, y,
                           MIN (self->width - 24, 460), 0, i == 0 ? title : text) + 4;
      for (guint k = first; k < self->marks->len; k++)
        {
          mark = &g_array_index (self->marks, EhloMark, k);
          mark->x = self->width / 2;
          mark->align = EHLO_ALIGN_CENTER;
        }
    }
  ehlo_sheet_item (self, 8, top, self->width - 16, y - top, 0, text != NULL ? g_strconcat (title, " ", text, NULL) : g_strdup (title));
  self->height = MAX (MAX (height, 170), y + 8);
}

int
ehlo_sheet_pick (const EhloSheet *self, double x, double y)
{
  /* The last one: a part stands behind its whole. */
  for (guint i = self->items->len; i-- > 0;)
    {
      const EhloItem *item = &g_array_index (self->items, EhloItem, i);

      if (x >= item->x && x < item->x + item->width && y >= item->y && y < item->y + item->height)
        return (int) i;
    }
  return -1;
}

static const char *
mark_name (EhloMarkKind kind)
{
  static const char * const names[] = { "text", "box", "line", "curve", "class", "envelope", "returned", "host" };

  return names[kind];
}

char *
ehlo_sheet_to_text (const EhloSheet *self)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "sheet %.0fx%.0f\n", self->width, self->height);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const EhloMark *mark = &g_array_index (self->marks, EhloMark, i);

      g_string_append_printf (text, "%s %.0f,%.0f", mark_name (mark->kind), mark->x, mark->y);
      if (mark->kind == EHLO_MARK_BOX || mark->kind == EHLO_MARK_LINE)
        g_string_append_printf (text, " to %.0f,%.0f", mark->x2, mark->y2);
      if (mark->kind == EHLO_MARK_CLASS || mark->klass != EXPLAIN_CLASS_NONE)
        g_string_append_printf (text, " class=%u", mark->klass);
      g_string_append_printf (text, " color=%u%s%s%s%s", mark->color, mark->dashed ? " dashed" : "", mark->arrow ? " arrow" : "",
                              mark->fresh ? " fresh" : "", mark->active ? " active" : "");
      if (mark->text != NULL)
        g_string_append_printf (text, " \"%s\"", mark->text);
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      const EhloItem *item = &g_array_index (self->items, EhloItem, i);

      g_string_append_printf (text, "item %.0f,%.0f %.0fx%.0f id=%u%s: %s\n", item->x, item->y, item->width, item->height, item->id,
                              item->current ? " current" : "", item->sentence);
    }
  return g_string_free (text, FALSE);
}
