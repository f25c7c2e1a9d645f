/* mailboxes-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/mailboxes-layout.h"

#include <glib/gi18n-lib.h>

#define MARGIN       10.0
#define GAP          10.0
#define LEAST_COLUMN 158.0
#define MOST_COLUMNS 6
#define INSET        8.0

void
mailbox_row_free (MailboxRow *row)
{
  g_free (row->subject);
  g_free (row->from);
  g_free (row);
}

void
mailbox_folder_free (MailboxFolder *folder)
{
  g_free (folder->owner);
  g_free (folder->name);
  g_ptr_array_unref (folder->rows);
  g_free (folder);
}

void
mailbox_place_free (MailboxPlace *place)
{
  g_free (place->name);
  g_ptr_array_unref (place->folders);
  g_free (place);
}

static const char *
subject_of (const MailboxRow *row)
{
  return row->subject[0] != '\0' ? row->subject : _("(no subject)");
}

/* Flags as the protocols spell them, then what else is to be known. */
static char *
marks_of (const MailboxRow *row)
{
  g_autofree char *flags = sim_flags_to_text (row->flags);
  GString *text = g_string_new (NULL);
  const char *rest = flags;

  for (; *rest != '\0'; rest++)
    g_string_append_c (text, *rest == ',' ? ' ' : *rest);
  if (row->have != SIM_HAVE_ALL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "",
                            /* TRANSLATORS: how much of a letter a mail program has fetched */
                            row->have == SIM_HAVE_HEADERS ? _("header only") : _("a part of it"));
  return g_string_free (text, FALSE);
}

static const char *
what_happened (const MailboxFolder *folder, const MailboxRow *row)
{
  if (row->gone)
    /* TRANSLATORS: of a letter in an outbox, or in a mailbox */
    return folder->outbox ? C_("letter", "sent") : C_("letter", "removed");
  return row->fresh ? C_("letter", "changed") : NULL;
}

