/* queue-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/queue-layout.h"

#include "app/draw/words.h"

#include <glib/gi18n-lib.h>

#define MARGIN     12.0
#define INSET      12.0
#define GAP        10.0
#define LINE       30.0    /* height of the line of time */
#define PITCH      16.0    /* least distance of two marks on it */
#define FAR        64.0    /* its broken part */
#define MAX_MARKS  12      /* tries that are shown; the first ones are left out */
#define LEAST      240.0

void
queue_card_free (QueueCard *card)
{
  g_free (card->host);
  g_free (card->recipient);
  g_free (card->subject);
  g_free (card->reply);
  g_array_unref (card->tries);
  g_free (card);
}

gboolean
queue_card_waits (const QueueCard *card)
{
  return !card->left && card->state <= QUEUE_DEFERRED;
}

static ExplainClass
class_of (const QueueCard *card)
{
  static const ExplainClass classes[] = {
    EXPLAIN_CLASS_MORE, EXPLAIN_CLASS_LATER, EXPLAIN_CLASS_OK, EXPLAIN_CLASS_NO, EXPLAIN_CLASS_NO
  };

  return classes[card->state];
}

static const char *
state_words (const QueueCard *card)
{
  switch (card->state)
    {
    /* TRANSLATORS: what becomes of a letter for one recipient */
    case QUEUE_WAITS: return C_("queue", "waits");
    case QUEUE_DEFERRED: return C_("queue", "put off");
    case QUEUE_SENT: return C_("queue", "passed on");
    case QUEUE_FAILED: return C_("queue", "refused");
    case QUEUE_BOUNCED: return C_("queue", "returned");
    }
  return "";
}

static char *
tries_words (const QueueCard *card)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u try so far.", "%u tries so far.", card->tries->len), card->tries->len);
}

