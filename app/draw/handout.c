/* handout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/handout.h"

#include "app/draw/words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LINE_HEIGHT    20.0
#define HEADING_HEIGHT 32.0
#define BLANK_HEIGHT   34.0
#define NAME_HEIGHT    46.0
#define TASK_HEIGHT    30.0
#define MEANING_HEIGHT 18.0
#define MAX_LINES      200    /* of one step: nobody reads a picture's base64 on paper */

typedef struct
{
  const SimTrace *trace;
  const SimSteps *lines;
  EhloMeasure     measure;
  gpointer        data;
  gboolean        blanks;     /* replies are left out */
  Handout          *handout;
} Maker;

static void
clear_row (gpointer data)
{
  HandoutRow *row = data;

  g_free (row->text);
  g_free (row->detail);
}

static void
add (const Maker *maker, HandoutRow row, double height)
{
  row.y = maker->handout->height;
  row.height = height;
  maker->handout->height += height;
  g_array_append_val (maker->handout->rows, row);
}

/* How many bytes of @text fit into @room: at least one character. */
static gsize
take (const Maker *maker, EhloFont font, const char *text, double room)
{
  glong low = 1, high = g_utf8_strlen (text, -1);

  if (high == 0 || maker->measure (maker->data, font, text) <= room)
    return strlen (text);
  while (low < high)
    {
      glong middle = (low + high + 1) / 2;
      g_autofree char *head = g_utf8_substring (text, 0, middle);

      if (maker->measure (maker->data, font, head) <= room)
        low = middle;
      else
        high = middle - 1;
    }
  return g_utf8_offset_to_pointer (text, low) - text;
}

/* One line of a dialogue, in as many rows as it needs. */
static void
add_line (const Maker *maker, HandoutRow row, const char *text)
{
  double room = maker->handout->width - HANDOUT_TEXT_X - 6;

  do
    {
      gsize len = take (maker, EHLO_FONT_MONO, text, room);

      row.text = g_strndup (text, len);
      add (maker, row, LINE_HEIGHT);
      row.kind = HANDOUT_MORE;
      text += len;
    }
  while (*text != '\0');
}

static void
add_heading (const Maker *maker, guint32 conn)
{
  g_autofree char *who = ehlo_words_connection (maker->trace, conn);
  HandoutRow row = { .kind = HANDOUT_HEADING, .keep = TRUE };

  row.text = g_strdup (ehlo_words_purpose (maker->trace, conn));
  row.detail_x = maker->measure (maker->data, EHLO_FONT_SMALL_BOLD, row.text) + 12;
  row.detail = ehlo_measure_fit (maker->measure, maker->data, EHLO_FONT_SMALL, who, maker->handout->width - row.detail_x - 4);
  add (maker, row, HEADING_HEIGHT);
}

/* A letter that the server hands over is no reply: nobody could know it. */
static gboolean
is_reply (const Maker *maker, const SimEntry *entry)
{
  SimConnection connection;

  if (entry->kind != SIM_ENTRY_SAID || entry->side != SIM_SIDE_SERVER || (entry->flags & SIM_ENTRY_LITERAL))
    return FALSE;
  sim_trace_get_connection (maker->trace, entry->conn, &connection);
  return connection.transport == SIM_PROTOCOL_TCP;
}

static void
add_step (const Maker *maker, guint n)
{
  const SimStep *step = sim_steps_get (maker->lines, n);
  guint shown = CLAMP (step->n_lines, 1, MAX_LINES);
  HandoutRow row = { .kind = HANDOUT_SAID, .step = n };
  SimEntry entry;

  sim_trace_get (maker->trace, step->entry, &entry);
  row.side = entry.side;
  row.klass = explain_step_class (maker->trace, step);
  row.letter = (entry.flags & SIM_ENTRY_LITERAL) != 0;
  if (maker->blanks && is_reply (maker, &entry))
    {
      row.kind = HANDOUT_BLANK;
      row.klass = EXPLAIN_CLASS_NONE;
      row.text = g_strdup ("");
      add (maker, row, BLANK_HEIGHT);
      return;
    }
  if (entry.kind != SIM_ENTRY_SAID)
    {
      g_autofree char *text = ehlo_words_line (maker->trace, step->entry);

      row.kind = HANDOUT_EVENT;
      row.text = ehlo_measure_fit (maker->measure, maker->data, EHLO_FONT_SMALL, text, maker->handout->width - HANDOUT_TEXT_X - 6);
      add (maker, row, LINE_HEIGHT);
      return;
    }
  for (guint i = 0; i < shown; i++)
    {
      g_autofree char *text = ehlo_words_step_line (maker->trace, step, i);

      add_line (maker, row, text);
      row.kind = HANDOUT_MORE;
    }
  if (step->n_lines > shown)
    {
      row.kind = HANDOUT_EVENT;
      row.step = 0;
      row.letter = FALSE;
      row.text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "… %u more line", "… %u more lines", step->n_lines - shown), step->n_lines - shown);
      add (maker, row, LINE_HEIGHT);
    }
}