static char *
row_sentence (const MailboxPlace *place, const MailboxFolder *folder, const MailboxRow *row)
{
  g_autofree char *size = g_format_size (row->size), *marks = marks_of (row);
  GString *text = g_string_new (NULL);

  /* TRANSLATORS: for a screen reader: a letter's subject, its sender, its size, a folder, a host */
  g_string_append_printf (text, _("“%s” from %s, %s, in %s on %s"), subject_of (row), row->from, size, folder->name, place->name);
  if (row->unread && !row->gone && !folder->outbox)
    g_string_append_printf (text, ", %s", C_("letter", "unread"));
  if (row->uid > 0)
    g_string_append_printf (text, ", UID %u", row->uid);
  if (marks[0] != '\0')
    g_string_append_printf (text, ", %s", marks);
  if (what_happened (folder, row) != NULL)
    g_string_append_printf (text, ", %s", what_happened (folder, row));
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

static double
place_row (EhloSheet *sheet, const MailboxPlace *place, const MailboxFolder *folder, const MailboxRow *row, double x, double y, double width)
{
  g_autofree char *size = g_format_size (row->size), *marks = marks_of (row), *uid = g_strdup_printf ("UID %u", row->uid);
  gboolean bold = row->unread && !row->gone;
  EhloColor ink = row->gone ? EHLO_COLOR_GHOST : EHLO_COLOR_INK, dim = row->gone ? EHLO_COLOR_GHOST : EHLO_COLOR_DIM;
  double left = x + INSET + 22, right = x + width - INSET, top = y, number = 0;
  EhloMark *box = ehlo_sheet_box (sheet, x, y, width, 0, 6, EHLO_COLOR_LINE);
  guint at = sheet->marks->len - 1;
  const char *event = what_happened (folder, row);

  box->dashed = row->gone;
  box->fresh = row->fresh || row->gone;
  sheet->fresh = sheet->fresh || box->fresh;
  ehlo_sheet_picture (sheet, EHLO_MARK_ENVELOPE, x + INSET + 8, y + 16, 17)->klass = EXPLAIN_CLASS_NONE;
  y += 5;
  ehlo_sheet_fit (sheet, bold ? EHLO_FONT_SMALL_BOLD : EHLO_FONT_SMALL, ink, left, y + 9, EHLO_ALIGN_LEFT, right - left, subject_of (row));
  y += 18;
  if (row->uid > 0)
    {
      number = ehlo_sheet_width_of (sheet, EHLO_FONT_AXIS, uid) + 8;
      ehlo_sheet_text (sheet, EHLO_FONT_AXIS, dim, right, y + 7, EHLO_ALIGN_RIGHT, uid);
    }
  ehlo_sheet_fit (sheet, EHLO_FONT_AXIS, dim, left, y + 7, EHLO_ALIGN_LEFT, right - left - number, row->from);
  y += 16;
  ehlo_sheet_text (sheet, EHLO_FONT_AXIS, dim, left, y + 7, EHLO_ALIGN_LEFT, size);
  if (event != NULL)
    ehlo_sheet_fit (sheet, EHLO_FONT_AXIS_BOLD, EHLO_COLOR_ACCENT, right, y + 7, EHLO_ALIGN_RIGHT,
                    right - left - ehlo_sheet_width_of (sheet, EHLO_FONT_AXIS, size) - 8, event);
  y += 16;
  if (marks[0] != '\0')
    y = ehlo_sheet_wrap (sheet, EHLO_FONT_MONO_AXIS, row->gone ? EHLO_COLOR_GHOST : EHLO_COLOR_MORE, left, y, right - left, 0, marks);
  y += 4;
  g_array_index (sheet->marks, EhloMark, at).y2 = y;
  ehlo_sheet_item (sheet, x, top, width, y - top, row->stored + 1, row_sentence (place, folder, row))->current = row->fresh || row->gone;
  return y;
}

static char *
folder_sentence (const MailboxPlace *place, const MailboxFolder *folder)
{
  g_autofree char *name = folder->owner != NULL ? g_strconcat (folder->owner, "/", folder->name, NULL) : g_strdup (folder->name);

  /* TRANSLATORS: for a screen reader: a folder, a host, how many messages */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s on %s: %u message", "%s on %s: %u messages", folder->n), name, place->name,
                          folder->n);
}

static double
place_folder (EhloSheet *sheet, const MailboxPlace *place, const MailboxFolder *folder, const char *owner, double x, double y, double width)
{
  g_autofree char *number = g_strdup_printf ("%u", folder->n);
  double top = y, room = width - ehlo_sheet_width_of (sheet, EHLO_FONT_AXIS, number) - 8;
  guint older;

  /* Said once over all folders of a person. */
  if (folder->owner != NULL && g_strcmp0 (folder->owner, owner) != 0)
    y = ehlo_sheet_wrap (sheet, EHLO_FONT_MONO_AXIS, EHLO_COLOR_DIM, x, y, width, 0, folder->owner);
  ehlo_sheet_fit (sheet, EHLO_FONT_AXIS_BOLD, folder->fresh ? EHLO_COLOR_ACCENT : EHLO_COLOR_INK, x, y + 8, EHLO_ALIGN_LEFT, room,
                  folder->name);
  ehlo_sheet_text (sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, x + width, y + 8, EHLO_ALIGN_RIGHT, number);
  y += 18;
  ehlo_sheet_item (sheet, x - 3, top, width + 6, y - top, 0, folder_sentence (place, folder))->current = folder->fresh;
  older = folder->n;
  for (guint i = 0; i < folder->rows->len; i++)
    {
      const MailboxRow *row = g_ptr_array_index (folder->rows, i);

      y = place_row (sheet, place, folder, row, x, y, width) + 4;
      older -= !row->gone && older > 0;
    }
  if (older > 0)
    {
      g_autofree char *more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %u older one", "and %u older ones", older), older);

      ehlo_sheet_fit (sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, x, y + 8, EHLO_ALIGN_LEFT, width, more);
      ehlo_sheet_item (sheet, x - 3, y, width + 6, 16, 0, g_steal_pointer (&more));
      y += 18;
    }
  return y + 4;
}