static void G_GNUC_PRINTF (2, 3)
add_sentence (GString *text, const char *format, ...)
{
  va_list args;

  if (text->len > 0)
    g_string_append_c (text, ' ');
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

/* What comes next, in sentences. */
static char *
outlook (const QueueCard *card)
{
  g_autofree char *tries = tries_words (card);
  g_autofree char *next = card->next_try != SIM_TIME_NEVER && card->next_try > card->now ? ehlo_words_time (card->next_try - card->now) : NULL;
  g_autofree char *rest = card->expires > card->now ? ehlo_words_time (card->expires - card->now) : NULL;
  GString *text = g_string_new (NULL);

  switch (card->state)
    {
    case QUEUE_WAITS:
      g_string_append (text, _("It waits for its first try."));
      break;
    case QUEUE_DEFERRED:
      g_string_append (text, tries);
      if (next != NULL)
        add_sentence (text, /* TRANSLATORS: a length of time, "30 min" */ _("The next one comes in %s."), next);
      if (rest != NULL && card->notice)
        add_sentence (text, /* TRANSLATORS: a length of time, "5 d" */ _("The server gives up in %s."), rest);
      else if (rest != NULL)
        add_sentence (text, /* TRANSLATORS: a length of time, "5 d" */ _("If nobody takes it, it goes back to its sender in %s."), rest);
      break;
    case QUEUE_SENT:
      g_string_append (text, tries);
      add_sentence (text, "%s", _("The next server has it now, and this one is free of it."));
      break;
    case QUEUE_FAILED:
      g_string_append (text, card->notice ? _("Refused for good. It is a notice itself and has no return address: it is dropped.")
                       : _("Refused for good. It will go back to its sender."));
      break;
    case QUEUE_BOUNCED:
      g_string_append (text, _("It went back: the sender gets a notice that says why."));
      break;
    }
  return g_string_free (text, FALSE);
}

static char *
card_sentence (const QueueCard *card)
{
  g_autofree char *words = outlook (card);
  GString *text = g_string_new (NULL);

  /* TRANSLATORS: for a screen reader: a letter's subject, a recipient, a server, what becomes of it */
  g_string_append_printf (text, _("“%s” for %s, %s: %s."), card->subject, card->recipient, card->host, state_words (card));
  if (card->reply != NULL)
    add_sentence (text, /* TRANSLATORS: for a screen reader: a server's reply, never translated */ _("The last answer was: %s."), card->reply);
  add_sentence (text, "%s", words);
  return g_string_free (text, FALSE);
}

/* A mark's place by its time; what would stand on the mark before it is moved to the right. */
static double
place_at (SimTime when, SimTime start, SimTime end, double left, double right, double before)
{
  double x = end > start ? left + (right - left) * (double) (when - start) / (double) (end - start) : left;

  return MAX (x, before + PITCH);
}

/* Texts under the line; a text that would stand on the one before it is left out. */
static double
place_label (EhloSheet *sheet, EhloColor color, double x, double y, EhloAlign align, double before, double limit, const char *text)
{
  double width = ehlo_sheet_width_of (sheet, EHLO_FONT_AXIS, text);
  double left = align == EHLO_ALIGN_RIGHT ? x - width : align == EHLO_ALIGN_CENTER ? x - width / 2 : x;

  if (left < before + 8 || left + width > limit)
    return before;
  ehlo_sheet_text (sheet, EHLO_FONT_AXIS, color, x, y, align, text);
  return left + width;
}

static void
place_line (EhloSheet *sheet, const QueueCard *card, double left, double y, double width)
{
  gboolean waits = queue_card_waits (card), ends = waits && card->expires > card->now;
  double right = left + width - (ends ? FAR : 14), before = left - PITCH, x = left, label, middle = y + 9;
  guint first = card->tries->len > MAX_MARKS ? card->tries->len - MAX_MARKS : 0;
  SimTime end = card->now;
  EhloMark *mark;
  guint line;

  if (waits && card->next_try != SIM_TIME_NEVER)
    end = MAX (end, card->next_try);
  /* What is over is not drawn longer while the others wait. */
  if (!waits && card->tries->len > 0)
    end = g_array_index (card->tries, QueueTry, card->tries->len - 1).when;
  line = sheet->marks->len;
  ehlo_sheet_line (sheet, left, middle, right, middle, 2, EHLO_COLOR_LANE);
  mark = ehlo_sheet_box (sheet, left - 3.5, middle - 3.5, 7, 7, 3.5, EHLO_COLOR_LANE);
  mark->fill = EHLO_COLOR_LANE;
  label = place_label (sheet, EHLO_COLOR_DIM, left - 3, y + LINE - 5, EHLO_ALIGN_LEFT, left - 20, left + width,
                       /* TRANSLATORS: on a line of time: here the letter came to the server */
                       C_("timeline", "came"));
  before = left;
  for (guint i = first; i < card->tries->len; i++)
    {
      const QueueTry *try = &g_array_index (card->tries, QueueTry, i);

      x = place_at (try->when, card->arrived, end, left, right - PITCH, before);
      before = x;
      mark = ehlo_sheet_picture (sheet, EHLO_MARK_CLASS, x, middle, 6.5);
      mark->klass = try->klass;
    }
  if (waits && card->next_try != SIM_TIME_NEVER && card->next_try > card->now)
    {
      g_autofree char *in = ehlo_words_time (card->next_try - card->now);
      /* TRANSLATORS: on a line of time: "30 min" from now */
      g_autofree char *words = g_strdup_printf (_("next try in %s"), in);

      x = place_at (card->next_try, card->arrived, end, left, right - PITCH, before);
      mark = ehlo_sheet_box (sheet, x - 5, middle - 5, 10, 10, 5, EHLO_COLOR_ACCENT);
      mark->line = 2;
      label = place_label (sheet, EHLO_COLOR_ACCENT, x + 5, y + LINE - 5, EHLO_ALIGN_RIGHT, label, left + width, words);
      before = x;
    }
  right = MAX (right, before + 8);
  g_array_index (sheet->marks, EhloMark, line).x2 = ends || waits ? right : MAX (before, left + 10);
  if (!ends)
    return;

  g_autofree char *rest = ehlo_words_time (card->expires - card->now);
  /* TRANSLATORS: on a line of time: "5 d" from now the letter goes back to its sender */
  g_autofree char *back = g_strdup_printf (_("returned in %s"), rest);
  guint n;

  ehlo_sheet_line (sheet, right, middle, left + width - 20, middle, 2, EHLO_COLOR_LANE)->dashed = TRUE;
  mark = ehlo_sheet_picture (sheet, EHLO_MARK_CLASS, left + width - 10, middle, 6.5);
  mark->klass = EXPLAIN_CLASS_NO;
  mark->color = EHLO_COLOR_GHOST_LINE;
  n = sheet->marks->len;
  if (!card->notice)
    place_label (sheet, EHLO_COLOR_DIM, left + width, y + LINE - 5, EHLO_ALIGN_RIGHT, label, left + width + 1, back);
  if (sheet->marks->len == n)
    place_label (sheet, EHLO_COLOR_DIM, left + width, y + LINE - 5, EHLO_ALIGN_RIGHT, label, left + width + 1, rest);
}

static double
place_card (EhloSheet *sheet, const QueueCard *card, double y)
{
  double left = MARGIN + INSET, width = sheet->width - 2 * (MARGIN + INSET), top = y, words;
  g_autofree char *next = outlook (card), *where = NULL;
  guint at = sheet->marks->len;
  EhloMark *box = ehlo_sheet_box (sheet, MARGIN, y, sheet->width - 2 * MARGIN, 0, 8, EHLO_COLOR_BORDER), *mark;

  box->dashed = card->left;
  box->fresh = card->fresh;
  sheet->fresh = sheet->fresh || card->fresh;
  y += 8;
  if (card->state == QUEUE_BOUNCED)
    ehlo_sheet_picture (sheet, EHLO_MARK_RETURNED, left + 12, y + 10, 24);
  else
    {
      mark = ehlo_sheet_picture (sheet, EHLO_MARK_CLASS, left + 12, y + 10, 8.5);
      mark->klass = class_of (card);
    }
  words = ehlo_sheet_width_of (sheet, EHLO_FONT_SMALL_BOLD, state_words (card));
  ehlo_sheet_fit (sheet, EHLO_FONT_MONO_BOLD, EHLO_COLOR_INK, left + 34, y + 10, EHLO_ALIGN_LEFT, width - 34 - words - 12, card->recipient);
  ehlo_sheet_text (sheet, EHLO_FONT_SMALL_BOLD, ehlo_theme_class (class_of (card)), left + width, y + 10, EHLO_ALIGN_RIGHT, state_words (card));
  y += 22;
  /* TRANSLATORS: a letter's subject, the server in whose queue it lies */
  where = g_strdup_printf (_("“%s” at %s"), card->subject[0] != '\0' ? card->subject : _("(no subject)"), card->host);
  y = ehlo_sheet_wrap (sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, left + 34, y, width - 34, 0, where) + 4;
  place_line (sheet, card, left + 40, y, width - 40);
  y += LINE + 4;
  if (card->reply != NULL)
    y = ehlo_sheet_wrap (sheet, EHLO_FONT_MONO, ehlo_theme_class (class_of (card)), left + 34, y, width - 34, 0, card->reply) + 2;
  y = ehlo_sheet_wrap (sheet, EHLO_FONT_SMALL, EHLO_COLOR_INK, left + 34, y, width - 34, 0, next) + 8;
  g_array_index (sheet->marks, EhloMark, at).y2 = y;
  ehlo_sheet_item (sheet, MARGIN, top, sheet->width - 2 * MARGIN, y - top, card->stored + 1, card_sentence (card))->current = card->fresh;
  return y + GAP;
}

static double
place_heading (EhloSheet *sheet, double y, const char *text)
{
  double top = y;

  y = ehlo_sheet_wrap (sheet, EHLO_FONT_SMALL_BOLD, EHLO_COLOR_DIM, MARGIN + 2, y, sheet->width - 2 * MARGIN - 4, 0, text);
  ehlo_sheet_item (sheet, MARGIN, top, sheet->width - 2 * MARGIN, y - top, 0, g_strdup (text));
  return y + 6;
}

static gboolean
any_failed (GPtrArray *cards)
{
  for (guint i = 0; i < cards->len; i++)
    if (((const QueueCard *) g_ptr_array_index (cards, i))->state >= QUEUE_FAILED)
      return TRUE;
  return FALSE;
}

EhloSheet *
queue_layout_new (GPtrArray *cards, guint n_passed, guint n_more, double width, double height, EhloMeasure measure, gpointer measure_data)
{
  EhloSheet *sheet = ehlo_sheet_new (MAX (width, LEAST), measure, measure_data);
  gboolean waiting = cards->len > 0 && queue_card_waits (g_ptr_array_index (cards, 0)), over = FALSE;
  double y = MARGIN;

  if (cards->len == 0)
    {
      if (n_passed > 0)
        ehlo_sheet_empty (sheet, height, _("Nothing is waiting — every message was delivered."), NULL);
      else
        ehlo_sheet_empty (sheet, height, _("Nothing is waiting yet."),
                          _("A message comes here when a server has said 250 to it, and leaves when the next server has said so."));
      return sheet;
    }
  if (!waiting)
    y = place_heading (sheet, y, any_failed (cards) ? _("Nothing is waiting. Not every message was delivered:")
                                                    : _("Nothing is waiting — every message was delivered."));
  for (guint i = 0; i < cards->len; i++)
    {
      const QueueCard *card = g_ptr_array_index (cards, i);

      if (waiting && !over && !queue_card_waits (card))
        {
          over = TRUE;
          /* TRANSLATORS: heading over letters in a queue that no longer wait */
          y = place_heading (sheet, y + 4, _("No longer waiting"));
        }
      y = place_card (sheet, card, y);
    }
  if (n_more > 0)
    {
      g_autofree char *more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", n_more), n_more);

      y = place_heading (sheet, y, more);
    }
  sheet->height = y + 4;
  return sheet;
}
