/* parts-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/parts-layout.h"

#include "app/draw/ink.h"

#include <string.h>

#define TEXT_HEIGHT 18.0
#define NAME_HEIGHT 15.0
#define ROW_GAP      5.0
#define BLANK        7.0
/* Between the names of neighbours. */
#define NAME_GAP     6.0

typedef struct
{
  PartsLayout *layout;
  EhloMeasure  measure;
  gpointer     data;
  double       x;
  double       y;
  const char  *last;      /* the name of the part before */
  double       after;     /* blanks between what stands between two parts and the second of them */
} Pen;

static void
clear_cell (gpointer data)
{
  g_free (((PartsCell *) data)->text);
}

static double
width_of (const Pen *pen, EhloFont font, const char *text)
{
  return pen->measure (pen->data, font, text);
}

static void
new_row (Pen *pen)
{
  pen->x = 0;
  pen->y += TEXT_HEIGHT + NAME_HEIGHT + ROW_GAP;
}

/* The room that a cell takes: what is written, or the name beneath it. */
static double
room_of (const Pen *pen, const PartsCell *cell)
{
  return cell->name == NULL || cell->again ? cell->width : MAX (cell->width, width_of (pen, EHLO_FONT_AXIS, cell->name) + NAME_GAP);
}

static PartsCell
make_cell (const Pen *pen, const char *text, gsize len, const char *name, ExplainPartKind kind)
{
  g_autofree char *whole = g_strndup (text, len);
  PartsCell cell = { .name = name, .kind = kind };

  cell.text = ehlo_measure_fit (pen->measure, pen->data, EHLO_FONT_MONO, whole, pen->layout->width);
  cell.width = width_of (pen, EHLO_FONT_MONO, cell.text);
  return cell;
}

static void
put (Pen *pen, PartsCell *cell)
{
  cell->x = pen->x;
  cell->y = pen->y;
  g_array_append_val (pen->layout->cells, *cell);
  pen->x += room_of (pen, cell);
}

/* What stands before a part, such as "<", stays with it. */
static void
put_part (Pen *pen, PartsCell *between, PartsCell *part)
{
  double room;

  part->again = part->name != NULL && part->name == pen->last && pen->x > 0;
  room = room_of (pen, part) + (between != NULL ? room_of (pen, between) : 0);
  if (pen->x > 0 && pen->x + room > pen->layout->width)
    {
      new_row (pen);
      part->again = FALSE;
    }
  pen->last = part->name;
  if (between != NULL)
    {
      put (pen, between);
      pen->x += pen->after;
    }
  put (pen, part);
}

/* Blanks become room; the rest of what is between two parts is a cell without a name. */
static gboolean
take_between (Pen *pen, const char *text, gsize start, gsize end, PartsCell *out)
{
  while (start < end && text[start] == ' ')
    {
      if (pen->x > 0)
        pen->x += BLANK;
      start++;
    }
  pen->after = 0;
  for (; end > start && text[end - 1] == ' '; end--)
    pen->after += BLANK;
  if (start >= end)
    return FALSE;
  *out = make_cell (pen, text + start, end - start, NULL, EXPLAIN_N_PARTS);
  return TRUE;
}

PartsLayout *
parts_layout_new (const char *text, const GArray *parts, double width, EhloMeasure measure, gpointer data)
{
  PartsLayout *self = g_new0 (PartsLayout, 1);
  Pen pen = { self, measure, data, 0, 0, NULL, 0 };
  PartsCell between;
  gsize at = 0;

  self->width = MAX (width, 40);
  self->cells = g_array_new (FALSE, FALSE, sizeof (PartsCell));
  g_array_set_clear_func (self->cells, clear_cell);
  for (guint i = 0; i < parts->len; i++)
    {
      const ExplainPart *part = &g_array_index (parts, ExplainPart, i);
      gboolean has_between = take_between (&pen, text, at, part->start, &between);
      PartsCell cell = make_cell (&pen, text + part->start, part->len, explain_part_name (part->kind), part->kind);

      put_part (&pen, has_between ? &between : NULL, &cell);
      at = part->start + part->len;
    }
  if (take_between (&pen, text, at, strlen (text), &between))
    {
      if (pen.x > 0 && pen.x + between.width > self->width)
        new_row (&pen);
      put (&pen, &between);
    }
  self->height = self->cells->len > 0 ? pen.y + TEXT_HEIGHT + NAME_HEIGHT : 0;
  return self;
}

void
parts_layout_free (PartsLayout *self)
{
  g_array_unref (self->cells);
  g_free (self);
}

char *
parts_layout_sentence (const PartsLayout *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->cells->len; i++)
    {
      const PartsCell *cell = &g_array_index (self->cells, PartsCell, i);

      if (cell->name != NULL)
        g_string_append_printf (out, "%s%s: %s", out->len > 0 ? "; " : "", cell->text, cell->name);
    }
  return g_string_free (out, FALSE);
}

/* Neighbours are told apart by two colours in turn; a secret, a code and a dot have their own. */
static EhloColor
color_of (const PartsCell *cell, guint nth)
{
  switch (cell->kind)
    {
    case EXPLAIN_PART_VERB: return EHLO_COLOR_CLIENT;
    case EXPLAIN_PART_SECRET:
    case EXPLAIN_PART_PASSWORD: return EHLO_COLOR_NO;
    case EXPLAIN_PART_DOT:
    case EXPLAIN_PART_STUFFED: return EHLO_COLOR_LATER;
    default: return nth % 2 == 0 ? EHLO_COLOR_ACCENT : EHLO_COLOR_OK;
    }
}

void
parts_paint (const PartsLayout *self, cairo_t *cr, const EhloTheme *theme)
{
  guint nth = 0;

  for (guint i = 0; i < self->cells->len; i++)
    {
      const PartsCell *cell = &g_array_index (self->cells, PartsCell, i);

      ehlo_text_paint (cr, theme, cell->name != NULL ? EHLO_COLOR_INK : EHLO_COLOR_DIM, EHLO_FONT_MONO, cell->x, cell->y + TEXT_HEIGHT / 2 - 1,
                       EHLO_ALIGN_LEFT, cell->text);
      if (cell->name == NULL)
        continue;
      ehlo_ink_rectangle (cr, theme, color_of (cell, nth++), cell->x, cell->y + TEXT_HEIGHT - 2, cell->width, 2);
      if (!cell->again)
        ehlo_text_paint (cr, theme, EHLO_COLOR_DIM, EHLO_FONT_AXIS, cell->x, cell->y + TEXT_HEIGHT + NAME_HEIGHT / 2 - 1, EHLO_ALIGN_LEFT, cell->name);
    }
}