static const char *
kind_of (const MailboxPlace *place)
{
  if (place->offline)
    return _("device, without the network");
  /* TRANSLATORS: where mail lies */
  return place->device ? C_("place", "device") : C_("place", "server");
}

static guint
count_messages (const MailboxPlace *place)
{
  guint n = 0;

  for (guint i = 0; i < place->folders->len; i++)
    n += ((const MailboxFolder *) g_ptr_array_index (place->folders, i))->n;
  return n;
}

/* A place's head and folders, on a ground of its own. Returns the bottom. */
static double
place_column (EhloSheet *sheet, const MailboxPlace *place, double x, double y, double width)
{
  double top = y, left = x + INSET, room = width - 2 * INSET, head;
  guint at = sheet->marks->len, n = count_messages (place);
  const char *owner = NULL;
  EhloMark *icon;

  ehlo_sheet_box (sheet, x, y, width, 0, 8, place->active ? EHLO_COLOR_ACCENT : EHLO_COLOR_BORDER)->fill = EHLO_COLOR_WINDOW;
  icon = ehlo_sheet_picture (sheet, EHLO_MARK_HOST, left + 15, y + 24, 0.6);
  icon->icon = place->icon;
  icon->active = place->active;
  head = ehlo_sheet_wrap (sheet, EHLO_FONT_SMALL_BOLD, EHLO_COLOR_INK, left + 38, y + 8, room - 38, 0, place->name);
  head = ehlo_sheet_wrap (sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, left + 38, head, room - 38, 0, kind_of (place));
  y = MAX (head, y + 42) + 4;
  ehlo_sheet_item (sheet, x + 2, top + 2, width - 4, y - top - 4, 0,
                   /* TRANSLATORS: for a screen reader: a host, "server" or "device", how many messages */
                   g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %s: %u message", "%s, %s: %u messages", n), place->name,
                                    kind_of (place), n))->current = place->active;
  for (guint i = 0; i < place->folders->len; i++)
    {
      const MailboxFolder *folder = g_ptr_array_index (place->folders, i);

      y = place_folder (sheet, place, folder, owner, left, y, room);
      owner = folder->owner;
    }
  if (place->folders->len == 0)
    y = ehlo_sheet_wrap (sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, left, y, room, 0, _("No mail yet.")) + 4;
  g_array_index (sheet->marks, EhloMark, at).y2 = y + 4;
  return y + 4;
}

EhloSheet *
mailboxes_layout_new (GPtrArray *places, double width, double height, EhloMeasure measure, gpointer measure_data)
{
  EhloSheet *sheet = ehlo_sheet_new (MAX (width, LEAST_COLUMN + 2 * MARGIN), measure, measure_data);
  guint columns = MAX ((guint) ((sheet->width - 2 * MARGIN + GAP) / (LEAST_COLUMN + GAP)), 1), n = 0;
  double y = MARGIN, column;

  for (guint i = 0; i < places->len; i++)
    n += ((const MailboxPlace *) g_ptr_array_index (places, i))->folders->len;
  if (n == 0)
    {
      ehlo_sheet_empty (sheet, height, _("No mail yet."), _("Step on until the server says 250 to DATA."));
      return sheet;
    }
  columns = MIN (MIN (columns, places->len), MOST_COLUMNS);
  column = (sheet->width - 2 * MARGIN - (columns - 1) * GAP) / columns;
  for (guint i = 0; i < places->len; i += columns)
    {
      double bottom = y;

      for (guint k = 0; k < columns && i + k < places->len; k++)
        {
          double end = place_column (sheet, g_ptr_array_index (places, i + k), MARGIN + k * (column + GAP), y, column);

          bottom = MAX (bottom, end);
        }
      y = bottom + GAP;
    }
  sheet->height = y;
  return sheet;
}
