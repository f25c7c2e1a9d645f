/* hexdump.h - octets as numbers and letters, with line ends in sight
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  EXPLAIN_HEX_BEFORE,    /* octets that came before the line */
  EXPLAIN_HEX_LINE_END,  /* CR LF, or one of them alone */
  EXPLAIN_HEX_DOT        /* the five octets CR LF . CR LF */
} ExplainHexMark;

typedef struct
{
  gsize          start;  /* in the text */
  gsize          len;
  ExplainHexMark mark;
} ExplainHexSpan;

typedef struct
{
  char   *text;          /* lines: "0000  32 35 30 0D 0A  250␍␊" */
  GArray *spans;         /* ExplainHexSpan; a stretch of octets may be several, one a line; they may overlap */
} ExplainHex;

/* @before: octets in front of @bytes that are shown with it, at most @n_before; they are numbered from -n_before.
 * Shows at most @limit octets, @per_line in a line; what is left out is said by the caller. */
void explain_hex_dump  (const guint8 *before, gsize n_before, const guint8 *bytes, gsize len, gsize limit, guint per_line, ExplainHex *out);
void explain_hex_clear (ExplainHex *self);

G_END_DECLS