static void
add_steps (const Maker *maker, guint from, guint to)
{
  guint32 conn = 0;

  for (guint n = from; n <= to; n++)
    {
      const SimStep *step = sim_steps_get (maker->lines, n);

      if (step->conn != 0 && step->conn != conn)
        add_heading (maker, conn = step->conn);
      add_step (maker, n);
    }
  /* A command and the place for its reply stay together. */
  for (guint i = 0; i + 1 < maker->handout->rows->len; i++)
    if (g_array_index (maker->handout->rows, HandoutRow, i + 1).kind == HANDOUT_BLANK)
      g_array_index (maker->handout->rows, HandoutRow, i).keep |= g_array_index (maker->handout->rows, HandoutRow, i).kind == HANDOUT_SAID;
}

static void
add_answer (const Maker *maker, guint n)
{
  const SimStep *step = sim_steps_get (maker->lines, n);
  Explanation explanation = { 0 };
  SimEntry entry;

  sim_trace_get (maker->trace, step->entry, &entry);
  if (!is_reply (maker, &entry))
    return;
  add_step (maker, n);
  explain_entry (maker->trace, step->entry, &explanation);
  if (explanation.heading != NULL)
    {
      g_array_index (maker->handout->rows, HandoutRow, maker->handout->rows->len - 1).keep = TRUE;
      add (maker, (HandoutRow) { .kind = HANDOUT_MEANING, .klass = explanation.klass,
                               .text = ehlo_measure_fit (maker->measure, maker->data, EHLO_FONT_SMALL, explanation.heading,
                                                         maker->handout->width - HANDOUT_TEXT_X - 6) }, MEANING_HEIGHT);
    }
  explanation_clear (&explanation);
}

static void
add_worksheet (Maker *maker, guint from, guint to)
{
  maker->blanks = TRUE;
  add (maker, (HandoutRow) { .kind = HANDOUT_NAME, .keep = TRUE, .text = g_strdup (_("Name")), .detail = g_strdup (_("Date")),
                           .detail_x = maker->handout->width * 0.68 }, NAME_HEIGHT);
  add (maker, (HandoutRow) { .kind = HANDOUT_TASK, .keep = TRUE, .text = g_strdup (_("What does the server answer? Write its replies on the lines.")) },
       TASK_HEIGHT);
  add_steps (maker, from, to);
  maker->blanks = FALSE;
  add (maker, (HandoutRow) { .kind = HANDOUT_TASK, .keep = TRUE, .turn = TRUE, .text = g_strdup (_("Answers")) }, TASK_HEIGHT);
  for (guint n = from; n <= to; n++)
    add_answer (maker, n);
}

Handout *
handout_new (const SimTrace *trace, const SimSteps *lines, guint from, guint to, gboolean worksheet, double width, EhloMeasure measure,
           gpointer measure_data)
{
  Handout *self = g_new0 (Handout, 1);
  Maker maker = { trace, lines, measure, measure_data, FALSE, self };

  self->width = width;
  self->rows = g_array_new (FALSE, FALSE, sizeof (HandoutRow));
  g_array_set_clear_func (self->rows, clear_row);
  if (worksheet)
    add_worksheet (&maker, from, to);
  else
    add_steps (&maker, from, to);
  return self;
}

void
handout_free (Handout *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

guint
handout_break (const Handout *self, guint first, double room)
{
  const HandoutRow *rows = (const HandoutRow *) (gpointer) self->rows->data;
  guint end = first, last = self->rows->len - 1;

  while (end < last && !rows[end + 1].turn && rows[end + 1].y + rows[end + 1].height - rows[first].y <= room)
    end++;
  if (end == last || rows[end + 1].turn)
    return end;
  for (guint row = end; row > first; row--)
    if (!rows[row].keep)
      return row;
  return end;
}

char *
handout_to_text (const Handout *self)
{
  static const char * const kinds[] = { "heading", "said", "more", "event", "blank", "name", "task", "meaning" };
  static const char * const classes[] = { "-", "client", "ok", "more", "later", "no" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const HandoutRow *row = &g_array_index (self->rows, HandoutRow, i);

      g_string_append_printf (text, "%s y=%.0f+%.0f step=%u %s%s%s%s \"%s\"", kinds[row->kind], row->y, row->height, row->step, classes[row->klass],
                              row->letter ? " letter" : "", row->keep ? " keep" : "", row->turn ? " turn" : "", row->text);
      if (row->detail != NULL)
        g_string_append_printf (text, " %.0f \"%s\"", row->detail_x, row->detail);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
