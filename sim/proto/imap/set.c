/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/set.h"

GArray *
imap_set_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (ImapRange));
}

static gboolean
scan_number (ImapScanner *self, guint32 *out)
{
  if (!imap_scan_peek (self, '*'))
    return imap_scan_nz_number (self, out);
  *out = IMAP_SET_STAR;
  return imap_scan_char (self, '*');
}

gboolean
imap_scan_set (ImapScanner *self, GArray **out, gboolean *saved)
{
  g_autoptr (GArray) set = imap_set_new ();

  *saved = imap_scan_peek (self, '$');
  if (*saved)
    imap_scan_char (self, '$');
  else
    do
      {
        ImapRange range;

        if (set->len >= IMAP_SET_RANGES_MAX)
          {
            self->error = "A set has too many parts";
            return FALSE;
          }
        if (!scan_number (self, &range.first))
          return FALSE;
        range.last = range.first;
        if (imap_scan_peek (self, ':') && (!imap_scan_char (self, ':') || !scan_number (self, &range.last)))
          return FALSE;
        g_array_append_val (set, range);
      }
    while (imap_scan_peek (self, ',') && imap_scan_char (self, ','));
  *out = g_steal_pointer (&set);
  return TRUE;
}

static int
compare_first (gconstpointer a, gconstpointer b)
{
  const ImapRange *x = a;
  const ImapRange *y = b;

  return (x->first > y->first) - (x->first < y->first);
}

static ImapRange *
range_at (const GArray *set, guint i)
{
  return &g_array_index (set, ImapRange, i);
}

void
imap_set_resolve (GArray *set, guint32 largest)
{
  guint kept = 0;

  for (guint i = 0; i < set->len; i++)
    {
      ImapRange *range = range_at (set, i);
      guint32 a = range->first == IMAP_SET_STAR ? largest : range->first;
      guint32 b = range->last == IMAP_SET_STAR ? largest : range->last;

      *range = (ImapRange) { MIN (a, b), MAX (a, b) };
    }
  g_array_sort (set, compare_first);
  for (guint i = 0; i < set->len; i++)
    {
      ImapRange range = *range_at (set, i);

      if (kept > 0 && range.first <= (guint64) range_at (set, kept - 1)->last + 1)
        range_at (set, kept - 1)->last = MAX (range_at (set, kept - 1)->last, range.last);
      else
        *range_at (set, kept++) = range;
    }
  g_array_set_size (set, kept);
}

gboolean
imap_set_has (const GArray *set, guint32 number)
{
  guint low = 0;
  guint high = set->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (range_at (set, middle)->last < number)
        low = middle + 1;
      else
        high = middle;
    }
  return low < set->len && range_at (set, low)->first <= number;
}

char *
imap_set_to_text (const GArray *set)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < set->len; i++)
    {
      const ImapRange *range = range_at (set, i);

      g_string_append_printf (text, "%s%u", i > 0 ? "," : "", range->first);
      if (range->last != range->first)
        g_string_append_printf (text, ":%u", range->last);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
imap_set_add (GArray *set, guint32 number)
{
  ImapRange range = { number, number };

  if (set->len > 0 && range_at (set, set->len - 1)->last + 1 == number)
    range_at (set, set->len - 1)->last = number;
  else
    g_array_append_val (set, range);
}
