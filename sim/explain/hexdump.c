/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/explain/hexdump.h"

#include <string.h>

typedef struct
{
  const guint8 *bytes;      /* what came before, and the line */
  gsize         n_before;
  gsize         len;
  guint         per_line;
  GString      *text;
  GArray       *spans;
} Dump;

static void
add_span (Dump *self, gsize start, gsize end, ExplainHexMark mark)
{
  ExplainHexSpan span = { start, end - start, mark };

  if (end > start)
    g_array_append_val (self->spans, span);
}

static gboolean
is_line_end (const Dump *self, gsize i)
{
  return self->bytes[i] == '\r' || self->bytes[i] == '\n';
}

/* Whether octet @i is one of CR LF . CR LF. */
static gboolean
is_of_dot (const Dump *self, gsize i)
{
  for (gsize start = i >= 4 ? i - 4 : 0; start <= i && start + 5 <= self->len; start++)
    if (memcmp (self->bytes + start, "\r\n.\r\n", 5) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_mark (const Dump *self, gsize i, ExplainHexMark mark)
{
  switch (mark)
    {
    case EXPLAIN_HEX_BEFORE: return i < self->n_before;
    case EXPLAIN_HEX_LINE_END: return is_line_end (self, i);
    default: return is_of_dot (self, i);
    }
}

/* Letters as they are; control characters as pictures of themselves (U+2400 ...). */
static void
add_letter (GString *text, guint8 byte)
{
  if (byte >= 0x20 && byte < 0x7F)
    g_string_append_c (text, (char) byte);
  else if (byte < 0x20)
    g_string_append_unichar (text, 0x2400 + byte);
  else
    g_string_append (text, "·");
}

static void
add_line (Dump *self, gsize start)
{
  gsize end = MIN (start + self->per_line, self->len);
  g_autofree gsize *at = g_new (gsize, self->per_line + 1);

  if (self->text->len > 0)
    g_string_append_c (self->text, '\n');
  if (start < self->n_before)
    g_string_append_printf (self->text, "-%03" G_GSIZE_MODIFIER "x  ", self->n_before - start);
  else
    g_string_append_printf (self->text, "%04" G_GSIZE_MODIFIER "x  ", start - self->n_before);
  for (gsize i = start; i < end; i++)
    {
      at[i - start] = self->text->len;
      g_string_append_printf (self->text, "%02X ", self->bytes[i]);
    }
  for (ExplainHexMark mark = EXPLAIN_HEX_BEFORE; mark <= EXPLAIN_HEX_DOT; mark++)
    for (gsize i = start; i < end; i++)
      {
        gsize from = i;

        if (!has_mark (self, i, mark))
          continue;
        while (i + 1 < end && has_mark (self, i + 1, mark))
          i++;
        add_span (self, at[from - start], at[i - start] + 2, mark);
      }
  for (gsize i = end; i < start + self->per_line; i++)
    g_string_append (self->text, "   ");
  g_string_append_c (self->text, ' ');
  for (gsize i = start; i < end; i++)
    add_letter (self->text, self->bytes[i]);
}

void
explain_hex_dump (const guint8 *before, gsize n_before, const guint8 *bytes, gsize len, gsize limit, guint per_line, ExplainHex *out)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  Dump self = { NULL, n_before, 0, per_line, g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (ExplainHexSpan)) };

  if (n_before > 0)
    g_byte_array_append (all, before, (guint) n_before);
  if (len > 0)
    g_byte_array_append (all, bytes, (guint) MIN (len, limit));
  self.bytes = all->data;
  self.len = all->len;
  for (gsize i = 0; i < self.len; i += per_line)
    add_line (&self, i);
  out->text = g_string_free (self.text, FALSE);
  out->spans = self.spans;
}

void
explain_hex_clear (ExplainHex *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->spans, g_array_unref);
}
