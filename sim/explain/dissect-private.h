/* dissect-private.h - a reader that goes along a line and names its parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/explain/dissect.h"

G_BEGIN_DECLS

typedef struct
{
  const char        *text;
  gsize              len;     /* without CR LF */
  gsize              at;
  GArray            *parts;
  const ExplainLine *line;
} Dissect;

/* Names the octets from @start to @end; nothing if there are none. */
void     dissect_add      (Dissect *self, gsize start, gsize end, ExplainPartKind kind);
void     dissect_skip     (Dissect *self, const char *set);      /* octets of @set */
/* Up to an octet of @stop or the end; FALSE: there is nothing. */
gboolean dissect_take     (Dissect *self, const char *stop, ExplainPartKind kind);
void     dissect_rest     (Dissect *self, ExplainPartKind kind);
/* What follows is @word, whatever the case of its letters. */
gboolean dissect_is       (const Dissect *self, const char *word);
gboolean dissect_is_digits (const Dissect *self, const char *stop);
/* A line of a message: "Subject: x", or any other. */
void     dissect_message  (Dissect *self);

void     dissect_smtp     (Dissect *self, SimSide side);
void     dissect_pop3     (Dissect *self, SimSide side);
void     dissect_imap     (Dissect *self, SimSide side);

G_END_DECLS
