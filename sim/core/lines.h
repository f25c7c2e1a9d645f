/* lines.h - cuts a stream of bytes into lines
 *
 * However the bytes were chunked, the same lines come out: a line is judged
 * whole. Bytes after a line stay inside until they are asked for, so a session
 * may stop reading lines while its owner thinks, or read the rest as data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SIM_LINE_NONE,      /* no whole line is there yet */
  SIM_LINE_WHOLE,     /* ended by CR LF */
  SIM_LINE_BARE,      /* ended by LF alone */
  SIM_LINE_TOO_LONG   /* longer than the limit; its text is lost */
} SimLineKind;

typedef struct
{
  GByteArray *bytes;    /* what has come and is not yet taken */
  gsize       start;    /* of the first byte that is not yet taken */
  gsize       searched; /* no LF before this */
  gboolean    skipping; /* inside a line that is too long */
  gboolean    after_cr; /* skipping: the last octet that was thrown away is CR */
  gboolean    bare;     /* the last line, too long or not, was ended by LF alone */
} SimLines;

void        sim_lines_init  (SimLines     *self);
void        sim_lines_clear (SimLines     *self);
void        sim_lines_feed  (SimLines     *self,
                             const guint8 *data,
                             gsize         len);

/* The next line without its end; it may hold NUL and bytes above 127. @limit
 * counts the octets of the line with its CR LF. @line is valid until the next
 * call. A line that is too long is thrown away as it comes: no more than
 * @limit octets of it are ever kept. */
SimLineKind sim_lines_next  (SimLines      *self,
                             gsize          limit,
                             const guint8 **line,
                             gsize         *len);

/* All that has come and was not taken; valid until the next call. */
const guint8 *sim_lines_peek (const SimLines *self,
                              gsize          *len);

/* Takes @len octets from the front. */
void          sim_lines_take (SimLines       *self,
                              gsize           len);

G_END_DECLS
