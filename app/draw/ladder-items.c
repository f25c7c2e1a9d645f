/* ladder-items.c - one row of the ladder: where its line runs and where its words stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-private.h"

#include "app/draw/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GLYPH_ROOM       18.0   /* left of a reply's text */
#define LEAST_TEXT       170.0
#define LEAST_INSIDE     110.0  /* with less, not even a code could be read */
#define NOTE_BEFORE      34.0   /* a note's frame and picture, left of its text */
#define NOTE_AFTER       12.0
#define SELF_ROOM        12.0   /* between a lifeline and what its host says to itself */
#define LEAST_BAND       17.0
#define MOST_DROP        6000.0 /* as far as a gap may be drawn to scale */
#define STEEPEST         0.6    /* of a text that is still easy to read */
#define MAX_STEPS_JUDGED 500    /* how far a header looks for failures among its steps */
#define MAX_ENTRIES_SEEN 500    /* how far a line looks for its packet, and a packet for its loss */

static double
width_of (const LadderMaker *maker, EhloFont font, const char *text)
{
  return maker->measure (maker->data, font, text);
}

/* How far the text of an arrow that ends at @right may run: to the next lifeline, or a further one until there is
 * room for @least from @left on. A name server's line does not count: hardly any arrow goes there. */
static double
text_end (const LadderMaker *maker, double right, double left, double least)
{
  double end = maker->width - LADDER_EDGE;

  for (guint i = maker->lanes->n; i-- > 0;)
    {
      double before = maker->lanes->x[i] - LADDER_EDGE;

      if (!ehlo_lanes_is_cloud (maker->trace, i) && before > right && before - left >= least && before < end)
        end = before;
    }
  return end;
}

/* The byte where "{1204}" begins at the end of @text: an IMAP line says there how much follows. */
static gsize
find_literal_length (const char *text)
{
  gsize len = strlen (text), at = len;

  if (len < 3 || text[len - 1] != '}')
    return len;
  for (at--; at > 0 && (g_ascii_isdigit (text[at - 1]) || text[at - 1] == '+'); at--)
    ;
  return at > 0 && text[at - 1] == '{' ? at - 1 : len;
}

/* As ehlo_measure_fit(), but a length at the end stays in sight. */
static char *
fit_line (const LadderMaker *maker, EhloFont font, const char *text, double room)
{
  gsize tail = find_literal_length (text);
  g_autofree char *head = NULL, *fitted = NULL;

  if (text[tail] == '\0' || width_of (maker, font, text) <= room)
    return ehlo_measure_fit (maker->measure, maker->data, font, text, room);
  head = g_strndup (text, tail);
  fitted = ehlo_measure_fit (maker->measure, maker->data, font, head, room - width_of (maker, font, text + tail));
  return g_strconcat (fitted, text + tail, NULL);
}

/* Text and what stands beside it, centred on @middle but between @first and @last. Left of @first, where the names of
 * the phases are, only if no line could be read otherwise. */
static void
place_text (const LadderMaker *maker, LadderItem *item, EhloFont font, double middle, double before, double after, double first, double last)
{
  double room, left, total;
  char *fitted;

  if (item->more != NULL)
    after += item->more_width + 10;
  first = MAX (first, EHLO_GUTTER + LADDER_EDGE);
  if (last - first < LEAST_INSIDE)
    first = MAX (last - LEAST_INSIDE, EHLO_GUTTER + LADDER_EDGE);
  room = last - first - before - after;
  fitted = fit_line (maker, font, item->text, room);
  g_free (item->text);
  item->text = fitted;
  item->font = font;
  item->text_width = width_of (maker, font, fitted);
  total = before + item->text_width + after;
  left = MIN (MAX (middle - total / 2, first), last - total);
  left = MAX (left, first);
  item->text_x = left + before;
  item->more_x = item->text_x + item->text_width + 10;
}

/* Where whatever is drawn in the row ends at its right. */
static double
right_of (const LadderItem *item)
{
  double right = MAX (MAX (item->x1, item->x2) + 12, item->text_x + item->text_width + (item->kind == LADDER_ITEM_NOTE ? NOTE_AFTER + 10 : 14));

  return item->more != NULL ? MAX (right, item->more_x + item->more_width + 12) : right;
}

