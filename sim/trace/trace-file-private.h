/* trace-file-private.h - what the writer and the reader of trace files share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

#define TRACE_MAGIC    "EHLOTRACE 1\n"
#define TRACE_SUM_SIZE 8

#define TRACE_RULE_MAX 255     /* octets of a rule, a host's name */
#define TRACE_RULES_MAX 60000  /* rules that differ */

/* The first octet of an entry: kind and side, and ... */
enum
{
  HEAD_KIND    = 0x0F,
  HEAD_SIDE    = 0x30,   /* shifted by 4 */
  HEAD_FLAGS   = 0x40,   /* flags follow */
  HEAD_UNTIL   = 0x80    /* NOTE: a time follows */
};

/* The second octet */
enum
{
  MARK_TIME    = 0x01,   /* not the time of the entry before */
  MARK_CAUSE   = 0x06,   /* CAUSE_, shifted by 1 */
  MARK_ACTOR   = 0x08,   /* not the actor of the entry before */
  MARK_CONN    = 0x10,   /* not the connection of the entry before */
  MARK_RULE    = 0x20,
  MARK_WHOLE   = 0x40,   /* the payload stands here */
  MARK_PIECES  = 0x80    /* the payload stands here in pieces */
};

enum
{
  CAUSE_LAST,            /* the entry before */
  CAUSE_ROOT,            /* none */
  CAUSE_SAME,            /* that of the entry before */
  CAUSE_BACK             /* so many entries back */
};

/* What of a packet could not be guessed */
enum
{
  PACKET_ENDS     = 0x01,  /* addresses and ports */
  PACKET_SEQ      = 0x02,
  PACKET_ACK      = 0x04,
  PACKET_WINDOW   = 0x08,
  PACKET_FLAGS    = 0x10,
  PACKET_PROTOCOL = 0x20,
  PACKET_ALL      = 0x3F
};

typedef struct
{
  gboolean  seen;
  SimPacket last;
  guint32   next_seq;
} TraceGuessRow;

/* The last packet of each side of each connection; writer and reader see the same. */
typedef struct
{
  GArray *rows;   /* TraceGuessRow */
} TraceGuess;

void    trace_guess_init   (TraceGuess *self);
void    trace_guess_clear  (TraceGuess *self);
void    trace_guess_packet (TraceGuess *self, const SimEntry *entry, SimPacket *out);
void    trace_guess_note   (TraceGuess *self, const SimEntry *entry);

guint64 trace_file_sum     (const guint8 *bytes, gsize len);

/* -1 and 1 near 0, for numbers that are small either way. */
static inline guint64
trace_zigzag (guint64 difference)
{
  return difference << 1 ^ (difference >> 63 != 0 ? ~(guint64) 0 : 0);
}

static inline guint64
trace_unzigzag (guint64 value)
{
  return value >> 1 ^ ((value & 1) != 0 ? ~(guint64) 0 : 0);
}

G_END_DECLS
