/* message-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/message-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MARGIN      10.0
#define INSET       12.0
#define GAP         10.0
#define TWO_PAPERS  500.0   /* side by side from here on */
#define LEAST       240.0
#define HANG        16.0    /* of a line that goes on below */

typedef struct
{
  const Letter *letter;
  gboolean      decoded;
  gboolean      unfolded;
  EhloSheet    *sheet;
  double        left, width;   /* inside the letter's paper */
} Maker;

static void
recipient_free (gpointer data)
{
  g_free (((LetterRecipient *) data)->address);
  g_free (data);
}

void
letter_free (Letter *self)
{
  g_free (self->where);
  g_free (self->from);
  for (guint i = 0; i < self->recipients->len; i++)
    recipient_free (g_ptr_array_index (self->recipients, i));
  g_ptr_array_unref (self->recipients);
  for (guint i = 0; i < self->fields->len; i++)
    {
      LetterField *field = g_ptr_array_index (self->fields, i);

      g_free (field->name);
      g_free (field->raw);
      g_free (field->decoded);
      g_free (field);
    }
  g_ptr_array_unref (self->fields);
  g_strfreev (self->body);
  for (guint i = 0; i < self->parts->len; i++)
    {
      LetterPart *part = g_ptr_array_index (self->parts, i);

      g_free (part->type);
      g_free (part->charset);
      g_free (part->encoding);
      g_free (part->file);
      g_strfreev (part->text);
      g_free (part);
    }
  g_ptr_array_unref (self->parts);
  g_free (self);
}

/* ---- the envelope --------------------------------------------------------- */

static const char *
answer_words (const LetterRecipient *recipient)
{
  switch (recipient->klass)
    {
    case EXPLAIN_CLASS_OK: return C_("recipient", "accepted");
    case EXPLAIN_CLASS_LATER: return C_("recipient", "try later");
    case EXPLAIN_CLASS_NO: return C_("recipient", "refused");
    default: return NULL;
    }
}

static char *
envelope_sentence (const Letter *letter)
{
  GString *text = g_string_new (NULL);

  g_string_append (text, letter->thrown_away ? _("The envelope was thrown away at delivery. It said:") : _("The envelope, which the servers see:"));
  g_string_append_printf (text, " %s %s", C_("envelope", "from"), letter->from[0] != '\0' ? letter->from : "<>");
  for (guint i = 0; i < letter->recipients->len; i++)
    {
      const LetterRecipient *recipient = g_ptr_array_index (letter->recipients, i);

      g_string_append_printf (text, ", %s %s", C_("envelope", "to"), recipient->address);
      if (recipient->blind)
        g_string_append_printf (text, " (%s)", _("not in the header"));
      if (answer_words (recipient) != NULL)
        g_string_append_printf (text, " (%s)", answer_words (recipient));
    }
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

static double
place_recipient (EhloSheet *sheet, const LetterRecipient *recipient, double x, double y, double width)
{
  double indent = 0;

  if (recipient->klass > EXPLAIN_CLASS_CLIENT)
    {
      ehlo_sheet_picture (sheet, EHLO_MARK_CLASS, x + 6, y + 9, 5.5)->klass = recipient->klass;
      indent = 17;
    }
  y = ehlo_sheet_wrap (sheet, EHLO_FONT_MONO_AXIS, EHLO_COLOR_INK, x + indent, y + 1, width - indent, 0, recipient->address);
  if (recipient->blind)
    y = ehlo_sheet_wrap (sheet, EHLO_FONT_AXIS_BOLD, EHLO_COLOR_LATER, x + indent, y, width - indent, 0, _("not in the header"));
  return y + 2;
}

static double
place_envelope (const Maker *maker, double x, double y, double width)
{
  const Letter *letter = maker->letter;
  double top = y, left = x + INSET, room = width - 2 * INSET;
  guint at = maker->sheet->marks->len;
  EhloMark *paper = ehlo_sheet_box (maker->sheet, x, y, width, 0, 4, EHLO_COLOR_PAPER_LINE);

  paper->line = 2;
  paper->dashed = letter->thrown_away;
  ehlo_sheet_picture (maker->sheet, EHLO_MARK_ENVELOPE, left + 13, y + 20, 26);
  y = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_BODY_BOLD, EHLO_COLOR_INK, left + 34, y + 7, room - 34, 0, _("Envelope"));
  y = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, left + 34, y, room - 34, 0,
                       letter->thrown_away ? _("thrown away at delivery") : _("what the servers see"));
  y = MAX (y, top + 36) + 4;
  ehlo_sheet_text (maker->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, left, y + 8, EHLO_ALIGN_LEFT, C_("envelope", "from"));
  y = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_MONO_AXIS, EHLO_COLOR_INK, left, y + 16, room, 0, letter->from[0] != '\0' ? letter->from : "<>") + 3;
  ehlo_sheet_text (maker->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, left, y + 8, EHLO_ALIGN_LEFT, C_("envelope", "to"));
  y += 16;
  for (guint i = 0; i < letter->recipients->len; i++)
    y = place_recipient (maker->sheet, g_ptr_array_index (letter->recipients, i), left, y, room);
  y += 8;
  g_array_index (maker->sheet->marks, EhloMark, at).y2 = y;
  ehlo_sheet_item (maker->sheet, x, top, width, y - top, 0, envelope_sentence (letter));
  return y;
}