static void
place_time (const LadderMaker *maker, LadderItem *item, SimTime time)
{
  double right = right_of (item), edge = maker->width - LADDER_EDGE, time_width, delta_width;
  gboolean column = ladder_rows_time (maker->rows) != LADDER_TIME_STEPS, current = item->state == LADDER_CURRENT;
  SimTime passed = 0;

  item->time = time < SIM_TIME_MINUTE ? ehlo_words_time (time) : ehlo_words_clock (time);
  if (item->step > 1)
    {
      SimEntry before;

      sim_trace_get (maker->trace, sim_steps_get (maker->lines, item->step - 1)->entry, &before);
      passed = time - before.time;
    }
  if (passed > 0 && current)
    {
      g_autofree char *length = ehlo_words_time (passed);

      item->delta = g_strconcat ("+", length, NULL);
    }
  time_width = width_of (maker, current ? EHLO_FONT_SMALL_BOLD : EHLO_FONT_AXIS, item->time);
  delta_width = item->delta != NULL ? 8 + width_of (maker, EHLO_FONT_SMALL, item->delta) : 0;
  if (right + time_width + delta_width > edge)
    {
      g_clear_pointer (&item->delta, g_free);
      delta_width = 0;
    }
  if (right + time_width > edge)
    g_clear_pointer (&item->time, g_free);
  item->time_x = column ? edge - time_width - delta_width : right;
  item->delta_x = item->time_x + time_width + 8;
}

/* The line under the text; both stand in the middle of a high row and move together in a low one. */
static void
place_line (LadderItem *item)
{
  double more = CLAMP ((item->height - 24) / 9, 0, 1);

  item->line_y = item->y + item->height / 2 + 7 + 1.5 * more;
  item->text_y = item->line_y - 10 - 2 * more;
}

/* How long until what was said has arrived: with its packet, or with the last of a message's. */
static SimTime
find_delay (const LadderMaker *maker, guint step, const SimEntry *said)
{
  guint first = sim_steps_get (maker->lines, step)->entry, end = sim_steps_get (maker->lines, step)->cursor;
  guint last = MIN (sim_trace_length (maker->trace), first + MAX_ENTRIES_SEEN);
  SimTime until = 0;

  for (guint i = first + 1; i < last && (until == 0 || (i < end && (said->flags & SIM_ENTRY_LITERAL))); i++)
    {
      SimEntry entry;

      sim_trace_get (maker->trace, i, &entry);
      if (entry.kind == SIM_ENTRY_SEGMENT && entry.conn == said->conn && entry.side == said->side && entry.len > 0)
        until = entry.until;
    }
  return until > said->time ? until - said->time : 0;
}

static void
place_ends (const LadderMaker *maker, LadderItem *item, guint from, guint to)
{
  gboolean right = maker->lanes->x[to] > maker->lanes->x[from];
  double left_x = maker->lanes->x[right ? from : to] + ladder_left_half (maker);
  double right_x = maker->lanes->x[right ? to : from] - ladder_right_half (maker);

  item->x1 = right ? left_x : right_x;
  item->x2 = right ? right_x : left_x;
}

/* Behind its end; in small letters on it where the picture ends there. */
static void
place_beside (const LadderMaker *maker, LadderItem *item)
{
  double left = MIN (item->x1, item->x2), right = MAX (item->x1, item->x2), small = width_of (maker, EHLO_FONT_AXIS_BOLD, item->text);

  item->text_x = right + 10;
  if (item->text_x + item->text_width <= maker->width - LADDER_EDGE)
    return;
  if (small <= right - left - LADDER_BAND_TIP)
    {
      item->beside = FALSE;
      item->font = EHLO_FONT_AXIS_BOLD;
      item->text_width = small;
      item->text_x = left + (item->x2 > item->x1 ? 0 : LADDER_BAND_TIP) + (right - left - LADDER_BAND_TIP - small) / 2;
    }
  else
    item->text_x = MAX (maker->width - LADDER_EDGE - item->text_width, LADDER_EDGE);
}

