/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/core/lines.h"

#include <string.h>

/* Bytes that were taken are kept until there are more of them than of the
 * others and than this: moving memory then costs nothing worth counting. */
#define COMPACT_AT 4096

static void
compact (SimLines *self)
{
  if (self->start == self->bytes->len)
    {
      g_byte_array_set_size (self->bytes, 0);
      self->start = self->searched = 0;
    }
  else if (self->start > COMPACT_AT && self->start > self->bytes->len / 2)
    {
      g_byte_array_remove_range (self->bytes, 0, self->start);
      self->searched -= self->start;
      self->start = 0;
    }
}

void
sim_lines_init (SimLines *self)
{
  self->bytes = g_byte_array_new ();
  self->start = 0;
  self->searched = 0;
  self->skipping = FALSE;
  self->after_cr = FALSE;
  self->bare = FALSE;
}

void
sim_lines_clear (SimLines *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

void
sim_lines_feed (SimLines *self, const guint8 *data, gsize len)
{
  compact (self);
  if (len > 0)
    g_byte_array_append (self->bytes, data, len);
}

SimLineKind
sim_lines_next (SimLines *self, gsize limit, const guint8 **line, gsize *len)
{
  const guint8 *first;
  const guint8 *lf = NULL;
  gsize size;

  *line = NULL;
  *len = 0;
  compact (self);
  if (self->searched < self->bytes->len)
    lf = memchr (self->bytes->data + self->searched, '\n', self->bytes->len - self->searched);
  if (lf == NULL)
    {
      /* Whatever comes, the LF makes it one octet more: the verdict on the
       * whole line is known, and does not depend on when we were asked. */
      if (self->skipping || self->bytes->len - self->start >= limit)
        {
          if (self->bytes->len > self->start)
            self->after_cr = self->bytes->data[self->bytes->len - 1] == '\r';
          self->skipping = TRUE;
          self->start = self->bytes->len;
        }
      self->searched = self->bytes->len;
      return SIM_LINE_NONE;
    }
  first = self->bytes->data + self->start;
  size = lf + 1 - first;
  self->start += size;
  self->searched = self->start;
  self->bare = !(size >= 2 ? lf[-1] == '\r' : self->skipping && self->after_cr);
  if (self->skipping || size > limit)
    {
      self->skipping = FALSE;
      return SIM_LINE_TOO_LONG;
    }
  *line = first;
  *len = self->bare ? size - 1 : size - 2;
  return self->bare ? SIM_LINE_BARE : SIM_LINE_WHOLE;
}

const guint8 *
sim_lines_peek (const SimLines *self, gsize *len)
{
  *len = self->bytes->len - self->start;
  return *len > 0 ? self->bytes->data + self->start : NULL;
}

void
sim_lines_take (SimLines *self, gsize len)
{
  g_return_if_fail (len <= self->bytes->len - self->start);
  self->start += len;
  if (self->searched < self->start)
    self->searched = self->start;
}