/* ---- the letter ----------------------------------------------------------- */

static char *
field_sentence (const Maker *maker, const LetterField *field)
{
  if (field->fresh)
    /* TRANSLATORS: for a screen reader: a header field's name and its content */
    return g_strdup_printf (_("%s, new at this hop: %s"), field->name, field->decoded);
  return g_strconcat (field->name, ": ", field->decoded, NULL);
}

/* The name, and the value behind it and below it. */
static double
place_field (const Maker *maker, const LetterField *field, double y)
{
  g_autofree char *name = g_strconcat (field->name, ":", NULL);
  double top = y, x = maker->left, indent = ehlo_sheet_width_of (maker->sheet, EHLO_FONT_MONO_BOLD, name), room = maker->width;
  g_auto (GStrv) lines = maker->decoded ? g_new0 (char *, 2) : g_strsplit (field->raw, "\n", -1);
  guint at = maker->sheet->marks->len;

  if (field->fresh)
    {
      EhloMark *band = ehlo_sheet_box (maker->sheet, x - 7, y, room + 14, 0, 4, EHLO_COLOR_ACCENT);

      band->fill = EHLO_COLOR_ROW;
      band->fresh = TRUE;
      maker->sheet->fresh = TRUE;
      y += 2;
    }
  if (maker->decoded)
    lines[0] = g_strdup (field->decoded);
  ehlo_sheet_text (maker->sheet, EHLO_FONT_MONO_BOLD, field->trace ? EHLO_COLOR_MORE : EHLO_COLOR_INK, x, y + 9, EHLO_ALIGN_LEFT, name);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *value = lines[i] + (i == 0 || maker->decoded ? strspn (lines[i], " \t") : 0);
      gboolean beside = i == 0 && indent + 60 < room;
      double from = beside ? indent + 8 : i == 0 ? HANG : 0;

      if (i == 0 && !beside)
        y += ehlo_sheet_line_height (EHLO_FONT_MONO);
      /* What does not fit beside the name goes on below it. */
      y = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_MONO, field->trace ? EHLO_COLOR_DIM : EHLO_COLOR_INK, x + from, y, room - from,
                           beside ? HANG - from : HANG, value);
    }
  if (field->fresh)
    g_array_index (maker->sheet->marks, EhloMark, at).y2 = y + 2;
  ehlo_sheet_item (maker->sheet, x - 7, top, room + 14, y - top + (field->fresh ? 2 : 0), 0, field_sentence (maker, field))->current = field->fresh;
  return y + (field->fresh ? 4 : 0);
}

/* The empty line is a thing of its own: it parts header and body. */
static double
place_empty_line (const Maker *maker, double y)
{
  const char *words = _("empty line: the header ends here");
  double width = ehlo_sheet_width_of (maker->sheet, EHLO_FONT_AXIS, words), x = maker->left, right = x + maker->width;

  if (width + 60 > maker->width)
    {
      ehlo_sheet_line (maker->sheet, x, y + 9, right, y + 9, 1, EHLO_COLOR_LANE)->dashed = TRUE;
      width = 0;
    }
  else
    {
      ehlo_sheet_text (maker->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, x + maker->width / 2, y + 9, EHLO_ALIGN_CENTER, words);
      ehlo_sheet_line (maker->sheet, x, y + 9, x + (maker->width - width) / 2 - 8, y + 9, 1, EHLO_COLOR_LANE)->dashed = TRUE;
      ehlo_sheet_line (maker->sheet, right - (maker->width - width) / 2 + 8, y + 9, right, y + 9, 1, EHLO_COLOR_LANE)->dashed = TRUE;
    }
  ehlo_sheet_item (maker->sheet, x, y, maker->width, 18, 0, g_strdup (_("An empty line: the header ends here.")));
  return y + 22;
}

/* A dot that was put in front of a dot, or the one that ends it all. */
static gboolean
is_stuffed (const Maker *maker, const char *line)
{
  return maker->letter->wire && !maker->decoded && line[0] == '.';
}