/* A message is a thick arrow, and how thick it is tells its size. */
static void
make_band (const LadderMaker *maker, LadderItem *item, const SimEntry *entry, guint n_lines)
{
  g_autofree char *length = ehlo_words_size (entry->len), *whole = ehlo_words_content (maker->trace, entry);
  double most = MAX (item->height - 6, LEAST_BAND), x = MIN (item->x1, item->x2), room = ABS (item->x2 - item->x1) - 26;

  item->band = CLAMP (LEAST_BAND + 3 * log10 (MAX (entry->len, 1) / 1000.0), LEAST_BAND, most);
  item->line_y = item->y + item->height / 2;
  item->text_y = item->line_y + item->drop / 2;
  g_free (item->text);
  item->text = g_strdup (width_of (maker, EHLO_FONT_SMALL_BOLD, whole) <= room ? whole : length);
  item->font = EHLO_FONT_SMALL_BOLD;
  item->text_width = width_of (maker, item->font, item->text);
  item->text_x = x + 13 + (room - item->text_width) / 2;
  /* Too short for its own name: that stands behind it. */
  item->beside = item->text_width > room;
  if (item->beside)
    place_beside (maker, item);
  if (item->more == NULL)
    return;
  item->more_x = MAX (MAX (item->x1, item->x2), item->text_x + item->text_width) + 12;
  if (item->more_x + item->more_width > maker->width - LADDER_EDGE && !item->unfolded)
    {
      g_free (item->more);
      item->more = g_strdup_printf ("+%u", n_lines - 1);
      item->more_width = width_of (maker, EHLO_FONT_AXIS, item->more) + 16;
    }
  if (item->more_x + item->more_width > maker->width - LADDER_EDGE)
    g_clear_pointer (&item->more, g_free);
}

static void
add_more (const LadderMaker *maker, LadderItem *item, guint n_lines)
{
  const LadderRow *next = item->row + 1 < ladder_rows_length (maker->rows) ? ladder_rows_get (maker->rows, item->row + 1) : NULL;

  if (n_lines < 2)
    return;
  item->unfolded = next != NULL && next->kind == LADDER_ROW_LINE;
  item->more = item->unfolded ? g_strdup ("−")
    /* TRANSLATORS: further lines of a reply or of a letter, not shown in this drawing */
    : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "+%u line", "+%u lines", n_lines - 1), n_lines - 1);
  item->more_width = width_of (maker, EHLO_FONT_AXIS, item->more) + 16;
}

static gboolean
is_slanted (const LadderItem *item)
{
  return item->drop > 0.5 && item->drop < STEEPEST * ABS (item->x2 - item->x1);
}

/* The text of a slanted arrow is slanted too and cannot run on beyond it. It keeps away from where the arrow begins,
 * for there the one ends to which it is the answer. */
static void
place_slanted (const LadderMaker *maker, LadderItem *item, EhloFont font, double before)
{
  double begin = item->x1 + 0.2 * (item->x2 - item->x1), end = item->x2 - (item->x2 > item->x1 ? 8 : -8);

  item->slanted = TRUE;
  place_text (maker, item, font, (begin + end) / 2, before, 0, MIN (begin, end), MAX (begin, end));
}

static void
make_arrow (const LadderMaker *maker, LadderItem *item, const SimEntry *entry, guint from, guint to)
{
  EhloFont font = item->state == LADDER_CURRENT ? EHLO_FONT_MONO_BOLD : EHLO_FONT_MONO;
  double first, middle;

  item->kind = LADDER_ITEM_ARROW;
  place_ends (maker, item, from, to);
  item->dashed = item->klass == EXPLAIN_CLASS_LATER;
  item->crossed = item->klass == EXPLAIN_CLASS_NO;
  if (ladder_rows_scale (maker->rows) > 0 && entry->kind == SIM_ENTRY_SAID)
    item->drop = MIN (find_delay (maker, item->step, entry) * ladder_rows_scale (maker->rows), MOST_DROP);
  if (entry->flags & SIM_ENTRY_LITERAL)
    {
      /* What a server sends of a message is what was asked for. */
      if (item->klass == EXPLAIN_CLASS_NONE)
        item->klass = EXPLAIN_CLASS_OK;
      make_band (maker, item, entry, sim_steps_get (maker->lines, item->step)->n_lines);
      return;
    }
  if (entry->kind != SIM_ENTRY_SAID)
    font = item->state == LADDER_CURRENT ? EHLO_FONT_SMALL_BOLD : EHLO_FONT_SMALL;
  first = MIN (item->x1, item->x2) + 4;
  middle = item->unfolded ? 0 : (item->x1 + item->x2) / 2;
  if (is_slanted (item))
    place_slanted (maker, item, font, item->klass > EXPLAIN_CLASS_CLIENT ? GLYPH_ROOM : 0);
  else
    place_text (maker, item, font, middle, item->klass > EXPLAIN_CLASS_CLIENT ? GLYPH_ROOM : 0, 0, first,
                text_end (maker, MAX (item->x1, item->x2), first, LEAST_TEXT));
}

