/* text.c - bytes made readable, and words compared
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/text.h"

#include <string.h>

#define WORD_MAX 64   /* characters; a longer word is not compared: nobody mistyped that */

/* Control characters, and those that reorder or break a line: nobody sees them, so they must not pass for text. */
static gboolean
is_hidden (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0)
         || (c >= 0x2028 && c <= 0x202e)
         || (c >= 0x2066 && c <= 0x2069);
}

/* The octets of the character at @bytes; 0: none begins there. */
static gsize
char_length (const guint8 *bytes, gsize len, gunichar *c)
{
  *c = g_utf8_get_char_validated ((const char *) bytes, (gssize) len);
  if (*c == (gunichar) -1 || *c == (gunichar) -2)
    return 0;
  /* GLib takes U+0000 for the end of a string, not for a character. */
  return *c == 0 ? 1 : (gsize) g_unichar_to_utf8 (*c, NULL);
}

/* Optimal string alignment: insert, delete, change, swap neighbours. */
static guint
distance (const gunichar *a, gsize na, const gunichar *b, gsize nb)
{
  guint rows[3][WORD_MAX + 1];
  guint *before = rows[0], *above = rows[1], *row = rows[2];

  for (gsize j = 0; j <= nb; j++)
    above[j] = (guint) j;
  for (gsize i = 1; i <= na; i++)
    {
      row[0] = (guint) i;
      for (gsize j = 1; j <= nb; j++)
        {
          guint best = above[j - 1] + (a[i - 1] != b[j - 1]);

          if (above[j] + 1 < best)
            best = above[j] + 1;
          if (row[j - 1] + 1 < best)
            best = row[j - 1] + 1;
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
            best = before[j - 2] + 1;
          row[j] = best;
        }
      guint *free_row = before;
      before = above;
      above = row;
      row = free_row;
    }
  return above[nb];
}

/* Characters in lower case; 0: empty, too long or no UTF-8. */
static gsize
fold (const char *word, gunichar *out)
{
  gsize n = 0;

  if (!g_utf8_validate (word, -1, NULL))
    return 0;
  for (const char *p = word; *p; p = g_utf8_next_char (p))
    {
      if (n == WORD_MAX)
        return 0;
      out[n++] = g_unichar_tolower (g_utf8_get_char (p));
    }
  return n;
}

char *
sim_text_escape (const guint8 *bytes, gsize len)
{
  GString *out = g_string_sized_new (len + 1);

  for (gsize i = 0; i < len;)
    {
      gunichar c;
      gsize n = char_length (bytes + i, len - i, &c);

      if (n > 0 && !is_hidden (c))
        g_string_append_len (out, (const char *) bytes + i, (gssize) n);
      else
        {
          n = n > 0 ? n : 1;
          for (gsize k = 0; k < n; k++)
            g_string_append_printf (out, "\\x%02X", bytes[i + k]);
        }
      i += n;
    }
  return g_string_free (out, FALSE);
}

gboolean
sim_text_is_clean (const guint8 *bytes, gsize len)
{
  for (gsize i = 0; i < len;)
    {
      gunichar c;
      gsize n = char_length (bytes + i, len - i, &c);

      if (n == 0 || is_hidden (c))
        return FALSE;
      i += n;
    }
  return TRUE;
}

/* Eight at a time: every octet of every message is looked at. */
gboolean
sim_text_is_8bit (const guint8 *bytes, gsize len)
{
  guint64 any = 0;

  for (; len >= sizeof any; bytes += sizeof any, len -= sizeof any)
    {
      guint64 word;

      memcpy (&word, bytes, sizeof word);
      any |= word;
    }
  for (; len > 0; len--)
    any |= *bytes++;
  return (any & G_GUINT64_CONSTANT (0x8080808080808080)) != 0;
}

const char *
sim_text_suggest (const char *word, const char *const *words, gsize n_words)
{
  gunichar a[WORD_MAX], b[WORD_MAX];
  gsize na = fold (word, a);
  const char *best = NULL;
  guint best_distance = 0;

  if (na == 0)
    return NULL;
  for (gsize i = 0; i < n_words; i++)
    {
      gsize nb = fold (words[i], b);
      gsize longer = na > nb ? na : nb;
      guint d;

      if (nb == 0)
        continue;
      d = distance (a, na, b, nb);
      /* One mistake in three letters, but a word of two never becomes another. */
      if (d > longer / 3 && !(d == 1 && longer == 2 && na != nb))
        continue;
      if (best == NULL || d < best_distance)
        {
          best = words[i];
          best_distance = d;
        }
    }
  return best;
}

char *
sim_text_time (gint64 nanoseconds)
{
  /* Without G_MININT64's overflow: its magnitude fits an unsigned number. */
  guint64 ns = nanoseconds < 0 ? -(guint64) nanoseconds : (guint64) nanoseconds;
  const char *sign = nanoseconds < 0 ? "-" : "";
  const char *unit;
  guint64 divisor;
  guint fraction;
  char digits[8];

  if (ns == 0)
    return g_strdup ("0 s");
  if (ns < 1000)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT " ns", sign, ns);
  if (ns < 1000000)
    unit = "µs", divisor = 1000;
  else if (ns < 1000000000)
    unit = "ms", divisor = 1000000;
  else
    unit = "s", divisor = 1000000000;

  /* Three decimals at most, cut off and not rounded: 999.9999 ms stays below a second. */
  fraction = (guint) (ns % divisor / (divisor / 1000));
  g_snprintf (digits, sizeof digits, ".%03u", fraction);
  for (gsize n = strlen (digits); n > 0 && (digits[n - 1] == '0' || digits[n - 1] == '.'); n--)
    digits[n - 1] = '\0';
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT "%s %s", sign, ns / divisor, digits, unit);
}

char *
sim_text_field (const char *fields, gsize len, const char *key)
{
  gsize key_len = strlen (key);

  for (gsize i = 0; i < len;)
    {
      gsize start, end;

      while (i < len && fields[i] == ' ')
        i++;
      start = i;
      while (i < len && fields[i] != ' ' && fields[i] != '\r' && fields[i] != '\n')
        i++;
      end = i;
      if (end - start > key_len && memcmp (fields + start, key, key_len) == 0 && fields[start + key_len] == '=')
        return g_strndup (fields + start + key_len + 1, end - start - key_len - 1);
      /* The fields are one line. */
      if (i < len && fields[i] != ' ')
        return NULL;
    }
  return NULL;
}