static double
place_line (const Maker *maker, double x, double y, double room, const char *line)
{
  double dot = ehlo_sheet_width_of (maker->sheet, EHLO_FONT_MONO_BOLD, ".");
  EhloMark *mark;

  if (line[0] == '\0')
    return y + ehlo_sheet_line_height (EHLO_FONT_MONO);
  if (!is_stuffed (maker, line))
    return ehlo_sheet_wrap (maker->sheet, EHLO_FONT_MONO, EHLO_COLOR_INK, x, y, room, HANG, line);
  mark = ehlo_sheet_box (maker->sheet, x - 2, y + 1, dot + 4, ehlo_sheet_line_height (EHLO_FONT_MONO) - 2, 3, EHLO_COLOR_LATER);
  mark->fill = EHLO_COLOR_LATER_TINT;
  ehlo_sheet_text (maker->sheet, EHLO_FONT_MONO_BOLD, EHLO_COLOR_LATER, x, y + ehlo_sheet_line_height (EHLO_FONT_MONO) / 2, EHLO_ALIGN_LEFT, ".");
  if (line[1] == '\0')
    return y + ehlo_sheet_line_height (EHLO_FONT_MONO);
  return ehlo_sheet_wrap (maker->sheet, EHLO_FONT_MONO, EHLO_COLOR_INK, x + dot + 3, y, room - dot - 3, HANG, line + 1);
}

static double
place_fold (const Maker *maker, double x, double y, guint hidden, gboolean can_unfold)
{
  g_autofree char *words = NULL;
  double width;

  if (hidden > 0)
    words = can_unfold ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Show %u more line", "Show %u more lines", hidden), hidden)
      : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "… and %u more line", "… and %u more lines", hidden), hidden);
  else
    words = g_strdup (_("Show fewer lines"));
  width = ehlo_sheet_width_of (maker->sheet, EHLO_FONT_SMALL_BOLD, words) + 20;
  ehlo_sheet_box (maker->sheet, x, y + 2, width, 22, 11, EHLO_COLOR_ACCENT)->fill = EHLO_COLOR_ROW;
  ehlo_sheet_text (maker->sheet, EHLO_FONT_SMALL_BOLD, EHLO_COLOR_ACCENT, x + 10, y + 13, EHLO_ALIGN_LEFT, words);
  ehlo_sheet_item (maker->sheet, x, y + 2, width, 22, can_unfold ? MESSAGE_ITEM_FOLD : 0, g_steal_pointer (&words));
  return y + 28;
}

/* How many of @n lines are seen, of which @kept are there. */
static guint
seen (const Maker *maker, guint kept, guint n)
{
  return maker->unfolded || n <= MESSAGE_FOLD_LINES + 4 ? kept : MIN (kept, MESSAGE_FOLD_LINES);
}

static double
place_lines (const Maker *maker, double x, double y, double room, char **lines, guint n)
{
  guint kept = g_strv_length (lines), shown = seen (maker, kept, n);
  g_autoptr (GString) sentence = g_string_new (NULL);
  double top = y;

  for (guint i = 0; i < shown; i++)
    {
      if (is_stuffed (maker, lines[i]) && lines[i][1] != '\0')
        /* TRANSLATORS: for a screen reader: a line of a letter on its way */
        g_string_append_printf (sentence, _("[a dot was put in front] %s"), lines[i] + 1);
      else if (sentence->len < 2000)
        g_string_append (sentence, lines[i]);
      g_string_append_c (sentence, ' ');
      y = place_line (maker, x, y, room, lines[i]);
    }
  if (g_strstrip (sentence->str)[0] == '\0')
    g_string_assign (sentence, _("Nothing is written here."));
  if (y > top)
    ehlo_sheet_item (maker->sheet, x, top, room, y - top, 0, g_strdup (sentence->str));
  if (shown < n)
    y = place_fold (maker, x, y, n - shown, shown < kept);
  else if (maker->unfolded && n > MESSAGE_FOLD_LINES + 4)
    y = place_fold (maker, x, y, 0, TRUE);
  return y;
}

/* ---- parts ---------------------------------------------------------------- */

static char *
part_words (const LetterPart *part)
{
  g_autofree char *size = g_format_size (part->size);
  GString *text = g_string_new (part->type);

  if (part->charset != NULL)
    g_string_append_printf (text, "; %s", part->charset);
  if (!part->container)
    g_string_append_printf (text, " · %s", part->encoding);
  g_string_append_printf (text, " · %s", size);
  if (part->file != NULL)
    g_string_append_printf (text, " · %s", part->file);
  return g_string_free (text, FALSE);
}