static void
make_step (const LadderMaker *maker, const LadderRow *row, LadderItem *item)
{
  const SimStep *step = sim_steps_get (maker->lines, row->step);
  SimEntry entry;
  guint from, to;

  sim_trace_get (maker->trace, step->entry, &entry);
  item->entry = step->entry;
  item->conn = step->conn;
  item->klass = explain_step_class (maker->trace, step);
  item->text = ehlo_words_line (maker->trace, step->entry);
  place_line (item);
  if (entry.kind == SIM_ENTRY_SAID)
    add_more (maker, item, step->n_lines);
  if (ehlo_words_ends (maker->trace, &entry, &from, &to) && from != to)
    make_arrow (maker, item, &entry, from, to);
  else
    {
      item->kind = LADDER_ITEM_NOTE;
      item->folder = entry.kind == SIM_ENTRY_NOTE && entry.rule != NULL && g_str_has_prefix (entry.rule, "folder:");
      item->text_y = item->y + item->height / 2;
      item->x1 = item->x2 = maker->lanes->x[entry.actor];
      if (entry.kind == SIM_ENTRY_SAID)         /* a host talks to itself: beside its lifeline, clear of the brackets */
        place_text (maker, item, item->state == LADDER_CURRENT ? EHLO_FONT_MONO_BOLD : EHLO_FONT_MONO, 0, NOTE_BEFORE, NOTE_AFTER,
                    item->x1 + SELF_ROOM, maker->width - LADDER_EDGE);
      else
        place_text (maker, item, item->state == LADDER_CURRENT ? EHLO_FONT_SMALL_BOLD : EHLO_FONT_SMALL, item->x1, NOTE_BEFORE, NOTE_AFTER,
                    0, maker->width - LADDER_EDGE);
    }
  if (item->state == LADDER_CURRENT || ladder_rows_time (maker->rows) != LADDER_TIME_STEPS)
    place_time (maker, item, entry.time);
}

static void
make_line (const LadderMaker *maker, const LadderRow *row, LadderItem *item)
{
  const SimStep *step = sim_steps_get (maker->lines, row->step);
  SimEntry entry;
  guint from, to;
  double first;

  sim_trace_get (maker->trace, step->entry, &entry);
  item->kind = LADDER_ITEM_LINE;
  item->entry = step->entry;
  item->conn = step->conn;
  item->klass = explain_step_class (maker->trace, step);
  item->line_y = item->text_y = item->y + item->height / 2;
  if (ehlo_words_ends (maker->trace, &entry, &from, &to) && from != to)
    place_ends (maker, item, from, to);
  else
    item->x1 = item->x2 = maker->lanes->x[entry.actor];
  if (row->part + 1 == LADDER_MAX_LINES && step->n_lines > LADDER_MAX_LINES)
    item->text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "+%u line", "+%u lines", step->n_lines - row->part), step->n_lines - row->part);
  else
    item->text = ehlo_words_step_line (maker->trace, step, row->part);
  first = MIN (item->x1, item->x2) + 4;
  place_text (maker, item, EHLO_FONT_MONO, 0, GLYPH_ROOM, 0, first, text_end (maker, MAX (item->x1, item->x2), first, LEAST_TEXT));
}

/* Numbers are counted from the connection's beginning, as everybody reads them; if that is too far away, as they are. */
static guint32
first_number (const LadderMaker *maker, guint32 conn, SimSide side)
{
  SimConnection connection;
  guint last;

  sim_trace_get_connection (maker->trace, conn, &connection);
  last = MIN (sim_trace_length (maker->trace), connection.opened + MAX_ENTRIES_SEEN);
  for (guint i = connection.opened; i < last; i++)
    {
      SimEntry entry;

      sim_trace_get (maker->trace, i, &entry);
      if (entry.kind == SIM_ENTRY_SEGMENT && entry.conn == conn && entry.side == side && (entry.packet->flags & SIM_PACKET_SYN))
        return entry.packet->seq;
    }
  return 0;
}

static char *
packet_text (const LadderMaker *maker, const SimEntry *entry)
{
  static const struct { guint flag; const char *name; } flags[] = {
    { SIM_PACKET_SYN, "SYN " }, { SIM_PACKET_FIN, "FIN " }, { SIM_PACKET_RST, "RST " }, { SIM_PACKET_PSH, "PSH " }, { SIM_PACKET_ACK, "ACK " },
  };
  SimSide other = entry->side == SIM_SIDE_CLIENT ? SIM_SIDE_SERVER : SIM_SIDE_CLIENT;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (entry->packet->flags & flags[i].flag)
      g_string_append (text, flags[i].name);
  g_string_append_printf (text, "SEQ=%u", entry->packet->seq - first_number (maker, entry->conn, entry->side));
  if (entry->packet->flags & SIM_PACKET_ACK)
    g_string_append_printf (text, " ACK=%u", entry->packet->ack - first_number (maker, entry->conn, other));
  if (entry->len > 0)
    g_string_append_printf (text, " LEN=%u", (guint) entry->len);
  return g_string_free (text, FALSE);
}

static gboolean
is_lost (const LadderMaker *maker, guint segment)
{
  guint last = MIN (sim_trace_length (maker->trace), segment + MAX_ENTRIES_SEEN);

  for (guint i = segment + 1; i < last; i++)
    {
      SimEntry entry;

      sim_trace_get (maker->trace, i, &entry);
      if (entry.cause == segment && (entry.kind == SIM_ENTRY_LOST || entry.kind == SIM_ENTRY_ARRIVED))
        return entry.kind == SIM_ENTRY_LOST;
    }
  return FALSE;
}

static void
make_packet (const LadderMaker *maker, const LadderRow *row, LadderItem *item)
{
  SimConnection connection;
  SimEntry entry;
  double first;

  sim_trace_get (maker->trace, row->part, &entry);
  sim_trace_get_connection (maker->trace, entry.conn, &connection);
  item->kind = LADDER_ITEM_PACKET;
  item->entry = row->part;
  item->conn = entry.conn;
  item->state = maker->cursor > row->part ? LADDER_DONE : LADDER_COMING;
  item->crossed = is_lost (maker, row->part);
  item->dashed = (entry.flags & SIM_ENTRY_AGAIN) != 0;
  item->line_y = item->y + item->height / 2 + 7;
  item->text_y = item->line_y - 10;
  place_ends (maker, item, entry.side == SIM_SIDE_SERVER ? connection.server : connection.client,
              entry.side == SIM_SIDE_SERVER ? connection.client : connection.server);
  if (ladder_rows_scale (maker->rows) > 0 && !item->crossed && entry.until > entry.time)
    item->drop = MIN ((entry.until - entry.time) * ladder_rows_scale (maker->rows), MOST_DROP);
  item->text = packet_text (maker, &entry);
  first = MIN (item->x1, item->x2) + 4;
  if (is_slanted (item))
    place_slanted (maker, item, EHLO_FONT_MONO_AXIS, 0);
  else
    place_text (maker, item, EHLO_FONT_MONO_AXIS, (item->x1 + item->x2) / 2, 0, 0, first,
                text_end (maker, MAX (item->x1, item->x2), first, LEAST_TEXT));
}

/* The worst that happened among the steps of a header, once all are done. */
static ExplainClass
judge (const LadderMaker *maker, const LadderRow *row)
{
  ExplainClass worst = EXPLAIN_CLASS_OK;
  guint last = MIN (row->last, row->step + MAX_STEPS_JUDGED);

  for (guint i = row->step; i <= last; i++)
    {
      ExplainClass klass = explain_step_class (maker->trace, sim_steps_get (maker->lines, i));

      if (klass > worst && klass != EXPLAIN_CLASS_MORE)
        worst = klass;
    }
  return worst;
}