static double
place_part_head (const Maker *maker, const LetterPart *part, double y)
{
  g_autofree char *words = part_words (part);
  double x = maker->left + part->depth * 14, top = y;
  EhloMark *rule;

  if (part->depth > 0)
    {
      rule = ehlo_sheet_line (maker->sheet, x - 10, y + 9, x - 3, y + 9, 1, EHLO_COLOR_LANE);
      ehlo_sheet_line (maker->sheet, rule->x, y, rule->x, y + 9, 1, EHLO_COLOR_LANE);
    }
  y = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_MONO_AXIS, EHLO_COLOR_MORE, x + 2, y + 1, maker->left + maker->width - x - 2, 8, words) + 2;
  /* TRANSLATORS: for a screen reader: kind, encoding and size of a part of a letter */
  ehlo_sheet_item (maker->sheet, x, top, maker->left + maker->width - x, y - top, 0, g_strdup_printf (_("Part: %s"), words));
  return y;
}

/* The tree alone, beside the raw octets; or each part with its text. */
static double
place_parts (const Maker *maker, double y)
{
  for (guint i = 0; i < maker->letter->parts->len; i++)
    {
      const LetterPart *part = g_ptr_array_index (maker->letter->parts, i);
      double x = maker->left + part->depth * 14;

      y = place_part_head (maker, part, y);
      if (!maker->decoded || part->container)
        continue;
      if (part->text != NULL)
        y = place_lines (maker, x + 2, y, maker->left + maker->width - x - 2, part->text, part->n_text) + 8;
      else
        y = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, x + 2, y, maker->left + maker->width - x - 2, 0,
                             part->large ? _("too long to be shown decoded here")
                                         : _("not text: a mail program hands it to another program")) + 8;
    }
  return y + 4;
}

/* A plain letter that needs no decoding has nothing to tell about parts. */
static gboolean
has_parts (const Letter *letter)
{
  const LetterPart *root;

  if (letter->parts->len != 1)
    return letter->parts->len > 1;
  root = g_ptr_array_index (letter->parts, 0);
  return g_str_equal (root->encoding, "base64") || g_str_equal (root->encoding, "quoted-printable") || root->file != NULL;
}

static double
place_letter (Maker *maker, double x, double y, double width)
{
  const Letter *letter = maker->letter;
  double top = y;
  guint at = maker->sheet->marks->len;

  maker->left = x + INSET;
  maker->width = width - 2 * INSET;
  ehlo_sheet_box (maker->sheet, x, y, width, 0, 4, EHLO_COLOR_LANE);
  y = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_BODY_BOLD, EHLO_COLOR_INK, maker->left, y + 7, maker->width, 0, _("Letter"));
  y = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, maker->left, y, maker->width, 0, letter->where) + 4;
  ehlo_sheet_item (maker->sheet, x, top, width, y - top, 0,
                   /* TRANSLATORS: for a screen reader: where the letter lies */
                   g_strdup_printf (_("The letter, which the reader sees. %s"), letter->where));
  for (guint i = 0; i < letter->fields->len; i++)
    y = place_field (maker, g_ptr_array_index (letter->fields, i), y);
  if (letter->has_body)
    {
      y = place_empty_line (maker, y + 2);
      if (has_parts (letter) || maker->decoded)
        y = place_parts (maker, y);
      if (!maker->decoded && letter->n_body > 0)
        y = place_lines (maker, maker->left, y, maker->width, letter->body, letter->n_body);
    }
  if (letter->rest > 0)
    {
      g_autofree char *size = g_format_size (letter->rest);
      /* TRANSLATORS: a size, "1.2 kB" */
      g_autofree char *words = g_strdup_printf (_("The rest was not fetched: %s lie on the server only."), size);
      double from = y;

      y = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, maker->left, y + 6, maker->width, 0, words);
      ehlo_sheet_item (maker->sheet, maker->left, from, maker->width, y - from, 0, g_steal_pointer (&words));
    }
  y += 10;
  g_array_index (maker->sheet->marks, EhloMark, at).y2 = y;
  return y;
}

EhloSheet *
message_layout_new (const Letter *letter, gboolean decoded, gboolean unfolded, double width, EhloMeasure measure, gpointer measure_data)
{
  EhloSheet *sheet = ehlo_sheet_new (MAX (width, LEAST), measure, measure_data);
  Maker maker = { letter, decoded, unfolded, sheet };
  double room = sheet->width - 2 * MARGIN, y = MARGIN, envelope = 0, end;

  if (!letter->envelope)
    y = place_letter (&maker, MARGIN, y, room);
  else if (room < TWO_PAPERS)
    {
      y = place_envelope (&maker, MARGIN, y, room) + GAP;
      y = place_letter (&maker, MARGIN, y, room);
    }
  else
    {
      double column = CLAMP (room * 0.34, 172, 300);

      envelope = place_envelope (&maker, MARGIN, y, column);
      end = place_letter (&maker, MARGIN + column + GAP, y, room - column - GAP);
      y = MAX (envelope, end);
    }
  sheet->height = y + MARGIN;
  return sheet;
}