static void
make_header (const LadderMaker *maker, const LadderRow *row, LadderItem *item)
{
  gboolean phase = row->kind == LADDER_ROW_PHASE;
  double range;

  item->kind = phase ? LADDER_ITEM_PHASE : LADDER_ITEM_HEADER;
  item->state = maker->current < row->step ? LADDER_COMING : maker->current <= row->last ? LADDER_CURRENT : LADDER_DONE;
  item->conn = row->conn;
  item->text = g_strdup (phase ? ehlo_words_phase (sim_steps_get (maker->lines, row->step)->phase) : ehlo_words_purpose (maker->trace, row->conn));
  item->text_x = phase ? EHLO_GUTTER + 28 : maker->options->paper ? 10 : 32;
  item->text_y = item->y + item->height / 2;
  item->text_width = width_of (maker, EHLO_FONT_SMALL_BOLD, item->text);
  item->detail_x = item->text_x + item->text_width + 12;
  if (maker->current >= row->last)
    item->klass = judge (maker, row);
  item->range = row->step == row->last
    /* TRANSLATORS: a step's number, and the numbers of the first and last of several steps */
    ? g_strdup_printf (_("step %u"), row->step)
    : g_strdup_printf (_("steps %u–%u"), row->step, row->last);
  range = width_of (maker, EHLO_FONT_SMALL, item->range);
  item->more_x = maker->width - 16 - range;
  if (!phase)
    {
      g_autofree char *detail = ehlo_words_connection (maker->trace, row->conn);

      item->detail = ehlo_measure_fit (maker->measure, maker->data, EHLO_FONT_SMALL, detail, item->more_x - 34 - item->detail_x);
    }
  /* Whatever follows a header that is not folded begins with the header's own first step. */
  item->folded = phase || item->row + 1 >= ladder_rows_length (maker->rows)
    || ladder_rows_get (maker->rows, item->row + 1)->step != row->step || ladder_rows_get (maker->rows, item->row + 1)->kind == LADDER_ROW_GAP;
}

static void
make_gap (const LadderMaker *maker, const LadderRow *row, LadderItem *item)
{
  item->kind = LADDER_ITEM_GAP;
  item->state = row->step <= maker->current ? LADDER_DONE : LADDER_COMING;
  item->text = ehlo_words_wait (row->wait);
  item->text_y = item->y + item->height / 2;
  place_text (maker, item, EHLO_FONT_SMALL, (EHLO_GUTTER + maker->width) / 2, 0, 0, 0, maker->width - LADDER_EDGE);
}

static LadderHit
hit_of (const LadderOptions *options, guint step)
{
  guint low = 0, high = options->n_hits;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (options->hits[middle] < step)
        low = middle + 1;
      else
        high = middle;
    }
  if (low >= options->n_hits || options->hits[low] != step)
    return LADDER_NO_HIT;
  return step == options->hit ? LADDER_HIT_HERE : LADDER_HIT;
}

void
ladder_add_item (const LadderMaker *maker, guint index)
{
  const LadderRow *row = ladder_rows_get (maker->rows, index);
  LadderItem item = { .row = index, .step = row->step, .last = MAX (row->last, row->step), .height = row->height - row->space };

  item.y = row->y + row->space - maker->options->top;
  item.state = ladder_state_of (maker, row->step);
  switch (row->kind)
    {
    case LADDER_ROW_STEP: make_step (maker, row, &item); break;
    case LADDER_ROW_LINE: make_line (maker, row, &item); break;
    case LADDER_ROW_PACKET: make_packet (maker, row, &item); break;
    case LADDER_ROW_HEADER:
    case LADDER_ROW_PHASE: make_header (maker, row, &item); break;
    case LADDER_ROW_GAP: make_gap (maker, row, &item); break;
    }
  if (row->kind <= LADDER_ROW_LINE)
    item.hit = hit_of (maker->options, row->step);
  item.dim = maker->options->follow != 0 && item.conn != maker->options->follow && item.kind != LADDER_ITEM_GAP;
  g_array_append_val (maker->layout->items, item);
}
